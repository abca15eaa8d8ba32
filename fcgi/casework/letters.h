/*
 * letters: the official letters that a move makes. They are numbered, composed of what was decided
 * and frozen in the transaction of the decision: what a template says later changes none of them.
 */
#ifndef CASEWORK_LETTERS_H
#define CASEWORK_LETTERS_H

#include "casework/move.h"

/* Those of a move that is being stored: its filing, clocks and number stand as they will. */
enum err letters_issue(struct casework *w, const struct move *m) MUST;

/* One that a move would make, for whoever thinks about it: no number is taken, nothing is stored.
 */
struct letter_draft {
    const char *code, *title;
    const char *lines; /* JSON list of {"style", "text"} */
    const char *text;  /* the same, plain */
};
enum err letters_preview(struct casework *w, const struct move *m, struct letter_draft **out,
                         int *n) MUST;

/* What the content of a letter says: to whom, and its lines. */
struct letter_content {
    const char *to;
    const json_t *lines;
};
enum err letter_content(struct casework *w, const struct letter *x,
                        struct letter_content *out) MUST;

/* What whoever holds a paper learns of it by its code: that it was issued, to whom, and its text
 * where that is for everybody. ERR_NOTFOUND: no such paper, or no such code. */
struct letter_verified {
    struct letter letter;
    const char *issued_on, *to, *text; /* to NULL: erased; text NULL: it is not for everybody */
};
enum err letter_verify(struct casework *w, const char *typed, struct letter_verified *out) MUST;

#endif
