/*
 * store: the database, and nothing about what it is for.
 *
 * A store belongs to one process and is opened after fork. Every SQL text is in sql/query/ and
 * prepared by store_open(), so a typo fails the start, never a request. Rows come back as model
 * structs whose strings live in the arena given; nothing here needs freeing by the caller. A
 * constraint violation is an answer (ERR_CONFLICT); a broken statement is ERR_BUG, with its name in
 * fault.where.
 *
 * Writers of one pool queue on a mutex in shared memory before BEGIN IMMEDIATE, commit without an
 * fsync, leave the queue, and then wait for an fsync of the write-ahead log that began after their
 * commit: one fsync serves all who wait. store_write_commit() returns OK only when the transaction
 * is on disk. When that fsync fails, the pool refuses every further write.
 */
#ifndef STORE_H
#define STORE_H

#include "model/model.h"

/* ---- opening, transactions ------------------------------------------------------------------- */

/* What the processes of one pool share: make it in shared memory before fork. */
struct store_shared;
size_t store_shared_size(void);
void store_shared_init(struct store_shared *shared);

struct store_options {
    const char *path;
    const struct world *world;
    struct store_shared
        *shared;         /* NULL: alone; commits are then synchronous=FULL with busy_timeout */
    int busy_timeout_ms; /* also the longest wait in the writers' queue; 0: 5000 */
};

struct store;
/* Creates the file and its folder's schema when missing (sql/schema, forward only, under an
 * exclusive lock). */
enum err store_open(struct store **out, const struct store_options *options, struct fault *f) MUST;
void store_close(struct store *s); /* NULL allowed */

/* One snapshot for all reads of a request. */
enum err store_read_begin(struct store *s, struct fault *f) MUST;
void store_read_end(struct store *s);
enum err store_write_begin(struct store *s, struct fault *f)
    MUST; /* ERR_BUSY after busy_timeout or when storage has failed */
enum err store_write_commit(struct store *s, struct fault *f) MUST;
void store_write_rollback(struct store *s);
bool store_is_idle(
    struct store *s); /* no transaction, no statement left open: a test asks between requests */
/* The clerk's: moves the log into the database, truncating it when nobody reads. */
enum err store_checkpoint(struct store *s, struct fault *f) MUST;

/* ---- lists ----------------------------------------------------------------------------------- */

/*
 * A list takes a query with a limit and a cursor: NULL is the first page, else it is what the row
 * that ended the page before says of itself. Whatever else it is, is ERR_INPUT with code
 * "cursor_invalid".
 */

/* ---- accounts -------------------------------------------------------------------------------- */

/* Sets o->id, o->created_at. */
enum err store_organization_add(struct store *s, struct organization *o, struct fault *f) MUST;
enum err store_organization_load(struct store *s, struct arena *a, const char *id,
                                 struct organization *o, struct fault *f) MUST;
/* At approval of the subject: name, credit code, area and filing id from o; gives o->serial when it
 * has none (seven digits, 1000000 + a counter). */
enum err store_organization_approve(struct store *s, struct organization *o, struct fault *f) MUST;
/* Whether another organization's approved subject has this code. */
enum err store_credit_code_elsewhere(struct store *s, const char *organization_id,
                                     const char *credit_code, bool *out, struct fault *f) MUST;

/* Sets a->id, a->created_at. ERR_CONFLICT when the username is taken (case is folded). */
enum err store_account_add(struct store *s, struct account *a, struct fault *f) MUST;
enum err store_account_by_username(struct store *s, struct arena *a, const char *username,
                                   struct account *out, struct fault *f) MUST;
enum err store_account_by_id(struct store *s, struct arena *a, const char *id, struct account *out,
                             struct fault *f) MUST;
enum err store_account_password(struct store *s, const char *id, const char *hash,
                                struct fault *f) MUST;
enum err
store_account_update(struct store *s, const struct account *a,
                     struct fault *f) MUST; /* roles, is_disabled, contact_*, mobile, email */
struct account_query {
    unsigned roles;     /* any of these */
    const char *cursor; /* an account's id */
    int limit;
};
/* By id. */
enum err store_account_list(struct store *s, struct arena *a, const struct account_query *q,
                            struct account **out, int *n, struct fault *f) MUST;
/* Which areas (digit prefixes, "" is all) and class codes ("" is all) a reviewer sees; replaces
 * what was there. n pairs. */
enum err store_scope_set(struct store *s, const char *account_id, const char *const *areas,
                         const char *const *classes, int n, struct fault *f) MUST;
/* JSON array of {"area","class"}. */
enum err store_scope_json(struct store *s, struct arena *a, const char *account_id,
                          const char **out, struct fault *f) MUST;

enum err store_session_add(struct store *s, const struct session *x, struct fault *f) MUST;
/* The account of a live session that is not disabled; ERR_NOTFOUND otherwise. One statement. */
enum err store_session_account(struct store *s, struct arena *a, const char *token_hash,
                               int64_t now, struct account *out, struct fault *f) MUST;
enum err store_session_delete(struct store *s, const char *token_hash, struct fault *f) MUST;
enum err store_session_delete_all(struct store *s, const char *account_id,
                                  const char *but_token_hash, struct fault *f) MUST;

/* Failed logins under a key ("account:<folded name>", "address:<addr>"). */
struct attempts {
    long failures;
    int64_t first_at, last_at, blocked_until;
};
enum err store_attempts_load(struct store *s, const char *key, struct attempts *out,
                             struct fault *f) MUST; /* zeros when none */
enum err store_attempts_save(struct store *s, const char *key, const struct attempts *x,
                             struct fault *f) MUST;
enum err store_attempts_clear(struct store *s, const char *key, struct fault *f) MUST;

/* A stored reply under an idempotency key. scope: account id, or "-" for nobody. */
struct stored_reply {
    const char *request_hash;
    int status;
    const char *headers, *body; /* headers: JSON object */
};
enum err store_reply_load(struct store *s, struct arena *a, const char *scope, const char *key,
                          struct stored_reply *out, struct fault *f) MUST;
/* ERR_AGAIN when the key exists by now. */
enum err store_reply_add(struct store *s, const char *scope, const char *key,
                         const struct stored_reply *x, struct fault *f) MUST;

/* ---- filings --------------------------------------------------------------------------------- */

/* Sets id, version 1, revision 1, times. ERR_CONFLICT when a live filing of that kind exists and
 * only one may (kind subject). */
enum err store_filing_add(struct store *s, struct filing *x, struct fault *f) MUST;
enum err store_filing_load(struct store *s, struct arena *a, const char *id, struct filing *out,
                           struct fault *f) MUST;
struct filing_query {
    const char *organization_id;
    const char *kind, *state; /* NULL for any */
    const char *cursor;       /* a filing's id */
    int limit;
};
/* Newest first. data is not loaded. */
enum err store_filing_list(struct store *s, struct arena *a, const struct filing_query *q,
                           struct filing **out, int *n, struct fault *f) MUST;
/* data, title, checked_with, saved_by, version; revision grows by one and is set. ERR_STALE when
 * x->revision or x->state is not the stored one. */
enum err store_filing_save(struct store *s, struct filing *x, struct fault *f) MUST;
/* state, version, number, rule_set, checked_with, submitted_at; the revision must be the stored one
 * and grows. ERR_AGAIN otherwise. */
enum err store_filing_move(struct store *s, struct filing *x, struct fault *f) MUST;
enum err store_filing_checked(struct store *s, const char *id, const char *rule_set,
                              struct fault *f) MUST;
/* Only for drafts that were never submitted. */
enum err store_filing_delete(struct store *s, const char *id, long revision, struct fault *f) MUST;

enum err store_kept_add(struct store *s, struct kept *x,
                        struct fault *f) MUST; /* sets id; the newest 20 of a filing stay */
enum err store_kept_load(struct store *s, struct arena *a, const char *filing_id, const char *id,
                         struct kept *out, struct fault *f) MUST;

enum err store_version_add(struct store *s, const struct version *x, struct fault *f) MUST;
enum err store_version_load(struct store *s, struct arena *a, const char *filing_id, long n,
                            struct version *out, struct fault *f) MUST;
enum err store_judgement_add(struct store *s, struct judgement *x,
                             struct fault *f) MUST; /* sets id, ord, n */
struct judgement_query {
    const char *filing_id;
    const char *cursor; /* a judgement's n */
    int limit;
};
/* Newest first. facts and answer are not loaded. */
enum err store_judgement_list(struct store *s, struct arena *a, const struct judgement_query *q,
                              struct judgement **out, int *n, struct fault *f) MUST;
enum err store_judgement_load(struct store *s, struct arena *a, const char *filing_id, long n,
                              struct judgement *out, struct fault *f) MUST;
enum err store_judgement_newest(struct store *s, struct arena *a, const char *filing_id,
                                struct judgement *out, struct fault *f) MUST;
/* A rule of this set spoke in one more judgement that is stored. And how often each has, by id. */
enum err store_firing_add(struct store *s, const char *rule_set, const char *rule, int64_t at,
                          struct fault *f) MUST;
/* How often a rule has spoken under one set, and under all. */
struct fired {
    long n, ever;
    int64_t last_at; /* 0: never */
};
enum err store_firing_of_rule(struct store *s, const char *rule, const char *rule_set,
                              struct fired *out, struct fault *f) MUST;
enum err store_firing_list(struct store *s, struct arena *a, const char *rule_set,
                           struct firing **out, int *n, struct fault *f) MUST;
enum err store_event_add(struct store *s, const struct event *x, struct fault *f) MUST;
enum err store_event_list(struct store *s, struct arena *a, const char *filing_id,
                          struct event **out, int *n, struct fault *f) MUST;

enum err store_deadlines_set(struct store *s, const char *filing_id, const struct deadline *x,
                             int n, struct fault *f) MUST; /* replaces */
enum err store_deadlines_list(struct store *s, struct arena *a, const char *filing_id,
                              struct deadline **out, int *n, struct fault *f) MUST;

enum err store_deadline_groups(struct store *s, struct arena *a, struct deadline_group **out,
                               int *n, struct fault *f) MUST;
struct deadline_moves_query {
    const char *groups; /* JSON array of {from, days, due_on, provisional: 0|1, new_due_on,
                           new_provisional: 0|1} */
    const char *cursor; /* made by store_deadline_cursor() */
    int limit;
};
/* The running deadlines of these groups, by filing. */
enum err store_deadline_moves(struct store *s, struct arena *a,
                              const struct deadline_moves_query *q, struct deadline_move **out,
                              int *n, struct fault *f) MUST;
const char *store_deadline_cursor(struct arena *a, const struct deadline_move *last);
/* Moves one, and with_task its filing's task that was due with it. *is_moved is false when it is
 * not as it was by now. */
enum err store_deadline_move(struct store *s, const struct deadline_move *x, bool with_task,
                             bool *is_moved, struct fault *f) MUST;

/* ---- products, attachments ------------------------------------------------------------------- */

enum err store_product_add(struct store *s, struct product *x,
                           struct fault *f) MUST; /* x->id is set by the caller */
enum err store_product_load(struct store *s, struct arena *a, const char *id, struct product *out,
                            struct fault *f) MUST;
struct product_query {
    const char *organization_id;
    const char *cursor; /* a product's id */
    int limit;          /* 0: all */
};
/* By id. */
enum err store_product_list(struct store *s, struct arena *a, const struct product_query *q,
                            struct product **out, int *n, struct fault *f) MUST;
enum err store_product_save(struct store *s, struct product *x,
                            struct fault *f) MUST; /* ERR_STALE as for filings */
enum err store_product_delete(struct store *s, const char *id,
                              struct fault *f) MUST; /* the row stays, marked; lists leave it out */
/* What live filings (submitted, in review, approved) cover of a product; and replacing what one
 * filing covers. */
enum err store_coverage_of_product(struct store *s, struct arena *a, const char *product_id,
                                   struct coverage **out, int *n, struct fault *f) MUST;
enum err store_coverage_set(struct store *s, const char *filing_id, const struct coverage *x, int n,
                            struct fault *f) MUST;

enum err store_attachment_add(struct store *s, struct attachment *x,
                              struct fault *f) MUST; /* sets id, created_at */
enum err store_attachment_load(struct store *s, struct arena *a, const char *id,
                               struct attachment *out, struct fault *f) MUST;
/* Whether any row names this content: the sweeper asks before it removes a file. */
enum err store_attachment_has(struct store *s, const char *sha256, bool *out, struct fault *f) MUST;
/* Which of a filing's frozen versions name this attachment is answered by this table, filled at
 * submit: for a reviewer's download. */
enum err store_attachment_link(struct store *s, const char *filing_id, const char *attachment_id,
                               struct fault *f) MUST;
/* Whether a reviewer with this scope has a task on a filing that names the attachment. */
enum err store_attachment_in_scope(struct store *s, const char *attachment_id,
                                   const char *account_id, bool *out, struct fault *f) MUST;

/* ---- review ---------------------------------------------------------------------------------- */

enum err store_task_add(struct store *s, struct task *x,
                        struct fault *f) MUST; /* sets id, opened_at */
enum err store_task_load(struct store *s, struct arena *a, const char *id, struct task *out,
                         struct fault *f) MUST;
struct task_query {
    const char *account_id;    /* only tasks in the scope of this reviewer */
    const char *stage, *state; /* NULL for any */
    const char *cursor;        /* made by store_task_cursor() */
    int limit;
};
/* By due date, then id; those without a due date first (the rules failed: most urgent). */
enum err store_task_list(struct store *s, struct arena *a, const struct task_query *q,
                         struct task **out, int *n, struct fault *f) MUST;
const char *store_task_cursor(struct arena *a, const struct task *last);
/* state, claimed_by, claimed_at, outcome, reasons, note, done_at where state is still from_state;
 * ERR_AGAIN otherwise. */
enum err store_task_move(struct store *s, const struct task *x, const char *from_state,
                         struct fault *f) MUST;
/* The open task of a filing goes with a withdrawal. */
enum err store_task_drop(struct store *s, const char *filing_id, struct fault *f) MUST;
/* Whether account_id may see this filing as a reviewer: some task of it, done or not, lies in its
 * scope. */
enum err store_filing_in_scope(struct store *s, const char *filing_id, const char *account_id,
                               bool *out, struct fault *f) MUST;
/* Whether account_id decided a stage of this version of the filing. */
enum err store_task_decided_by(struct store *s, const char *filing_id, long version,
                               const char *account_id, bool *out, struct fault *f) MUST;

/* ---- register -------------------------------------------------------------------------------- */

/* The serial that the next number of this organization and class code would get; and taking it:
 * ERR_AGAIN when it is gone. */
enum err store_number_peek(struct store *s, const char *organization_id, const char *class_code,
                           long *serial, struct fault *f) MUST;
enum err store_number_take(struct store *s, const char *organization_id, const char *class_code,
                           long serial, struct fault *f) MUST;
/* Sets ord. Fills the search index (every two neighbouring characters of name, organization,
 * products, purpose, number, folded). */
enum err store_entry_add(struct store *s, struct entry *x,
                         struct fault *f) MUST; /* ERR_CONFLICT: the number exists */
enum err store_entry_load(struct store *s, struct arena *a, const char *number, struct entry *out,
                          struct fault *f) MUST;
struct entry_query {
    const char *text; /* NULL, or two characters and more: a substring, case and width folded */
    const char *algorithm_type, *role, *area,
        *status;        /* NULL for any; area is a prefix of digits */
    const char *cursor; /* an entry's ord */
    int limit;
};
/* Newest first. disclosure and history are not loaded. */
enum err store_entry_search(struct store *s, struct arena *a, const struct entry_query *q,
                            struct entry **out, int *n, struct fault *f) MUST;

/* ---- the life of rule sets ------------------------------------------------------------------- */

enum err store_rule_set_add(struct store *s, const struct rule_set *x,
                            struct fault *f) MUST; /* OK when it exists */
enum err store_rule_set_load(struct store *s, struct arena *a, const char *hash,
                             struct rule_set *out, struct fault *f) MUST;
enum err store_rule_set_active(struct store *s, struct arena *a, struct rule_set *out,
                               struct fault *f) MUST;
/* The whole hash of the one set that begins so. ERR_NOTFOUND, ERR_CONFLICT hash_ambiguous. */
enum err store_rule_set_find(struct store *s, struct arena *a, const char *prefix,
                             const char **hash, struct fault *f) MUST;
struct rule_set_query {
    const char *cursor; /* made by store_rule_set_cursor() */
    int limit;
};
/* Newest first. */
enum err store_rule_set_list(struct store *s, struct arena *a, const struct rule_set_query *q,
                             struct rule_set **out, int *n, struct fault *f) MUST;
const char *store_rule_set_cursor(struct arena *a, const struct rule_set *last);

/* Sets at. ERR_NOTFOUND when there is no such set. */
enum err store_activation_add(struct store *s, struct activation *x, struct fault *f) MUST;
/* The last of all: what is active. Cheap: it is asked several times a second. And the last of one
 * kind, and the last that no emergency made: what an emergency falls back to. ERR_NOTFOUND when
 * there is none. */
enum err store_activation_last(struct store *s, struct arena *a, struct activation *out,
                               struct fault *f) MUST;
enum err store_activation_last_of(struct store *s, struct arena *a, const char *kind,
                                  struct activation *out, struct fault *f) MUST;
enum err store_activation_regular(struct store *s, struct arena *a, struct activation *out,
                                  struct fault *f) MUST;
/* Of one set, or all when hash is NULL; oldest first. */
enum err store_activation_list(struct store *s, struct arena *a, const char *hash,
                               struct activation **out, int *n, struct fault *f) MUST;

enum err store_rule_test_add(struct store *s, struct rule_test *x,
                             struct fault *f) MUST; /* sets at */
enum err store_rule_test_newest(struct store *s, struct arena *a, const char *hash,
                                struct rule_test *out, struct fault *f) MUST;
struct rule_test_query {
    const char *rule_set;
    int limit;
};
/* Newest first. */
enum err store_rule_test_list(struct store *s, struct arena *a, const struct rule_test_query *q,
                              struct rule_test **out, int *n, struct fault *f) MUST;

/* The newest replay of a set that is done: what an approval signs. */
struct signable {
    const char *replay_id, *base, *report_hash;
};
enum err store_signable_load(struct store *s, struct arena *a, const char *hash,
                             struct signable *out, struct fault *f) MUST;
enum err store_approval_add(struct store *s, struct approval *x,
                            struct fault *f) MUST; /* sets at */
enum err store_approval_newest(struct store *s, struct arena *a, const char *hash,
                               struct approval *out, struct fault *f) MUST;
enum err store_approval_list(struct store *s, struct arena *a, const char *hash,
                             struct approval **out, int *n, struct fault *f) MUST;

/* ---- replays --------------------------------------------------------------------------------- */

/* Sets id, through, total, state, asked_at: it belongs to it what is decided by now. */
enum err store_replay_add(struct store *s, struct replay *x, struct fault *f) MUST;
enum err store_replay_load(struct store *s, struct arena *a, const char *id, struct replay *out,
                           struct fault *f) MUST;
enum err store_replay_latest(struct store *s, struct arena *a, const char *rule_set,
                             struct replay *out, struct fault *f) MUST;
/* The oldest that has not ended; ERR_NOTFOUND when there is none. */
enum err store_replay_open(struct store *s, struct arena *a, struct replay *out,
                           struct fault *f) MUST;
/* done, at_ord, tally; the state becomes running. ERR_NOTFOUND when it has ended. */
enum err store_replay_progress(struct store *s, const struct replay *x, struct fault *f) MUST;
/* The same, and state, report, report_hash, fault. */
enum err store_replay_end(struct store *s, const struct replay *x, struct fault *f) MUST;
enum err store_replay_hit_add(struct store *s, const struct replay_hit *x, struct fault *f) MUST;
enum err store_replay_whose(struct store *s, struct arena *a, struct replay_hit *x,
                            struct fault *f) MUST; /* by ord: the joined members */
enum err store_replay_filings(struct store *s, const char *id, int64_t *out,
                              struct fault *f) MUST; /* filings that have hits */
struct replay_hits_query {
    const char *replay_id, *kind, *rule; /* kind and rule NULL for any */
    const char *cursor;                  /* a hit's ord */
    int limit;
};
enum err store_replay_hits(struct store *s, struct arena *a, const struct replay_hits_query *q,
                           struct replay_hit **out, int *n, struct fault *f) MUST;
struct judgement_span {
    long after_ord, through_ord;
    int limit;
};
/* Judgements in their order, without answers and ids. */
enum err store_judgement_scan(struct store *s, struct arena *a, const struct judgement_span *q,
                              struct judgement **out, int *n, struct fault *f) MUST;
enum err store_judgement_by_ord(struct store *s, struct arena *a, long ord, struct judgement *out,
                                struct fault *f) MUST;

/* ---- revisions, the outbox ------------------------------------------------------------------- */

/*
 * What a request decides upon has a root whose revision tells that it moved: an organization, an
 * account, or the rules ("rules"). The revision is 0 as long as nobody has raised it.
 */
enum err store_root_load(struct store *s, const char *id, long *revision, struct fault *f) MUST;
/* From this revision to the next. ERR_AGAIN when it is another by now. */
enum err store_root_raise(struct store *s, const char *id, long revision, struct fault *f) MUST;
/* Changes nothing. ERR_AGAIN when it is another by now. */
enum err store_root_hold(struct store *s, const char *id, long revision, struct fault *f) MUST;

/* In the transaction of the move itself. */
enum err store_outbox_add(struct store *s, const struct outbox_row *x, struct fault *f) MUST;

/* ---- audit, status --------------------------------------------------------------------------- */

/* Appends to the hash-chained audit trail: ids, codes and hashes, never personal values. detail:
 * JSON object or NULL. */
enum err store_audit_add(struct store *s, const char *actor_id, const char *action,
                         const char *object, const char *detail, struct fault *f) MUST;
struct audit_query {
    const char *cursor; /* a line's n */
    int limit;
};
/* Newest first. */
enum err store_audit_list(struct store *s, struct arena *a, const struct audit_query *q,
                          struct audit_line **out, int *n, struct fault *f) MUST;
/* Whether this account has done this to this object. Reads the whole trail: for what is asked
 * seldom. */
enum err store_audit_has(struct store *s, const char *actor_id, const char *action,
                         const char *object, bool *out, struct fault *f) MUST;
struct audit_verdict {
    long lines;     /* read, the broken one included */
    long broken_at; /* the first line that is missing, moved or changed; 0: the chain is intact */
    char head[SHA256_TEXT]; /* hash of the last line: keep it elsewhere, and a trail that was cut
                               shows as well */
};
/* Reads the whole trail, a piece at a time. OK whatever it finds. */
enum err store_audit_verify(struct store *s, struct audit_verdict *out, struct fault *f) MUST;

struct store_counts {
    long accounts, organizations, filings, drafts, in_review, entries, attachments;
    int64_t db_bytes, wal_bytes;
};
enum err store_counts(struct store *s, struct store_counts *out, struct fault *f) MUST;
/* Removes ended sessions, old attempts and replies older than a day. The clerk's. */
enum err store_purge(struct store *s, int64_t now, struct fault *f) MUST;

#endif
