/*
 * health: whether the service lives and can do its work, and what it has counted.
 *
 * A pool has a process that answers these and nothing else, from memory alone: it opens no
 * database, asks no judge and waits for nobody, so it answers while all others are busy. The routes
 * of the same names tell the same.
 */
#ifndef HANDLE_HEALTH_H
#define HANDLE_HEALTH_H

#include "http/http.h"

/* How the pool is, as far as it is known without asking anybody. Texts are "" where all is well. */
struct health {
    const char *rule_set;   /* that is active; "": nobody has looked yet */
    long ready;             /* workers that answer */
    bool is_draining;       /* it ends, and takes nobody new */
    bool has_failed;        /* nothing is written any more: see store/probe.h */
    bool is_damaged;        /* a page of the database is not what was written */
    long files_lost;        /* attachments whose file was gone or changed when last looked at */
    long read_ms, write_ms; /* since the database was last read, and could last be written */
    long late_ms;           /* longer ago than this is too long */
    const char *read_fault, *write_fault; /* what came of the last try */
    const char *witness;                  /* what the witness says against the database */
};

struct health_source {
    void (*tell)(void *ctx, struct arena *a, struct health *out);
    void (*measure)(void *ctx, struct buf *out); /* figures, as Prometheus reads them */
    void *ctx;
};

/* Answers GET of /healthz, /readyz and /metrics; below /api/v1, too. Always leaves a reply. */
void health_answer(const struct health_source *s, struct arena *a, const struct request *q,
                   struct reply *r);

#endif
