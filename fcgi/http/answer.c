/* Answers written by their declaration. */
#include "http/http.h"

#include <limits.h>

/* ---- values ---------------------------------------------------------------------------------- */

static const char *
text_at(const void *at)
{
    return *(const char *const *)at;
}

static void
write_text(struct buf *b, const struct member *m, const void *at, unsigned roles)
{
    (void)roles;
    buf_json(b, m->mask == MASK_NONE ? text_at(at) : mask_text(b->a, m->mask, text_at(at)));
}

static void
write_time(struct buf *b, const struct member *m, const void *at, unsigned roles)
{
    int64_t ms = *(const int64_t *)at;
    char text[TIME_TEXT];

    (void)m;
    (void)roles;
    if (ms != 0)
        time_rfc3339(ms, text);
    buf_json(b, ms != 0 ? text : NULL);
}

static void
write_integer(struct buf *b, const struct member *m, const void *at, unsigned roles)
{
    long n = *(const long *)at;

    (void)m;
    (void)roles;
    if (n == NO_NUMBER)
        buf_json(b, NULL);
    else
        buf_int(b, n);
}

static void
write_bytes(struct buf *b, const struct member *m, const void *at, unsigned roles)
{
    (void)m;
    (void)roles;
    buf_int(b, *(const int64_t *)at);
}

static void
write_boolean(struct buf *b, const struct member *m, const void *at, unsigned roles)
{
    (void)m;
    (void)roles;
    buf_puts(b, *(const bool *)at ? "true" : "false");
}

static void
write_roles(struct buf *b, const struct member *m, const void *at, unsigned roles)
{
    (void)m;
    (void)roles;
    role_set_json(b, at);
}

/* Its members lie in the same struct, from at on. It is null when a text there is NULL. */
static void
write_object(struct buf *b, const struct member *m, const void *at, unsigned roles)
{
    size_t null_at = m->null_at ? m->null_at : m->of[0].at;

    if ((m->flags & M_NULLABLE) && text_at((const char *)at + null_at) == NULL)
        buf_json(b, NULL);
    else
        members_object(b, NULL, m->of, at, roles);
}

static void
write_list(struct buf *b, const struct member *m, const void *at, unsigned roles)
{
    const struct rows *rows = at;

    buf_open(b, NULL, '[');
    for (int i = 0; i < rows->n; i++) {
        if (m->of != NULL)
            members_object(b, NULL, m->of, (const char *)rows->first + (size_t)i * m->size, roles);
        else
            buf_json_item(b, ((const char *const *)rows->first)[i]);
    }
    buf_close(b);
}

static void (*const writers[M__MAX])(struct buf *, const struct member *, const void *,
                                     unsigned) = {
    [M_STRING] = write_text,     [M_ID] = write_text,         [M_DATE] = write_text,
    [M_TIME] = write_time,       [M_INTEGER] = write_integer, [M_BYTES] = write_bytes,
    [M_BOOLEAN] = write_boolean, [M_ROLES] = write_roles,     [M_OBJECT] = write_object,
    [M_LIST] = write_list,
};

/* ---- members --------------------------------------------------------------------------------- */

static bool
is_text(const struct member *m)
{
    return m->type == M_STRING || m->type == M_ID || m->type == M_DATE || (m->flags & M_JSON);
}

static void
write_member(struct buf *b, const struct member *m, const void *at, unsigned roles)
{
    bool is_absent = is_text(m) && text_at(at) == NULL;
    if (is_absent && !(m->flags & (M_REQUIRED | M_NULLABLE)))
        return;

    if (m->flags & M_JSON) {
        buf_json_raw(b, m->name, text_at(at));
        return;
    }

    buf_key(b, m->name);
    writers[m->type](b, m, at, roles);
}

void
members_write(struct buf *b, const struct member *of, const void *row, unsigned roles)
{
    for (const struct member *m = of; m->type != M_END; m++) {
        const void *at = (const char *)row + m->at;
        if (m->who != 0 && !(m->who & roles))
            continue;
        if (m->type == M_WITH)
            members_write(b, m->of, at, roles);
        else
            write_member(b, m, at, roles);
    }
}

void
members_object(struct buf *b, const char *key, const struct member *of, const void *row,
               unsigned roles)
{
    buf_open(b, key, '{');
    members_write(b, of, row, roles);
    buf_close(b);
}

bool
members_personal(const struct member *of)
{
    bool is = false;

    for (const struct member *m = of; m != NULL && m->type != M_END && !is; m++)
        is = m->flags & M_PERSONAL || members_personal(m->of) ||
             (m->each != NULL && (m->each->flags & M_PERSONAL || members_personal(m->each->of)));
    return is;
}
