/* model/account: who files and who works here. */
#ifndef MODEL_ACCOUNT_H
#define MODEL_ACCOUNT_H

#include "model/role.h"

/* The second half is filled when the subject filing is approved: that is the gate before products
 * and algorithm filings. */
struct organization {
    const char *id, *name;
    const char *credit_code;       /* NULL before the approval */
    const char *area;              /* six digits; NULL before */
    long serial;                   /* seven digits, in its filing numbers; 0 before */
    const char *subject_filing_id; /* the approved one; NULL before */
    long subject_version;          /* of it, which was approved; 0 before */
    int64_t created_at;
    int64_t frozen_at;         /* its people may only read since then; 0: is not */
    const char *frozen_reason; /* NULL when it is not */
    long accounts;             /* in lists: how many people it has */
};

/* How an organization as such is reached, by its owner's word. */
struct organization_contact {
    const char *organization_id;
    const char *contact_name, *mobile, *email; /* NULL: the key was destroyed */
    int64_t at;                                /* ms: set */
    const char *by_id;                         /* who set it */
};

/* What a person may do in the organization: each may all that those before may. The database keeps
 * them as numbers in this order. */
enum membership { MEMBER_NONE, MEMBER_READ, MEMBER_FILL, MEMBER_SUBMIT, MEMBER_OWNER, MEMBER__MAX };
const char *member_name(long member);           /* "read"; "none" for no member */
const char *member_label(long member);          /* in Chinese */
enum membership member_parse(const char *name); /* MEMBER_NONE when unknown */
/* Those that an owner gives, for the choices of a member of the API; ends with NULL. */
extern const char *const member_given[];

/* A link by which somebody becomes a member. */
struct invitation {
    const char *id, *organization_id, *token_hash;
    long member; /* enum membership: what they may then do */
    const char *given_by;
    int64_t given_at, ends_at;
    /* joined */
    const char *organization_name;
};

/* One filing, or all of a kind. */
struct mandate_limit {
    const char *filing_id, *title; /* NULL: a kind */
    const char *kind;
};

/* By this an agent acts for an organization, within a scope and a term. */
struct mandate {
    const char *id, *organization_id;
    const char *account_id; /* the agent; NULL: nobody has accepted */
    const char *token_hash; /* of the link; NULL once accepted or ended */
    const char *attachment_id;
    long member;                /* enum membership: what the agent may */
    bool is_limited;            /* and that only with what its scope names */
    int64_t begins_at, ends_at; /* ms: good from the first, void from the second on */
    int64_t offer_ends_at;      /* ms: so is the link */
    const char *given_by;
    int64_t given_at, accepted_at, ended_at; /* 0: is not */
    const char *ended_by;
    /* joined */
    const char *organization_name, *username;
    const struct mandate_limit *limits; /* what a limited one is for; none: for all */
    int limits_n;
};
enum mandate_state { MANDATE_OFFERED, MANDATE_LAPSED, MANDATE_TO_COME, MANDATE_GOOD, MANDATE_OVER };
enum mandate_state mandate_state(const struct mandate *x, int64_t now);
const char *mandate_state_name(enum mandate_state state);  /* "good" */
const char *mandate_state_label(enum mandate_state state); /* in Chinese */

/* A person who logs in. Filers belong to an organization, most staff do not. */
struct account {
    const char *id, *username;
    const char *password_hash; /* "": has not been given one yet */
    struct role_set roles;
    const char *organization_id;               /* NULL without one */
    const char *organization_name;             /* joined */
    long member;                               /* enum membership: of that organization */
    int64_t joined_at;                         /* ms: as a member; 0: is none */
    const char *contact_name, *mobile, *email; /* NULL when not given */
    bool is_disabled;
    int64_t created_at;
    int64_t contact_at;  /* ms: when name, mobile or email were last changed; 0: never */
    int64_t password_at; /* ms: when the password was set */
    bool must_change;    /* the password, which somebody else has seen */
    /* joined */
    bool has_factor;           /* each login asks for a code */
    int64_t frozen_at;         /* of the organization */
    const char *frozen_reason; /* NULL when it is not frozen */
    const char *token_id;      /* by which a program acts for it now; NULL: it is there itself */
    long token_scope;          /* enum membership: what the program may do at the most */
    const char *token_used_on; /* a day; NULL: never before */
    const char *mandate_id;    /* by which this session acts for another organization, which stands
                                * in place of its own above: none once it is over; NULL: it does not */
    const char *limited_by;    /* that mandate, where it is for some filings only; NULL: for all */
    long roles_before;         /* bits: before some were taken that exclude each other; 0: none */
};

/* What a registration says beside its password: POST /accounts carries these and no others, and the
 * rules' form account asks for them. Ends with a NULL name. */
struct registration_member {
    const char *name;
    int min, max; /* characters */
};
extern const struct registration_member registration_members[];

/* A live login. The token itself is stored nowhere. */
struct session {
    const char *token_hash, *account_id;
    int64_t created_at, expires_at;
    bool is_bearer; /* a program's token, not a browser's cookie */
};
struct live_session {
    struct account account; /* whose it is */
    struct session session;
};

/* By this a program acts for an account, within a scope. The token itself is stored nowhere. */
struct bearer {
    const char *id, *account_id;
    const char *name; /* what its owner calls it */
    const char *hash;
    const char *shown; /* how it begins */
    long scope;        /* enum membership: at the most */
    int64_t created_at, ends_at;
    const char *used_on; /* NULL: never */
};
#define TOKEN_PREFIX "sbt_"

/* An authenticator: base/totp.h. */
struct factor {
    const char *account_id, *secret;
    long last_step; /* of the code that was used last */
    int64_t created_at, used_at;
};

/* A link by which somebody sets a new password. */
struct reset {
    const char *account_id, *token_hash;
    bool drops_factor; /* takes the authenticator off, too */
    int64_t ends_at;
    const char *given_by; /* id; NULL: it was given at the command line */
};

/* A password was set by what somebody else had given, who could have used it as well. */
#define RESET_BY_LINK "link"
#define RESET_BY_CODE "code" /* of a recovery */
struct reset_use {
    const char *account_id;
    int64_t used_at;
    const char *way;
    const char *given_by;   /* id; NULL as above */
    const char *given_name; /* joined; NULL as above */
    int64_t seen_at;        /* by the owner; 0: has not said so */
};

/* Somebody has lost the password and asks for a way back in. */
struct recovery {
    const char *id, *account_id;
    int64_t asked_at;
    const char *code_hash; /* NULL: no code has been given */
    int64_t ends_at;       /* of the code; 0: none */
    long tries;            /* that were wrong */
    const char *given_by;  /* who gave the code: id; NULL: none has been given */
    /* joined, of the account */
    const char *username, *organization_name, *contact_name, *mobile;
    int64_t contact_at;
};

#endif
