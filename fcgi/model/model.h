/*
 * model: the words of the trade: who acts, what a filing is, which moves exist. No I/O, no SQL, no
 * HTTP.
 *
 * Structs here are what the store fills and handlers read; their strings live in the request's
 * arena. Codes (kinds, states, stages) are strings, because the active rule set declares them; the
 * core knows by name only those that it acts upon.
 */
#ifndef MODEL_H
#define MODEL_H

#include "base/base.h"
#include "model/labels.h"

/* ---- who ------------------------------------------------------------------------------------- */

enum role {
    ROLE_FILER = 1,
    ROLE_PRELIMINARY_REVIEWER = 2,
    ROLE_FINAL_REVIEWER = 4,
    ROLE_RULE_EDITOR = 8,
    ROLE_RULE_APPROVER = 16,
    ROLE_AUDITOR = 32,
    ROLE_SYSTEM_ADMIN = 64,
    ROLE__ALL = 127,
    ROLE__REVIEWERS = ROLE_PRELIMINARY_REVIEWER | ROLE_FINAL_REVIEWER,
    ROLE__STAFF = ROLE__ALL & ~ROLE_FILER
};
unsigned role_parse(const char *name); /* 0 when unknown */
const char *role_name(unsigned role);  /* one bit; NULL when unknown */
void role_names_json(struct buf *b, const char *key, unsigned roles); /* "key":["filer",…] */
/* The three administrations are separate, staff and filers too. NULL when the set may be held by
 * one account, else why not (Chinese). */
const char *role_conflict(unsigned roles);

struct account {
    const char *id, *username, *password_hash;
    unsigned roles;
    const char *organization_id;               /* NULL for most staff */
    const char *organization_name;             /* joined; NULL without organization */
    const char *contact_name, *mobile, *email; /* NULL when not given */
    bool is_disabled;
    int64_t created_at;
};

struct organization {
    const char *id, *name;
    const char *credit_code; /* of the approved subject; NULL before */
    const char *area;        /* six digits of the approved subject; NULL before */
    long serial;             /* seven digits in its filing numbers; 0 before the first approval */
    const char *subject_filing_id; /* the approved subject filing; NULL before: the gate */
    int64_t created_at;
};

struct session {
    const char *token_hash, *account_id;
    int64_t created_at, expires_at;
    bool is_bearer;
};

/* ---- filings --------------------------------------------------------------------------------- */

struct filing {
    const char *id, *organization_id, *organization_name; /* the name is joined */
    const char *kind, *action, *state,
        *of;                  /* of: NULL unless the action concerns an earlier filing */
    long version;             /* 1, 2, …: grows when a returned filing is edited again */
    long revision;            /* grows with every save; the ETag */
    const char *number;       /* NULL before approval */
    const char *data;         /* JSON object, passed on unread */
    const char *rule_set;     /* of the last submit; NULL before */
    const char *checked_with; /* when it was made, or last checked or submitted */
    const char *title;        /* a short name for lists, from the data; "" before */
    int64_t created_at, updated_at, submitted_at; /* submitted_at 0 before */
    const char *saved_by;                         /* account id; NULL before the first save */
};

/* A frozen submission. */
struct version {
    const char *filing_id;
    long n;
    const char *data, *data_hash;
    const char *submitted_by; /* account id */
    const char *remote_addr;
    int64_t submitted_at;
};

/* What the rules said of a filing, with all that is needed to make them say it again. */
struct judgement {
    const char *id, *filing_id;
    long version;
    const char *occasion; /* "submit" */
    const char *verdict;
    const char *facts, *facts_hash, *answer; /* JSON */
    const char *outcome_hash;                /* NULL for older ones */
    const char *rule_set, *engine;
    const char *judged_by; /* account id; NULL for older ones */
    int64_t judged_at;
    long ord, n; /* given by the store: among all, 1, 2, … within the filing */
};

/* In how many stored judgements a rule has spoken. */
struct firing {
    const char *rule;
    long n;
    int64_t last_at;
};

/* One line of a filing's history. */
struct event {
    const char *filing_id;
    long version;
    const char *actor_id,
        *actor_name;        /* name joined: what the filer may see is decided by the handler */
    const char *actor_role; /* "filer", "preliminary_reviewer", "final_reviewer", "system" */
    const char
        *what; /* create, save_kept, submit, withdraw, claim, release, pass, return, refuse */
    const char *from_state, *to_state;
    const char *reasons; /* JSON array or NULL */
    const char *note;    /* staff only; NULL */
    const char *data_hash;
    int64_t at;
};

/* A move of a filing that nobody has been told of yet. */
struct outbox_row {
    const char *filing_id;
    long version;
    const char *event, *from_state, *to_state; /* from_state NULL at creation */
    const char *actor_role;                    /* as in struct event */
    int64_t at;
};

/* A save that lost against a newer one: kept so that nothing typed is lost. */
struct kept {
    const char *id, *filing_id, *account_id;
    long base_revision;
    const char *data;
    int64_t at;
};

struct product {
    const char *id, *organization_id, *name;
    long revision;
    const char *data; /* JSON object as the filer sent it, ids of paths and functions included, id
                         of the product not */
    int64_t created_at, updated_at;
};

/* What a filing covers; NULL path or function selects all beneath. */
struct coverage {
    const char *filing_id, *product_id, *path_id, *function_id;
};

struct attachment {
    const char *id, *organization_id, *sha256, *media_type, *filename, *uploaded_by;
    int64_t size_bytes, created_at;
};

struct task {
    const char *id, *filing_id, *stage, *state; /* open, claimed, done */
    long version;
    const char *area, *class_code;        /* routing; "" when unknown */
    const char *due_on;                   /* NULL when the rules could not say */
    bool is_provisional, is_fault;        /* is_fault: the rules failed, a human must judge */
    const char *claimed_by;               /* account id or NULL */
    const char *outcome, *reasons, *note; /* NULL before done */
    int64_t opened_at, claimed_at, done_at;
    /* joined */
    const char *kind, *action, *title, *organization_id, *organization_name, *claimed_by_name;
};

struct deadline {
    const char *filing_id, *name, *from, *due_on, *state;
    long days;
    bool is_provisional;
};

/* Running deadlines that were counted from one day, over so many working days, to one day. */
struct deadline_group {
    const char *from, *due_on;
    long days, n; /* n: how many there are */
    bool is_provisional;
};

/* A running deadline that another calendar puts elsewhere. */
struct deadline_move {
    const char *filing_id, *name, *from, *due_on, *new_due_on;
    const char *title, *organization_name; /* joined */
    long days, n;                          /* n: its place in the filing's list */
    bool is_provisional, is_new_provisional;
};

struct entry {
    const char *number, *filing_id, *organization_id;
    const char *algorithm_name, *algorithm_type, *role, *organization, *area, *products, *purpose;
    const char *status; /* filed, deregistered, revoked */
    const char *filed_on, *note;
    const char *disclosure; /* JSON object */
    const char *history;    /* JSON array */
    long ord;               /* grows with every entry: newest is greatest; the cursor */
};

/* A rule set as it was added; its row never changes. What happened to it since is in the structs
 * below. */
struct rule_set {
    const char *hash, *files; /* JSON map path → text; NULL in lists */
    const char *origin;       /* "folder", "proposal" */
    const char *base; /* hash of the set that was active when it was added; NULL for the first */
    const char *added_by; /* account id; NULL: the folder */
    const char *note, *manifest,
        *conflicts; /* NULL when nothing was said; JSON object, NULL in lists; JSON array */
    int64_t added_at;
    /* joined */
    const char *added_by_name, *title;
    long tests, activations;
    bool is_passed; /* the newest of its tests */
    int64_t tested_at;
};

/* How a set became active. */
struct activation {
    const char *hash, *kind; /* watch, approved, rollback, emergency, revert */
    const char *actor_id;    /* NULL: the system */
    const char *reason;      /* NULL when none was asked for */
    int64_t at, ends_at;     /* ends_at: of an emergency, when it reverts by itself; 0 otherwise */
    /* joined */
    long n;
    const char *actor_name;
};

/* A run of a set's cases. */
struct rule_test {
    const char *rule_set, *report; /* report: JSON object; NULL in lists */
    bool is_passed;
    const char *tested_by; /* NULL: the system */
    int64_t at;
    /* joined */
    long n;
    const char *tested_by_name;
};

/* A signature under a set and the report of a replay. */
struct approval {
    const char *rule_set, *replay_id, *report_hash, *approved_by,
        *note; /* note NULL when nothing was said */
    int64_t at;
    /* joined */
    long n;
    const char *base; /* of the replay that was read */
    const char *approved_by_name;
};

/* A line of the audit trail. */
struct audit_line {
    long n;
    int64_t at;
    const char *actor_id, *action, *object, *detail, *prev_hash,
        *hash; /* actor_id, object, detail: NULL when there is none */
    /* joined */
    const char *actor_name; /* NULL: the system, or a person erased */
};

/* A candidate making stored judgements again beside the set that is active. Its row is its
 * progress. */
struct replay {
    const char *id, *rule_set, *base;
    const char *state; /* queued, running, done, failed */
    long through, total, done, at_ord;
    const char *tally;                /* JSON */
    const char *report, *report_hash; /* NULL before done */
    const char *fault;                /* NULL unless failed */
    const char *asked_by;             /* account id; NULL: the command line */
    int64_t asked_at, ended_at;       /* ended_at 0 before */
};

/* A judgement that came out otherwise. */
struct replay_hit {
    const char *replay_id;
    long ord;
    const char *kinds, *rules; /* words joined by spaces; ids between spaces */
    const char *change;        /* JSON */
    /* joined: whose judgement it is */
    const char *filing_id, *title, *organization, *number;
    long n, version;
};

/* ---- the moves that the active rule set declares --------------------------------------------- */

/* The state that event leads to, from manifest.workflow.transitions; NULL when it is not allowed
 * from there, or not to roles. */
const char *workflow_next(const json_t *manifest, const char *kind, const char *event,
                          const char *from, unsigned roles);
/* The review stage of a state, NULL for none; borrowed from the manifest. */
const char *workflow_stage(const json_t *manifest, const char *state);
/* The role that works a stage; 0 when the stage is not declared. */
unsigned workflow_stage_role(const json_t *manifest, const char *stage);
const char *workflow_stage_label(const json_t *manifest, const char *stage);
bool workflow_is_editable(const json_t *manifest, const char *state);
const char *workflow_label(const json_t *manifest,
                           const char *state); /* the Chinese word, or the code */
/* The gate before a kind (an object with code, message, law), NULL when there is none. */
const json_t *workflow_gate(const json_t *manifest, const char *kind);

/* ---- the shape of data ----------------------------------------------------------------------- */

/* Findings as they are collected: a JSON array in the making. */
struct findings {
    struct buf text; /* "[{…},{…}" without the closing bracket */
    int count;
};
struct finding {
    const char *rule, *title, *path, *message, *suggestion;
    const char *field; /* where, in the words of the form: "基本信息 › 网站名称", "… › 第 2 项" */
    const char *value; /* what stands there, short */
    const char *law, *source;
};
void findings_start(struct findings *fs, struct arena *a);
void findings_put(struct findings *fs, const struct finding *x);
/* The same for what no form declares: a request's own members. */
void findings_add(struct findings *fs, const char *rule, const char *path, const char *message,
                  const char *suggestion);
const char *findings_end(struct findings *fs); /* closes and returns the array */

/*
 * Types and names only: every member of data must be declared by the JSON Schema (properties,
 * items, additionalProperties false) and of the declared type; null is "not answered" and always
 * fits. Limits and what is missing are the rules' business. A member that the schema does not know
 * is let through when old (NULL allowed) holds the same at the same place: an answer outlives the
 * field it was given to.
 */
void shape_check(const json_t *schema, const json_t *data, const json_t *old, struct findings *fs);

/* What stands in a field, short and for people: choices by their label, lists of texts joined,
 * other lists counted; NULL for null. schema (NULL: not known) is the field's. */
#define SHAPE_VALUE_MAX 60 /* characters */
const char *shape_value_text(struct arena *a, const json_t *schema, const json_t *v);

/*
 * What the manifest of one rule set asks for differently from that of another in the form of a
 * kind: appends two members of an object, "fields" [{path, label, change, message, suggestion,
 * law}] and "rules" [{rule, title, change, severity, message, law}], and returns how many there
 * are. change: new, required, stricter, looser, removed, choices; of a rule new or severity. In a
 * path "*" stands for every item of a list.
 */
int form_diff(struct buf *b, const json_t *before, const json_t *after, const char *kind);

/* The text at a pointer like "/basic/name"; NULL when there is none, or pointer is NULL. Borrowed.
 */
const char *shape_text_at(const json_t *data, const char *pointer);
/* Calls fn for every value of data whose schema has this format ("attachment", "coverage"), at any
 * depth; null and absent values are passed over. */
void shape_visit(const json_t *schema, const json_t *data, const char *format,
                 void (*fn)(void *ctx, const json_t *value), void *ctx);

/* As searches and usernames compare a text: ASCII in lower case, full-width forms half, white space
 * left out. */
char *text_fold(struct arena *a, const char *text);

/* ---- names of the net ------------------------------------------------------------------------ */

/* A domain as people write it (ideographic full stops, upper case, U-labels) to its A-label and
 * U-label forms, IDNA2008 by libidn2. ERR_INPUT with the reason. */
enum err model_domain(struct arena *a, const char *text, const char **ascii, const char **unicode,
                      struct fault *f) MUST;

#endif
