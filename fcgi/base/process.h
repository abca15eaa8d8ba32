/* base/process: starting this program again. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include "base/error.h"

#include <sys/types.h>

/* Executes this very program with argv and env; signals are at their defaults. fd becomes its
 * descriptor 3, the first two are /dev/null and the rest is closed; -1: it keeps the standard three
 * alone. 0, or an errno. */
int process_again(pid_t *pid, char *const argv[], char *const env[], int fd) MUST;

/* For how many microseconds this process computes on when another wants to: who has a shorter slice
 * comes first, and nobody gets less for it in the end. Kernels before 6.12 know no slices, and let
 * whoever wakes up come first anyway. */
void process_slice(int us);

#endif
