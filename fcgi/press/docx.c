/* WordprocessingML: three small parts in an archive. */
#include "press/press.h"

#include <string.h>
#include <zip.h>

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define DAY_OF_ALL 0x21 /* 1980-01-01, the first that an archive can say */

static const char types[] =
    XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD "\"/></Types>";
static const char relations[] =
    XML "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"r1\" Type=\"" OFFICE
        "/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

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

/* What XML 1.0 has no place for becomes a space. */
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
        else if ((unsigned char)*s < ' ')
            buf_puts(b, " ");
        else if (str_starts(s, "\xef\xbf\xbe") || str_starts(s, "\xef\xbf\xbf"))
            s += 2; /* U+FFFE and U+FFFF */
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
    add_xml(b, text);
    buf_puts(b, "</w:t></w:r></w:p>");
}

/* A4 with the margins of GB/T 9704: 37 mm above, 28 mm to the left. */
static const char *
document(struct arena *a, const json_t *lines, const char *footer)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *line;

    buf_puts(&b, XML "<w:document xmlns:w=\"" MAIN "\"><w:body>");
    json_array_foreach(lines, i, line)
    {
        const char *text = json_str(line, "text");
        add_paragraph(&b, json_str(line, "style"), text ? text : "");
    }
    if (footer != NULL)
        add_paragraph(&b, "footer", footer);
    buf_puts(&b, "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" "
                 "w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" "
                 "w:footer=\"992\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>");
    return b.p;
}

static bool
add_part(zip_t *z, const char *name, const char *text)
{
    zip_source_t *part = zip_source_buffer(z, text, strlen(text), 0);
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
archive(struct arena *a, const char *text, struct press_file *out)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *z = source ? zip_open_from_source(source, ZIP_TRUNCATE, NULL) : NULL;

    if (z == NULL) {
        zip_source_free(source);
        return false;
    }
    zip_source_keep(source);
    bool is_made = add_part(z, "[Content_Types].xml", types) &&
                   add_part(z, "_rels/.rels", relations) &&
                   add_part(z, "word/document.xml", text) && zip_close(z) == 0;
    if (!is_made)
        zip_discard(z);
    is_made = is_made && take(a, source, out);
    zip_source_free(source);
    return is_made;
}

enum err
press_docx(struct arena *a, const json_t *lines, const char *footer, struct press_file *out,
           struct fault *f)
{
    if (archive(a, document(a, lines, footer), out))
        return OK;
    return fail(f, ERR_BUSY, "press_busy", "", "暂时无法生成文件，请稍后重试");
}
