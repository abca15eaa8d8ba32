#include "model/invariant.h"

#define REGISTER_EFFECTS                                                                           \
    (EFFECT_BIT(EFFECT_NUMBER) | EFFECT_BIT(EFFECT_PUBLISH) | EFFECT_BIT(EFFECT_STRIKE))

static bool
brings(const struct law_transition *t, unsigned effects)
{
    return (t->effects & effects) != 0;
}

static bool
by_filer(const struct law_transition *t)
{
    return verb_by(t->event->verb) == BY_FILER;
}

/* ---- each ------------------------------------------------------------------------------------ */

static bool
filer_approves(const struct law *l, const struct law_transition *t)
{
    (void)l;
    return by_filer(t) && (t->to->standing == STANDING_IN_FORCE || brings(t, EFFECTS_DECLARED));
}

static bool
filer_takes_down(const struct law *l, const struct law_transition *t)
{
    (void)l;
    return t->from->standing == STANDING_IN_FORCE && verb_by(t->event->verb) != BY_AUTHORITY;
}

static bool
approves_without_pass(const struct law *l, const struct law_transition *t)
{
    (void)l;
    return t->to->standing == STANDING_IN_FORCE && t->event->verb != VERB_PASS;
}

static bool
effect_of_another_verb(const struct law *l, const struct law_transition *t)
{
    (void)l;
    return brings(t, EFFECTS_DECLARED & ~verb_may_bring(t->event->verb));
}

/* A number says that somebody is in the register, and who is there has one. */
static bool
number_and_entry_apart(const struct law *l, const struct law_transition *t)
{
    (void)l;
    return brings(t, EFFECT_BIT(EFFECT_NUMBER)) != brings(t, EFFECT_BIT(EFFECT_PUBLISH)) ||
           (brings(t, EFFECT_BIT(EFFECT_PUBLISH)) && t->to->standing != STANDING_IN_FORCE);
}

static bool
reviews_what_is_not_in_review(const struct law *l, const struct law_transition *t)
{
    (void)l;
    return verb_by(t->event->verb) == BY_REVIEWER && t->from->standing != STANDING_REVIEW;
}

/* A filing can come to that state with no stage passed before. seen: states looked at already. */
static bool
is_first(const struct law *l, const struct law_kind *kind, const struct law_state *state,
         bool *seen)
{
    seen[state - l->states] = true;
    for (int i = 0; i < l->transitions_n; i++) {
        const struct law_transition *t = &l->transitions[i];
        if (t->to != state || t->kind != kind || t->event->verb == VERB_PASS)
            continue;
        if (t->event->verb == VERB_SUBMIT)
            return true;
        if (!seen[t->from - l->states] && is_first(l, kind, t->from, seen))
            return true;
    }
    return false;
}

/* By that transition some action goes that concerns an earlier filing, or none of those that do
 * not.
 */
static bool
may_concern(const struct law *l, const struct law_transition *t, bool is_of)
{
    size_t i;
    json_t *name;

    json_array_foreach(t->kind->actions, i, name)
    {
        const struct law_action *action = law_action(l, json_string_value(name));
        bool is_meant = str_is(t->action, "*") || str_is(t->action, json_string_value(name));
        if (action != NULL && is_meant && action->is_of == is_of)
            return true;
    }
    return false;
}

/* The filing that is concerned stands; what changes it gets no number, and does not stand beside
 * it. */
static bool
change_stands_itself(const struct law *l, const struct law_transition *t)
{
    bool is_entering = t->event->verb == VERB_PASS && t->to->standing == STANDING_IN_FORCE;
    return is_entering && may_concern(l, t, true);
}

static bool
changes_without_of(const struct law *l, const struct law_transition *t)
{
    return brings(t, EFFECT_BIT(EFFECT_AMEND) | EFFECT_BIT(EFFECT_FINISH)) &&
           (may_concern(l, t, false) || t->to->standing != STANDING_OVER);
}

static bool
one_person_alone(const struct law *l, const struct law_transition *t)
{
    bool seen[LAW_ROWS_MAX] = {false};

    return t->event->verb == VERB_PASS && invariant_two_people(t) &&
           is_first(l, t->kind, t->from, seen);
}

static bool
leaves_force(const struct law_transition *t)
{
    return t->from->standing == STANDING_IN_FORCE && verb_by(t->event->verb) == BY_AUTHORITY;
}

/* Nobody could confirm it, or somebody who is no reviewer. */
static bool
leaves_unconfirmed(const struct law *l, const struct law_transition *t)
{
    size_t i;
    json_t *role;

    if (!leaves_force(t))
        return false;
    json_array_foreach(t->second, i, role)
    {
        if (!law_has_role(l, json_string_value(role)))
            return true;
    }
    return json_array_size(t->second) == 0;
}

/* ---- the table ------------------------------------------------------------------------------- */

const struct invariant invariants[] = {
    {"filer_never_approves", "填报人的操作不能使备案获得通过，也不能编号、公示或注销",
     "请改由审核人员的通过（pass）到达该状态", filer_approves},
    {"filer_never_takes_down", "已备案的事项只能由主管部门撤销或注销，填报人与审核环节不能使其离开",
     "请删去这一走向，或改用撤销（revoke）、注销（deregister）", filer_takes_down},
    {"approval_is_a_pass", "只有审核人员的通过能使备案生效", "请使用动词为 pass 的事件",
     approves_without_pass},
    {"review_is_at_a_stage", "审核人员的操作只能从审核中的状态出发",
     "请写明该状态的 standing = 'review' 与 stage", reviews_what_is_not_in_review},
    {"effect_fits_its_verb", "编号、公示只随通过发生，注销登记只随撤销、注销发生",
     "请从 does 中删去这一项", effect_of_another_verb},
    {"number_with_its_entry", "编号与公示必须同时发生，且到达的状态为已生效",
     "请在同一走向的 does 中同时写 'number' 与 'publish'", number_and_entry_apart},
    {"change_has_no_number", "针对已有备案的办理（变更、注销）不另编号，也不另行生效",
     "请在这一走向中写明 action，为针对已有备案的事项另写一条，以 does 的 amend、finish "
     "作用于原备案",
     change_stands_itself},
    {"only_change_amends",
     "只有针对已有备案的事项通过时，才能使原备案变更（amend）或注销（finish），"
     "它自己随即办结",
     "请在这一走向中写明 action（声明了 of 的），并使 to 的 standing 为 'over'",
     changes_without_of},
    {"two_people", "进入登记簿须由两名不同人员先后通过", "请在此前增加一个由另一角色承担的审核阶段",
     one_person_alone},
    {"second_person", "撤销、注销已备案的事项须由一人提议、另一名审核人员确认",
     "请在这一走向的 second 中写明用 role 声明的审核角色", leaves_unconfirmed},
};
const int invariants_n = LEN(invariants);

const struct invariant *
invariant_broken(const struct law *l, const struct law_transition *t)
{
    for (int i = 0; i < invariants_n; i++)
        if (invariants[i].is_broken(l, t))
            return &invariants[i];
    return NULL;
}

bool
invariant_two_people(const struct law_transition *t)
{
    bool is_listed = t->kind->series != NULL;
    return brings(t, REGISTER_EFFECTS | EFFECT_BIT(EFFECT_FINISH)) || leaves_force(t) ||
           (is_listed && brings(t, EFFECT_BIT(EFFECT_AMEND)));
}
