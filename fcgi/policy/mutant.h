/*
 * mutant: where a rule file can be changed by one operator or one constant. A file is read as Lua's
 * own lexer reads it, as far as that is needed to know what is code and what is text, and to know
 * functions from the declarations around them: those are not changed, for what they say is a matter
 * of law, and it is not for a case to repeat it.
 */
#ifndef POLICY_MUTANT_H
#define POLICY_MUTANT_H

#include "base/base.h"

struct mutant {
    const char *path;
    int line;
    size_t at, length;     /* in the file: what is replaced */
    const char *was, *now; /* now "": left out */
};

struct mutants {
    struct mutant *list;
    size_t n, cap;
};

/* Does a file of this path hold behaviour? The same files whose lines engine/coverage.lua counts.
 */
bool mutant_is_wanted(const char *path);
/* Adds those of one file, in its order. Everything lives in the arena; path is borrowed. */
void mutant_list(struct mutants *out, struct arena *a, const char *path, const char *text);
/* The changed file, and the changed line alone without the spaces around it. */
char *mutant_text(const struct mutant *m, struct arena *a, const char *text);
char *mutant_line(const struct mutant *m, struct arena *a, const char *text);

#endif
