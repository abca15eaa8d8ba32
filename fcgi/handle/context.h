/*
 * context: what a handler has before it: the request, whoever asks, the reply in the making.
 * Private to this room and its tests.
 */
#ifndef HANDLE_CONTEXT_H
#define HANDLE_CONTEXT_H

#include "handle/handle.h"

struct route;

/* A problem as this room sends it: what goes with some of them is declared beside what goes with
 * all. */
struct problem_answer {
    struct problem problem;
    const char *etag, *kept; /* of a save that lost: the newer ETag, where this one is kept */
    const char *used_by;     /* of a product that may not go: JSON list of who names it */
    /* of a submit that the rules refuse */
    const char *verdict, *deadlines, *route, *rule_set, *facts_hash, *engine;
};
extern const struct member problem_answer_members[];
/* A filing that names a product. */
extern const struct member product_use_members[];

struct context {
    struct casework work; /* store, judge, arena, who, now, fault */
    struct dispatcher *dispatcher;
    const struct settings *settings;
    const struct request *request;
    struct reply *reply;
    const struct route *route;
    const char *params[2];         /* of the path, in order */
    const struct session *session; /* in use; NULL: nobody is logged in */
    const json_t *command;         /* the body, checked against route->body */
    const char *key;               /* Idempotency-Key, if this row honours one */
    const char *misfits;          /* of ROUTE_GATHERS: what of it does not fit, findings; or NULL */
    struct problem_answer beside; /* what is to go with a fault */
    const char *decided_by;       /* the mandate by which who asked acted then; NULL: by none */
    const char *received;         /* of ROUTE_STREAMS: what the body was, by its hash */
    /* Said by a handler, for the audit trail: the filing that was shown where the path does not
     * name it, the place that was shown unmasked; what a refusal was, and of whose account. */
    const char *shown_filing, *unmasked, *refused_as, *refused_object;
    bool has_new_rules;  /* said by a handler: with its commit another set is active */
    bool stores_nothing; /* said by a decide half: it has answered, and that is all */
};

/* ---- asking ---------------------------------------------------------------------------------- */

/* A parameter of the query, NULL when absent or empty. */
const char *context_query(struct context *c, const char *name);
/* The values of one that is declared as M_LIST, NULL-terminated. */
const char *const *context_query_list(struct context *c, const char *name);
/* By what name we are asked, "https://…"; "" when nobody says. */
const char *context_origin(struct context *c);
/* 20 unless given, at most 100. */
enum err context_limit(struct context *c, int *limit) MUST;
/* The revision that a save is made over, of something that stands at revision (0: it is not there
 * yet): -1 for "*"; another than that (0: which is unknown) where If-Match does not name it, so
 * that the save is lost and kept. ERR_INPUT without If-Match, ERR_STALE when If-None-Match names
 * what is there. */
enum err context_save_match(struct context *c, long revision, long *if_match) MUST;
#define FOREIGN_TAG "If-Match 不是这项内容的 ETag，没有保存。请重新读取，用得到的 ETag 再保存"
/* A text of the body; NULL when it is absent or null. */
const char *command_text(const struct context *c, const char *name);

/* When a session of that account and age ends that is used now. */
int64_t session_end(const struct context *c, const struct account *of, int64_t created_at);
/* The cookie of a session. Behind TLS its prefix has browsers take it from this host alone, by TLS
 * alone, and for every path; elsewhere they would not take it at all. */
const char *session_cookie(const struct request *q);

/* ---- answering ------------------------------------------------------------------------------- */

/* A struct by the row's answer and with its status. */
void reply_row(struct context *c, const void *row);
/* JSON that is declared by the row's answer and was written elsewhere. */
void reply_text(struct context *c, const char *json);
/* The same with its tag (in quotes), for whoever asks again: 304 without a body when he has it. */
void reply_same(struct context *c, const char *etag, const char *json);
void reply_nothing(struct context *c); /* 204 */
/* A page of a list: rows by the row's answer; next is the cursor of the page after, NULL: none. */
struct page {
    const void *rows;
    size_t size; /* of one */
    int n;
    const char *const *texts; /* NULL, or each row as JSON: rows are not looked at */
    const char *next;
    const void *beside; /* a struct of the row's members beside the items; NULL: there are none */
};
void reply_page(struct context *c, const struct page *p);
/* The page of n rows that were asked for by one more than limit, and go on by their id. */
#define PAGE_BY_ID(rows_, n_, limit_)                                                              \
    (&(struct page){.rows = (rows_),                                                               \
                    .size = sizeof *(rows_),                                                       \
                    .n = (n_) < (limit_) ? (n_) : (limit_),                                        \
                    .next = (n_) > (limit_) ? (rows_)[(limit_)-1].id : NULL})
void reply_etag(struct context *c, long revision);
const char *etag_text(struct arena *a, long revision); /* "r12" in quotes */
void reply_location(struct context *c, const char *noun, const char *id);
/* The fault, its findings and what is to go beside them; the transaction commits all the same when
 * the handler then returns OK. */
void reply_refused(struct context *c);

#endif
