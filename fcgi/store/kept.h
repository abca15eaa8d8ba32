/*
 * store/kept: rows that are asked for by one request after another, such as whose session this is,
 * are read once as long as nobody commits.
 *
 * What SQLite says of its data version at the beginning of each snapshot decides: only the same
 * state of the database gives the same row. Nothing that is sealed is ever kept.
 */
#ifndef STORE_KEPT_H
#define STORE_KEPT_H

#include "store/db.h"

struct kept_rows;
struct kept_rows *kept_new(void);
void kept_free(struct kept_rows *k); /* NULL allowed */

/* db_one() of a statement that depends on key alone, or on what the caller compares himself; that
 * there is no such row is known as well. Within a transaction that writes it is read as ever. */
enum err kept_one(struct store *s, enum query q, const char *key, struct into into, struct values v,
                  struct fault *f) MUST;

/* The same of db_all(), when there are few. */
enum err kept_all(struct store *s, enum query q, const char *key, struct into into, struct values v,
                  struct fault *f) MUST;

#endif
