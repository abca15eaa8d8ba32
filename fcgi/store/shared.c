#include "store/shared.h"
#include "store/probe.h"
#include "store/transaction.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

size_t
store_shared_size(void)
{
    return sizeof(struct store_shared);
}

static void
robust_init(pthread_mutex_t *m)
{
    pthread_mutexattr_t attributes;
    if (pthread_mutexattr_init(&attributes) ||
        pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED) ||
        pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST) ||
        pthread_mutex_init(m, &attributes)) {
        log_line(LOG_ERROR_, "store: no process-shared robust mutexes here");
        abort();
    }
    pthread_mutexattr_destroy(&attributes);
}

void
store_shared_init(struct store_shared *shared)
{
    memset(shared, 0, sizeof *shared);
    robust_init(&shared->queue);
    robust_init(&shared->leader);
}

atomic_bool *
shared_damage(struct store_shared *shared)
{
    return shared ? &shared->is_damaged : NULL;
}

struct store_flaws
store_flaws_of(const struct store_shared *shared)
{
    return (struct store_flaws){atomic_load(&shared->has_failed), atomic_load(&shared->is_damaged),
                                atomic_load(&shared->files_lost)};
}

int
shared_lock(pthread_mutex_t *m, int timeout_ms)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += timeout_ms / 1000;
    until.tv_nsec += timeout_ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }

    int e = pthread_mutex_trylock(m);
    if (e == EBUSY)
        e = pthread_mutex_clocklock(m, CLOCK_MONOTONIC, &until);
    return e == EOWNERDEAD ? pthread_mutex_consistent(m) : e;
}
