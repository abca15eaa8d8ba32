/*
 * model/matter: what is going on beside a filing, a complaint, an order, a penalty. Which kinds
 * there are, through which states each goes and who moves it is declared (supervision.lua) and
 * looked at when the set is loaded; here one function answers where a move leads.
 */
#ifndef MODEL_MATTER_H
#define MODEL_MATTER_H

#include "model/findings.h"
#include "model/role.h"

/* By whom a move is made that nobody need log in for; and who is shown what was written at it. */
#define MATTER_PUBLIC "public"
#define MATTER_OPENER "opener"
#define MATTER_ORGANIZATION "organization"
/* What the core itself notes of one, in nobody's name: its term is over. */
#define MATTER_MISSED "missed"
#define MATTER_BY_NOBODY "system"
/* And that another set of rules has taken it to another state. */
#define MATTER_MOVED "moved"

struct matter {
    const char *id, *kind, *filing_id, *organization_id, *state;
    bool is_over, is_told;         /* is_told: the organization has been told of it */
    const char *due_on;            /* NULL: no clock runs */
    bool is_missed;                /* that it is over has been noted */
    const char *type;              /* a code of the vocabulary that its opening names; NULL: none */
    long amount;                   /* yuan; 0: none */
    const char *area, *class_code; /* whose scope it lies in; "" everybody's */
    const char *code_hash;         /* of what its opener follows it by; NULL: nobody does */
    long revision;                 /* of steps so far */
    int64_t opened_at;
    const char *title, *number, *organization_name; /* of the filing; not stored */
};
/* One move of it. */
struct matter_step {
    const char *matter_id, *filing_id;
    long n; /* from 1 */
    const char *event, *from_state, *to_state;
    const char *actor_id, *actor_role; /* actor_id NULL: somebody who did not log in */
    const char *text, *contact;        /* NULL: none; contact: only of an opening by the public */
    const char *due_on;                /* from then on */
    const char *asked_on;              /* the day that was asked for; NULL: none was */
    int64_t at;
};

/* A file of a step. */
struct matter_file {
    long n; /* of which */
    const char *id, *filename, *media_type;
    int64_t size_bytes;
};

/* Open ones of one kind that stand in one state. */
struct matter_group {
    const char *kind, *state;
    long n;
};

/* What is said at a move, on which day; texts NULL: nothing was. */
struct matter_said {
    const char *text, *type, *due_on, *today;
    long amount; /* yuan; 0: none */
    int files;   /* so many */
    long made;   /* so often the same move was made of the matter before */
};

/* All NULL when there is none. Borrowed from the manifest of the set. */
const json_t *matter_kind(const json_t *manifest, const char *code);
const json_t *matter_state(const json_t *kind, const char *code);
/* The move of that code from a state; from NULL: the one that opens, whatever it is called. */
const json_t *matter_move(const json_t *kind, const char *from, const char *code);
/* May whoever holds these roles make it? roles NULL: nobody is logged in. */
bool matter_may(const json_t *move, const struct role_set *roles);
bool matter_tells(const json_t *move, const char *whom);
bool matter_is(const json_t *declared, const char *member); /* a boolean of it is true */
long matter_most(const json_t *move, const char *member);   /* 0: it says none */
/* The last day that the move may set or ask for; NULL: it does not say. */
const char *matter_latest(struct arena *a, const json_t *move, const struct matter *m);
/* Where an open one goes that stands in a state which the kind knows no more: {from, to, reason}.
 */
const json_t *matter_moved(const json_t *kind, const char *from);
/* Is it noted by the core itself, and no move that the rules declare? */
bool matter_is_noted(const char *event);
/* What is wrong with what is said at that move of m, in its words and terms. Whether another person
 * must make it, and whose files those are, the caller knows. */
void matter_check(const json_t *manifest, const json_t *move, const struct matter *m,
                  const struct matter_said *said, struct findings *fs);
/* Where the move leads: state, is_over, is_told and due_on of m become those of after it. Returns
 * the working days after today that are then due, which the caller counts into due_on; 0: none. */
long matter_lead(const json_t *kind, const json_t *move, const struct matter_said *said,
                 struct matter *m);
/* For people; the code itself where the set no longer knows it. */
const char *matter_label(const json_t *kind, const char *code);
const char *matter_state_label(const json_t *kind, const char *state);
const char *matter_event_label(const json_t *kind, const char *event);

#endif
