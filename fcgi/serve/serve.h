/*
 * serve: processes and FastCGI, and nothing about what a request or a timed job means.
 *
 * serve_run() is the master: it locks the pid file, makes the socket (or takes over an inherited
 * one), forks the workers and the clerk, restarts what falls, kills what overstays, drains on TERM,
 * reloads on HUP, and on USR2 has the program on disk go on in its place. It returns when the pool
 * has ended.
 *
 * The room has a file for each part of the pool.
 */
#ifndef SERVE_H
#define SERVE_H

#include "handle/handle.h"

struct pool_options {
    const char *socket_path; /* ignored when inherited_fd is 0 or more */
    const char *pid_path;
    const char *health_path; /* the socket on which is answered how the pool is */
    int queue_late_ms;       /* a request that has waited for so long is sent away */
    int ready_late_ms;       /* not ready when the database could not be used for so long */
    int inherited_fd;        /* -1: make our own */
    int inherited_health_fd; /* the same of the one on which is answered how the pool is */
    const char *program;     /* this program on disk, and its words: what USR2 starts */
    char *const *argv;
    int workers;                /* 1 to 256 */
    int backlog;                /* 0: 1024 */
    int request_terminate_ms;   /* a worker in one request for longer is killed */
    int clerk_terminate_ms;     /* a clerk that began no new round for so long is killed */
    int drain_ms;               /* after TERM; then KILL */
    size_t worker_memory_bytes; /* RLIMIT_AS; 0: none (sanitizers) */
    long requests_max;          /* a worker ends after so many; 0: never */
    int uploads_max;            /* workers that have a large file in memory at once */
    int peer_timeout_ms;        /* how long the web server may keep a worker waiting for more */
    const char *socket_group;   /* of the socket we make; NULL: our own */
    const char *nginx_user;     /* who alone may connect; NULL: the members of the socket's group */
    bool may_be_root;
    /* The clerk alone reads them; rules_local may be NULL. */
    const char *rules_folder, *rules_local;
};
extern const struct pool_options pool_options_default;

/* `suanbei serve …`: the command line (see serve_usage in options.c) and an optional JSON file,
 * then serve_run(). */
int serve_main(int argc, char **argv);
/* `suanbei check …`: the same line and file, looked at, and nothing is made or started. */
int serve_check_main(int argc, char **argv);
/* `suanbei upgrade …`: the same line and file; the pool that runs with it hands over to the program
 * on disk. Says how that went. */
int serve_upgrade_main(int argc, char **argv);
/* Exit status of the process. */
int serve_run(const struct pool_options *options, const struct settings *settings);

#endif
