/* The differences between the workflows of two rule sets, in words for whoever signs. Pure: two
 * laws and the clocks that stand beside them. Private to this room. */
#ifndef LAW_DIFF_H
#define LAW_DIFF_H

#include "model/model.h"

struct law_side {
    const struct law *law;
    const json_t *manifest; /* deadlines and limits of it are compared; NULL: none */
};
/* A JSON list of {"of", "what": "added"|"removed"|"changed", "code", "title", "label",
 * "words"}, in the order of the
 * law: kinds, states, stages, transitions and the rest. */
char *law_diff(struct arena *a, const struct law_side *base, const struct law_side *candidate);

#endif
