/* register_row: an entry as one of a list. Private to this room. */
#ifndef HANDLE_REGISTER_ROW_H
#define HANDLE_REGISTER_ROW_H

#include "handle/route.h"

extern const struct member register_entry_row[];

#endif
