/*
 * Rehearsals: texts that nobody has proposed are put together, looked at whole and tried. Nothing
 * is kept. A trial (trial.h) stops at the first fault; a rehearsal names those of all files.
 */
#ifndef GOVERN_REHEARSAL_H
#define GOVERN_REHEARSAL_H

#include "govern/trial.h"

#include <limits.h>

/* Where an editor marks it. */
struct text_fault {
    const char *file;  /* as the bundle calls it; "" for the whole set */
    long line, column; /* from 1, the column in characters; NO_PLACE: not known */
    const char *code, *message;
};
#define NO_PLACE LONG_MIN

struct rehearsed {
    const char *hash; /* NULL: they do not make a set */
    struct text_fault *faults;
    int n;              /* 0: the set loads */
    struct trial trial; /* when it loads and its cases were asked for */
};
/* changes: path → text, null: without the file. */
void govern_rehearse(struct arena *a, const struct policy_limits *limits, const char *base_files,
                     const json_t *changes, bool with_cases, struct rehearsed *out);

#endif
