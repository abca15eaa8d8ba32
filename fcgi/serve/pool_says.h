/* pool_says: what a running pool says of itself, asked on the socket on which it tells how it is.
 */
#ifndef SERVE_POOL_SAYS_H
#define SERVE_POOL_SAYS_H

#include "base/base.h"

/* Lines in words, each with a remedy; "" when nothing is amiss. NULL: no pool answers there. */
const char *pool_says(struct arena *a, const char *health_path);

#endif
