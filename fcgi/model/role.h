/* model/role: who may do what, and which rights one account must not hold together. */
#ifndef MODEL_ROLE_H
#define MODEL_ROLE_H

#include "base/base.h"

/*
 * The core's roles, one row each: word, name, Chinese label. The database keeps them as bits in
 * this order, so a new one is the last row; it also needs its place in the acts of
 * casework/access.c. Reviewers have one bit here: which stages they work is told by roles that the
 * rules declare, and these are kept by name.
 */
#define ROLES(ROW)                                                                                 \
    ROW(FILER, "filer", "填报人")                                                                  \
    ROW(REVIEWER, "reviewer", "审核人员")                                                          \
    ROW(RULE_EDITOR, "rule_editor", "规则编辑人员")                                                \
    ROW(RULE_APPROVER, "rule_approver", "规则批准人员")                                            \
    ROW(AUDITOR, "auditor", "审计人员")                                                            \
    ROW(SYSTEM_ADMIN, "system_admin", "系统管理员")

#define ROLE_PLACE(word, name, label) ROLE_PLACE_##word,
enum { ROLES(ROLE_PLACE) ROLE__N };
#define ROLE_BIT(word, name, label) ROLE_##word = 1 << ROLE_PLACE_##word,
enum role { ROLES(ROLE_BIT) ROLE__ALL = (1 << ROLE__N) - 1, ROLE__STAFF = ROLE__ALL & ~ROLE_FILER };
unsigned role_parse(const char *name); /* 0 when unknown; ROLE_REVIEWER is no name to be given */
const char *role_name(unsigned role);  /* of one bit; NULL when unknown */
/* NULL when one account may hold all of these, else why not (Chinese): the three administrations
 * are separate. */
const char *role_conflict(unsigned roles);

/* All roles of an account. reviews: the reviewers' roles, each between spaces (" a b "), "" or NULL
 * for none; with any of them the bit ROLE_REVIEWER is set. */
struct role_set {
    unsigned bits;
    const char *reviews;
};
#define ROLE_SET(bits_) ((struct role_set){.bits = (bits_)})
/* The role is among them: one of the core's, or a reviewers' one. */
bool role_set_has(const struct role_set *roles, const char *role);
/* Adds a reviewers' role. */
void role_set_review(struct role_set *roles, struct arena *a, const char *role);
/* A list of names: the core's but for the common one of reviewers, and these by their own. */
void role_set_json(struct buf *b, const struct role_set *roles);

#endif
