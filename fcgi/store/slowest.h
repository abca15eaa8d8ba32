/* slowest: what of a request took the database longest. */
#ifndef STORE_SLOWEST_H
#define STORE_SLOWEST_H

#include "model/model.h"

struct store;

struct slowest {
    const char
        *label; /* a statement's name, "queue" (the writers' turn) or "fsync"; NULL: nothing */
    int64_t us;
};
/* Begins to look. */
void store_slowest_begin(struct store *s);
struct slowest store_slowest(const struct store *s);

#endif
