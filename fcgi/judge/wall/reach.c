/* host.lines: the reach of rule lines by cases, as tables. */
#include "judge/vm/reach.h"
#include "judge/vm/table.h"
#include "judge/wall/wall.h"

/* { file, total, covered, missing = { line, … } } */
static void
reach_push(lua_State *L, const struct reach_file *file)
{
    lua_Integer total = 0, covered = 0;

    lua_createtable(L, 0, 4);
    lua_createtable(L, 0, 0);
    judge_set_mark(L, -1, MARK_ARRAY);
    for (size_t line = 0; line < file->n; line++) {
        if (!(file->lines[line] & REACH_THERE))
            continue;
        total++;
        if (file->lines[line] & REACH_RAN)
            covered++;
        else {
            lua_pushinteger(L, (lua_Integer)line);
            lua_rawseti(L, -2, total - covered);
        }
    }

    lua_setfield(L, -2, "missing");
    lua_pushstring(L, file->path);
    lua_setfield(L, -2, "file");
    lua_pushinteger(L, total);
    lua_setfield(L, -2, "total");
    lua_pushinteger(L, covered);
    lua_setfield(L, -2, "covered");
}

/* host.lines() → the files in the order in which they were loaded, those without a function left
 * out. */
static int
host_lines(lua_State *L)
{
    struct reach *r = judge_of(L)->reach;
    lua_Integer n = 0;

    lua_createtable(L, 0, 0);
    judge_set_mark(L, -1, MARK_ARRAY);
    for (size_t i = 0; r && i < r->n; i++)
        if (r->files[i].n > 0) {
            judge_charge(L, r->files[i].n);
            reach_push(L, &r->files[i]);
            lua_rawseti(L, -2, ++n);
        }
    return 1;
}

/* host.uncount(fn): its lines need not run. For what a local declaration covers up. */
static int
host_uncount(lua_State *L)
{
    struct reach *r = judge_of(L)->reach;
    lua_Debug ar;

    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_getinfo(L, ">S", &ar);
    struct reach_file *file = ar.source[0] == '@' ? reach_find(r, ar.source + 1) : NULL;
    for (int line = ar.linedefined; file && line <= ar.lastlinedefined; line++)
        if (line > 0 && (size_t)line < file->n)
            file->lines[line] = 0;
    return 0;
}

/* host.behaves(path) → does a file of that path, in its layer, hold behaviour? */
static int
host_behaves(lua_State *L)
{
    lua_pushboolean(L, rulekit_behaves(luaL_checkstring(L, 1)));
    return 1;
}

void
host_open_reach(lua_State *L)
{
    static const luaL_Reg lib[] = {
        {"lines", host_lines}, {"uncount", host_uncount}, {"behaves", host_behaves}, {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);
}
