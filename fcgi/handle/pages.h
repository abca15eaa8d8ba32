/* pages: what the public reads in a browser. Private to this room. */
#ifndef HANDLE_PAGES_H
#define HANDLE_PAGES_H

#include "handle/context.h"
#include "page/page.h"

/* The request is for a page: whoever asks reads HTML, in success and in failure. */
bool pages_is_asked(const struct request *q);
/* The fault as a page. */
void pages_refused(struct context *c);
/* What a page is drawn from. */
struct page_site pages_site(struct context *c);
/* Answers with a page for everybody. */
void pages_show(struct context *c, int status, const struct buf *b);
/* Answers with a page that is whose it was asked for alone: no cache keeps it. */
void pages_show_once(struct context *c, int status, const struct buf *b);

#endif
