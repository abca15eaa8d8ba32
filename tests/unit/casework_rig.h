/*
 * casework_rig: the set-up of what lives a filing without HTTP. The shipped rules in one judge, two
 * companies with their people, the staff that reviews them, and both halves of each act run as the
 * dispatcher runs them. The tests begin at 10 o'clock in Beijing on 24 November 2026, a Tuesday,
 * and it is a millisecond later whenever somebody looks.
 */
#ifndef CASEWORK_RIG_H
#define CASEWORK_RIG_H

#include "casework/casework.h"
#include "store_rig.h"

/* The call succeeds, or its fault is told; it is refused with that code. */
#define DONE(call) CHECK_ERR(call, OK, &acting.fault)
#define REFUSED(call, want, code) CHECK_REFUSED(call, want, code, &acting.fault)

int rig_casework_main(int argc, char **argv, const struct check_test *tests, size_t n);

/* ---- who ------------------------------------------------------------------------------------- */

extern struct policy *rules;
extern struct organization company, rival;
extern struct account filer, colleague, rival_filer;            /* colleague: of the company, too */
extern struct account first, other_first, second, other_second; /* reviewers who see everything */
extern struct account admin;                                    /* who appoints them */

struct organization rig_company(const char *name);
/* organization NULL: none; area NULL: nothing is in their scope, "": everything. */
struct account rig_account(struct role_set roles, const struct organization *o, const char *area);
/* A company of its own whose subject is approved, and its filer. */
struct account rig_approved_company(void);

/* Lays `acting` anew for a request of theirs, now; what it said when it failed stays there. Whoever
 * needs two requests at a time copies it. */
struct casework *as(const struct account *who);
extern struct casework acting;
void rig_days_pass(int days);

/* ---- what they fill in ----------------------------------------------------------------------- */

/* Data that the rules accept, with files and a product of theirs: rig_product is its id. */
json_t *rig_data(const struct account *who, const char *kind);
extern const char *rig_product;
/* Another text, or NULL for null, in a field. */
void rig_put(json_t *data, const char *section, const char *field, const char *value);

/* ---- halves: a read snapshot with the root of whoever asks, a transaction that settles it ---- */

enum err rig_begin_decide(struct casework *w, const struct concern *of) MUST;
enum err rig_begin_store(struct casework *w, const struct concern *of, struct filing *x) MUST;
enum err rig_save_decide(struct casework *w, const char *id, const json_t *data, long if_match,
                         struct saving *x) MUST;
enum err rig_save_store(struct casework *w, struct saving *x) MUST;
enum err rig_check_decide(struct casework *w, const char *id, struct checking *x) MUST;
enum err rig_check_store(struct casework *w, struct checking *x) MUST;
enum err rig_submit_decide(struct casework *w, const char *id, struct submission *x) MUST;
enum err rig_submit_store(struct casework *w, struct submission *x) MUST;
enum err rig_decision_decide(struct casework *w, const char *task_id, const char *outcome,
                             struct decision *x) MUST;
enum err rig_decision_store(struct casework *w, struct decision *x) MUST;
enum err rig_proposal_decide(struct casework *w, const char *id, enum proposal_step step,
                             struct proposal_work *x) MUST;
enum err rig_proposal_store(struct casework *w, struct proposal_work *x) MUST;

/* ---- both halves, by id ---------------------------------------------------------------------- */

enum err rig_begin(const struct account *who, const char *kind, struct filing *x) MUST;
/* The same of what may concern an earlier filing. */
enum err rig_begin_of(const struct account *who, const struct concern *of, struct filing *x) MUST;
enum err rig_save(const struct account *who, const char *id, const json_t *data) MUST;
enum err rig_check(const struct account *who, const char *id, struct checking *x) MUST;
enum err rig_submit(const struct account *who, const char *id, struct submission *x) MUST;
enum err rig_withdraw(const struct account *who, const char *id) MUST;
enum err rig_delete(const struct account *who, const char *id, long if_match) MUST;
enum err rig_claim(const struct account *who, const char *task_id) MUST;
/* Of who stands like this now, and may have to give back what they hold: by the admin. */
enum err rig_release_held(const struct account *of) MUST;
enum err rig_release(const struct account *who, const char *task_id) MUST;
enum err rig_decide(const struct account *who, const char *task_id, const char *outcome) MUST;
/* That the office take a filing out of force; *id is the proposal's. */
enum err rig_propose(const struct account *who, const char *filing_id, enum verb verb,
                     const char **id) MUST;
enum err rig_proposal(const struct account *who, const char *id, enum proposal_step step) MUST;

/* ---- short ways: where one fails, no test goes on -------------------------------------------- */

struct filing rig_filing_now(const char *id);
struct task rig_task_now(const char *id);
/* A filing has one task that is not done, or none: its id or NULL. */
const char *rig_task_of(const char *filing_id);
const char *rig_draft(const struct account *who, const char *kind); /* filled in */
const char *rig_submitted(const struct account *who, const char *kind);
/* Claims the filing's task and decides it. */
void rig_decided(const struct account *who, const char *filing_id, const char *outcome);

const char *rig_approved(const struct account *who); /* an algorithm in force */
/* A change of it, or its end ("deregister"), filled in. */
const char *rig_about(const struct account *who, const char *action, const char *of);

/* ---- what became of a filing ----------------------------------------------------------------- */

const char *rig_state_of(const char *id);
long rig_count(const char *table, const char *filing_id); /* its rows there */
const char *rig_history(const char *id);                  /* "create>draft submit>submitted …" */

#endif
