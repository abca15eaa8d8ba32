/*
 * page: what people read of rules, as one self-contained HTML page in Chinese: nothing fetched,
 * nothing running, fit for paper. Pure functions from JSON to text; a page shows what it is given
 * and knows neither where that came from nor who asked.
 *
 * The room has a file for each chapter.
 */
#ifndef PAGE_H
#define PAGE_H

#include "base/base.h"

/* The handbook of a set: one self-contained page in Chinese that says all that the set declares.
 * manifest as of a set. */
void page_handbook(struct buf *out, const json_t *manifest, const char *rule_set,
                   const char *engine);
/* A replay's report as a page to read before approving. hits: the changed judgements, or as many as
 * fit; NULL: not on the page. */
void page_report(struct buf *out, const json_t *report, const json_t *hits,
                 const char *report_hash);

#endif
