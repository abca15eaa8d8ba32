/*
 * upgrade: the program on disk is started beside this one, and goes on in its place once it has
 * proved that it can. The old program's side, in the master; the new one's is successor.h.
 *
 * How it went stands in a file beside the pid file (PID_FILE.upgrade): its first line a word
 * (running, done, failed), the second what to tell people. `suanbei upgrade` waits for it.
 */
#ifndef SERVE_UPGRADE_H
#define SERVE_UPGRADE_H

#include "serve/pool.h"

struct upgrade {
    pid_t pid; /* of the new program; 0: none runs */
    int fd;    /* the line to it */
    int64_t until_ms;
    bool has_ended;
    int status; /* how it ended */
    char said[1024];
    size_t said_n;
};

/* Where it stands how the last one went. */
const char *upgrade_path(struct arena *a, const char *pid_path);

/* Where this program is on disk; another may have been put in its place since. */
const char *upgrade_program(struct arena *a);

/* Starts the new program; one at a time. */
void upgrade_begin(struct upgrade *u, const struct pool *p);
/* A child of the master that is none of the pool's has ended. */
void upgrade_ended(struct upgrade *u, pid_t pid, int status);
/* True once the new program has been told to go on: this one has nothing to do but to end. */
bool upgrade_look(struct upgrade *u, const struct pool *p);
/* The new program is ended; this pool ends anyway. */
void upgrade_drop(struct upgrade *u);
/* An upgrade was asked for while it cannot be. */
void upgrade_decline(const struct pool *p, const char *why);

#endif
