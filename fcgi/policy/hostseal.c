/*
 * host.seal: a decision must not depend on the one before it, so a rule's functions may keep nothing between calls. Tables that they
 * close over are frozen where they are; an assignment to a variable outside the declared function is found in its bytecode, as
 * lua_dump() writes it (Lua 5.4), and refused.
 */
#include "policy/judge.h"

#include <string.h>

#define OPCODE_SETUPVAL 10
#define HEADER 31 /* signature 4, version, format, data 6, three sizes, an integer, a number */
#define UPVALUES_MAX 255

/* ---- bytecode ----------------------------------------------------------------------------------------------------------- */

struct scan {
    const unsigned char *p, *end;
    bool is_broken; /* the dump is not what this file expects */
    int depth;
};

/* Of one function: which of its upvalues are upvalues of the outermost one. */
struct reach {
    bool outside[UPVALUES_MAX];
};

static const unsigned char *
scan_bytes(struct scan *s, size_t n)
{
    const unsigned char *at = s->p;
    if (s->is_broken || n > (size_t)(s->end - s->p)) {
        s->is_broken = true;
        return NULL;
    }
    s->p += n;
    return at;
}

static unsigned
scan_byte(struct scan *s)
{
    const unsigned char *b = scan_bytes(s, 1);
    return b ? *b : 0;
}

/* Seven bits a byte, most significant first, the last one marked. */
static size_t
scan_size(struct scan *s)
{
    size_t v = 0;
    unsigned b;
    do {
        b = scan_byte(s);
        v = v << 7 | (b & 0x7F);
    } while (!(b & 0x80) && !s->is_broken);
    return v;
}

static void
scan_string(struct scan *s)
{
    size_t n = scan_size(s);
    if (n > 0)
        scan_bytes(s, n - 1);
}

static void
scan_constants(struct scan *s)
{
    for (size_t n = scan_size(s); n > 0 && !s->is_broken; n--)
        switch (scan_byte(s)) {
        case 0: /* nil, false, true */
        case 1:
        case 17:
            break;
        case 3: /* integer, float */
        case 19:
            scan_bytes(s, 8);
            break;
        case 4: /* short, long string */
        case 20:
            scan_string(s);
            break;
        default:
            s->is_broken = true;
        }
}

static void
scan_debug(struct scan *s)
{
    scan_bytes(s, scan_size(s)); /* a line step for each instruction */
    for (size_t n = scan_size(s); n > 0 && !s->is_broken; n--) {
        scan_size(s);
        scan_size(s);
    }
    for (size_t n = scan_size(s); n > 0 && !s->is_broken; n--) {
        scan_string(s);
        scan_size(s);
        scan_size(s);
    }
    for (size_t n = scan_size(s); n > 0 && !s->is_broken; n--)
        scan_string(s);
}

/* Does this function, or one inside it, assign to something outside the outermost? parent is NULL for the outermost itself. */
static bool
scan_function(struct scan *s, const struct reach *parent)
{
    struct reach mine = {{false}};
    bool found = false;
    if (++s->depth > 200)
        s->is_broken = true;
    scan_string(s); /* source */
    scan_size(s);   /* first and last line */
    scan_size(s);
    scan_bytes(s, 3); /* parameters, varargs, stack */
    size_t instructions = scan_size(s);
    const unsigned char *code = instructions < SIZE_MAX / 4 ? scan_bytes(s, instructions * 4) : NULL;
    scan_constants(s);
    size_t upvalues = scan_size(s);
    for (size_t i = 0; i < upvalues && !s->is_broken; i++) {
        unsigned is_local = scan_byte(s), index = scan_byte(s);
        scan_byte(s); /* kind */
        if (i < UPVALUES_MAX)
            mine.outside[i] = !parent || (!is_local && index < UPVALUES_MAX && parent->outside[index]);
    }
    for (size_t i = 0; code && i < instructions; i++) {
        uint32_t op;
        memcpy(&op, code + 4 * i, 4);
        unsigned target = op >> 16 & 0xFF;
        found = found || ((op & 0x7F) == OPCODE_SETUPVAL && target < UPVALUES_MAX && mine.outside[target]);
    }
    for (size_t n = scan_size(s); n > 0 && !s->is_broken; n--)
        found = scan_function(s, &mine) || found;
    scan_debug(s);
    s->depth--;
    return found;
}

struct dump {
    char *p;
    size_t n, cap;
};

/* Counts at first, writes when there is room: nothing here may allocate. */
static int
dump_write(lua_State *L, const void *p, size_t n, void *data)
{
    struct dump *d = data;
    (void)L;
    if (d->p && d->n + n <= d->cap)
        memcpy(d->p + d->n, p, n);
    d->n += n;
    return 0;
}

/* The function on top of the stack. */
static bool
seal_keeps_state(lua_State *L)
{
    struct dump d = {0};
    lua_dump(L, dump_write, &d, 1);
    d.cap = d.n;
    d.n = 0;
    d.p = judge_scratch(L, d.cap);
    lua_insert(L, -2);
    lua_dump(L, dump_write, &d, 1);
    judge_charge(L, d.n / 16);
    struct scan s = {.p = (unsigned char *)d.p, .end = (unsigned char *)d.p + d.n};
    scan_bytes(&s, HEADER + 1); /* and how many upvalues */
    bool found = scan_function(&s, NULL);
    if (s.is_broken || s.p != s.end)
        luaL_error(L, "这个 Lua 版本的字节码与引擎不符，无法检查规则");
    lua_remove(L, -2);
    return found;
}

/* ---- what a function can reach ------------------------------------------------------------------------------------------ */

/* Both take the value at the top, leave it there, and note in the table at seen what was looked at. */
static void seal_function(lua_State *L, int seen, int depth);

static bool
seal_is_new(lua_State *L, int seen)
{
    lua_pushvalue(L, -1);
    if (lua_rawget(L, seen) != LUA_TNIL) {
        lua_pop(L, 1);
        return false;
    }
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_pushboolean(L, 1);
    lua_rawset(L, seen);
    return true;
}

/* Functions inside frozen tables. */
static void
seal_inside(lua_State *L, int seen, int depth)
{
    luaL_checkstack(L, 10, NULL);
    if (depth > JUDGE_DEPTH)
        luaL_error(L, "规则函数引用的数据超过 %d 层", JUDGE_DEPTH);
    if (!judge_open_table(L, -1))
        return;
    if (seal_is_new(L, seen)) {
        int t = lua_gettop(L);
        for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1))
            if (lua_type(L, -1) == LUA_TFUNCTION)
                seal_function(L, seen, depth + 1);
            else if (judge_is_proxy(L, -1))
                seal_inside(L, seen, depth + 1);
    }
    lua_pop(L, 1);
}

/* The value of upvalue i of the function below it. */
static void
seal_upvalue(lua_State *L, int seen, int i, const char *name, int depth)
{
    switch (lua_type(L, -1)) {
    case LUA_TTABLE:
        if (host_is_env(L, -1) || judge_mark(L, -1) == MARK_FOREIGN)
            return;
        host_freeze(L, -1);
        lua_pushvalue(L, -1);
        lua_setupvalue(L, -3, i);
        seal_inside(L, seen, depth);
        return;
    case LUA_TUSERDATA:
        if (host_is_env(L, -1))
            return;
        if (!judge_is_proxy(L, -1))
            luaL_error(L, "规则函数不得引用 %s（%s）", luaL_typename(L, -1), name);
        seal_inside(L, seen, depth);
        return;
    case LUA_TTHREAD:
        luaL_error(L, "规则函数不得引用 %s（%s）", luaL_typename(L, -1), name);
        return;
    case LUA_TFUNCTION:
        seal_function(L, seen, depth + 1);
        return;
    default:
        return;
    }
}

static void
seal_function(lua_State *L, int seen, int depth)
{
    lua_Debug ar;
    const char *name;
    luaL_checkstack(L, 10, NULL);
    if (depth > JUDGE_DEPTH)
        luaL_error(L, "规则函数互相引用超过 %d 层", JUDGE_DEPTH);
    if (lua_iscfunction(L, -1)) { /* those of host keep nothing; what pairs() returns counts on */
        if (lua_getupvalue(L, -1, 1))
            luaL_error(L, "规则函数不得引用遍历到一半的 pairs()：判断不能依赖上一次判断");
        return;
    }
    if (!seal_is_new(L, seen))
        return;
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">S", &ar);
    if (str_starts(ar.source, "@engine/")) /* words of the engine may keep what they like */
        return;
    if (seal_keeps_state(L)) {
        lua_pushfstring(L, "%s:%d: 规则函数不得给外面的局部变量赋值：判断不能依赖上一次判断", ar.source + (ar.source[0] == '@'),
                        ar.linedefined);
        lua_error(L);
    }
    for (int i = 1; (name = lua_getupvalue(L, -1, i)); i++) {
        seal_upvalue(L, seen, i, name, depth);
        lua_pop(L, 1);
    }
}

void
host_seal_inside(lua_State *L)
{
    lua_createtable(L, 0, 8);
    lua_insert(L, -2);
    seal_inside(L, lua_gettop(L) - 1, 0);
    lua_remove(L, -2);
}

static int
host_seal(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_createtable(L, 0, 8);
    lua_insert(L, 1);
    seal_function(L, 1, 0);
    return 1;
}

/* A Lua whose bytecode this file misreads must not run a single rule. */
static void
seal_try(lua_State *L, const char *source, bool expected)
{
    if (luaL_loadbufferx(L, source, strlen(source), "=seal", "t") != LUA_OK)
        lua_error(L);
    lua_call(L, 0, 1);
    if (seal_keeps_state(L) != expected)
        luaL_error(L, "这个 Lua 版本的字节码与引擎不符，无法检查规则");
    lua_pop(L, 1);
}

void
host_open_seal(lua_State *L)
{
    seal_try(L, "local a, b = 1, {} return function(x) return function() b[1], a = x, 'long and short' end end", true);
    seal_try(L, "local a, b = 1, {} return function(x) return function() b[1], x = a, 3.5 end end", false);
    lua_pushcfunction(L, host_seal);
    lua_setfield(L, -2, "seal");
}
