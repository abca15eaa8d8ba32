#include "handle/found.h"

enum err
found_count(struct casework *w, const struct entry_query *q, struct facets *out,
            struct entry_total *total)
{
    struct entry_group *groups;
    int n, k = 0;
    enum err err = store_entry_groups(w->store, w->arena, &groups, &n, &w->fault);
    if (err)
        return err;

    facets_list(w->arena, casework_manifest(w), groups, n, out);
    struct entry_tally *tallies =
        arena_alloc(w->arena, ((size_t)n * FACET__MAX + 1) * sizeof *tallies);
    for (enum facet facet = 0; facet < FACET__MAX; facet++)
        for (int i = 0; i < out->n[facet]; i++)
            tallies[k++] = (struct entry_tally){facet, out->rows[facet][i].code, 0};
    if ((err = store_entry_count(w->store, w->arena, q, tallies, k, total, &w->fault)))
        return err;

    k = 0;
    for (enum facet facet = 0; facet < FACET__MAX; facet++)
        for (int i = 0; i < out->n[facet]; i++)
            out->rows[facet][i].n = tallies[k++].n;
    out->total = total->n;
    facets_sort(out);
    return OK;
}
