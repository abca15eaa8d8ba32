#include "handle/masking.h"

#include <string.h>

const struct member unmask_query[] = {UNMASK, MEMBERS_END};

/* ---- who sees what --------------------------------------------------------------------------- */

static enum err
may_unmask(struct context *c, const struct filing *x, bool *may)
{
    struct casework *w = &c->work;
    struct task *rows;
    int n;
    enum err err = store_tasks_held(w->store, w->arena, w->who->id, &rows, &n, &w->fault);

    *may = false;
    for (int i = 0; !err && i < n; i++)
        *may |= str_is(rows[i].filing_id, x->id);
    return err;
}

enum err
masking_start(struct context *c, const struct filing *x, struct masking *out)
{
    struct casework *w = &c->work;
    struct thing thing = {.organization_id = x->organization_id};
    const char *asked = context_query(c, "unmask");
    bool may = true;

    *out = (struct masking){.c = c, .kind = x->kind, .masked = {.a = w->arena}};
    out->is_on = casework_may(w, ACT_READ_OWN, &thing) != OK;
    if (!out->is_on)
        return OK;
    if (asked == NULL)
        return OK;

    enum err err = may_unmask(c, x, &may);
    if (err)
        return err;
    if (!may)
        return fail(&w->fault, ERR_DENIED, "unmask_denied", "/unmask",
                    "原文只给领取了这件备案的审核任务的人看，请先领取任务");
    out->masked.shown = asked;
    return OK;
}

void
masking_set(struct masking *k, const char *rule_set)
{
    if (!k->is_on || rule_set == NULL || str_is(rule_set, policy_rule_set(k->c->work.policy)))
        return;
    for (int i = 0; i < k->sets_n; i++)
        if (str_is(k->sets[i], rule_set))
            return;
    if (k->sets_n < MASK_SETS)
        k->sets[k->sets_n++] = rule_set;
    else
        k->err = fail(&k->c->work.fault, ERR_BUG, "bug", "", "more sets than masking holds");
}

enum err
masking_version(struct masking *k, const char *filing_id, long n)
{
    const char *hash;
    enum err err = k->is_on ? compare_set_of(&k->c->work, filing_id, n, &hash) : OK;
    if (!err && k->is_on)
        masking_set(k, hash);
    return err;
}

enum err
masking_end(struct masking *k)
{
    struct masked *m = &k->masked;

    if (k->err || m->shown == NULL)
        return k->err;
    if (!m->is_shown)
        return fail(&k->c->work.fault, ERR_INPUT, "unmask_unknown", "/unmask",
                    "“%s”没有被遮盖的内容，请从答复的 masked 中选择", m->shown);
    k->c->unmasked = m->shown;
    return OK;
}

/* ---- one after the other --------------------------------------------------------------------- */

/* Of the i-th set; before the first comes the one in use. */
static const json_t *
form_of(struct masking *k, int i, const char *kind)
{
    struct casework *w = &k->c->work;
    const char *set = i < 0 ? NULL : k->sets[i];
    const json_t *form;

    if (set == NULL)
        return casework_form(w, kind);
    for (int n = 0; n < k->forms_n; n++)
        if (str_is(k->forms[n].set, set) && str_is(k->forms[n].kind, kind))
            return k->forms[n].form;
    enum err err = compare_form(w, set, kind, &form);
    if (err) {
        k->err = err;
        return NULL;
    }
    if (k->forms_n < MASK_FORMS) {
        k->forms[k->forms_n].set = set;
        k->forms[k->forms_n].kind = kind;
        k->forms[k->forms_n++].form = form;
    }
    return form;
}

static void
mask_by_all(struct masking *k, const char *kind, json_t *data)
{
    for (int i = -1; i < k->sets_n; i++)
        mask_data(&k->masked, form_of(k, i, kind), data);
}

/* NULL: it is shown as it is. What the store holds is JSON. */
static json_t *
parsed(struct masking *k, const char *text)
{
    struct fault f;
    json_t *j = NULL;

    if (!k->is_on || text == NULL || *text == '\0' || str_is(text, "[]"))
        return NULL;
    return json_read(k->masked.a, text, strlen(text), &j, &f) ? NULL : j;
}

const char *
masking_data(struct masking *k, const char *kind, const char *data)
{
    json_t *j = parsed(k, data);

    if (j == NULL)
        return data;
    mask_by_all(k, kind, j);
    return json_text(k->masked.a, j);
}

void
masking_learn(struct masking *k, const char *kind, const json_t *data)
{
    if (k->is_on)
        mask_by_all(k, kind, arena_json(k->masked.a, json_deep_copy(data)));
}

static void
mask_trees(struct masking *k, json_t *trees)
{
    struct masked *m = &k->masked, whole = *m;
    size_t i;
    json_t *tree;

    json_array_foreach(trees, i, tree) mask_by_all(k, NOUN_PRODUCT, tree);
    m->paths = whole.paths; /* their places are in another document */
    m->paths_n = whole.paths_n;
    m->paths_cap = whole.paths_cap;
}

const char *
masking_products(struct masking *k, const char *products)
{
    json_t *j = parsed(k, products);

    if (j == NULL)
        return products;
    mask_trees(k, j);
    return json_text(k->masked.a, j);
}

/* ---- what quotes data ------------------------------------------------------------------------ */

/* "/products/0/name" is a place of the form of products. */
static const char *
kind_at(const struct masking *k, const char **place)
{
    size_t digits;

    if (!str_starts(*place, "/products/"))
        return k->kind;
    digits = strspn(*place + 10, "0123456789");
    if (digits == 0)
        return k->kind;
    *place += 10 + digits;
    return NOUN_PRODUCT;
}

static void
mask_at(struct masking *k, struct masked *m, const char *path, json_t *row)
{
    static const char *const quoting[] = {"before",     "after",      "before_text",
                                          "after_text", "value_then", "value_now",
                                          "value",      "answer",     NULL};
    const char *kind;

    if (path == NULL)
        return;
    kind = kind_at(k, &path);
    for (int i = -1; i < k->sets_n; i++)
        for (const char *const *q = quoting; *q != NULL; q++)
            if (json_object_get(row, *q) != NULL)
                mask_value(m, form_of(k, i, kind), path, json_object_get(row, *q));
}

/* By its place; then whatever of it the row says in other words. */
static void
mask_row(struct masking *k, json_t *row)
{
    struct masked m = {.a = k->masked.a, .shown = k->masked.shown};

    mask_at(k, &m, json_str(row, "path"), row);
    mask_at(k, &m, json_str(row, "path_then"), row);
    mask_quotes(&m, row);
    k->masked.is_shown |= m.is_shown;
    if (!m.is_shown)
        mask_quotes(&k->masked, row);
}

static void
mask_rows(struct masking *k, json_t *rows)
{
    size_t i;
    json_t *row;

    json_array_foreach(rows, i, row) mask_row(k, row);
}

const char *
masking_rows(struct masking *k, const char *rows)
{
    json_t *j = parsed(k, rows);

    if (j == NULL)
        return rows;
    mask_rows(k, j);
    return json_text(k->masked.a, j);
}

const char *
masking_answer(struct masking *k, const char *answer)
{
    json_t *j = parsed(k, answer);

    if (j == NULL)
        return answer;
    mask_rows(k, json_object_get(j, "findings"));
    mask_quotes(&k->masked, j);
    return json_text(k->masked.a, j);
}

const char *
masking_facts(struct masking *k, const char *facts)
{
    const struct law_kind *admits = law_admitting(casework_law(&k->c->work));
    json_t *j = parsed(k, facts), *subject;

    if (j == NULL)
        return facts;
    mask_by_all(k, k->kind, json_object_get(json_object_get(j, "filing"), "data"));
    subject = json_object_get(json_object_get(j, "organization"), "subject");
    if (admits != NULL)
        mask_by_all(k, admits->code, json_object_get(subject, "data"));
    mask_trees(k, json_object_get(j, "products"));
    mask_quotes(&k->masked, j);
    return json_text(k->masked.a, j);
}

const char *
masking_paths(const struct masking *k)
{
    struct buf b = BUF(k->masked.a);

    buf_open(&b, NULL, '[');
    for (int i = 0; i < k->masked.paths_n; i++)
        buf_json_item(&b, k->masked.paths[i]);
    buf_close(&b);
    return b.p;
}
