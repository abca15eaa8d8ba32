/* PNG (ISO/IEC 15948), by libpng: every row, and the checksum of every chunk up to IEND. */
#include "reader/kind/kind.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#define CHUNK_MAX (64u * 1024 * 1024) /* of what is no pixels: colour profiles, remarks */
#define ROWS_MAX (2ull << 30)         /* bytes of all rows, as they unfold */

struct reading {
    const byte *at;
    size_t left;
    enum file_flaw flaw;
    png_bytep row;
};

static void
take(png_structp png, png_bytep out, size_t n)
{
    struct reading *r = png_get_io_ptr(png);

    if (n > r->left) {
        r->flaw = FLAW_CUT;
        png_error(png, "");
    }
    memcpy(out, r->at, n);
    r->at += n;
    r->left -= n;
}

static void
stop(png_structp png, png_const_charp words)
{
    struct reading *r = png_get_error_ptr(png);

    (void)words;
    if (r->flaw == FLAW_NONE)
        r->flaw = FLAW_DAMAGED;
    png_longjmp(png, 1);
}

static void
warn(png_structp png, png_const_charp words)
{
    (void)png;
    (void)words;
}

static void
refuse(png_structp png, struct reading *r, enum file_flaw flaw)
{
    r->flaw = flaw;
    png_error(png, "");
}

static void
read_all(png_structp png, png_infop info, struct reading *r)
{
    png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* told below, as what it is */
    png_set_chunk_malloc_max(png, CHUNK_MAX);
    png_read_info(png, info);
    uint64_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
    if (width > READ_SIDE_MAX || height > READ_SIDE_MAX || width * height > READ_PIXELS_MAX ||
        height * png_get_rowbytes(png, info) > ROWS_MAX)
        refuse(png, r, FLAW_HUGE);

    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    r->row = calloc(1, png_get_rowbytes(png, info));
    if (r->row == NULL)
        refuse(png, r, FLAW_HEAVY);
    for (int pass = 0; pass < passes; pass++)
        for (uint64_t y = 0; y < height; y++)
            png_read_row(png, r->row, NULL);
    png_read_end(png, NULL);
}

/* libpng makes room for what a chunk says it holds before it looks for it, and warns of more than
 * CHUNK_MAX without refusing it. So none but pixels, which need no room, may be longer than the
 * file. */
static bool
chunk_leads_out(const byte *p, size_t n)
{
    for (size_t at = 8; n - at >= 12;) {
        size_t length = (size_t)p[at] << 24 | p[at + 1] << 16 | p[at + 2] << 8 | p[at + 3];
        if (STARTS(p + at + 4, n - at - 4, "IEND"))
            return false;
        if (length > n - at - 12)
            return !STARTS(p + at + 4, n - at - 4, "IDAT");
        at += 12 + length;
    }
    return false;
}

enum file_flaw
png_read(const byte *p, size_t n)
{
    if (chunk_leads_out(p, n))
        return FLAW_CUT;
    struct reading *volatile r = calloc(1, sizeof *r);
    png_structp png =
        r == NULL ? NULL : png_create_read_struct(PNG_LIBPNG_VER_STRING, r, stop, warn);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    enum file_flaw flaw = FLAW_HEAVY;

    if (info != NULL) {
        *r = (struct reading){.at = p, .left = n};
        png_set_read_fn(png, r, take);
        if (setjmp(png_jmpbuf(png)) == 0)
            read_all(png, info, r);
        flaw = r->flaw;
        if (flaw == FLAW_NONE && !picture_tail_is_good(r->at, r->left))
            flaw = FLAW_AFTER;
        free(r->row);
    }

    png_destroy_read_struct(&png, &info, NULL);
    free(r);
    return flaw;
}
