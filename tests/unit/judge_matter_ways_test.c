/* Ways walk matters beside a filing by the core's own function: a set whose cases leave out a move
 * of a matter does not serve, and a case that expects what does not follow fails. */
#include "policy_rig.h"

#include <string.h>

/* A complaint of the public with a clock, and an order by two people with a bound. */
#define MATTERS                                                                                     \
    "matter { code = 'plea', label = '投诉', law = '测试法',\n"                                \
    "  states = { { code = 'in', label = '收', days = 3 }, { code = 'out', label = '结', over = " \
    "true } },\n"                                                                                   \
    "  moves = {\n"                                                                                 \
    "    { code = 'open', label = '提', to = 'in', who = { 'public' }, text = 'required' },\n"     \
    "    { code = 'shut', label = '结', from = 'in', to = 'out', who = { 'first' } } } }\n"        \
    "matter { code = 'order', label = '限期', law = '测试法', in_history = true,\n"            \
    "  states = { { code = 'set', label = '限', keeps = true },\n"                                 \
    "    { code = 'done', label = '结', over = true } },\n"                                        \
    "  moves = {\n"                                                                                 \
    "    { code = 'set', label = '发', to = 'set', who = { 'first' }, term = true,\n"              \
    "      told = { 'organization' } },\n"                                                          \
    "    { code = 'more', label = '延', from = 'set', to = 'set', who = { 'first' }, term = "      \
    "true,\n      times = 1, most_days = 10, told = { 'organization' } },\n"                        \
    "    { code = 'end', label = '结', from = 'set', to = 'done', who = { 'first', 'second' },\n"  \
    "      other = true, text = 'optional', told = { 'organization' } } } }\n"
#define NOTICES                                                                                     \
    "notice { code = 'over', matters = { 'order' }, on = { 'end' }, to = 'filer', title = '结',\n" \
    "  text = '{kind}', law = '测试法' }\n"
#define WAY(steps) NAMED_WAY("事项", steps)
#define NAMED_WAY(name, steps)                                                                     \
    "case { name = '" name                                                                         \
    "', form = 'algorithm', way = { { 'submit' }, { 'claim' }, { 'pass' },\n"                      \
    "  { 'claim' }, { 'pass' },\n" steps "} }\n"
#define PLEA "  { 'plea.open' }, { 'plea.shut', expect = { state = 'out', over = true } },\n"
#define ORDER                                                                                      \
    "  { 'order.set', by = '甲', due_on = '2026-12-01' },\n"                                      \
    "  { 'order.more', by = '甲', due_on = '2026-12-11', expect = { due_on = '2026-12-11' } },\n" \
    "  { 'order.end', by = '乙' },\n"

static enum err
tried(const char *matters, const char *ways, struct fault *f)
{
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    const char *report;
    enum err err = rig_bundle_of(
        &b,
        RIG_FILES("supervision.lua", matters, "notices.lua", NOTICES, "cases/matters.lua", ways),
        f);

    if (!err)
        err = policy_open(&p, b, &limits, f);
    if (!err)
        err = policy_test(p, a, &report, f);
    policy_close(p);
    bundle_free(b);
    return err;
}

static void
a_set_whose_ways_take_every_move_of_its_matters_serves(void)
{
    struct fault f = {0};
    CHECK_ERR(tried(MATTERS, WAY(PLEA ORDER), &f), OK, &f);
}

static const struct wrong {
    const char *name, *steps, *says;
} wrongs[] = {
    {"no way opens it", ORDER, "监督事项 plea：open（提起 → in）没有任何流程用例走过"},
    {"no way takes one of its moves",
     PLEA "  { 'order.set', by = '甲', due_on = '2026-12-01' }, { 'order.end', by = '乙' },\n",
     "监督事项 order：more（set → set）没有任何流程用例走过"},
    {"a matter that there is not", "  { 'claim.open' },\n", "supervision.lua 没有声明 claim"},
    {"a move that there is not", "  { 'plea.close' },\n", "moves 没有 close；有 open、shut"},
    {"a state that there is not", "  { 'plea.open', expect = { state = 'gone' } },\n",
     "plea 没有状态 gone"},
    {"a word that nobody reads", "  { 'plea.open', set = {} },\n", "不认识的字段 set"},
    {"a word that nobody compares", "  { 'plea.open', expect = { stage = 'early' } },\n",
     "不认识的字段 stage"},
    {"a notice that there is not", "  { 'plea.open', expect = { notice = 'none' } },\n",
     "没有 none"},
    {"another state", "  { 'plea.open', expect = { state = 'out' } },\n", "状态应为 out，实为 in"},
    {"another day", "  { 'plea.open', expect = { due_on = '2026-12-31' } },\n",
     "到期日应为 2026-12-31，实为 2026-11-27"},
    {"no clock where one runs", "  { 'plea.open', expect = { due_on = false } },\n",
     "到期日应为 false"},
    {"an organization that knows", "  { 'plea.open', expect = { told = true } },\n",
     "单位是否知道应为 true"},
    {"a line in the history", "  { 'plea.open', expect = { history = true } },\n",
     "是否写进备案的办理经过应为 true"},
    {"no notice",
     PLEA ORDER "  { 'order.set', due_on = '2026-12-01' },\n"
                "  { 'order.end', by = '乙', expect = { notice = false } },\n",
     "不应有通知，却有 over"},
    {"a notice of what tells nobody", "  { 'plea.open', expect = { notice = 'over' } },\n",
     "应有通知 over，实有 （没有）"},
    {"a step that should not be made", "  { 'plea.open', expect = { refused = true } },\n",
     "应走不成（true），却走成了"},
    {"one that is refused for another reason",
     "  { 'plea.open' }, { 'plea.shut', as = 'filer', expect = { refused = 'state_conflict' } },\n",
     "没有走成：role_required"},
    {"one that is refused by another finding",
     "  { 'plea.open', text = '', expect = { refused = 'matter_invalid',\n"
     "    findings = { { rule = 'matter.due_on' } } } },\n",
     "应指出"},
    {"no text where one must be", "  { 'plea.open', text = false },\n", "没有走成：matter_invalid"},
    {"no term where one must be", "  { 'order.set' },\n", "没有走成：matter_invalid"},
    {"a move that was made so often",
     "  { 'order.set', due_on = '2026-12-01' }, { 'order.more', due_on = '2026-12-02' },\n"
     "  { 'order.more', due_on = '2026-12-03' },\n",
     "没有走成：matter_invalid"},
    {"a day beyond the bound",
     "  { 'order.set', due_on = '2026-12-01' }, { 'order.more', due_on = '2026-12-12' },\n",
     "没有走成：matter_invalid"},
    {"the same person", "  { 'order.set', due_on = '2026-12-01' }, { 'order.end' },\n",
     "没有走成：same_person"},
    {"what is over", "  { 'plea.open' }, { 'plea.shut' }, { 'plea.shut' },\n",
     "没有走成：state_conflict"},
    {"what nobody opened", "  { 'plea.shut' },\n", "没有走成：not_found"},
    {"a term that is not over", "  { 'plea.open' }, { 'plea.missed', on = '2026-11-27' },\n",
     "没有走成：not_over"},
    {"a term that was noted",
     "  { 'plea.open' }, { 'plea.missed', on = '2026-11-28' }, { 'plea.missed' },\n",
     "没有走成：not_over"},
};

static void
a_case_that_is_wrong_of_a_matter_fails(const void *row)
{
    const struct wrong *x = row;
    const char *ways = arena_printf(a, WAY("%s"), x->steps);
    struct fault f = {0};

    CHECK_INT(tried(MATTERS, ways, &f), ERR_RULE);
    CHECK_HAS(f.text, x->says);
}

static void
nobody_complains_of_what_is_not_public_and_no_draft_is_ordered(void)
{
    static const char early[] =
        WAY(PLEA ORDER) "case { name = '早', form = 'algorithm', way = {\n"
                        "  { 'order.set', due_on = '2026-12-01', expect = { refused = "
                        "'not_found' } },\n"
                        "  { 'submit' }, { 'plea.open', expect = { refused = 'not_found' } },\n"
                        "  { 'order.set', due_on = '2026-12-01' } } }\n";
    struct fault f = {0};

    CHECK_ERR(tried(MATTERS, early, &f), OK, &f);
}

/* What the base's cases say of a matter ends where a local layer declares it anew. */
static void
a_local_layer_that_declares_a_matter_anew_walks_it_itself(void)
{
    static const char anew[] =
        "matter { code = 'plea', label = '投诉', law = '测试法',\n"
        "  states = { { code = 'in', label = '收' }, { code = 'out', label = '结', over = true } "
        "},\n"
        "  moves = { { code = 'open', label = '提', to = 'in', who = { 'public' } },\n"
        "    { code = 'close', label = '结', from = 'in', to = 'out', who = { 'second' } } } }\n";
    struct policy_limits limits = rig_limits();
    const char *const with[] = {"-- 没有\n", WAY("  { 'plea.open' }, { 'plea.close' },\n")};

    for (size_t i = 0; i < LEN(with); i++) {
        struct fault f = {0};
        struct bundle *b = NULL;
        struct policy *p = NULL;
        const char *report;
        CHECK_ERR(rig_bundle_of(&b,
                                RIG_FILES("supervision.lua", MATTERS, "notices.lua", NOTICES,
                                          "cases/matters.lua", NAMED_WAY("原有", ORDER PLEA),
                                          "local/supervision.ours.lua", anew,
                                          "local/cases/ours.lua", with[i]),
                                &f),
                  OK, &f);
        CHECK_ERR(policy_open(&p, b, &limits, &f), OK, &f);
        CHECK_INT(policy_test(p, a, &report, &f), i == 0 ? ERR_RULE : OK);
        if (i == 0)
            CHECK_HAS(f.text, "监督事项 plea：open");
        policy_close(p);
        bundle_free(b);
    }
}

static const struct check_test tests[] = {
    TEST(a_set_whose_ways_take_every_move_of_its_matters_serves),
    TEST_EACH(a_case_that_is_wrong_of_a_matter_fails, wrongs),
    TEST(nobody_complains_of_what_is_not_public_and_no_draft_is_ordered),
    TEST(a_local_layer_that_declares_a_matter_anew_walks_it_itself),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
