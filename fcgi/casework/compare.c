#include "casework/compare.h"
#include "casework/asked.h"

#include <limits.h>
#include <string.h>

/* ---- the form of then ------------------------------------------------------------------------ */

enum err
compare_form(struct casework *w, const char *hash, const char *kind, const json_t **form)
{
    struct set_form_query q = {.hash = hash, .kind = kind, .is_any = true};
    const char *text;
    json_t *read;

    *form = casework_form(w, kind);
    if (hash == NULL || str_is(hash, policy_rule_set(w->policy)))
        return OK;
    enum err err = store_rule_set_form(w->store, w->arena, &q, &text, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if ((err = json_read(w->arena, text, strlen(text), &read, &w->fault)))
        return err;
    *form = read;
    return OK;
}

/* ---- what ids stand for ---------------------------------------------------------------------- */

static enum err
load_files(struct casework *w, struct state_of *x)
{
    const char *kind = x->filing->kind;
    const struct shape *shape =
        x->side.form == casework_form(w, kind)
            ? casework_compiled(w, kind)->shape
            : shape_compile(json_object_get(x->side.form, "schema"), w->arena);
    struct id_list ids;

    form_attachments(w->arena, shape, x->data, &ids);
    if (ids.n == 0)
        return OK;
    struct attachment_query q = {.organization_id = x->filing->organization_id, .ids = &ids};
    return store_attachment_own(w->store, w->arena, &q, &x->files.rows, &x->files.n, &w->fault);
}

static const json_t *
file_names(struct arena *a, const struct state_of *x)
{
    json_t *names = arena_json(a, json_object());

    for (int i = 0; i < x->files.n; i++)
        json_object_set_new(names, x->files.rows[i].id, json_string(x->files.rows[i].filename));
    return names;
}

static enum err
cover_labels(struct casework *w, const json_t *products, const json_t **out)
{
    const char *text = coverage_words(w->arena, products);
    json_t *labels = arena_json(w->arena, json_object()), *rows, *row;
    size_t i;
    enum err err = json_read(w->arena, text, strlen(text), &rows, &w->fault);
    if (err)
        return err;

    json_array_foreach(rows, i, row)
        json_object_set(labels, value_cover_key(w->arena, row), json_object_get(row, "label"));
    *out = labels;
    return OK;
}

static enum err
put_words(struct casework *w, struct state_of *x)
{
    enum err err = compare_form(w, x->rule_set, x->filing->kind, &x->side.form);
    if (err)
        return err;
    x->side.data = x->data;
    x->side.words.areas = json_str(casework_manifest(w), "areas");
    if ((err = load_files(w, x)))
        return err;
    x->side.words.files = file_names(w->arena, x);
    return cover_labels(w, x->products, &x->side.words.covers);
}

/* ---- states ---------------------------------------------------------------------------------- */

/* What it was handed in with says it. */
enum err
compare_set_of(struct casework *w, const char *id, long n, const char **hash)
{
    struct judgement j;
    enum err err = store_judgement_accepted(w->store, w->arena, id, n, &j, &w->fault);

    *hash = err ? NULL : j.rule_set;
    return err == ERR_NOTFOUND ? OK : err;
}

enum err
compare_version(struct casework *w, const struct filing *x, long n, struct state_of *out)
{
    struct version v;
    struct frozen frozen;
    enum err err = store_version_load(w->store, w->arena, x->id, n, &v, &w->fault);
    if (err == ERR_NOTFOUND)
        return fail(&w->fault, ERR_NOTFOUND, "not_found", "",
                    "这件备案没有第 %ld 个版本，请从版本列表中选择", n);
    if (err)
        return err;

    *out = (struct state_of){.filing = x, .version = n};
    if ((err = compare_set_of(w, x->id, n, &out->rule_set)))
        return err;
    if ((err = frozen_version(w, &v, &frozen)))
        return err;
    out->data = frozen.data;
    out->products = frozen.list;
    return put_words(w, out);
}

enum err
compare_draft(struct casework *w, const struct filing *x, struct state_of *out)
{
    struct frozen frozen;
    json_t *products;
    enum err err = freeze_filing(w, x, &frozen);
    if (err)
        return err;
    if ((err = frozen_products(w, frozen.products, &products)))
        return err;

    *out = (struct state_of){.filing = x, .data = frozen.data, .products = products};
    return put_words(w, out);
}

/* ---- reasons --------------------------------------------------------------------------------- */

static enum err
reasons_below(struct casework *w, const struct state_of *now, long below, const char **out)
{
    struct event last;
    struct state_of then;
    struct asked x = {.w = w, .event = &last, .then = &then, .now = now};
    struct buf b = BUF(w->arena);
    json_t *list;
    size_t i;
    enum err err =
        store_event_reasons(w->store, w->arena, now->filing->id, below, &last, &w->fault);

    *out = "[]";
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if ((err = json_read(w->arena, last.reasons, strlen(last.reasons), &list, &w->fault)))
        return err;
    if (json_array_size(list) == 0)
        return OK;
    if ((err = compare_version(w, now->filing, last.version, &then)))
        return err;

    buf_open(&b, NULL, '[');
    json_array_foreach(list, i, x.reason) asked_write_whole(&b, &x);
    buf_close(&b);
    *out = b.p;
    return OK;
}

enum err
compare_reasons(struct casework *w, const struct state_of *now, const char **out)
{
    return reasons_below(w, now, LONG_MAX, out);
}

enum err
compare_reasons_before(struct casework *w, const struct state_of *now, const char **out)
{
    return reasons_below(w, now, now->version ? now->version : LONG_MAX, out);
}

enum err
compare_reasons_of(struct casework *w, const struct filing *x, long n, const char **out)
{
    struct event last;
    struct state_of now;
    enum err err = store_event_reasons(w->store, w->arena, x->id, LONG_MAX, &last, &w->fault);

    *out = "[]";
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (str_is(last.reasons, "[]"))
        return OK;
    err = compare_version(w, x, n, &now);
    return err ? err : compare_reasons(w, &now, out);
}

static void
label_reason(struct casework *w, struct buf *b, const json_t *form, const json_t *reason)
{
    const char *path = json_str(reason, "path");
    struct form_place at = form_place(form, path ? path : "");

    buf_open(b, NULL, '{');
    buf_members(b, json_text(w->arena, reason));
    buf_json_str(b, "section_label", json_str(at.section, "title"));
    buf_json_str(b, "field_label", form_place_label(w->arena, form, path ? path : ""));
    buf_json_str(b, "code_label", asked_code_label(w, reason));
    buf_close(b);
}

enum err
compare_labelled(struct casework *w, const struct filing *x, const struct event *e,
                 const char **out)
{
    struct buf b = BUF(w->arena);
    const char *hash;
    const json_t *form;
    json_t *list, *reason;
    size_t i;
    enum err err = compare_set_of(w, x->id, e->version, &hash);
    if (err)
        return err;

    if ((err = compare_form(w, hash, x->kind, &form)))
        return err;
    if ((err = json_read(w->arena, e->reasons, strlen(e->reasons), &list, &w->fault)))
        return err;
    buf_open(&b, NULL, '[');
    json_array_foreach(list, i, reason) label_reason(w, &b, form, reason);
    buf_close(&b);
    *out = b.p;
    return OK;
}

/* ---- versions beside each other -------------------------------------------------------------- */

static const json_t *
tree_of(const json_t *products, const char *id)
{
    size_t i;
    json_t *one;

    json_array_foreach(products, i, one)
    {
        const json_t *tree = json_object_get(one, "tree");
        if (id != NULL && str_is(json_str(tree, "id"), id))
            return tree;
    }
    return NULL;
}

static enum err
compare_products(struct casework *w, struct buf *b, const struct state_of *before,
                 const struct state_of *after)
{
    struct data_diff d = {.b = b, .before = before->side, .after = after->side};
    size_t i;
    json_t *one;
    enum err err;

    if ((err = compare_form(w, before->rule_set, NOUN_PRODUCT, &d.before.form)))
        return err;
    if ((err = compare_form(w, after->rule_set, NOUN_PRODUCT, &d.after.form)))
        return err;
    json_array_foreach(after->products, i, one)
    {
        d.after.data = json_object_get(one, "tree");
        d.before.data = tree_of(before->products, json_str(d.after.data, "id"));
        if (d.before.data == NULL)
            continue;
        const char *name = json_str(d.after.data, "name");
        d.prefix = arena_printf(w->arena, "/products/%zu", i);
        d.title = arena_printf(w->arena, "产品《%s》", name ? name : "未命名");
        data_diff(w->arena, &d);
    }
    return OK;
}

enum err
compare_states(struct casework *w, const struct state_of *before, const struct state_of *after,
               const char **out)
{
    struct buf b = BUF(w->arena);
    struct data_diff d = {&b, before->side, after->side, "", "", NULL};
    json_t *reasons = NULL;
    const char *text;
    enum err err = compare_reasons_before(w, after, &text);
    if (err)
        return err;

    if ((err = json_read(w->arena, text, strlen(text), &reasons, &w->fault)))
        return err;
    d.reasons = reasons;
    buf_open(&b, NULL, '[');
    data_diff(w->arena, &d);
    err = compare_products(w, &b, before, after);
    buf_close(&b);
    *out = b.p;
    return err;
}
