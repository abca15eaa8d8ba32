#include "judge/vm/source.h"

#include <stdio.h>
#include <string.h>

#define NAMES_MAX 100    /* locals declared before one function: Lua takes 200 */
#define COMPILED_AN_OP 2 /* bytes; inner functions are compiled again with those around them */

struct source_file {
    struct source_file *next;
    const char *path;
    struct function_text *functions;
    size_t n;
};

struct source {
    struct arena *arena; /* everything here lives in it */
    struct source_file *files;
};

/* ---- the files ------------------------------------------------------------------------------- */

int
judge_compile(lua_State *L, const char *text, size_t n, const char *name)
{
    struct judge *j = judge_of(L);

    judge_charge(L, n / 16);
    j->is_compiling = true;
    int status = luaL_loadbufferx(L, text, n, name, "t");
    j->is_compiling = false;

    return status;
}

void
source_add(lua_State *L, const char *path, const char *text, size_t n)
{
    struct judge *j = judge_of(L);

    judge_charge(L, n / 16);
    if (!j->source) {
        struct arena *a = arena_new();
        j->source = arena_alloc(a, sizeof *j->source);
        j->source->arena = a;
    }

    struct source *s = j->source;
    struct source_file *file = arena_alloc(s->arena, sizeof *file);
    file->path = arena_strdup(s->arena, path);
    file->n = lexer_functions(arena_strndup(s->arena, text, n), n, s->arena, &file->functions);
    file->next = s->files;
    s->files = file;
}

void
source_forget(struct judge *j)
{
    if (j->source)
        arena_free(j->source->arena);
    j->source = NULL;
}

static struct source_file *
source_find(const struct judge *j, const char *path)
{
    struct source_file *file = j->source ? j->source->files : NULL;
    while (file && strcmp(file->path, path) != 0)
        file = file->next;
    return file;
}

/* ---- one function ---------------------------------------------------------------------------- */

/* Names of the variables outside of it that a function uses, some of them at a time. */
struct names {
    const char *list[NAMES_MAX];
    int n;
};

/* Compiles a function on the lines where it stands, its end on a line of its own, with those names
 * declared as locals before it, and pushes what Lua made of it: the chunk, or the error. */
static int
function_compile(lua_State *L, const struct function_text *f, const struct names *outside,
                 const char *attribute)
{
    struct judge *j = judge_of(L);

    if (!j->scratch)
        j->scratch = arena_new();
    arena_reset(j->scratch); /* here, since Lua may jump out of its compiler */
    struct buf text = BUF(j->scratch);

    for (int i = 0; i < outside->n; i++)
        buf_printf(&text, "%s %s%s", i ? "," : "local", outside->list[i], attribute);
    for (int line = 1; line < f->open_line; line++)
        buf_puts(&text, "\n");
    buf_puts(&text, " return function");
    buf_add(&text, f->p, f->n);
    buf_puts(&text, "\nend");
    judge_charge(L, text.n / COMPILED_AN_OP);

    return judge_compile(L, text.p, text.n, "=function");
}

/* Raises what is no matter of the text: a limit that was reached. */
static void
function_check(lua_State *L, int status)
{
    if (status != LUA_OK && (status != LUA_ERRSYNTAX || judge_of(L)->stuck))
        lua_error(L);
}

/* The function itself, in place of the chunk on top that returns it. */
static void
function_take(lua_State *L, int status)
{
    if (status != LUA_OK)
        lua_error(L);
    lua_call(L, 0, 1);
}

void
source_lines(lua_State *L, const char *path, void (*mark)(void *data, int line), void *data)
{
    static const struct names none = {.n = 0};
    struct source_file *file = source_find(judge_of(L), path);
    lua_Debug ar;

    for (size_t i = 0; file && i < file->n; i++) {
        const struct function_text *f = &file->functions[i];
        function_take(L, function_compile(L, f, &none, ""));
        lua_getinfo(L, ">L", &ar);
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
            int line = (int)lua_tointeger(L, -2);
            if (line <= f->end_line) /* else it is the end that we gave it */
                mark(data, line);
        }
        lua_pop(L, 1);
    }
}

/* ---- assignments to what is outside ---------------------------------------------------------- */

/* The next names of the function at index, from upvalue *at on; false when there are no more. */
static bool
names_next(lua_State *L, int index, int *at, struct names *names)
{
    const char *name;

    for (names->n = 0; names->n < NAMES_MAX && (name = lua_getupvalue(L, index, *at)); ++*at) {
        lua_pop(L, 1);
        names->list[names->n++] = name;
    }
    return names->n > 0;
}

/* Does the function on top use every one of the names? */
static bool
names_are_used(lua_State *L, const struct names *names)
{
    for (int i = 0; i < names->n; i++) {
        const char *used = "";
        for (int k = 1; used && strcmp(used, names->list[i]) != 0; k++)
            if ((used = lua_getupvalue(L, -1, k)))
                lua_pop(L, 1);
        if (!used)
            return false;
    }
    return true;
}

/* Is the function at index that text? Two texts that begin and end on the same lines are told apart
 * by the names that they use; two that use the same names are taken for one, and neither may assign
 * to them. */
static bool
function_is(lua_State *L, int index, const struct function_text *f)
{
    struct names names;
    bool is = true;

    for (int at = 1; is && names_next(L, index, &at, &names);) {
        int status = function_compile(L, f, &names, "");
        function_check(L, status);
        function_take(L, status);
        is = names_are_used(L, &names);
        lua_pop(L, 1);
    }
    return is;
}

/* Lua refuses to compile an assignment to a local that is <const>: so the variables outside are
 * declared as such. */
static bool
function_assigns(lua_State *L, int index, const struct function_text *f)
{
    struct names names;

    for (int at = 1; names_next(L, index, &at, &names);) {
        int status = function_compile(L, f, &names, "<const>");
        function_check(L, status);
        lua_pop(L, 1);
        if (status != LUA_OK)
            return function_is(L, index, f);
    }
    return false;
}

bool
source_assigns_outside(lua_State *L)
{
    int index = lua_gettop(L);
    bool is_found = false, assigns = false;
    lua_Debug ar;

    luaL_checkstack(L, 8, NULL);
    lua_pushvalue(L, index);
    lua_getinfo(L, ">S", &ar);
    struct source_file *file = source_find(judge_of(L), ar.source + (ar.source[0] == '@'));

    for (size_t i = 0; file && i < file->n && !assigns; i++) {
        const struct function_text *f = &file->functions[i];
        if (f->end_line != ar.lastlinedefined || f->line > ar.linedefined ||
            f->open_line < ar.linedefined)
            continue;
        is_found = true;
        assigns = function_assigns(L, index, f);
    }
    if (!is_found)
        luaL_error(L, "找不到规则函数的文字（%s:%d）", ar.short_src, ar.linedefined);
    return assigns;
}
