/*
 * store/sealing: sealing what is stored already, batch by batch, beside whoever works.
 *
 * An earlier program wrote the columns of cells.h as texts. The clerk walks their tables and seals
 * what it finds; the walk's place is stored with each batch, so that it may be cut off anywhere. At
 * the end the database is written anew and its log is cut, for both may hold copies of what stood
 * there. The same walk seals one owner's cells under another key.
 */
#ifndef STORE_SEALING_H
#define STORE_SEALING_H

#include "base/base.h"

struct store;

/* One batch, inside a write: at most `most` rows. *is_done: no table is left. */
enum err store_seal_some(struct store *s, int most, long *sealed, bool *is_done,
                         struct fault *f) MUST;
/* After that, outside of any transaction: writes the database anew while writers wait, and cuts the
 * log. *is_done: neither holds anything more of what was there; false while a reader keeps the log
 * from being cut, and while tables are left. Needs free space of the database's size. */
enum err store_seal_finish(struct store *s, bool *is_done, struct fault *f) MUST;

/* Nothing is left to do: all is sealed, and no copy stays. */
enum err store_is_sealed(struct store *s, bool *out, struct fault *f) MUST;
/* Rows that are not sealed yet, by their tables; reads all of them. */
struct unsealed {
    const char *name;
    long at, n;
};
enum err store_unsealed_count(struct store *s, struct arena *a, struct unsealed **out, int *n,
                              struct fault *f) MUST;

/* Seals what is sealed by another key of owner under the newest, inside a write: at most `most`
 * rows of one table after at (from 0, by turns). */
struct resealing {
    int64_t key_n; /* the old key */
    int table;
    int64_t at;
};
enum err store_reseal_some(struct store *s, struct resealing *x, int most, long *sealed,
                           bool *is_done, struct fault *f) MUST;

#endif
