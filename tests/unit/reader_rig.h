/*
 * reader_rig: files of every kind, made here by the libraries that write them, and by hand where a
 * fault is wanted. All live in the program's arena.
 */
#ifndef READER_RIG_H
#define READER_RIG_H

#include "reader/reader.h"
#include "rig.h"

struct sample {
    const char *p;
    size_t n;
};
#define TEXT(text) ((struct sample){text, sizeof(text) - 1})
struct sample joined(struct sample first, struct sample second);
struct sample cut(struct sample s, size_t n);
struct sample filled(char with, size_t n);
/* The first place of what replaced by with, which is as long. */
struct sample replaced(struct sample s, const char *what, const char *with);
size_t place_of(struct sample s, const char *what); /* ends the program when it is not there */

/* Taken, as that type. */
void good(const char *about, struct sample s, enum file_type type);
/* Of that type, and not taken for that reason. */
void flawed(const char *about, struct sample s, enum file_type type, enum file_flaw flaw);
/* Of no kind that is kept. */
void foreign(const char *about, struct sample s, enum file_other other);

/* ---- pictures -------------------------------------------------------------------------------- */

enum jpeg_way {
    JPEG_PLAIN,
    JPEG_PROGRESSIVE,
    JPEG_GRAY,
    JPEG_ARITHMETIC,
    JPEG_CMYK,
    JPEG_RESTARTS
};
struct sample jpeg_of(enum jpeg_way way, unsigned width, unsigned height);
#define PNG_RGB 2 /* PNG_COLOR_TYPE_RGB, for who does not know png.h */
struct sample png_of(int color_type, int depth, bool is_interlaced, unsigned side);

/* ---- PDF ------------------------------------------------------------------------------------- */

/* Objects 1 to n as their texts, NULL-ended; the first is the catalog. extra: of the trailer. */
struct sample pdf_of(const char *const *objects, const char *extra);
/* One page that shows a line; catalog: what else is in the catalog; page: in the page. */
struct sample pdf_page(const char *catalog, const char *page);
enum pdf_way { PDF_STREAMS, PDF_LINEAR, PDF_FOR_OWNER, PDF_FOR_USER, PDF_FOR_USER_RC4 };
struct sample pdf_again(struct sample s, enum pdf_way way); /* written anew by qpdf */

/* ---- packages -------------------------------------------------------------------------------- */

struct packed {
    const char *name, *text;
    size_t n; /* 0: text is a string */
    bool is_stored;
};
#define PACKED_MAX 16
struct sample zip_of(const struct packed *entries); /* ended by one without a name */
struct sample zip_locked(const struct packed *entries);
/* A document with these entries beside or instead of its own: an entry of the same name, or of a
 * name without text, which is left out. */
struct sample docx_with(const struct packed *changes);
struct sample ofd_with(const struct packed *changes);

/* ---- boxes ----------------------------------------------------------------------------------- */

struct sample box(const char *type, struct sample body);
struct sample mp4_of(const char *brand, const char *handler);

#endif
