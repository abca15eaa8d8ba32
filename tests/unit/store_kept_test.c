/* Two connections: what is asked for by one request after another is read once as long as nobody
 * commits, and never longer. */
#include "store/kept.h"
#include "store_rig.h"

#include <stdlib.h>

static struct store *other;

static void
begin(void)
{
    struct session session = {.token_hash = "h1", .account_id = rig_filer.id, .expires_at = 9000};

    other = rig_open(NULL);
    rig_filing = rig_added_filing();
    WRITE(GOOD(store_session_add(s, &session, &fault)));
}

/* In a snapshot of its own; what it cost. */
static int
read_head(struct filing *out)
{
    GOOD(store_read_begin(s, &fault));
    (void)rig_statements();
    GOOD(store_filing_head(s, a, rig_filing.id, out, &fault));
    int n = rig_statements();
    store_read_end(s);
    return n;
}

static int
read_session(int64_t now, enum err want, struct live_session *out)
{
    GOOD(store_read_begin(s, &fault));
    (void)rig_statements();
    CHECK_ERR(store_session_account(s, a, "h1", now, out, &fault), want, &fault);
    int n = rig_statements();
    store_read_end(s);
    return n;
}

static void
rename_it(struct store *in, const char *title)
{
    CHECK_INT(rig_sql(in, arena_printf(a, "UPDATE filing SET title = '%s'", title)), SQLITE_OK);
}

static void
what_nobody_changed_is_read_once(void)
{
    struct filing first, again;

    CHECK_INT(read_head(&first), 1);
    CHECK_INT(read_head(&again), 0);
    CHECK_STR(again.id, rig_filing.id);
    CHECK_STR(again.organization_name, first.organization_name);
    CHECK(again.title != first.title); /* a copy: each caller has its own */
    CHECK_INT(read_head(&again), 0);
}

static void
what_another_committed_is_seen_at_the_next_beginning(void)
{
    struct filing x;

    (void)read_head(&x);
    GOOD(store_read_begin(s, &fault));
    GOOD(store_filing_head(s, a, rig_filing.id, &x, &fault));
    rename_it(other, "renamed by another");
    GOOD(store_filing_head(s, a, rig_filing.id, &x, &fault));
    CHECK(!str_is(x.title, "renamed by another")); /* one snapshot is one state */
    store_read_end(s);

    CHECK_INT(read_head(&x), 1);
    CHECK_STR(x.title, "renamed by another");
    CHECK_INT(read_head(&x), 0);
}

static void
what_this_one_committed_is_seen_too(void)
{
    struct filing x;

    (void)read_head(&x);
    rename_it(s, "renamed by itself");
    CHECK_INT(read_head(&x), 1);
    CHECK_STR(x.title, "renamed by itself");
    WRITE(rename_it(s, "renamed in a transaction"));
    CHECK_INT(read_head(&x), 1);
    CHECK_STR(x.title, "renamed in a transaction");
}

/* Nor does what was taken back stay known. */
static void
within_a_write_nothing_is_taken_from_before(void)
{
    struct filing x;

    (void)read_head(&x);
    GOOD(store_write_begin(s, &fault));
    rename_it(s, "taken back");
    GOOD(store_filing_head(s, a, rig_filing.id, &x, &fault));
    CHECK_STR(x.title, "taken back");
    store_write_rollback(s);
    (void)read_head(&x);
    CHECK(!str_is(x.title, "taken back"));
}

static void
a_session_that_is_known_still_ends(void)
{
    struct live_session x;

    CHECK_INT(read_session(8998, OK, &x), 1);
    CHECK_INT(read_session(8999, OK, &x), 0);
    CHECK_STR(x.account.id, rig_filer.id);
    (void)read_session(9000, ERR_NOTFOUND, &x);
    WRITE(GOOD(store_session_delete(s, "h1", &fault)));
    (void)read_session(8999, ERR_NOTFOUND, &x);
}

/* Until somebody has brought it. */
static void
what_is_not_there_is_looked_for_once(void)
{
    struct filing x;

    GOOD(store_read_begin(s, &fault));
    (void)rig_statements();
    for (int i = 0; i < 2; i++)
        CHECK_ERR(store_filing_head(s, a, "nobody", &x, &fault), ERR_NOTFOUND, &fault);
    CHECK_INT(rig_statements(), 1);
    store_read_end(s);

    rename_it(other, "nothing to do with it");
    GOOD(store_read_begin(s, &fault));
    (void)rig_statements();
    CHECK_ERR(store_filing_head(s, a, "nobody", &x, &fault), ERR_NOTFOUND, &fault);
    CHECK_INT(rig_statements(), 1);
    store_read_end(s);
}

static void
more_than_it_holds_is_read_as_ever(void)
{
    struct filing x;
    char title[24];

    for (int i = 0; i < 100; i++) {
        struct filing one = rig_new_filing("algorithm");
        snprintf(title, sizeof title, "number %d", i);
        one.title = title;
        WRITE(GOOD(store_filing_add(s, &one, &fault)));
        rig_filing.id = arena_strdup(a, one.id);
    }
    GOOD(store_read_begin(s, &fault));
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 100; i++) {
            const char *id =
                rig_sql_text(arena_printf(a, "SELECT id FROM filing WHERE title = 'number %d'", i));
            GOOD(store_filing_head(s, a, id, &x, &fault));
            CHECK_STR(x.title, arena_printf(a, "number %d", i));
        }
    store_read_end(s);
}

/* A list, with what belongs to each row. */
static void
a_short_list_is_kept_whole(void)
{
    const struct deadline d = {.name = "first",
                               .from = "2026-01-05",
                               .days = 10,
                               .due_on = "2026-01-19",
                               .state = "running",
                               .label = "the first"};
    struct deadline *rows = NULL;
    int n = 0, costs[3];

    WRITE(GOOD(store_deadlines_set(s, rig_filing.id, &d, 1, &fault)));
    for (int i = 0; i < 3; i++) {
        GOOD(store_read_begin(s, &fault));
        (void)rig_statements();
        GOOD(store_deadlines_list(s, a, rig_filing.id, &rows, &n, &fault));
        costs[i] = rig_statements();
        store_read_end(s);
        CHECK_INT(n, 1);
        CHECK_STR(rows[0].label, "the first");
    }
    CHECK_INT(costs[0], 1);
    CHECK_INT(costs[1] + costs[2], 0);
}

struct typed {
    const char *id, *data;
};
static const struct column typed_columns[] = {
    COLUMN(typed, id),
    SEALED_OF(typed, data, filing_cells, "data"),
};
static const struct row_map typed_map = ROW_MAP(typed_columns, typed);

/* What is sealed is opened for each request: nothing of it outlives its key. */
static void
nothing_sealed_is_kept(void)
{
    struct typed x = {0};
    int costs[2];

    GOOD(store_read_begin(s, &fault));
    for (int i = 0; i < 2; i++) {
        (void)rig_statements();
        GOOD(kept_one(s, Q_FILING_DATA, rig_filing.id, ROW(a, &typed_map, &x),
                      VALUES(T(rig_filing.id)), &fault));
        costs[i] = rig_statements();
        CHECK_STR(x.data, rig_filing.data);
    }
    CHECK_LEAST(costs[0], 1);
    CHECK_LEAST(costs[1], 1);
    store_read_end(s);
}

/* ---- whole answers --------------------------------------------------------------------------- */

/* In a snapshot of its own; NULL: not known. */
static const char *
answer_to(const char *question)
{
    size_t n = 0;

    GOOD(store_read_begin(s, &fault));
    const char *text = store_answer_known(s, question, &n);
    text = text ? arena_strndup(a, text, n) : NULL;
    store_read_end(s);
    return text;
}

static void
answer(const char *question, const char *text, size_t n)
{
    GOOD(store_read_begin(s, &fault));
    store_answer_keep(s, question, text, n);
    store_read_end(s);
}

static void
an_answer_is_known_until_somebody_commits(void)
{
    answer("q", "text", 4);
    answer("r", "other", 5);
    CHECK_STR(answer_to("q"), "text");
    CHECK_STR(answer_to("r"), "other");
    CHECK_STR(answer_to("q "), NULL);

    rename_it(other, "by another");
    CHECK_STR(answer_to("q"), NULL);
    answer("q", "anew", 4);
    CHECK_STR(answer_to("q"), "anew");
    WRITE(rename_it(s, "by this one"));
    CHECK_STR(answer_to("q"), NULL);
}

/* One snapshot is one state: what is answered from it is of it, whatever is committed meanwhile. */
static void
an_answer_of_a_snapshot_does_not_outlive_what_was_committed_under_it(void)
{
    size_t n;

    GOOD(store_read_begin(s, &fault));
    CHECK(store_answer_known(s, "q", &n) == NULL);
    rename_it(other, "meanwhile");
    store_answer_keep(s, "q", "old", 3);
    store_read_end(s);
    CHECK_STR(answer_to("q"), NULL);
}

static void
without_a_snapshot_and_in_a_write_no_answer_is_known(void)
{
    size_t n;

    answer("q", "text", 4);
    CHECK(store_answer_known(s, "q", &n) == NULL);
    store_answer_keep(s, "r", "text", 4);
    CHECK_STR(answer_to("r"), NULL);
    WRITE(CHECK(store_answer_known(s, "q", &n) == NULL));
}

static void
many_answers_and_long_ones_are_forgotten(void)
{
    size_t n = 60 * 1024;
    char *text = calloc(1, 2 * n);

    memset(text, 'x', 2 * n);
    answer("long", text, 2 * n);
    CHECK_STR(answer_to("long"), NULL);
    for (int i = 0; i < 200; i++) {
        answer(arena_printf(a, "%d", i), text, i % 7 ? 10 : n);
        CHECK(answer_to(arena_printf(a, "%d", i)) != NULL);
    }
    CHECK_STR(answer_to("0"), NULL);
    free(text);
}

static void
of_questions_those_that_were_asked_before_are_known(void)
{
    CHECK(!store_answer_asked_again(s, "once"));
    CHECK(store_answer_asked_again(s, "once"));
    rename_it(other, "by another");
    CHECK(store_answer_asked_again(s, "once")); /* of whatever state */
    for (int i = 0; i < 20000; i++)
        CHECK(!store_answer_asked_again(s, arena_printf(a, "no two alike %d", i)));
    CHECK(!store_answer_asked_again(s, "once"));
}

static void
finish(void)
{
    store_close(other);
}

/* ---- what was told of one entry
 * -------------------------------------------------------------- */

static const char *
told(const char *rule_set, long ord)
{
    GOOD(store_read_begin(s, &fault));
    const char *text = store_told_known(s, rule_set, ord);
    text = text ? arena_strdup(a, text) : NULL;
    store_read_end(s);
    return text;
}

static void
tell(const char *rule_set, long ord, const char *text)
{
    GOOD(store_read_begin(s, &fault));
    store_told_keep(s, rule_set, ord, text);
    store_read_end(s);
}

static void
what_was_told_of_an_entry_is_known_until_somebody_commits(void)
{
    tell("set", 1, "one");
    tell("set", 2, "two");
    CHECK_STR(told("set", 1), "one");
    CHECK_STR(told("set", 2), "two");
    CHECK_STR(told("set", 3), NULL);

    rename_it(other, "by another");
    CHECK_STR(told("set", 1), NULL);
    tell("set", 1, "anew");
    CHECK_STR(told("set", 1), "anew");
    WRITE(rename_it(s, "by this one"));
    CHECK_STR(told("set", 1), NULL);
    WRITE(store_told_keep(s, "set", 1, "in a write"));
    CHECK_STR(told("set", 1), NULL);
}

static void
other_rules_tell_it_otherwise(void)
{
    tell("set", 1, "one");
    CHECK_STR(told("next", 1), NULL);
    tell("next", 1, "other");
    CHECK_STR(told("next", 1), "other");
    CHECK_STR(told("set", 1), NULL);
}

/* Two entries that want one place, and more than there is room for. */
static void
of_many_entries_each_has_its_own_words(void)
{
    char long_one[3001];
    const char *known;
    int n = 0;

    memset(long_one, 'x', 3000);
    long_one[3000] = '\0';
    for (long ord = 1; ord <= 10000; ord++)
        tell("set", ord, arena_printf(a, "%ld %s", ord, ord % 3 ? "" : long_one));
    for (long ord = 1; ord <= 10000; ord++)
        if ((known = told("set", ord)) != NULL && ++n)
            CHECK_INT(atol(known), ord);
    CHECK_LEAST(n, 1);
    CHECK_MOST(n, 5000);
    CHECK_STR(told("set", -1), NULL);
}

int
main(int argc, char **argv)
{
    static const struct check_test tests[] = {
        TEST(what_nobody_changed_is_read_once),
        TEST(what_another_committed_is_seen_at_the_next_beginning),
        TEST(what_this_one_committed_is_seen_too),
        TEST(within_a_write_nothing_is_taken_from_before),
        TEST(what_is_not_there_is_looked_for_once),
        TEST(a_short_list_is_kept_whole),
        TEST(nothing_sealed_is_kept),
        TEST(more_than_it_holds_is_read_as_ever),
        TEST(a_session_that_is_known_still_ends),
        TEST(an_answer_is_known_until_somebody_commits),
        TEST(an_answer_of_a_snapshot_does_not_outlive_what_was_committed_under_it),
        TEST(without_a_snapshot_and_in_a_write_no_answer_is_known),
        TEST(many_answers_and_long_ones_are_forgotten),
        TEST(of_questions_those_that_were_asked_before_are_known),
        TEST(what_was_told_of_an_entry_is_known_until_somebody_commits),
        TEST(other_rules_tell_it_otherwise),
        TEST(of_many_entries_each_has_its_own_words),
    };
    atexit(finish);
    return rig_store_main(argc, argv, begin, tests, LEN(tests));
}
