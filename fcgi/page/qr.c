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
