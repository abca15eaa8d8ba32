/* One process: every function of store.h, its refusals, and what guards the rows. store_pool_test.c
 * has the many. */
#include "store_rig.h"

#include <sys/mman.h>
#include <sys/stat.h>

/* ---- connection ------------------------------------------------------------------------------ */

static void
connection_says_what_the_traps_page_asks(void)
{
    static const struct {
        const char *sql;
        long value;
    } asked[] = {
        {"PRAGMA foreign_keys", 1},   {"PRAGMA recursive_triggers", 1},
        {"PRAGMA trusted_schema", 0}, {"PRAGMA cell_size_check", 1},
        {"PRAGMA secure_delete", 1},  {"PRAGMA temp_store", 2},
        {"PRAGMA mmap_size", 0},      {"PRAGMA busy_timeout", 5000},
        {"PRAGMA synchronous", 2},    {"PRAGMA journal_size_limit", 33554432},
        {"PRAGMA user_version", 2},
    };

    for (size_t i = 0; i < LEN(asked); i++) {
        check_about("%s", asked[i].sql);
        CHECK_INT(rig_number(s, asked[i].sql), asked[i].value);
    }

    CHECK_INT(rig_number(s, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"),
              1);
    int on = -1;
    CHECK_INT(sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, -1, &on), SQLITE_OK);
    CHECK_INT(on, 1);
    CHECK(rig_sql(s, "SELECT \"no such string\"") != SQLITE_OK);
    CHECK(rig_sql(s, "SELECT load_extension('x')") != SQLITE_OK);
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
schema_explains_every_table_and_is_strict(void)
{
    CHECK_INT(rig_number(s, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND name "
                            "NOT LIKE 'sqlite%' AND strict = 0"),
              0);
    CHECK_INT(rig_number(s, "PRAGMA foreign_key_check"), -1);
    CHECK_INT(
        rig_number(s, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
        0);
}

static void
parameters_are_bound_by_name_though_a_later_one_stands_first(void)
{
    /* filing_list names $1, $4, $2, … in its text; credit_code_elsewhere $2 before $1. */
    CHECK(s->place[Q_FILING_LIST][4] != 4);
    CHECK_INT(s->place[Q_CREDIT_CODE_ELSEWHERE][1], 2);
    bool elsewhere = true;
    struct organization o = rig_org;
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
    CHECK_ERR(store_filing_checked(s, rig_filing.id, "x", &fault), ERR_BUG, &fault);
    CHECK_STR(fault.where, "filing_checked");
    GOOD(store_read_begin(s, &fault));
    CHECK_ERR(store_filing_checked(s, rig_filing.id, "x", &fault), ERR_BUG, &fault);
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
    CHECK_INT(sqlite3_prepare_v2(s->db, "SELECT id FROM account", -1, &st, NULL), SQLITE_OK);
    CHECK_INT(sqlite3_step(st), SQLITE_ROW);
    CHECK(!store_is_idle(s));
    sqlite3_finalize(st);
    CHECK(store_is_idle(s));
}

static void
files_are_nobody_elses_to_read(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < LEN(ends); i++) {
        struct stat st;
        char path[128];
        snprintf(path, sizeof path, "%s%s", rig_path, ends[i]);
        CHECK_INT(stat(path, &st), 0);
        CHECK_INT(st.st_mode & 0777, 0600);
    }
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
    rig_sql(s,
            arena_printf(a, "PRAGMA max_page_count = %ld", rig_number(s, "PRAGMA page_count") + 2));
    GOOD(store_write_begin(s, &fault));
    enum err err = store_filing_save(s, &x, &fault);
    CHECK_ERR(err, ERR_BUSY, &fault);
    CHECK_STR(fault.code, "storage_full");

    if (sqlite3_get_autocommit(
            s->db)) { /* SQLite ended the transaction itself: the commit must not pretend */
        CHECK_ERR(store_write_commit(s, &fault), ERR_BUSY, &fault);
    } else {
        store_write_rollback(s);
    }

    CHECK(store_is_idle(s));
    rig_sql(s, "PRAGMA max_page_count = 1073741823");
    GOOD(store_filing_load(s, a, rig_filing.id, &found, &fault));
    CHECK(found.revision == x.revision && strlen(found.data) < 100);
    WRITE(GOOD(store_filing_save(s, &found, &fault)));
}

static void
newer_schema_is_refused(void)
{
    struct store *other;
    struct store_options options = {.path = rig_path, .world = &rig_world};
    CHECK_INT(rig_sql(s, "PRAGMA user_version = 99"), SQLITE_OK);
    CHECK_ERR(store_open(&other, &options, &fault), ERR_CONFLICT, &fault);
    CHECK_STR(fault.code, "schema_newer");
    CHECK(other == NULL);
    CHECK_INT(rig_sql(s, "PRAGMA user_version = 2"), SQLITE_OK);
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

/* ---- people ---------------------------------------------------------------------------------- */

static void
account_comes_back_as_it_went(void)
{
    struct account x;

    GOOD(store_account_by_id(s, a, rig_filer.id, &x, &fault));
    CHECK_STR(x.username, "Filer");
    CHECK_STR(x.password_hash, "hash");
    CHECK_INT(x.roles, ROLE_FILER);
    CHECK_STR(x.organization_id, rig_org.id);
    CHECK_STR(x.organization_name, rig_org.name);
    CHECK_STR(x.contact_name, "张三");
    CHECK_STR(x.mobile, "13800000000");
    CHECK_STR(x.email, "a@example.com");
    CHECK_INT(x.created_at, rig_filer.created_at);
    GOOD(store_account_by_username(s, a, "ｆＩLER", &x, &fault));
    CHECK_STR(x.id, rig_filer.id);
    x.roles = ROLE_AUDITOR;
    x.is_disabled = true;
    x.email = NULL;
    WRITE({
        GOOD(store_account_update(s, &x, &fault));
        GOOD(store_account_password(s, x.id, "other", &fault));
        CHECK_ERR(store_account_password(s, "nobody", "other", &fault), ERR_NOTFOUND, &fault);
    });
    GOOD(store_account_by_id(s, a, x.id, &x, &fault));
    CHECK_INT(x.roles, ROLE_AUDITOR);
    CHECK(x.is_disabled && x.email == NULL);
    CHECK_STR(x.password_hash, "other");
    CHECK_ERR(store_account_by_id(s, a, "nobody", &x, &fault), ERR_NOTFOUND, &fault);
    WRITE(GOOD(store_account_update(s, &rig_filer, &fault)));
}

static void
username_taken_in_another_case_is_a_conflict(void)
{
    struct account x = {.username = "FILER", .password_hash = "x", .roles = ROLE_FILER};
    struct account good = {.username = "another", .password_hash = "x", .roles = ROLE_FILER};
    WRITE({
        CHECK_ERR(store_account_add(s, &x, &fault), ERR_CONFLICT, &fault);
        CHECK_STR(fault.code, "exists");
        CHECK_STR(fault.where, "account_add");
        GOOD(store_account_add(s, &good, &fault)); /* the transaction is still good */
    });
}

static void
accounts_are_paged_by_role(void)
{
    struct account *rows;
    int n;
    const char *cursor = NULL;
    int seen = 0;

    do {
        GOOD(store_account_list(s, a, ROLE_FILER, cursor, 1, &rows, &n, &fault));
        CHECK(n <= 1);
        if (n)
            cursor = rows[0].id;
        seen += n;
    } while (n > 0 && seen < 10);

    CHECK_INT(seen, 2);
    GOOD(store_account_list(s, a, ROLE__REVIEWERS, NULL, 50, &rows, &n, &fault));
    CHECK_INT(n, 1);
}

static void
session_ends_by_time_by_hand_and_with_the_account(void)
{
    struct account x, disabled = rig_filer;
    struct session one = {"h1", rig_filer.id, 1, 1000, false},
                   two = {"h2", rig_filer.id, 1, 1000, true};

    WRITE({
        GOOD(store_session_add(s, &one, &fault));
        GOOD(store_session_add(s, &two, &fault));
    });
    GOOD(store_session_account(s, a, "h1", 999, &x, &fault));
    CHECK_STR(x.username, "Filer");
    CHECK_STR(x.organization_name, rig_org.name);
    CHECK_ERR(store_session_account(s, a, "h1", 1000, &x, &fault), ERR_NOTFOUND, &fault);
    CHECK_ERR(store_session_account(s, a, "h0", 1, &x, &fault), ERR_NOTFOUND, &fault);
    disabled.is_disabled = true;
    WRITE(GOOD(store_account_update(s, &disabled, &fault)));
    CHECK_ERR(store_session_account(s, a, "h1", 1, &x, &fault), ERR_NOTFOUND, &fault);
    WRITE({
        GOOD(store_account_update(s, &rig_filer, &fault));
        GOOD(store_session_delete_all(s, rig_filer.id, "h2", &fault));
    });
    CHECK_ERR(store_session_account(s, a, "h1", 1, &x, &fault), ERR_NOTFOUND, &fault);
    GOOD(store_session_account(s, a, "h2", 1, &x, &fault));
    WRITE(GOOD(store_session_delete(s, "h2", &fault)));
    CHECK_ERR(store_session_account(s, a, "h2", 1, &x, &fault), ERR_NOTFOUND, &fault);
}

static void
attempts_and_replies_are_kept_a_day(void)
{
    struct attempts t = {3, 10, 20, 30}, found;
    struct stored_reply r = {"hash", 201, "{\"Location\":\"/x\"}", "{}"}, back;

    GOOD(store_attempts_load(s, "account:x", &found, &fault));
    CHECK_INT(found.failures, 0);
    CHECK_ERR(store_reply_load(s, a, "me", "k", &back, &fault), ERR_NOTFOUND, &fault);
    WRITE({
        GOOD(store_attempts_save(s, "account:x", &t, &fault));
        t.failures = 4;
        GOOD(store_attempts_save(s, "account:x", &t, &fault));
        GOOD(store_attempts_save(s, "address:y", &t, &fault));
        GOOD(store_attempts_clear(s, "address:y", &fault));
        GOOD(store_reply_add(s, "me", "k", &r, &fault));
        CHECK_ERR(store_reply_add(s, "me", "k", &r, &fault), ERR_AGAIN, &fault);
        GOOD(store_reply_add(s, "-", "k", &r, &fault));
    });
    GOOD(store_attempts_load(s, "account:x", &found, &fault));
    CHECK(found.failures == 4 && found.first_at == 10 && found.last_at == 20 &&
          found.blocked_until == 30);
    GOOD(store_attempts_load(s, "address:y", &found, &fault));
    CHECK_INT(found.failures, 0);
    GOOD(store_reply_load(s, a, "me", "k", &back, &fault));
    CHECK_INT(back.status, 201);
    CHECK_STR(back.request_hash, "hash");
    CHECK_STR(back.headers, "{\"Location\":\"/x\"}");
    CHECK_STR(back.body, "{}");
    WRITE(GOOD(store_purge(s, rig_time, &fault)));
    GOOD(store_reply_load(s, a, "me", "k", &back, &fault));
    GOOD(store_attempts_load(s, "account:x", &found, &fault));
    CHECK_INT(found.failures, 0);
    WRITE(GOOD(store_purge(s, rig_time + 86500000, &fault)));
    CHECK_ERR(store_reply_load(s, a, "me", "k", &back, &fault), ERR_NOTFOUND, &fault);
}

static void
organization_gets_one_serial_for_good(void)
{
    struct organization o = {.name = "乙"}, third = {.name = "丙"}, found;

    WRITE({
        GOOD(store_organization_add(s, &o, &fault));
        GOOD(store_organization_add(s, &third, &fault));
    });
    o.credit_code = "91350100M000100Y43";
    o.area = "350100";
    third.credit_code = o.credit_code;
    WRITE({
        GOOD(store_organization_approve(s, &o, &fault));
        long serial = o.serial;
        CHECK(serial > 1000000 && serial <= 9999999);
        o.serial = 0;
        GOOD(store_organization_approve(s, &o, &fault));
        CHECK_INT(o.serial, serial);
        GOOD(store_organization_approve(s, &third,
                                        &fault)); /* whose code it is, a reviewer decides */
        CHECK_INT(third.serial, serial + 1);
    });
    bool elsewhere = false;
    GOOD(store_credit_code_elsewhere(s, o.id, o.credit_code, &elsewhere, &fault));
    CHECK(elsewhere);
    GOOD(store_organization_load(s, a, o.id, &found, &fault));
    CHECK_INT(found.serial, o.serial);
    CHECK_STR(found.area, "350100");
    CHECK_STR(found.credit_code, "91350100M000100Y43");
    CHECK_ERR(store_organization_load(s, a, "nobody", &found, &fault), ERR_NOTFOUND, &fault);
}

static const struct check_test tests[] = {
    TEST(connection_says_what_the_traps_page_asks),
    TEST(synchronous_is_normal_only_where_the_pool_syncs),
    TEST(schema_explains_every_table_and_is_strict),
    TEST(parameters_are_bound_by_name_though_a_later_one_stands_first),
    TEST(write_outside_a_transaction_is_our_bug),
    TEST(open_statement_is_not_idle),
    TEST(files_are_nobody_elses_to_read),
    TEST(rollback_leaves_nothing),
    TEST(full_disk_says_so_and_what_was_there_stays),
    TEST(newer_schema_is_refused),
    TEST(reopening_finds_what_was_committed),
    TEST(account_comes_back_as_it_went),
    TEST(username_taken_in_another_case_is_a_conflict),
    TEST(accounts_are_paged_by_role),
    TEST(session_ends_by_time_by_hand_and_with_the_account),
    TEST(attempts_and_replies_are_kept_a_day),
    TEST(organization_gets_one_serial_for_good),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
