/* Figures of the last hour, a line a minute. */
#include "base/base.h"
#include "base/samples.h"
#include "check.h"

#include <string.h>

static struct samples x;
static struct sample_line lines[SAMPLES_SHOWN + 1];

#define START 1000000LL

/* So many requests by then, and one error in ten. */
static void
take(int64_t after_ms, long level, long requests)
{
    const long totals[SAMPLE_FIGURES] = {requests, requests / 10};
    samples_take(&x, START + after_ms, level, totals);
}

static int
read_at(int64_t after_ms, long requests)
{
    const long totals[SAMPLE_FIGURES] = {requests, requests / 10};
    return samples_read(&x, START + after_ms, totals, lines);
}

static void
begin(void)
{
    memset(&x, 0, sizeof x);
    take(0, 0, 0);
}

static void
nothing_is_told_before_somebody_looked(void)
{
    memset(&x, 0, sizeof x);
    CHECK_INT(read_at(0, 5), 0);
}

static void
the_minute_that_is_not_over_is_told_as_it_is(void)
{
    begin();
    take(20000, 3, 10);
    CHECK_INT(read_at(30000, 20), 1);
    CHECK_INT(lines[0].of[0], 20);
    CHECK_INT(lines[0].of[1], 2);
    CHECK_INT(lines[0].peak, 3);
    CHECK_INT(lines[0].span_ms, 30000);
}

static void
each_line_says_what_came_in_its_minute(void)
{
    begin();
    take(30000, 7, 50);
    take(60000, 1, 100);
    take(60100, 2, 110); /* not over again at once */
    take(125000, 1, 300);
    CHECK_INT(read_at(130000, 310), 3);
    CHECK_INT(lines[0].of[0], 100);
    CHECK_INT(lines[0].peak, 7);
    CHECK_INT(lines[0].span_ms, 60000);
    CHECK_INT(lines[1].of[0], 200);
    CHECK_INT(lines[1].peak, 2);
    CHECK_INT(lines[1].span_ms, 65000);
    CHECK_INT(lines[1].at, START + 125000);
    CHECK_INT(lines[2].of[0], 10);
    CHECK_INT(lines[2].peak, 0);
}

static void
an_hour_is_kept_and_no_more(void)
{
    begin();
    for (int i = 1; i <= 200; i++)
        take(i * (int64_t)SAMPLE_MS, i, i * 10L);
    CHECK_INT(read_at(200 * (int64_t)SAMPLE_MS, 2000), SAMPLES_SHOWN + 1);
    for (int i = 0; i < SAMPLES_SHOWN; i++) {
        CHECK_INT(lines[i].of[0], 10);
        CHECK_INT(lines[i].peak, 141 + i);
        CHECK_INT(lines[i].span_ms, SAMPLE_MS);
    }
    CHECK_INT(lines[SAMPLES_SHOWN].of[0], 0);
}

static void
a_clock_that_is_set_back_spoils_no_line(void)
{
    begin();
    take(60000, 1, 10);
    take(1000, 1, 20);
    take(61000, 1, 30);
    CHECK_INT(read_at(62000, 31), 4);
    CHECK_INT(lines[1].of[0], 10);
    CHECK_INT(lines[1].span_ms, 0);
    CHECK_INT(lines[2].span_ms, 60000);
}

static const struct check_test tests[] = {
    TEST(nothing_is_told_before_somebody_looked),
    TEST(the_minute_that_is_not_over_is_told_as_it_is),
    TEST(each_line_says_what_came_in_its_minute),
    TEST(an_hour_is_kept_and_no_more),
    TEST(a_clock_that_is_set_back_spoils_no_line),
};

int
main(int argc, char **argv)
{
    return check_main(argc, argv, tests, LEN(tests));
}
