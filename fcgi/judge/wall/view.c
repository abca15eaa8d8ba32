/*
 * A rule sees the facts through a view. A view knows its members, groups (views themselves) and
 * leaves, and answers for these and nothing else. Groups are found by Lua itself, in the table that
 * is the view's __index; only a leaf, or a name that is none, calls leaf_index. All views of a set
 * look into the same places, tables of the facts in hand, found once per question by host.bind.
 */
#include "judge/vm/table.h"
#include "judge/wall/wall.h"

static const char places_key; /* registry: place → table of the facts in hand, or false */

enum { LEAVES = 1, PLACE, WHO, PREFIX, LEAF__VALUES = PREFIX }; /* upvalues of leaf_index */

static int
leaf_denied(lua_State *L)
{
    const char *prefix = lua_tostring(L, lua_upvalueindex(PREFIX));
    lua_pushcfunction(L, host_tostring);
    lua_pushvalue(L, 2);
    lua_call(L, 1, 1);
    return luaL_error(L, "规则 %s 未在 reads 中声明便读取 %s%s%s",
                      lua_tostring(L, lua_upvalueindex(WHO)), prefix, *prefix ? "." : "",
                      lua_tostring(L, -1));
}

static int
leaf_index(lua_State *L)
{
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(LEAVES)) == LUA_TNIL)
        return leaf_denied(L);

    lua_rawgetp(L, LUA_REGISTRYINDEX, &places_key);
    if (lua_rawgeti(L, -1, lua_tointeger(L, lua_upvalueindex(PLACE))) != LUA_TTABLE)
        return 0;

    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) == LUA_TTABLE)
        host_freeze(L, -1);
    return 1;
}

static int
view_refuse(lua_State *L)
{
    return luaL_error(L, "此处不能遍历或改写；请在 reads 中声明 %s",
                      lua_tostring(L, lua_upvalueindex(1)));
}

/* host.view(who, prefix, groups, leaves, place): groups maps a name to a view, leaves a name to
 * true. */
static int
host_view(lua_State *L)
{
    luaL_checktype(L, 3, LUA_TTABLE);
    luaL_checktype(L, 4, LUA_TTABLE);
    luaL_checkinteger(L, 5);
    lua_settop(L, 5);
    lua_createtable(L, 0, 1); /* what the groups fall back to */
    static const int from[LEAF__VALUES] = {4, 5, 1, 2};
    for (int i = 0; i < LEAF__VALUES; i++)
        lua_pushvalue(L, from[i]);
    lua_pushcclosure(L, leaf_index, LEAF__VALUES);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, 3);

    lua_newuserdatauv(L, 0, 0);
    lua_createtable(L, 0, 5);
    lua_pushvalue(L, 3);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, view_refuse, 1);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "__newindex");
    lua_setfield(L, -2, "__len");
    lua_pushliteral(L, "table"); /* what messages call it */
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 1);
    lua_rawsetp(L, -2, &judge_view_key);
    lua_setmetatable(L, -2);

    return 1;
}

/* host.bind(parents, keys, facts): place 1 is the facts, place i the member keys[i] of place
 * parents[i]. */
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

/* host.stand(place, table): in the facts in hand, that table stands at the place. */
static int
host_stand(lua_State *L)
{
    luaL_checkinteger(L, 1);
    lua_settop(L, 2);
    if (judge_is_proxy(L, 2))
        judge_open_table(L, 2);
    luaL_checktype(L, -1, LUA_TTABLE);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &places_key);
    lua_insert(L, -2);
    lua_rawseti(L, -2, lua_tointeger(L, 1));
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
    static const luaL_Reg lib[] = {{"view", host_view},
                                   {"bind", host_bind},
                                   {"stand", host_stand},
                                   {"is_view", host_is_view},
                                   {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);
    lua_createtable(L, 32, 0);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &places_key);
}
