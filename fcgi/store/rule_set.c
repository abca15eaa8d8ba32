#include "store/db.h"

static const struct field rule_set_fields[] = {
    FIELD(TEXT, rule_set, hash),        FIELD(TEXT, rule_set, files),
    FIELD(TEXT, rule_set, origin),      FIELD(TEXT, rule_set, base),
    FIELD(TEXT, rule_set, added_by),    FIELD(EMPTY, rule_set, note),
    FIELD(TEXT, rule_set, manifest),    FIELD(TEXT, rule_set, conflicts),
    FIELD(INT64, rule_set, added_at),   FIELD(TEXT, rule_set, added_by_name),
    FIELD(TEXT, rule_set, title),       FIELD(LONG, rule_set, tests),
    FIELD(LONG, rule_set, activations), FIELD(BOOL, rule_set, is_passed),
    FIELD(INT64, rule_set, tested_at),
};
static const struct shape rule_set_shape = SHAPE(rule_set_fields, 9, rule_set);

static const struct field activation_fields[] = {
    FIELD(TEXT, activation, hash),     FIELD(TEXT, activation, kind),
    FIELD(TEXT, activation, actor_id), FIELD(EMPTY, activation, reason),
    FIELD(INT64, activation, at),      FIELD(INT64, activation, ends_at),
    FIELD(LONG, activation, n),        FIELD(TEXT, activation, actor_name),
};
static const struct shape activation_shape = SHAPE(activation_fields, 6, activation);

static const struct field rule_test_fields[] = {
    FIELD(TEXT, rule_test, rule_set),
    FIELD(TEXT, rule_test, report),
    FIELD(BOOL, rule_test, is_passed),
    FIELD(TEXT, rule_test, tested_by),
    FIELD(INT64, rule_test, at),
    FIELD(LONG, rule_test, n),
    FIELD(TEXT, rule_test, tested_by_name),
};
static const struct shape rule_test_shape = SHAPE(rule_test_fields, 5, rule_test);

static const struct field approval_fields[] = {
    FIELD(TEXT, approval, rule_set),
    FIELD(TEXT, approval, replay_id),
    FIELD(TEXT, approval, report_hash),
    FIELD(TEXT, approval, approved_by),
    FIELD(EMPTY, approval, note),
    FIELD(INT64, approval, at),
    FIELD(LONG, approval, n),
    FIELD(TEXT, approval, base),
    FIELD(TEXT, approval, approved_by_name),
};
static const struct shape approval_shape = SHAPE(approval_fields, 6, approval);

static const struct field signable_fields[] = {FIELD(TEXT, signable, replay_id),
                                               FIELD(TEXT, signable, base),
                                               FIELD(TEXT, signable, report_hash)};
static const struct shape signable_shape = SHAPE(signable_fields, 3, signable);

/* ---- rule sets ------------------------------------------------------------------------------- */

enum err
store_rule_set_add(struct store *s, const struct rule_set *x, struct fault *f)
{
    struct rule_set row = *x;
    row.manifest = x->manifest ? x->manifest : "{}";
    row.conflicts = x->conflicts ? x->conflicts : "[]";
    return db_put(s, Q_RULE_SET_ADD, &rule_set_shape, &row, NONE, f);
}

enum err
store_rule_set_load(struct store *s, struct arena *a, const char *hash, struct rule_set *out,
                    struct fault *f)
{
    return db_one(s, Q_RULE_SET_BY_HASH, ROW(a, &rule_set_shape, out), VALUES(T(hash)), f);
}

enum err
store_rule_set_active(struct store *s, struct arena *a, struct rule_set *out, struct fault *f)
{
    return db_one(s, Q_RULE_SET_ACTIVE, ROW(a, &rule_set_shape, out), NONE, f);
}

/* "1764000000000.a67b…": when it was added, and its hash. */
const char *
store_rule_set_cursor(struct arena *a, const struct rule_set *last)
{
    return arena_printf(a, "%lld.%s", (long long)last->added_at, last->hash);
}

enum err
store_rule_set_list(struct store *s, struct arena *a, const struct rule_set_query *q,
                    struct rule_set **out, int *n, struct fault *f)
{
    struct value at[] = {N(INT64_MAX), T("")};
    enum err err = db_cursor(a, q->cursor, "ph", at, f);
    if (err)
        return err;

    return db_all(s, Q_RULE_SET_LIST, ROWS(a, &rule_set_shape, out, n),
                  VALUES(at[0], at[1], N(q->limit)), f);
}

struct found {
    const char *hash;
};
static const struct field found_fields[] = {FIELD(TEXT, found, hash)};
static const struct shape found_shape = SHAPE(found_fields, 1, found);

enum err
store_rule_set_find(struct store *s, struct arena *a, const char *prefix, const char **hash,
                    struct fault *f)
{
    struct found *rows;
    int n;
    enum err err =
        db_all(s, Q_RULE_SET_BY_PREFIX, ROWS(a, &found_shape, &rows, &n), VALUES(T(prefix)), f);
    if (err)
        return err;
    if (n == 0)
        return fail(f, ERR_NOTFOUND, "not_found", "", "没有以 %s 开头的规则集", prefix);
    if (n > 1)
        return fail(f, ERR_CONFLICT, "hash_ambiguous", "", "以 %s 开头的规则集不止一个，请多给几位",
                    prefix);
    *hash = rows[0].hash;
    return OK;
}

/* ---- activations ----------------------------------------------------------------------------- */

enum err
store_activation_add(struct store *s, struct activation *x, struct fault *f)
{
    long changed = 0;
    struct value v[PARAMETERS_MAX];
    x->at = world_now(s->world);
    enum err err =
        db_run(s, Q_ACTIVATION_ADD, &changed, BOUND(v, db_values(&activation_shape, x, v)), f);
    return db_some(err, changed, Q_ACTIVATION_ADD, f);
}

enum err
store_activation_last(struct store *s, struct arena *a, struct activation *out, struct fault *f)
{
    return db_one(s, Q_ACTIVATION_LAST, ROW(a, &activation_shape, out), NONE, f);
}

enum err
store_activation_last_of(struct store *s, struct arena *a, const char *kind, struct activation *out,
                         struct fault *f)
{
    return db_one(s, Q_ACTIVATION_LAST_OF, ROW(a, &activation_shape, out), VALUES(T(kind)), f);
}

enum err
store_activation_regular(struct store *s, struct arena *a, struct activation *out, struct fault *f)
{
    return db_one(s, Q_ACTIVATION_REGULAR, ROW(a, &activation_shape, out), NONE, f);
}

enum err
store_activation_list(struct store *s, struct arena *a, const char *hash, struct activation **out,
                      int *n, struct fault *f)
{
    return db_all(s, Q_ACTIVATION_LIST, ROWS(a, &activation_shape, out, n), VALUES(T(hash)), f);
}

/* ---- tests, approvals ------------------------------------------------------------------------ */

enum err
store_rule_test_add(struct store *s, struct rule_test *x, struct fault *f)
{
    x->at = world_now(s->world);
    return db_put(s, Q_RULE_TEST_ADD, &rule_test_shape, x, NONE, f);
}

enum err
store_rule_test_newest(struct store *s, struct arena *a, const char *hash, struct rule_test *out,
                       struct fault *f)
{
    return db_one(s, Q_RULE_TEST_NEWEST, ROW(a, &rule_test_shape, out), VALUES(T(hash)), f);
}

enum err
store_rule_test_list(struct store *s, struct arena *a, const struct rule_test_query *q,
                     struct rule_test **out, int *n, struct fault *f)
{
    return db_all(s, Q_RULE_TEST_LIST, ROWS(a, &rule_test_shape, out, n),
                  VALUES(T(q->rule_set), N(q->limit)), f);
}

enum err
store_signable_load(struct store *s, struct arena *a, const char *hash, struct signable *out,
                    struct fault *f)
{
    return db_one(s, Q_SIGNABLE, ROW(a, &signable_shape, out), VALUES(T(hash)), f);
}

enum err
store_approval_add(struct store *s, struct approval *x, struct fault *f)
{
    x->at = world_now(s->world);
    return db_put(s, Q_APPROVAL_ADD, &approval_shape, x, NONE, f);
}

enum err
store_approval_newest(struct store *s, struct arena *a, const char *hash, struct approval *out,
                      struct fault *f)
{
    return db_one(s, Q_APPROVAL_NEWEST, ROW(a, &approval_shape, out), VALUES(T(hash)), f);
}

enum err
store_approval_list(struct store *s, struct arena *a, const char *hash, struct approval **out,
                    int *n, struct fault *f)
{
    return db_all(s, Q_APPROVAL_LIST, ROWS(a, &approval_shape, out, n), VALUES(T(hash)), f);
}
