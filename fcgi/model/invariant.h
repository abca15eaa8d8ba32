/*
 * model/invariant: what no rule set can loosen. One table: it is held against every transition when
 * a law is compiled, so that a set which breaks one does not load, and again when a filing moves.
 */
#ifndef MODEL_INVARIANT_H
#define MODEL_INVARIANT_H

#include "model/law.h"

struct invariant {
    const char *code, *title, *cure; /* the words are for rule editors */
    bool (*is_broken)(const struct law *l, const struct law_transition *t);
};
extern const struct invariant invariants[];
extern const int invariants_n;

/* The first that the transition breaks; NULL: none. */
const struct invariant *invariant_broken(const struct law *l, const struct law_transition *t);
/* What it brings takes effect only when another person has passed the same version before, or has
 * proposed it: it enters the register, leaves it, or is in force no more. */
bool invariant_two_people(const struct law_transition *t);

#endif
