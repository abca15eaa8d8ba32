/*
 * host.string: what rules can do with text. Positions count code points, results are bounded, and
 * no function takes longer than its input is long: Lua's own patterns, rep and format are not here
 * because the budget cannot interrupt them.
 *
 * A byte that begins no code point counts as part of the one before, so that text that is not UTF-8
 * is odd but never dangerous.
 */
#include "judge/vm/table.h"
#include "judge/wall/wall.h"

#include <string.h>

#define PARTS_MAX 10000
#define SHOWN_MAX 900    /* bytes of one text in a finding: three hundred Chinese characters */
#define SEARCHED_AN_OP 8 /* bytes; reading them once takes a quarter of that */

static bool
is_start(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

static size_t
count_points(const char *s, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += is_start(s[i]);
    return count;
}

/* Where the code point with that number (from 0) begins; n when there are fewer. */
static size_t
point_at(const char *s, size_t n, size_t number)
{
    size_t i = 0;
    for (; i < n; i++)
        if (is_start(s[i]) && number-- == 0)
            break;
    return i;
}

static const char *
find_bytes(const char *s, size_t n, const char *what, size_t m)
{
    return m == 0 ? s : memmem(s, n, what, m);
}

static int
str_len(lua_State *L)
{
    size_t n;
    const char *s = host_check_text(L, 1, &n);
    lua_pushinteger(L, (lua_Integer)count_points(s, n));
    return 1;
}

static int
str_bytes(lua_State *L)
{
    size_t n;
    host_check_text(L, 1, &n);
    lua_pushinteger(L, (lua_Integer)n);
    return 1;
}

/* sub(s, from, to): code points, as string.sub counts bytes. */
static int
str_sub(lua_State *L)
{
    size_t n;
    const char *s = host_check_text(L, 1, &n);
    lua_Integer count = (lua_Integer)count_points(s, n), from = luaL_checkinteger(L, 2),
                to = luaL_optinteger(L, 3, -1);

    if (from < 0)
        from = from < -count ? 1 : count + from + 1;
    else if (from == 0)
        from = 1;

    if (to > count)
        to = count;
    else if (to < 0)
        to = to < -count ? 0 : count + to + 1;

    if (from > to) {
        lua_pushliteral(L, "");
        return 1;
    }

    size_t a = point_at(s, n, (size_t)from - 1), b = point_at(s, n, (size_t)to);
    lua_pushlstring(L, s + a, b - a);
    return 1;
}

static int
map_ascii(lua_State *L, bool upper)
{
    size_t n;
    const char *s = host_check_text(L, 1, &n);
    char *out = judge_scratch(L, n);

    for (size_t i = 0; i < n; i++) {
        bool flip = upper ? s[i] >= 'a' && s[i] <= 'z' : s[i] >= 'A' && s[i] <= 'Z';
        out[i] = flip ? (char)(s[i] ^ 0x20) : s[i];
    }

    lua_pushlstring(L, out, n);
    return 1;
}

static int
str_upper(lua_State *L)
{
    return map_ascii(L, true);
}

static int
str_lower(lua_State *L)
{
    return map_ascii(L, false);
}

static int
str_rep(lua_State *L)
{
    size_t n;
    const char *s = host_check_text(L, 1, &n);
    lua_Integer times = luaL_checkinteger(L, 2);
    if (times <= 0 || n == 0) {
        lua_pushliteral(L, "");
        return 1;
    }

    if (times > HOST_TEXT_MAX)
        host_check_size(L, HOST_TEXT_MAX + 1);
    host_check_size(L, n * (size_t)times);
    judge_charge(L, n * (size_t)times / 32 + (size_t)times / 4);
    char *out = judge_scratch(L, n * (size_t)times);
    for (lua_Integer i = 0; i < times; i++)
        memcpy(out + (size_t)i * n, s, n);
    lua_pushlstring(L, out, n * (size_t)times);

    return 1;
}

/* find(s, what, from): the code point where what begins, plain; nil when it is not there. */
static int
str_find(lua_State *L)
{
    size_t n, m;
    const char *s = host_check_text(L, 1, &n), *what = host_check_text(L, 2, &m);
    lua_Integer from = luaL_optinteger(L, 3, 1);
    size_t start = point_at(s, n, from > 1 ? (size_t)from - 1 : 0);

    judge_charge(L, n / SEARCHED_AN_OP);
    const char *at = find_bytes(s + start, n - start, what, m);
    if (!at)
        return 0;
    lua_pushinteger(L, (lua_Integer)count_points(s, (size_t)(at - s)) + 1);
    return 1;
}

static int
str_starts_with(lua_State *L)
{
    size_t n, m;
    const char *s = host_check_text(L, 1, &n), *what = host_check_text(L, 2, &m);
    lua_pushboolean(L, m <= n && memcmp(s, what, m) == 0);
    return 1;
}

static int
str_ends_with(lua_State *L)
{
    size_t n, m;
    const char *s = host_check_text(L, 1, &n), *what = host_check_text(L, 2, &m);
    lua_pushboolean(L, m <= n && memcmp(s + n - m, what, m) == 0);
    return 1;
}

static int
str_split(lua_State *L)
{
    size_t n, m;
    const char *s = host_check_text(L, 1, &n), *by = host_check_text(L, 2, &m), *at;
    lua_Integer parts = 0;

    if (m == 0)
        luaL_error(L, "split 的分隔文字不能为空");
    judge_charge(L, n / SEARCHED_AN_OP);
    lua_createtable(L, 4, 0);
    judge_set_mark(L, -1, MARK_ARRAY);

    for (;;) {
        at = find_bytes(s, n, by, m);
        if (++parts > PARTS_MAX)
            luaL_error(L, "split 得到的部分超过 %d 个", PARTS_MAX);
        lua_pushlstring(L, s, at ? (size_t)(at - s) : n);
        lua_rawseti(L, -2, parts);
        if (!at)
            break;
        n -= (size_t)(at - s) + m;
        s = at + m;
    }

    judge_charge(L, 4 * (size_t)parts);
    return 1;
}

/* replace(s, what, with): every occurrence, plain. */
static int
str_replace(lua_State *L)
{
    size_t n, m, k, count = 0, used = 0;
    const char *s = host_check_text(L, 1, &n), *what = host_check_text(L, 2, &m),
               *with = host_check_text(L, 3, &k), *end = s + n, *at;

    if (m == 0)
        luaL_error(L, "replace 要替换的文字不能为空");
    judge_charge(L, n / SEARCHED_AN_OP);
    for (at = s; (at = find_bytes(at, (size_t)(end - at), what, m)); at += m)
        count++;
    if (count == 0) {
        lua_settop(L, 1);
        return 1;
    }

    size_t size = n - count * m + count * k;
    if (size > n)
        host_check_size(L, size);
    judge_charge(L, 2 * count + size / SEARCHED_AN_OP);
    char *out = judge_scratch(L, size);
    for (; (at = find_bytes(s, (size_t)(end - s), what, m)); s = at + m) {
        memcpy(out + used, s, (size_t)(at - s));
        used += (size_t)(at - s);
        memcpy(out + used, with, k);
        used += k;
    }

    memcpy(out + used, s, (size_t)(end - s));
    lua_pushlstring(L, out, size);
    return 1;
}

/* join(array, between): strings and numbers. */
static int
str_join(lua_State *L)
{
    size_t m = 0, size = 0, used = 0, k;
    const char *between = lua_isnoneornil(L, 2) ? "" : host_check_text(L, 2, &m);

    lua_settop(L, 2);
    if (!judge_open_table(L, 1))
        luaL_error(L, "join 的第一个参数应是数组，不能是 %s", luaL_typename(L, 1));
    lua_Integer n = (lua_Integer)lua_rawlen(L, 3);
    judge_charge(L, (size_t)n);

    for (int pass = 0; pass < 2; pass++) {
        judge_charge(L, size / 32);
        char *out = pass ? judge_scratch(L, size) : NULL;
        for (lua_Integer i = 1; i <= n; i++) {
            int type = lua_rawgeti(L, 3, i);
            if (type != LUA_TSTRING && type != LUA_TNUMBER)
                luaL_error(L, "join 的第 %d 项应是文字或数，不能是 %s", (int)i,
                           luaL_typename(L, -1));
            judge_charge(L, type == LUA_TNUMBER ? 20 : 1);

            /* The copy on the stack becomes a text, the array keeps its number. */
            const char *s = lua_tolstring(L, -1, &k);
            if (pass) {
                memcpy(out + used, s, k);
                memcpy(out + used + k, between, i < n ? m : 0);
                used += k + (i < n ? m : 0);
            } else {
                size += k + (i < n ? m : 0);
                host_check_size(L, size);
            }
            lua_pop(L, 1);
        }

        if (pass)
            lua_pushlstring(L, out, size);
    }

    return 1;
}

static int
str_reverse(lua_State *L)
{
    size_t n, used = 0;
    const char *s = host_check_text(L, 1, &n);
    char *out = judge_scratch(L, n);

    for (size_t end = n; end > 0;) {
        size_t at = end - 1;
        while (at > 0 && !is_start(s[at]))
            at--;
        memcpy(out + used, s + at, end - at);
        used += end - at;
        end = at;
    }

    lua_pushlstring(L, out, n);
    return 1;
}

static int
str_byte(lua_State *L)
{
    size_t n;
    const char *s = host_check_text(L, 1, &n);
    lua_Integer at = luaL_optinteger(L, 2, 1);

    if (at < 0)
        at += (lua_Integer)n + 1;
    if (at < 1 || at > (lua_Integer)n)
        return 0;
    lua_pushinteger(L, (unsigned char)s[at - 1]);
    return 1;
}

static int
str_char(lua_State *L)
{
    char out[128];
    size_t used = 0;
    int n = lua_gettop(L);

    if (n > 32)
        luaL_error(L, "char 一次最多 32 个码点");
    for (int i = 1; i <= n; i++) {
        lua_Integer c = luaL_checkinteger(L, i);
        if (c < 1 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
            luaL_error(L, "没有这样的码点：%I", (LUAI_UACINT)c);

        if (c < 0x80)
            out[used++] = (char)c;
        else if (c < 0x800)
            out[used++] = (char)(0xC0 | c >> 6);
        else if (c < 0x10000) {
            out[used++] = (char)(0xE0 | c >> 12);
            out[used++] = (char)(0x80 | (c >> 6 & 0x3F));
        } else {
            out[used++] = (char)(0xF0 | c >> 18);
            out[used++] = (char)(0x80 | (c >> 12 & 0x3F));
            out[used++] = (char)(0x80 | (c >> 6 & 0x3F));
        }
        if (c >= 0x80)
            out[used++] = (char)(0x80 | (c & 0x3F));
    }

    lua_pushlstring(L, out, used);
    return 1;
}

/* host.shown(s): s, cut where nobody would read on; nil when it is no text that an answer can hold.
 */
static int
host_shown(lua_State *L)
{
    size_t n;
    const char *s = host_check_text(L, 1, &n);
    if (!utf8_valid(s, n))
        return 0;

    lua_settop(L, 1);
    if (n > SHOWN_MAX) {
        for (n = SHOWN_MAX; !is_start(s[n]);)
            n--;
        lua_pushlstring(L, s, n);
        lua_pushliteral(L, "…");
        lua_concat(L, 2);
    }
    return 1;
}

static const luaL_Reg string_lib[] = {
    {"len", str_len},         {"bytes", str_bytes},        {"sub", str_sub},
    {"upper", str_upper},     {"lower", str_lower},        {"rep", str_rep},
    {"find", str_find},       {"starts", str_starts_with}, {"ends", str_ends_with},
    {"split", str_split},     {"replace", str_replace},    {"join", str_join},
    {"reverse", str_reverse}, {"byte", str_byte},          {"char", str_char},
    {"format", host_format},  {"width", str_len},          {NULL, NULL}};

void
host_open_string(lua_State *L)
{
    lua_createtable(L, 0, (int)LEN(string_lib) + 8);
    luaL_setfuncs(L, string_lib, 0);
    host_add_writing(L);

    /* Methods of every string. Without the arithmetic of Lua's own string library: '1' + 1 is an
     * error in a rule. */
    lua_pushliteral(L, "");
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);

    host_freeze(L, -1);
    lua_setfield(L, -2, "string");
    lua_pushcfunction(L, host_shown);
    lua_setfield(L, -2, "shown");
}
