/*
 * The outbox, for whoever keeps the system running: what is on its way out of the house and what
 * came of it. A text that was tried too often waits here until somebody sends it again or gives it
 * up. Addresses are sealed with the accounts and not shown; a text is what the rules let out.
 */
#include "handle/route.h"

/* ---- GET /outbox ----------------------------------------------------------------------------- */

static const char *const states[] = {DELIVERY_DEAD,  DELIVERY_WAITING, DELIVERY_OUT,
                                     DELIVERY_TAKEN, DELIVERY_DROPPED, NULL};
static const struct member outbox_query[] = {
    {"state", M_STRING, .choices = states, .title = "投递的状态，不填为 dead"},
    PAGED,
    MEMBERS_END,
};
struct delivery_row {
    struct delivery delivery;
    const char *channel_label, *state_label, *outcome_label;
};
static const struct member delivery_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(delivery_row, delivery.id), .title = "投递编号"},
    {"notice", M_STRING, M_REQUIRED, .at = TEXT_AT(delivery_row, delivery.notice),
     .title = "哪一种通知，由规则声明"},
    {"channel", M_STRING, M_REQUIRED, .at = TEXT_AT(delivery_row, delivery.channel),
     .title = "发出的方式，由规则声明"},
    {"channel_label", M_STRING, M_REQUIRED, .at = TEXT_AT(delivery_row, channel_label),
     .title = "发出的方式"},
    {"text", M_STRING, M_REQUIRED, .at = TEXT_AT(delivery_row, delivery.text), .title = "文字"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(delivery_row, delivery.state), .choices = states,
     .title = "状态：dead 为投递失败，可以重发或放弃"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(delivery_row, state_label),
     .title = "状态的名称"},
    {"tries", M_INTEGER, M_REQUIRED, .at = LONG_AT(delivery_row, delivery.tries),
     .title = "发过几次"},
    {"outcome", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(delivery_row, delivery.outcome),
     .title = "最近一次的结果；还没有结果的为 null"},
    {"outcome_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(delivery_row, outcome_label),
     .title = "最近一次的结果，用文字说明"},
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(delivery_row, delivery.at), .title = "通知的时间"},
    {"ended_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(delivery_row, delivery.ended_at),
     .title = "收下、失败或不再发出的时间；还没有的为 null"},
    MEMBERS_END,
};

struct outbox_counts {
    long dead;
};
static const struct member outbox_beside[] = {
    {"dead", M_INTEGER, M_REQUIRED, .at = LONG_AT(outbox_counts, dead),
     .title = "投递失败的一共几条，不论所看的是哪一种状态"},
    MEMBERS_END,
};

static struct delivery_row
row_of(struct context *c, const struct delivery *x)
{
    const json_t *channels = json_object_get(casework_manifest(&c->work), "channels");
    const char *channel = json_str(channels, x->channel);
    struct delivery_row row = {.delivery = *x,
                               .channel_label = channel ? channel : x->channel,
                               .state_label = label_of(LABEL_DELIVERY, x->state)};

    if (*x->outcome == '\0')
        row.delivery.outcome = NULL;
    else
        row.outcome_label = label_of(LABEL_OUTCOME, x->outcome);
    return row;
}

static enum err
outbox_list(struct context *c)
{
    struct casework *w = &c->work;
    const char *state = context_query(c, "state");
    struct delivery_query q = {.state = state ? state : DELIVERY_DEAD,
                               .cursor = context_query(c, "cursor")};
    struct outbox_counts counts;
    struct delivery *found;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    q.limit = limit + 1;
    if ((err = store_delivery_list(w->store, w->arena, &q, &found, &n, &w->fault)))
        return err;

    if ((err = store_delivery_dead(w->store, &counts.dead, &w->fault)))
        return err;

    struct page p = {
        .size = sizeof(struct delivery_row), .n = n < limit ? n : limit, .beside = &counts};
    struct delivery_row *list = arena_alloc(w->arena, ((size_t)p.n + 1) * sizeof *list);
    for (int i = 0; i < p.n; i++)
        list[i] = row_of(c, &found[i]);
    p.rows = list;
    p.next = n > limit ? store_delivery_cursor(w->arena, &found[limit - 1]) : NULL;
    reply_page(c, &p);
    return OK;
}

/* ---- POST /outbox/:id/retry, POST /outbox/:id/discard ---------------------------------------- */

static enum err
load(struct context *c, struct delivery *x)
{
    struct casework *w = &c->work;
    const char *id = c->params[0];
    enum err err =
        id_valid(id) ? store_delivery_load(w->store, w->arena, id, x, &w->fault) : ERR_NOTFOUND;

    return err == ERR_NOTFOUND ? casework_not_found(w) : err;
}

static enum err
load_dead(struct context *c, struct delivery *x)
{
    enum err err = load(c, x);
    if (err || str_is(x->state, DELIVERY_DEAD))
        return err;
    return fail(&c->work.fault, ERR_CONFLICT, "state_conflict", "",
                "这一条现在是“%s”，没有可以办理的；“%s”的才可以重发或放弃",
                label_of(LABEL_DELIVERY, x->state), label_of(LABEL_DELIVERY, DELIVERY_DEAD));
}

/* On record, and as it is now. */
static enum err
finish(struct context *c, const char *action)
{
    struct delivery x;
    enum err err = load(c, &x);
    if (err)
        return err;
    if ((err = casework_audit(&c->work, action, x.id, NULL)))
        return err;

    struct delivery_row row = row_of(c, &x);
    reply_row(c, &row);
    return OK;
}

static enum err
delivery_retry_store(struct context *c)
{
    struct casework *w = &c->work;
    struct delivery x;
    enum err err = load_dead(c, &x);
    if (err)
        return err;
    if ((err = store_delivery_again(w->store, x.id, &w->fault)))
        return err;
    return finish(c, "delivery.retried");
}

static enum err
delivery_discard_store(struct context *c)
{
    struct casework *w = &c->work;
    struct delivery x;
    enum err err = load_dead(c, &x);
    if (err)
        return err;
    if ((err = store_delivery_drop(w->store, x.id, &w->fault)))
        return err;
    return finish(c, "delivery.discarded");
}

/* ---- POST /outbox/retry ---------------------------------------------------------------------- */

#define RETRIED_MAX 500 /* in one transaction: others wait for it */

struct retried {
    long retried, left;
};
static const struct member retried_members[] = {
    {"retried", M_INTEGER, M_REQUIRED, .at = LONG_AT(retried, retried),
     .title = "这一次重新等候发出的几条，一次至多 500 条"},
    {"left", M_INTEGER, M_REQUIRED, .at = LONG_AT(retried, left), .title = "还有几条投递失败的"},
    MEMBERS_END,
};

/* Those that another has sent again or given up meanwhile are no longer dead, so none goes twice.
 * Nothing done is not on record. */
static enum err
delivery_retry_all_store(struct context *c)
{
    struct casework *w = &c->work;
    struct retried x;
    enum err err = store_delivery_again_all(w->store, RETRIED_MAX, &x.retried, &w->fault);
    if (err)
        return err;
    if ((err = store_delivery_dead(w->store, &x.left, &w->fault)))
        return err;

    const char *said = arena_printf(w->arena, "{\"deliveries\":%ld}", x.retried);
    if (x.retried > 0 && (err = casework_audit(w, "delivery.retried_all", NULL, said)))
        return err;
    reply_row(c, &x);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

STORE_HALF(delivery_retry)
STORE_HALF(delivery_retry_all)
STORE_HALF(delivery_discard)

static const struct route rows[] = {
    {.method = GET,
     .path = "/outbox",
     .act = ACT_READ_STATUS,
     .read = outbox_list,
     .query = outbox_query,
     .answer = delivery_members,
     .is_list = true,
     .beside = outbox_beside,
     .name = "listDeliveries",
     .title = "发到系统之外的通知，按状态，最近的在前"},
    {.method = POST,
     .path = "/outbox/retry",
     .act = ACT_KEEP_STAFF,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED | ROUTE_OPTIONAL_BODY,
     STORES(delivery_retry_all),
     .body = no_members,
     .answer = retried_members,
     .name = "retryDeliveries",
     .title = "重发投递失败的通知，先发最早失败的，一次至多 500 条"},
    {.method = POST,
     .path = "/outbox/:id/retry",
     .act = ACT_KEEP_STAFF,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED | ROUTE_OPTIONAL_BODY,
     STORES(delivery_retry),
     .body = no_members,
     .answer = delivery_members,
     .name = "retryDelivery",
     .title = "重发一条投递失败的通知"},
    {.method = POST,
     .path = "/outbox/:id/discard",
     .act = ACT_KEEP_STAFF,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED | ROUTE_OPTIONAL_BODY,
     STORES(delivery_discard),
     .body = no_members,
     .answer = delivery_members,
     .name = "discardDelivery",
     .title = "放弃一条投递失败的通知"},
};
ROUTES(delivery, rows);
