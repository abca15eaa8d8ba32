/* history: reasons of a decision, as bodies and answers hold them. Private to this room. */
#ifndef HANDLE_HISTORY_H
#define HANDLE_HISTORY_H

#include "handle/context.h"

extern const struct member reason_members[];

#endif
