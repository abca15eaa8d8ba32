/*
 * table: Lua tables as data. What the rules may change is a plain table; what they may only read is
 * behind a proxy. The metatable of a plain table is its mark: rules can neither see nor set it.
 */
#ifndef JUDGE_TABLE_H
#define JUDGE_TABLE_H

#include "judge/vm/vm.h"

enum judge_mark judge_mark(lua_State *L, int index); /* of a plain table */
JUMPS void judge_set_mark(lua_State *L, int index, enum judge_mark mark);
bool judge_is_proxy(lua_State *L, int index);
extern const char judge_view_key; /* in the metatable of every view: see wall/view.c */
bool judge_is_view(lua_State *L, int index);
/* Pushes the plain table behind a table or proxy; false, and nothing pushed, for anything else. */
bool judge_open_table(lua_State *L, int index);

struct judge_key {
    const char *s; /* NULL: an integer */
    size_t n;
    lua_Integer i;
};
/* The keys of the plain table at index in their fixed order, in scratch memory (one value pushed).
 * Valid while the table is. */
JUMPS struct judge_key *judge_keys(lua_State *L, int index, size_t *count);
void judge_push_key(lua_State *L, const struct judge_key *key);
void judge_sort_keys(struct judge_key *keys, size_t n);

#endif
