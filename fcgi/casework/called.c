#include "casework/called.h"

#include <string.h>

struct calling {
    struct store *store;
    struct arena *arena;
    const char *title_at; /* where the form has the name */
    struct entry *entry;
    const char *former, *name; /* so far; name NULL: not known */
};

/* As that version calls it; *out is NULL where it is gone. */
static enum err
name_in(struct calling *c, long version, const char **out, struct fault *f)
{
    struct version v;
    json_t *data;
    enum err err = store_version_load(c->store, c->arena, c->entry->filing_id, version, &v, f);

    *out = NULL;
    if (err == ERR_NOTFOUND) {
        *f = (struct fault){0};
        return OK;
    }
    if (err)
        return err;
    if ((err = json_read(c->arena, v.data, strlen(v.data), &data, f)))
        return err;
    *out = shape_text_at(data, c->title_at);
    return OK;
}

/* A line of its history by which a version was approved. */
static enum err
take_line(struct calling *c, const json_t *line, struct fault *f)
{
    const char *what = json_str(line, "what"), *name;
    struct renaming x = {FORMER_ALGORITHM, c->name, NULL, json_str(line, "on")};

    if (!str_is(what, "filed") && !str_is(what, "amended"))
        return OK;
    enum err err = name_in(c, (long)json_integer_value(json_object_get(line, "version")), &name, f);
    if (err)
        return err;
    x.is = name;
    if (name != NULL)
        c->former = register_former_names(c->arena, c->former, &x);
    c->name = name;
    return OK;
}

static enum err
call(struct calling *c, struct fault *f)
{
    const char *history = c->entry->history;
    size_t i;
    json_t *lines, *line;
    enum err err = json_read(c->arena, history, strlen(history), &lines, f);

    c->former = c->entry->former_names;
    json_array_foreach(lines, i, line)
    {
        if (!err)
            err = take_line(c, line, f);
    }
    if (err || !str_is(c->name, c->entry->algorithm_name) ||
        str_is(c->former, c->entry->former_names))
        return err;
    c->entry->former_names = c->former;
    return store_entry_call(c->store, c->entry, f);
}

static enum err
fill_one(struct store *s, struct arena *a, const json_t *forms, struct entry *x, struct fault *f)
{
    struct calling c = {.store = s, .arena = a, .entry = x};
    struct filing of;
    enum err err = store_filing_head(s, a, x->filing_id, &of, f);
    if (err)
        return err;

    c.title_at = json_str(json_object_get(forms, of.kind), "title_at");
    if (c.title_at != NULL)
        err = call(&c, f);
    return err ? err : store_uncalled_drop(s, x->number, f);
}

enum err
called_fill(struct store *s, struct arena *a, const json_t *forms, int limit, int *n,
            struct fault *f)
{
    struct entry *rows;
    enum err err = store_uncalled_next(s, a, limit, &rows, n, f);

    for (int i = 0; !err && i < *n; i++)
        err = fill_one(s, a, forms, &rows[i], f);
    return err;
}
