/*
 * With which texts a match begins. What a pattern is read to begin with is never too little: a text
 * in which PCRE2 finds a match holds one of the words.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "check.h"
#include "judge/wall/opening.h"

#include <string.h>

static bool
is_in(const struct opening *o, const char *text, size_t n)
{
    uint64_t bits[4];

    opening_bits(text, n, bits);
    return opening_is_in(o, text, n, bits);
}

static const struct known {
    const char *name, *pattern, *words; /* words: a blank after each; "": none is known */
} known[] = {
    {"a_word", "国家级", "国家级 "},
    {"a_word_before_a_look_ahead", "(国家级)(?!高新|经济)", "国家级 "},
    {"branches_of_groups", "((?:全国|全网)最)(?!新|近)", "全国 全网 "},
    {"branches_of_all", "a1|b2(c|d)|(?>e3)", "a1 b2 e3 "},
    {"a_last_letter_that_may_be_missing", "强大?好|colou?r", "强 colo "},
    {"a_letter_once_or_more", "x{3,}|yz+", "x yz "},
    {"a_letter_that_may_be_none", "x{0,3}y", ""},
    {"a_comma_before_the_number", "x{,3}y", ""},
    {"a_group_that_may_be_missing", "(?:在此)?填写", ""},
    {"a_group_once_or_more", "(?:在此)+填写", "在此 "},
    {"a_class_first", "[ab]c", ""},
    {"a_class_later", "a[b|)]c|d", "a d "},
    {"a_class_that_begins_with_its_end", "a[]|]|d", "a d "},
    {"a_class_of_names", "a[[:alpha:]]|d", ""},
    {"an_anchor_first", "^测试", ""},
    {"an_escape_first", "\\d+", ""},
    {"an_escape_later", "号\\||d", "号 d "},
    {"a_quoted_bar", "a\\Q|\\E|d", ""},
    {"a_control_character", "a\\c(|d", ""},
    {"an_option_later", "a(?i)b|c", ""},
    {"an_option_of_all", "(?i)abc", ""},
    {"a_verb", "(*UTF)abc", ""},
    {"a_verb_later", "a(*ACCEPT)b", ""},
    {"a_name", "(?<n>a)b", ""},
    {"a_look_ahead_first", "(?=a)b", ""},
    {"a_look_behind_first", "(?<!a)b", ""},
    {"an_empty_branch", "a|", ""},
    {"an_empty_group", "(|a)b", ""},
    {"nothing", "", ""},
    {"groups_too_deep", "((((((((((a))))))))))", ""},
    {"the_same_place_again", "(?|a|b)", ""},
    {"a_comment", "a(?#|)b|c", ""},
};

static void
a_pattern_begins(const void *row)
{
    const struct known *x = row;
    struct opening o;
    char words[256] = "";
    size_t from = 0;

    opening_read(x->pattern, strlen(x->pattern), &o);
    for (int i = 0; i < o.n; i++) {
        strncat(words, o.text + from, (size_t)o.end[i] - from);
        strcat(words, " ");
        from = (size_t)o.end[i];
    }
    CHECK_STR(words, x->words);
}

static void
too_many_words_are_none(void)
{
    char pattern[1024] = "a";
    struct opening o;

    for (int i = 1; i < OPENING_WORDS; i++)
        strcat(pattern, "|a");
    opening_read(pattern, strlen(pattern), &o);
    CHECK_INT(o.n, OPENING_WORDS);
    strcat(pattern, "|a");
    opening_read(pattern, strlen(pattern), &o);
    CHECK_INT(o.n, 0);
}

static void
a_long_word_is_known_by_its_beginning(void)
{
    char pattern[400];
    struct opening o;

    memset(pattern, 'a', sizeof pattern);
    opening_read(pattern, sizeof pattern, &o);
    CHECK_INT(o.n, 1);
    CHECK(is_in(&o, pattern, sizeof pattern));
    CHECK(!is_in(&o, pattern, 20));
}

static bool
matches(const pcre2_code *code, const char *text, size_t n)
{
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
    int got = pcre2_match(code, (PCRE2_SPTR)text, n, 0, 0, data, NULL);

    pcre2_match_data_free(data);
    return got >= 0;
}

/* The n-th text of some pieces. */
static size_t
put_together(unsigned n, const char *const *pieces, size_t of, size_t most, char *out)
{
    *out = '\0';
    for (size_t i = 0; i < most && n > 0; i++, n /= (unsigned)of)
        strcat(out, pieces[n % of]);
    return strlen(out);
}

/* Patterns of all sorts of pieces, most of which compile, beside texts. */
static void
no_match_is_passed_over(void)
{
    static const char *const parts[] = {"全",   "国", "a", "|", "(?:",  ")",   "?",     "+",
                                        "{1,}", "(",  "b", ".", "[a|]", "\\d", "(?!a)", "*"};
    static const char *const pieces[] = {"全", "国", "a", "b", "1", "级"};
    char pattern[128], text[128];
    long compiled = 0, met = 0;

    for (unsigned k = 1; k < (check_is_quick ? 6000U : 60000U); k++) {
        struct opening o;
        int problem;
        PCRE2_SIZE at;
        size_t n = put_together(k * 2654435761U >> 4, parts, LEN(parts), 7, pattern);
        opening_read(pattern, n, &o);
        if (o.n == 0)
            continue;
        pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, n, PCRE2_UTF, &problem, &at, NULL);
        if (code == NULL)
            continue;
        compiled++;
        for (unsigned t = 0; t < 60; t++) {
            size_t m = put_together(t * 2654435761U >> 8, pieces, LEN(pieces), 5, text);
            if (!matches(code, text, m))
                continue;
            met++;
            if (!is_in(&o, text, m))
                CHECK_STR(text, pattern);
        }
        pcre2_code_free(code);
    }
    CHECK_LEAST(compiled, check_is_quick ? 30 : 300);
    CHECK_LEAST(met, check_is_quick ? 100 : 1000);
}

static const struct check_test tests[] = {
    TEST_EACH(a_pattern_begins, known),
    TEST(too_many_words_are_none),
    TEST(a_long_word_is_known_by_its_beginning),
    TEST(no_match_is_passed_over),
};

int
main(int argc, char **argv)
{
    return check_main(argc, argv, tests, LEN(tests));
}
