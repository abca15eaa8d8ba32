#include "model/data_diff.h"
#include "model/form_place.h"

#include <string.h>

/* ---- the same item --------------------------------------------------------------------------- */

typedef bool same_fn(const char *first, const json_t *then, const json_t *now);

static bool
same_id(const char *first, const json_t *then, const json_t *now)
{
    const char *id = json_str(then, "id");
    (void)first;
    return id != NULL && str_is(id, json_str(now, "id"));
}

/* Two that have ids, and other ones, are not the same whatever stands in them. */
static bool
has_other_id(const json_t *then, const json_t *now)
{
    const char *id = json_str(then, "id"), *other = json_str(now, "id");
    return id != NULL && other != NULL && !str_is(id, other);
}

static bool
same_content(const char *first, const json_t *then, const json_t *now)
{
    (void)first;
    return json_equal((json_t *)(uintptr_t)then, (json_t *)(uintptr_t)now);
}

static bool
same_first(const char *first, const json_t *then, const json_t *now)
{
    const char *name = first ? json_str(then, first) : NULL;
    return name != NULL && str_is(name, json_str(now, first));
}

/* Takes pairs that nobody has taken. */
static void
match(int *now_of, bool *is_taken, same_fn *same, const char *first, const json_t *const lists[2])
{
    size_t i, k;
    json_t *then, *now;

    json_array_foreach(lists[0], i, then)
    {
        json_array_foreach(lists[1], k, now)
        {
            if (now_of[i] >= 0 || is_taken[k] || has_other_id(then, now) || !same(first, then, now))
                continue;
            now_of[i] = (int)k;
            is_taken[k] = true;
        }
    }
}

/* What is left stayed where it was and was reworded. */
static void
match_places(int *now_of, bool *is_taken, const json_t *const lists[2])
{
    size_t n = json_array_size(lists[0]), now_n = json_array_size(lists[1]);

    for (size_t i = 0; i < n && i < now_n; i++) {
        if (now_of[i] >= 0 || is_taken[i] ||
            has_other_id(json_array_get(lists[0], i), json_array_get(lists[1], i)))
            continue;
        now_of[i] = (int)i;
        is_taken[i] = true;
    }
}

int *
data_items_now(struct arena *a, const json_t *field, const json_t *then, const json_t *now)
{
    static same_fn *const passes[] = {same_id, same_content, same_first};
    const json_t *const lists[2] = {then, now};
    const char *first = json_str(json_array_get(json_object_get(field, "fields"), 0), "name");
    int *now_of = arena_alloc(a, (json_array_size(then) + 1) * sizeof *now_of);
    bool *is_taken = arena_alloc(a, json_array_size(now) + 1);

    for (size_t i = 0; i < json_array_size(then); i++)
        now_of[i] = -1;
    for (size_t p = 0; p < LEN(passes); p++)
        match(now_of, is_taken, passes[p], first, lists);
    match_places(now_of, is_taken, lists);
    return now_of;
}

/* ---- rows ------------------------------------------------------------------------------------ */

struct walk {
    struct arena *a;
    const struct data_diff *of;
    const char *section; /* its label */
};

/* One field, as both sides know it; NULL where one does not. */
struct pair {
    const json_t *field[2], *schema[2], *value[2];
    const char *path, *label;
};
struct row {
    const char *path, *label, *kind;
    const char *json[2], *text[2]; /* before, after; NULL: nothing */
};

static bool
is_at_or_below(const char *path, const char *above)
{
    size_t n = strlen(above);
    return strncmp(path, above, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

static bool
is_asked_for(const struct walk *w, const char *path)
{
    size_t i;
    json_t *reason;

    json_array_foreach(w->of->reasons, i, reason)
    {
        const char *at = json_str(reason, "path");
        if (at != NULL && *at != '\0' && (is_at_or_below(path, at) || is_at_or_below(at, path)))
            return true;
    }
    return false;
}

static void
write_row(struct walk *w, const struct row *r)
{
    struct buf *b = w->of->b;
    const char *title = w->of->title;
    bool has_title = *title != '\0';

    buf_open(b, NULL, '{');
    buf_json_str(b, "path", arena_printf(w->a, "%s%s", w->of->prefix, r->path));
    buf_json_str(b, "section_label",
                 has_title ? arena_printf(w->a, "%s › %s", title, w->section) : w->section);
    buf_json_str(b, "field_label", r->label);
    buf_json_raw(b, "before", r->json[0]);
    buf_json_raw(b, "after", r->json[1]);
    buf_json_str(b, "before_text", r->text[0]);
    buf_json_str(b, "after_text", r->text[1]);
    buf_json_str(b, "kind", r->kind);
    buf_json_bool(b, "by_reason", !has_title && is_asked_for(w, r->path));
    buf_close(b);
}

static const struct data_side *
side(const struct walk *w, int i)
{
    return i == 0 ? &w->of->before : &w->of->after;
}

static const char *
kind_of(const json_t *before, const json_t *after)
{
    return value_is_none(before) ? "added" : value_is_none(after) ? "removed" : "changed";
}

static void
diff_value(struct walk *w, const struct pair *p)
{
    struct row r = {p->path, p->label, kind_of(p->value[0], p->value[1]), {NULL}, {NULL}};
    bool is_none = value_is_none(p->value[0]) && value_is_none(p->value[1]);

    if (is_none || json_equal((json_t *)(uintptr_t)p->value[0], (json_t *)(uintptr_t)p->value[1]))
        return;
    for (int i = 0; i < 2; i++) {
        if (value_is_none(p->value[i]))
            continue;
        r.json[i] = json_is_object(p->value[i]) || json_is_array(p->value[i])
                        ? json_text(w->a, p->value[i])
                        : json_canonical(w->a, p->value[i]);
        r.text[i] =
            value_in_words(w->a, &side(w, i)->words, p->field[i], p->schema[i], p->value[i]);
    }
    write_row(w, &r);
}

/* ---- lists whose items are made of fields ---------------------------------------------------- */

static void diff_pair(struct walk *w, const struct pair *p);

static const json_t *
named(const json_t *field, const char *name)
{
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(field, "fields"), i, one)
    {
        if (str_is(json_str(one, "name"), name))
            return one;
    }
    return NULL;
}

static const json_t *
schema_below(const json_t *schema, const char *name)
{
    const json_t *items = json_object_get(schema, "items");
    return json_object_get(json_object_get(items ? items : schema, "properties"), name);
}

static void
diff_item(struct walk *w, const struct pair *list, const json_t *before, const json_t *after,
          size_t now)
{
    size_t i;
    json_t *sub;

    json_array_foreach(json_object_get(list->field[1], "fields"), i, sub)
    {
        const char *name = json_str(sub, "name");
        struct pair p = {
            .field = {named(list->field[0], name), sub},
            .schema = {schema_below(list->schema[0], name), schema_below(list->schema[1], name)},
            .value = {json_object_get(before, name), json_object_get(after, name)},
            .path = arena_printf(w->a, "%s/%zu/%s", list->path, now, name),
            .label = arena_printf(w->a, "%s › 第 %zu 项 › %s", list->label, now + 1,
                                  json_str(sub, "label")),
        };
        diff_pair(w, &p);
    }
}

/* An item that is there on one side alone. */
static void
whole_item(struct walk *w, const struct pair *list, int at_side, size_t at)
{
    const json_t *item = json_array_get(list->value[at_side], at);
    struct row r = {
        .path = arena_printf(w->a, "%s/%zu", list->path, at),
        .label = arena_printf(w->a, "%s › 第 %zu 项", list->label, at + 1),
        .kind = at_side == 0 ? "removed" : "added",
    };

    r.json[at_side] = json_text(w->a, item);
    r.text[at_side] = value_item_in_words(w->a, &side(w, at_side)->words, list->field[at_side],
                                          list->schema[at_side], item);
    write_row(w, &r);
}

static void
moved_item(struct walk *w, const struct pair *list, size_t was, size_t now)
{
    struct row r = {
        .path = arena_printf(w->a, "%s/%zu", list->path, now),
        .label = arena_printf(w->a, "%s › 第 %zu 项", list->label, now + 1),
        .kind = "moved",
        .json = {arena_printf(w->a, "%zu", was), arena_printf(w->a, "%zu", now)},
        .text = {arena_printf(w->a, "第 %zu 项", was + 1),
                 arena_printf(w->a, "第 %zu 项", now + 1)},
    };
    write_row(w, &r);
}

/* Marks the longest run of items that stand in the same order as before: the others were moved. */
static void
find_stayed(struct arena *a, const int *was_of, size_t n, bool *has_stayed)
{
    int *length = arena_alloc(a, (n + 1) * sizeof *length), last = -1;
    int *from = arena_alloc(a, (n + 1) * sizeof *from);

    for (size_t i = 0; i < n; i++) {
        length[i] = was_of[i] >= 0;
        from[i] = -1;
        for (size_t k = 0; k < i && was_of[i] >= 0; k++) {
            if (was_of[k] < 0 || was_of[k] > was_of[i] || length[k] < length[i])
                continue;
            length[i] = length[k] + 1;
            from[i] = (int)k;
        }
        if (was_of[i] >= 0 && (last < 0 || length[i] > length[last]))
            last = (int)i;
    }
    for (; last >= 0; last = from[last])
        has_stayed[last] = true;
}

static void
diff_list(struct walk *w, const struct pair *p)
{
    size_t n = json_array_size(p->value[0]), now_n = json_array_size(p->value[1]);
    int *now_of = data_items_now(w->a, p->field[1], p->value[0], p->value[1]);
    int *was_of = arena_alloc(w->a, (now_n + 1) * sizeof *was_of);
    bool *has_stayed = arena_alloc(w->a, now_n + 1);

    memset(was_of, -1, (now_n + 1) * sizeof *was_of);
    for (size_t i = 0; i < n; i++)
        if (now_of[i] >= 0)
            was_of[now_of[i]] = (int)i;
    find_stayed(w->a, was_of, now_n, has_stayed);

    for (size_t k = 0; k < now_n; k++) {
        if (was_of[k] < 0) {
            whole_item(w, p, 1, k);
            continue;
        }
        if (!has_stayed[k])
            moved_item(w, p, (size_t)was_of[k], k);
        diff_item(w, p, json_array_get(p->value[0], (size_t)was_of[k]),
                  json_array_get(p->value[1], k), k);
    }
    for (size_t i = 0; i < n; i++)
        if (now_of[i] < 0)
            whole_item(w, p, 0, i);
}

static void
diff_pair(struct walk *w, const struct pair *p)
{
    bool is_group = p->field[0] != NULL && p->field[1] != NULL &&
                    json_object_get(p->field[0], "fields") != NULL &&
                    json_object_get(p->field[1], "fields") != NULL;

    if (is_group && json_is_array(p->value[0]) && json_is_array(p->value[1]))
        diff_list(w, p);
    else
        diff_value(w, p);
}

/* ---- forms ----------------------------------------------------------------------------------- */

static const json_t *
value_at(const struct data_side *s, const json_t *section, const json_t *field)
{
    const json_t *data = s->data;

    if (!form_is_flat(s->form))
        data = json_object_get(data, json_str(section, "id"));
    return json_object_get(data, json_str(field, "name"));
}

static const json_t *
schema_at(const struct data_side *s, const json_t *section, const json_t *field)
{
    const json_t *schema = json_object_get(s->form, "schema");

    if (!form_is_flat(s->form))
        schema = schema_below(schema, json_str(section, "id"));
    return schema_below(schema, json_str(field, "name"));
}

static void
take_side(struct pair *p, int i, const struct data_side *s, const struct form_place *at)
{
    if (at->field == NULL)
        return;
    p->field[i] = at->field;
    p->schema[i] = schema_at(s, at->section, at->field);
    p->value[i] = value_at(s, at->section, at->field);
}

static void
diff_field(void *ctx, const json_t *section, const json_t *field, const char *pointer)
{
    struct walk *w = ctx;
    struct pair p = {.path = pointer, .label = json_str(field, "label")};

    for (int i = 0; i < 2; i++) {
        struct form_place at = form_place(side(w, i)->form, pointer);
        take_side(&p, i, side(w, i), &at);
    }
    w->section = json_str(section, "title");
    diff_pair(w, &p);
}

/* What the form after asks no longer is gone, even where a draft still holds it. */
static void
diff_gone(void *ctx, const json_t *section, const json_t *field, const char *pointer)
{
    struct walk *w = ctx;
    struct form_place before = form_place(w->of->before.form, pointer);
    struct pair p = {.path = pointer, .label = json_str(field, "label")};

    if (form_place(w->of->after.form, pointer).field != NULL)
        return;
    take_side(&p, 0, &w->of->before, &before);
    w->section = json_str(section, "title");
    diff_pair(w, &p);
}

void
data_diff(struct arena *a, const struct data_diff *x)
{
    struct walk w = {.a = a, .of = x};

    form_fields_each(a, x->after.form, diff_field, &w);
    form_fields_each(a, x->before.form, diff_gone, &w);
}
