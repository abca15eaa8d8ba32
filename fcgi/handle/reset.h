/* reset: links by which somebody sets a password that nobody else knows. Private to this room. */
#ifndef HANDLE_RESET_H
#define HANDLE_RESET_H

#include "handle/context.h"

/* What an administrator hands over; it is shown once and stored nowhere. */
struct reset_told {
    const char *token, *path; /* NULL: none was given */
    int64_t ends_at;
};
extern const struct member reset_told_members[]; /* of one that stands at .at */

/* In a write: the account's one link from now on. */
enum err reset_give(struct context *c, const char *account_id, bool drops_factor,
                    struct reset_told *out) MUST;

#endif
