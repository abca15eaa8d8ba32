/*
 * lives: what a candidate would have made of the lives of filings: their moves, numbers, entries,
 * drafts and products. Counted in groups; the count is JSON, so that a replay that is cut off takes
 * it up again with its tally. Codes, names of columns and ids alone: nothing that a filer typed.
 * Private to this room.
 */
#ifndef LIVES_H
#define LIVES_H

#include "govern/hit.h"

/* In the order of govern_life_kinds. */
enum life_kind {
    LIFE_MOVE,    /* an event leads elsewhere, or is refused */
    LIFE_EFFECTS, /* it leads to the same state and brings about something else */
    LIFE_NUMBER,
    LIFE_ENTRY,   /* a column of the register */
    LIFE_DRAFT,   /* the verdict on what a filer is about to hand in */
    LIFE_PRODUCT, /* the same of a product */
    LIFE_MATTER,  /* a step of a matter beside a filing leads elsewhere, or is refused */
    LIFE_TERM,    /* it leads to the same state, and another term or another duty to tell */
    LIFE_CLOCK,   /* a clock that runs while a filer still writes */
    LIFE__MAX
};

/* What was looked at, and what could not be: codes of the report's not_looked_at. */
enum life_seen {
    SEEN_FILINGS,
    SEEN_MOVES,
    SEEN_ENTRIES,
    SEEN_DRAFTS,
    SEEN_PRODUCTS,
    SEEN_MATTERS,
    SEEN_STEPS, /* of matters */
    SEEN__MAX
};
enum life_unseen {
    UNSEEN_ERASED,     /* judgements of drafts that have been deleted */
    UNSEEN_CONDITIONS, /* moves whose conditions ask for facts that are not kept */
    UNSEEN_FACTS,      /* judgements whose facts lack what only the candidate reads */
    UNSEEN_VERSIONS,   /* entries whose version is not kept */
    UNSEEN_ATTACHED,   /* drafts and products of which no facts could be made */
    UNSEEN_GATES,      /* what an organization had in force when it began is not kept */
    UNSEEN_ACCOUNTS,   /* registrations and files: they are no part of a filing's life */
    UNSEEN_LETTERS,    /* letters and notices: of these nothing is kept to compare */
    UNSEEN_WRITTEN,    /* what was written at steps of matters: that is sealed */
    UNSEEN__MAX
};

/* One difference. NULL where a member says nothing. */
struct life_change {
    enum life_kind what;
    const char *kind;           /* of the filing, or of the matter; NULL for a product */
    const char *event, *from;   /* of a move */
    const char *column;         /* of an entry; of a draft the name of its clock */
    const char *before, *after; /* states, or verdicts; NULL: refused, or no answer */
    const char *words;          /* the same for people */
    const char *id;             /* of the filing, product or matter */
};
/* Where a walk in batches stands: behind that id and number; "" and 0 at first. */
struct lives_place {
    const char *id;
    long n;
};
struct lives_place lives_place(struct arena *a, const json_t *lives);
void lives_stand_at(json_t *lives, struct lives_place at);

/* lives: an object, {} at first. */
void lives_add(struct arena *a, json_t *lives, const struct life_change *c);
void lives_saw(json_t *lives, enum life_seen what, long n);
void lives_missed(json_t *lives, enum life_unseen what, long n);
/* The members "lives" and "not_looked_at" of the report that is open in b. */
void lives_json(struct buf *b, const json_t *lives);
bool lives_is_same(const json_t *lives);

#endif
