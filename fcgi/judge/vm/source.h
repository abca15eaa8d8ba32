/*
 * source: the functions of rule files, each compiled by itself. That is how Lua says by its public
 * interface what a finished function no longer tells: which lines of it have code, and whether it
 * assigns to a variable outside itself (then it would remember something between two questions).
 *
 * The texts of the files are kept while a set is loaded and forgotten afterwards.
 */
#ifndef JUDGE_SOURCE_H
#define JUDGE_SOURCE_H

#include "judge/vm/vm.h"

/* As luaL_loadbufferx() of text; what it makes counts as code. */
int judge_compile(lua_State *L, const char *text, size_t n, const char *name);

/* Keeps a rule file that compiles. */
JUMPS void source_add(lua_State *L, const char *path, const char *text, size_t n);
void source_forget(struct judge *j);

/* Calls mark for every line on which a function of that file has code. Declaring is not judging:
 * the file's own lines are none, nor are the ends of functions. mark must not raise an error. */
JUMPS void source_lines(lua_State *L, const char *path, void (*mark)(void *data, int line),
                        void *data);
/* Does the Lua function on top of the stack, or one inside it, assign to a variable outside of it?
 * One of a file that was not kept is an error. */
JUMPS bool source_assigns_outside(lua_State *L);

#endif
