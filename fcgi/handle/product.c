/* Products with their access paths and functions, saved as one tree. */
#include "handle/declared.h"
#include "handle/route.h"

#include <string.h>

/* ---- what they are --------------------------------------------------------------------------- */

/* What goes with a product in an answer. */
struct alongside {
    const struct product_use *uses; /* of all of its organization's, or of it alone */
    int uses_n;
    const char *findings; /* what the rules say of it; NULL where nobody asked them */
};

#define DRAFT "draft"
static const char *
state_label(bool is_draft)
{
    return is_draft ? "草稿" : "已填完";
}

/* What a form declares, between what is ours: see `ours` below. */
static void
write_product(struct context *c, struct buf *b, const struct product *x,
              const struct alongside *with)
{
    buf_open(b, NULL, '{');
    buf_json_str(b, "id", x->id);
    buf_members(b, x->data);
    buf_json_str(b, "state", x->is_draft ? DRAFT : "complete");
    buf_json_str(b, "state_label", state_label(x->is_draft));
    buf_json_int(b, "missing", x->missing);
    buf_json_raw(b, "used_by", product_uses_json(&c->work, with->uses, with->uses_n, x->id));
    buf_json_time(b, "created_at", x->created_at);
    buf_json_time(b, "updated_at", x->updated_at);
    if (with->findings != NULL)
        buf_json_raw(b, "findings", with->findings);
    buf_close(b);
}

static enum err
reply_product(struct context *c, const struct product *x, const char *findings)
{
    struct casework *w = &c->work;
    struct product_use_query q = {x->organization_id, x->id};
    struct product_use *uses = NULL;
    struct alongside with = {.findings = findings};
    struct buf b = BUF(w->arena);
    enum err err = product_uses(w, &q, &uses, &with.uses_n);
    if (err)
        return err;

    if (w->who->limited_by != NULL) /* filings that the mandate may not be for */
        with.uses_n = 0;
    with.uses = uses;
    write_product(c, &b, x, &with);
    reply_etag(c, x->revision);
    reply_text(c, b.p);
    return OK;
}

/* ---- GET /products, /products/:id ------------------------------------------------------------ */

static enum err
product_list(struct context *c)
{
    struct casework *w = &c->work;
    struct product_query q = {.organization_id = w->who->organization_id,
                              .cursor = context_query(c, "cursor")};
    struct product_use_query of = {q.organization_id, NULL};
    struct product_use *uses = NULL;
    struct alongside with = {0};
    struct buf b = BUF(w->arena);
    struct product *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    q.limit = limit + 1;
    if ((err = store_product_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;
    if (n > 0 && (err = product_uses(w, &of, &uses, &with.uses_n)))
        return err;

    if (w->who->limited_by != NULL)
        with.uses_n = 0;
    with.uses = uses;
    buf_open(&b, NULL, '{');
    buf_open(&b, "items", '[');
    for (int i = 0; i < n && i < limit; i++)
        write_product(c, &b, &rows[i], &with);
    buf_close(&b);
    buf_json_str(&b, "next", n > limit ? rows[limit - 1].id : NULL);
    buf_close(&b);
    reply_text(c, b.p);
    return OK;
}

static enum err
product_get(struct context *c)
{
    struct product x;
    enum err err = casework_product(&c->work, ACT_READ_OWN, c->params[0], &x);
    return err ? err : reply_product(c, &x, NULL);
}

/* ---- the tree and its ids -------------------------------------------------------------------- */

struct producing {
    struct product product; /* as it will stand */
    long if_match;
    bool is_changed;
    const char *findings; /* JSON list: of a draft all, else warnings and notices of the rules */
    bool is_lost;         /* a newer save stands: this one is kept beside it */
    const char *sent;     /* of one that is lost: what was sent, canonical */
};

/* An id that the tree came with stays when this product had it and no node before has taken it, so
 * that what covers it still does; anything else gets a new one. */
static void
give_id(struct context *c, json_t *node, const char *old, json_t *taken)
{
    char fresh[ID_TEXT];
    const char *id = json_str(node, "id");
    bool is_kept = id != NULL && id_valid(id) && old != NULL && strstr(old, id) != NULL &&
                   json_object_get(taken, id) == NULL;

    if (!is_kept) {
        id_new(c->work.world, fresh);
        json_object_set_new(node, "id", json_string(fresh));
        id = fresh;
    }
    json_object_set_new(taken, id, json_true());
}

static void
give_ids(struct context *c, json_t *tree, const char *old)
{
    size_t i, k;
    json_t *path, *function, *taken = arena_json(c->work.arena, json_object());

    json_array_foreach(json_object_get(tree, "paths"), i, path)
    {
        give_id(c, path, old, taken);
        json_array_foreach(json_object_get(path, "functions"), k, function)
            give_id(c, function, old, taken);
    }
}

/* What an answer added may come back with PUT: it is ours, not data. */
static const char *const ours[] = {"id",          "created_at", "updated_at", "findings", "state",
                                   "state_label", "missing",    "used_by",    "complete"};

static json_t *
without_ours(struct context *c)
{
    json_t *tree = arena_json(c->work.arena, json_deep_copy(c->command));

    for (size_t i = 0; i < LEN(ours); i++)
        json_object_del(tree, ours[i]);
    return tree;
}

/* ---- judged ---------------------------------------------------------------------------------- */

static long
count_errors(const json_t *findings)
{
    long count = 0;
    size_t i;
    json_t *finding;

    json_array_foreach(findings, i, finding) count +=
        str_is(json_str(finding, "severity"), "error");
    return count;
}

/* A draft is saved whatever the rules say; if they say nothing, nobody knows what is missing. */
static enum err
product_verdict(struct context *c, struct producing *x, const struct judged *j)
{
    struct casework *w = &c->work;
    const json_t *findings = json_object_get(j->parsed, "findings");

    x->findings = findings_in_order(w, NOUN_PRODUCT, findings);
    if (x->product.is_draft) {
        x->product.missing = count_errors(findings);
        return OK;
    }
    x->product.missing = 0;
    if (str_is(j->verdict, "needs_human"))
        return fail(&w->fault, ERR_RULE, "needs_human", "",
                    "规则暂时没有给出结论，产品没有保存，请稍后再试");
    if (str_is(j->verdict, "acceptable"))
        return OK;
    w->findings = x->findings;
    return fail(&w->fault, ERR_INPUT, "not_acceptable", "",
                "产品信息还有问题，没有保存。请按下列意见逐条修改，或先存为草稿");
}

/* Whether it is only to be kept for now. */
static enum err
command_complete(struct context *c, bool *is_draft)
{
    const json_t *complete = json_object_get(c->command, "complete");

    *is_draft = json_is_false(complete);
    if (complete == NULL || json_is_boolean(complete))
        return OK;
    return fail(&c->work.fault, ERR_INPUT, "members_invalid", "/complete",
                "complete 应为 true（填完了）或 false（先存为草稿）");
}

/* old: the data that stands now; NULL: there is none. */
static enum err
product_decide(struct context *c, struct producing *x, const char *old)
{
    struct casework *w = &c->work;
    json_t *tree = without_ours(c);
    struct judged j;
    const char *facts;
    enum err err;

    if ((err = command_complete(c, &x->product.is_draft)))
        return err;
    give_ids(c, tree, old);
    x->product.name = json_str(tree, "name") ? json_str(tree, "name") : "";
    x->product.data = json_canonical(w->arena, tree);
    x->is_changed = !str_is(x->product.data, old);
    if ((err = size_of_products(w, &x->product)))
        return err;

    json_object_set_new(tree, "id", json_string(x->product.id));
    if ((err = product_facts(w, &x->product, tree, old, &facts)))
        return err;

    store_read_end(w->store);
    if ((err = casework_judge(w, facts, &j)))
        return err;
    return product_verdict(c, x, &j);
}

/* ---- POST /products -------------------------------------------------------------------------- */

static enum err
product_add_decide(struct context *c, struct producing *x)
{
    struct casework *w = &c->work;
    struct organization o;
    char *id = arena_alloc(w->arena, ID_TEXT);
    enum err err;

    if (w->who->limited_by != NULL)
        return casework_limited(w);
    if ((err = casework_organization(w, &o)))
        return err;
    if ((err = casework_gate(w, &o, NOUN_PRODUCT)))
        return err;
    id_new(w->world, id);
    x->product.id = id;
    x->product.organization_id = o.id;
    return product_decide(c, x, NULL);
}

static enum err
product_add_store(struct context *c, struct producing *x)
{
    struct casework *w = &c->work;
    enum err err;

    if ((err = store_product_add(w->store, &x->product, &w->fault)))
        return err;
    if ((err = quota_hold(w, USAGE_PRODUCTS)))
        return err;
    if ((err = casework_audit(w, "product.add", x->product.id, NULL)))
        return err;
    reply_location(c, "products", x->product.id);
    return reply_product(c, &x->product, x->findings);
}

/* ---- PUT, DELETE /products/:id --------------------------------------------------------------- */

static bool
path_has(const json_t *path, const char *function_id)
{
    size_t k;
    json_t *function;

    json_array_foreach(json_object_get(path, "functions"), k, function)
    {
        if (str_is(json_str(function, "id"), function_id))
            return true;
    }
    return false;
}

static bool
tree_has(const json_t *tree, const char *path_id, const char *function_id)
{
    size_t i;
    json_t *path;

    json_array_foreach(json_object_get(tree, "paths"), i, path)
    {
        if (str_is(json_str(path, "id"), path_id) &&
            (function_id == NULL || path_has(path, function_id)))
            return true;
    }
    return false;
}

/* Says which filing it is, and what can be done about it. what: that was to go. */
static enum err
in_use(struct context *c, const struct product_use *use, const char *what)
{
    struct casework *w = &c->work;
    struct filing x = {.id = use->filing_id, .kind = use->kind, .state = use->state};
    enum err err = store_filing_load(w->store, w->arena, use->filing_id, &x, &w->fault);
    if (err)
        return err;

    if (law_standing(casework_law(w), x.kind, x.state) == STANDING_REVIEW)
        return fail(&w->fault, ERR_CONFLICT, "product_in_use", "",
                    "正在审核的备案《%s》关联了%s；请%s等待办结", x.title, what,
                    advice_may_withdraw(w, &x) ? "先撤回该件，或" : "");
    return fail(&w->fault, ERR_CONFLICT, "product_in_use", "",
                "已备案的《%s》关联了%s；须先通过变更备案调整关联范围，"
                "不能办理变更的，请联系%s",
                x.title, what, casework_office(w));
}

static bool
is_live(const struct product_use *use)
{
    return product_use_live(use, 1) != NULL;
}

/* What a live filing covers may grow and be reworded, but not go, nor become a draft. */
static enum err
save_in_use(struct context *c, const struct producing *x)
{
    struct casework *w = &c->work;
    struct product_use_query q = {x->product.organization_id, x->product.id};
    struct product_use *uses = NULL;
    json_t *tree;
    int n = 0;
    enum err err;

    if ((err = product_uses(w, &q, &uses, &n)))
        return err;
    if ((err = json_read(w->arena, x->product.data, strlen(x->product.data), &tree, &w->fault)))
        return err;

    c->beside.used_by = product_uses_json(w, uses, n, x->product.id);
    for (int i = 0; i < n; i++) {
        const struct product_use *use = &uses[i];
        if (!is_live(use))
            continue;
        if (use->path_id != NULL && !tree_has(tree, use->path_id, use->function_id))
            return in_use(c, use, "要去掉的访问路径或功能，不能删除");
        if (x->product.is_draft)
            return in_use(c, use, "这个产品，不能存为草稿，请填完后保存");
    }
    return OK;
}

/* Drafts that name it are no hindrance: `used_by` tells of them before, a check of theirs after. */
static enum err
delete_in_use(struct context *c, const struct product *x)
{
    struct casework *w = &c->work;
    struct product_use_query q = {x->organization_id, x->id};
    struct product_use *uses = NULL;
    int n = 0;
    enum err err = product_uses(w, &q, &uses, &n);
    if (err || n == 0)
        return err;

    const struct product_use *live = product_use_live(uses, n);
    if (live == NULL)
        return OK;
    c->beside.used_by = product_uses_json(w, uses, n, x->id);
    return in_use(c, live, "这个产品，不能删除");
}

/* A save over an older revision is lost, whatever the rules would say of it. */
static enum err
product_save_decide(struct context *c, struct producing *x)
{
    enum err err;

    if ((err = casework_product(&c->work, ACT_FILE, c->params[0], &x->product)))
        return err;
    if ((err = context_save_match(c, x->product.revision, &x->if_match)))
        return err;
    x->is_lost = x->if_match >= 0 && x->if_match != x->product.revision;
    if (!x->is_lost)
        return product_decide(c, x, x->product.data);

    json_t *tree = without_ours(c);
    if ((err = data_shape(&c->work, NOUN_PRODUCT, tree, NULL)))
        return err;
    x->sent = json_canonical(c->work.arena, tree);
    return OK;
}

/* The same as what stands, or as what was kept last, is not kept again. */
static enum err
keep_lost(struct context *c, const struct producing *x, const char **kept)
{
    struct casework *w = &c->work;
    const struct product *p = &x->product;
    struct product_kept *rows, one = {.product_id = p->id,
                                      .account_id = w->who->id,
                                      .base_revision = x->if_match,
                                      .data = x->sent,
                                      .at = w->now};
    int n = 0;
    enum err err = store_product_kept_list(w->store, w->arena, p->id, &rows, &n, &w->fault);
    if (err)
        return err;

    if (n > 0 && str_is(rows[0].data, x->sent) && str_is(rows[0].account_id, w->who->id)) {
        *kept = rows[0].id;
        return OK;
    }
    err = store_product_kept_add(w->store, &one, &w->fault);
    if (!err)
        err = store_product_kept_trim(w->store, p->organization_id, c->settings->quotas.kept,
                                      &w->fault);
    *kept = one.id;
    return err;
}

/* Who sends the same once more, because the answer was lost on its way, has lost nothing. */
static enum err
product_lost(struct context *c, const struct producing *x)
{
    struct casework *w = &c->work;
    const char *kept = NULL;
    enum err err;

    bool is_same = str_is(x->sent, x->product.data);
    if (is_same && x->if_match > 0)
        return reply_product(c, &x->product, NULL);
    if (!is_same && (err = keep_lost(c, x, &kept)))
        return err;
    (void)fail(&w->fault, ERR_STALE, "stale", "",
               is_same
                   ? FOREIGN_TAG
                   : "产品信息已在别处更新。您这次的内容没有覆盖它，已另存一份，可对照后再保存");
    c->beside.etag = etag_text(w->arena, x->product.revision);
    c->beside.kept = kept;
    reply_etag(c, x->product.revision);
    reply_refused(c);
    return OK;
}

static enum err
product_save_store(struct context *c, struct producing *x)
{
    struct casework *w = &c->work;
    enum err err;

    if (x->is_lost)
        return product_lost(c, x);
    if ((err = save_in_use(c, x)))
        return err;
    err = store_product_save(w->store, &x->product, &w->fault);
    if (err)
        return err == ERR_STALE ? ERR_AGAIN : err;
    if (x->is_changed && (err = store_product_changed(w->store, &x->product, &w->fault)))
        return err;
    if ((err = casework_audit(w, "product.save", x->product.id, NULL)))
        return err;
    return reply_product(c, &x->product, x->findings);
}

static enum err
product_tag(struct context *c, const char **tag)
{
    struct product x;
    enum err err = casework_product(&c->work, ACT_FILE, c->params[0], &x);

    *tag = err ? NULL : etag_text(c->work.arena, x.revision);
    return err;
}

static enum err
product_delete_store(struct context *c)
{
    struct casework *w = &c->work;
    struct product x;
    enum err err;

    if ((err = casework_product(w, ACT_FILE, c->params[0], &x)))
        return err;
    if ((err = delete_in_use(c, &x)))
        return err;
    if ((err = store_product_delete(w->store, x.id, &w->fault)))
        return err;
    if ((err = casework_audit(w, "product.delete", x.id, NULL)))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(product_add, struct producing)
HALVES(product_save, struct producing)
STORE_HALF(product_delete)

static const struct route rows[] = {
    {.method = GET,
     .path = "/products",
     .act = ACT_READ_OWN,
     .read = product_list,
     .query = paged_query,
     .answer_schema = "Product",
     .is_list = true,
     .name = "listProducts",
     .title = "本单位的产品"},
    {.method = POST,
     .path = "/products",
     .act = ACT_FILE,
     .root = ROOT_ORGANIZATION,
     .flags = ROUTE_KEYED | ROUTE_LARGE | ROUTE_MOVES,
     DECIDES(product_add),
     .body_schema = PRODUCT_BODY_SCHEMA,
     .answer_schema = "Product",
     .status = 201,
     .headers = HEADER_ETAG | HEADER_LOCATION,
     .refused = "未保存",
     .name = "addProduct",
     .title = "添加产品、访问路径与功能"},
    {.method = GET,
     .path = "/products/:id",
     .act = ACT_READ_OWN,
     .read = product_get,
     .answer_schema = "Product",
     .headers = HEADER_ETAG,
     .name = "getProduct",
     .title = "一个产品"},
    {.method = PUT,
     .path = "/products/:id",
     .act = ACT_FILE,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_RESERVE,
     .flags = ROUTE_LARGE | ROUTE_MOVES | ROUTE_MATCHES,
     DECIDES(product_save),
     .body_schema = PRODUCT_BODY_SCHEMA,
     .answer_schema = "Product",
     .headers = HEADER_ETAG,
     .refused = "未保存",
     .name = "saveProduct",
     .title = "整体保存产品"},
    {.method = DELETE,
     .path = "/products/:id",
     .act = ACT_FILE,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_MOVES,
     .tag = product_tag,
     STORES(product_delete),
     .status = 204,
     .name = "deleteProduct",
     .title = "删除产品"},
};
ROUTES(product, rows);
