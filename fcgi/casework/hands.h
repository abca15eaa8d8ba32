/*
 * hands: review work from hand to hand: several tasks taken at once, one given to a colleague, one
 * handed over to another area, each by the transitions that the rules declare for taking and giving
 * back.
 */
#ifndef CASEWORK_HANDS_H
#define CASEWORK_HANDS_H

#include "casework/review.h"

enum { TAKEN_MAX = 50 };

/* Several are taken: what could not be says why, and keeps none of the others. */
struct taken {
    const char *id;
    const char *code, *why; /* NULL: it is taken */
    struct task task;       /* as it stands then */
    const char *facts;      /* for the rules, where clocks hang on it */
    struct handover handover;
};
struct taken_list {
    struct taken *rows;
    int n;
};
/* Those of ids, which a caller has filled in; each once. */
enum err hands_take_decide(struct casework *w, struct taken_list *x) MUST;
enum err hands_take_store(struct casework *w, struct taken_list *x) MUST;
/* The most urgent ones, at most n, that who may take. */
enum err hands_most_urgent(struct casework *w, int n, struct taken_list *out) MUST;

/* Who could work the task, by how much they have at hand: its stage, its area, not of its
 * organization, none of its earlier stages. Whoever has it already is not among them. */
enum err hands_colleagues(struct casework *w, const struct task *t, struct colleague **out,
                          int *n) MUST;

/* A task is given to somebody who could work it, by whoever has it, or by whoever could take it. */
struct reassigning {
    struct task task;
    struct filing filing;
    struct account to;
    struct handover claim; /* of an open one */
};
enum err hands_reassign_decide(struct casework *w, const char *task_id, const char *to,
                               struct reassigning *x) MUST;
enum err hands_reassign_store(struct casework *w, const char *reason, struct reassigning *x) MUST;

/* A task is handed over to an area, where it is open for whoever works its stage there. */
struct passing {
    struct task task;
    struct filing filing;
    struct handover release;
};
enum err hands_pass_decide(struct casework *w, const char *task_id, const char *area,
                           struct passing *x) MUST;
enum err hands_pass_store(struct casework *w, const char *area, const char *reason,
                          struct passing *x) MUST;

#endif
