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

/* Whoever takes over from another program opens the pid file and leaves the lock to it. */
enum err listener_open(struct listener *l, const struct pool_options *o, struct fault *f) MUST;
/* One more socket for the same peers, by whoever has the lock. */
enum err listener_beside(struct listener *l, const struct pool_options *o, struct fault *f) MUST;
/* ERR_CONFLICT, "pool_running", while another has the lock; then our number stands in the file. */
enum err listener_lock(struct listener *l, const char *path, struct fault *f) MUST;
/* Nobody new comes in: the socket's name goes, and our descriptor. The lock stays. */
void listener_shut(struct listener *l);
void listener_close(struct listener *l);

/* ERR_INPUT when there is none of that name. */
enum err listener_group(const char *name, gid_t *out, struct fault *f) MUST;

/* What was passed in, moved out of the way, otherwise -1: by systemd's LISTEN_FDS the pool's socket
 * and, when there are two, the one on which is answered how the pool is; or standard input when
 * that is a listening socket (spawn-fcgi). */
enum err listener_inherited(int *fd, int *health_fd, struct fault *f) MUST;

#endif
