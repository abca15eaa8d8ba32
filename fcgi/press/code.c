#include "press/code.h"

#include <qrencode.h>

bool
press_code(struct arena *a, const char *text, struct press_code *out)
{
    QRcode *code = text ? QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) : NULL;

    if (code == NULL)
        return false;
    size_t n = (size_t)code->width * (size_t)code->width;
    unsigned char *dark = arena_alloc(a, n);
    for (size_t i = 0; i < n; i++)
        dark[i] = code->data[i] & 1;
    *out = (struct press_code){code->width, dark};
    QRcode_free(code);
    return true;
}
