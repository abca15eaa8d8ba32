#include "policy/judge.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#define STEP_OPS 1000 /* how often the budget is looked at */
#define PRICE_MAX (1 << 20)
#define TEXT_FREE                                                                                  \
    1024 /* bytes of a text that cost nothing extra; every so many more raise the price by one */
#define STACK_FREE (1024 * 16) /* bytes of a stack of a thousand values */
#define STACK_UNIT (128 * 16)

static void judge_rearm(lua_State *L, struct judge *j);

/* ---- the price of an instruction ------------------------------------------------------------- */

/* In powers of two, so that something that grows byte by byte does not re-arm at every byte. */
static void
judge_raise(struct judge *j, size_t price)
{
    int most = j->price;

    while ((size_t)most < price && most < PRICE_MAX)
        most *= 2;
    if (!j->L || (most == j->price && j->left > 0))
        return;

    j->price = most;
    if (j->is_quick && !j->stuck)
        j->stuck = JUDGE_OVERDUE;
    judge_rearm(j->L, j);
}

/* The stack is the second block that Lua asks for, and from then on the one that replaces it: made
 * just before the old one goes. */
static void
judge_note_stack(struct judge *j, void *block, size_t size)
{
    j->stack = block;
    j->stack_bytes = size;
    if (size > STACK_FREE)
        judge_raise(j, size / STACK_UNIT);
}

/* The allocator is the one place that hears of every text. */
static void
judge_note_block(struct judge *j, void *block, size_t kind, size_t size)
{
    j->latest = block;
    j->latest_bytes = size;
    if (++j->blocks == 2)
        judge_note_stack(j, block, size);
    else if (kind == LUA_TSTRING && size > TEXT_FREE && j->is_priced) {
        j->left -= (int64_t)(size / 64);
        judge_raise(j, size / TEXT_FREE);
    }
}

/* ---- memory ---------------------------------------------------------------------------------- */

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

/*
 * Lua answers a refusal with a full collection and asks once more. The second refusal in a row is
 * final: from then on nothing grows until the question has ended. Shrinking never fails, Lua relies
 * on that.
 */
void *
judge_alloc(void *judge, void *p, size_t had, size_t wanted)
{
    struct judge *j = judge;
    size_t kind = p ? 0 : had; /* of a new block Lua says here what it is for */

    if (!p)
        had = 0;
    if (wanted == 0) {
        if (p && p == j->stack)
            judge_note_stack(j, j->latest, j->latest_bytes);
        if (p)
            pool_put(j, p, had);
        j->memory_used -= had;
        return NULL;
    }

    if (wanted > had) {
        bool is_over =
            wanted - had >
            j->memory_limit - (j->memory_used < j->memory_limit ? j->memory_used : j->memory_limit);
        if (j->stuck == JUDGE_NO_MEMORY)
            return NULL;
        if (is_over) {
            if (j->is_refused)
                j->stuck = JUDGE_NO_MEMORY;
            j->is_refused = true;
            return NULL;
        }
        j->is_refused = false;
    }

    void *q = pool_move(j, p, had, wanted);
    if (!q) {
        if (wanted <= had)
            return p;
        j->stuck = JUDGE_NO_MEMORY; /* RLIMIT_AS or the machine itself */
        return NULL;
    }

    j->memory_used += wanted - had;
    if (!p)
        judge_note_block(j, q, kind, wanted);
    else if (p == j->stack)
        judge_note_stack(j, q, wanted);

    return q;
}

void *
judge_scratch(lua_State *L, size_t size)
{
    return lua_newuserdatauv(L, size ? size : 1, 0);
}

/* ---- the budget ------------------------------------------------------------------------------ */

static void judge_hook(lua_State *L, lua_Debug *ar);

/* Instructions until the next look: a thousand units' worth, no more than are left. */
static int
judge_step(const struct judge *j)
{
    int64_t units = j->left < STEP_OPS ? j->left : STEP_OPS;
    return j->stuck || units < j->price ? 1 : (int)(units / j->price);
}

static void
judge_rearm(lua_State *L, struct judge *j)
{
    j->step = judge_step(j);
    if (j->is_quick && !j->stuck) {
        lua_sethook(L, NULL, 0, 0);
        return;
    }
    lua_sethook(L, judge_hook, LUA_MASKCOUNT | (j->is_loading || j->is_testing ? LUA_MASKLINE : 0),
                j->step);
}

static int
judge_exhausted(lua_State *L, struct judge *j)
{
    if (!j->stuck)
        j->stuck = JUDGE_NO_BUDGET;
    judge_rearm(L, j);
    lua_pushlightuserdata(L, j); /* needs no memory */
    return lua_error(L);
}

static void
judge_hook(lua_State *L, lua_Debug *ar)
{
    struct judge *j = judge_of(L);

    if (ar->event == LUA_HOOKLINE) {
        lua_getinfo(L, "S", ar);
        if (ar->source[0] != '@' || str_starts(ar->source, "@engine/"))
            return;
        coverage_ran(j, ar);
        if (j->is_loading) {
            size_t n = strnlen(ar->source + 1, sizeof j->path - 1);
            memcpy(j->path, ar->source + 1, n);
            j->path[n] = 0;
            j->line = ar->currentline;
        }
        return;
    }

    j->left -= (int64_t)j->step * j->price;
    if (j->stuck || j->left <= 0)
        judge_exhausted(L, j);
    if (judge_step(j) != j->step)
        judge_rearm(L, j);
}

void
judge_arm(struct judge *j, int64_t ops)
{
    if (j->stack_bytes > STACK_FREE) /* the last question's: collecting shrinks it, and this one is
                                        not to pay for it */
        lua_gc(j->L, LUA_GCCOLLECT);
    j->left = ops > 0 ? ops : 1;
    j->price = 1;
    j->overdue = 0;
    j->is_priced = false;
    j->question++;
    j->fresh = 0;
    j->path[0] = 0;
    j->line = 0;
    judge_rearm(j->L, j);
}

void
judge_charge(lua_State *L, size_t ops)
{
    struct judge *j = judge_of(L);
    j->left -= ops < INT32_MAX ? (int64_t)ops : INT32_MAX;
    if (j->stuck || j->left <= 0)
        judge_exhausted(L, j);
}

/*
 * Quick tries, of batches. Counting instructions costs a seventh of a judgement, and nearly none
 * comes near its budget: so it is tried without a count, while a clock ticks. What ends before the
 * second tick, at normal price, and with half of its budget not charged by host functions, ran far
 * fewer instructions than it may: its answer is the one that counting would have let pass. Anything
 * else is asked again, counted; the count alone decides.
 */
#define TICK_US                                                                                    \
    2000 /* two of them: the VM would have to run a budget of three million in four milliseconds   \
          */
static struct judge *quick_judge; /* for the signal handler: there is one in a process */

static void
on_tick(int signal)
{
    struct judge *j = quick_judge;
    (void)signal;
    if (j->is_quick && ++j->overdue >= 2 && !j->stuck) {
        j->stuck = JUDGE_OVERDUE;
        lua_sethook(j->L, judge_hook, LUA_MASKCOUNT, 1);
    }
}

bool
judge_quick_start(struct judge *j)
{
    struct sigaction action = {.sa_handler = on_tick, .sa_flags = SA_RESTART};
    quick_judge = j;
    return sigaction(SIGALRM, &action, NULL) == 0;
}

void
judge_quick_clock(bool is_on)
{
    struct itimerval every = {.it_interval.tv_usec = is_on ? TICK_US : 0,
                              .it_value.tv_usec = is_on ? TICK_US : 0};
    setitimer(ITIMER_REAL, &every, NULL);
}

/* ---- what an error says ---------------------------------------------------------------------- */

bool
judge_rule_frame(lua_State *L, int nth, char path[64], int *line)
{
    struct judge *j = judge_of(L);
    lua_Debug ar;

    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Slt", &ar);
        bool is_rule = ar.source[0] == '@' && !str_starts(ar.source, "@engine/");
        if (is_rule && ar.currentline > 0 && --nth == 0) {
            snprintf(path, 64, "%s", ar.source + 1);
            *line = ar.currentline;
            return true;
        }
        /* `return rule { … }`: the engine's function took the frame of the file that called it. */
        if (!is_rule && ar.istailcall && nth == 1 && j->is_loading && j->path[0]) {
            snprintf(path, 64, "%s", j->path);
            *line = j->line;
            return true;
        }
    }

    return false;
}

/* The length of a leading "path:line: ", 0 when text has none. */
static size_t
judge_prefix(const char *text)
{
    const char *colon = text + strcspn(text, ": \n");
    if (colon == text || *colon != ':')
        return 0;
    size_t digits = strspn(colon + 1, "0123456789");
    const char *end = colon + 1 + digits;
    return digits > 0 && end[0] == ':' && end[1] == ' ' ? (size_t)(end - text) + 2 : 0;
}

/* Lua's own messages are English; rule authors get Chinese before them. NULL when the text is
 * somebody's own words. */
static const char *
judge_translation(const char *text)
{
    static const char *const words[][2] = {
        {"attempt to load a binary chunk", "规则文件应是文字，不能是编译过的代码"},
        {"attempt to index", "在没有成员的值上取成员，多半是该项为空"},
        {"attempt to call", "调用了不是函数的值，多半是名称写错"},
        {"attempt to perform arithmetic", "对不是数的值做算术"},
        {"attempt to concatenate", "用 .. 连接了不是文字的值，多半是该项为空"},
        {"attempt to compare", "比较了不能比较大小的值，多半是该项为空"},
        {"attempt to get length", "对没有长度的值取长度，多半是该项为空"},
        {"attempt to", "不允许的操作"},
        {"number has no integer representation", "此处要整数"},
        {"bad argument", "参数不对"},
        {"stack overflow", "调用层次太深"},
        {"C stack overflow", "调用层次太深"},
    };

    for (size_t i = 0; i < LEN(words); i++)
        if (str_starts(text, words[i][0]))
            return words[i][1];
    return (unsigned char)text[0] < 0x80 && strstr(text, " near ") ? "语法错误" : NULL;
}

/* Where an error text that may begin with "path:line: " says or shows it came from. */
static void
judge_error_where(lua_State *L, const char *text, size_t prefix, char where[128])
{
    char path[64];
    int line;
    if ((!prefix || str_starts(text, "engine/")) && judge_rule_frame(L, 1, path, &line))
        snprintf(where, 128, "%s:%d", path, line);
    else if (prefix)
        snprintf(where, 128, "%.*s", (int)(prefix - 2 < 127 ? prefix - 2 : 127), text);
}

int
judge_on_error(lua_State *L)
{
    struct judge *j = judge_of(L);
    char where[128] = "";

    if (j->stuck)
        return 1;
    bool is_text =
        lua_type(L, 1) ==
        LUA_TSTRING; /* a number would be turned into one in place, and memory may be short */
    const char *text = is_text ? lua_tostring(L, 1) : "规则抛出的错误不是文字";
    size_t prefix = is_text ? judge_prefix(text) : 0;
    judge_error_where(L, text, prefix, where);
    text += prefix;
    if (!utf8_valid(text, strlen(text)))
        text = "规则抛出的错误不是 UTF-8 文字";
    const char *chinese = judge_translation(text);
    fail(&j->caught, ERR_RULE, "rule_error", where, chinese ? "%s（%s）" : "%s%s",
         chinese ? chinese : "", text);

    return 1;
}
