#include "handle/found.h"

#include <stdlib.h>

/* ---- what was counted before ----------------------------------------------------------------- */

const char *
found_question(struct casework *w, const char *what, const struct entry_query *q)
{
    const char *const asked[] = {q->text,   q->algorithm_types, q->roles,      q->area,
                                 q->year,   q->status,          q->filed_from, q->filed_to,
                                 q->source, q->organization};
    struct buf b = BUF(w->arena);

    buf_open(&b, NULL, '[');
    buf_json_item(&b, what);
    buf_json_item(&b, policy_rule_set(w->policy));
    for (size_t i = 0; i < LEN(asked); i++)
        buf_json_item(&b, asked[i]);
    buf_close(&b);
    return b.p;
}

/* The same codes are counted in the same order as long as nobody commits: their numbers do. */
static bool
is_known(struct casework *w, const char *question, struct entry_tally *tallies, int n,
         struct entry_total *total)
{
    size_t size = 0;
    const char *known = store_answer_known(w->store, question, &size);
    char *at;

    if (known == NULL)
        return false;
    total->n = strtol(known, &at, 10);
    total->is_most = strtol(at, &at, 10) != 0;
    for (int i = 0; i < n; i++)
        tallies[i].n = strtol(at, &at, 10);
    return true;
}

static void
keep(struct casework *w, const char *question, const struct entry_tally *tallies, int n,
     const struct entry_total *total)
{
    struct buf b = BUF(w->arena);

    buf_printf(&b, "%ld %d", total->n, total->is_most);
    for (int i = 0; i < n; i++)
        buf_printf(&b, " %ld", tallies[i].n);
    store_answer_keep(w->store, question, b.p, b.n);
}

static enum err
count(struct casework *w, const struct entry_query *q, struct entry_tally *tallies, int n,
      struct entry_total *total)
{
    const char *question = found_question(w, "counts", q);
    if (is_known(w, question, tallies, n, total))
        return OK;

    enum err err = store_entry_count(w->store, w->arena, q, tallies, n, total, &w->fault);
    if (!err)
        keep(w, question, tallies, n, total);
    return err;
}

/* ---- counted --------------------------------------------------------------------------------- */

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
    if ((err = count(w, q, tallies, k, total)))
        return err;

    k = 0;
    for (enum facet facet = 0; facet < FACET__MAX; facet++)
        for (int i = 0; i < out->n[facet]; i++)
            out->rows[facet][i].n = tallies[k++].n;
    out->total = total->n;
    facets_sort(out);
    return OK;
}
