/*
 * Group commit: the one way to write.
 *
 * A writer of a pool takes `queue`, begins IMMEDIATE, does its work, COMMITs with
 * synchronous=NORMAL (the frames are in the log file, in the page cache, not on disk), counts
 * itself in `committed` and leaves the queue. Then it waits until `synced` has reached its own
 * count: who gets `leader` reads `committed`, fsyncs the log through SQLite's own file object, and
 * publishes what it read. All commits counted before the fsync began are on disk after it,
 * whichever process wrote them, since they are pages of one file. The next group gathers during the
 * fsync, asleep on `round`, and is woken all at once: one by one through a mutex, the disk would
 * idle between.
 *
 * Why fsync of the log alone is enough:
 * - The log is replayed up to the last commit frame whose checksums chain from the header, so what
 *   must be durable is the header and every frame up to ours. fdatasync of the file covers both,
 *   and its length.
 * - After a checkpoint has moved everything, the next writer restarts the log from its beginning
 *   under a new salt. With synchronous=NORMAL SQLite has synced the log before the checkpoint and
 *   the database after it, and syncs the new header before frames follow. So a power cut leaves
 *   either the old log (already moved) or the new header with some first frames; ours are among
 *   them once our fsync has returned.
 * - The file's name must be durable too. The log is made by the first connection and lives as long
 *   as any connection is open. SQLite marks the log of each connection that it opens as "sync the
 *   folder with the first sync", so the sync in store_open() makes the folder entry (of the
 *   database as well, same folder) durable before this process has acknowledged anything.
 *
 * Killed by -9, at
 * - in the queue, before or inside the transaction: the kernel hands the robust mutex to the next
 *   with EOWNERDEAD and drops SQLite's file locks. Frames without a commit frame are overwritten by
 *   the next writer. Nothing was acknowledged.
 * - after COMMIT, not yet counted: the transaction exists but nobody waits for it. The next counted
 *   commit lies behind it in the log, so its fsync covers both. Until then it is visible and
 *   perhaps not on disk; a stored reply found by a retry would acknowledge it, so sqlite_settle()
 *   fsyncs before such a reply is given.
 * - counted, before the fsync: somebody else's fsync covers it, or none; nothing was acknowledged.
 * - leading: nobody wakes the sleepers, so they wake by themselves after WAIT_MS; the first to try
 *   gets `leader` with EOWNERDEAD, sees that `synced` has not moved and fsyncs itself. If the dead
 *   leader's fsync had failed, the kernel reports that failure to every open file once, so ours
 *   fails too. In shared memory there are only counters that grow and a flag, each stored after
 *   what it promises, so no step leaves them wrong.
 *
 * When an fsync fails nobody knows which pages reached the disk, and asking again would lie: the
 * pool refuses all further writes until it is restarted and the log is recovered from what is
 * there.
 *
 * Fairness: the queue and the leader are plain robust mutexes. A writer that leaves the queue must
 * wait for an fsync before it can come back, so it cannot take the queue over and over while others
 * starve; tests/bench/commit_bench.c measures the tail.
 */
#include "store/commit.h"
#include "store/key.h"
#include "store/shared.h"
#include "store/sqlite/gather.h"
#include "store/sqlite/sqlite.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The clerk moves the log every few seconds; writers do it only when it is late. */
enum { LOG_PAGES_MAX = 4000, LOG_BYTES_KEPT = 32 << 20 };
/* A follower sleeps so long before it looks whether its leader still lives. */
enum { WAIT_MS = 10 };

static void
at_step(enum commit_step step)
{
    if (commit_seams.step != NULL)
        commit_seams.step(step);
}

/* ---- failure --------------------------------------------------------------------------------- */

static bool
has_failed(struct store *s)
{
    return s->has_failed || (s->shared != NULL && atomic_load(&s->shared->has_failed));
}

static enum err
storage_failed(struct store *s, struct fault *f)
{
    commit_stop(s);
    return db_storage_failed(f);
}

static enum err
busy(struct fault *f, const char *where)
{
    (void)fail(f, ERR_BUSY, "busy", where, "系统繁忙，请稍后再试");
    if (f != NULL)
        f->retry_after_s = 1;
    return ERR_BUSY;
}

/* ---- the fsync ------------------------------------------------------------------------------- */

int
sqlite_sync_log(struct store *s)
{
    sqlite3_file *log = NULL;
    int rc = sqlite3_file_control(sqlite_of(s)->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (rc != SQLITE_OK)
        return rc;
    if (log == NULL || log->pMethods == NULL)
        return SQLITE_IOERR_FSYNC;
    return log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
}

/* With the leader's mutex held. */
static enum err
sync_as_leader(struct store *s, struct fault *f)
{
    uint64_t target = atomic_load(&s->shared->committed);

    at_step(STEP_LEADING);
    int rc = commit_seams.sync ? commit_seams.sync(s) : sqlite_sync_log(s);
    if (rc != SQLITE_OK) {
        log_line(LOG_ERROR_, "store: fsync of the log failed (%d): no more writes until a restart",
                 rc);
        return storage_failed(s, f);
    }

    atomic_store(&s->shared->synced, target);
    at_step(STEP_SYNCED);
    return OK;
}

/* Takes the lead, or sleeps until the present leader has left: ETIMEDOUT then, and an errno when
 * there is no telling. */
static int
lead_or_wait(struct store_shared *shared)
{
    uint32_t round = atomic_load(&shared->round);
    int e = pthread_mutex_trylock(&shared->leader);
    if (e == EOWNERDEAD)
        return pthread_mutex_consistent(&shared->leader);
    if (e != EBUSY)
        return e;

    struct timespec wait = {.tv_nsec = WAIT_MS * 1000000L};
    syscall(SYS_futex, &shared->round, FUTEX_WAIT, round, &wait, NULL, 0);
    return ETIMEDOUT;
}

/* First the lead, then the round: whoever sees the new round finds the lead free or taken anew. */
static void
leave_lead(struct store_shared *shared)
{
    pthread_mutex_unlock(&shared->leader);
    atomic_fetch_add(&shared->round, 1);
    syscall(SYS_futex, &shared->round, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
}

/* Until `synced` has reached seq, or by an fsync of our own when seq is UINT64_MAX. An fsync that
 * hangs is the disk's: we wait as long as it does. */
static enum err
wait_synced(struct store *s, uint64_t seq, struct fault *f)
{
    struct store_shared *shared = s->shared;

    while (atomic_load(&shared->synced) < seq) {
        if (has_failed(s))
            return db_storage_failed(f);
        int e = lead_or_wait(shared);
        if (e == ETIMEDOUT)
            continue;
        if (e != 0)
            return storage_failed(s, f);
        enum err err = OK;
        if (atomic_load(&shared->synced) < seq)
            err = has_failed(s) ? db_storage_failed(f) : sync_as_leader(s, f);
        leave_lead(shared);
        if (err || seq == UINT64_MAX)
            return err;
    }

    return OK;
}

enum err
sqlite_settle(struct store *s, struct fault *f)
{
    return s->shared ? wait_synced(s, UINT64_MAX, f) : OK;
}

/* ---- transactions ---------------------------------------------------------------------------- */

static int
say(struct store *s, enum query q)
{
    if (q != Q_ROLLBACK && seams_fail_now())
        return SQLITE_FULL;
    sqlite3_stmt *st = sqlite_of(s)->statement[q];
    int rc = sqlite3_step(st);
    sqlite3_reset(st);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

void
sqlite_read_end(struct store *s)
{
    if (!sqlite3_get_autocommit(sqlite_of(s)->db))
        (void)say(s, Q_ROLLBACK);
    s->is_reading = false;
}

/* The snapshot begins here. */
static enum err
look_at_version(struct store *s, struct fault *f)
{
    struct sqlite_store *x = sqlite_of(s);
    int64_t now;
    enum err err = db_number(s, Q_DATA_VERSION, &now, NONE, f);
    if (err) {
        sqlite_read_end(s);
        return err;
    }
    int64_t changes = sqlite3_total_changes64(x->db);
    s->transaction += now != x->data_version || changes != x->changes;
    x->data_version = now;
    x->changes = changes;
    return OK;
}

/* After a failed fsync: is there to be read what may be gone when the machine stops? */
static bool
shows_unsaved(struct store *s)
{
    return has_failed(s) && s->shared != NULL &&
           atomic_load(&s->shared->committed) > atomic_load(&s->shared->synced);
}

enum err
sqlite_read_begin(struct store *s, struct fault *f)
{
    int rc = say(s, Q_BEGIN_READ);
    if (rc != SQLITE_OK)
        return sqlite_fault(s, rc, "begin_read", f);
    s->is_reading = true;
    enum err err = look_at_version(s, f);
    if (err || !shows_unsaved(s))
        return err;
    sqlite_read_end(s);
    return db_storage_failed(f);
}

static enum err
queue_enter(struct store *s, struct fault *f)
{
    if (has_failed(s))
        return db_storage_failed(f);
    if (s->shared == NULL)
        return OK;

    int64_t since = mono_us();
    int e = shared_lock(&s->shared->queue, s->busy_timeout_ms);
    db_took(s, "queue", since);
    if (e == ETIMEDOUT)
        return busy(f, "queue");
    if (e != 0) {
        log_line(LOG_ERROR_, "store: writers' queue: %s", strerror(e));
        return storage_failed(s, f);
    }

    s->is_queued = true;
    at_step(STEP_QUEUED);
    return OK;
}

static void
queue_leave(struct store *s)
{
    if (s->is_queued)
        pthread_mutex_unlock(&s->shared->queue);
    s->is_queued = false;
    s->is_writing = false;
}

enum err
sqlite_write_begin(struct store *s, struct fault *f)
{
    enum err err = key_look_again(s, f);
    if (err)
        return err;
    if ((err = queue_enter(s, f)))
        return err;

    int rc = has_failed(s) ? SQLITE_IOERR_FSYNC : say(s, Q_BEGIN_WRITE);
    if (rc != SQLITE_OK) {
        queue_leave(s);
        return has_failed(s) ? db_storage_failed(f) : sqlite_fault(s, rc, "begin_write", f);
    }

    s->is_writing = true;
    s->transaction++;
    at_step(STEP_BEGUN);
    return OK;
}

void
sqlite_write_rollback(struct store *s)
{
    if (!sqlite3_get_autocommit(sqlite_of(s)->db))
        (void)say(s, Q_ROLLBACK);
    queue_leave(s);
}

static enum err
commit_failed(struct store *s, int rc, struct fault *f)
{
    enum err err = sqlite_fault(s, rc, "commit", f);
    sqlite_write_rollback(s);
    return s->has_failed ? storage_failed(s, f) : err;
}

int
sqlite_log_hook(void *store, sqlite3 *db, const char *schema, int pages)
{
    (void)db;
    (void)schema;
    ((struct sqlite_store *)store)->log_pages = pages;
    return SQLITE_OK;
}

/* The clerk is late: one of us moves the log, after its answer is safe and outside the queue, so
 * that only its own client waits. */
static void
move_log_when_long(struct store *s)
{
    long moved = atomic_load(&s->shared->moved_pages), pages = sqlite_of(s)->log_pages;

    if (pages < moved)
        atomic_store(&s->shared->moved_pages, moved = 0); /* it began anew */
    if (pages - moved < LOG_PAGES_MAX)
        return;

    atomic_store(&s->shared->moved_pages, pages);
    struct fault f;
    if (sqlite_checkpoint(s, &f))
        log_line(LOG_WARN_, "store: the log is long and could not be moved: %s", f.code);
}

/* All frames of the transaction go into the log at once. That they had not, and SQLite named them
 * in its index all the same, would be a failure of the storage. */
static int
commit_whole(struct store *s)
{
    gather_begin(s);
    int rc = say(s, Q_COMMIT);
    int late = gather_end(s, rc == SQLITE_OK);

    if (late == SQLITE_OK)
        return rc;
    s->has_failed = true;
    return late;
}

enum err
sqlite_write_commit(struct store *s, struct fault *f)
{
    if (sqlite3_get_autocommit(sqlite_of(s)->db)) {
        /* A full disk or a failed read ended the transaction under us; its statement said so
         * already. */
        queue_leave(s);
        return fail(f, ERR_BUSY, "storage_failed", "commit", "存储出错，内容没有保存，请稍后再试");
    }

    int rc = commit_whole(s);
    if (rc != SQLITE_OK)
        return commit_failed(s, rc, f);
    if (s->shared == NULL) {
        queue_leave(s);
        return OK;
    }

    at_step(STEP_COMMITTED);
    uint64_t seq = atomic_fetch_add(&s->shared->committed, 1) + 1;
    at_step(STEP_COUNTED);
    queue_leave(s);
    int64_t since = mono_us();
    enum err err = wait_synced(s, seq, f);
    db_took(s, "fsync", since);
    if (!err)
        move_log_when_long(s);

    return err;
}

/* A statement left open keeps its transaction, so one look at the connection tells of all. */
bool
sqlite_is_idle(struct store *s)
{
    return sqlite3_txn_state(sqlite_of(s)->db, NULL) == SQLITE_TXN_NONE;
}

/* ---- checkpoint ------------------------------------------------------------------------------ */

static enum err
checkpoint_fault(struct store *s, int rc, struct fault *f)
{
    if (rc == SQLITE_OK || (rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
        return OK; /* a reader holds its snapshot, or another checkpoint runs: next time */
    enum err err = sqlite_fault(s, rc, "checkpoint", f);
    return s->has_failed ? storage_failed(s, f) : err;
}

/* Two steps, so that writers wait for little: the bulk is moved beside them, then the rest in the
 * queue, without waiting for readers. A log of ordinary length keeps its blocks for the next round:
 * an fsync of blocks written over costs half of one that also makes the file longer. */
enum err
sqlite_checkpoint(struct store *s, struct fault *f)
{
    enum err err = checkpoint_fault(
        s, sqlite3_wal_checkpoint_v2(sqlite_of(s)->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL),
        f);
    if (err)
        return err;
    if ((err = queue_enter(s, f)))
        return err;

    int mode = sqlite_log_bytes(s) > LOG_BYTES_KEPT ? SQLITE_CHECKPOINT_TRUNCATE
                                                    : SQLITE_CHECKPOINT_RESTART;
    sqlite3_busy_timeout(sqlite_of(s)->db, 0);
    err =
        checkpoint_fault(s, sqlite3_wal_checkpoint_v2(sqlite_of(s)->db, NULL, mode, NULL, NULL), f);
    sqlite3_busy_timeout(sqlite_of(s)->db, s->busy_timeout_ms);
    queue_leave(s);

    return err;
}

/* Its copy lies in a file meanwhile: memory would have to hold all of it. */
static int
vacuum(struct store *s)
{
    int rc = sqlite3_exec(sqlite_of(s)->db, "PRAGMA temp_store = FILE", NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = say(s, Q_WRITE_ANEW);
    (void)sqlite3_exec(sqlite_of(s)->db, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
    return rc;
}

enum err
sqlite_write_anew(struct store *s, struct fault *f)
{
    enum err err = queue_enter(s, f);
    if (err)
        return err;

    int rc = vacuum(s);
    err = rc == SQLITE_OK ? OK : sqlite_fault(s, rc, "write_anew", f);
    queue_leave(s);
    return err && s->has_failed ? storage_failed(s, f) : err;
}

enum err
sqlite_cut_log(struct store *s, bool *is_cut, struct fault *f)
{
    enum err err = queue_enter(s, f);
    if (err)
        return err;

    sqlite3_busy_timeout(sqlite_of(s)->db, 0);
    int rc =
        sqlite3_wal_checkpoint_v2(sqlite_of(s)->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(sqlite_of(s)->db, s->busy_timeout_ms);
    err = checkpoint_fault(s, rc, f);
    *is_cut = rc == SQLITE_OK && sqlite_log_bytes(s) == 0;
    queue_leave(s);
    return err;
}
