/* store/erasure: a person or an organization is forgotten. */
#ifndef STORE_ERASURE_H
#define STORE_ERASURE_H

#include "base/base.h"

struct store;

struct erasure {
    bool is_organization; /* else an account */
    long keys;            /* that were destroyed */
    long accounts;        /* that nobody can use any more */
};
/* Inside a write: destroys the keys of an organization and its accounts, or of an account, and what
 * is personal beside them. Rows, numbers, hashes and the audit trail stay. ERR_NOTFOUND: no such
 * id. ERR_CONFLICT, "sealing_unfinished": not all that an earlier program wrote is sealed yet, and
 * what is not does not go with the key. */
enum err store_erase(struct store *s, const char *id, struct erasure *out, struct fault *f) MUST;

#endif
