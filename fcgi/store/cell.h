/*
 * cell: sealing a member into a cell and opening a cell into a member. Private to this room: nouns
 * declare their members SEALED and use db.h.
 */
#ifndef STORE_CELL_H
#define STORE_CELL_H

#include "store/db.h"

/* Seals the SEALED columns of row whose values stand in v: from[i] is the column of v[i], or NULL.
 * What is sealed lives until the next call. */
enum err cells_seal(struct store *s, const struct row_map *map, const void *row,
                    const struct column *const *from, struct value *v, int n, struct fault *f) MUST;
/* Opens what stands in a column of the statement's row, whose row is named by the columns id, into
 * the arena. ERR_NOTFOUND, "key_erased"; ERR_BUSY, "key_missing". */
enum err cell_open(struct store *s, enum query q, const struct sealed_column *x,
                   struct bytes sealed, struct arena *a, const char **out, struct fault *f) MUST;

#endif
