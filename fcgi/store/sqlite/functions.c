#include "store/folding.h"
#include "store/posting.h"
#include "store/sqlite/sqlite.h"

/* ---- folding --------------------------------------------------------------------------------- */

static const char *
folded(struct arena *a, const char *text)
{
    return text_fold(a, text);
}

typedef const char *fold_fn(struct arena *a, const char *text);

/* NULL stays NULL. The arena is the function's own: statements run while others use scratch. */
static void
call(sqlite3_context *c, sqlite3_value *v, fold_fn *fn)
{
    const char *text = (const char *)sqlite3_value_text(v);

    if (text == NULL)
        return;
    struct arena *a = sqlite3_user_data(c);
    arena_reset(a);
    sqlite3_result_text(c, fn(a, text), -1, SQLITE_TRANSIENT);
}

static void
call_fold(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    call(c, v[0], folded);
}

static void
call_username_key(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    call(c, v[0], username_key);
}

static void
call_grams(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    call(c, v[0], folding_grams);
}

/* Of a step of the schema, for each account whose key it had to number. */
static void
call_told(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    log_line(LOG_WARN_,
             "store: account %s has a name that looks like an older account's; it logs in by the "
             "name exactly as it was registered",
             (const char *)sqlite3_value_text(v[0]));
    sqlite3_result_value(c, v[0]);
}

/* ---- sets of entries ------------------------------------------------------------------------- */

static void
result_chunk(sqlite3_context *c, const struct chunk *x)
{
    unsigned char bytes[CHUNK_BYTES];
    size_t n = posting_write(x, bytes);
    sqlite3_result_blob(c, bytes, (int)n, SQLITE_TRANSIENT);
}

static void
add_value(struct chunk *c, sqlite3_value *v)
{
    const void *p = sqlite3_value_blob(v);
    if (p != NULL)
        posting_add(c, p, (size_t)sqlite3_value_bytes(v));
}

static void
call_of_step(sqlite3_context *c, int n, sqlite3_value **v)
{
    struct chunk *x = sqlite3_aggregate_context(c, sizeof *x);

    (void)n;
    if (x == NULL)
        sqlite3_result_error_nomem(c);
    else
        chunk_set(x, (unsigned)sqlite3_value_int(v[0]));
}

static void
call_of_final(sqlite3_context *c)
{
    static const struct chunk none;
    const struct chunk *x = sqlite3_aggregate_context(c, 0);
    result_chunk(c, x ? x : &none);
}

static void
call_with(sqlite3_context *c, int n, sqlite3_value **v)
{
    struct chunk x = {0};

    (void)n;
    add_value(&x, v[0]);
    add_value(&x, v[1]);
    result_chunk(c, &x);
}

static void
call_without(sqlite3_context *c, int n, sqlite3_value **v)
{
    struct chunk x = {0};
    unsigned place = (unsigned)sqlite3_value_int(v[1]);

    (void)n;
    add_value(&x, v[0]);
    if (place < CHUNK)
        chunk_drop(&x, (int)place);
    result_chunk(c, &x);
}

/* Words of 64 bits as they lie in memory: never of a row. */
static void
call_has_bit(sqlite3_context *c, int n, sqlite3_value **v)
{
    const unsigned char *p = sqlite3_value_blob(v[0]);
    sqlite3_int64 at = sqlite3_value_int64(v[1]);
    uint64_t word;

    (void)n;
    if (at < 0 || at / 64 >= sqlite3_value_bytes(v[0]) / (int)sizeof word) {
        sqlite3_result_int(c, 0);
        return;
    }
    memcpy(&word, p + at / 64 * (sqlite3_int64)sizeof word, sizeof word);
    sqlite3_result_int(c, (int)(word >> at % 64 & 1));
}

/* ---- terms ----------------------------------------------------------------------------------- */

static void
call_terms_of(sqlite3_context *c, int n, sqlite3_value **v,
              const char *(*terms)(struct arena *, const char *const *))
{
    struct arena *a = sqlite3_user_data(c);
    const char *of[TERM_OF__MAX] = {0};

    arena_reset(a);
    for (int i = 0; i < n && i < TERM_OF__MAX; i++)
        of[i] = (const char *)sqlite3_value_text(v[i]);
    sqlite3_result_text(c, terms(a, of), -1, SQLITE_TRANSIENT);
}

static void
call_queue_terms(sqlite3_context *c, int n, sqlite3_value **v)
{
    call_terms_of(c, n, v, posting_queue_terms);
}

static void
call_entry_terms(sqlite3_context *c, int n, sqlite3_value **v)
{
    call_terms_of(c, n, v, posting_entry_terms);
}

/* What SQLite calls char(), by the name that other databases have for it. */
static void
call_chr(sqlite3_context *c, int n, sqlite3_value **v)
{
    unsigned code = (unsigned)sqlite3_value_int(v[0]);
    char text[4];
    int size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

    (void)n;
    for (int i = size - 1; i > 0; i--, code >>= 6)
        text[i] = (char)(0x80 | (code & 0x3f));
    text[0] = (char)(size == 1 ? code : (0xf00u >> size & 0xff) | code);
    sqlite3_result_text(c, text, size, SQLITE_TRANSIENT);
}

enum err
sqlite_functions_open(struct store *s, struct fault *f)
{
    enum { FLAGS = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY };
    static const struct {
        const char *name;
        int n;
        void (*fn)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {{"fold", 1, call_fold},
                     {"username_key", 1, call_username_key},
                     {"grams", 1, call_grams},
                     {"told_of_name", 1, call_told},
                     {"entry_terms", TERM_OF__MAX, call_entry_terms},
                     {"queue_terms", WAITS__MAX, call_queue_terms},
                     {"chr", 1, call_chr},
                     {"has_bit", 2, call_has_bit},
                     {"posting_with", 2, call_with},
                     {"posting_without", 2, call_without}};
    struct sqlite_store *x = sqlite_of(s);

    for (size_t i = 0; i < LEN(functions); i++) {
        int rc = sqlite3_create_function_v2(x->db, functions[i].name, functions[i].n, FLAGS,
                                            x->folding, functions[i].fn, NULL, NULL, NULL);
        if (rc != SQLITE_OK)
            return sqlite_fault(s, rc, functions[i].name, f);
    }
    int rc = sqlite3_create_function_v2(x->db, "posting_of", 1, FLAGS, NULL, NULL, call_of_step,
                                        call_of_final, NULL);
    return rc == SQLITE_OK ? OK : sqlite_fault(s, rc, "posting_of", f);
}
