/* The day of facts, told as another. Private to this room. */
#ifndef DAY_H
#define DAY_H

#include "model/model.h"

/* The facts as they would be if the same were handed in on that day: clock, and the day of
 * submission where there is one; the first day follows when it was the same. Canonical facts give
 * canonical facts. */
const char *day_facts(struct arena *a, const char *facts, const char *day);

#endif
