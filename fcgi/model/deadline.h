/* model/deadline: what is due, and when. */
#ifndef MODEL_DEADLINE_H
#define MODEL_DEADLINE_H

#include "base/base.h"

struct deadline {
    const char *filing_id, *name;
    const char *from;    /* the day that the count starts after; NULL when it cannot be said */
    const char *due_on;  /* NULL when it cannot be said */
    const char *state;   /* running, met, missed, paused */
    long days;           /* of the unit */
    bool is_provisional; /* counted beyond the decreed years */
    const char *label;   /* for people; "" in rows of old */
    const char *unit;    /* workday, day, month */
    long waited;         /* so many of the unit stood still: days, where it is months */
    long credited;       /* so many of waited are the credit's */
    const char *credit;  /* JSON: the days that the rules do not count, each {"from", "to"}; NULL:
                            none */
    bool is_rolling;     /* an end on a day off goes to the next working day */
};

/* Days in Beijing, both among them. */
struct day_span {
    const char *from, *to;
};

/* Deadlines that run or stand still, counted from one day, over so many of a unit, to one day. */
struct deadline_group {
    const char *from, *due_on;
    long days;
    long n; /* how many there are */
    bool is_provisional;
    const char *unit;
    bool is_rolling;
    const char *credit; /* JSON, as of a deadline */
    const char *stays;  /* JSON: when they stood still, each {"from", "to"}; to null: they do */
};

/* One of them that another calendar puts elsewhere. */
struct deadline_move {
    const char *filing_id, *name, *from, *due_on, *new_due_on;
    const char *title, *organization_name; /* joined */
    long days;
    long n; /* its place in the filing's list */
    long waited, credited, new_waited, new_credited;
    bool is_provisional, is_new_provisional;
    const char *unit;
};

#endif
