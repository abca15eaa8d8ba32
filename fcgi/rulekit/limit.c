#include "rulekit/limit.h"

#include <string.h>

#include "rulekit/lexer.h"

/* ---- where it stands ------------------------------------------------------------------------- */

struct span {
    const char *p, *end; /* p NULL: not seen */
};

/* A text while it is read for one limit. */
struct search {
    int depth;    /* of brackets */
    bool is_in;   /* a limit { … } */
    bool is_name; /* the token before was the word limit */
    /* Of the limit: the member in hand, and what has been seen. */
    enum { AT_KEY, AT_EQUALS, AT_VALUE, AT_OTHER } at;
    struct token key;
    struct span value, name_seen, value_seen;
};

static int
depth_step(const struct token *t)
{
    bool opens = token_is(t, "{") || token_is(t, "(") || token_is(t, "[");
    bool closes = token_is(t, "}") || token_is(t, ")") || token_is(t, "]");
    return opens - closes;
}

static void
end_member(struct search *s)
{
    if (s->at == AT_VALUE && token_is(&s->key, "name"))
        s->name_seen = s->value;
    if (s->at == AT_VALUE && token_is(&s->key, "value"))
        s->value_seen = s->value;
    s->at = AT_KEY;
    s->value = (struct span){0};
}

static void
see_member(struct search *s, const struct token *t)
{
    if (s->at == AT_KEY && s->depth == 1) {
        s->key = *t;
        s->at = t->kind == TOKEN_NAME ? AT_EQUALS : AT_OTHER;
    } else if (s->at == AT_EQUALS) {
        s->at = token_is(t, "=") ? AT_VALUE : AT_OTHER;
    } else if (s->at == AT_VALUE) {
        if (s->value.p == NULL)
            s->value.p = t->p;
        s->value.end = t->p + t->n;
    }
}

static bool
is_named(const struct span *x, const char *name)
{
    size_t n = strlen(name);
    return x->p != NULL && (size_t)(x->end - x->p) == n + 2 && strncmp(x->p + 1, name, n) == 0;
}

/* true: the limit in hand has ended. */
static bool
see(struct search *s, const struct token *t)
{
    bool is_body = s->is_in && s->depth == 1, is_over = is_body && token_is(t, "}");

    if (is_over || (is_body && (token_is(t, ",") || token_is(t, ";"))))
        end_member(s);
    else if (s->is_in)
        see_member(s, t);

    if (s->depth == 0 && token_is(t, "{")) {
        *s = (struct search){.is_in = s->is_name};
    }
    s->depth += depth_step(t);
    s->is_name = token_is(t, "limit");
    s->is_in = s->is_in && !is_over;
    return is_over;
}

char *
limit_write(const char *text, const char *name, const char *value, struct arena *a)
{
    struct lexer l = lexer_at(text, strlen(text));
    struct search s = {0};

    for (struct token t = lexer_next(&l); t.kind != TOKEN_END; t = lexer_next(&l)) {
        if (!see(&s, &t) || !is_named(&s.name_seen, name) || s.value_seen.p == NULL)
            continue;
        return arena_printf(a, "%.*s%s%s", (int)(s.value_seen.p - text), text, value,
                            s.value_seen.end);
    }
    return NULL;
}

/* ---- a value --------------------------------------------------------------------------------- */

/* NULL: it holds what no limit needs. */
static char *
quoted(const char *text, struct arena *a)
{
    struct buf b = BUF(a);

    buf_puts(&b, "'");
    for (const char *p = text; *p != '\0'; p++) {
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            return NULL;
        if (*p == '\'' || *p == '\\')
            buf_puts(&b, "\\");
        buf_add(&b, p, 1);
    }
    buf_puts(&b, "'");
    return b.p;
}

static char *
plain(const json_t *value, struct arena *a)
{
    if (json_is_string(value))
        return quoted(json_string_value(value), a);
    if (json_is_boolean(value))
        return arena_printf(a, "%s", json_is_true(value) ? "true" : "false");
    if (json_is_integer(value))
        return arena_printf(a, "%lld", (long long)json_integer_value(value));
    return NULL;
}

char *
limit_value(const json_t *value, struct arena *a)
{
    struct buf b = BUF(a);
    const char *day, *key, *text;
    json_t *one;

    if (!json_is_object(value))
        return plain(value, a);
    buf_puts(&b, "{");
    json_object_foreach((json_t *)(uintptr_t)value, day, one)
    {
        key = quoted(day, a);
        text = plain(one, a);
        if (key == NULL || text == NULL)
            return NULL;
        buf_printf(&b, "%s [%s] = %s", b.n > 1 ? "," : "", key, text);
    }
    buf_puts(&b, " }");
    return b.p;
}
