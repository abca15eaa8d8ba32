/* WordprocessingML: three small parts in an archive, a picture where there is a QR code, and
 * properties where the paper says what template it is made of. */
#include "press/code.h"
#include "press/press.h"
#include "press/text.h"

#include <png.h>
#include <string.h>
#include <zip.h>

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define DOC_PROPERTIES "application/vnd.openxmlformats-officedocument.custom-properties+xml"
#define DAY_OF_ALL 0x21 /* 1980-01-01, the first that an archive can say */

/* The parts that an archive always has; %s: of what it has besides. */
static const char types[] =
    XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"png\" ContentType=\"image/png\"/>"
        "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD "\"/>%s</Types>";
static const char relations[] =
    XML "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"r1\" Type=\"" OFFICE
        "/officeDocument\" Target=\"word/document.xml\"/>%s</Relationships>";

/* Properties of our own (ECMA-376 part 1, 15.2.12.2), which Word, WPS and LibreOffice keep. */
#define CUSTOM "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
#define VARIANT "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
static const char type_of_properties[] =
    "<Override PartName=\"/docProps/custom.xml\" ContentType=\"" DOC_PROPERTIES "\"/>";
static const char relation_to_properties[] =
    "<Relationship Id=\"r2\" Type=\"" OFFICE
    "/custom-properties\" Target=\"docProps/custom.xml\"/>";

static const char relations_of_document[] =
    XML "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"r1\" Type=\"" OFFICE
        "/image\" Target=\"media/code.png\"/></Relationships>";
/* 22 mm square, in the units of DrawingML. */
#define DRAWING "http://schemas.openxmlformats.org/drawingml/2006"
#define CODE_SIZE "792000"
static const char code_paragraph[] =
    "<w:p><w:r><w:drawing><wp:inline xmlns:wp=\"" DRAWING "/wordprocessingDrawing\" distT=\"0\" "
    "distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"" CODE_SIZE "\" cy=\"" CODE_SIZE
    "\"/><wp:docPr id=\"1\" name=\"code\" descr=\"核验地址的二维码\"/>"
    "<a:graphic xmlns:a=\"" DRAWING "/main\"><a:graphicData uri=\"" DRAWING "/picture\">"
    "<pic:pic xmlns:pic=\"" DRAWING "/picture\"><pic:nvPicPr><pic:cNvPr id=\"1\" "
    "name=\"code.png\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r=\"" OFFICE
    "\" r:embed=\"r1\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
    "<a:off x=\"0\" y=\"0\"/><a:ext cx=\"" CODE_SIZE "\" cy=\"" CODE_SIZE "\"/></a:xfrm>"
    "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>"
    "</a:graphic></wp:inline></w:drawing></w:r></w:p>";

/* How a line is set: paragraph properties, font, half points. The sizes follow GB/T 9704: the title
 * is two (22 pt), the text is three (16 pt). */
struct style {
    const char *name, *paragraph, *font;
    int size;
};
static const struct style styles[] = {
    {"title", "<w:jc w:val=\"center\"/>", "SimSun", 44},
    {"heading", "<w:jc w:val=\"center\"/>", "SimHei", 32},
    {"plain", "", "FangSong", 32},
    {"right", "<w:jc w:val=\"right\"/>", "FangSong", 32},
    {"row", "", "FangSong", 28},
    {"footer", "", "FangSong", 18},
    {"text", "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:jc w:val=\"both\"/>",
     "FangSong", 32},
};

static const struct style *
style_named(const char *name)
{
    for (size_t i = 0; i < LEN(styles); i++)
        if (str_is(styles[i].name, name))
            return &styles[i];
    return &styles[LEN(styles) - 1];
}

static void
add_xml(struct buf *b, const char *text)
{
    for (const char *s = text; *s != '\0'; s++) {
        if (*s == '&')
            buf_puts(b, "&amp;");
        else if (*s == '<')
            buf_puts(b, "&lt;");
        else if (*s == '>')
            buf_puts(b, "&gt;");
        else
            buf_add(b, s, 1);
    }
}

static void
add_paragraph(struct buf *b, const char *name, const char *text)
{
    const struct style *x = style_named(name);

    buf_printf(b,
               "<w:p><w:pPr><w:spacing w:line=\"560\" w:lineRule=\"atLeast\"/>%s</w:pPr><w:r>"
               "<w:rPr><w:rFonts w:ascii=\"%s\" w:hAnsi=\"%s\" w:eastAsia=\"%s\"/>"
               "<w:sz w:val=\"%d\"/><w:lang w:eastAsia=\"zh-CN\"/></w:rPr>"
               "<w:t xml:space=\"preserve\">",
               x->paragraph, x->font, x->font, x->font, x->size);
    add_xml(b, press_text(b->a, text));
    buf_puts(b, "</w:t></w:r></w:p>");
}

/* A4 with the margins of GB/T 9704: 37 mm above, 28 mm to the left. */
static const char *
document(struct arena *a, const struct press_paper *paper, bool has_code)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *line;

    buf_puts(&b, XML "<w:document xmlns:w=\"" MAIN "\"><w:body>");
    json_array_foreach(paper->lines, i, line)
        add_paragraph(&b, json_str(line, "style"), json_str(line, "text"));
    if (has_code)
        buf_puts(&b, code_paragraph);
    for (const char *text = paper->footer; text != NULL && *text != '\0';) {
        size_t n = strcspn(text, "\n");
        add_paragraph(&b, "footer", arena_strndup(a, text, n));
        text += n + (text[n] == '\n');
    }
    buf_puts(&b, "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" "
                 "w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" "
                 "w:footer=\"992\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>");
    return b.p;
}

/* ---- the code as a picture ------------------------------------------------------------------- */

#define SQUARE 8 /* pixels of it, to each side: whoever shows it larger draws between them */

static unsigned char *
pixels_of(struct arena *a, const struct press_code *code, int size)
{
    unsigned char *p = arena_alloc(a, (size_t)size * (size_t)size);

    for (int y = 0; y < size; y++)
        for (int x = 0; x < size; x++) {
            int row = y / SQUARE - CODE_QUIET, column = x / SQUARE - CODE_QUIET;
            bool is_inside = row >= 0 && row < code->width && column >= 0 && column < code->width;
            p[y * size + x] = is_inside && code->dark[row * code->width + column] ? 0 : 255;
        }
    return p;
}

/* false when there is no address, or no memory: the paper says it in words all the same. */
static bool
picture_of(struct arena *a, const char *address, struct press_file *out)
{
    struct press_code code;

    if (!press_code(a, address, &code))
        return false;
    int size = (code.width + 2 * CODE_QUIET) * SQUARE;
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)size,
                       .height = (png_uint_32)size,
                       .format = PNG_FORMAT_GRAY};
    const unsigned char *pixels = pixels_of(a, &code, size);
    png_alloc_size_t n = PNG_IMAGE_PNG_SIZE_MAX(image);
    char *p = arena_alloc(a, n);

    if (!png_image_write_to_memory(&image, p, &n, 0, pixels, size, NULL))
        return false;
    *out = (struct press_file){p, n};
    return true;
}

/* ---- the archive ----------------------------------------------------------------------------- */

static bool
add_part(zip_t *z, const char *name, const void *p, size_t n)
{
    zip_source_t *part = zip_source_buffer(z, p, n, 0);
    zip_int64_t at = part ? zip_file_add(z, name, part, ZIP_FL_ENC_UTF_8) : -1;

    if (at < 0) {
        zip_source_free(part);
        return false;
    }
    return zip_file_set_dostime(z, (zip_uint64_t)at, 0, DAY_OF_ALL, 0) == 0;
}

/* What the archive came to, copied out of its source. */
static bool
take(struct arena *a, zip_source_t *source, struct press_file *out)
{
    zip_stat_t st;

    if (zip_source_stat(source, &st) != 0 || zip_source_open(source) != 0)
        return false;
    char *p = arena_alloc(a, st.size + 1);
    zip_int64_t n = zip_source_read(source, p, st.size);
    zip_source_close(source);
    *out = (struct press_file){p, (size_t)st.size};
    return n >= 0 && (zip_uint64_t)n == st.size;
}

static bool
add_text(zip_t *z, const char *name, const char *text)
{
    return add_part(z, name, text, strlen(text));
}

static bool
add_properties(zip_t *z, struct arena *a, const char *made_of)
{
    struct buf b = BUF(a);

    buf_puts(&b, XML "<Properties xmlns=\"" CUSTOM "\" xmlns:vt=\"" VARIANT
                     "\"><property fmtid=\"{D5CDD505-2E9C-101B-9397-08002B2CF9AE}\" pid=\"2\" "
                     "name=\"" PRESS_MADE_OF "\"><vt:lpwstr>");
    add_xml(&b, made_of);
    buf_puts(&b, "</vt:lpwstr></property></Properties>");
    return add_text(z, "docProps/custom.xml", b.p);
}

static bool
add_frame(zip_t *z, struct arena *a, const char *made_of)
{
    const char *type = made_of ? type_of_properties : "";
    const char *relation = made_of ? relation_to_properties : "";

    return add_text(z, "[Content_Types].xml", arena_printf(a, types, type)) &&
           add_text(z, "_rels/.rels", arena_printf(a, relations, relation)) &&
           (made_of == NULL || add_properties(z, a, made_of));
}

/* picture NULL: there is none. */
static bool
archive(struct arena *a, const struct press_paper *paper, const struct press_file *picture,
        struct press_file *out)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *z = source ? zip_open_from_source(source, ZIP_TRUNCATE, NULL) : NULL;

    if (z == NULL) {
        zip_source_free(source);
        return false;
    }
    zip_source_keep(source);
    bool is_made = add_frame(z, a, paper->made_of) &&
                   add_text(z, "word/document.xml", document(a, paper, picture != NULL));
    if (picture != NULL)
        is_made = is_made && add_text(z, "word/_rels/document.xml.rels", relations_of_document) &&
                  add_part(z, "word/media/code.png", picture->p, picture->n);
    is_made = is_made && zip_close(z) == 0;
    if (!is_made)
        zip_discard(z);
    is_made = is_made && take(a, source, out);
    zip_source_free(source);
    return is_made;
}

enum err
press_docx(struct arena *a, const struct press_paper *paper, struct press_file *out,
           struct fault *f)
{
    struct press_file picture;
    bool has_code = picture_of(a, paper->address, &picture);

    if (archive(a, paper, has_code ? &picture : NULL, out))
        return OK;
    return fail(f, ERR_BUSY, "press_busy", "", "暂时无法生成文件，请稍后重试");
}
