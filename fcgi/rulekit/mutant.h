/*
 * mutant: where a rule file can be changed by one operator or one constant. Only code inside of
 * functions is changed: what the declarations around them say is a matter of law, and it is not for
 * a case to repeat it.
 */
#ifndef RULEKIT_MUTANT_H
#define RULEKIT_MUTANT_H

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

/* Adds those of one file, in its order. They live in the arena; path is borrowed. */
void mutant_list(struct mutants *out, struct arena *a, const char *path, const char *text);
/* The changed file, and the changed line alone without the spaces around it. */
char *mutant_text(const struct mutant *m, struct arena *a, const char *text);
char *mutant_line(const struct mutant *m, struct arena *a, const char *text);

#endif
