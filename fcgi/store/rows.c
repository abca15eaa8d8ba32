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

void
row_copy(const struct row_map *map, const void *from, struct arena *a, void *to)
{
    memcpy(to, from, map->size);
    for (int i = 0; i < map->n; i++) {
        const struct column *column = &map->columns[i];
        void *p = (char *)to + column->offset;
        struct bytes *bytes = p;
        const char **text = p;
        if ((column_is_text(column) || column->type == COLUMN_SEALED) && *text != NULL)
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
