/* A questionnaire that cannot be answered, or does not conclude, does not load; one that raises
 * gives no answer. */
#include "policy_rig.h"

#define HEAD "questionnaire { code = 'q', title = '问卷', law = '测试法', "
#define YES "{ code = 'yes', label = '要', text = '要办。', law = '测试法' }"
#define BOTH                                                                                       \
    "outcomes = { " YES ", { code = 'no', label = '不', text = '不办。', law = '测试法' } }, "
#define ASKED "questions = { { id = 'moved', text = '变了吗', type = 'boolean' } }, "
#define SAYS "outcome = function(x) return x.moved and 'yes' or 'no' end }\n"
#define CASES                                                                                       \
    "case { ask = 'questionnaire', name = '要', questionnaire = 'q', answers = { moved = true },"  \
    " expect = { outcome = 'yes' } }\n"                                                             \
    "case { ask = 'questionnaire', name = '不', questionnaire = 'q', answers = { moved = false }," \
    " expect = { outcome = 'no' } }\n"

static const struct refusal {
    const char *name, *text, *says;
} refusals[] = {
    {"a question of no type that there is",
     HEAD "questions = { { id = 'a', text = '问', type = 'text' } }, " BOTH SAYS, "text 不在"},
    {"a choice among nothing",
     HEAD "questions = { { id = 'a', text = '问', type = 'choice' } }, " BOTH SAYS, "恰有其一"},
    {"an option that stands alone where one is chosen anyway",
     HEAD "questions = { { id = 'a', text = '问', type = 'choice',"
          " options = { { code = 'x', label = '甲', alone = true } } } }, " BOTH SAYS,
     "选项 x 的 alone 只用于 type choices"},
    {"two questions of one name",
     HEAD "questions = { { id = 'a', text = '问', type = 'boolean' },"
          " { id = 'a', text = '再问', type = 'boolean' } }, " BOTH SAYS,
     "问题 a 重复"},
    {"a question that hangs on a later one",
     HEAD "questions = { { id = 'a', text = '问', type = 'boolean', when = { b = true } },"
          " { id = 'b', text = '再问', type = 'boolean' } }, " BOTH SAYS,
     "排在它前面"},
    {"one that hangs on an answer that nobody can give",
     HEAD "questions = { { id = 'a', text = '问', type = 'boolean' },"
          " { id = 'b', text = '再问', type = 'boolean', when = { a = 'yes' } } }, " BOTH SAYS,
     "应为 true 或 false"},
    {"no question at all", HEAD "questions = {}, " BOTH SAYS, "应有 1 至 40 项"},
    {"an outcome of a kind that there is not",
     HEAD ASKED "outcomes = { { code = 'yes', label = '要', text = '要办。', law = '测试法',"
                " kind = 'nothing', action = 'initial' } }, " SAYS,
     "nothing 不在"},
    {"an outcome that no case comes to",
     HEAD ASKED "outcomes = { " YES ", { code = 'no', label = '不', text = '不办。', "
                "law = '测试法' }, { code = 'more', label = '多', text = '多。', law = '测试法' } "
                "}, " SAYS,
     "没有用例得出 more"},
};

static void
is_refused_when_loaded(const void *row)
{
    const struct refusal *x = row;
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};

    CHECK_ERR(
        rig_bundle_of(&b, RIG_FILES("questionnaires/q.lua", x->text, "cases/q.lua", CASES), &f), OK,
        &f);
    CHECK_REFUSED(policy_open(&p, b, &limits, &f), ERR_RULE, "rule_error", &f);
    CHECK_HAS(f.where, "rules/questionnaires/q.lua:");
    CHECK_HAS(f.text, x->says);
    bundle_free(b);
}

static void
ask(const char *outcome, enum err wanted, const char *says)
{
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};
    const char *answer;
    const char *text = arena_printf(a, "%s%s%s%s", HEAD, ASKED, BOTH, outcome);

    CHECK_ERR(rig_bundle_of(&b, RIG_FILES("questionnaires/q.lua", text, "cases/q.lua", CASES), &f),
              OK, &f);
    if (!CHECK_ERR(policy_open(&p, b, &limits, &f), OK, &f))
        return;
    enum err err = policy_ask(p, a, POLICY_QUESTIONNAIRE,
                              "{\"questionnaire\":\"q\",\"answers\":{\"moved\":true},"
                              "\"today\":\"2026-11-24\"}",
                              &answer, &f);
    CHECK_INT(err, wanted);
    CHECK_HAS(err ? f.text : answer, says);
    policy_close(p);
    bundle_free(b);
}

static void
it_concludes_as_its_function_says(void)
{
    ask(SAYS, OK, "\"code\":\"yes\"");
}

static void
an_outcome_that_is_not_declared_is_no_answer(void)
{
    ask("outcome = function() return 'other' end }\n", ERR_RULE, "应给出 outcomes 所列的代码");
}

static void
one_that_never_ends_is_ended(void)
{
    ask("outcome = function() while true do end end }\n", ERR_RULE, "步数超过上限");
}

static const struct check_test tests[] = {
    TEST_EACH(is_refused_when_loaded, refusals),
    TEST(it_concludes_as_its_function_says),
    TEST(an_outcome_that_is_not_declared_is_no_answer),
    TEST(one_that_never_ends_is_ended),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
