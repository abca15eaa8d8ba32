#include "judge/vm/table.h"

#include <string.h>

/* ---- tables and their marks ------------------------------------------------------------------ */

enum judge_mark
judge_mark(lua_State *L, int index)
{
    struct judge *j = judge_of(L);

    if (!lua_getmetatable(L, index))
        return MARK_NONE;
    const void *p = lua_topointer(L, -1);
    lua_pop(L, 1);
    for (enum judge_mark m = MARK_ARRAY; m < MARK_FOREIGN; m++)
        if (p == j->marks[m])
            return m;
    return MARK_FOREIGN;
}

void
judge_set_mark(lua_State *L, int index, enum judge_mark mark)
{
    struct judge *j = judge_of(L);
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &j->marks[mark]);
    lua_setmetatable(L, index);
}

bool
judge_is_proxy(lua_State *L, int index)
{
    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
        return false;
    const void *p = lua_topointer(L, -1);
    lua_pop(L, 1);
    return p == judge_of(L)->proxy;
}

const char judge_view_key;

bool
judge_is_view(lua_State *L, int index)
{
    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
        return false;
    bool is = lua_rawgetp(L, -1, &judge_view_key) != LUA_TNIL;
    lua_pop(L, 2);
    return is;
}

bool
judge_open_table(lua_State *L, int index)
{
    if (lua_type(L, index) == LUA_TTABLE) {
        lua_pushvalue(L, index);
        return true;
    }
    if (!judge_is_proxy(L, index))
        return false;
    lua_getiuservalue(L, index, 1);
    return true;
}

/* ---- keys in their order --------------------------------------------------------------------- */

static int
by_key(const struct judge_key *x, const struct judge_key *y)
{
    if (!x->s || !y->s)
        return x->s ? 1 : y->s ? -1 : (x->i > y->i) - (x->i < y->i);
    int c = memcmp(x->s, y->s, x->n < y->n ? x->n : y->n);
    return c ? c : (x->n > y->n) - (x->n < y->n);
}

static void
sift_down(struct judge_key *keys, size_t root, size_t n)
{
    for (;;) {
        size_t child = 2 * root + 1;
        if (child >= n)
            return;
        if (child + 1 < n && by_key(&keys[child], &keys[child + 1]) < 0)
            child++;
        if (by_key(&keys[root], &keys[child]) >= 0)
            return;
        struct judge_key k = keys[root];
        keys[root] = keys[child];
        keys[child] = k;
        root = child;
    }
}

/*
 * A heap sort, after an insertion sort for the handful of keys that most tables have. The library's
 * qsort is not for here: it may allocate, and asks the kernel how much memory there is, which the
 * jail forbids.
 */
void
judge_sort_keys(struct judge_key *keys, size_t n)
{
    for (size_t i = 1; i < n && n <= 24; i++) {
        struct judge_key k = keys[i];
        size_t at = i;
        for (; at > 0 && by_key(&keys[at - 1], &k) > 0; at--)
            keys[at] = keys[at - 1];
        keys[at] = k;
    }

    if (n <= 24)
        return;
    for (size_t i = n / 2; i > 0; i--)
        sift_down(keys, i - 1, n);
    for (size_t end = n - 1; end > 0; end--) {
        struct judge_key k = keys[0];
        keys[0] = keys[end];
        keys[end] = k;
        sift_down(keys, 0, end);
    }
}

struct judge_key *
judge_keys(lua_State *L, int index, size_t *count)
{
    size_t n = 0, have = 0, bytes = 0, rounds = 4;

    index = lua_absindex(L, index);
    luaL_checkstack(L, 4, NULL);
    judge_charge_walk(L);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        n++;
    while (n >> rounds)
        rounds++;
    judge_charge(L, 4 * n * (n > 24 ? rounds : 1));
    struct judge_key *keys = judge_scratch(L, n * sizeof *keys);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        struct judge_key *k = &keys[have++];
        *k = (struct judge_key){0};
        if (lua_type(L, -2) == LUA_TSTRING)
            k->s = lua_tolstring(L, -2, &k->n);
        else if (lua_isinteger(L, -2))
            k->i = lua_tointeger(L, -2);
        else
            luaL_error(L, "表的键只能是整数或文字，不能是 %s", luaL_typename(L, -2));
    }

    for (size_t i = 0; i < have; i++)
        bytes += keys[i].s ? keys[i].n : 0;
    judge_charge(L, bytes / 64 * rounds);
    judge_sort_keys(keys, have);
    *count = have;

    return keys;
}

void
judge_push_key(lua_State *L, const struct judge_key *key)
{
    if (key->s)
        lua_pushlstring(L, key->s, key->n);
    else
        lua_pushinteger(L, key->i);
}
