/* host.load and kin: rule files made into functions, protected calls, where a function stands. */
#include "judge/vm/reach.h"
#include "judge/vm/source.h"
#include "judge/vm/table.h"
#include "judge/wall/wall.h"

static const char envs_key; /* registry: environments given to host.load */

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

/* Pushes nil and the words for why a file does not compile; the error is on top. */
static int
load_failed(lua_State *L, int status, const char *source, size_t n)
{
    char words[SYNTAX_TEXT];

    if (judge_of(L)->stuck)
        return lua_error(L);
    if (status == LUA_ERRSYNTAX)
        syntax_words(source, n, lua_tostring(L, -1), words);
    lua_pushnil(L);
    lua_pushstring(L, status == LUA_ERRSYNTAX ? words : lua_tostring(L, -2));
    return 2;
}

static void
load_reach(void *data, int line)
{
    reach_there(data, line);
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
    lua_pushfstring(L, "@%s", path);
    int status = judge_compile(L, source, n, lua_tostring(L, 4));
    if (status != LUA_OK)
        return load_failed(L, status, source, n);

    source_add(L, path, source, n);
    if (is_counted)
        source_lines(L, path, load_reach, reach_add(judge_of(L), path));

    lua_rawgetp(L, LUA_REGISTRYINDEX, &envs_key);
    lua_pushvalue(L, 3);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    lua_pushvalue(L, 3);
    lua_setupvalue(L, 5, 1);

    return 1;
}

/* Calls the function in place 2 with what is above it; place 1 is free. is_set: it is the set's.
 * Whoever ran into a limit does not get out of here. */
static int
call_protected(lua_State *L, bool is_set)
{
    struct judge *j = judge_of(L);
    bool saw = judge_see_lines(j, is_set || j->sees_lines);
    int price = j->price;
    bool is_priced = j->is_priced;

    luaL_checkany(L, 2);
    lua_pushcfunction(L, judge_on_error);
    lua_replace(L, 1);
    j->is_priced = true;
    int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 1);
    j->is_priced = is_priced;
    j->price = price;
    judge_see_lines(j, saw);

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

/* host.protect(fn, …) → true and its values, or false, why not, and where if that is known. */
static int
host_protect(lua_State *L)
{
    lua_pushnil(L);
    lua_insert(L, 1);
    return call_protected(L, false);
}

/* host.read(fn): the same for a file of the set. */
static int
host_read(lua_State *L)
{
    lua_pushnil(L);
    lua_insert(L, 1);
    return call_protected(L, true);
}

/* Calls the function in place 1 with what is above it → its values. is_set: it is the set's. */
static int
call_plain(lua_State *L, bool is_set)
{
    struct judge *j = judge_of(L);
    bool saw = judge_see_lines(j, is_set);

    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    judge_see_lines(j, saw);

    return lua_gettop(L);
}

static int
call_word(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    return call_plain(L, false);
}

bool
host_is_word(lua_State *L, int index)
{
    return lua_tocfunction(L, index) == call_word;
}

/* host.word(fn) → fn as files of the set call it: the lines of the engine are not theirs. */
static int
host_word(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_pushcclosure(L, call_word, 1);
    return 1;
}

/* host.own(fn, …) → its values: a function of the set that nothing stands around, so that what it
 * raises is raised. */
static int
host_own(lua_State *L)
{
    return call_plain(L, true);
}

/* host.guard(label, fn, …): as host.protect() for a function of the set. While it runs, and when it
 * runs into a limit, the judge knows by the label what is at work; the set keeps the label's text.
 */
static int
host_guard(lua_State *L)
{
    struct judge *j = judge_of(L);

    j->at = luaL_checkstring(L, 1);
    if (j->is_telling && j->tell)
        j->tell(j->at);
    int n = call_protected(L, true);
    j->at = NULL;

    return n;
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

    /* A rule that declares while it judges would change the next judgement. */
    if (!judge_of(L)->is_loading)
        luaL_error(L, "声明只能写在文件里，不能在判断时作出");
    if (!judge_rule_frame(L, nth > 0 ? nth : 1, path, &line))
        return 0;

    lua_pushstring(L, path);
    lua_pushinteger(L, line);
    return 2;
}

void
host_open_code(lua_State *L)
{
    static const luaL_Reg lib[] = {{"load", host_load},     {"protect", host_protect},
                                   {"read", host_read},     {"own", host_own},
                                   {"word", host_word},     {"guard", host_guard},
                                   {"where", host_where},   {"upvalues", host_upvalues},
                                   {"caller", host_caller}, {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);

    lua_createtable(L, 0, 1); /* weak keys: an environment that nobody runs in is forgotten */
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &envs_key);
}
