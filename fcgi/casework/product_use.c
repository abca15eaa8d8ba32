#include "casework/product_use.h"

#include <string.h>

/* A list in the making. */
struct uses {
    struct arena *a;
    struct product_use *rows;
    int n, cap;
};

static void
put(struct uses *x, const struct product_use *one)
{
    if (x->n == x->cap) {
        int cap = x->cap ? x->cap * 2 : 16;
        struct product_use *rows = arena_alloc(x->a, (size_t)cap * sizeof *rows);
        if (x->n > 0)
            memcpy(rows, x->rows, (size_t)x->n * sizeof *rows);
        x->rows = rows;
        x->cap = cap;
    }
    x->rows[x->n++] = *one;
}

/* What a draft covers stands in its data alone. */
static enum err
put_draft(struct casework *w, struct uses *x, const struct product_use *draft,
          const struct product_use_query *q)
{
    struct filing f = {.id = draft->filing_id, .kind = draft->kind};
    struct coverage_list list;
    json_t *data;
    enum err err = json_read(w->arena, draft->data, strlen(draft->data), &data, &w->fault);
    if (err)
        return err;

    data_coverage(w, &f, data, &list);
    for (int i = 0; i < list.n; i++) {
        const struct coverage *c = &list.rows[i];
        struct product_use one = *draft;
        if (q->product_id != NULL && !str_is(c->product_id, q->product_id))
            continue;
        one.product_id = c->product_id;
        one.path_id = c->path_id;
        one.function_id = c->function_id;
        put(x, &one);
    }
    return OK;
}

enum err
product_uses(struct casework *w, const struct product_use_query *q, struct product_use **out,
             int *n)
{
    struct uses all = {.a = w->arena};
    struct product_use *live = NULL, *drafts = NULL;
    int live_n = 0, drafts_n = 0;
    enum err err;

    if ((err = store_product_uses(w->store, w->arena, q, &live, &live_n, &w->fault)))
        return err;
    if ((err = store_product_drafts(w->store, w->arena, q, &drafts, &drafts_n, &w->fault)))
        return err;

    for (int i = 0; i < live_n; i++)
        put(&all, &live[i]);
    for (int i = 0; i < drafts_n; i++)
        if ((err = put_draft(w, &all, &drafts[i], q)))
            return err;
    *out = all.rows;
    *n = all.n;
    return OK;
}

const char *
product_uses_json(struct casework *w, const struct product_use *uses, int n, const char *product_id)
{
    const struct law *l = casework_law(w);
    struct buf b = BUF(w->arena);

    buf_open(&b, NULL, '[');
    for (int i = 0; i < n; i++) {
        const struct product_use *x = &uses[i];
        if (!str_is(x->product_id, product_id))
            continue;
        buf_open(&b, NULL, '{');
        buf_json_str(&b, "filing", x->filing_id);
        buf_json_str(&b, "kind", x->kind);
        buf_json_str(&b, "title", x->title);
        buf_json_str(&b, "state", x->state);
        buf_json_str(&b, "state_label", law_label_of_state(l, x->kind, x->action, x->state));
        buf_json_str(&b, "path", x->path_id);
        buf_json_str(&b, "function", x->function_id);
        buf_close(&b);
    }
    buf_close(&b);
    return b.p;
}

const struct product_use *
product_use_live(const struct product_use *uses, int n)
{
    for (int i = 0; i < n; i++) {
        enum standing standing = standing_parse(uses[i].standing);
        if (standing == STANDING_REVIEW || standing == STANDING_IN_FORCE)
            return &uses[i];
    }
    return NULL;
}
