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

const struct registration_member registration_members[] = {
    {"username", 3, 64},     {"organization_name", 2, 200},
    {"contact_name", 1, 50}, {"mobile", 1, 30},
    {"email", 3, 254},       {NULL, 0, 0},
};
