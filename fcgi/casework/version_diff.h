/*
 * version_diff: what was changed between two versions of a filing, field by field, in the words of
 * the form that each of them was filled in by.
 */
#ifndef CASEWORK_VERSION_DIFF_H
#define CASEWORK_VERSION_DIFF_H

#include "casework/work.h"

/* One of the two: what was filled in, and what the set of that time declares. */
struct diff_side {
    const json_t *data;
    const json_t *form, *vocabulary; /* NULL: nobody knows any more */
    /* JSON list of what it covers, each with "product", "path", "function" and "label"; NULL: it is
     * compared by ids alone */
    const json_t *coverage;
};
/* A version of x as a side, without coverage. In a snapshot. */
enum err diff_side_of_version(struct casework *w, const struct filing *x, const struct version *v,
                              struct diff_side *out) MUST;

struct version_change {
    const char *path;        /* where it is now; of what is there no more, where it was */
    const char *before_path; /* where it was; NULL: nowhere */
    const char *section_label, *field_label;
    const char *before, *after;           /* JSON; NULL: nothing */
    const char *before_text, *after_text; /* for people; NULL: nothing */
    const char *kind;                     /* added, removed, changed, moved */
    bool by_reason;                       /* a reason asked for it */
};
struct version_changes {
    struct version_change *rows;
    int n;
};
struct diff_question {
    struct diff_side before, after;
    const json_t *reasons; /* of the last return: their places are those of before; NULL: none */
    const json_t *files;   /* attachments by their ids, each with "filename"; NULL: ids are shown */
};
/* In the order of the form. Items of a list that have ids are followed wherever they went; of
 * others the alike are found first. */
void version_diff(struct arena *a, const struct diff_question *q, struct version_changes *out);
/* Was anything changed at, above or below that place of the version before? */
bool version_diff_touches(const struct version_changes *diff, const char *path);

#endif
