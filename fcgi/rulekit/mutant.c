#include "rulekit/mutant.h"

#include <stdlib.h>
#include <string.h>

#include "rulekit/lexer.h"

/* ---- what can be changed --------------------------------------------------------------------- */

static const char *const changes[][2] = {
    {"<", "<="},  {"<=", "<"},   {">", ">="},   {">=", ">"},       {"==", "~="},
    {"~=", "=="}, {"and", "or"}, {"or", "and"}, {"+", "-"},        {"-", "+"},
    {"*", "//"},  {"//", "*"},   {"not", ""},   {"true", "false"}, {"false", "true"},
};

/* Can a value end with this token, so that a minus after it takes something away? */
static bool
ends_value(const struct token *t)
{
    static const char *const words[] = {"and",   "or", "not",  "return", "if", "elseif", "while",
                                        "until", "in", "then", "else",   "do", "repeat"};
    if (t->kind == TOKEN_SIGN)
        return token_is(t, ")") || token_is(t, "]") || token_is(t, "}") || token_is(t, "...");
    for (size_t i = 0; t->kind == TOKEN_NAME && i < LEN(words); i++)
        if (token_is(t, words[i]))
            return false;
    return t->kind != TOKEN_END;
}

/* local x <const>: neither sign compares. at is the first of three tokens. */
static bool
is_attribute(const struct token *at)
{
    return token_is(&at[0], "<") && at[1].kind == TOKEN_NAME &&
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
    if (t->kind == TOKEN_NUMBER)
        return number_change(t, a);
    if (t->kind == TOKEN_STRING || (token_is(t, "-") && !ends_value(before)))
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

void
mutant_list(struct mutants *out, struct arena *a, const char *path, const char *text)
{
    struct lexer l = lexer_at(text, strlen(text));
    struct blocks blocks = {0};
    struct token last = {.kind = TOKEN_END};
    struct token next[3] = {lexer_next(&l), lexer_next(&l), lexer_next(&l)};

    while (next[0].kind != TOKEN_END) {
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
