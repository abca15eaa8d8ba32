/* Accounts of filers, for whoever keeps accounts: found, disabled, enabled again. What they file is
 * nothing that is told here, nor how they are reached. */
#include "handle/account.h"
#include "handle/guess.h"
#include "handle/route.h"

/* ---- what they are --------------------------------------------------------------------------- */

struct filer {
    struct account account;
    int64_t last_login_at; /* 0: never */
};
static const struct member filer_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(filer, account.id), .title = "账号编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(filer, account.username), .title = "用户名"},
    {"organization", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(filer, account.organization_id),
     .title = "单位编号"},
    {"organization_name", M_STRING, M_REQUIRED | M_NULLABLE,
     .at = TEXT_AT(filer, account.organization_name), .title = "单位名称"},
    {"is_disabled", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(filer, account.is_disabled),
     .title = "是否停用"},
    {"created_at", M_TIME, M_REQUIRED, .at = TIME_AT(filer, account.created_at),
     .title = "注册时间"},
    {"last_login_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(filer, last_login_at),
     .title = "最近登录的时间；没有登录过的为 null"},
    MEMBERS_END,
};

static enum err
filer_show(struct context *c, struct filer *x)
{
    struct casework *w = &c->work;
    return store_account_login_last(w->store, x->account.id, &x->last_login_at, &w->fault);
}

/* ---- GET /accounts --------------------------------------------------------------------------- */

static const struct member filers_query[] = {
    {"q", M_STRING, .title = "用户名、姓名或单位名称中的文字"},
    PAGED,
    MEMBERS_END,
};

static enum err
filer_list(struct context *c)
{
    struct casework *w = &c->work;
    struct account_query q = {
        .roles = ROLE_FILER, .text = context_query(c, "q"), .cursor = context_query(c, "cursor")};
    struct account *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    q.limit = limit + 1;
    if ((err = store_account_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct page p = {.size = sizeof(struct filer), .n = n < limit ? n : limit};
    struct filer *list = arena_alloc(w->arena, ((size_t)p.n + 1) * sizeof *list);
    for (int i = 0; i < p.n; i++) {
        list[i].account = rows[i];
        if ((err = filer_show(c, &list[i])))
            return err;
    }
    p.rows = list;
    p.next = n > limit ? rows[limit - 1].id : NULL;
    reply_page(c, &p);
    return OK;
}

/* ---- PATCH /accounts/:id --------------------------------------------------------------------- */

static const struct member filer_patch_body[] = {
    {"is_disabled", M_BOOLEAN, M_REQUIRED, .title = "停用；停用后不能登录，已登录的随即退出"},
    MEMBERS_END,
};

static enum err
filer_update_decide(struct context *c, struct filer *x)
{
    struct casework *w = &c->work;
    const char *id = c->params[0];
    enum err err = id_valid(id)
                       ? store_account_by_id(w->store, w->arena, id, &x->account, &w->fault)
                       : ERR_NOTFOUND;

    if (err == ERR_NOTFOUND || (!err && !(x->account.roles.bits & ROLE_FILER)))
        return casework_not_found(w);
    return err ? err : casework_root(w, x->account.id);
}

static enum err
filer_update_store(struct context *c, struct filer *x)
{
    struct casework *w = &c->work;
    struct account *a = &x->account;
    bool is_disabled = json_is_true(json_object_get(c->command, "is_disabled"));
    enum err err = OK;

    if (a->is_disabled != is_disabled) {
        a->is_disabled = is_disabled;
        if ((err = store_account_update(w->store, a, &w->fault)))
            return err;
        err = casework_audit(w, is_disabled ? "account.disable" : "account.enable", a->id, NULL);
    }
    if (!err && is_disabled)
        err = store_session_delete_all(w->store, a->id, NULL, &w->fault);
    if (!err && is_disabled)
        err = store_reset_delete(w->store, a->id, &w->fault);
    if (!err && !is_disabled) /* whoever guessed shuts nobody out */
        err = guesses_forget(c, a->username);
    if (err || (err = filer_show(c, x)))
        return err;
    reply_row(c, x);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(filer_update, struct filer)

static const struct route rows[] = {
    {.method = GET,
     .path = "/accounts",
     .act = ACT_KEEP_STAFF,
     .read = filer_list,
     .query = filers_query,
     .answer = filer_answer,
     .is_list = true,
     .name = "listAccounts",
     .title = "填报账号"},
    {.method = PATCH,
     .path = "/accounts/:id",
     .act = ACT_KEEP_STAFF,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .flags = ROUTE_MOVES,
     DECIDES(filer_update),
     .body = filer_patch_body,
     .answer = filer_answer,
     .name = "updateAccount",
     .title = "停用或恢复一个填报账号"},
};
ROUTES(filer, rows);
