#include "store/db.h"
#include "store/cell.h"
#include "store/statement.h"

/* ---- rows ------------------------------------------------------------------------------------ */

/* The place of a column among those that the statement gives; -1: none of that name. */
static int
find_name(struct store *s, enum query q, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (strcmp(s->engine->column_name(s, q, i), name) == 0)
            return i;
    return -1;
}

/* A cell opens only at its place: a statement that reads one reads what names its row. */
static enum err
match_sealed(struct store *s, enum query q, int i, struct fault *f)
{
    struct columns_read *x = &s->read[q];
    const struct column *column = x->column[i];
    struct sealed_column *sealed = &x->sealed[x->sealed_n];

    if (x->sealed_n == SEALED_MAX)
        return fail(f, ERR_BUG, "columns_many", query_name(q), "语句读取的加密列过多");
    *sealed = (struct sealed_column){.column = column, .i = (unsigned char)i};
    for (int k = 0; k < 2 && column->cells->id[k] != NULL; k++) {
        int at = find_name(s, q, x->n, column->cells->id[k]);
        if (at < 0)
            return fail(f, ERR_BUG, "sealed_place", query_name(q),
                        "语句读取加密的“%s”，却没有读取“%s”", column->name, column->cells->id[k]);
        sealed->id[sealed->id_n++] = (unsigned char)at;
    }
    x->sealed_n++;
    return OK;
}

static enum err
match_one(struct store *s, enum query q, int i, struct fault *f)
{
    struct columns_read *x = &s->read[q];
    const char *name = s->engine->column_name(s, q, i);

    x->column[i] = row_column(x->map, name);
    if (x->column[i] == NULL)
        return x->times_prepared > 0
                   ? OK
                   : fail(f, ERR_BUG, "column_unknown", query_name(q), "结构中没有“%s”一列", name);
    return x->column[i]->type == COLUMN_SEALED ? match_sealed(s, q, i, f) : OK;
}

/* Finds the columns of a statement in the map, once; asked after the first step, which is when
 * SQLite prepares anew. A newer program may have added columns under us: those are passed over. */
static enum err
match(struct store *s, enum query q, const struct row_map *map, struct fault *f)
{
    struct columns_read *x = &s->read[q];
    int times = s->engine->times_prepared(s, q);
    if (x->map == map && x->times_prepared == times)
        return OK;

    *x = (struct columns_read){.map = map, .times_prepared = times, .n = s->engine->columns(s, q)};
    if (x->n > COLUMNS_MAX) {
        x->map = NULL;
        return fail(f, ERR_BUG, "columns_many", query_name(q), "语句有 %d 列，过多", x->n);
    }
    for (int i = 0; i < x->n; i++) {
        enum err err = match_one(s, q, i, f);
        if (err) {
            x->map = NULL;
            return err;
        }
    }
    return OK;
}

/* A NULL stays NULL, and what an earlier program wrote is a text. */
static enum err
open_one(struct store *s, enum query q, const struct sealed_column *x, struct into into, void *row,
         struct fault *f)
{
    const char **member = (const char **)((char *)row + x->column->offset);
    struct bytes cell;

    switch (s->engine->cell(s, q, x->i, &cell.p, &cell.n)) {
    case CELL_NULL:
        return OK;
    case CELL_TEXT:
        *member = arena_strndup(into.arena, cell.p, cell.n);
        return OK;
    default:
        break;
    }
    enum err err = cell_open(s, q, x, cell, into.arena, member, f);
    return err == ERR_NOTFOUND && x->column->cells->outlives ? OK : err;
}

static enum err
read_row(struct store *s, enum query q, struct into into, void *row, struct fault *f)
{
    const struct columns_read *x = &s->read[q];
    const struct column *plain = s->engine->read(s, q, x->column, x->n, into.arena, row);
    enum err err = OK;

    if (plain != NULL)
        return fail(f, ERR_BUG, "sealed_as_text", query_name(q), "“%s”一列是加密的，结构中没有声明",
                    plain->name);
    for (int i = 0; !err && i < x->sealed_n; i++)
        err = open_one(s, q, &x->sealed[i], into, row, f);
    return err;
}

/* ---- the ways to run ------------------------------------------------------------------------- */

static const struct parameters_named *
name_all(struct store *s, enum query q, const struct row_map *map)
{
    struct parameters_named *x = &s->named[q];

    for (int i = 0; x->map != map && i < s->count[q]; i++) {
        const char *name = s->engine->parameter_name(s, q, i);
        const struct column *column = row_column(map, name);
        x->member[i] = column != NULL && column->type != COLUMN_SKIPPED ? column : NULL;
    }
    x->map = map;
    return x;
}

enum err
db_named(struct store *s, enum query q, const struct row_map *map, const void *row,
         struct values more, struct value *all, struct values *out, struct fault *f)
{
    const struct parameters_named *x = name_all(s, q, map);
    int n = 0, k = 0;

    for (; n < s->count[q]; n++) {
        const struct column *column = x->member[n];
        if (column == NULL && k == more.n)
            break; /* too few: the statement will say so */
        all[n] = column != NULL ? row_value(column, row) : more.v[k++];
    }
    *out = BOUND(all, n);
    return cells_seal(s, map, row, x->member, all, n, f);
}

enum err
db_change(struct store *s, enum query q, const struct row_map *map, const void *row,
          struct values more, long *changed, struct fault *f)
{
    struct value all[PARAMETERS_MAX];
    struct values v;
    enum err err = db_named(s, q, map, row, more, all, &v, f);
    return err ? err : db_run(s, q, changed, v, f);
}

enum err
db_put(struct store *s, enum query q, const struct row_map *map, const void *row,
       struct values more, struct fault *f)
{
    return db_change(s, q, map, row, more, NULL, f);
}

enum err
db_one(struct store *s, enum query q, struct into into, struct values v, struct fault *f)
{
    bool is_row;
    enum err err = statement_first(s, q, v, &is_row, f);
    if (err)
        return err;

    err = match(s, q, into.map, f);
    if (is_row && !err) {
        memset(into.row, 0, into.map->size);
        err = read_row(s, q, into, into.row, f);
    }

    s->engine->finish(s, q);
    return err || is_row ? err : db_not_found(f, q);
}

/* The list, twice as long when it is full. */
static char *
room_for(struct arena *a, char *list, int n, size_t *cap, size_t size)
{
    if ((size_t)n < *cap)
        return list;
    char *larger = arena_alloc(a, 2 * *cap * size);
    memcpy(larger, list, *cap * size);
    *cap *= 2;
    return larger;
}

enum err
db_all(struct store *s, enum query q, struct into into, struct values v, struct fault *f)
{
    size_t cap = 4, size = into.map->size;
    char *list = arena_alloc(into.arena, cap * size);

    *into.n = 0;
    *into.rows = list;
    bool is_row;
    enum err err = statement_first(s, q, v, &is_row, f);
    if (err)
        return err;

    enum err read = match(s, q, into.map, f);
    while (is_row && !read && !err) {
        list = room_for(into.arena, list, *into.n, &cap, size);
        char *row = list + (size_t)*into.n * size;
        read = read_row(s, q, into, row, f);
        if (read == ERR_NOTFOUND) {
            memset(row, 0, size);
            read = OK;
        } else
            ++*into.n;
        if (!read)
            err = s->engine->next(s, q, &is_row, f);
    }

    *into.rows = list;
    if (!err)
        s->engine->finish(s, q);
    return err ? err : read;
}

struct id_row {
    const char *id;
};
static const struct column id_columns[] = {COLUMN(id_row, id)};
static const struct row_map id_map = ROW_MAP(id_columns, id_row);

enum err
db_ids(struct store *s, enum query q, struct arena *a, struct id_list *out, struct values v,
       struct fault *f)
{
    struct id_row *rows;
    int n = 0;
    enum err err = db_all(s, q, ROWS(a, &id_map, &rows, &n), v, f);
    if (err)
        return err;

    out->ids = arena_alloc(a, ((size_t)n + 1) * sizeof *out->ids);
    for (out->n = 0; out->n < n; out->n++)
        out->ids[out->n] = rows[out->n].id;
    return OK;
}

/* ---- lists, ids, files ----------------------------------------------------------------------- */

const char *
db_id_list(struct store *s, const char *member, const struct id_list *list)
{
    struct buf b = BUF(s->scratch);

    buf_open(&b, NULL, '[');
    for (int i = 0; i < list->n; i++) {
        buf_open(&b, NULL, '{');
        buf_json_str(&b, member, list->ids[i]);
        buf_close(&b);
    }
    buf_close(&b);
    return b.p;
}

const char *
db_new_id(struct store *s)
{
    char *id = s->ids[s->ids_n++ % IDS_KEPT];
    id_new(s->world, id);
    return id;
}

int64_t
db_file_bytes(struct store *s)
{
    return s->engine->file_bytes(s);
}

int64_t
db_log_bytes(struct store *s)
{
    return s->engine->log_bytes(s);
}
