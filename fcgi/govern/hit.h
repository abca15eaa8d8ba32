/* A hit of a replay: a stored judgement that comes out otherwise under the candidate. */
#ifndef GOVERN_HIT_H
#define GOVERN_HIT_H

#include "model/model.h"

/* The codes of the ways in which it can, in a hit's kinds and a report's counts; ends with NULL. */
extern const char *const govern_replay_kinds[];
/* The same of the ways in which a life can: "move_changed", … */
extern const char *const govern_life_kinds[];

/* {"ord", "filing", "n", "version", "title", "organization", "number", "kinds", "change"}, an item
 * of what is open in b. */
void govern_hit_json(struct buf *b, const struct replay_hit *x);
/* The members "filing" to "kinds" alone, which let people look it up, into the object that is open.
 */
void govern_hit_members(struct buf *b, const struct replay_hit *x);

#endif
