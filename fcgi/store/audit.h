/*
 * store/audit: the trail of who did what, chained by keyed hashes so that a change shows.
 *
 * The chain is made with a key that stands in no database (store/key.h), so that whoever has the
 * file alone cannot make it again; what it has come to, its head, is signed and given away, so that
 * a trail that was cut shows as well. A line bears the address and the request by which it came.
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "model/model.h"

struct store;

/* Whoever asks from now on, until the next call: lines bear it. NULL, NULL: nobody does. Both texts
 * are borrowed. */
void store_audit_asker(struct store *s, const char *address, const char *request_id);

/* Ids, codes and hashes, never personal values. actor_id NULL: the system; object NULL: none;
 * detail: JSON object or NULL. */
enum err store_audit_add(struct store *s, const char *actor_id, const char *action,
                         const char *object, const char *detail, struct fault *f) MUST;

/* What a line says that is not yet in the chain. at 0: now. */
struct audit_note {
    int64_t at;
    const char *actor_id, *action, *object, *detail, *address, *request_id;
};
/* Many at once, in their order. */
enum err store_audit_add_all(struct store *s, const struct audit_note *notes, int n,
                             struct fault *f) MUST;

struct audit_query {
    const char *cursor; /* a line's n */
    int limit;
    int64_t from, before;                   /* ms; 0: any */
    const char *actor_id, *action, *object; /* NULL: any */
    const char *address, *request_id;
    const char *kind;    /* audit_kind() */
    const char *text;    /* in what a line says; NULL: any */
    const char *actions; /* JSON array: lines of these are found by the text, too */
};
/* Newest first. */
enum err store_audit_list(struct store *s, struct arena *a, const struct audit_query *q,
                          struct audit_line **out, int *n, struct fault *f) MUST;
/* Has this account done this to this object? Reads the whole trail: for what is asked seldom. */
enum err store_audit_has(struct store *s, const char *actor_id, const char *action,
                         const char *object, bool *out, struct fault *f) MUST;
/* At the start: a trail that has no key yet gets one, with the line that says so. */
enum err audit_open(struct store *s, struct fault *f) MUST;

/* ---- verifying ------------------------------------------------------------------------------- */

enum audit_flaw {
    TRAIL_NONE,
    TRAIL_CHANGED,    /* a line is missing, moved or changed */
    TRAIL_UNKEYED,    /* no line says from where on there is a key: the trail was made again */
    TRAIL_CUT,        /* a head knows lines that are not there */
    TRAIL_OTHER,      /* a head knows another line: the trail was made again with the key */
    TRAIL_HEAD_FALSE, /* a head was not signed with our key */
    TRAIL__MAX
};
struct audit_verdict {
    enum audit_flaw flaw;
    long lines;             /* read, the broken one included */
    long broken_at;         /* the first that is not as it was; 0: the chain is intact */
    long whole_to;          /* of TRAIL_OTHER: the last line that a head vouches for */
    long heads;             /* that were compared */
    long false_head;        /* of TRAIL_HEAD_FALSE: which line of the heads */
    char head[SHA256_TEXT]; /* hash of the last line: kept elsewhere, it shows a trail that was cut
                             */
};
/*
 * Reads the whole trail, a piece at a time. OK whatever it finds. heads: lines as
 * store_audit_head() makes them, oldest first; NULL: none to compare with. trusted: the key they
 * were signed with, where another than ours of now is to be trusted; NULL: ours.
 */
enum err store_audit_verify(struct store *s, const char *heads, const char *trusted,
                            struct audit_verdict *out, struct fault *f) MUST;
/* In words, where the flaw is and what it means; the good news when there is none. */
const char *audit_verdict_text(struct arena *a, const struct audit_verdict *x);

/* "TIME N HASH SIGNATURE" of the last line; *n is its N. */
enum err store_audit_head(struct store *s, struct arena *a, const char **line, long *n,
                          struct fault *f) MUST;
/* The key that proves heads. */
enum err store_audit_public(struct store *s, char out[SIGN_PUBLIC_TEXT], struct fault *f) MUST;

#endif
