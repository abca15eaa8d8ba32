/* Acts on a filing that are refused: what is not begun, not saved, not submitted, not decided. */
#include "casework_rig.h"

#include <string.h>

/* ---- what is not begun, not saved, not submitted --------------------------------------------- */

static void
only_what_the_rules_open_is_begun_and_a_subject_once(void)
{
    struct account who = rig_approved_company();
    struct filing x;

    REFUSED(rig_begin(&who, "nothing", &x), ERR_INPUT, "action_unavailable");
    CHECK_ERR(casework_begin_decide(as(&who), &(struct concern){"algorithm", "revoke", NULL}),
              ERR_INPUT, &acting.fault);
    REFUSED(rig_begin(&who, "subject", &x), ERR_CONFLICT, "filing_exists");
}

static void
what_does_not_fit_the_form_is_not_saved(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct filing before = rig_filing_now(id);
    json_t *data = rig_data(&who, "algorithm");

    rig_put(data, "basic", "nonsense", "x");
    json_object_set_new(json_object_get(data, "basic"), "name", json_integer(3));
    REFUSED(rig_save(&who, id, data), ERR_INPUT, "shape_invalid");
    CHECK_INT(json_array_size(rig_parse(acting.findings)), 2);
    CHECK_STR(rig_filing_now(id).data, before.data);
    CHECK_INT(rig_filing_now(id).revision, before.revision);
}

static void
nothing_is_submitted_without_the_promise(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct submission x = {0};

    REFUSED(casework_submit_decide(as(&who), id, false, &x), ERR_INPUT, "declaration_required");
    CHECK_STR(rig_text(rig_parse(acting.findings), "/0/path"), "/declaration");
    CHECK(store_is_idle(s));
}

static void
what_the_rules_refuse_stays_a_draft_and_is_remembered_once_a_day(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    json_t *data = rig_data(&who, "algorithm");
    struct filing before;
    struct submission x;

    rig_put(data, "basic", "name", NULL);
    DONE(rig_save(&who, id, data));
    before = rig_filing_now(id);
    for (int i = 0; i < 3; i++) {
        DONE(rig_submit(&who, id, &x));
        CHECK(x.is_refused);
    }

    CHECK_STR(x.judged.verdict, "not_acceptable");
    CHECK_INT(rig_count("judgement", id), 1);
    CHECK_STR(rig_state_of(id), "draft");
    CHECK_INT(rig_filing_now(id).revision, before.revision);
    CHECK_STR(rig_history(id), "create>draft");
    CHECK(rig_task_of(id) == NULL);

    rig_days_pass(1);
    DONE(rig_submit(&who, id, &x));
    CHECK_INT(rig_count("judgement", id), 2);
    rig_days_pass(-1);
}

/* Statements that the refusal of a draft with these texts takes. */
static long
cost_of_refusal(const struct account *who, const char *purpose)
{
    const char *id = rig_draft(who, "algorithm");
    json_t *data = rig_data(who, "algorithm");
    struct submission x;

    rig_put(data, "basic", "name", NULL);
    if (purpose != NULL)
        rig_put(data, "disclosure", "purpose", purpose);
    DONE(rig_save(who, id, data));
    commit_seams.fail_at = 100000;
    DONE(rig_submit(who, id, &x));
    long used = 100000 - commit_seams.fail_at;
    commit_seams.fail_at = 0;
    CHECK(x.is_refused);
    CHECK(strstr(x.judged.facts, "\"text\":true") == NULL);
    return used;
}

/* Or the time that it takes would tell who files what. */
static void
a_refusal_takes_as_much_whether_the_texts_stand_elsewhere_or_not(void)
{
    struct account other = rig_approved_company(), who = rig_approved_company();

    rig_submitted(&other, "algorithm");
    CHECK_INT(cost_of_refusal(&who, NULL), cost_of_refusal(&who, "为读者写一句话的摘要。"));
}

static void
a_decision_against_somebody_says_why_and_where(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm"), *task = rig_task_of(id);
    struct decision x = {0};
    struct decision_order order = {.outcome = "return", .reasons = json_array()};

    arena_json(a, (json_t *)(uintptr_t)order.reasons);
    DONE(rig_claim(&first, task));
    REFUSED(casework_decision_decide(as(&first), task, &order, &x), ERR_INPUT, "reasons_required");
    CHECK_STR(rig_text(rig_parse(acting.findings), "/0/path"), "/reasons");
    order.reasons = rig_json("[{'path':'','reason':'a','suggestion':'b'},"
                             "{'path':'basic','reason':'b','suggestion':'c'}]");
    REFUSED(casework_decision_decide(as(&first), task, &order, &x), ERR_INPUT, "reasons_required");
    CHECK_INT(json_array_size(rig_parse(acting.findings)), 1);
    CHECK_STR(rig_text(rig_parse(acting.findings), "/0/path"), "/reasons/1/path");
    REFUSED(rig_decide(&first, task, "approve"), ERR_CONFLICT, "move_not_allowed");
    CHECK_STR(rig_state_of(id), "preliminary_review");
}

/* What is wrong with one reason: "path message suggestion"; "" for nothing. */
static const char *
wrong_with(const char *task, const char *outcome, const char *reason)
{
    struct decision x = {0};
    struct decision_order order = {.outcome = outcome,
                                   .reasons = rig_json(arena_printf(a, "[%s]", reason))};

    if (casework_decision_decide(as(&first), task, &order, &x) == OK)
        return "";
    CHECK_STR(acting.fault.code, "reasons_required");
    json_t *fs = rig_parse(acting.findings);
    CHECK_INT(json_array_size(fs), 1);
    return arena_printf(a, "%s %s %s", rig_text(fs, "/0/path"), rig_text(fs, "/0/message"),
                        rig_text(fs, "/0/suggestion"));
}

static void
a_reason_points_to_what_the_form_declares_and_says_how_to_mend_it(void)
{
    struct account who = rig_approved_company();
    const char *task = rig_task_of(rig_submitted(&who, "algorithm"));
    static const struct {
        const char *path, *near;
    } wrong[] = {{"/nonsense/x", NULL},
                 {"/basic/nam", "/basic/name"},
                 {"/basic/name/0", "/basic/name"},
                 {"/basic/", "/basic"},
                 {"basic", "/basic"},
                 {"/service/coverage/x", "/service/coverage"},
                 {"/service/coverage/01/product", "/service/coverage"},
                 {"/basik", "/basic"}};
    static const char *const right[] = {"", "/basic", "/basic/name", "/service/coverage/0/product"};

    DONE(rig_claim(&first, task));
    for (size_t i = 0; i < LEN(wrong); i++) {
        const char *said = wrong_with(
            task, "return",
            arena_printf(a, "{'path':'%s','reason':'a','suggestion':'b'}", wrong[i].path));
        CHECK_HAS(said, "/reasons/0/path 表单没有“");
        CHECK_HAS(said, wrong[i].near ? wrong[i].near : "相近的有 /");
    }
    for (size_t i = 0; i < LEN(right); i++)
        CHECK_STR(
            wrong_with(task, "return",
                       arena_printf(a, "{'path':'%s','reason':'a','suggestion':'b'}", right[i])),
            "");
    CHECK_HAS(wrong_with(task, "return", "{'path':'','reason':'a'}"), "/reasons/0/suggestion");
    CHECK_HAS(wrong_with(task, "return", "{'path':'','reason':'a','suggestion':' '}"),
              "/reasons/0/suggestion");
    CHECK_STR(wrong_with(task, "refuse", "{'path':'','reason':'a'}"), "");
    CHECK_HAS(wrong_with(task, "refuse", "{'path':'','reason':'a','code':'x'}"),
              "/reasons/0/code 词表中没有理由代码");
}

/* Of the shipped reasons some are meant for one kind, and some for a few places of it. */
static void
a_reason_of_another_kind_or_place_names_those_that_fit(void)
{
    struct organization new_company = rig_company("示例智能（深圳）有限公司");
    struct account who = rig_approved_company(),
                   young = rig_account(ROLE_SET(ROLE_FILER), &new_company, NULL);
    const char *algorithm = rig_task_of(rig_submitted(&who, "algorithm"));
    const char *subject = rig_task_of(rig_submitted(&young, "subject"));
    static const struct {
        bool is_subject;
        const char *path, *code, *says; /* says NULL: it fits */
    } rows[] = {
        {false, "/disclosure/purpose", "disclosure", NULL},
        {false, "/disclosure", "disclosure", NULL},
        {false, "/service/coverage/0/product", "coverage", NULL},
        {false, "/basic/class", "wrong_class", NULL},
        {false, "", "unclear", NULL},
        {false, "/basic/name", "disclosure",
         "/reasons/0/code 理由“拟公示内容不当”不适用于“算法名称”这一处 适用于这里的有 "
         "表述不清（unclear）、"},
        {false, "/basic", "wrong_class", "不适用于“算法基础属性信息”这一处"},
        {false, "", "disclosure", "不适用于全件 适用于这里的有 "},
        {true, "/security_officer", "security", NULL},
        {true, "/basic/name", "untrue", NULL},
        {true, "/basic/name", "wrong_role",
         "/reasons/0/code 理由“主体角色选择有误”不适用于主体备案 适用于这里的有 "
         "表述不清（unclear）、"},
        {true, "/basic/name", "security", "不适用于“"},
        {true, "/basic/name", "nothing", "词表中没有理由代码“nothing” 适用于这里的有 "},
    };

    DONE(rig_claim(&first, algorithm));
    DONE(rig_claim(&first, subject));
    for (size_t i = 0; i < LEN(rows); i++) {
        const char *reason =
            arena_printf(a, "{'path':'%s','code':'%s','reason':'a','suggestion':'b'}", rows[i].path,
                         rows[i].code);
        check_about("%s at %s", rows[i].code, rows[i].path);
        const char *said = wrong_with(rows[i].is_subject ? subject : algorithm, "return", reason);
        if (rows[i].says == NULL)
            CHECK_STR(said, "");
        else
            CHECK_HAS(said, rows[i].says);
        CHECK_LACKS(said, rows[i].is_subject ? "wrong_class" : "（coverage）");
    }
}

/* What is wrong with the place is said once, and not of the code too. */
static void
a_place_that_is_none_is_not_held_against_the_code(void)
{
    struct account who = rig_approved_company();
    const char *task = rig_task_of(rig_submitted(&who, "algorithm"));

    DONE(rig_claim(&first, task));
    CHECK_HAS(wrong_with(task, "return",
                         "{'path':'/nonsense','code':'disclosure','reason':'a','suggestion':'b'}"),
              "/reasons/0/path");
}

/* ---- taken by one ---------------------------------------------------------------------------- */

static void
a_task_is_worked_by_who_has_taken_it(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm"), *task = rig_task_of(id);
    const char *events = "SELECT count(*) FROM event";

    REFUSED(rig_release(&first, task), ERR_CONFLICT, "not_claimed");
    REFUSED(rig_decide(&first, task, "pass"), ERR_CONFLICT, "not_claimed");
    DONE(rig_claim(&first, task));
    long n = rig_number(s, events);
    DONE(rig_claim(&first, task)); /* once more is no event */
    CHECK_INT(rig_number(s, events), n);

    REFUSED(rig_claim(&other_first, task), ERR_CONFLICT, "already_claimed");
    REFUSED(rig_release(&other_first, task), ERR_CONFLICT, "claimed_by_other");
    REFUSED(rig_decide(&other_first, task, "pass"), ERR_CONFLICT, "claimed_by_other");
    DONE(rig_release(&first, task));
    DONE(rig_claim(&other_first, task));
    DONE(rig_decide(&other_first, task, "pass"));
    REFUSED(rig_claim(&first, task), ERR_CONFLICT, "already_claimed");
    REFUSED(rig_decide(&other_first, task, "pass"), ERR_CONFLICT, "already_decided");
    CHECK_STR(rig_state_of(id), "final_review");
}

/* ---- what is said instead -------------------------------------------------------------------- */

/* The words of a save that is refused. */
static const char *
not_saved(const struct account *who, const char *id)
{
    REFUSED(rig_save(who, id, rig_data(who, "algorithm")), ERR_CONFLICT, "not_editable");
    return arena_strdup(a, acting.fault.text);
}

static const char *
not_deleted(const struct account *who, const char *id)
{
    REFUSED(rig_delete(who, id, 0), ERR_CONFLICT, "not_deletable");
    return arena_strdup(a, acting.fault.text);
}

static void
what_cannot_be_saved_says_what_to_do_where_it_stands(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm"), *other = rig_submitted(&who, "algorithm");

    CHECK_HAS(not_saved(&who, id), "当前状态为“待审核”，不能修改。请先撤回，再作修改");
    rig_decided(&first, id, "pass");
    CHECK_HAS(not_saved(&who, id), "当前状态为“复审中”，不能修改。请等待审核结果");
    rig_decided(&second, id, "pass");
    CHECK_HAS(not_saved(&who, id), "当前状态为“已备案”，不能修改。已通过的内容须通过变更备案修改");
    CHECK_HAS(acting.fault.text, "请联系受理单位");

    rig_decided(&first, other, "refuse");
    CHECK_HAS(not_saved(&who, other), "当前状态为“不予备案”，不能修改。");
    CHECK_HAS(acting.fault.text, "该件已办结；补齐材料后可新建一件");
}

static void
what_was_handed_in_is_kept_and_says_why(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm"), *other = rig_submitted(&who, "algorithm");

    CHECK_STR(not_deleted(&who, id),
              "本件当前状态为“待审核”。审核中的备案须留存，不能删除；不再办理的可以撤回");
    rig_decided(&first, id, "pass");
    CHECK_STR(not_deleted(&who, id), "本件当前状态为“复审中”。审核中的备案须留存，不能删除");
    rig_decided(&second, id, "pass");
    CHECK_STR(not_deleted(&who, id), "本件当前状态为“已备案”。已通过的备案须留存，不能删除");

    rig_decided(&first, other, "return");
    CHECK_STR(not_deleted(&who, other),
              "本件当前状态为“退回补正”。提交过的备案须留存，不能删除；不再办理的，不必再提交");
    DONE(rig_submit(&who, other, &(struct submission){0}));
    rig_decided(&first, other, "refuse");
    CHECK_STR(not_deleted(&who, other), "本件当前状态为“不予备案”。该件已办结，须留存，不能删除");
}

/* ---- behind a gate that was shut meanwhile --------------------------------------------------- */

/* The events that are offered, joined. */
static const char *
offered(const struct account *who, const char *id)
{
    struct filing x = rig_filing_now(id);
    struct buf b = BUF(a);
    struct move_open *moves;
    int n = 0;

    GOOD(store_read_begin(s, &fault));
    DONE(casework_moves(as(who), &x, &moves, &n));
    store_read_end(s);
    buf_puts(&b, "");
    for (int i = 0; i < n; i++)
        buf_printf(&b, "%s%s", i ? " " : "", moves[i].event);
    return b.p;
}

static void
behind_a_shut_gate_no_submit_is_offered(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct submission x;

    CHECK_STR(offered(&who, id), "save submit");
    const char *shut = arena_printf(
        a, "UPDATE filing SET standing = 'over' WHERE kind = 'subject' AND organization_id = '%s'",
        who.organization_id);
    CHECK_INT(rig_sql(s, shut), SQLITE_OK);
    CHECK_STR(offered(&who, id), "save");
    CHECK_STR(acting.fault.code, "");
    REFUSED(rig_submit(&who, id, &x), ERR_CONFLICT, "subject_not_approved");
}

static const struct check_test tests[] = {
    TEST(only_what_the_rules_open_is_begun_and_a_subject_once),
    TEST(what_does_not_fit_the_form_is_not_saved),
    TEST(nothing_is_submitted_without_the_promise),
    TEST(what_the_rules_refuse_stays_a_draft_and_is_remembered_once_a_day),
    TEST(a_refusal_takes_as_much_whether_the_texts_stand_elsewhere_or_not),
    TEST(a_decision_against_somebody_says_why_and_where),
    TEST(a_reason_points_to_what_the_form_declares_and_says_how_to_mend_it),
    TEST(a_reason_of_another_kind_or_place_names_those_that_fit),
    TEST(a_place_that_is_none_is_not_held_against_the_code),
    TEST(a_task_is_worked_by_who_has_taken_it),
    TEST(what_cannot_be_saved_says_what_to_do_where_it_stands),
    TEST(what_was_handed_in_is_kept_and_says_why),
    TEST(behind_a_shut_gate_no_submit_is_offered),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
