/* The declared rows of a law become structs that refer to one another. */
#include "model/invariant.h"
#include "model/law.h"

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
COMPILE(pools, law_term)

static enum err
law_action_of(struct compiler *c, const json_t *row, struct law_action *x)
{
    (void)c;
    *x = (struct law_action){json_str(row, "code"),
                             json_str(row, "label"),
                             json_str(row, "source"),
                             json_is_true(json_object_get(row, "of")),
                             json_is_true(json_object_get(row, "own")),
                             json_str(row, "asks"),
                             json_str(row, "effect")};
    return OK;
}
COMPILE(actions, law_action)

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
    *x = (struct law_stage){.code = json_str(row, "code"),
                            .label = json_str(row, "label"),
                            .source = json_str(row, "source"),
                            .role = json_str(row, "role"),
                            .lead = json_str(row, "lead"),
                            .clock = json_str(row, "clock"),
                            .checklist = json_object_get(row, "checklist")};
    if (x->lead != NULL && (!law_has_role(c->law, x->lead) || str_is(x->lead, x->role)))
        return law_fails(c, x->source, "不能调派任务的角色", x->lead);
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
                            .stage = law_stage(c->law, stage),
                            .labels = json_object_get(row, "labels")};
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
                                 .source = json_str(row, "source"),
                                 .second = json_object_get(row, "second"),
                                 .grounds = json_object_get(row, "grounds")};
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
law_letter_series_of(struct compiler *c, const json_t *row, struct law_letter_series *x)
{
    (void)c;
    *x = (struct law_letter_series){json_str(row, "code"), json_str(row, "title"),
                                    json_str(row, "source"), json_object_get(row, "format")};
    return OK;
}
COMPILE(letter_series, law_letter_series)

static const struct law_letter_series *
find_letter_series(const struct law *l, const char *code)
{
    for (int i = 0; i < l->letter_series_n; i++)
        if (str_is(l->letter_series[i].code, code))
            return &l->letter_series[i];
    return NULL;
}

static enum err
law_letter_of(struct compiler *c, const json_t *row, struct law_letter *x)
{
    const char *series = json_str(row, "series");

    *x = (struct law_letter){.code = json_str(row, "code"),
                             .title = json_str(row, "title"),
                             .law = json_str(row, "law"),
                             .source = json_str(row, "source"),
                             .series = find_letter_series(c->law, series),
                             .kinds = json_object_get(row, "kinds"),
                             .actions = json_object_get(row, "actions"),
                             .on = json_object_get(row, "on"),
                             .reaches = json_object_get(row, "reaches"),
                             .lines = json_object_get(row, "lines"),
                             .is_public = str_is(json_str(row, "to"), "public")};
    return x->series ? OK : law_fails(c, x->source, "没有文号系列", series);
}
COMPILE(letters, law_letter)

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
        compile_roles,  compile_pools,         compile_actions, compile_events, compile_stages,
        compile_states, compile_series,        compile_kinds,   compile_gates,  compile_transitions,
        compile_moved,  compile_letter_series, compile_letters, hold_invariants};
    struct law *law = arena_alloc(a, sizeof *law);
    struct compiler c = {declared, a, law, f};
    law->nobody_area = json_str(declared, "nobody");
    law->are_routes_followed = json_is_true(json_object_get(declared, "follows"));
    law->moved_note = json_str(declared, "moved_note");
    law->renamed_note = json_str(declared, "renamed_note");

    *out = NULL;
    for (size_t i = 0; i < LEN(steps); i++) {
        enum err err = steps[i](&c);
        if (err)
            return err;
    }
    *out = law;
    return OK;
}
