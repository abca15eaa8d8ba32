#include "model/fold.h"
#include "model/fold_map.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

/* ---- the near way: characters that need neither their neighbours nor tables ------------------ */

static char
fold_ascii(unsigned c)
{
    if (c == '`')
        return '\'';
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* General punctuation: dashes, and quotes in pairs. */
static char
fold_punctuation(unsigned last)
{
    if (last >= 0x90 && last <= 0x95)
        return '-';
    return last >= 0x9c ? '"' : '\'';
}

/* One character of s folded into *to, which is 0 when it is left out; returns its bytes. 0: not to
 * be folded by itself. *is_kept: it stands as it is. */
static size_t
fold_near(const unsigned char *s, char *to, bool *is_kept)
{
    *to = '\0';
    *is_kept = false;
    if (s[0] < 0x80) {
        if (s[0] > ' ' && s[0] != 0x7f)
            *to = fold_ascii(s[0]);
        return 1;
    }

    if (s[0] >= 0xe4 && s[0] <= 0xe9 && (s[1] & 0xc0) == 0x80 && (s[2] & 0xc0) == 0x80) {
        *is_kept = true; /* U+4000 to U+9FFF: nearly all of Chinese */
        return 3;
    }
    if (s[0] == 0xef && s[1] == 0xbc && s[2] >= 0x81) { /* U+FF01 to U+FF3F */
        *to = fold_ascii(s[2] - 0x81u + 0x21);
        return 3;
    }
    if (s[0] == 0xef && s[1] == 0xbd && s[2] >= 0x80 && s[2] <= 0x9e) { /* U+FF40 to U+FF5E */
        *to = fold_ascii(s[2] - 0x80u + 0x60);
        return 3;
    }
    if (s[0] == 0xe3 && s[1] == 0x80 && s[2] >= 0x80 &&
        s[2] <= 0x91) { /* U+3000, and 、。〇《》「」【】 */
        *is_kept = s[2] != 0x80;
        return 3;
    }
    if (s[0] == 0xe2 && s[1] == 0x80 && s[2] >= 0x90 && s[2] <= 0x9f && s[2] != 0x96 &&
        s[2] != 0x97) {
        *to = fold_punctuation(s[2]);
        return 3;
    }
    *is_kept = s[0] == 0xc2 && s[1] == 0xb7;
    return *is_kept || (s[0] == 0xc2 && s[1] == 0xa0) ? 2 : 0; /* ·, no-break space */
}

/* NULL: the text has a character that is not near. */
static char *
fold_all_near(struct arena *a, const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    char *out = arena_alloc(a, strlen(text) + 1), *to = out;

    while (*s != '\0') {
        char folded;
        bool is_kept;
        size_t n = fold_near(s, &folded, &is_kept);
        if (n == 0)
            return NULL;
        if (is_kept) {
            memcpy(to, s, n);
            to += n;
        } else if (folded != '\0') {
            *to++ = folded;
        }
        s += n;
    }
    return out;
}

/* ---- the whole way --------------------------------------------------------------------------- */

/* In place; the new length. */
static size_t
map_chars(uint32_t *s, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        uint32_t c = fold_char(s[i]);
        if (c != 0)
            s[kept++] = c;
    }
    return kept;
}

/* In the arena: what libunistring gives is its own to free. */
static uint32_t *
folded_case(struct arena *a, const uint32_t *s, size_t *n)
{
    static const uint32_t empty[1];
    size_t length = 0;
    uint32_t *got = u32_casefold(*n ? s : empty, *n, NULL, UNINORM_NFKC, NULL, &length);
    if (got == NULL)
        abort(); /* out of memory, as everywhere */

    uint32_t *out = arena_bytes(a, (length + 1) * sizeof *out);
    memcpy(out, got, length * sizeof *out);
    free(got);
    *n = length;
    return out;
}

/* What one step makes of a character may be for the other to fold, and what is left out brings
 * neighbours together: so often as something changes. Three rounds were never exceeded. */
enum { ROUNDS_MAX = 8 };
static char *
fold_whole(struct arena *a, const char *text)
{
    size_t n = 0, bytes = strlen(text), size = 0, was;
    uint32_t *s = arena_bytes(a, (bytes + 1) * sizeof *s), *before;
    const uint8_t *p = (const uint8_t *)text, *end = p + bytes;

    while (p < end) {
        ucs4_t c;
        p += u8_mbtouc(&c, p, (size_t)(end - p));
        s[n++] = c;
    }
    for (int round = 0; round < ROUNDS_MAX; round++) {
        n = map_chars(s, n);
        before = s;
        was = n;
        s = folded_case(a, s, &n);
        if (n == was && u32_cmp(s, before, n) == 0)
            break;
    }
    n = map_chars(s, n);

    char *out = arena_bytes(a, n * 4 + 1);
    for (size_t i = 0; i < n; i++)
        size += (size_t)u8_uctomb((uint8_t *)out + size, s[i], 4);
    out[size] = '\0';
    return out;
}

char *
text_fold(struct arena *a, const char *text)
{
    char *near = fold_all_near(a, text);
    return near != NULL ? near : fold_whole(a, text);
}

/* ---- what is the difference ------------------------------------------------------------------ */

static const char *
char_words(struct arena *a, uint32_t c)
{
    char utf8[8] = "";
    bool is_radical = (c >= 0x2f00 && c < 0x2fe0) || fold_radical(c) != 0;

    if (c == 0)
        return "没有字符";
    if (char_is_blank(c))
        return arena_printf(a, "空格（U+%04X）", (unsigned)c);
    if (char_is_unseen(c))
        return arena_printf(a, "看不见的字符（U+%04X）", (unsigned)c);
    (void)u8_uctomb((uint8_t *)utf8, c, 4);
    return arena_printf(a, "“%s”（U+%04X%s）", utf8, (unsigned)c,
                        is_radical                   ? "，部首字符"
                        : c >= 0xff01 && c <= 0xff5e ? "，全角"
                        : c > ' ' && c < 0x7f        ? "，半角"
                                                     : "");
}

const char *
text_difference(struct arena *a, const char *one, const char *other)
{
    const uint8_t *p = (const uint8_t *)one, *q = (const uint8_t *)other;

    for (int at = 1;; at++) {
        ucs4_t c = 0, d = 0;
        int m = *p ? u8_mbtouc(&c, p, strlen((const char *)p)) : 0;
        int n = *q ? u8_mbtouc(&d, q, strlen((const char *)q)) : 0;
        if (c != d)
            return arena_printf(a, "第 %d 个字符分别是%s与%s", at, char_words(a, c),
                                char_words(a, d));
        if (c == 0)
            return NULL;
        p += m;
        q += n;
    }
}
