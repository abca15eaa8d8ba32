#include "store/folding.h"

/* ---- grams ----------------------------------------------------------------------------------- */

static size_t
character_size(const char *s)
{
    size_t n = 1;
    while ((s[n] & 0xc0) == 0x80)
        n++;
    return n;
}

size_t
folding_gram(const char *s, char out[GRAM_TEXT])
{
    size_t first = *s ? character_size(s) : 0;
    if (first == 0 || s[first] == '\0')
        return 0;

    size_t n = first + character_size(s + first);
    if (n >= GRAM_TEXT)
        return 0;
    memcpy(out, s, n);
    out[n] = '\0';
    return first;
}

size_t
folding_character(const char *s, char out[GRAM_TEXT])
{
    size_t n = *s ? character_size(s) : 0;
    if (n == 0 || n >= GRAM_TEXT)
        return 0;

    memcpy(out, s, n);
    out[n] = '\0';
    return n;
}

/* Every two neighbours of a folded text, but across its lines: a JSON list of {"gram"}. */
static const char *
grams_of(struct arena *a, const char *text)
{
    char gram[GRAM_TEXT];
    struct buf b = BUF(a);

    buf_open(&b, NULL, '[');
    for (size_t step; (step = folding_gram(text, gram)) > 0; text += step) {
        if (strchr(gram, '\n') != NULL)
            continue;
        buf_open(&b, NULL, '{');
        buf_json_str(&b, "gram", gram);
        buf_close(&b);
    }
    buf_close(&b);
    return b.p;
}

/* ---- of statements --------------------------------------------------------------------------- */

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
    call(c, v[0], grams_of);
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

enum err
folding_open(struct store *s, struct fault *f)
{
    static const struct {
        const char *name;
        void (*fn)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {{"fold", call_fold},
                     {"username_key", call_username_key},
                     {"grams", call_grams},
                     {"told_of_name", call_told}};

    for (size_t i = 0; i < LEN(functions); i++) {
        int rc = sqlite3_create_function_v2(s->db, functions[i].name, 1,
                                            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                            s->folding, functions[i].fn, NULL, NULL, NULL);
        if (rc != SQLITE_OK)
            return db_fault(s, rc, functions[i].name, f);
    }
    return OK;
}
