#include "model/role.h"

#define ROLE_NAME(word, name, label) name,
static const char *const role_names[] = {ROLES(ROLE_NAME)};

unsigned
role_parse(const char *name)
{
    for (unsigned i = 0; i < LEN(role_names); i++)
        if (str_is(name, role_names[i]))
            return 1U << i;
    return 0;
}

const char *
role_name(unsigned role)
{
    for (unsigned i = 0; i < LEN(role_names); i++)
        if (role == 1U << i)
            return role_names[i];
    return NULL;
}

void
role_names_json(struct buf *b, const char *key, unsigned roles)
{
    buf_open(b, key, '[');
    for (unsigned i = 0; i < LEN(role_names); i++)
        if (roles & 1U << i)
            buf_json_item(b, role_names[i]);
    buf_close(b);
}

const char *
role_conflict(unsigned roles)
{
    unsigned administrations = roles & (ROLE_SYSTEM_ADMIN | ROLE_RULE_APPROVER | ROLE_AUDITOR);
    if (administrations & (administrations - 1))
        return "系统管理、安全管理（规则批准）、审计三种管理权限必须分属不同账号";
    if ((roles & ROLE_SYSTEM_ADMIN) && (roles & ~ROLE_SYSTEM_ADMIN))
        return "系统管理员账号不得同时具有其他角色";
    return NULL;
}
