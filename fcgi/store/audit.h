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
    TRAIL_ROWS,       /* it is whole, and rows are not as they were when they were written */
    TRAIL__MAX
};
enum row_flaw {
    ROW_CHANGED,
    ROW_GONE,
    ROW_ADDED,   /* beside the program */
    ROW_UNPROVED /* the digest that the row was written with is gone or another; row_key may be
                    empty */
};
enum { ROWS_TOLD = 20 };
struct row_finding {
    enum row_flaw flaw;
    char noun[16], row_key[80]; /* a table, and which row of it */
    char columns[200];          /* ROW_CHANGED: that differ; ROW_UNPROVED: the line of digests */
};
/* Entries, versions, judgements and history, as held.h tells. */
struct rows_verdict {
    long rows;                          /* that were compared */
    long found;                         /* of them or beside them; the first ROWS_TOLD are told */
    struct row_finding told[ROWS_TOLD]; /* in the order in which they were found */
    long since, before; /* a line of the trail, from which on those rows are held that were there
                           before: what was changed in them earlier does not show. 0: none were */
    int64_t since_at;   /* ms */
    bool is_cut;
};
struct audit_verdict {
    enum audit_flaw flaw;
    long lines;      /* read, the broken one included */
    long broken_at;  /* the first that is not as it was; 0: the chain is intact */
    long whole_to;   /* of TRAIL_OTHER: the last line that a head vouches for */
    long heads;      /* that were compared */
    long false_head; /* of TRAIL_HEAD_FALSE: which line of the heads */
    struct rows_verdict rows;
    char head[SHA256_TEXT]; /* hash of the last line: kept elsewhere, it shows a trail that was cut
                             */
};
/*
 * Reads the whole trail and the rows that it holds, a piece at a time; within one snapshot, where
 * others write meanwhile. OK whatever it finds. heads: lines as
 * store_audit_head() makes them, oldest first; NULL: none to compare with. trusted: the key they
 * were signed with, where another than ours of now is to be trusted; NULL: ours.
 */
enum err store_audit_verify(struct store *s, const char *heads, const char *trusted,
                            struct audit_verdict *out, struct fault *f) MUST;
/* What was found of one row, in words. */
const char *audit_row_text(struct arena *a, const struct row_finding *x);
/* In words, where the flaw is and what it means; the good news when there is none. */
const char *audit_verdict_text(struct arena *a, const struct audit_verdict *x);

/* "TIME N HASH SIGNATURE" of the last line; *n is its N. */
enum err store_audit_head(struct store *s, struct arena *a, const char **line, long *n,
                          struct fault *f) MUST;
/* The key that proves heads. */
enum err store_audit_public(struct store *s, char out[SIGN_PUBLIC_TEXT], struct fault *f) MUST;

#endif
