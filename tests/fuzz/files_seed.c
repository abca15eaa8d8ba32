/* What files_fuzz begins with, into a folder that is: small files of every kind, by the rig of the
 * reader's tests, and first bytes of the kinds that are not kept. */
#include "reader_rig.h"

#include <png.h>
#include <zip.h>

static const char *root;
static int count;

static void
keep(const char *kind, struct sample s)
{
    rig_write(root, arena_printf(a, "%s-%02d", kind, count++), s.p, s.n);
}

static void
pictures(void)
{
    static const int colours[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_PALETTE, PNG_COLOR_TYPE_RGB,
                                  PNG_COLOR_TYPE_RGB_ALPHA};
    struct sample small = jpeg_of(JPEG_PLAIN, 9, 9), film = mp4_of("mp42", "vide");

    for (int way = JPEG_PLAIN; way <= JPEG_RESTARTS; way++)
        keep("jpeg", jpeg_of((enum jpeg_way)way, 17, 18));
    keep("jpeg-preview", joined(small, small));
    keep("jpeg-film", joined(joined(small, filled(0, 8)), film));
    for (size_t i = 0; i < 2 * LEN(colours); i++)
        keep("png", png_of(colours[i / 2], 8, i % 2, 5));
    keep("png-tail", joined(png_of(PNG_COLOR_TYPE_GRAY, 1, false, 3), filled(0, 40)));
    keep("mp4", film);
    keep("mp4-sound", mp4_of("isom", "soun"));
    keep("mp4-photo", mp4_of("heic", "pict"));
}

static void
documents(void)
{
    static const char *const catalogs[] = {
        "",
        "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        "/Names << /EmbeddedFiles << /Names [(a) << /EF << /F 4 0 R >> /UF (a.xml) >>] >> >>",
        "/AcroForm << /XFA 4 0 R /Fields [<< /A << /S /Launch >> >>] >>",
    };

    for (size_t i = 0; i < LEN(catalogs); i++)
        keep("pdf", pdf_page(catalogs[i], ""));
    keep("pdf-late", joined(TEXT("\xef\xbb\xbf\n"), pdf_page("", "/Annots [<< /AA << >> >>]")));
    for (int way = PDF_STREAMS; way <= PDF_FOR_USER_RC4; way++)
        keep("pdf-again", pdf_again(pdf_page("", ""), (enum pdf_way)way));
}

/* The package with its entries unfolded, so that a change of it is a change of what is read. */
static struct sample
stored(struct sample s)
{
    zip_error_t error;
    zip_stat_t st;
    zip_source_t *source = zip_source_buffer_create(s.p, s.n, 0, &error);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, 0, &error);

    for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); i++)
        zip_set_file_compression(zip, (zip_uint64_t)i, ZIP_CM_STORE, 0);
    if (zip_close(zip) != 0 || zip_source_open(source) != 0 || zip_source_stat(source, &st) != 0)
        check_stop("libzip does not write");
    char *p = arena_bytes(a, st.size + 1);
    zip_source_read(source, p, st.size);
    zip_source_close(source);
    zip_source_free(source);
    return (struct sample){p, st.size};
}

static void
packages(void)
{
    const struct packed sheet[] = {
        {"[Content_Types].xml",
         "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
         "<Override PartName='/xl/workbook.xml' ContentType='application/vnd.openxmlformats-"
         "officedocument.spreadsheetml.sheet.main+xml'/></Types>",
         0, true},
        {"_rels/.rels", "<Relationships/>", 0, true},
        {0}};
    const struct packed book[] = {{"mimetype", "application/epub+zip", 0, true}, {0}};
    const struct packed macro[] = {
        {"word/vbaProject.bin", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, true}, {0}};
    const struct packed rels[] = {
        {"word/_rels/document.xml.rels",
         "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
         "<Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/"
         "relationships/image' Target='../media/a.png' TargetMode='External'/></Relationships>",
         0, true},
        {0}};
    const struct packed field[] = {
        {"word/document.xml",
         "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
         "<w:body><w:p><w:fldSimple w:instr=' DDEAUTO c &quot;x&quot; '/><w:r><w:fldChar "
         "w:fldCharType='begin'/><w:instrText> INCLUDETEXT </w:instrText><w:fldChar "
         "w:fldCharType='end'/></w:r></w:p></w:body></w:document>",
         0, true},
        {0}};
    const struct packed page[] = {
        {"Doc_0/Document.xml",
         "<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'><ofd:CommonData/><ofd:Pages>"
         "<ofd:Page ID='1' BaseLoc='/Doc_0/../Doc_0/Pages/Page_0/Content.xml'/></ofd:Pages>"
         "<ofd:Attachments>a.xml</ofd:Attachments></ofd:Document>",
         0, true},
        {0}};

    keep("docx-folded", docx_with(NULL));
    keep("docx", stored(docx_with(NULL)));
    keep("docx-macro", stored(docx_with(macro)));
    keep("docx-outside", stored(docx_with(rels)));
    keep("docx-field", stored(docx_with(field)));
    keep("ofd-folded", ofd_with(NULL));
    keep("ofd", stored(ofd_with(NULL)));
    keep("ofd-page", stored(ofd_with(page)));
    keep("xlsx", zip_of(sheet));
    keep("epub", zip_of(book));
    keep("zip-locked", zip_locked(book));
}

static void
others(void)
{
    static const struct sample heads[] = {
        TEXT("GIF89a\1\0\1\0\0\0\0;"),
        TEXT("RIFF\x10\0\0\0WEBPVP8 \4\0\0\0aaaa"),
        TEXT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"),
        TEXT("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"),
        TEXT("<!DOCTYPE html><script>x</script>"),
        TEXT("From: a@b\r\nSubject: x\r\n\r\ny"),
        TEXT("Rar!\x1a\7\1\0"),
        TEXT("MZ\x90\0\3\0\0\0"),
        TEXT("\0\0\0\0\0\0\0\0\0\0\0\0"),
        TEXT("正文"),
    };

    for (size_t i = 0; i < LEN(heads); i++)
        keep("other", heads[i]);
}

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    if (argc != 2)
        check_stop("files_seed FOLDER");
    root = argv[1];
    pictures();
    documents();
    packages();
    others();
    return 0;
}
