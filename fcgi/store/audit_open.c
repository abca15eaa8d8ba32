/* What the trail begins with: a key, and rows that it holds. */
#include "store/audit.h"
#include "store/chain.h"
#include "store/commit.h"
#include "store/held.h"
#include "store/key.h"

#include <stdio.h>

/* ---- after a step of the schema -------------------------------------------------------------- */

static enum err
held_has_begun(struct store *s, bool *out, struct fault *f)
{
    return db_is(s, Q_HELD_IS_SINCE, out, VALUES(N(schema_steps_n)), f);
}

/* Once for each version of the schema, in a transaction: digests of what its steps wrote and found,
 * and the line of the trail that says so. */
static enum err
held_begin(struct store *s, struct fault *f)
{
    struct audit_line last = {0};
    char detail[80];
    long filled = 0;
    bool has = false;
    enum err err = held_has_begun(s, &has, f);
    if (err || has)
        return err;
    if ((err = held_fill(s, Q_HELD_OPEN, &filled, f)))
        return err;

    snprintf(detail, sizeof detail, "{\"schema\":%d,\"rows\":%ld}", schema_steps_n, filled);
    err = store_audit_add(s, NULL, AUDIT_ROWS_HELD, NULL, detail, f);
    if (!err)
        err = db_one(s, Q_AUDIT_LAST, ROW(s->scratch, &audit_map, &last), NONE, f);
    return err ? err : db_run(s, Q_HELD_SINCE_ADD, NULL, VALUES(N(schema_steps_n), N(last.n)), f);
}

/* ---- at the start ---------------------------------------------------------------------------- */

/* The line that binds what was written before there was a key. */
static enum err
begin_chain(struct store *s, struct fault *f)
{
    struct audit_line last = {.hash = CHAIN_START};
    struct seal_key seed;
    struct buf b = BUF(s->scratch);
    int64_t n;
    enum err err = db_one(s, Q_AUDIT_LAST, ROW(s->scratch, &audit_map, &last), NONE, f);
    if (err && err != ERR_NOTFOUND)
        return err;
    if ((err = store_key_for(s, KEY_AUDIT_SEED, &seed, &n, f)))
        return err;
    seal_key_forget(&seed);

    char detail[160];
    buf_open(&b, NULL, '{');
    buf_json_int(&b, "lines", last.n);
    buf_json_str(&b, "head", last.hash);
    buf_close(&b);
    snprintf(detail, sizeof detail, "%s", b.p);
    return store_audit_add(s, NULL, AUDIT_KEYED, NULL, detail, f);
}

/* Once a trail has a key it never begins anew: a line that says so and is gone was taken away. */
static enum err
begin_once(struct store *s, struct fault *f)
{
    bool is_keyed = false;
    enum err err = db_is(s, Q_AUDIT_IS_KEYED, &is_keyed, NONE, f);
    if (err || is_keyed)
        return err;
    s->is_writing = false; /* so that the key is not made by looking for it */
    err = chain_key(s, f);
    s->is_writing = true;
    return err == ERR_NOTFOUND ? begin_chain(s, f) : err;
}

/* What a start does once, under the write lock. */
static enum err
begin_all(struct store *s, struct fault *f)
{
    enum err err = begin_once(s, f);

    if (!err)
        err = chain_key(s, f);
    return err ? err : held_begin(s, f);
}

static enum err
has_begun(struct store *s, bool *out, struct fault *f)
{
    enum err err = db_is(s, Q_AUDIT_IS_KEYED, out, NONE, f);

    return err || !*out ? err : held_has_begun(s, out, f);
}

enum err
audit_open(struct store *s, struct fault *f)
{
    bool has = false;
    enum err err = has_begun(s, &has, f);
    if (err || has)
        return err ? err : chain_key(s, f);

    if ((err = commit_opening_begin(s, "audit", f)))
        return err;
    err = begin_all(s, f);
    if (err)
        s->has_audit_key = s->has_held_key = false;
    return commit_opening_end(s, "audit", err, f);
}
