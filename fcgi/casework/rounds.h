/*
 * rounds: the course of a review over its rounds: what each asked for and what the filer answered,
 * place by place, and the earlier versions that the reviewed one may be held against.
 */
#ifndef CASEWORK_ROUNDS_H
#define CASEWORK_ROUNDS_H

#include "casework/compare.h"

enum { ROUNDS_MAX = 20 }; /* the latest ones are told */

/* JSON list of the reasons that were given before a version was handed in, place by place in the
 * order in which they first came up, each with its answer: what the next version says there. */
struct rounds {
    const char *rows;
    struct state_of states[ROUNDS_MAX + 1]; /* the versions that they quote, for whoever masks */
    int states_n;
};
enum err rounds_threads(struct casework *w, const struct state_of *now, struct rounds *out) MUST;

/* An earlier version to hold against the reviewed one. */
struct base {
    const char *against, *label; /* base_choices[] */
    struct filing filing;        /* this one, or the one that it is about */
    long version;
    int64_t submitted_at;
};
enum { BASES_MAX = 3 };
extern const char *const base_choices[]; /* NULL ends them */
/* Those that there are, no version twice: the one that was reviewed last, the one that was handed
 * in last, the last that was approved; of a change that is the version in force when it was handed
 * in. */
enum err rounds_bases(struct casework *w, const struct filing *x, const struct task *t,
                      struct base *out, int *n) MUST;

/* The newest version of what x is about that was there before that version of x was. */
enum err rounds_concerned(struct casework *w, const struct filing *x, long version,
                          struct base *out) MUST;

/* Of who did it: of an account's role, or a reviewers' one. */
const char *rounds_role_label(const struct law *l, const char *role);

#endif
