/* upgrade_ask: has the pool of a pid file hand over to the program on disk, and waits. */
#ifndef SERVE_UPGRADE_ASK_H
#define SERVE_UPGRADE_ASK_H

#include "base/base.h"

/* Exit status of the command; says what came of it. */
int upgrade_ask(struct arena *a, const char *pid_path);

#endif
