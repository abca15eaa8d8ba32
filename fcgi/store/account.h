/* store/account: organizations and the accounts that log in for them. */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H

#include "model/model.h"

struct store;

/* Sets o->id, o->created_at. */
enum err store_organization_add(struct store *s, struct organization *o, struct fault *f) MUST;
enum err store_organization_load(struct store *s, struct arena *a, const char *id,
                                 struct organization *o, struct fault *f) MUST;
/* Takes name, credit code, area, filing id and version from o when its subject is approved. Sets
 * o->serial, which an organization gets once: seven digits, 1000000 and a counter. */
enum err store_organization_approve(struct store *s, struct organization *o, struct fault *f) MUST;
/* Takes frozen_at and frozen_reason from o. */
enum err store_organization_freeze(struct store *s, const struct organization *o,
                                   struct fault *f) MUST;
enum err store_organization_people(struct store *s, const char *id, long *n, struct fault *f) MUST;
struct organization_query {
    const char *text;   /* in the name; NULL: any */
    const char *cursor; /* an id */
    bool is_frozen;     /* only those that are */
    int limit;
};
/* By id. */
enum err store_organization_list(struct store *s, struct arena *a,
                                 const struct organization_query *q, struct organization **out,
                                 int *n, struct fault *f) MUST;
/* The one that was admitted with that code first, of those that by_id, an account, was declined
 * least often; ERR_NOTFOUND. */
enum err store_organization_by_code(struct store *s, struct arena *a, const char *credit_code,
                                    const char *by_id, struct organization *out,
                                    struct fault *f) MUST;
/* When the office had the subject in its hands until it was approved, first ones first; none before
 * that. What was withdrawn without any decision is not among them. */
enum err store_subject_reviews(struct store *s, struct arena *a, const char *organization_id,
                               struct day_span **out, int *n, struct fault *f) MUST;
/* Does another organization's approved subject have this code? */
enum err store_credit_code_elsewhere(struct store *s, const char *organization_id,
                                     const char *credit_code, bool *out, struct fault *f) MUST;

/* Sets a->id, a->created_at. ERR_CONFLICT when the username is taken (case is folded). */
enum err store_account_add(struct store *s, struct account *a, struct fault *f) MUST;
enum err store_account_by_username(struct store *s, struct arena *a, const char *username,
                                   struct account *out, struct fault *f) MUST;
enum err store_account_by_id(struct store *s, struct arena *a, const char *id, struct account *out,
                             struct fault *f) MUST;
/* The account behind a token. ERR_NOTFOUND when the session has ended or the account is disabled.
 * One statement: every request asks. */
enum err store_session_account(struct store *s, struct arena *a, const char *token_hash,
                               int64_t now, struct live_session *out, struct fault *f) MUST;
/* Nobody else has seen it. The one before joins those of the past, of which the last stay. */
enum { PASSWORDS_PAST_MAX = 24 };
enum err store_account_password(struct store *s, const char *id, const char *hash,
                                struct fault *f) MUST;
/* Hashes of the last that were used before the one of now. */
enum err store_passwords_past(struct store *s, struct arena *a, const char *id, int most,
                              struct id_list *out, struct fault *f) MUST;
/* It may log in with the role, and no other account may. */
enum err store_account_is_last(struct store *s, const char *id, unsigned role, bool *is,
                               struct fault *f) MUST;
/* Accounts from which roles were taken that exclude each other, until somebody was told. */
enum err store_account_cut(struct store *s, struct arena *a, struct account **out, int *n,
                           struct fault *f) MUST;
enum err store_account_cut_told(struct store *s, const char *id, struct fault *f) MUST;
/* Takes roles, is_disabled, contact_name, mobile, email and contact_at from a. */
enum err store_account_update(struct store *s, const struct account *a, struct fault *f) MUST;

/* When the account logged in last; 0: never. */
enum err store_account_login_last(struct store *s, const char *id, int64_t *at,
                                  struct fault *f) MUST;

struct account_query {
    unsigned roles;      /* any of these */
    const char *reviews; /* a reviewers' role, which they have; NULL: any */
    const char *text;    /* in username, name or organization; NULL: any */
    const char *cursor;  /* an account's id */
    int limit;
};
/* By id. */
enum err store_account_list(struct store *s, struct arena *a, const struct account_query *q,
                            struct account **out, int *n, struct fault *f) MUST;

#endif
