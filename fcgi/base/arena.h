/*
 * base/arena: memory that lives as long as one request.
 *
 * Allocations are aligned to 16 and never NULL: out of memory ends the process with a line in the
 * log, and the pool starts another. arena_reset() runs the defers last in, first out, and keeps its
 * blocks (up to a megabyte of them) for the next request.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/error.h"

#include <jansson.h>

struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *a); /* NULL allowed */
void arena_reset(struct arena *a);

void *arena_alloc(struct arena *a, size_t size); /* zeroed */
void *arena_bytes(struct arena *a, size_t size); /* not zeroed: for what is written over at once */
char *arena_strdup(struct arena *a, const char *s); /* NULL stays NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
void arena_defer(struct arena *a, void (*fn)(void *), void *data);
/* Steals the reference, and returns root; NULL stays NULL. */
json_t *arena_json(struct arena *a, json_t *root);

/* malloc and realloc that never return NULL, for what outlives a request. */
void *must_alloc(size_t size); /* zeroed */
void *must_realloc(void *p, size_t size);
char *must_strdup(const char *s);

#endif
