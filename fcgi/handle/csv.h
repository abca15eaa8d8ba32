/* csv: a table for a spreadsheet, RFC 4180, with a mark that tells programs of UTF-8. A cell that a
 * spreadsheet would take for a formula begins with an apostrophe. Private to this room. */
#ifndef HANDLE_CSV_H
#define HANDLE_CSV_H

#include "handle/context.h"

void csv_row(struct buf *b, const char *const *cells, size_t n); /* a cell of NULL is empty */
void csv_start(struct buf *b);
void reply_csv(struct context *c, const struct buf *b);
extern const char *const csv_types[]; /* of its route */

#endif
