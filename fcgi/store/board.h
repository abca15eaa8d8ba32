/* store/board: how the office stands, as far as somebody sees it. */
#ifndef STORE_BOARD_H
#define STORE_BOARD_H

#include "model/model.h"

struct store;

/* Tasks of one stage in one province that are not done, each counted once; and what stands still
 * with its filer. */
struct board_line {
    const char *stage;
    const char *province; /* two digits; "": none */
    long overdue, due_today, due_next, due_soon, due_later;
    long undated; /* nobody can say when they are due */
    long paused;
};
struct board_query {
    const char *account_id;
    const char *stages;                      /* JSON array */
    const char *today, *next_day, *soon_day; /* the next working day, and the last that is soon */
};
enum err store_board(struct store *s, struct arena *a, const struct board_query *q,
                     struct board_line **out, int *n, struct fault *f) MUST;

#endif
