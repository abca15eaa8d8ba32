/*
 * courier: takes a text to where the operator says: to a command's standard input, or to a webhook.
 *
 * Each goes in a process of its own, which ends within a bounded time whatever the receiver does.
 * Whoever starts it has no descriptor to read and nothing to wait for but its end: 0 when it was
 * taken. Nothing that the receiver says is kept, since it may repeat what it was told of persons.
 */
#ifndef COURIER_H
#define COURIER_H

#include "base/base.h"

#include <sys/types.h>

/* Where to. Neither command nor url: nowhere. Strings are borrowed. */
struct courier {
    const char *command;     /* run by sh; the text comes on stdin, and 0 says that it was taken */
    const char *url;         /* the one address; https, or http on this machine */
    const char *secret_file; /* whsec_ and base64 of at least 24 bytes: signs what goes to url */
    const char *ca_file;     /* whom else to believe of certificates; NULL: the system's */
    int timeout_ms;
};

bool courier_is_on(const struct courier *c);
/* Is it set up so that it can work? ERR_INPUT says which setting is at fault. */
enum err courier_check(const struct courier *c, struct fault *f) MUST;

/* What is taken: an id that stays the same however often it is tried, and a text. */
struct parcel {
    const char *id, *text;
    int64_t now; /* ms */
};
/* Starts the process that takes it, the leader of a group of its own. */
enum err courier_start(const struct courier *c, const struct parcel *x, pid_t *pid,
                       struct fault *f) MUST;
/* How a process ended, by what waitpid() says: NULL when it was taken, else why not, in a word. */
const char *courier_outcome(const struct courier *c, int status);

/* ms to wait after so many failures: twice as long each time up to a cap, less up to a half by
 * chance, so that what failed together does not come again together. */
int64_t courier_wait(long failures, int64_t first_ms, int64_t most_ms, uint32_t chance);

/* "v1," and base64 of the HMAC of id, time and body, each after a dot (standardwebhooks.com).
 * False when the secret is none. */
#define COURIER_SIGNATURE_TEXT 64
bool courier_sign(const char *secret, const struct parcel *x,
                  char out[COURIER_SIGNATURE_TEXT]) MUST;

#endif
