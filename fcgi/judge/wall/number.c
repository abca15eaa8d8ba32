/* Numbers, days, hashes: what a rule asks about one value. */
#include "judge/wall/wall.h"

#include <math.h>
#include <string.h>

#include "model/model.h"

#define DAY_MS (24 * 60 * 60 * 1000)

/* host.sha256(text) → 64 hex digits. */
static int
host_sha256(lua_State *L)
{
    char hash[SHA256_TEXT];
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);
    judge_charge(L, 100 + n / 16);
    sha256_hex(text, n, hash);
    lua_pushstring(L, hash);
    return 1;
}

/* host.integer('0042') → 42; nil for anything but up to 18 decimal digits with an optional minus.
 */
static int
host_integer(lua_State *L)
{
    size_t n;
    lua_Integer v = 0;

    if (lua_isinteger(L, 1)) {
        lua_settop(L, 1);
        return 1;
    }
    if (lua_type(L, 1) != LUA_TSTRING)
        return 0;

    const char *s = lua_tolstring(L, 1, &n);
    if (n > 19)
        return 0;

    bool is_negative = *s == '-';
    s += is_negative;
    n -= is_negative;
    if (n == 0 || n > 18 || strspn(s, "0123456789") != n)
        return 0;

    for (size_t i = 0; i < n; i++)
        v = v * 10 + (s[i] - '0');
    lua_pushinteger(L, is_negative ? -v : v);
    return 1;
}

static void
check_number(lua_State *L, int arg)
{
    if (lua_type(L, arg) != LUA_TNUMBER)
        luaL_error(L, "参数应是数，不能是 %s", luaL_typename(L, arg));
}

static int
host_floor(lua_State *L)
{
    check_number(L, 1);
    lua_settop(L, 1);
    if (lua_isinteger(L, 1))
        return 1;

    lua_Number v = floor(lua_tonumber(L, 1));
    if (v >= -9007199254740992.0 && v <= 9007199254740992.0)
        lua_pushinteger(L, (lua_Integer)v);
    else
        lua_pushnumber(L, v);
    return 1;
}

static int
host_abs(lua_State *L)
{
    check_number(L, 1);
    if (lua_isinteger(L, 1)) {
        lua_Unsigned v = (lua_Unsigned)lua_tointeger(L, 1);
        lua_pushinteger(L, lua_tointeger(L, 1) < 0 ? (lua_Integer)(0u - v) : (lua_Integer)v);
    } else
        lua_pushnumber(L, fabs(lua_tonumber(L, 1)));
    return 1;
}

static int
pick(lua_State *L, bool greatest)
{
    int best = 1, n = lua_gettop(L);

    judge_charge(L, (size_t)n);
    check_number(L, 1);
    for (int i = 2; i <= n; i++) {
        check_number(L, i);
        if (lua_compare(L, greatest ? best : i, greatest ? i : best, LUA_OPLT))
            best = i;
    }

    lua_pushvalue(L, best);
    return 1;
}

static int
host_max(lua_State *L)
{
    return pick(L, true);
}

static int
host_min(lua_State *L)
{
    return pick(L, false);
}

static int
host_day_number(lua_State *L)
{
    judge_charge(L, 8);
    if (lua_type(L, 1) != LUA_TSTRING || !date_valid(lua_tostring(L, 1)) ||
        lua_rawlen(L, 1) != DATE_TEXT - 1)
        return 0;
    lua_pushinteger(L, date_days(lua_tostring(L, 1)));
    return 1;
}

/* host.day_text(days) → the date; nil outside 1900 to 2199. */
static int
host_day_text(lua_State *L)
{
    char text[DATE_TEXT];
    lua_Integer day = luaL_checkinteger(L, 1);

    judge_charge(L, 8);
    if (day < -25567 || day > 84005)
        return 0;

    date_beijing((int64_t)day * DAY_MS, text); /* which it has been for eight hours there */
    lua_pushstring(L, text);
    return 1;
}

void
host_open_number(lua_State *L)
{
    static const luaL_Reg lib[] = {{"sha256", host_sha256},
                                   {"integer", host_integer},
                                   {"floor", host_floor},
                                   {"abs", host_abs},
                                   {"max", host_max},
                                   {"min", host_min},
                                   {"day_text", host_day_text},
                                   {"day_number", host_day_number},
                                   {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
}
