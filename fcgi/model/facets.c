#include "model/facets.h"

#include <string.h>

static const char *
code_of(const struct entry_group *g, enum facet facet)
{
    const char *const codes[FACET__MAX] = {g->algorithm_type, g->area, g->role, g->year};
    return codes[facet];
}

/* As the set in use calls it, or as it was called at publication. */
static const char *
label_of_code(const json_t *manifest, const struct entry_group *g, enum facet facet)
{
    static const char *const columns[FACET__MAX] = {"algorithm_type", "area", "role", NULL};
    const char *const labels[FACET__MAX] = {g->algorithm_type_label, g->area_label, g->role_label,
                                            g->year};
    const char *label =
        columns[facet] ? register_label(manifest, columns[facet], code_of(g, facet)) : NULL;

    if (label == NULL)
        label = labels[facet];
    return label ? label : code_of(g, facet);
}

/* codes: each between spaces. */
static bool
is_among(const char *codes, const char *code)
{
    size_t n = strlen(code);

    for (const char *at = codes; n > 0 && (at = strstr(at, code)) != NULL; at++)
        if (at > codes && at[-1] == ' ' && at[n] == ' ')
            return true;
    return false;
}

/* An area is chosen by the digits that it begins with. */
static bool
is_chosen(const struct entry_group *g, enum facet facet, const char *chosen, const char *types)
{
    const char *code = code_of(g, facet);

    if (chosen == NULL)
        return true;
    if (facet == FACET_TYPE)
        return is_among(types, code);
    return facet == FACET_AREA ? str_starts(code, chosen) : str_is(code, chosen);
}

/* Bits of the facets by whose choice the group would be left out. */
static unsigned
left_out_by(const struct entry_group *g, const char *const chosen[FACET__MAX], const char *types)
{
    unsigned bits = 0;

    for (enum facet facet = 0; facet < FACET__MAX; facet++)
        if (!is_chosen(g, facet, chosen[facet], types))
            bits |= 1u << facet;
    return bits;
}

static struct entry_count *
row_of(const json_t *manifest, const struct entry_group *g, enum facet facet, struct facets *out)
{
    const char *code = code_of(g, facet);
    struct entry_count *rows = out->rows[facet];
    int i = 0;

    if (*code == '\0')
        return NULL;
    while (i < out->n[facet] && !str_is(rows[i].code, code))
        i++;
    if (i == out->n[facet]) {
        rows[i] = (struct entry_count){.code = code, .label = label_of_code(manifest, g, facet)};
        out->n[facet]++;
    }
    return &rows[i];
}

static void
count(const json_t *manifest, const struct entry_group *g, enum facet facet, struct facets *out)
{
    struct entry_count *row = row_of(manifest, g, facet, out);
    if (row != NULL)
        row->n += g->n;
}

static bool
comes_before(enum facet facet, const struct entry_count *x, const struct entry_count *y)
{
    if (facet != FACET_YEAR && x->n != y->n)
        return x->n > y->n;
    return facet == FACET_YEAR ? strcmp(x->code, y->code) > 0 : strcmp(x->code, y->code) < 0;
}

static void
sort(enum facet facet, struct entry_count *rows, int n)
{
    for (int i = 1; i < n; i++) {
        struct entry_count x = rows[i];
        int at = i;
        for (; at > 0 && comes_before(facet, &x, &rows[at - 1]); at--)
            rows[at] = rows[at - 1];
        rows[at] = x;
    }
}

static void
rows_new(struct arena *a, int n, struct facets *out)
{
    *out = (struct facets){0};
    for (enum facet facet = 0; facet < FACET__MAX; facet++)
        out->rows[facet] = arena_alloc(a, (size_t)(n + 1) * sizeof *out->rows[facet]);
}

void
facets_list(struct arena *a, const json_t *manifest, const struct entry_group *groups, int n,
            struct facets *out)
{
    rows_new(a, n, out);
    for (int i = 0; i < n; i++)
        for (enum facet facet = 0; facet < FACET__MAX; facet++)
            (void)row_of(manifest, &groups[i], facet, out);
}

void
facets_sort(struct facets *x)
{
    for (enum facet facet = 0; facet < FACET__MAX; facet++) {
        int kept = 0;
        for (int i = 0; i < x->n[facet]; i++)
            if (x->rows[facet][i].n > 0)
                x->rows[facet][kept++] = x->rows[facet][i];
        x->n[facet] = kept;
        sort(facet, x->rows[facet], kept);
    }
}

void
facets_count(struct arena *a, const json_t *manifest, const struct entry_group *groups, int n,
             const char *const chosen[FACET__MAX], struct facets *out)
{
    const char *type = chosen[FACET_TYPE];
    const char *types = type ? register_codes(a, manifest, "algorithm_type", type) : "";

    rows_new(a, n, out);
    for (int i = 0; i < n; i++) {
        unsigned bits = left_out_by(&groups[i], chosen, types);
        if (bits == 0)
            out->total += groups[i].n;
        for (enum facet facet = 0; facet < FACET__MAX; facet++)
            if ((bits & ~(1u << facet)) == 0)
                count(manifest, &groups[i], facet, out);
    }
    for (enum facet facet = 0; facet < FACET__MAX; facet++)
        sort(facet, out->rows[facet], out->n[facet]);
}
