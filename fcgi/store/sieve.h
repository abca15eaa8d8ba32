/*
 * sieve: a search over the register as sets of bits. Private to this room.
 *
 * Words and filters are terms (posting.h); a query is a list of groups, of which an entry has a
 * term each. They are cut chunk by chunk, the rarest first. Where a term has nobody is remembered,
 * so that a chunk without one of a group costs nothing but a look at which is the next. What is
 * left may still lack a word of three characters and more, of which the terms are pieces.
 */
#ifndef STORE_SIEVE_H
#define STORE_SIEVE_H

#include "store/postings.h"
#include "store/register.h"

enum { GROUPS_MAX = 48, WORDS_MAX = 20 };

/* A term, and chunks in which nobody has it: from first to last, both within. */
struct sought {
    int64_t id;
    long none_first, none_last;
};
/* Terms of which an entry has one: so many of the sieve's from first on. */
struct group {
    int first, terms;
    int64_t n; /* entries, at most */
    int facet; /* whose filter it is; FACET__MAX: of none */
};
struct sieve {
    struct store *s;
    struct arena *a;
    struct sought *sought;
    int sought_n, sought_room;
    struct group groups[GROUPS_MAX];
    int n;
    struct group all; /* every entry: where no other group is asked */
    const char *words[WORDS_MAX];
    int words_n;
    const char *organization; /* folded; NULL: any */
    bool is_up;               /* it is walked from the oldest to the newest */
    bool is_exact;            /* what is left of the terms has all words */
    bool is_empty;            /* nothing has a term that is asked for */
    long last;                /* ord of the newest entry */
};

enum err sieve_open(struct sieve *x, struct store *s, struct arena *a, const struct entry_query *q,
                    struct fault *f) MUST;
/* Those that have one of the group's. */
enum err sieve_group(struct sieve *x, const struct group *g, long chunk, struct chunk *into,
                     struct fault *f) MUST;
/* Those of a chunk that have a term of each group but the facets' whose bit is set in without. next
 * is the chunk to look at after it, below 0 or past the last when there is none. */
enum err sieve_chunk(struct sieve *x, long chunk, unsigned without, struct chunk *out, long *next,
                     struct fault *f) MUST;
/* Does the entry have all words? Those that are left where the sieve is not exact are asked. */
enum err sieve_holds(const struct sieve *x, long ord, bool *out, struct fault *f) MUST;
/* The same of all chunks, in the arena, and how many that are. */
enum err sieve_all(struct sieve *x, struct arena *a, unsigned without, struct chunk **out, long *n,
                   struct fault *f) MUST;

#endif
