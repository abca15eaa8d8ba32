#include "judge/vm/syntax.h"

#include <stdio.h>
#include <string.h>

#include "judge/vm/source.h"
#include "judge/vm/table.h"

/* Hands Lua one byte at a time: where it stopped reading is where it stumbled. */
struct trickle {
    const char *text;
    size_t n, read;
};

static const char *
trickle_read(lua_State *L, void *data, size_t *size)
{
    struct trickle *t = data;

    (void)L;
    *size = t->read < t->n;
    t->read += t->read <= t->n; /* the end is looked at, too */
    return *size ? &t->text[t->read - 1] : NULL;
}

static void
set_number(lua_State *L, const char *name, int number)
{
    if (number < 1)
        return;
    lua_pushinteger(L, number);
    lua_setfield(L, -2, name);
}

/* Nested so deep that Lua gave up, which it does not call an error of syntax. */
static void
place_of_depth(const struct trickle *t, struct syntax_place *place)
{
    *place = (struct syntax_place){.line = 1};
    for (size_t i = 0; i < t->read && i < t->n; i++)
        place->line += t->text[i] == '\n';
    snprintf(place->words, sizeof place->words, "语法错误：括号或 end 套得太深，系统读不了");
}

/* Pushes what is wrong with a file that did not compile. */
static void
push_fault(lua_State *L, const char *path, const char *text, size_t n)
{
    struct trickle t = {text, n, 0};
    struct syntax_place place;

    judge_charge(L, n);
    lua_pushfstring(L, "@%s", path);
    int status = lua_load(L, trickle_read, &t, lua_tostring(L, -1), "t");
    if (status == LUA_ERRSYNTAX)
        syntax_place(text, n, lua_tostring(L, -1), t.read, &place);
    else
        place_of_depth(&t, &place);

    lua_createtable(L, 0, 4);
    lua_pushstring(L, path);
    lua_setfield(L, -2, "file");
    set_number(L, "line", place.line);
    set_number(L, "column", place.column);
    lua_pushstring(L, place.words);
    lua_setfield(L, -2, "message");
}

static bool
is_lua(const char *path)
{
    size_t n = strlen(path);
    return n > 4 && str_is(path + n - 4, ".lua");
}

/* The list is at 3, the files are at 1. */
static void
look_at(lua_State *L, const char *path)
{
    size_t n;

    lua_getfield(L, 1, path);
    const char *text = lua_tolstring(L, -1, &n);
    lua_pushfstring(L, "@%s", path);
    int status = text && is_lua(path) ? judge_compile(L, text, n, lua_tostring(L, -1)) : LUA_OK;
    if (judge_of(L)->stuck || status == LUA_ERRMEM)
        lua_error(L);
    if (status != LUA_OK) {
        push_fault(L, path, text, n);
        lua_rawseti(L, 3, (lua_Integer)lua_rawlen(L, 3) + 1);
    }
    lua_settop(L, 3);
}

void
syntax_faults(lua_State *L)
{
    size_t n;

    lua_replace(L, 1);
    lua_settop(L, 1);
    luaL_checktype(L, 1, LUA_TTABLE);
    struct judge_key *keys = judge_keys(L, 1, &n);
    lua_createtable(L, 8, 0);
    judge_set_mark(L, 3, MARK_ARRAY);
    for (size_t i = 0; i < n; i++)
        if (keys[i].s)
            look_at(L, keys[i].s);
}
