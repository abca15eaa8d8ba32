#include "casework/frozen.h"

#include <string.h>

/* ---- what the form asks no longer ------------------------------------------------------------ */

static void
note_gone(void *ctx, const char *path)
{
    struct gone *g = ctx;

    if (g->n == g->cap) {
        int cap = g->cap ? g->cap * 2 : 8;
        const char **paths = arena_alloc(g->a, (size_t)cap * sizeof *paths);
        if (g->n > 0)
            memcpy(paths, g->paths, (size_t)g->n * sizeof *paths);
        g->paths = paths;
        g->cap = cap;
    }
    g->paths[g->n++] = arena_strdup(g->a, path);
}

struct gone
freeze_prune(struct casework *w, const char *kind, json_t *data)
{
    struct gone g = {.a = w->arena};
    shape_prune(casework_compiled(w, kind)->shape, data, note_gone, &g);
    return g;
}

/* What the field was called; its name when nobody knows. */
static const char *
label_at(const json_t *schema, const char *path)
{
    const char *name = path;

    while (*path == '/') {
        char part[64] = "";
        size_t n = strcspn(++path, "/");
        name = path;
        if (n < sizeof part)
            memcpy(part, path, n);
        if (part[0] >= '0' && part[0] <= '9')
            schema = json_object_get(schema, "items");
        else
            schema = json_object_get(json_object_get(schema, "properties"), part);
        path += n;
    }
    return json_str(schema, "title") ? json_str(schema, "title") : name;
}

const char *
gone_json(const struct gone *x, const json_t *schema)
{
    struct buf b = BUF(x->a);

    if (x->n == 0)
        return NULL;
    buf_open(&b, NULL, '[');
    for (int i = 0; i < x->n; i++) {
        buf_open(&b, NULL, '{');
        buf_json_str(&b, "label", label_at(schema, x->paths[i]));
        buf_json_str(&b, "path", x->paths[i]);
        buf_close(&b);
    }
    buf_close(&b);
    return b.p;
}

/* The form of the set that the draft was begun or checked with: it may still know the field. */
static enum err
older_schema(struct casework *w, const struct filing *x, const json_t **out)
{
    struct rule_set set;
    json_t *manifest;
    const char *hash = x->checked_with ? x->checked_with : "";
    enum err err = store_rule_set_load(w->store, w->arena, hash, &set, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if ((err = json_read(w->arena, set.manifest, strlen(set.manifest), &manifest, &w->fault)))
        return err;

    const json_t *form = json_object_get(json_object_get(manifest, "forms"), x->kind);
    *out = json_object_get(form, "schema");
    return OK;
}

/* What is frozen is what was judged: without what is asked no longer, and as it counts. */
static enum err
prune(struct casework *w, const struct filing *x, struct frozen *out)
{
    const struct gone gone = freeze_prune(w, x->kind, out->data);
    const json_t *schema = NULL;

    if (gone.n > 0) {
        enum err err = older_schema(w, x, &schema);
        if (err)
            return err;
        out->dropped = gone_json(&gone, schema);
    }
    if (shape_tidy(w->arena, casework_compiled(w, x->kind)->shape, out->data) || gone.n > 0)
        out->text = json_canonical(w->arena, out->data);
    return OK;
}

/* ---- the products ---------------------------------------------------------------------------- */

/* What is selected of each product, by its id: one walk, however long the list is. */
static json_t *
covers_by_product(struct casework *w, const struct coverage_list *list)
{
    json_t *all = arena_json(w->arena, json_object());

    for (int i = 0; i < list->n; i++) {
        const struct coverage *c = &list->rows[i];
        json_t *one = json_object(), *of = json_object_get(all, c->product_id);
        if (of == NULL)
            json_object_set_new(all, c->product_id, of = json_array());
        if (c->path_id != NULL)
            json_object_set_new(one, "path", json_string(c->path_id));
        if (c->function_id != NULL)
            json_object_set_new(one, "function", json_string(c->function_id));
        json_array_append_new(of, one);
    }
    return all;
}

static enum err
freeze_product(struct casework *w, const struct product *p, const json_t *covers,
               struct buf *products, struct buf *trees)
{
    json_t *tree;
    enum err err = json_read(w->arena, p->data, strlen(p->data), &tree, &w->fault);
    if (err)
        return err;

    json_object_set_new(tree, "id", json_string(p->id));
    const char *text = json_canonical(w->arena, tree);
    buf_raw_item(trees, text);
    buf_open(products, NULL, '{');
    buf_json_raw(products, "covers", json_canonical(w->arena, covers));
    buf_json_int(products, "revision", p->revision);
    buf_json_raw(products, "tree", text);
    buf_close(products);
    return OK;
}

static void
note_unfinished(struct frozen *out, const struct product *p)
{
    if (p->is_draft)
        json_object_set_new(
            out->unfinished, p->id,
            json_pack("{s:s, s:I}", "name", p->name, "missing", (json_int_t)p->missing));
}

/* Their own only: what is not there is left out, and the rules see that. */
static enum err
freeze_products(struct casework *w, const struct filing *x, struct frozen *out)
{
    struct buf products = BUF(w->arena), trees = BUF(w->arena);
    struct product_query q = {.organization_id = x->organization_id};
    struct coverage_list list;
    struct product *rows = NULL;
    int n = 0;
    enum err err;

    data_coverage(w, x, out->data, &list);
    if (list.n > 0 && (err = store_product_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    const json_t *covers = covers_by_product(w, &list);
    out->unfinished = arena_json(w->arena, json_object());
    buf_open(&products, NULL, '[');
    buf_open(&trees, NULL, '[');
    for (int i = 0; i < n; i++) {
        const json_t *of = json_object_get(covers, rows[i].id);
        if (of == NULL)
            continue;
        if ((err = freeze_product(w, &rows[i], of, &products, &trees)))
            return err;
        note_unfinished(out, &rows[i]);
    }
    buf_close(&products);
    buf_close(&trees);

    out->products = products.p;
    out->trees = trees.p;
    return OK;
}

struct unfinished {
    struct casework *w;
    const struct frozen *of;
    bool is_flat;
    struct findings *fs;
};

static void
tell_unfinished(struct unfinished *x, const json_t *field, const char *path, const json_t *product)
{
    struct arena *a = x->w->arena;
    const char *name = json_str(product, "name");
    long missing = (long)json_integer_value(json_object_get(product, "missing"));
    const char *left = missing > 0 ? arena_printf(a, "，还有 %ld 处没有填好", missing) : "";

    findings_put(x->fs, &(struct finding){
                            .rule = "product.unfinished",
                            .title = "关联的产品已经填完",
                            .path = path,
                            .field = json_str(field, "label"),
                            .message = arena_printf(a, "产品《%s》还是草稿%s，不能关联",
                                                    *name ? name : "未命名", left),
                            .suggestion = "请先到产品及功能信息中填完并保存这个产品，再提交备案",
                            .law = json_str(field, "law")});
}

static void
look_at_coverage(void *ctx, const json_t *section, const json_t *field, const char *pointer)
{
    struct unfinished *x = ctx;
    const json_t *data = x->of->data;
    size_t i;
    json_t *row;

    if (!str_is(json_str(field, "type"), "coverage"))
        return;
    if (!x->is_flat)
        data = json_object_get(data, json_str(section, "id"));
    json_array_foreach(json_object_get(data, json_str(field, "name")), i, row)
    {
        const char *id = json_str(row, "product");
        const json_t *product = id ? json_object_get(x->of->unfinished, id) : NULL;
        if (product != NULL)
            tell_unfinished(x, field, arena_printf(x->w->arena, "%s/%zu", pointer, i), product);
    }
}

void
frozen_unfinished(struct casework *w, const char *kind, const struct frozen *of,
                  struct findings *fs)
{
    const json_t *form = casework_form(w, kind);
    struct unfinished x = {w, of, form_is_flat(form), fs};

    if (json_object_size(of->unfinished) > 0)
        form_fields_each(w->arena, form, look_at_coverage, &x);
}

/* ---- its texts ------------------------------------------------------------------------------- */

/* Of all long texts that the form asks for outside of lists, in its order. */
static const char *
text_hash(struct casework *w, const char *kind, const json_t *data)
{
    const struct form *form = casework_compiled(w, kind);
    struct sha256 h;
    char hash[SHA256_TEXT];
    int n = 0;

    sha256_start(&h);
    for (int i = 0; i < form->texts_n; i++) {
        const struct form_long_text *t = &form->texts[i];
        const char *text = json_str(json_object_get(data, t->section), t->field);
        if (text == NULL || *text == '\0')
            continue;
        const char *folded = text_fold(w->arena, text);
        sha256_add(&h, folded, strlen(folded) + 1);
        n++;
    }
    sha256_end(&h, hash);
    return n > 0 ? arena_strdup(w->arena, hash) : "";
}

/* ---- all of it ------------------------------------------------------------------------------- */

enum err
freeze_filing(struct casework *w, const struct filing *x, struct frozen *out)
{
    *out = (struct frozen){.text = x->data};
    enum err err = json_read(w->arena, x->data, strlen(x->data), &out->data, &w->fault);
    if (err)
        return err;
    if ((err = prune(w, x, out)))
        return err;
    out->text_hash = text_hash(w, x->kind, out->data);
    return freeze_products(w, x, out);
}

enum err
frozen_products(struct casework *w, const char *products, json_t **out)
{
    return json_read(w->arena, products, strlen(products), out, &w->fault);
}

enum err
frozen_version(struct casework *w, const struct version *v, struct frozen *out)
{
    struct buf trees = BUF(w->arena);
    json_t *products, *one;
    size_t i;

    *out = (struct frozen){.text = v->data, .products = v->products, .text_hash = v->text_hash};
    enum err err = json_read(w->arena, v->data, strlen(v->data), &out->data, &w->fault);
    if (err)
        return err;
    if ((err = frozen_products(w, v->products, &products)))
        return err;

    out->list = products;
    buf_open(&trees, NULL, '[');
    json_array_foreach(products, i, one)
        buf_raw_item(&trees, json_canonical(w->arena, json_object_get(one, "tree")));
    buf_close(&trees);
    out->trees = trees.p;
    return OK;
}

enum err
frozen_first_day(struct casework *w, const struct filing *x, const char *submitted_on,
                 const char **day)
{
    struct version first;
    char on[DATE_TEXT];

    *day = submitted_on;
    if (x->submitted_at == 0)
        return OK;
    enum err err = store_version_load(w->store, w->arena, x->id, 1, &first, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    date_beijing(first.submitted_at, on);
    *day = arena_strdup(w->arena, on);
    return OK;
}

const char *
frozen_promise(const struct casework *w, const char *kind)
{
    const char *promise = json_str(casework_form(w, kind), "promise");
    return promise ? promise : "";
}
