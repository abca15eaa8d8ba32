/* child: what the processes that the master forks have in common. */
#ifndef SERVE_CHILD_H
#define SERVE_CHILD_H

#include "serve/pool.h"

/* Core files and memory. */
void child_limits(const struct pool_options *o);
/* TERM from now on sets child_is_stopping() and ends a wait in accept() on listen_fd (-1: there is
 * none); all other signals are the master's to answer. False when that cannot be had. To be
 * repeated after a library has put in handlers of its own. */
bool child_signals(int listen_fd) MUST;
bool child_is_stopping(void);
/* Waits while another pool still answers; for who is about to accept. */
void child_wait_open(const struct pool *p);

#endif
