/* matter: what is shown of a matter beside a filing, and asked of one. Private to this room. */
#ifndef HANDLE_MATTER_H
#define HANDLE_MATTER_H

#include "handle/context.h"

struct step_answer {
    struct matter_step step;
    const char *event_label, *to_label, *text, *contact;
    struct rows files; /* struct matter_file */
};
struct matter_answer {
    struct matter matter;
    const char *kind_label, *state_label;
    bool is_overdue;
    struct rows steps, moves; /* struct step_answer, struct choice */
};

/* Labels, and whether its term is over; of one that is loaded. */
void matter_show_head(struct context *c, struct matter_answer *x);
/* reader: whom the move must tell for its text to be shown; NULL: who handles it, and sees all. */
enum err matter_show_steps(struct context *c, struct matter_answer *x, const char *reader) MUST;

/* As the command says. */
struct matter_order matter_order_of(struct context *c);
/* A clock that begins now is counted by the calendar of the rules. */
void matter_count_days(struct context *c, struct matter_work *x);

#endif
