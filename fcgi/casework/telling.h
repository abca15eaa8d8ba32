/*
 * telling: how notices are put into words, on which days a reminder is due, and how one is written
 * for each who is told. Of filings notices.c tells, of matters beside them matter_notices.c.
 * Private to this room.
 */
#ifndef CASEWORK_TELLING_H
#define CASEWORK_TELLING_H

#include "casework/notices.h"

#define TELL_FILER "filer"       /* the organization */
#define TELL_REVIEWER "reviewer" /* whoever has it in hand; before that, all who might */
#define TELL_MISSED "missed"     /* told of by the core: the day of a clock is over */

/* What a text may show. NULL: it is not known there. */
struct words {
    const char *title, *kind, *action, *state, *event, *number, *organization, *on;
    const char *clock, *due_on, *left, *over;
};
/* Of a filing that has no name or number yet. */
const char *telling_title(const char *title);
const char *telling_number(const char *number);
const char *telling_day_of(const struct teller *t, int64_t at);
const char *telling_due(const struct teller *t, const char *due_on, bool is_provisional);

/* One of the days of a declaration, and the days on which the clocks end of which it speaks now. */
struct turn {
    const json_t *declared;
    const char *unit; /* NULL: working days */
    bool is_over;     /* it speaks of those that are over; else of those that run */
    long days;
    const char *from, *to; /* both among them */
};
struct turn telling_turn(const json_t *declared);
/* The i-th of its days, which are in rising order: of the clocks that a nearer one speaks of, no
 * other does. False past the last. */
bool telling_next(const struct teller *t, struct turn *turn, size_t i);
/* How much is left until due_on, or by how much it is over. */
void telling_span(const struct teller *t, const struct turn *turn, const char *due_on,
                  struct words *w);
/* That one was sent, for the audit trail: a JSON object. */
const char *telling_sent(const struct teller *t, const struct turn *turn, const char *clock,
                         const char *due_on);

/* NULL when the set declares none of that code. */
const json_t *telling_notice(const struct teller *t, const char *code);
/* Each of these is told so about what is in that state, and what leaves the house of it goes. */
struct telling {
    const json_t *declared;
    const char *filing_id, *matter_id, *takeover_id, *state;
    const struct words *words;
};
enum err telling_write(struct teller *t, const struct telling *x, const struct id_list *to) MUST;

#endif
