#include "model/ground.h"

#include <ctype.h>
#include <string.h>

/* 1 to 99; others as they are written. */
static const char *
numeral(struct arena *a, const char *digits, size_t n)
{
    static const char *const names[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    bool is_one = n == 1 && *digits >= '1' && *digits <= '9';
    bool is_two = n == 2 && *digits >= '1' && *digits <= '9' && isdigit((unsigned char)digits[1]);

    if (is_one)
        return names[*digits - '0'];
    if (is_two)
        return arena_printf(a, "%s十%s", *digits == '1' ? "" : names[*digits - '0'],
                            names[digits[1] - '0']);
    return arena_printf(a, "%.*s", (int)n, digits);
}

/* "33.1" → "第三十三条第一款" */
static const char *
article(struct arena *a, const char *code)
{
    size_t n = strcspn(code, ".");
    const char *first = numeral(a, code, n);

    if (code[n] == '\0')
        return arena_printf(a, "第%s条", first);
    return arena_printf(a, "第%s条第%s款", first, numeral(a, code + n + 1, strlen(code + n + 1)));
}

/* One of them, by the title of its law. */
static const char *
one_ground(struct arena *a, const json_t *laws, const char *one)
{
    const char *space = strrchr(one, ' ');
    const json_t *law = json_object_get(laws, one);

    if (law == NULL && space != NULL)
        law = json_object_get(laws, arena_strndup(a, one, (size_t)(space - one)));
    else
        space = NULL;
    const char *title = json_str(law, "title");
    return arena_printf(a, "《%s》%s", title ? title : one,
                        title && space ? article(a, space + 1) : "");
}

const char *
ground_words(struct arena *a, const json_t *laws, const char *reference)
{
    struct buf b = BUF(a);

    buf_puts(&b, "");
    while (reference != NULL && *reference != '\0') {
        const char *next = strstr(reference, "；");
        size_t n = next ? (size_t)(next - reference) : strlen(reference);
        buf_puts(&b, b.n > 0 ? "、" : "");
        buf_puts(&b, one_ground(a, laws, arena_strndup(a, reference, n)));
        reference = next ? next + strlen("；") : NULL;
    }
    return b.p;
}
