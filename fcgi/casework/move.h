/*
 * move: a filing goes from one state to the next, and everything that belongs to that is stored
 * together: its row, an event, an audit line, a row for whoever delivers notices, and the effects.
 */
#ifndef CASEWORK_MOVE_H
#define CASEWORK_MOVE_H

#include "casework/work.h"

struct submission;
struct decision;

struct move {
    struct filing *filing; /* its state, version, number and sets are stored as they stand here */
    const char *event, *from, *to;
    const char *actor_role;
    const char *reasons, *note, *data_hash; /* NULL: none */
    const char *audit, *object;             /* action and object of the audit line */
    const struct submission *submission;    /* what the effects draw on; NULL where they do not */
    const struct decision *decision;
    const struct task *task;
};

/* Sets from and to by the workflow; false when the event is not allowed from there, or not to who.
 */
bool move_find(struct casework *w, struct move *m, const struct filing *x, const char *event);
enum err move_store(struct casework *w, struct move *m) MUST;
/* The event, the audit line and the row for whoever delivers notices: of a move, and of a
 * beginning, which has no from. */
enum err move_record(struct casework *w, const struct move *m) MUST;

/* ---- effects --------------------------------------------------------------------------------- */

/* The i-th row of the table of what moves bring about; NULL past the last. A test looks whether all
 * that it names exists. */
const char *move_row(size_t i);
/* The effects of a move, by name, joined by spaces; "" for none. */
const char *move_effects(const struct casework *w, const struct move *m);
/* One of them bears this name. */
bool move_brings(const struct casework *w, const struct move *m, const char *effect);
/* The rules gave a number that somebody has. */
enum err number_taken(struct casework *w, const char *number) MUST;
bool effect_exists(const char *name, size_t n);
/* Runs one; ERR_BUG when there is none of that name. */
enum err effect_run(struct casework *w, const struct move *m, const char *name, size_t n) MUST;

#endif
