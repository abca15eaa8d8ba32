/* once: see once.c. Private to the dispatcher. */
#ifndef HANDLE_ONCE_H
#define HANDLE_ONCE_H

#include "handle/context.h"

/* Whether the request has a key that its row honours. */
bool once_is_asked(const struct context *c);
/* Reads the key. ERR_INPUT when it is none. */
enum err once_key(struct context *c) MUST;
/* What makes two requests the same: method, path and content. */
void once_hash(const struct context *c, const char *content, size_t n, char out[SHA256_TEXT]);
/* Answers from a stored reply when there is one for this key. ERR_INPUT when the key was used for
 * another request. */
enum err once_look(struct context *c, const char *request_hash, bool *is_answered) MUST;
/* Stores a reply that tells of success, with its effect. ERR_AGAIN when the key exists by now. */
enum err once_keep(struct context *c, const char *request_hash) MUST;

#endif
