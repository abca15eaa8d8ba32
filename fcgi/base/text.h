/* base/text: strings that grow, UTF-8, and comparisons. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

#include <string.h>

/* A growing string in an arena. p is always NUL-terminated; n counts the bytes before the NUL. Zero
 * is not a buf: use BUF(a). */
struct buf {
    struct arena *a;
    char *p;
    size_t n, cap;
    uint64_t lists; /* of the JSON in the making: a bit for every bracket that is open, 1: a list */
};
#define BUF(arena) ((struct buf){.a = (arena)})
/* Room for n more bytes and the NUL. */
void buf_room(struct buf *b, size_t n);
/* Makes the string n bytes longer. They are at what is returned, for the caller to fill at once. */
static inline char *
buf_grow(struct buf *b, size_t n)
{
    if (b->cap - b->n <= n)
        buf_room(b, n);

    char *p = b->p + b->n;
    b->n += n;
    p[n] = '\0';
    return p;
}

static inline void
buf_add(struct buf *b, const char *s, size_t n)
{
    char *p = buf_grow(b, n);
    if (n > 0)
        memcpy(p, s, n);
}

static inline void
buf_puts(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_int(struct buf *b, long long v); /* in decimal digits */
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);

bool utf8_valid(const char *s, size_t n); /* RFC 3629, no surrogates, no NUL */
size_t utf8_length(const char *s);        /* code points */
/* Equal, NULL-safe: NULL is only NULL. Most that are compared differ in the first byte. */
static inline bool
str_is(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && *a == *b && strcmp(a, b) == 0);
}
bool str_starts(const char *s, const char *prefix);
const char *text_upper(struct arena *a, const char *s); /* a copy; ASCII letters only */
void str_sort(const char **list, size_t n);             /* by bytes; for a handful: it inserts */

#endif
