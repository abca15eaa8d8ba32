/*
 * govern_rig: the set-up of what governs rule sets. An editor and an approver in the store's
 * database, sets that stand at some point of their way, and each step as one write.
 */
#ifndef GOVERN_RIG_H
#define GOVERN_RIG_H

#include "govern/govern.h"
#include "store_rig.h"

#define REFUSED(call, want, code) CHECK_REFUSED(call, want, code, &fault)

extern struct account editor, approver;
void govern_begin(void); /* adds these two: for rig_store_main */

/* ---- sets ------------------------------------------------------------------------------------ */

/* What they declare: a state for the filings of the rig. ' stands for ". */
extern const char govern_manifest[];
/* A new set, by the editor, under a hash of its own; its hash. */
const char *proposed(void), *proposed_with(const char *manifest);
const char *first_set(void);  /* a new set, active at once, as from a watched folder */
const char *signed_set(void); /* a new set with all that an activation asks for */
void tried(const char *hash, bool is_passed);
void replayed(const char *hash, const char *base, const char *report);

const char *active(void);     /* the hash of the active set, NULL when there is none */
const char *kind(void);       /* of the activation that made it so */
const char *before(void);     /* the set that a step back would take, or the code of its fault */
const char *due(int64_t now); /* what an emergency falls back to by then, NULL: it goes on */

/* ---- steps, each on (set, words) ------------------------------------------------------------- */

typedef enum err govern_step(const char *hash, const char *words);

/* In a transaction, which is rolled back when the step fails. */
enum err in_write(govern_step *step, const char *hash, const char *words);

govern_step step_propose;                   /* words: the origin */
govern_step step_trial;                     /* words: the report */
govern_step step_approve, step_approve_own; /* words: the report's hash; by the editor */
govern_step step_activate, step_watch, step_rollback, step_revert; /* words: the reason */
govern_step step_emergency;
extern int64_t emergency_now, emergency_ends; /* of the emergencies to come */

#define APPROVE(hash, report) in_write(step_approve, hash, report)
#define ACTIVATE(hash) in_write(step_activate, hash, "理由")

#endif
