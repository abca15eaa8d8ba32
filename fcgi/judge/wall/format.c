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

static void
format_text(lua_State *L, struct format *f, int arg)
{
    size_t n;

    luaL_checkany(L, arg);
    lua_pushcfunction(L, host_tostring);
    lua_pushvalue(L, arg);
    lua_call(L, 1, 1);
    const char *s = lua_tolstring(L, -1, &n);
    format_add(L, f, s, n);
    lua_pop(L, 1);
}

/* The part of a directive between its '%' and its letter. */
struct form {
    bool has_zero;
    int width, precision;
};

static const char *
form_read(struct form *form, const char *p)
{
    *form = (struct form){.has_zero = *p == '0', .precision = 6};

    while (isdigit((unsigned char)*p) && form->width < 100)
        form->width = form->width * 10 + (*p++ - '0');
    if (p[0] == '.' && isdigit((unsigned char)p[1])) {
        form->precision = p[1] - '0';
        p += 2;
    }
    return p;
}

static void
format_number(lua_State *L, struct format *f, const struct form *form, char letter, int arg)
{
    char text[400];
    int n;

    if (letter == 'd')
        n = snprintf(text, sizeof text, form->has_zero ? "%0*lld" : "%*lld", form->width,
                     (long long)luaL_checkinteger(L, arg));
    else
        n = snprintf(text, sizeof text, form->has_zero ? "%0*.*f" : "%*.*f", form->width,
                     form->precision, luaL_checknumber(L, arg));
    format_add(L, f, text, (size_t)n);
}

/* One directive after its '%': s, d or 0Nd, f or .Nf, %. Returns what follows it. */
static const char *
format_one(lua_State *L, struct format *f, const char *p)
{
    struct form form;

    p = form_read(&form, p);
    if (form.width > 40 || (form.width && *p == 's'))
        luaL_error(L, "format 的宽度只用于数，且不得超过 40");
    int arg = *p == '%' ? 0 : ++f->arg;
    judge_charge(L, *p == 'f' ? 240 : 20); /* the greatest number has 309 digits */

    if (*p == '%')
        format_add(L, f, "%", 1);
    else if (*p == 's')
        format_text(L, f, arg);
    else if (*p == 'd' || *p == 'f')
        format_number(L, f, &form, *p, arg);
    else
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

    /* Nothing but a text is longer than a double of 309 digits. */
    f.room = n + 400u * (size_t)top;
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
