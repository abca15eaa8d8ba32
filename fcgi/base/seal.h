/*
 * base/seal: authenticated encryption of cells and files, and the file of master keys.
 *
 * A key that seals data is wrapped by a master key, which stands in a file outside the database. A
 * cell tells in the clear which suite sealed it and by which key; where it belongs is bound in as
 * associated data, so that a cell that was moved does not open. Whoever changes one byte gets no
 * plain text, not even a part of it.
 */
#ifndef BASE_SEAL_H
#define BASE_SEAL_H

#include "base/time.h"

/* The first byte of whatever is sealed. XChaCha20-Poly1305: draft-irtf-cfrg-xchacha-03 with the
 * AEAD of RFC 8439. The next are for SM4 (GB/T 32907) with SM3 (GB/T 32905). */
enum seal_suite { SEAL_XCHACHA20_POLY1305 = 1 };

#define SEAL_KEY_BYTES 32
struct seal_key {
    unsigned char bytes[SEAL_KEY_BYTES];
};
void seal_key_new(const struct world *w, struct seal_key *out);
void seal_key_forget(struct seal_key *k); /* overwrites it */
/* Zeroed memory for keys, between pages that nobody may touch: it is not written to a core dump,
 * and stays out of swap as far as the system lets it. Freeing overwrites it; NULL allowed. */
void *seal_memory(size_t n);
void seal_memory_free(void *p);
bool seal_key_same(const struct seal_key *a, const struct seal_key *b);

/* A cell is suite, number of the key (8 bytes, little endian), nonce (24), text, tag (16). */
#define SEAL_HEAD (1 + 8 + 24)
#define SEAL_MORE (SEAL_HEAD + 16) /* bytes that a cell has more than its text */

/* Writes n + SEAL_MORE bytes to out. */
void seal(const struct world *w, const struct seal_key *k, int64_t key_n, const char *place,
          const void *p, size_t n, unsigned char *out);
/* The number of the key that sealed it; 0: that is no cell. */
int64_t sealed_by(const unsigned char *cell, size_t n);
/* Writes n - SEAL_MORE bytes to out; false, and nothing of it, when it was changed, moved or sealed
 * by another key. */
bool unseal(const struct seal_key *k, const char *place, const unsigned char *cell, size_t n,
            void *out) MUST;

/* HMAC-SHA-256 in hex: for what must be found by equality, or proved by whoever holds the key. */
#define SEAL_HASH_TEXT 65
void seal_hash(const struct seal_key *k, const void *p, size_t n, char out[SEAL_HASH_TEXT]);
/* The same for whoever hashes much by one key: its share is made once. To be kept like the key. */
struct seal_mac {
    unsigned char opaque[352];
} __attribute__((aligned(16)));
void seal_mac_start(struct seal_mac *m, const struct seal_key *k);
void seal_mac_forget(struct seal_mac *m);
void seal_mac_hash(const struct seal_mac *m, const void *p, size_t n, char out[SEAL_HASH_TEXT]);

/* SipHash of little by a key that was made of another: for an index of what must not be read. */
enum { SEAL_SHORT_BYTES = 16 };
void seal_short_key(const struct seal_key *k, const char *purpose,
                    unsigned char out[SEAL_SHORT_BYTES]);
uint64_t seal_short(const unsigned char key[SEAL_SHORT_BYTES], const void *p, size_t n);

/* Keyed BLAKE2b, for what is made often of a few hundred bytes; the key is made of another. */
enum { SEAL_TIE_KEY_BYTES = 32, SEAL_TIE_BYTES = 16 };
void seal_tie_key(const struct seal_mac *m, const char *purpose,
                  unsigned char out[SEAL_TIE_KEY_BYTES]);
void seal_tie(const unsigned char key[SEAL_TIE_KEY_BYTES], const void *p, size_t n,
              unsigned char out[SEAL_TIE_BYTES]);

/* ---- files ----------------------------------------------------------------------------------- */

/* A file is a head and pieces of SEAL_PIECE bytes, the last of which is shorter or says that it is
 * the last: one that was cut does not open to its end. */
#define SEAL_PIECE (64 * 1024)
#define SEAL_FILE_HEAD (1 + 8 + 24)
#define SEAL_PIECE_MORE 17
struct seal_stream {
    unsigned char opaque[64];
} __attribute__((aligned(16)));
void seal_file_start(struct seal_stream *s, const struct seal_key *k, int64_t key_n,
                     unsigned char head[SEAL_FILE_HEAD]);
/* At most SEAL_PIECE bytes; writes n + SEAL_PIECE_MORE to out. place is bound into each. */
void seal_file_piece(struct seal_stream *s, const char *place, const void *p, size_t n,
                     bool is_last, unsigned char *out);
bool unseal_file_start(struct seal_stream *s, const struct seal_key *k,
                       const unsigned char head[SEAL_FILE_HEAD]) MUST;
/* n bytes of a sealed piece; writes n - SEAL_PIECE_MORE. */
bool unseal_file_piece(struct seal_stream *s, const char *place, const unsigned char *piece,
                       size_t n, bool *is_last, void *out) MUST;

/* ---- master keys ----------------------------------------------------------------------------- */

#define MASTER_NAME_TEXT 17
#define MASTERS_MAX 8
struct master_key {
    char name[MASTER_NAME_TEXT]; /* 16 hex digits, told where it wrapped */
    struct seal_key key;
};
/* The first wraps; the others open what was wrapped before a rotation. */
struct masters {
    struct master_key keys[MASTERS_MAX];
    int n;
};

/* ERR_NOTFOUND when there is none; ERR_INPUT when others than its owner may read it, or when it is
 * not as masters_write() leaves it. */
enum err masters_read(const char *path, struct masters *out, struct fault *f) MUST;
/* Mode 0600, synced, renamed into place. */
enum err masters_write(const char *path, const struct masters *m, struct fault *f) MUST;
/* One more, in the first place. ERR_CONFLICT when there are MASTERS_MAX. */
enum err masters_add(struct masters *m, const struct world *w, struct fault *f) MUST;
/* NULL: none of that name. */
const struct seal_key *masters_find(const struct masters *m, const char *name);

#endif
