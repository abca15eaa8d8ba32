/* The badge: a number as a picture. */
#include "page/markup.h"
#include "page/page.h"

#include <string.h>

enum { LABEL = 72, PAD = 10 };

/* Pixels of a text at 14: Chinese characters are twice as wide as digits. */
static int
width_of(const char *text)
{
    int wide = (int)utf8_length(text), narrow = 0;

    for (const char *s = text; *s != '\0'; s++)
        narrow += (unsigned char)*s < 0x80;
    return 14 * (wide - narrow) + 8 * narrow;
}

void
page_badge(struct buf *b, const struct entry *x)
{
    bool is_filed = str_is(x->status, register_statuses[0]);
    const char *text =
        is_filed ? x->number
                 : arena_printf(b->a, "%s %s", register_status_label(x->status), x->number);
    int wide = width_of(text), width = LABEL + wide + 2 * PAD;

    buf_printf(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"28\" ", width);
    page(b, "role=\"img\" aria-label=\"算法备案 %s\">", text);
    buf_printf(b,
               "<rect width=\"%d\" height=\"28\" rx=\"4\" fill=\"%s\"/>"
               "<path d=\"M4 0h%dv28H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4\" fill=\"%s\"/>",
               width, is_filed ? "#eef2f7" : "#f7e9e7", LABEL - 4,
               is_filed ? "#164a86" : "#5b6470");
    buf_puts(b, "<g font-family=\"sans-serif\" font-size=\"14\"><text x=\"8\" y=\"19\" "
                "textLength=\"56\" fill=\"#fff\">算法备案</text>");
    buf_printf(b, "<text x=\"%d\" y=\"19\" textLength=\"%d\" fill=\"%s\">", LABEL + PAD, wide,
               is_filed ? "#1b1f24" : "#8a1c12");
    page(b, "%s</text></g></svg>", text);
}
