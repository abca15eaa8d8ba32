/*
 * jail: takes from the calling process everything that running rules does not need: files, sockets,
 * children, executable memory. For good. A system call that is not on the list kills the process.
 */
#ifndef JUDGE_JAIL_H
#define JUDGE_JAIL_H

#include "base/base.h"

/* false when the kernel refuses; then nothing may be run. */
bool jail_enter(void) MUST;

#endif
