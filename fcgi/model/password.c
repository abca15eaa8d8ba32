#include "model/password.h"
#include "model/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

/* The list is sorted by bytes, one a line; see common_passwords.md. */
#ifndef COMMON_PASSWORDS
#define COMMON_PASSWORDS "fcgi/model/common_passwords.txt" /* from where the compiler runs */
#endif
__asm__(".pushsection .rodata\n"
        "common_start:\n"
        ".incbin \"" COMMON_PASSWORDS "\"\n"
        "common_end:\n"
        ".byte 0\n"
        ".popsection\n");
extern const char common_start[], common_end[];

/* In the arena: every kind of blank as U+0020. */
static char *
spaced(struct arena *a, const char *password)
{
    const uint8_t *p = (const uint8_t *)password, *end = p + strlen(password);
    char *out = arena_alloc(a, strlen(password) + 1), *to = out;

    while (p < end) {
        ucs4_t c;
        size_t n = (size_t)u8_mbtouc(&c, p, (size_t)(end - p));
        if (c >= 0x80 && uc_is_general_category(c, UC_SPACE_SEPARATOR)) {
            *to++ = ' ';
        } else {
            memcpy(to, p, n);
            to += n;
        }
        p += n;
    }
    *to = '\0';
    return out;
}

char *
password_nfc(struct arena *a, const char *password)
{
    if (!utf8_valid(password, strlen(password)))
        return arena_strdup(a, password);

    char *text = spaced(a, password);
    size_t n = 0;
    uint8_t *composed = u8_normalize(UNINORM_NFC, (const uint8_t *)text, strlen(text), NULL, &n);
    if (composed == NULL)
        return text;

    char *out = arena_strndup(a, (const char *)composed, n);
    free(composed);
    return out;
}

enum err
password_keep(const char *password, char out[PASSWORD_TEXT], struct fault *f)
{
    struct arena *a = arena_new();
    enum err err = password_hash(password_nfc(a, password), out, f);
    arena_free(a);
    return err;
}

bool
password_fits(const char *hash, const char *password)
{
    struct arena *a = arena_new();
    const char *composed = password_nfc(a, password);
    bool fits = password_verify(hash, composed);

    if (!fits && !str_is(composed, password))
        fits = password_verify(hash, password);
    arena_free(a);
    return fits;
}

/* ---- the list -------------------------------------------------------------------------------- */

static const char *
line_of(const char *at)
{
    while (at > common_start && at[-1] != '\n')
        at--;
    return at;
}

static bool
is_listed(const char *word, size_t n)
{
    const char *low = common_start, *high = common_end;

    while (low < high) {
        const char *line = line_of(low + (high - low) / 2);
        size_t line_n = strcspn(line, "\n");
        int order = memcmp(word, line, n < line_n ? n : line_n);
        if (order == 0 && n == line_n)
            return true;
        if (order < 0 || (order == 0 && n < line_n))
            high = line;
        else
            low = line + line_n + 1;
    }
    return false;
}

/* The letter that a sign stands for in p@ssw0rd; one_is: what 1 and ! stand for. */
static char
letter_for(char c, char one_is)
{
    static const char signs[] = "@4380$57+", letters[] = "aaebosstt";
    const char *at = c != '\0' ? strchr(signs, c) : NULL;

    if (c == '1' || c == '!' || c == '|')
        return one_is;
    return at ? letters[at - signs] : c;
}

static bool
is_listed_as(const char *word, size_t n, char one_is)
{
    char plain[64];

    if (n > sizeof plain)
        return false;
    for (size_t i = 0; i < n; i++)
        plain[i] = letter_for(word[i], one_is);
    return is_listed(plain, n);
}

/* Four and more: of shorter words most text is made. */
static bool
is_common_word(const char *word, size_t n)
{
    enum { WORD_MIN = 4 };
    if (n < WORD_MIN)
        return false;
    return is_listed(word, n) || is_listed_as(word, n, 'i') || is_listed_as(word, n, 'l');
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c & 0x80);
}

/* So many digits and signs around a word make it no better. */
#define AROUND_MAX 8

/* The word as it is, or what is left of it without the digits and signs around it: p@ssw0rd!1 loses
 * its end one sign at a time, since some of them stand for letters. */
static bool
is_common(const char *word)
{
    size_t n = strlen(word), from = 0;

    for (size_t to = n; to > 0 && n - to <= AROUND_MAX; to--) {
        if (is_common_word(word, to))
            return true;
        if (is_letter(word[to - 1]))
            break;
    }

    while (from < n && from < AROUND_MAX && !is_letter(word[from]))
        from++;
    for (size_t to = n; to > from && n - to + from <= AROUND_MAX; to--) {
        if (is_common_word(word + from, to - from))
            return true;
        if (is_letter(word[to - 1]))
            break;
    }
    return false;
}

/* rule_editor as ruleeditor. */
static const char *
joined(struct arena *a, const char *word)
{
    char *out = arena_alloc(a, strlen(word) + 1), *to = out;

    for (const char *s = word; *s != '\0'; s++)
        if (strchr("_-.", *s) == NULL)
            *to++ = *s;
    return out;
}

/* ---- what needs no list ---------------------------------------------------------------------- */

/* aaaaaaaa, 00000001, abcabcabc, 12341234. */
static bool
is_repetition(const char *word)
{
    size_t n = strlen(word), others = 0;

    for (size_t i = 0; i < n; i++)
        others += word[i] != word[n / 2];
    if (others <= 1)
        return true;

    for (size_t unit = 1; unit <= n / 2; unit++) {
        size_t i = unit;
        while (i < n && word[i] == word[i - unit])
            i++;
        if (i == n)
            return true;
    }
    return false;
}

static const char *const walks[] = {
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "1234567890-=",
    "!@#$%^&*()_+",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7",
    "147258369",
    "159357",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "13579",
    "24680",
    "00112233445566778899",
    "aabbccddeeffgg",
};

/* How many of the characters there go on as a walk does, in either direction. */
static size_t
walk_from(const char *s)
{
    size_t most = 0;

    for (size_t i = 0; i < LEN(walks); i++)
        for (const char *p = walks[i]; (p = strchr(p, *s)) != NULL; p++) {
            size_t up = 0, down = 0;
            while (s[up] != '\0' && s[up] == p[up])
                up++;
            while (p - down >= walks[i] && s[down] != '\0' && s[down] == *(p - down))
                down++;
            most = up > most ? up : most;
            most = down > most ? down : most;
        }
    return most;
}

static size_t
same_from(const char *s)
{
    size_t n = 1;

    while (s[n] == s[0])
        n++;
    return n;
}

/* Nothing but walks and runs of three and more: qwer1234, abc123456, 1qaz2wsx, aaaa1111. */
static bool
is_walk(const char *word)
{
    enum { WALK_MIN = 3 };

    for (const char *s = word; *s != '\0';) {
        size_t n = walk_from(s), same = same_from(s);
        n = same > n ? same : n;
        if (n < WALK_MIN)
            return false;
        s += n;
    }
    return true;
}

/* 19900101, 2026-01-01, 20260101!: eight digits that are a day, and signs at most. */
static bool
is_day(const char *word)
{
    char digits[9], day[DATE_TEXT];
    size_t n = 0;

    for (const char *s = word; *s != '\0'; s++) {
        if (is_letter(*s) || (*s >= '0' && *s <= '9' && n == 8))
            return false;
        if (*s >= '0' && *s <= '9')
            digits[n++] = *s;
    }
    digits[n] = '\0';
    if (n != 8)
        return false;
    snprintf(day, sizeof day, "%.4s-%.2s-%.2s", digits, digits + 4, digits + 6);
    return date_valid(day);
}

static bool
has_name(struct arena *a, const char *word, const char *const *names)
{
    enum { NAME_MIN = 4 };

    for (; *names != NULL; names++) {
        const char *name = text_fold(a, *names);
        if (strlen(name) >= NAME_MIN && strstr(word, name) != NULL)
            return true;
    }
    return false;
}

const char *
password_weakness(struct arena *a, const char *password, const char *const *names)
{
    const char *word = text_fold(a, password);

    if (*word == '\0')
        return "密码不能只是空白";
    if (is_repetition(word))
        return "密码不能是相同字符或片段的重复";
    if (is_walk(word))
        return "密码不能是连续的字母、数字或键盘上相邻的键";
    if (is_day(word))
        return "密码不能只是一个日期";
    if (is_common(word) || is_common(joined(a, word)))
        return "这个密码太常见，容易被猜到";
    if (has_name(a, word, names))
        return "密码中不能包含用户名";
    return NULL;
}

int
password_classes(const char *password)
{
    bool has[4] = {false, false, false, false};

    for (const char *s = password; *s != '\0'; s++)
        has[*s >= 'a' && *s <= 'z'   ? 0
            : *s >= 'A' && *s <= 'Z' ? 1
            : *s >= '0' && *s <= '9' ? 2
                                     : 3] = true;
    return has[0] + has[1] + has[2] + has[3];
}
