#include "reader_rig.h"

#include <stdlib.h>

#include <jpeglib.h>
#include <png.h>
#include <qpdf/qpdf-c.h>
#include <zip.h>

/* ---- bytes ----------------------------------------------------------------------------------- */

static struct sample
kept(const void *p, size_t n)
{
    char *copy = arena_bytes(a, n + 1);
    if (n > 0)
        memcpy(copy, p, n);
    return (struct sample){copy, n};
}

struct sample
joined(struct sample first, struct sample second)
{
    char *p = arena_bytes(a, first.n + second.n + 1);
    memcpy(p, first.p, first.n);
    memcpy(p + first.n, second.p, second.n);
    return (struct sample){p, first.n + second.n};
}

struct sample
cut(struct sample s, size_t n)
{
    return kept(s.p, n < s.n ? n : s.n); /* so that a sanitizer sees where it ends */
}

struct sample
filled(char with, size_t n)
{
    char *p = arena_bytes(a, n + 1);
    memset(p, with, n);
    return (struct sample){p, n};
}

size_t
place_of(struct sample s, const char *what)
{
    const char *at = memmem(s.p, s.n, what, strlen(what));
    if (at == NULL)
        check_stop("there is no %s", what);
    return (size_t)(at - s.p);
}

struct sample
replaced(struct sample s, const char *what, const char *with)
{
    struct sample r = kept(s.p, s.n);
    memcpy((char *)r.p + place_of(s, what), with, strlen(what));
    return r;
}

static struct file_report
judged(const char *about, struct sample s)
{
    struct file_report r;
    char *p = malloc(s.n + 1);

    check_about("%s", about);
    memcpy(p, s.p, s.n);
    reader_judge_bytes(p, s.n, &r);
    free(p);
    return r;
}

void
good(const char *about, struct sample s, enum file_type type)
{
    struct file_report r = judged(about, s);
    CHECK_INT(r.type, type);
    CHECK_INT(r.flaw, FLAW_NONE);
}

void
flawed(const char *about, struct sample s, enum file_type type, enum file_flaw flaw)
{
    struct file_report r = judged(about, s);
    CHECK_INT(r.type, type);
    CHECK_INT(r.flaw, flaw);
    CHECK(!file_is_taken(&r));
}

void
foreign(const char *about, struct sample s, enum file_other other)
{
    struct file_report r = judged(about, s);
    CHECK_INT(r.type, FILE_UNKNOWN);
    CHECK_INT(r.other, other);
}

/* ---- pictures -------------------------------------------------------------------------------- */

struct sample
jpeg_of(enum jpeg_way way, unsigned width, unsigned height)
{
    struct jpeg_compress_struct j = {0};
    struct jpeg_error_mgr errors;
    unsigned char *out = NULL, *row;
    unsigned long n = 0;
    int parts = way == JPEG_GRAY ? 1 : way == JPEG_CMYK ? 4 : 3;

    j.err = jpeg_std_error(&errors);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, &out, &n);
    j.image_width = width;
    j.image_height = height;
    j.input_components = parts;
    j.in_color_space = parts == 1 ? JCS_GRAYSCALE : parts == 4 ? JCS_CMYK : JCS_RGB;
    jpeg_set_defaults(&j);
    if (way == JPEG_PROGRESSIVE)
        jpeg_simple_progression(&j);
    j.arith_code = way == JPEG_ARITHMETIC;
    j.restart_in_rows = way == JPEG_RESTARTS;
    jpeg_start_compress(&j, TRUE);
    row = arena_alloc(a, (size_t)width * (size_t)parts);
    while (j.next_scanline < height) {
        for (unsigned i = 0; i < width * (unsigned)parts; i++)
            row[i] = (unsigned char)(i * 7 + j.next_scanline * 13);
        jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    struct sample s = kept(out, n);
    free(out);
    return s;
}

static void
put(png_structp png, png_bytep p, size_t n)
{
    struct buf *b = png_get_io_ptr(png);
    buf_add(b, (const char *)p, n);
}

static void
put_all(png_structp png)
{
    (void)png;
}

struct sample
png_of(int color_type, int depth, bool is_interlaced, unsigned side)
{
    struct buf b = BUF(a);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    static png_color palette[256];
    size_t row_n = (size_t)side * 8;
    unsigned char *row = arena_alloc(a, row_n);

    png_set_write_fn(png, &b, put, put_all);
    png_set_IHDR(png, info, side, side, depth, color_type,
                 is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (color_type == PNG_COLOR_TYPE_PALETTE)
        png_set_PLTE(png, info, palette, 1 << depth);
    png_write_info(png, info);
    int passes = png_set_interlace_handling(png);
    for (int pass = 0; pass < passes; pass++)
        for (unsigned y = 0; y < side; y++) {
            for (size_t i = 0; color_type != PNG_COLOR_TYPE_PALETTE && i < row_n; i++)
                row[i] = (unsigned char)(i * y * 31 >> 3);
            png_write_row(png, row);
        }
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    return kept(b.p, b.n);
}

/* ---- PDF ------------------------------------------------------------------------------------- */

struct sample
pdf_of(const char *const *objects, const char *extra)
{
    struct buf b = BUF(a), table = BUF(a);
    int n = 0;

    buf_puts(&b, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
    buf_puts(&table, "0000000000 65535 f \n");
    for (; objects[n] != NULL; n++) {
        buf_printf(&table, "%010zu 00000 n \n", b.n);
        buf_printf(&b, "%d 0 obj\n%s\nendobj\n", n + 1, objects[n]);
    }
    size_t at = b.n;
    buf_printf(&b,
               "xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%zu\n%%%%EOF\n",
               n + 1, table.p, n + 1, extra, at);
    return (struct sample){b.p, b.n};
}

struct sample
pdf_page(const char *catalog, const char *page)
{
    const char *const objects[] = {
        arena_printf(a, "<< /Type /Catalog /Pages 2 0 R %s >>", catalog),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        arena_printf(
            a, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R %s >>", page),
        "<< /Length 20 >>\nstream\n0 0 m 100 100 l S   \n\nendstream", NULL};
    return pdf_of(objects, "");
}

struct sample
pdf_again(struct sample s, enum pdf_way way)
{
    qpdf_data pdf = qpdf_init();

    qpdf_silence_errors(pdf);
    qpdf_read_memory(pdf, "", s.p, s.n, NULL);
    qpdf_init_write_memory(pdf);
    qpdf_set_object_stream_mode(pdf, way == PDF_STREAMS ? qpdf_o_generate : qpdf_o_disable);
    qpdf_set_linearization(pdf, way == PDF_LINEAR);
    if (way == PDF_FOR_OWNER || way == PDF_FOR_USER)
        qpdf_set_r6_encryption_parameters2(pdf, way == PDF_FOR_USER ? "user" : "", "owner",
                                           QPDF_TRUE, QPDF_TRUE, QPDF_FALSE, QPDF_FALSE, QPDF_FALSE,
                                           QPDF_FALSE, qpdf_r3p_none, QPDF_TRUE);
    if (way == PDF_FOR_USER_RC4)
        qpdf_set_r3_encryption_parameters_insecure(pdf, "user", "owner", QPDF_TRUE, QPDF_TRUE,
                                                   QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE,
                                                   qpdf_r3p_full);
    if (qpdf_write(pdf) & QPDF_ERRORS)
        check_stop("qpdf does not write");
    struct sample r = kept(qpdf_get_buffer(pdf), qpdf_get_buffer_length(pdf));
    qpdf_cleanup(&pdf);
    return r;
}

/* ---- packages -------------------------------------------------------------------------------- */

static struct sample
zip_made(const struct packed *entries, const char *password)
{
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);

    for (const struct packed *e = entries; e->name != NULL; e++) {
        zip_source_t *text = zip_source_buffer(zip, e->text, e->n ? e->n : strlen(e->text), 0);
        zip_int64_t i = zip_file_add(zip, e->name, text, ZIP_FL_ENC_UTF_8);
        zip_set_file_compression(zip, (zip_uint64_t)i, e->is_stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
                                 0);
        if (password != NULL)
            zip_file_set_encryption(zip, (zip_uint64_t)i, ZIP_EM_AES_256, password);
    }
    if (zip_close(zip) != 0)
        check_stop("libzip does not write");
    zip_source_open(source);
    zip_stat_t s;
    zip_source_stat(source, &s);
    char *p = arena_bytes(a, s.size + 1);
    zip_source_read(source, p, s.size);
    zip_source_close(source);
    zip_source_free(source);
    return (struct sample){p, s.size};
}

struct sample
zip_of(const struct packed *entries)
{
    return zip_made(entries, NULL);
}

struct sample
zip_locked(const struct packed *entries)
{
    return zip_made(entries, "secret");
}

static struct sample
package_with(const struct packed *own, const struct packed *changes)
{
    struct packed all[PACKED_MAX + 1] = {{0}};
    int n = 0;

    for (const struct packed *e = own; e->name != NULL; e++) {
        const struct packed *change = changes;
        while (change != NULL && change->name != NULL && strcmp(change->name, e->name) != 0)
            change++;
        if (change == NULL || change->name == NULL)
            all[n++] = *e;
    }
    for (const struct packed *e = changes; e != NULL && e->name != NULL; e++)
        if (e->text != NULL)
            all[n++] = *e;
    return zip_of(all);
}

#define RELATIONSHIPS "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
struct sample
docx_with(const struct packed *changes)
{
    static const struct packed own[] = {
        {"[Content_Types].xml",
         "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
         "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
         "<Default Extension='rels' "
         "ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
         "<Default Extension='xml' ContentType='application/xml'/>"
         "<Override PartName='/word/document.xml' ContentType='application/"
         "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>",
         0, false},
        {"_rels/.rels",
         "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
         "<Relationship Id='r1' Type='" RELATIONSHIPS
         "officeDocument' Target='word/document.xml'/></Relationships>",
         0, false},
        {"word/document.xml",
         "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
         "<w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body></w:document>",
         0, false},
        {0}};
    return package_with(own, changes);
}

struct sample
ofd_with(const struct packed *changes)
{
    static const struct packed own[] = {
        {"OFD.xml",
         "<?xml version='1.0' encoding='UTF-8'?>\n"
         "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016' Version='1.1' DocType='OFD'>"
         "<ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>"
         "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
         0, false},
        {"Doc_0/Document.xml",
         "<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'><ofd:CommonData/>"
         "<ofd:Pages><ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/></ofd:Pages>"
         "</ofd:Document>",
         0, false},
        {"Doc_0/Pages/Page_0/Content.xml",
         "<ofd:Page xmlns:ofd='http://www.ofdspec.org/2016'><ofd:Content/></ofd:Page>", 0, false},
        {0}};
    return package_with(own, changes);
}

/* ---- boxes ----------------------------------------------------------------------------------- */

struct sample
box(const char *type, struct sample body)
{
    size_t n = body.n + 8;
    char head[8] = {(char)(n >> 24), (char)(n >> 16), (char)(n >> 8), (char)n};

    memcpy(head + 4, type, 4);
    return joined(kept(head, 8), body);
}

struct sample
mp4_of(const char *brand, const char *handler)
{
    struct sample name = {brand, 4}, kind = {handler, 4};
    struct sample ftyp = joined(joined(name, filled(0, 4)), name);
    struct sample hdlr = box("hdlr", joined(joined(filled(0, 8), kind), filled(0, 13)));
    struct sample trak = box("trak", joined(box("tkhd", filled(0, 84)), box("mdia", hdlr)));
    struct sample moov = box("moov", joined(box("mvhd", filled(0, 100)), trak));
    return joined(joined(box("ftyp", ftyp), moov), box("mdat", filled(7, 500)));
}
