/* drafts: what changed in the rules since a draft was begun or last checked. Private to this room.
 */
#ifndef HANDLE_DRAFTS_H
#define HANDLE_DRAFTS_H

#include "handle/context.h"

extern const struct member changes_members[];

/* A JSON object by changes_members; NULL when the rules ask for the same, or x is no draft. */
enum err draft_changes(struct context *c, const struct filing *x, const char **out) MUST;

#endif
