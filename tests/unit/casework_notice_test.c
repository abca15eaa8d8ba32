/* Who is told of moves and of clocks that come to an end: each once, whoever tells and whenever. A
 * year is walked through day by day, and what was sent is counted apart. */
#include "casework_rig.h"
#include "clock_rig.h"
#include "day_rig.h"
#include "policy_rig.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the clerk, as far as it tells ----------------------------------------------------------- */

static struct account maker; /* files, of an approved company */
static struct notice_rules said;

static const json_t *
workdays_from(const char *from)
{
    const char *answer;

    GOOD(policy_ask(rules, a, POLICY_DAYS, arena_printf(a, "{\"from\":\"%s\",\"days\":400}", from),
                    &answer, &fault));
    return json_object_get(rig_parse(answer), "counted");
}

static const char *
today(void)
{
    char on[DATE_TEXT];
    date_beijing(rig_time, on);
    return arena_strdup(a, on);
}

static const char *
days_on(const char *day, long n)
{
    char on[DATE_TEXT];
    date_beijing((date_days(day) + n) * 24 * 3600 * 1000LL, on);
    return arena_strdup(a, on);
}

static struct teller
teller_of(struct store *in)
{
    struct teller t = {.store = in, .arena = a, .rules = &said, .now = rig_time};
    memcpy(t.today, today(), DATE_TEXT);
    return t;
}

/* In one transaction; how many. */
static int
told(void)
{
    struct teller t = teller_of(s);
    int n = -1;

    WRITE(CHECK_ERR(notices_tell(&t, 1000, &n), OK, &t.fault));
    return n;
}

static int
reminded(void)
{
    struct teller t = teller_of(s);
    int n = -1;

    WRITE(CHECK_ERR(notices_remind(&t, 1000, &n), OK, &t.fault));
    return n;
}

static void
clerk_works(void)
{
    clock_missed_by(today());
    told();
    reminded();
}

static void
begin(void)
{
    static bool is_begun;

    if (!is_begun)
        maker = rig_approved_company();
    is_begun = true;
    said = (struct notice_rules){policy_manifest(rules), policy_law(rules),
                                 workdays_from(days_on(today(), -120))};
    clerk_works();
    CHECK_INT(rig_sql(s, "DELETE FROM notice"), SQLITE_OK);
}

static long
notices(const char *where)
{
    return rig_number(s, arena_printf(a, "SELECT count(*) FROM notice WHERE %s", where));
}

static const char *
text_of(const char *filing, const char *code)
{
    return rig_sql_text(arena_printf(a,
                                     "SELECT title || '|' || text FROM notice WHERE filing_id = "
                                     "'%s' AND code = '%s' ORDER BY n DESC LIMIT 1",
                                     filing, code));
}

/* ---- of moves -------------------------------------------------------------------------------- */

static void
a_filer_is_told_where_a_filing_has_got_to(void)
{
    begin();
    const char *id = rig_submitted(&maker, "algorithm");
    rig_decided(&first, id, "return");

    CHECK_LEAST(told(), 3);
    CHECK_INT(notices(arena_printf(a, "filing_id = '%s'", id)), 2);
    CHECK_HAS(text_of(id, "submitted"), "算法备案已提交|“");
    CHECK_HAS(text_of(id, "submitted"), today());
    CHECK_HAS(text_of(id, "returned"), "算法备案须补正|“");
    const char *due =
        rig_sql_text(arena_printf(a,
                                  "SELECT due_on FROM deadline WHERE filing_id = '%s' AND name = "
                                  "'correction'",
                                  id));
    CHECK(date_valid(due));
    CHECK_HAS(text_of(id, "returned"), due);
    CHECK_INT(notices(arena_printf(a, "to_id <> '%s'", maker.organization_id)), 0);
    CHECK_INT(told(), 0);
    CHECK_INT(notices(arena_printf(a, "filing_id = '%s'", id)), 2);
}

static void
nothing_is_told_of_what_was_rolled_back_and_it_is_told_later(void)
{
    begin();
    const char *id = rig_submitted(&maker, "algorithm");
    struct teller t = teller_of(s);
    int n;

    GOOD(store_write_begin(s, &fault));
    CHECK_ERR(notices_tell(&t, 1000, &n), OK, &t.fault);
    CHECK_LEAST(n, 1);
    store_write_rollback(s);
    CHECK_INT(notices(arena_printf(a, "filing_id = '%s'", id)), 0);
    CHECK_LEAST(told(), 1);
    CHECK_INT(notices(arena_printf(a, "filing_id = '%s'", id)), 1);
}

/* One that is killed in the middle of a transaction, and two at a time that go on. */
static pid_t
another_clerk(struct store_shared *shared, bool dies)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;

    struct store *mine = rig_open(shared);
    struct teller t = teller_of(mine);
    int n = 1;
    while (n > 0) {
        if (store_write_begin(mine, &fault) || notices_tell(&t, 1, &n))
            _exit(1);
        if (dies)
            kill(getpid(), SIGKILL);
        if (store_write_commit(mine, &fault))
            _exit(1);
    }
    store_close(mine);
    _exit(0);
}

static void
two_clerks_and_one_that_is_killed_tell_each_thing_once(void)
{
    begin();
    struct store_shared *shared = rig_shared();
    const char *id[8];
    int status;

    for (size_t i = 0; i < LEN(id); i++)
        id[i] = rig_submitted(&maker, "algorithm");
    waitpid(another_clerk(shared, true), &status, 0);
    CHECK(WIFSIGNALED(status));
    pid_t one = another_clerk(shared, false), other = another_clerk(shared, false);
    waitpid(one, &status, 0);
    CHECK_INT(status, 0);
    waitpid(other, &status, 0);
    CHECK_INT(status, 0);
    CHECK_INT(told(), 0);
    for (size_t i = 0; i < LEN(id); i++)
        CHECK_INT(notices(arena_printf(a, "filing_id = '%s' AND code = 'submitted'", id[i])), 1);
}

/* ---- who reads ------------------------------------------------------------------------------- */

static long
unread(const struct account *who)
{
    struct notice_reader of = {.account_id = who->id, .organization_id = who->organization_id};
    long n = -1;
    GOOD(store_notice_unread(s, &of, &n, &fault));
    return n;
}

static void
colleagues_read_for_themselves_and_what_was_before_them_is_no_news(void)
{
    begin();
    struct notice_reader me = {.account_id = maker.id, .organization_id = maker.organization_id};
    struct organization mine = {.id = maker.organization_id};
    struct notice *rows;
    struct notice_query q = {.of = me, .limit = 50};
    int n;

    const char *id = rig_submitted(&maker, "algorithm");
    told();
    struct account late = rig_account(ROLE_SET(ROLE_FILER), &mine, NULL);
    CHECK_INT(unread(&maker), 1);
    CHECK_INT(unread(&late), 0);
    GOOD(store_notice_list(s, a, &q, &rows, &n, &fault));
    if (CHECK_INT(n, 1))
        WRITE(GOOD(store_notice_read(s, rows[0].n, maker.id, &fault));
              GOOD(store_notice_read(s, rows[0].n, maker.id, &fault)));
    CHECK_INT(unread(&maker), 0);

    rig_decided(&first, id, "return");
    told();
    CHECK_INT(unread(&maker), 1);
    CHECK_INT(unread(&late), 1);
    CHECK_INT(unread(&rival_filer), 0);
    GOOD(store_notice_list(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 2);
    WRITE(GOOD(store_notice_read_all(s, &me, rows[0].n, &fault)));
    CHECK_INT(unread(&maker), 0);
    CHECK_INT(unread(&late), 1);
    struct notice other;
    CHECK_ERR(
        store_notice_load(s, a, rows[0].id,
                          &(struct notice_reader){.account_id = rival_filer.id,
                                                  .organization_id = rival_filer.organization_id},
                          &other, &fault),
        ERR_NOTFOUND, &fault);
}

/* ---- of clocks ------------------------------------------------------------------------------- */

static const char *
due_of(const char *id, const char *clock)
{
    return rig_sql_text(arena_printf(
        a, "SELECT due_on FROM deadline WHERE filing_id = '%s' AND name = '%s'", id, clock));
}

static long
sent(const char *id, const char *code)
{
    return rig_number(s, arena_printf(a,
                                      "SELECT count(*) FROM reminder WHERE filing_id = '%s' AND "
                                      "code = '%s'",
                                      id, code));
}

static void
a_clerk_that_was_away_sends_only_the_newest_and_none_after_the_end(void)
{
    begin();
    const char *late = rig_submitted(&maker, "algorithm"),
               *done = rig_submitted(&maker, "algorithm");
    const char *due = due_of(late, "review");

    /* Both the fifth and the last day but one have passed. */
    clock_today_is(days_on(due, -1));
    clerk_works();
    CHECK_INT(sent(late, "review_soon"), 1);
    CHECK_INT(
        rig_number(s, arena_printf(a, "SELECT days FROM reminder WHERE filing_id = '%s'", late)),
        1);
    CHECK_HAS(text_of(late, "review_soon"), due);
    /* Whoever might take it is told, and nobody else. */
    long people = rig_number(s, "SELECT count(*) FROM account WHERE instr(reviews, ' "
                                "preliminary_reviewer ') > 0 AND is_disabled = 0 AND id IN "
                                "(SELECT account_id FROM scope)");
    CHECK_INT(notices(arena_printf(a, "filing_id = '%s' AND code = 'review_soon'", late)), people);
    clerk_works();
    CHECK_INT(sent(late, "review_soon"), 1);

    rig_decided(&first, done, "refuse");
    clock_today_is(days_on(due, 40));
    clerk_works();
    CHECK_INT(sent(late, "review_over"), 1);
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT days FROM reminder WHERE filing_id = '%s' AND "
                                         "code = 'review_over'",
                                         late)),
              5);
    CHECK_HAS(text_of(late, "review_over"), "已逾期");
    CHECK_INT(sent(done, "review_over"), 0);
    clerk_works();
    CHECK_INT(sent(late, "review_over"), 1);
    rig_decided(&first, late, "refuse");
}

static void
a_day_that_really_moves_is_reminded_of_anew_and_one_that_comes_back_is_not(void)
{
    begin();
    const char *id = rig_submitted(&maker, "algorithm");
    const char *due = due_of(id, "review");
    const char *move = "UPDATE deadline SET due_on = '%s' WHERE filing_id = '%s' AND name = "
                       "'review'";

    clock_today_is(days_on(due, -1));
    clerk_works();
    CHECK_INT(sent(id, "review_soon"), 1);
    CHECK_INT(rig_sql(s, arena_printf(a, move, days_on(due, 1), id)), SQLITE_OK);
    clerk_works();
    CHECK_INT(sent(id, "review_soon"), 2);
    CHECK_INT(rig_sql(s, arena_printf(a, move, due, id)), SQLITE_OK);
    clerk_works();
    CHECK_INT(sent(id, "review_soon"), 2);

    /* A clock that was wrong, and is put right, sends nothing of what is farther away. */
    clock_today_is(days_on(due, -6));
    clerk_works();
    CHECK_INT(sent(id, "review_soon"), 2);
    DONE(rig_withdraw(&maker, id));
}

/* "state due" of the one clock; "" where there is none. */
static const char *
draft_clock(const char *id)
{
    return rig_sql_text(arena_printf(a,
                                     "SELECT COALESCE(group_concat(name || ' ' || state || ' ' || "
                                     "due_on), '') FROM deadline WHERE filing_id = '%s'",
                                     id));
}

static void
a_draft_has_the_clock_of_the_day_it_states_until_it_is_handed_in_or_deleted(void)
{
    begin();
    clock_today_is("2026-11-24");
    const char *id = rig_draft(&maker, "algorithm");
    json_t *data = rig_data(&maker, "algorithm");
    struct submission x;

    rig_put(data, "basic", "online_on", "2026-11-23");
    DONE(rig_save(&maker, id, data));
    CHECK_STR(draft_clock(id), "first_filing running 2026-12-07");
    rig_put(data, "basic", "online_on", "2026-11-24");
    DONE(rig_save(&maker, id, data));
    CHECK_STR(draft_clock(id), "first_filing running 2026-12-08");
    rig_put(data, "basic", "online_on", NULL);
    DONE(rig_save(&maker, id, data));
    CHECK_STR(draft_clock(id), "");

    /* Six working days are left, then five. */
    rig_put(data, "basic", "online_on", "2026-11-24");
    DONE(rig_save(&maker, id, data));
    clock_today_is("2026-11-30");
    clerk_works();
    CHECK_INT(sent(id, "first_filing_soon"), 0);
    clock_today_is("2026-12-01");
    clerk_works();
    clerk_works();
    CHECK_INT(sent(id, "first_filing_soon"), 1);
    CHECK_HAS(text_of(id, "filing_soon"), "首次备案期限还有 5 个工作日，到期日为 2026-12-08");
    DONE(rig_submit(&maker, id, &x));
    clock_today_is("2026-12-07");
    clerk_works();
    CHECK_INT(sent(id, "first_filing_soon"), 1);
    DONE(rig_withdraw(&maker, id));
    DONE(rig_save(&maker, id, data));
    CHECK_STR(draft_clock(id), "");

    const char *gone = rig_draft(&maker, "algorithm");
    rig_put(data, "basic", "online_on", "2026-11-25");
    DONE(rig_save(&maker, gone, data));
    CHECK_STR(draft_clock(gone), "first_filing running 2026-12-09");
    DONE(rig_delete(&maker, gone, 0));
    clock_today_is("2026-12-08");
    clerk_works();
    CHECK_INT(sent(gone, "first_filing_soon"), 0);
    clock_today_is("2026-11-24");
}

/* A day stated when what is due by it is late already. */
static void
a_draft_that_is_late_when_it_states_its_day_is_told_so_once(void)
{
    begin();
    clock_today_is("2026-11-24");
    const char *id = rig_draft(&maker, "algorithm");
    json_t *data = rig_data(&maker, "algorithm");
    const char *lines = arena_printf(a,
                                     "SELECT count(*) FROM event WHERE filing_id = '%s' AND what = "
                                     "'missed' AND clock = 'first_filing'",
                                     id);

    /* Ten working days from here end today, which is in time. */
    rig_put(data, "basic", "online_on", "2026-11-10");
    DONE(rig_save(&maker, id, data));
    clerk_works();
    CHECK_STR(draft_clock(id), "first_filing running 2026-11-24");
    CHECK_INT(rig_number(s, lines), 0);

    rig_put(data, "basic", "online_on", "2026-11-09");
    DONE(rig_save(&maker, id, data));
    CHECK_STR(draft_clock(id), "first_filing missed 2026-11-23");
    rig_put(data, "basic", "scenario", "改写别处，不是那一日。");
    DONE(rig_save(&maker, id, data));
    clerk_works();
    clerk_works();
    CHECK_INT(rig_number(s, lines), 1);
    CHECK_INT(notices(arena_printf(a, "filing_id = '%s' AND code = 'filing_late'", id)), 1);
    CHECK_HAS(text_of(id, "filing_late"), "首次备案期限已于 2026-11-23 届满");

    const char *late = rig_draft(&maker, "algorithm");
    rig_put(data, "basic", "online_on", "2026-11-03");
    DONE(rig_save(&maker, late, data));
    clerk_works();
    CHECK_INT(notices(arena_printf(a, "filing_id = '%s' AND code = 'filing_late'", late)), 1);
    DONE(rig_delete(&maker, id, 0));
    DONE(rig_delete(&maker, late, 0));
}

/* ---- a year ---------------------------------------------------------------------------------- */

enum { FILINGS = 60, MOST_SENT = 20000 };

static long
work_between(const char *after, const char *until)
{
    return day_work_between(date_days(after), date_days(until));
}

static const char *
nth_work_after(const char *day, int n)
{
    char on[DATE_TEXT];
    day_text(day_nth_work(date_days(day), n), on);
    return arena_strdup(a, on);
}

/* What this test knows of a filing, by what was done with it. */
static struct known {
    const char *id;
    enum { NOT_THERE, DRAFTED, WAITS, TAKEN, BACK, DRAWN_BACK, ENDED, ABOUT } at;
    int stage;
    bool is_approved;
    const char *review, *correction, *first_filing; /* the day on which it ends; NULL: none runs */
    const char *about, *filed_clock, *filed; /* a draft about it: which clock, when it ends */
} known[FILINGS];

/* What must have been sent: "filing clock due code days". */
static const char *want[MOST_SENT];
static int want_n;

static bool
is_wanted(const char *line)
{
    for (int i = 0; i < want_n; i++)
        if (strcmp(want[i], line) == 0)
            return true;
    return false;
}

struct expected {
    const char *clock, *due, *code;
    const int *days; /* rising, ended by 0 */
};

/* n of the unit are left, or over: the one that is due by then, unless it or one nearer to the end
 * (farther from it, when it is over) was. */
static void
expect(const struct known *x, const struct expected *e, long n, bool is_over)
{
    int which = -1, last = 0;

    while (e->days[last] != 0)
        last++;
    for (int i = 0; i < last; i++)
        if (is_over ? n >= e->days[i] : n <= e->days[i] && which < 0)
            which = i;
    if (which < 0)
        return;
    for (int i = is_over ? which : 0; i < (is_over ? last : which + 1); i++)
        if (is_wanted(
                arena_printf(a, "%s %s %s %s %d", x->id, e->clock, e->due, e->code, e->days[i])))
            return;
    if (want_n == MOST_SENT)
        check_stop("too much is sent");
    want[want_n++] =
        arena_printf(a, "%s %s %s %s %d", x->id, e->clock, e->due, e->code, e->days[which]);
}

/* Once their day is over nothing more is said of them. */
static void
expect_of_drafts(const struct known *x, const char *day)
{
    static const int five_and_one[] = {1, 5, 0};

    if (x->first_filing != NULL && strcmp(day, x->first_filing) <= 0)
        expect(
            x,
            &(struct expected){"first_filing", x->first_filing, "first_filing_soon", five_and_one},
            work_between(day, x->first_filing), false);
    if (x->filed != NULL && strcmp(day, x->filed) <= 0)
        expect(&(struct known){.id = x->about},
               &(struct expected){x->filed_clock, x->filed,
                                  arena_printf(a, "%s_soon", x->filed_clock), five_and_one},
               work_between(day, x->filed), false);
}

/* When the clerk looks. */
static void
expect_all(void)
{
    static const int five_and_one[] = {1, 5, 0}, one[] = {1, 0};
    const char *day = today();

    for (int i = 0; i < FILINGS; i++) {
        const struct known *x = &known[i];
        if (x->review != NULL && strcmp(day, x->review) <= 0)
            expect(x, &(struct expected){"review", x->review, "review_soon", five_and_one},
                   work_between(day, x->review), false);
        else if (x->review != NULL)
            expect(x, &(struct expected){"review", x->review, "review_over", five_and_one},
                   work_between(x->review, day), true);
        if (x->correction != NULL && strcmp(day, x->correction) <= 0)
            expect(x,
                   &(struct expected){"correction", x->correction, "correction_soon", five_and_one},
                   work_between(day, x->correction), false);
        else if (x->correction != NULL)
            expect(x, &(struct expected){"correction", x->correction, "correction_over", one},
                   work_between(x->correction, day), true);
        expect_of_drafts(x, day);
    }
}

static unsigned long dice;

static int throw(int sides)
{
    dice = dice * 6364136223846793005UL + 1442695040888963407UL;
    return (int)((dice >> 33) % (unsigned long)sides);
}

/* The day is stated, and sometimes another one later. */
static void
state_day(struct known *x, const char *day)
{
    json_t *data = rig_data(&maker, "algorithm");

    rig_put(data, "basic", "online_on", day);
    DONE(rig_save(&maker, x->id, data));
    x->first_filing = nth_work_after(day, 10);
}

static void
draft(struct known *x)
{
    if (x->at == NOT_THERE)
        x->id = rig_draft(&maker, "algorithm");
    x->at = DRAFTED;
    state_day(x, days_on(today(), -throw(9)));
}

static void
drop(const char *id)
{
    DONE(rig_delete(&maker, id, 0));
}

/* A change of what was approved, or its end. */
static void
begin_about(struct known *x)
{
    bool is_change = throw(2) == 0;
    const char *day = days_on(today(), -throw(9));
    struct filing of;

    if (!DONE(rig_begin_of(
            &maker, &(struct concern){"algorithm", is_change ? "change" : "deregister", x->id},
            &of)))
        return;
    json_t *data = rig_parse(rig_filing_now(of.id).data);
    const char *section = is_change ? "change" : "ending";
    json_object_set_new(data, section, json_object());
    rig_put(data, section, is_change ? "changed_on" : "ended_on", day);
    DONE(rig_save(&maker, of.id, data));
    x->at = ABOUT;
    x->about = arena_strdup(a, of.id);
    x->filed_clock = is_change ? "change" : "ending";
    x->filed = nth_work_after(day, is_change ? 10 : 20);
}

static void
hand_in(struct known *x)
{
    struct submission sub;

    if (x->at == NOT_THERE)
        x->id = rig_draft(&maker, "algorithm");
    if (!DONE(rig_submit(&maker, x->id, &sub)))
        return;
    x->at = WAITS;
    x->stage = 1;
    x->review = nth_work_after(today(), 30);
    x->correction = x->first_filing = NULL;
}

static void
decide(struct known *x)
{
    const struct account *who = x->stage == 1 ? &first : &second;
    int what = throw(8);
    const char *outcome = what < 5 ? "pass" : what < 7 ? "return" : "refuse";

    DONE(rig_decide(who, rig_task_of(x->id), outcome));
    bool goes_on = what < 5 && x->stage == 1;
    x->at = goes_on ? WAITS : what < 5 || what == 7 ? ENDED : BACK;
    x->is_approved = !goes_on && what < 5;
    x->stage = 2;
    if (!goes_on)
        x->review = NULL;
    if (x->at == BACK)
        x->correction = nth_work_after(today(), 20);
}

static void
something_happens(struct known *x)
{
    int what = x->at == NOT_THERE || x->at == DRAFTED ? throw(3) : 0;

    if (x->at == ENDED && x->is_approved) {
        begin_about(x);
    } else if (x->at == ABOUT && throw(2) == 0) {
        drop(x->about);
        x->at = ENDED;
        x->about = x->filed = NULL;
    } else if (what == 1) {
        draft(x);
    } else if (what == 2 && x->at == DRAFTED) {
        drop(x->id);
        x->at = NOT_THERE;
        x->first_filing = NULL;
    } else if (x->at == NOT_THERE || x->at == DRAFTED || x->at == BACK || x->at == DRAWN_BACK) {
        hand_in(x);
    } else if (x->at == WAITS && x->stage == 1 && throw(6) == 0) {
        DONE(rig_withdraw(&maker, x->id));
        x->at = DRAWN_BACK;
        x->review = x->correction = NULL;
    } else if (x->at == WAITS) {
        DONE(rig_claim(x->stage == 1 ? &first : &second, rig_task_of(x->id)));
        x->at = TAKEN;
    } else if (x->at == TAKEN) {
        decide(x);
    }
}

/* A few days are slow, and the clerk is away for some. */
static void
a_day_goes_by(int day, bool is_ending)
{
    for (int i = 0; i < 2 && !is_ending; i++) {
        struct known *x = &known[throw(FILINGS)];
        if (throw(2) == 0)
            something_happens(x);
    }
    if (day % 50 < 6 || throw(9) == 0)
        return;
    expect_all();
    clerk_works();
    if (throw(4) == 0)
        clerk_works(); /* it was started again */
}

static void
a_year_sends_each_reminder_and_escalation_once(void)
{
    day_rig_read(2026);
    day_rig_read(2027);
    begin();
    dice = 20261124;
    clock_today_is("2027-12-01"); /* behind what the tests above did; nothing of it is counted */
    CHECK_INT(rig_sql(s, "DELETE FROM deadline"), SQLITE_OK);
    CHECK_INT(rig_sql(s, "DELETE FROM reminder"), SQLITE_OK);
    clock_today_is("2026-11-24");
    begin();

    for (int day = 0; day < 365; day++) {
        if (day % 150 == 149)
            begin();
        a_day_goes_by(day, day > 340);
        rig_days_pass(1);
    }
    CHECK_LEAST(want_n, 40);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM reminder"), want_n);
    for (int i = 0; i < want_n; i++)
        CHECK_INT(rig_number(s, arena_printf(a,
                                             "SELECT count(*) FROM reminder WHERE filing_id || ' ' "
                                             "|| clock || ' ' || due_on || ' ' || code || ' ' || "
                                             "days = '%s'",
                                             want[i])),
                  1);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM audit WHERE action IN ('deadline.reminded', "
                            "'deadline.escalated')") >= want_n,
              1);
    clock_today_is("2026-11-24");
}

static const struct check_test tests[] = {
    TEST(a_filer_is_told_where_a_filing_has_got_to),
    TEST(nothing_is_told_of_what_was_rolled_back_and_it_is_told_later),
    TEST_LONG(two_clerks_and_one_that_is_killed_tell_each_thing_once),
    TEST(colleagues_read_for_themselves_and_what_was_before_them_is_no_news),
    TEST(a_clerk_that_was_away_sends_only_the_newest_and_none_after_the_end),
    TEST(a_day_that_really_moves_is_reminded_of_anew_and_one_that_comes_back_is_not),
    TEST(a_draft_has_the_clock_of_the_day_it_states_until_it_is_handed_in_or_deleted),
    TEST(a_draft_that_is_late_when_it_states_its_day_is_told_so_once),
    TEST_LONG(a_year_sends_each_reminder_and_escalation_once),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
