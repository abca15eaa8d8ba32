/* model/name: names that people log in by. */
#ifndef MODEL_NAME_H
#define MODEL_NAME_H

#include "base/base.h"

/*
 * Names that look the same have the same key: text_fold(), and letters of other alphabets as the
 * Latin ones that they look like. A key is looked up and counted by, and never shown.
 */
const char *username_key(struct arena *a, const char *name);
/* The name as it is shown: composed, in lower case. */
const char *username_shown(struct arena *a, const char *name);
/* Why nobody may be called so; NULL: one may. Letters of any script, digits, and - _ . @ ; of
 * alphabets that look alike, only one in a name. */
const char *username_reason(struct arena *a, const char *name);

#endif
