/* The audit trail; what the status page counts; clearing up. */
#include "store/db.h"

#include <stdio.h>

struct line {
    long n;
    const char *hash;
};
static const struct field line_fields[] = {FIELD(LONG, line, n), FIELD(TEXT, line, hash)};
static const struct shape line_shape = SHAPE(line_fields, 2, line);

static const struct field audit_fields[] = {
    FIELD(LONG, audit_line, n),          FIELD(INT64, audit_line, at),
    FIELD(TEXT, audit_line, actor_id),   FIELD(TEXT, audit_line, action),
    FIELD(TEXT, audit_line, object),     FIELD(TEXT, audit_line, detail),
    FIELD(TEXT, audit_line, prev_hash),  FIELD(TEXT, audit_line, hash),
    FIELD(TEXT, audit_line, actor_name),
};
static const struct shape audit_shape = SHAPE(audit_fields, 8, audit_line);

static const struct field counts_fields[] = {
    FIELD(LONG, store_counts, accounts),    FIELD(LONG, store_counts, organizations),
    FIELD(LONG, store_counts, filings),     FIELD(LONG, store_counts, drafts),
    FIELD(LONG, store_counts, in_review),   FIELD(LONG, store_counts, entries),
    FIELD(LONG, store_counts, attachments),
};
static const struct shape counts_shape = SHAPE(counts_fields, 7, store_counts);

/* ---- the audit trail ------------------------------------------------------------------------- */

static const char before_all[] = "0000000000000000000000000000000000000000000000000000000000000000";

static const char *
json_or_null(struct arena *a, const char *s)
{
    struct buf b = BUF(a);
    buf_json(&b, s);
    return b.p;
}

/* The hash of the line before, a newline, and this line as a JSON array: the schema says so to
 * whoever verifies. */
static void
chain_hash(struct arena *a, const char *prev, long n, int64_t at, const char *const text[4],
           char out[SHA256_TEXT])
{
    char *line = arena_printf(a, "%s\n[%ld,%lld,%s,%s,%s,%s]", prev, n, (long long)at,
                              json_or_null(a, text[0]), json_or_null(a, text[1]),
                              json_or_null(a, text[2]), json_or_null(a, text[3]));
    sha256_hex(line, strlen(line), out);
}

enum err
store_audit_add(struct store *s, const char *actor_id, const char *action, const char *object,
                const char *detail, struct fault *f)
{
    struct line last = {0, before_all}, found;
    char hash[SHA256_TEXT];
    int64_t at = world_now(s->world);
    enum err err = db_one(s, Q_AUDIT_LAST, ROW(s->scratch, &line_shape, &found), NONE, f);

    if (!err)
        last = found;
    if (!err || err == ERR_NOTFOUND) {
        chain_hash(s->scratch, last.hash, last.n + 1, at,
                   (const char *const[]){actor_id, action, object, detail}, hash);
        err = db_run(s, Q_AUDIT_ADD, NULL,
                     VALUES(N(last.n + 1), N(at), T(actor_id), T(action), T(object), T(detail),
                            T(last.hash), T(hash)),
                     f);
    }

    arena_reset(s->scratch);
    return err;
}

enum err
store_audit_list(struct store *s, struct arena *a, const struct audit_query *q,
                 struct audit_line **out, int *n, struct fault *f)
{
    struct value at[] = {N(INT64_MAX)};
    enum err err = db_cursor(a, q->cursor, "n", at, f);
    if (err)
        return err;

    return db_all(s, Q_AUDIT_LIST, ROWS(a, &audit_shape, out, n), VALUES(at[0], N(q->limit)), f);
}

enum err
store_audit_has(struct store *s, const char *actor_id, const char *action, const char *object,
                bool *out, struct fault *f)
{
    int64_t n = 0;
    enum err err = db_number(s, Q_AUDIT_HAS, &n, VALUES(T(actor_id), T(action), T(object)), f);
    *out = n != 0;
    return err;
}

/* Whether a line stands where it must, names the line before, and has the hash of what it says. */
static bool
is_whole(struct arena *a, const struct audit_line *x, long n, const char *prev)
{
    char hash[SHA256_TEXT];
    chain_hash(a, prev, x->n, x->at,
               (const char *const[]){x->actor_id, x->action, x->object, x->detail}, hash);
    return x->n == n && str_is(x->prev_hash, prev) && str_is(x->hash, hash);
}

enum err
store_audit_verify(struct store *s, struct audit_verdict *out, struct fault *f)
{
    enum { PIECE = 500 };
    struct audit_line *rows;
    int n = PIECE;
    enum err err = OK;
    *out = (struct audit_verdict){0};
    memcpy(out->head, before_all, sizeof out->head);

    while (!err && n == PIECE && out->broken_at == 0) {
        err = db_all(s, Q_AUDIT_WALK, ROWS(s->scratch, &audit_shape, &rows, &n),
                     VALUES(N(out->lines), N(PIECE)), f);
        for (int i = 0; !err && i < n && out->broken_at == 0; i++) {
            out->lines++;
            if (!is_whole(s->scratch, &rows[i], out->lines, out->head))
                out->broken_at = out->lines;
            snprintf(out->head, sizeof out->head, "%s", rows[i].hash);
        }
        arena_reset(s->scratch);
    }

    return err;
}

/* ---- status, purge --------------------------------------------------------------------------- */

enum err
store_counts(struct store *s, struct store_counts *out, struct fault *f)
{
    enum err err = db_one(s, Q_COUNTS, ROW(NULL, &counts_shape, out), NONE, f);
    out->db_bytes = db_file_bytes(s, SQLITE_FCNTL_FILE_POINTER);
    out->wal_bytes = db_file_bytes(s, SQLITE_FCNTL_JOURNAL_POINTER);
    return err;
}

enum err
store_purge(struct store *s, int64_t now, struct fault *f)
{
    const int64_t day_ms = 86400000;
    enum err err = db_run(s, Q_SESSION_PURGE, NULL, VALUES(N(now)), f);
    if (!err)
        err = db_run(s, Q_ATTEMPT_PURGE, NULL, VALUES(N(now - day_ms)), f);
    if (!err)
        err = db_run(s, Q_REPLY_PURGE, NULL, VALUES(N(now - day_ms)), f);
    return err;
}
