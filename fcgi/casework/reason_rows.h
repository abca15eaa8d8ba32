/*
 * reason_rows: the reasons of a return or a refusal, each with what its place is called, what stood
 * there and what stands there now. Items that have ids are followed wherever they went.
 */
#ifndef CASEWORK_REASON_ROWS_H
#define CASEWORK_REASON_ROWS_H

#include "casework/version_diff.h"

struct reason_row {
    const char *path;                        /* where the place is now, or was */
    const char *item;                        /* of a list: its id, or its place; NULL: none */
    const char *section_label, *field_label; /* NULL: the whole; a whole section */
    const char *value_then, *value_now;      /* JSON; NULL: nothing */
    const char *reason, *suggestion;         /* suggestion NULL: none */
    const char *code, *code_label;           /* NULL: none */
    bool changed;                            /* something at the place is another now */
    int64_t event_at;                        /* when it was said */
};
struct reason_rows {
    struct reason_row *rows;
    int n;
};
/* q: the version that the reasons are about, with them, and what it is compared with; changes: what
 * version_diff() found between these. */
void reason_rows(struct arena *a, const struct diff_question *q,
                 const struct version_changes *changes, int64_t at, struct reason_rows *out);

#endif
