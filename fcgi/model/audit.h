/* model/audit: who did what to what. */
#ifndef MODEL_AUDIT_H
#define MODEL_AUDIT_H

#include "model/role.h"

/* A line of the audit trail. */
struct audit_line {
    long n;
    int64_t at;
    const char *actor_id; /* NULL: the system, or nobody who has logged in */
    const char *action;
    const char *object, *detail; /* an id; JSON object; NULL when there is none */
    /* By which way it came: NULL for what no request brought about. The hash is with the key. */
    const char *address, *address_hash, *request_id;
    bool has_address; /* of a person who was erased it is NULL all the same */
    const char *prev_hash, *hash;
    const char *held; /* how far the rows were that the trail holds; NULL: there were none */
    /* joined */
    const char *actor_name;      /* NULL: the system, or a person erased */
    struct role_set actor_roles; /* as they are now */
    const char *object_title;    /* NULL: nobody may know it by this way, or it has none */
};

/* The action of the line from which on the chain has a key. */
#define AUDIT_KEYED "audit.keyed"
#define AUDIT_ROWS_HELD "rows.held"   /* from here on the rows of before are held as they are */
#define AUDIT_GONE_ON "state.gone_on" /* after a restore, from less than was promised */
/* What an action is, by how it ends: .read, .unmask; .refused, .failed; anything else changed
 * something. The query audit_list says the same. */
#define AUDIT_READ "read"
#define AUDIT_REFUSED "refusal"
#define AUDIT_CHANGE "change"
const char *audit_kind(const char *action);

#endif
