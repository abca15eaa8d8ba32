/*
 * dossier: what the rules would be told of what is there, for whoever looks without acting: a
 * replay asks two sets about the same draft, product or entry. Each takes a casework whose policy
 * is the set that is asked, and whose today is the day of the question; who may be nobody.
 */
#ifndef CASEWORK_DOSSIER_H
#define CASEWORK_DOSSIER_H

#include "casework/work.h"

/* As if it were handed in today. ERR_INPUT when the set can make nothing of it. */
enum err dossier_of_draft(struct casework *w, const char *filing_id, const char **facts) MUST;
/* As if it were saved today, as it stands. */
enum err dossier_of_product(struct casework *w, const char *product_id, const char **facts) MUST;

/* A version that was passed, with what its number was made of. */
struct issued {
    const char *filing_id, *filed_on;
    long version, serial;
};
/* ERR_NOTFOUND when the version is not kept. */
enum err dossier_of_entry(struct casework *w, const struct issued *x, const char **facts) MUST;

#endif
