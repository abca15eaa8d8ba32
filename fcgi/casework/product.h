/*
 * product: what the rules are told of a product: how it stands, and how the filings that cover it
 * have frozen it. Growth and change are theirs to judge.
 */
#ifndef CASEWORK_PRODUCT_H
#define CASEWORK_PRODUCT_H

#include "casework/judging.h"

/* Of p its id and organization. tree: as it will stand, with ids. old: as it stands, JSON; NULL:
 * nowhere yet. ERR_INPUT with findings when names or types do not fit; an answer to what is asked
 * no longer passes when it stands there already, and is not judged. */
enum err product_facts(struct casework *w, const struct product *p, const json_t *tree,
                       const char *old, const char **facts) MUST;

/* A covered product is no longer as a version has frozen it. */
struct product_change {
    const char *product_id, *name; /* as it is called now */
    const char *facts;             /* for the judge */
    const char *findings;          /* JSON list: what the rules say of it, once they were asked */
};
/* The changes of what a filing that is in review or in force covers; in a snapshot. products: those
 * of its newest version. */
enum err product_changes(struct casework *w, const struct filing *x, const json_t *products,
                         struct product_change **out, int *n) MUST;
/* Asks the rules: no snapshot may be open. Findings are those of rules that read product.filed. */
enum err product_changes_judge(struct casework *w, struct product_change *x, int n) MUST;

#endif
