#include "model/shape.h"
#include "model/labels.h"
#include "model/writing.h"

#include <stdio.h>
#include <string.h>

#define PATH_MAX_BYTES 512

static bool
type_fits(const char *type, const json_t *v)
{
    if (type == NULL || json_is_null(v))
        return true;
    if (str_is(type, "string"))
        return json_is_string(v);
    if (str_is(type, "integer"))
        return json_is_integer(v);
    if (str_is(type, "number"))
        return json_is_number(v);
    if (str_is(type, "boolean"))
        return json_is_boolean(v);
    if (str_is(type, "array"))
        return json_is_array(v);
    return str_is(type, "object") && json_is_object(v);
}

static const char *
value_words(const json_t *v)
{
    static const char *const words[] = {
        [JSON_OBJECT] = "一组字段", [JSON_ARRAY] = "列表", [JSON_STRING] = "文字",
        [JSON_INTEGER] = "整数",    [JSON_REAL] = "小数",  [JSON_TRUE] = "是或否",
        [JSON_FALSE] = "是或否"};
    return words[json_typeof(v)];
}

/* ---- what a person calls a value and its place ----------------------------------------------- */

/* The label of a choice; the code itself when it is none of the choices, or there are none. */
static const char *
choice_label(const json_t *schema, const char *code)
{
    size_t i;
    json_t *choice;
    json_array_foreach(json_object_get(schema, "oneOf"), i, choice)
    {
        if (str_is(json_str(choice, "const"), code) && json_str(choice, "title") != NULL)
            return json_str(choice, "title");
    }
    return code;
}

/* The first most characters of a text, with … when there are more. */
static const char *
cut(struct arena *a, const char *text, size_t most)
{
    const char *p = text;

    for (size_t n = 0; *p != '\0'; n++) {
        if (n == most - 1 && utf8_length(p) > 1)
            return arena_printf(a, "%.*s…", (int)(p - text), text);
        p++;
        while (((unsigned char)*p & 0xC0) == 0x80)
            p++;
    }
    return text;
}

const char *
shape_value_text(struct arena *a, const json_t *schema, const json_t *v)
{
    const json_t *items = json_object_get(schema, "items"), *item;
    struct buf b = BUF(a);
    size_t i;

    if (v == NULL || json_is_null(v))
        return NULL;
    if (json_is_string(v))
        return cut(a, choice_label(schema, json_string_value(v)), SHAPE_VALUE_MAX);
    if (json_is_boolean(v))
        return json_is_true(v) ? "是" : "否";
    if (!json_is_array(v) || !json_is_string(json_array_get(v, 0)))
        return json_is_array(v)    ? arena_printf(a, "%zu 项", json_array_size(v))
               : json_is_object(v) ? "一组字段"
                                   : cut(a, json_text(a, v), SHAPE_VALUE_MAX);

    buf_puts(&b, "");
    json_array_foreach(v, i, item)
    {
        buf_puts(&b, i ? "、" : "");
        buf_puts(&b, json_is_string(item) ? choice_label(items, json_string_value(item))
                                          : json_text(a, item));
    }

    return cut(a, b.p, SHAPE_VALUE_MAX);
}

/* Where a walk is: each step lies on the stack of who takes it, and is put into words only when
 * there is something to say. */
struct place {
    const struct place *up; /* NULL: the whole */
    const char *key;        /* NULL: an item of a list */
    size_t index;           /* of the item */
    const char *label;      /* what people call it; NULL: as what is above, or the item's number */
};

struct walk {
    struct findings *fs;
    const struct place *at;
    const char *law, *source; /* of the nearest declaration */
};

/* Appends "/key" with RFC 6901 escapes. */
static void
pointer_push(char path[PATH_MAX_BYTES], const char *key)
{
    size_t n = strlen(path);

    if (n + 1 < PATH_MAX_BYTES)
        path[n++] = '/';
    for (; *key != '\0' && n + 3 < PATH_MAX_BYTES; key++) {
        if (*key == '~' || *key == '/') {
            path[n++] = '~';
            path[n++] = *key == '~' ? '0' : '1';
        } else {
            path[n++] = *key;
        }
    }

    path[n] = '\0';
}

static void
place_pointer(const struct place *p, char path[PATH_MAX_BYTES])
{
    char index[24];

    if (p == NULL) {
        path[0] = '\0';
        return;
    }
    place_pointer(p->up, path);
    snprintf(index, sizeof index, "%zu", p->index);
    pointer_push(path, p->key ? p->key : index);
}

/* Labels down to there, joined; "" for the whole. */
static const char *
place_field(struct arena *a, const struct place *p)
{
    if (p == NULL)
        return "";
    const char *above = place_field(a, p->up), *label = p->label;
    if (label == NULL && p->key == NULL)
        label = arena_printf(a, "第 %zu 项", p->index + 1);
    if (label == NULL)
        return above;
    return above[0] ? arena_printf(a, "%s › %s", above, label) : label;
}

static void
complain(struct walk *w, struct finding x)
{
    char path[PATH_MAX_BYTES];

    place_pointer(w->at, path);
    x.path = path;
    x.law = w->law;
    x.source = w->source;
    findings_put(w->fs, &x);
}

static void walk_value(struct walk *w, const json_t *schema, const json_t *v, const json_t *old);

static void
unknown(struct walk *w, const char *key, const json_t *v)
{
    struct arena *a = w->fs->text.a;

    if (findings_pass_unknown(w->fs))
        return;
    const char *shown = cut(a, key, 40), *above = place_field(a, w->at);
    struct place here = {.up = w->at, .key = key, .label = shown};
    w->at = &here;
    complain(w, (struct finding){
                    .rule = "shape.unknown",
                    .title = "没有表单之外的字段",
                    .field = place_field(a, &here),
                    .value = shape_value_text(a, NULL, v),
                    .message = above[0] ? arena_printf(a, "“%s”中没有名为“%s”的字段", above, shown)
                                        : arena_printf(a, "表单中没有名为“%s”的部分或字段", shown),
                    .suggestion = "请对照表单（GET /forms）中的名称改正，或删去"});
    w->at = here.up;
}

/* A declaration's own title, law and source hold for all beneath it. */
static void
walk_declared(struct walk *w, const char *key, const json_t *declared, const json_t *v,
              const json_t *old)
{
    const char *law = json_str(declared, "x-law"), *source = json_str(declared, "x-source");
    const char *law_was = w->law, *source_was = w->source;
    struct place here = {.up = w->at, .key = key, .label = json_str(declared, "title")};

    w->at = &here;
    if (law != NULL)
        w->law = law;
    if (source != NULL)
        w->source = source;
    walk_value(w, declared, v, old);

    w->at = here.up;
    w->law = law_was;
    w->source = source_was;
}

static void
walk_object(struct walk *w, const json_t *schema, json_t *v, const json_t *old)
{
    const json_t *properties = json_object_get(schema, "properties");
    const char *key;
    json_t *member;

    json_object_foreach(v, key, member)
    {
        const json_t *declared = json_object_get(properties, key),
                     *before = json_object_get(old, key);
        if (declared != NULL)
            walk_declared(w, key, declared, member, before);
        else if (properties != NULL && (before == NULL || !json_equal(before, member)))
            unknown(w, key, member);
    }
}

/* The earlier item holds all that the form does not know of this one. */
static bool
keeps_what_is_unknown(const json_t *properties, json_t *item, const json_t *earlier)
{
    const char *key;
    json_t *member;

    json_object_foreach(item, key, member)
    {
        if (json_object_get(properties, key) == NULL &&
            !json_equal(member, json_object_get(earlier, key)))
            return false;
    }
    return true;
}

/* Items move when one before them is deleted: what an item was is looked for in its own place
 * first, then anywhere. */
static const json_t *
earlier_item(const json_t *items, json_t *item, const json_t *old, size_t at)
{
    const json_t *properties = json_object_get(items, "properties"),
                 *same = json_array_get(old, at);
    size_t i;
    json_t *other;

    if (!json_is_object(item) || properties == NULL ||
        keeps_what_is_unknown(properties, item, same))
        return same;

    json_array_foreach(old, i, other)
    {
        if (keeps_what_is_unknown(properties, item, other))
            return other;
    }
    return same;
}

static void
walk_array(struct walk *w, const json_t *schema, const json_t *v, const json_t *old)
{
    const json_t *items = json_object_get(schema, "items");
    struct place here = {.up = w->at};
    json_t *item;

    w->at = &here;
    json_array_foreach(v, here.index, item)
        walk_value(w, items, item, earlier_item(items, item, old, here.index));
    w->at = here.up;
}

static void
wrong_type(struct walk *w, const json_t *schema, const json_t *v)
{
    struct arena *a = w->fs->text.a;

    if (findings_pass(w->fs))
        return;
    const char *type = label_of(LABEL_TYPE, json_str(schema, "type")),
               *field = place_field(a, w->at);
    complain(w, (struct finding){
                    .rule = "shape.type",
                    .title = "数据类型与表单一致",
                    .field = field,
                    .value = shape_value_text(a, schema, v),
                    .message = arena_printf(a, "“%s”应为%s，现为%s", field[0] ? field : "填报内容",
                                            type, value_words(v)),
                    .suggestion = arena_printf(a, "请改为%s，填写要求见字段说明", type)});
}

static void
walk_value(struct walk *w, const json_t *schema, const json_t *v, const json_t *old)
{
    const char *type = json_str(schema, "type");

    if (!type_fits(type, v))
        wrong_type(w, schema, v);
    else if (json_is_object(v))
        walk_object(w, schema, (json_t *)(uintptr_t)v, old);
    else if (json_is_array(v))
        walk_array(w, schema, v, old);
}

void
shape_check(const json_t *schema, const json_t *data, const json_t *old, struct findings *fs)
{
    struct walk w = {
        .fs = fs, .law = json_str(schema, "x-law"), .source = json_str(schema, "x-source")};
    walk_value(&w, schema, data, old);
}

/* ---- what is declared no longer -------------------------------------------------------------- */

struct prune {
    const struct place *at;
    void (*fn)(void *ctx, const char *path);
    void *ctx;
};

static void prune_value(struct prune *p, const json_t *schema, json_t *v);

static void
prune_object(struct prune *p, const json_t *properties, json_t *v)
{
    struct place here = {.up = p->at};
    char path[PATH_MAX_BYTES];
    json_t *member;
    void *next;

    p->at = &here;
    json_object_foreach_safe(v, next, here.key, member)
    {
        const json_t *declared = json_object_get(properties, here.key);
        if (declared != NULL) {
            prune_value(p, declared, member);
            continue;
        }
        place_pointer(&here, path);
        p->fn(p->ctx, path);
        json_object_del(v, here.key);
    }
    p->at = here.up;
}

static void
prune_value(struct prune *p, const json_t *schema, json_t *v)
{
    const json_t *properties = json_object_get(schema, "properties"),
                 *items = json_object_get(schema, "items");
    struct place here = {.up = p->at};
    json_t *item;

    if (json_is_object(v) && properties != NULL)
        prune_object(p, properties, v);
    p->at = &here;
    json_array_foreach(v, here.index, item) prune_value(p, items, item);
    p->at = here.up;
}

void
shape_prune(const json_t *schema, json_t *data, void (*fn)(void *ctx, const char *path), void *ctx)
{
    struct prune p = {.fn = fn, .ctx = ctx};
    prune_value(&p, schema, data);
}

bool
shape_tidy(struct arena *a, const json_t *schema, json_t *data)
{
    const char *how = json_str(schema, "x-writing"), *key;
    json_t *member;
    bool changed = false;
    size_t i;

    if (how != NULL && json_is_string(data)) {
        const char *was = json_string_value(data), *is = text_tidy(a, writing_of(how), was);
        changed = !str_is(was, is);
        if (changed)
            json_string_set(data, is);
    }
    json_object_foreach(data, key, member)
    {
        changed |=
            shape_tidy(a, json_object_get(json_object_get(schema, "properties"), key), member);
    }
    json_array_foreach(data, i, member)
    {
        changed |= shape_tidy(a, json_object_get(schema, "items"), member);
    }
    return changed;
}

const char *
shape_text_at(const json_t *data, const char *pointer)
{
    char part[64];

    while (pointer != NULL && *pointer == '/') {
        size_t n = strcspn(++pointer, "/");
        if (n >= sizeof part)
            return NULL;
        memcpy(part, pointer, n);
        part[n] = '\0';
        data = json_object_get(data, part);
        pointer += n;
    }
    return pointer ? json_string_value(data) : NULL;
}

void
shape_visit(const json_t *schema, const json_t *data, const char *format,
            void (*fn)(void *ctx, const json_t *value), void *ctx)
{
    const char *key;
    json_t *member;
    size_t i;

    if (data == NULL || json_is_null(data) || schema == NULL)
        return;
    if (str_is(json_str(schema, "format"), format)) {
        fn(ctx, data);
        return;
    }

    json_object_foreach(json_object_get(schema, "properties"), key, member)
    {
        shape_visit(member, json_object_get(data, key), format, fn, ctx);
    }

    json_array_foreach(data, i, member)
    {
        shape_visit(json_object_get(schema, "items"), member, format, fn, ctx);
    }
}
