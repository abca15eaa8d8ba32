/* Files of every kind, and of none, against the reader. What files_seed.c makes is what it begins
 * with. Checksums are put right after a change, or no change would ever be read. */
#include "fuzz.h"
#include "reader/reader.h"

#include <string.h>

/* ---- checksums ------------------------------------------------------------------------------- */

static uint32_t
crc_of(const uint8_t *p, size_t n)
{
    uint32_t crc = 0xFFFFFFFF;

    for (size_t i = 0; i < n; i++) {
        crc ^= p[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

static size_t
number(const uint8_t *p, int bytes, bool is_little)
{
    size_t v = 0;
    for (int i = 0; i < bytes; i++)
        v = v << 8 | p[is_little ? bytes - 1 - i : i];
    return v;
}

static void
put_number(uint8_t *p, uint32_t v, bool is_little)
{
    for (int i = 0; i < 4; i++)
        p[is_little ? i : 3 - i] = (uint8_t)(v >> 8 * i);
}

/* A chunk is length, type, content and the sum of the two. */
static void
mend_png(uint8_t *p, size_t n)
{
    for (size_t at = 8; at < n && n - at >= 12;) {
        size_t length = number(p + at, 4, false);
        if (length > n - at - 12)
            return;
        put_number(p + at + 8 + length, crc_of(p + at + 4, length + 4), false);
        at += 12 + length;
    }
}

enum { RECORD = 46, LOCAL = 30 };

/* An entry that is stored as it is; in its own head and in the directory's record. */
static void
mend_entry(uint8_t *p, size_t n, uint8_t *record)
{
    size_t at = number(record + 42, 4, true), size = number(record + 20, 4, true);
    if (at > n || n - at < LOCAL || number(record + 10, 2, true) != 0)
        return;

    size_t head = LOCAL + number(p + at + 26, 2, true) + number(p + at + 28, 2, true);
    if (head > n - at || size > n - at - head)
        return;
    uint32_t crc = crc_of(p + at + head, size);
    put_number(record + 16, crc, true);
    put_number(p + at + 14, crc, true);
}

static void
mend_zip(uint8_t *p, size_t n)
{
    for (size_t at = 0; at < n && n - at >= RECORD; at++)
        if (memcmp(p + at, "PK\1\2", 4) == 0)
            mend_entry(p, n, p + at);
}

size_t LLVMFuzzerMutate(uint8_t *p, size_t n, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *p, size_t n, size_t most, unsigned seed);

size_t
LLVMFuzzerCustomMutator(uint8_t *p, size_t n, size_t most, unsigned seed)
{
    n = LLVMFuzzerMutate(p, n, most);
    if (seed % 8 == 0) /* and what a wrong one leads to */
        return n;
    if (n >= 8 && memcmp(p, "\x89PNG", 4) == 0)
        mend_png(p, n);
    else if (n >= 4 && memcmp(p, "PK\3\4", 4) == 0)
        mend_zip(p, n);
    return n;
}

/* ---- the reader ------------------------------------------------------------------------------ */

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena *a;
    struct file_report r;

    if (a == NULL) {
        base_init();
        a = arena_new();
    }
    reader_judge_bytes(p, n, &r);
    FUZZ_MUST((unsigned)r.type < FILE__MAX && (unsigned)r.other < OTHER__MAX &&
              (unsigned)r.flaw < FLAW__MAX);
    FUZZ_MUST((r.type == FILE_UNKNOWN) == (r.other != OTHER_NONE));
    FUZZ_MUST(r.type != FILE_UNKNOWN || r.flaw == FLAW_NONE);
    if (!file_is_taken(&r)) {
        const char *words = file_refusal(a, &r, "材料");
        FUZZ_MUST(words[0] != '\0' && utf8_valid(words, strlen(words)));
    }
    arena_reset(a);
    return 0;
}
