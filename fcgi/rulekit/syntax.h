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

/* The same with its parts apart. */
struct syntax_place {
    int line, column; /* from 1, the column in characters; 0: not known */
    char words[SYNTAX_TEXT];
};
/* read: how many bytes Lua had taken when it stumbled, given one at a time; n + 1 when it had seen
 * their end. */
void syntax_place(const char *source, size_t n, const char *message, size_t read,
                  struct syntax_place *out);

#endif
