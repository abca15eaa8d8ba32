/* What rows are held by: digests of their columns, and the function of the triggers. */
#include "store/held.h"
#include "store/sqlite/sqlite.h"

/* ---- digests --------------------------------------------------------------------------------- */

/* Of the value, by a key for its type: the text "1" is another value than the number. */
static void
tag_column(const unsigned char *key, sqlite3_stmt *st, int i, unsigned char out[ROW_TAG])
{
    unsigned char typed[SEAL_SHORT_BYTES];
    int type = sqlite3_column_type(st, i);
    int64_t number = type == SQLITE_INTEGER ? sqlite3_column_int64(st, i) : 0;
    double real = type == SQLITE_FLOAT ? sqlite3_column_double(st, i) : 0;
    const void *p = type == SQLITE_FLOAT ? (const void *)&real : &number;
    size_t n = sizeof number;

    if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
        p = sqlite3_column_blob(st, i);
        n = (size_t)sqlite3_column_bytes(st, i);
    }
    memcpy(typed, key, sizeof typed);
    typed[0] ^= (unsigned char)type;

    const uint64_t h = seal_short(typed, p ? p : "", n);
    memcpy(out, &h, ROW_TAG);
}

static int
tag_columns(sqlite3_stmt *st, const struct tagging *x)
{
    int n = sqlite3_column_count(st);

    if (n > x->max)
        n = x->max;
    for (int i = 0; i < n; i++) {
        tag_column(x->key, st, i, x->out + (size_t)i * ROW_TAG);
        if (x->names != NULL)
            x->names[i] = sqlite3_column_name(st, i);
    }
    return n;
}

enum err
sqlite_tag_row(struct store *s, enum query q, const char *row_key, const struct tagging *x,
               int *columns, struct fault *f)
{
    sqlite3_stmt *st = sqlite_of(s)->statement[q];
    int rc = sqlite3_bind_text(st, 1, row_key, -1, SQLITE_STATIC);

    *columns = 0;
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    if (rc == SQLITE_ROW)
        *columns = tag_columns(st, x);
    sqlite3_reset(st);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return sqlite_fault(s, rc, query_name(q), f);
    return rc == SQLITE_ROW ? OK : fail(f, ERR_NOTFOUND, "held_gone", row_key, "没有这一行");
}

/* ---- of triggers ----------------------------------------------------------------------------- */

/* held_tags(n, tags of line n - 1, noun, row_key). While the schema takes its steps there is no
 * key yet: held_begin() fills what is NULL. */
static void
call_tags(sqlite3_context *c, int argc, sqlite3_value **v)
{
    struct store *s = sqlite3_user_data(c);
    unsigned char tags[HELD_TAGS_MAX];
    struct fault f = {0};
    size_t n = 0;

    (void)argc;
    if (!s->has_audit_key)
        return;
    const struct held_line x = {.n = sqlite3_value_int64(v[0]),
                                .noun = (const char *)sqlite3_value_text(v[2]),
                                .row_key = (const char *)sqlite3_value_text(v[3])};
    const struct bytes before = {sqlite3_value_blob(v[1]), (size_t)sqlite3_value_bytes(v[1])};

    if (x.noun == NULL || x.row_key == NULL ||
        held_digest(s, x.noun, x.row_key, tags, &n, NULL, &f)) {
        sqlite3_result_error(c, "held_tags: no such row", -1);
        return;
    }
    held_tie(s, &before, &x, tags, n);
    sqlite3_result_blob(c, tags, (int)(n + HELD_TIE), SQLITE_TRANSIENT);
}

/* The triggers have done so. */
enum err
sqlite_hold(struct store *s, struct fault *f)
{
    (void)s;
    (void)f;
    return OK;
}

enum err
sqlite_tags_open(struct store *s, struct fault *f)
{
    /* Innocuous: a trigger calls it, and schemas are not trusted. */
    int rc =
        sqlite3_create_function_v2(sqlite_of(s)->db, "held_tags", 4, SQLITE_UTF8 | SQLITE_INNOCUOUS,
                                   s, call_tags, NULL, NULL, NULL);
    return rc == SQLITE_OK ? OK : sqlite_fault(s, rc, "held_tags", f);
}
