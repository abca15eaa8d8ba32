#include "store/rule_set.h"
#include "store/db.h"

static const struct column rule_set_columns[] = {
    COLUMN(rule_set, hash),          COLUMN(rule_set, files),     COLUMN(rule_set, origin),
    COLUMN(rule_set, base),          COLUMN(rule_set, added_by),  EMPTY(rule_set, note),
    COLUMN(rule_set, manifest),      COLUMN(rule_set, conflicts), COLUMN(rule_set, added_at),
    COLUMN(rule_set, added_by_name), COLUMN(rule_set, title),     COLUMN(rule_set, tests),
    COLUMN(rule_set, activations),   COLUMN(rule_set, is_passed), COLUMN(rule_set, tested_at),
    COLUMN(rule_set, withdrawn_at),
};
static const struct row_map rule_set_map = ROW_MAP(rule_set_columns, rule_set);

static const struct column activation_columns[] = {
    COLUMN(activation, hash),  COLUMN(activation, kind),       COLUMN(activation, actor_id),
    EMPTY(activation, reason), COLUMN(activation, at),         COLUMN(activation, ends_at),
    COLUMN(activation, n),     COLUMN(activation, actor_name),
};
static const struct row_map activation_map = ROW_MAP(activation_columns, activation);

static const struct column rule_test_columns[] = {
    COLUMN(rule_test, rule_set),       COLUMN(rule_test, report), COLUMN(rule_test, is_passed),
    COLUMN(rule_test, tested_by),      COLUMN(rule_test, at),     COLUMN(rule_test, n),
    COLUMN(rule_test, tested_by_name),
};
static const struct row_map rule_test_map = ROW_MAP(rule_test_columns, rule_test);

static const struct column approval_columns[] = {
    COLUMN(approval, rule_set),    COLUMN(approval, replay_id), COLUMN(approval, report_hash),
    COLUMN(approval, approved_by), EMPTY(approval, note),       COLUMN(approval, at),
    COLUMN(approval, n),           COLUMN(approval, base),      COLUMN(approval, approved_by_name),
};
static const struct row_map approval_map = ROW_MAP(approval_columns, approval);

static const struct column signable_columns[] = {
    COLUMN(signable, replay_id), COLUMN(signable, base), COLUMN(signable, report_hash)};
static const struct row_map signable_map = ROW_MAP(signable_columns, signable);

/* ---- rule sets ------------------------------------------------------------------------------- */

enum err
store_rule_set_add(struct store *s, const struct rule_set *x, struct fault *f)
{
    struct rule_set row = *x;
    row.manifest = x->manifest ? x->manifest : "{}";
    row.conflicts = x->conflicts ? x->conflicts : "[]";
    return db_put(s, Q_RULE_SET_ADD, &rule_set_map, &row, NONE, f);
}

enum err
store_rule_set_load(struct store *s, struct arena *a, const char *hash, struct rule_set *out,
                    struct fault *f)
{
    return db_one(s, Q_RULE_SET_BY_HASH, ROW(a, &rule_set_map, out), VALUES(T(hash)), f);
}

enum err
store_rule_set_form(struct store *s, struct arena *a, const struct set_form_query *q,
                    const char **out, struct fault *f)
{
    struct rule_set x = {0};

    /* A name that begins with $ would be a path to SQLite. */
    if (strspn(q->kind, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(q->kind))
        return db_not_found(f, Q_RULE_SET_FORM);
    enum err err = db_one(s, Q_RULE_SET_FORM, ROW(a, &rule_set_map, &x),
                          VALUES(T(q->hash), T(q->kind), N(q->is_any)), f);
    *out = x.manifest;
    return err;
}

enum err
store_rule_set_active(struct store *s, struct arena *a, struct rule_set *out, struct fault *f)
{
    return db_one(s, Q_RULE_SET_ACTIVE, ROW(a, &rule_set_map, out), NONE, f);
}

enum err
store_rule_set_find(struct store *s, struct arena *a, const char *prefix, const char **hash,
                    struct fault *f)
{
    struct rule_set *rows;
    int n;
    enum err err =
        db_all(s, Q_RULE_SET_BY_PREFIX, ROWS(a, &rule_set_map, &rows, &n), VALUES(T(prefix)), f);
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

enum err
store_rule_set_list(struct store *s, struct arena *a, const struct rule_set_query *q,
                    struct rule_set **out, int *n, struct fault *f)
{
    struct value at[] = {N(INT64_MAX), T("")};
    enum err err = db_cursor(a, q->cursor, "ph", at, f);
    if (err)
        return err;

    return db_all(s, Q_RULE_SET_LIST, ROWS(a, &rule_set_map, out, n),
                  VALUES(at[0], at[1], N(q->limit), N(q->with_withdrawn)), f);
}

enum err
store_withdrawal_add(struct store *s, const char *hash, const char *by, struct fault *f)
{
    return db_run(s, Q_WITHDRAWAL_ADD, NULL, VALUES(T(hash), T(by), N(world_now(s->world))), f);
}

enum err
store_withdrawal_delete(struct store *s, const char *hash, struct fault *f)
{
    return db_run(s, Q_WITHDRAWAL_DELETE, NULL, VALUES(T(hash)), f);
}

/* "1764000000000.a67b…": when it was added, and its hash. */
const char *
store_rule_set_cursor(struct arena *a, const struct rule_set *last)
{
    return arena_printf(a, "%lld.%s", (long long)last->added_at, last->hash);
}

/* ---- activations ----------------------------------------------------------------------------- */

enum err
store_activation_add(struct store *s, struct activation *x, struct fault *f)
{
    long changed = 0;

    x->at = world_now(s->world);
    enum err err = db_change(s, Q_ACTIVATION_ADD, &activation_map, x, NONE, &changed, f);
    return db_some(err, changed, Q_ACTIVATION_ADD, f);
}

enum err
store_activation_last(struct store *s, struct arena *a, struct activation *out, struct fault *f)
{
    return db_one(s, Q_ACTIVATION_LAST, ROW(a, &activation_map, out), NONE, f);
}

enum err
store_activation_last_of(struct store *s, struct arena *a, const char *kind, struct activation *out,
                         struct fault *f)
{
    return db_one(s, Q_ACTIVATION_LAST_OF, ROW(a, &activation_map, out), VALUES(T(kind)), f);
}

enum err
store_activation_regular(struct store *s, struct arena *a, struct activation *out, struct fault *f)
{
    return db_one(s, Q_ACTIVATION_REGULAR, ROW(a, &activation_map, out), NONE, f);
}

enum err
store_activation_list(struct store *s, struct arena *a, const char *hash, struct activation **out,
                      int *n, struct fault *f)
{
    return db_all(s, Q_ACTIVATION_LIST, ROWS(a, &activation_map, out, n), VALUES(T(hash)), f);
}

/* ---- tests, approvals ------------------------------------------------------------------------ */

enum err
store_rule_test_add(struct store *s, struct rule_test *x, struct fault *f)
{
    x->at = world_now(s->world);
    return db_put(s, Q_RULE_TEST_ADD, &rule_test_map, x, NONE, f);
}

enum err
store_rule_test_newest(struct store *s, struct arena *a, const char *hash, struct rule_test *out,
                       struct fault *f)
{
    return db_one(s, Q_RULE_TEST_NEWEST, ROW(a, &rule_test_map, out), VALUES(T(hash)), f);
}

enum err
store_rule_test_list(struct store *s, struct arena *a, const struct rule_test_query *q,
                     struct rule_test **out, int *n, struct fault *f)
{
    return db_all(s, Q_RULE_TEST_LIST, ROWS(a, &rule_test_map, out, n),
                  VALUES(T(q->rule_set), N(q->limit)), f);
}

enum err
store_signable_load(struct store *s, struct arena *a, const char *hash, struct signable *out,
                    struct fault *f)
{
    return db_one(s, Q_SIGNABLE, ROW(a, &signable_map, out), VALUES(T(hash)), f);
}

enum err
store_approval_add(struct store *s, struct approval *x, struct fault *f)
{
    x->at = world_now(s->world);
    return db_put(s, Q_APPROVAL_ADD, &approval_map, x, NONE, f);
}

enum err
store_approval_newest(struct store *s, struct arena *a, const char *hash, struct approval *out,
                      struct fault *f)
{
    return db_one(s, Q_APPROVAL_NEWEST, ROW(a, &approval_map, out), VALUES(T(hash)), f);
}

enum err
store_approval_list(struct store *s, struct arena *a, const char *hash, struct approval **out,
                    int *n, struct fault *f)
{
    return db_all(s, Q_APPROVAL_LIST, ROWS(a, &approval_map, out, n), VALUES(T(hash)), f);
}
