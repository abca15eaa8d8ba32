/*
 * proposal: what the office does to a filing in force of its own accord, by two people: one
 * proposes it with its reasons, another confirms it or sends it back. Part of casework.h.
 *
 * Each has two halves, and moves the root of the filing's organization: of two who confirm at once
 * one is told that it is done.
 */
#ifndef CASEWORK_PROPOSAL_H
#define CASEWORK_PROPOSAL_H

#include "casework/move.h"
#include "casework/work.h"

struct proposal_order {
    enum verb verb;      /* what is proposed */
    const char *reason;  /* facts and grounds, for the letter */
    const char *article; /* NULL: the only one that there is to choose */
};
/* What is done with one that waits. */
enum proposal_step { PROPOSAL_CONFIRM, PROPOSAL_SEND_BACK, PROPOSAL_TAKE_BACK, PROPOSAL__STEPS };

struct proposal_work {
    struct proposal proposal;
    struct filing filing;
    struct move move; /* of a confirmation */
};

enum err casework_propose_decide(struct casework *w, const char *filing_id,
                                 const struct proposal_order *order, struct proposal_work *x) MUST;
enum err casework_propose_store(struct casework *w, struct proposal_work *x) MUST;

/* answer: why it is sent back; NULL of other steps. */
enum err casework_proposal_decide(struct casework *w, const char *id, enum proposal_step step,
                                  const char *answer, struct proposal_work *x) MUST;
enum err casework_proposal_store(struct casework *w, struct proposal_work *x) MUST;

/* ERR_NOTFOUND when there is none, or it is not in the scope of who asks. */
enum err casework_proposal(struct casework *w, const char *id, struct proposal *x) MUST;
/* May who asks take this step, as it stands? */
bool casework_proposal_may(struct casework *w, const struct proposal *x, enum proposal_step step);
/* JSON list of what who asks may confirm, each "kind event". */
const char *casework_may_confirm(struct casework *w);
const char *proposal_step_label(enum proposal_step step);
const char *proposal_state_label(const char *state);

#endif
