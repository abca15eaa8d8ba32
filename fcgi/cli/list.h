/*
 * list: an official list as a file, row by row: CSV in UTF-8 or GB18030, or the JSON of those who
 * collect them. The columns are those of the published lists, in any order. Private to this room.
 */
#ifndef CLI_LIST_H
#define CLI_LIST_H

#include "model/model.h"

/* The columns of the lists and of the notices of what ended; 序号 is theirs. */
enum list_column {
    LIST_NAME,
    LIST_TYPE,
    LIST_ROLE,
    LIST_ORGANIZATION,
    LIST_PRODUCTS,
    LIST_PURPOSE,
    LIST_NUMBER,
    LIST_NOTE,
    LIST_ENDED_ON,
    LIST__MAX
};

struct list_row {
    long line;                   /* of the file; of JSON, which row it is */
    const char *cell[LIST__MAX]; /* NULL: the list has no such column */
    const char *source, *period; /* of a batch of JSON; NULL: not said */
    const char *bad;             /* why nothing else is said of it, in Chinese; NULL: it is read */
};
/* What becomes of a row; the arena is the row's. Another answer than OK ends the reading. */
typedef enum err list_take(void *ctx, struct arena *a, const struct list_row *row, struct fault *f);

/* A file that cannot be read as a list is ERR_INPUT. A row is a megabyte at most; a CSV is never in
 * memory whole. A quote that is not closed spoils its row alone. */
enum err list_read(const char *path, list_take *take, void *ctx, struct fault *f) MUST;

#endif
