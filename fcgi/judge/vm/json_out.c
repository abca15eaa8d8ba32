#include "judge/vm/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/vm/table.h"

#define RECORD_MAX 12

static void
judge_write(lua_State *L, const char *s, size_t n)
{
    struct judge *j = judge_of(L);

    if (n > j->out.max - j->out.n)
        luaL_error(L, "规则的答复超过 %d KiB", (int)(j->out.max >> 10));
    if (j->out.n + n > j->out.cap) {
        j->out.cap = (j->out.n + n) * 2 + 4096;
        j->out.p = must_realloc(j->out.p, j->out.cap);
    }

    memcpy(j->out.p + j->out.n, s, n);
    j->out.n += n;
}

static void
judge_write_string(lua_State *L, const char *s, size_t n)
{
    char escape[JSON_ESCAPE_TEXT];

    if (!utf8_valid(s, n))
        luaL_error(L, "规则的答复含有不是 UTF-8 的文字");
    judge_write(L, "\"", 1);
    for (size_t i = 0; i < n;) {
        size_t plain = json_plain(s + i, n - i);
        judge_write(L, s + i, plain);
        i += plain;
        if (i < n)
            judge_write(L, escape, json_escape(s[i++], escape));
    }

    judge_write(L, "\"", 1);
}

static void
judge_write_number(lua_State *L, int index)
{
    char text[40];
    int n;

    if (lua_isinteger(L, index)) {
        n = snprintf(text, sizeof text, LUA_INTEGER_FMT, lua_tointeger(L, index));
    } else {
        double v = lua_tonumber(L, index);
        if (!isfinite(v))
            luaL_error(L, "规则的答复含有不是数的数（NaN 或无穷大）");
        n = snprintf(text, sizeof text, "%.15g", v);
        if (strtod(text, NULL) != v) /* not exact: all that a double holds */
            n = snprintf(text, sizeof text, "%.17g", v);
        if (strcspn(text, ".e") == (size_t)n)
            n += snprintf(text + n, sizeof text - (size_t)n, ".0");
    }
    judge_write(L, text, (size_t)n);
}

/* Writes the table at t as a list. false, and nothing written, when its keys are not 1, 2, …
 * without a gap. */
static bool
judge_write_list(lua_State *L, int t, int depth)
{
    lua_Integer n = (lua_Integer)lua_rawlen(L, t), have = 0;

    for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1))
        if (!lua_isinteger(L, -2) || ++have > n) {
            lua_pop(L, 2);
            return false;
        }

    if (have != n)
        return false;
    judge_charge(L, (size_t)n * 4);
    judge_write(L, "[", 1);
    for (lua_Integer i = 1; i <= n; i++) {
        if (i > 1)
            judge_write(L, ",", 1);
        if (lua_rawgeti(L, t, i) == LUA_TNIL)
            luaL_error(L, "规则的答复含有不连续的数组");
        judge_write_json(L, -1, depth + 1);
        lua_pop(L, 1);
    }

    judge_write(L, "]", 1);
    return true;
}

/* Writes the table at t as an object, for it mostly has but a handful of keys. false, and nothing
 * written, when there are more, or not all are texts. */
static bool
judge_write_record(lua_State *L, int t, int depth)
{
    struct judge_key keys[RECORD_MAX];
    size_t n = 0;

    luaL_checkstack(L, RECORD_MAX + 4, NULL);
    for (lua_pushnil(L); lua_next(L, t);
         lua_insert(L, -2), n++) { /* the values stay below the key */
        if (n == RECORD_MAX || lua_type(L, -2) != LUA_TSTRING) {
            lua_settop(L, t);
            return false;
        }
        keys[n].s = lua_tolstring(L, -2, &keys[n].n);
        keys[n].i = t + 1 + (lua_Integer)n; /* where its value is */
    }

    judge_charge(L, n * 4);
    judge_sort_keys(keys, n);
    judge_write(L, "{", 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            judge_write(L, ",", 1);
        judge_write_string(L, keys[i].s, keys[i].n);
        judge_write(L, ":", 1);
        judge_write_json(L, (int)keys[i].i, depth + 1);
    }

    judge_write(L, "}", 1);
    lua_settop(L, t);
    return true;
}

/* The plain table on top of the stack. */
static void
judge_write_table(lua_State *L, int depth)
{
    int t = lua_gettop(L);
    size_t n;
    enum judge_mark mark = judge_mark(L, t);

    if (mark == MARK_FOREIGN)
        luaL_error(L, "规则的答复含有不能写成 JSON 的表");
    bool is_list = mark == MARK_ARRAY || mark == MARK_FROZEN_ARRAY;
    if (is_list ? judge_write_list(L, t, depth)
                : lua_rawlen(L, t) == 0 && judge_write_record(L, t, depth))
        return;

    struct judge_key *keys = judge_keys(L, t, &n);
    bool is_array = n ? !keys[0].s : mark == MARK_ARRAY || mark == MARK_FROZEN_ARRAY;
    judge_write(L, is_array ? "[" : "{", 1);
    for (size_t i = 0; i < n; i++) {
        if (is_array != !keys[i].s)
            luaL_error(L, "规则的答复含有整数和文字混用的键");
        if (is_array && keys[i].i != (lua_Integer)i + 1)
            luaL_error(L, "规则的答复含有不连续的数组");
        if (i > 0)
            judge_write(L, ",", 1);
        if (!is_array) {
            judge_write_string(L, keys[i].s, keys[i].n);
            judge_write(L, ":", 1);
        }
        judge_push_key(L, &keys[i]);
        lua_rawget(L, t);
        judge_write_json(L, -1, depth + 1);
        lua_pop(L, 1);
    }

    judge_write(L, is_array ? "]" : "}", 1);
    lua_pop(L, 1);
}

void
judge_write_json(lua_State *L, int index, int depth)
{
    const char *s;
    size_t n;

    luaL_checkstack(L, 8, NULL);
    if (depth > JUDGE_DEPTH)
        luaL_error(L, "规则的答复循环引用，或超过 %d 层", JUDGE_DEPTH);
    switch (lua_type(L, index)) {
    case LUA_TSTRING:
        s = lua_tolstring(L, index, &n);
        judge_write_string(L, s, n);
        return;
    case LUA_TNUMBER:
        judge_write_number(L, index);
        return;

    case LUA_TBOOLEAN:
        if (lua_toboolean(L, index))
            judge_write(L, "true", 4);
        else
            judge_write(L, "false", 5);
        return;
    case LUA_TNIL:
        judge_write(L, "null", 4);
        return;

    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(L, index) == NULL) {
            judge_write(L, "null", 4);
            return;
        }
        break;
    default:
        if (judge_open_table(L, index)) {
            judge_write_table(L, depth);
            lua_pop(L, 1);
            return;
        }
    }
    luaL_error(L, "规则的答复含有不能写成 JSON 的值：%s", luaL_typename(L, index));
}
