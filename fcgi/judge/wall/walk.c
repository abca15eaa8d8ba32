/* host.pairs and kin: walking in a fixed order, types, texts of values. */
#include "judge/vm/table.h"
#include "judge/wall/wall.h"

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

/* Registry: the name of each type, so that none is made anew. */
static const char type_keys[LUA_NUMTYPES];

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

void
host_open_walk(lua_State *L)
{
    static const luaL_Reg lib[] = {{"pairs", host_pairs},
                                   {"ipairs", host_ipairs},
                                   {"type", host_type},
                                   {"tostring", host_tostring},
                                   {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);

    for (int t = 0; t < LUA_NUMTYPES; t++) {
        lua_pushstring(L, lua_typename(L, t));
        lua_rawsetp(L, LUA_REGISTRYINDEX, &type_keys[t]);
    }
}
