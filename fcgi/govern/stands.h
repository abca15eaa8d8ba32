/* What stands: the register, drafts and products, asked about under both sets. Private to this
 * room. */
#ifndef STANDS_H
#define STANDS_H

#include "govern/moves.h"

/* Entries: the version that was filed is published again, and compared column by column. */
walk_fn entries_walk MUST;
/* The verdict on what is not handed in yet, and on products, as of today. */
walk_fn drafts_walk MUST;
walk_fn products_walk MUST;

#endif
