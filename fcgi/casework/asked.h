/*
 * asked: a reason that somebody gave then, beside what it was about then and what is there now. A
 * place in a list follows its item.
 */
#ifndef CASEWORK_ASKED_H
#define CASEWORK_ASKED_H

#include "casework/compare.h"

struct asked {
    struct casework *w;
    const struct event *event;
    const struct state_of *then, *now;
    const json_t *reason;
    const char *path_then, *path; /* path NULL: the item is gone; asked_write() finds both */
    struct form_place place;      /* of then */
};
/* The members of one reason, into the object that is open. */
void asked_write(struct buf *b, struct asked *x);
/* The same as an object of its own. */
void asked_write_whole(struct buf *b, struct asked *x);
/* What became of it in another state: the text that is there; NULL: nothing, or the item is gone.
 * After asked_write(). */
const char *asked_text_in(const struct asked *x, const struct state_of *state);
/* The label of its code; the code where the vocabulary has none, NULL where it has no code. */
const char *asked_code_label(const struct casework *w, const json_t *reason);

#endif
