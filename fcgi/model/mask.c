#include "model/mask.h"
#include "model/fold.h"
#include "model/form_place.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define QUOTED_MIN 5 /* characters: shorter ones stand in many a text by chance */
#define STARS "****"

const char *const mask_names[] = {"identity", "mobile", "email", "name", "whole", NULL};

enum mask
mask_named(const char *name)
{
    for (int i = 0; mask_names[i] != NULL; i++)
        if (str_is(mask_names[i], name))
            return (enum mask)(i + 1);
    return MASK_NONE;
}

bool
mask_is(const char *text)
{
    return text != NULL && strchr(text, '*') != NULL;
}

/* ---- one text -------------------------------------------------------------------------------- */

/* Where the k-th character begins. */
static const char *
at(const char *s, size_t k)
{
    for (; *s != '\0' && k > 0; k--)
        for (s++; ((unsigned char)*s & 0xC0) == 0x80; s++)
            ;
    return s;
}

/* So many characters from the front, stars for those between, so many from the end. */
static const char *
keep(struct arena *a, const char *s, size_t n, size_t front, size_t stars, size_t end)
{
    struct buf b = BUF(a);

    buf_add(&b, s, (size_t)(at(s, front) - s));
    for (size_t i = 0; i < stars; i++)
        buf_puts(&b, "*");
    buf_puts(&b, at(s, n - end));
    return b.p;
}

static const char *
mask_identity(struct arena *a, const char *s, size_t n)
{
    if (n >= 15)
        return keep(a, s, n, 6, n - 10, 4);
    return n >= 6 ? keep(a, s, n, 1, n - 3, 2) : STARS;
}

static const char *
mask_mobile(struct arena *a, const char *s, size_t n)
{
    if (n >= 11)
        return keep(a, s, n, n - 8, 4, 4);
    return n >= 6 ? keep(a, s, n, 1, n - 3, 2) : STARS;
}

static const char *
mask_email(struct arena *a, const char *s)
{
    const char *domain = strrchr(s, '@');
    size_t first = (size_t)(at(s, 1) - s);

    if (domain == NULL || domain == s)
        return STARS;
    return arena_printf(a, "%.*s***%s", (int)first, s, domain);
}

const char *
mask_text(struct arena *a, enum mask how, const char *text)
{
    size_t n = text ? utf8_length(text) : 0;

    if (n == 0 || how == MASK_NONE || mask_is(text))
        return text;
    if (how == MASK_IDENTITY)
        return mask_identity(a, text, n);
    if (how == MASK_MOBILE)
        return mask_mobile(a, text, n);
    if (how == MASK_EMAIL)
        return mask_email(a, text);
    if (how == MASK_NAME)
        return keep(a, text, n, n > 1, n > 3 ? 3 : n > 1 ? n - 1 : 1, 0);
    return STARS;
}

/* ---- data ------------------------------------------------------------------------------------ */

static void *
grown(struct arena *a, void *list, int n, int *cap, size_t size)
{
    if (n < *cap)
        return list;
    int more = *cap * 2 + 8;
    void *out = arena_alloc(a, (size_t)more * size);
    if (n > 0)
        memcpy(out, list, (size_t)n * size);
    *cap = more;
    return out;
}

static void
add_pair(struct masked *m, const char *plain, const char *masked)
{
    if (utf8_length(plain) < QUOTED_MIN || str_is(plain, masked))
        return;
    for (int i = 0; i < m->n; i++)
        if (str_is(m->pairs[i].plain, plain))
            return;
    m->pairs = grown(m->a, m->pairs, m->n, &m->cap, sizeof *m->pairs);
    m->pairs[m->n++] = (struct mask_pair){plain, masked};
}

/* As rules quote it that have tidied it up: folded, and without what people put between digits. */
static void
add_pairs(struct masked *m, const char *plain, const char *masked)
{
    const char *folded = text_fold(m->a, plain);
    struct buf b = BUF(m->a);

    buf_puts(&b, "");
    for (const char *p = folded; *p != '\0'; p++)
        if (strchr(" -()", *p) == NULL)
            buf_add(&b, p, 1);
    add_pair(m, plain, masked);
    add_pair(m, folded, masked);
    add_pair(m, b.p, masked);
    if (b.n > 11 && strspn(b.p, "+0123456789") == b.n) /* without the code of the country */
        add_pair(m, b.p + b.n - 11, masked);
}

static void
add_path(struct masked *m, const char *path)
{
    for (int i = 0; i < m->paths_n; i++)
        if (str_is(m->paths[i], path))
            return;
    m->paths = grown(m->a, m->paths, m->paths_n, &m->paths_cap, sizeof *m->paths);
    m->paths[m->paths_n++] = path;
}

static void mask_field(struct masked *m, const json_t *field, json_t *v, const char *path);

static void
mask_group(struct masked *m, const json_t *fields, json_t *group, const char *path)
{
    size_t i;
    json_t *field;

    json_array_foreach(fields, i, field)
    {
        const char *name = json_str(field, "name");
        json_t *v = name ? json_object_get(group, name) : NULL;
        if (v != NULL)
            mask_field(m, field, v, arena_printf(m->a, "%s/%s", path, name));
    }
}

static void
mask_string(struct masked *m, enum mask how, json_t *v, const char *path)
{
    const char *plain = json_string_value(v);

    if (*plain == '\0')
        return;
    if (str_is(m->shown, path)) {
        m->is_shown = true;
        return;
    }
    const char *kept = arena_strdup(m->a, plain), *masked = mask_text(m->a, how, kept);
    add_path(m, path);
    add_pairs(m, kept, masked);
    json_string_set(v, masked);
}

/* A text, or the items of a list. */
static void
mask_field(struct masked *m, const json_t *field, json_t *v, const char *path)
{
    enum mask how = mask_named(json_str(field, "mask"));
    const json_t *fields = json_object_get(field, "fields");
    size_t i;
    json_t *item;

    if (how != MASK_NONE && json_is_string(v))
        mask_string(m, how, v, path);
    else if (fields != NULL && json_is_object(v))
        mask_group(m, fields, v, path);
    else if (fields != NULL && json_is_array(v))
        json_array_foreach(v, i, item)
            mask_group(m, fields, item, arena_printf(m->a, "%s/%zu", path, i));
}

void
mask_data(struct masked *m, const json_t *form, json_t *data)
{
    bool is_flat = form_is_flat(form);
    size_t i;
    json_t *section;

    json_array_foreach(json_object_get(form, "sections"), i, section)
    {
        const char *id = json_str(section, "id");
        const json_t *fields = json_object_get(section, "fields");
        if (is_flat)
            mask_group(m, fields, data, "");
        else if (id != NULL)
            mask_group(m, fields, json_object_get(data, id), arena_printf(m->a, "/%s", id));
    }
}

void
mask_value(struct masked *m, const json_t *form, const char *place, json_t *v)
{
    struct form_place x = form_place(form, place);

    if (x.leaf != NULL)
        mask_field(m, x.leaf, v, place);
    else if (x.section != NULL && x.field == NULL)
        mask_group(m, json_object_get(x.section, "fields"), v, place);
}

/* ---- quotes ---------------------------------------------------------------------------------- */

const char *
mask_quoted(const struct masked *m, const char *text)
{
    for (int i = 0; i < m->n; i++) {
        const char *plain = m->pairs[i].plain;
        const char *found = strcasestr(text, plain);
        struct buf b = BUF(m->a);
        for (; found != NULL; found = strcasestr(text, plain)) {
            buf_add(&b, text, (size_t)(found - text));
            buf_puts(&b, m->pairs[i].masked);
            text = found + strlen(plain);
        }
        if (b.n > 0) {
            buf_puts(&b, text);
            text = b.p;
        }
    }
    return text;
}

void
mask_quotes(const struct masked *m, json_t *j)
{
    const char *key;
    size_t i;
    json_t *v;

    if (m->n == 0)
        return;
    json_object_foreach(j, key, v) mask_quotes(m, v);
    json_array_foreach(j, i, v) mask_quotes(m, v);
    if (json_is_string(j)) {
        const char *text = json_string_value(j), *masked = mask_quoted(m, text);
        if (masked != text)
            json_string_set(j, masked);
    }
}

/* ---- what comes back ------------------------------------------------------------------------- */

struct sent {
    struct arena *a;
    const json_t *old;
    void (*fn)(void *ctx, const json_t *field, const char *pointer);
    void *ctx;
};

static void
sent_field(const struct sent *s, const json_t *field, const json_t *v, const json_t *old,
           const char *path)
{
    const json_t *fields = json_object_get(field, "fields");
    size_t i, k;
    json_t *item, *one;

    if (json_str(field, "mask") != NULL && mask_is(json_string_value(v)) &&
        !str_is(json_string_value(v), json_string_value(old)))
        s->fn(s->ctx, field, path);
    json_array_foreach(fields ? v : NULL, i, item)
    {
        json_array_foreach(fields, k, one)
        {
            const char *name = json_str(one, "name");
            sent_field(s, one, json_object_get(item, name),
                       json_object_get(json_array_get(old, i), name),
                       arena_printf(s->a, "%s/%zu/%s", path, i, name));
        }
    }
}

void
mask_sent(struct arena *a, const json_t *form, const json_t *data, const json_t *old,
          void (*fn)(void *ctx, const json_t *field, const char *pointer), void *ctx)
{
    const struct sent s = {a, old, fn, ctx};
    bool is_flat = form_is_flat(form);
    size_t i, k;
    json_t *section, *field;

    json_array_foreach(json_object_get(form, "sections"), i, section)
    {
        const char *id = json_str(section, "id");
        const json_t *in = is_flat ? data : json_object_get(data, id);
        const json_t *was = is_flat ? old : json_object_get(old, id);
        json_array_foreach(json_object_get(section, "fields"), k, field)
        {
            const char *name = json_str(field, "name");
            sent_field(&s, field, json_object_get(in, name), json_object_get(was, name),
                       is_flat ? arena_printf(a, "/%s", name)
                               : arena_printf(a, "/%s/%s", id, name));
        }
    }
}
