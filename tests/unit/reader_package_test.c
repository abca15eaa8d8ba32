/* DOCX and OFD: found by what their parts say of each other, unfolded once, and free of what would
 * act or fetch. */
#include "reader_rig.h"

#include <stdlib.h>

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define TYPES "http://schemas.openxmlformats.org/package/2006/content-types"
#define RELS "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define MAIN WORD "document.main+xml"
#define BODY                                                                                       \
    "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
#define END "</w:body></w:document>"

static struct sample
with(const char *name, const char *text)
{
    const struct packed changes[] = {{name, text, 0, false}, {0}};
    return docx_with(changes);
}

/* [Content_Types].xml that says this of /word/document.xml, and more. */
static const char *
types(const char *main, const char *more)
{
    return arena_printf(a,
                        "<Types xmlns='" TYPES "'><Default Extension='rels' ContentType='"
                        "application/vnd.openxmlformats-package.relationships+xml'/>"
                        "<Default Extension='xml' ContentType='application/xml'/>"
                        "<Override PartName='/word/document.xml' ContentType='%s'/>%s</Types>",
                        main, more);
}

static const char *
refers(const char *kind, const char *target, const char *mode)
{
    return arena_printf(
        a, RELS "<Relationship Id='r1' Type='" OFFICE "%s' Target='%s' %s/></Relationships>", kind,
        target, mode);
}

#define OUTSIDE "TargetMode='External'"
static struct sample
referring(const char *kind, const char *target, const char *mode)
{
    return with("word/_rels/document.xml.rels", refers(kind, target, mode));
}

/* ---- what a document is ---------------------------------------------------------------------- */

static void
a_document_is_found_by_its_relationships_wherever_it_lies(void)
{
    const struct packed elsewhere[] = {
        {"[Content_Types].xml",
         "<Types xmlns='" TYPES "'><Default Extension='rels' ContentType='x'/><Override "
         "PartName='/text/Bericht 2.xml' ContentType='" MAIN "'/></Types>",
         0, false},
        {"_rels/.rels",
         RELS "<Relationship Id='a' Type='" OFFICE "officeDocument' Target='/text/Bericht 2.xml'/>"
              "</Relationships>",
         0, false},
        {"word/document.xml", NULL, 0, false},
        {"text/Bericht 2.xml", BODY END, 0, true},
        {0}};
    const struct packed strict[] = {
        {"_rels/.rels",
         RELS "<Relationship Id='a' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/"
              "officeDocument' Target='./word/document.xml'/></Relationships>",
         0, false},
        {"word/document.xml",
         "<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'><w:body/>"
         "</w:document>",
         0, false},
        {0}};

    good("plain", docx_with(NULL), FILE_DOCX);
    good("in another folder", docx_with(elsewhere), FILE_DOCX);
    good("strict", docx_with(strict), FILE_DOCX);
    good("a mark of order and UTF-8",
         with("word/document.xml", "\xef\xbb\xbf<?xml version='1.0'?>" BODY END), FILE_DOCX);
    good("a default type",
         with("[Content_Types].xml",
              "<Types xmlns='" TYPES "'><Default Extension='xml' ContentType='" MAIN "'/></Types>"),
         FILE_DOCX);
    good("filling behind it", joined(docx_with(NULL), filled(0, 5000)), FILE_DOCX);
}

static void
other_packages_are_called_by_their_names(void)
{
    const struct {
        const char *type;
        enum file_other other;
    } cases[] = {
        {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", OTHER_XLSX},
        {"application/vnd.ms-excel.sheet.macroEnabled.main+xml", OTHER_XLSX},
        {"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
         OTHER_PPTX},
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
         OTHER_DOTX},
        {"application/vnd.ms-visio.drawing.main+xml", OTHER_VISIO},
    };
    const struct packed empty[] = {{"[Content_Types].xml", "", 0, true},
                                   {"_rels/.rels", NULL, 0, false},
                                   {"word/document.xml", "", 0, true},
                                   {0}};

    for (size_t i = 0; i < LEN(cases); i++)
        foreign(cases[i].type, with("[Content_Types].xml", types(cases[i].type, "")),
                cases[i].other);
    flawed("no type", with("[Content_Types].xml", types("application/xml", "")), FILE_DOCX,
           FLAW_DAMAGED);
    flawed("empty parts", docx_with(empty), FILE_DOCX, FLAW_DAMAGED);
    flawed("no relationships", with("_rels/.rels", NULL), FILE_DOCX, FLAW_DAMAGED);
    flawed("no document", with("word/document.xml", NULL), FILE_DOCX, FLAW_DAMAGED);
    flawed("half a document", with("word/document.xml", BODY "<w:p>"), FILE_DOCX, FLAW_DAMAGED);
    flawed("another root", with("word/document.xml", "<a><body/></a>"), FILE_DOCX, FLAW_DAMAGED);
}

static void
a_package_that_breaks_off_is_refused(void)
{
    struct sample s = docx_with(NULL), ofd = ofd_with(NULL);

    for (size_t n = 60; n < s.n; n += 29)
        flawed(arena_printf(a, "%zu bytes", n), cut(s, n), FILE_DOCX, FLAW_CUT);
    for (size_t n = 60; n < ofd.n; n += 29)
        flawed(arena_printf(a, "%zu bytes of OFD", n), cut(ofd, n), FILE_OFD, FLAW_CUT);
    struct sample other = cut(s, s.n);
    ((char *)other.p)[place_of(s, "_rels/.rels") + 20] ^= 4;
    flawed("another bit", other, FILE_DOCX, FLAW_DAMAGED);
    flawed("a page behind it", joined(s, TEXT("<html>")), FILE_DOCX, FLAW_AFTER);
}

/* ---- what acts or fetches -------------------------------------------------------------------- */

static void
macros_are_refused_however_they_are_called(void)
{
    static const char vba[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0V\0B\0A\0\0\0";
    const struct packed renamed[] = {{"word/data.bin", vba, sizeof vba, true}, {0}};
    const struct packed inner[] = {{"xl/vbaProject.bin", "x", 0, true}, {0}};
    struct sample xlsm = zip_of(inner);
    const struct packed table[] = {{"word/embeddings/a.xlsx", xlsm.p, xlsm.n, false}, {0}};

    flawed("by the document's type",
           with("[Content_Types].xml",
                types("application/vnd.ms-word.document.macroEnabled.main+xml", "")),
           FILE_DOCX, FLAW_MACRO);
    flawed("by another part's type",
           with("[Content_Types].xml",
                types(MAIN, "<Override PartName='/word/embeddings/a.xlsm' ContentType='"
                            "application/vnd.ms-excel.sheet.macroEnabled.12'/>")),
           FILE_DOCX, FLAW_MACRO);
    flawed("by a relationship", referring("vbaProject", "x.bin", ""), FILE_DOCX, FLAW_MACRO);
    flawed("by what a part holds", docx_with(renamed), FILE_DOCX, FLAW_MACRO);
    flawed("in a table of its own", docx_with(table), FILE_DOCX, FLAW_MACRO);
    flawed("by its usual name", with("word/vbaProject.bin", "x"), FILE_DOCX, FLAW_MACRO);
}

static void
what_is_fetched_from_elsewhere_is_refused(void)
{
    static const char *const kinds[] = {"attachedTemplate", "oleObject", "frame", "image",
                                        "subDocument",      "video",     "audio", "externalLink"};
    static const char *const far[] = {"http://evil.example/t.dotm",
                                      "https://e.example/x",
                                      "file://host/share/t.dotm",
                                      "\\\\host\\share\\t.dotm",
                                      "//host/t.dotm",
                                      "file:///\\\\host\\share\\t.dotm",
                                      "mhtml:http://e.example/x",
                                      "ftp://e.example/x",
                                      " //host/t.dotm",
                                      "\\/host/t.dotm",
                                      "/\\host\\t.dotm",
                                      "%5C%5chost%5Cshare%5Ct.dotm",
                                      "&#9;\\\\host\\t.dotm",
                                      "%2F/host/t.dotm"};

    for (size_t i = 0; i < LEN(kinds); i++)
        for (size_t k = 0; k < LEN(far); k++)
            flawed(arena_printf(a, "%s %s", kinds[i], far[k]), referring(kinds[i], far[k], OUTSIDE),
                   FILE_DOCX, FLAW_OUTSIDE);
    flawed("of the settings",
           with("word/_rels/settings.xml.rels",
                refers("attachedTemplate", "http://evil.example/t.dotm", OUTSIDE)),
           FILE_DOCX, FLAW_OUTSIDE);
    flawed("an object on the disk", referring("oleObject", "file:///C:\\a.xlsx", OUTSIDE),
           FILE_DOCX, FLAW_OUTSIDE);
    good("a link", referring("hyperlink", "https://example.cn/", OUTSIDE), FILE_DOCX);
    good("a letter", referring("hyperlink", "mailto:a@example.cn", OUTSIDE), FILE_DOCX);
    good("the author's template",
         referring("attachedTemplate", "file:///C:\\Users\\li\\Templates\\公文.dotx", OUTSIDE),
         FILE_DOCX);
    good("a template's name", referring("attachedTemplate", "Normal.dotm", OUTSIDE), FILE_DOCX);
}

static void
what_starts_something_is_refused(void)
{
    static const char ole[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0";
    const struct packed object[] = {{"word/embeddings/oleObject1.bin", ole, sizeof ole, true}, {0}};
    const char exe[70] = "MZ";
    const struct packed renamed[] = {{"word/media/image1.png", exe, sizeof exe, true}, {0}};
    const char *field = "<w:p><w:r><w:fldChar/></w:r><w:r><w:instrText> DD</w:instrText></w:r>"
                        "<w:r><w:instrText>EAUTO c:\\\\x.exe</w:instrText></w:r></w:p>";

    flawed("an object", docx_with(object), FILE_DOCX, FLAW_OBJECT);
    flawed("an object by a relationship", referring("oleObject", "a.bin", ""), FILE_DOCX,
           FLAW_OBJECT);
    flawed("a control", referring("control", "activeX/activeX1.xml", ""), FILE_DOCX, FLAW_CONTROL);
    flawed("a page", referring("aFChunk", "afchunk.mht", ""), FILE_DOCX, FLAW_CHUNK);
    flawed("a program", docx_with(renamed), FILE_DOCX, FLAW_PROGRAM);
    flawed("a script by its name", with("word/a.VBS", "x"), FILE_DOCX, FLAW_PROGRAM);
    flawed("DDE in a field", with("word/document.xml", arena_printf(a, "%s%s%s", BODY, field, END)),
           FILE_DOCX, FLAW_OUTSIDE);
    good("a chart's table", with("word/embeddings/Microsoft_Excel_Sheet1.xlsx", "PK"), FILE_DOCX);
    good("a page's number",
         with("word/document.xml",
              BODY "<w:p><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>" END),
         FILE_DOCX);
}

static void
a_command_is_found_wherever_a_document_keeps_it(void)
{
    static const char run[] = "<w:p><w:r><w:instrText>%s</w:instrText></w:r></w:p>";
    const char *dde = arena_printf(a, run, "DDEAUTO c");
    char blanks[2000];
    const char *named =
        types(MAIN, "<Default Extension='bin' ContentType='" WORD "printerSettings'/>"
                    "<Default Extension='hdr' ContentType='" WORD "header+xml'/>");
    const char *header = arena_printf(
        a,
        "<w:hdr xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>%s</w:hdr>",
        dde);
    const struct packed by_ending[] = {
        {"[Content_Types].xml", named, 0, false}, {"word/header1.hdr", header, 0, false}, {0}};
    const struct packed printer[] = {{"[Content_Types].xml", named, 0, false},
                                     {"word/printerSettings1.bin", "x", 0, false},
                                     {0}};

    memset(blanks, ' ', sizeof blanks - 1);
    blanks[sizeof blanks - 1] = '\0';
    const char *late = arena_printf(a, run, arena_printf(a, "%sDDEAUTO c", blanks));
    const char *lengthy = arena_printf(a, run, arena_printf(a, "DDEAUTO %sc", blanks));
    flawed("in a part whose ending says what it is", docx_with(by_ending), FILE_DOCX, FLAW_OUTSIDE);
    flawed("behind many blanks",
           with("word/document.xml", arena_printf(a, "%s%s%s", BODY, late, END)), FILE_DOCX,
           FLAW_OUTSIDE);
    flawed("before many blanks",
           with("word/document.xml", arena_printf(a, "%s%s%s", BODY, lengthy, END)), FILE_DOCX,
           FLAW_OUTSIDE);
    good("settings of a printer are no text", docx_with(printer), FILE_DOCX);
}

/* ---- bombs and names ------------------------------------------------------------------------- */

static void
a_bomb_is_refused_by_what_it_unfolds_to(void)
{
    struct sample big = filled(0, 64 << 20), text = filled('a', 8 << 20);
    const struct packed bomb[] = {{"word/media/a.bin", big.p, big.n, false}, {0}};
    const struct packed large[] = {{"word/media/a.xml", text.p, text.n, false}, {0}};
    struct sample s = docx_with(bomb), liar = cut(s, s.n);

    flawed("64 MB of NULs", s, FILE_DOCX, FLAW_BOMB);
    flawed("in OFD", ofd_with(bomb), FILE_OFD, FLAW_BOMB);
    good("8 MB of them", docx_with(large), FILE_DOCX);

    /* It declares a thousand bytes, in the directory and before the entry. */
    static const char real[] = {0, 0, 0, 4}, said[] = {(char)0xe8, 3, 0, 0};
    for (size_t i = 0; i + 4 <= liar.n; i++)
        if (memcmp(liar.p + i, real, 4) == 0)
            memcpy((char *)liar.p + i, said, 4);
    struct file_report r;
    reader_judge_bytes(liar.p, liar.n, &r);
    CHECK(!file_is_taken(&r));
}

static void
names_that_lead_out_or_repeat_are_refused(void)
{
    static const char *const names[] = {"../evil.xml",      "word/../../evil.xml", "/etc/passwd",
                                        "C:/evil.xml",      "word\\evil.xml",      "word//evil.xml",
                                        "word/..",          "./word/a.xml",        "a\nb.xml",
                                        "WORD/DOCUMENT.XML"};

    for (size_t i = 0; i < LEN(names); i++)
        flawed(names[i], with(names[i], "x"), FILE_DOCX, FLAW_NAMES);
    good("a folder", with("word/media/", ""), FILE_DOCX);
    good("dots in a name", with("word/a..b.xml", "<a/>"), FILE_DOCX);
    good("a Chinese name", with("word/media/图片1.png", "x"), FILE_DOCX);

    struct sample twice = docx_with((struct packed[]){{"word/dummy___.xml", "<a/>", 0, true}, {0}});
    twice = replaced(twice, "word/dummy___.xml", "word/document.xml");
    twice = replaced(twice, "word/dummy___.xml", "word/document.xml");
    flawed("one name twice", twice, FILE_DOCX, FLAW_NAMES);
    flawed("another name before the entry", replaced(docx_with(NULL), "word/d", "word/x"),
           FILE_DOCX, FLAW_NAMES);
}

static void
too_many_entries_are_refused(void)
{
    enum { MANY = 10050 };
    struct packed *entries = calloc(MANY + 2, sizeof *entries);

    entries[0] = (struct packed){"[Content_Types].xml", types(MAIN, ""), 0, false};
    for (int i = 1; i <= MANY; i++)
        entries[i] = (struct packed){arena_printf(a, "word/a%d.xml", i), "", 0, true};
    flawed("10 050 entries", zip_of(entries), FILE_DOCX, FLAW_MANY);
    free(entries);
}

static void
what_is_locked_is_refused(void)
{
    const struct packed entries[] = {{"[Content_Types].xml", "x", 0, true}, {0}};
    const struct packed ofd[] = {{"OFD.xml", "x", 0, true}, {0}};

    flawed("a locked DOCX", zip_locked(entries), FILE_DOCX, FLAW_LOCKED);
    flawed("a locked OFD", zip_locked(ofd), FILE_OFD, FLAW_LOCKED);
}

static void
what_xml_can_do_to_a_reader_is_refused(void)
{
    const char *laughs =
        "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><a>&c;</a>";
    const char *file = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>" BODY "&b;" END;
    struct buf deep = BUF(a);

    for (int i = 0; i < 100000; i++)
        buf_puts(&deep, "<a>");
    flawed("entities", with("word/document.xml", laughs), FILE_DOCX, FLAW_DAMAGED);
    flawed("a file", with("word/document.xml", file), FILE_DOCX, FLAW_DAMAGED);
    flawed("a document type", with("[Content_Types].xml", laughs), FILE_DOCX, FLAW_DAMAGED);
    flawed("depth", with("word/document.xml", deep.p), FILE_DOCX, FLAW_DAMAGED);
}

/* ---- OFD ------------------------------------------------------------------------------------- */

#define OFD "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016' Version='1.1' DocType='OFD'>"
static void
an_ofd_is_found_by_its_roots_and_pages(void)
{
    const struct packed elsewhere[] = {
        {"OFD.xml",
         OFD "<ofd:DocBody><ofd:DocRoot>/Docs/A.xml</ofd:DocRoot><ofd:Signatures>"
             "/Docs/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>",
         0, false},
        {"Docs/A.xml",
         "<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'><ofd:Pages>"
         "<ofd:Page ID='1' BaseLoc='../P/1.xml'/></ofd:Pages></ofd:Document>",
         0, false},
        {"P/1.xml", "<ofd:Page xmlns:ofd='http://www.ofdspec.org/2016'/>", 0, false},
        {"Docs/Signs/Sign_0/SignedValue.dat", "\1\2\3", 0, true},
        {0}};
    const struct packed lost[] = {{"Doc_0/Pages/Page_0/Content.xml", NULL, 0, false}, {0}};
    const struct packed rootless[] = {{"Doc_0/Document.xml", NULL, 0, false}, {0}};
    const struct packed out[] = {
        {"OFD.xml",
         OFD "<ofd:DocBody><ofd:DocRoot>../../a.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>", 0,
         false},
        {0}};
    const struct packed locked[] = {
        {"OFD.xml",
         OFD "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
             "<ofd:Encryptions>Encryptions.xml</ofd:Encryptions></ofd:OFD>",
         0, false},
        {0}};
    const struct packed other[] = {
        {"OFD.xml", "<OFD><DocRoot>Doc_0/Document.xml</DocRoot></OFD>", 0, false}, {0}};
    const struct packed empty[] = {
        {"Doc_0/Document.xml",
         "<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'><ofd:Pages/></ofd:Document>", 0,
         false},
        {0}};

    good("plain", ofd_with(NULL), FILE_OFD);
    good("in other folders, signed", ofd_with(elsewhere), FILE_OFD);
    flawed("a page is gone", ofd_with(lost), FILE_OFD, FLAW_DAMAGED);
    flawed("its root is gone", ofd_with(rootless), FILE_OFD, FLAW_DAMAGED);
    flawed("a root outside", ofd_with(out), FILE_OFD, FLAW_NAMES);
    flawed("locked", ofd_with(locked), FILE_OFD, FLAW_LOCKED);
    flawed("another namespace", ofd_with(other), FILE_OFD, FLAW_DAMAGED);
    flawed("no pages", ofd_with(empty), FILE_OFD, FLAW_EMPTY);
}

/* ---- what a document says of itself ---------------------------------------------------------- */

#define RELATED                                                                                    \
    RELS "<Relationship Id='r1' Type='" OFFICE "officeDocument' Target='word/document.xml'/>"      \
         "<Relationship Id='r2' Type='" OFFICE "custom-properties' Target='%s'/></Relationships>"
#define PROPERTIES                                                                                 \
    "<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/custom-properties' " \
    "xmlns:vt='http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes'>%s"           \
    "</Properties>"

/* What the reader takes of a document with these properties, which is taken whatever they are. */
static const char *
made_of(const char *about, const char *target, const char *properties)
{
    struct file_report *r = arena_alloc(a, sizeof *r);
    const struct packed changes[] = {{"_rels/.rels", arena_printf(a, RELATED, target), 0, false},
                                     {"docProps/custom.xml", properties, 0, false},
                                     {0}};
    struct sample s = docx_with(changes);

    reader_judge_bytes(s.p, s.n, r);
    check_about("%s", about);
    CHECK(file_is_taken(r));
    return r->made_of;
}

static const char *
property(const char *name, const char *value)
{
    return arena_printf(a, "<property name='%s'><vt:lpwstr>%s</vt:lpwstr></property>", name, value);
}

static const char *
saying(const char *value)
{
    return made_of(value, "docProps/custom.xml",
                   arena_printf(a, PROPERTIES, property(FILE_MADE_OF, value)));
}

static void
a_document_says_what_template_it_is_made_of(void)
{
    const char *many = arena_printf(
        a, PROPERTIES,
        arena_printf(a, "%s%s%s%s", property("Other", "b/9"), property(FILE_MADE_OF, "NO/1"),
                     property(FILE_MADE_OF, "commitment/2"), property(FILE_MADE_OF, "b/3")));

    CHECK_STR(saying("commitment/2"), "commitment/2");
    CHECK_STR(saying("a_1/9999"), "a_1/9999");
    CHECK_STR(made_of("among others", "/docProps/custom.xml", many), "commitment/2");
    CHECK_STR(made_of("of another name", "docProps/custom.xml",
                      arena_printf(a, PROPERTIES, property("Suanbei", "commitment/2"))),
              "");
    struct sample none = docx_with(NULL);
    struct file_report r;
    reader_judge_bytes(none.p, none.n, &r);
    CHECK_STR(r.made_of, "");
}

static void
what_is_no_template_is_as_if_it_were_not_said(void)
{
    const char *const wrong[] = {"",
                                 "/",
                                 "commitment",
                                 "commitment/",
                                 "/2",
                                 "commitment/0",
                                 "commitment/02",
                                 "commitment/12345",
                                 "commitment/-1",
                                 "commitment/2/3",
                                 "Commitment/2",
                                 "1a/2",
                                 "_a/2",
                                 "承诺书/2",
                                 "commitment/２",
                                 "comm itment/2",
                                 "commitment/2 ",
                                 "a\n/2",
                                 "a/2&#10;",
                                 "../a/2",
                                 "&lt;b&gt;/2",
                                 "a/1e3"};

    for (size_t i = 0; i < LEN(wrong); i++)
        CHECK_STR(saying(wrong[i]), "");
    struct sample longest = filled('a', FILE_MADE_OF_TEXT - 3), longer = filled('a', 70),
                  endless = filled('a', 1 << 20);
    CHECK_INT(strlen(saying(arena_printf(a, "%.*s/1", (int)longest.n, longest.p))),
              FILE_MADE_OF_TEXT - 1);
    CHECK_STR(saying(arena_printf(a, "%.*s/1", (int)longer.n, longer.p)), "");
    CHECK_STR(saying(arena_printf(a, "%.*s/1", (int)endless.n, endless.p)), "");
}

/* Nobody is refused for what no page shows. */
static void
properties_that_are_broken_are_passed_over(void)
{
    const char *good_one = arena_printf(a, PROPERTIES, property(FILE_MADE_OF, "commitment/2"));

    CHECK_STR(saying("&#1;/2"), "");
    CHECK_STR(made_of("no XML", "docProps/custom.xml", "<a"), "");
    CHECK_STR(made_of("broken behind it", "docProps/custom.xml",
                      arena_printf(a, "%.*s", (int)strlen(good_one) - 3, good_one)),
              "");
    CHECK_STR(made_of("an entity", "docProps/custom.xml",
                      arena_printf(a, "<!DOCTYPE a [<!ENTITY e 'commitment/2'>]>" PROPERTIES,
                                   property(FILE_MADE_OF, "&e;"))),
              "");
    CHECK_STR(made_of("elsewhere", "docProps/none.xml", good_one), "");
    CHECK_STR(made_of("out of it", "../../docProps/custom.xml", good_one), "");
}

static const struct check_test tests[] = {
    TEST(a_document_is_found_by_its_relationships_wherever_it_lies),
    TEST(other_packages_are_called_by_their_names),
    TEST(a_package_that_breaks_off_is_refused),
    TEST(macros_are_refused_however_they_are_called),
    TEST(what_is_fetched_from_elsewhere_is_refused),
    TEST(what_starts_something_is_refused),
    TEST(a_command_is_found_wherever_a_document_keeps_it),
    TEST(a_bomb_is_refused_by_what_it_unfolds_to),
    TEST(names_that_lead_out_or_repeat_are_refused),
    TEST(too_many_entries_are_refused),
    TEST(what_is_locked_is_refused),
    TEST(what_xml_can_do_to_a_reader_is_refused),
    TEST(an_ofd_is_found_by_its_roots_and_pages),
    TEST(a_document_says_what_template_it_is_made_of),
    TEST(what_is_no_template_is_as_if_it_were_not_said),
    TEST(properties_that_are_broken_are_passed_over),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
