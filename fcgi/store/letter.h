/* store/letter: official letters, and how far each series has counted. */
#ifndef STORE_LETTER_H
#define STORE_LETTER_H

#include "model/model.h"

struct store;

/* The next serial of a series in a year, in a transaction that writes. */
enum err store_letter_serial_take(struct store *s, const char *series, const char *year, long *n,
                                  struct fault *f) MUST;
/* Sets n. ERR_CONFLICT when its number was given before. */
enum err store_letter_add(struct store *s, struct letter *x, struct fault *f) MUST;

struct letter_query {
    const char *filing_id;
    const char *cursor; /* a letter's n */
    int limit;
};
/* The first first, without content. */
enum err store_letter_list(struct store *s, struct arena *a, const struct letter_query *q,
                           struct letter **out, int *n, struct fault *f) MUST;
enum err store_letter_load(struct store *s, struct arena *a, const char *filing_id, long n,
                           struct letter *out, struct fault *f) MUST;
/* By the code on the paper. Where the key of its organization was destroyed it has no content. */
enum err store_letter_by_code(struct store *s, struct arena *a, const char *code,
                              struct letter *out, struct fault *f) MUST;

#endif
