/*
 * notices: whom the rules want told of what. A move leaves a row in the outbox, in its own
 * transaction; whoever takes that row away writes the notices that follow from it, in one, too. So
 * does whoever keeps that a reminder was sent. Nothing is lost between them, and nothing is twice.
 */
#ifndef CASEWORK_NOTICES_H
#define CASEWORK_NOTICES_H

#include "model/model.h"
#include "store/store.h"

/* What a rule set says of it, borrowed. The judge that said it need not live. */
struct notice_rules {
    const json_t *manifest;
    const struct law *law;
    const json_t *workdays; /* "YYYY-MM-DD" in order, some months around today */
};

/* Who tells, in a write transaction of the caller's. */
struct teller {
    struct store *store;
    struct arena *arena;
    const struct notice_rules *rules;
    const char *only; /* account that alone is told of this row; NULL: whom the rules name */
    bool delivers;    /* what the rules let leave the house does */
    int64_t now;
    char today[DATE_TEXT]; /* in Beijing */
    struct fault fault;
};

/* Takes at most so many rows out of the outbox, the oldest first, and writes what follows from
 * them; *taken says how many they were. */
enum err notices_tell(struct teller *t, int limit, int *taken) MUST;

/* Sends at most so many of the reminders and escalations that are due and were not sent. Where more
 * than one of a declaration is due of one clock, the last is sent and the others never. */
enum err notices_remind(struct teller *t, int limit, int *sent) MUST;

#endif
