/*
 * live: what the processes of one pool tell each other about the active rule set. It lies in shared
 * memory, zeroed, and is made before the first fork; a caller without a pool has NULL.
 *
 * Nobody waits here: whoever makes another set active announces it, and each process compares the
 * generation with the one that it saw last whenever it has time. Part of govern.h.
 */
#ifndef GOVERN_LIVE_H
#define GOVERN_LIVE_H

#include "base/base.h"

#include <stdatomic.h>

/* The last edit of the rules folder that was not taken over. */
struct govern_refusal {
    int64_t at; /* 0: the folder and the active set agree */
    char where[128], text[400];
};

struct govern_shared {
    atomic_ulong generation;    /* grows when another set may have become active */
    atomic_long calendar_until; /* days since 1970-01-01: the last of the active set's calendar */
    atomic_uint refusal_seq;    /* notes that were made; the newest is refusal[refusal_seq % 2] */
    struct govern_refusal refusal[2]; /* the one writer, the clerk, writes the other */
};

/* Tells every process to look which set is active. */
void govern_announce(struct govern_shared *g);
/* Notes why the folder's set is not the active one; f NULL clears the note. */
void govern_refusal_note(struct govern_shared *g, int64_t now, const struct fault *f);
/* False when there is no such note. */
bool govern_refusal_read(struct govern_shared *g, struct govern_refusal *out);

#endif
