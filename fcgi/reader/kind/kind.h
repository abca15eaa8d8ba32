/* kind: the readers of formats. Each reads n bytes, which begin as the format does, to their end,
 * and says what is wrong with them; FLAW_NONE: nothing is. */
#ifndef READER_KIND_H
#define READER_KIND_H

#include "reader/reader.h"

typedef unsigned char byte;

#define READ_PIXELS_MAX (250u * 1000 * 1000) /* a sheet of A3 at 1 200 dpi, a camera of 200 MP */
#define READ_SIDE_MAX 65500                  /* what a JPEG may have at all */

enum file_flaw pdf_read(const byte *p, size_t n);
enum file_flaw jpeg_read(const byte *p, size_t n);
enum file_flaw png_read(const byte *p, size_t n);
/* Movies, and the photos and sounds in the same boxes. */
void iso_read(const byte *p, size_t n, struct file_report *out);
/* What a ZIP archive holds decides what it is. */
void zip_read(const byte *p, size_t n, struct file_report *out);
/* None of the kinds that are kept. */
enum file_other foreign_kind(const byte *p, size_t n);

/* ---- tail.c ---------------------------------------------------------------------------------- */

bool bytes_start(const byte *p, size_t n, const char *with, size_t with_n);
#define STARTS(p, n, text) bytes_start(p, n, text, sizeof(text) - 1)
/* Without the NULs, blanks and marks that scanners, printers and disks fill up with. */
size_t bytes_unpadded(const byte *p, size_t n);
/* How much of it is such filling, from its beginning. */
size_t bytes_padding(const byte *p, size_t n);
/* Something in it would be read by another program as a file of another kind. */
bool bytes_bear_another(const byte *p, size_t n);
/* The file is a ZIP archive too, wherever in it that begins. */
bool bytes_end_as_zip(const byte *p, size_t n);
/* What comes after a picture: filling, the further pictures and the short film that phones put
 * there, or little that nothing would read. */
bool picture_tail_is_good(const byte *p, size_t n);
/* The bytes of a JPEG up to its end marker, by its markers alone; 0 when there is none. */
size_t jpeg_span(const byte *p, size_t n);
/* The bytes of whole boxes that it begins with. */
size_t iso_span(const byte *p, size_t n);

#endif
