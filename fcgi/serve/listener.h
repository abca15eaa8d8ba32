/*
 * listener: the pid file and the socket.
 *
 * Whoever holds the lock on the pid file may replace a socket that nobody listens on. A socket may
 * also be inherited from systemd or spawn-fcgi; it is then used and left as it is.
 */
#ifndef SERVE_LISTENER_H
#define SERVE_LISTENER_H

#include "serve/serve.h"

#include <sys/stat.h>
#include <sys/types.h>

struct listener {
    int pid_fd, fd;
    bool is_inherited;
    char socket_path[108];
    dev_t dev; /* which socket we bound, in case another takes the path */
    ino_t ino;
};

enum err listener_open(struct listener *l, const struct pool_options *o, struct fault *f) MUST;
/* One more socket for the same peers, by whoever has the lock. */
enum err listener_beside(struct listener *l, const char *path, const struct pool_options *o,
                         struct fault *f) MUST;
/* Nobody new comes in: the socket's name goes, and our descriptor. The lock stays. */
void listener_shut(struct listener *l);
void listener_close(struct listener *l);

/* ERR_INPUT when there is none of that name. */
enum err listener_group(const char *name, gid_t *out, struct fault *f) MUST;

/* 3 by systemd's LISTEN_FDS, 0 when standard input is a listening socket (spawn-fcgi), moved out of
 * the way; otherwise -1. */
enum err listener_inherited(int *fd, struct fault *f) MUST;

#endif
