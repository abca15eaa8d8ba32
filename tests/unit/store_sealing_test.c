/* A database that an earlier program wrote is sealed batch by batch: it may be cut off anywhere, is
 * read meanwhile, and at the end no file of it holds what stood there. */
#include "clerk/jobs.h"
#include "pool_rig.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS_EACH = 7 };
static int together = 3; /* rows of one transaction */

/* ---- an old database ------------------------------------------------------------------------- */

static sqlite3 *old;

static void
say(const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(old, sql, NULL, NULL, &why) != SQLITE_OK)
        check_stop("the old database is not made: %s: %s", why, sql);
}

static void
say_schema(void)
{
    for (int i = 0; i < schema_steps_n && strcmp(schema_steps[i].name + 4, "_sealed") != 0; i++)
        say(schema_steps[i].text);
}

/* Long enough that some lie in pages of their own; each says in which column it stood. */
#define TYPED(column_)                                                                             \
    "'{\"s\":\"PLAIN-" column_ "-' || i || printf('%.*c', (i % 3) * 2500, 'x') || '\"}'"
#define EACH "WITH RECURSIVE r (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 7) "

/* clang-format off */
static const char *const rows[] = {
    "INSERT INTO organization (id, name, created_at) VALUES ('o', '某公司', 1)",
    EACH "INSERT INTO account (id, username, username_folded, password_hash, roles, "
        "organization_id, contact_name, mobile, email, created_at) SELECT 'p' || i, 'P' || i, "
        "'p' || i, 'h', 1, 'o', 'PLAIN-contact_name-' || i, 'PLAIN-mobile-' || i, "
        "CASE i % 2 WHEN 0 THEN 'PLAIN-email-' || i END, 1 FROM r",
    EACH "INSERT INTO filing (id, organization_id, kind, action, state, version, revision, title, "
        "created_at, updated_at, submitted_at, data) SELECT 'f' || i, 'o', 'algorithm', 'initial', "
        "'draft', 1, 1, 't', 1, 1, 1, " TYPED("filing") " FROM r",
    EACH "INSERT INTO version (filing_id, n, data, data_hash, submitted_by, remote_addr, "
        "submitted_at, products, promise, text_hash) SELECT 'f' || i, 1, " TYPED("version") ", 'h', "
        "'p1', 'PLAIN-addr-' || i, 1, '[' || " TYPED("products") " || ']', 'x', '' FROM r",
    EACH "INSERT INTO judgement (ord, id, filing_id, n, version, occasion, verdict, facts_hash, "
        "outcome_hash, rule_set, engine, judged_at, facts, answer) SELECT i, 'j' || i, 'f' || i, 1, "
        "1, 'submit', 'acceptable', 'h', 'o', 'r', 'e', 1, " TYPED("facts") ", " TYPED("answer")
        " FROM r",
    EACH "INSERT INTO event (filing_id, version, actor_role, what, reasons, note, at) SELECT "
        "'f' || i, 1, 'system', 'return', CASE i % 2 WHEN 0 THEN '[' || " TYPED("reasons")
        " || ']' END, 'PLAIN-note-' || i, 1 FROM r",
    EACH "INSERT INTO kept (id, filing_id, account_id, base_revision, data, at) SELECT 'k' || i, "
        "'f' || i, 'p1', 1, " TYPED("kept") ", 1 FROM r",
    EACH "INSERT INTO product (id, organization_id, name, revision, created_at, updated_at, data) "
        "SELECT 'x' || i, 'o', 'n', 1, 1, 1, " TYPED("product") " FROM r",
    EACH "INSERT INTO product_kept (id, product_id, account_id, base_revision, data, at) SELECT "
        "'l' || i, 'x' || i, 'p1', 1, " TYPED("product_kept") ", 1 FROM r",
    EACH "INSERT INTO attachment (id, organization_id, sha256, media_type, filename, uploaded_by, "
        "size_bytes, created_at) SELECT 'a' || i, CASE i % 2 WHEN 0 THEN 'o' END, "
        "printf('%064d', i), 'm', 'PLAIN-filename-' || i, 'p1', 1, 1 FROM r",
    EACH "INSERT INTO task (id, filing_id, version, stage, state, area, class_code, due_on, "
        "is_provisional, is_fault, claimed_by, outcome, reasons, note, opened_at, claimed_at, "
        "done_at) SELECT 't' || i, 'f' || i, 1, 's', 'done', '', '', '', 0, 0, 'p1', 'pass', "
        TYPED("task") ", 'PLAIN-tasknote-' || i, 1, 1, 1 FROM r",
    EACH "INSERT INTO task_draft (task_id, account_id, draft, saved_at) SELECT 't' || i, 'p1', "
        TYPED("draft") ", 1 FROM r",
    EACH "INSERT INTO reply (scope, key, request_hash, status, headers, body, created_at) SELECT "
        "CASE i % 2 WHEN 0 THEN '-' ELSE 'p1' END, 'q' || i, 'h', 201, '{}', " TYPED("body")
        ", 1 FROM r",
    "INSERT INTO attempt (key, failures, first_at, last_at, blocked_until) VALUES "
        "('account:PLAIN-password', 1, 1, 1, 0)",
    "DELETE FROM kept WHERE id = 'k3'", /* a page with a hole */
};
/* clang-format on */

/* As the program before this one left it. */
static void
old_database(void)
{
    fresh();
    if (unlink(rig_path) != 0 || unlink(arena_printf(a, "%s/master.key", rig_folder)) != 0 ||
        sqlite3_open(rig_path, &old) != SQLITE_OK)
        check_stop("the old database is not opened");
    say("PRAGMA journal_mode = WAL");
    say("PRAGMA secure_delete = ON");
    say_schema();
    for (size_t i = 0; i < LEN(rows); i++)
        say(rows[i]);
    sqlite3_close(old);
}

/* ---- looks at it ----------------------------------------------------------------------------- */

static bool
file_holds(const char *suffix, const char *text)
{
    char *p = NULL;
    size_t n = 0;

    if (file_read(arena_printf(a, "%s%s", rig_path, suffix), 64 << 20, &p, &n, &fault))
        return false;
    bool holds = n > 0 && memmem(p, n, text, strlen(text)) != NULL;
    free(p);
    return holds;
}

/* Whatever is sealed by now. */
static void
all_is_read(void)
{
    struct filing f;
    struct version v;
    struct judgement j;
    struct account who;
    struct task t;
    struct event *events;
    struct stored_reply r;
    struct attachment file;
    int n;

    for (int i = 1; i <= ROWS_EACH; i++) {
        const char *id = arena_printf(a, "f%d", i);
        GOOD(store_filing_load(s, a, id, &f, &fault));
        CHECK_HAS(f.data, arena_printf(a, "PLAIN-filing-%d", i));
        GOOD(store_version_load(s, a, id, 1, &v, &fault));
        CHECK_HAS(v.data, arena_printf(a, "PLAIN-version-%d", i));
        CHECK_HAS(v.products, "PLAIN-products");
        CHECK_STR(v.remote_addr, arena_printf(a, "PLAIN-addr-%d", i));
        GOOD(store_judgement_load(s, a, id, 1, &j, &fault));
        CHECK_HAS(j.facts, arena_printf(a, "PLAIN-facts-%d", i));
        CHECK_HAS(j.answer, arena_printf(a, "PLAIN-answer-%d", i));
        GOOD(store_event_list(s, a, id, &events, &n, &fault));
        CHECK_STR(events[0].note, arena_printf(a, "PLAIN-note-%d", i));
        CHECK_INT(events[0].reasons_n, i % 2 == 0);
        GOOD(store_account_by_id(s, a, arena_printf(a, "p%d", i), &who, &fault));
        CHECK_STR(who.mobile, arena_printf(a, "PLAIN-mobile-%d", i));
        CHECK((who.email != NULL) == (i % 2 == 0));
        GOOD(store_task_load(s, a, arena_printf(a, "t%d", i), &t, &fault));
        CHECK_STR(t.note, arena_printf(a, "PLAIN-tasknote-%d", i));
        CHECK_STR(t.claimed_by_contact, "PLAIN-contact_name-1");
        GOOD(store_attachment_load(s, a, arena_printf(a, "a%d", i), &file, &fault));
        CHECK_STR(file.filename, arena_printf(a, "PLAIN-filename-%d", i));
        GOOD(store_reply_load(s, a, i % 2 ? "p1" : "-", arena_printf(a, "q%d", i), &r, &fault));
        CHECK_HAS(r.body, arena_printf(a, "PLAIN-body-%d", i));
    }
}

static long
left(void)
{
    struct unsealed *list;
    long all = 0;
    int n;

    GOOD(store_unsealed_count(s, a, &list, &n, &fault));
    for (int i = 0; i < n; i++)
        all += list[i].n;
    return all;
}

/* As the clerk does. */
static enum err
seal_all(struct store *in)
{
    bool is_walked = false, is_done = false;
    long n;

    while (!is_walked) {
        enum err err = store_write_begin(in, &fault);
        if (err)
            return err;
        if ((err = store_seal_some(in, together, &n, &is_walked, &fault))) {
            store_write_rollback(in);
            return err;
        }
        if ((err = store_write_commit(in, &fault)))
            return err;
    }
    enum err err = store_seal_finish(in, &is_done, &fault);
    return err ? err : is_done ? OK : ERR_AGAIN;
}

static void
nothing_is_left(void)
{
    bool is_sealed = false;

    GOOD(store_is_sealed(s, &is_sealed, &fault));
    CHECK(is_sealed);
    CHECK_INT(left(), 0);
    CHECK(!file_holds("", "PLAIN-"));
    CHECK(!file_holds("-wal", "PLAIN-"));
    CHECK_STR(rig_sql_text("PRAGMA integrity_check"), "ok");
    CHECK_STR(rig_sql_text("PRAGMA foreign_key_check"), "");
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void
an_old_database_is_read_and_then_sealed_whole(void)
{
    old_database();
    s = rig_open(shared);
    CHECK(file_holds("", "PLAIN-") || file_holds("-wal", "PLAIN-"));
    CHECK_INT(left(), 12 * ROWS_EACH - 1);
    all_is_read();
    CHECK_INT(rig_number(s, "SELECT count(*) FROM attempt"), 0);
    GOOD(seal_all(s));
    all_is_read();
    nothing_is_left();
    store_close(s);
    s = rig_open(shared);
    all_is_read();
    store_close(s);
    CHECK(!file_holds("", "PLAIN-"));
}

static void
both_kinds_are_written_over_meanwhile(void)
{
    struct filing f;
    long n;
    bool is_done;

    old_database();
    s = rig_open(shared);
    GOOD(store_filing_load(s, a, "f7", &f, &fault));
    f.data = "{\"s\":\"PLAIN-filing-7 new\"}";
    WRITE(GOOD(store_filing_save(s, &f, &fault)));
    CHECK_STR(rig_sql_text("SELECT typeof(data) FROM filing WHERE id = 'f7'"), "blob");
    WRITE(GOOD(store_filing_missing(s, "f6", 3, &fault))); /* of a row that is not sealed */
    for (int i = 0; i < 8; i++)
        WRITE(GOOD(store_seal_some(s, together, &n, &is_done, &fault)));
    all_is_read();
    GOOD(seal_all(s));
    all_is_read();
    nothing_is_left();
    store_close(s);
}

static void
nobody_is_erased_before_all_is_sealed(void)
{
    struct erasure done;

    old_database();
    s = rig_open(shared);
    WRITE(CHECK_REFUSED(store_erase(s, "o", &done, &fault), ERR_CONFLICT, "sealing_unfinished",
                        &fault));
    GOOD(seal_all(s));
    WRITE(CHECK_REFUSED(store_erase(s, "o", &done, &fault), ERR_CONFLICT, "sealing_unfinished",
                        &fault)); /* its files are in the clear yet */
    CHECK_INT(rig_sql(s, "UPDATE attachment SET stored_as = 'x' || id"), SQLITE_OK);
    WRITE(GOOD(store_erase(s, "o", &done, &fault)));
    store_close(s);
}

static void
a_new_database_has_nothing_to_seal(void)
{
    bool is_sealed = false;

    fresh();
    s = rig_open(shared);
    GOOD(store_is_sealed(s, &is_sealed, &fault));
    CHECK(is_sealed);
    store_close(s);
}

static void
a_reader_keeps_the_log_and_it_is_cut_when_he_has_gone(void)
{
    old_database();
    s = rig_open(shared);
    struct store *reader = rig_open(shared);
    GOOD(store_read_begin(reader, &fault));
    struct filing f;
    GOOD(store_filing_load(reader, a, "f1", &f, &fault));
    CHECK_INT(seal_all(s), ERR_AGAIN);
    bool is_sealed = true;
    GOOD(store_is_sealed(s, &is_sealed, &fault));
    CHECK(!is_sealed);
    store_read_end(reader);
    store_close(reader);
    GOOD(seal_all(s));
    nothing_is_left();
    store_close(s);
}

static void
the_clerk_seals_it_by_and_by_and_then_rests(void)
{
    old_database();
    s = rig_open(shared);
    struct clerk c = {.store = s};
    int next_ms = 0, rounds = 0;

    for (; !c.sealing.is_done && rounds < 20; rounds++)
        CHECK_ERR(sealing_go_on(&c, &next_ms, &fault), OK, &fault);
    CHECK(c.sealing.is_done);
    CHECK_INT(c.sealing.sealed, 12 * ROWS_EACH - 1);
    nothing_is_left();
    store_close(s);
}

static int steps_left;
static void
die_at_step(enum commit_step step)
{
    (void)step;
    if (--steps_left == 0)
        kill(getpid(), SIGKILL);
}

static void
seal_and_die(int steps)
{
    steps_left = steps;
    commit_seams.step = die_at_step;
    struct store *in = rig_open(shared);
    enum err err = seal_all(in);
    commit_seams.step = NULL;
    store_close(in);
    _exit(err ? 1 : 0);
}

static void
the_walk_may_be_cut_off_at_each_step(void)
{
    bool is_cut = true;
    int steps = 1, skip = check_is_quick ? 40 : check_is_long ? 1 : 13;

    together = 12;

    for (; is_cut; steps += skip) {
        old_database();
        store_close(rig_open(shared)); /* the schema's step is taken whole or not */
        int status = reap(child(seal_and_die, steps));
        is_cut = WIFSIGNALED(status);
        check_about("step %d", steps);
        CHECK(is_cut || WEXITSTATUS(status) == 0);
        s = rig_open(shared);
        all_is_read();
        GOOD(seal_all(s));
        nothing_is_left();
        store_close(s);
        if (steps > 1000)
            break;
    }
    CHECK(!is_cut);
    CHECK_LEAST(steps, 60);
    together = 3;
}

/* A full disk at each statement in turn. */
static void
a_statement_that_fails_stops_it_and_it_goes_on(void)
{
    int failed = 0;

    old_database();
    s = rig_open(shared);
    for (long at = 1; at < 2000; at += check_is_quick ? 100 : check_is_long ? 1 : 17) {
        commit_seams.fail_at = at;
        enum err err = seal_all(s);
        commit_seams.fail_at = 0;
        CHECK(store_is_idle(s));
        failed += err != OK;
        if (!err)
            break;
        CHECK_ERR(err, ERR_BUSY, &fault);
    }
    CHECK_LEAST(failed, 1);
    all_is_read();
    GOOD(seal_all(s));
    nothing_is_left();
    store_close(s);
}

static const struct check_test tests[] = {
    TEST(an_old_database_is_read_and_then_sealed_whole),
    TEST(both_kinds_are_written_over_meanwhile),
    TEST(nobody_is_erased_before_all_is_sealed),
    TEST(a_new_database_has_nothing_to_seal),
    TEST(a_reader_keeps_the_log_and_it_is_cut_when_he_has_gone),
    TEST(the_clerk_seals_it_by_and_by_and_then_rests),
    TEST_LONG(the_walk_may_be_cut_off_at_each_step),
    TEST(a_statement_that_fails_stops_it_and_it_goes_on),
};

int
main(int argc, char **argv)
{
    return pool_main(argc, argv, tests, LEN(tests));
}
