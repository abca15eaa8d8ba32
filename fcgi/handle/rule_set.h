/* Rule sets as JSON, for the handlers of their life. Private to this room. */
#ifndef HANDLE_RULE_SET_H
#define HANDLE_RULE_SET_H

#include "handle/desk.h"

/* The members of a row of the list. */
enum err rule_set_members(struct desk *d, struct buf *b, const struct rule_set *x) MUST;
/* What one set has besides: files, declarations and how often they spoke, tests, signatures,
 * activations. */
enum err rule_set_details(struct desk *d, struct buf *b, const struct rule_set *x) MUST;
/* kind, activated_at, ends_at, by, reason. */
void activation_members(struct buf *b, const struct activation *x);

#endif
