#include "casework/product.h"
#include "casework/frozen.h"

#include <string.h>

/* ---- how it was filed ------------------------------------------------------------------------ */

/* What one filing has frozen of it; nothing when it has not. */
static enum err
write_filed(struct casework *w, struct buf *b, const struct filed_product *x, const char *id)
{
    char day[DATE_TEXT];
    json_t *products, *one;
    size_t i;
    enum err err = json_read(w->arena, x->products, strlen(x->products), &products, &w->fault);
    if (err)
        return err;

    memcpy(day, w->today, DATE_TEXT);
    if (x->changed_at != 0)
        date_beijing(x->changed_at, day);
    json_array_foreach(products, i, one)
    {
        const json_t *tree = json_object_get(one, "tree");
        if (!str_is(json_str(tree, "id"), id))
            continue;
        buf_open(b, NULL, '{');
        buf_json_str(b, "changed_on", day);
        buf_json_raw(b, "covers", json_canonical(w->arena, json_object_get(one, "covers")));
        buf_json_str(b, "number", x->number);
        buf_json_str(b, "standing", x->standing);
        buf_json_str(b, "title", x->title);
        buf_json_raw(b, "tree", json_canonical(w->arena, tree));
        buf_close(b);
    }
    return OK;
}

static enum err
filed_list(struct casework *w, const char *id, const char **out)
{
    struct buf b = BUF(w->arena);
    struct filed_product *rows = NULL;
    int n = 0;
    enum err err;

    if ((err = store_product_filed(w->store, w->arena, id, &rows, &n, &w->fault)))
        return err;
    buf_open(&b, NULL, '[');
    for (int i = 0; i < n; i++)
        if ((err = write_filed(w, &b, &rows[i], id)))
            return err;
    buf_close(&b);
    *out = b.p;
    return OK;
}

/* ---- what else is alike ---------------------------------------------------------------------- */

enum { ALIKE_MOST = 20 }; /* rows: to be told that it is entered twice, one is enough */

static bool
is_same_text(struct casework *w, const json_t *one, const json_t *other)
{
    const char *x = json_string_value(one), *y = json_string_value(other);

    if (x == NULL || y == NULL || *x == '\0')
        return false;
    return str_is(x, y) || str_is(text_fold(w->arena, x), text_fold(w->arena, y));
}

static bool
shares_text(struct casework *w, const json_t *one, const json_t *other)
{
    if (!json_is_array(one))
        return is_same_text(w, one, other);
    for (size_t i = 0; i < json_array_size(one); i++)
        for (size_t k = 0; k < json_array_size(other); k++)
            if (is_same_text(w, json_array_get(one, i), json_array_get(other, k)))
                return true;
    return false;
}

/* Do both say the same in some field of the form that is a line of text, or a list of such? */
static bool
is_alike(struct casework *w, const json_t *one, const json_t *other)
{
    size_t i, k;
    json_t *section, *field;

    json_array_foreach(json_object_get(casework_form(w, NOUN_PRODUCT), "sections"), i, section)
    {
        json_array_foreach(json_object_get(section, "fields"), k, field)
        {
            const char *name = json_str(field, "name");
            bool is_text =
                str_is(json_str(field, "type"), "text") || str_is(json_str(field, "of"), "text");
            if (is_text && shares_text(w, json_object_get(one, name), json_object_get(other, name)))
                return true;
        }
    }
    return false;
}

/* Without what lies below: lists of objects are its tree. */
static void
write_alike(struct casework *w, struct buf *b, const struct product *x, json_t *data)
{
    const char *name;
    void *next;
    json_t *value;

    json_object_foreach_safe(data, next, name, value)
    {
        if (json_is_object(json_array_get(value, 0)))
            json_object_del(data, name);
    }
    json_object_set_new(data, "id", json_string(x->id));
    buf_raw_item(b, json_canonical(w->arena, data));
}

/* The organization's other products that share a text with this one. *out NULL: no rule reads it.
 */
static enum err
alike_list(struct casework *w, const struct product *p, const json_t *tree, const char **out)
{
    struct product_query q = {.organization_id = p->organization_id};
    struct buf b = BUF(w->arena);
    struct product *rows;
    json_t *data;
    int n, told = 0;
    enum err err;

    *out = NULL;
    if (!facts_are_read(w, NOUN_PRODUCT, "product.alike"))
        return OK;
    if ((err = store_product_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    buf_open(&b, NULL, '[');
    for (int i = 0; i < n && told < ALIKE_MOST; i++) {
        const struct product *x = &rows[i];
        if (str_is(x->id, p->id))
            continue;
        if ((err = json_read(w->arena, x->data, strlen(x->data), &data, &w->fault)))
            return err;
        if (!is_alike(w, tree, data))
            continue;
        write_alike(w, &b, x, data);
        told++;
    }
    buf_close(&b);
    *out = b.p;
    return OK;
}

/* ---- how it stands --------------------------------------------------------------------------- */

/* A copy without the ids, which no form declares: that is what is judged. */
static json_t *
without_ids(struct casework *w, const json_t *tree)
{
    size_t i, k;
    json_t *copy = arena_json(w->arena, json_deep_copy(tree)), *path, *function;

    json_object_del(copy, "id");
    json_array_foreach(json_object_get(copy, "paths"), i, path)
    {
        json_object_del(path, "id");
        json_array_foreach(json_object_get(path, "functions"), k, function)
            json_object_del(function, "id");
    }
    return copy;
}

/* alike NULL: nobody is asked what is alike. */
static enum err
facts_of_tree(struct casework *w, const struct product *p, const json_t *tree, const char *alike,
              const char **facts)
{
    json_t *data = without_ids(w, tree);
    const struct gone gone = freeze_prune(w, NOUN_PRODUCT, data);
    struct organization o;
    struct id_list attachments;
    const char *filed;
    enum err err;

    err = store_organization_load(w->store, w->arena, p->organization_id, &o, &w->fault);
    if (err)
        return err;
    if ((err = filed_list(w, p->id, &filed)))
        return err;
    data_attachments(w, NOUN_PRODUCT, data, &attachments);
    struct facts_of of = {.kind = NOUN_PRODUCT,
                          .action = casework_first_action(w, NOUN_PRODUCT),
                          .organization = &o,
                          .attachments = &attachments,
                          .version = 1,
                          .data = json_canonical(w->arena, data),
                          .parsed = data,
                          .dropped = gone_json(&gone, NULL),
                          .filed = filed,
                          .alike = alike,
                          .tree = json_canonical(w->arena, tree)};
    return facts_build(w, &of, facts);
}

enum err
product_facts(struct casework *w, const struct product *p, const json_t *tree, const char *old,
              const char **facts)
{
    const char *alike;
    json_t *before = NULL;
    enum err err = old ? json_read(w->arena, old, strlen(old), &before, &w->fault) : OK;
    if (err)
        return err;

    if (before != NULL)
        before = without_ids(w, before);
    err = data_shape(w, NOUN_PRODUCT, without_ids(w, tree), before);
    if (err)
        return err;
    if ((err = alike_list(w, p, tree, &alike)))
        return err;
    return facts_of_tree(w, p, tree, alike, facts);
}

/* ---- what has changed ------------------------------------------------------------------------ */

/* The product as it stands, with its id; NULL when it is as the version has it. Versions of old do
 * not say which revision they froze: then all of it is compared. */
static enum err
changed_tree(struct casework *w, const json_t *one, struct product *p, json_t **tree)
{
    const json_t *frozen = json_object_get(one, "tree");
    enum err err = store_product_load(w->store, w->arena, json_str(frozen, "id"), p, &w->fault);

    *tree = NULL;
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (json_integer_value(json_object_get(one, "revision")) == p->revision)
        return OK;
    if ((err = json_read(w->arena, p->data, strlen(p->data), tree, &w->fault)))
        return err;
    json_object_set_new(*tree, "id", json_string(p->id));
    if (json_equal(*tree, frozen))
        *tree = NULL;
    return OK;
}

enum err
product_changes(struct casework *w, const struct filing *x, const json_t *products,
                struct product_change **out, int *n)
{
    enum standing standing = standing_parse(x->standing);
    json_t *one, *tree;
    size_t i;

    *n = 0;
    if (standing != STANDING_REVIEW && standing != STANDING_IN_FORCE)
        return OK;

    *out = arena_alloc(w->arena, (json_array_size(products) + 1) * sizeof **out);
    json_array_foreach(products, i, one)
    {
        struct product_change *change = &(*out)[*n];
        struct product p;
        enum err err = changed_tree(w, one, &p, &tree);
        if (err)
            return err;
        if (tree == NULL)
            continue;
        change->product_id = p.id;
        change->name = p.name;
        if ((err = facts_of_tree(w, &p, tree, NULL, &change->facts)))
            return err;
        ++*n;
    }
    return OK;
}

/* The rules that compare with what was filed, from the manifest. */
static bool
compares(struct casework *w, const char *rule)
{
    size_t i, k;
    json_t *row, *path;

    json_array_foreach(json_object_get(casework_manifest(w), "rules"), i, row)
    {
        if (!str_is(json_str(row, "id"), rule))
            continue;
        json_array_foreach(json_object_get(row, "reads"), k, path)
        {
            if (str_is(json_string_value(path), "product.filed"))
                return true;
        }
    }
    return false;
}

enum err
product_changes_judge(struct casework *w, struct product_change *x, int n)
{
    for (int i = 0; i < n; i++) {
        struct buf b = BUF(w->arena);
        struct judged j;
        size_t k;
        json_t *finding;
        enum err err = casework_judge(w, x[i].facts, &j);
        if (err)
            return err;

        buf_open(&b, NULL, '[');
        json_array_foreach(json_object_get(j.parsed, "findings"), k, finding)
        {
            if (compares(w, json_str(finding, "rule")))
                buf_raw_item(&b, json_text(w->arena, finding));
        }
        buf_close(&b);
        x[i].findings = b.p;
    }
    return OK;
}
