/* Tasks that nobody may see who works their stage. */
#ifndef GOVERN_NOBODY_H
#define GOVERN_NOBODY_H

#include "store/store.h"

/* Those that nobody has taken go where the set says (routing, nobody), once somebody works their
 * class there, each with a line in the audit trail; the others stay where they are and are listed
 * for the administrator. passed: so many went. Opens its transactions itself, *is_done is false
 * when there are more: call again. */
enum err govern_pass_on(struct store *s, const char *rule_set, long *passed, bool *is_done,
                        struct fault *f) MUST;

#endif
