/* Words that stand several times in a row, told as a regular expression tells them. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "model/model.h"
#include "rig.h"

static const struct row {
    const char *text;
    size_t least, most, times;
    const char *word;
} rows[] = {
    {"测试测试测试", 2, 12, 3, "测试"},
    {"先说测试、测试，测试", 2, 12, 3, "测试"},
    {"测试测试", 2, 12, 3, NULL},
    {"测试、、测试、测试", 2, 12, 3, NULL},
    {"算法原理、算法原理、算法原理、", 2, 12, 3, "算法原理"},
    {"testtesttest", 2, 12, 3, "test"},
    {"哈哈哈哈哈哈", 1, 1, 6, "哈"},
    {"哈哈哈哈哈", 1, 1, 6, NULL},
    {"121212", 2, 12, 3, NULL},
    {"、、、、、、", 1, 1, 3, NULL},
    {"𠀀𠀀𠀀", 1, 2, 3, "𠀀"},
    {"", 1, 1, 2, NULL},
    {"是", 1, 40, 2, NULL},
    {"一二一二一", 2, 3, 2, "一二"},
};

static void
a_word_in_a_row_is_found(const void *row)
{
    const struct row *x = row;
    size_t steps;
    const char *word =
        text_repeated(a, x->text, strlen(x->text), x->least, x->most, x->times, &steps);

    check_about("%s", x->text);
    CHECK_STR(word, x->word);
    CHECK(steps <= strlen(x->text) * x->most * x->times + 1);
}

static uint32_t seed = 20261128;

static uint32_t
next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed;
}

/* Of few characters, so that they repeat. */
static const char *
random_text(void)
{
    static const char *const parts[] = {"算", "法", "a", "、", "1", "。"};
    struct buf b = BUF(a);

    buf_puts(&b, "");
    for (uint32_t i = next_random() % 60; i > 0; i--)
        buf_puts(&b, parts[next_random() % LEN(parts)]);
    return b.p;
}

static const char *
word_by(const pcre2_code *code, const char *text)
{
    pcre2_match_data *at = pcre2_match_data_create_from_pattern(code, NULL);
    const char *word = NULL;

    if (pcre2_match(code, (PCRE2_SPTR)text, strlen(text), 0, 0, at, NULL) > 0) {
        const PCRE2_SIZE *where = pcre2_get_ovector_pointer(at);
        word = arena_strndup(a, text + where[2], where[3] - where[2]);
    }
    pcre2_match_data_free(at);
    return word;
}

static void
an_expression_finds_the_same(void)
{
    int problem, found = 0;
    PCRE2_SIZE where;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR) "(\\p{L}{2,5}?)(?:\\p{P}?\\1){2,}",
                                     PCRE2_ZERO_TERMINATED, PCRE2_UTF, &problem, &where, NULL);

    if (!CHECK(code != NULL))
        return;
    for (int i = 0; i < 20000; i++) {
        const char *text = random_text(), *word = word_by(code, text);
        check_about("%s", text);
        if (!CHECK_STR(text_repeated(a, text, strlen(text), 2, 5, 3, NULL), word))
            break;
        found += word != NULL;
    }
    CHECK(found > 100);
    pcre2_code_free(code);
}

static const struct check_test tests[] = {
    TEST_EACH(a_word_in_a_row_is_found, rows),
    TEST(an_expression_finds_the_same),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
