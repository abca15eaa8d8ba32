/*
 * statement: how one statement runs. Private to this room: nouns use db.h.
 *
 * Beneath the sealing of cells, which asks for its keys this way.
 */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include "store/db.h"

/* Binds every $n. A statement that was started is finished, whatever happens. */
enum err statement_start(struct store *s, enum query q, struct values v, struct fault *f) MUST;
/* rc: what the last step said. */
enum err statement_finish(struct store *s, enum query q, int rc, struct fault *f) MUST;

#endif
