/*
 * wall: everything that Lua text of a rule set can call, and the engine as well, as the table
 * `host`. Each file of this folder adds its functions to the table on top of the stack.
 *
 * A host function owns nothing across a call that may jump, charges for the size of what it is
 * given, and hands out frozen data where it was given frozen data.
 *
 * The room has a file for each group of functions.
 */
#ifndef JUDGE_WALL_H
#define JUDGE_WALL_H

#include "judge/vm/vm.h"

#define HOST_TEXT_MAX 65536 /* bytes that rep, replace, join and format may make */

JUMPS void host_open_walk(lua_State *L);    /* pairs, ipairs, type, tostring */
JUMPS void host_open_code(lua_State *L);    /* load, protect, where, upvalues, caller */
JUMPS void host_open_number(lua_State *L);  /* integer, floor, day_number, … */
JUMPS void host_open_writing(lua_State *L); /* domain, url, writing, blank */
JUMPS void host_open_table(lua_State *L);   /* sort, insert, remove, unpack, … */
JUMPS void host_open_string(lua_State *L);  /* string.…, shown */
JUMPS void host_open_regex(lua_State *L);   /* match, capture, captures */
JUMPS void host_open_freeze(lua_State *L);  /* array, and what frozen data is */
JUMPS void host_open_seal(lua_State *L);    /* freeze, seal */
JUMPS void host_open_view(lua_State *L);    /* view, bind, is_view */
JUMPS void host_open_form(lua_State *L);    /* sheet, fill */
JUMPS void host_open_law(lua_State *L);     /* verbs, effects, law_compile, law_next, matter_next */
JUMPS void host_open_reach(lua_State *L);   /* lines, uncount, behaves */
bool host_regex_start(struct judge *j);     /* once, before the jail */

/* ---- check.c --------------------------------------------------------------------------------- */

/* The text that argument is; charges for reading it. */
JUMPS const char *host_check_text(lua_State *L, int arg, size_t *n);
/* A text of that size is to be made: HOST_TEXT_MAX at most. */
JUMPS void host_check_size(lua_State *L, size_t n);

/* ---- writing.c ------------------------------------------------------------------------------- */

/* trim, fold, difference: into the string library on top. */
JUMPS void host_add_writing(lua_State *L);

/* ---- freeze.c -------------------------------------------------------------------------------- */

/* Replaces the value there by its frozen proxy. */
JUMPS void host_freeze(lua_State *L, int index);
/* Replaces the value on top, found in that table, if the table is frozen. */
JUMPS void host_freeze_found(lua_State *L, int table);

/* ---- code.c, format.c, walk.c ---------------------------------------------------------------- */

/* Was it given to host.load as an environment? */
JUMPS bool host_is_env(lua_State *L, int index);
bool host_is_word(lua_State *L, int index); /* made by host.word() */
JUMPS int host_format(lua_State *L);
JUMPS int host_tostring(lua_State *L); /* pushes the text of argument 1, never an address */

#endif
