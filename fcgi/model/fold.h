/* model/fold: text as searches and usernames compare it. */
#ifndef MODEL_FOLD_H
#define MODEL_FOLD_H

#include "base/base.h"

/* ASCII in lower case, full-width forms half, white space left out. In the arena. */
char *text_fold(struct arena *a, const char *text);

#endif
