/* A workflow and a local layer over it: one word replaced, added or taken away. */
#include "flow_rig.h"

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

    CHECK_STR(
        flow_member(flow_row(m, "states", "kind", "subject", "code", "waiting", NULL), "label"),
        "\"等候\"");
    CHECK_STR(flow_member(flow_row(m, "states", "kind", "subject", "code", "no", NULL), "label"),
              "\"未通过\"");
    CHECK_STR(flow_member(flow_row(m, "states", "kind", "algorithm", "code", "no", NULL), "label"),
              "\"不予\"");
    CHECK_STR(flow_member(flow_row(m, "events", "code", "refuse", NULL), "label"), "\"驳回\"");
    CHECK_STR(
        flow_member(flow_row(m, "transitions", "on", "refuse", "kind", "subject", "to", "no", NULL),
                    "source"),
        "\"rules.local/workflow.ours.lua:5\"");
    CHECK(str_starts(json_str(flow_row(m, "transitions", "on", "refuse", "kind", "algorithm",
                                       "from", "early", NULL),
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
        flow_files(flow_edited(RIG_SET "/workflow.lua", (struct flow_edit[FLOW_EDITS]){{0}}));
    json_t *m =
        flow_manifest(RIG_FILES(base[2], base[3], base[4], base[5], "local/workflow.ours.lua",
                                "transition { on = 'pass', kind = 'algorithm', from = 'early', to "
                                "= 'no', who = { 'first' },\n"
                                "  when = { ['filing.data.basic.loud'] = true } }\n"));

    CHECK(flow_tried(m, "algorithm", "no") < flow_tried(m, "algorithm", "late"));
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

    CHECK(flow_row(m, "states", "kind", "algorithm", "code", "technical", NULL) != NULL);
    CHECK(flow_row(m, "states", "kind", "subject", "code", "technical", NULL) == NULL);
    CHECK(flow_row(m, "transitions", "from", "early", "to", "late", NULL) == NULL);
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

    CHECK(flow_row(m, "events", "code", "revoke", NULL) == NULL);
    CHECK(flow_row(m, "states", "code", "gone", NULL) == NULL);
    CHECK(flow_row(m, "transitions", "on", "revoke", NULL) == NULL);
    CHECK_INT(json_array_size(rig_at(m, "/law/gates")), 0);
}

/* Of a kind that says for itself what all others do at a place, the general way is no more; and
 * what only it led to, neither. */
static void
a_general_way_gives_way_to_that_of_a_kind(void)
{
    json_t *m = locally("transition { on = 'refuse', kind = 'algorithm', from = 'early', to = "
                        "'gone', who = { 'first' } }\n");

    CHECK(flow_row(m, "transitions", "on", "refuse", "kind", "algorithm", "from", "early", "to",
                   "gone", NULL) != NULL);
    CHECK(flow_row(m, "transitions", "on", "refuse", "kind", "algorithm", "from", "early", "to",
                   "no", NULL) == NULL);
    CHECK(flow_row(m, "transitions", "on", "refuse", "kind", "subject", "from", "early", "to", "no",
                   NULL) != NULL);
}

struct local {
    const char *name, *text, *says;
    const char *at; /* how the line of the base begins that is named; NULL: the local one is */
};
static const struct local locals[] = {
    {"a_drop_of_what_is_not_there", "event { code = 'revoca', drop = true, reason = '不用' }",
     "基础规则集里没有要取消的这一条；现有 event.save", NULL},
    {"a_drop_of_a_way_that_is_not_there",
     "transition { on = 'pass', kind = 'algorithm', from = 'early', to = 'gone', drop = true, "
     "reason "
     "= '不用' }",
     "基础规则集里没有要取消的这一条", NULL},
    {"a_drop_of_a_way_that_one_of_the_kinds_lacks",
     "transition { on = 'revoke', kind = { 'algorithm', 'subject' }, from = 'standing', to = "
     "'gone', "
     "drop = true, reason = '不用' }",
     "基础规则集里没有要取消的这一条", NULL},
    {"a_drop_without_a_reason", "event { code = 'revoke', drop = true }", "缺少字段 reason", NULL},
    {"a_drop_that_is_none", "event { code = 'revoke', drop = false, reason = '不用' }",
     "drop 只能写 true", NULL},
    {"a_drop_that_says_more",
     "event { code = 'revoke', label = '撤', drop = true, reason = '不用' }", "不认识的字段 label",
     NULL},
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
    TEST(a_local_word_takes_the_place_of_one),
    TEST(a_local_way_is_tried_before_those_of_the_base),
    TEST(a_general_way_gives_way_to_that_of_a_kind),
    TEST(a_third_stage_is_added_locally),
    TEST(what_is_not_wanted_is_taken_away_whole),
    TEST_EACH(a_local_word_is_refused, locals),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
