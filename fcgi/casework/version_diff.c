#include "casework/version_diff.h"

#include <string.h>

struct differ {
    struct arena *a;
    const struct diff_question *q;
    struct version_changes *out;
    int cap;
    const char *section; /* its label */
};

/* A place in both; a path is NULL where there is none. */
struct spot {
    const char *was_at, *at, *label;
};

/* A field as each of the forms declares it, and its values. */
struct pair {
    const json_t *was_field, *is_field, *was, *is;
};

static const json_t *
field_of(const struct pair *x)
{
    return x->is_field ? x->is_field : x->was_field;
}

static const json_t *
by_member(const json_t *list, const char *member, const char *value)
{
    size_t i;
    json_t *one;

    json_array_foreach(list, i, one)
    {
        if (value != NULL && str_is(json_str(one, member), value))
            return one;
    }
    return NULL;
}

/* Nothing, null, an empty text and an empty list are all nothing to whoever fills a form in. */
static const json_t *
some(const json_t *v)
{
    if (v == NULL || json_is_null(v) || (json_is_array(v) && json_array_size(v) == 0) ||
        (json_is_object(v) && json_object_size(v) == 0))
        return NULL;
    return json_is_string(v) && *json_string_value(v) == '\0' ? NULL : v;
}

static bool
is_same(const json_t *x, const json_t *y)
{
    x = some(x);
    y = some(y);
    return x == y || (x != NULL && y != NULL && json_equal(x, y));
}

/* ---- words ----------------------------------------------------------------------------------- */

static const char *
code_text(const json_t *vocabulary, const json_t *field, const char *code)
{
    const json_t *list = json_object_get(vocabulary, json_str(field, "choices"));
    const json_t *item = by_member(json_object_get(list, "items"), "code", code);
    const char *label = json_str(item, "label");
    return label ? label : code;
}

static const char *
number_text(struct arena *a, const json_t *field, const json_t *v)
{
    const char *unit = json_str(field, "unit");
    return arena_printf(a, "%s%s%s", json_text(a, v), unit ? " " : "", unit ? unit : "");
}

static const char *
text_text(struct differ *d, const json_t *vocabulary, const json_t *field, const char *text)
{
    if (json_str(field, "choices") != NULL)
        return code_text(vocabulary, field, text);
    if (!str_is(json_str(field, "type"), "attachment"))
        return text;
    const char *name = json_str(json_object_get(d->q->files, text), "filename");
    return name ? name : text;
}

static const char *words_of(struct differ *d, const struct diff_side *side, const json_t *field,
                            const json_t *v);

/* "名称：…；地址：…": the fields of an item. */
static const char *
item_text(struct differ *d, const struct diff_side *side, const json_t *field, const json_t *v)
{
    struct buf b = BUF(d->a);
    size_t i;
    json_t *part;

    buf_puts(&b, "");
    json_array_foreach(json_object_get(field, "fields"), i, part)
    {
        const json_t *value = some(json_object_get(v, json_str(part, "name")));
        if (value != NULL)
            buf_printf(&b, "%s%s：%s", b.n ? "；" : "", json_str(part, "label"),
                       words_of(d, side, part, value));
    }
    return b.p;
}

static const char *
list_text(struct differ *d, const struct diff_side *side, const json_t *field, const json_t *v)
{
    struct buf b = BUF(d->a);
    size_t i;
    json_t *item;

    buf_puts(&b, "");
    json_array_foreach(v, i, item)
        buf_printf(&b, "%s%s", i ? "、" : "", words_of(d, side, field, item));
    return b.p;
}

static const char *
words_of(struct differ *d, const struct diff_side *side, const json_t *field, const json_t *v)
{
    if (some(v) == NULL)
        return NULL;
    if (json_is_string(v))
        return text_text(d, side->vocabulary, field, json_string_value(v));
    if (json_is_boolean(v))
        return json_is_true(v) ? "是" : "否";
    if (json_is_array(v))
        return list_text(d, side, field, v);
    return json_is_object(v) ? item_text(d, side, field, v) : number_text(d->a, field, v);
}

/* ---- a row ----------------------------------------------------------------------------------- */

/* One is the other, or lies in it. */
static bool
is_within(const char *inner, const char *outer)
{
    size_t n = strlen(outer);
    return strncmp(inner, outer, n) == 0 && (inner[n] == '\0' || inner[n] == '/');
}

/* A place of the version before, and a change: what was nowhere before lies in no item, but in what
 * holds it. */
static bool
touches(const char *place, const char *was_at, const char *at)
{
    if (was_at == NULL)
        return is_within(at, place) && !str_is(at, place);
    return is_within(place, was_at) || is_within(was_at, place);
}

static bool
has_reason(const struct differ *d, const struct spot *x)
{
    size_t i;
    json_t *reason;

    json_array_foreach(d->q->reasons, i, reason)
    {
        const char *at = json_str(reason, "path");
        if (at != NULL && *at != '\0' && touches(at, x->was_at, x->at))
            return true;
    }
    return false;
}

static struct version_change *
new_row(struct differ *d)
{
    struct version_changes *out = d->out;

    if (out->n == d->cap) {
        int cap = d->cap ? d->cap * 2 : 16;
        struct version_change *rows = arena_alloc(d->a, (size_t)cap * sizeof *rows);
        if (out->n > 0)
            memcpy(rows, out->rows, (size_t)out->n * sizeof *rows);
        out->rows = rows;
        d->cap = cap;
    }
    return &out->rows[out->n++];
}

static void
tell(struct differ *d, const struct pair *x, const struct spot *at, const char *kind)
{
    const json_t *was = some(x->was), *is = some(x->is);
    const json_t *was_field = x->was_field ? x->was_field : x->is_field;
    struct version_change *row = new_row(d);

    *row = (struct version_change){.path = at->at ? at->at : at->was_at,
                                   .before_path = at->was_at,
                                   .section_label = d->section,
                                   .field_label = at->label,
                                   .before = was ? json_text(d->a, was) : NULL,
                                   .after = is ? json_text(d->a, is) : NULL,
                                   .before_text = words_of(d, &d->q->before, was_field, was),
                                   .after_text = words_of(d, &d->q->after, field_of(x), is),
                                   .kind = kind          ? kind
                                           : was == NULL ? "added"
                                           : is == NULL  ? "removed"
                                                         : "changed",
                                   .by_reason = has_reason(d, at)};
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void compare_fields(struct differ *d, const struct pair *of, const struct spot *at);

/* Which item of the list before became which: the places there, -1 for none. */
struct match {
    const json_t *was, *is;
    size_t was_n, is_n;
    int *of_is;    /* by place in the list now */
    bool *is_gone; /* by place in the list before: nothing became of it */
};

static const char *
id_at(const json_t *list, size_t i)
{
    return json_str(json_array_get(list, i), "id");
}

static bool
is_alike(const struct match *m, size_t i, size_t k)
{
    const char *id = id_at(m->is, i), *was = id_at(m->was, k);

    if (id != NULL && was != NULL)
        return str_is(id, was);
    return id == was && json_equal(json_array_get(m->is, i), json_array_get(m->was, k));
}

static void
take(struct match *m, size_t i, size_t k)
{
    m->of_is[i] = (int)k;
    m->is_gone[k] = false;
}

/* Between which places of the list before an item lies, going by those around it. */
static void
bounds_of(const struct match *m, size_t i, long *low, long *high)
{
    *low = -1;
    *high = (long)m->was_n;
    for (size_t j = 0; j < m->is_n; j++) {
        if (j < i && m->of_is[j] > *low)
            *low = m->of_is[j];
        if (j > i && m->of_is[j] >= 0 && m->of_is[j] < *high)
            *high = m->of_is[j];
    }
}

/* Those without ids that were not found again are taken for those that stood where they stand. */
static void
match_rest(struct match *m)
{
    long low, high;

    for (size_t i = 0; i < m->is_n; i++) {
        if (m->of_is[i] >= 0 || id_at(m->is, i) != NULL)
            continue;
        bounds_of(m, i, &low, &high);
        for (long k = low + 1; k < high && m->of_is[i] < 0; k++)
            if (m->is_gone[k] && id_at(m->was, (size_t)k) == NULL)
                take(m, i, (size_t)k);
    }
}

static struct match
match_items(struct arena *a, const json_t *was, const json_t *is)
{
    struct match m = {
        .was = was, .is = is, .was_n = json_array_size(was), .is_n = json_array_size(is)};

    m.of_is = arena_alloc(a, (m.is_n + 1) * sizeof *m.of_is);
    m.is_gone = arena_alloc(a, (m.was_n + 1) * sizeof *m.is_gone);
    for (size_t k = 0; k < m.was_n; k++)
        m.is_gone[k] = true;

    for (size_t i = 0; i < m.is_n; i++) {
        m.of_is[i] = -1;
        for (size_t k = 0; k < m.was_n && m.of_is[i] < 0; k++)
            if (m.is_gone[k] && is_alike(&m, i, k))
                take(&m, i, k);
    }
    match_rest(&m);
    return m;
}

static struct spot
item_spot(struct differ *d, const struct spot *at, int was, int is)
{
    struct arena *a = d->a;
    return (struct spot){
        .was_at = was >= 0 ? arena_printf(a, "%s/%d", at->was_at ? at->was_at : at->at, was) : NULL,
        .at = is >= 0 ? arena_printf(a, "%s/%d", at->at ? at->at : at->was_at, is) : NULL,
        .label = arena_printf(a, "%s › 第 %d 项", at->label, (is >= 0 ? is : was) + 1)};
}

/* An item that was in both: what of it changed; that it stands elsewhere among those that stayed.
 */
static void
compare_item(struct differ *d, const struct pair *item, const struct spot *at, bool is_moved)
{
    if (is_moved)
        tell(d, item, at, "moved");
    if (!is_same(item->was, item->is))
        compare_fields(d, item, at);
}

static void
compare_items(struct differ *d, const struct pair *x, const struct spot *at)
{
    struct match m = match_items(d->a, some(x->was), some(x->is));
    int last = -1;

    for (size_t i = 0; i < m.is_n; i++) {
        int k = m.of_is[i];
        struct pair item = {x->was_field, x->is_field, NULL, json_array_get(m.is, i)};
        struct spot here = item_spot(d, at, k, (int)i);
        if (k < 0) {
            tell(d, &item, &here, NULL);
            continue;
        }
        item.was = json_array_get(m.was, (size_t)k);
        compare_item(d, &item, &here, k < last);
        last = k > last ? k : last;
    }
    for (size_t k = 0; k < m.was_n; k++) {
        struct pair item = {x->was_field, x->is_field, json_array_get(m.was, k), NULL};
        struct spot here = item_spot(d, at, (int)k, -1);
        if (m.is_gone[k])
            tell(d, &item, &here, NULL);
    }
}

/* ---- what is covered ------------------------------------------------------------------------- */

static bool
selects_same(const json_t *x, const json_t *y)
{
    return str_is(json_str(x, "product"), json_str(y, "product")) &&
           is_same(json_object_get(x, "path"), json_object_get(y, "path")) &&
           is_same(json_object_get(x, "function"), json_object_get(y, "function"));
}

static const json_t *
selected_in(const json_t *list, const json_t *one)
{
    size_t i;
    json_t *row;

    json_array_foreach(list, i, row)
    {
        if (selects_same(row, one))
            return row;
    }
    return NULL;
}

/* One tick more or less. Its place is the whole field: the list has no order. */
static void
tell_selection(struct differ *d, const struct pair *x, const struct spot *at)
{
    const struct diff_side *side = x->is ? &d->q->after : &d->q->before;
    const char *label = json_str(selected_in(side->coverage, x->is ? x->is : x->was), "label");

    tell(d, x, at, NULL);
    struct version_change *row = &d->out->rows[d->out->n - 1];
    row->before_text = x->was ? label : NULL;
    row->after_text = x->is ? label : NULL;
}

static void
compare_coverage(struct differ *d, const struct pair *x, const struct spot *at)
{
    size_t i;
    json_t *one;

    json_array_foreach(x->is, i, one)
    {
        struct pair tick = {x->was_field, x->is_field, NULL, one};
        if (selected_in(x->was, one) == NULL)
            tell_selection(d, &tick, at);
    }
    json_array_foreach(x->was, i, one)
    {
        struct pair tick = {x->was_field, x->is_field, one, NULL};
        if (selected_in(x->is, one) == NULL)
            tell_selection(d, &tick, at);
    }
}

/* ---- fields, sections ------------------------------------------------------------------------ */

static void
compare_field(struct differ *d, const struct pair *x, const struct spot *at)
{
    const json_t *field = field_of(x);

    if (is_same(x->was, x->is))
        return;
    if (str_is(json_str(field, "type"), "coverage"))
        compare_coverage(d, x, at);
    else if (json_object_get(field, "fields") != NULL)
        compare_items(d, x, at);
    else
        tell(d, x, at, NULL);
}

static void
compare_named(struct differ *d, const struct pair *of, const struct spot *at, const char *name)
{
    struct pair x = {by_member(json_object_get(of->was_field, "fields"), "name", name),
                     by_member(json_object_get(of->is_field, "fields"), "name", name),
                     json_object_get(of->was, name), json_object_get(of->is, name)};
    const char *label = json_str(field_of(&x), "label");
    bool is_inside = *at->label != '\0';
    struct spot here = {.was_at = at->was_at ? arena_printf(d->a, "%s/%s", at->was_at, name) : NULL,
                        .at = at->at ? arena_printf(d->a, "%s/%s", at->at, name) : NULL,
                        .label = arena_printf(d->a, "%s%s%s", at->label, is_inside ? " › " : "",
                                              label ? label : name)};

    compare_field(d, &x, &here);
}

/* of: a section or a list, with its fields, and an object of each side; those that are asked for
 * now, in their order, then those that were asked for before. */
static void
compare_fields(struct differ *d, const struct pair *of, const struct spot *at)
{
    const json_t *now = json_object_get(of->is_field, "fields");
    size_t i;
    json_t *field;

    json_array_foreach(now, i, field) compare_named(d, of, at, json_str(field, "name"));
    json_array_foreach(json_object_get(of->was_field, "fields"), i, field)
    {
        const char *name = json_str(field, "name");
        if (by_member(now, "name", name) == NULL)
            compare_named(d, of, at, name);
    }
}

static void
compare_section(struct differ *d, const char *id)
{
    const struct diff_question *q = d->q;
    struct pair x = {by_member(json_object_get(q->before.form, "sections"), "id", id),
                     by_member(json_object_get(q->after.form, "sections"), "id", id),
                     json_object_get(q->before.data, id), json_object_get(q->after.data, id)};
    const char *at = arena_printf(d->a, "/%s", id);

    d->section = json_str(field_of(&x), "title");
    compare_fields(d, &x, &(struct spot){.was_at = at, .at = at, .label = ""});
}

void
version_diff(struct arena *a, const struct diff_question *q, struct version_changes *out)
{
    struct differ d = {.a = a, .q = q, .out = out};
    const json_t *now = json_object_get(q->after.form, "sections");
    size_t i;
    json_t *section;

    *out = (struct version_changes){0};
    json_array_foreach(now, i, section) compare_section(&d, json_str(section, "id"));
    json_array_foreach(json_object_get(q->before.form, "sections"), i, section)
    {
        const char *id = json_str(section, "id");
        if (by_member(now, "id", id) == NULL)
            compare_section(&d, id);
    }
}

bool
version_diff_touches(const struct version_changes *diff, const char *path)
{
    for (int i = 0; i < diff->n; i++) {
        const struct version_change *x = &diff->rows[i];
        if (!str_is(x->kind, "moved") && touches(path, x->before_path, x->path))
            return true;
    }
    return false;
}

/* ---- a version as it was filled in ----------------------------------------------------------- */

/* What the set declares that the version was handed in under; of the set in use when it is that. */
static enum err
manifest_of(struct casework *w, const struct version *v, const json_t **out)
{
    struct judgement j;
    struct rule_set set;
    json_t *manifest;
    enum err err = store_judgement_accepted(w->store, w->arena, v->filing_id, v->n, &j, &w->fault);

    *out = casework_manifest(w);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (str_is(j.rule_set, policy_rule_set(w->policy)))
        return OK;
    err = store_rule_set_load(w->store, w->arena, j.rule_set, &set, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if ((err = json_read(w->arena, set.manifest, strlen(set.manifest), &manifest, &w->fault)))
        return err;
    *out = manifest;
    return OK;
}

enum err
diff_side_of_version(struct casework *w, const struct filing *x, const struct version *v,
                     struct diff_side *out)
{
    const json_t *manifest;
    json_t *data;
    enum err err = json_read(w->arena, v->data, strlen(v->data), &data, &w->fault);
    if (err)
        return err;
    if ((err = manifest_of(w, v, &manifest)))
        return err;

    *out = (struct diff_side){.data = data,
                              .form = json_object_get(json_object_get(manifest, "forms"), x->kind),
                              .vocabulary = json_object_get(manifest, "vocabulary")};
    return OK;
}
