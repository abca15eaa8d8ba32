/* filing: a row of the list of an organization's filings. Private to this room. */
#ifndef HANDLE_FILING_H
#define HANDLE_FILING_H

#include "handle/context.h"

struct filing_line {
    struct filing filing;
    const char *kind_label;
    long missing; /* NO_NUMBER: the rules have not been asked, or it is out of its filer's hands */
    long days_left; /* NO_NUMBER: nothing runs, or its day is over */
};
/* What every answer about a filing has, of struct filing; and what the list has. */
extern const struct member filing_row_members[], filing_line_members[], move_members[];
/* Rows of store_filing_list(), for people. */
struct rows filing_lines(struct context *c, const struct filing *rows, int n);

#endif
