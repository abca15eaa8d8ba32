#include "casework/shown.h"

#include <string.h>

/* ---- each piece ------------------------------------------------------------------------------ */

static void
write_file(struct buf *b, const struct attachment *x)
{
    buf_open(b, x->id, '{');
    buf_json_str(b, "filename", x->filename);
    buf_json_str(b, "media_type", x->media_type);
    buf_json_int(b, "size_bytes", x->size_bytes);
    buf_json_str(b, "sha256", x->sha256);
    buf_json_time(b, "uploaded_at", x->created_at);
    buf_close(b);
}

const char *
shown_files(struct arena *a, const struct files *x)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    for (int i = 0; i < x->n; i++)
        write_file(&b, &x->rows[i]);
    buf_close(&b);
    return b.p;
}

/* Data of a version are not parsed for it: an id is like nothing else that anybody writes. A row of
 * a file changes no more, but for where it is stored and by which key its name is sealed. */
static enum err
files_of(struct casework *w, const struct filing *x, const char *data, const struct id_list *named,
         struct files *out)
{
    struct attachment_query q = {
        .organization_id = x->organization_id, .ids = named, .filing_id = x->id};
    int n = 0;
    enum err err = store_attachment_named(w->store, w->arena, &q, &out->rows, &n, &w->fault);
    if (err)
        return err;

    out->n = 0;
    for (int i = 0; i < n; i++)
        if (strstr(data, out->rows[i].id) != NULL)
            out->rows[out->n++] = out->rows[i];
    return OK;
}

static const char *
revisions_of(struct arena *a, const json_t *products)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *one;

    buf_open(&b, NULL, '{');
    json_array_foreach(products, i, one)
    {
        const char *id = json_str(json_object_get(one, "tree"), "id");
        buf_json_int(&b, id, json_integer_value(json_object_get(one, "revision")));
    }
    buf_close(&b);
    return b.p;
}

/* ---- with a version -------------------------------------------------------------------------- */

enum err
shown_freeze(struct casework *w, const struct filing *x, const struct frozen *frozen,
             const struct id_list *named, struct shown_frozen *out)
{
    json_t *products;
    enum err err = frozen_products(w, frozen->products, &products);
    if (err)
        return err;
    if ((err = files_of(w, x, frozen->text, named, &out->files)))
        return err;
    const char *files = shown_files(w->arena, &out->files);

    /* One cell opens faster than two. */
    out->text = arena_printf(w->arena, "%s\n%s", coverage_words(w->arena, products), files);
    out->revisions = revisions_of(w->arena, products);
    return OK;
}

/* ---- of a version ---------------------------------------------------------------------------- */

/* A line's end inside of JSON is written as two letters. False: there is nothing of the kind. */
static bool
take_apart(struct casework *w, struct showing *x)
{
    const char *text = x->version.shown, *end = text ? strchr(text, '\n') : NULL;

    if (end == NULL)
        return false;
    x->coverage = arena_strndup(w->arena, text, (size_t)(end - text));
    x->files = end + 1;
    return true;
}

static enum err
look_at_products(struct casework *w, struct showing *x)
{
    const struct version *v = &x->version;
    struct version whole;
    enum err err;

    if (x->products != NULL)
        return OK;
    err = store_version_load(w->store, w->arena, v->filing_id, v->n, &whole, &w->fault);
    return err ? err : frozen_products(w, whole.products, &x->products);
}

static enum err
show_old(struct casework *w, const struct filing *x, struct showing *out)
{
    const struct id_list none = {0};
    struct files files;
    enum err err = look_at_products(w, out);
    if (err)
        return err;

    out->coverage = coverage_words(w->arena, out->products);
    if ((err = files_of(w, x, out->version.data, &none, &files)))
        return err;
    out->files = shown_files(w->arena, &files);
    return OK;
}

enum err
shown_newest(struct casework *w, const struct filing *x, struct showing *out)
{
    enum err err;

    *out = (struct showing){0};
    err = store_version_shown(w->store, w->arena, x->id, x->version, &out->version, &w->fault);
    if (casework_is_erased(w, err))
        return casework_erased(w);
    if (err)
        return casework_found(w, err);
    return take_apart(w, out) ? OK : show_old(w, x, out);
}

enum err
shown_changes(struct casework *w, const struct filing *x, struct showing *of,
              struct product_change **out, int *n)
{
    *n = 0;
    if (of->version.revisions != NULL && !of->version.has_other_products)
        return OK;
    enum err err = look_at_products(w, of);
    return err ? err : product_changes(w, x, of->products, out, n);
}
