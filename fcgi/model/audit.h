/* model/audit: who did what to what. */
#ifndef MODEL_AUDIT_H
#define MODEL_AUDIT_H

#include "model/role.h"

/* A line of the audit trail. */
struct audit_line {
    long n;
    int64_t at;
    const char *actor_id; /* NULL: the system */
    const char *action;
    const char *object, *detail; /* an id; JSON object; NULL when there is none */
    const char *prev_hash, *hash;
    /* joined */
    const char *actor_name;      /* NULL: the system, or a person erased */
    struct role_set actor_roles; /* as they are now */
    const char *object_title;    /* NULL: nobody may know it by this way, or it has none */
};

#endif
