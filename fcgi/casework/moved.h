/*
 * moved: the register shows a subject that moved (routing's moved) or has another name
 * (publication's renamed), as the rules declare: the new area or name, a dated note and a line of
 * history on each entry of its organization that is in force.
 */
#ifndef CASEWORK_MOVED_H
#define CASEWORK_MOVED_H

#include "casework/review.h"

/* x: one filing of the organization whose subject the decision amends, as it stood. Nothing is
 * changed where it has no entry in force, or the subject is where it was and called as it was. */
enum err moved_tell(struct casework *w, const struct decision *decision,
                    const struct filing *x) MUST;

#endif
