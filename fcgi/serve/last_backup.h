/* last_backup: how old the last backup is, as `suanbei backup` has noted in the state folder. */
#ifndef SERVE_LAST_BACKUP_H
#define SERVE_LAST_BACKUP_H

#include "base/base.h"

/* A line for an operator; in the arena. */
const char *last_backup_text(struct arena *a, const char *state, int64_t now);

#endif
