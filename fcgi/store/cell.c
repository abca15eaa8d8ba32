#include "store/cell.h"
#include "store/key.h"
#include "store/statement.h"

#include <stdio.h>
#include <string.h>

#define PLACE_TEXT 480 /* a client's idempotency key is the longest name of a row */
#define OWNER_TEXT 64

/* ---- where a cell stands --------------------------------------------------------------------- */

static enum err
no_place(const struct column *column, struct fault *f)
{
    return fail(f, ERR_BUG, "sealed_place", column->name, "加密的“%s”不知道自己属于哪一行",
                column->name);
}

/* Words with a blank between them; by hand, for every cell that is read has one. */
static enum err
write_place(const struct column *column, const char *const id[2], char out[PLACE_TEXT],
            struct fault *f)
{
    const char *const words[] = {column->cells->table, column->cell, id[0], id[1]};
    size_t at = 0;

    if (id[0] == NULL)
        return no_place(column, f);
    for (size_t i = 0; i < LEN(words) && words[i] != NULL; i++) {
        size_t n = strlen(words[i]);
        if (at + n + 1 >= PLACE_TEXT)
            return no_place(column, f);
        memcpy(out + at, words[i], n);
        at += n;
        out[at++] = ' ';
    }
    out[at - 1] = '\0';
    return OK;
}

/* A member as text; NULL for NULL. */
static const char *
member_text(const struct row_map *map, const void *row, const char *name, char number[24])
{
    const struct column *column = name ? row_column(map, name) : NULL;
    if (column == NULL || column->type == COLUMN_SKIPPED)
        return NULL;

    struct value v = row_value(column, row);
    if (v.type != VALUE_NUMBER)
        return v.text;
    snprintf(number, 24, "%lld", (long long)v.number);
    return number;
}

static enum err
place_of_row(const struct column *column, const struct row_map *map, const void *row,
             char out[PLACE_TEXT], struct fault *f)
{
    char numbers[2][24];
    const char *id[2];

    for (int i = 0; i < 2; i++)
        id[i] = member_text(map, row, column->cells->id[i], numbers[i]);
    if (id[1] == NULL && column->cells->id[1] != NULL)
        id[0] = NULL;
    return write_place(column, id, out, f);
}

/* ---- whose key ------------------------------------------------------------------------------- */

/* The organization of what id names. */
static enum err
ask_owner(struct store *s, enum query q, const char *id, char out[OWNER_TEXT], struct fault *f)
{
    bool is_row;
    enum err err = statement_first(s, q, VALUES(T(id)), &is_row, f);
    if (err)
        return err;

    if (is_row)
        snprintf(out, OWNER_TEXT, "%s", s->engine->text(s, q, 0));
    s->engine->finish(s, q);
    /* The same answer as that of the reference which is about to fail. */
    return is_row ? OK
                  : fail(f, ERR_CONFLICT, "reference_missing", query_name(q), "所引用的记录不存在");
}

static enum err
owner_of(struct store *s, const struct cells *cells, const struct row_map *map, const void *row,
         char out[OWNER_TEXT], struct fault *f)
{
    char number[24];
    const char *of = member_text(map, row, cells->of, number);

    if (of == NULL && cells->owner == OWNER_OR)
        of = member_text(map, row, cells->or_of, number);
    if (of == NULL && cells->owner == OWNER_OF_SOMEBODY)
        of = "-";
    if (of == NULL)
        return fail(f, ERR_BUG, "sealed_owner", cells->table, "加密的内容不知道属于谁");

    switch (cells->owner) {
    case OWNER_OF_FILING:
        return ask_owner(s, Q_OWNER_OF_FILING, of, out, f);
    case OWNER_OF_PRODUCT:
        return ask_owner(s, Q_OWNER_OF_PRODUCT, of, out, f);
    case OWNER_OF_TASK:
        return ask_owner(s, Q_OWNER_OF_TASK, of, out, f);
    case OWNER_OF_SOMEBODY:
        snprintf(out, OWNER_TEXT, "%s", strcmp(of, "-") == 0 ? KEY_SYSTEM : of);
        return OK;
    default:
        snprintf(out, OWNER_TEXT, "%s", of);
        return OK;
    }
}

/* ---- sealing --------------------------------------------------------------------------------- */

static bool
is_to_seal(const struct column *column, const struct value *v)
{
    return column != NULL && column->type == COLUMN_SEALED && v->text != NULL;
}

static void
seal_one(struct store *s, const struct seal_key *key, int64_t n, const char *place, struct value *v)
{
    size_t len = strlen(v->text);
    unsigned char *cell = arena_alloc(s->sealed, len + SEAL_MORE);

    seal(s->world, key, n, place, v->text, len, cell);
    *v = B(cell, len + SEAL_MORE);
}

enum err
cells_seal(struct store *s, const struct row_map *map, const void *row,
           const struct column *const *from, struct value *v, int n, struct fault *f)
{
    const struct seal_key *key = NULL;
    char place[PLACE_TEXT], owner[OWNER_TEXT];
    int64_t key_n = 0;

    arena_reset(s->sealed);
    for (int i = 0; i < n; i++) {
        if (!is_to_seal(from[i], &v[i]))
            continue;
        enum err err = OK;
        if (key == NULL) { /* a row is one owner's */
            if ((err = owner_of(s, from[i]->cells, map, row, owner, f)))
                return err;
            if ((err = key_of_owner(s, owner, &key, &key_n, f)))
                return err;
        }
        if ((err = place_of_row(from[i], map, row, place, f)))
            return err;
        seal_one(s, key, key_n, place, &v[i]);
    }
    return OK;
}

/* ---- opening --------------------------------------------------------------------------------- */

static enum err
place_of_step(struct store *s, enum query q, const struct sealed_column *x, char out[PLACE_TEXT],
              struct fault *f)
{
    const char *id[2] = {NULL, NULL};

    for (int i = 0; i < x->id_n; i++)
        id[i] = s->engine->text(s, q, x->id[i]);
    return write_place(x->column, id, out, f);
}

enum err
cell_open(struct store *s, enum query q, const struct sealed_column *x, struct bytes sealed,
          struct arena *a, const char **out, struct fault *f)
{
    const unsigned char *cell = sealed.p;
    size_t n = sealed.n;
    const struct seal_key *key;
    char place[PLACE_TEXT];

    if (n == 0) {
        *out = "{}";
        return OK;
    }
    int64_t key_n = sealed_by(cell, n);
    enum err err = place_of_step(s, q, x, place, f);
    if (err)
        return err;
    if ((err = key_by_n(s, key_n, &key, f)))
        return err;

    size_t text_n = n < SEAL_MORE ? 0 : n - SEAL_MORE;
    char *text = arena_bytes(a, text_n + 1);
    text[text_n] = '\0';
    if (!unseal(key, place, cell, n, text)) {
        log_line(LOG_ERROR_, "store: a cell of %s.%s does not open", x->column->cells->table,
                 x->column->cell);
        return fail(f, ERR_BUG, "cell_broken", x->column->name,
                    "加密的“%s”被改动或移动过，不能读取，请联系运维人员", x->column->name);
    }
    *out = text;
    return OK;
}
