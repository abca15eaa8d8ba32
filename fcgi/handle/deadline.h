/* deadline: clocks of filings as answers hold them. Private to this room. */
#ifndef HANDLE_DEADLINE_H
#define HANDLE_DEADLINE_H

#include "handle/context.h"

#define CLOCK_RUNS "running"

/* A clock as it stands now. */
struct clock_answer {
    struct deadline deadline; /* due_on NULL: it stands still, or the rules could not say */
    const char *label;
    const char *credit_label; /* NULL: nothing is credited, or nobody knows what for */
    long left;                /* NO_NUMBER: it does not run, or its day is over */
};
extern const struct member filing_clock_members[];
void clock_show(struct context *c, const char *kind, struct clock_answer *x);

/* A clock of an organization that is not over yet, with what it is of. */
struct open_clock {
    struct clock_answer clock;
    struct deadline_open of;
    const char *state_label;
};
extern const struct member open_clock_members[];
struct rows open_clocks(struct context *c, const struct deadline_open *rows, int n);

#endif
