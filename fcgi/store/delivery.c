#include "store/delivery.h"
#include "store/contact.h"
#include "store/db.h"

#include <stdint.h>

#define PEOPLE_MAX 50 /* of one organization who are told by one channel */

static const struct column delivery_columns[] = {
    COLUMN(delivery, n),
    COLUMN(delivery, id),
    COLUMN(delivery, notice),
    COLUMN(delivery, channel),
    COLUMN(delivery, filing_id),
    COLUMN(delivery, matter_id),
    COLUMN(delivery, account_id),
    COLUMN(delivery, organization_id),
    COLUMN(delivery, address),
    COLUMN(delivery, title),
    COLUMN(delivery, text),
    COLUMN(delivery, still),
    COLUMN(delivery, until_at),
    COLUMN(delivery, state),
    COLUMN(delivery, tries),
    COLUMN(delivery, forgiven),
    COLUMN(delivery, due_at),
    COLUMN(delivery, at),
    COLUMN(delivery, ended_at),
    COLUMN(delivery, is_disabled),
    COLUMN(delivery, stands),
    COLUMN(delivery, filing_deleted_at),
    COLUMN(delivery, outcome),
    SEALED_OF(delivery, mobile, named_account_cells, "mobile"),
    SEALED_OF(delivery, email, named_account_cells, "email"),
};
static const struct row_map delivery_map = ROW_MAP(delivery_columns, delivery);

enum err
store_delivery_add(struct store *s, struct delivery *x, struct fault *f)
{
    x->id = db_new_id(s);
    return db_put(s, Q_DELIVERY_ADD, &delivery_map, x, NONE, f);
}

enum err
store_delivery_people(struct store *s, struct arena *a, const char *to_id, struct id_list *out,
                      struct fault *f)
{
    return db_ids(s, Q_DELIVERY_PEOPLE, a, out, VALUES(T(to_id), N(PEOPLE_MAX)), f);
}

/* ---- on its way ------------------------------------------------------------------------------ */

enum err
store_delivery_due(struct store *s, struct arena *a, int64_t now, int limit, struct delivery **out,
                   int *n, struct fault *f)
{
    return db_all(s, Q_DELIVERY_DUE, ROWS(a, &delivery_map, out, n), VALUES(N(now), N(limit)), f);
}

enum err
store_delivery_address(struct store *s, struct arena *a, struct delivery *x, struct fault *f)
{
    struct delivery of = {0};
    struct organization_contact contact = {0};

    if (x->organization_id != NULL) {
        enum err found = store_contact_load(s, a, x->organization_id, &contact, f);
        x->mobile = contact.mobile;
        x->email = contact.email;
        return found == ERR_NOTFOUND ? OK : found;
    }
    enum err err =
        db_one(s, Q_DELIVERY_ADDRESS, ROW(a, &delivery_map, &of), VALUES(T(x->account_id)), f);

    x->mobile = err ? NULL : of.mobile;
    x->email = err ? NULL : of.email;
    return err == ERR_NOTFOUND ? OK : err;
}

enum err
store_delivery_next(struct store *s, int64_t *due_at, struct fault *f)
{
    return db_number(s, Q_DELIVERY_NEXT, due_at, NONE, f);
}

/* x as it is to be; tries: as it was. */
static enum err
set(struct store *s, const struct delivery *x, long tries, long *changed, struct fault *f)
{
    return db_run(s, Q_DELIVERY_SET, changed,
                  VALUES(N(x->n), T(x->state), N(x->due_at), N(x->ended_at), N(x->tries), N(tries)),
                  f);
}

enum err
store_delivery_out(struct store *s, struct delivery *x, int64_t lease_ends_at, struct fault *f)
{
    long changed = 0;

    x->state = DELIVERY_OUT;
    x->due_at = lease_ends_at;
    x->tries++;
    enum err err = set(s, x, x->tries - 1, &changed, f);
    if (err)
        return err;
    return db_run(s, Q_DELIVERY_TRY_ADD, NULL, VALUES(N(x->n), N(x->tries), N(world_now(s->world))),
                  f);
}

static enum err
try_end(struct store *s, const struct delivery *x, const char *outcome, struct fault *f)
{
    return db_run(s, Q_DELIVERY_TRY_END, NULL,
                  VALUES(N(x->n), N(x->tries), N(world_now(s->world)), T(outcome)), f);
}

enum err
store_delivery_end(struct store *s, const struct delivery *x, const char *outcome, bool *is_ours,
                   struct fault *f)
{
    long changed = 0;
    enum err err = set(s, x, x->tries, &changed, f);

    *is_ours = changed > 0;
    return err || !*is_ours ? err : try_end(s, x, outcome, f);
}

enum err
store_delivery_lost(struct store *s, const struct delivery *x, struct fault *f)
{
    return try_end(s, x, "lost", f);
}

enum err
store_delivery_leave(struct store *s, const struct delivery *x, struct fault *f)
{
    return set(s, x, x->tries, NULL, f);
}

/* ---- looked after ---------------------------------------------------------------------------- */

enum err
store_delivery_list(struct store *s, struct arena *a, const struct delivery_query *q,
                    struct delivery **out, int *n, struct fault *f)
{
    struct value below = N(INT64_MAX);
    enum err err = db_cursor(a, q->cursor, "n", &below, f);
    if (err)
        return err;
    return db_all(s, Q_DELIVERY_LIST, ROWS(a, &delivery_map, out, n),
                  VALUES(T(q->state), below, N(q->limit)), f);
}

const char *
store_delivery_cursor(struct arena *a, const struct delivery *last)
{
    return arena_printf(a, "%ld", last->n);
}

enum err
store_delivery_load(struct store *s, struct arena *a, const char *id, struct delivery *out,
                    struct fault *f)
{
    return db_one(s, Q_DELIVERY_BY_ID, ROW(a, &delivery_map, out), VALUES(T(id)), f);
}

static enum err
settle(struct store *s, enum query q, const char *id, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, q, &changed, VALUES(T(id), N(world_now(s->world))), f);
    if (err || changed > 0)
        return err;
    return fail(f, ERR_CONFLICT, "delivery_not_dead", "",
                "这一条已不是投递失败的状态，请刷新后再看");
}

enum err
store_delivery_again(struct store *s, const char *id, struct fault *f)
{
    return settle(s, Q_DELIVERY_AGAIN, id, f);
}

enum err
store_delivery_again_all(struct store *s, int limit, long *n, struct fault *f)
{
    return db_run(s, Q_DELIVERY_AGAIN_ALL, n, VALUES(N(world_now(s->world)), N(limit)), f);
}

enum err
store_delivery_dead(struct store *s, long *n, struct fault *f)
{
    int64_t count = 0;
    enum err err = db_number(s, Q_DELIVERY_DEAD_COUNT, &count, NONE, f);

    *n = (long)count;
    return err;
}

enum err
store_delivery_drop(struct store *s, const char *id, struct fault *f)
{
    return settle(s, Q_DELIVERY_DROP, id, f);
}

enum err
store_delivery_prune(struct store *s, int64_t before, int limit, struct fault *f)
{
    return db_run(s, Q_DELIVERY_PRUNE, NULL, VALUES(N(before), N(limit)), f);
}
