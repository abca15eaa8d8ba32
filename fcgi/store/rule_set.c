#include "store/db.h"

static const struct field rule_set_fields[] = {
    FIELD(TEXT, rule_set, hash),      FIELD(TEXT, rule_set, files),         FIELD(TEXT, rule_set, origin),
    FIELD(INT64, rule_set, added_at), FIELD(INT64, rule_set, activated_at),
};
static const struct shape rule_set_shape = SHAPE(rule_set_fields, 4, rule_set);

struct line {
    long n;
    const char *hash;
};
static const struct field line_fields[] = {FIELD(LONG, line, n), FIELD(TEXT, line, hash)};
static const struct shape line_shape = SHAPE(line_fields, 2, line);

static const struct field counts_fields[] = {
    FIELD(LONG, store_counts, accounts),    FIELD(LONG, store_counts, organizations), FIELD(LONG, store_counts, filings),
    FIELD(LONG, store_counts, drafts),      FIELD(LONG, store_counts, in_review),     FIELD(LONG, store_counts, entries),
    FIELD(LONG, store_counts, attachments),
};
static const struct shape counts_shape = SHAPE(counts_fields, 7, store_counts);

/* ---- rule sets ---------------------------------------------------------------------------------------------------------- */

enum err
store_rule_set_add(struct store *s, const struct rule_set *x, struct fault *f)
{
    return db_put(s, Q_RULE_SET_ADD, &rule_set_shape, x, f, NULL, 0);
}

enum err
store_rule_set_activate(struct store *s, const char *hash, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_RULE_SET_ACTIVATE, &changed, f, VALUES(T(hash), N(world_now(s->world))));
    return db_some(err, changed, Q_RULE_SET_ACTIVATE, f);
}

enum err
store_rule_set_active(struct store *s, struct arena *a, struct rule_set *out, struct fault *f)
{
    return db_one(s, Q_RULE_SET_ACTIVE, a, &rule_set_shape, out, f, NULL, 0);
}

/* ---- the audit trail ---------------------------------------------------------------------------------------------------- */

static const char *
json_or_null(struct arena *a, const char *s)
{
    struct buf b = BUF(a);
    buf_json(&b, s);
    return b.p;
}

/* The hash of the line before, a newline, and this line as a JSON array: the schema says so to whoever verifies. */
static void
chain_hash(struct arena *a, const char *prev, long n, int64_t at, const char *const text[4], char out[SHA256_TEXT])
{
    char *line = arena_printf(a, "%s\n[%ld,%lld,%s,%s,%s,%s]", prev, n, (long long)at, json_or_null(a, text[0]), json_or_null(a, text[1]),
                              json_or_null(a, text[2]), json_or_null(a, text[3]));
    sha256_hex(line, strlen(line), out);
}

enum err
store_audit_add(struct store *s, const char *actor_id, const char *action, const char *object, const char *detail, struct fault *f)
{
    struct line last = {0, "0000000000000000000000000000000000000000000000000000000000000000"}, found;
    char hash[SHA256_TEXT];
    int64_t at = world_now(s->world);
    enum err err = db_one(s, Q_AUDIT_LAST, s->scratch, &line_shape, &found, f, NULL, 0);
    if (!err)
        last = found;
    if (!err || err == ERR_NOTFOUND) {
        chain_hash(s->scratch, last.hash, last.n + 1, at, (const char *const[]){actor_id, action, object, detail}, hash);
        err = db_run(s, Q_AUDIT_ADD, NULL, f,
                     VALUES(N(last.n + 1), N(at), T(actor_id), T(action), T(object), T(detail), T(last.hash), T(hash)));
    }
    arena_reset(s->scratch);
    return err;
}

/* ---- status, purge ------------------------------------------------------------------------------------------------------ */

enum err
store_counts(struct store *s, struct store_counts *out, struct fault *f)
{
    enum err err = db_one(s, Q_COUNTS, NULL, &counts_shape, out, f, NULL, 0);
    out->db_bytes = db_file_bytes(s, SQLITE_FCNTL_FILE_POINTER);
    out->wal_bytes = db_file_bytes(s, SQLITE_FCNTL_JOURNAL_POINTER);
    return err;
}

enum err
store_purge(struct store *s, int64_t now, struct fault *f)
{
    const int64_t day_ms = 86400000;
    enum err err = db_run(s, Q_SESSION_PURGE, NULL, f, VALUES(N(now)));
    if (!err)
        err = db_run(s, Q_ATTEMPT_PURGE, NULL, f, VALUES(N(now - day_ms)));
    if (!err)
        err = db_run(s, Q_REPLY_PURGE, NULL, f, VALUES(N(now - day_ms)));
    return err;
}
