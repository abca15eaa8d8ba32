/*
 * move: a filing goes from one state to the next, and everything that belongs to that is stored
 * together: its row, an event, an audit line, a row for whoever delivers notices, and the effects.
 */
#ifndef CASEWORK_MOVE_H
#define CASEWORK_MOVE_H

#include "casework/work.h"

struct decision;
struct judged;
struct submission;

struct move {
    struct filing *filing; /* its state, version, number and sets are stored as they stand here */
    const struct law_transition *by; /* NULL: not allowed, or a beginning */
    const char *event, *from, *to;
    const char *actor_role;
    const struct role_set *roles;           /* of whom it is done for; NULL: who asks */
    bool is_of_office;                      /* whoever asks: the office does it, not their role */
    bool is_of_authority;                   /* it does so of its own accord: conditions hold */
    bool is_told;                           /* the letter of what brought it about tells of it */
    const char *reasons, *note, *data_hash; /* NULL: none */
    const char *law;                        /* it rests on; NULL: what its transition says */
    const char *audit, *object;             /* action and object of the audit line */
    const struct submission *submission;    /* what the effects draw on; NULL where they do not */
    const struct decision *decision;
    const struct task *task;
    const struct judged *clocks; /* what the rules say of them after it; NULL: nothing is new */
};

/*
 * Finds the transition that the law gives, to who asks. The question names an event or a verb, and
 * facts when they are at hand; the rest is filled in. Sets by, event, from and to; by is NULL when
 * it is not allowed.
 */
enum err move_find(struct casework *w, struct move *m, struct law_question *q) MUST;
/* ERR_RULE when it needs another person's pass before and has none. */
enum err move_store(struct casework *w, struct move *m) MUST;
/* The event, the audit line and the row for whoever delivers notices: of a move, and of a
 * beginning, which has no from. */
enum err move_record(struct casework *w, const struct move *m) MUST;
bool move_brings(const struct move *m, enum effect effect);

/* ---- effects.c ------------------------------------------------------------------------------- */

enum err effect_run(struct casework *w, const struct move *m, enum effect effect) MUST;
/* The rules gave a number that somebody has. */
enum err number_taken(struct casework *w, const char *number) MUST;
/* One line more of an entry's history, of today; before NULL: the first. */
const char *history_line(struct casework *w, const struct filing *x, const char *before,
                         const struct law_term *what);

#endif
