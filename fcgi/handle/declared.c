#include "handle/declared.h"

#include <ctype.h>

const char *
data_schema_name(struct arena *a, const char *kind)
{
    struct buf b = BUF(a);
    bool is_first = true;

    for (const char *p = kind; *p != '\0'; p++) {
        char c = is_first ? (char)toupper((unsigned char)*p) : *p;
        is_first = *p == '_';
        if (*p != '_')
            buf_add(&b, &c, 1);
    }
    buf_puts(&b, "Data");
    return b.p;
}

/* The codes of the rows, and one more. */
#define CODES(list_, last_)                                                                        \
    const char **all = arena_alloc(a, (size_t)(l->list_##_n + 2) * sizeof *all);                   \
    for (int i = 0; i < l->list_##_n; i++)                                                         \
        all[i] = l->list_[i].code;                                                                 \
    all[l->list_##_n] = (last_);                                                                   \
    return all

const char *const *
declared_kinds(const struct law *l, struct arena *a)
{
    CODES(kinds, NULL);
}

const char *const *
declared_actions(const struct law *l, struct arena *a)
{
    CODES(actions, NULL);
}

static bool
is_among(const char *const *all, const char *word)
{
    while (*all != NULL && !str_is(*all, word))
        all++;
    return *all != NULL;
}

const char *const *
declared_states(const struct law *l, struct arena *a)
{
    const char **all = arena_alloc(a, (size_t)(l->states_n + 2) * sizeof *all);
    int n = 0;

    all[n++] = STATES_OPEN;
    for (int i = 0; i < l->states_n; i++)
        if (!is_among(all, l->states[i].code))
            all[n++] = l->states[i].code;
    return all;
}

const char *const *
declared_stages(const struct law *l, struct arena *a)
{
    CODES(stages, NULL);
}

/* And "": any. */
const char *const *
declared_pools(const struct law *l, struct arena *a)
{
    CODES(pools, "");
}

const char *const *
declared_forms(const struct law *l, struct arena *a)
{
    const char **all = arena_alloc(a, (size_t)(l->kinds_n + 3) * sizeof *all);

    for (int i = 0; i < l->kinds_n; i++)
        all[i] = l->kinds[i].code;
    all[l->kinds_n] = NOUN_PRODUCT;
    all[l->kinds_n + 1] = NOUN_ACCOUNT;
    return all;
}

const char *const *
declared_outcomes(const struct law *l, struct arena *a)
{
    const char **all = arena_alloc(a, (size_t)(l->events_n + 1) * sizeof *all);
    int n = 0;

    for (int i = 0; i < l->events_n; i++)
        if (verb_is_decision(l->events[i].verb))
            all[n++] = l->events[i].code;
    return all;
}

static const char *const *
schemas(const struct law *l, struct arena *a, bool is_with_nouns)
{
    const char **all = arena_alloc(a, (size_t)(l->kinds_n + 3) * sizeof *all);

    for (int i = 0; i < l->kinds_n; i++)
        all[i] = data_schema_name(a, l->kinds[i].code);
    if (is_with_nouns) {
        all[l->kinds_n] = PRODUCT_SCHEMA;
        all[l->kinds_n + 1] = ACCOUNT_SCHEMA;
    }
    return all;
}

const char *const *
filing_data_schemas(const struct law *l, struct arena *a)
{
    return schemas(l, a, false);
}

const char *const *
form_data_schemas(const struct law *l, struct arena *a)
{
    return schemas(l, a, true);
}
