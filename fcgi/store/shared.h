/*
 * shared: what the processes of one pool share, made in shared memory before fork. Private to this
 * room.
 *
 * Counters that only grow, and flags that are only raised, each stored after what it promises: a
 * process that dies at any step leaves none of them wrong.
 */
#ifndef STORE_SHARED_H
#define STORE_SHARED_H

#include "store/db.h"

#include <pthread.h>
#include <stdatomic.h>

struct store_shared {
    pthread_mutex_t queue;              /* of writers, from before BEGIN to after COMMIT */
    pthread_mutex_t leader;             /* held during an fsync of the log */
    _Atomic uint64_t committed, synced; /* commits in the log; of these, on disk for certain */
    _Atomic uint32_t round;  /* grows when a leader has left: the futex that followers sleep on */
    atomic_bool has_failed;  /* an fsync failed: no more writes */
    atomic_bool is_damaged;  /* somebody read a page that is not what was written */
    atomic_long files_lost;  /* attachments whose file was gone or changed when last looked at */
    atomic_long moved_pages; /* pages of the log when it was last moved between checkpoints */
};

/* Where it is noted that a page is not what was written; NULL: alone. */
atomic_bool *shared_damage(struct store_shared *shared);
/* 0 when taken, else an errno. What a dead process held is taken over. */
int shared_lock(pthread_mutex_t *m, int timeout_ms);

#endif
