/* What rules say of notices: what is refused at load, with its place and its cure, and what a way
 * may expect. */
#include "policy_rig.h"

#include <string.h>

static struct fault fault;

/* The shipped set with that file in a local layer. */
static struct policy *
opened_with(const char *const *files) /* path, text, …, NULL */
{
    struct bundle *whole, *before;
    struct policy_limits limits = rig_limits();
    struct policy *p = NULL;

    if (bundle_read(&whole, "rules", NULL, &fault))
        check_stop("no set: %s", fault.text);
    for (; *files != NULL; files += 2) {
        before = whole;
        if (bundle_with(&whole, before, files[0], files[1], &fault))
            check_stop("no set: %s", fault.text);
        bundle_free(before);
    }
    (void)!policy_open(&p, whole, &limits, &fault);
    bundle_free(whole);
    return p;
}

static struct policy *
opened(const char *path, const char *text)
{
    return opened_with((const char *const[]){path, text, NULL});
}

/* ---- refused --------------------------------------------------------------------------------- */

#define NOTICE(more) "notice { code = 'mine', title = '标题', " more " }\n"
#define SOON "notice { code = 'mine', title = '标题', text = '{clock}还有 {left}' }\n"
#define SOON_OF_MATTER "notice { code = 'mine', title = '标题', text = '{due_on}还有 {left}' }\n"
#define REMIND(more)                                                                               \
    SOON "remind { code = 'mine', law = '本系统参数', notice = 'mine', " more " }\n"
#define CHANNEL(more) "channel { code = 'mine', title = '方式', text_max = 70, " more " }\n"
#define ESCALATE(more)                                                                             \
    "notice { code = 'mine', title = '标题', text = '{clock}' }\n"                               \
    "escalate { code = 'mine', law = '本系统参数', notice = 'mine', " more " }\n"

static const struct refused {
    const char *name, *text, *says;
} refused[] = {
    {"a_field_that_is_not_known", NOTICE("on = { 'submit' }, to = 'filer', text = '{mobile}'"),
     "没有字段 {mobile}"},
    {"data_of_the_filing", NOTICE("on = { 'submit' }, to = 'filer', text = '{filing.data.x}'"),
     "花括号里应为字段名"},
    {"a_brace_that_is_not_closed", NOTICE("on = { 'submit' }, to = 'filer', text = '{title'"),
     "花括号里应为字段名"},
    {"a_field_of_a_clock_without_one", NOTICE("on = { 'submit' }, to = 'filer', text = '{due_on}'"),
     "{due_on}"},
    {"days_left_in_a_notice_of_a_move",
     NOTICE("on = { 'submit' }, clock = 'review', to = 'filer', text = '{left}'"),
     "由 remind 发出"},
    {"an_event_that_is_not_declared", NOTICE("on = { 'vanish' }, to = 'filer', text = 'x'"),
     "没有声明 event vanish"},
    {"a_role_that_is_not_declared", NOTICE("on = { 'submit' }, to = 'auditor', text = 'x'"),
     "没有角色 auditor"},
    {"a_kind_that_is_not_declared",
     NOTICE("on = { 'submit' }, to = 'filer', kinds = { 'model' }, text = 'x'"),
     "没有声明 kind model"},
    {"an_action_that_is_not_declared",
     NOTICE("on = { 'submit' }, to = 'filer', actions = { 'sing' }, text = 'x'"),
     "没有声明 action sing"},
    {"a_state_that_is_not_declared",
     NOTICE("on = { 'pass' }, to = 'filer', states = { 'gone' }, text = 'x'"),
     "没有声明 state gone"},
    {"a_clock_that_is_not_declared",
     NOTICE("on = { 'submit' }, to = 'filer', clock = 'sundial', text = 'x'"),
     "没有声明 deadline sundial"},
    {"a_clock_that_a_kind_lacks",
     NOTICE("on = { 'submit' }, to = 'filer', kinds = { 'subject' }, clock = 'first_filing', "
            "text = 'x'"),
     "不是 kind subject 的期限"},
    {"an_end_of_a_clock_that_is_not_named", NOTICE("on = { 'missed' }, to = 'filer', text = 'x'"),
     "应写 clock"},
    {"nobody_who_sends_it", NOTICE("text = 'x'"), "请写其一"},
    {"an_event_and_nobody_to_tell", NOTICE("on = { 'submit' }, text = 'x'"), "应同时写"},
    {"kinds_of_what_a_reminder_sends", NOTICE("kinds = { 'subject' }, text = 'x'"), "不写 kinds"},
    {"a_word_that_is_not_known", NOTICE("on = { 'submit' }, to = 'filer', texts = 'x', text = 'x'"),
     "不认识的字段 texts"},
    {"a_reminder_of_a_clock_that_is_not_declared",
     REMIND("clock = 'sundial', before = { 1 }, to = 'filer'"), "没有声明 deadline sundial"},
    {"a_reminder_of_no_day", REMIND("clock = 'review', before = {}, to = 'filer'"), "应列出"},
    {"a_reminder_of_half_a_day", REMIND("clock = 'review', before = { 0.5 }, to = 'filer'"),
     "1 至 60 的整数"},
    {"a_reminder_twice_on_a_day", REMIND("clock = 'review', before = { 1, 1 }, to = 'filer'"),
     "不重复"},
    {"a_reminder_of_days_by_name", REMIND("clock = 'review', before = { a = 1 }, to = 'filer'"),
     "应列出"},
    {"a_reminder_to_nobody", REMIND("clock = 'review', before = { 1 }, to = 'ghost'"),
     "没有角色 ghost"},
    {"a_reminder_that_sends_what_a_move_does",
     "remind { code = 'mine', law = '本系统参数', notice = 'returned', clock = 'review', "
     "before = { 1 }, to = 'filer' }\n",
     "写了 on"},
    {"a_reminder_without_a_notice",
     "remind { code = 'mine', law = '本系统参数', notice = 'nothing', clock = 'review', "
     "before = { 1 }, to = 'filer' }\n",
     "没有声明 notice nothing"},
    {"a_reminder_on_a_law_that_is_not_declared",
     SOON "remind { code = 'mine', law = '某法 1', notice = 'mine', clock = 'review', "
          "before = { 1 }, to = 'filer' }\n",
     "未声明的依据"},
    {"an_escalation_to_a_pool_that_is_not_declared",
     ESCALATE("clock = 'review', after = { 1 }, to = 'reviewer', pool = 'nowhere'"),
     "没有声明 pool nowhere"},
    {"days_left_when_none_are",
     SOON "escalate { code = 'mine', law = '本系统参数', notice = 'mine', clock = 'review', "
          "after = { 1 }, to = 'reviewer' }\n",
     "{left}"},
    {"a_channel_with_an_address_that_nobody_has", CHANNEL("address = 'pager', shows = { 'kind' }"),
     "不在 mobile、email 之中"},
    {"a_channel_that_shows_what_is_not_known", CHANNEL("shows = { 'mobile' }"), "没有字段 mobile"},
    {"a_channel_that_nobody_uses", CHANNEL("shows = { 'kind' }"), "没有 send 用它"},
    {"a_text_that_shows_more_than_its_channel_may",
     "send { notice = 'returned', channel = 'sms', text = '{title}' }\n", "不能由它发出"},
    {"a_text_of_what_is_not_known_then",
     "send { notice = 'refused', channel = 'sms', text = '{left}' }\n", "没有字段 {left} 的内容"},
    {"a_text_that_is_too_long_for_its_channel",
     "channel { code = 'mine', title = '方式', shows = { 'kind' }, text_max = 3 }\n"
     "send { notice = 'refused', channel = 'mine', text = '四个字了' }\n",
     "最多 3 字"},
    {"a_text_of_no_notice", "send { notice = 'nothing', channel = 'sms', text = 'x' }\n",
     "没有声明 notice nothing"},
    {"a_text_by_no_channel", "send { notice = 'refused', channel = 'pigeon', text = 'x' }\n",
     "没有声明 channel pigeon"},
    {"a_text_good_for_no_day",
     "send { notice = 'refused', channel = 'sms', text = 'x', within_days = 0 }\n", "within_days"},
    {"a_step_of_a_matter_that_is_not_declared",
     NOTICE("matters = { 'duel' }, on = { 'issue' }, to = 'filer', text = 'x'"), "duel 没有声明"},
    {"a_step_that_a_matter_lacks",
     NOTICE("matters = { 'order' }, on = { 'submit' }, to = 'filer', text = 'x'"),
     "没有 moves submit"},
    {"a_state_that_a_matter_lacks",
     NOTICE("matters = { 'order' }, on = { 'issue' }, states = { 'draft' }, to = 'filer', "
            "text = 'x'"),
     "没有状态 draft"},
    {"a_step_that_does_not_lead_there",
     NOTICE("matters = { 'order' }, on = { 'issue' }, states = { 'met' }, to = 'filer', "
            "text = 'x'"),
     "永远不会发出"},
    {"an_organization_that_is_told_who_complains",
     NOTICE("matters = { 'complaint' }, on = { 'complain' }, to = 'filer', text = 'x'"),
     "单位看不到“投诉、异议”的 complain"},
    {"an_organization_that_is_told_of_a_penalty_nobody_has_confirmed",
     NOTICE("matters = { 'penalty' }, on = { 'propose' }, to = 'filer', text = 'x'"),
     "单位看不到“处罚”的 propose"},
    {"an_organization_that_is_told_when_a_complaint_is_late",
     NOTICE("matters = { 'complaint' }, on = { 'missed' }, to = 'filer', text = 'x'"),
     "单位看不到“投诉、异议”的状态 received"},
    {"an_organization_that_is_reminded_of_a_complaint",
     SOON_OF_MATTER "remind { code = 'mine', law = '本系统参数', notice = 'mine', "
                    "matters = { 'complaint' }, before = { 1 }, to = 'filer' }\n",
     "单位看不到"},
    {"a_reminder_of_what_has_no_term",
     SOON_OF_MATTER "remind { code = 'mine', law = '本系统参数', notice = 'mine', "
                    "matters = { 'penalty' }, before = { 1 }, to = 'reviewer' }\n",
     "没有期限"},
    {"a_reminder_of_nothing",
     SOON_OF_MATTER "remind { code = 'mine', law = '本系统参数', notice = 'mine', "
                    "before = { 1 }, to = 'reviewer' }\n",
     "应写 clock"},
    {"a_reminder_of_a_matter_and_a_clock",
     SOON_OF_MATTER "remind { code = 'mine', law = '本系统参数', notice = 'mine', "
                    "matters = { 'order' }, clock = 'review', before = { 1 }, to = 'reviewer' }\n",
     "不写 clock"},
    {"a_reminder_of_a_clock_in_some_states",
     REMIND("clock = 'review', states = { 'draft' }, before = { 1 }, to = 'reviewer'"),
     "states 只与 matters"},
    {"the_clock_of_a_matter_by_name",
     SOON "remind { code = 'mine', law = '本系统参数', "
          "notice = 'mine', matters = { 'order' }, "
          "before = { 1 }, to = 'reviewer' }\n",
     "{clock}"},
    {"the_action_of_a_matter",
     NOTICE("matters = { 'order' }, on = { 'issue' }, to = 'filer', text = '{action}'"),
     "{action}"},
    {"a_matter_and_kinds_of_filings",
     NOTICE("matters = { 'order' }, kinds = { 'subject' }, on = { 'issue' }, to = 'filer', "
            "text = 'x'"),
     "不写 kinds"},
    {"the_same_code_twice",
     NOTICE("on = { 'submit' }, to = 'filer', text = 'x'")
         NOTICE("on = { 'submit' }, to = 'filer', text = 'y'"),
     "重复声明"},
};

static void
is_refused(const void *row)
{
    const struct refused *x = row;
    struct policy *p = opened("local/notices.ours.lua", x->text);

    if (!CHECK(p == NULL)) {
        policy_close(p);
        return;
    }
    CHECK_HAS(fault.where, "rules.local/notices.ours.lua:");
    CHECK_HAS(fault.text, x->says);
}

/* ---- taken ----------------------------------------------------------------------------------- */

static const json_t *
told_of(struct policy *p, const char *key)
{
    return json_object_get(json_object_get(policy_manifest(p), "tells"), key);
}

static void
a_local_notice_takes_the_place_of_the_one_of_its_code(void)
{
    struct policy *p =
        opened("local/notices.ours.lua",
               "notice { code = 'refused', on = { 'refuse' }, to = 'filer', title = '决定', text = "
               "'见内' }\n"
               "notice { code = 'over', on = { 'missed' }, clock = 'review', to = 'reviewer', "
               "title = '逾期', text = '{clock}已于 {due_on} 届满' }\n");
    const json_t *list;
    size_t i;
    json_t *one;
    int found = 0;

    if (!CHECK(p != NULL))
        return;
    list = json_object_get(policy_manifest(p), "notices");
    json_array_foreach(list, i, one)
    {
        if (!str_is(json_str(one, "code"), "refused"))
            continue;
        found++;
        CHECK_STR(json_str(one, "title"), "决定");
    }
    CHECK_INT(found, 1);
    CHECK_INT(json_array_size(told_of(p, "algorithm initial refuse refused")), 1);
    CHECK_INT(json_array_size(told_of(p, "algorithm initial missed review")), 1);
    CHECK_INT(json_array_size(told_of(p, "algorithm initial missed first_filing")), 1);
    CHECK(told_of(p, "algorithm initial pass final_review") == NULL);
    policy_close(p);
}

static void
what_a_layer_takes_away_is_told_of_no_more(void)
{
    struct policy *p = opened_with((const char *const[]){
        "local/workflow.ours.lua",
        "event { code = 'revoke', drop = true, reason = '不用' }\n"
        "transition { on = 'revoke', kind = 'algorithm', from = 'approved', to = 'revoked', "
        "drop = true, reason = '不用' }\n"
        "state { code = 'revoked', drop = true, reason = '不用' }\n",
        "local/letters/ours.lua", "letter { code = 'revocation', drop = true, reason = '不用' }\n",
        NULL});

    if (!CHECK(p != NULL))
        return;
    CHECK(told_of(p, "algorithm initial revoke revoked") == NULL);
    CHECK_INT(json_array_size(told_of(p, "algorithm initial deregister deregistered")), 1);
    policy_close(p);
}

/* ---- expected -------------------------------------------------------------------------------- */

static const char *
way_says(const char *expected)
{
    struct arena *own = arena_new();
    struct policy *p =
        opened("local/cases/notices.lua",
               arena_printf(a,
                            "case { name = '本地：通知', form = 'subject', today = '2026-11-24',\n"
                            "  way = { { 'submit', expect = { %s } } } }\n",
                            expected));
    const char *report;

    if (p == NULL) {
        arena_free(own);
        return arena_strdup(a, fault.text);
    }
    const char *text = policy_test(p, own, &report, &fault) ? arena_strdup(a, fault.text) : "";
    policy_close(p);
    arena_free(own);
    return text;
}

static const char *
case_says(const char *notice)
{
    return way_says(arena_printf(a, "notice = %s", notice));
}

static const char *
letters_said(const char *letter)
{
    return way_says(arena_printf(a, "letter = %s", letter));
}

static void
a_way_says_which_letters_are_made(void)
{
    CHECK_STR(letters_said("'acceptance'"), "");
    CHECK_STR(letters_said("{ 'acceptance' }"), "");
    CHECK_HAS(letters_said("'correction'"), "应发出文书 correction，实有 acceptance");
    CHECK_HAS(letters_said("{ 'acceptance', 'correction' }"),
              "应发出文书 acceptance、correction，实有 acceptance");
    CHECK_HAS(letters_said("false"), "应发出文书 （没有），实有 acceptance");
    CHECK_HAS(letters_said("'nothing'"), "没有 nothing");
    CHECK_HAS(letters_said("true"), "没有 true");
}

/* The cases of the base speak of its letters: what a layer adds is not theirs to expect, and what
 * it takes away neither. */
static void
a_local_letter_breaks_no_way_of_the_base(void)
{
    struct arena *own = arena_new();
    struct policy *p = opened_with((const char *const[]){
        "local/letters/ours.lua",
        "letter { code = 'ours', title = '回执', series = 'acceptance', law = "
        "'算法推荐管理规定 25', kinds = { 'algorithm' }, on = { 'submit' }, to = "
        "'organization', text = 'acceptance.txt' }\n"
        "letter { code = 'revocation', drop = true, reason = '不用' }\n",
        NULL});
    const char *report;

    if (CHECK(p != NULL))
        CHECK_ERR(policy_test(p, own, &report, &fault), OK, &fault);
    policy_close(p);
    arena_free(own);
}

static void
a_way_says_which_notice_follows(void)
{
    CHECK_STR(case_says("'submitted'"), "");
    CHECK_STR(case_says("{ 'submitted' }"), "");
    CHECK_HAS(case_says("'returned'"), "应有通知 returned，实有 submitted");
    CHECK_HAS(case_says("false"), "不应有通知，却有 submitted");
    CHECK_HAS(case_says("'nothing'"), "没有 nothing");
}

static const struct check_test tests[] = {
    TEST_MANY(is_refused, refused),
    TEST(a_local_notice_takes_the_place_of_the_one_of_its_code),
    TEST(what_a_layer_takes_away_is_told_of_no_more),
    TEST_LONG(a_way_says_which_notice_follows),
    TEST_LONG(a_way_says_which_letters_are_made),
    TEST(a_local_letter_breaks_no_way_of_the_base),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
