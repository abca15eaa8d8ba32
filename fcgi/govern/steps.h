/*
 * Steps: each looks, writes its row and its line of the audit trail, in the caller's transaction.
 */
#ifndef GOVERN_STEPS_H
#define GOVERN_STEPS_H

#include "govern/trial.h"

/* Ends the write transaction in hand: commits, or rolls back when err. */
enum err govern_finish(struct store *s, enum err err, struct fault *f) MUST;

/* ---- proposing, trying ----------------------------------------------------------------------- */

/* Adds a set; *is_new is false when it was there already: its row stays as it is, but whoever
 * proposes it again has proposed it and may not sign it. by NULL: the folder. x->added_at is set.
 */
enum err govern_propose(struct store *s, const struct account *by, int64_t now, struct rule_set *x,
                        bool *is_new, struct fault *f) MUST;
/* Takes a candidate back: nobody signs it or makes it active until it is proposed again. ERR_DENIED
 * not_proposer, ERR_CONFLICT was_active. */
enum err govern_withdraw(struct store *s, const struct account *by, const char *hash,
                         struct fault *f) MUST;
/* Notes a trial of a stored set. by NULL: the system. */
enum err govern_note_trial(struct store *s, const struct account *by, const char *hash,
                           const struct trial *t, struct fault *f) MUST;

/* ---- signing --------------------------------------------------------------------------------- */

/* The set that a replay of this one is compared with and an approval stands on: the active set; but
 * for a set that is active by an emergency the one that it would fall back to. */
enum err govern_base(struct store *s, struct arena *a, const char *hash, const char **base,
                     struct fault *f) MUST;
/* Signs a set and the report of its newest replay. ERR_CONFLICT by code: self_approval,
 * already_active, test_missing, test_failed, replay_missing, base_changed, report_changed. */
enum err govern_approve(struct store *s, const struct account *by, const char *hash,
                        const char *report_hash, const char *note, struct fault *f) MUST;
/* May that person take a step with it now? OK, or the fault with which it would be refused. */
enum govern_step {
    STEP_TEST,
    STEP_REPLAY,
    STEP_APPROVE,
    STEP_ACTIVATE,
    STEP_EMERGENCY,
    STEP_ROLLBACK,
    STEP_WITHDRAW
};
enum err govern_may(struct store *s, struct arena *a, const struct account *by,
                    const struct rule_set *x, enum govern_step step, struct fault *f) MUST;
/* Says where a set stands ("active", "retired": was active once, "taken_back", "approved",
 * "candidate"), and whether its newest approval holds or it came to be active by one. */
enum err govern_state(struct store *s, struct arena *a, const struct rule_set *x,
                      const char **state, bool *is_approved, struct fault *f) MUST;

/* ---- making active --------------------------------------------------------------------------- */

/* Makes a signed set active. ERR_CONFLICT: already_active, approval_missing, replay_missing,
 * base_changed, report_changed. */
enum err govern_activate(struct store *s, const struct account *by, const char *hash,
                         const char *reason, struct fault *f) MUST;

struct emergency {
    const char *hash, *reason;
    int64_t now, ends_at;
};
#define GOVERN_EMERGENCY_MS (7LL * 24 * 3600 * 1000) /* the longest */
/* Makes a set active with one signature, until ends_at. The caller has just tried it. ERR_INPUT:
 * reason_missing, ends_at_invalid; ERR_CONFLICT: already_active. */
enum err govern_activate_emergency(struct store *s, const struct account *by,
                                   const struct emergency *x, struct fault *f) MUST;

/* ---- taking back ----------------------------------------------------------------------------- */

/* The set that was regularly active before the present one. ERR_CONFLICT nothing_before when there
 * is none. */
enum err govern_before(struct store *s, struct arena *a, const char **hash, struct fault *f) MUST;
/* Goes back to it. The caller has found it with govern_before() and seen that it loads; ERR_AGAIN
 * when it is another by now, ERR_INPUT reason_missing. */
enum err govern_rollback(struct store *s, const struct account *by, const char *to,
                         const char *reason, struct fault *f) MUST;

/* An emergency that is over and the set that it falls back to; *to is NULL when there is none. */
enum err govern_due(struct store *s, struct arena *a, int64_t now, struct activation *emergency,
                    const char **to, struct fault *f) MUST;
/* Falls back. Does nothing when another activation came first. */
enum err govern_revert(struct store *s, long emergency_n, const char *to, struct fault *f) MUST;

#endif
