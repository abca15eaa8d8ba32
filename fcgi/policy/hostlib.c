/* The general part of host: walking, types, compiling, protected calls, numbers, days. */
#include "policy/judge.h"
#include "policy/syntax.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/model.h"

static const char envs_key; /* registry: environments given to host.load */

/* ---- walking --------------------------------------------------------------------------------- */

/* What the engine added to a table after freezing it leaves it frozen all the same. The value is on
 * top. */
void
host_freeze_found(lua_State *L, int table)
{
    enum judge_mark mark = judge_mark(L, table);
    if (mark == MARK_FROZEN || mark == MARK_FROZEN_ARRAY)
        host_freeze(L, -1);
}

/* Upvalues: the plain table, its keys in order, how far we are. */
static int
pairs_next(lua_State *L)
{
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(3));

    judge_charge(L, 1);
    while (lua_rawgeti(L, lua_upvalueindex(2), ++at) != LUA_TNIL) {
        lua_pushvalue(L, -1);
        int type = lua_rawget(L, lua_upvalueindex(1));
        if (type == LUA_TTABLE)
            host_freeze_found(L, lua_upvalueindex(1));
        if (type != LUA_TNIL) {
            lua_pushinteger(L, at);
            lua_replace(L, lua_upvalueindex(3));
            return 2;
        }
        lua_pop(L, 2); /* removed since */
    }

    return 1;
}

static int
host_pairs(lua_State *L)
{
    size_t n;

    lua_settop(L, 1);
    if (!judge_open_table(L, 1))
        luaL_error(L, "pairs 的参数应是表，不能是 %s", luaL_typename(L, 1));
    if (judge_mark(L, 2) == MARK_FOREIGN && luaL_getmetafield(L, 2, "__index") != LUA_TNIL)
        luaL_error(L, "此处不能遍历");
    struct judge_key *keys = judge_keys(L, 2, &n); /* index 3 */
    lua_pushvalue(L, 2);
    lua_createtable(L, (int)n, 0);

    for (size_t i = 0; i < n; i++) {
        judge_push_key(L, &keys[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }

    lua_pushinteger(L, 0);
    lua_pushcclosure(L, pairs_next, 3);
    return 1;
}

static int
ipairs_next(lua_State *L)
{
    lua_Integer i = luaL_checkinteger(L, 2) + 1;
    judge_charge(L, 1);
    lua_pushinteger(L, i);
    return lua_geti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

static int
host_ipairs(lua_State *L)
{
    if (lua_type(L, 1) != LUA_TTABLE && !judge_is_proxy(L, 1))
        luaL_error(L, "ipairs 的参数应是表，不能是 %s", luaL_typename(L, 1));
    lua_settop(L, 1);
    lua_pushcfunction(L, ipairs_next);
    lua_insert(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

static const char
    type_keys[LUA_NUMTYPES]; /* registry: the name of each type, so that none is made anew */

static int
host_type(lua_State *L)
{
    luaL_checkany(L, 1);
    int type = lua_type(L, 1);
    if (type == LUA_TUSERDATA && (judge_is_proxy(L, 1) || judge_is_view(L, 1)))
        type = LUA_TTABLE;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &type_keys[type]);
    return 1;
}

int
host_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    switch (lua_type(L, 1)) {
    case LUA_TSTRING:
    case LUA_TNUMBER:
        judge_charge(L, 8);
        lua_pushvalue(L, 1);
        lua_tostring(L, -1);
        return 1;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, 1) ? "true" : "false");
        return 1;
    case LUA_TNIL:
        lua_pushliteral(L, "nil");
        return 1;
    case LUA_TLIGHTUSERDATA:
        lua_pushstring(L, lua_touserdata(L, 1) ? "userdata" : "null");
        return 1;
    default:
        return host_type(L);
    }
}

/* ---- code ------------------------------------------------------------------------------------ */

bool
host_is_env(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &envs_key);
    lua_pushvalue(L, index);
    bool is = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 2);
    return is;
}

/* host.load(path, source, environment, is_counted) → function, or nil and why not. Of a counted
 * file the lines that run are noted. */
static int
host_load(lua_State *L)
{
    size_t n;
    const char *path = luaL_checkstring(L, 1), *source = luaL_checklstring(L, 2, &n);
    bool is_counted = lua_toboolean(L, 4);

    luaL_checkany(L, 3);
    lua_settop(L, 3);
    judge_charge(L, n / 16);
    lua_pushfstring(L, "@%s", path);
    int status = luaL_loadbufferx(L, source, n, lua_tostring(L, 4), "t");
    if (status != LUA_OK) {
        char words[SYNTAX_TEXT];
        if (judge_of(L)->stuck)
            return lua_error(L);
        if (status == LUA_ERRSYNTAX)
            syntax_words(source, n, lua_tostring(L, -1), words);
        lua_pushnil(L);
        lua_pushstring(L, status == LUA_ERRSYNTAX ? words : lua_tostring(L, -2));
        return 2;
    }

    if (is_counted)
        coverage_add(L, path);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &envs_key);
    lua_pushvalue(L, 3);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    lua_pushvalue(L, 3);
    lua_setupvalue(L, 5, 1);

    return 1;
}

/* host.protect(fn, …). Whoever ran into a limit does not get out of here. */
static int
host_protect(lua_State *L)
{
    struct judge *j = judge_of(L);
    int price = j->price;
    bool is_priced = j->is_priced;

    luaL_checkany(L, 1);
    lua_pushcfunction(L, judge_on_error);
    lua_insert(L, 1);
    j->is_priced = true;
    int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 1);
    j->is_priced = is_priced;
    j->price = price;

    if (status == LUA_OK) {
        lua_pushboolean(L, 1);
        lua_replace(L, 1);
        return lua_gettop(L);
    }
    if (j->stuck || status == LUA_ERRMEM)
        return lua_error(L);

    lua_pushboolean(L, 0);
    lua_pushstring(L, status == LUA_ERRRUN ? j->caught.text
                                           : "规则的错误处理又出错，多半是调用层次太深");
    if (status != LUA_ERRRUN || !j->caught.where[0])
        return 2;
    lua_pushstring(L, j->caught.where);

    return 3;
}

/* host.where(fn) → path, first and last line. */
static int
host_where(lua_State *L)
{
    lua_Debug ar;

    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_getinfo(L, ">S", &ar);
    if (ar.source[0] != '@') {
        lua_pushliteral(L, "engine");
        lua_pushinteger(L, 0);
        return 2;
    }

    lua_pushstring(L, ar.source + 1);
    lua_pushinteger(L, ar.linedefined);
    lua_pushinteger(L, ar.lastlinedefined);
    return 3;
}

/* host.upvalues(fn) → what a function of a rule file closes over, in order; not its globals, nor
 * what belongs to the engine. */
static int
host_upvalues(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_createtable(L, 4, 0);
    for (int i = 1, n = 0; !lua_iscfunction(L, 1) && lua_getupvalue(L, 1, i); i++) {
        bool is_table = lua_type(L, -1) == LUA_TTABLE;
        if (lua_isnil(L, -1) || host_is_env(L, -1) ||
            (is_table && judge_mark(L, -1) == MARK_FOREIGN))
            lua_pop(L, 1);
        else
            lua_rawseti(L, 2, ++n);
    }
    return 1;
}

/* host.caller(nth) → path, line of the rule file that is making a declaration. */
static int
host_caller(lua_State *L)
{
    char path[64];
    int line, nth = (int)luaL_optinteger(L, 1, 1);

    if (!judge_of(L)->is_loading) /* a rule that declares while it judges would change the next
                                     judgement */
        luaL_error(L, "声明只能写在文件里，不能在判断时作出");
    if (!judge_rule_frame(L, nth > 0 ? nth : 1, path, &line))
        return 0;

    lua_pushstring(L, path);
    lua_pushinteger(L, line);
    return 2;
}

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

/* ---- numbers and days ------------------------------------------------------------------------ */

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

/* Back from days to a date (Howard Hinnant's civil_from_days); nil outside 1900 to 2199. */
static int
host_day_text(lua_State *L)
{
    char text[DATE_TEXT + 24];
    lua_Integer day = luaL_checkinteger(L, 1);

    judge_charge(L, 8);
    if (day < -25567 || day > 84005)
        return 0;

    long z = (long)day + 719468, era = z / 146097, doe = z - era * 146097;
    long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365,
         doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    long mp = (5 * doy + 2) / 153, month = mp < 10 ? mp + 3 : mp - 9;
    snprintf(text, sizeof text, "%04ld-%02ld-%02ld", yoe + era * 400 + (month <= 2), month,
             doy - (153 * mp + 2) / 5 + 1);
    lua_pushstring(L, text);
    return 1;
}

/* host.domain(text) → ascii, unicode, or nil and the reason. */
static int
host_domain(lua_State *L)
{
    struct judge *j = judge_of(L);
    struct fault f = {0};
    const char *ascii, *unicode;
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);

    judge_charge(L, 400 + 8 * n);
    if (n > 1024 || !utf8_valid(text, n)) {
        lua_pushnil(L);
        lua_pushliteral(L, "域名过长，或不是 UTF-8 文字");
        return 2;
    }

    if (!j->scratch)
        j->scratch = arena_new();
    arena_reset(j->scratch); /* here, since a push may jump */
    if (model_domain(j->scratch, text, &ascii, &unicode, &f)) {
        lua_pushnil(L);
        lua_pushstring(L, f.text);
        return 2;
    }

    lua_pushstring(L, ascii);
    lua_pushstring(L, unicode);
    return 2;
}

void
host_open_lib(lua_State *L)
{
    static const luaL_Reg lib[] = {{"pairs", host_pairs},
                                   {"ipairs", host_ipairs},
                                   {"type", host_type},
                                   {"tostring", host_tostring},
                                   {"load", host_load},
                                   {"protect", host_protect},
                                   {"where", host_where},
                                   {"upvalues", host_upvalues},
                                   {"caller", host_caller},
                                   {"sha256", host_sha256},
                                   {"integer", host_integer},
                                   {"floor", host_floor},
                                   {"abs", host_abs},
                                   {"max", host_max},
                                   {"min", host_min},
                                   {"day_text", host_day_text},

                                   {"domain", host_domain},
                                   {"day_number", host_day_number},
                                   {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);

    for (int t = 0; t < LUA_NUMTYPES; t++) {
        lua_pushstring(L, lua_typename(L, t));
        lua_rawsetp(L, LUA_REGISTRYINDEX, &type_keys[t]);
    }

    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    lua_createtable(L, 0, 1); /* weak keys: an environment that nobody runs in is forgotten */
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &envs_key);
}
