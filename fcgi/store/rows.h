/*
 * rows: how a row of the database becomes a struct, and a struct the values of a statement.
 *
 * Each noun's file holds one map for a struct: the column that fills each member. A statement names
 * its columns in any order and leaves out what its caller does not want, such as the long ones in
 * a list: their members stay zero. A statement that stores names its parameters as the columns, so
 * that the order is nobody's business. The type of a member says how it is read.
 *
 * A member that is SEALED is a text that is sealed at rest (cells.h): db.h seals it when its column
 * is a named parameter, and unseals it when a row is read. A cell that an earlier program wrote is
 * a TEXT until the clerk has sealed it, and is read as it stands. An empty cell is an object that
 * was emptied.
 */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "base/base.h"
#include "store/cells.h"

enum column_type {
    COLUMN_TEXT,
    COLUMN_EMPTY, /* "" in the database is NULL in the struct */
    COLUMN_LONG,
    COLUMN_INT,
    COLUMN_BOOL,
    COLUMN_BYTES,
    COLUMN_SEALED, /* a text; NULL for NULL */
    COLUMN_SKIPPED /* no member takes it */
};
/* A member that holds a BLOB; p is NULL for NULL. */
struct bytes {
    const void *p;
    size_t n;
};
struct column {
    const char *name;
    unsigned short type, offset;
    const struct cells *cells; /* of one that is SEALED */
    const char *cell;          /* its column in its own table */
};
/* long is what int64_t is, here and wherever a pointer has 64 bits. */
#define COLUMN_TYPE(struct_, member_)                                                              \
    _Generic(((struct struct_ *)0)->member_,                                                       \
        const char *: COLUMN_TEXT,                                                                 \
        long: COLUMN_LONG,                                                                         \
        int: COLUMN_INT,                                                                           \
        unsigned: COLUMN_INT,                                                                      \
        bool: COLUMN_BOOL,                                                                         \
        struct bytes: COLUMN_BYTES)
#define COLUMN_OF(type_, struct_, member_, name_)                                                  \
    .name = (name_), .type = (type_), .offset = (unsigned short)offsetof(struct struct_, member_)
#define COLUMN_AS(struct_, member_, name_)                                                         \
    {                                                                                              \
        COLUMN_OF(COLUMN_TYPE(struct_, member_), struct_, member_, name_)                          \
    }
#define COLUMN(struct_, member_) COLUMN_AS(struct_, member_, #member_)
#define EMPTY(struct_, member_)                                                                    \
    {                                                                                              \
        COLUMN_OF(COLUMN_EMPTY, struct_, member_, #member_)                                        \
    }
#define SKIPPED(name_)                                                                             \
    {                                                                                              \
        .name = (name_), .type = COLUMN_SKIPPED                                                    \
    }
/* The column cell_ of another table, which the statement joins: read only. */
#define SEALED_OF(struct_, member_, cells_, cell_)                                                 \
    {                                                                                              \
        COLUMN_OF(COLUMN_SEALED, struct_, member_, #member_), .cells = &(cells_), .cell = (cell_)  \
    }
#define SEALED(struct_, member_) SEALED_OF(struct_, member_, struct_##_cells, #member_)

struct row_map {
    const struct column *columns;
    int n;
    size_t size; /* of the struct */
};
#define ROW_MAP(columns_, struct_)                                                                 \
    {                                                                                              \
        columns_, LEN(columns_), sizeof(struct struct_)                                            \
    }

/* The column of that name; NULL when the map does not know it. */
const struct column *row_column(const struct row_map *map, const char *name);
static inline bool
column_is_text(const struct column *column)
{
    return column->type == COLUMN_TEXT || column->type == COLUMN_EMPTY;
}

/* The whole row, with what its texts and bytes say copied into the arena. */
void row_copy(const struct row_map *map, const void *from, struct arena *a, void *to);

/* A value that is bound to one parameter. */
enum value_type { VALUE_NUMBER, VALUE_TEXT, VALUE_BYTES };
struct value {
    enum value_type type;
    const char *text;   /* NULL is NULL; must live until the call returns, as bytes must */
    struct bytes bytes; /* p NULL is NULL */
    int64_t number;
};
#define T(x) ((struct value){.type = VALUE_TEXT, .text = (x)})
#define N(x) ((struct value){.type = VALUE_NUMBER, .number = (x)})
#define B(p_, n_) ((struct value){.type = VALUE_BYTES, .bytes = {(p_), (n_)}})
/* The values of $1, $2, … */
struct values {
    const struct value *v;
    int n;
};
#define VALUES(...)                                                                                \
    ((struct values){(const struct value[]){__VA_ARGS__},                                          \
                     (int)LEN(((const struct value[]){__VA_ARGS__}))})
#define BOUND(v_, n_) ((struct values){(v_), (n_)})
#define NONE ((struct values){NULL, 0})

struct value row_value(const struct column *column, const void *row);

#endif
