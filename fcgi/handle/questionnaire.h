/* questionnaire: what the rules ask of whoever comes. Private to this room. */
#ifndef HANDLE_QUESTIONNAIRE_H
#define HANDLE_QUESTIONNAIRE_H

#include "handle/context.h"

/* The declaration of the questionnaire that the address names. */
enum err questionnaire_find(struct context *c, const json_t **out) MUST;
/* What the rules say of the answers: asked, next, outcome. An answer that does not fit is a fault
 * "answer_invalid" at /answers/QUESTION. */
enum err questionnaire_ask(struct context *c, const json_t *answers, const char **text,
                           json_t **said) MUST;

#endif
