/* model/findings: what is wrong with data, in words for who sent it. */
#ifndef MODEL_FINDINGS_H
#define MODEL_FINDINGS_H

#include "base/base.h"

/* Findings as they are collected: a JSON array in the making. */
struct findings {
    struct buf text; /* "[{…},{…}" without the closing bracket */
    int count;
};
struct finding {
    const char *rule, *title, *path, *message, *suggestion;
    const char *field; /* where, in the words of the form: "基本信息 › 网站名称", "… › 第 2 项" */
    const char *value; /* what stands there, short */
    const char *law, *source;
};
void findings_start(struct findings *fs, struct arena *a);
void findings_put(struct findings *fs, const struct finding *x);
/* For what no form declares: a request's own members. */
void findings_add(struct findings *fs, const char *rule, const char *path, const char *message,
                  const char *suggestion);
const char *findings_end(struct findings *fs); /* closes and returns the array */

#endif
