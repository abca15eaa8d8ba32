/*
 * host.match and host.capture: PCRE2 with limits, for Lua's own patterns can neither be interrupted
 * nor bounded.
 *
 * What a match costs is measured, not guessed: every pattern is compiled with PCRE2_AUTO_CALLOUT,
 * and before each item that it tries PCRE2 calls us, who count the item and the text that was
 * passed since. PCRE2's own match limit would not do: it begins anew at every place where a match
 * may begin, and knows nothing of how far a single step runs.
 */
#include "judge/vm/table.h"
#include "judge/wall/opening.h"
#include "judge/wall/wall.h"

#define PATTERN_MAX 2000
#define SUBJECT_MAX (1u << 20)
#define PATTERNS_KEPT 256
#define GROUPS_MAX 32
#define MATCH_OPS 400000 /* of one match: more is a pattern to be written better */
#define ITEM_OPS 2
#define PASSED_AN_OP 16 /* bytes of text */
#define LOOKED_AN_OP 64 /* … in which one word was looked for */

static const char cache_key;               /* registry: pattern → compiled; emptied when full */
static const char code_key;                /* registry: the metatable of compiled patterns */
static const char valid_keys[JUDGE_VALID]; /* registry: the texts at judge.valid */

struct pattern {
    pcre2_code *code;
    size_t
        unseen; /* bytes that an item may pass over and then fail, so that we do not hear of them */
    int64_t question; /* in which it was last met */
    bool has_opening;
    struct opening opening[]; /* one; none where it is not known how a match begins */
};

struct meter {
    int64_t left, item_ops;
    size_t at;
};

/* PCRE2 is about to try an item. Negative: it gives up with that. */
static int
meter_item(pcre2_callout_block *b, void *data)
{
    struct meter *m = data;
    m->left -=
        m->item_ops +
        (b->current_position > m->at ? (int64_t)((b->current_position - m->at) / PASSED_AN_OP) : 0);
    m->at = b->current_position;
    return m->left < 0 ? PCRE2_ERROR_MATCHLIMIT : 0;
}

bool
host_regex_start(struct judge *j)
{
    j->match = pcre2_match_context_create(NULL);
    j->groups = pcre2_match_data_create(GROUPS_MAX, NULL);
    if (!j->match || !j->groups)
        return false;
    pcre2_set_depth_limit(j->match, 2000);
    pcre2_set_heap_limit(j->match, 4096); /* KiB */
    return true;
}

static int
code_gc(lua_State *L)
{
    struct pattern *p = lua_touserdata(L, 1);
    pcre2_code_free(p->code);
    p->code = NULL;
    return 0;
}

/* Bytes that a counted repeat, a reference back or a look behind may read before it fails. */
static size_t
regex_unseen(const pcre2_code *code, const char *pattern, size_t n)
{
    uint32_t behind = 0, back = 0;
    size_t most = 0, number = 0;

    pcre2_pattern_info(code, PCRE2_INFO_BACKREFMAX, &back);
    pcre2_pattern_info(code, PCRE2_INFO_MAXLOOKBEHIND, &behind);
    for (size_t i = 0; i < n; i++) {
        number = pattern[i] >= '0' && pattern[i] <= '9' && number < SUBJECT_MAX
                     ? number * 10 + (size_t)(pattern[i] - '0')
                     : 0;
        most = number > most ? number : most;
    }
    return back ? SUBJECT_MAX : behind > most ? behind : most;
}

/*
 * $ is the very end, not before a last newline; \d, \w and \s are ASCII, so that full-width digits
 * pass no check by accident; \C, which could split a character, is off.
 */
static struct pattern *
regex_compile(lua_State *L, const char *pattern, size_t n)
{
    static const uint32_t options =
        PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY | PCRE2_AUTO_CALLOUT;
    char words[160];
    int problem;

    PCRE2_SIZE at;
    struct opening opening;
    opening_read(pattern, n, &opening);
    struct pattern *p = lua_newuserdatauv(L, sizeof *p + (opening.n > 0 ? sizeof opening : 0), 0);
    *p = (struct pattern){.has_opening = opening.n > 0};
    if (p->has_opening)
        p->opening[0] = opening;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &code_key);
    lua_setmetatable(L, -2);
    p->code = pcre2_compile((PCRE2_SPTR)pattern, n, options, &problem, &at, NULL);

    if (!p->code) {
        pcre2_get_error_message(problem, (PCRE2_UCHAR *)words, sizeof words);
        luaL_error(L, "正则表达式有误（第 %d 字节）：%s", (int)at, words);
    }

    uint32_t groups = 0;
    pcre2_pattern_info(p->code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups >= GROUPS_MAX)
        luaL_error(L, "正则表达式的分组超过 %d 个", GROUPS_MAX - 1);
    p->unseen = regex_unseen(p->code, pattern, n);

    return p;
}

static void
regex_forget(lua_State *L, struct judge *j)
{
    lua_createtable(L, 0, 16);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &cache_key);
    j->patterns = 0;
}

/*
 * A pattern that a question meets for the first time is charged as a compilation, whether it was
 * kept from an earlier question or not: what a question costs is its own. So the cache is emptied
 * only where a question begins, or has met as many as are kept.
 */
static void
regex_meet(lua_State *L, struct pattern *p, size_t n)
{
    struct judge *j = judge_of(L);
    size_t size = 0;

    if (p->question == j->question)
        return;
    p->question = j->question;
    if (++j->fresh == PATTERNS_KEPT) {
        j->question++;
        j->fresh = 0;
    }

    pcre2_pattern_info(p->code, PCRE2_INFO_SIZE, &size);
    judge_charge(L, 100 + 4 * n + size / 8);
}

/* Leaves the compiled pattern on the stack, so that it lives as long as it is used. */
static struct pattern *
regex_get(lua_State *L, int at)
{
    struct judge *j = judge_of(L);
    size_t n;

    if (lua_type(L, at) != LUA_TSTRING)
        luaL_error(L, "正则表达式应是文字，不能是 %s", luaL_typename(L, at));
    const char *pattern = lua_tolstring(L, at, &n);
    if (n > PATTERN_MAX)
        luaL_error(L, "正则表达式超过 %d 字节", PATTERN_MAX);
    if (j->cleared != j->question && j->patterns > PATTERNS_KEPT)
        regex_forget(L, j);
    j->cleared = j->question;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cache_key);
    lua_pushvalue(L, at);

    if (lua_rawget(L, -2) == LUA_TUSERDATA) {
        regex_meet(L, lua_touserdata(L, -1), n);
        return lua_touserdata(L, -1);
    }

    lua_pop(L, 2);
    judge_charge(L, 4 * n); /* one that does not compile is charged as well */
    struct pattern *p = regex_compile(L, pattern, n);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &cache_key);
    lua_pushvalue(L, at);
    lua_pushvalue(L, -3);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    j->patterns++;
    regex_meet(L, p, n);

    return p;
}

/* The text that is looked through. */
struct subject {
    const char *text;
    size_t n;
    const uint64_t
        *holds; /* the bits of its characters; NULL: it is no UTF-8, and PCRE2 says why */
};

/*
 * A few texts are often asked about many times: those looked through last are kept in the registry,
 * so that no other lies at the address of one of them.
 */
static const uint64_t *
bits_of_valid(lua_State *L, int index, const char *text, size_t n)
{
    struct judge *j = judge_of(L);

    for (size_t i = 0; i < LEN(j->valid); i++)
        if (j->valid[i].text == text)
            return j->valid[i].holds;
    if (!utf8_valid(text, n))
        return NULL;
    unsigned at = j->valid_next++ % LEN(j->valid);
    lua_pushvalue(L, index);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &valid_keys[at]);
    j->valid[at].text = text;
    opening_bits(text, n, j->valid[at].holds);
    return j->valid[at].holds;
}

static struct subject
subject_of(lua_State *L, int index)
{
    struct subject s;

    if (lua_type(L, index) != LUA_TSTRING)
        luaL_error(L, "被匹配的应是文字，不能是 %s",
                   judge_is_proxy(L, index) ? "table" : luaL_typename(L, index));
    s.text = lua_tolstring(L, index, &s.n);
    if (s.n > SUBJECT_MAX)
        luaL_error(L, "被匹配的文字超过 1 MiB");
    s.holds = bits_of_valid(L, index, s.text, s.n);
    return s;
}

/* Charged as if the words were looked for one after the other. */
static bool
may_match(lua_State *L, const struct pattern *p, const struct subject *s)
{
    if (!p->has_opening || s->holds == NULL)
        return true;
    judge_charge(L, (size_t)p->opening->n * s->n / LOOKED_AN_OP);
    return opening_is_in(p->opening, s->text, s->n, s->holds);
}

/* Tries the pattern at index, and leaves it compiled on the stack. false: no match. */
static bool
regex_run(lua_State *L, int index, const struct subject *s)
{
    struct judge *j = judge_of(L);
    char words[160];

    struct pattern *p = regex_get(L, index);
    judge_charge(L, 10 + s->n / 8);
    if (!may_match(L, p, s))
        return false;
    int64_t most = j->left < MATCH_OPS ? j->left : MATCH_OPS;
    struct meter m = {.left = most,
                      .item_ops = ITEM_OPS +
                                  (int64_t)((p->unseen < s->n ? p->unseen : s->n) / PASSED_AN_OP)};
    pcre2_set_callout(j->match, meter_item, &m);
    int got = pcre2_match(p->code, (PCRE2_SPTR)s->text, s->n, 0,
                          s->holds != NULL ? PCRE2_NO_UTF_CHECK : 0, j->groups, j->match);
    judge_charge(L, (size_t)(most - m.left));

    if (got == PCRE2_ERROR_NOMATCH)
        return false;
    if (got == PCRE2_ERROR_MATCHLIMIT || got == PCRE2_ERROR_DEPTHLIMIT ||
        got == PCRE2_ERROR_HEAPLIMIT)
        luaL_error(L, "正则表达式匹配的步数超过上限，请改写：%s", lua_tostring(L, index));

    if (got < 0) {
        pcre2_get_error_message(got, (PCRE2_UCHAR *)words, sizeof words);
        luaL_error(L, "正则表达式无法匹配：%s", words);
    }
    return true;
}

/* The groups of the match, of the compiled pattern on top, in its place. */
static void
push_groups(lua_State *L, const struct subject *s)
{
    struct judge *j = judge_of(L);
    uint32_t groups = 0;

    pcre2_pattern_info(((struct pattern *)lua_touserdata(L, -1))->code, PCRE2_INFO_CAPTURECOUNT,
                       &groups);
    judge_charge(L, 4 * groups);
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(j->groups);
    lua_createtable(L, (int)groups, 0);
    judge_set_mark(L, -1, MARK_ARRAY);

    for (uint32_t i = groups ? 1 : 0; i <= groups; i++) {
        PCRE2_SIZE from = at[2 * i], to = at[2 * i + 1];
        if (from == PCRE2_UNSET || to < from)
            lua_pushboolean(L, 0);
        else
            lua_pushlstring(L, s->text + from, to - from);
        lua_rawseti(L, -2, groups ? i : 1);
    }
}

static int
host_match(lua_State *L)
{
    lua_settop(L, 2);
    struct subject s = subject_of(L, 2);
    lua_pushboolean(L, regex_run(L, 1, &s));
    return 1;
}

/* An array of the groups, false for one that took no part; of the whole match when there are no
 * groups; nil when nothing matches. */
static int
host_capture(lua_State *L)
{
    lua_settop(L, 2);
    struct subject s = subject_of(L, 2);

    if (!regex_run(L, 1, &s))
        return 0;
    push_groups(L, &s);
    return 1;
}

/* captures(patterns, text): of each pattern of an array that matches, in their order, what capture
 * gives. */
static int
host_captures(lua_State *L)
{
    lua_Integer found = 0;

    lua_settop(L, 2);
    if (lua_type(L, 1) != LUA_TTABLE)
        luaL_error(L, "第一个参数应是正则表达式的数组，不能是 %s", luaL_typename(L, 1));
    struct subject s = subject_of(L, 2);
    lua_createtable(L, 0, 0);
    judge_set_mark(L, 3, MARK_ARRAY);

    for (lua_Integer i = 1; lua_rawgeti(L, 1, i) != LUA_TNIL; i++) {
        if (regex_run(L, 4, &s)) {
            push_groups(L, &s);
            lua_rawseti(L, 3, ++found);
        }
        lua_settop(L, 3);
    }

    lua_settop(L, 3);
    return 1;
}

void
host_open_regex(lua_State *L)
{
    static const luaL_Reg lib[] = {{"match", host_match},
                                   {"capture", host_capture},
                                   {"captures", host_captures},
                                   {NULL, NULL}};
    luaL_setfuncs(L, lib, 0);
    lua_createtable(L, 0, 16);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &cache_key);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, code_gc);
    lua_setfield(L, -2, "__gc");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &code_key);
}
