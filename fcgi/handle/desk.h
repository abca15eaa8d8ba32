/*
 * What a handler has before it, and what a row of the route table says. Private to this room and
 * its tests.
 */
#ifndef DESK_H
#define DESK_H

#include "handle/handle.h"

struct route;

struct desk {
    struct office *office;
    struct store *store;
    struct policy *policy;
    struct arena *arena;
    const struct world *world;
    const struct settings *settings;
    const struct request *request;
    struct reply *reply;
    const struct route *route;
    const char *params[2];     /* of the path, in order */
    const struct account *who; /* NULL: nobody */
    const char *token_hash;    /* of the session in use */
    const json_t *command;     /* the body, checked against route->body */
    int64_t now;
    char today[DATE_TEXT];
    const char *findings, *extra; /* go with a fault: a JSON array; further members as text */
    void *carry;                  /* from the prepare step to the handler */
    bool has_new_rules;           /* said by a handler: with its commit another set is active */
    const char
        *received; /* of ROUTE_STREAMS, set by the prepare step: what the body was, by its hash */
    struct fault fault;
};

enum {
    WHO_PUBLIC = 1 << 16,  /* anybody, logged in or not */
    WHO_ACCOUNT = 1 << 17, /* any account */
};

enum {
    ROUTE_WRITES = 1,
    ROUTE_KEYED = 2,   /* honours Idempotency-Key */
    ROUTE_STREAMS = 4, /* the prepare step reads the body itself */
    ROUTE_LARGE = 8,   /* the body may be as large as a filing's data */
    ROUTE_OPTIONAL_BODY = 16,
    ROUTE_FORM_BODY = 32, /* the body is what a form declares; the handler checks it against that */
};

/*
 * One row of the request surface. prepare (NULL: none) validates, loads and decides, before any
 * transaction; it calls desk_loaded() before slow work. handler stores and replies; for a row
 * without ROUTE_WRITES it runs in a read snapshot.
 */
struct route {
    enum method method;
    const char *path; /* below /api/v1; ":x" matches one part */
    enum err (*prepare)(struct desk *d);
    enum err (*handler)(struct desk *d);
    unsigned who; /* enum role and WHO_* */
    unsigned flags;
    const struct member *body, *answer; /* NULL: none, or not JSON */
    bool is_list;                       /* answer is in {"items","next"} */
    int status;                         /* of success */
    const struct member *query;         /* ends with name NULL; NULL: none */
    const char *media_type;             /* of an answer that is not JSON */
    const char *name, *title;           /* operationId and Chinese summary */
};
extern const struct route routes[];
extern const size_t routes_n;

/* The loading is done: ends the read snapshot, so that nothing slow holds it. */
void desk_loaded(struct desk *d);
/* ERR_INPUT with these findings and code. */
enum err desk_findings(struct desk *d, const char *code, const char *text,
                       struct findings *fs) MUST;
bool desk_is(const struct desk *d, unsigned roles);
/* "r12" in quotes, and back: 0 when the header is none of ours, -1 for *. */
const char *desk_etag(struct desk *d, long revision);
long desk_if_match(const struct desk *d);
/* The same for a save, which must have one: ERR_INPUT without. */
enum err desk_save_match(struct desk *d, long *if_match) MUST;
/* limit from the query: 20 unless given, at most 100. ERR_INPUT. */
enum err desk_limit(struct desk *d, int *limit) MUST;
const char *desk_query(struct desk *d, const char *name);
/* Closes b, which holds {"items":[…, and replies; next is the cursor of the page after, NULL when
 * there is none. */
#define LIST_START "{\"items\":["
void desk_reply_list(struct desk *d, struct buf *b, const char *next);
const json_t *desk_manifest(const struct desk *d);
/* The form of a kind, NULL when there is none. */
const json_t *desk_form(const struct desk *d, const char *kind);
enum err desk_not_found(struct desk *d) MUST;
enum err desk_audit(struct desk *d, const char *action, const char *object,
                    const char *detail) MUST;

/* ---- shared by handlers ---------------------------------------------------------------------- */

/* Whether a password may be used: length, not common, not the name. NULL, or why not. */
const char *password_reason(const char *password, const char *username);

/* Checks a name and a password that an account is to have, and hashes the password: outside any
 * transaction. */
enum err account_credentials(struct desk *d, const char *username, const char *password,
                             char hash[PASSWORD_TEXT]) MUST;
/* openapi.json for the forms of a manifest. */
void openapi_write(struct buf *b, const json_t *forms);

/* A filing of the asker's organization; ERR_NOTFOUND otherwise. */
enum err filing_own(struct desk *d, const char *id, struct filing *x) MUST;
/* The same, or one that lies in a reviewer's scope. */
enum err filing_visible(struct desk *d, const char *id, struct filing *x) MUST;
void filing_json(struct desk *d, struct buf *b, const struct filing *x, bool with_data);
/* What the active rules ask for differently since a draft was begun or last checked: a JSON object;
 * NULL when they are the same. */
enum err draft_changes(struct desk *d, const struct filing *x, const char **out) MUST;
/* ERR_CONFLICT naming the gate before this kind, when it is shut. */
enum err gate_check(struct desk *d, const char *kind) MUST;

/* A judge with a stored set: the one in use when it is that set, else one of its own until the
 * reply is sent. ERR_NOTFOUND, or ERR_CONFLICT when the set does not load. */
enum err judge_with(struct desk *d, const char *hash, struct policy **p) MUST;
/* Working days after today until due_on; negative when it is over. false when the rules could not
 * say. */
bool working_days_left(struct desk *d, const char *due_on, long *left);

/* What the rules are told. data: JSON text and its parsed form. organization_id NULL: nobody's
 * (public check). */
struct facts_of {
    const char *filing_id, *kind, *action, *organization_id;
    long version;
    const char *data;
    const json_t *parsed;
    const char *today;              /* NULL: the real one */
    const char *submitted_on;       /* NULL before */
    const char *first_submitted_on; /* of version 1; NULL before */
    const char *issue;              /* JSON object or NULL */
};
enum err facts_build(struct desk *d, const struct facts_of *of, const char **facts) MUST;
/* The ids in every attachment field, in order; and the coverage rows of a filing. */
void data_attachments(struct desk *d, const char *kind, const json_t *data, const char ***ids,
                      int *n);
void data_coverage(struct desk *d, const char *filing_id, const char *kind, const json_t *data,
                   struct coverage **rows, int *n);
/* Types and names of data against the form. ERR_INPUT with findings. */
enum err data_shape(struct desk *d, const char *kind, const json_t *data, const json_t *old) MUST;

/* What the rules said; when they gave no answer, verdict needs_human with the fault as a finding,
 * and deadlines and route from a second question if that is answered. Never fails for a rule's
 * sake. */
struct judged {
    const char *verdict, *answer; /* the whole answer as JSON */
    const json_t *parsed;
    const char *rule_set, *facts, *facts_hash;
    bool is_fault;
    struct fault fault; /* when is_fault by a crash, a limit or a time-out */
};
enum err judge_filing(struct desk *d, const struct facts_of *of, struct judged *j) MUST;
/* Stores it as a decision on x, and counts the rules that spoke. */
enum err decision_store(struct desk *d, const struct filing *x, const char *occasion,
                        const struct judged *j) MUST;
/* Whether the newest decision on x is the same refusal: under the same set, of the same facts but
 * for the time of day. Who presses the button again and again is told again, and fills no table. */
enum err decision_is_stored(struct desk *d, const struct filing *x, const struct judged *j,
                            bool *out) MUST;

#endif
