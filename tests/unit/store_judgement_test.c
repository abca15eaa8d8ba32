/* One process: judgements by number, how often rules have spoken. */
#include "store_rig.h"

static struct judgement
new_judgement(const char *filing_id, const char *verdict)
{
    return (struct judgement){.filing_id = filing_id,
                              .version = 1,
                              .occasion = "submit",
                              .verdict = verdict,
                              .facts = "{\"clock\":{}}",
                              .facts_hash = "f",
                              .answer = "{\"findings\":[]}",
                              .rule_set = "r",
                              .engine = "e",
                              .judged_by = rig_filer.id,
                              .judged_at = 17};
}

static void
judgements_have_a_number_within_their_filing_and_an_order_among_all(void)
{
    struct filing one = rig_added_filing(), two = rig_added_filing();
    struct judgement x = new_judgement(one.id, "not_acceptable"),
                     y = new_judgement(two.id, "acceptable"), found, *rows;
    struct judgement_query q = {.filing_id = one.id, .is_with_refused = true, .limit = 2};
    int n;

    CHECK_ERR(store_judgement_newest(s, a, one.id, &found, &fault), ERR_NOTFOUND, &fault);
    for (int i = 1; i <= 3; i++) {
        WRITE({
            GOOD(store_judgement_add(s, &x, &fault));
            GOOD(store_judgement_add(s, &y, &fault));
        });
        CHECK_INT(x.n, i);
        CHECK_INT(y.n, i);
        CHECK_INT(y.ord, x.ord + 1);
    }

    GOOD(store_judgement_newest(s, a, one.id, &found, &fault));
    CHECK_INT(found.n, 3);
    CHECK_STR(found.verdict, "not_acceptable");

    GOOD(store_judgement_load(s, a, two.id, 2, &found, &fault));
    CHECK_STR(found.facts, "{\"clock\":{}}");
    CHECK_STR(found.answer, "{\"findings\":[]}");
    CHECK_STR(found.judged_by, rig_filer.id);
    CHECK(found.outcome_hash == NULL);
    CHECK_ERR(store_judgement_load(s, a, two.id, 4, &found, &fault), ERR_NOTFOUND, &fault);

    GOOD(store_judgement_list(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 2);
    CHECK_INT(rows[0].n, 3);
    CHECK(rows[0].facts == NULL);
    CHECK(rows[0].answer == NULL);
    q.cursor = arena_printf(a, "%ld", rows[1].n);
    GOOD(store_judgement_list(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 1);
    CHECK_INT(rows[0].n, 1);

    q = (struct judgement_query){.filing_id = one.id, .limit = 2}; /* of refused submits: none */
    GOOD(store_judgement_list(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 0);
    q.filing_id = two.id;
    GOOD(store_judgement_list(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 2);
}

static enum err
fire(const char *rule_set, const struct id_list *rules, int64_t at)
{
    return store_firings_add(s, rule_set, rules, at, &fault);
}

static void
firing_counts_judgements_and_keeps_the_newest_time(void)
{
    struct rule_set set = {.hash = "set-one", .files = "{}", .origin = "folder", .added_at = 1};
    const char *rules[] = {"form.required", "contact.mobile"};
    struct firing *rows;
    int n;

    WRITE({
        GOOD(store_rule_set_add(s, &set, &fault));
        GOOD(fire("set-one", &(struct id_list){rules, 1}, 20));
        GOOD(fire("set-one", &(struct id_list){rules, 1}, 10));
        GOOD(fire("set-one", &(struct id_list){rules + 1, 1}, 30));
        CHECK_ERR(fire("set-unknown", &(struct id_list){rules, 2}, 1), ERR_CONFLICT, &fault);
        GOOD(fire("set-unknown", &(struct id_list){rules, 0}, 1));
    });
    GOOD(store_firing_list(s, a, "set-one", &rows, &n, &fault));
    CHECK_INT(n, 2);
    CHECK_STR(rows[0].rule, "contact.mobile");
    CHECK_STR(rows[1].rule, "form.required");
    CHECK_INT(rows[1].n, 2);
    CHECK_INT(rows[1].last_at, 20);
    GOOD(store_firing_list(s, a, "set-unknown", &rows, &n, &fault));
    CHECK_INT(n, 0);
}

static void
rules_that_spoke_in_one_judgement_are_counted_by_one_statement(void)
{
    struct rule_set set = {.hash = "set-two", .files = "{}", .origin = "folder", .added_at = 1};
    const char *rules[] = {"a.one", "a \"quoted\" two", "规则.三"};
    struct firing *rows;
    int n;

    WRITE(GOOD(store_rule_set_add(s, &set, &fault)));
    WRITE({
        (void)rig_statements();
        GOOD(fire("set-two", &(struct id_list){rules, 3}, 20));
        CHECK_INT(rig_statements(), 1);
    });
    GOOD(store_firing_list(s, a, "set-two", &rows, &n, &fault));
    CHECK_INT(n, 3);
    CHECK_STR(rows[0].rule, "a \"quoted\" two");
    CHECK_STR(rows[2].rule, "规则.三");
    CHECK_INT(rows[2].n, 1);
}

static const struct check_test tests[] = {
    TEST(judgements_have_a_number_within_their_filing_and_an_order_among_all),
    TEST(firing_counts_judgements_and_keeps_the_newest_time),
    TEST(rules_that_spoke_in_one_judgement_are_counted_by_one_statement),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
