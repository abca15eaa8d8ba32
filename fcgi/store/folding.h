/*
 * folding: a folded text (model/fold) in its pairs of neighbouring characters, by which people find
 * it.
 */
#ifndef STORE_FOLDING_H
#define STORE_FOLDING_H

#include "base/base.h"

/* The two characters at text into out, and the step to the next; 0 when fewer are left. */
enum { GRAM_TEXT = 12 };
size_t folding_gram(const char *text, char out[GRAM_TEXT]);
/* The same of one character; 0 at the end. */
size_t folding_character(const char *text, char out[GRAM_TEXT]);
/* Every two neighbours of a folded text, but across its lines: a JSON list of {"gram"}. */
const char *folding_grams(struct arena *a, const char *text);

#endif
