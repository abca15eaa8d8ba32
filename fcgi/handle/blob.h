/*
 * blob: the bytes of an attachment. They come into memory, where what they are is found out, and go
 * to the disk sealed; they come back into a folder in memory, from which nginx sends them.
 */
#ifndef HANDLE_BLOB_H
#define HANDLE_BLOB_H

#include "handle/context.h"

/* What nginx knows settings.open_folder as (nginx/suanbei.conf). */
#define BLOB_LOCATION "/_open/"

/* A body, in memory alone. */
struct received {
    int fd; /* -1: none; nobody can change it any more */
    int64_t size;
    char sha256[SHA256_TEXT];
    char path[40]; /* of fd, for who wants to open it again: /proc/self/fd/N */
};

/* ERR_LARGE, without words, over most bytes; ERR_BUSY when others have as much in hand as there may
 * be. To be forgotten whatever came of it. */
enum err blob_receive(struct context *c, int64_t most, struct received *out) MUST;
void blob_forget(struct received *r);
/* Seals it for x's owner, under a name and by a key that x then tells. Outside of a transaction. */
enum err blob_keep(struct context *c, const struct received *r, struct attachment *x) MUST;
/* Within the write that stores x: is it still there, and does its key still open it? */
enum err blob_is_kept(struct context *c, const struct attachment *x) MUST;
/* Unseals it for who asks, and tells nginx where it is. ERR_DAMAGED: it is not as it was kept;
 * "key_erased": nobody reads it again. */
enum err blob_send(struct context *c, const struct attachment *x) MUST;

#endif
