/*
 * store/postings: what searches of the register ask for over and over, terms and the entries of a
 * chunk that have one, is read once as long as nobody commits.
 *
 * As kept.h: what SQLite says of its data version at the beginning of each snapshot decides.
 * Outside a snapshot, and in a transaction that writes, all is read as ever. Memory is bounded:
 * each thing has one place in a table, and gives way to the next that has it.
 */
#ifndef STORE_POSTINGS_H
#define STORE_POSTINGS_H

#include "store/db.h"
#include "store/posting.h"

struct postings;
struct postings *postings_new(void);
void postings_free(struct postings *x); /* NULL allowed */

struct term {
    long id, n; /* id 0: no entry ever had it */
};
/* One that no entry ever had is all zero. */
enum err postings_term(struct store *s, const char *name, struct term *out, struct fault *f) MUST;
/* The newest entry's ord; 0: there is none. */
enum err postings_last(struct store *s, int64_t *ord, struct fault *f) MUST;
/* Adds the entries of a chunk that have a term; ERR_NOTFOUND: nobody. */
enum err postings_chunk(struct store *s, int64_t term, long chunk, struct chunk *into,
                        struct fault *f) MUST;
/* The nearest chunk after this one in which somebody has the term, or the nearest before it;
 * ERR_NOTFOUND: nobody. */
enum err postings_near(struct store *s, int64_t term, long chunk, bool is_after, long *out,
                       struct fault *f) MUST;

#endif
