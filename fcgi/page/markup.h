/*
 * Markup: text for a browser. What a page shows comes from rules and from filings, so there is one
 * way to write it, and in that way every %s is escaped. Private to this room.
 */
#ifndef MARKUP_H
#define MARKUP_H

#include "model/model.h"

/* The head of a self-contained page in Chinese: its own style, nothing fetched, fit for A4.
 * page_end() closes what it opened. */
void page_start(struct buf *b, const char *title);
void page_end(struct buf *b);
/* fmt is markup of ours. %s: a text, escaped (NULL: nothing); %lld: a number. Nothing else. */
void page(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
/* The escaping alone. */
void page_text(struct buf *b, const char *s);
/* Percent-encoded, for a part of an address. */
void page_url(struct buf *b, const char *s);
/* The beginning of a hash, as people compare it: twelve digits. */
const char *page_hash(struct buf *b, const char *hash);

#endif
