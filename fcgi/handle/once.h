/* once: see once.c. Private to the dispatcher. */
#ifndef HANDLE_ONCE_H
#define HANDLE_ONCE_H

#include "handle/context.h"

/* Answers from a stored reply when there is one for this key. ERR_INPUT when the key was used for
 * another request. */
enum err once_look(struct context *c, const char *request_hash, bool *is_answered) MUST;
/* Stores a reply that tells of success, with its effect. ERR_AGAIN when the key exists by now. */
enum err once_keep(struct context *c, const char *request_hash) MUST;

#endif
