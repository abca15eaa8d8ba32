/* Where an event takes a filing. */
#include "model/invariant.h"
#include "model/law.h"

#include <string.h>

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

/* The stage that the route names, of a submit. Other moves go on from where it went. */
static bool
is_routed(const struct law_transition *t, const json_t *facts)
{
    const char *stage = json_str(json_object_get(facts, "route"), "stage");

    return stage == NULL || t->event->verb != VERB_SUBMIT || t->to->stage == NULL ||
           str_is(t->to->stage->code, stage);
}

/* NULL: none of those that fit. */
static const struct law_transition *
first_met(const struct law *l, const struct law_question *q, bool is_any_stage)
{
    for (int i = 0; i < l->transitions_n; i++) {
        const struct law_transition *t = &l->transitions[i];
        if (fits(t, q) && all_met(t->when, q->facts) && (is_any_stage || is_routed(t, q->facts)))
            return t;
    }
    return NULL;
}

const struct law_transition *
law_next(const struct law *l, const struct law_question *q)
{
    const struct law_transition *t = first_met(l, q, false);

    if (t == NULL && q->facts != NULL) /* else nothing was routed */
        t = first_met(l, q, true);
    return t != NULL && invariant_broken(l, t) == NULL ? t : NULL;
}

bool
law_may_confirm(const struct law_transition *t, const struct role_set *roles)
{
    return may_go(t->second, roles);
}

bool
law_looks(const struct law *l, const struct law_question *q)
{
    for (int i = 0; i < l->transitions_n; i++)
        if (json_array_size(l->transitions[i].when) > 0 && fits(&l->transitions[i], q))
            return true;
    return false;
}

/* ---- ahead ----------------------------------------------------------------------------------- */

static bool
reach_clock(const struct law *l, const struct law_state *at, const char *clock, bool *seen)
{
    if (at == NULL || at->stage == NULL || seen[at - l->states])
        return false;
    if (at->stage->clock != NULL && str_is(at->stage->clock, clock))
        return true;
    seen[at - l->states] = true;
    for (int i = 0; i < l->transitions_n; i++)
        if (l->transitions[i].from == at && reach_clock(l, l->transitions[i].to, clock, seen))
            return true;
    return false;
}

bool
law_clock_is_ahead(const struct law *l, const struct law_state *at, const char *clock)
{
    bool seen[LAW_ROWS_MAX] = {false};
    return reach_clock(l, at, clock, seen);
}
