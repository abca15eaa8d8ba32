/*
 * flow_rig: the set-up of what is wrong, or right, with a set: its files edited in a place or two,
 * and where it is refused.
 */
#ifndef FLOW_RIG_H
#define FLOW_RIG_H

#include "policy_rig.h"

#define FLOW_EDITS 4
/* Every `find` becomes `put`; find NULL: the whole text does. Both NULL: no edit. */
struct flow_edit {
    const char *find, *put;
};

/* A workflow with something wrong: see flow_check_bad. */
struct flow_bad {
    const char *name;
    struct flow_edit edit[FLOW_EDITS]; /* of the test set's workflow.lua */
    const char *at;                    /* how the line that is named begins */
    const char *says;
};

/* The text with those edits, each of which finds something, or no test goes on. */
const char *flow_edit_text(const char *text, const struct flow_edit edit[FLOW_EDITS]);
/* … of that file. */
const char *flow_edited(const char *path, const struct flow_edit edit[FLOW_EDITS]);
/* "name:line" of the first line of the text that begins with `at`. */
const char *flow_place(const char *name, const char *text, const char *at);

/* The test set with those files over it (as RIG_FILES makes them) is refused there, in words that
 * hold these; or it loads. */
void flow_check_refused(const char *const *files, const char *where, const char *says);
/* A test of one struct flow_bad: it is refused at its line. */
void flow_check_bad(const void *row);
void flow_check_taken(const char *const *files);
/* What it declares, for the test set with those files over it; the test has failed when NULL. */
json_t *flow_manifest(const char *const *files);

/* The test set with that workflow, and in its algorithm form something to compare: colour (a choice
 * of red and blue), loud (a yes or no), tints (some of these). As RIG_FILES makes it. */
const char *const *flow_files(const char *workflow);

/* The row of a list of the law whose members are those: key, value, …, NULL; NULL without one. */
const json_t *flow_row(const json_t *manifest, const char *list, ...);
const char *flow_member(const json_t *row, const char *name); /* as JSON; "no row" for NULL */
/* Which of all transitions, the pass of that kind from early to there is. */
size_t flow_tried(const json_t *manifest, const char *kind, const char *to);

#endif
