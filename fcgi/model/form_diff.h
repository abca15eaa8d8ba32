/* model/form_diff: how the form of a kind differs between two rule sets. */
#ifndef MODEL_FORM_DIFF_H
#define MODEL_FORM_DIFF_H

#include "base/base.h"

/*
 * Compares the manifests of two rule sets for people who have begun to fill the form in. Appends
 * two members of an object, "fields" [{path, label, change, message, suggestion, law}] and "rules"
 * [{rule, title, change, severity, message, law}], and returns how many differences there are.
 * change: new, required, stricter, looser, removed, choices; of a rule new or severity. In a path
 * "*" stands for every item of a list.
 */
int form_diff(struct buf *b, const json_t *before, const json_t *after, const char *kind);

#endif
