/*
 * posting: which entries of the register have a term, as sets that are cut and joined fast.
 *
 * A term is two neighbouring characters of what is searched, or, three and more, what people narrow
 * a search with: "type:…", "on:2026-11", "on:2026-11-24". The entries of a term lie in chunks of so
 * many ords, a row of register_posting each: few of them as a list of 16 bits each, many as a bit
 * each, so that a row is 2 KB at most and a million entries are 62 rows a term.
 *
 * The queue of reviewers is searched the same way (queue.h); a character alone is a term there,
 * too.
 *
 * Statements have entry_terms(search text, type, role, status, area, day, organization, source), a
 * JSON list of all terms of an entry, whose organization is its name and a line for each of before;
 * queue_terms(text, kind, class, stage, area), the same of a
 * row of the queue; posting_of(place) of a group; posting_with(posting, posting);
 * posting_without(posting, place); has_bit(chunks as they lie in memory, place).
 */
#ifndef STORE_POSTING_H
#define STORE_POSTING_H

#include "store/db.h"

enum { CHUNK = 16384, CHUNK_WORDS = CHUNK / 64, CHUNK_BYTES = CHUNK / 8, TERM_CHUNKS = 65536 };

struct chunk {
    uint64_t words[CHUNK_WORDS];
};

/* Of a search text, type, role, status, area, day, organization and source; of a text, kind, class,
 * stage and area: a JSON list of all terms. NULL is said as nothing. */
enum { TERM_OF__MAX = 8, WAITS__MAX = 5 };
const char *posting_entry_terms(struct arena *a, const char *const given[TERM_OF__MAX]);
const char *posting_queue_terms(struct arena *a, const char *const given[WAITS__MAX]);

/* Into room for a row; how much of it is used: the shorter of the two forms. */
size_t posting_write(const struct chunk *c, unsigned char out[CHUNK_BYTES]);
/* Adds what a row holds. */
void posting_add(struct chunk *c, const void *p, size_t n);
/* Of two different chunks. */
void chunk_and(struct chunk *c, const struct chunk *with);
/* Those of c that are not of with. */
void chunk_and_not(struct chunk *c, const struct chunk *with);
void chunk_or(struct chunk *c, const struct chunk *with);
void chunk_fill(struct chunk *c);
/* Those from place on are left out, or those before it. */
void chunk_below(struct chunk *c, int place);
void chunk_from(struct chunk *c, int place);
bool chunk_is_empty(const struct chunk *c);
void chunk_set(struct chunk *c, unsigned place);
bool chunk_has(const struct chunk *c, int place);
void chunk_drop(struct chunk *c, int place);
long chunk_count(const struct chunk *c);
/* How many are in both. */
long chunk_count_both(const struct chunk *c, const struct chunk *with);

#endif
