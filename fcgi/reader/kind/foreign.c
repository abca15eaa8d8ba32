/* What is none of ours, by the first bytes that its format prescribes, and texts by what they are
 * made of. */
#include "reader/kind/kind.h"

#include <string.h>

#define TEXT_LOOK 4096

static const struct {
    size_t at;
    const char *bytes;
    size_t n;
    enum file_other other;
} marks[] = {
#define MARK(at, text, other)                                                                      \
    {                                                                                              \
        at, text, sizeof(text) - 1, other                                                          \
    }
    MARK(0, "GIF87a", OTHER_GIF),
    MARK(0, "GIF89a", OTHER_GIF),
    MARK(8, "WEBP", OTHER_WEBP),
    MARK(8, "AVI ", OTHER_VIDEO),
    MARK(8, "WAVE", OTHER_AUDIO),
    MARK(0, "II*\0", OTHER_TIFF),
    MARK(0, "MM\0*", OTHER_TIFF),
    MARK(0, "II+\0", OTHER_TIFF),
    MARK(0, "MM\0+", OTHER_TIFF),
    MARK(0, "\0\0\0\x0cjP  \r\n\x87\n", OTHER_JPEG2000),
    MARK(0, "\xff\x4f\xff\x51", OTHER_JPEG2000),
    MARK(0, "\0\0\0\x0cJXL \r\n\x87\n", OTHER_JPEG2000),
    MARK(0, "\xff\x0a", OTHER_JPEG2000),
    MARK(0, "8BPS", OTHER_PSD),
    MARK(0, "FUJIFILMCCD-RAW", OTHER_RAW_PHOTO),
    MARK(0, "{\\rtf", OTHER_RTF),
    MARK(0, "CAJ", OTHER_CAJ),
    MARK(0, "HN\xc8\0", OTHER_CAJ),
    MARK(0, "KDH ", OTHER_CAJ),
    MARK(0, "%!PS", OTHER_POSTSCRIPT),
    MARK(0, "\xc5\xd0\xd3\xc6", OTHER_POSTSCRIPT),
    MARK(0, "AC10", OTHER_DWG),
    MARK(0, "Rar!\x1a\7", OTHER_RAR),
    MARK(0, "7z\xbc\xaf\x27\x1c", OTHER_7Z),
    MARK(0, "\x1f\x8b", OTHER_ARCHIVE),
    MARK(0, "BZh", OTHER_ARCHIVE),
    MARK(0,
         "\xfd"
         "7zXZ",
         OTHER_ARCHIVE),
    MARK(257, "ustar", OTHER_ARCHIVE),
    MARK(0, "MSCF", OTHER_ARCHIVE),
    MARK(0x8001, "CD001", OTHER_ARCHIVE),
    MARK(0, "\x1a\x45\xdf\xa3", OTHER_VIDEO), /* Matroska, WebM */
    MARK(0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", OTHER_VIDEO),
    MARK(0, "FLV\1", OTHER_VIDEO),
    MARK(0, ".RMF", OTHER_VIDEO),
    MARK(0, "\0\0\1\xba", OTHER_VIDEO),
    MARK(0, "\0\0\1\xb3", OTHER_VIDEO),
    MARK(0, "ID3", OTHER_AUDIO),
    MARK(0, "\xff\xfb", OTHER_AUDIO),
    MARK(0, "\xff\xf1", OTHER_AUDIO),
    MARK(0, "#!AMR", OTHER_AUDIO),
    MARK(0, "OggS", OTHER_AUDIO),
    MARK(0, "fLaC", OTHER_AUDIO),
    MARK(4, "moov", OTHER_MOV), /* QuickTime before it had brands */
    MARK(4, "mdat", OTHER_MOV),
    MARK(4, "wide", OTHER_MOV),
    MARK(0, "MZ", OTHER_PROGRAM),
    MARK(0,
         "\x7f"
         "ELF",
         OTHER_PROGRAM),
    MARK(0, "\xcf\xfa\xed\xfe", OTHER_PROGRAM),
    MARK(0, "\xca\xfe\xba\xbe", OTHER_PROGRAM),
    MARK(0, "#!", OTHER_PROGRAM),
    MARK(0, "L\0\0\0\1\x14\2\0", OTHER_PROGRAM), /* a shortcut of Windows */
#undef MARK
};

/* ---- compound files: Office before 2007, and what is locked since ---------------------------- */

static bool
has_stream(const byte *p, size_t n, const char *name)
{
    char wide[64];
    size_t k = strlen(name);

    for (size_t i = 0; i <= k; i++) { /* with the NUL that ends it */
        wide[2 * i] = name[i];
        wide[2 * i + 1] = '\0';
    }
    return memmem(p, n, wide, 2 * k + 2) != NULL;
}

static enum file_other
compound_kind(const byte *p, size_t n)
{
    static const struct {
        const char *stream;
        enum file_other other;
    } streams[] = {{"EncryptedPackage", OTHER_LOCKED_OFFICE},
                   {"WordDocument", OTHER_OLD_WORD},
                   {"Workbook", OTHER_OLD_EXCEL},
                   {"Book", OTHER_OLD_EXCEL},
                   {"PowerPoint Document", OTHER_OLD_POWERPOINT},
                   {"VisioDocument", OTHER_VISIO},
                   {"__properties_version1.0", OTHER_MAIL}};

    for (size_t i = 0; i < LEN(streams); i++)
        if (has_stream(p, n, streams[i].stream))
            return streams[i].other;
    return OTHER_OLD_OFFICE;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* UTF-8, GB 18030 or UTF-16: no control characters among what is looked at. */
static bool
is_text(const byte *p, size_t n)
{
    if (STARTS(p, n, "\xff\xfe") || STARTS(p, n, "\xfe\xff"))
        return true;
    for (size_t i = 0; i < n; i++)
        if ((p[i] < 0x20 && (p[i] < '\t' || p[i] > '\r') && p[i] != 0x1B) || p[i] == 0x7F)
            return false;
    return true;
}

static bool
begins(const byte *p, size_t n, const char *text)
{
    size_t k = strlen(text);
    return n >= k && strncasecmp((const char *)p, text, k) == 0;
}

static enum file_other
text_kind(const byte *p, size_t n)
{
    if (STARTS(p, n, "\xef\xbb\xbf")) {
        p += 3;
        n -= 3;
    }
    while (n > 0 && (*p == ' ' || (*p >= '\t' && *p <= '\r'))) {
        p++;
        n--;
    }
    size_t look = n < TEXT_LOOK ? n : TEXT_LOOK;
    bool is_markup = n > 0 && *p == '<';
    if (is_markup && memmem(p, look, "<svg", 4) != NULL)
        return OTHER_SVG;
    if (begins(p, n, "<!doctype html") || begins(p, n, "<html") || begins(p, n, "<head") ||
        begins(p, n, "<body") || begins(p, n, "<script") || begins(p, n, "<table") ||
        (is_markup && memmem(p, look, "<html", 5) != NULL))
        return OTHER_HTML;
    if (begins(p, n, "<?xml") || is_markup)
        return OTHER_XML;
    if (begins(p, n, "MIME-Version:") || begins(p, n, "Received:") || begins(p, n, "From:") ||
        begins(p, n, "Return-Path:"))
        return OTHER_MAIL;
    return OTHER_TEXT;
}

enum file_other
foreign_kind(const byte *p, size_t n)
{
    if (n == 0)
        return OTHER_EMPTY;
    if (STARTS(p, n, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
        return compound_kind(p, n);
    for (size_t i = 0; i < LEN(marks); i++)
        if (n >= marks[i].at &&
            bytes_start(p + marks[i].at, n - marks[i].at, marks[i].bytes, marks[i].n))
            return marks[i].other;
    /* Two letters are few: the size of the head behind them makes it sure. */
    if (STARTS(p, n, "BM") && n > 26 && p[14] >= 12 && p[14] <= 124 && p[15] == 0 && p[16] == 0)
        return OTHER_BMP;
    if (p[0] == 0 && bytes_padding(p, n) == n)
        return OTHER_ZEROS;
    if (is_text(p, n < TEXT_LOOK ? n : TEXT_LOOK))
        return text_kind(p, n);
    return OTHER_UNKNOWN;
}
