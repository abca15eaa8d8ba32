#include "store/replay.h"
#include "store/db.h"

static const struct column replay_columns[] = {
    COLUMN(replay, id),       COLUMN(replay, rule_set),    COLUMN(replay, base),
    COLUMN(replay, state),    COLUMN(replay, through),     COLUMN(replay, total),
    COLUMN(replay, done),     COLUMN(replay, at_ord),      COLUMN(replay, tally),
    COLUMN(replay, report),   COLUMN(replay, report_hash), COLUMN(replay, fault),
    COLUMN(replay, asked_by), COLUMN(replay, asked_at),    COLUMN(replay, ended_at),
    COLUMN(replay, as_of),
};
static const struct row_map replay_map = ROW_MAP(replay_columns, replay);

static const struct column hit_columns[] = {
    COLUMN(replay_hit, replay_id), COLUMN(replay_hit, ord),          COLUMN(replay_hit, kinds),
    COLUMN(replay_hit, rules),     COLUMN(replay_hit, change),       COLUMN(replay_hit, filing_id),
    COLUMN(replay_hit, title),     COLUMN(replay_hit, organization), COLUMN(replay_hit, number),
    COLUMN(replay_hit, n),         COLUMN(replay_hit, version),
};
static const struct row_map hit_map = ROW_MAP(hit_columns, replay_hit);

static const struct column move_columns[] = {
    COLUMN(replay_move, filing_id),  COLUMN(replay_move, kind),    COLUMN(replay_move, action),
    COLUMN(replay_move, actor_role), COLUMN(replay_move, what),    COLUMN(replay_move, from_state),
    COLUMN(replay_move, to_state),   COLUMN(replay_move, version), COLUMN(replay_move, n),
    COLUMN(replay_move, at),
};
static const struct row_map move_map = ROW_MAP(move_columns, replay_move);

static const struct column step_columns[] = {
    COLUMN(replay_step, matter_id),  COLUMN(replay_step, n),
    COLUMN(replay_step, kind),       COLUMN(replay_step, event),
    COLUMN(replay_step, actor_role), COLUMN(replay_step, from_state),
    COLUMN(replay_step, to_state),   COLUMN(replay_step, due_on),
    COLUMN(replay_step, was_due_on), COLUMN(replay_step, asked_on),
    COLUMN(replay_step, type),       COLUMN(replay_step, amount),
    COLUMN(replay_step, files),      COLUMN(replay_step, made),
    COLUMN(replay_step, is_same),    COLUMN(replay_step, has_text),
    COLUMN(replay_step, at),
};
static const struct row_map step_map = ROW_MAP(step_columns, replay_step);

static const struct column filed_columns[] = {
    COLUMN(judgement, ord),      COLUMN(judgement, verdict), COLUMN(judgement, facts_hash),
    COLUMN(judgement, rule_set), COLUMN(judgement, engine),  SEALED(judgement, facts),
    SEALED(judgement, answer),   COLUMN(judgement, id),
};
static const struct row_map filed_map = ROW_MAP(filed_columns, judgement);

static const struct column entry_columns[] = {
    COLUMN(replay_entry, filing_id), COLUMN(replay_entry, kind), COLUMN(replay_entry, filed_on),
    COLUMN(replay_entry, history),   COLUMN(replay_entry, ord),  COLUMN(replay_entry, serial),
};
static const struct row_map entry_map = ROW_MAP(entry_columns, replay_entry);

static const struct column standing_columns[] = {COLUMN(replay_standing, id),
                                                 COLUMN(replay_standing, kind)};
static const struct row_map standing_map = ROW_MAP(standing_columns, replay_standing);

static const struct column bounds_columns[] = {
    COLUMN(replay_bounds, events), COLUMN(replay_bounds, entries), COLUMN(replay_bounds, erased)};
static const struct row_map bounds_map = ROW_MAP(bounds_columns, replay_bounds);

enum err
store_replay_add(struct store *s, struct replay *x, struct fault *f)
{
    struct replay last;
    enum err err = db_one(s, Q_JUDGEMENT_LAST, ROW(NULL, &replay_map, &last), NONE, f);
    if (err)
        return err;

    x->through = last.through;
    x->total = last.total;
    x->id = db_new_id(s);
    x->state = "queued";
    x->asked_at = world_now(s->world);
    return db_run(s, Q_REPLAY_ADD, NULL,
                  VALUES(T(x->id), T(x->rule_set), T(x->base), N(x->through), N(x->total),
                         T(x->asked_by), N(x->asked_at), T(x->as_of)),
                  f);
}

enum err
store_replay_load(struct store *s, struct arena *a, const char *id, struct replay *out,
                  struct fault *f)
{
    return db_one(s, Q_REPLAY_BY_ID, ROW(a, &replay_map, out), VALUES(T(id)), f);
}

enum err
store_replay_latest(struct store *s, struct arena *a, const char *rule_set, struct replay *out,
                    struct fault *f)
{
    return db_one(s, Q_REPLAY_LATEST, ROW(a, &replay_map, out), VALUES(T(rule_set)), f);
}

enum err
store_replay_open(struct store *s, struct arena *a, struct replay *out, struct fault *f)
{
    return db_one(s, Q_REPLAY_OPEN, ROW(a, &replay_map, out), NONE, f);
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

/* ---- hits ------------------------------------------------------------------------------------ */

enum err
store_replay_hit_add(struct store *s, const struct replay_hit *x, struct fault *f)
{
    return db_put(s, Q_REPLAY_HIT_ADD, &hit_map, x, NONE, f);
}

enum err
store_replay_whose(struct store *s, struct arena *a, struct replay_hit *x, struct fault *f)
{
    struct replay_hit whose;
    enum err err = db_one(s, Q_REPLAY_WHOSE, ROW(a, &hit_map, &whose), VALUES(N(x->ord)), f);
    if (err)
        return err;

    x->filing_id = whose.filing_id;
    x->title = whose.title;
    x->organization = whose.organization;
    x->number = whose.number;
    x->n = whose.n;
    x->version = whose.version;
    return OK;
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

    return db_all(s, Q_REPLAY_HITS, ROWS(a, &hit_map, out, n),
                  VALUES(T(q->replay_id), at[0], T(q->kind), T(q->rule), N(q->limit)), f);
}

/* ---- lives ----------------------------------------------------------------------------------- */

enum err
store_replay_moves(struct store *s, struct arena *a, const struct replay_moves_query *q,
                   struct replay_move **out, int *n, struct fault *f)
{
    return db_all(s, Q_REPLAY_MOVES, ROWS(a, &move_map, out, n),
                  VALUES(T(q->after_filing), N(q->after_n), N(q->through), N(q->limit)), f);
}

enum err
store_replay_steps(struct store *s, struct arena *a, const struct replay_steps_query *q,
                   struct replay_step **out, int *n, struct fault *f)
{
    return db_all(s, Q_REPLAY_STEPS, ROWS(a, &step_map, out, n),
                  VALUES(T(q->after_matter), N(q->after_n), N(q->through), N(q->limit)), f);
}

enum err
store_replay_filed(struct store *s, struct arena *a, const char *filing_id, long version,
                   struct judgement *out, struct fault *f)
{
    return db_one(s, Q_REPLAY_FILED, ROW(a, &filed_map, out), VALUES(T(filing_id), N(version)), f);
}

enum err
store_replay_bounds(struct store *s, struct replay_bounds *out, struct fault *f)
{
    return db_one(s, Q_REPLAY_BOUNDS, ROW(NULL, &bounds_map, out), NONE, f);
}

enum err
store_replay_entries(struct store *s, struct arena *a, const struct replay_entries_query *q,
                     struct replay_entry **out, int *n, struct fault *f)
{
    return db_all(s, Q_REPLAY_ENTRIES, ROWS(a, &entry_map, out, n),
                  VALUES(N(q->after_ord), N(q->through), N(q->limit)), f);
}

enum err
store_replay_drafts(struct store *s, struct arena *a, const struct replay_standing_query *q,
                    struct replay_standing **out, int *n, struct fault *f)
{
    return db_all(s, Q_REPLAY_DRAFTS, ROWS(a, &standing_map, out, n),
                  VALUES(T(q->after), N(q->limit)), f);
}

enum err
store_replay_products(struct store *s, struct arena *a, const struct replay_standing_query *q,
                      struct replay_standing **out, int *n, struct fault *f)
{
    return db_all(s, Q_REPLAY_PRODUCTS, ROWS(a, &standing_map, out, n),
                  VALUES(T(q->after), N(q->limit)), f);
}
