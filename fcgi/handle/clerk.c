/* Timed work of the pool: the watch over the rules folder and over what is active, clearing up, the
 * checkpoint. */
#include "handle/office.h"
#include "govern/govern.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define WATCH_MS 100
#define STILL_MS 60 /* between the look that sees a change and the one that finds it finished */
#define REVERT_AGAIN_MS (60 * 1000)
#define RECOUNT_MS 300 /* after another set became active: several often follow each other */
#define RECOUNT_AGAIN_MS                                                                           \
    (10 * 1000) /* for what a worker was storing meanwhile under the old one                       \
                 */
#define PURGE_MS (60 * 1000)
#define CHECKPOINT_MS (5 * 1000)
#define SWEEP_MS (10LL * 60 * 1000)
#define REPLAY_SOON_MS 1000
#define REPLAY_AGAIN_MS (60 * 1000)
#define PART_AGE_S 3600

struct clerk {
    const struct settings *settings;
    const struct world *world;
    struct office_shared *shared;
    struct store *store;
    uint64_t seen;  /* signature of the folder when it was last looked at */
    uint64_t tried; /* signature that was last tried */
    bool is_moving; /* the last look saw a change */
    char active[SHA256_TEXT];
    pid_t replayer; /* 0: none */
    long replay_done;
    int replay_tries;
    int64_t replay_at;                                                /* monotonic ms */
    int64_t purge_at, checkpoint_at, sweep_at, revert_at, recount_at; /* monotonic ms */
    int recounts;                                                     /* still to do */
};

/* ---- the watch ------------------------------------------------------------------------------- */

static uint64_t
mix(uint64_t h, uint64_t v)
{
    return (h ^ v) * 1099511628211ULL;
}

/* Names, sizes and times of everything below a folder: changes when a file does. */
static uint64_t
signature(const char *folder, int depth)
{
    uint64_t sum = 14695981039346656037ULL;
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return 0;

    struct dirent *e;
    while ((e = readdir(dir)) != NULL) {
        char path[1024];
        struct stat st;
        if (e->d_name[0] == '.' ||
            (size_t)snprintf(path, sizeof path, "%s/%s", folder, e->d_name) >= sizeof path ||
            lstat(path, &st) != 0)
            continue;
        uint64_t h = 14695981039346656037ULL;
        for (const char *p = path; *p != '\0'; p++)
            h = mix(h, (unsigned char)*p);
        h = mix(mix(mix(h, (uint64_t)st.st_mtim.tv_sec), (uint64_t)st.st_mtim.tv_nsec),
                (uint64_t)st.st_ino);
        if (S_ISDIR(st.st_mode) && depth > 0)
            h = mix(h, signature(path, depth - 1));
        else
            h = mix(h, (uint64_t)st.st_size);
        sum += h; /* readdir has no order */
    }

    closedir(dir);
    return sum;
}

/* Says to the workers which set is active, when it is another than it was. */
static void
announce(struct clerk *c, const char *hash)
{
    if (str_is(hash, c->active))
        return;
    snprintf(c->active, sizeof c->active, "%s", hash);
    atomic_fetch_add(&c->shared->rules_generation, 1);
    c->recounts = 2;
    c->recount_at = mono_ms() + RECOUNT_MS;
    log_line(LOG_INFO_, "rules: %s is active", c->active);
}

/* A folder that moved is tried once it has been still for one look; a set that fails leaves the old
 * one active. */
static void
watch(struct clerk *c)
{
    uint64_t now = signature(c->settings->rules_folder, 3);

    if (c->settings->rules_local != NULL)
        now = mix(now, signature(c->settings->rules_local, 3));
    bool is_still = now == c->seen;
    c->seen = now;
    c->is_moving = !is_still;
    if (!is_still || now == c->tried)
        return;

    c->tried = now;
    char hash[SHA256_TEXT];
    struct fault f = {0};
    enum err err = rules_watch(c->store, c->settings, c->world, hash, &f);
    if (err == ERR_BUSY)
        c->tried = 0; /* the database's fault, not the folder's: at the next look again */

    if (err)
        log_line(LOG_ERROR_, "rules: not taken over: %s %s", f.where, f.text);
    else
        announce(c, hash);
    refusal_note(c->shared, c->world, err ? &f : NULL);
}

/* ---- what others have made active ------------------------------------------------------------ */

/* An emergency that is over: back to what was regular, if it still loads. */
static void
revert(struct clerk *c, struct arena *a, const struct activation *emergency, const char *to)
{
    struct fault f = {0};
    struct rule_set set;
    struct bundle *b = NULL;
    struct trial t = {0};
    enum err err = store_rule_set_load(c->store, a, to, &set, &f);

    if (!err && !(err = bundle_parse(&b, set.files, strlen(set.files), &f)))
        govern_try(a, &c->settings->policy, b, false, &t);
    bundle_free(b);
    if (!err && (err = t.fault.err))
        f = t.fault;

    if (!err && !(err = store_write_begin(c->store, &f))) {
        if ((err = govern_revert(c->store, emergency->n, to, &f)))
            store_write_rollback(c->store);
        else
            err = store_write_commit(c->store, &f);
    }

    if (err) {
        log_line(LOG_ERROR_,
                 "rules: the emergency set %.12s is over and cannot be reverted to %.12s: %s %s",
                 emergency->hash, to, f.where, f.text);
        c->revert_at = mono_ms() + REVERT_AGAIN_MS;
    }
}

/* The command line or a worker may have activated a set, and an emergency may be over: a look at
 * one row each time. */
static void
look(struct clerk *c)
{
    struct arena *a = arena_new();
    struct fault f = {0};
    struct activation last;
    const char *to;
    enum err err = govern_due(c->store, a, world_now(c->world), &last, &to, &f);

    if (!err && to != NULL && mono_ms() >= c->revert_at) {
        revert(c, a, &last, to);
        err = store_activation_last(c->store, a, &last, &f);
    }

    if (!err)
        announce(c, last.hash);
    else if (err != ERR_NOTFOUND)
        log_line(LOG_WARN_, "clerk: which set is active: %s", f.text);
    arena_free(a);
}

/* ---- replays --------------------------------------------------------------------------------- */

/* A replay works in a process of its own, which takes what is queued; one that fell is started
 * again and goes on where it was: at once while it gets further, once a minute when it does not. */
static void
replays(struct clerk *c)
{
    struct arena *a = arena_new();
    struct replay next;
    struct fault f = {0};
    int status;

    if (c->replayer > 0 && waitpid(c->replayer, &status, WNOHANG) == c->replayer) {
        c->replayer = 0;
        if (status != 0) /* it fell, or somebody at the command line works on the queue */
            c->replay_at = mono_ms() + (c->replay_tries > 3 ? REPLAY_AGAIN_MS : REPLAY_SOON_MS);
    }

    if (c->replayer == 0 && mono_ms() >= c->replay_at &&
        store_replay_open(c->store, a, &next, &f) == OK) {
        c->replay_tries = next.done == c->replay_done ? c->replay_tries + 1 : 0;
        c->replay_done = next.done;
        c->replayer = govern_replay_spawn(c->settings->db_path, &c->settings->policy);
    }
    arena_free(a);
}

/* ---- deadlines ------------------------------------------------------------------------------- */

/* Deadlines that run are counted under the calendar that is active. */
static void
recount(struct clerk *c, int64_t now)
{
    struct fault f = {0};
    long moved = 0;
    bool is_done = true;

    if (c->recounts == 0 || now < c->recount_at)
        return;
    enum err err = govern_deadlines_recount(c->store, &c->settings->policy, &moved, &is_done, &f);
    if (err)
        log_line(LOG_ERROR_, "rules: deadlines are not counted again: %s %s", f.where, f.text);
    if (moved > 0)
        log_line(LOG_INFO_, "rules: %ld deadlines moved under %s", moved, c->active);
    c->recounts -= !err && is_done;
    c->recount_at = err || is_done ? mono_ms() + RECOUNT_AGAIN_MS : now;
}

/* ---- clearing up ----------------------------------------------------------------------------- */

/* Removes a file that no row names. Within a write transaction, and an upload looks for its file
 * within its own: either the upload comes first and we see its row, or we do and it sees that the
 * file is gone. */
static void
sweep_file(struct clerk *c, const char *path, const char *sha256)
{
    bool is_named = true;
    struct fault f;
    if (store_write_begin(c->store, &f))
        return;
    if (store_attachment_has(c->store, sha256, &is_named, &f) == OK && !is_named)
        file_remove(path);
    store_write_rollback(c->store);
}

/* Uploads that never became a file, and files that no row names: both older than an hour. */
static void
sweep_folder(struct clerk *c, const char *folder, int depth)
{
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return;

    struct dirent *e;
    time_t old = (time_t)(world_now(c->world) / 1000) - PART_AGE_S;
    while ((e = readdir(dir)) != NULL) {
        char path[1024];
        struct stat st;
        if (e->d_name[0] == '.' ||
            (size_t)snprintf(path, sizeof path, "%s/%s", folder, e->d_name) >= sizeof path ||
            lstat(path, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode) && depth > 0)
            sweep_folder(c, path, depth - 1);
        if (!S_ISREG(st.st_mode) || st.st_mtime > old)
            continue;
        if (strlen(e->d_name) == SHA256_TEXT - 1)
            sweep_file(c, path, e->d_name);
        else if (strstr(e->d_name, ".part") != NULL)
            file_remove(path);
    }
    closedir(dir);
}

static void
purge(struct clerk *c)
{
    struct fault f = {0};
    enum err err = store_write_begin(c->store, &f);
    if (!err && (err = store_purge(c->store, world_now(c->world), &f)))
        store_write_rollback(c->store);
    else if (!err)
        err = store_write_commit(c->store, &f);
    if (err)
        log_line(LOG_WARN_, "clerk: purge: %s", f.text);
}

enum err
clerk_open(struct clerk **out, const struct office_options *options, struct fault *f)
{
    struct clerk *c = must_alloc(sizeof *c);
    struct store_options so = {.path = options->settings->db_path,
                               .world = options->world,
                               .shared = options->shared ? options->shared->store : NULL,
                               .busy_timeout_ms = options->settings->busy_timeout_ms};

    *out = NULL;
    c->settings = options->settings;
    c->world = options->world;
    c->shared = options->shared;
    enum err err = store_open(&c->store, &so, f);
    if (err) {
        free(c);
        return err;
    }

    struct arena *a = arena_new();
    struct activation last;
    if (store_activation_last(c->store, a, &last, f) == OK)
        snprintf(c->active, sizeof c->active, "%s", last.hash);
    arena_free(a);
    int64_t now = mono_ms();
    c->recounts = 1; /* its predecessor may have been cut off */
    c->recount_at = now + RECOUNT_AGAIN_MS;
    c->purge_at = now + PURGE_MS;
    c->checkpoint_at = now + CHECKPOINT_MS;
    c->sweep_at = now + SWEEP_MS;
    *out = c;

    return OK;
}

int
clerk_tick(struct clerk *c)
{
    int64_t now = mono_ms();
    struct fault f = {0};

    if (c->settings->is_watching && c->shared != NULL)
        watch(c);
    if (c->shared != NULL)
        look(c);
    if (c->shared != NULL)
        replays(c);
    recount(c, now);

    if (now >= c->purge_at) {
        purge(c);
        c->purge_at = now + PURGE_MS;
    }

    if (now >= c->checkpoint_at) {
        if (store_checkpoint(c->store, &f))
            log_line(LOG_DEBUG_, "clerk: checkpoint: %s", f.text);
        c->checkpoint_at = now + CHECKPOINT_MS;
    }

    if (now >= c->sweep_at) {
        sweep_folder(c, c->settings->blob_folder, 1);
        c->sweep_at = now + SWEEP_MS;
    }
    return c->is_moving ? STILL_MS : WATCH_MS;
}

void
clerk_close(struct clerk *c)
{
    if (c->replayer > 0) { /* it keeps what it has, and a later one goes on from there */
        kill(c->replayer, SIGTERM);
        waitpid(c->replayer, NULL, 0);
    }
    store_close(c->store);
    free(c);
}
