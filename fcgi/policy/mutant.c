#include "policy/mutant.h"

#include <stdlib.h>
#include <string.h>

#define BLOCKS_MAX 200 /* Lua's own limit on nesting */

/* ---- the lexer ------------------------------------------------------------------------------- */

enum kind { END, NAME, NUMBER, STRING, SIGN };

struct token {
    enum kind kind;
    const char *p;
    size_t n;
    int line;
};

struct lexer {
    const char *p;
    int line;
};

static bool
token_is(const struct token *t, const char *word)
{
    return t->kind != STRING && t->n == strlen(word) && memcmp(t->p, word, t->n) == 0;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* How many equal signs stand in a long bracket that begins here; -1: none begins. */
static int
lexer_bracket(const char *p)
{
    size_t n = *p == '[' ? strspn(p + 1, "=") : 0;
    return *p == '[' && p[1 + n] == '[' ? (int)n : -1;
}

static void
lexer_step(struct lexer *l)
{
    l->line += *l->p == '\n';
    l->p++;
}

static void
lexer_long(struct lexer *l, int level)
{
    for (l->p += level + 2; *l->p; lexer_step(l))
        if (*l->p == ']' && (int)strspn(l->p + 1, "=") == level && l->p[1 + level] == ']') {
            l->p += level + 2;
            return;
        }
}

static void
lexer_quoted(struct lexer *l)
{
    char quote = *l->p++;
    while (*l->p && *l->p != quote) {
        if (*l->p == '\\' && l->p[1])
            lexer_step(l);
        lexer_step(l);
    }
    if (*l->p)
        l->p++;
}

static void
lexer_number(struct lexer *l)
{
    bool is_hex = *l->p == '0' && (l->p[1] == 'x' || l->p[1] == 'X');
    while (is_digit(*l->p) || is_letter(*l->p) || *l->p == '.') {
        bool has_exponent = strchr(is_hex ? "pP" : "eE", *l->p) != NULL;
        l->p++;
        if (has_exponent && (*l->p == '+' || *l->p == '-'))
            l->p++;
    }
}

static void
lexer_space(struct lexer *l)
{
    for (;;) {
        if (*l->p && strchr(" \t\r\n\f\v", *l->p))
            lexer_step(l);
        else if (l->p[0] == '-' && l->p[1] == '-') {
            int level = lexer_bracket(l->p + 2);
            l->p += 2;
            if (level >= 0)
                lexer_long(l, level);
            else
                l->p += strcspn(l->p, "\n");
        } else
            return;
    }
}

static void
lexer_sign(struct lexer *l)
{
    static const char *const longer[] = {
        "...", "..", "==", "~=", "<=", ">=", "<<", ">>", "//", "::"};
    for (size_t i = 0; i < LEN(longer); i++)
        if (str_starts(l->p, longer[i])) {
            l->p += strlen(longer[i]);
            return;
        }
    l->p++;
}

static struct token
lexer_next(struct lexer *l)
{
    lexer_space(l);
    struct token t = {.p = l->p, .line = l->line};
    int level = lexer_bracket(l->p);
    if (!*l->p)
        return t;

    if (level >= 0) {
        t.kind = STRING;
        lexer_long(l, level);
    } else if (*l->p == '\'' || *l->p == '"') {
        t.kind = STRING;
        lexer_quoted(l);
    } else if (is_digit(*l->p) || (*l->p == '.' && is_digit(l->p[1]))) {
        t.kind = NUMBER;
        lexer_number(l);
    } else if (is_letter(*l->p)) {
        t.kind = NAME;
        while (is_letter(*l->p) || is_digit(*l->p))
            l->p++;
    } else {
        t.kind = SIGN;
        lexer_sign(l);
    }

    t.n = (size_t)(l->p - t.p);
    return t;
}

/* ---- what can be changed --------------------------------------------------------------------- */

static const char *const changes[][2] = {
    {"<", "<="},  {"<=", "<"},   {">", ">="},   {">=", ">"},       {"==", "~="},
    {"~=", "=="}, {"and", "or"}, {"or", "and"}, {"+", "-"},        {"-", "+"},
    {"*", "//"},  {"//", "*"},   {"not", ""},   {"true", "false"}, {"false", "true"},
};

/* Which blocks are open, and how many of them are functions. */
struct blocks {
    bool is_function[BLOCKS_MAX];
    int depth, functions;
};

static void
blocks_see(struct blocks *b, const struct token *t)
{
    if (t->kind != NAME)
        return;
    bool is_function = token_is(t, "function");
    if ((is_function || token_is(t, "do") || token_is(t, "if") || token_is(t, "repeat")) &&
        b->depth < BLOCKS_MAX) {
        b->is_function[b->depth++] = is_function;
        b->functions += is_function;
    } else if ((token_is(t, "end") || token_is(t, "until")) && b->depth > 0)
        b->functions -= b->is_function[--b->depth];
}

/* Can a value end with this token, so that a minus after it takes something away? */
static bool
ends_value(const struct token *t)
{
    static const char *const words[] = {"and",   "or", "not",  "return", "if", "elseif", "while",
                                        "until", "in", "then", "else",   "do", "repeat"};
    if (t->kind == SIGN)
        return token_is(t, ")") || token_is(t, "]") || token_is(t, "}") || token_is(t, "...");
    for (size_t i = 0; t->kind == NAME && i < LEN(words); i++)
        if (token_is(t, words[i]))
            return false;
    return t->kind != END;
}

/* local x <const>: neither sign compares. at is the first of three tokens. */
static bool
is_attribute(const struct token *at)
{
    return token_is(&at[0], "<") && at[1].kind == NAME &&
           (token_is(&at[1], "const") || token_is(&at[1], "close")) && token_is(&at[2], ">");
}

static const char *
number_change(const struct token *t, struct arena *a)
{
    char *text = arena_strndup(a, t->p, t->n), *end;
    bool is_hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    if (strspn(text, is_hex ? "0123456789abcdefABCDEFxX" : "0123456789") != t->n || t->n > 18)
        return NULL;
    long long v = strtoll(text, &end, is_hex ? 16 : 10);
    return *end ? NULL : arena_printf(a, "%lld", v + 1);
}

static const char *
token_change(const struct token *before, const struct token *t, struct arena *a)
{
    if (t->kind == NUMBER)
        return number_change(t, a);
    if (t->kind == STRING || (token_is(t, "-") && !ends_value(before)))
        return NULL;
    for (size_t i = 0; i < LEN(changes); i++)
        if (token_is(t, changes[i][0]))
            return changes[i][1];
    return NULL;
}

static void
mutant_add(struct mutants *out, struct arena *a, struct mutant m)
{
    if (out->n == out->cap) {
        size_t cap = out->cap ? out->cap * 2 : 64;
        struct mutant *list = arena_alloc(a, cap * sizeof *list);
        if (out->n > 0)
            memcpy(list, out->list, out->n * sizeof *list);
        out->list = list;
        out->cap = cap;
    }
    out->list[out->n++] = m;
}

bool
mutant_is_wanted(const char *path)
{
    static const char *const starts[] = {"checks/",  "lib/",       "forms/",      "deadlines.",
                                         "routing.", "numbering.", "publication."};
    if (str_starts(path, "local/"))
        path += strlen("local/");
    for (size_t i = 0; i < LEN(starts); i++)
        if (str_starts(path, starts[i]))
            return true;
    return false;
}

void
mutant_list(struct mutants *out, struct arena *a, const char *path, const char *text)
{
    struct lexer l = {text, 1};
    struct blocks blocks = {0};
    struct token last = {.kind = END};
    struct token next[3] = {lexer_next(&l), lexer_next(&l), lexer_next(&l)};

    while (next[0].kind != END) {
        struct token *t = &next[0];
        int taken = is_attribute(next) ? 3 : 1;
        const char *now = taken == 1 && blocks.functions > 0 ? token_change(&last, t, a) : NULL;
        blocks_see(&blocks, t);
        if (now)
            mutant_add(out, a,
                       (struct mutant){path, t->line, (size_t)(t->p - text), t->n,
                                       arena_strndup(a, t->p, t->n), now});
        for (; taken > 0; taken--) {
            last = next[0];
            next[0] = next[1];
            next[1] = next[2];
            next[2] = lexer_next(&l);
        }
    }
}

char *
mutant_text(const struct mutant *m, struct arena *a, const char *text)
{
    return arena_printf(a, "%.*s%s%s", (int)m->at, text, m->now, text + m->at + m->length);
}

char *
mutant_line(const struct mutant *m, struct arena *a, const char *text)
{
    char *changed = mutant_text(m, a, text), *start = changed + m->at, *end;

    while (start > changed && start[-1] != '\n')
        start--;
    start += strspn(start, " \t");
    end = start + strcspn(start, "\r\n");
    while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    *end = 0;
    return start;
}
