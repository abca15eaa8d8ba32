/* One process: the connection, its transactions, the schema. store_pool_test.c has the many. */
#include "store_rig.h"

#include <sys/mman.h>
#include <sys/stat.h>

static void
connection_says_what_the_traps_page_asks(void)
{
    const struct {
        const char *sql;
        long value;
    } asked[] = {
        {"PRAGMA foreign_keys", 1},
        {"PRAGMA recursive_triggers", 1},
        {"PRAGMA trusted_schema", 0},
        {"PRAGMA cell_size_check", 1},
        {"PRAGMA secure_delete", 1},
        {"PRAGMA temp_store", 2},
        {"PRAGMA mmap_size", 0},
        {"PRAGMA busy_timeout", 5000},
        {"PRAGMA synchronous", 2},
        {"PRAGMA journal_size_limit", 33554432},
        {"PRAGMA user_version", schema_steps_n},
    };

    for (size_t i = 0; i < LEN(asked); i++) {
        check_about("%s", asked[i].sql);
        CHECK_INT(rig_number(s, asked[i].sql), asked[i].value);
    }

    CHECK_INT(rig_number(s, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"),
              1);
}

static void
connection_takes_nothing_that_a_file_or_a_slip_could_bring(void)
{
    int on = -1;

    CHECK_INT(sqlite3_db_config(sqlite_of(s)->db, SQLITE_DBCONFIG_DEFENSIVE, -1, &on), SQLITE_OK);
    CHECK_INT(on, 1);
    CHECK(rig_sql(s, "SELECT \"no such string\"") != SQLITE_OK);
    CHECK(rig_sql(s, "SELECT load_extension('x')") != SQLITE_OK);
    CHECK_STR(sqlite3_errmsg(sqlite_of(s)->db), "not authorized");
    rig_sql(s, "PRAGMA writable_schema = ON");
    CHECK(rig_sql(s, "UPDATE sqlite_schema SET sql = ''") != SQLITE_OK);
    CHECK(store_is_idle(s));
}

static void
synchronous_is_normal_only_where_the_pool_syncs(void)
{
    struct store_shared *shared = rig_shared();
    struct store *pooled = rig_open(shared);

    CHECK_INT(rig_number(pooled, "PRAGMA synchronous"), 1);
    store_close(pooled);
    munmap(shared, store_shared_size());
}

static void
schema_is_strict_and_whole(void)
{
    CHECK_INT(rig_number(s, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' "
                            "AND name NOT LIKE 'sqlite%' AND type = 'table' AND strict = 0"),
              0);
    CHECK_INT(rig_number(s, "PRAGMA foreign_key_check"), -1);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM pragma_integrity_check "
                            "WHERE integrity_check <> 'ok'"),
              0);
}

/* A line that declares a column: four blanks, its name, its type. */
static bool
is_column(const char *line)
{
    static const char *const types[] = {" TEXT", " INTEGER", " BLOB", " REAL"};

    if (strncmp(line, "    ", 4) != 0 || line[4] < 'a' || line[4] > 'z')
        return false;
    for (size_t i = 0; i < LEN(types); i++)
        if (strstr(line, types[i]))
            return true;
    return false;
}

static int
tables_explained(const char *path)
{
    FILE *in = fopen(path, "r");
    char line[1024], before[1024] = "";
    bool is_inside = false;
    int tables = 0;

    if (in == NULL)
        check_stop("%s is not there", path);
    while (fgets(line, sizeof line, in)) {
        check_about("%.60s", line);
        if (str_starts(line, "CREATE TABLE")) {
            CHECK(str_starts(before, "-- ")); /* a paragraph stands above it */
            is_inside = true;
            tables++;
        }
        if (is_inside && is_column(line))
            CHECK_HAS(line, " -- ");
        is_inside = is_inside && line[0] != ')';
        memcpy(before, line, sizeof before);
    }
    fclose(in);
    return tables;
}

static void
schema_explains_every_table_and_column(void)
{
    CHECK(tables_explained("sql/schema/0001_first.sql") > 20);
    CHECK(tables_explained("sql/schema/0002_rules.sql") > 0);
    CHECK(tables_explained("sql/schema/0003_casework.sql") > 0);
}

static void
parameters_are_bound_by_name_though_a_later_one_stands_first(void)
{
    /* filing_list names $1, $4, $2, … in its text; credit_code_elsewhere $2 before $1. */
    struct organization o = rig_org;
    bool elsewhere = true;

    CHECK(sqlite_of(s)->place[Q_FILING_LIST][4] != 4);
    CHECK_INT(sqlite_of(s)->place[Q_CREDIT_CODE_ELSEWHERE][1], 2);
    o.credit_code = "91110000600037341L";
    o.area = "110108";
    o.subject_filing_id = NULL;
    WRITE(GOOD(store_organization_approve(s, &o, &fault)));
    GOOD(store_credit_code_elsewhere(s, rig_org.id, "91110000600037341L", &elsewhere, &fault));
    CHECK(!elsewhere);
    GOOD(store_credit_code_elsewhere(s, "somebody else", "91110000600037341L", &elsewhere, &fault));
    CHECK(elsewhere);
}

static void
write_outside_a_transaction_is_our_bug(void)
{
    CHECK_ERR(store_filing_checked(s, &rig_filing, &fault), ERR_BUG, &fault);
    CHECK_STR(fault.where, "filing_checked");
    GOOD(store_read_begin(s, &fault));
    CHECK_ERR(store_filing_checked(s, &rig_filing, &fault), ERR_BUG, &fault);
    CHECK_ERR(store_write_begin(s, &fault), ERR_BUG, &fault);
    CHECK(!store_is_idle(s));
    store_read_end(s);
    store_read_end(s);
    CHECK(store_is_idle(s));
    CHECK_ERR(store_write_commit(s, &fault), ERR_BUG, &fault);
}

static void
open_statement_is_not_idle(void)
{
    sqlite3_stmt *st;

    CHECK(store_is_idle(s));
    CHECK_INT(sqlite3_prepare_v2(sqlite_of(s)->db, "SELECT id FROM account", -1, &st, NULL),
              SQLITE_OK);
    CHECK_INT(sqlite3_step(st), SQLITE_ROW);
    CHECK(!store_is_idle(s));
    sqlite3_finalize(st);
    CHECK(store_is_idle(s));
}

static void
files_are_nobody_elses_to_read(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char path[128];
    struct store *mine;
    struct store_options options = {.path = path, .world = &rig_world};

    snprintf(path, sizeof path, "%s/mine.db", rig_folder); /* one that the rig has not begun */
    GOOD(store_open(&mine, &options, &fault));
    for (size_t i = 0; i < LEN(ends); i++) {
        struct stat st;
        check_about("%s", ends[i]);
        snprintf(path, sizeof path, "%s/mine.db%s", rig_folder, ends[i]);
        CHECK_INT(stat(path, &st), 0);
        CHECK_INT(st.st_mode & 0777, 0600);
    }
    store_close(mine);
}

static void
rollback_leaves_nothing(void)
{
    struct filing x = rig_new_filing("algorithm"), found;

    GOOD(store_write_begin(s, &fault));
    GOOD(store_filing_add(s, &x, &fault));
    GOOD(store_filing_load(s, a, x.id, &found, &fault));
    store_write_rollback(s);
    CHECK(store_is_idle(s));
    CHECK_ERR(store_filing_load(s, a, x.id, &found, &fault), ERR_NOTFOUND, &fault);
}

static void
full_disk_says_so_and_what_was_there_stays(void)
{
    struct filing x, found;
    char *large = arena_alloc(a, 4000001);

    memset(large, ' ', 4000000);
    memcpy(large, "{}", 2);
    GOOD(store_filing_load(s, a, rig_filing.id, &x, &fault));
    x.data = large;
    const char *full =
        arena_printf(a, "PRAGMA max_page_count = %ld", rig_number(s, "PRAGMA page_count") + 2);
    CHECK_INT(rig_sql(s, full), SQLITE_OK);
    GOOD(store_write_begin(s, &fault));
    CHECK_REFUSED(store_filing_save(s, &x, &fault), ERR_BUSY, "storage_full", &fault);

    /* Where SQLite ended the transaction itself the commit must not pretend. */
    if (sqlite3_get_autocommit(sqlite_of(s)->db))
        CHECK_ERR(store_write_commit(s, &fault), ERR_BUSY, &fault);
    else
        store_write_rollback(s);
    CHECK(store_is_idle(s));

    CHECK_INT(rig_sql(s, "PRAGMA max_page_count = 1073741823"), SQLITE_OK);
    GOOD(store_filing_load(s, a, rig_filing.id, &found, &fault));
    CHECK_INT(found.revision, x.revision);
    CHECK_MOST(strlen(found.data), 99);
    WRITE(GOOD(store_filing_save(s, &found, &fault)));
}

static void
newer_schema_is_refused(void)
{
    struct store *other;
    struct store_options options = {.path = rig_path, .world = &rig_world};

    CHECK_INT(rig_sql(s, "PRAGMA user_version = 99"), SQLITE_OK);
    CHECK_REFUSED(store_open(&other, &options, &fault), ERR_CONFLICT, "schema_newer", &fault);
    CHECK(other == NULL);
    CHECK_INT(rig_sql(s, arena_printf(a, "PRAGMA user_version = %d", schema_steps_n)), SQLITE_OK);
}

static void
reopening_finds_what_was_committed(void)
{
    struct filing found;

    store_close(s);
    s = rig_open(NULL);
    GOOD(store_filing_load(s, a, rig_filing.id, &found, &fault));
    CHECK_STR(found.organization_name, "北京某某科技有限公司");
    CHECK_STR(found.data, "{\"basic\":{}}");
}

static const struct check_test tests[] = {
    TEST(connection_says_what_the_traps_page_asks),
    TEST(connection_takes_nothing_that_a_file_or_a_slip_could_bring),
    TEST(synchronous_is_normal_only_where_the_pool_syncs),
    TEST(schema_is_strict_and_whole),
    TEST(schema_explains_every_table_and_column),
    TEST(parameters_are_bound_by_name_though_a_later_one_stands_first),
    TEST(write_outside_a_transaction_is_our_bug),
    TEST(open_statement_is_not_idle),
    TEST(files_are_nobody_elses_to_read),
    TEST(rollback_leaves_nothing),
    TEST(full_disk_says_so_and_what_was_there_stays),
    TEST(newer_schema_is_refused),
    TEST(reopening_finds_what_was_committed),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
