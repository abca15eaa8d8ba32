#include "store/board.h"
#include "store/db.h"

static const struct column line_columns[] = {
    COLUMN(board_line, stage),     COLUMN(board_line, province), COLUMN(board_line, overdue),
    COLUMN(board_line, due_today), COLUMN(board_line, due_next), COLUMN(board_line, due_soon),
    COLUMN(board_line, due_later), COLUMN(board_line, undated),  COLUMN(board_line, paused),
};
static const struct row_map line_map = ROW_MAP(line_columns, board_line);

enum err
store_board(struct store *s, struct arena *a, const struct board_query *q, struct board_line **out,
            int *n, struct fault *f)
{
    return db_all(
        s, Q_BOARD, ROWS(a, &line_map, out, n),
        VALUES(T(q->account_id), T(q->stages), T(q->today), T(q->next_day), T(q->soon_day)), f);
}
