#include "model/form_place.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define STEP_TEXT 64

bool
form_is_flat(const json_t *form)
{
    return str_is(json_str(form, "layout"), "flat");
}

/* ---- steps of a pointer ---------------------------------------------------------------------- */

/* The next step of "/basic/name" into out; false at the end, and for what no form could have. */
static bool
next_step(const char **pointer, char out[STEP_TEXT])
{
    size_t n;

    if (*pointer == NULL || **pointer != '/')
        return false;
    n = strcspn(++*pointer, "/");
    if (n == 0 || n >= STEP_TEXT)
        return false;
    memcpy(out, *pointer, n);
    out[n] = '\0';
    *pointer += n;
    return true;
}

static int
index_of(const char *step)
{
    bool is_index = strspn(step, "0123456789") == strlen(step) && strlen(step) <= 6;
    return is_index ? atoi(step) : -1;
}

static const json_t *
find_named(const json_t *list, const char *key, const char *name, int *at)
{
    size_t i;
    json_t *one;

    json_array_foreach(list, i, one)
    {
        if (str_is(json_str(one, key), name)) {
            *at = (int)i;
            return one;
        }
    }
    return NULL;
}

static void
rank(struct form_place *x, int n)
{
    if (x->ranks < FORM_DEPTH)
        x->rank[x->ranks++] = n;
}

/* ---- found ----------------------------------------------------------------------------------- */

/* A flat form names no section: the field says which it is in. */
static bool
find_flat(const json_t *form, const char *step, struct form_place *x)
{
    size_t i;
    int at = 0;
    json_t *section;

    json_array_foreach(json_object_get(form, "sections"), i, section)
    {
        x->field = find_named(json_object_get(section, "fields"), "name", step, &at);
        if (x->field == NULL)
            continue;
        x->section = section;
        rank(x, (int)i);
        rank(x, at);
        return true;
    }
    return false;
}

static bool
find_in_sections(const json_t *form, const char *step, const char **pointer, struct form_place *x)
{
    char name[STEP_TEXT];
    int at = 0;

    x->section = find_named(json_object_get(form, "sections"), "id", step, &at);
    if (x->section == NULL)
        return false;
    rank(x, at);
    if (!next_step(pointer, name))
        return **pointer == '\0';
    x->field = find_named(json_object_get(x->section, "fields"), "name", name, &at);
    if (x->field != NULL)
        rank(x, at);
    return x->field != NULL;
}

/* Below a field: items by their places, and fields of items. */
static bool
find_below(const char *pointer, struct form_place *x)
{
    char step[STEP_TEXT];
    int at = 0;

    x->leaf = x->field;
    while (next_step(&pointer, step)) {
        int n = index_of(step);
        if (n >= 0) {
            x->item = x->item < 0 ? n : x->item;
            rank(x, n);
            continue;
        }
        const json_t *inner = find_named(json_object_get(x->leaf, "fields"), "name", step, &at);
        if (inner == NULL)
            return str_is(step, "id");
        x->leaf = inner;
        rank(x, at);
    }
    return *pointer == '\0';
}

struct form_place
form_place(const json_t *form, const char *pointer)
{
    struct form_place x = {.item = -1};
    char step[STEP_TEXT];

    if (pointer == NULL || *pointer == '\0') {
        x.is_known = true;
        return x;
    }
    if (!next_step(&pointer, step))
        return x;
    x.is_known =
        form_is_flat(form) ? find_flat(form, step, &x) : find_in_sections(form, step, &pointer, &x);
    if (x.field != NULL)
        x.is_known = find_below(pointer, &x);
    return x;
}

static int
rank_at(const struct form_place *x, int i)
{
    if (!x->is_known && x->field == NULL)
        return INT_MAX;
    return i < x->ranks ? x->rank[i] : -1;
}

int
form_place_compare(const struct form_place *x, const struct form_place *y)
{
    for (int i = 0; i < FORM_DEPTH; i++) {
        int one = rank_at(x, i), other = rank_at(y, i);
        if (one != other)
            return one < other ? -1 : 1;
    }
    return 0;
}

/* ---- in words -------------------------------------------------------------------------------- */

const char *
form_place_label(struct arena *a, const json_t *form, const char *pointer)
{
    struct form_place x = form_place(form, pointer);
    const json_t *at = x.field;
    char step[STEP_TEXT];
    struct buf b = BUF(a);
    int place = 0;

    if (x.field == NULL)
        return NULL;
    buf_puts(&b, json_str(x.field, "label"));
    for (int i = form_is_flat(form) ? 1 : 2; i > 0; i--)
        if (!next_step(&pointer, step))
            return b.p;
    while (next_step(&pointer, step)) {
        const json_t *inner = find_named(json_object_get(at, "fields"), "name", step, &place);
        if (inner != NULL)
            buf_printf(&b, " › %s", json_str((at = inner), "label"));
        else if (index_of(step) >= 0)
            buf_printf(&b, " › 第 %d 项", index_of(step) + 1);
    }
    return b.p;
}

void
form_fields_each(struct arena *a, const json_t *form,
                 void (*fn)(void *ctx, const json_t *section, const json_t *field,
                            const char *pointer),
                 void *ctx)
{
    bool is_flat = form_is_flat(form);
    size_t i, k;
    json_t *section, *field;

    json_array_foreach(json_object_get(form, "sections"), i, section)
    {
        json_array_foreach(json_object_get(section, "fields"), k, field)
        {
            const char *name = json_str(field, "name");
            const char *at = is_flat ? arena_printf(a, "/%s", name)
                                     : arena_printf(a, "/%s/%s", json_str(section, "id"), name);
            fn(ctx, section, field, at);
        }
    }
}
