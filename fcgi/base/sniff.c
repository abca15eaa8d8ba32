/*
 * The type of a file by its content. Sources: ISO 32000-1 §7.5.2 and §7.5.5 with Adobe's
 * implementation note (header within the first 1 024 bytes, %%EOF within the last), PKWARE APPNOTE
 * §4.3 (zip directory), ECMA-376 part 2 ([Content_Types].xml), ISO 10918-1 (SOI), RFC 2083.
 */
#include "base/files.h"
#include "base/arena.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EDGE 1024
#define ZIP_TAIL (65535 + 22)
#define ZIP_DIRECTORY_MAX (1024 * 1024)

static bool
has(const unsigned char *p, size_t n, const char *what)
{
    return memmem(p, n, what, strlen(what)) != NULL;
}

static uint32_t
le(const unsigned char *p, int bytes)
{
    uint32_t v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | p[i];
    return v;
}

static bool
is_pdf(int fd, off_t size, const unsigned char *head, size_t n)
{
    unsigned char tail[EDGE];
    off_t at = size > EDGE ? size - EDGE : 0;
    ssize_t k = pread(fd, tail, sizeof tail, at);
    return has(head, n, "%PDF-") && k > 0 && has(tail, (size_t)k, "%%EOF");
}

/* Walks the names in the zip directory. */
static bool
is_docx_directory(const unsigned char *d, size_t n)
{
    bool has_types = false, has_document = false;

    while (n >= 46 && le(d, 4) == 0x02014b50) {
        size_t name = le(d + 28, 2), rest = le(d + 30, 2) + le(d + 32, 2);
        if (46 + name + rest > n)
            return false;
        const char *p = (const char *)d + 46;
        has_types |= name == 19 && memcmp(p, "[Content_Types].xml", 19) == 0;
        has_document |= name == 17 && memcmp(p, "word/document.xml", 17) == 0;
        d += 46 + name + rest;
        n -= 46 + name + rest;
    }
    return has_types && has_document;
}

static bool
is_docx(int fd, off_t size)
{
    size_t want = size < ZIP_TAIL ? (size_t)size : ZIP_TAIL;
    unsigned char *tail = must_alloc(want);
    bool yes = false;
    ssize_t k = pread(fd, tail, want, size - (off_t)want);

    for (ssize_t i = k - 22; i >= 0; i--) {
        if (le(tail + i, 4) != 0x06054b50)
            continue;
        size_t bytes = le(tail + i + 12, 4), at = le(tail + i + 16, 4);
        if (bytes <= ZIP_DIRECTORY_MAX && (off_t)(at + bytes) <= size) {
            unsigned char *d = must_alloc(bytes);
            yes = pread(fd, d, bytes, (off_t)at) == (ssize_t)bytes && is_docx_directory(d, bytes);
            free(d);
        }
        break;
    }

    free(tail);
    return yes;
}

enum file_type
file_sniff(const char *path)
{
    static const unsigned char png[8] = {0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return FILE_UNKNOWN;

    struct stat st;
    unsigned char head[EDGE];
    ssize_t k = fstat(fd, &st) == 0 ? pread(fd, head, sizeof head, 0) : -1;
    enum file_type type = FILE_UNKNOWN;
    if (k >= 24 && memcmp(head, png, sizeof png) == 0 && memcmp(head + 12, "IHDR", 4) == 0)
        type = FILE_PNG;
    else if (k >= 4 && head[0] == 0xFF && head[1] == 0xD8 && head[2] == 0xFF)
        type = FILE_JPEG;
    else if (k >= 30 && le(head, 4) == 0x04034b50 && is_docx(fd, st.st_size))
        type = FILE_DOCX;
    else if (k > 0 && is_pdf(fd, st.st_size, head, (size_t)k))
        type = FILE_PDF;

    close(fd);
    return type;
}

const char *
file_media_type(enum file_type t)
{
    static const char *const names[FILE__MAX] = {
        [FILE_UNKNOWN] = "application/octet-stream",
        [FILE_PDF] = "application/pdf",
        [FILE_DOCX] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [FILE_JPEG] = "image/jpeg",
        [FILE_PNG] = "image/png",
    };
    return names[(unsigned)t < FILE__MAX ? t : FILE_UNKNOWN];
}
