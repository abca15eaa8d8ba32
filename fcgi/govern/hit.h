/* A hit of a replay as JSON. Private to this room; the whole object is govern_hit_json(). */
#ifndef HIT_H
#define HIT_H

#include "model/model.h"

/* The members that say whose judgement it is and how it differs, for people to look it up. */
void hit_members(struct buf *b, const struct replay_hit *x);

#endif
