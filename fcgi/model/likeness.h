/*
 * model/likeness: is a text copied from another? Told of two texts, by the passages that coincide;
 * told of many, by marks: hashes of a few characters in a row, chosen so that two texts which share
 * a passage share a mark of it (winnowing). Marks are made by a key, so that whoever reads the
 * index learns which texts are alike, and none of them.
 *
 * Blanks and punctuation do not count, nor does case, nor forms that look the same.
 */
#ifndef MODEL_LIKENESS_H
#define MODEL_LIKENESS_H

#include "base/base.h"

enum {
    LIKENESS_MARKS_MAX = 400,  /* of all texts of one filing */
    LIKENESS_PASSAGE_MIN = 16, /* characters that coincide in a row, or it is none */
    LIKENESS_PASSAGES_MAX = 12
};

struct marks {
    int64_t *rows; /* in order, each once */
    int n;
};
/* Adds those of a text, at most `most`: the longer it is, the farther apart they are. */
void likeness_text(struct arena *a, const unsigned char key[SEAL_SHORT_BYTES], const char *text,
                   int most, struct marks *out);
/* The same of a name: every two characters of it, and not those of texts. */
void likeness_name(struct arena *a, const unsigned char key[SEAL_SHORT_BYTES], const char *name,
                   struct marks *out);
void likeness_sort(struct marks *x); /* in order, each once */

/* How much of two names is the same, in percent of both. */
int likeness_of_names(struct arena *a, const char *one, const char *other);

struct passage {
    const char *text; /* as the first text has it */
    long characters;  /* that count */
};
/* A text made ready to be compared, in the arena; the text has to stay. */
struct likeness_read;
struct likeness_read *likeness_read(struct arena *a, const char *text);
/* Passages of one text that stand in another, the first LIKENESS_PASSAGES_MAX of them; *same: how
 * many characters all of them have, *of: how many the text has. However the texts are made, this
 * takes a time that grows with their length alone. */
void likeness_passages(struct arena *a, const struct likeness_read *one,
                       struct likeness_read *other, struct passage *out, int *n, long *same,
                       long *of);

#endif
