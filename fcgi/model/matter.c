#include "model/matter.h"

static const json_t *
by_code(const json_t *list, const char *code)
{
    size_t i;
    const json_t *one;

    json_array_foreach(list, i, one)
    {
        if (str_is(json_str(one, "code"), code))
            return one;
    }
    return NULL;
}

static bool
has_text(const json_t *list, const char *text)
{
    size_t i;
    const json_t *one;

    json_array_foreach(list, i, one)
    {
        if (str_is(json_string_value(one), text))
            return true;
    }
    return false;
}

const json_t *
matter_kind(const json_t *manifest, const char *code)
{
    return by_code(json_object_get(manifest, "matters"), code);
}

const json_t *
matter_state(const json_t *kind, const char *code)
{
    return by_code(json_object_get(kind, "states"), code);
}

const json_t *
matter_move(const json_t *kind, const char *from, const char *code)
{
    size_t i;
    const json_t *one;

    json_array_foreach(json_object_get(kind, "moves"), i, one)
    {
        const json_t *places = json_object_get(one, "from");
        if (from == NULL && json_array_size(places) == 0)
            return one;
        if (from != NULL && str_is(json_str(one, "code"), code) && has_text(places, from))
            return one;
    }
    return NULL;
}

bool
matter_may(const json_t *move, const struct role_set *roles)
{
    const json_t *who = json_object_get(move, "who");
    size_t i;
    const json_t *one;

    if (roles == NULL)
        return has_text(who, MATTER_PUBLIC);
    json_array_foreach(who, i, one)
    {
        if (role_set_has(roles, json_string_value(one)))
            return true;
    }
    return false;
}

bool
matter_tells(const json_t *move, const char *whom)
{
    return has_text(json_object_get(move, "told"), whom);
}

bool
matter_is(const json_t *declared, const char *member)
{
    return json_is_true(json_object_get(declared, member));
}

long
matter_most(const json_t *move, const char *member)
{
    return (long)json_integer_value(json_object_get(move, member));
}

const char *
matter_latest(struct arena *a, const json_t *move, const struct matter *m)
{
    long most = matter_most(move, "most_days");
    char day[DATE_TEXT];

    if (most == 0 || m->due_on == NULL)
        return NULL;
    date_beijing((date_days(m->due_on) + most) * 24 * 3600 * (int64_t)1000, day);
    return arena_strdup(a, day);
}

static const char *
label_of(const json_t *declared, const char *code)
{
    const char *label = json_str(declared, "label");
    return label ? label : code;
}

const char *
matter_label(const json_t *kind, const char *code)
{
    return label_of(kind, code);
}

const char *
matter_state_label(const json_t *kind, const char *state)
{
    return label_of(matter_state(kind, state), state);
}

const char *
matter_event_label(const json_t *kind, const char *event)
{
    const json_t *move = by_code(json_object_get(kind, "moves"), event);

    return move == NULL && str_is(event, MATTER_MISSED) ? "期限届满" : label_of(move, event);
}
