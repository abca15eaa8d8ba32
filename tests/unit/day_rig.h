/*
 * day_rig: working days counted from the calendar's files alone, apart from any rule. Days of a
 * year whose file is not there are working days from Monday to Friday.
 */
#ifndef DAY_RIG_H
#define DAY_RIG_H

#include "base/base.h"

/* Once a year and program. */
void day_rig_read(int year);

/* Days since 1970-01-01. */
bool day_works(long day);
long day_nth_work(long after, int n);
long day_work_between(long after, long until); /* until counts, after does not */
/* "YYYY-MM-DD". */
void day_text(long day, char out[DATE_TEXT]);

#endif
