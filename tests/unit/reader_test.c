/* Pictures, PDF and films are read to their end; whatever is none of them is called by its name. */
#include "reader_rig.h"

#include <png.h>
#include <sys/resource.h>

/* ---- JPEG ------------------------------------------------------------------------------------ */

static void
a_jpeg_of_every_way_of_coding_is_taken(void)
{
    for (int way = JPEG_PLAIN; way <= JPEG_RESTARTS; way++)
        good(arena_printf(a, "way %d", way), jpeg_of((enum jpeg_way)way, 150, 90), FILE_JPEG);
    good("one pixel", jpeg_of(JPEG_PLAIN, 1, 1), FILE_JPEG);
}

static void
a_jpeg_that_breaks_off_anywhere_is_refused(void)
{
    for (int way = JPEG_PLAIN; way <= JPEG_RESTARTS; way++) {
        struct sample s = jpeg_of((enum jpeg_way)way, 60, 40);
        size_t step = check_is_quick ? 97 : 7;
        for (size_t n = 3; n < s.n; n += step)
            flawed(arena_printf(a, "way %d, %zu bytes", way, n), cut(s, n), FILE_JPEG, FLAW_CUT);
        flawed("all but one", cut(s, s.n - 1), FILE_JPEG, FLAW_CUT);
    }
}

static void
a_jpeg_whose_middle_is_not_its_own_is_refused(void)
{
    struct sample s = jpeg_of(JPEG_PLAIN, 300, 200);
    struct sample holed = cut(s, s.n);

    memset((char *)holed.p + s.n / 2, 0xFF, 1500);
    flawed("a hole", holed, FILE_JPEG, FLAW_DAMAGED);
    flawed("three bytes and a program", TEXT("\xff\xd8\xffMZ\x90\0\3\0\0\0\4\0\0"), FILE_JPEG,
           FLAW_DAMAGED);
    flawed("an end in the middle", joined(cut(s, s.n / 2), TEXT("\xff\xd9")), FILE_JPEG,
           FLAW_DAMAGED);
}

static void
what_phones_put_behind_a_picture_is_taken(void)
{
    struct sample s = jpeg_of(JPEG_PLAIN, 80, 60), film = mp4_of("mp42", "vide");
    struct sample list = TEXT("SEFH\x6b\0\0\0\0\0\0\0\x0c\0\0\0SEFT");

    good("NULs", joined(s, filled(0, 4845)), FILE_JPEG);
    good("a preview (MPF)", joined(s, jpeg_of(JPEG_PLAIN, 20, 20)), FILE_JPEG);
    good("blanks and a preview", joined(joined(s, filled(0, 13)), jpeg_of(JPEG_GRAY, 9, 9)),
         FILE_JPEG);
    good("a short film", joined(s, film), FILE_JPEG);
    good("NULs and a film", joined(joined(s, filled(0, 64)), film), FILE_JPEG);
    good("a film and a remark", joined(joined(s, film), TEXT("v2_f35    1200:3400 LIVE_1 ")),
         FILE_JPEG);
    good("blocks of Samsung",
         joined(s, joined(joined(TEXT("\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data"),
                                 joined(film, filled(1, 9000))),
                          list)),
         FILE_JPEG);
}

static void
a_picture_that_is_another_file_too_is_refused(void)
{
    const struct packed entries[] = {{"a.txt", "hello", 0, true}, {0}};
    const struct sample tails[] = {
        zip_of(entries),
        TEXT("<html><body>x</body></html>"),
        TEXT("\n\n<SCRIPT>alert(1)</SCRIPT>"),
        TEXT("<?php system($_GET[0]); ?>"),
        TEXT("MZ\x90\0\3\0\0\0"),
        TEXT("#!/bin/sh\nid\n"),
        TEXT("\x7f"
             "ELF\2\1\1"),
        pdf_page("", ""),
        TEXT("Rar!\x1a\7\0"),
        filled(7, 5000),
        joined(jpeg_of(JPEG_PLAIN, 9, 9), TEXT("<html>")),
        joined(filled(7, 5000), TEXT("SEFT")),
    };
    struct sample jpeg = jpeg_of(JPEG_PLAIN, 80, 60), png = png_of(PNG_COLOR_TYPE_RGB, 8, false, 9);

    for (size_t i = 0; i < LEN(tails); i++) {
        flawed(arena_printf(a, "tail %zu of a JPEG", i), joined(jpeg, tails[i]), FILE_JPEG,
               FLAW_AFTER);
        flawed(arena_printf(a, "tail %zu of a PNG", i), joined(png, tails[i]), FILE_PNG,
               FLAW_AFTER);
    }
    flawed("a ZIP in a film", joined(jpeg, box("ftyp", tails[0])), FILE_JPEG, FLAW_AFTER);
}

static void
a_picture_of_too_many_pixels_is_refused_before_it_is_unfolded(void)
{
    struct sample s = jpeg_of(JPEG_PLAIN, 64, 64), huge = cut(s, s.n);
    size_t frame = place_of(s, "\xff\xc0");

    memcpy((char *)huge.p + frame + 5, "\xff\x00\xff\x00", 4);
    flawed("65280 by 65280", huge, FILE_JPEG, FLAW_HUGE);

    struct sample png =
        TEXT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\x86\xa0\0\1\x86\xa0\x8\2\0\0\0\x27\x30\x9c\x9f"
             "\0\0\0\0IDAT\x35\xaf\x06\x1e");
    flawed("100 000 by 100 000", png, FILE_PNG, FLAW_HUGE);
}

/* ---- PNG ------------------------------------------------------------------------------------- */

static const struct {
    int color_type, depth;
} png_kinds[] = {
    {PNG_COLOR_TYPE_GRAY, 1},       {PNG_COLOR_TYPE_GRAY, 16},      {PNG_COLOR_TYPE_PALETTE, 1},
    {PNG_COLOR_TYPE_PALETTE, 8},    {PNG_COLOR_TYPE_RGB, 8},        {PNG_COLOR_TYPE_RGB, 16},
    {PNG_COLOR_TYPE_GRAY_ALPHA, 8}, {PNG_COLOR_TYPE_RGB_ALPHA, 16},
};

static void
a_png_of_every_kind_is_taken_interlaced_or_not(void)
{
    for (size_t i = 0; i < 2 * LEN(png_kinds); i++)
        good(arena_printf(a, "kind %zu", i),
             png_of(png_kinds[i / 2].color_type, png_kinds[i / 2].depth, i % 2, 33), FILE_PNG);
    good("and filling behind it", joined(png_of(PNG_COLOR_TYPE_RGB, 8, false, 5), filled(0, 9000)),
         FILE_PNG);
}

static void
a_png_that_breaks_off_or_whose_sums_do_not_fit_is_refused(void)
{
    struct sample s = png_of(PNG_COLOR_TYPE_RGB, 8, false, 20);

    for (size_t n = 8; n < s.n; n += check_is_quick ? 31 : 1)
        flawed(arena_printf(a, "%zu bytes", n), cut(s, n), FILE_PNG, FLAW_CUT);
    for (size_t at = 12; at < s.n; at += check_is_quick ? 31 : 1) {
        struct sample other = cut(s, s.n);
        ((char *)other.p)[at] ^= 0x40;
        struct file_report r;
        reader_judge_bytes(other.p, other.n, &r);
        check_about("another bit at %zu", at);
        CHECK(!file_is_taken(&r));
    }
}

/* libpng asks for as much memory as a chunk says it has. */
static void
a_chunk_that_is_longer_than_its_png_costs_no_memory(void)
{
    struct sample s = png_of(PNG_COLOR_TYPE_RGB, 8, false, 20);
    size_t pixels = place_of(s, "IDAT") - 4;
    struct sample rest = {s.p + pixels, s.n - pixels};
    struct sample longer = joined(joined(cut(s, pixels), TEXT("\x6f\xff\xff\xffsPLTa\0")), rest);
    struct rusage before, after;

    getrusage(RUSAGE_SELF, &before);
    flawed("a palette of 1.8 GB", longer, FILE_PNG, FLAW_CUT);
    getrusage(RUSAGE_SELF, &after);
    CHECK_MOST(after.ru_maxrss - before.ru_maxrss, 256 * 1024); /* kB */
}

/* ---- PDF ------------------------------------------------------------------------------------- */

static void
a_pdf_of_every_way_of_writing_is_taken(void)
{
    struct sample s = pdf_page("", "");
    const char *newer = "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n";
    struct buf update = BUF(a);

    good("plain", s, FILE_PDF);
    good("streams of objects and references", pdf_again(s, PDF_STREAMS), FILE_PDF);
    good("linearized", pdf_again(s, PDF_LINEAR), FILE_PDF);
    good("locked against printing only", pdf_again(s, PDF_FOR_OWNER), FILE_PDF);
    buf_printf(&update,
               "%sxref\n3 1\n%010zu 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev %zu >>\n"
               "startxref\n%zu\n%%%%EOF\n",
               newer, s.n, place_of(s, "xref\n0"), s.n + strlen(newer));
    good("saved again at its end", joined(s, (struct sample){update.p, update.n}), FILE_PDF);
    good("its form has a field",
         pdf_page("/AcroForm << /Fields [<< /FT /Tx /T (a) >>] >>",
                  "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] "
                  "/A << /S /URI /URI (https://example.cn/) >> >>]"),
         FILE_PDF);
}

static void
what_scanners_and_servers_put_around_a_pdf_is_taken(void)
{
    struct sample s = pdf_page("", "");

    good("a mark of order", joined(TEXT("\xef\xbb\xbf"), s), FILE_PDF);
    good("a printer's job", joined(TEXT("\x1b%-12345X@PJL JOB\r\n"), s), FILE_PDF);
    good("4 845 NULs", joined(s, filled(0, 4845)), FILE_PDF);
    good("a megabyte of them", joined(s, filled(0, 1 << 20)), FILE_PDF);
    good("ends of lines", joined(s, TEXT("\r\n\r\n\r\n \t\x1a")), FILE_PDF);
    good("the end of a form of a browser", joined(s, TEXT("\r\n------X2K--\r\n")), FILE_PDF);
}

static void
a_pdf_that_breaks_off_is_refused(void)
{
    struct sample s = pdf_page("", ""), linear = pdf_again(s, PDF_LINEAR);

    for (size_t n = 9; n < s.n - 2; n += 11)
        flawed(arena_printf(a, "%zu bytes", n), cut(s, n), FILE_PDF, FLAW_CUT);
    for (size_t n = linear.n * 6 / 10; n < linear.n - 6; n += 13)
        flawed(arena_printf(a, "%zu bytes, linearized", n), cut(linear, n), FILE_PDF, FLAW_CUT);
    flawed("head and end", TEXT("%PDF-1.4\n%%EOF\n"), FILE_PDF, FLAW_DAMAGED);
}

static void
a_pdf_without_its_pages_is_refused(void)
{
    const char *const none[] = {"<< /Type /Catalog /Pages 2 0 R >>",
                                "<< /Type /Pages /Kids [] /Count 0 >>", NULL};
    const char *const lost[] = {"<< /Type /Catalog /Pages 2 0 R >>",
                                "<< /Type /Pages /Kids [3 0 R 9 0 R] /Count 2 >>",
                                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>", NULL};

    flawed("no page", pdf_of(none, ""), FILE_PDF, FLAW_EMPTY);
    flawed("one of two is gone", pdf_of(lost, ""), FILE_PDF, FLAW_DAMAGED);
}

static void
a_pdf_that_nobody_can_open_is_refused(void)
{
    struct sample s = pdf_page("", "");
    const char *const one[] = {"<< /Type /Catalog /Pages 2 0 R >>",
                               "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>", NULL};
    static const char rights[] = "/Encrypt << /Filter /FoxitConnectedPDFDRM /V 1 >> /ID [<00><00>]";

    flawed("a password (AES)", pdf_again(s, PDF_FOR_USER), FILE_PDF, FLAW_LOCKED);
    flawed("a password (RC4)", pdf_again(s, PDF_FOR_USER_RC4), FILE_PDF, FLAW_LOCKED);
    flawed("no dictionary of it", pdf_of(one, "/Encrypt 9 0 R /ID [<00><00>]"), FILE_PDF,
           FLAW_LOCKED);
    flawed("management of rights", pdf_of(one, rights), FILE_PDF, FLAW_LOCKED);
}

/* Numbered beyond what the trailer says there is: programs differ in whether they see it. */
static void
an_action_is_found_whatever_the_number_of_its_object(void)
{
    static const int numbers[] = {9, 99999, 100000, 150000, 8388607, 8388608};

    for (size_t i = 0; i < LEN(numbers); i++) {
        const char *link = arena_printf(a, "/OpenAction %d 0 R", numbers[i]);
        struct sample s = pdf_page(link, "");
        const char *script = arena_printf(
            a, "%d 0 obj\n<< /S /JavaScript /JS (app.alert\\(1\\)) >>\nendobj\n", numbers[i]);
        for (int told = 0; told < 2; told++) {
            const char *update = arena_printf(
                a,
                "%sxref\n%d 1\n%010zu 00000 n \ntrailer\n<< /Size %d /Root 1 0 R /Prev %zu >>\n"
                "startxref\n%zu\n%%%%EOF\n",
                script, numbers[i], s.n, told ? numbers[i] + 1 : 5, place_of(s, "xref\n0"),
                s.n + strlen(script));
            struct sample whole = joined(s, (struct sample){update, strlen(update)});
            struct file_report r;
            reader_judge_bytes(whole.p, whole.n, &r);
            check_about("object %d, %s by /Size", numbers[i], told ? "counted" : "not counted");
            CHECK_INT(r.flaw, numbers[i] < 8388608 ? FLAW_SCRIPT : FLAW_MANY);
        }
    }
}

static void
a_pdf_that_does_something_when_it_is_opened_is_refused(void)
{
    static const char script[] = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
                      launch[] = "<< /S /Launch /F (calc.exe) >>";
    const struct {
        const char *about, *catalog, *page;
        enum file_flaw flaw;
    } cases[] = {
        {"script at opening", arena_printf(a, "/OpenAction %s", script), "", FLAW_SCRIPT},
        {"script by name",
         arena_printf(a, "/Names << /JavaScript << /Names [(x) %s] >> >>", script), "",
         FLAW_SCRIPT},
        {"script of a page", "", arena_printf(a, "/AA << /O %s >>", script), FLAW_SCRIPT},
        {"script of a field",
         arena_printf(a, "/AcroForm << /Fields [<< /T (a) /AA << /K %s >> >>] >>", script), "",
         FLAW_SCRIPT},
        {"script that reckons a field",
         arena_printf(a, "/AcroForm << /Fields [<< /T (a) /AA << /C %s >> >>] >>", script), "",
         FLAW_SCRIPT},
        {"script at a press", "",
         arena_printf(a, "/Annots [<< /Subtype /Widget /AA << /D %s >> >>]", script), FLAW_SCRIPT},
        {"script that formats", "",
         arena_printf(a, "/Annots [<< /Subtype /Widget /AA << /F %s >> >>]", script), FLAW_SCRIPT},
        {"script after another action",
         arena_printf(a, "/OpenAction << /S /URI /URI (x) /Next [%s] >>", script), "", FLAW_SCRIPT},
        {"a program", arena_printf(a, "/OpenAction %s", launch), "", FLAW_LAUNCH},
        {"a program behind a link", "",
         arena_printf(a, "/Annots [<< /Subtype /Link /A %s >>]", launch), FLAW_LAUNCH},
        {"a program in the outline",
         arena_printf(a, "/Outlines << /First << /Title (x) /A %s >> >>", launch), "", FLAW_LAUNCH},
        {"a file in it",
         "/Names << /EmbeddedFiles << /Names [(x) << /F (x.exe) /EF << >> >>] >> >>", "",
         FLAW_CARRIES},
        {"a file pinned to a page", "",
         "/Annots [<< /Subtype /FileAttachment /FS << /UF (x.docx) /EF << >> >> >>]", FLAW_CARRIES},
        {"a portfolio", "/Collection << /View /D >>", "", FLAW_CARRIES},
        {"a form of LiveCycle", "/AcroForm << /Fields [] /XFA [(template) 4 0 R] >>", "",
         FLAW_FORM},
        {"hidden behind an escape", "/OpenAction << /S /J#61vaScript /JS (x) >>", "", FLAW_SCRIPT},
    };

    for (size_t i = 0; i < LEN(cases); i++) {
        struct sample s = pdf_page(cases[i].catalog, cases[i].page);
        flawed(cases[i].about, s, FILE_PDF, cases[i].flaw);
        flawed(arena_printf(a, "%s, in streams of objects", cases[i].about),
               pdf_again(s, PDF_STREAMS), FILE_PDF, cases[i].flaw);
    }
    good("data of an invoice beside it",
         pdf_page("/AF [<< /Type /Filespec /UF (factur-x.xml) /EF << >> >>]", ""), FILE_PDF);
}

static void
a_pdf_with_another_file_around_it_is_refused(void)
{
    const struct packed entries[] = {{"a.txt", "hello", 0, true}, {0}};
    struct sample s = pdf_page("", "");

    flawed("a ZIP behind", joined(s, zip_of(entries)), FILE_PDF, FLAW_AFTER);
    flawed("a page behind", joined(s, TEXT("<html><script>x</script>")), FILE_PDF, FLAW_AFTER);
    flawed("2 000 bytes behind", joined(s, filled(7, 2000)), FILE_PDF, FLAW_AFTER);
    flawed("a page before", joined(TEXT("<html>"), s), FILE_PDF, FLAW_BEFORE);
    flawed("a GIF before", joined(TEXT("GIF89a\1\0\1\0\0\0\0;"), s), FILE_PDF, FLAW_BEFORE);
    foreign("a program before", joined(TEXT("MZ\x90\0"), filled(7, 2000)), OTHER_PROGRAM);
    flawed("a program around", joined(TEXT("MZ\x90\0"), s), FILE_PDF, FLAW_BEFORE);
}

/* ---- films ----------------------------------------------------------------------------------- */

static void
a_film_is_taken_by_its_brand_boxes_and_pictures(void)
{
    struct sample s = mp4_of("isom", "vide");

    good("isom", s, FILE_MP4);
    good("mp42", mp4_of("mp42", "vide"), FILE_MP4);
    good("filling behind it", joined(s, filled(0, 4096)), FILE_MP4);
    flawed("sound only", mp4_of("mp42", "soun"), FILE_MP4, FLAW_SOUND);
    for (size_t n = 24; n < s.n; n += 9)
        flawed(arena_printf(a, "%zu bytes", n), cut(s, n), FILE_MP4, FLAW_CUT);
    flawed("a page behind it", joined(s, TEXT("<html></html>")), FILE_MP4, FLAW_CUT);
    flawed("a box without an end", replaced(s, "mvhd", "\1\1\1\1"), FILE_MP4, FLAW_DAMAGED);
    foreign("QuickTime", mp4_of("qt  ", "vide"), OTHER_MOV);
    foreign("HEIC", mp4_of("heic", "pict"), OTHER_HEIC);
    foreign("a burst", mp4_of("mif1", "pict"), OTHER_HEIC);
    foreign("AVIF", mp4_of("avif", "pict"), OTHER_AVIF);
    foreign("3GP", mp4_of("3gp4", "vide"), OTHER_3GP);
    foreign("sound", mp4_of("M4A ", "soun"), OTHER_AUDIO);
}

/* ---- all others ------------------------------------------------------------------------------ */

static struct sample
compound(const char *stream)
{
    struct buf b = BUF(a);

    for (const char *p = stream; *p != '\0'; p++) {
        buf_add(&b, p, 1);
        buf_add(&b, "", 1);
    }
    buf_add(&b, "\0", 2);
    return joined(joined(TEXT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), filled(0, 504)),
                  joined((struct sample){b.p, b.n}, filled(0, 400)));
}

static void
a_file_of_another_kind_is_called_by_its_name(void)
{
    const struct packed odt[] = {{"mimetype", "application/vnd.oasis.opendocument.text", 0, true},
                                 {0}};
    const struct packed apk[] = {{"AndroidManifest.xml", "x", 0, true}, {0}};
    const struct packed plain[] = {{"说明.txt", "hello", 0, false}, {0}};
    const struct {
        struct sample s;
        enum file_other other;
    } cases[] = {
        {TEXT("GIF89a\1\0\1\0\0\0\0;"), OTHER_GIF},
        {TEXT("RIFF\x24\0\0\0WEBPVP8 "), OTHER_WEBP},
        {TEXT("RIFF\x24\0\0\0AVI LIST"), OTHER_VIDEO},
        {joined(TEXT("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"), filled(1, 60)), OTHER_BMP},
        {TEXT("II*\0\x8\0\0\0"), OTHER_TIFF},
        {TEXT("MM\0*\0\0\0\x8"), OTHER_TIFF},
        {TEXT("\0\0\0\x0cjP  \r\n\x87\n"), OTHER_JPEG2000},
        {TEXT("8BPS\0\1"), OTHER_PSD},
        {compound("WordDocument"), OTHER_OLD_WORD},
        {compound("Workbook"), OTHER_OLD_EXCEL},
        {compound("PowerPoint Document"), OTHER_OLD_POWERPOINT},
        {compound("EncryptedPackage"), OTHER_LOCKED_OFFICE},
        {compound("Something"), OTHER_OLD_OFFICE},
        {TEXT("{\\rtf1\\ansi x}"), OTHER_RTF},
        {TEXT("CAJ\0\1\2"), OTHER_CAJ},
        {TEXT("AC1027\0\0"), OTHER_DWG},
        {TEXT("Rar!\x1a\7\1\0"), OTHER_RAR},
        {TEXT("7z\xbc\xaf\x27\x1c\0\4"), OTHER_7Z},
        {TEXT("\x1f\x8b\x8\0"), OTHER_ARCHIVE},
        {zip_of(plain), OTHER_ZIP},
        {zip_locked(plain), OTHER_ZIP},
        {zip_of(odt), OTHER_OPEN_DOCUMENT},
        {zip_of(apk), OTHER_PROGRAM},
        {TEXT("\x1a\x45\xdf\xa3\1"), OTHER_VIDEO},
        {TEXT("ID3\3\0"), OTHER_AUDIO},
        {TEXT("MZ\x90\0\3"), OTHER_PROGRAM},
        {TEXT("#!/bin/sh\n"), OTHER_PROGRAM},
        {TEXT("\n<!DOCTYPE html><html></html>"), OTHER_HTML},
        {TEXT("<html>%PDF-x</html>"), OTHER_HTML},
        {TEXT("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"), OTHER_SVG},
        {TEXT("<?xml version='1.0'?><a/>"), OTHER_XML},
        {TEXT("MIME-Version: 1.0\r\n"), OTHER_MAIL},
        {TEXT("\xef\xbb\xbf你好"), OTHER_TEXT},
        {TEXT("\xc4\xe3\xba\xc3\r\n"), OTHER_TEXT}, /* GB 18030 */
        {TEXT("\xff\xfe\x60\x4f"), OTHER_TEXT},
        {TEXT(""), OTHER_EMPTY},
        {filled(0, 5000), OTHER_ZEROS},
        {TEXT("\1\2\3\4\5\6\7\x8"), OTHER_UNKNOWN},
    };

    for (size_t i = 0; i < LEN(cases); i++)
        foreign(arena_printf(a, "case %zu", i), cases[i].s, cases[i].other);
}

static void
every_refusal_says_what_it_is_and_what_to_do(void)
{
    for (int other = OTHER_NONE + 1; other < OTHER__MAX; other++) {
        struct file_report r = {.other = (enum file_other)other};
        const char *words = file_refusal(a, &r, "");
        check_about("%s", words);
        CHECK(strstr(words, "请") != NULL || other == OTHER_AUDIO);
        CHECK_MOST(strlen(words), sizeof(((struct fault *)0)->text) - 1);
    }
    struct file_report broken = {.other = OTHER_UNKNOWN, .flaw = FLAW_HEAVY};
    CHECK_HAS(file_refusal(a, &broken, ""), "检查这个文件用尽了");
    for (int flaw = FLAW_NONE + 1; flaw < FLAW__MAX; flaw++) {
        struct file_report r = {.type = FILE_DOCX, .flaw = (enum file_flaw)flaw};
        const char *words = file_refusal(a, &r, "DOCX");
        check_about("%s", words);
        CHECK_HAS(words, "DOCX");
        CHECK_HAS(words, "请");
        CHECK_MOST(strlen(words), sizeof(((struct fault *)0)->text) - 1);
    }
}

/* Whatever it is, it is read without a fault; the sanitizers look on. */
static void
broken_bytes_break_nothing(void)
{
    const struct sample seeds[] = {jpeg_of(JPEG_PROGRESSIVE, 40, 30),
                                   png_of(PNG_COLOR_TYPE_PALETTE, 4, true, 20),
                                   pdf_page("", ""),
                                   pdf_again(pdf_page("", ""), PDF_STREAMS),
                                   mp4_of("isom", "vide"),
                                   docx_with(NULL),
                                   ofd_with(NULL)};
    uint32_t x = 12345;

    for (size_t i = 0; i < LEN(seeds); i++)
        for (int round = 0; round < (check_is_quick ? 20 : 400); round++) {
            struct sample s = cut(seeds[i], seeds[i].n);
            struct file_report r;
            for (int k = 0; k < 3; k++) {
                x = x * 1664525 + 1013904223;
                ((char *)s.p)[(x >> 8) % s.n] = (char)(x >> 24);
            }
            reader_judge_bytes(s.p, s.n, &r);
            CHECK(r.type < FILE__MAX && r.other < OTHER__MAX && r.flaw < FLAW__MAX);
        }
}

static const struct check_test tests[] = {
    TEST(a_jpeg_of_every_way_of_coding_is_taken),
    TEST(a_jpeg_that_breaks_off_anywhere_is_refused),
    TEST(a_jpeg_whose_middle_is_not_its_own_is_refused),
    TEST(what_phones_put_behind_a_picture_is_taken),
    TEST(a_picture_that_is_another_file_too_is_refused),
    TEST(a_picture_of_too_many_pixels_is_refused_before_it_is_unfolded),
    TEST(a_png_of_every_kind_is_taken_interlaced_or_not),
    TEST(a_png_that_breaks_off_or_whose_sums_do_not_fit_is_refused),
    TEST(a_chunk_that_is_longer_than_its_png_costs_no_memory),
    TEST(a_pdf_of_every_way_of_writing_is_taken),
    TEST(what_scanners_and_servers_put_around_a_pdf_is_taken),
    TEST(a_pdf_that_breaks_off_is_refused),
    TEST(a_pdf_without_its_pages_is_refused),
    TEST(a_pdf_that_nobody_can_open_is_refused),
    TEST(an_action_is_found_whatever_the_number_of_its_object),
    TEST(a_pdf_that_does_something_when_it_is_opened_is_refused),
    TEST(a_pdf_with_another_file_around_it_is_refused),
    TEST(a_film_is_taken_by_its_brand_boxes_and_pictures),
    TEST(a_file_of_another_kind_is_called_by_its_name),
    TEST(every_refusal_says_what_it_is_and_what_to_do),
    TEST(broken_bytes_break_nothing),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
