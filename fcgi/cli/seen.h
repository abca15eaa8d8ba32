/* seen: the numbers of a list, each of one row. Private to this room. */
#ifndef CLI_SEEN_H
#define CLI_SEEN_H

#include "base/base.h"

/* {0} to begin with. */
struct seen {
    void *tree;
};
/* ERR_INPUT, naming the line of the first, when it stands there already. */
enum err seen_add(struct seen *s, const char *digits, long line, struct fault *f) MUST;
/* It may be used again. */
void seen_free(struct seen *s);

#endif
