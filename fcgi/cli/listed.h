/* listed: a row of an official list as an entry of the register. Private to this room. */
#ifndef CLI_LISTED_H
#define CLI_LISTED_H

#include "cli/list.h"
#include "policy/policy.h"

struct listing {
    struct policy *policy;
    const char *on, *source; /* of the whole list; NULL: the row says */
    const char *today;       /* in Beijing; no list is of a later day */
};
/* ERR_INPUT with the reason in Chinese when the row is none. */
enum err listed_entry(const struct listing *l, struct arena *a, const struct list_row *row,
                      struct entry *out, struct fault *f) MUST;

#endif
