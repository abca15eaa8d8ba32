/*
 * reach: of each rule file that holds behaviour, the lines on which its functions have code, and
 * which of them have run while the set was loaded or its cases were.
 *
 * The record belongs to the judge, not to Lua, so that the line hook can write to it; questions
 * that are no cases run without that hook and leave no trace here.
 */
#ifndef JUDGE_REACH_H
#define JUDGE_REACH_H

#include "judge/vm/vm.h"

#define REACH_THERE 1
#define REACH_RAN 2

struct reach_file {
    char *path;
    unsigned char *lines; /* by line number */
    size_t n;
};

struct reach {
    struct reach_file *files; /* in the order in which they were added */
    size_t n, latest;         /* the hook mostly stays in one file */
};

/* The file of that path, added when it is new; the next call may move it. */
struct reach_file *reach_add(struct judge *j, const char *path);
struct reach_file *reach_find(struct reach *r, const char *path); /* NULL: none, as of r NULL */
/* A function of the file has code there. */
void reach_there(struct reach_file *file, int line);
/* The line hook's, in a rule file. */
void reach_ran(struct reach *r, const lua_Debug *ar);

#endif
