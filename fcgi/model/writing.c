#include "model/writing.h"
#include "model/fold_map.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

const char *const writing_names[WRITING__MAX] = {"prose", "line", "code"};

enum writing
writing_of(const char *name)
{
    for (enum writing how = 0; name != NULL && how < WRITING__MAX; how++)
        if (strcmp(name, writing_names[how]) == 0)
            return how;
    return WRITING_LINE;
}

/* ---- kinds of characters --------------------------------------------------------------------- */

static bool
is_between(uint32_t c, uint32_t first, uint32_t last)
{
    return c >= first && c <= last;
}

/* They change the order in which a line is shown. */
static bool
is_direction(uint32_t c)
{
    return is_between(c, 0x202a, 0x202e) || is_between(c, 0x2066, 0x2069);
}

static bool
is_selector(uint32_t c)
{
    return is_between(c, 0xfe00, 0xfe0f) || is_between(c, 0xe0100, 0xe01ef);
}

static bool
is_mongolian_selector(uint32_t c)
{
    return is_between(c, 0x180b, 0x180f);
}

/* Planes of ideographs: what a later Unicode has put there is one, and stands in names. */
static bool
is_ideograph(uint32_t c)
{
    return is_between(c, 0x3400, 0x4dbf) || is_between(c, 0x4e00, 0x9fff) ||
           is_between(c, 0xf900, 0xfaff) || is_between(c, 0x20000, 0x2fffd) ||
           is_between(c, 0x30000, 0x3fffd) || c == 0x3007;
}

/* Blank, or nothing to be seen of it. */
static bool
is_nothing(uint32_t c)
{
    return char_is_blank(c) || char_is_unseen(c);
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* Nearly every text: nothing in it needs a table. */
static bool
has_only_common(enum writing how, const unsigned char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        unsigned char c = s[i];
        if (c < 0x80) {
            if (c == 0x7f || (c < ' ' && (how != WRITING_PROSE || (c != '\n' && c != '\t'))))
                return false;
            i++;
            continue;
        }

        bool is_common = (c >= 0xe4 && c <= 0xe9) || /* ideographs */
                         (c == 0xe3 && s[i + 1] == 0x80 && is_between(s[i + 2], 0x81, 0x91)) ||
                         (c == 0xe2 && s[i + 1] == 0x80 && is_between(s[i + 2], 0x90, 0xa6)) ||
                         (c == 0xef && s[i + 1] == 0xbc && s[i + 2] > 0x80) || /* U+FF00 is none */
                         (c == 0xef && s[i + 1] == 0xbd && s[i + 2] < 0xa0);
        if (is_common && how != WRITING_CODE) {
            i += 3;
            continue;
        }
        if (c >= 0xe4 && c <= 0xe9) {
            i += 3;
            continue;
        }
        if (c != 0xc2 || s[i + 1] != 0xb7)
            return false;
        i += 2;
    }
    return true;
}

bool
text_is_plain(enum writing how, const char *s, size_t n)
{
    if (n == 0 || (how != WRITING_PROSE && (s[0] == ' ' || s[n - 1] == ' ')))
        return false;
    return has_only_common(how, (const unsigned char *)s, n) && s[0] != '\n' && s[0] != '\t' &&
           s[0] != ' ';
}

static size_t
next_char(const uint8_t *p, const uint8_t *end, ucs4_t *c)
{
    return (size_t)u8_mbtouc(c, p, (size_t)(end - p));
}

bool
text_is_blank(const char *text)
{
    const uint8_t *p = (const uint8_t *)text, *end = p + strlen(text);

    while (p < end) {
        ucs4_t c;
        p += next_char(p, end, &c);
        if (!is_nothing(c))
            return false;
    }
    return true;
}

/* Whatever stands at the ends of a code, and what takes no room or only room at those of a line. A
 * mark of direction in a name is none of these: without it who reads sees another name. */
static bool
is_trimmed(enum writing how, uint32_t c)
{
    if (how == WRITING_CODE)
        return is_nothing(c);
    return c == ' ' || c == '\t' || c == 0x200b || c == 0x2060 || c == 0xfeff ||
           uc_is_general_category(c, UC_SPACE_SEPARATOR);
}

/* Without its ends; *before (NULL allowed): how many characters went in front. */
static const char *
trimmed(enum writing how, const char *text, size_t *n, int *before)
{
    const uint8_t *p = (const uint8_t *)text, *end = p + *n, *last = p;
    int skipped = 0;
    ucs4_t c;

    while (p < end) {
        size_t bytes = next_char(p, end, &c);
        if (!is_trimmed(how, c))
            break;
        p += bytes;
        skipped++;
    }
    for (const uint8_t *q = last = p; q < end;) {
        q += next_char(q, end, &c);
        if (!is_trimmed(how, c))
            last = q;
    }
    *n = (size_t)(last - p);
    if (before != NULL)
        *before = skipped;
    return (const char *)p;
}

static char *
normal(struct arena *a, uninorm_t form, const char *text, size_t n)
{
    size_t length = 0;
    uint8_t *got = u8_normalize(form, (const uint8_t *)text, n, NULL, &length);
    if (got == NULL)
        return arena_strndup(a, text, n); /* no UTF-8: whoever reads on says so */

    char *out = arena_strndup(a, (const char *)got, length);
    free(got);
    return out;
}

/* Digits, letters and marks as machines know them. */
static const char *
narrow(struct arena *a, const char *text, size_t n)
{
    char *wide = normal(a, UNINORM_NFKC, text, n);
    const uint8_t *p = (const uint8_t *)wide, *end = p + strlen(wide);
    uint8_t *to = (uint8_t *)wide;

    while (p < end) {
        ucs4_t c;
        p += next_char(p, end, &c);
        bool is_dash = is_between(c, 0x2010, 0x2015) || c == 0x2212;
        to += u8_uctomb(to, is_dash ? '-' : c, end - to);
    }
    *to = '\0';
    return wide;
}

const char *
text_tidy(struct arena *a, enum writing how, const char *text)
{
    size_t n = strlen(text), all = n;

    if (how == WRITING_PROSE || text_is_plain(how, text, n))
        return text;
    const char *from = trimmed(how, text, &n, NULL);
    if (how == WRITING_LINE)
        return n == all ? text : arena_strndup(a, from, n);

    const char *out = narrow(a, from, n);
    n = strlen(out);
    from = trimmed(how, out, &n, NULL); /* NFKC makes blanks of some marks */
    return arena_strndup(a, from, n);
}

const char *
text_trim(struct arena *a, const char *text)
{
    size_t n = strlen(text);
    const char *from = trimmed(WRITING_CODE, text, &n, NULL);
    return arena_strndup(a, from, n);
}

/* ---- what may not stand in a text ------------------------------------------------------------ */

/* Names of what people cannot see. Source: the Unicode Character Database, names and aliases. */
static const struct {
    uint32_t first, last;
    const char *name;
} unseen[] = {
    {0xad, 0xad, "软连字符"},
    {0x34f, 0x34f, "组合用连接符"},
    {0x61c, 0x61c, "阿拉伯字母方向标记"},
    {0x115f, 0x1160, "谚文填充符"},
    {0x180b, 0x180f, "蒙古文变体选择符"},
    {0x200b, 0x200b, "零宽空格"},
    {0x200c, 0x200c, "零宽不连字符"},
    {0x200d, 0x200d, "零宽连字符"},
    {0x200e, 0x200e, "左至右标记"},
    {0x200f, 0x200f, "右至左标记"},
    {0x202a, 0x202a, "左至右嵌入符"},
    {0x202b, 0x202b, "右至左嵌入符"},
    {0x202c, 0x202c, "方向结束符"},
    {0x202d, 0x202d, "左至右强制符"},
    {0x202e, 0x202e, "右至左强制符"},
    {0x2060, 0x2060, "零宽连接符"},
    {0x2061, 0x2064, "数学用隐形符号"},
    {0x2066, 0x2069, "方向隔离符"},
    {0x206a, 0x206f, "已废弃的格式字符"},
    {0x2800, 0x2800, "盲文空格"},
    {0x3164, 0x3164, "谚文填充符"},
    {0xfe00, 0xfe0f, "变体选择符"},
    {0xfeff, 0xfeff, "零宽空格（字节顺序标记）"},
    {0xffa0, 0xffa0, "半角谚文填充符"},
    {0xfff9, 0xfffb, "行间注释符"},
    {0xe0000, 0xe007f, "标签字符"},
    {0xe0100, 0xe01ef, "变体选择符"},
};

static const char *
unseen_name(uint32_t c)
{
    for (size_t i = 0; i < LEN(unseen); i++)
        if (is_between(c, unseen[i].first, unseen[i].last))
            return unseen[i].name;
    return c < 0xa0 ? "控制字符" : "格式字符";
}

/* The letters of one text in turn, for what depends on its neighbours. */
struct reading {
    enum writing how;
    uint32_t base; /* the letter or symbol before, marks and selectors passed over; 0: none */
    uint32_t next; /* the one after; 0: none */
    bool is_after_selector;
};

/* Scripts whose letters join, or whose syllables are shaped by joiners: Unicode 14, chapter 9, 12,
 * 13, 16, 17. Uyghur and Kazak are Arabic. */
static bool
is_joining(uint32_t c)
{
    static const uint32_t ranges[][2] = {
        {0x600, 0x8ff},     {0x900, 0xdff},     {0xe00, 0x109f},   {0x1780, 0x17ff},
        {0x1800, 0x18af},   {0x1900, 0x1cff},   {0xa840, 0xa87f},  {0xa8e0, 0xa8ff},
        {0xa9e0, 0xa9ff},   {0xaa60, 0xaa7f},   {0xfb50, 0xfdff},  {0xfe70, 0xfeff},
        {0x10a80, 0x10aff}, {0x11000, 0x11fff}, {0x1e900, 0x1e95f}};
    if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M))
        return false;
    for (size_t i = 0; i < LEN(ranges); i++)
        if (is_between(c, ranges[i][0], ranges[i][1]))
            return true;
    return false;
}

static bool
is_picture(uint32_t c)
{
    return uc_is_property_extended_pictographic(c) || uc_is_property_emoji_modifier(c);
}

/* A joiner or a selector where its script has one. */
static bool
is_in_place(const struct reading *r, uint32_t c)
{
    if (c == 0x200c || c == 0x200d)
        return (is_joining(r->base) && is_joining(r->next)) ||
               (c == 0x200d && is_picture(r->base) && is_picture(r->next));
    if (is_mongolian_selector(c))
        return is_between(r->base, 0x1800, 0x18af);
    if (!is_selector(c) || r->is_after_selector)
        return false;
    return is_ideograph(r->base) || uc_is_property_emoji(r->base) ||
           is_between(r->base, 0x1000, 0x109f) || is_between(r->base, 0x2000, 0x33ff);
}

/* What it is in words, when it may not stand there; NULL: it may. *is_unseen: it is to be named as
 * such. */
static const char *
broken_words(uint32_t c)
{
    if (c == 0xfffd)
        return "替换字符，说明内容在转码时已经损坏";
    if (c == 0xfffc)
        return "对象占位符，说明粘贴时丢了图片等内容";
    if (is_between(c, 0xe000, 0xf8ff) || c >= 0xf0000)
        return "自造字区的字符，换一台机器就显示不出来";
    if ((c & 0xfffe) == 0xfffe || is_between(c, 0xfdd0, 0xfdef))
        return "不是字符的代码";
    if (is_ideograph(c) || !uc_is_general_category(c, UC_UNASSIGNED))
        return NULL;
    return "本系统还不认识的字符";
}

static bool
is_refused_unseen(const struct reading *r, uint32_t c)
{
    if (r->how == WRITING_PROSE)
        return is_direction(c) || is_between(c, 0xfff9, 0xfffb) ||
               is_between(c, 0xe0000, 0xe007f) || is_between(c, 0x80, 0x84) ||
               is_between(c, 0x86, 0x9f);
    return char_is_unseen(c) && !is_in_place(r, c);
}

static const char *
line_break_words(uint32_t c)
{
    switch (c) {
    case '\n':
    case '\r':
        return "换行";
    case '\t':
        return "制表符";
    case 0x85:
    case 0x2028:
        return "行分隔符";
    case 0x2029:
        return "段落分隔符";
    default:
        return c < ' ' || c == 0x7f ? "看不见的控制字符" : NULL;
    }
}

static bool
is_refused_break(enum writing how, uint32_t c)
{
    bool is_break = line_break_words(c) != NULL;
    if (how != WRITING_PROSE)
        return is_break;
    return is_break && c != '\n' && c != '\r' && c != '\t' && c != 0x85 && c != 0x2028 &&
           c != 0x2029;
}

#define DELETE_IT "请删去后重新输入"

/* Is c refused as the at-th character? */
static bool
is_refused(struct arena *a, const struct reading *r, uint32_t c, int at, struct text_refusal *out)
{
    unsigned code = (unsigned)c;
    const char *broken;

    if (c >= ' ' && c < 0x7f)
        return false;
    if (is_refused_break(r->how, c)) {
        out->message = arena_printf(a, "第 %d 个字符是%s（U+%04X）", at, line_break_words(c), code);
        out->cure = r->how == WRITING_PROSE ? DELETE_IT : "请写成一行，删去它后重新输入";
        return true;
    }
    if (is_refused_unseen(r, c)) {
        out->message =
            arena_printf(a, "第 %d 个字符是看不见的%s（U+%04X）", at, unseen_name(c), code);
        out->cure = DELETE_IT;
        return true;
    }
    if (char_is_unseen(c) || (broken = broken_words(c)) == NULL)
        return false;
    out->message = arena_printf(a, "第 %d 个字符（U+%04X）是%s", at, code, broken);
    out->cure = "请删去后照原件重新输入";
    return true;
}

/* Marks stand on what is before them; a joiner keeps it for the next selector, too. */
static void
read_on(struct reading *r, uint32_t c)
{
    r->is_after_selector = is_selector(c);
    if (!char_is_unseen(c) && !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M))
        r->base = c;
}

/* What follows, selectors and marks passed over. */
static uint32_t
letter_after(const uint8_t *p, const uint8_t *end)
{
    ucs4_t c;

    while (p < end) {
        p += next_char(p, end, &c);
        if (!char_is_unseen(c))
            return c;
    }
    return 0;
}

bool
text_refused(struct arena *a, enum writing how, const char *text, struct text_refusal *out)
{
    struct reading r = {.how = how};
    size_t n = strlen(text);
    int at = 0;

    if (text_is_plain(how, text, n))
        return false;
    const char *from = how == WRITING_PROSE ? text : trimmed(how, text, &n, &at);
    const uint8_t *p = (const uint8_t *)from, *end = p + n;
    while (p < end) {
        ucs4_t c;
        p += next_char(p, end, &c);
        at++;
        if (c == 0x200c || c == 0x200d)
            r.next = letter_after(p, end);
        if (is_refused(a, &r, c, at, out))
            return true;
        read_on(&r, c);
    }
    return false;
}
