#include "base/seal.h"
#include "base/files.h"
#include "base/log.h"
#include "base/text.h"

#include <errno.h>
#include <limits.h>
#include <nettle/hmac.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
_Static_assert(SEAL_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a key's bytes");
_Static_assert(SEAL_HEAD == 1 + 8 + NONCE, "a cell's head");
_Static_assert(SEAL_MORE == SEAL_HEAD + crypto_aead_xchacha20poly1305_ietf_ABYTES, "a cell's tag");
_Static_assert(SEAL_FILE_HEAD == 1 + 8 + crypto_secretstream_xchacha20poly1305_HEADERBYTES,
               "a file's head");
_Static_assert(SEAL_PIECE_MORE == crypto_secretstream_xchacha20poly1305_ABYTES, "a piece's tag");
_Static_assert(sizeof(struct hmac_sha256_ctx) <= sizeof(struct seal_mac),
               "struct seal_mac holds nettle's state");
_Static_assert(sizeof(crypto_secretstream_xchacha20poly1305_state) <= sizeof(struct seal_stream),
               "struct seal_stream holds libsodium's state");

void
seal_key_new(const struct world *w, struct seal_key *out)
{
    w->random(w->ctx, out->bytes, sizeof out->bytes);
}

void
seal_key_forget(struct seal_key *k)
{
    sodium_memzero(k, sizeof *k);
}

void *
seal_memory(size_t n)
{
    /* It ends where the page ends: a length of whole 64 bytes keeps it aligned. */
    size_t room = (n + 63) / 64 * 64;
    void *p = sodium_init() < 0 ? NULL : sodium_malloc(room);
    if (p == NULL) {
        log_line(LOG_ERROR_, "seal: no memory for keys");
        abort();
    }
    sodium_memzero(p, room);
    return p;
}

void
seal_memory_free(void *p)
{
    sodium_free(p);
}

bool
seal_key_same(const struct seal_key *a, const struct seal_key *b)
{
    return sodium_memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/* ---- cells ----------------------------------------------------------------------------------- */

static void
put_head(unsigned char *out, int64_t key_n)
{
    out[0] = SEAL_XCHACHA20_POLY1305;
    for (int i = 0; i < 8; i++)
        out[1 + i] = (unsigned char)((uint64_t)key_n >> 8 * i);
}

/* What is told in the clear is bound in, too: suite and key with the place. */
#define BOUND_MAX 512
static size_t
bind(char out[BOUND_MAX], const unsigned char *head, const char *place)
{
    size_t n = strlen(place);

    if (n > BOUND_MAX - 9)
        n = BOUND_MAX - 9;
    memcpy(out, head, 9);
    memcpy(out + 9, place, n);
    return n + 9;
}

void
seal(const struct world *w, const struct seal_key *k, int64_t key_n, const char *place,
     const void *p, size_t n, unsigned char *out)
{
    char bound[BOUND_MAX];

    put_head(out, key_n);
    w->random(w->ctx, out + 9, NONCE);
    size_t bound_n = bind(bound, out, place);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(out + SEAL_HEAD, NULL, p, n,
                                                     (const unsigned char *)bound, bound_n, NULL,
                                                     out + 9, k->bytes);
}

int64_t
sealed_by(const unsigned char *cell, size_t n)
{
    uint64_t key_n = 0;

    if (n < SEAL_FILE_HEAD || cell[0] != SEAL_XCHACHA20_POLY1305)
        return 0;
    for (int i = 7; i >= 0; i--)
        key_n = key_n << 8 | cell[1 + i];
    return (int64_t)key_n;
}

/*
 * XChaCha20-Poly1305 is ChaCha20-Poly1305 under a key that HChaCha20 makes of the first 16 bytes of
 * the nonce (draft-irtf-cfrg-xchacha-03 section 2.3). OpenSSL opens that in half of libsodium's
 * time from about a kilobyte on, which is what a read of a filing waits for; for less, getting it
 * ready costs more than it saves.
 */
enum { LONG_CELL = 1024, TAG = SEAL_MORE - SEAL_HEAD };
static EVP_CIPHER_CTX *
opener(void)
{
    static EVP_CIPHER_CTX *kept;
    EVP_CIPHER *cipher = NULL;

    if (kept != NULL)
        return kept;
    /* Without its configuration: a worker may open no such file. */
    if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1)
        cipher = EVP_CIPHER_fetch(NULL, "ChaCha20-Poly1305", NULL);
    EVP_CIPHER_CTX *x = cipher != NULL ? EVP_CIPHER_CTX_new() : NULL;
    if (x != NULL && EVP_DecryptInit_ex2(x, cipher, NULL, NULL, NULL) == 1)
        kept = x;
    else
        EVP_CIPHER_CTX_free(x);
    EVP_CIPHER_free(cipher);
    return kept;
}

/* A cell of n bytes; what is bound in and where the text goes as in unseal(). */
static bool
unseal_long(EVP_CIPHER_CTX *x, const struct seal_key *k, const unsigned char *cell, size_t n,
            const char *bound, size_t bound_n, unsigned char *out)
{
    static const unsigned char nobodys[SEAL_KEY_BYTES];
    const unsigned char *nonce = cell + 9, *tag = cell + n - TAG;
    unsigned char key[SEAL_KEY_BYTES], short_nonce[12] = {0};
    int told = 0, rest = 0, text_n = (int)(n - SEAL_MORE);

    (void)crypto_core_hchacha20(key, nonce, k->bytes, NULL);
    memcpy(short_nonce + 4, nonce + 16, 8);
    bool is_whole =
        EVP_DecryptInit_ex2(x, NULL, key, short_nonce, NULL) == 1 &&
        EVP_CIPHER_CTX_ctrl(x, EVP_CTRL_AEAD_SET_TAG, TAG, (void *)(uintptr_t)tag) == 1 &&
        EVP_DecryptUpdate(x, NULL, &told, (const unsigned char *)bound, (int)bound_n) == 1 &&
        EVP_DecryptUpdate(x, out, &told, cell + SEAL_HEAD, text_n) == 1 &&
        EVP_DecryptFinal_ex(x, out + told, &rest) == 1 && told + rest == text_n;
    if (!is_whole)
        sodium_memzero(out, (size_t)text_n);
    sodium_memzero(key, sizeof key);
    (void)EVP_DecryptInit_ex2(x, NULL, nobodys, short_nonce, NULL); /* it forgets the key */
    return is_whole;
}

bool
unseal(const struct seal_key *k, const char *place, const unsigned char *cell, size_t n, void *out)
{
    char bound[BOUND_MAX];

    if (n < SEAL_MORE || cell[0] != SEAL_XCHACHA20_POLY1305)
        return false;
    size_t bound_n = bind(bound, cell, place);
    EVP_CIPHER_CTX *x = n >= LONG_CELL && n <= INT_MAX ? opener() : NULL;
    if (x != NULL)
        return unseal_long(x, k, cell, n, bound, bound_n, out);
    return crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, cell + SEAL_HEAD,
                                                      n - SEAL_HEAD, (const unsigned char *)bound,
                                                      bound_n, cell + 9, k->bytes) == 0;
}

void
seal_hash(const struct seal_key *k, const void *p, size_t n, char out[SEAL_HASH_TEXT])
{
    struct seal_mac m;

    seal_mac_start(&m, k);
    seal_mac_hash(&m, p, n, out);
    seal_mac_forget(&m);
}

void
seal_mac_start(struct seal_mac *m, const struct seal_key *k)
{
    hmac_sha256_set_key((struct hmac_sha256_ctx *)(void *)m->opaque, sizeof k->bytes, k->bytes);
}

void
seal_mac_forget(struct seal_mac *m)
{
    sodium_memzero(m, sizeof *m);
}

void
seal_mac_hash(const struct seal_mac *m, const void *p, size_t n, char out[SEAL_HASH_TEXT])
{
    unsigned char sum[SHA256_DIGEST_SIZE];
    struct hmac_sha256_ctx state;

    memcpy(&state, m->opaque, sizeof state);
    hmac_sha256_update(&state, n, p);
    hmac_sha256_digest(&state, sizeof sum, sum);
    sodium_memzero(&state, sizeof state);
    sodium_bin2hex(out, SEAL_HASH_TEXT, sum, sizeof sum);
}

/* The first n bytes of the hash are the key; the hash is forgotten. */
static void
key_of(char hash[SEAL_HASH_TEXT], unsigned char *out, size_t n)
{
    sodium_hex2bin(out, n, hash, 2 * n, NULL, NULL, NULL);
    sodium_memzero(hash, SEAL_HASH_TEXT);
}

void
seal_short_key(const struct seal_key *k, const char *purpose, unsigned char out[SEAL_SHORT_BYTES])
{
    char hash[SEAL_HASH_TEXT];

    seal_hash(k, purpose, strlen(purpose), hash);
    key_of(hash, out, SEAL_SHORT_BYTES);
}

uint64_t
seal_short(const unsigned char key[SEAL_SHORT_BYTES], const void *p, size_t n)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t h;

    crypto_shorthash(out, p, n, key);
    memcpy(&h, out, sizeof h);
    return h;
}

void
seal_tie_key(const struct seal_mac *m, const char *purpose, unsigned char out[SEAL_TIE_KEY_BYTES])
{
    char hash[SEAL_HASH_TEXT];

    seal_mac_hash(m, purpose, strlen(purpose), hash);
    key_of(hash, out, SEAL_TIE_KEY_BYTES);
}

void
seal_tie(const unsigned char key[SEAL_TIE_KEY_BYTES], const void *p, size_t n,
         unsigned char out[SEAL_TIE_BYTES])
{
    (void)crypto_generichash(out, SEAL_TIE_BYTES, p, n, key, SEAL_TIE_KEY_BYTES);
}

/* ---- files ----------------------------------------------------------------------------------- */

#define STREAM(s_) ((crypto_secretstream_xchacha20poly1305_state *)(s_)->opaque)

void
seal_file_start(struct seal_stream *s, const struct seal_key *k, int64_t key_n,
                unsigned char head[SEAL_FILE_HEAD])
{
    put_head(head, key_n);
    (void)crypto_secretstream_xchacha20poly1305_init_push(STREAM(s), head + 9, k->bytes);
}

void
seal_file_piece(struct seal_stream *s, const char *place, const void *p, size_t n, bool is_last,
                unsigned char *out)
{
    unsigned char tag = is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
    (void)crypto_secretstream_xchacha20poly1305_push(
        STREAM(s), out, NULL, p, n, (const unsigned char *)place, strlen(place), tag);
}

bool
unseal_file_start(struct seal_stream *s, const struct seal_key *k,
                  const unsigned char head[SEAL_FILE_HEAD])
{
    return head[0] == SEAL_XCHACHA20_POLY1305 &&
           crypto_secretstream_xchacha20poly1305_init_pull(STREAM(s), head + 9, k->bytes) == 0;
}

bool
unseal_file_piece(struct seal_stream *s, const char *place, const unsigned char *piece, size_t n,
                  bool *is_last, void *out)
{
    unsigned char tag = 0;

    if (n < SEAL_PIECE_MORE ||
        crypto_secretstream_xchacha20poly1305_pull(
            STREAM(s), out, NULL, &tag, piece, n, (const unsigned char *)place, strlen(place)) != 0)
        return false;
    *is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return true;
}

/* ---- master keys ----------------------------------------------------------------------------- */

#define FIRST_LINE "suanbei master keys 1\n"
#define FILE_MAX 4096

const struct seal_key *
masters_find(const struct masters *m, const char *name)
{
    for (int i = 0; i < m->n; i++)
        if (strcmp(m->keys[i].name, name) == 0)
            return &m->keys[i].key;
    return NULL;
}

enum err
masters_add(struct masters *m, const struct world *w, struct fault *f)
{
    unsigned char name[MASTER_NAME_TEXT / 2];

    if (m->n == MASTERS_MAX)
        return fail(f, ERR_CONFLICT, "master_keys_many", "",
                    "主密钥文件里已有 %d 个密钥，请先完成轮换，再删去不用的", MASTERS_MAX);
    memmove(m->keys + 1, m->keys, (size_t)m->n * sizeof *m->keys);
    m->n++;
    w->random(w->ctx, name, sizeof name);
    sodium_bin2hex(m->keys[0].name, MASTER_NAME_TEXT, name, sizeof name);
    seal_key_new(w, &m->keys[0].key);
    return OK;
}

static enum err
not_a_key_file(const char *path, struct fault *f)
{
    return fail(f, ERR_INPUT, "master_key", path,
                "主密钥文件 %s 的内容不完整或被改动，请从备份恢复", path);
}

/* A line is a name, a space and 64 hex digits, and ends as one. */
#define LINE_BYTES (MASTER_NAME_TEXT + SEAL_KEY_BYTES * 2 + 1)
static bool
read_line(const char *line, struct master_key *out)
{
    const char *digits = "0123456789abcdef";
    size_t n = 0;

    if (strspn(line, digits) != MASTER_NAME_TEXT - 1 || line[MASTER_NAME_TEXT - 1] != ' ')
        return false;
    memcpy(out->name, line, MASTER_NAME_TEXT - 1);
    out->name[MASTER_NAME_TEXT - 1] = '\0';
    line += MASTER_NAME_TEXT;
    return strspn(line, digits) == SEAL_KEY_BYTES * 2 && line[SEAL_KEY_BYTES * 2] == '\n' &&
           sodium_hex2bin(out->key.bytes, SEAL_KEY_BYTES, line, SEAL_KEY_BYTES * 2, NULL, &n,
                          NULL) == 0 &&
           n == SEAL_KEY_BYTES;
}

enum err
masters_read(const char *path, struct masters *out, struct fault *f)
{
    struct stat st;
    char *text = NULL;
    size_t n = 0;

    memset(out, 0, sizeof *out);
    if (stat(path, &st) != 0 && errno == ENOENT)
        return fail(f, ERR_NOTFOUND, "master_key", path,
                    "没有主密钥文件 %s。新建系统请运行 suanbei keys new；已有数据请从备份恢复",
                    path);
    if (stat(path, &st) == 0 && (st.st_mode & 077) != 0)
        return fail(f, ERR_INPUT, "master_key", path,
                    "主密钥文件 %s 允许其他用户读写，请改为只有所有者可读（chmod 600）", path);
    enum err err = file_read(path, FILE_MAX, &text, &n, f);
    if (err)
        return err;

    bool is_whole = strlen(text) == n && str_starts(text, FIRST_LINE);
    const char *line = is_whole ? text + strlen(FIRST_LINE) : "";
    while (is_whole && *line != '\0') {
        is_whole = out->n < MASTERS_MAX && read_line(line, &out->keys[out->n++]);
        line += is_whole ? LINE_BYTES : 0;
    }
    is_whole = is_whole && out->n > 0;
    sodium_memzero(text, n);
    free(text);
    if (!is_whole)
        sodium_memzero(out, sizeof *out);
    return is_whole ? OK : not_a_key_file(path, f);
}

enum err
masters_write(const char *path, const struct masters *m, struct fault *f)
{
    char text[FILE_MAX], hex[SEAL_KEY_BYTES * 2 + 1];
    size_t n = (size_t)snprintf(text, sizeof text, "%s", FIRST_LINE);

    for (int i = 0; i < m->n; i++) {
        sodium_bin2hex(hex, sizeof hex, m->keys[i].key.bytes, SEAL_KEY_BYTES);
        n += (size_t)snprintf(text + n, sizeof text - n, "%s %s\n", m->keys[i].name, hex);
    }
    enum err err = file_write(path, text, n, 0600, f);
    sodium_memzero(text, sizeof text);
    sodium_memzero(hex, sizeof hex);
    return err;
}
