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
static void
say_outside(const char *sql)
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
        say_outside(arena_printf(a, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name + 1));
    rig_address[0] = '\0';
}

void
rig_postgres_begin(void)
{
    static int n;
    const char *name = arena_printf(a, "test_%ld_%d", (long)getpid(), ++n);

    rig_postgres_end();
    say_outside(arena_printf(a, "CREATE DATABASE %s TEMPLATE suanbei", name));
    snprintf(rig_address, sizeof rig_address, "postgresql:///%s", name);
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
    struct pg_result *r = pq->exec(postgres_of(in)->conn, sql);
    bool is_good = pq->result(r) == PG_COMMAND_OK || pq->result(r) == PG_TUPLES_OK;
    int code = is_good ? SQLITE_OK : code_of(r);

    if (code == SQLITE_ERROR)
        printf("# %s: %s\n", sql, pq->field(r, 'M') ? pq->field(r, 'M') : "no connection");
    pq->clear(r);
    return code;
}

const char *
rig_postgres_text(struct store *in, const char *sql)
{
    struct pg_result *r = pq->exec(postgres_of(in)->conn, sql);
    const char *text = NULL;

    if (pq->result(r) != PG_TUPLES_OK)
        printf("# %s: %s\n", sql, pq->field(r, 'M') ? pq->field(r, 'M') : "no connection");
    else if (pq->rows(r) > 0)
        text = pq->is_null(r, 0, 0) ? "" : arena_strdup(a, pq->value(r, 0, 0));
    pq->clear(r);
    return text;
}
