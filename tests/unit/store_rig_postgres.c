#include "store/postgres/postgres.h"
#include "store_rig.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char rig_address[96];
static const struct libpq *pq;

bool
rig_is_postgres(void)
{
    const char *store = getenv("STORE");
    return store != NULL && str_is(store, "postgres");
}

/* ---- a database of its own ------------------------------------------------------------------- */

/* The server's other databases are made and dropped from there. */
void
rig_postgres_outside(const char *sql)
{
    struct pg_conn *c;

    if (pq == NULL && libpq_load(&pq, &fault))
        check_stop("%s", fault.text);
    c = pq->connect("dbname=postgres");
    if (pq->status(c) != 0)
        check_stop("no server: tests/postgres.sh with … starts one");
    struct pg_result *r = pq->exec(c, sql);
    if (pq->result(r) != PG_COMMAND_OK)
        check_stop("%s: %s", sql, pq->field(r, 'M'));
    pq->clear(r);
    pq->finish(c);
}

void
rig_postgres_end(void)
{
    const char *name = strrchr(rig_address, '/');

    if (name != NULL)
        rig_postgres_outside(arena_printf(a, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name + 1));
    rig_address[0] = '\0';
}

void
rig_postgres_begin(void)
{
    static int n;
    const char *name = arena_printf(a, "test_%ld_%d", (long)getpid(), ++n);

    rig_postgres_end();
    rig_postgres_outside(arena_printf(a, "CREATE DATABASE %s TEMPLATE suanbei", name));
    snprintf(rig_address, sizeof rig_address, "postgresql:///%s", name);
}

/* ---- SQLite's SQL in the words of the other ----------------------------------------------------
 */

static bool
is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The end of what begins with a quote or a bracket at p. */
static const char *
skip(const char *p)
{
    if (*p == '\'') {
        for (p++; *p != '\0' && *p != '\''; p++)
            ;
        return *p != '\0' ? p + 1 : p;
    }
    for (p++; *p != '\0' && *p != ')';)
        p = *p == '\'' || *p == '(' ? skip(p) : p + 1;
    return *p != '\0' ? p + 1 : p;
}

static bool
is_taken(const char **p, const char *word)
{
    if (!str_starts(*p, word))
        return false;
    *p += strlen(word);
    return true;
}

/* A trigger's function bears its name, and the trigger goes with it. */
static const char *
drop_trigger(struct buf *b, const char *p)
{
    size_t n;

    buf_printf(b, "DROP FUNCTION %s", is_taken(&p, "IF EXISTS ") ? "IF EXISTS " : "");
    for (n = 0; is_word(p[n]); n++)
        ;
    buf_printf(b, "%.*s CASCADE", (int)n, p);
    return p + n;
}

static const char *in_its_words(const char *sql);

/* What is read from has a name there. */
static const char *
from_rows(struct buf *b, const char *p)
{
    const char *end = skip(p), *after = end;

    buf_printf(b, "(%s)", in_its_words(arena_strndup(a, p + 1, (size_t)(end - p) - 2)));
    while (*after == ' ')
        after++;
    if (*after < 'a' || *after > 'z')
        buf_printf(b, " AS rows_%d", (int)(end - p));
    return end;
}

/* A text of bytes: x'00'. */
static const char *
bytes_text(struct buf *b, const char *p)
{
    const char *end = skip(p);

    buf_printf(b, "CAST('\\x%.*s AS BYTEA)", (int)(end - p - 1), p + 1);
    return end;
}

/* As far as tests say it. */
static const char *
in_its_words(const char *sql)
{
    struct buf b = BUF(a);
    bool is_table = str_starts(sql, "CREATE TABLE ");
    char before = ' ';

    buf_printf(&b, "%s", "");
    for (const char *p = sql; *p != '\0'; before = p[-1]) {
        bool is_begin = !is_word(before);
        if (is_begin && is_taken(&p, "DROP TRIGGER "))
            p = drop_trigger(&b, p);
        else if (is_begin && is_taken(&p, "INSERT OR REPLACE INTO "))
            buf_printf(&b, "INSERT INTO ");
        else if (is_begin && is_table && is_taken(&p, "TEXT "))
            buf_printf(&b, "TEXT COLLATE \"C\" "); /* as every table in that schema must */
        else if (is_begin && str_starts(p, "FROM (")) {
            buf_printf(&b, "FROM ");
            p = from_rows(&b, p + strlen("FROM "));
        } else if (is_begin && str_starts(p, "x'"))
            p = bytes_text(&b, p + 1);
        else if (*p == '\'') {
            const char *end = skip(p);
            buf_printf(&b, "%.*s", (int)(end - p), p);
            p = end;
        } else
            buf_printf(&b, "%c", *p++);
    }
    return b.p;
}

/* ---- raw SQL --------------------------------------------------------------------------------- */

/* SQLite's number for the same, as far as tests ask for one. */
static int
code_of(const struct pg_result *r)
{
    static const struct {
        const char *state;
        int code;
    } codes[] = {{"SB001", SQLITE_CONSTRAINT_TRIGGER},    {"SB002", SQLITE_CONSTRAINT_TRIGGER},
                 {"23514", SQLITE_CONSTRAINT_CHECK},      {"23505", SQLITE_CONSTRAINT_UNIQUE},
                 {"23503", SQLITE_CONSTRAINT_FOREIGNKEY}, {"23502", SQLITE_CONSTRAINT_NOTNULL}};
    const char *state = pq->field(r, 'C');

    for (size_t i = 0; state != NULL && i < LEN(codes); i++)
        if (str_is(state, codes[i].state))
            return codes[i].code;
    return SQLITE_ERROR;
}

int
rig_postgres_sql(struct store *in, const char *sql)
{
    struct pg_result *r = pq->exec(postgres_of(in)->conn, in_its_words(sql));
    bool is_good = pq->result(r) == PG_COMMAND_OK || pq->result(r) == PG_TUPLES_OK;
    int code = is_good ? SQLITE_OK : code_of(r);

    if (code == SQLITE_ERROR)
        printf("# %s: %s\n", sql, pq->field(r, 'M') ? pq->field(r, 'M') : "no connection");
    pq->clear(r);
    return code;
}

int
rig_postgres_statements(void)
{
    int n = postgres_of(s)->run_n;

    postgres_of(s)->run_n = 0;
    return n;
}

const char *
rig_postgres_text(struct store *in, const char *sql)
{
    struct pg_result *r = pq->exec(postgres_of(in)->conn, in_its_words(sql));
    const char *text = NULL;

    if (pq->result(r) != PG_TUPLES_OK)
        printf("# %s: %s\n", sql, pq->field(r, 'M') ? pq->field(r, 'M') : "no connection");
    else if (pq->rows(r) > 0)
        text = pq->is_null(r, 0, 0) ? "" : arena_strdup(a, pq->value(r, 0, 0));
    pq->clear(r);
    return text;
}
