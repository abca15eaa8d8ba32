/*
 * base/apart: one question to a process of its own, which is this program once more (base/process),
 * goes into a jail (base/jail), and may break. What it is asked about lies in a file that it sees
 * through a mapping which cannot change it; what it answers comes through a pipe.
 */
#ifndef BASE_APART_H
#define BASE_APART_H

#include "base/error.h"

#include <sys/types.h>

struct apart_question {
    const char *word; /* of this program: what the process is */
    int fd;           /* what it is asked about */
    int wall_ms;      /* it has so long, then it is killed */
    /* Takes a piece of the answer; false: no more is wanted. */
    bool (*take)(void *ctx, const void *p, size_t n);
    void *ctx;
};
struct apart_end {
    pid_t pid;
    int status; /* as wait(2) has it: killed, too, where it was not waited for */
};
/* false, and errno, when none can be started. When it returns the process is buried. */
bool apart_ask(const struct apart_question *q, struct apart_end *end) MUST;

/* ---- in that process ------------------------------------------------------------------------- */

/* What it is asked about; NULL when there is nothing to be had. Once. */
const void *apart_content(size_t *n);
/* A piece of the answer; false when nobody hears it. */
bool apart_say(const void *p, size_t n);

#endif
