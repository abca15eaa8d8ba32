/* The life of a filing, from the first letter typed to the register or to its end elsewhere. */
#include "casework_rig.h"

/* ---- the straight way ------------------------------------------------------------------------ */

static void
a_filing_is_begun_empty_and_saved_as_often_as_one_likes(void)
{
    struct account who = rig_approved_company();
    json_t *data = rig_data(&who, "algorithm");
    struct filing x = {0};

    DONE(rig_begin(&who, "algorithm", &x));
    x = rig_filing_now(x.id);
    CHECK_STR(x.state, "draft");
    CHECK_STR(x.data, "{}");
    CHECK_STR(x.checked_with, policy_rule_set(rules));
    CHECK(x.version == 1 && x.revision == 1 && x.submitted_at == 0 && x.saved_by == NULL);
    CHECK_INT(rig_count("outbox", x.id), 1);

    DONE(rig_save(&who, x.id, data));
    rig_put(data, "basic", "name", "另一个算法");
    DONE(rig_save(&who, x.id, data));
    x = rig_filing_now(x.id);
    CHECK(x.version == 1 && x.revision == 3);
    CHECK_STR(x.title, "另一个算法");
    CHECK_STR(x.data, json_canonical(a, data));
    CHECK_STR(x.saved_by, who.id);
    CHECK_STR(rig_history(x.id), "create>draft");
}

static void
a_check_says_what_the_rules_say_and_moves_nothing(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct filing before = rig_filing_now(id);
    struct checking x;

    DONE(rig_check(&who, id, &x));
    CHECK_STR(x.judged.verdict, "acceptable");
    CHECK(json_is_null(rig_at(rig_parse(x.judged.facts), "/filing/submitted_on")));
    struct filing now = rig_filing_now(id);
    CHECK_STR(now.state, "draft");
    CHECK_STR(now.checked_with, policy_rule_set(rules));
    CHECK_INT(now.revision, before.revision);
    CHECK_INT(rig_count("judgement", id), 0);
}

/* What a check says of the first filing's deadline on the day when it is asked. */
static const char *
first_filing_state(const struct account *who, const char *id)
{
    struct checking x;
    size_t i;
    json_t *d;

    DONE(rig_check(who, id, &x));
    json_array_foreach(json_object_get(x.judged.parsed, "deadlines"), i, d)
    {
        if (str_is(json_str(d, "name"), "first_filing"))
            return json_str(d, "state");
    }
    return NULL;
}

static void
what_was_handed_in_in_time_is_in_time_wherever_it_stands_since(void)
{
    struct account who = rig_approved_company();
    const char *late = rig_draft(&who, "algorithm"), *id = rig_submitted(&who, "algorithm"),
               *withdrawn = rig_submitted(&who, "algorithm");

    CHECK_STR(first_filing_state(&who, late), "running");
    DONE(rig_withdraw(&who, withdrawn));
    rig_days_pass(60);
    CHECK_STR(first_filing_state(&who, withdrawn), "met");
    CHECK_STR(first_filing_state(&who, late), "missed");
    CHECK_STR(first_filing_state(&who, id), "met"); /* submitted */
    DONE(rig_claim(&first, rig_task_of(id)));
    CHECK_STR(first_filing_state(&who, id), "met"); /* in review */
    DONE(rig_decide(&first, rig_task_of(id), "return"));
    CHECK_STR(first_filing_state(&who, id), "met"); /* returned */
    DONE(rig_save(&who, id, rig_data(&who, "algorithm")));
    CHECK_STR(rig_state_of(id), "draft"); /* of version 2 */
    CHECK_STR(first_filing_state(&who, id), "met");
}

static void
a_submit_freezes_what_was_promised_and_judged(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct filing before = rig_filing_now(id);
    struct submission x;
    struct version v;
    struct judgement j;

    DONE(rig_submit(&who, id, &x));
    GOOD(store_version_load(s, a, id, 1, &v, &fault));
    CHECK_STR(v.data, before.data);
    CHECK_STR(v.submitted_by, who.id);
    CHECK_STR(v.remote_addr, "192.0.2.1");
    GOOD(store_judgement_newest(s, a, id, &j, &fault));
    CHECK_STR(j.facts, x.judged.facts);
    CHECK_STR(j.answer, x.judged.answer);
    CHECK_STR(j.judged_by, who.id);
    CHECK_STR(rig_text(rig_parse(j.facts), "/filing/submitted_on"), "2026-11-24");
}

static void
a_submit_moves_the_filing_and_opens_a_task(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct filing before = rig_filing_now(id);
    struct submission x;

    DONE(rig_submit(&who, id, &x));
    struct filing now = rig_filing_now(id);
    CHECK_STR(now.state, "submitted");
    CHECK_STR(now.rule_set, policy_rule_set(rules));
    CHECK_INT(now.version, 1);
    CHECK_INT(now.revision, before.revision + 1);
    CHECK_INT(now.submitted_at, acting.now);

    struct task t = rig_task_now(rig_task_of(id));
    CHECK_STR(t.stage, "preliminary");
    CHECK_STR(t.state, "open");
    CHECK_STR(t.area, "110108");
    CHECK_STR(t.due_on, rig_sql_text(arena_printf(a,
                                                  "SELECT due_on FROM deadline WHERE filing_id = "
                                                  "'%s' AND name LIKE 'review%%'",
                                                  id)));
    CHECK_INT(rig_count("coverage", id), 1);
    CHECK_INT(rig_count("attachment_link", id), 6);
}

static void
the_first_stage_takes_gives_back_and_passes_on(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm"), *task = rig_task_of(id);

    DONE(rig_claim(&first, task));
    CHECK_STR(rig_state_of(id), "preliminary_review");
    CHECK_STR(rig_task_now(task).claimed_by, first.id);
    DONE(rig_release(&first, task));
    CHECK_STR(rig_state_of(id), "submitted");
    CHECK(rig_task_now(task).claimed_by == NULL);
    CHECK_INT(rig_task_now(task).claimed_at, 0);

    DONE(rig_claim(&first, task));
    DONE(rig_decide(&first, task, "pass"));
    CHECK_STR(rig_state_of(id), "final_review");
    const char *last = rig_task_of(id);
    CHECK(!str_is(last, task));
    CHECK_STR(rig_task_now(last).stage, "final");
    CHECK_STR(rig_task_now(last).state, "open");
    CHECK_STR(rig_task_now(last).due_on, rig_task_now(task).due_on);
}

static void
the_last_stage_passes_into_the_register(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm");
    struct entry e;

    rig_decided(&first, id, "pass");
    rig_decided(&second, id, "pass");
    struct filing x = rig_filing_now(id);
    CHECK_STR(x.state, "approved");
    GOOD(store_entry_load(s, a, x.number, &e, &fault));
    CHECK_STR(e.filing_id, id);
    CHECK_STR(e.algorithm_name, x.title);
    CHECK_STR(e.filed_on, "2026-11-24");
    CHECK_STR(e.history, "[{\"on\":\"2026-11-24\",\"what\":\"filed\",\"label\":\"予以备案并公示\","
                         "\"version\":1}]");

    CHECK(rig_task_of(id) == NULL);
    CHECK_INT(rig_count("coverage", id), 1);
    CHECK_STR(rig_history(id), "create>draft submit>submitted claim>preliminary_review "
                               "pass>final_review claim>final_review pass>approved");
}

static void
numbers_of_one_company_and_class_count_on(void)
{
    struct account who = rig_approved_company();
    const char *numbers[2];

    for (int i = 0; i < 2; i++) {
        const char *id = rig_submitted(&who, "algorithm");
        rig_decided(&first, id, "pass");
        rig_decided(&second, id, "pass");
        numbers[i] = rig_filing_now(id).number;
    }

    /* 网信算备, area, company, class, year, serial, check digit, 号: the serial is in the end. */
    size_t at = strlen("网信算备") + 6 + 7 + 2 + 2;
    CHECK(strncmp(numbers[0], numbers[1], at) == 0);
    CHECK(str_starts(numbers[0] + at, "001"));
    CHECK(str_starts(numbers[1] + at, "002"));
    CHECK(str_starts(numbers[0], "网信算备110108"));
}

static void
an_approved_subject_says_what_its_company_is_and_opens_the_gate(void)
{
    struct organization o = rig_company("旧名");
    struct account who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
    struct filing x;

    REFUSED(rig_begin(&who, "algorithm", &x), ERR_CONFLICT, "subject_not_approved");
    const char *id = rig_submitted(&who, "subject");
    REFUSED(rig_begin(&who, "algorithm", &x), ERR_CONFLICT, "subject_not_approved");
    rig_decided(&first, id, "pass");
    CHECK_STR(rig_state_of(id), "approved");
    CHECK(rig_filing_now(id).number == NULL);

    GOOD(store_organization_load(s, a, o.id, &o, &fault));
    CHECK_STR(o.name, "示例科技（北京）有限公司");
    CHECK_STR(o.credit_code, "911101081578009894");
    CHECK_STR(o.area, "110108");
    CHECK_STR(o.subject_filing_id, id);
    CHECK(o.serial > 1000000);
    DONE(rig_begin(&who, "algorithm", &x));
}

/* ---- clocks ---------------------------------------------------------------------------------- */

static const char *
review_clock(const char *id)
{
    return rig_sql_text(arena_printf(
        a, "SELECT state FROM deadline WHERE filing_id = '%s' AND name LIKE 'review%%'", id));
}

static void
the_clock_of_the_review_stops_met_or_missed_when_it_ends(void)
{
    struct account who = rig_approved_company();
    const char *in_time = rig_submitted(&who, "algorithm"),
               *late = rig_submitted(&who, "algorithm");
    long days = date_days(rig_task_now(rig_task_of(late)).due_on) - date_days("2026-11-24");

    rig_decided(&first, in_time, "pass");
    CHECK_STR(review_clock(in_time), "running");
    rig_days_pass((int)days); /* on its last day */
    rig_decided(&second, in_time, "pass");
    CHECK_STR(review_clock(in_time), "met");

    rig_days_pass(1);
    CHECK_STR(review_clock(late), "running");
    rig_decided(&first, late, "return");
    CHECK_STR(review_clock(late), "missed");
    rig_days_pass(-(int)days - 1);
}

static void
the_review_of_what_was_returned_is_neither_kept_nor_missed(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm");
    struct submission x;

    rig_decided(&first, id, "return");
    CHECK_STR(review_clock(id), "paused");
    DONE(rig_save(&who, id, rig_data(&who, "algorithm")));
    CHECK_STR(rig_state_of(id), "draft");
    CHECK_STR(review_clock(id), "paused");
    DONE(rig_submit(&who, id, &x));
    CHECK_STR(review_clock(id), "running");
}

/* ---- returned, refused, withdrawn ------------------------------------------------------------ */

static void
what_is_returned_is_edited_as_the_next_version(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm");
    struct submission x;
    struct version v;

    rig_decided(&first, id, "return");
    CHECK_STR(rig_state_of(id), "returned");
    CHECK_INT(rig_filing_now(id).version, 1);
    CHECK(rig_task_of(id) == NULL);
    CHECK_INT(rig_count("coverage", id), 0);
    struct event returned;
    GOOD(store_event_reasons(s, a, id, 2, &returned, &fault));
    CHECK_STR(returned.what, "return");
    CHECK_HAS(returned.reasons, "名称不全");

    json_t *data = rig_data(&who, "algorithm");
    rig_put(data, "basic", "scenario", "改过的场景，供读者按主题阅读资讯。");
    DONE(rig_save(&who, id, data));
    CHECK_STR(rig_state_of(id), "draft");
    CHECK_INT(rig_filing_now(id).version, 2);
    DONE(rig_save(&who, id, data));
    CHECK_INT(rig_filing_now(id).version, 2);

    DONE(rig_submit(&who, id, &x));
    GOOD(store_version_load(s, a, id, 2, &v, &fault));
    CHECK_STR(v.data, json_canonical(a, data));
    GOOD(store_version_load(s, a, id, 1, &v, &fault));
    CHECK_INT(rig_task_now(rig_task_of(id)).version, 2);
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/filing/first_submitted_on"), "2026-11-24");
    CHECK_STR(rig_history(id), "create>draft submit>submitted claim>preliminary_review "
                               "return>returned save>draft submit>submitted");
}

static void
what_is_returned_may_be_handed_in_as_it_is(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm");
    struct submission x;
    struct version v;

    rig_decided(&first, id, "return");
    rig_days_pass(1);
    DONE(rig_submit(&who, id, &x));
    CHECK_INT(rig_filing_now(id).version, 2);
    GOOD(store_version_load(s, a, id, 2, &v, &fault));
    CHECK_STR(v.data, rig_filing_now(id).data);
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/filing/first_submitted_on"), "2026-11-24");
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/filing/submitted_on"), "2026-11-25");
    rig_days_pass(-1);
}

static void
what_is_refused_goes_no_further(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm");
    struct submission x;

    rig_decided(&first, id, "pass");
    rig_decided(&second, id, "refuse");
    CHECK_STR(rig_state_of(id), "refused");
    CHECK(rig_filing_now(id).number == NULL);
    CHECK_INT(rig_count("coverage", id), 0);
    CHECK_INT(rig_count("entry", id), 0);
    REFUSED(rig_save(&who, id, rig_data(&who, "algorithm")), ERR_CONFLICT, "not_editable");
    REFUSED(rig_submit(&who, id, &x), ERR_CONFLICT, "already_submitted");
    REFUSED(rig_withdraw(&who, id), ERR_CONFLICT, "not_withdrawable");
}

static void
what_nobody_has_taken_can_be_withdrawn(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm"), *task = rig_task_of(id);
    struct submission x;

    DONE(rig_claim(&first, task));
    REFUSED(rig_withdraw(&who, id), ERR_CONFLICT, "not_withdrawable");
    DONE(rig_release(&first, task));
    DONE(rig_withdraw(&who, id));
    CHECK_STR(rig_state_of(id), "withdrawn");
    CHECK(rig_task_of(id) == NULL);
    CHECK_INT(rig_count("deadline", id), 0);
    CHECK_INT(rig_count("coverage", id), 0);
    CHECK_INT(rig_count("version", id), 1);
    REFUSED(rig_claim(&first, task), ERR_NOTFOUND, "not_found");

    DONE(rig_submit(&who, id, &x));
    CHECK_INT(rig_filing_now(id).version, 2);
    CHECK_INT(rig_count("coverage", id), 1);
}

static void
only_what_was_never_submitted_is_deleted(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm"), *submitted = rig_submitted(&who, "algorithm");
    long revision = rig_filing_now(id).revision;

    REFUSED(rig_delete(&who, id, revision - 1), ERR_STALE, "stale");
    DONE(rig_delete(&who, id, revision));
    REFUSED(rig_delete(&who, id, -1), ERR_NOTFOUND, "not_found");
    REFUSED(rig_save(&who, id, rig_data(&who, "algorithm")), ERR_NOTFOUND, "not_found");

    REFUSED(rig_delete(&who, submitted, 0), ERR_CONFLICT, "not_deletable");
    DONE(rig_withdraw(&who, submitted));
    DONE(rig_save(&who, submitted, rig_data(&who, "algorithm")));
    CHECK_STR(rig_state_of(submitted), "draft");
    REFUSED(rig_delete(&who, submitted, 0), ERR_CONFLICT, "not_deletable");
}

static const struct check_test tests[] = {
    TEST(a_filing_is_begun_empty_and_saved_as_often_as_one_likes),
    TEST(a_check_says_what_the_rules_say_and_moves_nothing),
    TEST(a_submit_freezes_what_was_promised_and_judged),
    TEST(a_submit_moves_the_filing_and_opens_a_task),
    TEST(the_first_stage_takes_gives_back_and_passes_on),
    TEST(the_last_stage_passes_into_the_register),
    TEST(numbers_of_one_company_and_class_count_on),
    TEST(an_approved_subject_says_what_its_company_is_and_opens_the_gate),
    TEST(the_review_of_what_was_returned_is_neither_kept_nor_missed),
    TEST(the_clock_of_the_review_stops_met_or_missed_when_it_ends),
    TEST(what_is_returned_is_edited_as_the_next_version),
    TEST(what_is_returned_may_be_handed_in_as_it_is),
    TEST(what_is_refused_goes_no_further),
    TEST(what_nobody_has_taken_can_be_withdrawn),
    TEST(only_what_was_never_submitted_is_deleted),
    /* Months pass from here on. */
    TEST(what_was_handed_in_in_time_is_in_time_wherever_it_stands_since),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
