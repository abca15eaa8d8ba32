/* base/text: strings that grow, UTF-8, and comparisons. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

/* A growing string in an arena. p is always NUL-terminated; n counts the bytes before the NUL. Zero
 * is not a buf: use BUF(a). */
struct buf {
    struct arena *a;
    char *p;
    size_t n, cap;
    uint64_t lists; /* of the JSON in the making: a bit for every bracket that is open, 1: a list */
};
#define BUF(arena) ((struct buf){.a = (arena)})
void buf_add(struct buf *b, const char *s, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);

bool utf8_valid(const char *s, size_t n);  /* RFC 3629, no surrogates, no NUL */
size_t utf8_length(const char *s);         /* code points */
bool str_is(const char *a, const char *b); /* equal, NULL-safe: NULL is only NULL */
bool str_starts(const char *s, const char *prefix);
void str_sort(const char **list, size_t n); /* by bytes; for a handful: it inserts */

#endif
