/* Lives are walked to the end, however often a replay is stopped between two batches, and the
 * report is the same. */
#include "govern_rig.h"

#include <stdlib.h>
#include <string.h>

#define MANY 1300 /* moves: more than two batches */
#define DRAFTS 150
#define NOTHING(name_, title_, most_) .name_ = "",

static const char *base_hash, *candidate_hash;
static char *facts;

static const char *
stored_set(const struct bundle *b)
{
    bool is_new;
    struct rule_set x = {.hash = arena_strdup(a, bundle_hash(b)),
                         .files = bundle_text(b, a),
                         .manifest = rig_quoted(govern_manifest),
                         .origin = "proposal"};
    WRITE(GOOD(govern_propose(s, &editor, 5, &x, &is_new, &fault)));
    return x.hash;
}

/* The text with one part of it as another, which must be there. */
static char *
changed(const char *text, const char *was, const char *is)
{
    const char *at = strstr(text, was);
    CHECK(at != NULL);
    return arena_printf(a, "%.*s%s%s", (int)(at - text), text, is, at + strlen(was));
}

static void
two_sets(void)
{
    struct bundle *b, *edited;
    const char *shipped;

    GOOD(bundle_read(&b, "rules", NULL, &fault));
    base_hash = stored_set(b);
    shipped = bundle_file(b, "workflow.lua");
    GOOD(bundle_with(&edited, b, "workflow.lua",
                     changed(shipped,
                             "on = 'return', kind = '*', from = 'preliminary_review', to = "
                             "'returned'",
                             "on = 'return', kind = '*', from = 'preliminary_review', to = "
                             "'withdrawn'"),
                     &fault));
    candidate_hash = stored_set(edited);
    bundle_free(edited);
    bundle_free(b);
}

static void
moved(const char *filing, const char *what, const char *from, const char *to, const char *role)
{
    struct event e = {.filing_id = filing,
                      .version = 1,
                      .actor_role = role,
                      .what = what,
                      .from_state = from,
                      .to_state = to,
                      .at = 1790000000000};
    GOOD(store_event_add(s, &e, &fault));
}

/* Filings that were claimed and given back again and again, and returned at last. */
static void
lives(void)
{
    WRITE({
        for (int i = 0; i < DRAFTS; i++) {
            struct filing x = rig_new_filing("algorithm");
            GOOD(store_filing_add(s, &x, &fault));
            const char *id = arena_strdup(a, x.id);
            for (int k = 0; k < MANY / DRAFTS / 2; k++) {
                moved(id, "claim", "submitted", "preliminary_review", "preliminary_reviewer");
                moved(id, "release", "preliminary_review", "submitted", "preliminary_reviewer");
            }
            moved(id, "return", "preliminary_review", "returned", "preliminary_reviewer");
            moved(id, "moved", "preliminary_review", "elsewhere", "system");
        }
    });
}

static void
begin(void)
{
    size_t n;

    govern_begin();
    CHECK_INT(file_read("tests/data/facts_algorithm.json", 1 << 20, &facts, &n, &fault), OK);
    two_sets();
    lives();
}

/* ---- walking --------------------------------------------------------------------------------- */

/* A draft is always the same; of a product nothing can be made. */
static enum err
tell(const struct replay_asked *q, const char **out, struct fault *f)
{
    if (q->what != ASKED_DRAFT)
        return fail(f, ERR_INPUT, "nothing", "", "没有");
    *out = facts;
    return OK;
}

/* Replays the candidate; stopped between any two batches when stops. Returns the report, and counts
 * how often it was stopped. */
static const json_t *
replay(const char *set, bool stops, int *times)
{
    static const volatile sig_atomic_t always = 1;
    struct replay row = {.rule_set = set, .base = base_hash};
    struct policy_limits limits = policy_limits_default;
    struct replay_options o = {.store = s,
                               .world = &rig_world,
                               .limits = &limits,
                               .tell = tell,
                               .judges = 1,
                               .is_over = stops ? &always : NULL};
    enum err err;

    limits.load_wall_ms = 60000;
    WRITE(GOOD(store_replay_add(s, &row, &fault)));
    const char *id = arena_strdup(a, row.id);
    *times = 0;
    while ((err = govern_replay_run(&o, id, &fault)) == ERR_AGAIN)
        ++*times;
    CHECK_ERR(err, OK, &fault);
    GOOD(store_replay_load(s, a, id, &row, &fault));
    CHECK_STR(row.state, "done");
    return rig_parse(row.report);
}

static void
lives_that_are_walked_with_stops_end_with_the_same_report(void)
{
    int none, stops;
    const json_t *whole = replay(candidate_hash, false, &none);
    const json_t *again = replay(candidate_hash, true, &stops);

    CHECK_INT(none, 0);
    CHECK_LEAST(stops, 6); /* three batches of moves, three of drafts */
    CHECK_STR(json_canonical(a, again), json_canonical(a, whole));
    CHECK_INT(rig_int(whole, "/lives/filings"), DRAFTS);
    CHECK_INT(rig_int(whole, "/lives/moves"), DRAFTS * (2 * (MANY / DRAFTS / 2) + 2));
    CHECK_INT(rig_int(whole, "/lives/drafts"), DRAFTS + 1); /* and the rig's own */
    CHECK_INT(rig_int(whole, "/lives/counts/move_changed"), DRAFTS);
    CHECK_INT(json_array_size(rig_at(whole, "/lives/groups")), 1);
    CHECK_STR(rig_text(whole, "/lives/groups/0/after"), "withdrawn");
}

static void
the_base_over_itself_has_no_group(void)
{
    int stops;
    const json_t *report = replay(base_hash, false, &stops);

    CHECK_INT(json_array_size(rig_at(report, "/lives/groups")), 0);
    CHECK_INT(json_array_size(rig_at(report, "/law")), 0);
}

/* An entry of the organization, of a filing that was passed in that class. */
static void
filed(int n, const char *class_code)
{
    struct filing x = rig_added_filing();
    CHECK_INT(rig_sql(s, arena_printf(a,
                                      "INSERT INTO task (id, filing_id, version, stage, state, "
                                      "area, class_code, due_on, is_provisional, is_fault, "
                                      "claimed_by, outcome, opened_at, claimed_at, done_at) VALUES "
                                      "('t%d', '%s', 1, 'final', 'done', '', '%s', '', 0, 0, '%s', "
                                      "'pass', 1, 1, 2)",
                                      n, x.id, class_code, rig_reviewer.id)),
              SQLITE_OK);
    struct entry e = {.number = arena_printf(a, "N%d", n),
                      .digits = arena_printf(a, "%d", n),
                      .filing_id = x.id,
                      .organization_id = x.organization_id,
                      ENTRY_PUBLISHED(NOTHING).status = "filed",
                      .filed_on = "2026-11-01",
                      .disclosure = "{}",
                      .history = "[{\"version\":1}]"};
    WRITE(GOOD(store_entry_add(s, &e, &fault)));
}

static void
the_serial_of_a_number_is_its_place_in_its_class(void)
{
    static const char *const classes[] = {"01", "02", "01", "01", "02"};
    static const long serials[] = {1, 1, 2, 3, 2};
    struct replay_entries_query q = {.through = 100, .limit = 10};
    struct replay_entry *rows;
    int n;

    for (int i = 0; i < (int)LEN(classes); i++)
        filed(i, classes[i]);
    GOOD(store_replay_entries(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, (int)LEN(classes));
    for (int i = 0; i < n; i++)
        CHECK_INT(rows[i].serial, serials[i]);
}

static const struct check_test tests[] = {
    TEST(lives_that_are_walked_with_stops_end_with_the_same_report),
    TEST(the_base_over_itself_has_no_group),
    TEST(the_serial_of_a_number_is_its_place_in_its_class),
};

int
main(int argc, char **argv)
{
    int status = rig_store_main(argc, argv, begin, tests, LEN(tests));
    free(facts);
    return status;
}
