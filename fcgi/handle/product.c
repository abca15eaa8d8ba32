/* Products with their access paths and functions, saved as one tree. */
#include "handle/desk.h"

#include <string.h>

struct product_work {
    struct product product;
    long if_match;
};

static enum err
product_own(struct desk *d, const char *id, struct product *x)
{
    enum err err =
        id_valid(id) ? store_product_load(d->store, d->arena, id, x, &d->fault) : ERR_NOTFOUND;
    if (err == ERR_NOTFOUND || (!err && !str_is(x->organization_id, d->who->organization_id)))
        return desk_not_found(d);
    return err;
}

static void
product_json(struct buf *b, const struct product *x)
{
    buf_puts(b, "{");
    buf_json_str(b, "id", x->id);
    if (strlen(x->data) > 2)
        buf_printf(b, ",%.*s", (int)strlen(x->data) - 2, x->data + 1);
    buf_json_time(b, "created_at", x->created_at);
    buf_json_time(b, "updated_at", x->updated_at);
    buf_puts(b, "}");
}

static void
reply_product(struct desk *d, int status, const struct product *x)
{
    struct buf b = BUF(d->arena);
    product_json(&b, x);
    reply_header(d->reply, "ETag", desk_etag(d, x->revision));
    reply_json(d->reply, status, &b);
}

/* An id that the tree came with stays when this product had it and no node before has taken it, so
 * that what covers it still does; anything else gets a new one. */
static void
give_id(struct desk *d, json_t *node, const char *old, json_t *taken)
{
    char fresh[ID_TEXT];
    const char *id = json_str(node, "id");
    bool is_kept = id != NULL && id_valid(id) && old != NULL && strstr(old, id) != NULL &&
                   json_object_get(taken, id) == NULL;

    if (!is_kept) {
        id_new(d->world, fresh);
        json_object_set_new(node, "id", json_string(fresh));
        id = fresh;
    }
    json_object_set_new(taken, id, json_true());
}

static void
give_ids(struct desk *d, json_t *tree, const char *old)
{
    size_t i, k;
    json_t *path, *function, *taken = arena_json(d->arena, json_object());
    json_array_foreach(json_object_get(tree, "paths"), i, path)
    {
        give_id(d, path, old, taken);
        json_array_foreach(json_object_get(path, "functions"), k, function)
            give_id(d, function, old, taken);
    }
}

/* ids and times that GET added may come back with PUT: they are ours, not data. */
static const char *const ours[] = {"id", "created_at", "updated_at"};

static json_t *
without_ours(struct desk *d)
{
    json_t *tree = arena_json(d->arena, json_deep_copy(d->command));
    for (size_t i = 0; i < LEN(ours); i++)
        json_object_del(tree, ours[i]);
    return tree;
}

/* Checks a copy without the ids, which no form declares. */
static json_t *
without_ids(struct desk *d, const json_t *tree)
{
    size_t i, k;
    json_t *copy = arena_json(d->arena, json_deep_copy(tree)), *path, *function;

    json_array_foreach(json_object_get(copy, "paths"), i, path)
    {
        json_object_del(path, "id");
        json_array_foreach(json_object_get(path, "functions"), k, function)
            json_object_del(function, "id");
    }
    return copy;
}

static enum err
product_judge(struct desk *d, const json_t *tree)
{
    struct judged j;
    enum err err = data_shape(d, "product", tree, NULL);
    if (err)
        return err;

    struct facts_of of = {.kind = "product",
                          .action = "initial",
                          .organization_id = d->who->organization_id,
                          .version = 1,
                          .data = json_canonical(d->arena, tree),
                          .parsed = tree};
    if ((err = judge_filing(d, &of, &j)))
        return err;
    if (str_is(j.verdict, "needs_human"))
        return fail(&d->fault, ERR_RULE, "needs_human", "",
                    "规则暂时没有给出结论，产品没有保存，请稍后再试");
    if (str_is(j.verdict, "acceptable"))
        return OK;

    d->findings = json_text(d->arena, json_object_get(j.parsed, "findings"));
    return fail(&d->fault, ERR_INPUT, "not_acceptable", "",
                "产品信息还有问题，没有保存。请按 findings 逐条修改");
}

static enum err
product_prepare(struct desk *d, struct product_work *x, const char *old)
{
    json_t *tree = without_ours(d);
    enum err err = product_judge(d, without_ids(d, tree));
    if (err)
        return err;
    give_ids(d, tree, old);
    x->product.name = json_str(tree, "name");
    x->product.data = json_canonical(d->arena, tree);
    return OK;
}

enum err
handle_product_list(struct desk *d)
{
    int limit, n;
    struct product *rows;
    struct buf b = BUF(d->arena);
    enum err err = desk_limit(d, &limit);
    if (err)
        return err;
    struct product_query q = {.organization_id = d->who->organization_id,
                              .cursor = desk_query(d, "cursor"),
                              .limit = limit + 1};
    if ((err = store_product_list(d->store, d->arena, &q, &rows, &n, &d->fault)))
        return err;

    buf_puts(&b, LIST_START);
    for (int i = 0; i < n && i < limit; i++) {
        buf_puts(&b, i ? "," : "");
        product_json(&b, &rows[i]);
    }

    desk_reply_list(d, &b, n > limit ? rows[limit - 1].id : NULL);
    return OK;
}

enum err
handle_product_add_prepare(struct desk *d)
{
    struct product_work *x = arena_alloc(d->arena, sizeof *x);
    char *id = arena_alloc(d->arena, ID_TEXT);
    d->carry = x;
    id_new(d->world, id);
    x->product.id = id;
    x->product.organization_id = d->who->organization_id;
    enum err err = gate_check(d, "product");
    return err ? err : product_prepare(d, x, NULL);
}

enum err
handle_product_add(struct desk *d)
{
    struct product_work *x = d->carry;
    enum err err;

    if ((err = store_product_add(d->store, &x->product, &d->fault)))
        return err;
    if ((err = desk_audit(d, "product.add", x->product.id, NULL)))
        return err;

    reply_header(d->reply, "Location",
                 arena_printf(d->arena, "/api/v1/products/%s", x->product.id));
    reply_product(d, 201, &x->product);
    return OK;
}

enum err
handle_product_get(struct desk *d)
{
    struct product x;
    enum err err = product_own(d, d->params[0], &x);
    if (!err)
        reply_product(d, 200, &x);
    return err;
}

static bool
tree_has(const json_t *tree, const char *path_id, const char *function_id)
{
    size_t i, k;
    json_t *path, *function;

    json_array_foreach(json_object_get(tree, "paths"), i, path)
    {
        if (!str_is(json_str(path, "id"), path_id))
            continue;
        if (function_id == NULL)
            return true;
        json_array_foreach(json_object_get(path, "functions"), k, function)
        {
            if (str_is(json_str(function, "id"), function_id))
                return true;
        }
    }

    return false;
}

/* What a live filing covers may grow and be reworded, but not go. tree NULL: the whole product
 * goes. */
static enum err
product_in_use(struct desk *d, const char *id, const char *data)
{
    struct coverage *rows;
    int n;
    json_t *tree = NULL;
    enum err err = store_coverage_of_product(d->store, d->arena, id, &rows, &n, &d->fault);
    if (err)
        return err;
    if ((data != NULL && (err = json_read(d->arena, data, strlen(data), &tree, &d->fault))))
        return err;

    for (int i = 0; i < n; i++)
        if (tree == NULL ||
            (rows[i].path_id != NULL && !tree_has(tree, rows[i].path_id, rows[i].function_id)))
            return fail(&d->fault, ERR_CONFLICT, "product_in_use", "",
                        "已有备案关联了%s，不能删除；请先通过变更备案调整关联范围",
                        tree ? "要去掉的访问路径或功能" : "这个产品");

    return OK;
}

enum err
handle_product_save_prepare(struct desk *d)
{
    struct product_work *x = arena_alloc(d->arena, sizeof *x);
    d->carry = x;
    enum err err = product_own(d, d->params[0], &x->product);
    if (err)
        return err;
    if ((err = desk_save_match(d, &x->if_match)))
        return err;
    return product_prepare(d, x, x->product.data);
}

enum err
handle_product_save(struct desk *d)
{
    struct product_work *x = d->carry;
    enum err err = product_in_use(d, x->product.id, x->product.data);
    if (err)
        return err;

    if (x->if_match > 0)
        x->product.revision = x->if_match;
    err = store_product_save(d->store, &x->product, &d->fault);
    if (err == ERR_STALE) {
        struct product newer;
        if ((err = store_product_load(d->store, d->arena, x->product.id, &newer, &d->fault)))
            return err;
        reply_header(d->reply, "ETag", desk_etag(d, newer.revision));
        return fail(&d->fault, ERR_STALE, "stale", "", "产品信息已在别处更新，请重新读取后再改");
    }

    if (err)
        return err;
    if ((err = desk_audit(d, "product.save", x->product.id, NULL)))
        return err;
    reply_product(d, 200, &x->product);

    return OK;
}

enum err
handle_product_delete(struct desk *d)
{
    struct product x;
    enum err err;

    if ((err = product_own(d, d->params[0], &x)))
        return err;
    if ((err = product_in_use(d, x.id, NULL)))
        return err;
    if ((err = store_product_delete(d->store, x.id, &d->fault)))
        return err;
    if ((err = desk_audit(d, "product.delete", x.id, NULL)))
        return err;
    d->reply->status = 204;
    return OK;
}
