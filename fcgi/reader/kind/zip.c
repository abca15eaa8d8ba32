/* What a ZIP archive is: DOCX, OFD, or one of the many others. */
#include "reader/kind/archive.h"

#include <stdlib.h>
#include <string.h>

/* A document packed as ZIP says by a first entry of this name what it is. */
static enum file_other
by_mimetype(struct archive *a)
{
    size_t n;
    char *text = archive_part(a, archive_find(a, "mimetype", true), 200, &n);
    enum file_other other = OTHER_NONE;

    if (text != NULL && strstr(text, "opendocument") != NULL)
        other = OTHER_OPEN_DOCUMENT;
    else if (text != NULL && strstr(text, "epub") != NULL)
        other = OTHER_EPUB;
    free(text);
    return other;
}

static enum file_other
other_archive(struct archive *a)
{
    enum file_other other = a->zip == NULL ? OTHER_NONE : by_mimetype(a);

    if (other != OTHER_NONE || a->zip == NULL)
        return other == OTHER_NONE ? OTHER_ZIP : other;
    if (archive_find(a, "AndroidManifest.xml", false) >= 0 ||
        archive_find(a, "META-INF/MANIFEST.MF", false) >= 0)
        return OTHER_PROGRAM;
    return OTHER_ZIP;
}

/* An archive without a directory: by the names that stand before its entries. */
static enum file_type
cut_kind(const byte *p, size_t n)
{
    if (memmem(p, n, "word/", 5) != NULL || memmem(p, n, "[Content_Types].xml", 19) != NULL)
        return FILE_DOCX;
    return memmem(p, n, "OFD.xml", 7) != NULL ? FILE_OFD : FILE_UNKNOWN;
}

static void
zip_judge(struct archive *a, const byte *p, size_t n, struct file_report *out)
{
    bool is_open = archive_open(a, p, n);

    *out = (struct file_report){0};
    if (a->zip == NULL) {
        out->type = cut_kind(p, n);
    } else if (archive_find(a, "[Content_Types].xml", false) >= 0) {
        out->type = FILE_DOCX;
        if (is_open && !office_read(a, out))
            return;
    } else if (archive_find(a, "OFD.xml", true) >= 0) {
        out->type = FILE_OFD;
        if (is_open && !ofd_read(a, out))
            return;
    }
    out->flaw = flaw_first(a->flaws);
    if (out->type == FILE_UNKNOWN)
        *out = (struct file_report){.other = other_archive(a)};
}

/* The end of the archive: behind its last record of that kind, and a remark. */
static size_t
zip_end(const byte *p, size_t n)
{
    for (size_t i = n < 22 ? 0 : n - 21; i-- > 0 && n - i < 1u << 20;) {
        if (!STARTS(p + i, n - i, "PK\5\6"))
            continue;
        size_t end = i + 22 + p[i + 20] + ((size_t)p[i + 21] << 8);
        if (end <= n)
            return end;
    }
    return n;
}

void
zip_read(const byte *p, size_t n, struct file_report *out)
{
    struct archive a;
    size_t end = zip_end(p, n);

    zip_judge(&a, p, end, out);
    archive_close(&a);
    if (out->type == FILE_UNKNOWN || out->flaw != FLAW_NONE)
        return;
    if (bytes_padding(p + end, n - end) < n - end)
        out->flaw = FLAW_AFTER;
}
