#include "rulekit/syntax.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rulekit/lexer.h"

/* ---- bytes that cannot be code --------------------------------------------------------------- */

/* The first one outside of texts and comments; TOKEN_END when there is none. */
static struct token
find_stray(const char *source, size_t n)
{
    struct lexer l = lexer_at(source, n);
    struct token t;

    do
        t = lexer_next(&l);
    while (t.kind != TOKEN_END && t.kind != TOKEN_STRAY);
    return t;
}

/* The quotation mark that stays open at the end of that line; NULL: none does. */
static const char *
find_unquoted(const char *source, size_t n, int line)
{
    struct lexer l = lexer_at(source, n);
    for (; line > 1 && l.p < l.end; l.p++)
        line -= *l.p == '\n';

    for (struct token t = lexer_next(&l); t.kind != TOKEN_END && t.line == 1; t = lexer_next(&l))
        if (t.kind == TOKEN_STRING && t.is_open && *t.p != '[')
            return t.p;
    return NULL;
}

/* Writes the bytes of the UTF-8 character at p and its number; a bundle holds nothing but UTF-8. */
static size_t
character(const char *p, size_t left, char out[5], unsigned *code)
{
    unsigned char first = (unsigned char)*p;
    size_t n = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;

    n = n < left ? n : left;
    memcpy(out, p, n);
    out[n] = '\0';
    *code = first & (0xFFU >> (n + 1));
    for (size_t i = 1; i < n; i++)
        *code = *code << 6 | ((unsigned char)p[i] & 0x3F);
    return n;
}

/* The character of programs whose place a Chinese keyboard or a word processor gave to this one;
 * NULL: it is none of those. */
static const char *
half_width(unsigned code, char out[2])
{
    static const struct {
        unsigned code;
        const char *half;
    } known[] = {{0x201C, "'"},   {0x201D, "'"},  {0x2018, "'"},  {0x2019, "'"}, {0x300C, "'"},
                 {0x300D, "'"},   {0x3001, ","},  {0x3002, "."},  {0x3010, "["}, {0x3011, "]"},
                 {0x2014, "-"},   {0x2013, "-"},  {0x2212, "-"},  {0x300A, "<"}, {0x300B, ">"},
                 {0x2026, "..."}, {0x2260, "~="}, {0x2264, "<="}, {0x2265, ">="}};
    for (size_t i = 0; i < LEN(known); i++)
        if (known[i].code == code)
            return known[i].half;
    if (code < 0xFF01 || code > 0xFF5E)
        return NULL;

    out[0] = (char)(code - 0xFEE0);
    out[1] = '\0';
    return out;
}

static void
stray_words(const char *at, size_t left, char *out, size_t size)
{
    char bytes[5], half[2];
    unsigned code;

    character(at, left, bytes, &code);
    const char *instead = half_width(code, half);
    if (code == 0xFEFF)
        snprintf(out, size, "文件开头有看不见的标记（BOM），请用编辑器另存为“UTF-8（无 BOM）”");
    else if (code == 0x3000 || code == 0xA0 || (code >= 0x2000 && code <= 0x200F))
        snprintf(out, size, "此处有全角空格或看不见的字符，请删去，改用普通空格");
    else if (instead != NULL)
        snprintf(out, size, "此处有全角的「%s」，请改为半角的 %s", bytes, instead);
    else
        snprintf(out, size,
                 "「%s」写在了引号外面：文字要放在一对半角单引号里，注释以两个减号 -- "
                 "开头；多半是这一行的引号没有成对",
                 bytes);
}

/* ---- Lua's own words ------------------------------------------------------------------------- */

/* Copies the words between a and b; false when text does not have a, and b after it. */
static bool
between(const char *text, const char *a, const char *b, char *out, size_t size)
{
    const char *from = strstr(text, a), *to = from ? strstr(from + strlen(a), b) : NULL;
    if (to == NULL)
        return false;
    from += strlen(a);
    snprintf(out, size, "%.*s", (int)(to - from), from);
    return true;
}

/* Copies the place at which Lua stumbled: the words after " near ", without their quotes. */
static void
near_words(const char *text, char *out, size_t size)
{
    const char *at = NULL, *next = text;

    while ((next = strstr(next, " near ")) != NULL)
        at = next += 6;
    size_t n = at ? strlen(at) : 0;
    if (n >= 2 && at[0] == '\'' && at[n - 1] == '\'')
        at++, n -= 2;
    snprintf(out, size, "%.*s", (int)n, at ? at : "");
    if (str_is(out, "<eof>"))
        snprintf(out, size, "文件末尾");
}

static void
unclosed_words(const char *what, const char *with, const char *line, const char *at, char *out,
               size_t size)
{
    if (str_is(at, "文件末尾"))
        snprintf(out, size, "第 %s 行的 %s 到文件末尾还没有配上 %s", line, what, with);
    else if (str_is(what, "{"))
        snprintf(out, size, "%s 前面（或上一行末尾）多半少了逗号；不然就是第 %s 行的 { 没有配上 }",
                 at, line);
    else
        snprintf(out, size, "第 %s 行的 %s 还没有结束就遇到 %s：前面少了 %s", line, what, at, with);
}

static void
expected_words(const char *what, const char *at, char *out, size_t size)
{
    bool is_comparison = str_is(at, "=") || str_is(at, "!");

    if (str_is(what, "}"))
        snprintf(out, size, "%s 前面（或上一行末尾）多半少了逗号", at);
    else if (str_is(what, "then") && is_comparison)
        snprintf(out, size, "判断相等要写 ==，不相等要写 ~=");
    else if (str_is(what, "then"))
        snprintf(out, size, "if 的条件之后、%s 之前应有 then", at);
    else if (str_is(what, "<eof>"))
        snprintf(out, size, "%s 是多出来的：前面已经全部结束", at);
    else if (str_is(what, "<name>"))
        snprintf(out, size, "%s 的位置应是一个名称", at);
    else
        snprintf(out, size, "%s 之前应有 %s", at, what);
}

/* Something was expected. false: nothing was. */
static bool
lua_expected(const char *text, const char *at, char *out, size_t size)
{
    char what[24], with[24], line[16];

    if (between(text, "'", "' expected (to close '", with, sizeof with) &&
        between(text, "(to close '", "' at line ", what, sizeof what) &&
        between(text, "' at line ", ")", line, sizeof line))
        unclosed_words(what, with, line, at, out, size);
    else if (between(text, "'", "' expected near ", what, sizeof what))
        expected_words(what, at, out, size);
    else if (str_starts(text, "<") && strstr(text, " expected near ") != NULL) {
        snprintf(what, sizeof what, "%.*s", (int)strcspn(text, " "), text);
        expected_words(what, at, out, size);
    } else
        return false;

    return true;
}

/* false: it is none of the errors that rule authors meet. */
static bool
lua_words(const char *text, char *out, size_t size)
{
    char at[48], line[16];

    near_words(text, at, sizeof at);
    bool is_symbol = str_starts(text, "unexpected symbol");
    bool is_comment = is_symbol && (str_is(at, "#") || str_is(at, "//") || str_is(at, "/"));

    if (str_starts(text, "unfinished long") &&
        between(text, "(starting at line ", ")", line, sizeof line))
        snprintf(out, size, "第 %s 行的 [[ 没有配上 ]]", line);
    else if (str_starts(text, "malformed number"))
        snprintf(out, size, "%s 不是数：数里不写单位、空格和千分位逗号", at);
    else if (str_starts(text, "invalid escape"))
        snprintf(out, size, "引号里的反斜线要写两个：\\\\");
    else if (is_symbol && str_is(at, "until"))
        snprintf(out, size, "until 是 Lua 自己的词，这里要写成 ['until'] = '日期'");
    else if (lua_expected(text, at, out, size))
        return true;
    else if (is_comment)
        snprintf(out, size, "注释要以两个减号 -- 开头");
    else if (str_is(at, "文件末尾"))
        snprintf(out, size, "到文件末尾还没有结束：前面少了 } 或 end");
    else if (is_symbol || str_starts(text, "syntax error"))
        snprintf(out, size, "%s 不该出现在这里：多半是多了它，或者它前面少了引号、括号、逗号或 end",
                 at);
    else
        return false;

    return true;
}

/* Where Lua stumbled, and the words for it. */
struct slip {
    int line;       /* 0: the message names none */
    const char *at; /* the byte; NULL: not known */
    char words[300];
};

static void
slip_find(const char *source, size_t n, const char *message, struct slip *x)
{
    const char *colon = strchr(message, ':'), *text = colon ? strstr(colon, ": ") : NULL;
    struct token stray = find_stray(source, n);

    *x = (struct slip){.line = colon ? atoi(colon + 1) : 0};
    if (text == NULL || x->line < 1) {
        x->line = 0;
        return;
    }

    text += 2;
    bool is_unreadable = strstr(text, "near '<\\") != NULL; /* how Lua shows a byte beyond ASCII */
    if ((x->at = find_unquoted(source, n, x->line)) != NULL)
        snprintf(x->words, sizeof x->words, "这一行有一个引号没有成对");
    else if (stray.kind == TOKEN_STRAY && is_unreadable) {
        x->line = stray.line;
        x->at = stray.p;
        stray_words(stray.p, n - (size_t)(stray.p - source), x->words, sizeof x->words);
    } else if (!lua_words(text, x->words, sizeof x->words))
        snprintf(x->words, sizeof x->words, "%s", text);
}

void
syntax_words(const char *source, size_t n, const char *message, char out[SYNTAX_TEXT])
{
    struct slip x;

    slip_find(source, n, message, &x);
    if (x.line < 1)
        snprintf(out, SYNTAX_TEXT, "%s", message);
    else
        snprintf(out, SYNTAX_TEXT, "%.*s:%d: 语法错误：%s", (int)strcspn(message, ":"), message,
                 x.line, x.words);
}

/* ---- the column ------------------------------------------------------------------------------ */

/* The token that Lua held when it had taken so many bytes: it looks one byte ahead of each. */
static const char *
token_held(const char *source, size_t n, size_t read, int line)
{
    struct lexer l = lexer_at(source, n);
    const char *held = NULL;

    for (struct token t = lexer_next(&l); t.kind != TOKEN_END; t = lexer_next(&l)) {
        if ((size_t)(t.p - source) + 1 >= read)
            break;
        held = t.line == line || t.last_line == line ? t.p : NULL;
    }
    return held;
}

static int
column_of(const char *source, const char *at)
{
    int column = 1;

    while (at > source && at[-1] != '\n' && at[-1] != '\r')
        column += ((unsigned char)*--at & 0xC0) != 0x80;
    return column;
}

void
syntax_place(const char *source, size_t n, const char *message, size_t read,
             struct syntax_place *out)
{
    struct slip x;

    slip_find(source, n, message, &x);
    if (strstr(message, "near <eof>") != NULL && x.at == NULL)
        x.at = source + n;
    else if (x.at == NULL && x.line > 0)
        x.at = token_held(source, n, read, x.line);
    out->line = x.line;
    out->column = x.at ? column_of(source, x.at) : 0;
    if (x.line > 0)
        snprintf(out->words, sizeof out->words, "语法错误：%s", x.words);
    else
        snprintf(out->words, sizeof out->words, "%s", message);
}
