#include "casework/reason_rows.h"

#include <stdlib.h>
#include <string.h>

/* One step after another into the form and into the data of both. */
struct walk {
    struct arena *a;
    const json_t *field; /* a section, then a field; NULL: the form does not know it */
    const json_t *then, *now;
    struct buf path, label;
    const char *item;
};

static const json_t *
by_member(const json_t *list, const char *member, const char *value)
{
    size_t i;
    json_t *one;

    json_array_foreach(list, i, one)
    {
        if (str_is(json_str(one, member), value))
            return one;
    }
    return NULL;
}

static void
add_label(struct walk *x, const char *label)
{
    if (label != NULL)
        buf_printf(&x->label, "%s%s", x->label.n ? " › " : "", label);
}

static long
place_of(const json_t *list, const char *id)
{
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item)
    {
        if (str_is(json_str(item, "id"), id))
            return (long)i;
    }
    return -1;
}

/* An item of a list is found again by its id, else by its place. */
static void
step_into_item(struct walk *x, const char *step)
{
    long then = strtol(step, NULL, 10), now = then;
    const json_t *item = json_array_get(x->then, (size_t)then);
    const char *id = json_str(item, "id");

    if (id != NULL)
        now = place_of(x->now, id);
    x->item = id ? id : step;
    x->then = item;
    x->now = now >= 0 ? json_array_get(x->now, (size_t)now) : NULL;
    buf_printf(&x->path, "/%ld", now >= 0 ? now : then);
    add_label(x, arena_printf(x->a, "第 %ld 项", (now >= 0 ? now : then) + 1));
}

static void
step_into_member(struct walk *x, const char *name)
{
    x->field = by_member(json_object_get(x->field, "fields"), "name", name);
    x->then = json_object_get(x->then, name);
    x->now = json_object_get(x->now, name);
    buf_printf(&x->path, "/%s", name);
    add_label(x, json_str(x->field, "label"));
}

static bool
is_place(const char *step)
{
    size_t n = strlen(step);
    return n > 0 && n <= 6 && strspn(step, "0123456789") == n;
}

static const char *
json_or_null(struct arena *a, const json_t *v)
{
    return v == NULL || json_is_null(v) ? NULL : json_text(a, v);
}

static void
walk_to(struct walk *x, const struct diff_question *q, const char *path, struct reason_row *row)
{
    struct arena *a = x->a;
    bool is_first = true;

    *x = (struct walk){
        .a = a, .then = q->before.data, .now = q->after.data, .path = BUF(a), .label = BUF(a)};
    buf_puts(&x->path, "");
    buf_puts(&x->label, "");
    while (*path == '/') {
        size_t n = strcspn(++path, "/");
        const char *step = arena_strndup(a, path, n);
        path += n;
        if (is_first) {
            x->field = by_member(json_object_get(q->before.form, "sections"), "id", step);
            x->then = json_object_get(x->then, step);
            x->now = json_object_get(x->now, step);
            buf_printf(&x->path, "/%s", step);
            row->section_label = json_str(x->field, "title");
        } else if (is_place(step)) {
            step_into_item(x, step);
        } else {
            step_into_member(x, step);
        }
        is_first = false;
    }
}

static void
show_reason(struct arena *a, const struct diff_question *q, const json_t *reason,
            struct reason_row *row)
{
    const char *path = json_str(reason, "path"), *code = json_str(reason, "code");
    const json_t *codes = json_object_get(q->before.vocabulary, "reasons");
    const json_t *item = code ? by_member(json_object_get(codes, "items"), "code", code) : NULL;
    struct walk x = {.a = a};

    *row = (struct reason_row){.reason = json_str(reason, "reason"),
                               .suggestion = json_str(reason, "suggestion"),
                               .code = code,
                               .code_label = json_str(item, "label")};
    walk_to(&x, q, path ? path : "", row);
    row->path = x.path.p;
    row->item = x.item;
    row->field_label = x.label.n > 0 ? x.label.p : NULL;
    if (path != NULL && *path != '\0') {
        row->value_then = json_or_null(a, x.then);
        row->value_now = json_or_null(a, x.now);
    }
}

void
reason_rows(struct arena *a, const struct diff_question *q, const struct version_changes *changes,
            int64_t at, struct reason_rows *out)
{
    size_t i;
    json_t *reason;

    *out = (struct reason_rows){
        .rows = arena_alloc(a, (json_array_size(q->reasons) + 1) * sizeof *out->rows)};
    json_array_foreach(q->reasons, i, reason)
    {
        const char *path = json_str(reason, "path");
        struct reason_row *row = &out->rows[out->n++];
        show_reason(a, q, reason, row);
        row->changed = path != NULL && version_diff_touches(changes, path);
        row->event_at = at;
    }
}
