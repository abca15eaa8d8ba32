/* bench.h: how the programs of the bench end when something fails, for there is nothing to mend. */
#ifndef BENCH_H
#define BENCH_H

#include "base/base.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* The program ends at once, also as a child of another, and says where. */
static inline void
or_die(enum err err, const struct fault *f)
{
    if (!err)
        return;
    fprintf(stderr, "%s: %s %s %s\n", program_invocation_short_name, err_name(err), f->where,
            f->text);
    _Exit(1);
}

#endif
