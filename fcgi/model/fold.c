#include "model/fold.h"

#include <string.h>

static char
fold_ascii(unsigned c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* One character of s folded into *to, which is 0 when it is left out; returns its bytes, or 0 when
 * it stands as it is. */
static size_t
fold_one(const unsigned char *s, char *to)
{
    *to = '\0';
    if (s[0] < 0x80) {
        if (s[0] > ' ' && s[0] != 0x7f)
            *to = fold_ascii(s[0]);
        return 1;
    }

    if (s[0] == 0xef && s[1] == 0xbc && s[2] >= 0x81) { /* U+FF01 to U+FF3F */
        *to = fold_ascii(s[2] - 0x81u + 0x21);
        return 3;
    }
    if (s[0] == 0xef && s[1] == 0xbd && s[2] >= 0x80 && s[2] <= 0x9e) { /* U+FF40 to U+FF5E */
        *to = (char)(s[2] - 0x80 + 0x60);
        return 3;
    }

    if (s[0] == 0xe3 && s[1] == 0x80 && s[2] == 0x80) /* ideographic space */
        return 3;
    return s[0] == 0xc2 && s[1] == 0xa0 ? 2 : 0; /* no-break space */
}

char *
text_fold(struct arena *a, const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    char *out = arena_alloc(a, strlen(text) + 1), *to = out;

    while (*s != '\0') {
        char folded;
        size_t n = fold_one(s, &folded);
        if (n == 0)
            *to++ = (char)*s++;
        else if (folded != '\0')
            *to++ = folded;
        s += n;
    }

    return out;
}
