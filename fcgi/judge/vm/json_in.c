/*
 * JSON straight into Lua tables, in one pass and without a tree between. Objects are tables without
 * their null members, arrays are marked as such. On the way it finds out whether the text is
 * canonical, as json_canonical() would write it: then its hash is the hash of its content.
 */
#include "judge/vm/json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "judge/vm/table.h"

/* Members held on the stack until a table of the right size can be made for them. */
#define HELD 64

struct reader {
    lua_State *L;
    const char *p, *end;
    bool is_canonical;
};

JUMPS static void read_value(struct reader *r, int depth);

JUMPS static void
read_fail(struct reader *r, const char *code, const char *text)
{
    struct judge *j = judge_of(r->L);
    fail(&j->input, ERR_INPUT, code, "", "%s", text);
    luaL_error(r->L, "%s", text);
}

JUMPS static void
read_malformed(struct reader *r)
{
    read_fail(r, "json_malformed", "交给规则判断的材料不是合法的 JSON");
}

/* The next byte that is not white space, 0 at the end. */
static char
read_peek(struct reader *r)
{
    while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\t' || *r->p == '\r')) {
        r->is_canonical = false;
        r->p++;
    }
    return r->p < r->end ? *r->p : 0;
}

JUMPS static void
read_expect(struct reader *r, char c)
{
    if (read_peek(r) != c)
        read_malformed(r);
    r->p++;
}

/* ---- strings --------------------------------------------------------------------------------- */

/* The escape at r->p, which is a backslash; returns how many bytes it wrote. */
JUMPS static size_t
read_escape(struct reader *r, char *out)
{
    char c = r->end - r->p > 1 ? r->p[1] : 0;
    size_t n = json_unescape(&r->p, r->end, out);

    if (n == 0)
        read_malformed(r);
    r->is_canonical = r->is_canonical && c != '/' && c != 'u';
    return n;
}

/* A string with escapes; at is its first byte, r->p the first backslash. Room for it belongs to the
 * judge. */
JUMPS static void
read_escaped(struct reader *r, const char *at)
{
    struct judge *j = judge_of(r->L);
    const char *close = r->p;

    while (close < r->end && *close != '"')
        close += *close == '\\' ? 2 : 1;
    if (close >= r->end)
        read_malformed(r);

    size_t n = (size_t)(r->p - at), most = (size_t)(close - at);
    if (most > j->text_cap) {
        j->text = must_realloc(j->text, most);
        j->text_cap = most;
    }

    memcpy(j->text, at, n);
    while (*r->p != '"') {
        if ((unsigned char)*r->p < 0x20)
            read_malformed(r);
        if (*r->p == '\\')
            n += read_escape(r, j->text + n);
        else
            j->text[n++] = *r->p++;
    }

    r->p++;
    lua_pushlstring(r->L, j->text, n);
}

/* Pushes the string whose quote is next. */
JUMPS static void
read_string(struct reader *r)
{
    const char *at = ++r->p;

    r->p += json_plain_read(r->p, (size_t)(r->end - r->p));
    if (r->p >= r->end || (unsigned char)*r->p < 0x20)
        read_malformed(r);
    if (*r->p == '\\') {
        read_escaped(r, at);
        return;
    }
    lua_pushlstring(r->L, at, (size_t)(r->p++ - at));
}

/* ---- numbers and words ----------------------------------------------------------------------- */

static size_t
read_digits(struct reader *r)
{
    const char *from = r->p;
    while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
        r->p++;
    return (size_t)(r->p - from);
}

/* Passes over a fraction and an exponent; false when there is neither. */
JUMPS static bool
read_fraction(struct reader *r)
{
    bool is_there = false;

    if (r->p < r->end && *r->p == '.') {
        is_there = true;
        r->p++;
        if (read_digits(r) == 0)
            read_malformed(r);
    }

    if (r->p < r->end && (*r->p | 0x20) == 'e') {
        is_there = true;
        r->p++;
        if (r->p < r->end && (*r->p == '+' || *r->p == '-'))
            r->p++;
        if (read_digits(r) == 0)
            read_malformed(r);
    }
    return is_there;
}

JUMPS static void
push_real(struct reader *r, const char *text)
{
    errno = 0;
    double v = strtod(text, NULL);
    if (errno && (v > 1 || v < -1))
        read_malformed(r);

    r->is_canonical = false; /* there are many ways to write one */
    lua_pushnumber(r->L, v);
}

JUMPS static void
push_integer(struct reader *r, const char *text)
{
    errno = 0;
    long long v = strtoll(text, NULL, 10);
    if (errno)
        read_malformed(r);

    if (v == 0 && *text == '-')
        r->is_canonical = false;
    lua_pushinteger(r->L, v);
}

JUMPS static void
read_number(struct reader *r)
{
    char text[400];
    const char *at = r->p;

    if (*r->p == '-')
        r->p++;
    const char *first = r->p;
    size_t digits = read_digits(r);
    if (digits == 0 || (digits > 1 && *first == '0'))
        read_malformed(r);
    bool is_real = read_fraction(r);

    size_t n = (size_t)(r->p - at);
    if (n >= sizeof text)
        read_malformed(r);
    memcpy(text, at, n);
    text[n] = 0;

    if (is_real)
        push_real(r, text);
    else
        push_integer(r, text);
}

JUMPS static void
read_word(struct reader *r)
{
    size_t left = (size_t)(r->end - r->p);

    if (left >= 4 && memcmp(r->p, "true", 4) == 0) {
        lua_pushboolean(r->L, 1);
        r->p += 4;
    } else if (left >= 5 && memcmp(r->p, "false", 5) == 0) {
        lua_pushboolean(r->L, 0);
        r->p += 5;
    } else if (left >= 4 && memcmp(r->p, "null", 4) == 0) {
        lua_pushlightuserdata(r->L, NULL);
        r->p += 4;
    } else
        read_malformed(r);
}

/* ---- tables ---------------------------------------------------------------------------------- */

/* Key and value on top, the table at t. Keys in ascending order cannot repeat. */
JUMPS static void
read_put(struct reader *r, int t, bool is_ascending)
{
    if (!is_ascending) {
        lua_pushvalue(r->L, -2);
        if (lua_rawget(r->L, t) != LUA_TNIL)
            read_fail(r, "json_duplicate_key", "交给规则判断的材料含有重复的键");
        lua_pop(r->L, 1);
    }
    lua_rawset(r->L, t);
}

/* Makes a table of the n pairs on top of the stack and leaves it in their place. */
JUMPS static int
read_table(struct reader *r, int n, bool is_ascending)
{
    int first = lua_gettop(r->L) - 2 * n + 1;

    lua_createtable(r->L, 0, n);
    int t = lua_gettop(r->L);
    for (int i = 0; i < n; i++) {
        lua_pushvalue(r->L, first + 2 * i);
        lua_pushvalue(r->L, first + 2 * i + 1);
        read_put(r, t, is_ascending);
    }

    if (n > 0) {
        lua_replace(r->L, first);
        lua_settop(r->L, first);
    }
    return lua_gettop(r->L);
}

static bool
read_before(const char *a, size_t an, const char *b, size_t bn)
{
    int c = memcmp(a, b, an < bn ? an : bn);
    return c < 0 || (c == 0 && an < bn);
}

JUMPS static void
read_object(struct reader *r, int depth)
{
    lua_State *L = r->L;
    const char *last = NULL;
    size_t last_n = 0;
    int held = 0, t = 0;
    bool is_ascending = true;

    r->p++;
    luaL_checkstack(L, 2 * HELD + 8, NULL);
    while (read_peek(r) == '"') {
        const char *key = r->p + 1;
        read_string(r);
        size_t n = (size_t)(r->p - 1 - key);
        bool is_plain = n == lua_rawlen(L, -1); /* escapes make a text shorter than it is written */
        is_ascending = is_ascending && is_plain && (!last || read_before(last, last_n, key, n));
        last = key;
        last_n = n;

        read_expect(r, ':');
        read_value(r, depth + 1);
        if (lua_islightuserdata(L, -1))
            lua_pop(L, 2);
        else if (t)
            read_put(r, t, is_ascending);
        else if (++held == HELD)
            t = read_table(r, held, is_ascending);

        if (read_peek(r) != ',')
            break;
        r->p++;
        if (read_peek(r) != '"')
            read_malformed(r);
    }

    read_expect(r, '}');
    r->is_canonical = r->is_canonical && is_ascending;
    if (!t)
        read_table(r, held, is_ascending);
}

JUMPS static void
read_array(struct reader *r, int depth)
{
    lua_State *L = r->L;
    lua_Integer n = 0;
    int t = lua_gettop(L) + 1;

    r->p++;
    luaL_checkstack(L, 8, NULL);
    lua_createtable(L, 0, 0);
    while (read_peek(r) != ']') {
        if (n > 0)
            read_expect(r, ',');
        read_value(r, depth + 1);
        lua_rawseti(L, t, ++n);
    }

    r->p++;
    judge_set_mark(L, t, MARK_ARRAY);
}

JUMPS static void
read_value(struct reader *r, int depth)
{
    if (depth > JUDGE_DEPTH)
        read_fail(r, "json_too_deep", "交给规则判断的材料嵌套太深");
    char c = read_peek(r);
    if (c == '"')
        read_string(r);
    else if (c == '{')
        read_object(r, depth);
    else if (c == '[')
        read_array(r, depth);
    else if (c == '-' || (c >= '0' && c <= '9'))
        read_number(r);
    else
        read_word(r);
}

bool
judge_read_json(lua_State *L, const char *text, size_t n)
{
    struct reader r = {L, text, text + n, true};
    judge_charge(L, n / 32);
    if (!utf8_valid(text, n))
        read_fail(&r, "json_malformed", "交给规则判断的材料不是 UTF-8 文字，或含有 NUL");
    read_value(&r, 0);
    if (read_peek(&r) != 0 || r.p != r.end)
        read_malformed(&r);
    return r.is_canonical;
}
