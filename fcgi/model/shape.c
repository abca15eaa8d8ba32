#include "model/shape.h"
#include "model/labels.h"
#include "model/writing.h"

#include <stdio.h>
#include <string.h>

#define PATH_MAX_BYTES 512

/* ---- compiled -------------------------------------------------------------------------------- */

static const char *const type_names[SHAPE__MAX] = {
    [SHAPE_STRING] = "string",   [SHAPE_INTEGER] = "integer", [SHAPE_NUMBER] = "number",
    [SHAPE_BOOLEAN] = "boolean", [SHAPE_ARRAY] = "array",     [SHAPE_OBJECT] = "object"};

static enum shape_type
type_of(const char *name)
{
    for (int i = SHAPE_ANY + 1; name != NULL && i < SHAPE__MAX; i++)
        if (str_is(type_names[i], name))
            return (enum shape_type)i;
    return SHAPE_ANY;
}

static unsigned
format_of(const char *name)
{
    return str_is(name, "attachment") ? SHAPE_ATTACHMENT
           : str_is(name, "coverage") ? SHAPE_COVERAGE
                                      : 0;
}

static void compile(struct shape *x, const char *key, const json_t *schema, struct arena *a);

static void
compile_members(struct shape *x, const json_t *properties, struct arena *a)
{
    struct shape *members = arena_alloc(a, (json_object_size(properties) + 1) * sizeof *members);
    const char *key;
    json_t *member;

    json_object_foreach((json_t *)(uintptr_t)properties, key, member)
    {
        struct shape *one = &members[x->n++];
        compile(one, key, member, a);
        x->formats |= one->formats;
        x->is_written |= one->is_written;
    }
    x->members = members;
    x->is_closed = true;
}

static void
compile(struct shape *x, const char *key, const json_t *schema, struct arena *a)
{
    const json_t *properties = json_object_get(schema, "properties"),
                 *items = json_object_get(schema, "items");
    const char *writing = json_str(schema, "x-writing");

    *x = (struct shape){.key = key,
                        .key_n = key ? strlen(key) : 0,
                        .schema = schema,
                        .title = json_str(schema, "title"),
                        .law = json_str(schema, "x-law"),
                        .source = json_str(schema, "x-source"),
                        .type = type_of(json_str(schema, "type")),
                        .format = format_of(json_str(schema, "format")),
                        .writing = writing ? writing_of(writing) : WRITING__MAX,
                        .is_written = writing != NULL};
    x->formats = x->format;
    if (properties != NULL)
        compile_members(x, properties, a);
    if (items != NULL) {
        struct shape *of = arena_alloc(a, sizeof *of);
        compile(of, NULL, items, a);
        x->items = of;
        x->formats |= of->formats;
        x->is_written |= of->is_written;
    }
}

const struct shape *
shape_compile(const json_t *schema, struct arena *a)
{
    struct shape *x = arena_alloc(a, sizeof *x);
    compile(x, NULL, schema, a);
    return x;
}

/* The member of that name. Data are mostly in the order of their declaration: looked for first is
 * the one after the last. */
static const struct shape *
member_of(const struct shape *x, const char *key, int *next)
{
    size_t n = strlen(key);

    for (int i = 0; i < x->n; i++) {
        int k = *next + i;
        const struct shape *one = &x->members[k < x->n ? k : k - x->n];
        if (one->key_n == n && memcmp(one->key, key, n) == 0) {
            *next = k + 1 < x->n ? k + 1 : k + 1 - x->n;
            return one;
        }
    }
    return NULL;
}

/* ---- checked --------------------------------------------------------------------------------- */

static bool
type_fits(enum shape_type type, const json_t *v)
{
    switch (json_is_null(v) ? SHAPE_ANY : type) {
    case SHAPE_STRING:
        return json_is_string(v);
    case SHAPE_INTEGER:
        return json_is_integer(v);
    case SHAPE_NUMBER:
        return json_is_number(v);
    case SHAPE_BOOLEAN:
        return json_is_boolean(v);
    case SHAPE_ARRAY:
        return json_is_array(v);
    case SHAPE_OBJECT:
        return json_is_object(v);
    default:
        return true;
    }
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

static void walk_value(struct walk *w, const struct shape *x, const json_t *v, const json_t *old);

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
walk_declared(struct walk *w, const struct shape *x, const json_t *v, const json_t *old)
{
    const char *law_was = w->law, *source_was = w->source;
    struct place here = {.up = w->at, .key = x->key, .label = x->title};

    w->at = &here;
    if (x->law != NULL)
        w->law = x->law;
    if (x->source != NULL)
        w->source = x->source;
    walk_value(w, x, v, old);

    w->at = here.up;
    w->law = law_was;
    w->source = source_was;
}

static void
walk_object(struct walk *w, const struct shape *x, json_t *v, const json_t *old)
{
    const char *key;
    json_t *member;
    int next = 0;

    json_object_foreach(v, key, member)
    {
        const struct shape *declared = member_of(x, key, &next);
        const json_t *before = old ? json_object_get(old, key) : NULL;
        if (declared != NULL)
            walk_declared(w, declared, member, before);
        else if (x->is_closed && (before == NULL || !json_equal(before, member)))
            unknown(w, key, member);
    }
}

/* The earlier item holds all that the form does not know of this one. */
static bool
keeps_what_is_unknown(const struct shape *x, json_t *item, const json_t *earlier)
{
    const char *key;
    json_t *member;
    int next = 0;

    json_object_foreach(item, key, member)
    {
        if (member_of(x, key, &next) == NULL && !json_equal(member, json_object_get(earlier, key)))
            return false;
    }
    return true;
}

/* Items move when one before them is deleted: what an item was is looked for in its own place
 * first, then anywhere. */
static const json_t *
earlier_item(const struct shape *x, json_t *item, const json_t *old, size_t at)
{
    const json_t *same = json_array_get(old, at);
    size_t i;
    json_t *other;

    if (!json_is_object(item) || !x->is_closed || keeps_what_is_unknown(x, item, same))
        return same;

    json_array_foreach(old, i, other)
    {
        if (keeps_what_is_unknown(x, item, other))
            return other;
    }
    return same;
}

static void
walk_array(struct walk *w, const struct shape *x, const json_t *v, const json_t *old)
{
    struct place here = {.up = w->at};
    json_t *item;

    if (x == NULL)
        return;
    w->at = &here;
    json_array_foreach(v, here.index, item)
        walk_value(w, x, item, earlier_item(x, item, old, here.index));
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
walk_value(struct walk *w, const struct shape *x, const json_t *v, const json_t *old)
{
    if (!type_fits(x->type, v))
        wrong_type(w, x->schema, v);
    else if (json_is_object(v))
        walk_object(w, x, (json_t *)(uintptr_t)v, old);
    else if (json_is_array(v))
        walk_array(w, x->items, v, old);
}

void
shape_check(const struct shape *x, const json_t *data, const json_t *old, struct findings *fs)
{
    struct walk w = {.fs = fs, .law = x->law, .source = x->source};
    walk_value(&w, x, data, old);
}

/* ---- what is declared no longer -------------------------------------------------------------- */

struct prune {
    const struct place *at;
    void (*fn)(void *ctx, const char *path);
    void *ctx;
};

static void prune_value(struct prune *p, const struct shape *x, json_t *v);

static void
prune_object(struct prune *p, const struct shape *x, json_t *v)
{
    struct place here = {.up = p->at};
    char path[PATH_MAX_BYTES];
    json_t *member;
    void *next;
    int expected = 0;

    p->at = &here;
    json_object_foreach_safe(v, next, here.key, member)
    {
        const struct shape *declared = member_of(x, here.key, &expected);
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
prune_value(struct prune *p, const struct shape *x, json_t *v)
{
    struct place here = {.up = p->at};
    json_t *item;

    if (json_is_object(v) && x->is_closed)
        prune_object(p, x, v);
    if (x->items == NULL)
        return;
    p->at = &here;
    json_array_foreach(v, here.index, item) prune_value(p, x->items, item);
    p->at = here.up;
}

void
shape_prune(const struct shape *x, json_t *data, void (*fn)(void *ctx, const char *path), void *ctx)
{
    struct prune p = {.fn = fn, .ctx = ctx};
    prune_value(&p, x, data);
}

/* ---- its texts ------------------------------------------------------------------------------- */

static bool
tidy_text(struct arena *a, enum writing how, json_t *text)
{
    const char *was = json_string_value(text), *is = text_tidy(a, how, was);

    if (str_is(was, is))
        return false;
    json_string_set(text, is);
    return true;
}

bool
shape_tidy(struct arena *a, const struct shape *x, json_t *data)
{
    const char *key;
    json_t *member;
    bool changed = false;
    int next = 0;
    size_t i;

    if (x == NULL || !x->is_written)
        return false;
    if (x->writing != WRITING__MAX && json_is_string(data))
        return tidy_text(a, x->writing, data);
    json_object_foreach(data, key, member)
    {
        changed |= shape_tidy(a, member_of(x, key, &next), member);
    }
    json_array_foreach(data, i, member)
    {
        changed |= shape_tidy(a, x->items, member);
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
shape_visit(const struct shape *x, const json_t *data, enum shape_format format,
            void (*fn)(void *ctx, const json_t *value), void *ctx)
{
    json_t *item;
    size_t i;

    if (x == NULL || !(x->formats & format) || data == NULL || json_is_null(data))
        return;
    if (x->format == (unsigned)format) {
        fn(ctx, data);
        return;
    }

    for (int k = 0; k < x->n; k++) {
        const struct shape *one = &x->members[k];
        if (one->formats & format)
            shape_visit(one, json_object_getn(data, one->key, one->key_n), format, fn, ctx);
    }
    json_array_foreach(data, i, item) shape_visit(x->items, item, format, fn, ctx);
}
