/* takeover_steps: what the steps of a takeover share. Private to the two files that do them. */
#ifndef CASEWORK_TAKEOVER_STEPS_H
#define CASEWORK_TAKEOVER_STEPS_H

#include "casework/takeover.h"

/* It waits, and what is decided stands on the organization that is asked for. ERR_CONFLICT where it
 * has ended. */
enum err takeover_waiting(struct casework *w, const char *id, struct takeover_work *x,
                          enum takeover_side *side) MUST;
/* ERR_DENIED, with what keeps them from deciding. */
enum err takeover_refuse_who(struct casework *w, const struct takeover *x,
                             enum takeover_side side) MUST;
/* A finding where nothing is said, or too much; what: how the text is called. */
void takeover_check_text(struct casework *w, const char *text, const char *what,
                         struct findings *fs);
/* ERR_CONFLICT when the asker may no longer leave where they were. */
enum err takeover_check_asker(struct casework *w, const struct takeover *x) MUST;
/* It ends in that state, now and by who asks. audit: the action. */
void takeover_end(struct casework *w, struct takeover_work *x, const char *state,
                  const char *audit);
/* Whoever is to be told will be, and it is on record. */
enum err takeover_note(struct casework *w, const struct takeover_work *x) MUST;

#endif
