/*
 * rows: how a row of the database becomes a struct, and a struct the values of a statement.
 *
 * Each noun's file holds one map for a struct: the column that fills each member. A statement names
 * its columns in any order and leaves out what its caller does not want, such as the long ones in
 * a list: their members stay zero. A statement that stores names its parameters as the columns, so
 * that the order is nobody's business. The type of a member says how it is read.
 */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "base/base.h"

#include <sqlite3.h>

enum column_type {
    COLUMN_TEXT,
    COLUMN_EMPTY, /* "" in the database is NULL in the struct */
    COLUMN_LONG,
    COLUMN_INT,
    COLUMN_BOOL,
    COLUMN_BYTES,
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
#define COLUMN_AS(struct_, member_, name_)                                                         \
    {                                                                                              \
        name_, COLUMN_TYPE(struct_, member_), (unsigned short)offsetof(struct struct_, member_)    \
    }
#define COLUMN(struct_, member_) COLUMN_AS(struct_, member_, #member_)
#define EMPTY(struct_, member_)                                                                    \
    {                                                                                              \
#member_, COLUMN_EMPTY, (unsigned short)offsetof(struct struct_, member_)                  \
    }
#define SKIPPED(name_)                                                                             \
    {                                                                                              \
        name_, COLUMN_SKIPPED, 0                                                                   \
    }

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
/* The first n columns of the statement's row into their members of out; a column that is NULL is
 * passed over. Texts are copied into the arena. */
void row_read(sqlite3_stmt *st, const struct column *const *columns, int n, struct arena *a,
              void *out);

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
int row_bind(sqlite3_stmt *st, int place, const struct value *v);

#endif
