/*
 * limit: one number of a rule file changed as a hand would change it: the value of one
 * `limit { name = '…', value = … }`, and not a byte around it.
 */
#ifndef RULEKIT_LIMIT_H
#define RULEKIT_LIMIT_H

#include "base/base.h"

/* The text with that value (Lua) in the limit of that name, in the arena; NULL when no such
 * declaration stands there, with both of them written out. */
char *limit_write(const char *text, const char *name, const char *value, struct arena *a);
/* A value as Lua: a whole number, a text, true or false, or an object of days with such values.
 * NULL: it is none of these. */
char *limit_value(const json_t *value, struct arena *a);

#endif
