/* Saves of products that lost against a newer one. */
#include "handle/declared.h"
#include "handle/route.h"

#include <string.h>

/* ---- GET /products/:id/kept, …/kept/:kept ---------------------------------------------------- */

struct kept_answer {
    struct product_kept kept;
    const char *name, *base_etag;
};
static const struct member kept_row[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(kept_answer, kept.id), .title = "编号"},
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(kept_answer, name), .title = "其中的产品名称"},
    {"base_etag", M_STRING, M_REQUIRED, .at = TEXT_AT(kept_answer, base_etag),
     .title = "当时依据的版本"},
    {"saved_at", M_TIME, M_REQUIRED, .at = TIME_AT(kept_answer, kept.at), .title = "保存时间"},
    MEMBERS_END,
};
static const char *const product_schemas[] = {PRODUCT_BODY_SCHEMA, NULL};
static const struct member kept_answer[] = {
    {.type = M_WITH, .of = kept_row},
    {"data", M_OBJECT, M_REQUIRED | M_JSON | M_FREE, .at = TEXT_AT(kept_answer, kept.data),
     .schemas = product_schemas, .title = "产品，当时所填的原样，由当时的表单声明"},
    MEMBERS_END,
};

static enum err
show_kept(struct context *c, struct kept_answer *x)
{
    struct casework *w = &c->work;
    json_t *data;
    enum err err = json_read(w->arena, x->kept.data, strlen(x->kept.data), &data, &w->fault);
    if (err)
        return err;
    x->name = json_str(data, "name") ? json_str(data, "name") : "";
    x->base_etag = etag_text(w->arena, x->kept.base_revision);
    return OK;
}

static enum err
kept_list(struct context *c)
{
    struct casework *w = &c->work;
    struct product x;
    struct product_kept *rows;
    int n;
    enum err err;

    if ((err = casework_product(w, ACT_READ_OWN, c->params[0], &x)))
        return err;
    if ((err = store_product_kept_list(w->store, w->arena, x.id, &rows, &n, &w->fault)))
        return err;

    struct kept_answer *list = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *list);
    for (int i = 0; i < n; i++) {
        list[i].kept = rows[i];
        if ((err = show_kept(c, &list[i])))
            return err;
    }
    reply_page(c, &(struct page){.rows = list, .size = sizeof *list, .n = n});
    return OK;
}

static enum err
kept_get(struct context *c)
{
    struct casework *w = &c->work;
    struct product x;
    struct kept_answer a;
    enum err err;

    if ((err = casework_product(w, ACT_READ_OWN, c->params[0], &x)))
        return err;
    err = store_product_kept_load(w->store, w->arena, x.id, c->params[1], &a.kept, &w->fault);
    if (err)
        return casework_found(w, err);
    if ((err = show_kept(c, &a)))
        return err;
    reply_row(c, &a);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/products/:id/kept",
     .act = ACT_READ_OWN,
     .read = kept_list,
     .answer = kept_row,
     .is_list = true,
     .name = "listKeptProducts",
     .title = "因版本冲突另存的产品，新的在前"},
    {.method = GET,
     .path = "/products/:id/kept/:kept",
     .act = ACT_READ_OWN,
     .read = kept_get,
     .answer = kept_answer,
     .name = "getKeptProduct",
     .title = "因版本冲突另存的产品"},
};
ROUTES(product_kept, rows);
