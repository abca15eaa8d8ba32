/*
 * Workflows by which filings would be stranded, or that loosen what no set can loosen: each is that
 * of the test set with one thing wrong, and is refused at the line that is wrong.
 */
#include "flow_rig.h"

#define SUBJECT_PASS "to = 'standing', who = FIRST, does = { 'admit' },"
#define LATE_PASS "  does = { 'number', 'publish' },"
#define REVOKE "  does = { 'strike' },"

static const struct flow_bad standings[] = {
    {"a_standing_that_is_none",
     {{"state { code = 'gone', label = '已撤', standing = 'over'",
       "state { code = 'gone', label = '已撤', standing = 'final'"}},
     "state { code = 'gone'",
     "final 不在 editable、review、in_force、over 之中"},
    {"a_review_without_a_stage",
     {{"standing = 'review', stage = 'late'", "standing = 'review'"}},
     "state { code = 'late'",
     "standing = 'review' 的状态应写 stage"},
    {"a_stage_without_a_review",
     {{"standing = 'in_force'", "standing = 'in_force', stage = 'late'"}},
     "state { code = 'standing'",
     "只有 standing = 'review' 的状态可以写 stage"},
    {"a_stage_that_no_state_is_of",
     {{"stage { code = 'late'", "stage { code = 'more', label = '再审', role = 'second' }\nstage { "
                                "code = 'late'"}},
     "stage { code = 'more'",
     "没有哪个状态属于这个审核阶段"},
    {"a_state_that_nobody_gets_to",
     {{"state { code = 'gone'", "state { code = 'lost', label = '失', standing = 'over' }\nstate { "
                                "code = 'gone'"}},
     "state { code = 'lost'",
     "没有哪一种备案走得到"},
    {"a_state_of_one_kind_that_it_does_not_get_to",
     {{"state { code = 'gone'", "state { code = 'gone', kind = 'subject', label = '失', standing = "
                                "'over' }\nstate { code = 'gone'"}},
     "state { code = 'gone', kind",
     "没有哪一种备案走得到（kind subject）"},
    {"a_way_that_a_named_kind_never_gets_to",
     {{"on = 'refuse', kind = 'algorithm', from = 'late'",
       "on = 'refuse', kind = { 'algorithm', 'subject' }, from = 'late'"}},
     "transition { on = 'refuse', kind = {",
     "subject 走不到 late，这一条永远用不上"},
    {"a_state_that_leads_to_no_end",
     {{"kind = 'algorithm', from = 'late', to = 'draft'", "kind = 'algorithm', from = 'late', to = "
                                                          "'limbo'"},
      {"state { code = 'gone'",
       "state { code = 'limbo', label = '悬', standing = 'editable' }\n"
       "transition { on = 'save', kind = 'algorithm', from = 'limbo', to = "
       "'limbo', who = { 'filer' } }\nstate { code = 'gone'"}},
     "state { code = 'limbo'",
     "从这里走不到任何终点"},
    {"a_state_in_the_filers_hands_that_is_not_saved",
     {{"transition { on = 'save', kind = '*', from = 'draft', to = 'draft', who = FILER }\n", ""}},
     "state { code = 'draft'",
     "没有 save 的走向"},
    {"a_kind_without_a_submit",
     {{"transition { on = 'submit', kind = '*'", "transition { on = 'submit', kind = 'subject'"}},
     "kind {\n  code = 'algorithm'",
     "没有 submit 的走向"},
    {"a_kind_that_nobody_can_approve",
     {{"from = 'late', to = 'standing'", "from = 'late', to = 'waiting'"}, {LATE_PASS "\n", ""}},
     "kind {\n  code = 'algorithm'",
     "没有一条走向使它通过"},
    {"a_kind_whose_ways_begin_later",
     {{"to = 'waiting', who = FILER", "to = 'waiting', who = FILER, since = '2027-01-01'"}},
     "kind {\n  code = 'subject'",
     "没有 submit 的走向"},
    {"a_kind_whose_ways_end_one_day",
     {{"to = 'waiting', who = FILER", "to = 'waiting', who = FILER, ['until'] = '2027-01-01'"}},
     "kind {\n  code = 'subject'",
     "（自 2027-01-01 起）：没有 submit 的走向"},
    {"a_way_that_ends_before_it_begins",
     {{"to = 'waiting', who = FILER",
       "to = 'waiting', who = FILER, since = '2027-01-01', ['until'] = "
       "'2027-01-01'"}},
     "transition { on = 'submit'",
     "since（自该日起）应早于 until"},
    {"a_gate_that_nobody_passes",
     {{SUBJECT_PASS, "to = 'no', who = FIRST,"}},
     "gate {",
     "needs 的 subject 没有通过后的状态（in_force）"},
    {"a_gate_that_needs_what_needs_it",
     {{"gate {", "gate { kind = 'subject', needs = 'algorithm', code = 'no_algorithm', law = "
                 "'测试法', message = '先办算法' }\ngate {"}},
     "gate {",
     "互为先决条件"},
    {"a_gate_that_needs_itself",
     {{"needs = 'subject'", "needs = 'algorithm'"}},
     "gate {",
     "互为先决条件"},
};

#define DROP_WAY(text)                                                                             \
    {                                                                                              \
        "transition { " text " }\n", ""                                                            \
    }

static const struct flow_bad stages[] = {
    {"no_claim",
     {DROP_WAY("on = 'claim', kind = '*', from = 'waiting', to = 'early', who = FIRST")},
     "state { code = 'waiting'",
     "kind subject 在此没有 claim 的走向"},
    {"no_release",
     {DROP_WAY("on = 'release', kind = '*', from = 'early', to = 'waiting', who = FIRST")},
     "state { code = 'early'",
     "kind subject 在此没有 release 的走向"},
    {"no_return",
     {DROP_WAY("on = 'return', kind = '*', from = 'early', to = 'draft', who = FIRST")},
     "state { code = 'early'",
     "没有 return 的走向"},
    {"no_refusal_of_one_kind",
     {DROP_WAY("on = 'refuse', kind = 'algorithm', from = 'late', to = 'no', who = SECOND")},
     "state { code = 'late'",
     "kind algorithm 在此没有 refuse 的走向"},
    {"no_pass",
     {DROP_WAY("on = 'pass', kind = 'algorithm', from = 'early', to = 'late', who = FIRST")},
     "state { code = 'early'",
     "没有 pass 的走向"},
    {"no_claim_of_the_second_stage",
     {DROP_WAY("on = 'claim', kind = 'algorithm', from = 'late', to = 'late', who = SECOND")},
     "state { code = 'late'",
     "没有 claim 的走向"},
    {"a_pass_before_a_claim",
     {{"transition { on = 'claim', kind = '*'", "transition { on = 'pass', kind = 'algorithm', "
                                                "from = 'waiting', to = 'late', who = FIRST }\n"
                                                "transition { on = 'claim', kind = '*'"}},
     "transition { on = 'pass', kind = 'algorithm', from = 'waiting'",
     "永远走不到，这里的还没有人领取"},
    {"a_claim_after_a_claim",
     {{"transition { on = 'claim', kind = '*'",
       "transition { on = 'claim', kind = '*', from = 'early', to = 'early', who = FIRST }\n"
       "transition { on = 'claim', kind = '*'"},
      {"on = 'release', kind = '*', from = 'early', to = 'waiting'",
       "on = 'release', kind = '*', from = 'early', to = 'waiting'"}},
     "transition { on = 'claim', kind = '*', from = 'early'",
     "已有人领取，不能再领取"},
    {"a_claim_by_another_role",
     {{"to = 'early', who = FIRST", "to = 'early', who = SECOND"}},
     "transition { on = 'claim', kind = '*'",
     "claim 由审核阶段 early 的角色办理，who 应写 { 'first' }，现为 second"},
    {"a_pass_by_two_roles",
     {{"from = 'early', to = 'late', who = FIRST", "from = 'early', to = 'late', who = { 'first', "
                                                   "'second' }"}},
     "transition { on = 'pass', kind = 'algorithm'",
     "who 应写 { 'first' }，现为 first、second"},
    {"a_pass_by_the_filer",
     {{"from = 'early', to = 'late', who = FIRST", "from = 'early', to = 'late', who = FILER"}},
     "transition { on = 'pass', kind = 'algorithm'",
     "who 应写 { 'first' }，现为 filer"},
    {"a_claim_into_another_stage",
     {{"from = 'waiting', to = 'early'", "from = 'waiting', to = 'late'"}},
     "transition { on = 'claim', kind = '*'",
     "claim 之后应仍在同一审核阶段 early"},
    {"a_release_into_another_stage",
     {{"from = 'early', to = 'waiting'", "from = 'early', to = 'late'"}},
     "transition { on = 'release', kind = '*'",
     "release 之后应仍在同一审核阶段"},
    {"a_pass_within_its_stage",
     {{"kind = 'algorithm', from = 'early', to = 'late'",
       "kind = 'algorithm', from = 'early', to = "
       "'waiting'"}},
     "transition { on = 'pass', kind = 'algorithm'",
     "pass 应到下一审核阶段或审结"},
    {"a_pass_from_the_filers_hands",
     {{"kind = 'algorithm', from = 'early', to = 'late'",
       "kind = 'algorithm', from = 'draft', to = "
       "'late'"}},
     "transition { on = 'pass', kind = 'algorithm'",
     "pass 只能从审核中的状态（review），draft 是填报人手里的状态（editable）"},
    {"a_return_to_an_end",
     {{"from = 'early', to = 'draft'", "from = 'early', to = 'no'"}},
     "transition { on = 'return', kind = '*'",
     "return 只能到填报人手里的状态"},
    {"a_refusal_to_the_filer",
     {{"from = 'early', to = 'no'", "from = 'early', to = 'draft'"}},
     "transition { on = 'refuse', kind = '*'",
     "refuse 只能到终结的状态"},
};

/* What no set can loosen. */
static const struct flow_bad invariants[] = {
    {"a_filer_approves_by_a_submit",
     {{"from = 'draft', to = 'waiting'", "from = 'draft', to = 'standing'"}},
     "transition { on = 'submit'",
     "submit 只能到审核中的状态（review），standing 是通过后的状态"},
    {"a_filer_ends_a_filing_by_a_withdrawal",
     {{"from = 'waiting', to = 'draft'", "from = 'waiting', to = 'gone'"}},
     "transition { on = 'withdraw'",
     "withdraw 只能到填报人手里的状态"},
    {"a_filer_saves_what_is_before_reviewers",
     {{"from = 'draft', to = 'draft'", "from = 'waiting', to = 'draft'"}},
     "transition { on = 'save'",
     "save 只能从填报人手里的状态"},
    {"a_filer_saves_into_a_review",
     {{"from = 'draft', to = 'draft'", "from = 'draft', to = 'waiting'"}},
     "transition { on = 'save'",
     "save 只能到填报人手里的状态"},
    {"a_filer_saves_what_is_approved",
     {{"on = 'save', kind = '*', from = 'draft'", "on = 'save', kind = '*', from = 'standing'"}},
     "transition { on = 'save'",
     "save 只能从填报人手里的状态"},
    {"a_filer_submits_what_is_before_reviewers",
     {{"from = 'draft', to = 'waiting'", "from = 'waiting', to = 'waiting'"}},
     "transition { on = 'submit'",
     "submit 只能从填报人手里的状态"},
    {"a_filer_publishes_by_a_submit",
     {{"to = 'waiting', who = FILER",
       "to = 'waiting', who = FILER, does = { 'number', 'publish' }"}},
     "transition { on = 'submit'",
     "submit 不能带来 number，它只随 pass 而来"},
    {"a_reviewer_saves",
     {{"to = 'draft', who = FILER }\ntransition { on = 'submit'",
       "to = 'draft', who = FIRST }\ntransition { on = 'submit'"}},
     "transition { on = 'save'",
     "save 由填报人办理，who 应写 { 'filer' }，现为 first"},
    {"a_reviewer_submits_beside_the_filer",
     {{"to = 'waiting', who = FILER", "to = 'waiting', who = { 'filer', 'first' }"}},
     "transition { on = 'submit'",
     "who 应写 { 'filer' }"},
    {"a_filer_revokes",
     {{"who = SECOND,\n" REVOKE, "who = { 'second', 'filer' },\n" REVOKE}},
     "transition {\n  on = 'revoke'",
     "who 应是用 role 声明的审核角色，filer 不是"},
    {"a_refusal_approves",
     {{"kind = 'algorithm', from = 'late', to = 'no'", "kind = 'algorithm', from = 'late', to = "
                                                       "'standing'"}},
     "transition { on = 'refuse', kind = 'algorithm'",
     "refuse 只能到终结的状态"},
    {"one_person_alone_numbers_and_publishes",
     {{"kind = 'algorithm', from = 'early', to = 'late', who = FIRST",
       "kind = 'algorithm', from = 'early', to = 'standing', who = FIRST, does = { 'number', "
       "'publish' }"}},
     "transition { on = 'pass', kind = 'algorithm'",
     "编号与公示须由两个人先后审核"},
    {"a_submit_leads_past_the_first_of_two",
     {{"transition { on = 'submit', kind = '*'", "transition { on = 'submit', kind = 'algorithm', "
                                                 "from = 'draft', to = 'late', who = FILER }\n"
                                                 "transition { on = 'submit', kind = 'subject'"}},
     "transition {\n  on = 'pass', kind = 'algorithm', from = 'late'",
     "编号与公示须由两个人先后审核"},
    {"what_was_returned_is_submitted_past_the_first_of_two",
     {{"kind = 'algorithm', from = 'late', to = 'draft'", "kind = 'algorithm', from = 'late', to = "
                                                          "'again'"},
      {"state { code = 'gone'", "state { code = 'again', label = '补', standing = 'editable' }\n"
                                "transition { on = 'save', kind = 'algorithm', from = 'again', to "
                                "= 'again', who = { 'filer' "
                                "} }\n"
                                "transition { on = 'submit', kind = 'algorithm', from = 'again', "
                                "to = 'late', who = { 'filer' "
                                "} }\nstate { code = 'gone'"}},
     "transition {\n  on = 'pass', kind = 'algorithm', from = 'late'",
     "编号与公示须由两个人先后审核"},
    {"a_pass_strikes",
     {{LATE_PASS, "  does = { 'number', 'publish', 'strike' },"}},
     "transition {\n  on = 'pass', kind = 'algorithm', from = 'late'",
     "pass 不能带来 strike，它只随 revoke、deregister 而来"},
    {"a_revocation_publishes",
     {{REVOKE, "  does = { 'publish' },"}},
     "transition {\n  on = 'revoke'",
     "revoke 不能带来 publish，它只随 pass 而来"},
    {"a_revocation_leaves_it_in_the_register",
     {{REVOKE "\n", ""}},
     "transition {\n  on = 'revoke'",
     "does 应写 'strike'"},
    {"what_was_never_published_is_struck",
     {{"kind = 'algorithm', from = 'standing', to = 'gone'",
       "kind = { 'algorithm', 'subject' }, from "
       "= 'standing', to = 'gone'"}},
     "transition {\n  on = 'revoke'",
     "这一种备案从不公示"},
    {"a_revocation_from_a_review",
     {{"from = 'standing', to = 'gone'", "from = 'late', to = 'gone'"}},
     "transition {\n  on = 'revoke'",
     "revoke 只能从通过后的状态"},
    {"a_revocation_to_a_draft",
     {{"from = 'standing', to = 'gone'", "from = 'standing', to = 'draft'"}},
     "transition {\n  on = 'revoke'",
     "revoke 只能到终结的状态"},
    {"a_number_before_the_approval",
     {{"kind = 'algorithm', from = 'early', to = 'late', who = FIRST",
       "kind = 'algorithm', from = 'early', to = 'late', who = FIRST, does = { 'number' }"}},
     "transition { on = 'pass', kind = 'algorithm'",
     "number 只随备案通过而来"},
};

static const struct flow_bad effects[] = {
    {"a_verb_that_is_none",
     {{"verb = 'revoke'", "verb = 'erase'"}},
     "event { code = 'revoke'",
     "erase 不在 "
     "claim、deregister、lapse、pass、refuse、release、return、revoke、save、submit、withdraw"},
    {"an_effect_that_is_none",
     {{REVOKE, "  does = { 'erase' },"}},
     "transition {\n  on = 'revoke'",
     "erase 不在 admit、amend、finish、number、publish、strike 之中"},
    {"an_effect_twice",
     {{LATE_PASS, "  does = { 'number', 'publish', 'number' },"}},
     "transition {\n  on = 'pass', kind = 'algorithm', from = 'late'",
     "does 中 number 重复"},
    {"a_number_of_no_series",
     {{SUBJECT_PASS, "to = 'standing', who = FIRST, does = { 'admit', 'number' },"}},
     "transition {\n  on = 'pass', kind = 'subject'",
     "kind subject 没有写 series"},
    {"an_entry_without_a_number",
     {{LATE_PASS, "  does = { 'publish' },"}},
     "transition {\n  on = 'pass', kind = 'algorithm', from = 'late'",
     "公示须有编号；does 应同时写 number"},
    {"a_series_that_no_approval_takes_from",
     {{LATE_PASS "\n", ""}, {REVOKE "\n", ""}},
     "transition {\n  on = 'pass', kind = 'algorithm', from = 'late'",
     "写了 series，通过时应发编号"},
    {"a_subject_of_which_there_may_be_many",
     {{"initial = 'draft',\n  single = true,", "initial = 'draft',"}},
     "kind {\n  code = 'subject'",
     "应写 single = true"},
    {"two_kinds_that_admit",
     {{LATE_PASS, "  does = { 'admit', 'number', 'publish' },"},
      {"series = 'algorithm'", "series = 'algorithm', single = true"}},
     "kind {\n  code = 'algorithm'",
     "只能有一种备案确认主体（admit），已有 subject"},
    {"a_drop_in_the_base",
     {{"gate {",
       "gate { kind = 'algorithm', code = 'no_subject', drop = true, reason = '不要' }\ngate "
       "{"}},
     "gate { kind = 'algorithm', code",
     "drop 只用于本地规则"},
    {"a_reason_in_the_base",
     {{"gate {", "gate { reason = '因此',"}},
     "gate { reason",
     "reason 写的是本地为什么改"},
};

static void
it_is_refused_at_its_line(const void *row)
{
    flow_check_bad(row);
}

static const struct check_test tests[] = {
    TEST_EACH(it_is_refused_at_its_line, standings),
    TEST_EACH(it_is_refused_at_its_line, stages),
    TEST_EACH(it_is_refused_at_its_line, invariants),
    TEST_EACH(it_is_refused_at_its_line, effects),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
