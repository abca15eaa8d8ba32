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

/*
 * Roles that one account must not hold together. Whoever administers looks at nobody's filing and
 * signs nothing; whoever signs rules wrote none; whoever audits did nothing of what there is to
 * see. A CHECK of account.roles keeps the same (sql/schema/0019_logins.sql).
 */
#define ADMINISTRATIONS (ROLE_SYSTEM_ADMIN | ROLE_RULE_APPROVER | ROLE_AUDITOR)
static const struct {
    unsigned one, others;
    const char *why;
} apart[] = {
    {ROLE_FILER, ROLE__STAFF, "填报人不能同时是工作人员"},
    {ROLE_SYSTEM_ADMIN, ADMINISTRATIONS & ~ROLE_SYSTEM_ADMIN,
     "系统管理、安全管理（规则批准）、审计三种管理权限必须分属不同账号"},
    {ROLE_RULE_APPROVER, ROLE_AUDITOR,
     "系统管理、安全管理（规则批准）、审计三种管理权限必须分属不同账号"},
    {ROLE_RULE_APPROVER, ROLE_RULE_EDITOR, "编辑规则与批准规则必须由不同的人进行"},
    {ROLE_REVIEWER, ADMINISTRATIONS, "审核人员不得兼任系统管理、规则批准或审计"},
    {ROLE_SYSTEM_ADMIN, ROLE_RULE_EDITOR, "系统管理员账号不得同时具有其他角色"},
    {ROLE_AUDITOR, ROLE_RULE_EDITOR, "审计人员不得兼任规则编辑"},
};

const char *
role_conflict(unsigned roles)
{
    for (size_t i = 0; i < LEN(apart); i++)
        if ((roles & apart[i].one) && (roles & apart[i].others))
            return apart[i].why;
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
