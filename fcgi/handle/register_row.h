/* register_row: an entry as one of a list. Private to this room. */
#ifndef HANDLE_REGISTER_ROW_H
#define HANDLE_REGISTER_ROW_H

#include "handle/route.h"

extern const struct member register_entry_row[];

/* A day that the query names; NULL where it does not. ERR_INPUT "date_invalid". */
enum err register_day(struct context *c, const char *name, const char **day) MUST;

#endif
