/* model/role: who may do what, and which rights one account must not hold together. */
#ifndef MODEL_ROLE_H
#define MODEL_ROLE_H

#include "base/base.h"

enum role {
    ROLE_FILER = 1,
    ROLE_PRELIMINARY_REVIEWER = 2,
    ROLE_FINAL_REVIEWER = 4,
    ROLE_RULE_EDITOR = 8,
    ROLE_RULE_APPROVER = 16,
    ROLE_AUDITOR = 32,
    ROLE_SYSTEM_ADMIN = 64,
    ROLE__ALL = 127,
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
