#include "judge/ask.h"

#include <string.h>

#include "judge/engine.h"
#include "judge/vm/json.h"
#include "judge/vm/source.h"
#include "judge/vm/syntax.h"
#include "judge/vm/table.h"
#include "judge/wall/wall.h"
#include "model/model.h"

#define ANSWER_MAX (1u << 20)
#define MANIFEST_MAX (8u << 20)
#define FINDINGS_MAX 1000
#define LOAD_FACTOR 50    /* loading a set or running its cases may take this many budgets */
#define YOUNG_PERCENT 10  /* of what a set keeps: so much is made until the young are collected */
#define GROWN_PERCENT 100 /* … and all of it, when it has grown by that */

static const char engine_key;  /* registry: what init.lua returned */
static const char modules_key; /* registry: name → value of an engine file */

static const char *const verbs[WIRE_VERB__MAX] = {"judge", "again",  "publish",      "number",
                                                  "days",  "fields", "questionnaire"};

/* ---- inside the protected call --------------------------------------------------------------- */

/* An entry's question; it lives on the C stack of whoever makes the protected call. */
struct call {
    const char *verb;
    const char *text; /* JSON */
    size_t n;
    const char *before; /* JSON: of the times that it was asked before; NULL: never */
    size_t before_n;
    bool is_judgement; /* its answer says by what and on what it was made */
    struct wire_outcome *outcome;
    bool stops_early; /* of running cases: at the first that fails */
};

/* host.engine(name): runs engine/NAME.lua once. */
static int
host_engine(lua_State *L)
{
    size_t n;
    const char *name = luaL_checkstring(L, 1), *text = engine_text(name, &n);

    if (!text)
        luaL_error(L, "no engine file %s", name);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key);
    if (lua_getfield(L, -1, name) != LUA_TNIL)
        return 1;

    lua_pop(L, 1);
    lua_pushfstring(L, "@engine/%s.lua", name);
    if (luaL_loadbufferx(L, text, n, lua_tostring(L, -1), "t") != LUA_OK)
        lua_error(L);
    lua_call(L, 0, 1);
    lua_pushvalue(L, -1);
    lua_setfield(L, 2, name);

    return 1;
}

/* The engine may use Lua's own libraries, without what could break the wall from inside. Protected
 * calls go through host.protect. */
static void
open_libraries(lua_State *L)
{
    static const luaL_Reg libs[] = {{LUA_GNAME, luaopen_base},
                                    {LUA_TABLIBNAME, luaopen_table},
                                    {LUA_STRLIBNAME, luaopen_string},
                                    {LUA_MATHLIBNAME, luaopen_math},
                                    {LUA_UTF8LIBNAME, luaopen_utf8}};
    static const char *const gone[] = {"dofile", "loadfile",       "load",  "pcall",
                                       "xpcall", "collectgarbage", "print", "warn"};
    for (size_t i = 0; i < LEN(libs); i++) {
        luaL_requiref(L, libs[i].name, libs[i].func, 1);
        lua_pop(L, 1);
    }

    for (size_t i = 0; i < LEN(gone); i++) {
        lua_pushnil(L);
        lua_setglobal(L, gone[i]);
    }

    lua_getglobal(L, LUA_MATHLIBNAME);
    lua_pushnil(L);
    lua_setfield(L, -2, "random");
    lua_pushnil(L);
    lua_setfield(L, -2, "randomseed");
    lua_pop(L, 1);
}

static void
set_text(lua_State *L, const char *name, const char *text)
{
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

/* Roles of the core's own: those of reviewers are declared by the rules, under other names. */
static void
push_roles(lua_State *L)
{
    lua_createtable(L, ROLE__N, 0);
    for (int i = 0, n = 0; i < ROLE__N; i++) {
        if (1 << i & ROLE_REVIEWER)
            continue;
        lua_pushstring(L, role_name(1U << i));
        lua_rawseti(L, -2, ++n);
    }
}

/* Media types that an upload can have. */
static void
push_media(lua_State *L)
{
    lua_createtable(L, FILE__MAX, 0);
    for (int t = FILE_UNKNOWN + 1, n = 0; t < FILE__MAX; t++) {
        lua_pushstring(L, file_media_type((enum file_type)t));
        lua_rawseti(L, -2, ++n);
    }
}

/* What a registration carries: a list of { name, max }. */
static void
push_account(lua_State *L)
{
    lua_createtable(L, 8, 0);
    for (int i = 0; registration_members[i].name != NULL; i++) {
        lua_createtable(L, 0, 2);
        lua_pushstring(L, registration_members[i].name);
        lua_setfield(L, -2, "name");
        lua_pushinteger(L, registration_members[i].max);
        lua_setfield(L, -2, "max");
        lua_rawseti(L, -2, i + 1);
    }
}

/* The columns of the register with the most characters of each, and which of them are codes. */
#define PUSH_MOST(name, title, most)                                                               \
    lua_pushinteger(L, most);                                                                      \
    lua_setfield(L, -2, #name);
#define PUSH_TITLE(name, title)                                                                    \
    lua_pushliteral(L, title);                                                                     \
    lua_setfield(L, -2, #name);
static void
push_entry(lua_State *L)
{
    lua_createtable(L, 0, 8);
    ENTRY_PUBLISHED(PUSH_MOST)
    lua_setfield(L, -2, "entry");
    lua_createtable(L, 0, 4);
    ENTRY_CODES(PUSH_TITLE)
    lua_setfield(L, -2, "entry_codes");
}

/* What no rule set exceeds: by name, and the days between which dates lie. */
static void
push_ceilings(lua_State *L)
{
    lua_createtable(L, 0, CEILING__N + 2);
    for (enum ceiling c = 0; c < CEILING__N; c++) {
        lua_createtable(L, 0, 2);
        lua_pushinteger(L, ceiling_most(c));
        lua_setfield(L, -2, "most");
        lua_pushstring(L, ceiling_title(c));
        lua_setfield(L, -2, "title");
        lua_setfield(L, -2, ceiling_name(c));
    }
    set_text(L, "date_earliest", DATE_EARLIEST);
    set_text(L, "date_latest", DATE_LATEST);
}

static int
enter_start(lua_State *L)
{
    static void (*const parts[])(lua_State *) = {
        host_open_freeze, host_open_walk, host_open_code,   host_open_number, host_open_writing,
        host_open_table,  host_open_view, host_open_string, host_open_regex,  host_open_form,
        host_open_seal,   host_open_law,  host_open_reach};

    judge_learn_blocks(L);
    open_libraries(L);
    lua_createtable(L, 0, 48);
    for (size_t i = 0; i < LEN(parts); i++)
        parts[i](L);
    lua_pushcfunction(L, host_engine);
    lua_setfield(L, -2, "engine");
    lua_pushinteger(L, RULEKIT_API);
    lua_setfield(L, -2, "api");
    push_roles(L);
    lua_setfield(L, -2, "roles");
    push_media(L);
    lua_setfield(L, -2, "media");
    push_account(L);
    lua_setfield(L, -2, "account");
    push_entry(L);
    push_ceilings(L);
    lua_setfield(L, -2, "ceilings");
    lua_setglobal(L, "host");
    lua_createtable(L, 0, 16);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &modules_key);
    lua_pushcfunction(L, host_engine);
    lua_pushliteral(L, "init");
    lua_call(L, 1, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &engine_key);

    return 0;
}

static void
push_engine(lua_State *L, const char *function)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &engine_key);
    lua_getfield(L, -1, function);
    lua_remove(L, -2);
}

static int
enter_load(lua_State *L)
{
    struct call *c = lua_touserdata(L, 1);
    push_engine(L, "load");
    judge_read_json(L, c->text, c->n);
    lua_call(L, 1, 1);
    judge_write_json(L, -1, 0);
    return 0;
}

static int
enter_syntax(lua_State *L)
{
    struct call *c = lua_touserdata(L, 1);
    judge_read_json(L, c->text, c->n);
    syntax_faults(L);
    judge_write_json(L, -1, 0);
    return 0;
}

static int
enter_faults(lua_State *L)
{
    struct call *c = lua_touserdata(L, 1);
    push_engine(L, "faults");
    judge_read_json(L, c->text, c->n);
    lua_call(L, 1, 1);
    judge_write_json(L, -1, 0);
    return 0;
}

static int
enter_test(lua_State *L)
{
    struct call *c = lua_touserdata(L, 1);
    push_engine(L, "test");
    lua_pushboolean(L, c->stops_early);
    lua_call(L, 1, 1);
    judge_write_json(L, -1, 0);
    return 0;
}

static void
check_findings(lua_State *L)
{
    lua_getfield(L, -1, "findings");
    if (!judge_open_table(L, -1))
        luaL_error(L, "规则的答复没有 findings");
    if (lua_rawlen(L, -1) > FINDINGS_MAX)
        luaL_error(L, "规则的意见超过 %d 条", FINDINGS_MAX);
    lua_pop(L, 2);
}

/* Facts whose text is not canonical are hashed by a tree of them. */
static void
hash_canonical(struct judge *j, const char *text, size_t n, char hash[SHA256_TEXT])
{
    json_t *facts;
    if (json_read(j->arena, text, n, &facts, NULL) == OK) {
        text = json_canonical(j->arena, facts);
        n = strlen(text);
    }
    sha256_hex(text, n, hash);
}

/* In the answer on top, the text of its outcome gives way to the hash of that. */
static void
hash_outcome(lua_State *L, char hash[SHA256_TEXT])
{
    size_t n;
    lua_getfield(L, -1, "outcome");
    const char *text = luaL_checklstring(L, -1, &n);
    sha256_hex(text, n, hash);
    lua_pop(L, 1);
    lua_pushnil(L);
    lua_setfield(L, -2, "outcome");
}

static char
verdict_letter(const char *verdict)
{
    return strcmp(verdict, "acceptable") == 0       ? WIRE_ACCEPTABLE
           : strcmp(verdict, "not_acceptable") == 0 ? WIRE_NOT_ACCEPTABLE
                                                    : WIRE_NEEDS_HUMAN;
}

/* Pushes the facts, which must be an object; returns whether their text is canonical. */
static bool
push_facts(lua_State *L, const struct call *c)
{
    struct judge *j = judge_of(L);
    bool is_canonical = judge_read_json(L, c->text, c->n);
    if (lua_type(L, -1) != LUA_TTABLE || judge_mark(L, -1) != MARK_NONE) {
        fail(&j->input, ERR_INPUT, "json_malformed", "", "交给规则判断的材料应是一个对象");
        luaL_error(L, "%s", j->input.text);
    }
    return is_canonical;
}

static int
enter_ask(lua_State *L)
{
    struct call *c = lua_touserdata(L, 1);
    struct judge *j = judge_of(L);
    char hash[SHA256_TEXT];

    push_engine(L, "ask");
    lua_pushstring(L, c->verb);
    bool is_canonical = push_facts(L, c);
    if (c->before)
        judge_read_json(L, c->before, c->before_n);
    else
        lua_pushnil(L);
    /* The facts' own texts are free. Where nothing protected stands around a rule's function, the
     * price is on from here. */
    j->is_priced = !c->is_judgement;
    lua_call(L, 3, 1);
    if (lua_type(L, -1) != LUA_TTABLE)
        luaL_error(L, "规则没有给出答复");

    if (c->is_judgement) {
        check_findings(L);
        hash_outcome(L, hash);
        set_text(L, "outcome_hash", hash);
        if (is_canonical)
            sha256_hex(c->text, c->n, hash);
        else
            hash_canonical(j, c->text, c->n, hash);
        set_text(L, "facts_hash", hash);
        set_text(L, "rule_set", j->rule_set);
        set_text(L, "engine", rulekit_engine());
    }

    judge_write_json(L, -1, 0);
    return 0;
}

/* A judgement of which only the outcome is wanted. */
static int
enter_outcome(lua_State *L)
{
    struct call *c = lua_touserdata(L, 1);

    push_engine(L, "ask");
    lua_pushstring(L, c->verb);
    push_facts(L, c);
    lua_call(L, 2, 1);
    if (lua_type(L, -1) != LUA_TTABLE)
        luaL_error(L, "规则没有给出答复");
    lua_getfield(L, -1, "verdict");
    c->outcome->what = verdict_letter(luaL_checkstring(L, -1));
    lua_pop(L, 1);
    hash_outcome(L, c->outcome->hash);
    return 0;
}

/* ---- around it ------------------------------------------------------------------------------- */

/* In words, for the sentence that says what it did. */
static const char *
judge_at_work(const struct judge *j)
{
    return j->at ? arena_printf(j->arena, "规则 %s ", j->at) : "规则";
}

/* The one way into Lua. Pushes nothing that needs memory before the call is protected. */
static enum err
judge_enter(struct judge *j, lua_CFunction entry, struct call *c, int64_t ops, size_t most,
            struct fault *f)
{
    lua_State *L = j->L;

    j->out.n = 0;
    j->out.max = most;
    j->input.err = OK;
    judge_arm(j, ops);
    lua_pushcfunction(L, judge_on_error);
    lua_pushcfunction(L, entry);
    lua_pushlightuserdata(L, c);
    int status = lua_pcall(L, 1, 0, 1);
    lua_settop(L, 0);

    if (status == LUA_OK && !j->stuck)
        return OK;
    if (j->stuck == JUDGE_NO_BUDGET)
        return fail(f, ERR_RULE, "rule_budget", j->spent_where, "%s执行的步数超过上限，已被中止",
                    judge_at_work(j));
    if (j->stuck == JUDGE_NO_MEMORY || status == LUA_ERRMEM)
        return fail(f, ERR_RULE, "rule_memory", "", "%s占用的内存超过上限，已被中止",
                    judge_at_work(j));
    if (status != LUA_ERRRUN)
        return fail(f, ERR_RULE, "rule_error", "", "规则的错误处理又出错，多半是调用层次太深");
    *f = j->input.err ? j->input : j->caught;

    return f->err;
}

/* The answer, when it was not made in Lua. */
static void
judge_say(struct judge *j, const char *p, size_t n)
{
    if (n > j->out.cap) {
        j->out.p = must_realloc(j->out.p, n);
        j->out.cap = n;
    }
    if (n > 0)
        memcpy(j->out.p, p, n);
    j->out.n = n;
}

static int64_t
judge_load_ops(const struct judge *j)
{
    return j->budget_ops < INT64_MAX / LOAD_FACTOR ? j->budget_ops * LOAD_FACTOR : INT64_MAX;
}

/* A state with the engine in it, under the limits that come first; *c is what comes after them. */
static enum err
judge_begin(struct judge *j, const char *data, size_t n, struct call *c, struct fault *f)
{
    struct wire_load load;

    if (j->L || n < sizeof load)
        return fail(f, ERR_RULE, "rule_error", "", "装入规则集的请求不完整");
    *c = (struct call){.text = data + sizeof load, .n = n - sizeof load};
    memcpy(&load, data, sizeof load);
    memcpy(j->rule_set, load.rule_set, sizeof j->rule_set);
    j->rule_set[sizeof j->rule_set - 1] = 0;
    j->budget_ops = load.budget_ops;
    j->memory_limit = load.memory_bytes;

    if (!(j->L = lua_newstate(judge_alloc, j)))
        return fail(f, ERR_RULE, "rule_memory", "", "规则占用的内存超过上限，已被中止");
    *(struct judge **)lua_getextraspace(j->L) = j;
    j->is_loading = true;
    return judge_enter(j, enter_start, c, INT64_MAX, 0, f);
}

static enum err
judge_load(struct judge *j, const char *data, size_t n, struct fault *f)
{
    struct call c;
    enum err err = judge_begin(j, data, n, &c, f);

    if (!j->L)
        return err;
    if (!err)
        err = judge_enter(j, enter_load, &c, judge_load_ops(j), MANIFEST_MAX, f);
    j->is_loading = false;
    source_forget(j);
    judge_keep_width(j);
    /* The declarations stay, and nearly all that a question makes is over with it: only what is
     * young is looked through, and the next question finds its places still warm. */
    lua_gc(j->L, LUA_GCGEN, YOUNG_PERCENT, GROWN_PERCENT);

    return err;
}

static enum err
judge_syntax(struct judge *j, bool is_whole, const char *data, size_t n, struct fault *f)
{
    struct call c;
    enum err err = judge_begin(j, data, n, &c, f);

    if (!err)
        err = judge_enter(j, enter_syntax, &c, judge_load_ops(j), MANIFEST_MAX, f);
    if (!err && is_whole && j->out.n == strlen("[]"))
        err = judge_enter(j, enter_faults, &c, judge_load_ops(j), MANIFEST_MAX, f);
    j->is_loading = false;
    source_forget(j);
    return err;
}

/* What stands before the facts of a question that is asked again. */
static bool
take_before(struct call *c)
{
    size_t n = c->n >= 4 ? wire_number((const unsigned char *)c->text) : SIZE_MAX;

    if (c->n < 4 || n > c->n - 4)
        return false;
    c->before = c->text + 4;
    c->before_n = n;
    c->text += 4 + n;
    c->n -= 4 + n;
    return true;
}

static enum err
judge_ask(struct judge *j, const char *data, size_t n, struct fault *f)
{
    if (!j->L || n < 1 || (unsigned char)data[0] >= WIRE_VERB__MAX)
        return fail(f, ERR_RULE, "rule_error", "", "不认识的问题");
    struct call c = {.verb = verbs[(unsigned char)data[0]],
                     .text = data + 1,
                     .n = n - 1,
                     .is_judgement = data[0] == WIRE_JUDGE || data[0] == WIRE_AGAIN};
    if (data[0] == WIRE_AGAIN && !take_before(&c))
        return fail(f, ERR_RULE, "rule_error", "", "再问的问题不完整");

    j->is_telling = c.before != NULL;
    enum err err = judge_enter(j, enter_ask, &c, j->budget_ops, ANSWER_MAX, f);
    j->is_telling = false;
    return err;
}

static void
judge_outcome(struct judge *j, struct call *c)
{
    static const struct wire_outcome none = {.what = WIRE_NO_ANSWER};
    struct fault f;

    *c->outcome = none;
    if (judge_enter(j, enter_outcome, c, j->budget_ops, 0, &f))
        *c->outcome = none;
}

/* One outcome a question, in order, into out. Each question has its own budget. */
static enum err
judge_batch(struct judge *j, const char *data, size_t n, struct fault *f)
{
    const char *end = data + n;
    struct buf all = BUF(j->arena);

    if (!j->L)
        return fail(f, ERR_RULE, "rule_error", "", "不认识的问题");
    while (data < end && !j->stuck) {
        struct wire_outcome outcome;
        struct call c = {.verb = "outcome", .outcome = &outcome};
        size_t size = end - data >= 4 ? wire_number((const unsigned char *)data) : n;
        if (size > (size_t)(end - data) - 4)
            return fail(f, ERR_RULE, "rule_error", "", "成批的问题不完整");

        c.text = data + 4;
        c.n = size;
        data += 4 + size;
        judge_outcome(j, &c);
        buf_add(&all, (const char *)&outcome, sizeof outcome);
    }

    judge_say(j, all.p, all.n);
    return OK;
}

static enum err
judge_test(struct judge *j, size_t n, struct fault *f)
{
    struct call c = {.stops_early = n > 0};
    if (!j->L)
        return fail(f, ERR_RULE, "rule_error", "", "尚未装入规则集");
    j->is_testing = !c.stops_early;
    enum err err = judge_enter(j, enter_test, &c, judge_load_ops(j), MANIFEST_MAX, f);
    j->is_testing = false;
    return err;
}

enum err
judge_answer(struct judge *j, enum wire_type type, const char *data, size_t n, struct fault *f)
{
    switch (type) {
    case WIRE_LOAD:
        return judge_load(j, data, n, f);
    case WIRE_SYNTAX:
    case WIRE_FAULTS:
        return judge_syntax(j, type == WIRE_FAULTS, data, n, f);
    case WIRE_ASK:
        return judge_ask(j, data, n, f);
    case WIRE_BATCH:
        return judge_batch(j, data, n, f);
    case WIRE_TEST:
        return judge_test(j, n, f);
    default:
        return fail(f, ERR_RULE, "rule_error", "", "不认识的问题");
    }
}
