/*
 * base/opened: plain copies of sealed files, in a folder that lies in memory, for as long as the
 * web server sends them.
 *
 * A copy belongs to whoever asked for it, and serves all that he asks of it meanwhile. Its name
 * stands until nobody has it open any more: so the folder's listing tells how much is held, also by
 * clients who read slowly, and what is over a bound is refused before anything is sent. Whether
 * somebody has a file open the kernel says, by giving or refusing a lease on it (fcntl(2)). One
 * that was asked for a moment ago is left alone, for the web server may be about to open it. The
 * folder's lock, which ends with the process that holds it, is between who takes away and who
 * counts on a copy that is there.
 */
#ifndef BASE_OPENED_H
#define BASE_OPENED_H

#include "base/error.h"

/* A copy is left alone for so long after it was asked for. */
#define OPENED_GRACE_MS 3000

/* At the start of a pool: makes the folder or takes over its own of before, and empties it.
 * ERR_INPUT when it is somebody else's, or lies on a disk. */
enum err opened_start(const char *folder, struct fault *f) MUST;
/* The same, and what is in it stays: another pool still sends it. */
enum err opened_look(const char *folder, struct fault *f) MUST;
void opened_empty(const char *folder);

struct opened {
    const char *folder, *owner, *name; /* owner and name make the copy's name */
    int64_t size;
    int64_t modified_ms; /* what the web server says as Last-Modified */
    int64_t bytes_max;   /* of all copies; a quarter of it for one owner, but one copy always */
    int fd;              /* of the copy in the making; -1: none */
    char path[512];      /* of that */
};
/* Is there a copy? Then it stays for a while, and fd is -1. Else fd takes size bytes, which are
 * already reserved. ERR_BUSY, "downloads_many", when there is no room. */
enum err opened_begin(struct opened *o, struct fault *f) MUST;
/* What was begun is whole. */
enum err opened_keep(struct opened *o, struct fault *f) MUST;
void opened_drop(struct opened *o); /* safe after keep */

/* Removes what nobody has open and nobody asked for within grace_ms. */
void opened_sweep(const char *folder, int grace_ms);

#endif
