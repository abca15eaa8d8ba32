#include "model/name.h"
#include "model/fold.h"
#include "model/fold_map.h"
#include "model/writing.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

/*
 * What is taken for a letter of another script, in lower case, as names are shown. After the idea
 * of UTS 39 (skeletons), with a table of our own: alphabets beside the Latin one, and Kana that
 * look like an ideograph.
 */
static const struct alike {
    const char *letter, *seems;
} alikes[] = {
    /* clang-format off */
    /* Cyrillic */
    {"а", "a"}, {"с", "c"}, {"ԁ", "d"}, {"е", "e"}, {"ё", "ë"}, {"г", "r"}, {"һ", "h"},
    {"і", "i"}, {"ї", "ï"}, {"ј", "j"}, {"к", "k"}, {"ӏ", "l"}, {"о", "o"}, {"р", "p"},
    {"ԛ", "q"}, {"ѕ", "s"}, {"у", "y"}, {"ү", "y"}, {"ѵ", "v"}, {"ԝ", "w"}, {"х", "x"},
    {"в", "b"}, {"м", "m"}, {"н", "h"}, {"т", "t"}, {"ӕ", "æ"}, {"ә", "ə"}, {"п", "n"},
    /* Greek */
    {"α", "a"}, {"β", "ß"}, {"γ", "y"}, {"ε", "e"}, {"ι", "i"}, {"κ", "k"}, {"ν", "v"},
    {"ο", "o"}, {"ρ", "p"}, {"σ", "o"}, {"τ", "t"}, {"υ", "u"}, {"χ", "x"}, {"ϲ", "c"},
    {"ϳ", "j"}, {"η", "n"}, {"ω", "w"},
    /* Armenian, Latin letters of phonetics */
    {"օ", "o"}, {"ո", "n"}, {"ս", "u"}, {"հ", "h"}, {"ց", "g"}, {"զ", "q"}, {"յ", "j"},
    {"ı", "i"}, {"ɑ", "a"}, {"ɡ", "g"}, {"ɩ", "i"}, {"ʋ", "v"}, {"ǀ", "l"},
    /* Lisu, which is written with Latin capitals */
    {"ꓐ", "b"}, {"ꓑ", "p"}, {"ꓓ", "d"}, {"ꓔ", "t"}, {"ꓖ", "g"}, {"ꓗ", "k"}, {"ꓙ", "j"},
    {"ꓚ", "c"}, {"ꓜ", "z"}, {"ꓝ", "f"}, {"ꓟ", "m"}, {"ꓠ", "n"}, {"ꓡ", "l"}, {"ꓢ", "s"},
    {"ꓣ", "r"}, {"ꓦ", "v"}, {"ꓧ", "h"}, {"ꓪ", "w"}, {"ꓫ", "x"}, {"ꓬ", "y"}, {"ꓮ", "a"},
    {"ꓰ", "e"}, {"ꓲ", "i"}, {"ꓳ", "o"}, {"ꓴ", "u"},
    /* Katakana */
    {"エ", "工"}, {"カ", "力"}, {"タ", "夕"}, {"ト", "卜"}, {"ニ", "二"}, {"ハ", "八"},
    {"ロ", "口"}, {"ノ", "丿"}, {"ー", "一"},
    /* clang-format on */
};

static const char *
seems(const char *s, size_t n)
{
    for (size_t i = 0; i < LEN(alikes); i++)
        if (strlen(alikes[i].letter) == n && memcmp(alikes[i].letter, s, n) == 0)
            return alikes[i].seems;
    return NULL;
}

static size_t
char_size(const char *s)
{
    size_t n = 1;
    while (((unsigned char)s[n] & 0xc0) == 0x80)
        n++;
    return n;
}

const char *
username_key(struct arena *a, const char *name)
{
    const char *s = text_fold(a, name);
    struct buf b = BUF(a);

    buf_puts(&b, "");
    while (*s != '\0') {
        size_t n = char_size(s);
        const char *other = (unsigned char)*s < 0x80 ? NULL : seems(s, n);
        buf_add(&b, other ? other : s, other ? strlen(other) : n);
        s += n;
    }
    return text_fold(a, b.p);
}

const char *
username_shown(struct arena *a, const char *name)
{
    size_t length = 0;
    uint8_t *got =
        u8_tolower((const uint8_t *)name, strlen(name), NULL, UNINORM_NFC, NULL, &length);
    if (got == NULL)
        return arena_strdup(a, name);

    char *out = arena_strndup(a, (const char *)got, length);
    free(got);
    return out;
}

/* ---- what a name may be ---------------------------------------------------------------------- */

/* Alphabets that share the looks of their letters. */
static const char *const alphabets[] = {"Latin",    "Greek",  "Cyrillic", "Armenian",
                                        "Cherokee", "Coptic", "Lisu"};
static const char *const alphabet_words[] = {"拉丁",   "希腊",   "西里尔", "亚美尼亚",
                                             "切罗基", "科普特", "傈僳"};

/* -1: none of them. */
static int
alphabet_of(uint32_t c)
{
    const uc_script_t *script = uc_script(c);
    for (size_t i = 0; script != NULL && i < LEN(alphabets); i++)
        if (strcmp(script->name, alphabets[i]) == 0)
            return (int)i;
    return -1;
}

static bool
may_be_in_name(uint32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' ||
               c == '_' || c == '.' || c == '@';
    return c == 0xb7 || c == 0x200c || c == 0x200d ||
           uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
                                                   UC_CATEGORY_MASK_Nd) ||
           (c >= 0x20000 && c < 0x40000) || c == 0x3007;
}

#define ALLOWED "用户名只能用文字、数字和 - _ . @"

static const char *
char_reason(struct arena *a, uint32_t c, int at)
{
    char utf8[8] = "";

    if (char_is_blank(c))
        return arena_printf(a, ALLOWED "，第 %d 个字符是空格（U+%04X）", at, (unsigned)c);
    (void)u8_uctomb((uint8_t *)utf8, c, 4);
    return arena_printf(a, ALLOWED "，不能用第 %d 个字符“%s”", at, utf8);
}

const char *
username_reason(struct arena *a, const char *name)
{
    const uint8_t *p = (const uint8_t *)name, *end = p + strlen(name);
    struct text_refusal fault;
    int alphabet = -1;

    if (text_refused(a, WRITING_LINE, name, &fault))
        return arena_printf(a, "用户名的%s，%s", fault.message, fault.cure);
    for (int at = 1; p < end; at++) {
        ucs4_t c;
        p += u8_mbtouc(&c, p, (size_t)(end - p));
        if (!may_be_in_name(c))
            return char_reason(a, c, at);
        int of = alphabet_of(c);
        if (of >= 0 && alphabet >= 0 && of != alphabet)
            return arena_printf(a,
                                "用户名混用了%s字母与%s字母（第 %d 个字符），看上去难以分辨，"
                                "请只用一种字母",
                                alphabet_words[alphabet], alphabet_words[of], at);
        alphabet = of >= 0 ? of : alphabet;
    }
    return NULL;
}
