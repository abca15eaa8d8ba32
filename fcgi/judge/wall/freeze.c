/*
 * Frozen data. A frozen table stays an ordinary table behind a proxy, a full userdata whose
 * metatable reads and refuses to write; tables inside it are proxies already. The mark on the table
 * says that its inside has been seen to, so freezing again is cheap.
 */
#include "judge/vm/table.h"
#include "judge/wall/wall.h"

static void freeze_inside(lua_State *L, int depth);

/* Replaces the table on top of the stack by a proxy for it. */
static void
freeze_wrap(lua_State *L)
{
    lua_newuserdatauv(L, 0, 1);
    lua_insert(L, -2);
    lua_setiuservalue(L, -2, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &judge_of(L)->proxy);
    lua_setmetatable(L, -2);
}

/*
 * Freezes what is on top of the stack. Tables with a metatable of the engine guard themselves and
 * pass as they are. Marking after the inside is done makes a shared table cheap and lets a cycle
 * run into the depth limit.
 */
static void
freeze_top(lua_State *L, int depth)
{
    if (lua_type(L, -1) != LUA_TTABLE)
        return;
    enum judge_mark mark = judge_mark(L, -1);
    if (mark == MARK_FOREIGN)
        return;

    if (mark == MARK_NONE || mark == MARK_ARRAY) {
        freeze_inside(L, depth);
        judge_set_mark(L, -1, mark == MARK_ARRAY ? MARK_FROZEN_ARRAY : MARK_FROZEN);
    }
    freeze_wrap(L);
}

static void
freeze_inside(lua_State *L, int depth)
{
    int t = lua_gettop(L);

    if (depth >= JUDGE_DEPTH)
        luaL_error(L, "表循环引用，或超过 %d 层", JUDGE_DEPTH);
    luaL_checkstack(L, 6, NULL);
    for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1)) {
        int type = lua_type(L, -1);
        if (type == LUA_TTABLE) {
            freeze_top(L, depth + 1);
            lua_pushvalue(L, -2);
            lua_pushvalue(L, -2);
            lua_rawset(L, t); /* an existing key: allowed while walking */
        } else if (type == LUA_TTHREAD ||
                   (type == LUA_TUSERDATA && !judge_is_proxy(L, -1) && !judge_is_view(L, -1)))
            luaL_error(L, "不能冻结 %s", luaL_typename(L, -1));
    }
}

void
host_freeze(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    lua_pushvalue(L, index);
    freeze_top(L, 0);
    lua_replace(L, index);
}

/* The engine may have added to a table after freezing it: that leaves it frozen all the same. */
void
host_freeze_found(lua_State *L, int table)
{
    enum judge_mark mark = judge_mark(L, table);
    if (mark == MARK_FROZEN || mark == MARK_FROZEN_ARRAY)
        host_freeze(L, -1);
}

/* The engine may have added to a table after freezing it, so what comes out is frozen on the way.
 */
static int
frozen_index(lua_State *L)
{
    lua_getiuservalue(L, 1, 1);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) == LUA_TTABLE && judge_mark(L, -1) != MARK_FOREIGN) {
        freeze_top(L, 0);
        lua_pushvalue(L, 2);
        lua_pushvalue(L, -2);
        lua_rawset(L, 3);
    }
    return 1;
}

static int
frozen_write(lua_State *L)
{
    return luaL_error(L, "不能修改只读的数据");
}

static int
frozen_len(lua_State *L)
{
    lua_getiuservalue(L, 1, 1);
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
    return 1;
}

/* Two proxies of one table are the same thing. */
static int
frozen_eq(lua_State *L)
{
    bool both = judge_is_proxy(L, 1) && judge_is_proxy(L, 2);
    if (both) {
        lua_getiuservalue(L, 1, 1);
        lua_getiuservalue(L, 2, 1);
    }
    lua_pushboolean(L, both && lua_rawequal(L, -1, -2));
    return 1;
}

/* host.array(t): marks and returns it. */
static int
host_array(lua_State *L)
{
    lua_settop(L, 1);
    if (!judge_open_table(L, 1))
        luaL_error(L, "数组应是表，不能是 %s", luaL_typename(L, 1));
    switch (judge_mark(L, 2)) {
    case MARK_NONE:
        judge_set_mark(L, 2, MARK_ARRAY);
        break;
    case MARK_FROZEN:
        judge_set_mark(L, 2, MARK_FROZEN_ARRAY);
        break;
    case MARK_ARRAY:
    case MARK_FROZEN_ARRAY:
        break;
    default:
        luaL_error(L, "这样的表不能标记为数组");
    }

    lua_settop(L, 1);
    return 1;
}

void
host_open_freeze(lua_State *L)
{
    static const luaL_Reg proxy[] = {{"__index", frozen_index},
                                     {"__newindex", frozen_write},
                                     {"__len", frozen_len},
                                     {"__eq", frozen_eq},
                                     {NULL, NULL}};
    static const luaL_Reg lib[] = {{"array", host_array}, {NULL, NULL}};
    struct judge *j = judge_of(L);
    luaL_setfuncs(L, lib, 0);

    for (enum judge_mark m = MARK_ARRAY; m < MARK_FOREIGN; m++) {
        lua_createtable(L, 0, 0);
        j->marks[m] = lua_topointer(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &j->marks[m]);
    }

    lua_createtable(L, 0, 8);
    luaL_setfuncs(L, proxy, 0);
    lua_pushliteral(L, "table"); /* what messages call it */
    lua_setfield(L, -2, "__name");
    j->proxy = lua_topointer(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &j->proxy);
}
