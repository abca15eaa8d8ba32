/*
 * checking: what the rules say of a draft while it is typed: of what is stored, or of what is not
 * stored yet, in its organization's context. Nothing is kept of what they say.
 */
#ifndef CASEWORK_CHECKING_H
#define CASEWORK_CHECKING_H

#include "casework/filing.h"

struct checking {
    struct filing filing;
    struct frozen frozen;
    const char *facts;
    struct judged judged;
    const char *answer; /* JSON object: what was judged, for whoever types */
};

/* data: to be judged in place of what is stored, and then nothing is to be stored; NULL: that. Sets
 * the answer. */
enum err casework_check_decide(struct casework *w, const char *id, const json_t *data,
                               struct checking *x) MUST;
enum err casework_check_store(struct casework *w, struct checking *x) MUST;

/* Data of a kind that no filing holds, judged as the organization's of whoever asks. today NULL:
 * the real one. */
struct check_of {
    const char *kind, *action, *today;
    const json_t *data;
};
enum err casework_check_own(struct casework *w, const struct check_of *of, struct checking *x) MUST;
/* The same of nobody. */
enum err casework_check_open(struct casework *w, const struct check_of *of,
                             struct checking *x) MUST;

/* Findings in the order in which the form asks, faults of rules first; a suggestion that only says
 * once more what the form says beside the field says it no longer. A JSON list. */
const char *findings_in_order(struct casework *w, const char *kind, const json_t *findings);

#endif
