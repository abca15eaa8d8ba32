#include "store/sqlite/sqlite.h"

#include <string.h>

/* Not ended by a NUL: SQLite would copy each value of each row to end it so. */
struct word {
    const char *p;
    size_t n;
};

static struct word
next_word(const char **at)
{
    struct word w = {*at, strcspn(*at, " \n")};

    *at += w.n;
    if (**at == ' ')
        (*at)++;
    return w;
}

static bool
is_any_or(struct word w, struct word x)
{
    return w.n == 0 || (x.n == w.n && memcmp(w.p, x.p, w.n) == 0);
}

static bool
begins(struct word w, struct word with)
{
    return with.n <= w.n && memcmp(w.p, with.p, with.n) == 0;
}

static bool
covers(const char *scopes, struct word area, struct word class_code, struct word pool)
{
    for (const char *line = area.n > 0 ? scopes : NULL; line != NULL;) {
        const char *at = line;
        struct word digits = next_word(&at), class = next_word(&at), group = next_word(&at);
        if (begins(area, digits) && is_any_or(class, class_code) &&
            (pool.n == 0 || is_any_or(group, pool)))
            return true;
        line = strchr(at, '\n');
        line = line ? line + 1 : NULL;
    }
    return area.n == 0;
}

static struct word
word_of(sqlite3_value *v)
{
    const char *p = sqlite3_value_blob(v);
    return (struct word){p ? p : "", p ? (size_t)sqlite3_value_bytes(v) : 0};
}

static void
call_in_scope(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    const char *scopes = (const char *)sqlite3_value_text(v[0]);
    sqlite3_result_int(c, covers(scopes, word_of(v[1]), word_of(v[2]), word_of(v[3])));
}

/* A folded text, and folded words of a search. */
static void
call_holds(sqlite3_context *c, int n, sqlite3_value **v)
{
    struct word text = word_of(v[0]), of = word_of(v[1]);

    (void)n;
    sqlite3_result_int(c, memmem(text.p, text.n, of.p, of.n) != NULL);
}

enum err
sqlite_sight_open(struct store *s, struct fault *f)
{
    static const struct {
        const char *name;
        int n;
        void (*fn)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {{"in_scope", 4, call_in_scope}, {"holds", 2, call_holds}};

    for (size_t i = 0; i < LEN(functions); i++) {
        int rc = sqlite3_create_function_v2(sqlite_of(s)->db, functions[i].name, functions[i].n,
                                            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                            NULL, functions[i].fn, NULL, NULL, NULL);
        if (rc != SQLITE_OK)
            return sqlite_fault(s, rc, functions[i].name, f);
    }
    return OK;
}
