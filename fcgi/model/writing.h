/*
 * model/writing: how a text may be written. What people cannot see and what does no harm is put
 * right: blanks around a text, full-width digits in a code. What may deceive who reads it, or
 * is broken, is refused by its name and place.
 *
 * Drafts are kept as they were typed. What is judged, and what a submission freezes, is tidy.
 */
#ifndef MODEL_WRITING_H
#define MODEL_WRITING_H

#include "base/base.h"

enum writing {
    WRITING_PROSE, /* lines of text */
    WRITING_LINE,  /* one line: names, titles, addresses */
    WRITING_CODE,  /* one line that machines read, too: numbers, codes, addresses of the net */
    WRITING__MAX
};
extern const char *const writing_names[WRITING__MAX]; /* "prose", … */
enum writing writing_of(const char *name);            /* NULL and unknown: WRITING_LINE */

/* Would text_tidy() leave it alone and text_refused() take it, as far as one look tells? */
bool text_is_plain(enum writing how, const char *s, size_t n);
/* The text as it counts: the same pointer when there is nothing to put right. */
const char *text_tidy(struct arena *a, enum writing how, const char *text);

/* Without what is not to be seen around it. */
const char *text_trim(struct arena *a, const char *text);

struct text_refusal {
    const char *message, *cure; /* “第 5 个字符是看不见的零宽空格（U+200B）” */
};
/* The first character of a text that may not stand in it. Characters are counted as typed. */
bool text_refused(struct arena *a, enum writing how, const char *text, struct text_refusal *out);
/* Nothing of it is to be seen. */
bool text_is_blank(const char *text);

#endif
