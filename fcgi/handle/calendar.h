/* calendar: working days. Private to this room. */
#ifndef HANDLE_CALENDAR_H
#define HANDLE_CALENDAR_H

#include "handle/context.h"

/* Working days after today until due_on, negative when it is over; false when the rules could not
 * say. */
bool working_days_left(struct context *c, const char *due_on, long *left);

/* The n-th working day after today; a day that never comes when the rules could not say. */
const char *working_day_after(struct context *c, long n);

#endif
