#include "store/rows.h"

#include <string.h>

_Static_assert(_Generic((int64_t)0, long : 1, default : 0), "COLUMN_LONG reads an int64_t as well");

const struct column *
row_column(const struct row_map *map, const char *name)
{
    for (int i = 0; i < map->n; i++)
        if (strcmp(map->columns[i].name, name) == 0)
            return &map->columns[i];
    return NULL;
}

static const char *
text_of(sqlite3_stmt *st, int i, struct arena *a)
{
    const char *text = (const char *)sqlite3_column_text(st, i);
    return text ? arena_strndup(a, text, (size_t)sqlite3_column_bytes(st, i)) : NULL;
}

static struct bytes
bytes_of(sqlite3_stmt *st, int i, struct arena *a)
{
    const void *p = sqlite3_column_blob(st, i);
    size_t n = (size_t)sqlite3_column_bytes(st, i);

    if (sqlite3_column_type(st, i) == SQLITE_NULL)
        return (struct bytes){0};
    char *copy = arena_alloc(a, n + 1);
    if (n > 0)
        memcpy(copy, p, n);
    return (struct bytes){copy, n};
}

static void
read_one(sqlite3_stmt *st, int i, struct arena *a, const struct column *column, void *out)
{
    void *p = (char *)out + column->offset;
    const char *text;

    switch (column->type) {
    case COLUMN_TEXT:
        *(const char **)p = text_of(st, i, a);
        break;
    case COLUMN_EMPTY:
        text = text_of(st, i, a);
        *(const char **)p = text && *text ? text : NULL;
        break;
    case COLUMN_LONG:
        *(long *)p = (long)sqlite3_column_int64(st, i);
        break;

    case COLUMN_INT:
        *(int *)p = sqlite3_column_int(st, i);
        break;
    case COLUMN_BOOL:
        *(bool *)p = sqlite3_column_int(st, i) != 0;
        break;
    case COLUMN_BYTES:
        *(struct bytes *)p = bytes_of(st, i, a);
        break;
    default:
        break;
    }
}

static bool
is_text(const struct column *column)
{
    return column->type == COLUMN_TEXT || column->type == COLUMN_EMPTY;
}

const struct column *
row_read(sqlite3_stmt *st, const struct column *const *columns, int n, struct arena *a, void *out)
{
    for (int i = 0; i < n; i++) {
        if (columns[i] == NULL)
            continue;
        if (is_text(columns[i]) && sqlite3_column_type(st, i) == SQLITE_BLOB)
            return columns[i];
        read_one(st, i, a, columns[i], out);
    }
    return NULL;
}

void
row_copy(const struct row_map *map, const void *from, struct arena *a, void *to)
{
    memcpy(to, from, map->size);
    for (int i = 0; i < map->n; i++) {
        const struct column *column = &map->columns[i];
        void *p = (char *)to + column->offset;
        struct bytes *bytes = p;
        const char **text = p;
        if ((is_text(column) || column->type == COLUMN_SEALED) && *text != NULL)
            *text = arena_strdup(a, *text);
        else if (column->type == COLUMN_BYTES && bytes->p != NULL)
            bytes->p = memcpy(arena_alloc(a, bytes->n + 1), bytes->p, bytes->n);
    }
}

struct value
row_value(const struct column *column, const void *row)
{
    const void *p = (const char *)row + column->offset;
    const char *text = "";

    switch (column->type) {
    case COLUMN_TEXT:
    case COLUMN_SEALED:
        return T(*(const char *const *)p);
    case COLUMN_EMPTY:
        text = *(const char *const *)p;
        return T(text ? text : "");
    case COLUMN_LONG:
        return N(*(const long *)p);
    case COLUMN_INT:
        return N(*(const int *)p);
    case COLUMN_BYTES:
        return (struct value){.type = VALUE_BYTES, .bytes = *(const struct bytes *)p};
    default:
        return N(*(const bool *)p);
    }
}

int
row_bind(sqlite3_stmt *st, int place, const struct value *v)
{
    if (v->type == VALUE_NUMBER)
        return sqlite3_bind_int64(st, place, v->number);
    if (v->type == VALUE_BYTES && v->bytes.p != NULL)
        return sqlite3_bind_blob(st, place, v->bytes.p, (int)v->bytes.n, SQLITE_STATIC);
    if (v->type == VALUE_BYTES || v->text == NULL)
        return sqlite3_bind_null(st, place);
    return sqlite3_bind_text(st, place, v->text, -1, SQLITE_STATIC);
}
