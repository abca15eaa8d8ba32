/* store/audit: the trail of who did what, chained by hashes so that a change shows. */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "model/model.h"

struct store;

/* Ids, codes and hashes, never personal values. actor_id NULL: the system; object NULL: none;
 * detail: JSON object or NULL. */
enum err store_audit_add(struct store *s, const char *actor_id, const char *action,
                         const char *object, const char *detail, struct fault *f) MUST;

struct audit_query {
    const char *cursor; /* a line's n */
    int limit;
    int64_t from, before;                   /* ms; 0: any */
    const char *actor_id, *action, *object; /* NULL: any */
    const char *text;                       /* in what a line says; NULL: any */
    const char *actions; /* JSON array: lines of these are found by the text, too */
};
/* Newest first. */
enum err store_audit_list(struct store *s, struct arena *a, const struct audit_query *q,
                          struct audit_line **out, int *n, struct fault *f) MUST;
/* Has this account done this to this object? Reads the whole trail: for what is asked seldom. */
enum err store_audit_has(struct store *s, const char *actor_id, const char *action,
                         const char *object, bool *out, struct fault *f) MUST;

struct audit_verdict {
    long lines;     /* read, the broken one included */
    long broken_at; /* the first that is missing, moved or changed; 0: the chain is intact */
    char head[SHA256_TEXT]; /* hash of the last line: kept elsewhere, it shows a trail that was cut
                             */
};
/* Reads the whole trail, a piece at a time. OK whatever it finds. */
enum err store_audit_verify(struct store *s, struct audit_verdict *out, struct fault *f) MUST;

#endif
