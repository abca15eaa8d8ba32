#include "store/postgres/postgres.h"

#include <stdlib.h>

/* ---- values: the server says all of them as text, and bytes as \x and hexadecimal digits ------
 */

static bool
is_null(struct store *s, enum query q, int i)
{
    const struct postgres_store *x = postgres_of(s);
    const struct postgres_statement *st = &x->statement[q];
    return x->pq->is_null(st->result, st->row, i) != 0;
}

static bool
is_bytes(struct store *s, enum query q, int i)
{
    const struct postgres_store *x = postgres_of(s);
    return x->pq->type(x->statement[q].result, i) == PG_BYTEA;
}

static size_t
length(struct store *s, enum query q, int i)
{
    const struct postgres_store *x = postgres_of(s);
    const struct postgres_statement *st = &x->statement[q];
    return (size_t)x->pq->length(st->result, st->row, i);
}

const char *
postgres_text(struct store *s, enum query q, int i)
{
    const struct postgres_store *x = postgres_of(s);
    const struct postgres_statement *st = &x->statement[q];
    return is_null(s, q, i) ? NULL : x->pq->value(st->result, st->row, i);
}

/* A truth is t or f. */
int64_t
postgres_number(struct store *s, enum query q, int i)
{
    const char *text = postgres_text(s, q, i);
    if (text == NULL)
        return 0;
    return *text == 't' ? 1 : strtoll(text, NULL, 10);
}

static unsigned
digit(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a' + 10);
}

struct bytes
postgres_unhex(struct arena *a, const char *text, size_t n)
{
    n = (n - 2) / 2;
    unsigned char *p = arena_alloc(a, n + 1);
    for (size_t k = 0; k < n; k++)
        p[k] = (unsigned char)(digit(text[2 + 2 * k]) << 4 | digit(text[3 + 2 * k]));
    return (struct bytes){p, n};
}

static struct bytes
decode(struct store *s, enum query q, int i, struct arena *a)
{
    const char *text = postgres_text(s, q, i);
    return text ? postgres_unhex(a, text, length(s, q, i)) : (struct bytes){0};
}

const void *
postgres_bytes(struct store *s, enum query q, int i, size_t *n)
{
    if (!is_bytes(s, q, i)) {
        const char *text = postgres_text(s, q, i);
        *n = text ? length(s, q, i) : 0;
        return text;
    }
    struct bytes bytes = decode(s, q, i, postgres_of(s)->bytes);
    *n = bytes.n;
    return bytes.p;
}

enum cell_kind
postgres_cell(struct store *s, enum query q, int i, const void **p, size_t *n)
{
    *p = postgres_bytes(s, q, i, n);
    if (*p == NULL)
        return CELL_NULL;
    return is_bytes(s, q, i) ? CELL_SEALED : CELL_TEXT;
}

/* ---- the row --------------------------------------------------------------------------------- */

static void
read_one(struct store *s, enum query q, int i, struct arena *a, const struct column *column,
         void *out)
{
    void *p = (char *)out + column->offset;
    const char *text;

    switch (column->type) {
    case COLUMN_TEXT:
    case COLUMN_EMPTY:
        text = postgres_text(s, q, i);
        if (text != NULL && *text == '\0' && column->type == COLUMN_EMPTY)
            text = NULL;
        *(const char **)p = text ? arena_strdup(a, text) : NULL;
        break;
    case COLUMN_LONG:
        *(long *)p = (long)postgres_number(s, q, i);
        break;

    case COLUMN_INT:
        *(int *)p = (int)postgres_number(s, q, i);
        break;
    case COLUMN_BOOL:
        *(bool *)p = postgres_number(s, q, i) != 0;
        break;
    case COLUMN_BYTES:
        *(struct bytes *)p = decode(s, q, i, a);
        break;
    default:
        break;
    }
}

const struct column *
postgres_read(struct store *s, enum query q, const struct column *const *columns, int n,
              struct arena *a, void *out)
{
    for (int i = 0; i < n; i++) {
        if (columns[i] == NULL)
            continue;
        if (column_is_text(columns[i]) && is_bytes(s, q, i) && !is_null(s, q, i))
            return columns[i];
        read_one(s, q, i, a, columns[i], out);
    }
    return NULL;
}

/* ---- the shape ------------------------------------------------------------------------------- */

/* Not 0: what a map does not know is passed over, as the numbers that rows have here. */
int
postgres_times_prepared(struct store *s, enum query q)
{
    (void)s;
    (void)q;
    return 1;
}

int
postgres_columns(struct store *s, enum query q)
{
    const struct postgres_store *x = postgres_of(s);
    return x->pq->columns(x->statement[q].result);
}

const char *
postgres_column_name(struct store *s, enum query q, int i)
{
    const struct postgres_store *x = postgres_of(s);
    return x->pq->name(x->statement[q].result, i);
}
