#include "store_rig.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct fault fault;
struct store *s;
char rig_folder[64], rig_path[96];

int64_t rig_time = 1764000000000;

static int64_t
turned_now(void *ctx)
{
    (void)ctx;
    return rig_time++;
}

static void
real_random(void *ctx, void *out, size_t n)
{
    (void)ctx;
    world_real.random(world_real.ctx, out, n);
}

const struct world rig_world = {turned_now, real_random, NULL};

/* ---- the database ---------------------------------------------------------------------------- */

void
rig_folder_new(const char *below)
{
    if (rig_folder[0] != '\0')
        rig_folder_remove(rig_folder);

    snprintf(rig_folder, sizeof rig_folder, "%s/store.XXXXXX", below);
    if (mkdtemp(rig_folder) == NULL)
        check_stop("no folder %s is made", rig_folder);
    snprintf(rig_path, sizeof rig_path, "%s/t.db", rig_folder);
    if (rig_is_postgres())
        rig_postgres_begin();
}

/* The schema without a row: its steps are taken once and copied for every other database, since
 * they are what most of a small test's time would go to. What they made is kept beside the
 * programs, under a name that tells the steps. */
static struct {
    char *bytes;
    size_t n;
} empty;

static const char *
empty_path(void)
{
    char program[512] = "", hash[SHA256_TEXT];
    struct sha256 h;

    if (readlink("/proc/self/exe", program, sizeof program - 1) < 0 || !strrchr(program, '/'))
        check_stop("where is this program?");
    *strrchr(program, '/') = '\0';
    sha256_start(&h);
    for (int i = 0; i < schema_steps_n; i++)
        sha256_add(&h, schema_steps[i].text, strlen(schema_steps[i].text) + 1);
    sha256_end(&h, hash);
    return arena_printf(a, "%s/empty.%.16s.db", program, hash);
}

static void
take_steps(void)
{
    struct store *bare = sqlite_make();

    if (sqlite3_open(rig_path, &sqlite_of(bare)->db) != SQLITE_OK)
        check_stop("no empty database is made");
    if (sqlite_functions_open(bare, &fault) || sqlite_sight_open(bare, &fault) ||
        sqlite_schema_update(bare, &fault))
        check_stop("the schema is not made: %s %s %s", fault.code, fault.where, fault.text);
    sqlite_close(bare);
}

/* Two programs may do so at once: each puts a whole file into place. */
static void
make_empty(const char *path)
{
    const char *mine = arena_printf(a, "%s.%ld", path, (long)getpid());

    take_steps();
    if (file_read(rig_path, 64 << 20, &empty.bytes, &empty.n, &fault) ||
        file_write(mine, empty.bytes, empty.n, 0600, &fault))
        check_stop("%s is not kept: %s", rig_path, fault.text);
    if (rename(mine, path) != 0)
        check_stop("%s is not put into place", path);
}

static void
begin_empty(void)
{
    const char *path = empty_path();

    if (empty.bytes == NULL && access(path, R_OK) != 0)
        make_empty(path);
    else if (empty.bytes == NULL && file_read(path, 64 << 20, &empty.bytes, &empty.n, &fault))
        check_stop("%s is not read: %s", path, fault.text);
    if (file_write(rig_path, empty.bytes, empty.n, 0600, &fault))
        check_stop("%s is not written: %s", rig_path, fault.text);
}

struct store_options
rig_options(void)
{
    return (struct store_options){
        .path = rig_path, .address = rig_is_postgres() ? rig_address : NULL, .world = &rig_world};
}

struct store *
rig_open(struct store_shared *shared)
{
    struct store *out;
    struct store_options options = rig_options();

    if (rig_is_postgres() && rig_address[0] == '\0')
        check_stop("the database of the rig has no address: rig_folder_new() makes it");
    options.shared = shared;
    options.busy_timeout_ms = 5000;

    if (store_open(&out, &options, &fault))
        check_stop("the store does not open: %s %s %s", fault.code, fault.where, fault.text);
    return out;
}

struct store_shared *
rig_shared(void)
{
    struct store_shared *shared =
        mmap(NULL, store_shared_size(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (shared == MAP_FAILED)
        check_stop("no memory is shared");
    store_shared_init(shared);
    return shared;
}

int
rig_sql(struct store *in, const char *sql)
{
    if (rig_is_postgres())
        return rig_postgres_sql(in, sql);
    return sqlite3_exec(sqlite_of(in)->db, sql, NULL, NULL, NULL);
}

const char *
rig_sql_text(const char *sql)
{
    sqlite3_stmt *st = NULL;
    const char *text = "";

    if (rig_is_postgres()) {
        text = rig_postgres_text(s, sql);
        return text ? text : "";
    }
    if (sqlite3_prepare_v2(sqlite_of(s)->db, sql, -1, &st, NULL) != SQLITE_OK)
        check_stop("%s: %s", sql, sqlite3_errmsg(sqlite_of(s)->db));
    if (sqlite3_step(st) == SQLITE_ROW && sqlite3_column_text(st, 0))
        text = arena_strdup(a, (const char *)sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
    return text;
}

long
rig_number(struct store *in, const char *sql)
{
    sqlite3_stmt *st = NULL;
    long n = -1;

    if (rig_is_postgres()) {
        const char *text = rig_postgres_text(in, sql);
        return text ? strtol(text, NULL, 10) : -1;
    }
    if (sqlite3_prepare_v2(sqlite_of(in)->db, sql, -1, &st, NULL) == SQLITE_OK &&
        sqlite3_step(st) == SQLITE_ROW)
        n = (long)sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

/* ---- who is in it ---------------------------------------------------------------------------- */

struct organization rig_org;
struct account rig_filer, rig_reviewer;
struct filing rig_filing;

struct filing
rig_new_filing(const char *kind)
{
    return (struct filing){.organization_id = rig_org.id,
                           .kind = kind,
                           .action = "initial",
                           .state = "draft",
                           .standing = "editable",
                           .title = "",
                           .data = "{\"basic\":{}}"};
}

struct filing
rig_added_filing(void)
{
    struct filing x = rig_new_filing("algorithm");

    WRITE(GOOD(store_filing_add(s, &x, &fault)));
    x.id = arena_strdup(a, x.id);
    return x;
}

/* Ids that a store made live in it, and one test opens it again. */
static void
keep_ids(void)
{
    const char **ids[] = {&rig_org.id,      &rig_filer.id,  &rig_filer.organization_id,
                          &rig_reviewer.id, &rig_filing.id, &rig_filing.organization_id};

    for (size_t i = 0; i < LEN(ids); i++)
        *ids[i] = arena_strdup(a, *ids[i]);
}

void
rig_people(void)
{
    rig_org = (struct organization){.name = "北京某某科技有限公司"};
    rig_filer = (struct account){.username = "Filer",
                                 .password_hash = "hash",
                                 .roles = ROLE_SET(ROLE_FILER),
                                 .contact_name = "张三",
                                 .mobile = "13800000000",
                                 .email = "a@example.com"};
    rig_reviewer = (struct account){
        .username = "Reviewer", .password_hash = "h", .roles = PRELIMINARY_REVIEWER};

    WRITE({
        GOOD(store_organization_add(s, &rig_org, &fault));
        rig_filer.organization_id = rig_org.id;
        GOOD(store_account_add(s, &rig_filer, &fault));
        GOOD(store_account_add(s, &rig_reviewer, &fault));
        rig_filing = rig_new_filing("algorithm");
        GOOD(store_filing_add(s, &rig_filing, &fault));
    });
    keep_ids();
}

void
rig_wrap_all(struct store *in)
{
    int n = 3;

    while (n == 3) {
        GOOD(store_write_begin(in, &fault));
        GOOD(store_keys_wrap(in, 3, &n, &fault));
        GOOD(store_write_commit(in, &fault));
    }
}

void
rig_rotate(struct store *in, bool drops_old)
{
    GOOD(store_write_begin(in, &fault));
    GOOD(store_masters_add(in, &fault));
    GOOD(store_write_commit(in, &fault));
    if (drops_old) { /* not while a key hangs on it */
        GOOD(store_write_begin(in, &fault));
        CHECK_REFUSED(store_masters_drop(in, &fault), ERR_CONFLICT, "master_keys_used", &fault);
        store_write_rollback(in);
    }
    rig_wrap_all(in);
    if (drops_old) {
        GOOD(store_write_begin(in, &fault));
        GOOD(store_masters_drop(in, &fault));
        GOOD(store_write_commit(in, &fault));
    }
}

int
rig_statements(void)
{
    int n = 0;

    if (rig_is_postgres())
        return rig_postgres_statements();
    for (int q = 0; q < Q__MAX; q++)
        n += sqlite_of(s)->statement[q] == NULL
                 ? 0
                 : sqlite3_stmt_status(sqlite_of(s)->statement[q], SQLITE_STMTSTATUS_RUN, 1);
    return n;
}

void
rig_store_new(void)
{
    store_close(s);
    rig_folder_new("/tmp");
    if (!rig_is_postgres())
        begin_empty();
    s = rig_open(NULL);
    rig_people();
}

int
rig_store_main(int argc, char **argv, void (*begin)(void), const struct check_test *tests, size_t n)
{
    rig_start(argc, argv);
    rig_store_new();
    if (begin)
        begin();

    int status = check_main(argc, argv, tests, n);
    store_close(s);
    free(empty.bytes);
    if (rig_is_postgres())
        rig_postgres_end();
    rig_folder_remove(rig_folder);
    return status;
}
