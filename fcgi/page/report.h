/* The chapters of the replay report that are not about judgements. Private to this room; a report
 * from before there were any has none of them. */
#ifndef REPORT_H
#define REPORT_H

#include "base/base.h"

/* Moves, numbers, entries, drafts and products that differ. */
void report_lives(struct buf *b, const json_t *report);
/* What the two sets say of the workflow, and what becoming active would do to live filings. */
void report_law(struct buf *b, const json_t *report);
void report_unseen(struct buf *b, const json_t *report);
/* One clause for the sentence at the top; NULL when nothing of a life differs. */
const char *report_lives_clause(struct arena *a, const json_t *report);
long report_stranded(const json_t *report); /* live filings that would stand nowhere */

#endif
