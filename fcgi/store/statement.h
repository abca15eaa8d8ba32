/*
 * statement: how one statement runs. Private to this room: nouns use db.h.
 *
 * Beneath the sealing of cells, which asks for its keys this way.
 */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include "store/db.h"

/* The first step of a statement, with every $n bound: engine.h says how it goes on and ends. */
enum err statement_first(struct store *s, enum query q, struct values v, bool *is_row,
                         struct fault *f) MUST;

#endif
