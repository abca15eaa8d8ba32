/*
 * model/law: the workflow that a rule set declares, compiled. One move function answers where an
 * event takes a filing; the server, the ways of a rule set and its replay all ask it.
 *
 * Rows are compiled from the manifest's member `law` and borrow its texts: they live as long as it.
 * Kinds, actions, states, events, stages and reviewers' roles are codes that rules declare; none of
 * them is known here by name.
 */
#ifndef MODEL_LAW_H
#define MODEL_LAW_H

#include "model/role.h"
#include "model/verb.h"

/* The core's two nouns that have a form as filings have, and no life of their own. */
#define NOUN_PRODUCT "product"
#define NOUN_ACCOUNT "account"

#define LAW_ROWS_MAX 512 /* of one list */

struct law_term { /* a reviewers' role, a pool of them */
    const char *code, *label, *source;
};
struct law_action {
    const char *code, *label, *source;
    bool is_of;         /* it concerns an earlier filing, which is in force */
    bool is_own;        /* of that, nothing may be changed but what only this action asks */
    const char *asks;   /* the questionnaire that comes before it; NULL: none */
    const char *effect; /* what it brings about, for who is about to begin it; NULL: nothing said */
};
struct law_event {
    const char *code, *label, *source;
    enum verb verb;
};
struct law_kind {
    const char *code, *label, *law, *source;
    const json_t *actions;
    const char *series; /* NULL: it gets no numbers */
    const struct law_state *initial;
    bool is_single; /* one live filing an organization */
};
struct law_stage {
    const char *code, *label, *source;
    const char *role;        /* that works it */
    const char *lead;        /* that gives its tasks from one to another; NULL: nobody does */
    const char *clock;       /* the deadline of its tasks; NULL: none */
    const json_t *checklist; /* what is gone through, each {id, text, law?, section?, kinds?} */
};
struct law_state {
    const char *kind, *code, *label, *source;
    enum standing standing;
    const struct law_stage *stage; /* NULL unless in review */
    const json_t *labels;          /* by action, where it is not called by its label; NULL: none */
};
struct law_transition {
    const struct law_event *event;
    const struct law_kind *kind;
    const char *action; /* "*": any */
    const struct law_state *from, *to;
    const json_t *who, *when;
    const char *since, *until; /* NULL: always was, always will be */
    const char *law, *source;
    /* Of what an authority does by itself: who confirms it, and the articles to choose from. */
    const json_t *second, *grounds;
    unsigned effects; /* bits: what the verb brings, and what the rules declare */
};
struct law_gate {
    const char *kind, *code, *message, *law, *source;
    const struct law_kind *needs; /* one of these must be in force */
};
/* Where filings go that stand in a state which this law does not know. */
struct law_moved {
    const char *kind, *from, *reason, *source;
    const struct law_state *to;
};
struct law_series {
    const char *code, *title, *prefix, *suffix, *source;
};
/* How the office numbers its letters: counted from 1 in each year. */
struct law_letter_series {
    const char *code, *title, *source;
    const json_t *format; /* of texts and the fields year and serial, as lines of letters are */
};
/* An official letter, made by every move that it names. */
struct law_letter {
    const char *code, *title, *law, *source;
    const struct law_letter_series *series;
    const json_t *kinds, *actions, *on, *reaches; /* codes; actions and reaches null: all */
    const json_t *lines;                          /* as the engine's letters.lua makes them */
    bool is_public; /* its text is for everybody, else for its own organization alone */
};

struct law {
    const struct law_term *roles, *pools;
    const struct law_action *actions;
    const struct law_event *events;
    const struct law_kind *kinds;
    const struct law_stage *stages;
    const struct law_state *states;
    const struct law_transition *transitions;
    const struct law_gate *gates;
    const struct law_series *series;
    const struct law_letter_series *letter_series;
    const struct law_letter *letters;
    const struct law_moved *moved;
    int letter_series_n, letters_n;
    int roles_n, pools_n, actions_n, events_n, kinds_n, stages_n, states_n, transitions_n, gates_n,
        series_n;
    int moved_n;
    bool are_routes_followed; /* what is not over goes where its amended subject sends it */
    /* What the register says of a subject that moved, or has another name, with {from} and {to};
     * NULL: nothing, and its entries stay. */
    const char *moved_note, *renamed_note;
    const char *nobody_area; /* where tasks go that nobody may see; NULL: they are listed */
};

/* ERR_RULE, with the place in f->where, when the law names what it does not declare, or breaks an
 * invariant of the core (model/invariant.h). */
enum err law_compile(const json_t *declared, struct arena *a, const struct law **out,
                     struct fault *f) MUST;

/* All NULL when there is none. */
const struct law_kind *law_kind(const struct law *l, const char *code);
const struct law_action *law_action(const struct law *l, const char *code);
const struct law_stage *law_stage(const struct law *l, const char *code);
const struct law_event *law_event(const struct law *l, const char *code);
const struct law_state *law_state(const struct law *l, const char *kind, const char *code);
const struct law_gate *law_gate(const struct law *l, const char *kind);
const struct law_series *law_series(const struct law *l, const char *code);
/* The n-th letter, from 0, that the transition makes; NULL: no more. */
const struct law_letter *law_letter_made(const struct law *l, const struct law_transition *by,
                                         const char *action, int n);
const struct law_moved *law_moved(const struct law *l, const char *kind, const char *from);
bool law_has_role(const struct law *l, const char *role);
/* It takes what it concerns out of force. */
bool law_action_ends(const struct law *l, const char *action);
bool law_has_action(const struct law_kind *kind, const char *action);
/* The kind whose filing says who an organization is; NULL when no transition admits. */
const struct law_kind *law_admitting(const struct law *l);

/* The member "key":["filer",…] of bits: reviewers by the roles that the law declares; without a law
 * by the one word for all of them. */
void law_roles_json(struct buf *b, const char *key, unsigned roles, const struct law *l);

/* For people; the code itself where the law no longer knows it. */
/* action NULL: what it is called of all of them. */
const char *law_label_of_state(const struct law *l, const char *kind, const char *action,
                               const char *code);
const char *law_label_of_stage(const struct law *l, const char *code);
const char *law_label_of_pool(const struct law *l, const char *code);
const char *law_label_of_event(const struct law *l, const char *code);
const char *law_label_of_kind(const struct law *l, const char *code);
const char *law_label_of_action(const struct law *l, const char *code);
const char *law_label_of_role(const struct law *l, const char *code); /* a reviewers' one */

/* Where a filing stands; STANDING_NONE for a state that the law does not know. */
enum standing law_standing(const struct law *l, const char *kind, const char *state);

/* ---- moving ---------------------------------------------------------------------------------- */

struct law_question {
    const char *kind, *action, *state;
    const char *event;            /* its code; NULL: any of the verb */
    enum verb verb;               /* VERB_NONE: any of the event */
    const struct role_set *roles; /* of who asks; NULL: whoever may */
    const json_t *facts; /* {filing: {data}, derived, route}; NULL: conditions are passed over */
    const char *today;
};
/* The transition that it takes: the first of its event and state whose conditions hold; of submits
 * one to the stage that the route names, if there is any. NULL: it is not allowed from there, or
 * not to who asks. */
const struct law_transition *law_next(const struct law *l, const struct law_question *q);
/* Who holds these may confirm what another proposed: see law_transition. */
bool law_may_confirm(const struct law_transition *t, const struct role_set *roles);
/* Where it goes hangs on what was filed: facts are needed to say. */
bool law_looks(const struct law *l, const struct law_question *q);
/* The clock is that of the stage of this state, or of one to which reviewers may yet bring it from
 * there without its filer. */
bool law_clock_is_ahead(const struct law *l, const struct law_state *at, const char *clock);

#endif
