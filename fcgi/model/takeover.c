#include "model/takeover.h"
#include "model/law.h"

const char *
takeover_state_label(const char *state)
{
    static const struct law_term states[] = {{TAKEOVER_WAITING, "待决定", NULL},
                                             {TAKEOVER_GRANTED, "已认定", NULL},
                                             {TAKEOVER_DECLINED, "不予认定", NULL},
                                             {TAKEOVER_TAKEN_BACK, "已收回", NULL}};
    for (size_t i = 0; i < LEN(states); i++)
        if (str_is(states[i].code, state))
            return states[i].label;
    return state;
}

const char *
takeover_label(const struct takeover *x)
{
    return x->redirected_to ? "已改转" : takeover_state_label(x->state);
}

static bool
is_told(const json_t *rules, const char *event, const char *to)
{
    size_t i;
    const json_t *one;

    json_array_foreach(json_object_get(rules, "tells"), i, one)
    {
        if (str_is(json_str(one, "on"), event) && str_is(json_str(one, "to"), to))
            return true;
    }
    return false;
}

bool
takeover_redirects(const json_t *rules)
{
    return is_told(rules, TAKEOVER_REDIRECTED, TAKEOVER_TO_ASKER) &&
           is_told(rules, TAKEOVER_REDIRECTED, TAKEOVER_TO_ORGANIZATION);
}

const json_t *
takeover_rules(const json_t *manifest)
{
    const json_t *rules = json_object_get(manifest, "takeover");
    return json_is_object(rules) ? rules : NULL;
}

const char *
takeover_role(const json_t *rules, const struct role_set *roles)
{
    size_t i;
    const json_t *role;

    json_array_foreach(json_object_get(rules, "who"), i, role)
    {
        if (role_set_has(roles, json_string_value(role)))
            return json_string_value(role);
    }
    return NULL;
}
