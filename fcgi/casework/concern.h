/*
 * concern: an earlier filing that another is about: its change, its deregistration. The earlier one
 * stands, with its number and its entry, until the other is approved; then it takes over what was
 * filed, or is deregistered. Where it leaves the register meanwhile, the other ends.
 */
#ifndef CASEWORK_CONCERN_H
#define CASEWORK_CONCERN_H

#include "casework/judging.h"

/* The filing of that id, as an action on such a kind may concern it: the asker's own, of the kind,
 * in force. of NULL with an action that concerns none is OK, and *out is all zero. ERR_INPUT where
 * it is missing or has no use, ERR_CONFLICT where it is not in force. */
struct concern {
    const char *kind, *action, *of;
};
enum err concern_ask(struct casework *w, const struct concern *x, struct filing *out) MUST;
/* What a draft about it starts from: the version in force, without what only other actions ask. */
enum err concern_data(struct casework *w, const struct filing *of, const char **data) MUST;
/* JSON list of pointers to the fields in which data differ from the version in force of the filing
 * that x is about; NULL when x is about none. */
enum err concern_changed(struct casework *w, const struct filing *x, const json_t *data,
                         const char **out) MUST;
/* When the filing that x is about was approved, where the set reads it of x's kind: first, and as
 * it stands now. All NULL when x is about none, or nothing in its history tells it. */
enum err concern_approval(struct casework *w, const struct filing *x,
                          struct approved_days *out) MUST;
/* The filing that x is about, still in force; ERR_CONFLICT when it is not any more. All zero when
 * there is none. */
enum err concern_standing(struct casework *w, const struct filing *x, struct filing *out) MUST;

#endif
