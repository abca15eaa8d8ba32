#include "model/law.h"

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
FIND(law_action, law_action, actions)
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
law_action_ends(const struct law *l, const char *action)
{
    for (int i = 0; i < l->transitions_n; i++)
        if (str_is(l->transitions[i].action, action) &&
            (l->transitions[i].effects & EFFECT_BIT(EFFECT_FINISH)) != 0)
            return true;
    return false;
}

bool
law_has_action(const struct law_kind *kind, const char *action)
{
    return list_has(kind->actions, action);
}

static bool
makes_letter(const struct law_letter *x, const struct law_transition *by, const char *action)
{
    return list_has(x->kinds, by->kind->code) && list_has(x->on, by->event->code) &&
           (!json_is_array(x->actions) || list_has(x->actions, action)) &&
           (!json_is_array(x->reaches) || list_has(x->reaches, by->to->code));
}

const struct law_letter *
law_letter_made(const struct law *l, const struct law_transition *by, const char *action, int n)
{
    for (int i = 0; i < l->letters_n; i++)
        if (makes_letter(&l->letters[i], by, action) && n-- == 0)
            return &l->letters[i];
    return NULL;
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
law_label_of_state(const struct law *l, const char *kind, const char *action, const char *code)
{
    const struct law_state *state = law_state(l, kind, code);
    const char *own = state != NULL && action != NULL ? json_str(state->labels, action) : NULL;

    if (state == NULL)
        return code;
    return own ? own : state->label;
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
LABEL(action)

#define LABEL_OF_TERM(noun_)                                                                       \
    const char *law_label_of_##noun_(const struct law *l, const char *code)                        \
    {                                                                                              \
        const struct law_term *term = find_term(l->noun_##s, l->noun_##s_n, code);                 \
        return term ? term->label : code;                                                          \
    }
LABEL_OF_TERM(pool)
LABEL_OF_TERM(role)

enum standing
law_standing(const struct law *l, const char *kind, const char *state)
{
    const struct law_state *x = law_state(l, kind, state);
    return x ? x->standing : STANDING_NONE;
}
