/* JPEG (ISO/IEC 10918-1), by libjpeg: every scan is read to the end-of-image marker. */
#include "reader/kind/kind.h"

#include <setjmp.h>
#include <stdio.h> /* jpeglib.h needs it before */
#include <stdlib.h>

#include <jpeglib.h>
#include <jerror.h> /* as jpeglib.h was configured */

#define SCANS_MAX                                                                                  \
    200 /* a progressive one has about ten; each walks over the whole picture again                \
         */
#define MEMORY_MAX (400L * 1024 * 1024)

struct reading {
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf out;
    enum file_flaw flaw; /* of what stopped it */
    bool is_damaged;     /* it went on, with pixels that are not the picture's */
};

static void
stop(j_common_ptr c)
{
    struct reading *r = (struct reading *)c->err;

    if (r->flaw == FLAW_NONE) {
        int code = r->errors.msg_code;
        bool is_strange = code == JERR_BAD_PRECISION || code == JERR_SOF_UNSUPPORTED ||
                          code == JERR_ARITH_NOTIMPL || code == JERR_CONVERSION_NOTIMPL;
        r->flaw = code == JERR_NO_BACKING_STORE || code == JERR_IMAGE_TOO_BIG ? FLAW_HUGE
                  : code == JERR_OUT_OF_MEMORY                                ? FLAW_HEAVY
                  : is_strange                                                ? FLAW_STRANGE
                  : code == JERR_INPUT_EOF                                    ? FLAW_CUT
                                                                              : FLAW_DAMAGED;
    }
    longjmp(r->out, 1);
}

static void
warn(j_common_ptr c, int level)
{
    struct reading *r = (struct reading *)c->err;
    int code = r->errors.msg_code;

    /* Stray bytes between segments and odd markers of makers are harmless; these are not. */
    if (level < 0 && (code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE ||
                      code == JWRN_MUST_RESYNC || code == JWRN_ARITH_BAD_CODE))
        r->is_damaged = true;
}

static void
silent(j_common_ptr c)
{
    (void)c;
}

static void
watch(j_common_ptr c)
{
    struct reading *r = (struct reading *)c->err;

    if (((j_decompress_ptr)c)->input_scan_number <= SCANS_MAX)
        return;
    r->flaw = FLAW_HEAVY;
    longjmp(r->out, 1);
}

/* ---- the source: memory, whose end is the end ------------------------------------------------ */

static void
source_start(j_decompress_ptr j)
{
    (void)j;
}

static boolean
source_over(j_decompress_ptr j)
{
    ERREXIT(j, JERR_INPUT_EOF);
    return FALSE;
}

static void
source_skip(j_decompress_ptr j, long n)
{
    if (n <= 0)
        return;
    if ((size_t)n > j->src->bytes_in_buffer)
        ERREXIT(j, JERR_INPUT_EOF);
    j->src->next_input_byte += n;
    j->src->bytes_in_buffer -= (size_t)n;
}

/* Rows at an eighth of the size: all bits are read and few pixels are made of them. */
static enum file_flaw
read_rows(struct jpeg_decompress_struct *j, struct reading *r)
{
    jpeg_read_header(j, TRUE);
    if (j->image_width > READ_SIDE_MAX || j->image_height > READ_SIDE_MAX ||
        (uint64_t)j->image_width * j->image_height > READ_PIXELS_MAX)
        return FLAW_HUGE;

    j->scale_num = 1;
    j->scale_denom = 8;
    j->out_color_space = j->jpeg_color_space;
    j->dct_method = JDCT_IFAST;
    j->do_fancy_upsampling = FALSE;
    j->do_block_smoothing = FALSE;
    j->mem->max_memory_to_use = MEMORY_MAX;
    jpeg_start_decompress(j);
    JSAMPARRAY row = j->mem->alloc_sarray((j_common_ptr)j, JPOOL_IMAGE,
                                          j->output_width * (JDIMENSION)j->output_components, 1);
    while (j->output_scanline < j->output_height)
        jpeg_read_scanlines(j, row, 1);
    jpeg_finish_decompress(j);
    return r->is_damaged ? FLAW_DAMAGED : FLAW_NONE;
}

enum file_flaw
jpeg_read(const byte *p, size_t n)
{
    struct jpeg_decompress_struct j = {0};
    struct jpeg_source_mgr source = {.next_input_byte = p,
                                     .bytes_in_buffer = n,
                                     .init_source = source_start,
                                     .fill_input_buffer = source_over,
                                     .skip_input_data = source_skip,
                                     .resync_to_restart = jpeg_resync_to_restart,
                                     .term_source = source_start};
    struct reading r = {.progress = {.progress_monitor = watch}};

    j.err = jpeg_std_error(&r.errors);
    r.errors.error_exit = stop;
    r.errors.emit_message = warn;
    r.errors.output_message = silent;
    if (setjmp(r.out)) {
        jpeg_destroy_decompress(&j);
        return r.flaw;
    }

    jpeg_create_decompress(&j);
    j.src = &source;
    j.progress = &r.progress;
    enum file_flaw flaw = read_rows(&j, &r);
    jpeg_destroy_decompress(&j);
    if (flaw != FLAW_NONE)
        return flaw;
    return picture_tail_is_good(source.next_input_byte, source.bytes_in_buffer) ? FLAW_NONE
                                                                                : FLAW_AFTER;
}
