/* The facts that one set reads and those of another need not hold. Private to this room. */
#ifndef READS_H
#define READS_H

#include "model/model.h"

/* Paths that the candidate reads of some kind, that the base does not read of it, and that not all
 * facts hold: joined, sorted as they are declared; NULL when there are none. What is kept of a
 * judgement is what the set of its day read. */
const char *reads_beyond(struct arena *a, const json_t *base, const json_t *candidate);

#endif
