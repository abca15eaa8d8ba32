#include "model/model.h"

#include <stdio.h>
#include <string.h>

#define PATH_MAX_BYTES 512

void
findings_start(struct findings *fs, struct arena *a)
{
    *fs = (struct findings){.text = BUF(a)};
    buf_puts(&fs->text, "[");
}

void
findings_add(struct findings *fs, const char *rule, const char *path, const char *message, const char *suggestion)
{
    struct buf *b = &fs->text;
    buf_puts(b, fs->count++ ? ",{" : "{");
    buf_json_str(b, "rule", rule);
    buf_json_str(b, "severity", "error");
    buf_json_str(b, "path", path);
    buf_json_str(b, "message", message);
    buf_json_str(b, "suggestion", suggestion);
    buf_json_str(b, "law", NULL);
    buf_json_str(b, "source", NULL);
    buf_puts(b, "}");
}

const char *
findings_end(struct findings *fs)
{
    buf_puts(&fs->text, "]");
    return fs->text.p;
}

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
type_words(const char *type)
{
    static const char *const words[][2] = {{"string", "文本"},    {"integer", "整数"}, {"number", "数字"},
                                           {"boolean", "是或否"}, {"array", "列表"},   {"object", "一组字段"}};
    for (size_t i = 0; i < LEN(words); i++)
        if (str_is(type, words[i][0]))
            return words[i][1];
    return type;
}

struct walk {
    struct findings *fs;
    char path[PATH_MAX_BYTES];
};

/* Appends "/key" with RFC 6901 escapes; returns the length to go back to. */
static size_t
path_push(struct walk *w, const char *key)
{
    size_t was = strlen(w->path), n = was;
    if (n + 1 < sizeof w->path)
        w->path[n++] = '/';
    for (; *key != '\0' && n + 3 < sizeof w->path; key++) {
        if (*key == '~' || *key == '/') {
            w->path[n++] = '~';
            w->path[n++] = *key == '~' ? '0' : '1';
        } else {
            w->path[n++] = *key;
        }
    }
    w->path[n] = '\0';
    return was;
}

static void walk_value(struct walk *w, const json_t *schema, const json_t *v, const json_t *old);

static void
walk_object(struct walk *w, const json_t *schema, json_t *v, const json_t *old)
{
    const json_t *properties = json_object_get(schema, "properties");
    const char *key;
    json_t *member;
    json_object_foreach(v, key, member)
    {
        const json_t *declared = json_object_get(properties, key), *before = json_object_get(old, key);
        size_t was = path_push(w, key);
        if (declared != NULL)
            walk_value(w, declared, member, before);
        else if (properties != NULL && (before == NULL || !json_equal(before, member)))
            findings_add(w->fs, "shape.unknown", w->path, arena_printf(w->fs->text.a, "没有名为“%s”的字段", key),
                         "请对照 /forms 中的字段名修改或删去");
        w->path[was] = '\0';
    }
}

static void
walk_array(struct walk *w, const json_t *schema, const json_t *v, const json_t *old)
{
    const json_t *items = json_object_get(schema, "items");
    size_t i;
    json_t *item;
    json_array_foreach(v, i, item)
    {
        char index[24];
        snprintf(index, sizeof index, "%zu", i);
        size_t was = path_push(w, index);
        walk_value(w, items, item, json_array_get(old, i));
        w->path[was] = '\0';
    }
}

static void
walk_value(struct walk *w, const json_t *schema, const json_t *v, const json_t *old)
{
    const char *type = json_str(schema, "type");
    if (!type_fits(type, v))
        findings_add(w->fs, "shape.type", w->path, arena_printf(w->fs->text.a, "此处应当是%s", type_words(type)), "请按字段说明填写");
    else if (json_is_object(v))
        walk_object(w, schema, (json_t *)(uintptr_t)v, old);
    else if (json_is_array(v))
        walk_array(w, schema, v, old);
}

void
shape_check(const json_t *schema, const json_t *data, const json_t *old, struct findings *fs)
{
    struct walk w = {.fs = fs};
    walk_value(&w, schema, data, old);
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
shape_visit(const json_t *schema, const json_t *data, const char *format, void (*fn)(void *ctx, const json_t *value), void *ctx)
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
