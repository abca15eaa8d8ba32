/*
 * store/held: digests that hold the rows of entry, version, judgement and event against the trail.
 *
 * Each time that such a row is written, a trigger of the schema adds a line to the table held, in
 * the same transaction: a keyed digest of every column, and one that ties the line to the line
 * before. A line of the audit trail says how far the lines were when it was written, so that its
 * hash, and a head that is kept elsewhere, vouch for the rows as well. Who edits the database
 * beside the program, without the master key, can make none of them.
 */
#ifndef STORE_HELD_H
#define STORE_HELD_H

#include "store/db.h"

/* A line of the table. Its row is found by noun and row_key. */
struct held_line {
    long n;
    const char *noun, *row_key;
    struct bytes tags;
};
extern const struct row_map held_map;

/* What ties a line to the one before. */
enum {
    HELD_TAG = ROW_TAG,
    HELD_TIE = SEAL_TIE_BYTES,
    HELD_TAGS_MAX = COLUMNS_MAX * HELD_TAG + HELD_TIE
};
#define HELD_MARK_TEXT 64

/* The tables whose rows are held, in the order in which they are told. NULL: no more. */
const char *held_noun(int i);
/* The query that lists rows of it of which no line tells. */
enum query held_unheld(int i);

/* Digests of the columns of a row as it stands into out, HELD_TAGS_MAX bytes; *n: how many bytes.
 * names, unless NULL: the columns, good until the next row's. ERR_NOTFOUND: there is no such row.
 * The key must be there. */
enum err held_digest(struct store *s, const char *noun, const char *row_key, unsigned char *out,
                     size_t *n, const char **names, struct fault *f) MUST;
/* Ties line x, whose tags are the first n bytes of tags, to the line before: HELD_TIE bytes more.
 */
void held_tie(struct store *s, const struct bytes *before, const struct held_line *x,
              unsigned char *tags, size_t n);
/* The lines that statement open lists, in their order and so many at once, get their digests: what
 * wrote them had no key. *filled: how many. */
enum err held_fill(struct store *s, enum query open, long *filled, struct fault *f) MUST;
/* How far the lines are, as a line of the trail says it; NULL: there is none. */
enum err held_mark(struct store *s, char room[HELD_MARK_TEXT], const char **out,
                   struct fault *f) MUST;
const char *held_mark_of(const struct held_line *x, char room[HELD_MARK_TEXT]);

#endif
