/*
 * Workflows that name what is not there, or one thing twice: each is that of the test set with one
 * thing wrong. The set is refused in Chinese, at the line that is wrong, with the word and what to
 * do.
 */
#include "flow_rig.h"

#define REVOKE "  does = { 'strike' },"

static const struct flow_bad names[] = {
    {"a_stage_of_a_role_that_is_none",
     {{"role = 'first' }", "role = 'frist' }"}},
     "stage { code = 'early'",
     "没有声明 role frist；已声明的有 first、second"},
    {"somebody_of_a_role_that_is_none",
     {{"who = SECOND,\n" REVOKE, "who = { 'thrid' },\n" REVOKE}},
     "transition {\n  on = 'revoke'",
     "没有声明 role thrid"},
    {"a_state_of_a_stage_that_is_none",
     {{"standing = 'review', stage = 'late'", "standing = 'review', stage = 'laet'"}},
     "state { code = 'late'",
     "没有声明 stage laet；已声明的有 early、late"},
    {"a_state_of_a_kind_that_is_none",
     {{"state { code = 'gone',", "state { code = 'gone', kind = 'algoritm',"}},
     "state { code = 'gone'",
     "没有声明 kind algoritm；已声明的有 subject、algorithm"},
    {"labels_of_an_action_that_is_none",
     {{"state { code = 'gone',", "state { code = 'gone', labels = { again = '再撤' },"}},
     "state { code = 'gone'",
     "的 labels：没有声明 action again；已声明的有 initial"},
    {"labels_of_an_action_that_no_kind_of_it_has",
     {{"state { code = 'gone',", "state { code = 'gone', labels = { change = '再撤' },"},
      {"action { code", "action { code = 'change', label = '变更' }\naction { code"}},
     "state { code = 'gone'",
     "没有哪一种备案在此办理 change"},
    {"labels_that_say_nothing",
     {{"state { code = 'gone',", "state { code = 'gone', labels = { initial = ' ' },"}},
     "state { code = 'gone'",
     "应写作 { 办理事项的代码 = 说法, … }"},
    {"labels_of_nothing",
     {{"state { code = 'gone',", "state { code = 'gone', labels = {},"}},
     "state { code = 'gone'",
     "没有写任何办理事项"},
    {"an_action_that_asks_and_is_about_nothing",
     {{"label = '首次' }", "label = '首次', asks = 'what' }"}},
     "action { code = 'initial'",
     "须同时写 of = true"},
    {"an_action_that_asks_what_is_not_declared",
     {{"action { code", "action { code = 'change', label = '变', of = true, asks = 'what' }\n"
                        "action { code"}},
     "action { code = 'change'",
     "的 asks：没有 questionnaire what"},
    {"a_way_from_a_state_that_is_none",
     {{"kind = 'algorithm', from = 'late', to = 'no'",
       "kind = 'algorithm', from = 'lat', to = 'no'"}},
     "transition { on = 'refuse', kind = 'algorithm'",
     "没有声明 state lat；algorithm 的状态有 draft、waiting、early、late、standing、no、gone"},
    {"a_way_of_all_kinds_from_a_state_that_is_none",
     {{"kind = '*', from = 'early', to = 'no'", "kind = '*', from = 'eraly', to = 'no'"}},
     "transition { on = 'refuse', kind = '*'",
     "没有哪一种备案有状态 eraly"},
    {"a_way_to_a_state_that_is_none",
     {{"from = 'early', to = 'no'", "from = 'early', to = 'nowhere'"}},
     "transition { on = 'refuse', kind = '*'",
     "没有声明 state nowhere"},
    {"an_event_that_is_none",
     {{"on = 'refuse', kind = 'algorithm'", "on = 'refuze', kind = 'algorithm'"}},
     "transition { on = 'refuze'",
     "没有声明 event refuze；已声明的有 save、submit"},
    {"a_way_of_a_kind_that_is_none",
     {{"on = 'refuse', kind = 'algorithm'", "on = 'refuse', kind = 'algo'"}},
     "transition { on = 'refuse', kind = 'algo'",
     "没有声明 kind algo"},
    {"a_way_of_some_kinds_one_of_which_is_none",
     {{"on = 'refuse', kind = 'algorithm'", "on = 'refuse', kind = { 'algorithm', 'algo' }"}},
     "transition { on = 'refuse', kind = {",
     "没有声明 kind algo"},
    {"an_action_of_a_kind_that_is_none",
     {{"actions = { 'initial' }, initial = 'draft',\n  series", "actions = { 'change' }, initial = "
                                                                "'draft',\n  series"}},
     "kind {\n  code = 'algorithm'",
     "没有声明 action change；已声明的有 initial"},
    {"an_action_twice_in_a_kind",
     {{"actions = { 'initial' }, initial = 'draft',\n  series",
       "actions = { 'initial', 'initial' }, initial = 'draft',\n  series"}},
     "kind {\n  code = 'algorithm'",
     "actions 中 initial 重复"},
    {"an_action_of_a_way_that_is_none",
     {{"on = 'refuse', kind = 'algorithm'",
       "on = 'refuse', action = 'change', kind = 'algorithm'"}},
     "transition { on = 'refuse', action",
     "没有声明 action change"},
    {"an_action_that_the_kind_does_not_do",
     {{"on = 'refuse', kind = 'algorithm'", "on = 'refuse', action = 'change', kind = 'algorithm'"},
      {"action { code", "action { code = 'change', label = '变更' }\naction { code"}},
     "transition { on = 'refuse', action",
     "kind algorithm 不办理 change，它的 actions 是 initial"},
    {"a_gate_before_a_kind_that_is_none",
     {{"gate { kind = 'algorithm'", "gate { kind = 'account'"}},
     "gate {",
     "没有声明 kind account"},
    {"a_gate_that_needs_a_kind_that_is_none",
     {{"needs = 'subject'", "needs = 'subject_approved'"}},
     "gate {",
     "没有声明 kind subject_approved"},
    {"a_clock_of_another_kind",
     {{"role = 'first' }", "role = 'first', clock = 'use' }"}},
     "stage { code = 'early'",
     "clock 的 use 不是 kind subject 的期限"},
    {"a_lead_that_is_no_role",
     {{"role = 'first' }", "role = 'first', lead = 'nobody' }"}},
     "stage { code = 'early'",
     "stage early 的 lead：没有声明 role nobody"},
    {"a_lead_that_works_the_stage",
     {{"role = 'first' }", "role = 'first', lead = 'first' }"}},
     "stage { code = 'early'",
     "与 role（由谁办理）相同"},
    {"a_checklist_of_an_unknown_key",
     {{"role = 'first' }",
       "role = 'first', checklist = { { id = 'a', text = '看', when = 'x' } } }"}},
     "stage { code = 'early'",
     "checklist 第 1 项：不认识的字段 when"},
    {"a_checklist_without_words",
     {{"role = 'first' }", "role = 'first', checklist = { { id = 'a' } } }"}},
     "stage { code = 'early'",
     "checklist 第 1 项：缺少字段 text"},
    {"a_checklist_that_says_one_thing_twice",
     {{"role = 'first' }",
       "role = 'first', checklist = { { id = 'a', text = '看' }, { id = 'a', text = '再看' } } }"}},
     "stage { code = 'early'",
     "checklist 第 2 项：id a 重复"},
    {"a_checklist_of_a_kind_that_is_none",
     {{"role = 'first' }",
       "role = 'first', checklist = { { id = 'a', text = '看', kinds = { 'nothing' } } } }"}},
     "stage { code = 'early'",
     "没有声明 kind nothing"},
    {"a_checklist_of_a_section_that_is_none",
     {{"role = 'first' }",
       "role = 'first', checklist = { { id = 'a', text = '看', section = 'nowhere' } } }"}},
     "stage { code = 'early'",
     "表单没有 nowhere 这个部分"},
    {"a_kind_that_begins_nowhere",
     {{"initial = 'draft',\n  series", "initial = 'drafft',\n  series"}},
     "kind {\n  code = 'algorithm'",
     "initial 的 drafft 没有用 state 声明；可用的有 draft、waiting"},
    {"a_kind_that_begins_before_reviewers",
     {{"initial = 'draft',\n  series", "initial = 'waiting',\n  series"}},
     "kind {\n  code = 'algorithm'",
     "initial 的 waiting 应是填报人可以修改的状态"},
    {"a_kind_that_is_a_noun_of_the_core",
     {{"kind {\n  code = 'subject'", "kind {\n  code = 'product'"}},
     "kind {\n  code = 'product'",
     "product 是系统自有的表单，不是备案种类"},
    {"a_role_of_the_core",
     {{"role { code = 'second'", "role { code = 'auditor'"}},
     "role { code = 'auditor'",
     "角色 auditor 是系统自有的"},
    {"a_key_mistyped",
     {{"stage { code = 'late',", "stage { code = 'late', deadline = 'review',"}},
     "stage { code = 'late'",
     "不认识的字段 deadline；可写的有 checklist、clock、code、label、lead、reason、role"},
    {"a_code_with_a_dot",
     {{"stage { code = 'late'", "stage { code = 'late.review'"}},
     "stage { code = 'late.",
     "字段 code 应为小写英文代码"},
    {"no_kind_at_all", {{NULL, "-- 以后再写\n"}}, "-- 以后再写", "缺少声明 kind"},
};

static const struct flow_bad twice[] = {
    {"a_role",
     {{"role { code = 'second'", "role { code = 'first'"}},
     "role { code = 'first', label = '复",
     "重复声明，前一处在 rules/workflow.lua:1"},
    {"an_action",
     {{"action { code = 'initial', label = '首次' }",
       "action { code = 'initial', label = '首次' }\naction { code = 'initial', label = '再次' }"}},
     "action { code = 'initial', label = '再",
     "重复声明"},
    {"an_event",
     {{"event { code = 'revoke'", "event { code = 'refuse'"}},
     "event { code = 'refuse', label = '撤",
     "重复声明"},
    {"a_kind",
     {{"kind {\n  code = 'algorithm'", "kind {\n  code = 'subject'"}},
     "kind {\n  code = 'subject', label = '算",
     "重复声明"},
    {"a_stage",
     {{"stage { code = 'late'", "stage { code = 'early'"}},
     "stage { code = 'early', label = '复",
     "重复声明"},
    {"a_state",
     {{"state { code = 'gone'", "state { code = 'no'"}},
     "state { code = 'no', label = '已",
     "重复声明"},
    {"a_state_of_one_kind",
     {{"state { code = 'gone', label = '已撤', standing = 'over' }",
       "state { code = 'no', kind = 'subject', label = '不', standing = 'over' }\n"
       "state { code = 'no', kind = 'subject', label = '否', standing = 'over' }"}},
     "state { code = 'no', kind = 'subject', label = '否",
     "重复声明"},
    {"a_gate",
     {{"gate {",
       "gate { kind = 'algorithm', needs = 'subject', code = 'no_subject', law = '测试法', "
       "message = '先' }\ngate {"}},
     "gate { kind = 'algorithm', needs = 'subject', code = 'no_subject', law = '测试法', message = "
     "'先办",
     "重复声明"},
    {"a_way",
     {{"transition { on = 'refuse', kind = 'algorithm'",
       "transition { on = 'refuse', kind = 'algorithm', from = 'late', to = 'no', who = { 'second' "
       "} }\ntransition { on = 'refuse', kind = 'algorithm'"}},
     "transition { on = 'refuse', kind = 'algorithm', from = 'late', to = 'no', who = SECOND",
     "永远走不到，同一处的前一条"},
    {"a_way_of_several_kinds_and_of_one",
     {{"on = 'refuse', kind = '*', from = 'early'",
       "on = 'refuse', kind = { 'subject', 'algorithm' }, from = 'early'"},
      {"transition { on = 'refuse', kind = 'algorithm', from = 'late', to = 'no', who = SECOND",
       "transition { on = 'refuse', kind = 'algorithm', from = 'early', to = 'no', who = FIRST"}},
     "transition { on = 'refuse', kind = 'algorithm', from = 'early'",
     "永远走不到"},
    {"a_way_of_one_action_and_of_all_when_there_is_but_one",
     {{"transition { on = 'refuse', kind = 'algorithm', from = 'late'",
       "transition { on = 'refuse', kind = '*', action = 'initial', from = 'early', to = 'no', who "
       "= "
       "FIRST }\ntransition { on = 'refuse', kind = 'algorithm', from = 'late'"}},
     "transition { on = 'refuse', kind = '*', from",
     "永远走不到"},
};

static void
it_is_refused_at_its_line(const void *row)
{
    flow_check_bad(row);
}

/* ---- what other files say of it -------------------------------------------------------------- */

struct other {
    const char *name, *path;
    struct flow_edit edit[FLOW_EDITS];
    const char *at, *says;
};
static const struct other others[] = {
    {"a_form_of_no_kind",
     "forms/subject.lua",
     {{"kind = 'subject'", "kind = 'subjekt'"}},
     "form {",
     "subjekt 不在 account、product、subject、algorithm 之中"},
    {"a_form_that_says_its_actions",
     "forms/subject.lua",
     {{"kind = 'subject',", "kind = 'subject', actions = { 'initial' },"}},
     "form {",
     "actions）写在 workflow.lua 的 kind 中"},
    {"numbers_that_no_kind_takes",
     "numbering.lua",
     {{"series = 'algorithm'", "series = 'other'"}},
     "numbering {",
     "没有哪一种备案用这个系列"},
    {"numbers_of_codes_that_are_none",
     "numbering.lua",
     {{"series = 'algorithm',", "series = 'algorithm', codes = { ['colour.number'] = 2 },"}},
     "numbering {",
     "codes 的 colour.number 不是“词表.列”"},
    {"numbers_of_so_many_digits",
     "numbering.lua",
     {{"series = 'algorithm',", "series = 'algorithm', codes = { ['colour.code'] = 0 },"}},
     "numbering {",
     "codes 的 colour.code 应写位数"},
};

static void
it_is_refused_where_it_stands(const void *row)
{
    const struct other *o = row;
    const char *text = flow_edited(arena_printf(a, RIG_SET "/%s", o->path), o->edit);

    flow_check_refused(RIG_FILES(o->path, text),
                       flow_place(arena_printf(a, "rules/%s", o->path), text, o->at), o->says);
}

static void
a_kind_without_a_form_is_refused(void)
{
    const struct flow_edit more[FLOW_EDITS] = {
        {"kind {\n  code = 'subject'",
         "kind {\n  code = 'model', label = '模型', law = '测试法', "
         "actions = { 'initial' },\n  initial = 'draft',\n}\nkind {\n  "
         "code = 'subject'"},
        {"kind = 'algorithm', from = 'early', to = 'late'",
         "kind = { 'algorithm', 'model' }, from = 'early', to = 'late'"},
        {"kind = 'algorithm', from = 'late'", "kind = { 'algorithm', 'model' }, from = 'late'"}};
    const struct flow_edit plain[FLOW_EDITS] = {
        {"kind = { 'algorithm', 'model' }, from = 'late', to = 'standing', who = SECOND,",
         "kind = 'model', from = 'late', to = 'standing', who = SECOND }\ntransition {\n  on = "
         "'pass', "
         "kind = 'algorithm', from = 'late', to = 'standing', who = SECOND,"}};
    const char *text = flow_edit_text(flow_edited(RIG_SET "/workflow.lua", more), plain);

    flow_check_refused(RIG_FILES("workflow.lua", text),
                       flow_place("rules/workflow.lua", text, "kind {\n  code = 'model'"),
                       "没有表单；请在 rules/forms/model.lua 中写 form");
}

/* Codes that a number has room for, and can tell apart. */
static void
a_code_that_does_not_fit_the_number_is_refused(void)
{
    static const char vocabulary[] =
        "vocabulary {\n  id = 'class', title = '类', law = '测试法', columns = { 'n' },\n"
        "  items = { { code = 'a', label = '甲', n = '01' }, { code = 'b', label = '乙', n = '%s' "
        "} "
        "},\n}\n";
    const struct flow_edit codes[FLOW_EDITS] = {
        {"series = 'algorithm',", "series = 'algorithm', codes = { ['class.n'] = 2 },"}};
    const char *numbering = flow_edited(RIG_SET "/numbering.lua", codes);
    static const char *const bad[][2] = {
        {"002", "b 的“002”应为 2 位数字"}, {"x1", "应为 2 位数字"}, {"01", "b 与 a 同为“01”"}};

    flow_check_taken(
        RIG_FILES("vocabulary.lua", arena_printf(a, vocabulary, "02"), "numbering.lua", numbering));
    for (size_t i = 0; i < LEN(bad); i++)
        flow_check_refused(RIG_FILES("vocabulary.lua", arena_printf(a, vocabulary, bad[i][0]),
                                     "numbering.lua", numbering),
                           "rules/vocabulary.lua:1", bad[i][1]);
}

static const struct check_test tests[] = {
    TEST_EACH(it_is_refused_at_its_line, names),
    TEST_EACH(it_is_refused_at_its_line, twice),
    TEST_EACH(it_is_refused_where_it_stands, others),
    TEST(a_kind_without_a_form_is_refused),
    TEST(a_code_that_does_not_fit_the_number_is_refused),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
