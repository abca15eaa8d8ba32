/* text: what of a text is set. Private to this room. */
#ifndef PRESS_TEXT_H
#define PRESS_TEXT_H

#include "base/base.h"

/* Without marks that turn the direction of what follows them, so that nobody's name rearranges what
 * the office wrote; what no document has a place for is a space. */
const char *press_text(struct arena *a, const char *text); /* NULL is "" */

#endif
