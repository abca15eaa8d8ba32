/* csv_text: the text of one row of a CSV after another. A quote that nothing closes takes no rows
 * with it: the text goes on at the line below. Private to this room. */
#ifndef CLI_CSV_TEXT_H
#define CLI_CSV_TEXT_H

#include "base/base.h"

#include <stdio.h>

enum { CSV_ROW_MAX = 1 << 20 }; /* bytes */

enum csv_text_answer { CSV_TEXT_ROW, CSV_TEXT_UNCLOSED, CSV_TEXT_LONG, CSV_TEXT_END };

/* {.in = a file that can be sought} to begin with. */
struct csv_text {
    FILE *in;
    char *text; /* the row with the end of its line, without the file's byte order mark;
                   csv_text_free() frees it */
    size_t n;
    long line;  /* lines read so far */
    long begun; /* the line where the row begins */

    /* The field that is read. */
    enum { CSV_START, CSV_PLAIN, CSV_QUOTED, CSV_MAY_END } state;
    bool has_space, has_lines; /* after its last quote; within it */
    long opened;               /* the line where its quote opens */
    off_t below;               /* where the next line begins in the file */
};
/* CSV_TEXT_UNCLOSED: the quote at `opened` is not closed, or not before a megabyte; what follows
 * that line comes next. CSV_TEXT_LONG: a line alone is longer. */
enum csv_text_answer csv_text_next(struct csv_text *t);
void csv_text_free(struct csv_text *t);

#endif
