/*
 * What stands before and after the content proper. ISO 32000-2 Annex I lets a PDF begin within 1
 * 024 bytes, and real files end late: a Canon scanner adds thousands of NULs, phones add pictures
 * (CIPA DC-007, "MPF"), films (motion photos) and trailers of their own.
 */
#include "reader/kind/kind.h"

#include <string.h>

#define STRAY_MAX 4096 /* of a phone's own remarks */
#define EOCD 22
#define COMMENT_MAX 65535

bool
bytes_start(const byte *p, size_t n, const char *with, size_t with_n)
{
    return n >= with_n && memcmp(p, with, with_n) == 0;
}

static bool
is_padding(byte c)
{
    return c == 0x00 || c == 0xFF || c == 0x1A || c == ' ' || (c >= '\t' && c <= '\r');
}

size_t
bytes_unpadded(const byte *p, size_t n)
{
    while (n > 0 && is_padding(p[n - 1]))
        n--;
    return n;
}

size_t
bytes_padding(const byte *p, size_t n)
{
    size_t i = 0;

    while (i < n && is_padding(p[i]))
        i++;
    return i;
}

static uint32_t
le(const byte *p, int bytes)
{
    uint32_t v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | p[i];
    return v;
}

static uint64_t
be(const byte *p, int bytes)
{
    uint64_t v = 0;
    for (int i = 0; i < bytes; i++)
        v = v << 8 | p[i];
    return v;
}

/* Text is found in any case of its letters. */
static bool
has_text(const byte *p, size_t n, const char *text)
{
    size_t k = strlen(text);

    for (size_t i = 0; i + k <= n; i++) {
        const byte *hit = memchr(p + i, text[0], n - i - k + 1);
        if (hit == NULL)
            return false;
        if (strncasecmp((const char *)hit, text, k) == 0)
            return true;
        i = (size_t)(hit - p);
    }
    return false;
}

bool
bytes_bear_another(const byte *p, size_t n)
{
    static const struct {
        const char *bytes;
        size_t n;
    } marks[] = {{"PK\3\4", 4},
                 {"PK\1\2", 4},
                 {"PK\5\6", 4},
                 {"Rar!\x1a\7", 6},
                 {"%PDF-", 5},
                 {"\x7f"
                  "ELF",
                  4},
                 {"7z\xbc\xaf\x27\x1c", 6},
                 {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8},
                 {"This program cannot be run", 26}};
    static const char *const texts[] = {"<html",   "<script", "<!doctype", "<?php", "<svg",
                                        "<iframe", "<body",   "<object",   "<embed"};

    for (size_t i = 0; i < LEN(marks); i++)
        if (memmem(p, n, marks[i].bytes, marks[i].n) != NULL)
            return true;
    for (size_t i = 0; i < LEN(texts); i++)
        if (has_text(p, n, texts[i]))
            return true;
    size_t skip = bytes_padding(p, n);
    return STARTS(p + skip, n - skip, "MZ") || STARTS(p + skip, n - skip, "#!");
}

bool
bytes_end_as_zip(const byte *p, size_t n)
{
    size_t least = n > EOCD + COMMENT_MAX ? n - EOCD - COMMENT_MAX : 0;

    for (size_t i = n < EOCD ? 0 : n - EOCD + 1; i-- > least;) {
        if (!STARTS(p + i, n - i, "PK\5\6"))
            continue;
        size_t size = le(p + i + 12, 4), comment = le(p + i + 20, 2);
        bool has_entries = size >= 46 && size <= i && STARTS(p + i - size, size, "PK\1\2");
        if (has_entries || (size == 0 && i + EOCD + comment == n))
            return true;
    }
    return false;
}

/* ---- pictures and boxes ---------------------------------------------------------------------- */

size_t
jpeg_span(const byte *p, size_t n)
{
    size_t i = 2;

    if (!STARTS(p, n, "\xff\xd8\xff"))
        return 0;
    while (i + 4 <= n) {
        if (p[i] != 0xFF)
            return 0;
        byte marker = p[i + 1];
        if (marker == 0xFF) {
            i++;
            continue;
        }
        if (marker == 0xD9)
            return i + 2;
        i += 2;
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8))
            continue;
        i += (size_t)be(p + i, 2);
        /* Behind the head of a scan come its bits, in which FF is followed by 0 or RSTn. */
        while (marker == 0xDA && i + 1 < n &&
               (p[i] != 0xFF || p[i + 1] == 0 || (p[i + 1] >= 0xD0 && p[i + 1] <= 0xD7)))
            i++;
    }
    return i + 2 <= n && p[i] == 0xFF && p[i + 1] == 0xD9 ? i + 2 : 0;
}

/* The size of the box at p; 0 when it does not end within n bytes. */
static uint64_t
box_size(const byte *p, size_t n)
{
    if (n < 8)
        return 0;
    uint64_t size = be(p, 4), least = 8;
    if (size == 1) {
        if (n < 16)
            return 0;
        size = be(p + 8, 8);
        least = 16;
    } else if (size == 0) {
        size = n;
    }
    return size >= least && size <= n ? size : 0;
}

size_t
iso_span(const byte *p, size_t n)
{
    size_t at = 0;
    uint64_t size;

    while ((size = box_size(p + at, n - at)) > 0) {
        for (size_t i = at + 4; i < at + 8; i++)
            if (p[i] < ' ' || (p[i] > '~' && p[i] != 0xA9))
                return at;
        at += (size_t)size;
    }
    return at;
}

/* Samsung's trailer: blocks, then their list from "SEFH" to "SEFT", which tells where they begin.
 */
static bool
is_samsung(const byte *p, size_t n)
{
    if (n < 20 || !STARTS(p + n - 4, 4, "SEFT"))
        return false;
    size_t list = le(p + n - 8, 4);
    return list >= 12 && list <= n - 8 && STARTS(p + n - 8 - list, list, "SEFH");
}

/* Where a picture or a film begins among the filling: its own first bytes look like that, too. */
static size_t
tail_skip(const byte *p, size_t n)
{
    size_t skip = bytes_padding(p, n);

    for (size_t back = 0; back <= 4 && back <= skip; back++) {
        const byte *at = p + skip - back;
        size_t left = n - skip + back;
        if (STARTS(at, left, "\xff\xd8\xff") || (left >= 8 && memcmp(at + 4, "ftyp", 4) == 0))
            return skip - back;
    }
    return skip;
}

bool
picture_tail_is_good(const byte *p, size_t n)
{
    bool is_trailer = is_samsung(p, n);
    size_t k;

    do {
        size_t skip = tail_skip(p, n);
        p += skip;
        n -= skip;
        bool is_box = n >= 8 && memcmp(p + 4, "ftyp", 4) == 0;
        k = is_box ? iso_span(p, n) : jpeg_span(p, n);
        p += k;
        n -= k;
    } while (k > 0 && n > 0);

    return n == 0 || ((n <= STRAY_MAX || is_trailer) && !bytes_bear_another(p, n));
}
