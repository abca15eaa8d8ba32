/* calendar: working days, and judges of other sets that count them. Private to this room. */
#ifndef HANDLE_CALENDAR_H
#define HANDLE_CALENDAR_H

#include "handle/context.h"

/* A judge with a stored set: the one in use when it is that set, else one of its own until the
 * reply is sent. Ends the snapshot then. ERR_NOTFOUND, or ERR_CONFLICT when the set does not load.
 */
enum err judge_with(struct context *c, const char *hash, struct policy **p) MUST;
/* Working days after today until due_on, negative when it is over; false when the rules could not
 * say. */
bool working_days_left(struct context *c, const char *due_on, long *left);

#endif
