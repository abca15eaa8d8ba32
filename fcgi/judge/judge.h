/*
 * judge: the process that runs rules, `suanbei judge`. It has one rule set, no files, no children
 * and no network but the socket on its descriptor 3, and answers the frames of rulekit/wire.h one
 * at a time until the other end is closed. Who asks does so through the room policy.
 *
 *   main.c     the process, jailed (base/jail.h) before it reads the first rule
 *   ask.c      the questions
 *   vm/        the Lua state, its limits, JSON in and out
 *   wall/      the functions that Lua text can call
 *   engine/    the Lua that is part of the program
 */
#ifndef JUDGE_H
#define JUDGE_H

/* Never returns to its caller's work. */
int judge_main(void);

#endif
