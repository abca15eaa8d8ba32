/*
 * due: what an account must do first, before it may do anything else; and what it may not do while
 * its organization is frozen. The dispatcher asks in every try of every request; a row that is
 * there for what is due says so (route.despite). Private to this room.
 */
#ifndef HANDLE_DUE_H
#define HANDLE_DUE_H

#include "handle/context.h"

enum due {
    DUE_PASSWORD = 1, /* it must be changed */
    DUE_FACTOR = 2,   /* a second factor must be enrolled */
    DUE_FROZEN = 4,   /* the organization may only read */
};
unsigned due_of(const struct context *c, const struct account *x);
/* "password", "factor": what comes first, for the pages; NULL: nothing is due. */
const char *due_word(unsigned due);
/* ERR_DENIED when the row is not for who asks as long as something is due. What is for everybody
 * stays so: whoever has something to do first is nobody there. */
enum err due_look(struct context *c) MUST;

#endif
