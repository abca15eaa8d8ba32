/*
 * model/fold: what a text is to a comparison, a search, a look-up. There is one such form: two
 * texts that look the same to people have the same, and it is never shown.
 */
#ifndef MODEL_FOLD_H
#define MODEL_FOLD_H

#include "base/base.h"

/*
 * Compatibility forms and letters in their other case become one (NFKC and case folding, Unicode
 * 14 by libunistring), radicals become the ideographs that they look like, middle dots, dashes and
 * quotes one each; blanks and what nobody sees are left out. Folding what is folded changes
 * nothing. In the arena.
 */
char *text_fold(struct arena *a, const char *text);

/* Where two texts that may look the same first differ, in words, for instance: “第 1 个字符分别是
 * “⽰”（U+2F70，部首）与“示”（U+793A）”. NULL: nowhere. */
const char *text_difference(struct arena *a, const char *one, const char *other);

#endif
