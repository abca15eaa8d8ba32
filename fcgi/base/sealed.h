/*
 * base/sealed: a whole file sealed or unsealed, from one descriptor to another, a piece at a time.
 *
 * place is where the file belongs, and is bound into each piece: one that was exchanged for another
 * does not open, nor does one that was cut or made longer.
 */
#ifndef BASE_SEALED_H
#define BASE_SEALED_H

#include "base/files.h"
#include "base/seal.h"

struct file_seal {
    const struct seal_key *key;
    int64_t key_n;
    const char *place;
    int64_t size; /* of the plain text */
};

/* from holds the plain text, from its first byte on. ERR_BUSY: storage failed; ERR_DAMAGED: from
 * is shorter than it should be. */
enum err sealed_write(const struct file_seal *s, int from, struct file_new *to,
                      struct fault *f) MUST;
/* The file at path, into a descriptor. ERR_DAMAGED, "file_damaged": it is not there, or not whole
 * and unchanged as it was sealed; what to holds by then is worth nothing. ERR_BUSY: to takes no
 * more. */
enum err sealed_read(const struct file_seal *s, const char *path, int to, struct fault *f) MUST;
/* The same of a file that lies there in the clear: one whose SHA-256 is another is ERR_DAMAGED. */
enum err unsealed_read(const char *path, int64_t size, const char *sha256, int to,
                       struct fault *f) MUST;

#endif
