/*
 * limits: the budget, the memory, and what an error says.
 */
#ifndef JUDGE_LIMITS_H
#define JUDGE_LIMITS_H

#include "judge/vm/vm.h"

/* ---- budget.c: the price of work ------------------------------------------------------------- */

void judge_arm(struct judge *j, int64_t ops); /* before every question */
JUMPS void judge_charge(lua_State *L, size_t ops);
/* For a walk over a table, beside what is in it. */
JUMPS void judge_charge_walk(lua_State *L);
/* After loading: what the set keeps may be as wide as anything that it made. */
void judge_keep_width(struct judge *j);
/* Raises the price of an instruction to at least that, until the question ends. */
void judge_raise(struct judge *j, size_t price);
/* From here on the set's own code runs, or no longer: the lines of it are noted while a set is
 * loaded and while its cases are run. → what it was. */
bool judge_see_lines(struct judge *j, bool is_wanted);

/* ---- memory.c -------------------------------------------------------------------------------- */

void *judge_alloc(void *judge, void *p, size_t had, size_t wanted);
/* Finds out which blocks are the stack and the list of texts. Once, before any rule. */
JUMPS void judge_learn_blocks(lua_State *L);
/* Scratch memory that the collector owns; pushes one value. */
JUMPS void *judge_scratch(lua_State *L, size_t size);

/* ---- fault.c: what an error says ------------------------------------------------------------- */

/* The message handler of every protected call: fills caught. */
int judge_on_error(lua_State *L);
/* Nearest frame of a rule file, counted from 1; false when there is none. */
bool judge_rule_frame(lua_State *L, int nth, char path[64], int *line);

#endif
