/* Differences between two texts, line by line, and between two sets, file by file. */
#ifndef GOVERN_DIFF_H
#define GOVERN_DIFF_H

#include "base/base.h"

struct file_change {
    const char *path, *text, *base_text; /* text NULL: removed; base_text NULL: added */
    const char *change;                  /* "added", "modified", "removed", NULL: none */
};
/* Every file of either, by path. */
enum err govern_changes(struct arena *a, const char *files, const char *base_files,
                        struct file_change **out, int *n, struct fault *f) MUST;
/* The lines that differ, with three lines around, as diff -u writes them. Either may be NULL:
 * nothing. */
void govern_diff(struct buf *out, const char *old_text, const char *new_text);

#endif
