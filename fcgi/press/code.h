/* code: a QR code as squares. Private to this room. */
#ifndef PRESS_CODE_H
#define PRESS_CODE_H

#include "press/press.h"

/* Has width times width squares, and a margin of CODE_QUIET squares around them that stays white.
 */
#define CODE_QUIET 4
struct press_code {
    int width;
    const unsigned char *dark; /* of each square, row by row: 1 or 0 */
};
/* false when the text is too long for one, or NULL. */
bool press_code(struct arena *a, const char *text, struct press_code *out) MUST;

#endif
