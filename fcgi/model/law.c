#include "model/law.h"
#include "model/invariant.h"

#include <string.h>

/* ---- compiling ------------------------------------------------------------------------------- */

struct compiler {
    const json_t *declared;
    struct arena *a;
    struct law *law;
    struct fault *f;
};

static enum err
law_fails(struct compiler *c, const char *source, const char *what, const char *named)
{
    return fail(c->f, ERR_RULE, "law_invalid", source ? source : "", "%s“%s”", what,
                named ? named : "");
}

/* The rows of one list, each filled by its function. */
#define COMPILE(list_, row_)                                                                       \
    static enum err compile_##list_(struct compiler *c)                                            \
    {                                                                                              \
        const json_t *rows = json_object_get(c->declared, #list_);                                 \
        size_t n = json_array_size(rows);                                                          \
        struct row_ *all = arena_alloc(c->a, (n + 1) * sizeof *all);                               \
                                                                                                   \
        if (n > LAW_ROWS_MAX)                                                                      \
            return law_fails(c, NULL, "声明太多：", #list_);                                       \
        c->law->list_ = all;                                                                       \
        for (size_t i = 0; i < n; i++) {                                                           \
            enum err err = row_##_of(c, json_array_get(rows, i), &all[i]);                         \
            if (err)                                                                               \
                return err;                                                                        \
            c->law->list_##_n = (int)i + 1;                                                        \
        }                                                                                          \
        return OK;                                                                                 \
    }

static enum err
law_term_of(struct compiler *c, const json_t *row, struct law_term *x)
{
    (void)c;
    *x = (struct law_term){json_str(row, "code"), json_str(row, "label"), json_str(row, "source")};
    return OK;
}
COMPILE(roles, law_term)
COMPILE(actions, law_term)

static enum err
law_event_of(struct compiler *c, const json_t *row, struct law_event *x)
{
    *x = (struct law_event){json_str(row, "code"), json_str(row, "label"), json_str(row, "source"),
                            verb_parse(json_str(row, "verb"))};
    return x->verb ? OK : law_fails(c, x->source, "没有这个动词：", json_str(row, "verb"));
}
COMPILE(events, law_event)

static enum err
law_stage_of(struct compiler *c, const json_t *row, struct law_stage *x)
{
    *x = (struct law_stage){json_str(row, "code"), json_str(row, "label"), json_str(row, "source"),
                            json_str(row, "role"), json_str(row, "clock")};
    return law_has_role(c->law, x->role) ? OK : law_fails(c, x->source, "没有角色", x->role);
}
COMPILE(stages, law_stage)

static enum err
law_state_of(struct compiler *c, const json_t *row, struct law_state *x)
{
    const char *stage = json_str(row, "stage");

    *x = (struct law_state){.kind = json_str(row, "kind"),
                            .code = json_str(row, "code"),
                            .label = json_str(row, "label"),
                            .source = json_str(row, "source"),
                            .standing = standing_parse(json_str(row, "standing")),
                            .stage = law_stage(c->law, stage)};
    if (x->standing == STANDING_NONE)
        return law_fails(c, x->source, "状态没有 standing：", x->code);
    if ((x->standing == STANDING_REVIEW) != (x->stage != NULL))
        return law_fails(c, x->source, "审核中的状态与审核阶段应同时声明：", x->code);
    return OK;
}
COMPILE(states, law_state)

static enum err
law_series_of(struct compiler *c, const json_t *row, struct law_series *x)
{
    (void)c;
    *x = (struct law_series){json_str(row, "code"), json_str(row, "title"), json_str(row, "prefix"),
                             json_str(row, "suffix"), json_str(row, "source")};
    return OK;
}
COMPILE(series, law_series)

static enum err
law_kind_of(struct compiler *c, const json_t *row, struct law_kind *x)
{
    const char *code = json_str(row, "code"), *initial = json_str(row, "initial");

    *x = (struct law_kind){.code = code,
                           .label = json_str(row, "label"),
                           .law = json_str(row, "law"),
                           .source = json_str(row, "source"),
                           .actions = json_object_get(row, "actions"),
                           .series = json_str(row, "series"),
                           .initial = law_state(c->law, code, initial),
                           .is_single = json_is_true(json_object_get(row, "single"))};
    if (x->initial == NULL || x->initial->standing != STANDING_EDITABLE)
        return law_fails(c, x->source, "起始状态应由填报人编辑：", initial);
    if (x->series != NULL && law_series(c->law, x->series) == NULL)
        return law_fails(c, x->source, "没有编号序列", x->series);
    return OK;
}
COMPILE(kinds, law_kind)

static enum err
law_gate_of(struct compiler *c, const json_t *row, struct law_gate *x)
{
    *x = (struct law_gate){json_str(row, "kind"),    json_str(row, "code"),
                           json_str(row, "message"), json_str(row, "law"),
                           json_str(row, "source"),  law_kind(c->law, json_str(row, "needs"))};
    return x->needs ? OK : law_fails(c, x->source, "没有种类", json_str(row, "needs"));
}
COMPILE(gates, law_gate)

static enum err
law_moved_of(struct compiler *c, const json_t *row, struct law_moved *x)
{
    const char *kind = json_str(row, "kind"), *to = json_str(row, "to");

    *x = (struct law_moved){kind, json_str(row, "from"), json_str(row, "reason"),
                            json_str(row, "source"), law_state(c->law, kind, to)};
    return x->to ? OK : law_fails(c, x->source, "没有状态", to);
}
COMPILE(moved, law_moved)

static enum err
take_effects(struct compiler *c, const json_t *does, struct law_transition *x)
{
    size_t i;
    json_t *name;

    x->effects = verb_brings(x->event->verb, x->to->standing);
    json_array_foreach(does, i, name)
    {
        int effect = effect_parse(json_string_value(name));
        if (effect < 0)
            return law_fails(c, x->source, "没有这项后果：", json_string_value(name));
        x->effects |= EFFECT_BIT(effect);
    }
    return OK;
}

static enum err
law_transition_of(struct compiler *c, const json_t *row, struct law_transition *x)
{
    const char *kind = json_str(row, "kind"), *from = json_str(row, "from");
    const char *to = json_str(row, "to"), *on = json_str(row, "on");

    *x = (struct law_transition){.event = law_event(c->law, on),
                                 .kind = law_kind(c->law, kind),
                                 .action = json_str(row, "action"),
                                 .from = law_state(c->law, kind, from),
                                 .to = law_state(c->law, kind, to),
                                 .who = json_object_get(row, "who"),
                                 .when = json_object_get(row, "when"),
                                 .since = json_str(row, "since"),
                                 .until = json_str(row, "until"),
                                 .law = json_str(row, "law"),
                                 .source = json_str(row, "source")};
    if (x->event == NULL)
        return law_fails(c, x->source, "没有事件", on);
    if (x->kind == NULL)
        return law_fails(c, x->source, "没有种类", kind);
    if (x->from == NULL || x->to == NULL)
        return law_fails(c, x->source, "没有状态", x->from == NULL ? from : to);
    return take_effects(c, json_object_get(row, "does"), x);
}
COMPILE(transitions, law_transition)

static enum err
hold_invariants(struct compiler *c)
{
    for (int i = 0; i < c->law->transitions_n; i++) {
        const struct law_transition *t = &c->law->transitions[i];
        const struct invariant *broken = invariant_broken(c->law, t);
        if (broken != NULL)
            return fail(c->f, ERR_RULE, "law_invariant", t->source ? t->source : "",
                        "%s的走向 %s（%s → %s）：%s。%s", t->kind->label, t->event->code,
                        t->from->code, t->to->code, broken->title, broken->cure);
    }
    return OK;
}

enum err
law_compile(const json_t *declared, struct arena *a, const struct law **out, struct fault *f)
{
    /* In this order: what comes later names what came before. */
    static enum err (*const steps[])(struct compiler *) = {
        compile_roles,       compile_actions, compile_events, compile_stages,
        compile_states,      compile_series,  compile_kinds,  compile_gates,
        compile_transitions, compile_moved,   hold_invariants};
    struct law *law = arena_alloc(a, sizeof *law);
    struct compiler c = {declared, a, law, f};

    *out = NULL;
    for (size_t i = 0; i < LEN(steps); i++) {
        enum err err = steps[i](&c);
        if (err)
            return err;
    }
    *out = law;
    return OK;
}

/* ---- looking up ------------------------------------------------------------------------------ */

#define FIND(name_, row_, list_)                                                                   \
    const struct row_ *name_(const struct law *l, const char *code)                                \
    {                                                                                              \
        for (int i = 0; i < l->list_##_n; i++)                                                     \
            if (code != NULL && str_is(l->list_[i].code, code))                                    \
                return &l->list_[i];                                                               \
        return NULL;                                                                               \
    }
FIND(law_kind, law_kind, kinds)
FIND(law_stage, law_stage, stages)
FIND(law_event, law_event, events)
FIND(law_series, law_series, series)

const struct law_state *
law_state(const struct law *l, const char *kind, const char *code)
{
    for (int i = 0; i < l->states_n; i++)
        if (str_is(l->states[i].code, code) && str_is(l->states[i].kind, kind))
            return &l->states[i];
    return NULL;
}

const struct law_gate *
law_gate(const struct law *l, const char *kind)
{
    for (int i = 0; i < l->gates_n; i++)
        if (str_is(l->gates[i].kind, kind))
            return &l->gates[i];
    return NULL;
}

const struct law_moved *
law_moved(const struct law *l, const char *kind, const char *from)
{
    for (int i = 0; i < l->moved_n; i++)
        if (str_is(l->moved[i].kind, kind) && str_is(l->moved[i].from, from))
            return &l->moved[i];
    return NULL;
}

static const struct law_term *
find_term(const struct law_term *list, int n, const char *code)
{
    for (int i = 0; i < n; i++)
        if (str_is(list[i].code, code))
            return &list[i];
    return NULL;
}

bool
law_has_role(const struct law *l, const char *role)
{
    return find_term(l->roles, l->roles_n, role) != NULL;
}

static bool
list_has(const json_t *list, const char *code)
{
    size_t i;
    json_t *one;

    json_array_foreach(list, i, one)
    {
        if (str_is(json_string_value(one), code))
            return true;
    }
    return false;
}

bool
law_has_action(const struct law_kind *kind, const char *action)
{
    return list_has(kind->actions, action);
}

const struct law_kind *
law_admitting(const struct law *l)
{
    for (int i = 0; i < l->transitions_n; i++)
        if (l->transitions[i].effects & EFFECT_BIT(EFFECT_ADMIT))
            return l->transitions[i].kind;
    return NULL;
}

void
law_roles_json(struct buf *b, const char *key, unsigned roles, const struct law *l)
{
    buf_open(b, key, '[');
    for (unsigned bit = 1; bit < ROLE__ALL; bit <<= 1) {
        bool is_many = bit == ROLE_REVIEWER && l != NULL;
        if ((roles & bit) && !is_many)
            buf_json_item(b, role_name(bit));
        for (int i = 0; (roles & bit) && is_many && i < l->roles_n; i++)
            buf_json_item(b, l->roles[i].code);
    }
    buf_close(b);
}

const char *
law_label_of_state(const struct law *l, const char *kind, const char *code)
{
    const struct law_state *state = law_state(l, kind, code);
    return state ? state->label : code;
}

#define LABEL(noun_)                                                                               \
    const char *law_label_of_##noun_(const struct law *l, const char *code)                        \
    {                                                                                              \
        const struct law_##noun_ *row = law_##noun_(l, code);                                      \
        return row ? row->label : code;                                                            \
    }
LABEL(stage)
LABEL(event)
LABEL(kind)

const char *
law_label_of_action(const struct law *l, const char *code)
{
    const struct law_term *action = find_term(l->actions, l->actions_n, code);
    return action ? action->label : code;
}

enum standing
law_standing(const struct law *l, const char *kind, const char *state)
{
    const struct law_state *x = law_state(l, kind, state);
    return x ? x->standing : STANDING_NONE;
}

/* ---- moving ---------------------------------------------------------------------------------- */

static bool
may_go(const json_t *who, const struct role_set *roles)
{
    size_t i;
    json_t *role;

    if (roles == NULL)
        return true;
    json_array_foreach(who, i, role)
    {
        if (role_set_has(roles, json_string_value(role)))
            return true;
    }
    return false;
}

/* Both JSON pointers and names have no escapes: names of fields are plain. */
static const json_t *
value_at(const json_t *facts, const char *path)
{
    while (facts != NULL && *path == '/') {
        size_t n = strcspn(++path, "/");
        const char *key;
        json_t *value;
        const json_t *found = NULL;
        json_object_foreach((json_t *)(uintptr_t)facts, key, value)
        {
            if (strlen(key) == n && strncmp(key, path, n) == 0)
                found = value;
        }
        facts = found;
        path += n;
    }
    return facts;
}

static bool
is_among(const json_t *codes, const json_t *value)
{
    size_t i;
    json_t *one;

    json_array_foreach(codes, i, one)
    {
        if (json_equal(one, value))
            return true;
    }
    return false;
}

/* One of the codes; of a field with several choices, any of them. */
static bool
is_met(const json_t *condition, const json_t *facts)
{
    const json_t *codes = json_object_get(condition, "in"), *value;
    size_t i;
    json_t *one;

    value = value_at(facts, json_str(condition, "path"));
    if (!json_is_array(value))
        return value != NULL && is_among(codes, value);
    json_array_foreach(value, i, one)
    {
        if (is_among(codes, one))
            return true;
    }
    return false;
}

static bool
all_met(const json_t *when, const json_t *facts)
{
    size_t i;
    json_t *condition;

    json_array_foreach(when, i, condition)
    {
        if (facts != NULL && !is_met(condition, facts))
            return false;
    }
    return true;
}

static bool
in_force(const struct law_transition *t, const char *today)
{
    return (t->since == NULL || strcmp(today, t->since) >= 0) &&
           (t->until == NULL || strcmp(today, t->until) < 0);
}

static bool
fits(const struct law_transition *t, const struct law_question *q)
{
    return (q->event != NULL ? str_is(t->event->code, q->event) : t->event->verb == q->verb) &&
           (q->event == NULL || q->verb == VERB_NONE || t->event->verb == q->verb) &&
           str_is(t->kind->code, q->kind) && str_is(t->from->code, q->state) &&
           (str_is(t->action, "*") || str_is(t->action, q->action)) && in_force(t, q->today) &&
           may_go(t->who, q->roles);
}

const struct law_transition *
law_next(const struct law *l, const struct law_question *q)
{
    for (int i = 0; i < l->transitions_n; i++) {
        const struct law_transition *t = &l->transitions[i];
        if (fits(t, q) && all_met(t->when, q->facts))
            return invariant_broken(l, t) == NULL ? t : NULL;
    }
    return NULL;
}

bool
law_looks(const struct law *l, const struct law_question *q)
{
    for (int i = 0; i < l->transitions_n; i++)
        if (json_array_size(l->transitions[i].when) > 0 && fits(&l->transitions[i], q))
            return true;
    return false;
}
