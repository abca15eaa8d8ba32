#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
buf_room(struct buf *b, size_t n)
{
    size_t cap = b->cap ? b->cap : 128;

    do
        cap *= 2;
    while (cap - b->n <= n);
    char *p = arena_bytes(b->a, cap);
    if (b->n > 0)
        memcpy(p, b->p, b->n);
    b->p = p;
    b->cap = cap;
}

void
buf_int(struct buf *b, long long v)
{
    char digits[20], *end = digits + sizeof digits, *p = end;
    unsigned long long left = v < 0 ? 0ULL - (unsigned long long)v : (unsigned long long)v;

    do
        *--p = (char)('0' + left % 10);
    while (left /= 10);
    if (v < 0)
        *--p = '-';
    buf_add(b, p, (size_t)(end - p));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;

    va_start(ap, fmt);
    va_copy(again, ap);
    size_t room = b->cap - b->n;
    int n = vsnprintf(room > 0 ? b->p + b->n : NULL, room, fmt, ap);
    va_end(ap);
    if (n > 0 && (size_t)n < room)
        b->n += (size_t)n;
    else if (n > 0)
        vsnprintf(buf_grow(b, (size_t)n), (size_t)n + 1, fmt, again);
    va_end(again);
}

const char *
text_upper(struct arena *a, const char *s)
{
    char *p = arena_strdup(a, s);

    for (char *q = p; *q != '\0'; q++)
        if (*q >= 'a' && *q <= 'z')
            *q = (char)(*q - 0x20);
    return p;
}

void
str_sort(const char **list, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const char *s = list[i];
        size_t at = i;
        for (; at > 0 && strcmp(list[at - 1], s) > 0; at--)
            list[at] = list[at - 1];
        list[at] = s;
    }
}

/* Eight bytes of ASCII, and none of them NUL. */
static bool
is_plain_eight(const unsigned char *p)
{
    uint64_t eight;
    memcpy(&eight, p, 8);
    return (eight & 0x8080808080808080u) == 0 &&
           ((eight - 0x0101010101010101u) & 0x8080808080808080u) == 0;
}

/* The bytes of the character at p; 0 when it is none, or NUL. */
static int
utf8_bytes(const unsigned char *p, const unsigned char *end)
{
    unsigned char c = p[0];
    if (c < 0x80)
        return c != 0;
    if (c - 0xE1u < 0xC && end - p >= 3 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80)
        return 3; /* most of Chinese */

    int n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || end - p < n)
        return 0;

    if ((c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F) || (c == 0xF0 && p[1] < 0x90) ||
        (c == 0xF4 && p[1] > 0x8F))
        return 0;
    for (int i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

bool
utf8_valid(const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + n;

    while (p < end) {
        if (end - p >= 8 && is_plain_eight(p)) {
            p += 8;
            continue;
        }
        int bytes = utf8_bytes(p, end);
        if (bytes == 0)
            return false;
        p += bytes;
    }
    return true;
}

size_t
utf8_length(const char *s)
{
    size_t n = 0;
    for (; *s != '\0'; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

bool
str_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}
