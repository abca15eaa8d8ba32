#include "store/db.h"

static const struct field judgement_fields[] = {
    FIELD(TEXT, judgement, id),
    FIELD(TEXT, judgement, filing_id),
    FIELD(LONG, judgement, version),
    FIELD(TEXT, judgement, occasion),
    FIELD(TEXT, judgement, verdict),
    FIELD(TEXT, judgement, facts_hash),
    FIELD(EMPTY, judgement, outcome_hash),
    FIELD(TEXT, judgement, rule_set),
    FIELD(TEXT, judgement, engine),
    FIELD(TEXT, judgement, judged_by),
    FIELD(INT64, judgement, judged_at),
    FIELD(TEXT, judgement, facts),
    FIELD(TEXT, judgement, answer),
    FIELD(LONG, judgement, ord),
    FIELD(LONG, judgement, n),
};
static const struct shape judgement_shape = SHAPE(judgement_fields, 13, judgement);

static const struct field firing_fields[] = {FIELD(TEXT, firing, rule), FIELD(LONG, firing, n),
                                             FIELD(INT64, firing, last_at)};
static const struct shape firing_shape = SHAPE(firing_fields, 3, firing);

struct place {
    long ord, n;
};
static const struct field place_fields[] = {FIELD(LONG, place, ord), FIELD(LONG, place, n)};
static const struct shape place_shape = SHAPE(place_fields, 2, place);

enum err
store_judgement_add(struct store *s, struct judgement *x, struct fault *f)
{
    struct value v[PARAMETERS_MAX];
    struct place at = {0};
    x->id = db_new_id(s);
    int n = db_values(&judgement_shape, x, v);
    enum err err = db_one(s, Q_JUDGEMENT_ADD, ROW(NULL, &place_shape, &at), BOUND(v, n), f);
    x->ord = at.ord;
    x->n = at.n;
    return err;
}

enum err
store_judgement_by_ord(struct store *s, struct arena *a, long ord, struct judgement *out,
                       struct fault *f)
{
    return db_one(s, Q_JUDGEMENT_BY_ORD, ROW(a, &judgement_shape, out), VALUES(N(ord)), f);
}

enum err
store_judgement_list(struct store *s, struct arena *a, const struct judgement_query *q,
                     struct judgement **out, int *n, struct fault *f)
{
    struct value at[] = {N(INT64_MAX)};
    enum err err = db_cursor(a, q->cursor, "n", at, f);
    if (err)
        return err;

    return db_all(s, Q_JUDGEMENT_LIST, ROWS(a, &judgement_shape, out, n),
                  VALUES(T(q->filing_id), at[0], N(q->limit)), f);
}

enum err
store_judgement_load(struct store *s, struct arena *a, const char *filing_id, long n,
                     struct judgement *out, struct fault *f)
{
    return db_one(s, Q_JUDGEMENT_BY_N, ROW(a, &judgement_shape, out), VALUES(T(filing_id), N(n)),
                  f);
}

enum err
store_judgement_newest(struct store *s, struct arena *a, const char *filing_id,
                       struct judgement *out, struct fault *f)
{
    return db_one(s, Q_JUDGEMENT_NEWEST, ROW(a, &judgement_shape, out), VALUES(T(filing_id)), f);
}

/* ---- how often a rule has spoken ------------------------------------------------------------- */

enum err
store_firing_add(struct store *s, const char *rule_set, const char *rule, int64_t at,
                 struct fault *f)
{
    return db_run(s, Q_FIRING_ADD, NULL, VALUES(T(rule_set), T(rule), N(at)), f);
}

enum err
store_firing_list(struct store *s, struct arena *a, const char *rule_set, struct firing **out,
                  int *n, struct fault *f)
{
    return db_all(s, Q_FIRING_LIST, ROWS(a, &firing_shape, out, n), VALUES(T(rule_set)), f);
}

static const struct field fired_fields[] = {FIELD(LONG, fired, n), FIELD(LONG, fired, ever),
                                            FIELD(INT64, fired, last_at)};
static const struct shape fired_shape = SHAPE(fired_fields, 3, fired);

enum err
store_firing_of_rule(struct store *s, const char *rule, const char *rule_set, struct fired *out,
                     struct fault *f)
{
    return db_one(s, Q_FIRING_OF_RULE, ROW(NULL, &fired_shape, out), VALUES(T(rule), T(rule_set)),
                  f);
}
