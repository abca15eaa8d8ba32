/*
 * json: facts into Lua tables, answers out of them, without a tree between.
 */
#ifndef JUDGE_JSON_H
#define JUDGE_JSON_H

#include "judge/vm/vm.h"

/* Pushes the value; null members of objects are left out. Malformed text sets judge.input. Returns
 * whether the text is canonical. */
JUMPS bool judge_read_json(lua_State *L, const char *text, size_t n);
/* Appends the value to judge.out: keys sorted, integers stay integers. depth: 0 at first. */
JUMPS void judge_write_json(lua_State *L, int index, int depth);

#endif
