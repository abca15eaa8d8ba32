/*
 * route: one row of the request surface. Every noun's file ends with its own rows; preconditions
 * live in the columns, not in handlers.
 */
#ifndef HANDLE_ROUTE_H
#define HANDLE_ROUTE_H

#include "handle/context.h"
#include "handle/due.h"
#include "handle/nouns.h"

enum {
    ROUTE_KEYED = 1,   /* honours Idempotency-Key */
    ROUTE_STREAMS = 2, /* the decide half reads the body itself */
    ROUTE_LARGE = 4,   /* the body may be as large as a filing's data */
    ROUTE_OPTIONAL_BODY = 8,
    ROUTE_MOVES = 16,    /* what it stores moves its root: others who decided upon it run again */
    ROUTE_MATCHES = 32,  /* must have an If-Match, and looks at it itself: see context.h */
    ROUTE_COSTLY = 64,   /* guests with much to look at take turns */
    ROUTE_GATHERS = 128, /* tells what is wrong with members along with all else: context.misfits */
    ROUTE_TRIES = 256,   /* starts a judge that nobody keeps: rule editors take turns */
    ROUTE_FORM = 512,    /* the body is a form of a page; its member key is its Idempotency-Key */
};

/* What a writing row decides upon: see casework_root(). The asker's own organization or account, or
 * the rules, are remembered before the row runs; a row that decides upon another's says so itself.
 */
enum root_kind { ROOT_NONE, ROOT_ORGANIZATION, ROOT_ACCOUNT, ROOT_RULES };
#define ROOT_RULES_ID "rules"

/* What becomes of a writing row while the disk runs full: refused first, unless it says otherwise.
 * FULL_RESERVE: saves what was begun before, into the reserve. FULL_LAST: whoever logs in, reviews,
 * administers or makes room goes on to the end. */
enum when_full { FULL_REFUSE, FULL_RESERVE, FULL_LAST };

/* Headers of success that programs act upon. */
enum answer_headers {
    HEADER_ETAG = 1, /* for If-Match */
    HEADER_LOCATION = 2,
    HEADER_COOKIE = 4,
    HEADER_FILE = 8,   /* nginx sends it, or the part that is asked for */
    HEADER_PAGE = 16,  /* a page, which has an ETag for If-None-Match */
    HEADER_SAME = 32,  /* JSON that has one */
    HEADER_NAMED = 64, /* a file, where one was asked for in place of JSON */
};

struct route {
    enum method method;
    const char *path; /* below /api/v1; ":x" matches one part */
    enum act act;     /* who may: casework/access.c */
    unsigned flags;
    enum root_kind root; /* of a row that writes */
    enum when_full when_full;

    /* A row that only reads has read; one that writes has store, and decide where there is
     * something to load or to ask before the transaction. between: the bytes of the struct between
     * the two. */
    enum err (*read)(struct context *c);
    enum err (*decide)(struct context *c, void *between);
    enum err (*store)(struct context *c, void *between);
    size_t between;
    /* The tag of what a writing row acts upon, for If-Match and If-None-Match; NULL: it has none.
     */
    enum err (*tag)(struct context *c, const char **tag);

    unsigned despite;                           /* enum due: these keep nobody from it */
    const struct member *query, *body, *answer; /* NULL: none, or not JSON */
    const char *body_schema, *answer_schema;    /* of openapi.json, where a form declares them */
    bool is_list;                               /* answer is in {"items","next"} */
    const struct member *beside;                /* members of a list beside these; NULL: none */
    int status, other_status;                   /* of success; 0: 200, and no other */
    unsigned headers;                           /* enum answer_headers */
    const char *const *media_types;             /* of an answer that is not JSON, or need not be */
    const char *refused; /* what is told before anything else when what was filled in is at fault */
    const char *reads;   /* of an answer that tells of persons: the action that is on record */
    const char *name, *title; /* operationId and Chinese summary */
};

/* Ties NAME_decide and NAME_store to the struct between them, and the compiler sees that they
 * agree. A row then says DECIDES(NAME), or STORES(NAME) where there is only NAME_store(c). */
#define HALVES(name, type)                                                                         \
    enum { name##_between = sizeof(type) };                                                        \
    static enum err name##_decide_half(struct context *c, void *between)                           \
    {                                                                                              \
        type *x = between;                                                                         \
        return name##_decide(c, x);                                                                \
    }                                                                                              \
    static enum err name##_store_half(struct context *c, void *between)                            \
    {                                                                                              \
        type *x = between;                                                                         \
        return name##_store(c, x);                                                                 \
    }
#define STORE_HALF(name)                                                                           \
    static enum err name##_store_half(struct context *c, void *between)                            \
    {                                                                                              \
        (void)between;                                                                             \
        return name##_store(c);                                                                    \
    }
#define DECIDES(name)                                                                              \
    .decide = name##_decide_half, .store = name##_store_half, .between = name##_between
#define STORES(name) .store = name##_store_half

struct route_table {
    const struct route *rows;
    size_t n;
};
#define ROUTES(noun, table) const struct route_table noun##_routes = {table, LEN(table)}
#define ROUTE_NOUN(noun) extern const struct route_table noun##_routes;
ROUTE_NOUNS(ROUTE_NOUN)
#undef ROUTE_NOUN

/* The rows of all nouns, one after the other; NULL past the last. */
const struct route *route_at(size_t i);
/* Where a row stands among them. */
size_t route_index(const struct route *r);
/* The row for a method and a path below /api/v1, with the parts that ":x" stands for; NULL: none,
 * and allowed names the methods that the path has ("" for no such path). */
const struct route *route_find(struct context *c, const char *path, const char **allowed);
/* The action under which a GET of this row is on record; NULL: it tells nothing of a person. A row
 * that forgot to name one has the most general. */
const char *route_reads(const struct route *r);
/* A body of no members, a query and media types that many rows have. */
extern const struct member no_members[], paged_query[];
extern const char *const page_types[];
#define PAGED                                                                                      \
    {"limit", M_INTEGER, .min = 1, .max = 100, .title = "每页条数，1 到 100"},                     \
    {                                                                                              \
        "cursor", M_STRING, .title = "上一页返回的 next"                                     \
    }

#endif
