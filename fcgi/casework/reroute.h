/*
 * reroute: what is not over of an organization goes where the rules send it by its amended subject,
 * as they declare (routing's follows). An open task goes itself, and who has taken it and cannot
 * see it there gives it back; of any other filing the charge goes, and with it what is open beside
 * it. Whoever decided it goes on seeing it.
 */
#ifndef CASEWORK_REROUTE_H
#define CASEWORK_REROUTE_H

#include "casework/review.h"

/* What else stands of the organization whose subject the decision amends; in a snapshot. */
enum err reroute_look(struct casework *w, struct decision *x) MUST;
/* Asks the rules of each. Where they have no answer it stays. */
enum err reroute_ask(struct casework *w, struct decision *x) MUST;
/* After the subject was amended; each tells it in its history. What is published of its
 * organization is told in the register, wherever work goes. ERR_AGAIN when one of them stands
 * otherwise by now. */
enum err reroute_store(struct casework *w, struct decision *x) MUST;

#endif
