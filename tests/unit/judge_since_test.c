/* Law has time: what holds from a day on, and for whom. */
#include "layer_rig.h"

/* A rule that speaks from 2027 on, but for one day on which its case is silent. */
static const char *
since_rule(const char *more)
{
    return arena_printf(
        a,
        "rule {\n"
        "  id = 'test.since', title = '新办法', law = '测试法', severity = 'error',\n"
        "  kinds = { 'subject' }, since = '2027-01-01', %s\n"
        "  reads = { 'clock.today' }, check = function(facts, say)\n"
        "    if facts.clock.today ~= '2027-06-06' then say.at('', '新办法说') end\n"
        "  end }\n",
        more);
}

#define NEW_CASE                                                                                   \
    "case { name = '新案', form = 'subject', today = '2027-01-01',\n"                            \
    "  expect = { findings = { { rule = 'test.since' } } } }\n"

static struct policy *
open_since_first_submission(void)
{
    static const char cases[] =
        NEW_CASE "case { name = '合格的新案', form = 'subject', today = '2027-06-06',\n"
                 "  expect = { absent = { 'test.since' } } }\n"
                 "case { name = '旧案', form = 'subject', today = '2027-01-01',\n"
                 "  facts = { ['/filing/first_submitted_on'] = '2026-12-31' },\n"
                 "  expect = { absent = { 'test.since' } } }\n";

    return layer_open(RIG_FILES("local/checks/x.lua", since_rule("since_of = 'first_submission',"),
                                "local/cases/x.lua", cases));
}

static void
a_filing_first_submitted_before_keeps_the_old_rule(void)
{
    struct policy *p = open_since_first_submission();
    const char *answer = layer_answer(p, "2027-03-01", "2026-12-31");

    CHECK_HAS(answer, "acceptable");
    CHECK_LACKS(answer, "新办法说");
    policy_close(p);
}

static void
a_filing_first_submitted_on_the_day_meets_the_new_rule(void)
{
    struct policy *p = open_since_first_submission();
    CHECK_HAS(layer_answer(p, "2027-03-01", "2027-01-01"), "新办法说");
    policy_close(p);
}

static void
a_filing_never_submitted_goes_by_today(void)
{
    struct policy *p = open_since_first_submission();

    CHECK_HAS(layer_answer(p, "2027-01-01", NULL), "新办法说");
    CHECK_LACKS(layer_answer(p, "2026-12-31", NULL), "新办法说");
    policy_close(p);
}

static void
cases_can_say_it(void)
{
    struct policy *p = open_since_first_submission();
    struct fault f = {0};
    const char *report;

    CHECK_ERR(policy_test(p, a, &report, &f), OK, &f);
    policy_close(p);
}

static void
without_since_of_today_counts(void)
{
    struct policy *p =
        layer_open(RIG_FILES("local/checks/x.lua", since_rule(""), "local/cases/x.lua", NEW_CASE));

    CHECK_HAS(layer_answer(p, "2027-03-01", "2026-12-31"), "新办法说");
    CHECK_LACKS(layer_answer(p, "2026-12-31", NULL), "新办法说");
    policy_close(p);
}

/* ---- fields ---------------------------------------------------------------------------------- */

static struct policy *
open_fields(void)
{
    return layer_open(RIG_FILES(
        "local/forms/x.lua",
        AMEND(FIELD("old", "required = true, since = '2027-01-01', since_of = 'first_submission'"))
            AMEND(FIELD("now", "required_when = when('总要', { reads = { 'basic.name' } }, "
                               "function() return true end), "
                               "since = '2027-01-01'"))));
}

static void
a_field_is_required_from_its_day_on_and_not_before(void)
{
    struct policy *p = open_fields();

    CHECK_HAS(layer_answer(p, "2026-12-31", NULL), "\"acceptable\"");
    CHECK_HAS(layer_answer(p, "2027-01-01", NULL), "/basic/old");
    CHECK_HAS(layer_answer(p, "2027-01-01", NULL), "/basic/now");
    policy_close(p);
}

static void
a_filing_first_submitted_before_keeps_the_old_form(void)
{
    struct policy *p = open_fields();
    const char *answer = layer_answer(p, "2027-01-01", "2026-12-31");

    CHECK_LACKS(answer, "/basic/old");
    CHECK_HAS(answer, "/basic/now");
    policy_close(p);
}

static void
the_schema_says_since_when_and_requires_it_of_nobody(void)
{
    struct policy *p = open_fields();
    const json_t *basic = rig_at(policy_manifest(p), "/forms/subject/schema/properties/basic");

    CHECK_STR(rig_text(basic, "/properties/old/x-since"), "2027-01-01");
    CHECK_INT(json_array_size(rig_at(basic, "/required")), 1);
    policy_close(p);
}

static const struct check_test tests[] = {
    TEST(a_filing_first_submitted_before_keeps_the_old_rule),
    TEST(a_filing_first_submitted_on_the_day_meets_the_new_rule),
    TEST(a_filing_never_submitted_goes_by_today),
    TEST(cases_can_say_it),
    TEST(without_since_of_today_counts),
    TEST(a_field_is_required_from_its_day_on_and_not_before),
    TEST(a_filing_first_submitted_before_keeps_the_old_form),
    TEST(the_schema_says_since_when_and_requires_it_of_nobody),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
