/*
 * How texts are written, and what they are to a comparison: model/fold, model/writing, model/domain
 * and model/url for rules. There is no other folding behind the wall.
 */
#include "judge/wall/wall.h"

#include <string.h>

#include "model/model.h"

#define ADDRESS_MAX 2048 /* bytes */
#define REPEATED_MOST 40 /* letters of a word, and times that it stands there */
#define COMPARED_AN_OP 8 /* characters */
#define FOLDED_AN_OP 2   /* bytes; by the long way a character costs some hundred nanoseconds */

/* Memory for one call; nothing of an earlier one is needed any more. */
static struct arena *
scratch(lua_State *L)
{
    struct judge *j = judge_of(L);

    if (!j->scratch)
        j->scratch = arena_new();
    arena_reset(j->scratch); /* here, since a push may jump */
    return j->scratch;
}

/* The text that argument is, for those who read it as UTF-8 up to its NUL. */
JUMPS static const char *
check_writing(lua_State *L, int arg, size_t *n)
{
    const char *s = host_check_text(L, arg, n);

    if (!utf8_valid(s, *n))
        luaL_error(L, "第 %d 个参数不是 UTF-8 文字", arg);
    return s;
}

JUMPS static void
push_or_nil(lua_State *L, const char *text)
{
    if (text != NULL)
        lua_pushstring(L, text);
    else
        lua_pushnil(L);
}

/* ---- of the string library ------------------------------------------------------------------- */

/* Without the blanks around it, those of no width among them. */
static int
str_trim(lua_State *L)
{
    size_t n;
    const char *s = host_check_text(L, 1, &n);

    if (text_is_plain(WRITING_LINE, s, n) || !utf8_valid(s, n)) {
        lua_settop(L, 1);
        return 1;
    }
    judge_charge(L, n / FOLDED_AN_OP);
    lua_pushstring(L, text_trim(scratch(L), s));
    return 1;
}

static int
str_fold(lua_State *L)
{
    size_t n;
    const char *s = check_writing(L, 1, &n);

    judge_charge(L, n / FOLDED_AN_OP);
    lua_pushstring(L, text_fold(scratch(L), s));
    return 1;
}

/* difference(one, other): where they first differ, in words; nil: nowhere. */
static int
str_difference(lua_State *L)
{
    size_t n, m;
    const char *one = check_writing(L, 1, &n), *other = check_writing(L, 2, &m);

    judge_charge(L, (n < m ? n : m) / FOLDED_AN_OP);
    push_or_nil(L, text_difference(scratch(L), one, other));
    return 1;
}

JUMPS static size_t
check_count(lua_State *L, int arg, lua_Integer least)
{
    lua_Integer n = luaL_checkinteger(L, arg);

    if (n < least || n > REPEATED_MOST)
        luaL_error(L, "第 %d 个参数应为 %I 至 %d 的整数", arg, least, REPEATED_MOST);
    return (size_t)n;
}

/* repeated(text, least, most, times): the first word of so many letters that stands times times in
 * a row; nil: there is none. */
static int
str_repeated(lua_State *L)
{
    size_t n, steps;
    const char *s = check_writing(L, 1, &n);
    size_t least = check_count(L, 2, 1), most = check_count(L, 3, (lua_Integer)least);
    size_t times = check_count(L, 4, 2);

    judge_charge(L, n * most / COMPARED_AN_OP);
    const char *word = text_repeated(scratch(L), s, n, least, most, times, &steps);
    judge_charge(L, steps / COMPARED_AN_OP);
    push_or_nil(L, word);
    return 1;
}

void
host_add_writing(lua_State *L)
{
    static const luaL_Reg lib[] = {{"trim", str_trim},
                                   {"fold", str_fold},
                                   {"difference", str_difference},
                                   {"repeated", str_repeated},
                                   {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);
}

/* ---- of the host ----------------------------------------------------------------------------- */

/* host.blank(text): is nothing of it to be seen? */
static int
host_blank(lua_State *L)
{
    size_t n;
    const char *s = check_writing(L, 1, &n);

    judge_charge(L, n / FOLDED_AN_OP);
    lua_pushboolean(L, text_is_blank(s));
    return 1;
}

/* host.writing(how, text) → the text as it counts; or nil, what is wrong with it, and what to do.
 */
static int
host_writing(lua_State *L)
{
    size_t n;
    enum writing how = writing_of(luaL_checkstring(L, 1));
    const char *s = check_writing(L, 2, &n);
    struct text_refusal why;

    if (text_is_plain(how, s, n)) {
        lua_settop(L, 2);
        return 1;
    }
    judge_charge(L, n / FOLDED_AN_OP);
    struct arena *a = scratch(L);
    if (text_refused(a, how, s, &why)) {
        lua_pushnil(L);
        lua_pushstring(L, why.message);
        lua_pushstring(L, why.cure);
        return 3;
    }

    lua_pushstring(L, text_tidy(a, how, s));
    return 1;
}

/* An address or a name of the net; nil, and pushes nil and the reason, when none is that long. */
JUMPS static const char *
check_address(lua_State *L, const char *what)
{
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);

    judge_charge(L, 400 + 8 * n);
    if (n <= ADDRESS_MAX && utf8_valid(text, n))
        return text;
    lua_pushnil(L);
    lua_pushfstring(L, "%s过长，或不是 UTF-8 文字", what);
    return NULL;
}

/* host.domain(text) → ascii, unicode, or nil and the reason. */
static int
host_domain(lua_State *L)
{
    struct fault f = {0};
    const char *ascii, *unicode, *text = check_address(L, "域名");

    if (text == NULL)
        return 2;
    if (model_domain(scratch(L), text, &ascii, &unicode, &f)) {
        lua_pushnil(L);
        lua_pushstring(L, f.text);
        return 2;
    }

    lua_pushstring(L, ascii);
    lua_pushstring(L, unicode);
    return 2;
}

/* host.url(text) → host (in its ASCII form), port, what follows; or nil and the reason. */
static int
host_url(lua_State *L)
{
    struct fault f = {0};
    struct url url;
    const char *text = check_address(L, "网址");

    if (text == NULL)
        return 2;
    if (url_read(scratch(L), text, &url, &f)) {
        lua_pushnil(L);
        lua_pushstring(L, f.text);
        return 2;
    }

    lua_pushstring(L, url.host);
    lua_pushinteger(L, url.port);
    lua_pushstring(L, url.rest);
    return 3;
}

void
host_open_writing(lua_State *L)
{
    static const luaL_Reg lib[] = {{"blank", host_blank},
                                   {"writing", host_writing},
                                   {"domain", host_domain},
                                   {"url", host_url},
                                   {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);
}
