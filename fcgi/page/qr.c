#include "page/markup.h"
#include "page/page.h"

#include <qrencode.h>

#define QUIET 4

/* A stroke for each run of dark squares in a row. */
static void
write_row(struct buf *b, const unsigned char *row, int width, int y)
{
    for (int x = 0; x < width; x++) {
        int n = 0;
        while (x + n < width && (row[x + n] & 1))
            n++;
        if (n > 0)
            buf_printf(b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
        x += n;
    }
}

const char *
page_qr_path(struct arena *a, const char *text, long *size)
{
    struct buf b = BUF(a);
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

    if (code == NULL)
        return NULL;
    buf_puts(&b, "");
    for (int y = 0; y < code->width; y++)
        write_row(&b, code->data + (ptrdiff_t)y * code->width, code->width, y);
    *size = code->width + 2 * QUIET;
    QRcode_free(code);
    return b.p;
}

void
page_qr(struct buf *b, const char *text)
{
    long size = 0;
    const char *path = page_qr_path(b->a, text, &size);

    if (path == NULL)
        return;
    buf_printf(b,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %ld %ld\" width=\"%ld\" "
               "height=\"%ld\" role=\"img\" shape-rendering=\"crispEdges\"><title>",
               size, size, size * 4, size * 4);
    page_text(b, text);
    buf_printf(b, "</title><path fill=\"#fff\" d=\"M0 0h%ldv%ldH0z\"/><path d=\"%s\"/></svg>\n",
               size, size, path);
}
