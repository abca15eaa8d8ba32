/*
 * commit_bench: what group commit is worth. Eight processes save drafts of five kilobytes as the
 * handler does (read the JSON, who is it, load the filing, print the data; then in a transaction
 * save it), in rounds that alternate between
 * - group: one pool, queued and synced together, a clerk beside them that moves the log;
 * - plain: each its own connection, synchronous=FULL, busy_timeout 5 s, BEGIN IMMEDIATE, SQLite's
 *   own checkpoints.
 * Both wait until their commit is on disk. Prints one line of JSON.
 *
 *     commit_bench [folder on the disk to measure, default .] [seconds in all, default 12]
 */
#include "bench.h"
#include "store/store.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    WRITERS = 8,
    ROUNDS = 3,
    SAMPLES_MAX = 200000,
    DATA_SIZE = 5000,
    BUSY_TIMEOUT_MS = 5000,
    CLERK_MS = 1000
};

struct result {
    atomic_long n;
    atomic_long busy;
    float ms[SAMPLES_MAX];
};
struct board {
    atomic_bool go, stop;
    char filing[WRITERS][ID_TEXT];
    struct result result[2]; /* group, plain */
};

static struct board *board;
static struct store_shared *shared;
static char path[512];

static double
now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void *
shared_memory(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        exit(1);
    return p;
}

static struct store *
open_store(bool is_group)
{
    struct fault f;
    struct store *s;
    struct store_options options = {.path = path,
                                    .world = &world_real,
                                    .shared = is_group ? shared : NULL,
                                    .busy_timeout_ms = BUSY_TIMEOUT_MS};

    or_die(store_open(&s, &options, &f), &f);
    return s;
}

/* The account, the filing and the session of writer i; the filing's id is that of the session. */
static void
add_writer(struct store *s, int i, const char *organization_id)
{
    struct fault f;
    char username[] = {'w', (char)('0' + i), '\0'};
    struct account who = {.username = username,
                          .password_hash = "-",
                          .roles = ROLE_SET(ROLE_FILER),
                          .organization_id = organization_id};
    struct filing x = {.organization_id = organization_id,
                       .kind = "algorithm",
                       .action = "initial",
                       .state = "draft",
                       .standing = "editable",
                       .title = "",
                       .data = "{}"};

    or_die(store_account_add(s, &who, &f), &f);
    or_die(store_filing_add(s, &x, &f), &f);
    memcpy(board->filing[i], x.id, ID_TEXT);
    struct session session = {x.id, who.id, 0, INT64_MAX, false};
    or_die(store_session_add(s, &session, &f), &f);
}

static void
prepare(void)
{
    struct fault f;
    struct store *s = open_store(false);
    struct organization o = {.name = "某某科技有限公司"};

    or_die(store_write_begin(s, &f), &f);
    or_die(store_organization_add(s, &o, &f), &f);
    for (int i = 0; i < WRITERS; i++)
        add_writer(s, i, o.id);
    or_die(store_write_commit(s, &f), &f);
    store_close(s);
}

/* About DATA_SIZE bytes of JSON, as a form gives: names and dates, and some answers of a few
 * sentences. */
static const char *
draft(struct arena *a, int variant)
{
    static const char answer[] = "向用户推荐其可能感兴趣的内容，并说明推荐的理由；用户可以关闭个性"
                                 "化推荐，也可以选择或者删除针对其个人特征的标签。";
    struct buf b = BUF(a);

    for (int i = 0; b.n < DATA_SIZE; i++) {
        buf_printf(&b, "%s\"section_%d\":{\"name\":\"推荐算法第%d稿\",\"online_on\":\"2026-11-24\"",
                   i ? "," : "{", i, variant);
        buf_printf(&b, ",\"purpose\":\"%s%s%s\"}", answer, answer, answer);
    }

    buf_puts(&b, "}");
    return b.p;
}

/* Does to the store what PUT /filings/{id} does. */
static enum err
save_once(struct store *s, struct arena *a, const char *id, const char *body, struct fault *f)
{
    struct live_session who;
    struct filing x;
    json_t *data;
    enum err err = json_read(a, body, strlen(body), &data, f);

    if (!err)
        err = store_read_begin(s, f);
    if (!err)
        err = store_session_account(s, a, id, 1, &who, f);
    if (!err)
        err = store_filing_load(s, a, id, &x, f);
    store_read_end(s);
    if (err)
        return err;

    x.data = json_text(a, data);
    if ((err = store_write_begin(s, f)))
        return err;

    x.title = "推荐算法";
    if ((err = store_filing_save(s, &x, f))) {
        store_write_rollback(s);
        return err;
    }

    return store_write_commit(s, f);
}

/* Saves until it is told that it has; how long that took goes to the result. */
static void
timed_save(struct store *s, struct arena *a, struct result *r, const char *id, const char *body)
{
    struct fault f;
    double start = now_ms();
    enum err err;

    while ((err = save_once(s, a, id, body, &f)) == ERR_BUSY)
        atomic_fetch_add(&r->busy, 1);
    or_die(err, &f);
    long k = atomic_fetch_add(&r->n, 1);
    if (k < SAMPLES_MAX)
        r->ms[k] = (float)(now_ms() - start);
}

static void
writer(int i, bool is_group)
{
    struct result *r = &board->result[!is_group];
    struct store *s = open_store(is_group);
    struct arena *a = arena_new(), *drafts = arena_new();
    const char *body[2] = {draft(drafts, 1), draft(drafts, 2)};

    while (!atomic_load(&board->go))
        usleep(1000);
    for (unsigned n = 0; !atomic_load(&board->stop); n++) {
        timed_save(s, a, r, board->filing[i], body[n % 2]);
        arena_reset(a);
    }

    store_close(s);
    arena_free(a);
    arena_free(drafts);
    _exit(0);
}

static void
clerk(void)
{
    struct store *s = open_store(true);
    struct fault f;
    double next = now_ms() + CLERK_MS;

    while (!atomic_load(&board->stop)) {
        usleep(50000);
        if (now_ms() < next)
            continue;
        next = now_ms() + CLERK_MS;
        or_die(store_checkpoint(s, &f), &f);
    }

    store_close(s);
    _exit(0);
}

static void
round_of(bool is_group, double seconds)
{
    atomic_store(&board->go, false);
    atomic_store(&board->stop, false);
    if (is_group && fork() == 0)
        clerk();
    for (int i = 0; i < WRITERS; i++)
        if (fork() == 0)
            writer(i, is_group);

    usleep(200000);
    atomic_store(&board->go, true);
    usleep((useconds_t)(seconds * 1e6));
    atomic_store(&board->stop, true);

    int status, bad = 0;
    while (wait(&status) > 0)
        bad |= status;
    if (bad)
        exit(1);
}

static int
by_size(const void *x, const void *y)
{
    float a = *(const float *)x, b = *(const float *)y;
    return (a > b) - (a < b);
}

static double
percentile(struct result *r, double part)
{
    long n = r->n < SAMPLES_MAX ? r->n : SAMPLES_MAX;
    return n ? r->ms[(long)((double)(n - 1) * part)] : 0;
}

/* Prints the result as a member of the line; its rate and its p99. */
static void
report(const char *name, struct result *r, double seconds, double *rate, double *p99)
{
    qsort(r->ms, (size_t)(r->n < SAMPLES_MAX ? r->n : SAMPLES_MAX), sizeof *r->ms, by_size);
    *rate = (double)r->n / seconds;
    *p99 = percentile(r, .99);
    printf("\"%s\":{\"per_second\":%.0f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,"
           "\"busy\":%ld},",
           name, *rate, percentile(r, .5), *p99, percentile(r, 1), (long)r->busy);
}

static void
remove_database(const char *folder)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char name[600];

    for (size_t i = 0; i < LEN(ends); i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
    rmdir(folder);
}

int
main(int argc, char **argv)
{
    char folder[400];
    double each = (argc > 2 ? strtod(argv[2], NULL) : 12) / (2 * ROUNDS), rate[2], p99[2];

    base_init();
    snprintf(folder, sizeof folder, "%s/commit_bench.XXXXXX", argc > 1 ? argv[1] : ".");
    if (mkdtemp(folder) == NULL)
        return perror(folder), 1;

    snprintf(path, sizeof path, "%s/b.db", folder);
    board = shared_memory(sizeof *board);
    shared = shared_memory(store_shared_size());
    store_shared_init(shared);
    prepare();
    for (int i = 0; i < ROUNDS; i++) {
        round_of(true, each);
        round_of(false, each);
    }
    remove_database(folder);

    printf("{");
    report("group", &board->result[0], each * ROUNDS, &rate[0], &p99[0]);
    report("plain", &board->result[1], each * ROUNDS, &rate[1], &p99[1]);
    printf("\"ratio_rate\":%.2f,\"ratio_p99\":%.3f}\n", rate[0] / rate[1], p99[0] / p99[1]);
    return 0;
}
