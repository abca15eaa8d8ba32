/*
 * host.lines and what it is made of: for each rule file that holds behaviour, the lines on which
 * its functions have code, and which of them have run while the set was loaded or its cases were.
 * The record belongs to the judge, not to Lua, so the line hook can write to it; questions that are
 * no cases run without that hook and leave no trace here.
 */
#include <stdlib.h>
#include <string.h>

#include "policy/bytecode.h"
#include "policy/judge.h"

#define LINE_THERE 1
#define LINE_RAN 2

struct covered_file {
    char *path;
    unsigned char *lines; /* by line number */
    size_t n;
};

struct coverage {
    struct covered_file *files;
    size_t n, latest; /* the hook mostly stays in one file */
};

static struct covered_file *
coverage_find(struct coverage *c, const char *path)
{
    if (c->latest < c->n && strcmp(c->files[c->latest].path, path) == 0)
        return &c->files[c->latest];
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->files[i].path, path) == 0) {
            c->latest = i;
            return &c->files[i];
        }
    return NULL;
}

static void
coverage_there(void *data, int line)
{
    struct covered_file *file = data;

    if (line < 1)
        return;
    if ((size_t)line >= file->n) {
        size_t n = (size_t)line + (size_t)line / 2 + 64;
        file->lines = must_realloc(file->lines, n);
        memset(file->lines + file->n, 0, n - file->n);
        file->n = n;
    }
    file->lines[line] |= LINE_THERE;
}

void
coverage_add(lua_State *L, const char *path)
{
    struct judge *j = judge_of(L);

    if (!j->coverage) {
        j->coverage = must_alloc(sizeof *j->coverage);
        *j->coverage = (struct coverage){0};
    }

    struct coverage *c = j->coverage;
    struct covered_file *file = coverage_find(c, path);
    if (!file) {
        c->files = must_realloc(c->files, (c->n + 1) * sizeof *c->files);
        file = &c->files[c->n++];
        *file = (struct covered_file){.path = must_strdup(path)};
    }
    bytecode_lines(L, coverage_there, file);
}

void
coverage_ran(struct judge *j, const lua_Debug *ar)
{
    struct covered_file *file;
    if (!j->coverage || ar->what[0] == 'm') /* "main": the file itself, which declares */
        return;
    if ((file = coverage_find(j->coverage, ar->source + 1)) && ar->currentline > 0 &&
        (size_t)ar->currentline < file->n)
        file->lines[ar->currentline] |= LINE_RAN;
}

/* { file, total, covered, missing = { line, … } } */
static void
coverage_push(lua_State *L, const struct covered_file *file)
{
    lua_Integer total = 0, covered = 0;

    lua_createtable(L, 0, 4);
    lua_createtable(L, 0, 0);
    judge_set_mark(L, -1, MARK_ARRAY);
    for (size_t line = 0; line < file->n; line++) {
        if (!(file->lines[line] & LINE_THERE))
            continue;
        total++;
        if (file->lines[line] & LINE_RAN)
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
    struct coverage *c = judge_of(L)->coverage;
    lua_Integer n = 0;

    lua_createtable(L, 0, 0);
    judge_set_mark(L, -1, MARK_ARRAY);
    for (size_t i = 0; c && i < c->n; i++)
        if (c->files[i].n > 0) {
            judge_charge(L, c->files[i].n);
            coverage_push(L, &c->files[i]);
            lua_rawseti(L, -2, ++n);
        }
    return 1;
}

/* host.uncount(fn): its lines need not run. For what a local declaration covers up. */
static int
host_uncount(lua_State *L)
{
    struct coverage *c = judge_of(L)->coverage;
    lua_Debug ar;

    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_getinfo(L, ">S", &ar);
    struct covered_file *file = c && ar.source[0] == '@' ? coverage_find(c, ar.source + 1) : NULL;
    for (int line = ar.linedefined; file && line <= ar.lastlinedefined; line++)
        if (line > 0 && (size_t)line < file->n)
            file->lines[line] = 0;
    return 0;
}

void
host_open_coverage(lua_State *L)
{
    lua_pushcfunction(L, host_uncount);
    lua_setfield(L, -2, "uncount");
    lua_pushcfunction(L, host_lines);
    lua_setfield(L, -2, "lines");
}
