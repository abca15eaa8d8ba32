#include "model/account.h"

static const struct {
    const char *name, *label;
} members[MEMBER__MAX] = {
    [MEMBER_NONE] = {"none", "不是成员"}, [MEMBER_READ] = {"read", "只读"},
    [MEMBER_FILL] = {"fill", "填写"},     [MEMBER_SUBMIT] = {"submit", "提交"},
    [MEMBER_OWNER] = {"owner", "所有者"},
};
const char *const member_given[] = {"read", "fill", "submit", NULL};

const char *
member_name(long member)
{
    return member > MEMBER_NONE && member < MEMBER__MAX ? members[member].name : members[0].name;
}

const char *
member_label(long member)
{
    return member > MEMBER_NONE && member < MEMBER__MAX ? members[member].label : members[0].label;
}

enum membership
member_parse(const char *name)
{
    for (enum membership m = MEMBER_READ; m < MEMBER__MAX; m++)
        if (str_is(name, members[m].name))
            return m;
    return MEMBER_NONE;
}

static const struct {
    const char *name, *label;
} mandate_states[] = {
    [MANDATE_OFFERED] = {"offered", "待接受"},   [MANDATE_LAPSED] = {"missed", "逾期未接受"},
    [MANDATE_TO_COME] = {"to_come", "尚未生效"}, [MANDATE_GOOD] = {"good", "有效"},
    [MANDATE_OVER] = {"over", "已终止"},
};

enum mandate_state
mandate_state(const struct mandate *x, int64_t now)
{
    if (x->ended_at != 0 || now >= x->ends_at)
        return MANDATE_OVER;
    if (x->account_id == NULL)
        return now < x->offer_ends_at ? MANDATE_OFFERED : MANDATE_LAPSED;
    return now < x->begins_at ? MANDATE_TO_COME : MANDATE_GOOD;
}

const char *
mandate_state_name(enum mandate_state state)
{
    return mandate_states[state].name;
}

const char *
mandate_state_label(enum mandate_state state)
{
    return mandate_states[state].label;
}

const struct registration_member registration_members[] = {
    {"username", 3, 64},     {"organization_name", 2, 200},
    {"contact_name", 1, 50}, {"mobile", 1, 30},
    {"email", 3, 254},       {NULL, 0, 0},
};
