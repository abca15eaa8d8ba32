/* compare: then and now, as answers hold them. Private to this room. */
#ifndef HANDLE_COMPARE_H
#define HANDLE_COMPARE_H

#include "handle/context.h"

/* A reason beside what it was about; a row of a comparison; a file that data name. */
extern const struct member open_reason_members[], diff_row_members[];
/* Such files by their ids. */
extern const struct member files_members[];

#endif
