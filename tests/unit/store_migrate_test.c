/* A database of the first schema, with rows in it, becomes one of today's: every value is kept,
 * decisions get their numbers. */
#include "rig.h"
#include "store_rig.h"

#include <stdlib.h>

static sqlite3 *old;

static void
say(const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(old, sql, NULL, NULL, &why) != SQLITE_OK)
        check_stop("the old database is not made: %s", why);
}

/* Ids of decisions are out of order, two of one time: time goes first, then the id. */
static const char *const old_rows[] = {
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

/* As the program of that time left it. */
static void
old_database(void)
{
    char *schema;
    size_t n;

    if (file_read("sql/schema/0001_first.sql", 1 << 20, &schema, &n, &fault) ||
        sqlite3_open(rig_path, &old) != SQLITE_OK)
        check_stop("the first schema is not read");

    say(schema);
    free(schema);
    for (size_t i = 0; i < LEN(old_rows); i++)
        say(old_rows[i]);
    sqlite3_close(old);
}

/* The store opens the database of that time anew: each test has its own. */
static void
migrate(void)
{
    store_close(s);
    rig_folder_new("/tmp");
    old_database();
    s = rig_open(NULL);
}

/* One line a row, the values joined by spaces. */
static const char *
all(const char *sql)
{
    struct buf b = BUF(a);
    sqlite3_stmt *st = NULL;

    buf_puts(&b, "");
    CHECK_INT(sqlite3_prepare_v2(s->db, sql, -1, &st, NULL), SQLITE_OK);
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

static void
decisions_are_numbered_by_time_and_keep_every_value(void)
{
    migrate();
    CHECK_STR(all("SELECT ord, n, id, filing_id, version, occasion, verdict, facts, facts_hash, "
                  "answer, rule_set, engine, decided_at FROM "
                  "decision ORDER BY ord"),
              "1 1 d9 f 1 submit acceptable {\"a\":1} h1 {\"x\":1} r1 e/1 10\n"
              "2 2 d1 f 1 submit not_acceptable {\"d\":4} h4 {\"w\":4} r1 e/1 20\n"
              "3 1 d2 g 1 submit acceptable {\"b\":2} h2 {\"y\":2} r1 e/1 20\n"
              "4 3 d3 f 2 submit needs_human {\"c\":3} h3 {\"z\":3} r2 e/2 30\n");
    CHECK_STR(all("SELECT DISTINCT outcome_hash, decided_by FROM decision"), " NULL\n");
}

static void
the_next_decision_goes_on_counting(void)
{
    struct decision x = {.filing_id = "f",
                         .version = 2,
                         .occasion = "submit",
                         .verdict = "acceptable",
                         .facts = "{}",
                         .facts_hash = "h",
                         .outcome_hash = "o",
                         .answer = "{}",
                         .rule_set = "r2",
                         .engine = "e",
                         .decided_by = "p",
                         .decided_at = 40};

    migrate();
    WRITE(GOOD(store_decision_add(s, &x, &fault)));
    CHECK_INT(x.ord, 5);
    CHECK_INT(x.n, 4);
}

static void
decisions_are_append_only_as_before(void)
{
    migrate();
    CHECK_INT(rig_sql(s, "UPDATE decision SET verdict = 'acceptable' WHERE ord = 2"),
              SQLITE_CONSTRAINT_TRIGGER);
    CHECK_INT(rig_sql(s, "DELETE FROM decision WHERE ord = 2"), SQLITE_CONSTRAINT_TRIGGER);
    CHECK_INT(rig_sql(s, "INSERT OR REPLACE INTO decision SELECT * FROM decision WHERE ord = 2"),
              SQLITE_CONSTRAINT_TRIGGER);
}

static void
rule_sets_and_their_activations_are_kept(void)
{
    struct rule_set set, *rows;
    struct activation last;
    int n;

    migrate();
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
    GOOD(store_rule_set_list(s, a, NULL, 10, &rows, &n, &fault));
    CHECK_INT(n, 2);
    CHECK_STR(rows[0].hash, "r2");
}

static void
nothing_dangles_and_the_rest_is_there(void)
{
    migrate();
    CHECK_STR(all("PRAGMA foreign_key_check"), "");
    CHECK_STR(all("PRAGMA integrity_check"), "ok\n");
    CHECK_STR(all("SELECT id, title FROM filing ORDER BY id"), "f 甲\ng 乙\n");
    CHECK_STR(all("SELECT n, action FROM audit"), "1 x\n");
    CHECK_STR(all("SELECT count(*) FROM sqlite_master WHERE name = 'decision_2'"), "0\n");
}

static void
opening_it_again_changes_nothing(void)
{
    migrate();
    const char *was = all("SELECT * FROM decision ORDER BY ord");
    CHECK(was[0] != '\0');
    store_close(s);
    s = rig_open(NULL);
    CHECK_STR(all("SELECT * FROM decision ORDER BY ord"), was);
}

static const struct check_test tests[] = {
    TEST(decisions_are_numbered_by_time_and_keep_every_value),
    TEST(the_next_decision_goes_on_counting),
    TEST(decisions_are_append_only_as_before),
    TEST(rule_sets_and_their_activations_are_kept),
    TEST(nothing_dangles_and_the_rest_is_there),
    TEST(opening_it_again_changes_nothing),
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
