/* diff: what was changed between two versions, and what reasons asked for, as answers hold it.
 * Private to this room. */
#ifndef HANDLE_DIFF_H
#define HANDLE_DIFF_H

#include "handle/context.h"

extern const struct member change_members[];      /* of struct version_change */
extern const struct member told_reason_members[]; /* of struct reason_row */

#endif
