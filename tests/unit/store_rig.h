/* store_rig: what the tests of the store share: a fresh database in a folder of its own, and
 * somebody in it. */
#ifndef STORE_RIG_H
#define STORE_RIG_H

#include "store/store.h"
#include "store/db.h"
#include "store/commit.h"
#include "check.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Fails the test and says the words of the fault. */
#define GOOD(call)                                                                                 \
    do {                                                                                           \
        enum err good_err = (call);                                                                \
        if (good_err != OK) {                                                                      \
            printf("# %s:%d: %s: %s %s %s\n", __FILE__, __LINE__, #call, err_name(good_err),       \
                   fault.code, fault.where);                                                       \
            check_bad++;                                                                           \
        }                                                                                          \
    } while (0)
#define WRITE(...)                                                                                 \
    do {                                                                                           \
        GOOD(store_write_begin(s, &fault));                                                        \
        __VA_ARGS__;                                                                               \
        GOOD(store_write_commit(s, &fault));                                                       \
        CHECK(store_is_idle(s));                                                                   \
    } while (0)

static struct fault fault;
static struct arena *a;
static struct store *s;
static char rig_folder[64], rig_path[96];

/* A clock that the tests turn, so that ids grow from one to the next. */
static int64_t rig_time = 1764000000000;
static int64_t
rig_now(void *ctx)
{
    (void)ctx;
    return rig_time++;
}
static void
rig_random(void *ctx, void *out, size_t n)
{
    (void)ctx;
    world_real.random(world_real.ctx, out, n);
}
static const struct world rig_world = {rig_now, rig_random, NULL};

static void
rig_remove(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < LEN(ends); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s%s", rig_path, ends[i]);
        unlink(path);
    }
    if (rig_folder[0])
        rmdir(rig_folder);
}

__attribute__((unused)) static void
rig_folder_new(const char *below)
{
    rig_remove();
    snprintf(rig_folder, sizeof rig_folder, "%s/store.XXXXXX", below);
    if (mkdtemp(rig_folder) == NULL) {
        printf("not ok a folder for the test: %s\n", rig_folder);
        exit(1);
    }
    snprintf(rig_path, sizeof rig_path, "%s/t.db", rig_folder);
}

static struct store *
rig_open(struct store_shared *shared)
{
    struct store *out;
    struct store_options options = {
        .path = rig_path, .world = &rig_world, .shared = shared, .busy_timeout_ms = 5000};
    enum err err = store_open(&out, &options, &fault);
    if (err) {
        printf("not ok the store opens: %s %s %s\n", fault.code, fault.where, fault.text);
        exit(1);
    }
    return out;
}

/* What most tests stand on: an organization with a filer, a reviewer, one algorithm filing. */
static struct organization rig_org;
static struct account rig_filer, rig_reviewer;
static struct filing rig_filing;

static struct filing
rig_new_filing(const char *kind)
{
    return (struct filing){.organization_id = rig_org.id,
                           .kind = kind,
                           .action = "initial",
                           .state = "draft",
                           .title = "",
                           .data = "{\"basic\":{}}"};
}

__attribute__((unused)) static void
rig_people(void)
{
    rig_org = (struct organization){.name = "北京某某科技有限公司"};
    rig_reviewer = (struct account){
        .username = "Reviewer", .password_hash = "h", .roles = ROLE_PRELIMINARY_REVIEWER};
    rig_filing = (struct filing){0};
    WRITE({
        GOOD(store_organization_add(s, &rig_org, &fault));
        rig_filer = (struct account){.username = "Filer",
                                     .password_hash = "hash",
                                     .roles = ROLE_FILER,
                                     .organization_id = rig_org.id,
                                     .contact_name = "张三",
                                     .mobile = "13800000000",
                                     .email = "a@example.com"};
        GOOD(store_account_add(s, &rig_filer, &fault));
        GOOD(store_account_add(s, &rig_reviewer, &fault));
        rig_filing = rig_new_filing("algorithm");
        GOOD(store_filing_add(s, &rig_filing, &fault));
    });
    /* Ids made by a store live in it, and one test reopens it. */
    const char **ids[] = {&rig_org.id,      &rig_filer.id,  &rig_filer.organization_id,
                          &rig_reviewer.id, &rig_filing.id, &rig_filing.organization_id};
    for (size_t i = 0; i < LEN(ids); i++)
        *ids[i] = arena_strdup(a, *ids[i]);
}

__attribute__((unused)) static struct store_shared *
rig_shared(void)
{
    struct store_shared *shared =
        mmap(NULL, store_shared_size(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        exit(1);
    store_shared_init(shared);
    return shared;
}

/* Raw SQL, as somebody with the file might say it; the result code. */
__attribute__((unused)) static int
rig_sql(struct store *in, const char *sql)
{
    return sqlite3_exec(in->db, sql, NULL, NULL, NULL);
}

__attribute__((unused)) static long
rig_number(struct store *in, const char *sql)
{
    sqlite3_stmt *st = NULL;
    long n = -1;
    if (sqlite3_prepare_v2(in->db, sql, -1, &st, NULL) == SQLITE_OK &&
        sqlite3_step(st) == SQLITE_ROW)
        n = (long)sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

/* All tests on one database with those people in it. */
__attribute__((unused)) static int
rig_run(const struct check_test *tests, size_t n)
{
    base_init();
    log_level_set(LOG_ERROR_);
    a = arena_new();
    rig_folder_new("/tmp");
    s = rig_open(NULL);
    rig_people();
    int bad = check_main(tests, n);
    store_close(s);
    arena_free(a);
    rig_remove();
    return bad;
}

#endif
