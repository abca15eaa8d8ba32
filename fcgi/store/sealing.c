#include "store/sealing.h"
#include "store/commit.h"
#include "store/db.h"
#include "store/transaction.h"

/* In the order that the statement unsealed_count tells them by. */
static const struct sealing *const tables[] = {
    &account_sealing,
    &attachment_sealing,
    &event_sealing,
    &filing_sealing,
    &judgement_sealing,
    &kept_sealing,
    &product_sealing,
    &product_kept_sealing,
    &reply_sealing,
    &task_sealing,
    &task_draft_sealing,
    &version_sealing,
    &letter_sealing,
    &matter_step_sealing,
    &proposal_sealing,
    &takeover_sealing,
    &organization_contact_sealing,
};

#define LAST_STEP "~"
enum { STEP_WRITE_ANEW, STEP_CUT_LOG };

struct step {
    const char *name;
    long at;
};
static const struct column step_columns[] = {COLUMN(step, name), COLUMN(step, at)};
static const struct row_map step_map = ROW_MAP(step_columns, step);

static const struct column count_columns[] = {COLUMN(unsealed, at), COLUMN(unsealed, n)};
static const struct row_map count_map = ROW_MAP(count_columns, unsealed);

/* ---- a row ----------------------------------------------------------------------------------- */

/* A member is read whether its cell is sealed or not, and stored sealed. */
static enum err
seal_row(struct store *s, const struct sealing *x, int64_t rowid, struct fault *f)
{
    struct arena *a = arena_new();
    void *row = arena_alloc(a, x->map->size);
    enum err err = db_one(s, x->row, ROW(a, x->map, row), VALUES(N(rowid)), f);

    if (!err)
        err = db_put(s, x->seal, x->map, row, NONE, f);
    arena_free(a);
    return err;
}

/* *n rows at most after *at; fewer: there are no more. */
static enum err
seal_rows(struct store *s, const struct sealing *x, struct value key, int64_t *at, int *n,
          struct fault *f)
{
    int done = 0;
    enum err err = OK;

    while (!err && done < *n) {
        err = db_number(s, x->next, at, VALUES(N(*at), key), f);
        if (!err && !(err = seal_row(s, x, *at, f)))
            done++;
    }
    *n = done;
    return err == ERR_NOTFOUND ? OK : err;
}

/* ---- what an earlier program wrote ----------------------------------------------------------- */

static const struct sealing *
find_table(const char *name)
{
    for (size_t i = 0; i < LEN(tables); i++)
        if (str_is(tables[i]->name, name))
            return tables[i];
    return NULL;
}

static enum err
seal_step(struct store *s, const struct step *step, int *n, struct fault *f)
{
    const struct sealing *x = find_table(step->name);
    int64_t at = step->at;
    int most = *n;

    if (x == NULL)
        return fail(f, ERR_BUG, "sealing_unknown", step->name, "没有名为 %s 的加密表", step->name);
    enum err err = seal_rows(s, x, T(NULL), &at, n, f);
    if (err)
        return err;
    return *n < most ? db_run(s, Q_UNSEALED_DONE, NULL, VALUES(T(step->name)), f)
                     : db_run(s, Q_UNSEALED_AT, NULL, VALUES(T(step->name), N(at)), f);
}

static enum err
load_steps(struct store *s, struct arena *a, struct step **out, int *n, struct fault *f)
{
    return db_all(s, Q_UNSEALED_LIST, ROWS(a, &step_map, out, n), NONE, f);
}

enum err
store_seal_some(struct store *s, int most, long *sealed, bool *is_done, struct fault *f)
{
    struct arena *a = arena_new();
    struct step *steps;
    int steps_n = 0, n = most;
    enum err err = load_steps(s, a, &steps, &steps_n, f);

    *sealed = 0;
    *is_done = !err && (steps_n == 0 || str_is(steps[0].name, LAST_STEP));
    if (!err && !*is_done && !(err = seal_step(s, &steps[0], &n, f)))
        *sealed = n;
    arena_free(a);
    return err;
}

enum err
store_is_sealed(struct store *s, bool *out, struct fault *f)
{
    struct arena *a = arena_new();
    struct step *steps;
    int n = 0;
    enum err err = load_steps(s, a, &steps, &n, f);

    *out = !err && n == 0;
    arena_free(a);
    return err;
}

enum err
store_unsealed_count(struct store *s, struct arena *a, struct unsealed **out, int *n,
                     struct fault *f)
{
    enum err err = db_all(s, Q_UNSEALED_COUNT, ROWS(a, &count_map, out, n), NONE, f);

    for (int i = 0; !err && i < *n; i++)
        (*out)[i].name = tables[(*out)[i].at]->name;
    return err;
}

/* ---- the last step --------------------------------------------------------------------------- */

static enum err
store_step(struct store *s, enum query q, struct values v, struct fault *f)
{
    enum err err = store_write_begin(s, f);
    if (err)
        return err;
    if ((err = db_run(s, q, NULL, v, f))) {
        store_write_rollback(s);
        return err;
    }
    return store_write_commit(s, f);
}

enum err
store_seal_finish(struct store *s, bool *is_done, struct fault *f)
{
    struct arena *a = arena_new();
    struct step *steps;
    int n = 0;
    enum err err = load_steps(s, a, &steps, &n, f);
    bool is_last = !err && n == 1 && str_is(steps[0].name, LAST_STEP);
    long at = is_last ? steps[0].at : STEP_CUT_LOG;
    arena_free(a);

    *is_done = !err && n == 0;
    if (err || !is_last)
        return err;
    if (at == STEP_WRITE_ANEW) {
        if ((err = commit_write_anew(s, f)))
            return err;
        if ((err = store_step(s, Q_UNSEALED_AT, VALUES(T(LAST_STEP), N(STEP_CUT_LOG)), f)))
            return err;
    }
    if ((err = commit_cut_log(s, is_done, f)) || !*is_done)
        return err;
    return store_step(s, Q_UNSEALED_DONE, VALUES(T(LAST_STEP)), f);
}

/* ---- under another key ----------------------------------------------------------------------- */

enum err
store_reseal_some(struct store *s, struct resealing *x, int most, long *sealed, bool *is_done,
                  struct fault *f)
{
    unsigned char number[8];
    int n = most;

    *sealed = 0;
    *is_done = x->table == (int)LEN(tables);
    if (*is_done)
        return OK;
    for (int i = 0; i < 8; i++)
        number[i] = (unsigned char)((uint64_t)x->key_n >> 8 * i);
    enum err err = seal_rows(s, tables[x->table], B(number, sizeof number), &x->at, &n, f);
    if (err)
        return err;

    *sealed = n;
    if (n < most) {
        x->table++;
        x->at = 0;
    }
    return OK;
}
