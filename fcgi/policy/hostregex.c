/* host.match and host.capture: PCRE2 with limits, for Lua's own patterns can neither be interrupted nor bounded. */
#include "policy/judge.h"

#define PATTERN_MAX 2000
#define SUBJECT_MAX (1u << 20)
#define PATTERNS_KEPT 256
#define GROUPS_MAX 32

static const char cache_key; /* registry: pattern → compiled; emptied when full */
static const char code_key;  /* registry: the metatable of compiled patterns */

bool
host_regex_start(struct judge *j)
{
    j->match = pcre2_match_context_create(NULL);
    j->groups = pcre2_match_data_create(GROUPS_MAX, NULL);
    if (!j->match || !j->groups)
        return false;
    pcre2_set_match_limit(j->match, 200000);
    pcre2_set_depth_limit(j->match, 2000);
    pcre2_set_heap_limit(j->match, 4096); /* KiB */
    return true;
}

static int
code_gc(lua_State *L)
{
    pcre2_code **code = lua_touserdata(L, 1);
    pcre2_code_free(*code);
    *code = NULL;
    return 0;
}

/*
 * $ is the very end, not before a last newline; \d, \w and \s are ASCII, so that full-width digits pass no check by accident; \C,
 * which could split a character, is off.
 */
static pcre2_code *
regex_compile(lua_State *L, const char *pattern, size_t n)
{
    char words[160];
    int problem;
    PCRE2_SIZE at;
    pcre2_code **code = lua_newuserdatauv(L, sizeof *code, 0);
    *code = NULL;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &code_key);
    lua_setmetatable(L, -2);
    *code = pcre2_compile((PCRE2_SPTR)pattern, n, PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY, &problem, &at, NULL);
    if (!*code) {
        pcre2_get_error_message(problem, (PCRE2_UCHAR *)words, sizeof words);
        luaL_error(L, "正则表达式有误（第 %d 字节）：%s", (int)at, words);
    }
    uint32_t groups = 0;
    pcre2_pattern_info(*code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups >= GROUPS_MAX)
        luaL_error(L, "正则表达式的分组超过 %d 个", GROUPS_MAX - 1);
    return *code;
}

/* Leaves the compiled pattern on the stack, so that it lives as long as it is used. */
static pcre2_code *
regex_get(lua_State *L)
{
    struct judge *j = judge_of(L);
    size_t n;
    if (lua_type(L, 1) != LUA_TSTRING)
        luaL_error(L, "正则表达式应是文字，不能是 %s", luaL_typename(L, 1));
    const char *pattern = lua_tolstring(L, 1, &n);
    if (n > PATTERN_MAX)
        luaL_error(L, "正则表达式超过 %d 字节", PATTERN_MAX);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cache_key);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, -2) == LUA_TUSERDATA)
        return *(pcre2_code **)lua_touserdata(L, -1);
    lua_pop(L, 2);
    if (j->patterns == PATTERNS_KEPT) {
        lua_createtable(L, 0, 16);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &cache_key);
        j->patterns = 0;
    }
    pcre2_code *code = regex_compile(L, pattern, n);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cache_key);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -3);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    j->patterns++;
    return code;
}

/* false: no match. */
static bool
regex_run(lua_State *L, const char **text)
{
    struct judge *j = judge_of(L);
    char words[160];
    size_t n;
    lua_settop(L, 2);
    pcre2_code *code = regex_get(L);
    if (lua_type(L, 2) != LUA_TSTRING)
        luaL_error(L, "被匹配的应是文字，不能是 %s", judge_is_proxy(L, 2) ? "table" : luaL_typename(L, 2));
    *text = lua_tolstring(L, 2, &n);
    if (n > SUBJECT_MAX)
        luaL_error(L, "被匹配的文字超过 1 MiB");
    judge_charge(L, 20 + n / 4); /* whether the pattern was kept or not: what a question costs is its own */
    int got = pcre2_match(code, (PCRE2_SPTR)*text, n, 0, 0, j->groups, j->match);
    if (got == PCRE2_ERROR_NOMATCH)
        return false;
    if (got == PCRE2_ERROR_MATCHLIMIT || got == PCRE2_ERROR_DEPTHLIMIT || got == PCRE2_ERROR_HEAPLIMIT)
        luaL_error(L, "正则表达式匹配的步数超过上限，请改写：%s", lua_tostring(L, 1));
    if (got < 0) {
        pcre2_get_error_message(got, (PCRE2_UCHAR *)words, sizeof words);
        luaL_error(L, "正则表达式无法匹配：%s", words);
    }
    return true;
}

static int
host_match(lua_State *L)
{
    const char *text;
    lua_pushboolean(L, regex_run(L, &text));
    return 1;
}

/* An array of the groups, false for one that took no part; of the whole match when there are no groups; nil when nothing matches. */
static int
host_capture(lua_State *L)
{
    const char *text;
    if (!regex_run(L, &text))
        return 0;
    struct judge *j = judge_of(L);
    uint32_t groups = 0;
    pcre2_pattern_info(*(pcre2_code **)lua_touserdata(L, -1), PCRE2_INFO_CAPTURECOUNT, &groups);
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(j->groups);
    lua_createtable(L, (int)groups, 0);
    judge_set_mark(L, -1, MARK_ARRAY);
    for (uint32_t i = groups ? 1 : 0; i <= groups; i++) {
        PCRE2_SIZE from = at[2 * i], to = at[2 * i + 1];
        if (from == PCRE2_UNSET || to < from)
            lua_pushboolean(L, 0);
        else
            lua_pushlstring(L, text + from, to - from);
        lua_rawseti(L, -2, groups ? i : 1);
    }
    return 1;
}

void
host_open_regex(lua_State *L)
{
    static const luaL_Reg lib[] = {{"match", host_match}, {"capture", host_capture}, {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);
    lua_createtable(L, 0, 16);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &cache_key);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, code_gc);
    lua_setfield(L, -2, "__gc");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &code_key);
}
