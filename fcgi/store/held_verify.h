/*
 * store/held_verify: are the rows as the lines of the table held tell, and those as the trail does?
 * Private to this room: audit_verify.c asks.
 */
#ifndef STORE_HELD_VERIFY_H
#define STORE_HELD_VERIFY_H

#include "store/audit.h"
#include "store/held.h"

/* Line x of the trail says how far the lines were, which it is asked to bear out; last_n: as far as
 * the line before it said. */
enum err held_compare(struct store *s, const struct audit_line *x, long *last_n,
                      struct rows_verdict *out, struct fault *f) MUST;
/* Reads all lines and all rows, a piece at a time. OK whatever it finds. */
enum err held_verify(struct store *s, struct rows_verdict *out, struct fault *f) MUST;

#endif
