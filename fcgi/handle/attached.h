/* attached: the files that some data names, by their ids, as answers hold them. Private to this
 * room. */
#ifndef HANDLE_ATTACHED_H
#define HANDLE_ATTACHED_H

#include "handle/context.h"

/* An object of them; its JSON: those of x's organization that its data of kind names. */
extern const struct member attached_members[];
struct attached_question {
    const char *organization_id, *kind;
    const json_t *data;
};
enum err attached_json(struct context *c, const struct attached_question *q,
                       const char **json) MUST;

#endif
