/* model/repeated: words that a text writes several times in a row, as fillers do. */
#ifndef MODEL_REPEATED_H
#define MODEL_REPEATED_H

#include "base/base.h"

/*
 * The first word, and at that place the shortest, of least to most letters that stands times times
 * in a row, with or without a punctuation mark before each copy; NULL when there is none. Letters
 * are Unicode's category L, marks its category P.
 *
 * text is UTF-8 of n bytes; 1 <= least <= most, times >= 2. *steps, which may be NULL, gets how
 * many characters were looked at: at most n * most * times. The word is the arena's.
 */
const char *text_repeated(struct arena *a, const char *text, size_t n, size_t least, size_t most,
                          size_t times, size_t *steps);

#endif
