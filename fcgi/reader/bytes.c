/* Which format it is by its first bytes; the reader of that format says whether it is whole. */
#include "reader/kind/kind.h"

#include <string.h>

#define PDF_LOOK 1024

static bool
is_pdf(const byte *p, size_t n)
{
    size_t look = n < PDF_LOOK ? n : PDF_LOOK;
    const byte *head = memmem(p, look, "%PDF-", 5);
    return head != NULL && (size_t)(head - p) + 6 <= n && head[5] >= '0' && head[5] <= '9';
}

static void
read_by_kind(const byte *p, size_t n, struct file_report *out)
{
    if (STARTS(p, n, "\xff\xd8\xff")) {
        out->type = FILE_JPEG;
        out->flaw = jpeg_read(p, n);
    } else if (STARTS(p, n, "\x89PNG\r\n\x1a\n")) {
        out->type = FILE_PNG;
        out->flaw = png_read(p, n);
    } else if (STARTS(p, n, "PK\3\4") || STARTS(p, n, "PK\5\6")) {
        zip_read(p, n, out);
    } else if (n >= 16 && memcmp(p + 4, "ftyp", 4) == 0) {
        iso_read(p, n, out);
    } else if (is_pdf(p, n)) {
        out->type = FILE_PDF;
        out->flaw = pdf_read(p, n);
    } else {
        out->other = foreign_kind(p, n);
    }
}

void
reader_judge_bytes(const void *bytes, size_t n, struct file_report *out)
{
    const byte *p = bytes;

    *out = (struct file_report){0};
    read_by_kind(p, n, out);
    if (!file_is_taken(out))
        return;
    /* It is whole. Would another program take it for another kind? */
    if (out->type != FILE_PDF && is_pdf(p, n))
        out->flaw = FLAW_BEFORE;
    else if (out->type != FILE_DOCX && out->type != FILE_OFD && bytes_end_as_zip(p, n))
        out->flaw = FLAW_AFTER;
}

bool
file_is_taken(const struct file_report *r)
{
    return r->type != FILE_UNKNOWN && r->flaw == FLAW_NONE;
}
