/* model/audit: who did what to what. */
#ifndef MODEL_AUDIT_H
#define MODEL_AUDIT_H

#include "base/base.h"

/* A line of the audit trail. */
struct audit_line {
    long n;
    int64_t at;
    const char *actor_id; /* NULL: the system */
    const char *action;
    const char *object, *detail; /* an id; JSON object; NULL when there is none */
    const char *prev_hash, *hash;
    const char *actor_name; /* joined; NULL: the system, or a person erased */
};

#endif
