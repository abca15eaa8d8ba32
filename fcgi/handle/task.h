/* task: a piece of review work, as answers hold it. Private to this room. */
#ifndef HANDLE_TASK_H
#define HANDLE_TASK_H

#include "handle/context.h"

/* A task as it is shown; of a decision also what became of the filing. */
struct task_answer {
    struct task task;
    const char *kind_label, *stage_label, *state_label, *pool_label;
    const char *class_label, *area_label, *grade_label;
    const char *taken_by; /* the name of who has it, or had; NULL: nobody */
    long days_left; /* working days, negative when overdue; NO_NUMBER when the rules could not say,
                       or nothing is left to do */
    struct finding_counts findings;
    const char *filing_state;
};
extern const struct member task_members[];
extern const char *const task_states[]; /* as choices */

/* Fills in what stands beside x->task. */
enum err task_show(struct context *c, struct task_answer *x) MUST;
/* The tag of the task that the path names, which is that of its filing: who decides upon what was
 * moved on meanwhile is told so. */
enum err task_tag(struct context *c, const char **tag) MUST;
/* The same for who may give it to somebody. */
enum err given_task_tag(struct context *c, const char **tag) MUST;

#endif
