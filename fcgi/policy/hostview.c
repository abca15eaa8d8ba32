/*
 * Views: what a rule sees of the facts. A view knows its members, groups (views themselves) and leaves, and answers for these and
 * nothing else. All views of a set look into the same places, tables of the facts in hand, found once per question by host.bind.
 */
#include "policy/judge.h"

static const char view_key;   /* registry: the metatable of views */
static const char places_key; /* registry: place → table of the facts in hand, or false */

enum { VIEW_MEMBERS = 1, VIEW_WHO, VIEW_PREFIX, VIEW__VALUES = VIEW_PREFIX };

bool
judge_is_view(lua_State *L, int index)
{
    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
        return false;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &view_key);
    bool is = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return is;
}

static int
view_denied(lua_State *L)
{
    lua_getiuservalue(L, 1, VIEW_WHO);
    lua_getiuservalue(L, 1, VIEW_PREFIX);
    const char *prefix = lua_tostring(L, -1);
    lua_pushcfunction(L, host_tostring);
    lua_pushvalue(L, 2);
    lua_call(L, 1, 1);
    return luaL_error(L, "规则 %s 未在 reads 中声明便读取 %s%s%s", lua_tostring(L, -3), prefix, *prefix ? "." : "", lua_tostring(L, -1));
}

static int
view_index(lua_State *L)
{
    lua_getiuservalue(L, 1, VIEW_MEMBERS);
    lua_pushvalue(L, 2);
    switch (lua_rawget(L, -2)) {
    case LUA_TUSERDATA: /* a group */
        return 1;
    case LUA_TBOOLEAN: /* a leaf */
        break;
    default:
        return view_denied(L);
    }
    int place = *(int *)lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &places_key);
    if (lua_rawgeti(L, -1, place) != LUA_TTABLE)
        return 0;
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) == LUA_TTABLE)
        host_freeze(L, -1);
    return 1;
}

static int
view_refuse(lua_State *L)
{
    lua_getiuservalue(L, 1, VIEW_PREFIX);
    return luaL_error(L, "此处不能遍历或改写；请在 reads 中声明 %s", lua_tostring(L, -1));
}

/* host.view(who, prefix, members, place): members maps a name to a view or to true. */
static int
host_view(lua_State *L)
{
    luaL_checktype(L, 3, LUA_TTABLE);
    int place = (int)luaL_checkinteger(L, 4);
    *(int *)lua_newuserdatauv(L, sizeof(int), VIEW__VALUES) = place;
    static const int from[] = {3, 1, 2}; /* as VIEW_MEMBERS, VIEW_WHO, VIEW_PREFIX */
    for (int i = 0; i < VIEW__VALUES; i++) {
        lua_pushvalue(L, from[i]);
        lua_setiuservalue(L, -2, i + 1);
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &view_key);
    lua_setmetatable(L, -2);
    return 1;
}

/* host.bind(parents, keys, facts): place 1 is the facts, place i the member keys[i] of place parents[i]. */
static int
host_bind(lua_State *L)
{
    lua_settop(L, 3);
    lua_Integer n = (lua_Integer)lua_rawlen(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &places_key); /* 4 */
    lua_pushvalue(L, 3);
    lua_rawseti(L, 4, 1);
    for (lua_Integer i = 2; i <= n; i++) {
        lua_rawgeti(L, 1, i);
        if (lua_rawgeti(L, 4, lua_tointeger(L, -1)) == LUA_TTABLE) {
            lua_rawgeti(L, 2, i);
            lua_rawget(L, -2);
            if (judge_is_proxy(L, -1))
                judge_open_table(L, -1);
        } else
            lua_pushboolean(L, 0);
        lua_rawseti(L, 4, i);
        lua_settop(L, 4);
    }
    return 0;
}

static int
host_is_view(lua_State *L)
{
    lua_pushboolean(L, judge_is_view(L, 1));
    return 1;
}

void
host_open_view(lua_State *L)
{
    static const luaL_Reg meta[] = {{"__index", view_index}, {"__newindex", view_refuse}, {"__len", view_refuse}, {NULL, NULL}};
    static const luaL_Reg lib[] = {{"view", host_view}, {"bind", host_bind}, {"is_view", host_is_view}, {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);
    lua_createtable(L, 0, 4);
    luaL_setfuncs(L, meta, 0);
    lua_pushliteral(L, "table"); /* what messages call it */
    lua_setfield(L, -2, "__name");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &view_key);
    lua_createtable(L, 32, 0);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &places_key);
}
