/* judgement: what the rules said, as answers hold it. Private to this room. */
#ifndef HANDLE_JUDGEMENT_H
#define HANDLE_JUDGEMENT_H

#include "handle/context.h"

extern const struct member deadline_members[], credit_members[], task_route_members[],
    judged_answer[];
extern const struct member checked_answer[]; /* of what is typed: also which fields it asks for */
extern const struct member derived_members[];
extern const char *const verdicts[]; /* as choices */
extern const char *const deadline_units[], *const deadline_states[];

/* The body of a check: the set in use knows the kinds, or (any) another, which its handler asks. */
extern const struct member check_any_body[];
/* The answer of the set in work.policy to what the body holds, and nothing else. */
enum err check_typed(struct context *c, const char **answer) MUST;

/* What the rules said goes beside the fault of a refusal, word by word as it is kept. */
void refusal_beside(struct context *c, const struct judged *j);

#endif
