#include "casework/likeness.h"
#include "casework/access.h"
#include "casework/shown.h"

#include <string.h>

/* ---- what is compared ------------------------------------------------------------------------ */

enum { NAMES_MARKS = 60 };

static const char *
text_at(const json_t *data, const struct form_long_text *at)
{
    const char *text = json_str(json_object_get(data, at->section), at->field);
    return text ? text : "";
}

/* All texts share the marks that a filing may have: each by its length. */
static void
mark_texts(struct arena *a, const unsigned char *key, const struct form *form, const json_t *data,
           struct marks *out)
{
    size_t all = 1;

    for (int i = 0; i < form->texts_n; i++)
        all += strlen(text_at(data, &form->texts[i]));
    for (int i = 0; i < form->texts_n; i++) {
        const char *text = text_at(data, &form->texts[i]);
        size_t share = (LIKENESS_MARKS_MAX - NAMES_MARKS) * strlen(text) / all;
        likeness_text(a, key, text, (int)share + 1, out);
    }
}

static enum err
mark_filing(struct store *s, struct arena *a, const struct form *form, const char *data,
            const char *title, struct marks *out, struct fault *f)
{
    unsigned char key[SEAL_SHORT_BYTES];
    json_t *parsed;
    enum err err = store_likeness_key(s, key, f);
    if (err)
        return err;
    if ((err = json_read(a, data, strlen(data), &parsed, f)))
        return err;

    *out = (struct marks){0};
    mark_texts(a, key, form, parsed, out);
    likeness_name(a, key, title ? title : "", out);
    likeness_sort(out);
    return OK;
}

/* ---- marking --------------------------------------------------------------------------------- */

enum { LOOKED_AT = 200 };

/* Which fields the set compares: another list, and all is marked anew. */
static const char *
fields_hash(struct arena *a, const struct likeness_forms *forms)
{
    char hash[SHA256_TEXT];
    struct buf b = BUF(a);

    buf_puts(&b, "");
    for (int i = 0; i < forms->n; i++)
        for (int k = 0; k < forms->rows[i].texts_n; k++)
            buf_printf(&b, "%s/%s/%s\n", forms->rows[i].kind, forms->rows[i].texts[k].section,
                       forms->rows[i].texts[k].field);
    sha256_hex(b.p, b.n, hash);
    return arena_strdup(a, hash);
}

static const struct form *
form_of(const struct likeness_forms *forms, const char *kind)
{
    for (int i = 0; i < forms->n; i++)
        if (str_is(forms->rows[i].kind, kind) && forms->rows[i].texts_n > 0)
            return &forms->rows[i];
    return NULL;
}

static bool
comes_again(const struct likeness_due *rows, int i, int n)
{
    for (int k = i + 1; k < n; k++)
        if (str_is(rows[k].filing_id, rows[i].filing_id))
            return true;
    return false;
}

/* Whose key was destroyed has nothing to compare any more. */
static enum err
marks_of_due(struct store *s, struct arena *a, const struct likeness_forms *forms,
             const struct likeness_due *due, struct marks *out, struct fault *f)
{
    const struct form *form = form_of(forms, due->kind);
    struct version v;

    *out = (struct marks){0};
    if (form == NULL)
        return OK;
    enum err err = store_version_load(s, a, due->filing_id, due->version, &v, f);
    if (err == ERR_NOTFOUND) {
        *f = (struct fault){0};
        return OK;
    }
    return err ? err : mark_filing(s, a, form, v.data, due->title, out, f);
}

enum err
likeness_decide(struct store *s, struct arena *a, const struct likeness_forms *forms,
                struct likeness_batch *x, struct fault *f)
{
    const char *texts = fields_hash(a, forms);
    struct likeness_due *rows;
    int n = 0, i = 0;
    enum err err = store_likeness_at(s, a, &x->at, f);
    if (err)
        return err;

    if (!str_is(x->at.texts, texts))
        x->at = (struct likeness_at){0, texts};
    err = store_likeness_next(s, a, &x->at, LOOKED_AT, &rows, &n, f);
    for (; !err && i < n && x->n < LIKENESS_TOGETHER; i++) {
        x->at.event = rows[i].event;
        if (!rows[i].is_new || comes_again(rows, i, n))
            continue;
        x->of[x->n] = rows[i];
        err = marks_of_due(s, a, forms, &rows[i], &x->marks[x->n++], f);
    }
    x->is_done = i == n && n < LOOKED_AT;
    return err;
}

enum err
likeness_store(struct store *s, struct arena *a, const struct likeness_batch *x, struct fault *f)
{
    enum err err = store_likeness_at_set(s, &x->at, f);

    for (int i = 0; !err && i < x->n; i++)
        err = store_likeness_set(s, a, &x->of[i], x->at.texts, &x->marks[i], f);
    return err;
}

/* ---- looking --------------------------------------------------------------------------------- */

/* Less than this says nothing. */
enum { TEXTS_LEAST = 3, NAMES_LEAST = 60 };

struct compared {
    struct casework *w;
    const struct form *form;
    const json_t *form_json;
    struct likeness_read **texts; /* under review, as the form lists their fields */
    const char *title;
};

static const char *
label_at(const struct compared *x, const struct form_long_text *at)
{
    const char *path = arena_printf(x->w->arena, "/%s/%s", at->section, at->field);
    const char *label = form_place_label(x->w->arena, x->form_json, path);
    return label ? label : at->field;
}

/* Any text of the other may be where a passage was taken from. */
static const char *
all_texts(struct arena *a, const struct form *form, const json_t *data)
{
    struct buf b = BUF(a);

    buf_puts(&b, "");
    for (int i = 0; i < form->texts_n; i++)
        buf_printf(&b, "%s\x0b", text_at(data, &form->texts[i]));
    return b.p;
}

static void
find_passages(const struct compared *x, const char *other, struct like *out)
{
    struct arena *a = x->w->arena;
    struct likeness_read *theirs = likeness_read(a, other);
    struct passage found[LIKENESS_PASSAGES_MAX];
    long same = 0, all = 0;

    out->passages = arena_alloc(a, LIKENESS_PASSAGES_MAX * sizeof *out->passages);
    for (int i = 0; i < x->form->texts_n; i++) {
        const struct form_long_text *at = &x->form->texts[i];
        int n = 0;
        long same_here = 0, all_here = 0;
        likeness_passages(a, x->texts[i], theirs, found, &n, &same_here, &all_here);
        same += same_here;
        all += all_here;
        for (int k = 0; k < n && out->passages_n < LIKENESS_PASSAGES_MAX; k++)
            out->passages[out->passages_n++] =
                (struct like_passage){arena_printf(a, "/%s/%s", at->section, at->field),
                                      label_at(x, at), found[k].text, found[k].characters};
    }
    out->texts = all > 0 ? 100 * same / all : 0;
}

/* NULL in out->filing.id: it is not told. */
static enum err
look_at_like(const struct compared *x, const char *filing_id, struct like *out)
{
    struct casework *w = x->w;
    struct organization o;
    struct version v;
    json_t *data;
    enum err err = store_filing_head(w->store, w->arena, filing_id, &out->filing, &w->fault);
    if (err)
        return err;
    if (str_is(out->filing.organization_id, w->who->organization_id)) {
        out->filing.id = NULL;
        return OK;
    }
    if ((err =
             store_version_load(w->store, w->arena, filing_id, out->filing.version, &v, &w->fault)))
        return err;
    if ((err = json_read(w->arena, v.data, strlen(v.data), &data, &w->fault)))
        return err;
    if ((err = store_organization_load(w->store, w->arena, out->filing.organization_id, &o,
                                       &w->fault)))
        return err;

    out->organization = o.name;
    out->names = likeness_of_names(w->arena, x->title, out->filing.title);
    find_passages(x, all_texts(w->arena, x->form, data), out);
    if (out->texts < TEXTS_LEAST && out->names < NAMES_LEAST)
        out->filing.id = NULL;
    return OK;
}

static void
read_texts(struct compared *x, const json_t *data)
{
    struct arena *a = x->w->arena;

    x->texts = arena_alloc(a, (size_t)x->form->texts_n * sizeof *x->texts);
    for (int i = 0; i < x->form->texts_n; i++)
        x->texts[i] = likeness_read(a, text_at(data, &x->form->texts[i]));
}

static void
keep_in_order(struct like *rows, int *n, const struct like *x)
{
    int i = *n;

    for (; i > 0 && rows[i - 1].texts + rows[i - 1].names / 2 < x->texts + x->names / 2; i--)
        rows[i] = rows[i - 1];
    rows[i] = *x;
    (*n)++;
}

static enum err
look_at_all(const struct compared *x, const struct task *t, const struct likeness_like *found,
            int found_n, struct like *rows, int *n)
{
    for (int i = 0; i < found_n; i++) {
        struct like one = {0};
        enum err err = look_at_like(x, found[i].filing_id, &one);
        if (err == ERR_NOTFOUND) { /* it was erased, or deleted, a moment ago */
            x->w->fault = (struct fault){0};
            continue;
        }
        if (err)
            return err;
        one.is_own = str_is(one.filing.organization_id, t->organization_id);
        if (one.filing.id != NULL)
            keep_in_order(rows, n, &one);
    }
    return OK;
}

enum err
likeness_of(struct casework *w, const struct task *t, struct like **out, int *n)
{
    struct compared x = {w, casework_compiled(w, t->kind), casework_form(w, t->kind), NULL,
                         t->title};
    struct likeness_like *found;
    struct marks marks;
    struct version v;
    json_t *data;
    int found_n;

    *out = arena_alloc(w->arena, (LIKE_MAX + 1) * sizeof **out);
    *n = 0;
    if (x.form == NULL || x.form->texts_n == 0)
        return OK;
    enum err err = store_version_load(w->store, w->arena, t->filing_id, t->version, &v, &w->fault);
    if (err)
        return err;
    if ((err = json_read(w->arena, v.data, strlen(v.data), &data, &w->fault)))
        return err;
    read_texts(&x, data);
    if ((err = mark_filing(w->store, w->arena, x.form, v.data, t->title, &marks, &w->fault)))
        return err;
    if ((err = store_likeness_like(w->store, w->arena, t->filing_id, &marks, LIKE_MAX, &found,
                                   &found_n, &w->fault)))
        return err;
    return look_at_all(&x, t, found, found_n, *out, n);
}
