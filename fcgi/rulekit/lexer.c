#include "rulekit/lexer.h"

#include <string.h>

struct lexer
lexer_at(const char *text, size_t n)
{
    return (struct lexer){.p = text, .end = text + n, .line = 1};
}

bool
token_is(const struct token *t, const char *word)
{
    return t->kind != TOKEN_STRING && t->n == strlen(word) && memcmp(t->p, word, t->n) == 0;
}

/* ---- bytes ----------------------------------------------------------------------------------- */

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

static bool
is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* The byte that many places on, 0 beyond the end. */
static char
lexer_peek(const struct lexer *l, size_t on)
{
    return on < (size_t)(l->end - l->p) ? l->p[on] : 0;
}

/* Two different line ends in a row are one, as in Lua. */
static void
lexer_step(struct lexer *l)
{
    char c = *l->p++;

    if (!is_line_end(c))
        return;
    l->line++;
    if (l->p < l->end && is_line_end(*l->p) && *l->p != c)
        l->p++;
}

static size_t
lexer_count(const struct lexer *l, size_t on, char c)
{
    size_t n = 0;
    while (lexer_peek(l, on + n) == c)
        n++;
    return n;
}

/* ---- strings and comments -------------------------------------------------------------------- */

/* How many bytes from there make a long bracket; 0 when none does. Two belong together when they
 * are of one length. */
static size_t
lexer_bracket(const struct lexer *l, size_t on, char bracket)
{
    if (lexer_peek(l, on) != bracket)
        return 0;
    size_t level = lexer_count(l, on + 1, '=');
    return lexer_peek(l, on + 1 + level) == bracket ? level + 2 : 0;
}

/* Past a long string or comment whose opening bracket is next; false when nothing closes it. */
static bool
lexer_long(struct lexer *l, size_t opening)
{
    for (l->p += opening; l->p < l->end; lexer_step(l))
        if (lexer_bracket(l, 0, ']') == opening) {
            l->p += opening;
            return true;
        }
    return false;
}

/* After a backslash: \z passes over white space with its line ends, the others stand for
 * themselves. */
static void
lexer_escape(struct lexer *l)
{
    bool skips_space = lexer_peek(l, 0) == 'z';

    if (l->p < l->end)
        lexer_step(l);
    while (skips_space && l->p < l->end && strchr(" \t\r\n\f\v", *l->p))
        lexer_step(l);
}

/* Past a quoted string, or to the end of its line when nothing closes it there. */
static bool
lexer_quoted(struct lexer *l)
{
    char quote = *l->p++;

    while (l->p < l->end && !is_line_end(*l->p)) {
        char c = *l->p++;
        if (c == quote)
            return true;
        if (c == '\\')
            lexer_escape(l);
    }
    return false;
}

static void
lexer_space(struct lexer *l)
{
    while (l->p < l->end)
        if (*l->p && strchr(" \t\r\n\f\v", *l->p))
            lexer_step(l);
        else if (*l->p == '-' && lexer_peek(l, 1) == '-') {
            l->p += 2;
            size_t opening = lexer_bracket(l, 0, '[');
            if (opening > 0)
                lexer_long(l, opening);
            else
                while (l->p < l->end && !is_line_end(*l->p))
                    l->p++;
        } else
            return;
}

/* ---- the others ------------------------------------------------------------------------------ */

static void
lexer_number(struct lexer *l)
{
    bool is_hex = *l->p == '0' && (lexer_peek(l, 1) | 0x20) == 'x';

    while (is_digit(lexer_peek(l, 0)) || is_letter(lexer_peek(l, 0)) || lexer_peek(l, 0) == '.') {
        bool has_exponent = (*l->p | 0x20) == (is_hex ? 'p' : 'e');
        l->p++;
        if (has_exponent && (lexer_peek(l, 0) == '+' || lexer_peek(l, 0) == '-'))
            l->p++;
    }
}

static void
lexer_name(struct lexer *l)
{
    while (is_letter(lexer_peek(l, 0)) || is_digit(lexer_peek(l, 0)))
        l->p++;
}

static void
lexer_sign(struct lexer *l)
{
    static const char *const longer[] = {
        "...", "..", "==", "~=", "<=", ">=", "<<", ">>", "//", "::"};
    size_t left = (size_t)(l->end - l->p);

    for (size_t i = 0; i < LEN(longer); i++) {
        size_t n = strlen(longer[i]);
        if (n <= left && memcmp(l->p, longer[i], n) == 0) {
            l->p += n;
            return;
        }
    }
    l->p++;
}

struct token
lexer_next(struct lexer *l)
{
    lexer_space(l);
    struct token t = {.p = l->p, .line = l->line, .last_line = l->line};
    char c = lexer_peek(l, 0);
    size_t opening = lexer_bracket(l, 0, '[');

    if (l->p >= l->end)
        return t;
    if (opening > 0 || c == '\'' || c == '"') {
        t.kind = TOKEN_STRING;
        t.is_open = opening > 0 ? !lexer_long(l, opening) : !lexer_quoted(l);
    } else if (is_digit(c) || (c == '.' && is_digit(lexer_peek(l, 1)))) {
        t.kind = TOKEN_NUMBER;
        lexer_number(l);
    } else if (is_letter(c)) {
        t.kind = TOKEN_NAME;
        lexer_name(l);
    } else {
        t.kind = (unsigned char)c >= 0x80 ? TOKEN_STRAY : TOKEN_SIGN;
        lexer_sign(l);
    }

    t.n = (size_t)(l->p - t.p);
    t.last_line = l->line;
    return t;
}

/* ---- blocks and functions -------------------------------------------------------------------- */

enum block_step
blocks_see(struct blocks *b, const struct token *t)
{
    if (t->kind != TOKEN_NAME)
        return BLOCK_SAME;
    bool is_function = token_is(t, "function");

    if ((is_function || token_is(t, "do") || token_is(t, "if") || token_is(t, "repeat")) &&
        b->depth < BLOCKS_MAX) {
        b->is_function[b->depth++] = is_function;
        b->functions += is_function;
        return BLOCK_OPENS;
    }
    if ((token_is(t, "end") || token_is(t, "until")) && b->depth > 0) {
        b->functions -= b->is_function[--b->depth];
        return BLOCK_CLOSES;
    }
    return BLOCK_SAME;
}

/* Room for one more at the end of a list in an arena. */
static struct function_text *
functions_grow(struct function_text *list, size_t n, size_t *cap, struct arena *a)
{
    if (n < *cap)
        return list;

    size_t more = *cap ? *cap * 2 : 32;
    struct function_text *grown = arena_alloc(a, more * sizeof *grown);
    if (n > 0)
        memcpy(grown, list, n * sizeof *grown);
    *cap = more;
    return grown;
}

size_t
lexer_functions(const char *text, size_t n, struct arena *a, struct function_text **list)
{
    struct lexer l = lexer_at(text, n);
    struct blocks blocks = {0};
    size_t open[BLOCKS_MAX], count = 0, cap = 0; /* open: by depth, the number of the function */

    *list = NULL;
    for (struct token t = lexer_next(&l); t.kind != TOKEN_END; t = lexer_next(&l)) {
        int before = blocks.depth;
        enum block_step step = blocks_see(&blocks, &t);

        if (step == BLOCK_OPENS && blocks.is_function[before]) {
            *list = functions_grow(*list, count, &cap, a);
            (*list)[count] = (struct function_text){.line = t.line};
            open[before] = count++;
        } else if (step == BLOCK_CLOSES && blocks.is_function[before - 1]) {
            struct function_text *f = &(*list)[open[before - 1]];
            f->n = f->p ? (size_t)(t.p - f->p) : 0;
            f->end_line = t.line;
        } else if (count > 0 && !(*list)[count - 1].p && token_is(&t, "(")) {
            (*list)[count - 1].p = t.p; /* before it stand only the parts of a name */
            (*list)[count - 1].open_line = t.line;
        }
    }
    return count;
}
