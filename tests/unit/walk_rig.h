/*
 * walk_rig: a model of the lives of filings, for a test that walks the declared workflow at random.
 * It reads the transitions as the rule set declares them and knows nothing of the move function,
 * nor of the clocks and notices of the core: days, clocks and what is told are counted here.
 */
#ifndef WALK_RIG_H
#define WALK_RIG_H

#include "casework_rig.h"

#define WALK_KIND "algorithm"
#define WALK_SUBJECT "subject"

/* ---- chance ---------------------------------------------------------------------------------- */

extern uint64_t walk_chance; /* the same seed, the same way */
unsigned walk_draw(unsigned below);

/* ---- who ------------------------------------------------------------------------------------- */

/* A company files a few and is followed by another, so that what the rules are told of it does not
 * grow with the walk. */
struct walked;
struct walk_company {
    struct account filer;
    json_t *data; /* that the rules accept */
    int filings;
    struct walked *subject;
    const char *area; /* as its subject was last approved */
    int name;
};
struct walk_company *walk_company(void); /* one of those that file now */

struct walk_reviewer {
    const struct account *who;
    const char *role, *stage;
    const char *area; /* what begins so is in scope */
};
enum { WALK_REVIEWERS = 6 };
extern struct walk_reviewer walk_reviewers[WALK_REVIEWERS];
/* Somewhere that a company may move to. */
const char *walk_some_area(void);

/* ---- the model ------------------------------------------------------------------------------- */

/* Of a draft the one of the day that it states, of whichever action. */
enum walk_clock { WALK_FILED, WALK_REVIEW, WALK_CORRECTION, WALK_CLOCKS };
enum walk_told {
    TOLD_SUBMITTED,
    TOLD_RETURNED,
    TOLD_APPROVED,
    TOLD_REFUSED,
    TOLD_STRUCK,
    TOLD_CHANGED,
    TOLDS
};

struct walk_proposal {
    char id[ID_TEXT];
    int by; /* a reviewer; -1: nothing is proposed */
    const char *event;
    long version;
};

struct walked {
    char id[ID_TEXT];
    struct walk_company *company;
    const char *kind, *action, *state;
    struct walked *of, *about; /* the one it is about; the open one about it; NULL: none */
    const char *stage;         /* of the task that is not done; NULL: there is none */
    int claimed_by;            /* a reviewer; -1: nobody */
    unsigned decided;          /* reviewers that decided a stage of this version */
    int tasks;                 /* that it has, done or not */
    const char *area;          /* where it belongs while it has any */
    bool is_deleted;
    char *history;            /* as rig_history() tells it */
    char stated[DATE_TEXT];   /* when what it is about took place */
    char filed_on[DATE_TEXT]; /* on which it came into force; "": it never did */
    char first_on[DATE_TEXT]; /* on which it was first handed in; "": never */
    struct {
        const char *state; /* NULL: it is not kept */
        char due_on[DATE_TEXT];
    } clocks[WALK_CLOCKS];
    long missed; /* how many ran out while it lived */
    long told[TOLDS];
    const char *wanted_area; /* of a subject, as saved */
    int name, public_name;   /* as saved, and as it stands in the register */
    int public_company;      /* the name of its company there */
    const char *public_area;
    char number[80]; /* "": none */
    long version;    /* of one in force: grows with each change */
    int lines;       /* of its entry's history */
    struct walk_proposal proposal;
};
extern struct walked *walk;
extern int walk_n;
extern long walk_moves, walk_numbers, walk_amended, walk_finished, walk_struck, walk_lapsed,
    walk_subjects, walk_rerouted, walk_given_back;

/* Reads the shipped workflow and the calendars' files; room for so many filings. */
void walk_begin(int most);
void walk_end(void);
/* of NULL: a first filing of an algorithm. */
struct walked *walk_new(struct walk_company *by, const char *action, struct walked *of);

/* The declared row by which an event leaves its state, for that role; NULL: there is none. */
const json_t *walk_declared(const struct walked *m, const char *event, const char *role);
bool walk_row_does(const json_t *row, const char *effect);
bool walk_is_over(const char *state, const char *kind);
bool walk_is_in_scope(const struct walked *m, int reviewer);
const char *walk_name(int name);
const char *walk_company_name(int name); /* 0: that of the example */
void walk_write_down(struct walked *m, const char *event, const char *to);

/* What follows of a move, beside the state. */
void walk_drafted(struct walked *m); /* its day was stated */
void walk_handed_in(struct walked *m);
void walk_to_stage(struct walked *m); /* of the state that it is in */
/* A change of a subject was approved: what is not over of its company follows. */
void walk_subject_amended(struct walked *change);
void walk_withdrawn(struct walked *m);
void walk_returned(struct walked *m);
void walk_ended(struct walked *m); /* its clocks come to an end */
/* It left force: what is open about it lapses, and so does what was proposed. */
void walk_left_force(struct walked *m);
/* Those that run out before today. */
void walk_days_pass(void);

/* ---- what the core has of it ----------------------------------------------------------------- */

/* What stands of a filing and of what hangs on it, which a refusal leaves alone. */
const char *walk_stands(const struct walked *m);
void walk_check_clocks(const struct walked *m);
void walk_check_public(const struct walked *m);
void walk_check_place(const struct walked *m);
void walk_check_history(const struct walked *m);

#endif
