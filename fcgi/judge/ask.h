/*
 * ask: the questions that a judge answers, each by one protected call into its Lua state.
 */
#ifndef JUDGE_ASK_H
#define JUDGE_ASK_H

#include "judge/vm/vm.h"

/* Answers a frame into judge.out. After a fault with stuck set the judge is done. */
enum err judge_answer(struct judge *j, enum wire_type type, const char *data, size_t n,
                      struct fault *f) MUST;

#endif
