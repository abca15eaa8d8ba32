#include "base/json_text.h"

#include <stdio.h>
#include <string.h>

/* ---- written --------------------------------------------------------------------------------- */

#define ALL(byte) (0x0101010101010101u * (byte))

/* Not 0 when one of the eight bytes is less than least, which is 0x80 at most. */
static uint64_t
has_less(uint64_t eight, uint64_t least)
{
    return (eight - ALL(least)) & ~eight & ALL(0x80);
}

static bool
is_plain_eight(const char *s)
{
    uint64_t eight;

    memcpy(&eight, s, 8);
    return (has_less(eight, 0x20) | has_less(eight ^ ALL('"'), 1) | has_less(eight ^ ALL('\\'), 1) |
            has_less(eight ^ ALL(0x7F), 1)) == 0;
}

static bool
is_plain(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 0x20 && u != '"' && u != '\\' && u != 0x7F;
}

size_t
json_plain(const char *s, size_t n)
{
    size_t i = 0;

    while (n - i >= 8 && is_plain_eight(s + i))
        i += 8;
    while (i < n && is_plain(s[i]))
        i++;
    return i;
}

size_t
json_plain_read(const char *s, size_t n)
{
    size_t i = json_plain(s, n);

    while (i < n && s[i] == 0x7F)
        i += 1 + json_plain(s + i + 1, n - i - 1);
    return i;
}

size_t
json_escape(char c, char out[JSON_ESCAPE_TEXT])
{
    if (c == '"' || c == '\\')
        return (size_t)snprintf(out, JSON_ESCAPE_TEXT, "\\%c", c);
    if (c == '\n')
        return (size_t)snprintf(out, JSON_ESCAPE_TEXT, "\\n");
    return (size_t)snprintf(out, JSON_ESCAPE_TEXT, "\\u%04x", (unsigned char)c);
}

/* ---- read ------------------------------------------------------------------------------------ */

/* -1: these are not four hexadecimal digits. */
static int
hex4(const char *p, const char *end)
{
    int v = 0;

    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = p[i], letter = (char)(c | 0x20);
        if (c >= '0' && c <= '9')
            v = v * 16 + (c - '0');
        else if (letter >= 'a' && letter <= 'f')
            v = v * 16 + (letter - 'a') + 10;
        else
            return -1;
    }
    return v;
}

static size_t
put_utf8(int c, char *out)
{
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;

    out[0] = (char)(lead[more] | c >> (6 * more));
    for (int i = 1; i <= more; i++)
        out[i] = (char)(0x80 | (c >> (6 * (more - i)) & 0x3F));
    return (size_t)more + 1;
}

/* After "\u": one character, by a pair of surrogates when it needs one. */
static size_t
unescape_unicode(const char **p, const char *end, char *out)
{
    int c = hex4(*p, end);

    if (c <= 0 || (c >= 0xDC00 && c <= 0xDFFF))
        return 0;
    *p += 4;
    if (c < 0xD800 || c > 0xDBFF)
        return put_utf8(c, out);

    if (end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u')
        return 0;
    int low = hex4(*p + 2, end);
    if (low < 0xDC00 || low > 0xDFFF)
        return 0;
    *p += 6;
    return put_utf8(0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00), out);
}

size_t
json_unescape(const char **p, const char *end, char *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = end - *p > 1 ? (*p)[1] : 0;
    const char *known = c ? strchr(from, c) : NULL;

    *p += 2;
    if (c == 'u')
        return unescape_unicode(p, end, out);
    if (known == NULL)
        return 0;
    *out = to[known - from];
    return 1;
}
