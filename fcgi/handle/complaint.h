/* complaint: what both ways of making one do, by a program and by a form. Private to this room. */
#ifndef HANDLE_COMPLAINT_H
#define HANDLE_COMPLAINT_H

#include "handle/guess.h"

struct complaining {
    struct matter_work work;
    struct guess guess;
};
/* Decides upon the entry's organization. */
enum err complaint_of(struct context *c, const char *number, struct complaining *x) MUST;
/* In the transaction. Each is counted, so that one address does not fill the office's list. */
enum err complaint_keep(struct context *c, struct complaining *x) MUST;

#endif
