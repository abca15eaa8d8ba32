#include "judge/vm/vm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of a text that cost nothing extra; every so many more raise the price by one. */
#define TEXT_FREE 1024
#define STACK_UNIT (128 * 16)
#define STACK_TRIED 4000 /* values: more than Lua begins with */
#define TEXTS_TRIED 100000

/* ---- what the allocator hears ---------------------------------------------------------------- */

static void
memory_note_stack(struct judge *j, struct judge_block stack)
{
    j->stack = stack;
    if (stack.bytes > JUDGE_STACK_FREE)
        judge_raise(j, stack.bytes / STACK_UNIT);
}

/* The block of a text is new and as long as the text: this is the one place that hears of every
 * text. */
static void
memory_note_text(struct judge *j, size_t size)
{
    if (size <= TEXT_FREE || !j->is_priced)
        return;
    j->left -= (int64_t)(size / 64);
    judge_raise(j, size / TEXT_FREE);
}

/* A block that is no object is the stack, the list of texts, code, or a part of a table. */
static void
memory_note_block(struct judge *j, const void *from, struct judge_block block)
{
    j->latest = block;
    if (from && from == j->stack.at)
        memory_note_stack(j, block);
    else if (from && from == j->strings.at)
        j->strings = block;
    else if (!j->is_compiling && block.bytes > j->widest)
        j->widest = block.bytes;
}

/* A block that is followed goes: the one that was made just before takes its place. */
static void
memory_note_end(struct judge *j, const void *block)
{
    if (block == j->stack.at)
        memory_note_stack(j, j->latest);
    else if (block == j->strings.at)
        j->strings = j->latest;
}

/*
 * No function of Lua's tells which block its stack is. But the block that is made or moved while
 * lua_checkstack() asks for room must be it, and the one that grows while new short texts are made
 * and thrown away must be where Lua keeps them.
 */
void
judge_learn_blocks(lua_State *L)
{
    struct judge *j = judge_of(L);
    char text[32];

    lua_gc(L, LUA_GCSTOP);
    j->latest = (struct judge_block){0};
    bool has_room = lua_checkstack(L, STACK_TRIED);
    j->stack = j->latest;

    j->latest = (struct judge_block){0};
    for (int i = 0; has_room && i < TEXTS_TRIED && !j->latest.at; i++) {
        lua_pushlstring(L, text, (size_t)snprintf(text, sizeof text, "\1%d", i));
        lua_pop(L, 1);
    }
    j->strings = j->latest;
    lua_gc(L, LUA_GCRESTART);

    if (!j->stack.at || !j->strings.at) /* a Lua that hides its sizes runs no rule */
        luaL_error(L, "这个 Lua 版本的内存与引擎不符，无法计算规则的步数");
}

/* ---- small blocks ---------------------------------------------------------------------------- */

/*
 * Small blocks, nearly all that Lua asks for, come from a list of their size and go back to it; a
 * judge never gives them up. Under the address sanitizer everything is malloc's, for it cannot see
 * into a pool.
 */
#define POOL_STEP 16
#define POOL_CHUNK (64u << 10)
#ifdef __SANITIZE_ADDRESS__
#define POOL_MOST 0
#else
#define POOL_MOST (POOL_STEP * (JUDGE_POOLS - 1))
#endif

static void *
pool_get(struct judge *j, size_t size)
{
    size_t n = (size + POOL_STEP - 1) / POOL_STEP;
    void *block = j->pool[n];
    if (block) {
        memcpy(&j->pool[n], block, sizeof block); /* a free block holds the next one */
        /* Freed long ago, the next one is in no cache; fetched now, it is when it is asked for. */
        __builtin_prefetch(j->pool[n], 1);
        return block;
    }

    if (j->chunk_left < n * POOL_STEP) {
        char *chunk = malloc(POOL_CHUNK);
        if (!chunk)
            return NULL;
        j->chunk = chunk;
        j->chunk_left = POOL_CHUNK;
    }

    block = j->chunk;
    j->chunk += n * POOL_STEP;
    j->chunk_left -= n * POOL_STEP;
    return block;
}

static void
pool_put(struct judge *j, void *block, size_t size)
{
    size_t n = (size + POOL_STEP - 1) / POOL_STEP;
    if (size > POOL_MOST) {
        free(block);
        return;
    }
    memcpy(block, &j->pool[n], sizeof block);
    j->pool[n] = block;
}

/* As realloc(3), for sizes that are told. */
static void *
pool_move(struct judge *j, void *p, size_t had, size_t wanted)
{
    if (p && (had > POOL_MOST
                  ? wanted > POOL_MOST
                  : (had + POOL_STEP - 1) / POOL_STEP == (wanted + POOL_STEP - 1) / POOL_STEP))
        return had > POOL_MOST ? realloc(p, wanted) : p;

    void *q = wanted > POOL_MOST ? malloc(wanted) : pool_get(j, wanted);
    if (q && p) {
        memcpy(q, p, had < wanted ? had : wanted);
        pool_put(j, p, had);
    }
    return q;
}

/* ---- the allocator --------------------------------------------------------------------------- */

/* Lua says in place of the old size of a new block what it is for. */
static bool
is_object(size_t kind)
{
    return kind >= LUA_TSTRING && kind <= LUA_TTHREAD;
}

/* May the state grow by so many bytes? The first refusal is Lua's chance to collect; the second in
 * a row is final: from then on nothing grows until the question has ended. */
static bool
memory_may_grow(struct judge *j, size_t more)
{
    size_t used = j->memory_used < j->memory_limit ? j->memory_used : j->memory_limit;

    if (j->stuck == JUDGE_NO_MEMORY)
        return false;
    if (more > j->memory_limit - used) {
        if (j->is_refused)
            j->stuck = JUDGE_NO_MEMORY;
        j->is_refused = true;
        return false;
    }
    j->is_refused = false;
    return true;
}

static void *
memory_release(struct judge *j, void *p, size_t had)
{
    if (p) {
        memory_note_end(j, p);
        pool_put(j, p, had);
        j->memory_used -= had;
    }
    return NULL;
}

/* Lua's allocator. Shrinking never fails, Lua relies on that. */
void *
judge_alloc(void *judge, void *p, size_t had, size_t wanted)
{
    struct judge *j = judge;
    size_t kind = p ? 0 : had;

    if (!p)
        had = 0;
    if (wanted == 0)
        return memory_release(j, p, had);
    if (wanted > had && !memory_may_grow(j, wanted - had))
        return NULL;

    void *q = pool_move(j, p, had, wanted);
    if (!q) {
        if (wanted <= had)
            return p;
        j->stuck = JUDGE_NO_MEMORY; /* RLIMIT_AS or the machine itself */
        return NULL;
    }

    j->memory_used += wanted - had;
    if (kind == LUA_TSTRING)
        memory_note_text(j, wanted);
    else if (p || !is_object(kind))
        memory_note_block(j, p, (struct judge_block){q, wanted});
    return q;
}

void *
judge_scratch(lua_State *L, size_t size)
{
    return lua_newuserdatauv(L, size ? size : 1, 0);
}
