/* model/role: who may do what, and which rights one account must not hold together. */
#ifndef MODEL_ROLE_H
#define MODEL_ROLE_H

#include "base/base.h"

/*
 * All roles, one row each: word, name, Chinese label. The database keeps them as bits in this
 * order, so a new one is the last row; it also needs a step of sql/schema, since a CHECK of
 * account.roles knows the highest bit, and its place in the acts of casework/access.c.
 */
#define ROLES(ROW)                                                                                 \
    ROW(FILER, "filer", "填报人")                                                                  \
    ROW(PRELIMINARY_REVIEWER, "preliminary_reviewer", "初审人员")                                  \
    ROW(FINAL_REVIEWER, "final_reviewer", "复审人员")                                              \
    ROW(RULE_EDITOR, "rule_editor", "规则编辑人员")                                                \
    ROW(RULE_APPROVER, "rule_approver", "规则批准人员")                                            \
    ROW(AUDITOR, "auditor", "审计人员")                                                            \
    ROW(SYSTEM_ADMIN, "system_admin", "系统管理员")

#define ROLE_PLACE(word, name, label) ROLE_PLACE_##word,
enum { ROLES(ROLE_PLACE) ROLE__N };
#define ROLE_BIT(word, name, label) ROLE_##word = 1 << ROLE_PLACE_##word,
enum role {
    ROLES(ROLE_BIT) ROLE__ALL = (1 << ROLE__N) - 1,
    ROLE__REVIEWERS = ROLE_PRELIMINARY_REVIEWER | ROLE_FINAL_REVIEWER,
    ROLE__STAFF = ROLE__ALL & ~ROLE_FILER
};
unsigned role_parse(const char *name); /* 0 when unknown */
const char *role_name(unsigned role);  /* of one bit; NULL when unknown */
/* The member "key":["filer",…]. */
void role_names_json(struct buf *b, const char *key, unsigned roles);
/* NULL when one account may hold all of these, else why not (Chinese): the three administrations
 * are separate. */
const char *role_conflict(unsigned roles);

#endif
