/* inbox: whose notices are asked for. Private to this room. */
#ifndef HANDLE_INBOX_H
#define HANDLE_INBOX_H

#include "handle/context.h"

/* Whoever asks: their own, and of their organization where they file for it. */
struct notice_reader inbox_of(const struct context *c);
/* How many of these are unread; NOTICES_COUNTED stands for that many or more. */
enum err inbox_unread(struct context *c, long *n) MUST;

#endif
