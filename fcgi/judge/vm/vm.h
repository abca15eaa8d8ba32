/*
 * vm: one Lua state that holds one rule set, and the limits that it runs under. This folder, the
 * wall and the questions above it are the only places that know Lua.
 *
 * Every entry into the state is one lua_pcall of one C function that owns nothing, for a Lua error
 * is a longjmp: whatever must be freed belongs to the struct judge or to the state. Functions
 * marked JUMPS may not return.
 *
 * Limits are sticky. Once the instruction budget or the memory is gone, every further step fails
 * again until the question has ended, so that no protected call can swallow it; the judge then
 * answers and ends, and its successor starts clean.
 *
 * What counts is work, not time, so that a question costs the same everywhere. A VM instruction
 * costs one, and what can take longer than its share pays for it: host functions charge by the size
 * of what they are given, PCRE2 by the items it tries, and where one instruction touches a whole
 * text or a whole stack (.., ==, <, f(...)), a long text or a deep stack raises the price of them
 * all. Lua is not asked for its insides: sizes are those that its allocator is told.
 *
 * The room has a file for each part of the state.
 */
#ifndef JUDGE_VM_H
#define JUDGE_VM_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <pcre2.h>

#include "rulekit/rulekit.h"

#define JUMPS /* may raise a Lua error instead of returning */

#define JUDGE_DEPTH 64 /* of tables, in and out */
#define JUDGE_POOLS 17
#define JUDGE_VALID 16               /* texts known to be UTF-8 */
#define JUDGE_STACK_FREE (1024 * 16) /* bytes of a stack of a thousand values: no price for it */

enum judge_stuck { JUDGE_FINE, JUDGE_NO_BUDGET, JUDGE_NO_MEMORY };

/* Said by the metatables of plain tables; rules have no way to see or set one. */
enum judge_mark { MARK_NONE, MARK_ARRAY, MARK_FROZEN, MARK_FROZEN_ARRAY, MARK_FOREIGN, MARK__MAX };

/* A block that Lua moves when it grows; followed from one place to the next. */
struct judge_block {
    void *at;
    size_t bytes;
};

struct judge {
    lua_State *L;
    struct arena *arena; /* of the question in hand */
    char rule_set[SHA256_TEXT];
    enum judge_stuck stuck;

    /* ---- budget.c ---- */
    int64_t budget_ops, left; /* VM instructions; host functions charge their own work */
    int step;                 /* until the next look */
    int price;                /* of one instruction */
    bool is_priced;           /* do long texts raise it? Those of the facts do not */
    bool is_long;             /* loading or running cases, not one question */
    char spent_where[128];    /* the rule file and line at which the budget ran out; "" unknown */
    /* Of a question that takes long: the line found most often, by votes, and looks so far. */
    char hot[96];
    int hot_votes, looks;
    bool is_testing; /* then, as while loading, the lines of the set that run are noted */
    bool sees_lines; /* the set's own code is at work, and its lines are noted */
    /* While loading, the last line run in a rule file is kept: a tail call loses the caller's. */
    bool is_loading;
    char path[64];
    int line;

    /* ---- memory.c ---- */
    size_t memory_limit, memory_used;
    bool is_refused;         /* the collector gets one try to make room */
    void *pool[JUDGE_POOLS]; /* free small blocks by size */
    char *chunk;             /* none of them was made of this yet */
    size_t chunk_left;
    struct judge_block latest;         /* made or moved last, of those that are no object */
    struct judge_block stack, strings; /* Lua's stack, and its list of texts */
    /* Bytes of the widest part of a table that the question made, and that loading left behind. */
    size_t widest, widest_of_set;
    bool is_compiling; /* then a block that is no object is code */

    /* ---- the others ---- */
    const void *marks[MARK__MAX]; /* metatables by identity */
    const void *proxy;
    struct reach *reach;   /* NULL until a file is added */
    struct source *source; /* NULL but while loading */
    struct fault caught;   /* of the innermost protected call that failed */
    /* What of the set is at work, by the label that host.guard() was given ("names.style",
     * "routing"); the set keeps the text. NULL: the engine. */
    const char *at;
    void (*tell)(const char *at); /* tells the worker of one that begins; NULL: there is none */
    bool is_telling;
    struct fault input; /* what is wrong with the JSON of the question; err OK: nothing */
    char *text;         /* room for a string with escapes */
    size_t text_cap;
    struct {
        char *p;
        size_t n, cap, max;
    } out;                 /* JSON in the making */
    struct arena *scratch; /* of one call */

    /* ---- wall/law.c ---- */
    struct arena *kept; /* as long as the set; NULL before it has a law */
    const struct law *law;

    /* ---- wall/regex.c ---- */
    pcre2_match_context *match;
    pcre2_match_data *groups;
    int patterns; /* in the cache */
    int fresh;    /* of them, first met in this question */
    /* Texts that were found to be UTF-8 last, NULL where there is none yet, and the bits of their
     * characters (judge/wall/opening.h). */
    struct {
        const char *text;
        uint64_t holds[4];
    } valid[JUDGE_VALID];
    unsigned valid_next;
    /* Counts questions, and in long ones the times that as many patterns as are kept were new. */
    int64_t question;
    int64_t cleared; /* the question in which the cache was last looked at */
};

static inline struct judge *
judge_of(lua_State *L)
{
    return *(struct judge **)lua_getextraspace(L);
}

#include "judge/vm/limits.h"

#endif
