/* Cells and pieces of files that nobody sealed do not open, nor do those that somebody changed; a
 * file of master keys is read as it was written or not at all. The first byte says which. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct seal_key key = {"0123456789abcdef0123456789abcde"};
static int file; /* in memory, and nobody's but its owner's: what masters_read() reads */

/* Exactly as long as that, so that a sanitizer sees who reads beyond. */
static unsigned char *
room(size_t n)
{
    return must_alloc(n ? n : 1);
}

static void
look_at_strange(const uint8_t *p, size_t n)
{
    unsigned char *out = room(n);
    struct seal_stream stream;
    bool is_last;

    int64_t key_n = sealed_by(p, n);
    FUZZ_MUST(key_n == 0 || (n >= SEAL_HEAD && p[0] == SEAL_XCHACHA20_POLY1305));
    FUZZ_MUST(!unseal(&key, "place", p, n, out));
    if (n >= SEAL_FILE_HEAD && unseal_file_start(&stream, &key, p))
        FUZZ_MUST(!unseal_file_piece(&stream, "place", p + SEAL_FILE_HEAD, n - SEAL_FILE_HEAD,
                                     &is_last, out));
    free(out);
}

/* Two bytes say where one bit is changed. */
static void
look_at_cell(const uint8_t *p, size_t n, size_t where)
{
    unsigned char *cell = room(n + SEAL_MORE), *out = room(n);

    seal(&world_real, &key, 7, "place", p, n, cell);
    FUZZ_MUST(sealed_by(cell, n + SEAL_MORE) == 7);
    FUZZ_MUST(unseal(&key, "place", cell, n + SEAL_MORE, out) && memcmp(out, p, n) == 0);
    FUZZ_MUST(!unseal(&key, "other place", cell, n + SEAL_MORE, out));
    FUZZ_MUST(!unseal(&key, "place", cell, n + SEAL_MORE - 1, out));
    cell[where / 8 % (n + SEAL_MORE)] ^= (unsigned char)(1 << where % 8);
    FUZZ_MUST(!unseal(&key, "place", cell, n + SEAL_MORE, out));
    free(cell);
    free(out);
}

static void
look_at_piece(const uint8_t *p, size_t n, size_t where)
{
    size_t sealed = n + SEAL_PIECE_MORE;
    unsigned char head[SEAL_FILE_HEAD], *piece = room(sealed), *out = room(n);
    struct seal_stream stream;
    bool is_last = where % 2, told = !is_last;

    seal_file_start(&stream, &key, 7, head);
    seal_file_piece(&stream, "place", p, n, is_last, piece);
    FUZZ_MUST(unseal_file_start(&stream, &key, head));
    FUZZ_MUST(unseal_file_piece(&stream, "place", piece, sealed, &told, out));
    FUZZ_MUST(told == is_last && memcmp(out, p, n) == 0);

    piece[where / 8 % sealed] ^= (unsigned char)(1 << where % 8);
    FUZZ_MUST(unseal_file_start(&stream, &key, head));
    FUZZ_MUST(!unseal_file_piece(&stream, "place", piece, sealed, &told, out));
    free(piece);
    free(out);
}

static void
look_at_masters(const uint8_t *p, size_t n)
{
    struct masters m;
    struct fault f = {0};
    char path[40];

    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    FUZZ_MUST(ftruncate(file, 0) == 0 && pwrite(file, p, n, 0) == (ssize_t)n);
    if (masters_read(path, &m, &f) == OK) {
        FUZZ_MUST(m.n >= 1 && m.n <= MASTERS_MAX);
        for (int i = 0; i < m.n; i++)
            FUZZ_MUST(strlen(m.keys[i].name) == MASTER_NAME_TEXT - 1 &&
                      masters_find(&m, m.keys[i].name) != NULL);
    } else {
        FUZZ_MUST(m.n == 0 && utf8_valid(f.text, strlen(f.text)));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    if (file == 0) {
        base_init();
        file = memfd_create("masters", MFD_CLOEXEC);
        FUZZ_MUST(file > 0 && fchmod(file, 0600) == 0);
    }
    if (n < 3)
        return 0;

    size_t where = (size_t)p[1] << 8 | p[2];
    switch (p[0] % 4) {
    case 0:
        look_at_strange(p + 3, n - 3);
        break;
    case 1:
        look_at_cell(p + 3, n - 3, where);
        break;
    case 2:
        look_at_piece(p + 3, n - 3, where);
        break;
    default:
        look_at_masters(p + 3, n - 3);
    }
    return 0;
}
