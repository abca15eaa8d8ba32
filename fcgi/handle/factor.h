/* factor: the second factor of an account, as others need it. Private to this room. */
#ifndef HANDLE_FACTOR_H
#define HANDLE_FACTOR_H

#include "handle/context.h"

/* In a write: is that a code of the authenticator, or one of the recovery codes, that was not used
 * before? Now it was. */
enum err factor_try(struct context *c, const char *account_id, const char *code,
                    bool *is_right) MUST;
/* A code without the blanks and dashes that people read it in. */
const char *factor_bare(struct arena *a, const char *code);

#endif
