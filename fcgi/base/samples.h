/*
 * base/samples: figures of the last hour, a line a minute, in memory that processes share. Each
 * figure is a total that only grows; a line says by how much. Nobody takes a lock: whoever finds a
 * minute over writes its line, and of two only one does.
 */
#ifndef BASE_SAMPLES_H
#define BASE_SAMPLES_H

#include "base/error.h"

#include <stdatomic.h>

enum {
    SAMPLE_MS = 60000,
    SAMPLES_SHOWN = 60, /* minutes, and the one that is not over */
    SAMPLES_KEPT = 64,  /* more: what is being written is not shown */
    SAMPLE_FIGURES = 5
};
struct sample_line {
    int64_t at; /* its end; ms */
    long span_ms;
    long peak; /* the highest that was seen in it */
    long of[SAMPLE_FIGURES];
};
/* Zeroed, it has begun nothing. */
struct samples {
    atomic_llong begun_at, ended_at; /* of the first line, of the last; 0: none yet */
    atomic_ulong n;                  /* lines so far */
    atomic_long peak;                /* of the minute that is not over */
    struct {
        atomic_llong at;
        atomic_long peak, of[SAMPLE_FIGURES]; /* the totals at that time */
    } lines[SAMPLES_KEPT];
};

/* Called often. totals: as they are now; level: what the peak is of. */
void samples_take(struct samples *x, int64_t now, long level, const long totals[SAMPLE_FIGURES]);
/* Into out, the oldest first, the last one not over; how many there are. */
int samples_read(const struct samples *x, int64_t now, const long totals[SAMPLE_FIGURES],
                 struct sample_line out[SAMPLES_SHOWN + 1]);

#endif
