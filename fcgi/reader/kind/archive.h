/*
 * archive: a ZIP file whose every entry has been unfolded once, with what was seen on the way, and
 * the parts of documents in it, which are XML. Private to the readers of DOCX and OFD.
 */
#ifndef READER_ARCHIVE_H
#define READER_ARCHIVE_H

#include "reader/kind/kind.h"

#include <zip.h>

struct archive {
    zip_t *zip;
    zip_int64_t entries;
    uint64_t real_bytes; /* what was unfolded of it so far */
    uint32_t flaws;      /* bits by enum file_flaw */
};
#define FLAW_BIT(flaw) (UINT32_C(1) << (flaw))
/* The one of them that is told; FLAW_NONE. */
enum file_flaw flaw_first(uint32_t flaws);

/* Looks at all names and unfolds all entries. false: there is a flaw, and no more can be read. */
bool archive_open(struct archive *a, const byte *p, size_t n);
void archive_close(struct archive *a);

/* The entry of that name, a leading / aside; -1. Case counts only when is_exact. */
zip_int64_t archive_find(const struct archive *a, const char *name, bool is_exact);
const char *archive_name(const struct archive *a, zip_int64_t i);
/* An entry in malloc'd memory, at most most bytes; NULL. Caller frees. */
char *archive_part(struct archive *a, zip_int64_t i, size_t most, size_t *n);

/* ---- xml.c ----------------------------------------------------------------------------------- */

#define XML_PART_MAX (64u * 1024 * 1024)
#define PATH_MAX_ 512

/* An element with its namespace, "http://…/content-types|Override"; attributes in pairs. text: what
 * stands in it behind its last child, or all of it, at its end only; without blanks before it, and
 * only the beginning of a long one. */
struct xml_sink {
    void (*start)(void *ctx, const char *name, const char **attributes);
    void (*end)(void *ctx, const char *name, const char *text); /* NULL: not wanted */
    void *ctx;
};
/* The part is well-formed XML without a document type, which none of these formats has. */
bool xml_read(struct archive *a, zip_int64_t i, const struct xml_sink *sink);
const char *xml_local(const char *name); /* without its namespace */
const char *xml_attribute(const char **attributes, const char *name);
/* Where target, as the part base names it, leads to in the archive; false when out of it. */
bool part_path(const char *base, const char *target, char out[PATH_MAX_]);

/* ---- the documents --------------------------------------------------------------------------- */

/* false: it is none. */
bool office_read(struct archive *a, struct file_report *out);
bool ofd_read(struct archive *a, struct file_report *out);

#endif
