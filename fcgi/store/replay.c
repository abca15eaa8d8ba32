#include "store/db.h"

static const struct field replay_fields[] = {
    FIELD(TEXT, replay, id),       FIELD(TEXT, replay, rule_set),    FIELD(TEXT, replay, base),
    FIELD(TEXT, replay, state),    FIELD(LONG, replay, through),     FIELD(LONG, replay, total),
    FIELD(LONG, replay, done),     FIELD(LONG, replay, at_ord),      FIELD(TEXT, replay, tally),
    FIELD(TEXT, replay, report),   FIELD(TEXT, replay, report_hash), FIELD(TEXT, replay, fault),
    FIELD(TEXT, replay, asked_by), FIELD(INT64, replay, asked_at),   FIELD(INT64, replay, ended_at),
};
static const struct shape replay_shape = SHAPE(replay_fields, 15, replay);

static const struct field hit_fields[] = {
    FIELD(TEXT, replay_hit, replay_id), FIELD(LONG, replay_hit, ord),
    FIELD(TEXT, replay_hit, kinds),     FIELD(TEXT, replay_hit, rules),
    FIELD(TEXT, replay_hit, change),    FIELD(TEXT, replay_hit, filing_id),
    FIELD(TEXT, replay_hit, title),     FIELD(TEXT, replay_hit, organization),
    FIELD(TEXT, replay_hit, number),    FIELD(LONG, replay_hit, n),
    FIELD(LONG, replay_hit, version),
};
static const struct shape hit_shape = SHAPE(hit_fields, 5, replay_hit);
static const struct field whose_fields[] = {
    FIELD(TEXT, replay_hit, filing_id),
    FIELD(TEXT, replay_hit, title),
    FIELD(TEXT, replay_hit, organization),
    FIELD(TEXT, replay_hit, number),
    FIELD(LONG, replay_hit, n),
    FIELD(LONG, replay_hit, version),
};
static const struct shape whose_shape = SHAPE(whose_fields, 6, replay_hit);

static const struct field scan_fields[] = {
    FIELD(LONG, judgement, ord),        FIELD(TEXT, judgement, verdict),
    FIELD(TEXT, judgement, facts_hash), FIELD(EMPTY, judgement, outcome_hash),
    FIELD(TEXT, judgement, rule_set),   FIELD(TEXT, judgement, engine),
    FIELD(TEXT, judgement, facts),
};
static const struct shape scan_shape = SHAPE(scan_fields, 7, judgement);

static const struct field last_fields[] = {FIELD(LONG, replay, through),
                                           FIELD(LONG, replay, total)};
static const struct shape last_shape = SHAPE(last_fields, 2, replay);

enum err
store_judgement_scan(struct store *s, struct arena *a, const struct judgement_span *q,
                     struct judgement **out, int *n, struct fault *f)
{
    return db_all(s, Q_JUDGEMENT_SCAN, ROWS(a, &scan_shape, out, n),
                  VALUES(N(q->after_ord), N(q->through_ord), N(q->limit)), f);
}

enum err
store_replay_add(struct store *s, struct replay *x, struct fault *f)
{
    struct replay last;
    enum err err = db_one(s, Q_JUDGEMENT_LAST, ROW(NULL, &last_shape, &last), NONE, f);
    if (err)
        return err;

    x->through = last.through;
    x->total = last.total;
    x->id = db_new_id(s);
    x->state = "queued";
    x->asked_at = world_now(s->world);
    return db_run(s, Q_REPLAY_ADD, NULL,
                  VALUES(T(x->id), T(x->rule_set), T(x->base), N(x->through), N(x->total),
                         T(x->asked_by), N(x->asked_at)),
                  f);
}

enum err
store_replay_load(struct store *s, struct arena *a, const char *id, struct replay *out,
                  struct fault *f)
{
    return db_one(s, Q_REPLAY_BY_ID, ROW(a, &replay_shape, out), VALUES(T(id)), f);
}

enum err
store_replay_latest(struct store *s, struct arena *a, const char *rule_set, struct replay *out,
                    struct fault *f)
{
    return db_one(s, Q_REPLAY_LATEST, ROW(a, &replay_shape, out), VALUES(T(rule_set)), f);
}

enum err
store_replay_open(struct store *s, struct arena *a, struct replay *out, struct fault *f)
{
    return db_one(s, Q_REPLAY_OPEN, ROW(a, &replay_shape, out), NONE, f);
}

enum err
store_replay_progress(struct store *s, const struct replay *x, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_REPLAY_PROGRESS, &changed,
                          VALUES(T(x->id), N(x->done), N(x->at_ord), T(x->tally)), f);
    return db_some(err, changed, Q_REPLAY_PROGRESS, f);
}

enum err
store_replay_end(struct store *s, const struct replay *x, struct fault *f)
{
    long changed = 0;
    enum err err =
        db_run(s, Q_REPLAY_END, &changed,
               VALUES(T(x->id), T(x->state), N(x->done), N(x->at_ord), T(x->tally), T(x->report),
                      T(x->report_hash), T(x->fault), N(world_now(s->world))),
               f);
    return db_some(err, changed, Q_REPLAY_END, f);
}

enum err
store_replay_hit_add(struct store *s, const struct replay_hit *x, struct fault *f)
{
    return db_put(s, Q_REPLAY_HIT_ADD, &hit_shape, x, NONE, f);
}

enum err
store_replay_whose(struct store *s, struct arena *a, struct replay_hit *x, struct fault *f)
{
    return db_one(s, Q_REPLAY_WHOSE, ROW(a, &whose_shape, x), VALUES(N(x->ord)), f);
}

enum err
store_replay_filings(struct store *s, const char *id, int64_t *out, struct fault *f)
{
    return db_number(s, Q_REPLAY_FILINGS, out, VALUES(T(id)), f);
}

enum err
store_replay_hits(struct store *s, struct arena *a, const struct replay_hits_query *q,
                  struct replay_hit **out, int *n, struct fault *f)
{
    struct value at[] = {N(0)};
    enum err err = db_cursor(a, q->cursor, "n", at, f);
    if (err)
        return err;

    return db_all(s, Q_REPLAY_HITS, ROWS(a, &hit_shape, out, n),
                  VALUES(T(q->replay_id), at[0], T(q->kind), T(q->rule), N(q->limit)), f);
}
