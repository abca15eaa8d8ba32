#include "base/arena.h"
#include "base/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES (64 * 1024)
#define KEEP_BYTES (1024 * 1024)
#define ALIGN 16

struct block {
    struct block *next;
    size_t size, used;
    _Alignas(ALIGN) unsigned char bytes[];
};

struct defer {
    struct defer *next;
    void (*fn)(void *);
    void *data;
};

struct arena {
    struct block *first, *current;
    struct defer *defers;
};

static _Noreturn void
out_of_memory(void)
{
    log_line(LOG_ERROR_, "out of memory");
    _Exit(70);
}

void *
must_alloc(size_t size)
{
    void *p = calloc(1, size ? size : 1);
    if (p == NULL)
        out_of_memory();
    return p;
}

void *
must_realloc(void *p, size_t size)
{
    void *q = realloc(p, size ? size : 1);
    if (q == NULL)
        out_of_memory();
    return q;
}

char *
must_strdup(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(must_alloc(n), s, n);
}

static struct block *
block_new(size_t size)
{
    struct block *b = malloc(sizeof *b + size);
    if (b == NULL)
        out_of_memory();
    b->next = NULL;
    b->size = size;
    b->used = 0;
    return b;
}

struct arena *
arena_new(void)
{
    struct arena *a = must_alloc(sizeof *a);
    a->first = a->current = block_new(BLOCK_BYTES);
    return a;
}

static void
run_defers(struct arena *a)
{
    struct defer *d = a->defers;
    a->defers = NULL;
    for (; d != NULL; d = d->next)
        d->fn(d->data);
}

void
arena_reset(struct arena *a)
{
    run_defers(a);
    size_t kept = 0;
    struct block **link = &a->first;
    while (*link != NULL) {
        struct block *b = *link;
        if (kept + b->size <= KEEP_BYTES || b == a->first) {
            kept += b->size;
            b->used = 0;
            link = &b->next;
        } else {
            *link = b->next;
            free(b);
        }
    }
    a->current = a->first;
}

void
arena_free(struct arena *a)
{
    if (a == NULL)
        return;
    run_defers(a);
    for (struct block *b = a->first, *next; b != NULL; b = next) {
        next = b->next;
        free(b);
    }
    free(a);
}

void *
arena_bytes(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        out_of_memory();
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    struct block *b = a->current;
    while (b->size - b->used < size) {
        if (b->next == NULL || b->next->size < size) {
            struct block *fresh = block_new(size > BLOCK_BYTES ? size : BLOCK_BYTES);
            fresh->next = b->next;
            b->next = fresh;
        }
        b = a->current = b->next;
    }

    void *p = b->bytes + b->used;
    b->used += size;
    return p;
}

void *
arena_alloc(struct arena *a, size_t size)
{
    return memset(arena_bytes(a, size), 0, size);
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *p = arena_bytes(a, n + 1);
    memcpy(p, s, n);
    p[n] = '\0';
    return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
    return s == NULL ? NULL : arena_strndup(a, s, strlen(s));
}

/* Mostly it fits where the arena goes on, and is printed once. */
char *
arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;
    struct block *b = a->current;
    size_t room = b->size - b->used;
    char *p = (char *)b->bytes + b->used;

    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(p, room, fmt, ap);
    va_end(ap);
    size_t size = (n < 0 ? 0 : (size_t)n) + 1;
    bool is_there = n >= 0 && size <= room;
    p = arena_bytes(a, size);
    if (n < 0)
        *p = '\0';
    else if (!is_there)
        vsnprintf(p, size, fmt, again);
    va_end(again);
    return p;
}

void
arena_defer(struct arena *a, void (*fn)(void *), void *data)
{
    struct defer *d = arena_alloc(a, sizeof *d);
    *d = (struct defer){.next = a->defers, .fn = fn, .data = data};
    a->defers = d;
}

static void
drop_json(void *root)
{
    json_decref(root);
}

json_t *
arena_json(struct arena *a, json_t *root)
{
    if (root != NULL)
        arena_defer(a, drop_json, root);
    return root;
}
