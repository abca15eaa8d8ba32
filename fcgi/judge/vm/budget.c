#include "judge/vm/vm.h"

#include <stdio.h>
#include <string.h>

#include "judge/vm/reach.h"

#define STEP_OPS 1000 /* how often the budget is looked at */
#define LINE_OPS 5    /* what it costs to be told of a line, where lines are counted */
#define REARM_OPS 20  /* a new hook forgets what was counted since the last look */
#define PRICE_MAX (1 << 20)
/* Bytes of the parts of tables that make no walk dearer: a thousand places in a question, a dozen
 * thousand in what a set keeps. */
#define WIDTH_FREE (16u << 10)
#define WIDTH_FREE_LONG (256u << 10)
#define PLACE_BYTES 16 /* no place of a table takes less */
#define PLACES_AN_OP 2 /* that one instruction would have passed over meanwhile */

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
    lua_sethook(L, judge_hook, LUA_MASKCOUNT | (j->sees_lines ? LUA_MASKLINE : 0), j->step);
}

bool
judge_see_lines(struct judge *j, bool is_wanted)
{
    bool was = j->sees_lines;

    j->sees_lines = is_wanted && (j->is_loading || j->is_testing);
    if (j->sees_lines != was) {
        j->left -= REARM_OPS;
        judge_rearm(j->L, j);
    }
    return was;
}

/* In powers of two, so that something that grows byte by byte does not re-arm at every byte. */
void
judge_raise(struct judge *j, size_t price)
{
    int most = j->price;

    while ((size_t)most < price && most < PRICE_MAX)
        most *= 2;
    if (!j->L || (most == j->price && j->left > 0))
        return;

    j->price = most;
    judge_rearm(j->L, j);
}

static int
judge_exhausted(lua_State *L, struct judge *j)
{
    if (!j->stuck) {
        char path[64];
        int line;
        j->stuck = JUDGE_NO_BUDGET;
        if (judge_rule_frame(L, 1, path, &line))
            snprintf(j->spent_where, sizeof j->spent_where, "%s:%d", path, line);
    }
    judge_rearm(L, j);
    lua_pushlightuserdata(L, j); /* needs no memory */
    return lua_error(L);
}

static void
judge_see_line(lua_State *L, struct judge *j, lua_Debug *ar)
{
    lua_getinfo(L, "S", ar);
    if (ar->source[0] != '@' || str_starts(ar->source, "@engine/"))
        return;
    reach_ran(j->reach, ar);
    if (!j->is_loading)
        return;

    size_t n = strnlen(ar->source + 1, sizeof j->path - 1);
    memcpy(j->path, ar->source + 1, n);
    j->path[n] = 0;
    j->line = ar->currentline;
}

/* A question is long after so many looks; ordinary ones are over before. */
enum { LOOKS_LONG = 32 };

/* The line that has the majority, if one has it, is left in the end. */
static void
judge_see_hot(lua_State *L, struct judge *j)
{
    char path[64], at[sizeof j->hot];
    int line;

    if (j->is_long || ++j->looks < LOOKS_LONG || !judge_rule_frame(L, 1, path, &line))
        return;
    snprintf(at, sizeof at, "%s:%d", path, line);
    if (j->hot_votes == 0)
        memcpy(j->hot, at, sizeof at);
    j->hot_votes += strcmp(j->hot, at) == 0 ? 1 : -1;
}

static void
judge_hook(lua_State *L, lua_Debug *ar)
{
    struct judge *j = judge_of(L);

    if (ar->event == LUA_HOOKLINE) {
        judge_see_line(L, j, ar);
        j->left -= LINE_OPS;
        return;
    }

    j->left -= (int64_t)j->step * j->price;
    judge_see_hot(L, j);
    if (j->stuck || j->left <= 0)
        judge_exhausted(L, j);
    if (judge_step(j) != j->step)
        judge_rearm(L, j);
}

void
judge_arm(struct judge *j, int64_t ops)
{
    /* A deep stack is the last question's: collecting shrinks it, and this one is not to pay for
     * it. */
    if (j->stack.bytes > JUDGE_STACK_FREE)
        lua_gc(j->L, LUA_GCCOLLECT);

    j->left = ops > 0 ? ops : 1;
    j->price = 1;
    j->is_priced = false;
    j->is_long = ops > j->budget_ops;
    j->widest = j->widest_of_set;
    j->question++;
    j->fresh = 0;
    j->path[0] = 0;
    j->line = 0;
    j->at = NULL;
    j->sees_lines = false;
    j->spent_where[0] = 0;
    j->hot[0] = 0;
    j->hot_votes = j->looks = 0;
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
 * A table that was emptied takes as long to walk as before, and Lua does not tell how many places
 * it has. None has more than fit into the widest part of any table so far: beyond a width that
 * costs nothing, every walk pays for that one.
 */
void
judge_charge_walk(lua_State *L)
{
    const struct judge *j = judge_of(L);

    if (j->widest > (j->is_long ? WIDTH_FREE_LONG : WIDTH_FREE))
        judge_charge(L, j->widest / PLACE_BYTES / PLACES_AN_OP);
}

void
judge_keep_width(struct judge *j)
{
    j->widest_of_set = j->widest > WIDTH_FREE_LONG ? j->widest : 0;
}
