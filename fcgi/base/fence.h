/*
 * fence: what a process that answers strangers no longer asks of the kernel.
 *
 * It is for whoever is talked into running somebody's code: files, memory, Unix sockets and this
 * very program as a child remain, and nothing else is there to be asked. What is refused fails with
 * EPERM and is logged by the kernel. Children inherit it. The judge's jail is far narrower.
 */
#ifndef BASE_FENCE_H
#define BASE_FENCE_H

#include "base/error.h"

/* No new privileges, the calls of the list, no program but this. For good. Where the kernel has no
 * Landlock, or the sanitizers stand in the way, that part is left out. */
enum err fence_enter(struct fault *f) MUST;

#endif
