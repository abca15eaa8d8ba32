/* Days on which the office had the subject in its hands: where the rules say so the filer's clock
 * of first filing does not count them, under whatever calendar and set. */
#include "clock_rig.h"

/* The third and fourth of December are decreed to be days off. */
static const char december[] =
    "calendar {\n"
    "  year = 2026, source = '另一份通知', workdays = {},\n"
    "  holidays = { '2026-10-01', '2026-10-02', '2026-12-03', '2026-12-04' },\n"
    "}\n";

static struct policy *shipped; /* as the rig opened it; NULL while it is in use */

/* The shipped rules, with that: they are stored, and in use from now on. calendar: of 2026, NULL
 * for the shipped one. */
static void
use(bool is_credited, const char *calendar)
{
    const struct clock_layer layers[] = {{CLOCK_CALENDAR, calendar}, CLOCK_CREDIT};
    struct policy *p = clock_laid_over(layers, is_credited ? 2 : 1);

    if (shipped == NULL)
        shipped = rules;
    else
        policy_close(rules);
    rules = p;
    clock_activate(rules);
}

static struct account
newcomer(void)
{
    struct organization o = rig_company("初来科技（北京）有限公司");
    return rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
}

/* From Tuesday to Thursday, and again from Tuesday to Wednesday; in between with its filer. */
static struct account
reviewed_twice(void)
{
    struct account who = newcomer();
    struct submission x;

    clock_today_is("2026-11-24");
    const char *id = rig_submitted(&who, "subject");
    clock_today_is("2026-11-26");
    rig_decided(&first, id, "return");
    clock_today_is("2026-12-01");
    DONE(rig_save(&who, id, rig_data(&who, "subject")));
    DONE(rig_submit(&who, id, &x));
    clock_today_is("2026-12-02");
    rig_decided(&first, id, "pass");
    return who;
}

static const char *
draft_of(const struct account *who)
{
    const char *id = rig_draft(who, "algorithm");
    json_t *data = rig_data(who, "algorithm");

    rig_put(data, "basic", "online_on", "2026-11-23");
    DONE(rig_save(who, id, data));
    return id;
}

static const char *
credit_of(const char *id)
{
    return rig_sql_text(arena_printf(a,
                                     "SELECT waited || ' ' || credited || ' ' || credit FROM "
                                     "deadline WHERE filing_id = '%s' AND name = 'first_filing'",
                                     id));
}

#define TWICE                                                                                      \
    "[{\"from\":\"2026-11-24\",\"to\":\"2026-11-26\"},"                                            \
    "{\"from\":\"2026-12-01\",\"to\":\"2026-12-02\"}]"

static void
what_the_subject_s_review_took_is_counted_unless_the_rules_say_otherwise(void)
{
    use(false, NULL);
    struct account who = reviewed_twice();
    const char *plain = draft_of(&who);
    CHECK_STR(clock_of(plain, "first_filing"), "running 2026-11-23 2026-12-07");
    CHECK_STR(credit_of(plain), "0 0 []");

    use(true, NULL);
    const char *id = draft_of(&who);
    CHECK_STR(clock_of(id, "first_filing"), "running 2026-11-23 2026-12-14");
    CHECK_STR(credit_of(id), "5 5 " TWICE);
    CHECK_STR(clock_of(plain, "first_filing"), "running 2026-11-23 2026-12-07");
}

static void
what_is_credited_outlives_another_calendar_and_another_set(void)
{
    struct account who = reviewed_twice();
    struct submission x;
    const char *id = draft_of(&who);

    CHECK_INT(clock_recounted(), 0);
    use(false, december);
    CHECK_LEAST(clock_recounted(), 1);
    CHECK_STR(clock_of(id, "first_filing"), "running 2026-11-23 2026-12-16");
    CHECK_STR(credit_of(id), "5 5 " TWICE);
    CHECK_INT(clock_recounted(), 0);

    use(true, NULL);
    CHECK_LEAST(clock_recounted(), 1);
    CHECK_STR(clock_of(id, "first_filing"), "running 2026-11-23 2026-12-14");
    CHECK_STR(credit_of(id), "5 5 " TWICE);

    clock_today_is("2026-12-14");
    DONE(rig_submit(&who, id, &x));
    CHECK_STR(clock_of(id, "first_filing"), "met 2026-11-23 2026-12-14");
    CHECK_STR(rig_text(rig_parse(x.judged.facts), "/organization/subject/reviews/1/to"),
              "2026-12-02");
}

static void
admitted_by(const struct account *who, const char *subject)
{
    CHECK_INT(rig_sql(s, arena_printf(a,
                                      "UPDATE filing SET standing = '%s' WHERE "
                                      "organization_id = '%s' AND kind = 'subject'",
                                      subject ? "in_force" : "review", who->organization_id)),
              SQLITE_OK);
    CHECK_INT(rig_sql(s, arena_printf(a,
                                      "UPDATE organization SET subject_filing_id = %s, "
                                      "subject_version = %d WHERE id = '%s'",
                                      subject ? arena_printf(a, "'%s'", subject) : "NULL",
                                      subject != NULL, who->organization_id)),
              SQLITE_OK);
}

/* The shipped gate lets nobody begin before that; another office's may. */
static void
a_draft_that_was_begun_before_is_asked_about_again_once_the_subject_is_admitted(void)
{
    struct account who = newcomer();
    struct clocks_asked_list asked;

    clock_today_is("2026-11-24");
    const char *subject = rig_submitted(&who, "subject");
    admitted_by(&who, subject);
    const char *id = draft_of(&who);
    admitted_by(&who, NULL);
    CHECK_STR(clock_of(id, "first_filing"), "running 2026-11-23 2026-12-07");

    clock_today_is("2026-11-26");
    CHECK_INT(rig_sql(s, "DELETE FROM unasked"), SQLITE_OK);
    rig_decided(&first, subject, "pass");
    struct casework *w = as(&who);
    w->who = NULL;
    GOOD(store_read_begin(s, &fault));
    DONE(clocks_again_decide(w, 50, &asked));
    store_read_end(s);
    WRITE(DONE(clocks_again_store(w, &asked)));
    CHECK_STR(clock_of(id, "first_filing"), "running 2026-11-23 2026-12-10");
    CHECK_STR(credit_of(id), "3 3 [{\"from\":\"2026-11-24\",\"to\":\"2026-11-26\"}]");
    CHECK_INT(rig_number(s, "SELECT count(*) FROM unasked"), 0);
    clock_today_is("2026-11-24");
}

static void
close_the_second_judge(void)
{
    policy_close(rules);
    rules = shipped;
    clock_activate(rules);
}

static const struct check_test tests[] = {
    TEST(what_the_subject_s_review_took_is_counted_unless_the_rules_say_otherwise),
    TEST(what_is_credited_outlives_another_calendar_and_another_set),
    TEST(a_draft_that_was_begun_before_is_asked_about_again_once_the_subject_is_admitted),
    TEST(close_the_second_judge),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
