/* model/findings: what is wrong with data, in words for who sent it. */
#ifndef MODEL_FINDINGS_H
#define MODEL_FINDINGS_H

#include "base/base.h"

/* Findings as they are collected: a JSON array in the making. There may be any number of things
 * wrong with what a stranger sends: when the array is full the rest is counted, and a last one says
 * how many there are. No text in it is longer than a person reads. */
struct findings {
    struct buf text; /* "[{…},{…}" without the closing bracket */
    int count;       /* of all */
    int shown;       /* of those in text */
    int unknown;     /* of those that name what nobody asked for */
};
struct finding {
    const char *rule, *title, *path, *message, *suggestion;
    const char *field; /* where, in the words of the form: "基本信息 › 网站名称", "… › 第 2 项" */
    const char *value; /* what stands there, short */
    const char *law, *source;
};
void findings_start(struct findings *fs, struct arena *a);
void findings_put(struct findings *fs, const struct finding *x);
/* True when no more is shown; one is counted. Who asks before he makes the words saves them. */
bool findings_pass(struct findings *fs);
/* The same of one that names what nobody asked for: of those a few are enough. */
bool findings_pass_unknown(struct findings *fs);
/* For what no form declares: a request's own members. */
void findings_add(struct findings *fs, const char *rule, const char *path, const char *message,
                  const char *suggestion);
const char *findings_end(struct findings *fs); /* closes and returns the array */

#endif
