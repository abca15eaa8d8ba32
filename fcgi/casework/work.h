/*
 * work: who acts, with what, and when; and the root that was decided upon. Part of casework.h.
 */
#ifndef CASEWORK_WORK_H
#define CASEWORK_WORK_H

#include "casework/quota.h"
#include "policy/policy.h"
#include "store/store.h"

/* The root that a decide half stood on. */
struct root {
    const char *id; /* NULL: none was looked at */
    long revision;
};

/* A fact about the organization of a root that others can move: whether a credit code is theirs. */
struct elsewhere {
    const char *organization_id, *credit_code; /* NULL: it was not asked */
    bool is;
};

/* Laid by the caller for one request, so that a test can lay another. */
struct casework {
    struct store *store;
    struct policy *policy;
    struct arena *arena;
    const struct world *world;
    const struct account *who; /* NULL: nobody */
    const char *remote_addr;
    int64_t now;
    char today[DATE_TEXT]; /* the Beijing day of now */
    struct root root;
    struct elsewhere elsewhere;
    struct fault fault;
    const char *findings;        /* go with a fault: a JSON array; NULL: none */
    const struct quotas *quotas; /* of organizations; NULL: none */
    int judge_faults;            /* questions that the rules gave no answer to */
};

/* Remembers the revision of what is decided upon, in the snapshot or transaction of that decision.
 */
enum err casework_root(struct casework *w, const char *id) MUST;
/* Asks it, and again when the root is settled. */
enum err casework_elsewhere(struct casework *w, const char *organization_id,
                            const char *credit_code, bool *is) MUST;
/* In the write transaction: ERR_AGAIN when the root has moved since. is_raised: what is stored here
 * moves it, for others who decided upon it. */
enum err casework_settle(struct casework *w, bool is_raised) MUST;

/* ERR_INPUT with these findings and code. */
enum err casework_findings(struct casework *w, const char *code, const char *text,
                           struct findings *fs) MUST;
enum err casework_not_found(struct casework *w) MUST;
/* Takes the end of a look or a store by id. ERR_NOTFOUND is said in our words, whatever the id was:
 * nobody is told whether it is there for others. */
/* The key of what was loaded is destroyed: its row is there but for what was sealed. */
bool casework_is_erased(const struct casework *w, enum err err);
/* ERR_NOTFOUND, "key_erased": for whoever might have read it. */
enum err casework_erased(struct casework *w) MUST;
enum err casework_found(struct casework *w, enum err err) MUST;
/* A line of the audit trail in who's name; detail is a JSON object or NULL. */
enum err casework_audit(struct casework *w, const char *action, const char *object,
                        const char *detail) MUST;

/* Whom to ask, as the end of a sentence: the office that the rules name and how it is reached, or
 * 受理单位 where they name none. */
const char *casework_office(const struct casework *w);

/* What a filing of that kind begins with; for what is no filing, the first that is declared. */
const char *casework_first_action(const struct casework *w, const char *kind);
/* The active set declares these: its law, all of it, and the form of a kind (NULL when there is
 * none), which is there compiled, too. */
const struct law *casework_law(const struct casework *w);
const json_t *casework_manifest(const struct casework *w);
const json_t *casework_form(const struct casework *w, const char *kind);
const struct form *casework_compiled(const struct casework *w, const char *kind);

#endif
