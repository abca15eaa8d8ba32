#include "store/db.h"

static const struct field decision_fields[] = {
    FIELD(TEXT, decision, id),
    FIELD(TEXT, decision, filing_id),
    FIELD(LONG, decision, version),
    FIELD(TEXT, decision, occasion),
    FIELD(TEXT, decision, verdict),
    FIELD(TEXT, decision, facts_hash),
    FIELD(EMPTY, decision, outcome_hash),
    FIELD(TEXT, decision, rule_set),
    FIELD(TEXT, decision, engine),
    FIELD(TEXT, decision, decided_by),
    FIELD(INT64, decision, decided_at),
    FIELD(TEXT, decision, facts),
    FIELD(TEXT, decision, answer),
    FIELD(LONG, decision, ord),
    FIELD(LONG, decision, n),
};
static const struct shape decision_shape = SHAPE(decision_fields, 13, decision);

static const struct field firing_fields[] = {FIELD(TEXT, firing, rule), FIELD(LONG, firing, n),
                                             FIELD(INT64, firing, last_at)};
static const struct shape firing_shape = SHAPE(firing_fields, 3, firing);

struct place {
    long ord, n;
};
static const struct field place_fields[] = {FIELD(LONG, place, ord), FIELD(LONG, place, n)};
static const struct shape place_shape = SHAPE(place_fields, 2, place);

enum err
store_decision_add(struct store *s, struct decision *x, struct fault *f)
{
    struct value v[PARAMETERS_MAX];
    struct place at = {0};
    x->id = db_new_id(s);
    int n = db_values(&decision_shape, x, v);
    enum err err = db_one(s, Q_DECISION_ADD, NULL, &place_shape, &at, f, v, n);
    x->ord = at.ord;
    x->n = at.n;
    return err;
}

enum err
store_decision_by_ord(struct store *s, struct arena *a, long ord, struct decision *out,
                      struct fault *f)
{
    return db_one(s, Q_DECISION_BY_ORD, a, &decision_shape, out, f, VALUES(N(ord)));
}

enum err
store_decision_list(struct store *s, struct arena *a, const char *filing_id, long below_n,
                    int limit, struct decision **out, int *n, struct fault *f)
{
    return db_all(s, Q_DECISION_LIST, a, &decision_shape, (void **)out, n, f,
                  VALUES(T(filing_id), N(below_n > 0 ? below_n : INT64_MAX), N(limit)));
}

enum err
store_decision_load(struct store *s, struct arena *a, const char *filing_id, long n,
                    struct decision *out, struct fault *f)
{
    return db_one(s, Q_DECISION_BY_N, a, &decision_shape, out, f, VALUES(T(filing_id), N(n)));
}

enum err
store_decision_newest(struct store *s, struct arena *a, const char *filing_id, struct decision *out,
                      struct fault *f)
{
    return db_one(s, Q_DECISION_NEWEST, a, &decision_shape, out, f, VALUES(T(filing_id)));
}

/* ---- how often a rule has spoken ------------------------------------------------------------- */

enum err
store_firing_add(struct store *s, const char *rule_set, const char *rule, int64_t at,
                 struct fault *f)
{
    return db_run(s, Q_FIRING_ADD, NULL, f, VALUES(T(rule_set), T(rule), N(at)));
}

enum err
store_firing_list(struct store *s, struct arena *a, const char *rule_set, struct firing **out,
                  int *n, struct fault *f)
{
    return db_all(s, Q_FIRING_LIST, a, &firing_shape, (void **)out, n, f, VALUES(T(rule_set)));
}

static const struct field fired_fields[] = {FIELD(LONG, fired, n), FIELD(LONG, fired, ever),
                                            FIELD(INT64, fired, last_at)};
static const struct shape fired_shape = SHAPE(fired_fields, 3, fired);

enum err
store_firing_of_rule(struct store *s, const char *rule, const char *rule_set, struct fired *out,
                     struct fault *f)
{
    return db_one(s, Q_FIRING_OF_RULE, NULL, &fired_shape, out, f, VALUES(T(rule), T(rule_set)));
}
