/* probe: the process that looks whether the database can be read and written. */
#ifndef SERVE_PROBE_H
#define SERVE_PROBE_H

#include "serve/pool.h"

/* Returns the exit status: 0 after TERM. */
int probe_main(struct pool *p, struct process *me);

#endif
