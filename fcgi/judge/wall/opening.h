/*
 * opening: with which texts whatever a pattern matches must begin, read from the pattern.
 *
 * Most patterns of rules are lists of words, and most texts hold none of them. Where the words can
 * be told from the pattern for certain, a look at the text saves the match. What is not understood
 * for certain has no opening: then the match alone decides.
 */
#ifndef JUDGE_WALL_OPENING_H
#define JUDGE_WALL_OPENING_H

#include "base/base.h"

#define OPENING_WORDS 64  /* of one pattern */
#define OPENING_BYTES 512 /* of all its words */

struct opening {
    int n;                    /* words; 0: none is known */
    uint64_t begins[4];       /* the bits of the first character of each */
    short end[OPENING_WORDS]; /* of word i in text; it begins where the one before ends */
    char text[OPENING_BYTES];
};

/* pattern: UTF-8, as PCRE2 takes it with no options that change how it is read (caseless, extended,
 * literal). out->n is 0 when it cannot be told how a match begins. */
void opening_read(const char *pattern, size_t n, struct opening *out);

/* A bit for each character of the text, of 256 that they share. text: UTF-8. */
void opening_bits(const char *text, size_t n, uint64_t bits[4]);

/* Does one of the words stand in the text? text: UTF-8, bits: its own. Only asked where there are
 * words. */
bool opening_is_in(const struct opening *o, const char *text, size_t n, const uint64_t bits[4]);

#endif
