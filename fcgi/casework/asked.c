#include "casework/asked.h"

#include <stdlib.h>
#include <string.h>

static const json_t *
value_at(const json_t *data, const char *pointer)
{
    while (data != NULL && *pointer == '/') {
        char part[64] = "";
        size_t n = strcspn(++pointer, "/");
        if (n >= sizeof part)
            return NULL;
        memcpy(part, pointer, n);
        data = json_is_array(data) ? json_array_get(data, (size_t)atol(part))
                                   : json_object_get(data, part);
        pointer += n;
    }
    return data;
}

static const json_t *
schema_at(const json_t *schema, const char *pointer)
{
    while (schema != NULL && *pointer == '/') {
        char part[64] = "";
        size_t n = strcspn(++pointer, "/");
        const json_t *items = json_object_get(schema, "items");
        if (n >= sizeof part)
            return NULL;
        memcpy(part, pointer, n);
        schema = items ? items : json_object_get(json_object_get(schema, "properties"), part);
        pointer += n;
    }
    return schema;
}

/* "/model/models" of "/model/models/1/name". */
static size_t
list_length(const struct asked *x)
{
    size_t n = 0;

    for (int i = form_is_flat(x->then->side.form) ? 1 : 2; i > 0; i--)
        n += strcspn(x->path_then + n + 1, "/") + 1;
    return n;
}

/* Where the item of the list stands now. */
static void
follow(struct asked *x)
{
    struct arena *a = x->w->arena;
    size_t n = x->place.item >= 0 ? list_length(x) : 0;
    const char *list = arena_strndup(a, x->path_then, n), *rest = x->path_then + n;
    const json_t *then = value_at(x->then->data, list), *now = value_at(x->now->data, list);

    x->path = x->path_then;
    if (x->place.item < 0 || json_object_get(x->place.field, "fields") == NULL ||
        (size_t)x->place.item >= json_array_size(then))
        return;
    int at = data_items_now(a, x->place.field, then, now)[x->place.item];
    rest += 1 + strcspn(rest + 1, "/");
    x->path = at < 0 ? NULL : arena_printf(a, "%s/%d%s", list, at, rest);
}

static const char *
text_at(const struct asked *x, const struct state_of *state, const char *pointer)
{
    struct arena *a = x->w->arena;
    const json_t *form = state->side.form, *schema;

    if (pointer == NULL)
        return NULL;
    struct form_place at = form_place(form, pointer);
    if (at.field == NULL)
        return NULL;
    schema = schema_at(json_object_get(form, "schema"), pointer);
    json_t *items = json_pack("{s:O}", "items", (json_t *)(uintptr_t)schema);
    const json_t *v = value_at(state->data, pointer);
    arena_json(a, items);
    if (json_is_object(v) && at.item >= 0 && json_object_get(at.leaf, "fields") != NULL)
        return value_item_in_words(a, &state->side.words, at.leaf, items, v);
    return value_in_words(a, &state->side.words, at.leaf, schema, v);
}

static bool
has_changed(const struct asked *x)
{
    const json_t *then = value_at(x->then->data, x->path_then);
    const json_t *now = x->path ? value_at(x->now->data, x->path) : NULL;

    if (value_is_none(then) && value_is_none(now))
        return false;
    return then == NULL || now == NULL ||
           !json_equal((json_t *)(uintptr_t)then, (json_t *)(uintptr_t)now);
}

static void
write_place(struct buf *b, const struct asked *x)
{
    struct arena *a = x->w->arena;
    const char *gone = arena_strndup(a, x->path_then, x->path ? 0 : list_length(x));
    const char *shown = x->path ? x->path : gone;
    struct form_place now = form_place(x->now->side.form, shown);
    const json_t *item = NULL;

    if (x->place.item >= 0)
        item = value_at(x->then->data, arena_printf(a, "%.*s/%d", (int)list_length(x), x->path_then,
                                                    x->place.item));
    buf_json_str(b, "path", shown);
    buf_json_str(b, "path_then", x->path_then);
    buf_json_raw(b, "item", now.item < 0 ? NULL : arena_printf(a, "%d", now.item));
    buf_json_str(b, "item_id", json_str(item, "id"));
    buf_json_str(b, "section_label", json_str(x->place.section, "title"));
    buf_json_str(b, "field_label", form_place_label(a, x->then->side.form, x->path_then));
}

void
asked_write(struct buf *b, struct asked *x)
{
    x->path_then = json_str(x->reason, "path") ? json_str(x->reason, "path") : "";
    x->place = form_place(x->then->side.form, x->path_then);
    follow(x);

    write_place(b, x);
    buf_json_str(b, "value_then", text_at(x, x->then, x->path_then));
    buf_json_str(b, "value_now", text_at(x, x->now, x->path));
    buf_json_bool(b, "changed", has_changed(x));
    buf_json_str(b, "code", json_str(x->reason, "code"));
    buf_json_str(b, "code_label", asked_code_label(x->w, x->reason));
    buf_json_str(b, "reason", json_str(x->reason, "reason"));
    buf_json_str(b, "suggestion", json_str(x->reason, "suggestion"));
    buf_json_time(b, "event_at", x->event->at);
}

void
asked_write_whole(struct buf *b, struct asked *x)
{
    buf_open(b, NULL, '{');
    asked_write(b, x);
    buf_close(b);
}

const char *
asked_text_in(const struct asked *x, const struct state_of *state)
{
    struct asked other = *x;

    other.now = state;
    follow(&other);
    return text_at(&other, state, other.path);
}

const char *
asked_code_label(const struct casework *w, const json_t *reason)
{
    const char *code = json_str(reason, "code");
    const char *label = vocabulary_label(casework_manifest(w), "reasons", code);
    return label ? label : code;
}
