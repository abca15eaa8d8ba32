/* A judge is asked: what it answers, what it refuses, and sets that do not load. */
#include "policy_rig.h"

/* ---- answers --------------------------------------------------------------------------------- */

static void
a_filing_is_decided(void)
{
    struct policy *p = rig_policy(NULL, NULL, NULL);
    struct fault f = {0};
    const char *answer = NULL;

    CHECK_ERR(policy_ask(p, a, POLICY_JUDGE, RIG_FACTS, &answer, &f), OK, &f);
    CHECK_HAS(answer, "\"acceptable\"");
    CHECK_HAS(answer, policy_rule_set(p));
    CHECK_HAS(answer, policy_engine());
    policy_close(p);
}

static void
two_judges_answer_byte_for_byte_alike(void)
{
    struct policy *p = rig_policy(NULL, NULL, NULL), *q = rig_policy(NULL, NULL, NULL);
    struct fault f = {0};
    const char *first = NULL, *answer = NULL;

    CHECK_ERR(policy_ask(q, a, POLICY_JUDGE, RIG_FACTS, &first, &f), OK, &f);
    for (int i = 0; i < 51; i++) {
        CHECK_ERR(policy_ask(p, a, POLICY_JUDGE, RIG_FACTS, &answer, &f), OK, &f);
        CHECK_STR(answer, first);
    }
    policy_close(p);
    policy_close(q);
}

struct question {
    const char *name, *facts;
    enum err err;
    const char *code; /* NULL: any */
};
static const struct question questions[] = {
    {"with_a_key_twice_are_refused", "{\"filing\":{},\"filing\":{}}", ERR_INPUT,
     "json_duplicate_key"},
    {"that_are_no_object_are_refused", "[]", ERR_INPUT, NULL},
    {"without_a_filing_are_a_clean_fault", "{}", ERR_RULE, "rule_error"},
};

/* Facts that are refused cost no judge. */
static void
facts(const void *row)
{
    const struct question *q = row;
    struct policy *p = rig_policy(NULL, NULL, NULL);
    struct fault f = {0};
    const char *answer = NULL;
    pid_t judge = rig_child();

    CHECK_ERR(policy_ask(p, a, POLICY_JUDGE, q->facts, &answer, &f), q->err, &f);
    CHECK_STR(f.code, q->code ? q->code : f.code);
    rig_check_answers(p);
    CHECK_INT(rig_child(), judge);
    policy_close(p);
}

static void
facts_with_thousands_of_keys_are_taken(void)
{
    struct policy *p = rig_policy(NULL, NULL, NULL);
    struct buf wide = BUF(a);
    struct fault f = {0};
    const char *answer = NULL;

    buf_puts(&wide, "{\"text\":\"42\"");
    for (int i = 0; i < 5000; i++)
        buf_printf(&wide, ",\"k%d\":[{\"a\":1.5}]", i);
    buf_puts(&wide, "}");

    CHECK_ERR(policy_ask(p, a, POLICY_NUMBER, wide.p, &answer, &f), OK, &f);
    /* These are hashed, and there is no filing in them. */
    CHECK_REFUSED(policy_ask(p, a, POLICY_JUDGE, wide.p, &answer, &f), ERR_RULE, "rule_error", &f);
    rig_check_answers(p);
    policy_close(p);
}

static void
the_manifest_has_the_forms(void)
{
    struct policy *p = rig_policy(NULL, NULL, NULL);
    CHECK(json_is_object(rig_at(policy_manifest(p), "/forms/subject")));
    policy_close(p);
}

/* ---- cases ----------------------------------------------------------------------------------- */

static void
the_cases_of_the_set_pass(void)
{
    struct policy *p = rig_policy(NULL, NULL, NULL);
    struct fault f = {0};
    const char *report = NULL;

    CHECK_ERR(policy_test(p, a, &report, &f), OK, &f);
    CHECK_HAS(report, "\"failed\":0");
    policy_close(p);
}

static void
a_case_that_fails_is_named_and_comes_with_the_report(void)
{
    static const char upside_down[] =
        "case { name = '说反了', form = 'subject', rule = 'test.hostile', at = '/basic/name',\n"
        "  rejects = { '好' } }";
    struct policy *p = rig_policy("cases/hostile.lua", upside_down, NULL);
    struct fault f = {0};
    const char *report = NULL;

    CHECK_REFUSED(policy_test(p, a, &report, &f), ERR_RULE, "rule_case", &f);
    CHECK_HAS(f.text, "说反了");
    CHECK_HAS(f.where, "cases/hostile.lua:1");
    CHECK_HAS(report, "\"failed\":1");
    policy_close(p);
}

/* ---- sets that do not load ------------------------------------------------------------------- */

struct broken {
    const char *name, *path, *text, *where, *says;
};
static const struct broken broken[] = {
    {"with_an_unknown_field_names_file_and_line", RIG_CHECK,
     "-- 一\nrule {\n  id = 'x',\n  banana = 1,\n}\n", "rules/checks/hostile.lua:2", "banana"},
    {"that_raises_names_file_and_line", RIG_CHECK, "local x = 1\nreturn x.y.z\n",
     "rules/checks/hostile.lua:2", ""},
    {"that_returns_its_declaration_keeps_the_line", RIG_CHECK, "return rule {\n  id = 'x',\n}\n",
     "rules/checks/hostile.lua:1", ""},
    {"with_a_file_in_no_place_is_refused", "stray.lua", "return 1", "rules/stray.lua:1", ""},
};

static void
a_set(const void *row)
{
    const struct broken *x = row;
    struct policy *p = (struct policy *)&p; /* anything but NULL */
    struct fault f = {0};

    CHECK_REFUSED(rig_policy_open(&p, x->path, x->text, NULL, &f), ERR_RULE, "rule_error", &f);
    CHECK_STR(f.where, x->where);
    CHECK_HAS(f.text, x->says);
    CHECK(p == NULL);
    CHECK(rig_is_childless());
}

static const struct check_test tests[] = {
    TEST(a_filing_is_decided),
    TEST(two_judges_answer_byte_for_byte_alike),
    TEST_EACH(facts, questions),
    TEST(facts_with_thousands_of_keys_are_taken),
    TEST(the_manifest_has_the_forms),
    TEST(the_cases_of_the_set_pass),
    TEST(a_case_that_fails_is_named_and_comes_with_the_report),
    TEST_EACH(a_set, broken),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
