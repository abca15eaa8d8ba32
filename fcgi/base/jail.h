/*
 * base/jail: takes from the calling process everything that working on bytes it already has does
 * not need: files, sockets, children, executable memory. For good. A system call that is not on the
 * list kills the process.
 */
#ifndef BASE_JAIL_H
#define BASE_JAIL_H

#include "base/error.h"

/* Never more than what the caller has itself. */
struct jail_limits {
    size_t memory_bytes; /* of addresses; none under the sanitizers, which map terabytes */
    unsigned cpu_s;      /* of computing, then it is killed */
    unsigned descriptors;
};
/* false when the kernel refuses; then nothing may be run. */
bool jail_enter(const struct jail_limits *limits) MUST;

#endif
