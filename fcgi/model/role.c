#include "model/role.h"

#include <string.h>

#define ROLE_NAME(word, name, label) name,
static const char *const role_names[] = {ROLES(ROLE_NAME)};

unsigned
role_parse(const char *name)
{
    for (unsigned i = 0; i < LEN(role_names); i++)
        if (1U << i != ROLE_REVIEWER && str_is(name, role_names[i]))
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

/* ---- all of an account ----------------------------------------------------------------------- */

bool
role_set_has(const struct role_set *roles, const char *role)
{
    unsigned bit = role_parse(role);

    if (bit != 0)
        return (roles->bits & bit) != 0;
    if (roles->reviews == NULL || role == NULL || *role == '\0')
        return false;
    size_t n = strlen(role);
    for (const char *p = roles->reviews; (p = strstr(p, role)) != NULL; p++)
        if (p > roles->reviews && p[-1] == ' ' && p[n] == ' ')
            return true;
    return false;
}

void
role_set_review(struct role_set *roles, struct arena *a, const char *role)
{
    bool is_first = roles->reviews == NULL || *roles->reviews == '\0';

    roles->bits |= ROLE_REVIEWER;
    if (!role_set_has(roles, role))
        roles->reviews = arena_printf(a, "%s%s ", is_first ? " " : roles->reviews, role);
}

static void
reviews_json(struct buf *b, const char *reviews)
{
    for (const char *p = reviews ? reviews : ""; *(p += strspn(p, " ")) != '\0';) {
        size_t n = strcspn(p, " ");
        buf_json_item(b, arena_strndup(b->a, p, n));
        p += n;
    }
}

void
role_set_json(struct buf *b, const struct role_set *roles)
{
    buf_open(b, NULL, '[');
    for (unsigned bit = 1; bit < ROLE__ALL; bit <<= 1) {
        if (bit == ROLE_REVIEWER)
            reviews_json(b, roles->reviews);
        else if (roles->bits & bit)
            buf_json_item(b, role_name(bit));
    }
    buf_close(b);
}
