/* worker: the process that answers requests, one after the other. */
#ifndef SERVE_WORKER_H
#define SERVE_WORKER_H

#include "serve/pool.h"

/* Returns the exit status: 0 after TERM or requests_max. */
int worker_main(struct pool *p, struct process *me);

#endif
