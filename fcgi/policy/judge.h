/*
 * judge: the inside of the judge process, and the only place that knows Lua.
 *
 * One Lua state holds one rule set. Every entry into it is one lua_pcall of one C function that
 * owns nothing, for a Lua error is a longjmp: whatever must be freed belongs to the struct judge or
 * to the state. Functions marked JUMPS may not return.
 *
 * Limits are sticky. Once the instruction budget or the memory is gone, every further step fails
 * again until the question has ended, so that no protected call can swallow it; the judge then
 * answers and ends, and its successor starts clean.
 *
 * What counts is work, not time, so that a question costs the same everywhere. A VM instruction
 * costs one, and what can take longer than its share pays for it: host functions charge by the size
 * of what they are given, PCRE2 by the items it tries, and where one instruction touches a whole
 * text or a whole stack (.., ==, <, f(...)), a long text or a deep stack raises the price of them
 * all.
 */
#ifndef POLICY_JUDGE_H
#define POLICY_JUDGE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <pcre2.h>

#include "policy/wire.h"

#define JUMPS /* may raise a Lua error instead of returning */

#define HOST_TEXT_MAX 65536 /* bytes that rep, replace, join and format may make */
#define JUDGE_DEPTH 64      /* of tables, in and out */
#define JUDGE_ANSWER_MAX (1u << 20)
#define JUDGE_MANIFEST_MAX (8u << 20)
#define JUDGE_FINDINGS_MAX 1000
#define JUDGE_LOAD_FACTOR 50 /* loading a set or running its cases may take this many budgets */

#define JUDGE_POOLS 17

enum judge_stuck {
    JUDGE_FINE,
    JUDGE_NO_BUDGET,
    JUDGE_NO_MEMORY,
    JUDGE_OVERDUE /* of a quick try only */
};

/* What the metatables of plain tables say; rules have no way to see or set one. */
enum judge_mark { MARK_NONE, MARK_ARRAY, MARK_FROZEN, MARK_FROZEN_ARRAY, MARK_FOREIGN, MARK__MAX };

struct judge {
    lua_State *L;
    struct arena *arena; /* of the question in hand */
    char rule_set[SHA256_TEXT];

    int64_t budget_ops, left; /* VM instructions; host functions charge their own work */
    int step;                 /* until the next look */
    int price;                /* of one instruction */
    bool is_priced;           /* do long texts raise it? Those of the facts do not */
    void *latest;             /* the newest block */
    size_t latest_bytes;
    void *stack; /* Lua's, see limits.c */
    size_t stack_bytes;
    int blocks;
    size_t memory_limit, memory_used;
    bool is_refused;         /* the collector gets one try to make room */
    void *pool[JUDGE_POOLS]; /* free small blocks by size */
    char *chunk;             /* what none of them was made of yet */
    size_t chunk_left;
    enum judge_stuck stuck;
    bool is_quick;        /* a try without a count: see limits.c */
    volatile int overdue; /* ticks of the clock since it began */

    const void *marks[MARK__MAX]; /* metatables by identity */
    const void *proxy;

    bool is_loading; /* then the last line run in a rule file is kept: a tail call loses the
                        caller's */
    char path[64];
    int line;
    bool is_testing;           /* then, as while loading, the lines that run are noted */
    struct coverage *coverage; /* NULL until a file is added */

    struct fault caught; /* of the innermost protected call that failed */
    struct fault input;  /* what is wrong with the JSON of the question; err OK: nothing */
    char *text;          /* room for a string with escapes */
    size_t text_cap;
    struct {
        char *p;
        size_t n, cap, max;
    } out; /* JSON in the making */

    struct arena *scratch; /* of one call */
    pcre2_match_context *match;
    pcre2_match_data *groups;
    int patterns;     /* in the cache */
    int64_t question; /* counts questions, and in long ones times that as many patterns as are kept
                         were new */
    int64_t cleared;  /* the question in which the cache was last looked at */
    int fresh;        /* patterns first met in this question */
};

static inline struct judge *
judge_of(lua_State *L)
{
    return *(struct judge **)lua_getextraspace(L);
}

/* ---- judge.c: questions ---------------------------------------------------------------------- */

/* What a frame asks, answered into judge.out. After a fault with stuck set the judge is done. */
enum err judge_answer(struct judge *j, enum wire type, const char *data, size_t n,
                      struct fault *f) MUST;

/* ---- limits.c: the budget, the allocator, what an error says --------------------------------- */

void *judge_alloc(void *judge, void *p, size_t had, size_t wanted);
void judge_arm(struct judge *j, int64_t ops); /* before every question */
JUMPS void judge_charge(lua_State *L, size_t ops);
/* Around many quick tries: the clock that ends those which take long. judge_quick_start() once,
 * before the jail. */
bool judge_quick_start(struct judge *j);
void judge_quick_clock(bool is_on);
/* The message handler of every protected call: fills caught. */
int judge_on_error(lua_State *L);
/* Nearest frame of a rule file, counted from 1; false when there is none. */
bool judge_rule_frame(lua_State *L, int nth, char path[64], int *line);
/* Scratch memory that the collector owns; pushes one value. */
JUMPS void *judge_scratch(lua_State *L, size_t size);

/* ---- jsonin.c: JSON in ----------------------------------------------------------------------- */

/* Pushes the value; null members of objects are left out. Malformed text sets judge.input. Returns
 * whether the text is canonical. */
JUMPS bool judge_read_json(lua_State *L, const char *text, size_t n);

/* ---- convert.c: tables, their marks, JSON out ------------------------------------------------ */

/* Appends the value to judge.out: keys sorted, integers stay integers. */
JUMPS void judge_write_json(lua_State *L, int index, int depth);
void judge_write(lua_State *L, const char *s, size_t n);
enum judge_mark judge_mark(lua_State *L, int index); /* of a plain table */
JUMPS void judge_set_mark(lua_State *L, int index, enum judge_mark mark);
bool judge_is_proxy(lua_State *L, int index);
bool judge_is_view(lua_State *L, int index);
/* Pushes the plain table behind a table or proxy; false, and nothing pushed, for anything else. */
bool judge_open_table(lua_State *L, int index);

struct judge_key {
    const char *s; /* NULL: an integer */
    size_t n;
    lua_Integer i;
};
/* The keys of the plain table at index in their fixed order, in scratch memory (one value pushed).
 * Valid while the table is. */
JUMPS struct judge_key *judge_keys(lua_State *L, int index, size_t *count);
void judge_push_key(lua_State *L, const struct judge_key *key);

/* How many places the plain table has, used or not: what it costs to walk it. */
size_t judge_slots(lua_State *L, int index);

/* ---- coverage.c: which lines of the rules' functions have run -------------------------------- */

JUMPS void coverage_add(lua_State *L,
                        const char *path); /* the chunk on top: what its functions' lines are */
void coverage_ran(struct judge *j, const lua_Debug *ar); /* the line hook's, in a rule file */

/* ---- the host table: host*.c and coverage.c -------------------------------------------------- */

/* Each adds its functions to the table on top of the stack. */
JUMPS void host_open_lib(lua_State *L);
JUMPS void host_open_table(lua_State *L);
JUMPS void host_open_string(lua_State *L);
JUMPS void host_open_regex(lua_State *L);
JUMPS void host_open_freeze(lua_State *L);
JUMPS void host_open_view(lua_State *L);
JUMPS void host_open_form(lua_State *L);
JUMPS void host_open_seal(lua_State *L);
JUMPS void host_open_coverage(lua_State *L);
bool host_regex_start(struct judge *j);          /* once, before the jail */
JUMPS void host_freeze(lua_State *L, int index); /* replaces the value there by its frozen proxy */
JUMPS void host_freeze_found(lua_State *L,
                             int table); /* … on top, found in that table, if the table is frozen */
JUMPS void host_seal_inside(lua_State *L);       /* the functions in the frozen table on top */
JUMPS bool host_is_env(lua_State *L, int index); /* was it given to host.load as an environment? */
JUMPS const char *host_check_text(lua_State *L, int arg,
                                  size_t *n); /* and charges for reading it */
JUMPS void host_check_size(lua_State *L,
                           size_t n); /* of a text to be made: HOST_TEXT_MAX at most */
JUMPS int host_format(lua_State *L);
JUMPS int host_tostring(lua_State *L); /* pushes the text of argument 1, never an address */

/* ---- engine.c: the Lua that is part of the program ------------------------------------------- */

/* The text of engine/NAME.lua, NULL when there is none. */
const char *engine_text(const char *name, size_t *n);

#endif
