/*
 * check: the harness of the C tests.
 *
 * A test is a function whose name is a sentence about behaviour. It asks by the macros below; a
 * question that fails prints its place, what came and what was wanted, is counted, and the test
 * goes on. Each macro is true when its question held, so that a test may stop where the rest makes
 * no sense. check_main() runs the tests and prints a line each, as tests/run.sh counts them:
 *
 *   ok NAME
 *   not ok NAME: 1 of 5 checks failed, and below it the command that runs this test alone
 *   # skipped: NAME: why
 */
#ifndef CHECK_H
#define CHECK_H

#include "base/base.h"

#include <stdio.h>
#include <string.h>

/* The place and the words of a question, for those who read that it failed. */
struct check_at {
    const char *file;
    int line;
    const char *asked;
};
#define CHECK_AT(asked) (&(struct check_at){__FILE__, __LINE__, asked})

#define CHECK(question) check_true(CHECK_AT(#question), (question))
#define CHECK_INT(got, want) check_int(CHECK_AT(#got), (long long)(got), (long long)(want))
#define CHECK_NEAR(got, want, most)                                                                \
    check_near(CHECK_AT(#got), (long long)(got), (long long)(want), (long long)(most))
#define CHECK_LEAST(got, least) check_least(CHECK_AT(#got), (long long)(got), (long long)(least))
#define CHECK_MOST(got, most) check_most(CHECK_AT(#got), (long long)(got), (long long)(most))
#define CHECK_STR(got, want) check_str(CHECK_AT(#got), (got), (want)) /* NULL is only NULL */
#define CHECK_HAS(text, part) check_has(CHECK_AT(#text), (text), (part))
#define CHECK_LACKS(text, part) check_lacks(CHECK_AT(#text), (text), (part))
/* The call ends so; when it does not, its fault (NULL allowed) is told. */
#define CHECK_ERR(call, want, fault) check_err(CHECK_AT(#call), (call), (want), (fault))
/* The call ends so, and its fault bears that code. */
#define CHECK_REFUSED(call, want, code, fault)                                                     \
    check_refused(CHECK_AT(#call), (call), (want), (code), (fault))

bool check_true(const struct check_at *at, bool holds);
bool check_int(const struct check_at *at, long long got, long long want);
bool check_near(const struct check_at *at, long long got, long long want, long long most);
bool check_least(const struct check_at *at, long long got, long long least);
bool check_most(const struct check_at *at, long long got, long long most);
bool check_str(const struct check_at *at, const char *got, const char *want);
bool check_has(const struct check_at *at, const char *text, const char *part);
bool check_lacks(const struct check_at *at, const char *text, const char *part);
bool check_err(const struct check_at *at, enum err got, enum err want, const struct fault *f);
bool check_refused(const struct check_at *at, enum err got, enum err want, const char *code,
                   const struct fault *f);

/* Names the item that a loop is at: it is printed with every failure until the next call or the end
 * of the test. */
void check_about(const char *fmt, ...) PRINTF(1, 2);
/* This test does not apply here: it counts neither as passed nor as failed. Return after it. */
void check_skip(const char *fmt, ...) PRINTF(1, 2);
/* No test can go on. Ends the process; a test that runs has failed. */
void check_stop(const char *fmt, ...) PRINTF(1, 2) __attribute__((noreturn));

/* Asked with --quick: what forks or takes long is left out, sizes are small. */
extern bool check_is_quick;
/* LONG=1 in the environment: sizes and steps are whole, which takes several times as long. */
extern bool check_is_long;

struct check_test {
    const char *name;
    void (*run)(void);
    void (*each)(const void *row); /* instead of run: a test a row, "NAME: ROW" */
    const void *rows;              /* each begins with its name, a const char * */
    size_t rows_n, row_size;
    bool is_long; /* left out by --quick */
    bool is_many; /* rows that do nearly the same: --quick takes a few of them */
};
#define TEST(fn)                                                                                   \
    {                                                                                              \
        .name = #fn, .run = (fn)                                                                   \
    }
#define TEST_LONG(fn)                                                                              \
    {                                                                                              \
        .name = #fn, .run = (fn), .is_long = true                                                  \
    }
#define TEST_EACH(fn, table)                                                                       \
    {                                                                                              \
        .name = #fn, .each = (fn), .rows = (table), .rows_n = LEN(table),                          \
        .row_size = sizeof(table)[0]                                                               \
    }
#define TEST_MANY(fn, table)                                                                       \
    {                                                                                              \
        .name = #fn, .each = (fn), .rows = (table), .rows_n = LEN(table),                          \
        .row_size = sizeof(table)[0], .is_many = true                                              \
    }
#define TEST_LONG_EACH(fn, table)                                                                  \
    {                                                                                              \
        .name = #fn, .each = (fn), .rows = (table), .rows_n = LEN(table),                          \
        .row_size = sizeof(table)[0], .is_long = true                                              \
    }

/*
 * PROGRAM [--quick] [--times] [NAME…]: all of these tests, or those of that name; a row answers to
 * its own name, too. The exit status of main: 0 when none failed.
 */
int check_main(int argc, char **argv, const struct check_test *tests, size_t n);

#endif
