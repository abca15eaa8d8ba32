/* number: of the register, as people write them. Private to this room. */
#ifndef HANDLE_NUMBER_H
#define HANDLE_NUMBER_H

#include "handle/context.h"

/* The entry whose number that is, as the rules read it and whatever stands around its digits.
 * ERR_NOTFOUND with words for people: no number, or none of ours. It ends the read snapshot while
 * it waits for the rules. */
enum err number_entry(struct context *c, const char *written, struct entry *out) MUST;

#endif
