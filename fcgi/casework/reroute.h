/*
 * reroute: what is open of an organization goes where the rules send it by its amended subject, as
 * they declare (routing's follows). Who has taken it and cannot see it there gives it back.
 */
#ifndef CASEWORK_REROUTE_H
#define CASEWORK_REROUTE_H

#include "casework/review.h"

/* What else is open of the organization whose subject the decision amends; in a snapshot. */
enum err reroute_look(struct casework *w, struct decision *x) MUST;
/* Asks the rules of each. Where they have no answer it stays. */
enum err reroute_ask(struct casework *w, struct decision *x) MUST;
/* After the subject was amended; each tells it in its history. ERR_AGAIN when one of them stands
 * otherwise by now. */
enum err reroute_store(struct casework *w, struct decision *x) MUST;

#endif
