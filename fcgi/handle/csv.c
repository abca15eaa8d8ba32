#include "handle/csv.h"

#include <string.h>

const char *const csv_types[] = {"text/csv", NULL};

/* What comes first in a cell that is worked out: tabs and line ends are passed over by some. */
static bool
is_formula(const char *cell)
{
    return *cell != '\0' && strchr("=+-@\t\r\n", *cell) != NULL;
}

static void
csv_cell(struct buf *b, const char *cell)
{
    buf_puts(b, is_formula(cell) ? "\"'" : "\"");
    for (const char *s = cell; *s != '\0'; s++)
        buf_add(b, *s == '"' ? "\"\"" : s, *s == '"' ? 2 : 1);
    buf_puts(b, "\"");
}

void
csv_row(struct buf *b, const char *const *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_puts(b, i ? "," : "");
        csv_cell(b, cells[i] ? cells[i] : "");
    }
    buf_puts(b, "\r\n");
}

void
csv_start(struct buf *b)
{
    buf_puts(b, "\xef\xbb\xbf");
}

void
reply_csv(struct context *c, const struct buf *b)
{
    c->reply->status = 200;
    c->reply->content_type = "text/csv; charset=utf-8";
    c->reply->body = b->p;
    c->reply->body_n = b->n;
}
