/* The whole test harness: CHECK prints both values on failure, TEST lists, check_main runs. One
 * line a test. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <string.h>

static int check_bad;

#define CHECK(cond)                                                                                \
    do {                                                                                           \
        if (!(cond)) {                                                                             \
            printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond);                                    \
            check_bad++;                                                                           \
        }                                                                                          \
    } while (0)
#define CHECK_STR(a, b)                                                                            \
    do {                                                                                           \
        const char *check_a = (a), *check_b = (b);                                                 \
        if (check_a == NULL || check_b == NULL || strcmp(check_a, check_b) != 0) {                 \
            printf("# %s:%d: \"%s\" is not \"%s\"\n", __FILE__, __LINE__,                          \
                   check_a ? check_a : "(null)", check_b ? check_b : "(null)");                    \
            check_bad++;                                                                           \
        }                                                                                          \
    } while (0)
#define CHECK_INT(a, b)                                                                            \
    do {                                                                                           \
        long long check_a = (long long)(a), check_b = (long long)(b);                              \
        if (check_a != check_b) {                                                                  \
            printf("# %s:%d: %s = %lld, not %lld\n", __FILE__, __LINE__, #a, check_a, check_b);    \
            check_bad++;                                                                           \
        }                                                                                          \
    } while (0)

struct check_test {
    const char *name;
    void (*run)(void);
};
#define TEST(name)                                                                                 \
    {                                                                                              \
#name, name                                                                                \
    }

static inline int
check_main(const struct check_test *tests, size_t n)
{
    int failed = 0;
    for (size_t i = 0; i < n; i++) {
        check_bad = 0;
        tests[i].run();
        printf("%s %s\n", check_bad ? "not ok" : "ok", tests[i].name);
        failed += check_bad != 0;
    }
    return failed != 0;
}

#endif
