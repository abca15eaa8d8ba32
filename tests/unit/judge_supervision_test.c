/* What supervision.lua declares is looked at when it is loaded: a matter that cannot be opened,
 * goes nowhere or gives away who complained does not load. */
#include "policy_rig.h"

#include "model/matter.h"

#define HEAD "matter { code = 'm', label = '事项', law = '测试法', "
#define STATES                                                                                     \
    "states = { { code = 'a', label = '甲' }, { code = 'z', label = '终', over = true } }, "
#define OPENS "{ code = 'open', label = '提起', to = 'a', who = { 'public' }, text = 'required' }"
#define ENDS "{ code = 'end', label = '办结', from = 'a', to = 'z', who = { 'filer' } }"
#define MOVES(opens, ends) "moves = { " opens ", " ends " } }\n"

static const struct refusal {
    const char *name, *text, *says;
} refusals[] = {
    {"a matter that nobody opens", HEAD STATES MOVES(ENDS, ENDS), "同一状态有两个 end"},
    {"one that is opened in two ways", HEAD STATES MOVES(OPENS, OPENS), "同一状态有两个 open"},
    {"one without an opening",
     HEAD STATES MOVES(ENDS,
                       "{ code = 'on', label = '续', from = 'a', to = 'a', who = { 'filer' } }"),
     "缺少提起的一步"},
    {"one that never ends",
     HEAD "states = { { code = 'a', label = '甲' }, { code = 'b', label = '乙' } }, " MOVES(
         OPENS, "{ code = 'on', label = '续', from = 'a', to = 'b', who = { 'filer' } }"),
     "走不到终结"},
    {"a state that nothing leads to",
     HEAD "states = { { code = 'a', label = '甲' }, { code = 'b', label = '乙', over = true },"
          " { code = 'z', label = '终', over = true } }, " MOVES(OPENS, ENDS),
     "状态 b 走不到"},
    {"what goes on after its end",
     HEAD STATES "moves = { " OPENS ", " ENDS
                 ", { code = 'more', label = '又', from = 'z', to = 'a', who = { 'filer' } } } }\n",
     "z 已终结"},
    {"a move to a state that there is not",
     HEAD STATES MOVES(OPENS,
                       "{ code = 'end', label = '办', from = 'a', to = 'y', who = { 'filer' } }"),
     "to 的 y 没有声明"},
    {"a role that there is not",
     HEAD STATES MOVES(OPENS,
                       "{ code = 'end', label = '办', from = 'a', to = 'z', who = { 'king' } }"),
     "who 的 king"},
    {"the public at a later step",
     HEAD STATES MOVES(OPENS,
                       "{ code = 'end', label = '办', from = 'a', to = 'z', who = { 'public' } }"),
     "public（任何人）只能用来提起"},
    {"an organization that opens",
     HEAD STATES MOVES("{ code = 'open', label = '提', to = 'a', who = { 'filer' } }", ENDS),
     "filer 不能提起"},
    {"a complaint that stands in the history", HEAD "in_history = true, " STATES MOVES(OPENS, ENDS),
     "请删去 in_history"},
    {"a clock of no days",
     HEAD "states = { { code = 'a', label = '甲', days = 0 },"
          " { code = 'z', label = '终', over = true } }, " MOVES(OPENS, ENDS),
     "days 应为 1 至 400"},
    {"a clock that runs after the end",
     HEAD "states = { { code = 'a', label = '甲' },"
          " { code = 'z', label = '终', over = true, days = 3 } }, " MOVES(OPENS, ENDS),
     "没有期限"},
    {"a word that nothing obeys",
     HEAD STATES MOVES(OPENS,
                       "{ code = 'end', label = '办', from = 'a', to = 'z', who = { 'filer' },"
                       " colour = 'red' }"),
     "colour"},
    {"an amount of what is not chosen",
     HEAD STATES MOVES("{ code = 'open', label = '提', to = 'a', who = { 'public' },"
                       " amount = { of = { 'x' }, min = 1, max = 2 } }",
                       ENDS),
     "写了 amount 就要写 types"},
    {"another person who is of the organization",
     HEAD STATES MOVES(OPENS,
                       "{ code = 'end', label = '办', from = 'a', to = 'z', who = { 'filer' },"
                       " other = true }"),
     "other（须由另一人办理）只用于主管部门"},
    {"a move of the name that the core gives a term that is over",
     HEAD STATES MOVES(OPENS, "{ code = 'missed', label = '办', from = 'a', to = 'z',"
                              " who = { 'filer' } }"),
     "missed 由系统在期限届满、规则更换时记下"},
    {"an office that asks for another day",
     HEAD STATES MOVES(OPENS, "{ code = 'end', label = '办', from = 'a', to = 'z',"
                              " who = { 'first' }, asks = true }"),
     "只用于 filer"},
    {"a day that is asked for and runs at once",
     HEAD STATES MOVES(OPENS, "{ code = 'ask', label = '请', from = 'a', to = 'a',"
                              " who = { 'filer' }, asks = true }, " ENDS),
     "应写 keeps"},
    {"a bound of a day that nobody states",
     HEAD STATES MOVES(OPENS, "{ code = 'end', label = '办', from = 'a', to = 'z',"
                              " who = { 'filer' }, most_days = 5 }"),
     "most_days（最多推后几日）只用于"},
    {"a bound that is no number of days",
     HEAD STATES MOVES(OPENS, "{ code = 'on', label = '延', from = 'a', to = 'a', term = true,"
                              " who = { 'first' }, most_days = 'many' }, " ENDS),
     "most_days 应为 1 至 400"},
    {"an opening that is made only so often",
     HEAD STATES MOVES("{ code = 'open', label = '提', to = 'a', who = { 'public' }, times = 2 }",
                       ENDS),
     "times（最多几次）只用于"},
    {"a move that is never made",
     HEAD STATES MOVES(OPENS, "{ code = 'end', label = '办', from = 'a', to = 'z',"
                              " who = { 'filer' }, times = 0 }"),
     "应为 1 至 20"},
    {"files of the office",
     HEAD STATES MOVES(OPENS, "{ code = 'end', label = '办', from = 'a', to = 'z',"
                              " who = { 'first' }, files = 2 }"),
     "只用于 filer"},
    {"more files than anybody reads",
     HEAD STATES MOVES(OPENS, "{ code = 'end', label = '办', from = 'a', to = 'z',"
                              " who = { 'filer' }, files = 21 }"),
     "应为 1 至 20"},
    {"a state that is still there and is moved",
     HEAD "moved = { { from = 'a', to = 'a', reason = '改' } }, " STATES MOVES(OPENS, ENDS),
     "还是它的状态"},
    {"one that is moved to its end",
     HEAD "moved = { { from = 'old', to = 'z', reason = '改' } }, " STATES MOVES(OPENS, ENDS),
     "已终结（over）"},
    {"one that is moved in two ways",
     HEAD "moved = { { from = 'old', to = 'a', reason = '改' }, { from = 'old', to = 'a', reason "
          "= '改' } }, " STATES MOVES(OPENS, ENDS),
     "写了两次"},
    {"a move of the name that the core gives one of another set",
     HEAD STATES MOVES(OPENS, "{ code = 'moved', label = '办', from = 'a', to = 'z',"
                              " who = { 'filer' } }"),
     "moved 由系统"},
    {"somebody told whom nobody knows",
     HEAD STATES MOVES(OPENS,
                       "{ code = 'end', label = '办', from = 'a', to = 'z', who = { 'filer' },"
                       " told = { 'press' } }"),
     "press 不在"},
};

static enum err
load(const char *text, struct policy **p, struct fault *f)
{
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;

    CHECK_ERR(rig_bundle_of(&b, RIG_FILES("supervision.lua", text), f), OK, f);
    enum err err = policy_open(p, b, &limits, f);
    bundle_free(b);
    return err;
}

static void
is_refused_when_loaded(const void *row)
{
    const struct refusal *x = row;
    struct policy *p = NULL;
    struct fault f = {0};

    CHECK_REFUSED(load(x->text, &p, &f), ERR_RULE, "rule_error", &f);
    CHECK_HAS(f.where, "rules/supervision.lua:");
    CHECK_HAS(f.text, x->says);
}

static void
one_that_is_whole_says_where_each_move_leads(void)
{
    struct policy *p = NULL;
    struct fault f = {0};

    if (!CHECK_ERR(load(HEAD STATES MOVES(OPENS, ENDS), &p, &f), OK, &f))
        return;
    const json_t *kind = matter_kind(policy_manifest(p), "m");
    const json_t *opening = matter_move(kind, NULL, NULL), *ending = matter_move(kind, "a", "end");
    CHECK(matter_may(opening, NULL));
    CHECK(!matter_may(opening, &ROLE_SET(ROLE_FILER)));
    CHECK(matter_may(ending, &ROLE_SET(ROLE_FILER)));
    CHECK(!matter_may(ending, NULL));
    CHECK(matter_move(kind, "z", "end") == NULL);
    CHECK(matter_move(kind, "a", "open") == NULL);
    CHECK(matter_is(matter_state(kind, "z"), "over"));
    CHECK(matter_kind(policy_manifest(p), "n") == NULL);
    CHECK_STR(matter_state_label(NULL, "gone"), "gone");
    policy_close(p);
}

static const struct check_test tests[] = {
    TEST_EACH(is_refused_when_loaded, refusals),
    TEST(one_that_is_whole_says_where_each_move_leads),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
