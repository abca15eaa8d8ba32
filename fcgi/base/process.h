/* base/process: starting this program again. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include "base/error.h"

#include <sys/types.h>

/* Executes this very program with argv and env; signals are at their defaults. It keeps the
 * standard three descriptors alone. 0, or an errno. */
int process_again(pid_t *pid, char *const argv[], char *const env[]) MUST;
/* The same for a process that is to be jailed: it gets one word, of our environment nothing but the
 * sanitizers' settings, the n descriptors as its 3, 4, …, and /dev/null for the first two. */
int process_apart(pid_t *pid, const char *word, const int *fds, int n) MUST;
/* A copy above what such a process puts its own on, whatever of the low ones was free; -1. */
int process_descriptor(int fd);

/* For how many microseconds this process computes on when another wants to: who has a shorter slice
 * comes first, and nobody gets less for it in the end. Kernels before 6.12 know no slices, and let
 * whoever wakes up come first anyway. */
void process_slice(int us);

#endif
