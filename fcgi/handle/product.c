/* Products with their access paths and functions, saved as one tree. */
#include "handle/route.h"

#include <string.h>

/* ---- what they are --------------------------------------------------------------------------- */

/* What a form declares, between what is ours: id, created_at, updated_at, findings. */
static void
write_product(struct buf *b, const struct product *x, const char *findings)
{
    buf_open(b, NULL, '{');
    buf_json_str(b, "id", x->id);
    buf_members(b, x->data);
    buf_json_time(b, "created_at", x->created_at);
    buf_json_time(b, "updated_at", x->updated_at);
    if (findings != NULL)
        buf_json_raw(b, "findings", findings);
    buf_close(b);
}

/* findings: what the rules say of it; NULL where nobody asked them. */
static void
reply_product(struct context *c, const struct product *x, const char *findings)
{
    struct buf b = BUF(c->work.arena);

    write_product(&b, x, findings);
    reply_etag(c, x->revision);
    reply_text(c, b.p);
}

/* ---- GET /products, /products/:id ------------------------------------------------------------ */

static enum err
product_list(struct context *c)
{
    struct casework *w = &c->work;
    struct product_query q = {.organization_id = w->who->organization_id,
                              .cursor = context_query(c, "cursor")};
    struct buf b = BUF(w->arena);
    struct product *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    q.limit = limit + 1;
    if ((err = store_product_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    buf_open(&b, NULL, '{');
    buf_open(&b, "items", '[');
    for (int i = 0; i < n && i < limit; i++)
        write_product(&b, &rows[i], NULL);
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
    enum err err = casework_product(&c->work, c->params[0], &x);
    if (!err)
        reply_product(c, &x, NULL);
    return err;
}

/* ---- the tree and its ids -------------------------------------------------------------------- */

struct producing {
    struct product product; /* as it will stand */
    long if_match;
    bool is_changed;
    const char *findings; /* JSON list: warnings and notices of the rules */
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
static const char *const ours[] = {"id", "created_at", "updated_at", "findings"};

static json_t *
without_ours(struct context *c)
{
    json_t *tree = arena_json(c->work.arena, json_deep_copy(c->command));

    for (size_t i = 0; i < LEN(ours); i++)
        json_object_del(tree, ours[i]);
    return tree;
}

/* ---- judged ---------------------------------------------------------------------------------- */

static enum err
product_verdict(struct context *c, const struct judged *j)
{
    struct casework *w = &c->work;

    if (str_is(j->verdict, "needs_human"))
        return fail(&w->fault, ERR_RULE, "needs_human", "",
                    "规则暂时没有给出结论，产品没有保存，请稍后再试");
    if (str_is(j->verdict, "acceptable"))
        return OK;
    w->findings = json_text(w->arena, json_object_get(j->parsed, "findings"));
    return fail(&w->fault, ERR_INPUT, "not_acceptable", "",
                "产品信息还有问题，没有保存。请按下列意见逐条修改");
}

/* old: the data that stands now; NULL: there is none. */
static enum err
product_decide(struct context *c, struct producing *x, const char *old)
{
    struct casework *w = &c->work;
    json_t *tree = without_ours(c);
    struct judged j;
    const char *facts;

    give_ids(c, tree, old);
    x->product.name = json_str(tree, "name");
    x->product.data = json_canonical(w->arena, tree);
    x->is_changed = !str_is(x->product.data, old);
    enum err err = size_of_products(w, &x->product);
    if (err)
        return err;

    json_object_set_new(tree, "id", json_string(x->product.id));
    if ((err = product_facts(w, &x->product, tree, old, &facts)))
        return err;

    store_read_end(w->store);
    if ((err = casework_judge(w, facts, &j)))
        return err;
    x->findings = json_text(w->arena, json_object_get(j.parsed, "findings"));
    return product_verdict(c, &j);
}

/* ---- POST /products -------------------------------------------------------------------------- */

static enum err
product_add_decide(struct context *c, struct producing *x)
{
    struct casework *w = &c->work;
    struct organization o;
    char *id = arena_alloc(w->arena, ID_TEXT);
    enum err err;

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
    if ((err = casework_audit(w, "product.add", x->product.id, NULL)))
        return err;
    reply_location(c, "products", x->product.id);
    reply_product(c, &x->product, x->findings);
    return OK;
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
in_use(struct context *c, const char *filing_id, const char *what)
{
    struct casework *w = &c->work;
    struct filing x;
    enum err err = store_filing_load(w->store, w->arena, filing_id, &x, &w->fault);
    if (err)
        return err;

    if (law_standing(casework_law(w), x.kind, x.state) == STANDING_REVIEW)
        return fail(&w->fault, ERR_CONFLICT, "product_in_use", "",
                    "正在审核的备案《%s》关联了%s，不能删除；请%s等待办结", x.title, what,
                    advice_may_withdraw(w, &x) ? "先撤回该件，或" : "");
    return fail(&w->fault, ERR_CONFLICT, "product_in_use", "",
                "已备案的《%s》关联了%s，不能删除；须先通过变更备案调整关联范围，"
                "本系统尚未开放变更的，请联系%s",
                x.title, what, casework_office(w));
}

/* What a live filing covers may grow and be reworded, but not go. data NULL: the whole product
 * goes. */
static enum err
product_in_use(struct context *c, const char *id, const char *data)
{
    struct casework *w = &c->work;
    struct coverage *rows;
    int n;
    json_t *tree = NULL;
    enum err err = store_coverage_of_product(w->store, w->arena, id, &rows, &n, &w->fault);
    if (err)
        return err;
    if (data != NULL && (err = json_read(w->arena, data, strlen(data), &tree, &w->fault)))
        return err;

    for (int i = 0; i < n; i++) {
        const struct coverage *r = &rows[i];
        if (tree == NULL)
            return in_use(c, r->filing_id, "这个产品");
        if (r->path_id != NULL && !tree_has(tree, r->path_id, r->function_id))
            return in_use(c, r->filing_id, "要去掉的访问路径或功能");
    }
    return OK;
}

static enum err
product_save_decide(struct context *c, struct producing *x)
{
    enum err err;

    if ((err = casework_product(&c->work, c->params[0], &x->product)))
        return err;
    if ((err = context_save_match(c, &x->if_match)))
        return err;
    return product_decide(c, x, x->product.data);
}

static enum err
product_stale(struct context *c, const char *id)
{
    struct casework *w = &c->work;
    struct product newer;
    enum err err = store_product_load(w->store, w->arena, id, &newer, &w->fault);
    if (err)
        return err;
    reply_etag(c, newer.revision);
    return fail(&w->fault, ERR_STALE, "stale", "", "产品信息已在别处更新，请重新读取后再改");
}

static enum err
product_save_store(struct context *c, struct producing *x)
{
    struct casework *w = &c->work;
    enum err err = product_in_use(c, x->product.id, x->product.data);
    if (err)
        return err;

    if (x->if_match > 0)
        x->product.revision = x->if_match;
    err = store_product_save(w->store, &x->product, &w->fault);
    if (err == ERR_STALE)
        return x->if_match > 0 ? product_stale(c, x->product.id) : ERR_AGAIN;
    if (err)
        return err;
    if (x->is_changed && (err = store_product_changed(w->store, &x->product, &w->fault)))
        return err;
    if ((err = casework_audit(w, "product.save", x->product.id, NULL)))
        return err;
    reply_product(c, &x->product, x->findings);
    return OK;
}

static enum err
product_delete_store(struct context *c)
{
    struct casework *w = &c->work;
    struct product x;
    enum err err;

    if ((err = casework_product(w, c->params[0], &x)))
        return err;
    if ((err = product_in_use(c, x.id, NULL)))
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
     .act = ACT_FILE,
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
     .body_schema = "ProductForm",
     .answer_schema = "Product",
     .status = 201,
     .headers = HEADER_ETAG | HEADER_LOCATION,
     .refused = "未保存",
     .name = "addProduct",
     .title = "添加产品、访问路径与功能"},
    {.method = GET,
     .path = "/products/:id",
     .act = ACT_FILE,
     .read = product_get,
     .answer_schema = "Product",
     .headers = HEADER_ETAG,
     .name = "getProduct",
     .title = "一个产品"},
    {.method = PUT,
     .path = "/products/:id",
     .act = ACT_FILE,
     .root = ROOT_ORGANIZATION,
     .flags = ROUTE_LARGE | ROUTE_MOVES | ROUTE_MATCHES,
     DECIDES(product_save),
     .body_schema = "ProductForm",
     .answer_schema = "Product",
     .headers = HEADER_ETAG,
     .refused = "未保存",
     .name = "saveProduct",
     .title = "整体保存产品"},
    {.method = DELETE,
     .path = "/products/:id",
     .act = ACT_FILE,
     .root = ROOT_ORGANIZATION,
     .flags = ROUTE_MOVES,
     STORES(product_delete),
     .status = 204,
     .name = "deleteProduct",
     .title = "删除产品"},
};
ROUTES(product, rows);
