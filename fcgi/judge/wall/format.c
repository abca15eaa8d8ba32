/* host.string.format: of printf only what cannot grow out of bounds. */
#include "judge/wall/wall.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct format {
    int arg;
    size_t used;
    char *out; /* room bytes of scratch */
    size_t room;
};

static void
format_add(lua_State *L, struct format *f, const char *s, size_t n)
{
    host_check_size(L, f->used + n);
    if (n > f->room - f->used)
        luaL_error(L, "format 的结果太长");
    memcpy(f->out + f->used, s, n);
    f->used += n;
}

/* One directive after its '%': s, d or 0Nd, f or .Nf, %. Returns what follows it. */
static const char *
format_one(lua_State *L, struct format *f, const char *p)
{
    char text[400];
    size_t n;
    bool zero = *p == '0';
    int width = 0, precision = 6;

    while (isdigit((unsigned char)*p) && width < 100)
        width = width * 10 + (*p++ - '0');
    if (p[0] == '.' && isdigit((unsigned char)p[1])) {
        precision = p[1] - '0';
        p += 2;
    }

    if (width > 40 || (width && *p == 's'))
        luaL_error(L, "format 的宽度只用于数，且不得超过 40");
    int arg = *p == '%' ? 0 : ++f->arg;
    judge_charge(L, *p == 'f' ? 240 : 20); /* the greatest number has 309 digits */
    if (*p == '%') {
        format_add(L, f, "%", 1);
    } else if (*p == 's') {
        luaL_checkany(L, arg);
        lua_pushcfunction(L, host_tostring);
        lua_pushvalue(L, arg);
        lua_call(L, 1, 1);
        const char *s = lua_tolstring(L, -1, &n);
        format_add(L, f, s, n);
        lua_pop(L, 1);
    } else if (*p == 'd') {
        n = (size_t)snprintf(text, sizeof text, zero ? "%0*lld" : "%*lld", width,
                             (long long)luaL_checkinteger(L, arg));
        format_add(L, f, text, n);
    } else if (*p == 'f') {
        n = (size_t)snprintf(text, sizeof text, zero ? "%0*.*f" : "%*.*f", width, precision,
                             luaL_checknumber(L, arg));
        format_add(L, f, text, n);
    } else
        luaL_error(L, "format 只认识 %%s、%%d、%%f 和 %%%%");

    return p + 1;
}

int
host_format(lua_State *L)
{
    size_t n;
    const char *p = host_check_text(L, 1, &n), *end = p + n;
    struct format f = {.arg = 1};
    int top = lua_gettop(L);

    f.room =
        n +
        400u * (size_t)top; /* of what is not text, nothing is longer than a double of 309 digits */
    for (int i = 2; i <= top; i++)
        f.room += lua_type(L, i) == LUA_TSTRING ? lua_rawlen(L, i) : 0;
    host_check_size(L, f.room / 2); /* before asking for it */
    luaL_checkstack(L, 8, NULL);
    f.out = judge_scratch(L, f.room);

    while (p < end) {
        const char *next = memchr(p, '%', (size_t)(end - p));
        format_add(L, &f, p, (size_t)((next ? next : end) - p));
        if (!next)
            break;
        p = format_one(L, &f, next + 1);
    }

    judge_charge(L, f.used / 32);
    lua_pushlstring(L, f.out, f.used);
    return 1;
}
