/*
 * libpq: PostgreSQL's client library, loaded when a store asks for it: a program that serves from
 * SQLite neither links nor needs it. The declarations are those of libpq-fe.h, version 15.
 */
#ifndef STORE_POSTGRES_LIBPQ_H
#define STORE_POSTGRES_LIBPQ_H

#include "base/base.h"

struct pg_conn;
struct pg_result;

enum { PG_COMMAND_OK = 1, PG_TUPLES_OK = 2 };       /* ExecStatusType */
enum { PG_IDLE = 0 };                               /* PGTransactionStatusType */
enum { PG_BYTEA = 17, PG_INT8 = 20, PG_INT4 = 23 }; /* numbers of types */

struct libpq {
    struct pg_conn *(*connect)(const char *info);
    int (*status)(const struct pg_conn *c); /* 0: it stands */
    char *(*said)(const struct pg_conn *c); /* why it does not stand */
    void (*finish)(struct pg_conn *c);
    int (*transaction)(const struct pg_conn *c);
    struct pg_result *(*exec)(struct pg_conn *c, const char *text);
    struct pg_result *(*prepare)(struct pg_conn *c, const char *name, const char *text, int n,
                                 const unsigned *types);
    struct pg_result *(*run)(struct pg_conn *c, const char *name, int n, const char *const *values,
                             const int *lengths, const int *formats, int format);
    int (*result)(const struct pg_result *r);
    char *(*field)(const struct pg_result *r, int code); /* of an error */
    void (*clear)(struct pg_result *r);
    int (*rows)(const struct pg_result *r);
    int (*columns)(const struct pg_result *r);
    char *(*name)(const struct pg_result *r, int column);
    unsigned (*type)(const struct pg_result *r, int column);
    char *(*value)(const struct pg_result *r, int row, int column);
    int (*length)(const struct pg_result *r, int row, int column);
    int (*is_null)(const struct pg_result *r, int row, int column);
    char *(*changed)(struct pg_result *r);
};

/* ERR_NOTFOUND with code "libpq_missing" where it is not installed. Loaded once, for good. */
enum err libpq_load(const struct libpq **out, struct fault *f) MUST;

#endif
