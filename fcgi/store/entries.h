/* entries: how a row of the register becomes an entry. Private to this room. */
#ifndef STORE_ENTRIES_H
#define STORE_ENTRIES_H

#include "store/db.h"

extern const struct row_map *const store_entry_map;

#endif
