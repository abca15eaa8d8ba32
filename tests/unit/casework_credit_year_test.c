/* Days on which the office had subjects in its hands, over a year: companies come, their subjects
 * are reviewed and returned, and each draft's day, and what is reminded of it, is counted apart. */
#include "clock_rig.h"
#include "day_rig.h"
#include "walk_rig.h"

enum { COMPANIES = 30, REVIEWS_MOST = 3, TERM = 10, YEAR = 365 };

/* What this test knows of a company, by what was done with it; days since 1970-01-01. */
static struct known {
    struct account who;
    const char *subject, *draft; /* NULL: not yet */
    struct {
        long from, to;
    } reviews[REVIEWS_MOST];
    int reviews_n;
    enum { WAITS, BACK, ADMITTED, DRAFTED, OVER } at;
    long due;
    bool is_told[2]; /* five working days before, one */
} known[COMPANIES];
static int known_n;

static struct notice_rules said;
static long
today(void)
{
    char on[DATE_TEXT];
    date_beijing(rig_time, on);
    return date_days(on);
}

static const char *
text_of(long day)
{
    char on[DATE_TEXT];
    day_text(day, on);
    return arena_strdup(a, on);
}

/* ---- what must be ---------------------------------------------------------------------------- */

static bool
is_reviewed_on(const struct known *x, long day)
{
    for (int i = 0; i < x->reviews_n; i++)
        if (day >= x->reviews[i].from && day <= x->reviews[i].to)
            return true;
    return false;
}

/* Ten working days after that day, of those on which no review went on. */
static long
due_after(const struct known *x, long day)
{
    for (int n = 0; n < TERM;) {
        day++;
        n += day_works(day) && !is_reviewed_on(x, day);
    }
    return day;
}

/* Of several that are due at once the nearest to the end alone is told; nothing after the end. */
static int
expected(struct known *x)
{
    long left = day_work_between(today(), x->due);

    if (x->at != DRAFTED || today() > x->due || left > 5)
        return 0;
    int which = left <= 1;
    if (x->is_told[which] || x->is_told[1])
        return 0;
    x->is_told[which] = true;
    return 1;
}

/* ---- what happens ---------------------------------------------------------------------------- */

static void
comes(struct known *x)
{
    struct organization o = rig_company(arena_printf(a, "第%d科技（北京）有限公司", known_n));

    x->who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
    x->subject = rig_submitted(&x->who, "subject");
    x->reviews[0].from = today();
    x->at = WAITS;
}

static void
is_looked_at(struct known *x)
{
    bool is_last = x->reviews_n == REVIEWS_MOST - 1;
    bool is_returned = !is_last && walk_draw(2) == 0;

    rig_decided(&first, x->subject, is_returned ? "return" : "pass");
    x->reviews[x->reviews_n++].to = today();
    x->at = is_returned ? BACK : ADMITTED;
}

static void
hands_in_again(struct known *x)
{
    struct submission sub;

    DONE(rig_save(&x->who, x->subject, rig_data(&x->who, "subject")));
    DONE(rig_submit(&x->who, x->subject, &sub));
    x->reviews[x->reviews_n].from = today();
    x->at = WAITS;
}

static void
drafts(struct known *x)
{
    long online = x->reviews[walk_draw((unsigned)x->reviews_n)].from - 4 + (int)walk_draw(8);
    json_t *data;

    online = online < today() ? online : today();
    x->draft = rig_draft(&x->who, "algorithm");
    data = rig_data(&x->who, "algorithm");
    rig_put(data, "basic", "online_on", text_of(online));
    DONE(rig_save(&x->who, x->draft, data));
    x->due = due_after(x, online);
    x->at = DRAFTED;
    CHECK_STR(clock_of(x->draft, "first_filing"),
              arena_printf(a, "running %s %s", text_of(online), text_of(x->due)));
}

static void
something_happens(struct known *x)
{
    struct submission sub;

    if (x->at == WAITS && walk_draw(3) == 0)
        is_looked_at(x);
    else if (x->at == BACK && walk_draw(3) == 0)
        hands_in_again(x);
    else if (x->at == ADMITTED)
        drafts(x);
    else if (x->at == DRAFTED && walk_draw(8) == 0) {
        DONE(rig_submit(&x->who, x->draft, &sub));
        x->at = OVER;
    }
}

static int
reminded(void)
{
    struct teller t = {.store = s, .arena = a, .rules = &said, .now = rig_time};
    int n = -1;

    date_beijing(rig_time, t.today);
    clock_missed_by(t.today);
    WRITE(CHECK_ERR(notices_remind(&t, 1000, &n), OK, &t.fault));
    return n;
}

static void
begin_telling(void)
{
    const char *answer, *from = text_of(today() - 120);

    GOOD(policy_ask(rules, a, POLICY_DAYS, arena_printf(a, "{\"from\":\"%s\",\"days\":400}", from),
                    &answer, &fault));
    said = (struct notice_rules){policy_manifest(rules), policy_law(rules),
                                 json_object_get(rig_parse(answer), "counted")};
}

/* How many reminders of drafts there are in the store. */
static long
stored(void)
{
    return rig_number(s, "SELECT count(*) FROM reminder WHERE clock = 'first_filing'");
}

static void
a_year_counts_no_day_of_a_review_and_reminds_once(void)
{
    const struct clock_layer credit[] = {CLOCK_CREDIT};
    struct policy *shipped;
    long want = 0, credited = 0;

    walk_chance = 20261127;
    day_rig_read(2026);
    day_rig_read(2027);
    clock_today_is("2026-11-24");
    shipped = rules;
    rules = clock_laid_over(credit, LEN(credit));
    clock_activate(rules);
    for (int day = 0; day < YEAR; day++) {
        if (day % 100 == 0)
            begin_telling();
        if (day % 11 == 0 && known_n < COMPANIES)
            comes(&known[known_n++]);
        for (int i = 0; i < known_n; i++)
            something_happens(&known[i]);
        for (int i = 0; i < known_n; i++)
            want += expected(&known[i]);
        reminded();
        CHECK_INT(stored(), want);
        rig_days_pass(1);
    }
    for (int i = 0; i < known_n; i++)
        if (known[i].draft != NULL)
            credited += rig_number(s, arena_printf(a,
                                                   "SELECT credited FROM deadline WHERE filing_id "
                                                   "= '%s' AND name = 'first_filing'",
                                                   known[i].draft));
    printf("# %ld reminders, %ld credited, %d companies\n", want, credited, known_n);
    CHECK_LEAST(want, 20);
    CHECK_LEAST(credited, 30);
    policy_close(rules);
    rules = shipped;
    clock_activate(rules);
    clock_today_is("2026-11-24");
}

static const struct check_test tests[] = {
    TEST(a_year_counts_no_day_of_a_review_and_reminds_once),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
