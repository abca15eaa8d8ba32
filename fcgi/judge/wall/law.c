/* The law: what the core can do, what a set makes of it, and where an event takes a filing. It is
 * the core's own compiler and move functions that answer here, so that what a case shows is what
 * the server does. */
#include "judge/vm/json.h"
#include "judge/wall/wall.h"

#include "model/model.h"

#include <string.h>

/* ---- words of the core ----------------------------------------------------------------------- */

static void
push_verbs(lua_State *L)
{
    static const char *const by[] = {
        [BY_FILER] = "filer", [BY_REVIEWER] = "reviewer", [BY_AUTHORITY] = "authority"};

    lua_createtable(L, 0, VERB__MAX);
    for (int v = VERB_NONE + 1; v < VERB__MAX; v++) {
        lua_pushstring(L, by[verb_by((enum verb)v)]);
        lua_setfield(L, -2, verb_name((enum verb)v));
    }
}

/* name → the verbs that may bring it. */
static void
push_effects(lua_State *L)
{
    lua_createtable(L, 0, 8);
    for (int e = 0; e < EFFECT__MAX; e++) {
        if (!(EFFECTS_DECLARED & EFFECT_BIT(e)))
            continue;
        lua_createtable(L, 2, 0);
        for (int v = VERB_NONE + 1, n = 0; v < VERB__MAX; v++) {
            if (!(verb_may_bring((enum verb)v) & EFFECT_BIT(e)))
                continue;
            lua_pushstring(L, verb_name((enum verb)v));
            lua_rawseti(L, -2, ++n);
        }
        lua_setfield(L, -2, effect_name((enum effect)e));
    }
}

static void
push_standings(lua_State *L)
{
    lua_createtable(L, STANDING__MAX, 0);
    for (int s = STANDING_NONE + 1; s < STANDING__MAX; s++) {
        lua_pushstring(L, standing_name((enum standing)s));
        lua_rawseti(L, -2, s);
    }
}

/* ---- a table of Lua as JSON ------------------------------------------------------------------ */

/* Written where answers are made, and taken from there at once. */
static json_t *
json_of(lua_State *L, int index)
{
    struct judge *j = judge_of(L);
    size_t before = j->out.n;
    json_error_t e;

    judge_write_json(L, index, 0);
    json_t *value = json_loadb(j->out.p + before, j->out.n - before, JSON_DECODE_ANY, &e);
    j->out.n = before;
    return value;
}

/* host.law_compile(law): raises "file:line：…" when it breaks an invariant, or names nothing. */
static int
host_law_compile(lua_State *L)
{
    struct judge *j = judge_of(L);
    struct fault f = {0};

    luaL_checktype(L, 1, LUA_TTABLE);
    if (j->kept == NULL)
        j->kept = arena_new();
    json_t *declared = arena_json(j->kept, json_of(L, 1));
    if (law_compile(declared, j->kept, &j->law, &f))
        return luaL_error(L, "%s：%s", f.where, f.text);
    return 0;
}

/* ---- where an event takes a filing ----------------------------------------------------------- */

static const char *
field(lua_State *L, const char *name)
{
    lua_getfield(L, 1, name);
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
    lua_pop(L, 1); /* the table holds it */
    return text;
}

static void
set(lua_State *L, const char *name, const char *text)
{
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

static void
push_transition(lua_State *L, const struct law *l, const struct law_transition *t)
{
    const struct law_stage *stage = t->to->stage;

    lua_createtable(L, 0, 12);
    set(L, "event", t->event->code);
    set(L, "verb", verb_name(t->event->verb));
    set(L, "from", t->from->code);
    set(L, "to", t->to->code);
    set(L, "label", t->to->label);
    set(L, "standing", standing_name(t->to->standing));
    set(L, "stage", stage ? stage->code : NULL);
    set(L, "clock", stage ? stage->clock : NULL);
    set(L, "source", t->source);
    lua_pushinteger(L, t - l->transitions + 1);
    lua_setfield(L, -2, "index");

    lua_createtable(L, 0, 8);
    for (int e = 0; e < EFFECT__MAX; e++) {
        if (!(t->effects & EFFECT_BIT(e)))
            continue;
        lua_pushboolean(L, true);
        lua_setfield(L, -2, effect_name((enum effect)e));
    }
    lua_setfield(L, -2, "effects");
}

/* The role that asks, as the set of it. */
static struct role_set
roles_named(struct judge *j, const char *role)
{
    struct role_set roles = ROLE_SET(role_parse(role));

    if (roles.bits == 0 && role != NULL)
        role_set_review(&roles, j->arena, role);
    return roles;
}

/*
 * host.law_next{kind, action, state, event or verb, role, today, facts} → the transition that is
 * taken: {event, verb, from, to, label, standing, stage, clock, effects: {name: true}, source,
 * index: its place in the law}; nil when none is.
 */
static int
host_law_next(lua_State *L)
{
    struct judge *j = judge_of(L);

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    judge_charge(L, 500);
    const char *role = field(L, "role"), *verb = field(L, "verb");
    struct role_set roles = roles_named(j, role);
    struct law_question q = {.kind = field(L, "kind"),
                             .action = field(L, "action"),
                             .state = field(L, "state"),
                             .event = field(L, "event"),
                             .verb = verb ? verb_parse(verb) : VERB_NONE,
                             .roles = role ? &roles : NULL,
                             .today = field(L, "today")};

    if (j->law == NULL || q.today == NULL)
        return luaL_error(L, "law_next：规则集还没有流程，或没有写明日期");
    lua_getfield(L, 1, "facts");
    if (lua_type(L, -1) == LUA_TTABLE)
        q.facts = arena_json(j->arena, json_of(L, -1));
    const struct law_transition *t = law_next(j->law, &q);
    if (t == NULL)
        return 0;
    push_transition(L, j->law, t);
    return 1;
}

/* ---- where a move takes a matter beside a filing ----------------------------------------------
 */

static long
number(lua_State *L, const char *name)
{
    lua_getfield(L, 1, name);
    long n = (long)lua_tointeger(L, -1);
    lua_pop(L, 1);
    return n;
}

static bool
yes(lua_State *L, const char *name)
{
    lua_getfield(L, 1, name);
    bool is = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return is;
}

static void
set_yes(lua_State *L, const char *name, bool is)
{
    lua_pushboolean(L, is);
    lua_setfield(L, -2, name);
}

/* With what is wrong, where something is. */
static int
refuse_move(lua_State *L, const char *code, const char *findings)
{
    lua_createtable(L, 0, 2);
    set(L, "why", code);
    if (findings != NULL) {
        judge_read_json(L, findings, strlen(findings));
        lua_setfield(L, -2, "findings");
    }
    return 1;
}

static void
push_moved(lua_State *L, const struct matter *m, const json_t *move, long days)
{
    lua_createtable(L, 0, 8);
    set(L, "event", json_str(move, "code"));
    set(L, "state", m->state);
    set(L, "due_on", m->due_on);
    set_yes(L, "over", m->is_over);
    set_yes(L, "told", m->is_told);
    set_yes(L, "tells", matter_tells(move, MATTER_ORGANIZATION));
    lua_pushinteger(L, days);
    lua_setfield(L, -2, "days");
}

/*
 * host.matter_next{declared = {matters, vocabulary}, kind, state (nil: it is opened), event, role,
 * due_on, told: as it stands; text, type, term, amount, files, today: what is said at the move;
 * made: so often before; same: by somebody who made a step of it} → {event, state, due_on, over,
 * told, tells, days}, or {why: it is refused, findings}.
 */
static int
host_matter_next(lua_State *L)
{
    struct judge *j = judge_of(L);

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    judge_charge(L, 2000);
    const char *role = field(L, "role"), *event = field(L, "event");
    struct role_set roles = roles_named(j, role);
    struct matter m = {.kind = field(L, "kind"),
                       .state = field(L, "state"),
                       .due_on = field(L, "due_on"),
                       .is_told = yes(L, "told")};
    struct matter_said said = {.text = field(L, "text"),
                               .type = field(L, "type"),
                               .due_on = field(L, "term"),
                               .today = field(L, "today"),
                               .amount = number(L, "amount"),
                               .files = (int)number(L, "files"),
                               .made = number(L, "made")};
    struct findings fs;

    lua_getfield(L, 1, "declared");
    if (lua_type(L, -1) != LUA_TTABLE || said.today == NULL)
        return luaL_error(L, "matter_next：没有写明声明或日期");
    const json_t *declared = arena_json(j->arena, json_of(L, -1));
    const json_t *kind = matter_kind(declared, m.kind);
    const json_t *move = matter_move(kind, m.state, event);
    if (move == NULL || !str_is(json_str(move, "code"), event))
        return refuse_move(L, "state_conflict", NULL);
    if (!matter_may(move, str_is(role, MATTER_PUBLIC) ? NULL : &roles))
        return refuse_move(L, "role_required", NULL);
    if (matter_is(move, "other") && yes(L, "same"))
        return refuse_move(L, "same_person", NULL);
    findings_start(&fs, j->arena);
    matter_check(declared, move, &m, &said, &fs);
    if (fs.count > 0)
        return refuse_move(L, "matter_invalid", findings_end(&fs));
    push_moved(L, &m, move, matter_lead(kind, move, &said, &m));
    return 1;
}

void
host_open_law(lua_State *L)
{
    static const luaL_Reg lib[] = {{"law_compile", host_law_compile},
                                   {"law_next", host_law_next},
                                   {"matter_next", host_matter_next},
                                   {NULL, NULL}};

    luaL_setfuncs(L, lib, 0);
    push_verbs(L);
    lua_setfield(L, -2, "verbs");
    push_effects(L);
    lua_setfield(L, -2, "effects");
    push_standings(L);
    lua_setfield(L, -2, "standings");
}
