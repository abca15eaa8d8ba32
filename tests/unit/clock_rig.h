/*
 * clock_rig: the shipped rules with a clock of its own for each stage, one that stands still while
 * the filing is with its filer, one that does while somebody has its task, and one for the filer's
 * answer. Whoever uses it begins each test with clock_begin() and ends the last with clock_end().
 */
#ifndef CLOCK_RIG_H
#define CLOCK_RIG_H

#include "casework_rig.h"
#include "govern/govern.h"
#include "policy_rig.h"

/* Workflow: clocks for the two stages, and a third that retrieval goes to. */
extern const char clock_stages[], clock_express[];
extern struct account clock_filer; /* files; of an approved company */

/* These rules are in use from now on, until clock_end(). */
void clock_begin(void);
void clock_end(void);
/* A file of a set. */
struct clock_layer {
    const char *path, *text; /* text NULL: the file is as it is shipped */
};
#define CLOCK_CALENDAR "calendar/2026.lua"
/* The filer's clock of first filing does not count the days of a subject's review. */
#define CLOCK_CREDIT                                                                                  \
    {                                                                                                 \
        "local/limits.credit.lua",                                                                    \
            "limit { name = 'subject_review_credit', title = '初审日子不计入', value = true, " \
            "law = '本系统参数' }\n"                                                             \
    }
/* The shipped rules with these over them, in this order. The set is stored. */
struct policy *clock_laid_over(const struct clock_layer *layers, int n);
/* … with that workflow and these clocks; calendar: of 2026, NULL for the shipped one. */
struct policy *clock_policy(const char *workflow, const char *calendar);
void clock_activate(const struct policy *p);

void clock_today_is(const char *day);
/* "state from due" of a clock, "" where there is none. */
const char *clock_of(const char *id, const char *name);
/* The clocks of a filing that run, but the one that stands still while somebody has its task. */
const char *clock_running_of(const char *id);

/* What is in force leaves the register by that act of the authority. */
void clock_struck(const char *id, const char *event);

/* As the clerk does: how many. */
long clock_recounted(void);
long clock_missed_by(const char *day);
/* How often the history tells that a clock ran out; the audit trail tells it as often. */
long clock_told(const char *id, const char *clock);

#endif
