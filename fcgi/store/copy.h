/*
 * store/copy: a second database of this one, made while others read and write, and whether one is
 * whole. What a backup is made of.
 */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "model/model.h"

struct store;

/* Writes a snapshot of now into a new file at path, which only we may read. It holds everything
 * that was committed before the call. Nobody waits for it: it reads one snapshot, and writers go on
 * behind it. ERR_CONFLICT, "copy_there": there is a file. */
enum err store_copy(struct store *s, const char *path, struct fault *f) MUST;

/* Pages, indexes, references. ERR_DAMAGED, "database_damaged", says what is wrong. */
enum err store_copy_check(struct store *s, struct fault *f) MUST;

struct table_count {
    const char *name;
    long n;
};
/* Rows of the tables that matter, for whoever compares two databases. */
enum err store_copy_counts(struct store *s, struct arena *a, struct table_count **out, int *n,
                           struct fault *f) MUST;
/* The names of all attachments' files, in their order. */
enum err store_copy_blobs(struct store *s, struct arena *a, struct id_list *out,
                          struct fault *f) MUST;
/* How many steps the schema has taken. */
enum err store_copy_schema(struct store *s, long *out, struct fault *f) MUST;

#endif
