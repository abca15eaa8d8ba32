/* home: where an organization stands with what it files first of all, its subject. Private to this
 * room. */
#ifndef HANDLE_HOME_H
#define HANDLE_HOME_H

#include "handle/context.h"

/* state NULL: whoever asks has no such thing. */
struct subject {
    const char *filing; /* NULL: nothing has been begun */
    const char *state, *state_label, *standing;
};
extern const struct member subject_members[];
/* The approved one, else the newest. */
enum err subject_load(struct context *c, const struct organization *o, struct subject *out) MUST;

#endif
