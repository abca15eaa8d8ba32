/* The law that a set declares: what the manifest says of it, and what a local layer makes of it. */
#include "flow_rig.h"

#define COLOURS                                                                                    \
    "vocabulary { id = 'colour', title = '颜色', law = '测试法',\n"                           \
    "  items = { { code = 'red', label = '红' }, { code = 'blue', label = '蓝' } } }\n"
#define FORM_MORE                                                                                   \
    "    field { name = 'colour', label = '颜色', type = 'choice', choices = 'colour', required " \
    "= true,\n      visibility = 'public', help = '选', example = 'red' },\n"                      \
    "    field { name = 'loud', label = '响', type = 'boolean', required = false,\n"               \
    "      visibility = 'public', help = '选', example = true },\n"                                \
    "    field { name = 'tints', label = '杂色', type = 'choices', choices = 'colour', required " \
    "= false,\n      visibility = 'public', help = '选', example = { 'red' } },\n"

/* The test set, whose algorithm form has something to compare, with that workflow. */
static const char *const *
files_with(const char *workflow)
{
    static const struct flow_edit form[FLOW_EDITS] = {{"    field {", FORM_MORE "    field {"}};
    const char **files = arena_alloc(a, 7 * sizeof *files);

    files[0] = "workflow.lua", files[1] = workflow;
    files[2] = "vocabulary.lua", files[3] = COLOURS;
    files[4] = "forms/algorithm.lua", files[5] = flow_edited(RIG_SET "/forms/algorithm.lua", form);
    return files;
}

/* The row of a list of the law whose members are those: key, value, …, NULL; NULL without one. */
static const json_t *
row_of(const json_t *manifest, const char *list, ...)
{
    const json_t *rows = json_object_get(json_object_get(manifest, "law"), list);
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row)
    {
        va_list wanted;
        const char *key;
        bool fits = true;

        va_start(wanted, list);
        while ((key = va_arg(wanted, const char *)) != NULL)
            fits &= str_is(json_str(row, key), va_arg(wanted, const char *));
        va_end(wanted);
        if (fits)
            return row;
    }
    return NULL;
}

static const char *
member(const json_t *row, const char *name)
{
    return row ? json_text(a, json_object_get(row, name)) : "no row";
}

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
            json_str(row_of(shipped, "states", "kind", labels[i][0], "code", labels[i][1], NULL),
                     "label"),
            labels[i][2]);
}

static void
a_kind_has_only_the_states_that_it_gets_to(void)
{
    open_shipped();
    CHECK(row_of(shipped, "states", "kind", "algorithm", "code", "final_review", NULL) != NULL);
    CHECK(row_of(shipped, "states", "kind", "subject", "code", "final_review", NULL) == NULL);
    CHECK(row_of(shipped, "states", "kind", "subject", "code", "revoked", NULL) == NULL);
}

static void
transitions_are_told_for_each_kind(void)
{
    size_t i;
    json_t *row;

    open_shipped();
    json_array_foreach(json_object_get(json_object_get(shipped, "law"), "transitions"), i, row)
        CHECK(!str_is(json_str(row, "kind"), "*"));

    const json_t *pass = row_of(shipped, "transitions", "on", "pass", "kind", "algorithm", "from",
                                "final_review", NULL);
    CHECK_STR(member(pass, "to"), "\"approved\"");
    CHECK_STR(member(pass, "action"), "\"*\"");
    CHECK_STR(member(pass, "who"), "[\"final_reviewer\"]");
    CHECK_STR(member(pass, "when"), "[]");
    CHECK_STR(member(pass, "does"), "[\"number\",\"publish\"]");
    CHECK_STR(member(pass, "since"), "null");
    CHECK_STR(member(pass, "law"), "\"算法推荐管理规定 25\"");
    CHECK_STR(member(row_of(shipped, "transitions", "on", "revoke", NULL), "law"),
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
        json_t *m = flow_manifest(files_with(flow_edited(RIG_SET "/workflow.lua", edit)));

        check_about("%s", conditions[i].name);
        const json_t *row = row_of(m, "transitions", "on", "pass", "to", "no", NULL);
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
    flow_check_refused(files_with(text), flow_place("rules/workflow.lua", text, at), r->says);
}

/* ---- actions and days ------------------------------------------------------------------------ */

static size_t
place_of(const json_t *manifest, const char *kind, const char *to)
{
    size_t i;
    json_t *row;

    json_array_foreach(json_object_get(json_object_get(manifest, "law"), "transitions"), i, row)
    {
        if (str_is(json_str(row, "on"), "pass") && str_is(json_str(row, "from"), "early") &&
            str_is(json_str(row, "kind"), kind) && str_is(json_str(row, "to"), to))
            return i;
    }
    return SIZE_MAX;
}

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
    json_t *m = flow_manifest(files_with(flow_edited(RIG_SET "/workflow.lua", edit)));

    CHECK_LEAST(place_of(m, "algorithm", "late"), place_of(m, "algorithm", "no") + 1);
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
    json_t *m = flow_manifest(files_with(flow_edited(RIG_SET "/workflow.lua", edit)));
    const json_t *row = row_of(m, "transitions", "on", "pass", "from", "early", "to", "late", NULL);

    CHECK_STR(member(row, "until"), "\"2027-01-01\"");
    CHECK_STR(member(row, "since"), "null");
    CHECK_STR(member(row_of(m, "transitions", "on", "pass", "to", "no", NULL), "since"),
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

/* ---- a local layer --------------------------------------------------------------------------- */

static json_t *
locally(const char *text)
{
    return flow_manifest(RIG_FILES("local/workflow.ours.lua", text));
}

static void
a_local_word_takes_the_place_of_one(void)
{
    json_t *m =
        locally("state { code = 'waiting', label = '等候', standing = 'review', stage = 'early',\n"
                "  reason = '本省的叫法' }\n"
                "state { kind = 'subject', code = 'no', label = '未通过', standing = 'over' }\n"
                "event { code = 'refuse', label = '驳回', verb = 'refuse' }\n"
                "transition { on = 'refuse', kind = 'subject', from = 'early', to = 'no', who = { "
                "'first' }, "
                "law = '测试法', since = '2020-01-01' }\n"
                "transition { on = 'refuse', kind = 'subject', from = 'early', to = 'gone', who = "
                "{ 'first' "
                "}, ['until'] = '2020-01-01' }\n");

    CHECK_STR(member(row_of(m, "states", "kind", "subject", "code", "waiting", NULL), "label"),
              "\"等候\"");
    CHECK_STR(member(row_of(m, "states", "kind", "subject", "code", "no", NULL), "label"),
              "\"未通过\"");
    CHECK_STR(member(row_of(m, "states", "kind", "algorithm", "code", "no", NULL), "label"),
              "\"不予\"");
    CHECK_STR(member(row_of(m, "events", "code", "refuse", NULL), "label"), "\"驳回\"");
    CHECK_STR(member(row_of(m, "transitions", "on", "refuse", "kind", "subject", "to", "no", NULL),
                     "source"),
              "\"rules.local/workflow.ours.lua:5\"");
    CHECK(str_starts(json_str(row_of(m, "transitions", "on", "refuse", "kind", "algorithm", "from",
                                     "early", NULL),
                              "source"),
                     "rules/workflow.lua"));

    const json_t *declared = rulekit_declared(m, "transition.refuse.subject.early.no");
    CHECK_STR(json_str(declared, "layer"), "local");
    CHECK_STR(json_str(json_object_get(declared, "overrides"), "file"), "rules/workflow.lua");
    CHECK_STR(json_str(rulekit_declared(m, "state.waiting"), "reason"), "本省的叫法");
}

static void
a_local_way_is_tried_before_those_of_the_base(void)
{
    const char *const *base =
        files_with(flow_edited(RIG_SET "/workflow.lua", (struct flow_edit[FLOW_EDITS]){{0}}));
    json_t *m =
        flow_manifest(RIG_FILES(base[2], base[3], base[4], base[5], "local/workflow.ours.lua",
                                "transition { on = 'pass', kind = 'algorithm', from = 'early', to "
                                "= 'no', who = { 'first' },\n"
                                "  when = { ['filing.data.basic.loud'] = true } }\n"));

    CHECK(place_of(m, "algorithm", "no") < place_of(m, "algorithm", "late"));
}

static void
a_third_stage_is_added_locally(void)
{
    json_t *m = locally(
        "role { code = 'third', label = '技术人员' }\n"
        "stage { code = 'technical', label = '技术', role = 'third' }\n"
        "state { code = 'technical', label = '技术审核中', standing = 'review', stage = "
        "'technical' }\n"
        "transition { on = 'pass', kind = 'algorithm', from = 'early', to = 'late', drop = true, "
        "reason = '先技术审核' }\n"
        "transition { on = 'pass', kind = 'algorithm', from = 'early', to = 'technical', who = { "
        "'first' } }\n"
        "transition { on = 'claim', kind = 'algorithm', from = 'technical', to = 'technical', who "
        "= { "
        "'third' } }\n"
        "transition { on = 'release', kind = 'algorithm', from = 'technical', to = 'technical', "
        "who = "
        "{ 'third' } }\n"
        "transition { on = 'pass', kind = 'algorithm', from = 'technical', to = 'late', who = { "
        "'third' } }\n"
        "transition { on = 'return', kind = 'algorithm', from = 'technical', to = 'draft', who = { "
        "'third' } }\n"
        "transition { on = 'refuse', kind = 'algorithm', from = 'technical', to = 'no', who = { "
        "'third' } }\n");

    CHECK(row_of(m, "states", "kind", "algorithm", "code", "technical", NULL) != NULL);
    CHECK(row_of(m, "states", "kind", "subject", "code", "technical", NULL) == NULL);
    CHECK(row_of(m, "transitions", "from", "early", "to", "late", NULL) == NULL);
    const json_t *gone = rulekit_declared(m, "transition.pass.algorithm.early.late");
    CHECK_STR(json_str(gone, "reason"), "先技术审核");
    CHECK_STR(json_str(gone, "layer"), "local");
}

static void
what_is_not_wanted_is_taken_away_whole(void)
{
    json_t *m = locally(
        "transition { on = 'revoke', kind = '*', from = 'standing', to = 'gone', drop = true, "
        "reason "
        "= '不撤销' }\n"
        "state { code = 'gone', drop = true, reason = '不撤销' }\n"
        "event { code = 'revoke', drop = true, reason = '不撤销' }\n"
        "gate { kind = 'algorithm', code = 'no_subject', drop = true, reason = '不用先办' }\n");

    CHECK(row_of(m, "events", "code", "revoke", NULL) == NULL);
    CHECK(row_of(m, "states", "code", "gone", NULL) == NULL);
    CHECK(row_of(m, "transitions", "on", "revoke", NULL) == NULL);
    CHECK_INT(json_array_size(rig_at(m, "/law/gates")), 0);
}

struct local {
    const char *name, *text, *says;
    const char *at; /* how the line of the base begins that is named; NULL: the local one is */
};
static const struct local locals[] = {
    {"a_drop_of_what_is_not_there", "event { code = 'revoca', drop = true, reason = '不用' }",
     "基础规则集里没有要取消的这一条；现有 event.save"},
    {"a_drop_of_a_way_that_is_not_there",
     "transition { on = 'pass', kind = 'algorithm', from = 'early', to = 'gone', drop = true, "
     "reason "
     "= '不用' }",
     "基础规则集里没有要取消的这一条"},
    {"a_drop_of_a_way_that_one_of_the_kinds_lacks",
     "transition { on = 'revoke', kind = { 'algorithm', 'subject' }, from = 'standing', to = "
     "'gone', "
     "drop = true, reason = '不用' }",
     "基础规则集里没有要取消的这一条"},
    {"a_drop_without_a_reason", "event { code = 'revoke', drop = true }", "缺少字段 reason"},
    {"a_drop_that_is_none", "event { code = 'revoke', drop = false, reason = '不用' }",
     "drop 只能写 true"},
    {"a_drop_that_says_more",
     "event { code = 'revoke', label = '撤', drop = true, reason = '不用' }", "不认识的字段 label"},
    {"a_drop_that_strands",
     "transition { on = 'claim', kind = '*', from = 'waiting', to = 'early', drop = true, reason = "
     "'不用' }",
     "没有 claim 的走向", "state { code = 'waiting'"},
    {"a_filer_who_approves", "event { code = 'submit', label = '提交', verb = 'pass' }",
     "pass 只能从审核中的状态", "transition { on = 'submit'"},
};

static void
a_local_word_is_refused(const void *row)
{
    const struct local *x = row;
    const char *base = flow_edited(RIG_SET "/workflow.lua", (struct flow_edit[FLOW_EDITS]){{0}});
    const char *where =
        x->at ? flow_place("rules/workflow.lua", base, x->at) : "rules.local/workflow.ours.lua:1";

    flow_check_refused(RIG_FILES("local/workflow.ours.lua", x->text), where, x->says);
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
    TEST(a_local_word_takes_the_place_of_one),
    TEST(a_local_way_is_tried_before_those_of_the_base),
    TEST(a_third_stage_is_added_locally),
    TEST(what_is_not_wanted_is_taken_away_whole),
    TEST_EACH(a_local_word_is_refused, locals),
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
