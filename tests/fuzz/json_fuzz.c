/* JSON into a Lua table and out again: whatever jansson takes, the judge takes, and nothing else;
 * and what comes out says what went in, but for nulls in objects, which Lua leaves out. */
#include "fuzz.h"
#include "judge/vm/json.h"
#include "judge/vm/table.h"
#include "judge/wall/wall.h"

#include <stdlib.h>
#include <string.h>

static struct judge j;

struct turn {
    const char *text;
    size_t n;
};

static int
enter(lua_State *L)
{
    const struct turn *x = lua_touserdata(L, 1);

    (void)judge_read_json(L, x->text, x->n);
    judge_write_json(L, -1, 0);
    return 0;
}

static int
open_tables(lua_State *L)
{
    judge_learn_blocks(L);
    lua_createtable(L, 0, 4);
    host_open_freeze(L);
    return 0;
}

static void
begin(void)
{
    struct arena *arena = j.arena;

    if (j.L != NULL)
        lua_close(j.L);
    free(j.out.p);
    free(j.text);
    j = (struct judge){.arena = arena ? arena : arena_new(), .memory_limit = 64U << 20};
    j.L = lua_newstate(judge_alloc, &j);
    *(struct judge **)lua_getextraspace(j.L) = &j;
    judge_arm(&j, INT64_MAX);
    lua_pushcfunction(j.L, open_tables);
    FUZZ_MUST(lua_pcall(j.L, 0, 0, 0) == LUA_OK);
}

static void
drop_nulls(json_t *x)
{
    const char *name;
    size_t i;
    json_t *one;
    void *next;

    json_array_foreach(x, i, one) drop_nulls(one);
    json_object_foreach_safe(x, next, name, one)
    {
        if (json_is_null(one))
            json_object_del(x, name);
        else
            drop_nulls(one);
    }
}

/* NULL: refused. */
static json_t *
by_judge(const char *text, size_t n)
{
    struct turn x = {text, n};
    json_t *out = NULL;

    j.out.n = 0;
    j.out.max = 1U << 24;
    j.input.err = OK;
    judge_arm(&j, 1000000000);
    lua_pushcfunction(j.L, enter);
    lua_pushlightuserdata(j.L, &x);
    int status = lua_pcall(j.L, 1, 0, 0);
    lua_settop(j.L, 0);
    if (status == LUA_OK && !j.stuck)
        FUZZ_MUST(json_read(j.arena, j.out.p, j.out.n, &out, NULL) == OK);
    return out;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    json_t *direct = NULL;
    const char *text = (const char *)p;

    if (n == 0 || strchr("{[", text[0]) == NULL || text[0] == '\0') /* facts are no bare value */
        return 0;
    if (j.L == NULL || j.stuck)
        begin();
    bool is_taken = json_read(j.arena, text, n, &direct, NULL) == OK;
    json_t *round = by_judge(text, n);
    if (!j.stuck) {
        FUZZ_MUST((round != NULL) == is_taken);
        if (is_taken) {
            drop_nulls(direct);
            drop_nulls(round);
            FUZZ_MUST(json_equal(direct, round));
        }
    }
    arena_reset(j.arena);
    return 0;
}
