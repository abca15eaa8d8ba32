/* pages: what the public reads in a browser. Private to this room. */
#ifndef HANDLE_PAGES_H
#define HANDLE_PAGES_H

#include "handle/context.h"

/* The request is for a page: whoever asks reads HTML, in success and in failure. */
bool pages_is_asked(const struct request *q);
/* The fault as a page. */
void pages_refused(struct context *c);

#endif
