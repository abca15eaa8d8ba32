/*
 * review: a task is taken, given back, decided.
 */
#ifndef CASEWORK_REVIEW_H
#define CASEWORK_REVIEW_H

#include "casework/frozen.h"
#include "casework/move.h"

/* What the rules say of the clocks before a task changes hands: a state that it is taken from, or
 * given back to, may be one in which they stand still. */
struct handover {
    const struct law_transition *by; /* NULL: it is not allowed */
    const struct judged *clocks;
};
/* verb: to claim, to release. What is not allowed, the store half says. */
enum err casework_handover(struct casework *w, const char *task_id, enum verb verb,
                           struct handover *x) MUST;
/* Both set t as it stands then. Taking what one has already is no event. */
enum err casework_claim(struct casework *w, const char *task_id, const struct handover *x,
                        struct task *t) MUST;
enum err casework_release(struct casework *w, const char *task_id, const struct handover *x,
                          struct task *t) MUST;

/* The task of that id, which who has claimed; else why not. */
enum err casework_claimed(struct casework *w, const char *task_id, struct task *t) MUST;

/* What an account has taken and not decided, and what would become of the clocks without it. */
struct held {
    struct task task;
    struct filing filing;
    long root; /* revision of its organization */
    const char *facts;
    struct handover given_back;
};
struct held_list {
    struct held *rows;
    int n;
};
/* Before its account is changed. Ends the snapshot when it asks the rules. */
enum err casework_held(struct casework *w, const char *account_id, struct held_list *out) MUST;
/* Gives back what an account has taken and may no longer work: it was disabled, or its roles or its
 * scope are others now. The account is as it will stand; its scope is stored already. ERR_AGAIN
 * when it holds by now what was not asked about. */
enum err casework_release_held(struct casework *w, const struct account *of,
                               const struct held_list *held) MUST;

/* ---- for hands.c, reroute.c
 * ----------------------------------------------------------------------------- */

/* The task and its filing, whose organization is what is decided upon. */
enum err review_filing(struct casework *w, const char *task_id, struct task *t,
                       struct filing *x) MUST;
/* The second half of it. */
enum err review_filing_of(struct casework *w, const struct task *t, struct filing *x) MUST;
struct move review_move_of(struct casework *w, const struct task *t, struct filing *x,
                           const char *audit);
/* x->task is set: what it needs to be taken from whoever has it, and to be taken so, when it still
 * stands as it was looked at; else ERR_AGAIN. */
enum err review_look_at_held(struct casework *w, struct held *x) MUST;
enum err review_take_away(struct casework *w, struct task *t, const struct held *asked) MUST;
/* 409, naming the state. */
enum err review_not_allowed(struct casework *w, const struct filing *x, const char *what) MUST;
/* OK when who has claimed it; else why not. */
enum err review_is_mine(struct casework *w, const struct task *t) MUST;
/* The task and its filing go together; t->state is where it stood before, t is loaded after. */
enum err review_move(struct casework *w, struct task *t, struct move *m, enum verb verb,
                     const struct handover *asked) MUST;

#define UNASSIGNED_MAX 200
/* Tasks that nobody may work, of every stage; UNASSIGNED_MAX of them at most. */
enum err casework_unassigned(struct casework *w, struct task **out, int *n) MUST;

/* What is open of an organization whose subject is about to change, and where it goes then. */
struct rerouted {
    struct held held; /* as it stands */
    const char *facts;
    const json_t *route; /* NULL: it stays */
};
struct rerouted_list {
    struct rerouted *rows;
    int n;
};

/* A reviewer's decision under way. */
struct decision {
    struct task task;
    struct filing filing; /* as it will stand */
    struct move move;
    struct frozen frozen;        /* of an approval: what was submitted */
    const json_t *published;     /* of an approval: what the rules publish */
    const char *number;          /* where one is issued */
    struct filing concerned;     /* that it is about, as it stands; all zero: none */
    struct number_serial serial; /* that the number was made of */
    struct rerouted_list rerouted;
};
struct letter_draft;
struct decision_order {
    const char *outcome; /* an event of the workflow */
    const json_t *reasons;
    const char *note; /* NULL: none; for staff only */
};
enum err casework_decision_decide(struct casework *w, const char *task_id,
                                  const struct decision_order *order, struct decision *x) MUST;
enum err casework_decision_store(struct casework *w, struct decision *x) MUST;
/* The letters that a decision would make, with the reasons that are being written; see letters.h.
 */
enum err casework_decision_letters(struct casework *w, const char *task_id, const char *outcome,
                                   struct letter_draft **out, int *n) MUST;

#endif
