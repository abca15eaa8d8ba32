/*
 * The part of host that works on tables as rules may: what Lua's own library does in one step of
 * the budget, however much it moves, is charged here by what it moves.
 */
#include "judge/vm/table.h"
#include "judge/wall/wall.h"

#define MOVES_AN_OP 2 /* places that a table moves for the price of one instruction */
#define UNPACK_MAX 250
#define SORT_MAX 100000

static lua_Integer
check_list(lua_State *L)
{
    if (judge_is_proxy(L, 1))
        luaL_error(L, "不能修改只读的数据");
    if (lua_type(L, 1) != LUA_TTABLE || judge_mark(L, 1) == MARK_FOREIGN)
        luaL_error(L, "第 1 个参数应是可以修改的表，不能是 %s", luaL_typename(L, 1));
    return (lua_Integer)lua_rawlen(L, 1);
}

/* insert(list, value) or insert(list, at, value) */
static int
host_insert(lua_State *L)
{
    lua_Integer n = check_list(L), at = n + 1;
    int top = lua_gettop(L);

    if (top != 2 && top != 3)
        luaL_error(L, "insert 要两个或三个参数");
    if (top == 3)
        at = luaL_checkinteger(L, 2);
    if (at < 1 || at > n + 1)
        luaL_error(L, "insert 的位置应在 1 与 %I 之间", (LUAI_UACINT)(n + 1));
    judge_charge(L, (size_t)(n + 1 - at) / MOVES_AN_OP + 1);

    for (lua_Integer i = n; i >= at; i--) {
        lua_rawgeti(L, 1, i);
        lua_rawseti(L, 1, i + 1);
    }

    lua_rawseti(L, 1, at);
    return 0;
}

/* remove(list) or remove(list, at): what was there. */
static int
host_remove(lua_State *L)
{
    lua_Integer n = check_list(L), at = luaL_optinteger(L, 2, n);
    if (n == 0 && (at == 0 || lua_isnoneornil(L, 2)))
        return 0;

    if (at < 1 || at > n + 1)
        luaL_error(L, "remove 的位置应在 1 与 %I 之间", (LUAI_UACINT)(n + 1));
    judge_charge(L, (size_t)(n + 1 - at) / MOVES_AN_OP + 1);
    lua_rawgeti(L, 1, at);
    for (lua_Integer i = at; i < n; i++) {
        lua_rawgeti(L, 1, i + 1);
        lua_rawseti(L, 1, i);
    }

    lua_pushnil(L);
    lua_rawseti(L, 1, at < n ? n : at);
    return 1;
}

static int
host_unpack(lua_State *L)
{
    lua_settop(L, 3);
    if (!judge_open_table(L, 1))
        luaL_error(L, "unpack 的第一个参数应是表，不能是 %s", luaL_typename(L, 1));
    if (judge_mark(L, 4) == MARK_FOREIGN)
        luaL_error(L, "此处不能遍历");
    lua_Integer first = luaL_optinteger(L, 2, 1),
                last = luaL_optinteger(L, 3, (lua_Integer)lua_rawlen(L, 4));
    if (first > last)
        return 0;

    lua_Unsigned n = (lua_Unsigned)last - (lua_Unsigned)first + 1;
    if (n > UNPACK_MAX || n == 0)
        luaL_error(L, "unpack 最多 %d 项", UNPACK_MAX);
    judge_charge(L, n);
    luaL_checkstack(L, UNPACK_MAX + 4, NULL);
    for (lua_Unsigned i = 0; i < n; i++)
        lua_geti(L, 1, first + (lua_Integer)i);

    return (int)n;
}

/* Lua's select, which moves all that it is given. */
static int
host_select(lua_State *L)
{
    judge_charge(L, (size_t)lua_gettop(L) / MOVES_AN_OP);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* Lua's tonumber, which reads a text to its end. */
static int
host_tonumber(lua_State *L)
{
    size_t n = 0;
    if (lua_type(L, 1) == LUA_TSTRING)
        lua_tolstring(L, 1, &n);
    judge_charge(L, n / 8 + 2);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* ---- sorting --------------------------------------------------------------------------------- */

/* Does b (index -1) go before a (index -2)? */
static bool
sort_before(lua_State *L)
{
    bool is;

    judge_charge(L, 1 + lua_rawlen(L, -1) / 64);
    if (lua_isnil(L, 2)) {
        int a = lua_type(L, -2), b = lua_type(L, -1);
        if (a != b || (a != LUA_TNUMBER && a != LUA_TSTRING))
            luaL_error(L, "sort 只会比较数与数、文字与文字；其他请给出比较函数");
        return lua_compare(L, -1, -2, LUA_OPLT);
    }

    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -4);
    lua_call(L, 2, 1);
    is = lua_toboolean(L, -1);
    lua_pop(L, 1);

    return is;
}

/* Merges [lo, mid) and [mid, hi) of the table at from into the table at to. */
static void
sort_merge(lua_State *L, int from, int to, lua_Integer lo, lua_Integer mid, lua_Integer hi)
{
    lua_Integer a = lo, b = mid;

    for (lua_Integer at = lo; at < hi; at++) {
        bool take_b = a >= mid;
        if (!take_b && b < hi) {
            lua_rawgeti(L, from, a);
            lua_rawgeti(L, from, b);
            take_b = sort_before(L);
            lua_pop(L, 2);
        }
        lua_rawgeti(L, from, take_b ? b++ : a++);
        lua_rawseti(L, to, at);
    }
}

/* host.sort(array, less): a new array. Merging asks for each pair in a fixed order and ends
 * whatever less answers. */
static int
host_sort(lua_State *L)
{
    lua_settop(L, 2);
    if (!judge_open_table(L, 1))
        luaL_error(L, "sort 的第一个参数应是数组，不能是 %s", luaL_typename(L, 1));
    if (!lua_isnil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_Integer n = (lua_Integer)lua_rawlen(L, 3);
    if (n > SORT_MAX)
        luaL_error(L, "sort 最多排 %d 项", SORT_MAX);
    judge_charge(L, (size_t)n);
    lua_createtable(L, (int)n, 0); /* 4 and 5 take turns */
    lua_createtable(L, (int)n, 0);

    for (lua_Integer i = 1; i <= n; i++) {
        if (lua_rawgeti(L, 3, i) == LUA_TTABLE)
            host_freeze_found(L, 3);
        lua_rawseti(L, 4, i);
    }

    int from = 4, to = 5;
    for (lua_Integer width = 1; width < n; width *= 2) {
        judge_charge(L, (size_t)n);
        for (lua_Integer lo = 1; lo <= n; lo += 2 * width) {
            lua_Integer mid = lo + width <= n + 1 ? lo + width : n + 1,
                        hi = lo + 2 * width <= n + 1 ? lo + 2 * width : n + 1;
            sort_merge(L, from, to, lo, mid, hi);
        }
        int swap = from;
        from = to;
        to = swap;
    }

    judge_set_mark(L, from, MARK_ARRAY);
    lua_pushvalue(L, from);
    return 1;
}

void
host_open_table(lua_State *L)
{
    static const luaL_Reg lib[] = {{"sort", host_sort},
                                   {"insert", host_insert},
                                   {"remove", host_remove},
                                   {"unpack", host_unpack},
                                   {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);
    lua_getglobal(L, "tonumber");
    lua_pushcclosure(L, host_tonumber, 1);
    lua_setfield(L, -2, "tonumber");
    lua_getglobal(L, "select");
    lua_pushcclosure(L, host_select, 1);
    lua_setfield(L, -2, "select");
}
