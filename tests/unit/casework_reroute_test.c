/* A subject that moves takes what is open along: its tasks go where the rules send them from there,
 * and the history of each says so. */
#include "casework_rig.h"
#include "policy_rig.h"

#include <stdlib.h>
#include <string.h>

static struct account mover;    /* files, of a company in Beijing */
static struct account in_north; /* a first reviewer of Beijing's alone */

static void
begin(void)
{
    mover = rig_approved_company();
    in_north = rig_account(PRELIMINARY_REVIEWER, NULL, "11");
}

static const char *
subject_of(const struct account *who)
{
    return rig_sql_text(arena_printf(
        a, "SELECT subject_filing_id FROM organization WHERE id = '%s'", who->organization_id));
}

/* A change of the subject, handed in and claimed: its task. */
static const char *
moving(const struct account *who, const char *field, const char *value)
{
    struct filing x = {0};
    struct submission submission;

    DONE(rig_begin_of(who, &(struct concern){"subject", "change", subject_of(who)}, &x));
    json_t *data = rig_parse(rig_filing_now(x.id).data);
    json_object_set_new(data, "change", json_object());
    rig_put(data, "change", "changed_on", "2026-11-20");
    rig_put(data, "change", "summary", "迁址");
    rig_put(data, "basic", field, value);
    DONE(rig_save(who, x.id, data));
    DONE(rig_submit(who, x.id, &submission));
    if (submission.is_refused)
        check_stop("%.600s", submission.judged.answer);
    const char *task = rig_task_of(x.id);
    DONE(rig_claim(&first, task));
    return task;
}

static const char *
area_of(const char *filing)
{
    return rig_task_now(rig_task_of(filing)).area;
}

static bool
is_told(const char *filing)
{
    return strstr(rig_history(filing), "rerouted>") != NULL;
}

/* ---- what goes along ------------------------------------------------------------------------- */

static void
what_is_open_goes_along_and_who_cannot_see_it_there_gives_it_back(void)
{
    begin();
    const char *open = rig_submitted(&mover, "algorithm"),
               *seen = rig_submitted(&mover, "algorithm"),
               *unseen = rig_submitted(&mover, "algorithm"),
               *late = rig_submitted(&mover, "algorithm"), *draft = rig_draft(&mover, "algorithm");
    struct account rest = rig_approved_company();
    const char *other = rig_submitted(&rest, "algorithm");

    DONE(rig_claim(&other_first, rig_task_of(seen)));
    DONE(rig_claim(&in_north, rig_task_of(unseen)));
    rig_decided(&first, late, "pass");
    const char *subject = subject_of(&mover), *task = moving(&mover, "area", "310115");
    CHECK_STR(area_of(open), "110108"); /* until it is approved */
    DONE(rig_decide(&first, task, "pass"));

    const char *const along[] = {open, seen, unseen, late};
    for (size_t i = 0; i < LEN(along); i++) {
        CHECK_STR(area_of(along[i]), "310115");
        CHECK(is_told(along[i]));
    }
    CHECK_STR(rig_state_of(seen), "preliminary_review");
    CHECK_STR(rig_task_now(rig_task_of(seen)).claimed_by, other_first.id);
    CHECK_STR(rig_state_of(unseen), "submitted");
    CHECK_STR(rig_task_now(rig_task_of(unseen)).state, "open");
    CHECK_STR(rig_state_of(late), "final_review");
    REFUSED(rig_claim(&in_north, rig_task_of(open)), ERR_NOTFOUND, "not_found");

    CHECK(!is_told(draft) && !is_told(other));
    CHECK_STR(area_of(other), "110108");
    CHECK_STR(rig_history(subject), "create>draft submit>submitted claim>preliminary_review "
                                    "pass>approved amended>approved rerouted>approved");
    CHECK_HAS(rig_sql_text(arena_printf(a,
                                        "SELECT count(*) || ' ' || (SELECT count(*) FROM audit "
                                        "WHERE action = 'filing.reroute' AND object = '%s') FROM "
                                        "event WHERE what = 'rerouted' AND filing_id = '%s'",
                                        subject, subject)),
              "1 1");
}

static void
what_is_handed_in_afterwards_goes_there_of_itself(void)
{
    begin();
    DONE(rig_decide(&first, moving(&mover, "area", "310115"), "pass"));
    const char *id = rig_submitted(&mover, "algorithm");
    CHECK_STR(area_of(id), "310115");
    CHECK(!is_told(id));
}

static void
a_subject_that_changes_otherwise_leaves_what_is_open_where_it_is(void)
{
    begin();
    const char *open = rig_submitted(&mover, "algorithm");
    DONE(rig_decide(&first, moving(&mover, "address", "北京市海淀区示例路 2 号"), "pass"));
    CHECK_STR(area_of(open), "110108");
    CHECK(!is_told(open) && !is_told(subject_of(&mover)));
}

static void
a_move_that_is_refused_moves_nothing(void)
{
    begin();
    const char *open = rig_submitted(&mover, "algorithm");
    DONE(rig_decide(&first, moving(&mover, "area", "310115"), "refuse"));
    CHECK_STR(area_of(open), "110108");
    CHECK(!is_told(open));
}

/* ---- others act meanwhile -------------------------------------------------------------------- */

static void
what_is_taken_meanwhile_is_looked_at_again(void)
{
    begin();
    const char *open = rig_submitted(&mover, "algorithm");
    const char *task = moving(&mover, "area", "310115");
    struct decision x;

    struct casework w = *as(&first);
    CHECK_ERR(rig_decision_decide(&w, task, "pass", &x), OK, &w.fault);
    DONE(rig_claim(&in_north, rig_task_of(open)));
    CHECK_ERR(rig_decision_store(&w, &x), ERR_AGAIN, &w.fault);
    CHECK_STR(area_of(open), "110108");
    CHECK(!is_told(open));

    DONE(rig_decide(&first, task, "pass"));
    CHECK_STR(area_of(open), "310115");
    CHECK_STR(rig_task_now(rig_task_of(open)).state, "open");
}

static void
what_is_handed_in_meanwhile_goes_there_all_the_same(void)
{
    begin();
    const char *task = moving(&mover, "area", "310115");
    struct decision x;

    struct casework w = *as(&first);
    CHECK_ERR(rig_decision_decide(&w, task, "pass", &x), OK, &w.fault);
    const char *id = rig_submitted(&mover, "algorithm");
    CHECK_ERR(rig_decision_store(&w, &x), ERR_AGAIN, &w.fault);
    DONE(rig_decide(&first, task, "pass"));
    CHECK_STR(area_of(id), "310115");
    CHECK(is_told(id));
}

/* ---- declared -------------------------------------------------------------------------------- */

/* The shipped rules, whose routing has that text no more. */
static struct policy *
without(const char *text)
{
    struct policy_limits limits = rig_limits();
    struct bundle *base, *b;
    struct policy *p;
    char *routing;
    size_t n;

    GOOD(file_read("rules/routing.lua", 1 << 16, &routing, &n, &fault));
    char *at = strstr(routing, text);
    if (at == NULL)
        check_stop("routing.lua does not say %s", text);
    memset(at, ' ', strlen(text));
    GOOD(bundle_read(&base, "rules", NULL, &fault));
    GOOD(bundle_with(&b, base, "routing.lua", routing, &fault));
    GOOD(policy_open(&p, b, &limits, &fault));
    struct rule_set x = {.hash = policy_rule_set(p), .files = "{}", .origin = "folder"};
    WRITE(GOOD(store_rule_set_add(s, &x, &fault)));
    bundle_free(base);
    bundle_free(b);
    free(routing);
    return p;
}

static void
where_the_rules_do_not_say_so_everything_stays(void)
{
    struct policy *shipped = rules;

    rules = without("follows = true,");
    begin();
    const char *open = rig_submitted(&mover, "algorithm");
    DONE(rig_decide(&first, moving(&mover, "area", "310115"), "pass"));
    CHECK_STR(area_of(open), "110108");
    CHECK(!is_told(open) && !is_told(subject_of(&mover)));
    policy_close(rules);
    rules = shipped;
}

static const struct check_test tests[] = {
    TEST(what_is_open_goes_along_and_who_cannot_see_it_there_gives_it_back),
    TEST(what_is_handed_in_afterwards_goes_there_of_itself),
    TEST(a_subject_that_changes_otherwise_leaves_what_is_open_where_it_is),
    TEST(a_move_that_is_refused_moves_nothing),
    TEST(what_is_taken_meanwhile_is_looked_at_again),
    TEST(what_is_handed_in_meanwhile_goes_there_all_the_same),
    TEST(where_the_rules_do_not_say_so_everything_stays),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
