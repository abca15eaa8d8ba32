/* model/facets: how many entries of the register there are for each code of what narrows a search.
 */
#ifndef MODEL_FACETS_H
#define MODEL_FACETS_H

#include "model/register.h"

/* In the order in which a page asks. */
enum facet { FACET_TYPE, FACET_AREA, FACET_ROLE, FACET_YEAR, FACET__MAX };

/* For each code: so many, were it chosen beside what is chosen of the others. The most frequent
 * come first; years, the newest. */
struct facets {
    long total; /* under all that is chosen */
    struct entry_count *rows[FACET__MAX];
    int n[FACET__MAX];
};
/* Counts the groups of a search. chosen: a code of each facet, NULL: any; with a type, those that
 * name it as theirs are chosen, too. */
void facets_count(struct arena *a, const json_t *manifest, const struct entry_group *groups, int n,
                  const char *const chosen[FACET__MAX], struct facets *out);

/* All codes of the groups, each with none: what a search counts anew. */
void facets_list(struct arena *a, const json_t *manifest, const struct entry_group *groups, int n,
                 struct facets *out);
/* Leaves out what has none, and sorts. */
void facets_sort(struct facets *x);

#endif
