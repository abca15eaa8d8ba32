/* Organizations, for whoever keeps accounts: found, frozen, unlocked. What they file is nothing
 * that is told here. */
#include "handle/route.h"

static const struct member organization_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(organization, id), .title = "单位编号"},
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(organization, name), .title = "单位名称"},
    {"created_at", M_TIME, M_REQUIRED, .at = TIME_AT(organization, created_at),
     .title = "注册时间"},
    {"accounts", M_INTEGER, M_REQUIRED, .at = LONG_AT(organization, accounts), .title = "账号数"},
    {"frozen_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(organization, frozen_at),
     .title = "冻结时间；没有冻结时为 null"},
    {"reason", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(organization, frozen_reason),
     .title = "冻结的原因，本单位的人看得到"},
    MEMBERS_END,
};

/* ---- GET /organizations ---------------------------------------------------------------------- */

static const char *const yes_words[] = {"true", NULL};
static const struct member organizations_query[] = {
    {"q", M_STRING, .title = "单位名称中的文字"},
    {"frozen", M_STRING, .choices = yes_words, .title = "true：只列已冻结的"},
    PAGED,
    MEMBERS_END,
};

static enum err
organization_list(struct context *c)
{
    struct casework *w = &c->work;
    struct organization_query q = {.text = context_query(c, "q"),
                                   .cursor = context_query(c, "cursor"),
                                   .is_frozen = context_query(c, "frozen") != NULL};
    struct organization *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    q.limit = limit + 1;
    if ((err = store_organization_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;
    reply_page(c, PAGE_BY_ID(rows, n, limit));
    return OK;
}

/* ---- PATCH /organizations/:id ---------------------------------------------------------------- */

static const struct member freeze_body[] = {
    {"frozen", M_BOOLEAN, M_REQUIRED, .title = "true 冻结：只能查看；false 解冻"},
    {"reason", M_STRING, M_NULLABLE, .min = 1, .max = 200,
     .title = "冻结时必须写明，本单位的人看得到"},
    MEMBERS_END,
};

static enum err
reason_missing(struct context *c)
{
    struct findings fs;

    findings_start(&fs, c->work.arena);
    findings_add(&fs, "organization.reason", "/reason", "请写明冻结的原因",
                 "例如：账号被盗用，正在核实");
    return casework_findings(&c->work, "freeze_invalid", "没有冻结", &fs);
}

/* Whoever decided upon the organization runs again, and meets the frost. */
static enum err
organization_freeze_decide(struct context *c, struct organization *x)
{
    struct casework *w = &c->work;
    const char *id = c->params[0], *reason = command_text(c, "reason");
    bool is_frozen = json_is_true(json_object_get(c->command, "frozen"));
    enum err err =
        id_valid(id) ? store_organization_load(w->store, w->arena, id, x, &w->fault) : ERR_NOTFOUND;

    if (err)
        return casework_found(w, err);
    if (is_frozen && reason == NULL)
        return reason_missing(c);
    if (is_frozen && x->frozen_at == 0)
        x->frozen_at = w->now;
    x->frozen_reason = is_frozen ? reason : NULL;
    if (!is_frozen)
        x->frozen_at = 0;
    return casework_root(w, x->id);
}

static enum err
organization_freeze_store(struct context *c, struct organization *x)
{
    struct casework *w = &c->work;
    const char *action = x->frozen_at != 0 ? "organization.freeze" : "organization.unfreeze";
    enum err err = store_organization_freeze(w->store, x, &w->fault);
    if (err)
        return err;
    if ((err = casework_audit(w, action, x->id, NULL)))
        return err;
    if ((err = store_organization_people(w->store, x->id, &x->accounts, &w->fault)))
        return err;
    reply_row(c, x);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(organization_freeze, struct organization)

static const struct route rows[] = {
    {.method = GET,
     .path = "/organizations",
     .act = ACT_KEEP_STAFF,
     .read = organization_list,
     .query = organizations_query,
     .answer = organization_answer,
     .is_list = true,
     .name = "listOrganizations",
     .title = "单位"},
    {.method = PATCH,
     .path = "/organizations/:id",
     .act = ACT_KEEP_STAFF,
     .when_full = FULL_LAST,
     .root = ROOT_ORGANIZATION,
     .flags = ROUTE_MOVES,
     DECIDES(organization_freeze),
     .body = freeze_body,
     .answer = organization_answer,
     .refused = "未冻结",
     .name = "updateOrganization",
     .title = "冻结或解冻一个单位：冻结期间其账号只能查看"},
};
ROUTES(organization, rows);
