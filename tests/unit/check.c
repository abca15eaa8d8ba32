#include "check.h"

#include <stdarg.h>
#include <stdlib.h>

#define SHOWN_MAX 400 /* bytes of a text that are printed */
#define QUICK_ROWS 5  /* of many that do nearly the same */

bool check_is_quick, check_is_long;

static struct {
    const char *program;
    char **names; /* asked for; none: all */
    int names_n;
    bool shows_times;
    long passed, failed, skipped;
} all;

static struct {
    char name[256];
    char about[160];
    char skipped[160]; /* the reason; empty: it runs */
    long asked, failed;
} test;

/* ---- what is printed ------------------------------------------------------------------------- */

/* The text in quotes on one line, from `from` on and cut: a line that begins with "ok " counts. */
static void
show(const char *text, size_t from)
{
    if (text == NULL) {
        printf("NULL");
        return;
    }

    size_t n = strlen(text), end = n - from > SHOWN_MAX ? from + SHOWN_MAX : n;
    printf(from > 0 ? "…\"" : "\"");
    for (size_t i = from; i < end; i++)
        if (text[i] == '\n')
            printf("\\n");
        else
            putchar(text[i]);
    printf(end < n ? "\"… (%zu bytes)" : "\"", n);
}

/* Where both texts are to be shown from: a little before the first byte that differs. */
static size_t
shown_from(const char *got, const char *want)
{
    size_t same = 0;

    while (got[same] != '\0' && got[same] == want[same])
        same++;
    return same > SHOWN_MAX / 2 ? same - 40 : 0;
}

/* Counts the question, and when it failed begins the line that says so: true then. */
static bool
is_failure(const struct check_at *at, bool holds)
{
    test.asked++;
    if (holds)
        return false;

    test.failed++;
    printf("# %s:%d: ", at->file, at->line);
    if (test.about[0] != '\0')
        printf("(%s) ", test.about);
    printf("%s ", at->asked);
    return true;
}

/* ---- questions ------------------------------------------------------------------------------- */

bool
check_true(const struct check_at *at, bool holds)
{
    if (is_failure(at, holds))
        printf("does not hold\n");
    return holds;
}

bool
check_int(const struct check_at *at, long long got, long long want)
{
    if (is_failure(at, got == want))
        printf("is %lld, not %lld\n", got, want);
    return got == want;
}

bool
check_near(const struct check_at *at, long long got, long long want, long long most)
{
    bool holds = got >= want - most && got <= want + most;
    if (is_failure(at, holds))
        printf("is %lld, not within %lld of %lld\n", got, most, want);
    return holds;
}

bool
check_least(const struct check_at *at, long long got, long long least)
{
    if (is_failure(at, got >= least))
        printf("is %lld, less than %lld\n", got, least);
    return got >= least;
}

bool
check_most(const struct check_at *at, long long got, long long most)
{
    if (is_failure(at, got <= most))
        printf("is %lld, more than %lld\n", got, most);
    return got <= most;
}

bool
check_str(const struct check_at *at, const char *got, const char *want)
{
    bool holds = str_is(got, want);
    if (!is_failure(at, holds))
        return holds;

    size_t from = got && want ? shown_from(got, want) : 0;
    printf("is ");
    show(got, from);
    printf(", not ");
    show(want, from);
    printf("\n");
    return holds;
}

static bool
contains(const char *text, const char *part)
{
    return text != NULL && part != NULL && strstr(text, part) != NULL;
}

bool
check_has(const struct check_at *at, const char *text, const char *part)
{
    bool holds = contains(text, part);
    if (!is_failure(at, holds))
        return holds;

    printf("is ");
    show(text, 0);
    printf(" and lacks ");
    show(part, 0);
    printf("\n");
    return holds;
}

bool
check_lacks(const struct check_at *at, const char *text, const char *part)
{
    bool holds = text != NULL && part != NULL && strstr(text, part) == NULL;
    if (!is_failure(at, holds))
        return holds;

    printf("is ");
    show(text, contains(text, part) ? (size_t)(strstr(text, part) - text) : 0);
    printf(" and has ");
    show(part, 0);
    printf("\n");
    return holds;
}

static void
show_err(enum err got, const struct fault *f)
{
    printf("is %s", err_name(got));
    if (got != OK && f != NULL)
        printf(" [%s %s %s]", f->code, f->where, f->text);
}

bool
check_err(const struct check_at *at, enum err got, enum err want, const struct fault *f)
{
    if (is_failure(at, got == want)) {
        show_err(got, f);
        printf(", not %s\n", err_name(want));
    }
    return got == want;
}

bool
check_refused(const struct check_at *at, enum err got, enum err want, const char *code,
              const struct fault *f)
{
    bool holds = got == want && str_is(f->code, code);
    if (is_failure(at, holds)) {
        show_err(got, f);
        printf(", not %s [%s]\n", err_name(want), code);
    }
    return holds;
}

/* ---- what a test says of itself -------------------------------------------------------------- */

void
check_about(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(test.about, sizeof test.about, fmt, args);
    va_end(args);
}

void
check_skip(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(test.skipped, sizeof test.skipped, fmt, args);
    va_end(args);
}

void
check_stop(const char *fmt, ...)
{
    va_list args;

    printf("not ok %s: ", test.name[0] != '\0' ? test.name : "the set-up");
    va_start(args, fmt);
    vprintf(fmt, args);
    va_end(args);
    printf("\n");
    exit(1);
}

/* ---- running --------------------------------------------------------------------------------- */

static void
report(int64_t took_ms)
{
    if (test.failed > 0) {
        printf("not ok %s: %ld of %ld checks failed\n", test.name, test.failed, test.asked);
        printf("    again: %s '%s'\n", all.program, test.name);
        all.failed++;
    } else if (test.skipped[0] != '\0') {
        printf("# skipped: %s: %s\n", test.name, test.skipped);
        all.skipped++;
    } else if (test.asked == 0) {
        printf("not ok %s: it asks nothing\n", test.name);
        all.failed++;
    } else {
        printf("ok %s\n", test.name);
        all.passed++;
    }

    if (all.shows_times)
        printf("# %6lld ms %s\n", (long long)took_ms, test.name);
}

/* Runs the test, or that row of it. */
static void
run_one(const struct check_test *t, const void *row)
{
    int64_t from = mono_ms();

    memset(&test, 0, sizeof test);
    snprintf(test.name, sizeof test.name, "%s%s%s", t->name, row ? ": " : "",
             row ? *(const char *const *)row : "");
    if (check_is_quick && t->is_long)
        check_skip("--quick leaves it out");
    else if (row)
        t->each(row);
    else
        t->run();
    report(mono_ms() - from);
}

/* Was the test asked for by one of these names? No name asks for all. */
static bool
is_asked(const struct check_test *t, const char *row)
{
    char whole[256];

    snprintf(whole, sizeof whole, "%s: %s", t->name, row ? row : "");
    for (int i = 0; i < all.names_n; i++)
        if (str_is(all.names[i], t->name) || str_is(all.names[i], row) ||
            str_is(all.names[i], whole))
            return true;
    return all.names_n == 0;
}

static void
run_test(const struct check_test *t)
{
    if (t->run && is_asked(t, NULL))
        run_one(t, NULL);

    size_t step = check_is_quick && t->is_many && all.names_n == 0
                      ? (t->rows_n + QUICK_ROWS - 1) / QUICK_ROWS
                      : 1;

    for (size_t i = 0; i < t->rows_n; i += step) {
        const void *row = (const char *)t->rows + i * t->row_size;
        if (is_asked(t, *(const char *const *)row))
            run_one(t, row);
    }
}

static void
read_options(int argc, char **argv)
{
    const char *asked = getenv("LONG");
    int i = 1;

    check_is_long = asked && str_is(asked, "1");
    all.program = argv[0];
    for (; i < argc && str_starts(argv[i], "--"); i++)
        if (str_is(argv[i], "--quick"))
            check_is_quick = true;
        else if (str_is(argv[i], "--times"))
            all.shows_times = true;
        else
            check_stop("usage: %s [--quick] [--times] [NAME…]", argv[0]);

    all.names = argv + i;
    all.names_n = argc - i;
}

int
check_main(int argc, char **argv, const struct check_test *tests, size_t n)
{
    setvbuf(stdout, NULL, _IOLBF, 0); /* what forks has nothing to say twice */
    read_options(argc, argv);
    if (test.failed > 0)
        check_stop("%ld of %ld checks failed", test.failed, test.asked);

    for (size_t i = 0; i < n; i++)
        run_test(&tests[i]);
    if (all.passed + all.failed + all.skipped == 0)
        check_stop("no test bears that name");

    printf("# %ld passed, %ld failed, %ld skipped\n", all.passed, all.failed, all.skipped);
    return all.failed > 0;
}
