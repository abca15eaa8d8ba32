/*
 * end_state: prints what the steps of sql/schema leave in a new database, as SQLite tells it: the
 * tables, indexes, views and triggers as they stand, then the rows that the steps made, and the
 * number of steps taken. Run while building; schema.awk makes PostgreSQL's schema of it.
 *
 * The functions that steps call have nothing to work on, for there is no row yet: they give NULL.
 */
#include "store/texts.h"

#define STORE_TEXTS
#include "store/queries.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEPS = sizeof schema_steps / sizeof *schema_steps };

static void
nothing(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    (void)v;
    sqlite3_result_null(c);
}

static void
no_step(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)c;
    (void)n;
    (void)v;
}

static void
end_with(sqlite3_context *c)
{
    sqlite3_result_null(c);
}

static void
stop(sqlite3 *db, const char *what)
{
    fprintf(stderr, "end_state: %s: %s\n", what, sqlite3_errmsg(db));
    exit(1);
}

static int
say(void *end, int n, char **values, char **names)
{
    (void)n;
    (void)names;
    printf("%s%s\n", values[0], (const char *)end);
    return 0;
}

/* Asks for lines, and prints each with end. */
static void
tell(sqlite3 *db, const char *sql, const char *end)
{
    if (sqlite3_exec(db, sql, say, (void *)end, NULL) != SQLITE_OK)
        stop(db, sql);
}

/* values[0]: the question for a table's rows, each as an INSERT. */
static int
tell_rows(void *db, int n, char **values, char **names)
{
    (void)n;
    (void)names;
    tell(db, values[0], "");
    return 0;
}

int
main(void)
{
    static const char *const functions[] = {
        "fold",    "username_key", "grams",        "told_of_name",    "entry_terms", "queue_terms",
        "has_bit", "chr",          "posting_with", "posting_without", "in_scope",    "holds"};
    static const char rows[] =
        "SELECT 'SELECT ''INSERT INTO ' || m.name || ' (' || group_concat(c.name, ', ') "
        "       || ') VALUES ('' || ' || group_concat('quote(' || c.name || ')', ' || '', '' || ') "
        "       || ' || '');'' FROM ' || m.name "
        "  FROM sqlite_schema m JOIN pragma_table_info(m.name) c "
        " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' GROUP BY m.name";
    sqlite3 *db;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        stop(db, "open");
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        sqlite3_create_function(db, functions[i], -1, SQLITE_UTF8, NULL, nothing, NULL, NULL);
    sqlite3_create_function(db, "posting_of", 1, SQLITE_UTF8, NULL, NULL, no_step, end_with);
    for (int i = 0; i < STEPS; i++)
        if (sqlite3_exec(db, schema_steps[i].text, NULL, NULL, NULL) != SQLITE_OK)
            stop(db, schema_steps[i].name);

    tell(db,
         "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' "
         " ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 "
         "          END, rowid",
         ";");
    if (sqlite3_exec(db, rows, tell_rows, db, NULL) != SQLITE_OK)
        stop(db, "rows");
    printf("INSERT INTO pragma_user_version VALUES (%d);\n", (int)STEPS);
    return sqlite3_close(db) == SQLITE_OK && fflush(stdout) == 0 ? 0 : 1;
}
