/* Figures of what became of filings: every line of the history counts once, as what it was. */
#include "clock_rig.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TOGETHER 7 /* lines in a transaction, so that a test needs several */

/* As the clerk does, until there is no more. */
static void
count_all(void)
{
    const struct law *law = policy_law(rules);
    bool is_done = false;

    while (!is_done) {
        GOOD(store_write_begin(s, &fault));
        GOOD(govern_finish(s, figures_count(s, a, law, TOGETHER, &is_done, &fault), &fault));
    }
}

static struct figures
figures_of(struct work_query q)
{
    struct figures x;

    count_all();
    GOOD(figures_load(s, a, policy_manifest(rules), policy_law(rules), &q, &x, &fault));
    return x;
}

static struct figures
figures_in(const char *month)
{
    return figures_of((struct work_query){.from = month, .to = month});
}

static const struct figure *
row_of(const struct rows_of_figures *x, const char *code)
{
    static const struct figure none = {.code = "none", .label = "none"};

    for (int i = 0; i < x->n; i++)
        if (str_is(x->rows[i].code, code))
            return &x->rows[i];
    return &none;
}

static const char *
told(const struct figure *x)
{
    return arena_printf(a, "%ld received, %ld accepted, %ld back, %ld refused, %ld late",
                        x->received, x->accepted, x->returned, x->refused, x->overdue);
}

static const char *
total_of(const char *month)
{
    struct figures x = figures_in(month);
    return told(&x.total);
}

static void
each_line_of_the_history_counts_once_as_what_it_was(void)
{
    struct submission x;

    clock_begin();
    clock_today_is("2026-11-24");
    struct figures before = figures_in("2026-11");
    const char *passed = rig_submitted(&clock_filer, "algorithm"),
               *back = rig_submitted(&clock_filer, "algorithm"),
               *refused = rig_submitted(&clock_filer, "algorithm");

    rig_decided(&first, passed, "pass");
    rig_decided(&second, passed, "pass");
    rig_decided(&first, refused, "refuse");
    rig_decided(&first, back, "return");
    DONE(rig_save(&clock_filer, back, rig_data(&clock_filer, "algorithm")));
    DONE(rig_submit(&clock_filer, back, &x));

    struct figures after = figures_in("2026-11"), again = figures_in("2026-11");
    CHECK_INT(after.total.received - before.total.received, 4);
    CHECK_INT(after.total.accepted - before.total.accepted, 1);
    CHECK_INT(after.total.returned - before.total.returned, 1);
    CHECK_INT(after.total.refused - before.total.refused, 1);
    CHECK_STR(told(&again.total), told(&after.total));
    CHECK_STR(told(row_of(&after.provinces, "11")), told(&after.total));
    CHECK_STR(row_of(&after.months, "2026-11")->label, "2026 年 11 月");
    CHECK_INT(row_of(&after.kinds, "algorithm")->received -
                  row_of(&before.kinds, "algorithm")->received,
              4);
    CHECK_STR(total_of("2026-10"), told(&(struct figure){0}));
}

/* Its task goes with the withdrawal, before anything is counted. */
static void
what_is_withdrawn_before_the_count_is_received_where_it_was_routed(void)
{
    clock_begin();
    clock_today_is("2026-11-24");
    struct figures before = figures_in("2026-11");
    const char *id = rig_submitted(&clock_filer, "algorithm");

    DONE(rig_withdraw(&clock_filer, id));
    struct figures after = figures_in("2026-11");
    CHECK_INT(after.total.received - before.total.received, 1);
    CHECK_INT(row_of(&after.provinces, "11")->received - row_of(&before.provinces, "11")->received,
              1);
    CHECK_INT(row_of(&after.classes, "")->received, row_of(&before.classes, "")->received);
}

/* The rig gives a reason without a code. */
static void
reasons_are_counted_one_by_one_and_of_returns_and_refusals_apart(void)
{
    clock_begin();
    clock_today_is("2026-11-24");
    struct figures before = figures_in("2026-11");
    const char *back = rig_submitted(&clock_filer, "algorithm"),
               *refused = rig_submitted(&clock_filer, "algorithm");

    rig_decided(&first, back, "return");
    rig_decided(&first, refused, "refuse");
    struct figures after = figures_in("2026-11");
    long returned = 0, refused_n = 0;
    for (int i = 0; i < after.reasons.n; i++) {
        returned += after.reasons.rows[i].returned;
        refused_n += after.reasons.rows[i].refused;
    }
    for (int i = 0; i < before.reasons.n; i++) {
        returned -= before.reasons.rows[i].returned;
        refused_n -= before.reasons.rows[i].refused;
    }
    CHECK(returned >= 1 && refused_n >= 1);
    CHECK_INT(returned + refused_n,
              rig_number(s, arena_printf(a,
                                         "SELECT SUM(reasons_n) FROM event WHERE filing_id IN "
                                         "('%s', '%s')",
                                         back, refused)));
}

static void
a_stage_takes_as_long_as_half_of_its_rounds_do_not_go_beyond(void)
{
    const struct figure_stage *stage = NULL;

    clock_begin();
    clock_today_is("2027-03-01");
    const char *ids[4];
    for (size_t i = 0; i < LEN(ids); i++)
        ids[i] = rig_submitted(&clock_filer, "algorithm");
    const char *const days[] = {"2027-03-02", "2027-03-04", "2027-03-05", "2027-03-31"};
    for (size_t i = 0; i < LEN(ids); i++) {
        clock_today_is(days[i]);
        rig_decided(&first, ids[i], "pass");
    }
    struct figures x = figures_in("2027-03");
    for (int i = 0; i < x.stages_n; i++)
        if (str_is(x.stages[i].code, "preliminary"))
            stage = &x.stages[i];
    CHECK(stage != NULL && stage->done == 4 && stage->median_days == 3);
    CHECK_STR(stage ? stage->label : NULL, "初审");
    CHECK_STR(told(row_of(&x.classes, "nothing")), told(&(struct figure){0}));
    clock_today_is("2026-11-24");
}

static void
a_clock_that_ran_out_is_late_once_in_the_month_of_its_telling(void)
{
    clock_begin();
    clock_today_is("2027-06-01");
    const char *id = rig_submitted(&clock_filer, "algorithm");
    CHECK_HAS(clock_of(id, "first_look"), "running");
    long before = figures_in("2027-07").total.overdue;
    clock_today_is("2027-07-20");
    long missed = clock_missed_by("2027-07-20");
    struct figures x = figures_in("2027-07");
    CHECK_LEAST(missed, 1);
    CHECK_INT(x.total.overdue - before, missed);
    CHECK_INT(clock_missed_by("2027-07-20"), 0);
    CHECK_INT(figures_in("2027-07").total.overdue - before, missed);
    clock_today_is("2026-11-24");
}

/* ---- beside a list of its own ---------------------------------------------------------------- */

enum { LIVES = 24, ACTS = 120, MONTHS = 5, DAYS = 153, ROUNDS = ACTS };

static struct {
    struct life {
        const char *id;
        enum { AT_FIRST, AT_LAST, BACK, OVER } stands;
        int since; /* day on which this round began */
    } lives[LIVES];
    int n;
    int days[2][ROUNDS], rounds[2]; /* what each round of a stage took */
    struct figure months[MONTHS];
    uint64_t chance;
} work;

static int
draw(int n)
{
    work.chance = work.chance * 6364136223846793005u + 1442695040888963407u;
    return (int)((work.chance >> 33) % (unsigned)n);
}

/* Days since 1 August 2027, of months that have 31, 30, 31, 30 and 31. */
static const char *
day_text(int day)
{
    static const int length[MONTHS] = {31, 30, 31, 30, 31};
    int m = 0;

    for (; day >= length[m]; m++)
        day -= length[m];
    return arena_printf(a, "2027-%02d-%02d", 8 + m, day + 1);
}

static void
hand_in(struct life *x, int day)
{
    struct submission sub;

    if (x->id == NULL) {
        x->id = rig_submitted(&clock_filer, "algorithm");
    } else {
        DONE(rig_save(&clock_filer, x->id, rig_data(&clock_filer, "algorithm")));
        DONE(rig_submit(&clock_filer, x->id, &sub));
    }
    x->stands = AT_FIRST;
    x->since = day;
}

static void
decide_on(struct life *x, int day, struct figure *month)
{
    static const char *const outcomes[] = {"pass", "pass", "return", "refuse"};
    const char *outcome = outcomes[draw(LEN(outcomes))];
    int stage = x->stands == AT_LAST;

    rig_decided(stage ? &second : &first, x->id, outcome);
    work.days[stage][work.rounds[stage]++] = day - x->since;
    x->since = day;
    month->returned += str_is(outcome, "return");
    month->refused += str_is(outcome, "refuse");
    month->accepted += str_is(outcome, "pass") && stage;
    x->stands = str_is(outcome, "return")   ? BACK
                : str_is(outcome, "refuse") ? OVER
                : stage                     ? OVER
                                            : AT_LAST;
}

static int
by_size(const void *x, const void *y)
{
    return *(const int *)x - *(const int *)y;
}

static void
check_stage(const struct figures *x, const char *code, int stage)
{
    int n = work.rounds[stage];

    qsort(work.days[stage], (size_t)n, sizeof work.days[stage][0], by_size);
    for (int i = 0; i < x->stages_n; i++)
        if (str_is(x->stages[i].code, code)) {
            CHECK_INT(x->stages[i].done, n);
            CHECK_INT(x->stages[i].median_days, work.days[stage][(n - 1) / 2]);
            return;
        }
    CHECK_STR("no such stage", code);
}

static void
check_figures(void)
{
    struct figure all = {0};
    struct figures whole = figures_of((struct work_query){.from = "2027-08", .to = "2027-12"});

    for (int m = 0; m < MONTHS; m++) {
        struct figure *is = &work.months[m];
        struct figures x = figures_in(arena_printf(a, "2027-%02d", 8 + m));
        is->overdue = x.total.overdue; /* clocks have a test of their own */
        check_about("month %d", 8 + m);
        CHECK_STR(told(&x.total), told(is));
        CHECK_STR(told(row_of(&x.kinds, "algorithm")), told(is));
        all.received += is->received;
        all.accepted += is->accepted;
        all.returned += is->returned;
        all.refused += is->refused;
        all.overdue += is->overdue;
    }
    CHECK_STR(told(&whole.total), told(&all));
    check_stage(&whole, "preliminary", 0);
    check_stage(&whole, "final", 1);
}

/* Filings go their ways by chance over five months; what happened is written down beside. */
static void
figures_are_what_was_written_down_beside(void)
{
    const char *seed = getenv("SEED");
    int day = 0;

    clock_begin();
    work.chance = seed ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
    printf("# seed %llu\n", (unsigned long long)work.chance);
    for (int i = 0; i < ACTS && day < DAYS; i++, day += draw(3)) {
        bool is_new = work.n < LIVES && draw(3) == 0;
        struct life *x = &work.lives[is_new || work.n == 0 ? work.n++ : draw(work.n)];
        struct figure *month = &work.months[atoi(day_text(day) + strlen("2027-")) - 8];
        clock_today_is(day_text(day));
        if (x->stands == OVER)
            continue;
        if (x->id == NULL || x->stands == BACK) {
            hand_in(x, day);
            month->received++;
        } else {
            decide_on(x, day, month);
        }
    }
    check_figures();
    clock_today_is("2026-11-24");
}

static void
who_counts_second_counts_nothing(void)
{
    long counted, last;
    int64_t at;

    clock_begin();
    clock_today_is("2026-11-24");
    count_all();
    rig_submitted(&clock_filer, "algorithm");
    GOOD(store_work_mark(s, &counted, &at, &fault));
    GOOD(store_work_next(s, counted, 100, &last, &fault));
    CHECK(last > counted);
    struct figures before = figures_in("2026-11");
    GOOD(store_write_begin(s, &fault));
    CHECK(store_work_mark_move(s, counted, last, &fault) == ERR_AGAIN);
    GOOD(govern_finish(s, OK, &fault));
    CHECK_STR(total_of("2026-11"), told(&before.total));
}

static void
close_the_second_judge(void)
{
    clock_end();
    CHECK(policy_law(rules) != NULL);
}

static const struct check_test tests[] = {
    TEST(each_line_of_the_history_counts_once_as_what_it_was),
    TEST(what_is_withdrawn_before_the_count_is_received_where_it_was_routed),
    TEST(reasons_are_counted_one_by_one_and_of_returns_and_refusals_apart),
    TEST(a_stage_takes_as_long_as_half_of_its_rounds_do_not_go_beyond),
    TEST(a_clock_that_ran_out_is_late_once_in_the_month_of_its_telling),
    TEST(figures_are_what_was_written_down_beside),
    TEST(who_counts_second_counts_nothing),
    TEST(close_the_second_judge),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
