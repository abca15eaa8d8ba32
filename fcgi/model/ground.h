/*
 * model/ground: the articles of law that something rests on, as people cite them.
 */
#ifndef MODEL_GROUND_H
#define MODEL_GROUND_H

#include "base/base.h"

/* '算法推荐管理规定 33.1；…' becomes 《互联网信息服务算法推荐管理规定》第三十三条第一款、… laws:
 * the manifest's; a law that it does not know is cited by its own name. Of NULL and '' it is ''. */
const char *ground_words(struct arena *a, const json_t *laws, const char *reference);

#endif
