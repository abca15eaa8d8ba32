/*
 * host.seal: a judgement must not depend on the one before it, so a rule's functions may keep
 * nothing between calls. Tables that they close over are frozen where they are; a function that
 * assigns to a variable outside the declared one is refused (source.h says how that is known).
 */
#include "judge/vm/source.h"
#include "judge/vm/table.h"
#include "judge/wall/wall.h"

/* ---- what a function can reach --------------------------------------------------------------- */

/* Both take the value at the top, leave it there, and note in the table at seen what was looked at.
 */
static void seal_function(lua_State *L, int seen, int depth);

static bool
seal_is_new(lua_State *L, int seen)
{
    lua_pushvalue(L, -1);
    if (lua_rawget(L, seen) != LUA_TNIL) {
        lua_pop(L, 1);
        return false;
    }

    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_pushboolean(L, 1);
    lua_rawset(L, seen);
    return true;
}

/* Functions inside frozen tables. */
static void
seal_inside(lua_State *L, int seen, int depth)
{
    luaL_checkstack(L, 10, NULL);
    if (depth > JUDGE_DEPTH)
        luaL_error(L, "规则函数引用的数据超过 %d 层", JUDGE_DEPTH);
    if (!judge_open_table(L, -1))
        return;

    if (seal_is_new(L, seen)) {
        int t = lua_gettop(L);
        for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1))
            if (lua_type(L, -1) == LUA_TFUNCTION)
                seal_function(L, seen, depth + 1);
            else if (judge_is_proxy(L, -1))
                seal_inside(L, seen, depth + 1);
    }
    lua_pop(L, 1);
}

/* The value of upvalue i of the function below it. */
static void
seal_upvalue(lua_State *L, int seen, int i, const char *name, int depth)
{
    switch (lua_type(L, -1)) {
    case LUA_TTABLE:
        if (host_is_env(L, -1) || judge_mark(L, -1) == MARK_FOREIGN)
            return;
        host_freeze(L, -1);
        lua_pushvalue(L, -1);
        lua_setupvalue(L, -3, i);
        seal_inside(L, seen, depth);
        return;

    case LUA_TUSERDATA:
        if (host_is_env(L, -1))
            return;
        if (!judge_is_proxy(L, -1))
            luaL_error(L, "规则函数不得引用 %s（%s）", luaL_typename(L, -1), name);
        seal_inside(L, seen, depth);
        return;
    case LUA_TTHREAD:
        luaL_error(L, "规则函数不得引用 %s（%s）", luaL_typename(L, -1), name);
        return;
    case LUA_TFUNCTION:
        seal_function(L, seen, depth + 1);
        return;
    default:
        return;
    }
}

static void
seal_function(lua_State *L, int seen, int depth)
{
    lua_Debug ar;
    const char *name;

    luaL_checkstack(L, 10, NULL);
    if (depth > JUDGE_DEPTH)
        luaL_error(L, "规则函数互相引用超过 %d 层", JUDGE_DEPTH);
    if (lua_iscfunction(L, -1)) { /* those of host keep nothing; what pairs() returns counts on */
        if (!host_is_word(L, -1) && lua_getupvalue(L, -1, 1))
            luaL_error(L, "规则函数不得引用遍历到一半的 pairs()：判断不能依赖上一次判断");
        return;
    }
    if (!seal_is_new(L, seen))
        return;

    lua_pushvalue(L, -1);
    lua_getinfo(L, ">S", &ar);
    if (str_starts(ar.source, "@engine/")) /* words of the engine may keep what they like */
        return;

    if (source_assigns_outside(L)) {
        lua_pushfstring(L, "%s:%d: 规则函数不得给外面的局部变量赋值：判断不能依赖上一次判断",
                        ar.source + (ar.source[0] == '@'), ar.linedefined);
        lua_error(L);
    }

    for (int i = 1; (name = lua_getupvalue(L, -1, i)); i++) {
        seal_upvalue(L, seen, i, name, depth);
        lua_pop(L, 1);
    }
}

/* host.freeze(value) → its frozen proxy. What a set keeps for good is sealed as well. */
static int
host_do_freeze(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_settop(L, 1);
    host_freeze(L, 1);
    if (!judge_of(L)->is_loading) /* facts hold no functions */
        return 1;

    lua_createtable(L, 0, 8);
    lua_insert(L, 1);
    seal_inside(L, 1, 0);
    return 1;
}

/* host.seal(fn) → fn. */
static int
host_seal(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_createtable(L, 0, 8);
    lua_insert(L, 1);
    seal_function(L, 1, 0);
    return 1;
}

void
host_open_seal(lua_State *L)
{
    static const luaL_Reg lib[] = {{"freeze", host_do_freeze}, {"seal", host_seal}, {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);
}
