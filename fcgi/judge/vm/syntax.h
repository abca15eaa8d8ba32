/*
 * syntax: rule files that are only read, never run: which of them are no Lua, and where.
 */
#ifndef JUDGE_SYNTAX_H
#define JUDGE_SYNTAX_H

#include "judge/vm/vm.h"

/* On top stand files, path → text, which give way to a list of {file, line, column, message}: of
 * each that does not compile its first fault, in the order of paths. */
JUMPS void syntax_faults(lua_State *L);

#endif
