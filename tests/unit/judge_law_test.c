/* The law that a set declares: what the manifest says of it, and what a local layer makes of it. */
#include "flow_rig.h"

/* ---- the shipped set ------------------------------------------------------------------------- */

static json_t *shipped;

static void
open_shipped(void)
{
    struct policy *p;

    if (shipped)
        return;
    p = rig_policy_of("rules");
    shipped = json_deep_copy(policy_manifest(p));
    policy_close(p);
}

static void
every_word_is_listed_with_where_it_stands(void)
{
    static const char *const lists[] = {"roles",  "actions",     "events", "kinds", "stages",
                                        "states", "transitions", "gates",  "series"};
    open_shipped();
    for (size_t i = 0; i < LEN(lists); i++) {
        const json_t *rows = json_object_get(json_object_get(shipped, "law"), lists[i]);
        size_t n;
        json_t *row;

        check_about("%s", lists[i]);
        CHECK_LEAST(json_array_size(rows), 1);
        json_array_foreach(rows, n, row) CHECK(str_starts(json_str(row, "source"), "rules/"));
    }
}

static void
labels_belong_to_a_kind_and_a_state(void)
{
    static const char *const labels[][3] = {{"subject", "approved", "资质初审通过"},
                                            {"algorithm", "approved", "已备案"},
                                            {"subject", "refused", "资质初审未通过"},
                                            {"algorithm", "refused", "不予备案"},
                                            {"subject", "submitted", "待审核"}};
    open_shipped();
    for (size_t i = 0; i < LEN(labels); i++)
        CHECK_STR(
            json_str(flow_row(shipped, "states", "kind", labels[i][0], "code", labels[i][1], NULL),
                     "label"),
            labels[i][2]);
    const json_t *row = flow_row(shipped, "states", "kind", "algorithm", "code", "submitted", NULL);
    CHECK_STR(json_str(json_object_get(row, "labels"), "change"), "变更待审核");
    CHECK_STR(json_str(json_object_get(row, "labels"), "deregister"), "注销待审核");
}

static void
a_kind_has_only_the_states_that_it_gets_to(void)
{
    open_shipped();
    CHECK(flow_row(shipped, "states", "kind", "algorithm", "code", "final_review", NULL) != NULL);
    CHECK(flow_row(shipped, "states", "kind", "subject", "code", "final_review", NULL) == NULL);
    CHECK(flow_row(shipped, "states", "kind", "subject", "code", "revoked", NULL) == NULL);
}

static void
transitions_are_told_for_each_kind(void)
{
    size_t i;
    json_t *row;

    open_shipped();
    json_array_foreach(json_object_get(json_object_get(shipped, "law"), "transitions"), i, row)
        CHECK(!str_is(json_str(row, "kind"), "*"));

    const json_t *pass = flow_row(shipped, "transitions", "on", "pass", "kind", "algorithm", "from",
                                  "final_review", NULL);
    CHECK_STR(flow_member(pass, "to"), "\"approved\"");
    CHECK_STR(flow_member(pass, "action"), "\"initial\"");
    CHECK_STR(flow_member(pass, "who"), "[\"final_reviewer\"]");
    CHECK_STR(flow_member(pass, "when"), "[]");
    CHECK_STR(flow_member(pass, "does"), "[\"number\",\"publish\"]");
    CHECK_STR(flow_member(pass, "since"), "null");
    CHECK_STR(flow_member(pass, "law"), "\"算法推荐管理规定 25\"");
    CHECK_STR(flow_member(flow_row(shipped, "transitions", "on", "revoke", NULL), "law"),
              "\"算法推荐管理规定 33.1\"");
}

/* ---- conditions of a transition -------------------------------------------------------------- */

#define EARLY_PASS "transition { on = 'pass', kind = 'algorithm', from = 'early'"
/* Before the pass to the second stage one of its own, whose condition that is. */
#define ANOTHER(rest)                                                                              \
    {                                                                                              \
        EARLY_PASS, "transition { on = 'pass', kind = 'algorithm', from = 'early', to = 'no', "    \
                    "who = FIRST, " rest " }\n" EARLY_PASS                                         \
    }

struct condition {
    const char *name, *when, *out;
};
static const struct condition conditions[] = {
    {"a_code", "when = { ['filing.data.basic.colour'] = 'red' }",
     "[{\"path\":\"/filing/data/basic/colour\",\"in\":[\"red\"]}]"},
    {"one_of_some_codes", "when = { ['filing.data.basic.colour'] = { 'red', 'blue' } }",
     "[{\"path\":\"/filing/data/basic/colour\",\"in\":[\"red\",\"blue\"]}]"},
    {"a_yes", "when = { ['filing.data.basic.loud'] = true }",
     "[{\"path\":\"/filing/data/basic/loud\",\"in\":[true]}]"},
    {"a_no", "when = { ['filing.data.basic.loud'] = false }",
     "[{\"path\":\"/filing/data/basic/loud\",\"in\":[false]}]"},
    {"one_of_what_is_chosen_and_a_no",
     "when = { ['filing.data.basic.tints'] = 'blue', ['filing.data.basic.loud'] = false }",
     "[{\"path\":\"/filing/data/basic/loud\",\"in\":[false]},"
     "{\"path\":\"/filing/data/basic/tints\",\"in\":[\"blue\"]}]"},
};

static void
a_condition_is_told_as_a_pointer_and_values(void)
{
    for (size_t i = 0; i < LEN(conditions); i++) {
        const char *more = arena_printf(
            a,
            "transition { on = 'pass', kind = 'algorithm', from = 'early', to = 'no', who = "
            "FIRST, %s }\n" EARLY_PASS,
            conditions[i].when);
        const struct flow_edit edit[FLOW_EDITS] = {{EARLY_PASS, more}};
        json_t *m = flow_manifest(flow_files(flow_edited(RIG_SET "/workflow.lua", edit)));

        check_about("%s", conditions[i].name);
        const json_t *row = flow_row(m, "transitions", "on", "pass", "to", "no", NULL);
        json_t *wanted = rig_parse(conditions[i].out);
        CHECK(row && json_equal(json_object_get(row, "when"), wanted));
    }
}

struct refusal {
    const char *name;
    struct flow_edit edit[FLOW_EDITS];
    const char *says;
};
static const struct refusal refusals[] = {
    {"a_field_that_is_none",
     {ANOTHER("when = { ['filing.data.basic.color'] = 'red' }")},
     "kind algorithm 的表单没有 filing.data.basic.color"},
    {"a_section_that_is_none",
     {ANOTHER("when = { ['filing.data.base.colour'] = 'red' }")},
     "的表单没有 filing.data.base.colour"},
    {"a_section",
     {ANOTHER("when = { ['filing.data.basic'] = 'red' }")},
     "的表单没有 filing.data.basic"},
    {"what_is_not_filed",
     {ANOTHER("when = { ['organization.name'] = 'red' }")},
     "的表单没有 organization.name"},
    {"a_code_that_is_none",
     {ANOTHER("when = { ['filing.data.basic.colour'] = 'green' }")},
     "词表 colour 没有代码 green；有 blue、red"},
    {"a_code_among_others_that_is_none",
     {ANOTHER("when = { ['filing.data.basic.colour'] = { 'red', 'green' } }")},
     "没有代码 green"},
    {"no_code",
     {ANOTHER("when = { ['filing.data.basic.colour'] = {} }")},
     "应为一个代码，或代码的列表"},
    {"codes_by_name",
     {ANOTHER("when = { ['filing.data.basic.colour'] = { x = 'red' } }")},
     "应为一个代码，或代码的列表"},
    {"a_code_for_a_yes",
     {ANOTHER("when = { ['filing.data.basic.loud'] = 'yes' }")},
     "应为 true 或 false，现为 yes"},
    {"a_yes_for_a_code",
     {ANOTHER("when = { ['filing.data.basic.colour'] = true }")},
     "没有代码 true"},
    {"a_text",
     {ANOTHER("when = { ['filing.data.basic.name'] = '甲' }")},
     "只能比较 choice、choices、boolean 字段，这个字段是 text"},
    {"nothing", {ANOTHER("when = {}")}, "没有写任何条件"},
    {"what_nobody_derives",
     {ANOTHER("when = { ['derived.risk'] = 'high' }")},
     "没有声明 derived.risk"},
    {"a_condition_and_nothing_else",
     {{"from = 'early', to = 'late', who = FIRST",
       "from = 'early', to = 'late', who = FIRST, when = { ['filing.data.basic.loud'] = true }"}},
     "kind algorithm 的 when 不成立时没有去处"},
    {"a_condition_that_comes_too_late",
     {{"transition { on = 'claim', kind = 'algorithm'",
       "transition { on = 'pass', kind = 'algorithm', from = 'early', to = 'no', who = FIRST, when "
       "= "
       "{ ['filing.data.basic.loud'] = true } }\ntransition { on = 'claim', kind = 'algorithm'"}},
     "永远走不到"},
};

static void
a_condition_is_refused(const void *row)
{
    const struct refusal *r = row;
    const char *text = flow_edited(RIG_SET "/workflow.lua", r->edit);
    const char *at = "transition { on = 'pass', kind = 'algorithm', from = 'early', to = 'no'";

    if (str_is(r->name, "a_condition_and_nothing_else"))
        at = EARLY_PASS;
    flow_check_refused(flow_files(text), flow_place("rules/workflow.lua", text, at), r->says);
}

/* ---- actions and days ------------------------------------------------------------------------ */

static void
what_speaks_of_one_action_is_tried_before_what_speaks_of_all(void)
{
    const struct flow_edit edit[FLOW_EDITS] = {
        {"action { code", "action { code = 'change', label = '变更' }\naction { code"},
        {"actions = { 'initial' }, initial = 'draft',\n  series",
         "actions = { 'initial', 'change' }, initial = 'draft',\n  series"},
        {"transition { on = 'claim', kind = 'algorithm'",
         "transition { on = 'pass', kind = 'algorithm', action = 'change', from = 'early', to = "
         "'no', "
         "who = FIRST }\ntransition { on = 'claim', kind = 'algorithm'"}};
    json_t *m = flow_manifest(flow_files(flow_edited(RIG_SET "/workflow.lua", edit)));

    CHECK_LEAST(flow_tried(m, "algorithm", "late"), flow_tried(m, "algorithm", "no") + 1);
}

static void
one_way_may_end_on_the_day_that_another_begins(void)
{
    const struct flow_edit edit[FLOW_EDITS] = {
        {"from = 'early', to = 'late', who = FIRST }",
         "from = 'early', to = 'late', who = FIRST, ['until'] = '2027-01-01' }\n"
         "transition { on = 'pass', kind = 'algorithm', from = 'early', to = 'no', who = FIRST, "
         "since "
         "= '2027-01-01' }"}};
    json_t *m = flow_manifest(flow_files(flow_edited(RIG_SET "/workflow.lua", edit)));
    const json_t *row =
        flow_row(m, "transitions", "on", "pass", "from", "early", "to", "late", NULL);

    CHECK_STR(flow_member(row, "until"), "\"2027-01-01\"");
    CHECK_STR(flow_member(row, "since"), "null");
    CHECK_STR(flow_member(flow_row(m, "transitions", "on", "pass", "to", "no", NULL), "since"),
              "\"2027-01-01\"");
}

/* ---- several series -------------------------------------------------------------------------- */

/* The subject is numbered, too, and passes two stages; its numbers are told by their prefix. */
static void
each_series_has_its_own_numbers(void)
{
    const struct flow_edit edit[FLOW_EDITS] = {
        {"single = true,", "single = true, series = 'subject',"},
        {"kind = 'algorithm', from", "kind = '*', from"},
        {"transition {\n  on = 'pass', kind = 'subject', from = 'early', to = 'standing', who = "
         "FIRST, "
         "does = { 'admit' },\n}\n",
         ""}};
    static const char more[] =
        "numbering { series = 'subject', title = '主体编号', law = '测试法', prefix = '主', suffix "
        "= "
        "'体', reads = { 'clock.today' },\n  compose = function() return '7' end,\n"
        "  parse = function(text, prefix)\n    if string.starts(text, prefix) then return '7' end\n"
        "    return nil, '不是主体编号'\n  end }\n";
    const struct flow_edit numbers[FLOW_EDITS] = {
        {"numbering {", arena_printf(a, "%snumbering {", more)}};
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};
    const char *answer = "";

    const char *workflow = flow_edited(RIG_SET "/workflow.lua", edit);
    const char *numbering = flow_edited(RIG_SET "/numbering.lua", numbers);
    CHECK_ERR(
        rig_bundle_of(&b, RIG_FILES("workflow.lua", workflow, "numbering.lua", numbering), &f), OK,
        &f);
    CHECK_ERR(policy_open(&p, b, &limits, &f), OK, &f);
    CHECK_ERR(policy_ask(p, a, POLICY_NUMBER, "{\"text\":\"主7\"}", &answer, &f), OK, &f);
    CHECK_HAS(answer, "\"series\":\"subject\"");
    CHECK_HAS(answer, "\"number\":\"主7体\"");
    CHECK_ERR(policy_ask(p, a, POLICY_NUMBER, "{\"text\":\"42\"}", &answer, &f), OK, &f);
    CHECK_HAS(answer, "\"series\":\"algorithm\"");
    CHECK_ERR(
        policy_ask(p, a, POLICY_NUMBER, "{\"text\":\"主7\",\"series\":\"algorithm\"}", &answer, &f),
        OK, &f);
    CHECK_HAS(answer, "malformed");
    policy_close(p);
    bundle_free(b);
}

static const struct check_test tests[] = {
    TEST(every_word_is_listed_with_where_it_stands),
    TEST(labels_belong_to_a_kind_and_a_state),
    TEST(a_kind_has_only_the_states_that_it_gets_to),
    TEST(transitions_are_told_for_each_kind),
    TEST(a_condition_is_told_as_a_pointer_and_values),
    TEST_EACH(a_condition_is_refused, refusals),
    TEST(what_speaks_of_one_action_is_tried_before_what_speaks_of_all),
    TEST(one_way_may_end_on_the_day_that_another_begins),
    TEST(each_series_has_its_own_numbers),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    int failed = check_main(argc, argv, tests, LEN(tests));
    json_decref(shipped);
    return failed;
}
