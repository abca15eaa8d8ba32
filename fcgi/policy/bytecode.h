/*
 * bytecode: what can be read off a compiled function without running it, from what lua_dump()
 * writes of it (Lua 5.4).
 *
 * Two things are wanted: whether it assigns to a variable outside itself (then it would remember
 * something between two questions), and which lines of its file hold code of functions (then those
 * are what cases should reach). A Lua whose bytecode is misread here must not run a single rule, so
 * bytecode_try() compares a few known functions with what must come of them.
 */
#ifndef POLICY_BYTECODE_H
#define POLICY_BYTECODE_H

#include "base/base.h"

struct lua_State;

/* The function on top of the stack, which stays there. May raise a Lua error. */
bool bytecode_assigns_outside(struct lua_State *L);
/* Calls mark for every instruction of the functions inside the chunk on top, not of the chunk
 * itself: declaring is not judging. Left out is the return that the compiler adds on the line of a
 * function's `end`. May raise a Lua error; mark must not. */
void bytecode_lines(struct lua_State *L, void (*mark)(void *data, int line), void *data);
/* Raises a Lua error when this is not the bytecode that this file knows. */
void bytecode_try(struct lua_State *L);

#endif
