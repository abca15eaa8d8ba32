/* Reads the dump from front to back once; everything in it is needed or skipped in the order in
 * which Lua's ldump.c writes it. */
#include "policy/bytecode.h"

#include <string.h>

#include "policy/judge.h"

#define OPCODE_SETUPVAL 10
#define OPCODE_VARARGPREP 81
#define HEADER 31 /* signature 4, version, format, data 6, three sizes, an integer, a number */
#define UPVALUES_MAX 255
#define LINE_ELSEWHERE                                                                             \
    0x80 /* a line step that does not fit a byte: the line stands in the list after the steps */
#define MISFIT "这个 Lua 版本的字节码与引擎不符，无法检查规则"

struct scan {
    const unsigned char *p, *end;
    bool is_broken; /* the dump is not what this file expects */
    int depth;
    bool assigns_outside;
    void (*mark)(void *data, int line); /* NULL: nobody wants the lines */
    void *data;
};

/* The instructions of one function, four bytes each. */
struct code {
    const unsigned char *p;
    size_t n;
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

static uint32_t
code_at(const struct code *code, size_t i)
{
    uint32_t op;
    memcpy(&op, code->p + 4 * i, 4);
    return op;
}

/* Steps from instruction to instruction; what the compiler put in without a word in the source is
 * passed over. */
static void
scan_lines(struct scan *s, const struct code *code, size_t first_line)
{
    size_t n = scan_size(s), line = first_line;
    const unsigned char *steps = scan_bytes(s, n), *lines = s->p;

    for (size_t jumps = scan_size(s); jumps > 0 && !s->is_broken; jumps--) {
        scan_size(s); /* of which instruction */
        scan_size(s);
    }

    if (s->is_broken || !s->mark || s->depth < 2 || !code->p || n != code->n)
        return;
    struct scan elsewhere = {.p = lines, .end = s->p};
    scan_size(&elsewhere);
    for (size_t i = 0; i + 1 < n; i++) { /* the last one is the compiler's return */
        if (steps[i] == LINE_ELSEWHERE) {
            scan_size(&elsewhere);
            line = scan_size(&elsewhere);
        } else
            line += (size_t)(signed char)steps[i];
        if ((code_at(code, i) & 0x7F) != OPCODE_VARARGPREP)
            s->mark(s->data, (int)line);
    }
    s->is_broken = s->is_broken || elsewhere.is_broken;
}

static void
scan_names(struct scan *s)
{
    for (size_t n = scan_size(s); n > 0 && !s->is_broken; n--) {
        scan_string(s);
        scan_size(s);
        scan_size(s);
    }
    for (size_t n = scan_size(s); n > 0 && !s->is_broken; n--)
        scan_string(s);
}

static void
scan_upvalues(struct scan *s, struct reach *mine, const struct reach *parent)
{
    size_t upvalues = scan_size(s);
    for (size_t i = 0; i < upvalues && !s->is_broken; i++) {
        unsigned is_local = scan_byte(s), index = scan_byte(s);
        scan_byte(s); /* kind */
        if (i < UPVALUES_MAX)
            mine->outside[i] =
                !parent || (!is_local && index < UPVALUES_MAX && parent->outside[index]);
    }
}

/* parent is NULL for the outermost. */
static void
scan_function(struct scan *s, const struct reach *parent)
{
    struct reach mine = {{false}};

    if (++s->depth > 200)
        s->is_broken = true;
    scan_string(s); /* source */
    size_t first_line = scan_size(s);
    scan_size(s);     /* last line */
    scan_bytes(s, 3); /* parameters, varargs, stack */
    struct code code = {.n = scan_size(s)};
    code.p = code.n < SIZE_MAX / 4 ? scan_bytes(s, code.n * 4) : NULL;
    scan_constants(s);
    scan_upvalues(s, &mine, parent);

    for (size_t i = 0; code.p && i < code.n; i++) {
        uint32_t op = code_at(&code, i);
        unsigned target = op >> 16 & 0xFF;
        if ((op & 0x7F) == OPCODE_SETUPVAL && target < UPVALUES_MAX && mine.outside[target])
            s->assigns_outside = true;
    }

    for (size_t n = scan_size(s); n > 0 && !s->is_broken; n--)
        scan_function(s, &mine);
    scan_lines(s, &code, first_line);
    scan_names(s);
    s->depth--;
}

/* ---- getting at it --------------------------------------------------------------------------- */

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

/* Of the function on top of the stack. */
JUMPS static void
scan_top(lua_State *L, struct scan *s)
{
    struct dump d = {0};
    bool without_lines = !s->mark;

    lua_dump(L, dump_write, &d, without_lines);
    d.cap = d.n;
    d.n = 0;
    d.p = judge_scratch(L, d.cap);
    lua_insert(L, -2);
    lua_dump(L, dump_write, &d, without_lines);
    judge_charge(L, d.n / 16);
    s->p = (unsigned char *)d.p;
    s->end = s->p + d.n;
    scan_bytes(s, HEADER + 1); /* and how many upvalues */
    scan_function(s, NULL);
    if (s->is_broken || s->p != s->end)
        luaL_error(L, MISFIT);
    lua_remove(L, -2);
}

bool
bytecode_assigns_outside(lua_State *L)
{
    struct scan s = {0};
    scan_top(L, &s);
    return s.assigns_outside;
}

void
bytecode_lines(lua_State *L, void (*mark)(void *data, int line), void *data)
{
    struct scan s = {.mark = mark, .data = data};
    scan_top(L, &s);
}

/* ---- is it this bytecode? -------------------------------------------------------------------- */

static void
try_load(lua_State *L, const char *source)
{
    if (luaL_loadbufferx(L, source, strlen(source), "=bytecode", "t") != LUA_OK)
        lua_error(L);
}

static void
try_assigns(lua_State *L, const char *source, bool expected)
{
    try_load(L, source);
    lua_call(L, 0, 1);
    if (bytecode_assigns_outside(L) != expected)
        luaL_error(L, MISFIT);
    lua_pop(L, 1);
}

/* A set of lines, 64 to the round. */
static void
try_mark(void *data, int line)
{
    *(uint64_t *)data |= (uint64_t)1 << (line & 63);
}

static void
try_lines(lua_State *L, const char *source, uint64_t expected)
{
    uint64_t lines = 0;
    try_load(L, source);
    bytecode_lines(L, try_mark, &lines);
    if (lines != expected)
        luaL_error(L, MISFIT);
    lua_pop(L, 1);
}

void
bytecode_try(lua_State *L)
{
    char far[600] = "local function f()";

    try_assigns(L,
                "local a, b = 1, {} return function(x) return function() b[1], a = x, 'long and "
                "short' end end",
                true);
    try_assigns(L,
                "local a, b = 1, {} return function(x) return function() b[1], x = a, 3.5 end end",
                false);
    /* Line 2 begins the function and 9 ends it, 6 is empty, 1 and 10 are the chunk's own. */
    try_lines(L,
              "local a = 1\nlocal function f(x, ...)\nif x then\nreturn function() return a end, "
              "...\nelse\n\n"
              "a.b = 1 end\nreturn x\nend\nf()",
              1 << 3 | 1 << 4 | 1 << 7 | 1 << 8);
    memset(far + strlen(far), '\n',
           130); /* a step of more than a byte, and more instructions than are counted in steps */
    for (int i = 0; i < 50; i++)
        strcat(far, "f(1) ");
    strcat(far, "\nend");
    try_lines(L, far, 1 << (131 & 63));
}
