/*
 * syntax: what Lua's complaint about a rule file means, in Chinese, for people who do not write
 * Lua: a comma of the Chinese keyboard, a quotation mark that a word processor bent, a brace that
 * is missing. Knows text only, nothing of Lua's state. Private to this room.
 */
#ifndef SYNTAX_H
#define SYNTAX_H

#include <stddef.h>

#define SYNTAX_TEXT 400
/* message: what Lua said of source, "file:line: … near …". out: the same place and the words. */
void syntax_words(const char *source, size_t n, const char *message, char out[SYNTAX_TEXT]);

#endif
