/* base/json_tree: JSON that is well formed into jansson's values, in one pass. */
#ifndef BASE_JSON_TREE_H
#define BASE_JSON_TREE_H

#include "base/text.h"

/*
 * NULL for what is no JSON text (RFC 8259) whose root is an object or a list, or has a key twice in
 * one object, a NUL, an integer beyond 64 bits, a real beyond a double, or more brackets open at
 * once than depth. It does not say which: whoever wants to know asks jansson, which takes the same.
 * The caller owns the root.
 */
json_t *json_tree(const char *text, size_t n, int depth) MUST;

#endif
