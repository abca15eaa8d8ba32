/* A case expects something, and when that does not come it is told why. */
#include "policy_rig.h"

static const char numbering[] =
    "numbering { series = 'algorithm', title = '编号', law = '测试法', prefix = '测', suffix = "
    "'号', reads = { 'issue.filed_on' },\n"
    "  compose = function(facts)\n"
    "    return facts.issue.filed_on and '7' or error('流水号未定', 0) end,\n"
    "  parse = function(text) return match('^[0-9]+$', text) and text or nil, '不是编号' end }";

#define PUBLISH(expect)                                                                            \
    "case {\n"                                                                                     \
    "  ask = 'publish', name = '无号', facts = { ['/issue'] = { x = 1 } },\n"                    \
    "  expect = { " expect " } }"
#define NUMBERED(expect)                                                                           \
    "case {\n"                                                                                     \
    "  ask = 'publish', name = '有号', facts = { ['/issue'] = { filed_on = '2026-11-24' } },\n"  \
    "  expect = { " expect " } }"
#define SAYS(expect)                                                                               \
    "case {\n"                                                                                     \
    "  name = '说法', form = 'subject', set = { ['/basic/name'] = '坏' },\n"                    \
    "  expect = { findings = { { rule = 'test.hostile', " expect " } } } }"
#define LAST_DAY(last)                                                                             \
    "case { ask = 'days', name = '末日', vectors = { { from = '2026-11-24', days = 3, "          \
    "due_on = '2026-11-27', last = '" last "' } } }"

#define WARNS(body)                                                                                \
    "rule {\n"                                                                                     \
    "  id = 'test.hostile', title = '测试', law = '测试法', severity = 'warning',\n"          \
    "  kinds = { 'subject' }, reads = { 'filing.data.basic.name' },\n"                             \
    "  check = function(facts, say)\n    " body "\n  end,\n}\n"

struct expectation {
    const char *name;
    const char *more;   /* a file of cases */
    bool has_numbering; /* with that above instead of the set's own */
    const char *says;   /* NULL: the case passes */
};
static const struct expectation expectations[] = {
    {"a_case_may_expect_that_no_number_is_given", PUBLISH("raises = '流水号未定'"), true, NULL},
    {"but_for_the_reason_that_it_names", PUBLISH("raises = '类别未定'"), true,
     "应报错“类别未定”，出错：流水号未定"},
    {"an_error_that_no_case_expects_fails_it", PUBLISH("entry = {}"), true, "：出错：流水号未定"},
    {"an_error_that_does_not_come_fails_it", NUMBERED("raises = '流水号未定'"), false, "没有报错"},
    {"a_case_may_say_what_a_finding_leaves_out", SAYS("says = '名称', omits = '很好'"), false,
     NULL},
    {"a_finding_that_says_it_all_the_same_fails_it", SAYS("says = '名称', omits = '不好'"), false,
     "应有意见"},
    {"a_last_day_counted_that_is_another_fails_the_case", LAST_DAY("2026-11-27"), false,
     "最后一日实为 2026-11-24"},
};

/* ---- a rule that fails ----------------------------------------------------------------------- */

#define WARNED(more)                                                                               \
    "case { name = '提醒', form = 'subject', set = { ['/basic/name'] = '坏' },\n"               \
    "  expect = { findings = { { rule = 'test.hostile', severity = 'warning' } }" more " } }"
#define FAILED(expect)                                                                             \
    "case { name = '出错', form = 'subject', set = { ['/basic/name'] = '坏' }, expect = { " expect \
    " } }"
#define RAISES "if facts.filing.data.basic.name == '坏' then string.len(nil) end"

/* It names the rule where nobody looks for findings, so that on paper the rule has a case. */
#define NAMES                                                                                      \
    "case { ask = 'publish', name = '提到而已', form = 'subject',\n"                           \
    "  set = { ['/basic/name'] = '某' },\n"                                                       \
    "  expect = { findings = { { rule = 'test.hostile' } } } }"

static const struct failing {
    const char *name;
    const char *more; /* a case */
    const char *says; /* NULL: every case passes */
} failings[] = {
    {"that is no finding of that rule", WARNED(""),
     "rules/checks/hostile.lua:5 规则 test.hostile 规则执行出错，转人工审核：len 的第 1 个参数"},
    {"nor beside an expectation that is met", FAILED("verdict = 'needs_human'"),
     "规则 test.hostile 规则执行出错"},
    {"and absence is no excuse", FAILED("absent = { 'form.required' }"),
     "规则 test.hostile 规则执行出错"},
    {"but a case may want it", FAILED("faults = { { rule = 'test.hostile', says = '参数' } }"),
     NULL},
    {"for another reason it is not wanted",
     FAILED("faults = { { rule = 'test.hostile', says = '别的' } }"),
     "规则 test.hostile 规则执行出错"},
};

static void
a_rule_that_fails_fails_the_case(const void *row)
{
    const struct failing *x = row;
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};
    const char *report;
    /* The set's own case of the rule gives way: it would fail as well. */
    static const char own[] = "case { name = '坏名称被指出', form = 'subject',\n"
                              "  rule = 'test.hostile', at = '/basic/name', accepts = { '好' } }";

    CHECK_ERR(rig_bundle_of(&b,
                            RIG_FILES("checks/hostile.lua", WARNS(RAISES), "cases/hostile.lua", own,
                                      "cases/more.lua", x->more, "cases/named.lua", NAMES),
                            &f),
              OK, &f);
    if (!CHECK_ERR(policy_open(&p, b, &limits, &f), OK, &f))
        return;
    enum err err = policy_test(p, a, &report, &f);
    if (x->says) {
        CHECK_REFUSED(err, ERR_RULE, "rule_case", &f);
        CHECK_STR(f.where, "rules/cases/more.lua:1");
        CHECK_HAS(f.text, x->says);
    } else {
        /* Nothing failed that was not wanted; that the rule never spoke is said with the reason. */
        CHECK_REFUSED(err, ERR_RULE, "rule_coverage", &f);
        CHECK_HAS(f.text, "规则 test.hostile 在用例中失败，rules/checks/hostile.lua:5");
    }

    policy_close(p);
    bundle_free(b);
}

static void
expecting(const void *row)
{
    const struct expectation *x = row;
    const char *const *files =
        x->has_numbering ? RIG_FILES("cases/more.lua", x->more, "numbering.lua", numbering)
                         : RIG_FILES("cases/more.lua", x->more);
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};
    const char *report;

    CHECK_ERR(rig_bundle_of(&b, files, &f), OK, &f);
    CHECK_ERR(policy_open(&p, b, &limits, &f), OK, &f);
    enum err err = policy_test(p, a, &report, &f);
    if (x->says) {
        CHECK_REFUSED(err, ERR_RULE, "rule_case", &f);
        CHECK_STR(f.where, "rules/cases/more.lua:1");
        CHECK_HAS(f.text, x->says);
    } else {
        CHECK_ERR(err, OK, &f);
    }

    policy_close(p);
    bundle_free(b);
}

static const struct check_test tests[] = {
    TEST_EACH(expecting, expectations),
    TEST_EACH(a_rule_that_fails_fails_the_case, failings),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
