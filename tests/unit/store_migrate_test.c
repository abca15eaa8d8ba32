/* Databases of older schemas, with rows in them, become ones of today's: every value is kept, what
 * the rules said gets its numbers and is called a judgement, a version gets the products that it
 * covers, an entry codes. */
#include "rig.h"
#include "store_rig.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static sqlite3 *old;

static void
say(const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(old, sql, NULL, NULL, &why) != SQLITE_OK)
        check_stop("the old database is not made: %s", why);
}

static void
say_file(const char *path)
{
    char *text;
    size_t n;

    if (file_read(path, 1 << 20, &text, &n, &fault))
        check_stop("%s is not read", path);
    say(text);
    free(text);
}

static void
old_open(void)
{
    store_close(s);
    rig_folder_new("/tmp");
    if (sqlite3_open(rig_path, &old) != SQLITE_OK)
        check_stop("the old database is not opened");
    say_file("sql/schema/0001_first.sql");
}

/* The store opens the old database, which becomes one of today. */
static void
migrate(void)
{
    sqlite3_close(old);
    s = rig_open(NULL);
}

/* Ids of decisions are out of order, two of one time: time goes first, then the id. */
static const char *const first_rows[] = {
    "INSERT INTO organization (id, name, created_at) VALUES ('o', '某公司', 1)",
    "INSERT INTO account (id, username, username_folded, password_hash, roles, organization_id, "
    "created_at) VALUES ('p', 'P', 'p', 'h', 1, 'o', 1)",
    "INSERT INTO filing (id, organization_id, kind, action, state, version, revision, title, "
    "created_at, updated_at, submitted_at, data) VALUES "
    "('f', 'o', 'algorithm', 'initial', 'submitted', 2, 3, '甲', 1, 2, 2, '{}'), "
    "('g', 'o', 'subject', 'initial', 'approved', 1, 3, '乙', 1, 2, 2, '{}')",
    "INSERT INTO decision (id, filing_id, version, occasion, verdict, facts, facts_hash, answer, "
    "rule_set, engine, decided_at) VALUES "
    "('d3', 'f', 2, 'submit', 'needs_human', '{\"c\":3}', 'h3', '{\"z\":3}', 'r2', 'e/2', 30), "
    "('d9', 'f', 1, 'submit', 'acceptable', '{\"a\":1}', 'h1', '{\"x\":1}', 'r1', 'e/1', 10), "
    "('d2', 'g', 1, 'submit', 'acceptable', '{\"b\":2}', 'h2', '{\"y\":2}', 'r1', 'e/1', 20), "
    "('d1', 'f', 1, 'submit', 'not_acceptable', '{\"d\":4}', 'h4', '{\"w\":4}', 'r1', 'e/1', 20)",
    "INSERT INTO rule_set (hash, files, origin, added_at) VALUES "
    "('r1', '{\"a.lua\":\"1\"}', 'folder', 5), ('r2', '{\"a.lua\":\"2\"}', 'folder', 6)",
    "INSERT INTO activation (hash, at) VALUES ('r1', 5), ('r2', 6)",
    "INSERT INTO audit (n, at, actor_id, action, object, detail, prev_hash, hash) VALUES "
    "(1, 5, NULL, 'x', NULL, NULL, "
    "'0000000000000000000000000000000000000000000000000000000000000000', "
    "'4c06d72f2f6d5d4cf8b7b3d16e3dd4d2be1c5aa0ad1e4dfb0e0c2df0ac0b1f3a')",
};

/* As the program of the first schema left it; each test has its own. */
static void
migrate_first(void)
{
    old_open();
    for (size_t i = 0; i < LEN(first_rows); i++)
        say(first_rows[i]);
    migrate();
}

static const char *const second_rows[] = {
    "INSERT INTO organization (id, name, created_at) VALUES ('o', '某公司', 1)",
    "INSERT INTO account (id, username, username_folded, password_hash, roles, organization_id, "
    "created_at) VALUES ('p', 'P', 'p', 'h', 1, 'o', 1)",
    "INSERT INTO filing (id, organization_id, kind, action, state, version, revision, title, "
    "created_at, updated_at, submitted_at, data) VALUES "
    "('f', 'o', 'algorithm', 'initial', 'submitted', 2, 3, '甲', 1, 2, 2, '{}')",
    "INSERT INTO rule_set (hash, files, origin, added_at) VALUES "
    "('r1', '{}', 'folder', 5), ('r2', '{}', 'proposal', 6)",
    "INSERT INTO decision (ord, id, filing_id, n, version, occasion, verdict, facts_hash, "
    "outcome_hash, rule_set, engine, decided_by, decided_at, facts, answer) VALUES "
    "(4, 'd4', 'f', 1, 1, 'submit', 'not_acceptable', 'h4', 'o4', 'r1', 'e/1', 'p', 40, "
    "'{\"a\":4}', '{\"b\":4}'), "
    "(7, 'd7', 'f', 2, 1, 'submit', 'acceptable', 'h7', '', 'r1', 'e/1', NULL, 70, "
    "'{\"a\":7}', '{\"b\":7}')",
    "INSERT INTO firing (rule_set, rule, n, last_at) VALUES ('r1', 'form.required', 2, 70)",
    "INSERT INTO replay (id, rule_set, base, state, through, total, asked_at) VALUES "
    "('y', 'r2', 'r1', 'running', 7, 2, 80)",
    "INSERT INTO replay_hit (replay_id, ord, kinds, rules, change) VALUES "
    "('y', 7, 'verdict', ' form.required ', '{}')",
};

static void
migrate_second(void)
{
    old_open();
    say_file("sql/schema/0002_rules.sql");
    for (size_t i = 0; i < LEN(second_rows); i++)
        say(second_rows[i]);
    migrate();
}

/* Every role of an account, and a filing in every state, as the program of the third schema left
 * them. */
static const char *const staff_rows[] = {
    "INSERT INTO organization (id, name, created_at) VALUES ('o', '某公司', 1), ('n', '又一', 1)",
    "INSERT INTO account (id, username, username_folded, password_hash, roles, created_at) "
    "SELECT value, value, value, 'h', value, 1 FROM json_each('[1,2,4,6,8,24,32,64,10]')",
    "INSERT INTO filing (id, organization_id, kind, action, state, version, revision, title, "
    "created_at, updated_at, submitted_at, data) "
    "SELECT value, 'o', 'algorithm', 'initial', value, 1, 1, '', 1, 1, 1, '{}' FROM json_each("
    "'[\"draft\",\"submitted\",\"preliminary_review\",\"final_review\",\"returned\","
    "\"withdrawn\",\"approved\",\"refused\",\"deregistered\",\"revoked\"]')",
    "INSERT INTO filing (id, organization_id, kind, action, state, version, revision, title, "
    "created_at, updated_at, submitted_at, data) VALUES "
    "('s', 'o', 'subject', 'initial', 'approved', 1, 1, '', 1, 1, 1, '{}')",
    "INSERT INTO task (id, filing_id, version, stage, state, area, class_code, due_on, "
    "is_provisional, is_fault, opened_at, claimed_at, done_at) VALUES "
    "('t', 'submitted', 1, 'preliminary', 'open', '', '', '2026-12-01', 0, 0, 1, 0, 0)",
    "INSERT INTO deadline (filing_id, n, name, from_on, days, due_on, is_provisional, state) "
    "VALUES ('s', 0, 'review', '2026-11-01', 10, '2026-11-14', 0, 'running')",
    "INSERT INTO event (filing_id, version, actor_role, what, at) VALUES "
    "('s', 1, 'system', 'create', 1)",
};

static void
migrate_staff(void)
{
    old_open();
    say_file("sql/schema/0002_rules.sql");
    say_file("sql/schema/0003_casework.sql");
    for (size_t i = 0; i < LEN(staff_rows); i++)
        say(staff_rows[i]);
    migrate();
}

/* Two versions of one filing, of which the first has facts from the day; a draft that was deleted
 * after a refused submit; two entries, of which one has no version. */
static const char *const third_rows[] = {
    "INSERT INTO organization (id, name, created_at, subject_filing_id) VALUES ('o', '某公司', 1, "
    "NULL)",
    "INSERT INTO account (id, username, username_folded, password_hash, roles, organization_id, "
    "created_at) VALUES ('p', 'P', 'p', 'h', 1, 'o', 1)",
    "INSERT INTO filing (id, organization_id, kind, action, state, version, revision, title, "
    "created_at, updated_at, submitted_at, deleted_at, data) VALUES "
    "('s', 'o', 'subject', 'initial', 'approved', 1, 3, '某', 1, 2, 2, 0, '{}'), "
    "('f', 'o', 'algorithm', 'initial', 'approved', 2, 3, '甲', 1, 2, 2, 0, '{}'), "
    "('d', 'o', 'algorithm', 'initial', 'draft', 1, 3, '', 1, 2, 0, 9, '{}')",
    "UPDATE organization SET subject_filing_id = 's'",
    "INSERT INTO product (id, organization_id, name, revision, created_at, updated_at, data) "
    "VALUES "
    "('x', 'o', '新名', 2, 1, 50, '{\"name\":\"新名\"}'), "
    "('y', 'o', '乙', 1, 1, 1, '{\"name\":\"乙\"}')",
    "INSERT INTO version (filing_id, n, data, data_hash, submitted_by, remote_addr, submitted_at) "
    "VALUES ('s', 1, '{}', 'h', 'p', '', 2), "
    "('f', 1, '{\"basic\":{\"class\":\"generation_synthesis\",\"role\":\"provider\"},\"service\":"
    "{\"coverage\":[{\"path\":\"1\",\"product\":\"x\"},{\"function\":\"3\",\"path\":\"2\","
    "\"product\":\"x\"}]}}', 'h', 'p', '', 2), "
    "('f', 2, '{\"basic\":{\"class\":\"retrieval_filtering\",\"subclass\":\"filtering\"},"
    "\"service\":{\"coverage\":[{\"product\":\"y\"}]}}', 'h', 'p', '', 3)",
    "INSERT INTO judgement (ord, id, filing_id, n, version, occasion, verdict, facts_hash, "
    "outcome_hash, rule_set, engine, judged_by, judged_at, facts, answer) VALUES "
    "(1, 'j1', 'f', 1, 1, 'submit', 'not_acceptable', 'h', '', 'r1', 'e', 'p', 1, "
    "'{\"products\":[{\"id\":\"x\",\"name\":\"没交\"}]}', '{}'), "
    "(2, 'j2', 'f', 2, 1, 'submit', 'acceptable', 'h', '', 'r1', 'e', 'p', 1, "
    "'{\"products\":[{\"id\":\"x\",\"name\":\"旧名\"},{\"id\":\"y\",\"name\":\"乙\"}]}', '{}'), "
    "(3, 'j3', 'd', 1, 1, 'submit', 'not_acceptable', 'h', '', 'r1', 'e', 'p', 1, "
    "'{\"secret\":1}', '{\"secret\":1}')",
    "INSERT INTO entry (ord, number, filing_id, organization_id, algorithm_name, algorithm_type, "
    "role, organization, area, products, purpose, status, filed_on, note, search_text, disclosure, "
    "history) VALUES (1, '网信算备110108123456701260039号', 'f', 'o', '甲', '内容过滤类', '', "
    "'某公司', "
    "'110108', '--', '', 'filed', '2026-11-24', '', '甲' || char(10), '{}', "
    "'[{\"version\":2}]'), "
    "(2, '2号算备110108123456701260047号', 's', 'o', '乙', '自定类', '某角色', '某公司', "
    "'110108', '--', '', 'filed', '2026-11-24', '', '乙' || char(10), '{}', '[]')",
};

static void
migrate_third(void)
{
    old_open();
    say_file("sql/schema/0002_rules.sql");
    say_file("sql/schema/0003_casework.sql");
    for (size_t i = 0; i < LEN(third_rows); i++)
        say(third_rows[i]);
    migrate();
}

static const char *const fifth_rows[] = {
    "INSERT INTO product (id, organization_id, name, revision, created_at, updated_at, data) "
    "SELECT 'x', organization_id, '', 1, 1, 1, '{}' FROM filing WHERE id = 'f'",
    "INSERT INTO coverage (filing_id, n, product_id, path_id, function_id) VALUES "
    "('f', 0, 'x', NULL, NULL), ('g', 0, 'x', '1', NULL), ('g', 1, 'x', '1', '2')",
    "INSERT INTO attachment (id, organization_id, sha256, media_type, filename, uploaded_by, "
    "size_bytes, created_at) SELECT 'u', organization_id, printf('%064d', 1), 'image/png', "
    "'a.png', 'p', 1, 1 FROM filing WHERE id = 'f'",
    "INSERT INTO attachment_link (attachment_id, filing_id) VALUES ('u', 'g'), ('u', 'f')",
};

/* As the program of the fifth schema left it: two versions, of which the texts are known, and what
 * they cover and name. */
static void
migrate_fifth(void)
{
    old_open();
    say_file("sql/schema/0002_rules.sql");
    say_file("sql/schema/0003_casework.sql");
    say_file("sql/schema/0004_frozen.sql");
    say_file("sql/schema/0005_law.sql");

    say(second_rows[0]);
    say(second_rows[1]);
    say(second_rows[2]);
    say("INSERT INTO filing SELECT 'g', organization_id, kind, action, state, of_id, 3, revision, "
        "number, rule_set, checked_with, title, created_at, updated_at, submitted_at, deleted_at, "
        "data, saved_by, standing, is_single FROM filing");
    for (int n = 1; n <= 2; n++)
        for (int i = 0; i < 2; i++)
            say(arena_printf(a,
                             "INSERT INTO version (filing_id, n, data, data_hash, text_hash, "
                             "submitted_by, remote_addr, submitted_at) VALUES "
                             "('%s', %d, '{}', '', 'texts %d', 'p', '', 1)",
                             i ? "g" : "f", n, n));
    for (size_t i = 0; i < LEN(fifth_rows); i++)
        say(fifth_rows[i]);
    migrate();
}

/* One line a row, the values joined by spaces. */
static const char *
all(const char *sql)
{
    struct buf b = BUF(a);
    sqlite3_stmt *st = NULL;

    buf_puts(&b, "");
    CHECK_INT(sqlite3_prepare_v2(sqlite_of(s)->db, sql, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(st); i++) {
            const unsigned char *text = sqlite3_column_text(st, i);
            buf_printf(&b, "%s%s", i ? " " : "", text ? (const char *)text : "NULL");
        }
        buf_puts(&b, "\n");
    }

    sqlite3_finalize(st);
    return b.p;
}

/* ---- from the first schema ------------------------------------------------------------------- */

static void
judgements_are_numbered_by_time_and_keep_every_value(void)
{
    migrate_first();
    CHECK_STR(all("SELECT ord, n, id, filing_id, version, occasion, verdict, facts, facts_hash, "
                  "answer, rule_set, engine, judged_at FROM "
                  "judgement ORDER BY ord"),
              "1 1 d9 f 1 submit acceptable {\"a\":1} h1 {\"x\":1} r1 e/1 10\n"
              "2 2 d1 f 1 submit not_acceptable {\"d\":4} h4 {\"w\":4} r1 e/1 20\n"
              "3 1 d2 g 1 submit acceptable {\"b\":2} h2 {\"y\":2} r1 e/1 20\n"
              "4 3 d3 f 2 submit needs_human {\"c\":3} h3 {\"z\":3} r2 e/2 30\n");
    CHECK_STR(all("SELECT DISTINCT outcome_hash, judged_by FROM judgement"), " NULL\n");
}

static void
the_next_judgement_goes_on_counting(void)
{
    struct judgement x = {.filing_id = "f",
                          .version = 2,
                          .occasion = "submit",
                          .verdict = "acceptable",
                          .facts = "{}",
                          .facts_hash = "h",
                          .outcome_hash = "o",
                          .answer = "{}",
                          .rule_set = "r2",
                          .engine = "e",
                          .judged_by = "p",
                          .judged_at = 40};

    migrate_first();
    WRITE(GOOD(store_judgement_add(s, &x, &fault)));
    CHECK_INT(x.ord, 5);
    CHECK_INT(x.n, 4);
}

static void
judgements_are_append_only_as_before(void)
{
    migrate_first();
    CHECK_INT(rig_sql(s, "UPDATE judgement SET verdict = 'acceptable' WHERE ord = 2"),
              SQLITE_CONSTRAINT_TRIGGER);
    CHECK_INT(rig_sql(s, "DELETE FROM judgement WHERE ord = 2"), SQLITE_CONSTRAINT_TRIGGER);
    CHECK_INT(rig_sql(s, "INSERT OR REPLACE INTO judgement SELECT * FROM judgement WHERE ord = 2"),
              SQLITE_CONSTRAINT_TRIGGER);
}

static void
rule_sets_and_their_activations_are_kept(void)
{
    struct rule_set set, *rows;
    struct activation last;
    int n;

    migrate_first();
    CHECK_STR(all("SELECT hash, files, origin, added_at, base, added_by, note, manifest, conflicts "
                  "FROM rule_set ORDER BY hash"),
              "r1 {\"a.lua\":\"1\"} folder 5 NULL NULL  {} []\n"
              "r2 {\"a.lua\":\"2\"} folder 6 NULL NULL  {} []\n");
    CHECK_STR(all("SELECT n, hash, at, kind, actor_id, reason, ends_at FROM activation ORDER BY n"),
              "1 r1 5 watch NULL  0\n2 r2 6 watch NULL  0\n");

    GOOD(store_activation_last(s, a, &last, &fault));
    CHECK_STR(last.hash, "r2");
    GOOD(store_rule_set_load(s, a, "r2", &set, &fault));
    CHECK(set.title == NULL);
    CHECK_INT(set.tests, 0);
    CHECK_INT(set.activations, 1);
    GOOD(store_rule_set_list(s, a, &(struct rule_set_query){.limit = 10}, &rows, &n, &fault));
    CHECK_INT(n, 2);
    CHECK_STR(rows[0].hash, "r2");
}

static void
nothing_dangles_and_the_rest_is_there(void)
{
    migrate_first();
    CHECK_STR(all("PRAGMA foreign_key_check"), "");
    CHECK_STR(all("PRAGMA integrity_check"), "ok\n");
    CHECK_STR(all("SELECT id, title FROM filing ORDER BY id"), "f 甲\ng 乙\n");
    CHECK_STR(all("SELECT n, action FROM audit"), "1 x\n2 audit.keyed\n3 rows.held\n");
    CHECK_STR(all("SELECT count(*) FROM sqlite_master WHERE name LIKE 'decision%'"), "0\n");
}

static void
opening_it_again_changes_nothing(void)
{
    migrate_first();
    const char *was = all("SELECT * FROM judgement ORDER BY ord");
    CHECK(was[0] != '\0');
    store_close(s);
    s = rig_open(NULL);
    CHECK_STR(all("SELECT * FROM judgement ORDER BY ord"), was);
}

/* ---- from the second schema ------------------------------------------------------------------ */

static void
decisions_of_the_rules_become_judgements_with_every_value(void)
{
    struct judgement x;

    migrate_second();
    CHECK_STR(all("SELECT * FROM judgement ORDER BY ord"),
              "4 d4 f 1 1 submit not_acceptable h4 o4 r1 e/1 p 40 {\"a\":4} {\"b\":4}\n"
              "7 d7 f 2 1 submit acceptable h7  r1 e/1 NULL 70 {\"a\":7} {\"b\":7}\n");
    GOOD(store_judgement_load(s, a, "f", 1, &x, &fault));
    CHECK_STR(x.judged_by, "p");
    CHECK_INT(x.judged_at, 40);
    CHECK_STR(x.outcome_hash, "o4");
    x.id = NULL;
    WRITE(GOOD(store_judgement_add(s, &x, &fault)));
    CHECK_INT(x.ord, 8);
    CHECK_INT(x.n, 3);
}

static void
a_replay_and_its_hits_still_point_at_them(void)
{
    struct replay_hits_query q = {.replay_id = "y", .limit = 10};
    struct replay_hit *rows;
    struct fired fired;
    int n;

    migrate_second();
    GOOD(store_replay_hits(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 1);
    CHECK_INT(rows[0].ord, 7);
    CHECK_INT(rows[0].n, 2);
    CHECK_STR(rows[0].filing_id, "f");
    GOOD(store_firing_of_rule(s, "form.required", "r1", &fired, &fault));
    CHECK_INT(fired.n, 2);
    CHECK_INT(fired.ever, 2);
    CHECK_INT(fired.last_at, 70);
    CHECK_INT(rig_sql(s, "INSERT INTO replay_hit VALUES ('y', 6, 'verdict', ' a ', '{}')"),
              SQLITE_CONSTRAINT_FOREIGNKEY);
    CHECK_STR(all("SELECT \"table\" FROM pragma_foreign_key_list('replay_hit') ORDER BY 1"),
              "judgement\nreplay\n");
}

static void
a_replay_from_before_there_were_chosen_days_is_of_their_own(void)
{
    struct replay x, fresh = {.rule_set = "r2", .base = "r1", .as_of = "2027-01-01"};

    migrate_second();
    GOOD(store_replay_load(s, a, "y", &x, &fault));
    CHECK(x.as_of == NULL);
    CHECK_STR(x.state, "running");
    WRITE(GOOD(store_replay_add(s, &fresh, &fault)));
    GOOD(store_replay_load(s, a, fresh.id, &x, &fault));
    CHECK_STR(x.as_of, "2027-01-01");
}

static void
judgements_stay_append_only(void)
{
    migrate_second();
    CHECK_INT(rig_sql(s, "UPDATE judgement SET verdict = 'acceptable' WHERE ord = 4"),
              SQLITE_CONSTRAINT_TRIGGER);
    CHECK_INT(rig_sql(s, "DELETE FROM judgement WHERE ord = 4"), SQLITE_CONSTRAINT_TRIGGER);
    CHECK_INT(rig_sql(s, "INSERT OR REPLACE INTO judgement SELECT * FROM judgement"),
              SQLITE_CONSTRAINT_TRIGGER);
}

static void
no_reference_dangles(void)
{
    migrate_second();
    CHECK_STR(all("PRAGMA foreign_key_check"), "");
    CHECK_STR(all("PRAGMA integrity_check"), "ok\n");
    CHECK_INT(rig_number(s, "PRAGMA user_version"), schema_steps_n);
}

static void
guards_and_indexes_have_the_new_name(void)
{
    migrate_second();
    CHECK_STR(
        all("SELECT name FROM sqlite_master WHERE tbl_name = 'judgement' AND sql IS NOT NULL "
            "ORDER BY name"),
        "judgement\njudgement_by_filing\njudgement_held_rewritten\njudgement_held_written\n"
        "judgement_no_delete\njudgement_no_replace\njudgement_no_update\njudgement_sealed_insert\n"
        "judgement_sealed_update\n");
    CHECK_STR(all("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%decision%' AND name NOT IN "
                  "('judgement', 'replay', 'replay_hit', 'deadline', 'event', 'firing', 'task')"),
              "0\n");
}

static void
opening_that_again_changes_nothing(void)
{
    migrate_second();
    const char *was = all("SELECT * FROM judgement ORDER BY ord");
    CHECK(was[0] != '\0');
    store_close(s);
    s = rig_open(NULL);
    CHECK_STR(all("SELECT * FROM judgement ORDER BY ord"), was);
}

/* ---- from the third schema ------------------------------------------------------------------- */

static void
reviewers_keep_their_stages_and_all_others_their_roles(void)
{
    migrate_staff();
    CHECK_STR(all("SELECT id, roles, trim(reviews) FROM account ORDER BY CAST(id AS INTEGER)"),
              "1 1 \n2 2 preliminary_reviewer\n4 2 final_reviewer\n"
              "6 2 preliminary_reviewer final_reviewer\n8 4 \n10 6 preliminary_reviewer\n"
              "24 8 \n32 16 \n64 32 \n");
    struct account x;
    GOOD(store_account_by_id(s, a, "6", &x, &fault));
    CHECK(role_set_has(&x.roles, "final_reviewer"));
    CHECK(role_set_has(&x.roles, "preliminary_reviewer"));
    GOOD(store_account_by_id(s, a, "24", &x, &fault));
    CHECK_INT(x.roles.bits, ROLE_RULE_APPROVER); /* who signs writes no rules since step 17 */
    GOOD(store_account_by_id(s, a, "64", &x, &fault));
    CHECK_INT(x.roles.bits, ROLE_SYSTEM_ADMIN);
}

static void
a_filing_stands_where_its_state_said(void)
{
    migrate_staff();
    CHECK_STR(all("SELECT standing, group_concat(state, ' ') FROM (SELECT * FROM filing ORDER BY "
                  "state) WHERE kind = 'algorithm' GROUP BY standing ORDER BY standing"),
              "editable draft returned withdrawn\nin_force approved\n"
              "over deregistered refused revoked\n"
              "review final_review preliminary_review submitted\n");
    CHECK_STR(all("SELECT id FROM filing WHERE is_single"), "s\n");
    CHECK_STR(all("SELECT clock FROM task"), "review\n");
    CHECK_INT(
        rig_sql(s,
                "INSERT INTO filing SELECT 'again', organization_id, kind, action, state, "
                "of_id, version, revision, number, rule_set, checked_with, title, "
                "created_at, updated_at, submitted_at, deleted_at, CAST(data AS BLOB), saved_by, "
                "standing, is_single, text_hash, missing, data_bytes, title_folded FROM filing "
                "WHERE id = 's'"),
        SQLITE_CONSTRAINT_UNIQUE);
}

static void
a_clock_of_old_counted_working_days_and_never_stood_still(void)
{
    migrate_staff();
    CHECK_STR(all("SELECT filing_id, name, days, label, unit, waited, is_rolling, state, "
                  "credited, credit FROM deadline"),
              "s review 10  workday 0 0 running 0 []\n");
    CHECK_STR(all("SELECT DISTINCT clock FROM event"), "NULL\n");
    CHECK_INT(rig_sql(s, "UPDATE deadline SET unit = 'week'"), SQLITE_CONSTRAINT_CHECK);
}

static void
a_version_gets_the_products_as_they_stood_when_it_was_judged(void)
{
    migrate_third();
    CHECK_STR(
        all("SELECT n, promise, products, text_hash FROM version WHERE filing_id = 'f' "
            "ORDER BY n"),
        "1 我承诺上述填报信息真实有效 [{\"covers\":[{\"path\":\"1\"},{\"function\":\"3\","
        "\"path\":\"2\"}],\"tree\":{\"id\":\"x\",\"name\":\"旧名\"}}] \n"
        /* nobody knows how it stood */
        "2 我承诺上述填报信息真实有效 [{\"covers\":[{}],\"tree\":{\"name\":\"乙\",\"id\":\"y\"}}"
        "] \n");
    CHECK_STR(all("SELECT products FROM version WHERE filing_id = 's'"), "[]\n");
    CHECK_INT(rig_sql(s, "UPDATE version SET promise = ''"), SQLITE_CONSTRAINT_TRIGGER);
    CHECK_STR(all("SELECT subject_version FROM organization"), "1\n");
    CHECK_STR(all("SELECT * FROM product_change"), "x 50\n");
}

static void
an_entry_gets_codes_and_keeps_its_labels(void)
{
    struct entry x;
    struct entry_query q = {.text = "内容过滤", .limit = 5};
    struct entry *rows;
    int n;

    migrate_third();
    GOOD(store_entry_by_digits(s, a, "110108123456701260039", &x, &fault));
    CHECK_STR(x.number, "网信算备110108123456701260039号");
    CHECK_STR(x.algorithm_type, "filtering");
    CHECK_STR(x.algorithm_type_label, "内容过滤类");
    CHECK_STR(x.role, "");
    GOOD(store_entry_by_digits(s, a, "110108123456701260047", &x, &fault));
    CHECK_STR(x.algorithm_type, "自定类");
    CHECK_STR(x.role_label, "某角色");
    CHECK_STR(all("SELECT * FROM number_style ORDER BY 1"), "2号算备 号\n网信算备 号\n");

    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 1);
    CHECK_STR(rows[0].algorithm_name, "甲");
    q = (struct entry_query){.text = "某角", .limit = 5};
    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 1);
    CHECK_INT(rows[0].ord, 2);
}

static void
what_a_deleted_draft_said_is_gone(void)
{
    migrate_third();
    CHECK_STR(all("SELECT ord, facts, answer FROM judgement WHERE filing_id = 'd'"), "3 {} {}\n");
    CHECK_STR(all("SELECT ord, at FROM judgement_erased"), "3 9\n");
    CHECK_INT(rig_sql(s, "UPDATE judgement SET facts = '{}', answer = '{}' WHERE ord = 2"),
              SQLITE_CONSTRAINT_TRIGGER);
    CHECK_INT(rig_sql(s, "UPDATE judgement SET facts = '{}', answer = '{}', verdict = 'x' "
                         "WHERE ord = 3"),
              SQLITE_CONSTRAINT_TRIGGER);
}

/* ---- from the fifth schema ------------------------------------------------------------------- */

static void
a_filing_gets_the_texts_of_its_version_and_none_of_an_older_one(void)
{
    migrate_fifth();
    CHECK_STR(all("SELECT id, text_hash FROM filing ORDER BY id"), "f texts 2\ng \n");
    CHECK_STR(all("PRAGMA integrity_check"), "ok\n");
}

static void
what_filings_cover_and_name_is_kept(void)
{
    migrate_fifth();
    CHECK_STR(all("SELECT filing_id, n, product_id, path_id, function_id FROM coverage ORDER BY "
                  "filing_id, n"),
              "f 0 x NULL NULL\ng 0 x 1 NULL\ng 1 x 1 2\n");
    CHECK_STR(all("SELECT filing_id, attachment_id FROM attachment_link ORDER BY 1"), "f u\ng u\n");
    CHECK_STR(all("SELECT \"table\" FROM pragma_foreign_key_list('coverage') UNION ALL SELECT "
                  "\"table\" FROM pragma_foreign_key_list('attachment_link') ORDER BY 1"),
              "attachment\nfiling\nfiling\nproduct\n");
    CHECK_INT(rig_sql(s,
                      "INSERT INTO task (id, filing_id, version, stage, state, area, class_code, "
                      "due_on, is_provisional, is_fault, opened_at, claimed_at, done_at) "
                      "SELECT id, 'f', 1, 's', 'open', '', '', '', 0, 0, 0, 0, 0 FROM filing"),
              SQLITE_CONSTRAINT_UNIQUE);
}

/* ---- from the sixteenth schema --------------------------------------------------------------- */

/* An account of every set of roles, by its bits, each logged in. */
static void
migrate_sixteenth(void)
{
    char path[128], name[NAME_MAX + 1];
    const char *const last = "0016_keys.sql";
    struct dirent **files;
    int n = scandir("sql/schema", &files, NULL, alphasort);

    old_open();
    for (int i = 0; i < n; i++) {
        snprintf(name, sizeof name, "%s", files[i]->d_name);
        free(files[i]);
        bool is_later = strcmp(name, "0001_first.sql") > 0 && strcmp(name, last) <= 0;
        snprintf(path, sizeof path, "sql/schema/%.100s", name);
        if (is_later)
            say_file(path);
    }
    free(files);
    say("WITH RECURSIVE n(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM n WHERE x < 63) "
        "INSERT INTO account (id, username, username_folded, password_hash, roles, reviews, "
        "created_at) SELECT x, x, x, 'h', x, CASE WHEN x & 2 THEN ' a ' ELSE '' END, 5 FROM n");
    say("INSERT INTO session (token_hash, account_id, created_at, expires_at, is_bearer) "
        "SELECT id, id, 1, 2, 0 FROM account");
    migrate();
}

static void
an_account_with_roles_that_exclude_each_other_keeps_one_and_is_logged_out(void)
{
    struct account x;
    char id[8];

    migrate_sixteenth();
    for (unsigned bits = 0; bits < 64; bits++) {
        check_about("%u", bits);
        snprintf(id, sizeof id, "%u", bits);
        GOOD(store_account_by_id(s, a, id, &x, &fault));
        CHECK_STR(role_conflict(x.roles.bits), NULL);
        CHECK_INT(x.roles.bits & ~bits & ~(unsigned)ROLE_FILER, 0);
        if (role_conflict(bits) == NULL) {
            CHECK_INT(x.roles.bits, bits);
            CHECK_INT(x.roles_before, 0);
        } else {
            CHECK_INT(x.roles_before, bits);
            if (bits & ROLE_SYSTEM_ADMIN)
                CHECK_INT(x.roles.bits, ROLE_SYSTEM_ADMIN);
        }
        CHECK_INT(x.password_at, 5);
    }
    CHECK_STR(all("SELECT count(*) FROM session s JOIN account a ON a.id = s.account_id "
                  "WHERE a.roles_before <> 0"),
              "0\n");
    CHECK_STR(all("SELECT count(*) FROM session"), "8\n");
}

static void
the_schema_refuses_the_same_roles_as_the_core(void)
{
    migrate_sixteenth();
    for (unsigned bits = 0; bits < 64; bits++) {
        struct account x;
        check_about("%u", bits);
        GOOD(store_account_by_id(s, a, "2", &x, &fault));
        x.roles.bits = bits;
        GOOD(store_write_begin(s, &fault));
        enum err err = store_account_update(s, &x, &fault);
        CHECK_INT(err == OK, role_conflict(bits) == NULL);
        store_write_rollback(s);
    }
}

/* ---- before the one folding ------------------------------------------------------------------ */

/* Names and entries as a program before the one folding left them: ASCII and full width only. */
static void
migrate_unfolded(void)
{
    static const char *const rows[] = {
        "INSERT INTO organization (id, name, created_at) VALUES ('o', '某公司', 1)",
        "INSERT INTO account (id, username, username_folded, password_hash, roles, "
        "organization_id, created_at) VALUES ('a1', 'zhang', 'zhang', 'h', 1, 'o', 1), "
        "('a3', 'jose\u0301', 'jose\u0301', 'h', 1, 'o', 3), "
        "('a2', 'jos\u00e9', 'jos\u00e9', 'h', 1, 'o', 2), "
        "('a4', 'JOS\u00c9', 'jos\u00c9', 'h', 1, 'o', 4)",
        "INSERT INTO filing (id, organization_id, kind, action, state, version, revision, title, "
        "created_at, updated_at, submitted_at, data, standing) VALUES "
        "('f', 'o', 'algorithm', 'initial', 'approved', 1, 3, '⽰例（甲）', 1, 2, 2, x'', "
        "'in_force')",
        "INSERT INTO entry (ord, number, filing_id, organization_id, algorithm_name, "
        "algorithm_type, role, organization, area, products, purpose, status, filed_on, note, "
        "search_text, disclosure, history) VALUES (1, 'N1', 'f', 'o', '达•芬奇⽣成', '', '', "
        "'某公司（甲）', '', '', '', 'filed', '2026-01-01', '', '达•芬奇⽣成' || char(10), '{}', "
        "'[]')",
        "INSERT INTO register_gram (gram, ord) VALUES ('达•', 1), ('•芬', 1)",
        "INSERT INTO register_gram_count (gram, n) VALUES ('达•', 1), ('•芬', 1)",
    };

    old_open();
    for (int n = 1; strstr(schema_steps[n].name, "_fold") == NULL; n++)
        say(schema_steps[n].text);
    for (size_t i = 0; i < LEN(rows); i++)
        say(rows[i]);
    migrate();
}

static const char *
found_by(const char *username)
{
    struct account x = {.id = "nobody"};
    enum err err = store_account_by_username(s, a, username, &x, &fault);
    CHECK(err == OK || err == ERR_NOTFOUND);
    return err ? "nobody" : x.id;
}

static void
accounts_whose_names_look_alike_stay_and_are_found_by_their_very_names(void)
{
    migrate_unfolded();
    CHECK_STR(all("SELECT id, username_folded FROM account ORDER BY id"),
              "a1 zhang\na2 jos\u00e9\na3 jos\u00e9 2\na4 jos\u00e9 3\n");
    CHECK_STR(found_by("ZHANG"), "a1");
    CHECK_STR(found_by("jos\u00e9"), "a2");
    CHECK_STR(found_by("jose\u0301"), "a3");
    CHECK_STR(found_by("JOS\u00c9"), "a4");
    CHECK_STR(found_by("Jos\u00e9"), "a2");
    CHECK_STR(found_by("jose"), "nobody");
}

static void
what_was_folded_is_folded_anew(void)
{
    struct entry_query q = {.text = "达·芬奇生", .limit = 9};
    struct entry *rows;
    int n = 0;

    migrate_unfolded();
    CHECK_STR(all("SELECT title_folded FROM filing"), "示例(甲)\n");
    CHECK_STR(all("SELECT organization_folded FROM entry"), "某公司(甲)\n");
    CHECK_STR(all("SELECT term, n FROM register_term WHERE term LIKE '%芬%' ORDER BY term"),
              "·芬 1\n芬奇 1\n");
    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 1);
    q = (struct entry_query){.organization = "某公司(甲)", .limit = 9};
    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 1);
}

/* ---- days as terms --------------------------------------------------------------------------- */

static const char day_terms[] = "SELECT t.term, t.n, hex(p.ords) FROM register_term t "
                                "JOIN register_posting p ON p.id / 65536 = t.id "
                                "WHERE t.term LIKE 'on:%' OR t.term LIKE 'day:%' ORDER BY t.term";

/* An earlier step writes the terms of today's program; a database of the step before has others. */
static void
a_day_is_a_term_whatever_stood_there(void)
{
    static const char want[] = "on:2026 1 0100\non:2026-01 1 0100\non:2026-01-01 1 0100\n";

    migrate_unfolded();
    CHECK_STR(all(day_terms), want);
    CHECK_INT(rig_sql(s, "UPDATE register_term SET term = 'day:03' WHERE term = 'on:2026-01-01'"),
              0);
    for (int i = 0; i < schema_steps_n; i++)
        if (strstr(schema_steps[i].name, "_spans") != NULL)
            CHECK_INT(rig_sql(s, schema_steps[i].text), 0);
    CHECK_STR(all(day_terms), want);
}

/* ---- members --------------------------------------------------------------------------------- */

static const char *const member_rows[] = {
    "INSERT INTO organization (id, name, created_at) VALUES ('o', '某公司', 1), ('n', '又一', 1)",
    "INSERT INTO account (id, username, username_folded, password_hash, roles, organization_id, "
    "is_disabled, created_at) VALUES ('a', 'A', 'a', 'h', 1, 'o', 1, 1), "
    "('b', 'B', 'b', 'h', 1, 'o', 0, 2), ('c', 'C', 'c', 'h', 1, 'o', 0, 3), "
    "('d', 'D', 'd', 'h', 2, 'o', 0, 1), ('e', 'E', 'e', 'h', 1, 'n', 1, 1), "
    "('g', 'G', 'g', 'h', 1, NULL, 0, 1)",
};

static void
the_first_account_of_an_organization_owns_it_and_the_others_hand_in(void)
{
    old_open();
    for (size_t i = 0; i < LEN(member_rows); i++)
        say(member_rows[i]);
    migrate();
    CHECK_STR(all("SELECT id || member || ' ' || joined_at FROM account ORDER BY id"),
              "a3 1\nb4 2\nc3 3\nd0 0\ne4 1\ng0 0\n");
}

/* ---- tombstones ------------------------------------------------------------------------------ */

/* As the program left them that knew no end by whom: one struck by a confirmed proposal, one by its
 * own organization, one that a proposal did not take out, one in force beside a proposal. */
static const char *const tombstone_rows[] = {
    "INSERT INTO organization (id, name, created_at) VALUES ('o', '某公司', 1)",
    "INSERT INTO account (id, username, username_folded, password_hash, roles, created_at) VALUES "
    "('a', 'A', 'a', 'h', 2, 1), ('b', 'B', 'b', 'h', 2, 1)",
    "INSERT INTO filing (id, organization_id, kind, action, state, version, revision, title, "
    "created_at, updated_at, submitted_at, data, standing, number) SELECT value, 'o', 'algorithm', "
    "'initial', 'x', 1, 1, '甲', 1, 1, 1, x'7b7d', 'over', 'N' || value FROM "
    "json_each('[\"f1\", \"f2\", \"f3\", \"f4\"]')",
    "INSERT INTO entry (ord, number, digits, filing_id, organization_id, algorithm_name, "
    "algorithm_type, role, organization, area, products, purpose, status, filed_on, changed_on, "
    "note, search_text, organization_folded, disclosure, history) SELECT key + 1, 'N' || "
    "(value ->> 0), 'd' || (value ->> 0), value ->> 0, 'o', '甲', '', '', '某公司', '', '', '', "
    "value ->> 1, '2026-01-01', '2026-02-02', '', '', '', '{}', '[]' FROM json_each("
    "'[[\"f1\", \"revoked\"], [\"f2\", \"deregistered\"], [\"f3\", \"deregistered\"], "
    "[\"f4\", \"filed\"]]')",
    "INSERT INTO proposal (id, filing_id, event, version, law, reason, state, by_id, by_role, at, "
    "ended_by, ended_at) VALUES ('p1', 'f1', 'revoke', 1, '规定 33.1', x'00', 'confirmed', 'a', "
    "'r', 1, 'b', 2), ('p0', 'f1', 'revoke', 1, '规定 33.2', x'00', 'sent_back', 'a', 'r', 1, 'b', "
    "2), ('p3', 'f3', 'revoke', 1, '规定 33.1', x'00', 'lapsed', 'a', 'r', 1, NULL, 2), ('p4', "
    "'f4', 'revoke', 1, '规定 33.1', x'00', 'sent_back', 'a', 'r', 1, 'b', 2)",
};

/* The steps name functions of the program, which see no row here. */
static void
call_nothing(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    (void)v;
    sqlite3_result_null(c);
}

static void
lend_functions(void)
{
    static const char *const names[] = {"fold",         "username_key",    "grams",
                                        "told_of_name", "entry_terms",     "posting_of",
                                        "posting_with", "posting_without", "in_scope"};

    for (size_t i = 0; i < LEN(names); i++)
        CHECK_INT(
            sqlite3_create_function(old, names[i], -1, SQLITE_UTF8, NULL, call_nothing, NULL, NULL),
            SQLITE_OK);
}

static void
of_what_left_the_register_before_only_a_confirmed_proposal_says_by_whom(void)
{
    old_open();
    lend_functions();
    for (int n = 1; strstr(schema_steps[n].name, "_tombstone") == NULL; n++)
        say(schema_steps[n].text);
    for (size_t i = 0; i < LEN(tombstone_rows); i++)
        say(tombstone_rows[i]);
    migrate();
    CHECK_STR(all("SELECT filing_id || ' ' || status, ended_by || ' ' || law FROM entry ORDER BY "
                  "filing_id"),
              "f1 revoked office 规定 33.1\nf2 deregistered  \nf3 deregistered  \nf4 filed  \n");

    struct entry e;
    GOOD(store_entry_load(s, a, "Nf2", &e, &fault));
    CHECK(e.ended_by == NULL && e.law == NULL);
    CHECK_STR(register_end_label(&e), "注销"); /* by whom nobody knows */
    GOOD(store_entry_load(s, a, "Nf1", &e, &fault));
    CHECK_STR(register_end_label(&e), "主管部门撤销");
    CHECK_STR(e.law, "规定 33.1");
}

/* ---- names of before ------------------------------------------------------------------------- */

/* As the program left them that wrote a new name and a line of history: renamed twice, renamed and
 * back, never renamed, renamed in words that quote nothing. */
static const char *const renamed_rows[] = {
    "INSERT INTO organization (id, name, created_at) VALUES ('o', '某公司', 1)",
    "INSERT INTO filing (id, organization_id, kind, action, state, version, revision, title, "
    "created_at, updated_at, submitted_at, data, standing, number) SELECT value, 'o', 'algorithm', "
    "'initial', 'x', 1, 1, '甲', 1, 1, 1, x'7b7d', 'over', 'N' || value FROM "
    "json_each('[\"f1\", \"f2\", \"f3\", \"f4\"]')",
    "INSERT INTO entry (ord, number, digits, filing_id, organization_id, algorithm_name, "
    "algorithm_type, role, organization, area, products, purpose, status, filed_on, changed_on, "
    "note, search_text, organization_folded, disclosure, history) SELECT key + 1, 'N' || "
    "(value ->> 0), 'd' || (value ->> 0), value ->> 0, 'o', '甲', '', '', value ->> 1, '', '', '', "
    "'filed', '2026-01-01', '2026-02-02', '', '甲' || char(10) || (value ->> 1) || char(10), "
    "value ->> 1, '{}', '[{\"on\":\"2026-01-01\",\"what\":\"filed\",\"label\":\"x\"}' || "
    "(value ->> 2) || ']' FROM json_each('[[\"f1\", \"丙公司\", "
    "\",{\\\"on\\\":\\\"2026-01-09\\\",\\\"what\\\":\\\"renamed\\\",\\\"label\\\":"
    "\\\"主体名称由“甲公司”变更为“乙公司”\\\"},{\\\"on\\\":\\\"2026-02-02\\\",\\\"what\\\":"
    "\\\"renamed\\\",\\\"label\\\":\\\"主体名称由“乙公司”变更为“丙公司”\\\"}\"], "
    "[\"f2\", \"甲公司\", "
    "\",{\\\"on\\\":\\\"2026-01-09\\\",\\\"what\\\":\\\"renamed\\\",\\\"label\\\":"
    "\\\"主体名称由“甲公司”变更为“Ｂ公司”\\\"},{\\\"on\\\":\\\"2026-02-02\\\",\\\"what\\\":"
    "\\\"renamed\\\",\\\"label\\\":\\\"主体名称由“Ｂ公司”变更为“甲公司”\\\"}\"], "
    "[\"f3\", \"丁公司\", \"\"], "
    "[\"f4\", \"丁公司\", "
    "\",{\\\"on\\\":\\\"2026-02-02\\\",\\\"what\\\":\\\"renamed\\\",\\\"label\\\":"
    "\\\"改名\\\"}\"]]')",
};

static const char *
numbers_of(const char *text, const char *organization)
{
    struct entry_query q = {
        .text = text, .organization = organization, .sort = "oldest", .limit = 9};
    struct buf b = BUF(a);
    struct entry *rows;
    int n;

    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    for (int i = 0; i < n; i++)
        buf_printf(&b, "%s%s%s ", rows[i].number, rows[i].found_as ? "=" : "",
                   rows[i].found_as ? rows[i].found_as : "");
    return b.p ? b.p : "";
}

/* Of another name than before a change only sealed versions tell. */
static void
an_entry_that_was_amended_before_is_to_be_read_by_the_clerk(void)
{
    old_open();
    lend_functions();
    for (int n = 1; strstr(schema_steps[n].name, "_held") == NULL; n++)
        say(schema_steps[n].text);
    for (size_t i = 0; i < LEN(renamed_rows); i++)
        say(renamed_rows[i]);
    say("UPDATE entry SET history = '[{\"what\":\"filed\"},{\"what\":\"amended\"}]' "
        "WHERE number IN ('Nf3', 'Nf4')");
    say("UPDATE entry SET status = 'revoked' WHERE number = 'Nf4'");
    migrate();
    CHECK_STR(all("SELECT number, 0 FROM entry_uncalled ORDER BY 1"), "Nf3 0\nNf4 0\n");
}

static void
an_entry_that_was_renamed_before_is_found_by_its_former_names(void)
{
    old_open();
    lend_functions();
    for (int n = 1; strstr(schema_steps[n].name, "_former") == NULL; n++)
        say(schema_steps[n].text);
    for (size_t i = 0; i < LEN(renamed_rows); i++)
        say(renamed_rows[i]);
    migrate();
    CHECK_STR(all("SELECT number, former_names FROM entry WHERE former_names <> '[]' ORDER BY 1"),
              "Nf1 [{\"what\":\"organization\",\"name\":\"甲公司\",\"until\":\"2026-01-09\"},"
              "{\"what\":\"organization\",\"name\":\"乙公司\",\"until\":\"2026-02-02\"}]\n"
              "Nf2 [{\"what\":\"organization\",\"name\":\"Ｂ公司\",\"until\":\"2026-02-02\"}]\n");
    CHECK_STR(numbers_of("甲公", NULL), "Nf1=甲公司 ");
    CHECK_STR(numbers_of("b公", NULL), "Nf2=Ｂ公司 ");
    CHECK_STR(numbers_of(NULL, "乙公司"), "Nf1=乙公司 ");
    CHECK_STR(all("SELECT term, n FROM register_term WHERE term LIKE 'was:%' OR term = '乙公' "
                  "ORDER BY term"),
              "was:b公司 1\nwas:乙公司 1\nwas:甲公司 1\n乙公 1\n");
    CHECK_STR(all("SELECT number, changed_at FROM entry WHERE ord = 1"), "Nf1 1769961600000\n");
}

/* ---- who takes the steps --------------------------------------------------------------------- */

static long
version_of(const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    long n = -1;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &st, NULL) == SQLITE_OK) {
        n = sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_int(st, 0) : -1;
        sqlite3_finalize(st);
    }
    sqlite3_close(db);
    return n;
}

static void
who_keeps_the_schema_refuses_an_older_one(void)
{
    struct store *kept = NULL;
    const struct store_options options = {
        .path = rig_path, .world = &world_real, .is_schema_kept = true};

    old_open();
    sqlite3_close(old);
    CHECK_INT(store_open(&kept, &options, &fault), ERR_CONFLICT);
    CHECK_STR(fault.code, "schema_older");
    CHECK_INT(version_of(rig_path), 1);
    s = rig_open(NULL);
}

static void
a_copy_of_before_the_steps_stays_beside_the_database(void)
{
    char copy[512];

    old_open();
    snprintf(copy, sizeof copy, "%s.before-1", rig_path);
    CHECK_INT(file_write(copy, "half", 4, 0600, &fault), OK); /* of an attempt that was cut off */
    migrate();
    CHECK_INT(version_of(copy), 1);
    CHECK_INT(version_of(rig_path), schema_steps_n);
    file_remove(copy);
}

static void
without_room_for_the_copy_nothing_is_changed(void)
{
    struct store *none = NULL;
    const struct store_options options = {.path = rig_path, .world = &world_real};
    char copy[512];

    old_open();
    sqlite3_close(old);
    snprintf(copy, sizeof copy, "%s.before-1", rig_path);
    CHECK_INT(file_make_folder(copy, 0700, &fault), OK); /* no file can be made there */
    CHECK_INT(store_open(&none, &options, &fault), ERR_BUSY);
    CHECK_STR(fault.code, "schema_copy");
    CHECK_INT(version_of(rig_path), 1);
    CHECK(rmdir(copy) == 0);
    s = rig_open(NULL);
}

static const struct check_test tests[] = {
    TEST(who_keeps_the_schema_refuses_an_older_one),
    TEST(a_copy_of_before_the_steps_stays_beside_the_database),
    TEST(without_room_for_the_copy_nothing_is_changed),
    TEST(an_entry_that_was_renamed_before_is_found_by_its_former_names),
    TEST(an_entry_that_was_amended_before_is_to_be_read_by_the_clerk),
    TEST(of_what_left_the_register_before_only_a_confirmed_proposal_says_by_whom),
    TEST_LONG(the_first_account_of_an_organization_owns_it_and_the_others_hand_in),
    TEST(judgements_are_numbered_by_time_and_keep_every_value),
    TEST_LONG(the_next_judgement_goes_on_counting),
    TEST_LONG(judgements_are_append_only_as_before),
    TEST_LONG(rule_sets_and_their_activations_are_kept),
    TEST_LONG(nothing_dangles_and_the_rest_is_there),
    TEST_LONG(opening_it_again_changes_nothing),
    TEST_LONG(decisions_of_the_rules_become_judgements_with_every_value),
    TEST_LONG(a_replay_and_its_hits_still_point_at_them),
    TEST_LONG(a_replay_from_before_there_were_chosen_days_is_of_their_own),
    TEST_LONG(guards_and_indexes_have_the_new_name),
    TEST_LONG(judgements_stay_append_only),
    TEST_LONG(no_reference_dangles),
    TEST_LONG(opening_that_again_changes_nothing),
    TEST_LONG(reviewers_keep_their_stages_and_all_others_their_roles),
    TEST_LONG(a_filing_stands_where_its_state_said),
    TEST_LONG(a_clock_of_old_counted_working_days_and_never_stood_still),
    TEST_LONG(a_version_gets_the_products_as_they_stood_when_it_was_judged),
    TEST_LONG(an_entry_gets_codes_and_keeps_its_labels),
    TEST_LONG(what_a_deleted_draft_said_is_gone),
    TEST_LONG(a_filing_gets_the_texts_of_its_version_and_none_of_an_older_one),
    TEST_LONG(what_filings_cover_and_name_is_kept),
    TEST_LONG(an_account_with_roles_that_exclude_each_other_keeps_one_and_is_logged_out),
    TEST_LONG(the_schema_refuses_the_same_roles_as_the_core),
    TEST(accounts_whose_names_look_alike_stay_and_are_found_by_their_very_names),
    TEST_LONG(what_was_folded_is_folded_anew),
    TEST(a_day_is_a_term_whatever_stood_there),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    log_level_set(LOG_NONE_);
    int status = check_main(argc, argv, tests, LEN(tests));
    store_close(s);
    rig_folder_remove(rig_folder);
    return status;
}
