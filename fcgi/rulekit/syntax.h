/*
 * syntax: Lua's complaint about a rule file in Chinese, for people who do not write Lua: a comma of
 * the Chinese keyboard, a quotation mark that a word processor bent, a brace that is missing.
 */
#ifndef RULEKIT_SYNTAX_H
#define RULEKIT_SYNTAX_H

#include "base/base.h"

#define SYNTAX_TEXT 400
/* message is Lua's, "file:line: … near …"; out has the same place and our words. */
void syntax_words(const char *source, size_t n, const char *message, char out[SYNTAX_TEXT]);

#endif
