#include "store/db.h"

#include <stdlib.h>

/* Digits without a sign, a space or a leading zero, and few enough for an int64_t. */
static bool
is_number(const char *text, int64_t least, struct value *out)
{
    size_t n = strspn(text, "0123456789");
    if (n == 0 || n > 18 || text[n] != '\0' || (n > 1 && text[0] == '0'))
        return false;
    *out = N(strtoll(text, NULL, 10));
    return out->number >= least;
}

static bool
is_hash(const char *text)
{
    size_t n = strspn(text, "0123456789abcdef");
    return n == SHA256_TEXT - 1 && text[n] == '\0';
}

static bool
is_part(char part, const char *text, struct value *out)
{
    if (part == 'n' || part == 'p')
        return is_number(text, part == 'n' ? 1 : 0, out);

    *out = T(text);
    if (part == 'i')
        return id_valid(text);
    return part == 'd' ? *text == '\0' || date_valid(text) : is_hash(text);
}

enum err
db_cursor(struct arena *a, const char *cursor, const char *parts, struct value *out,
          struct fault *f)
{
    if (cursor == NULL)
        return OK;

    for (; *parts != '\0'; parts++, out++) {
        bool is_last = parts[1] == '\0';
        size_t n = is_last ? strlen(cursor) : strcspn(cursor, ".");
        if (!is_part(*parts, arena_strndup(a, cursor, n), out) || (!is_last && cursor[n] == '\0'))
            return fail(f, ERR_INPUT, "cursor_invalid", "/cursor", "翻页位置无效，请从第一页开始");
        cursor += n + !is_last;
    }
    return OK;
}
