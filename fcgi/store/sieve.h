/*
 * sieve: a search over the register as sets of bits. Private to this room.
 *
 * Words and filters are terms (posting.h); a query is a list of groups, of which an entry has a
 * term each. They are cut chunk by chunk, the rarest first, so that two filters which many entries
 * have and none has both cost a few rows a chunk. What is left may still lack a word of three
 * characters and more, of which the terms are pieces.
 */
#ifndef STORE_SIEVE_H
#define STORE_SIEVE_H

#include "store/posting.h"
#include "store/register.h"

enum {
    GROUPS_MAX = 48,
    TERMS_MAX = 64 /* of a group */
};

/* Terms of which an entry has one. */
struct group {
    int64_t ids[TERMS_MAX];
    int ids_n;
    int64_t n; /* entries, at most */
    int facet; /* whose filter it is; FACET__MAX: of none */
};
struct sieve {
    struct store *s;
    struct group groups[GROUPS_MAX];
    int n;
    long from_day, to_day; /* of filed_on; -1: any */
    int64_t bits[DAY_BITS];
    const char *words; /* JSON list */
    bool is_exact;     /* what is left of the terms has all words */
    bool is_empty;     /* nothing has a term that is asked for */
    long last;         /* ord of the newest entry */
};

struct term {
    long id, n; /* id 0: no entry ever had it */
};
enum err sieve_term(struct store *s, const char *name, struct term *out, struct fault *f) MUST;
enum err sieve_open(struct sieve *x, struct store *s, struct arena *a, const struct entry_query *q,
                    struct fault *f) MUST;
/* The entries of a chunk that have a term, beside those that are there; none is OK. */
enum err sieve_posting(struct store *s, int64_t term, long chunk, struct chunk *into,
                       struct fault *f) MUST;
/* Those that have one of the group's. */
enum err sieve_group(const struct sieve *x, const struct group *g, long chunk, struct chunk *into,
                     struct fault *f) MUST;
/* Those of a chunk that have a term of each group but the facets' whose bit is set in without. */
enum err sieve_chunk(const struct sieve *x, long chunk, unsigned without, struct chunk *out,
                     struct fault *f) MUST;
/* The same of all chunks, in the arena, and how many that are. */
enum err sieve_all(const struct sieve *x, struct arena *a, unsigned without, struct chunk **out,
                   long *n, struct fault *f) MUST;

#endif
