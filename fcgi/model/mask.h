/*
 * model/mask: what is left of an identity number, a mobile number, an address when it is shown to
 * whoever need not know it.
 *
 * A form declares for a field how it is masked. Data are masked where the form says so; what quotes
 * data (a finding, a comparison) is masked by looking for what was masked there.
 */
#ifndef MODEL_MASK_H
#define MODEL_MASK_H

#include "base/base.h"

enum mask {
    MASK_NONE,
    MASK_IDENTITY, /* 110101********1234 */
    MASK_MOBILE,   /* 138****5678 */
    MASK_EMAIL,    /* z***@example.cn */
    MASK_NAME,     /* 张** */
    MASK_WHOLE,    /* **** */
    MASK__MAX
};
extern const char *const mask_names[];  /* as forms say them; NULL-terminated */
enum mask mask_named(const char *name); /* MASK_NONE: none of these, or NULL */

/* NULL stays NULL; what is masked already stays as it is. */
const char *mask_text(struct arena *a, enum mask how, const char *text);
/* It holds what only masks have. */
bool mask_is(const char *text);

/* What was masked: for whatever else quotes it. */
struct masked {
    struct arena *a;
    const char *shown; /* the place that stays as it is; NULL: none does */
    struct mask_pair {
        const char *plain, *masked;
    } * pairs;
    int n, cap;
    const char **paths; /* the places in data that are masked, of all calls */
    int paths_n, paths_cap;
    bool is_shown; /* there was something at that place */
};
/* Masks the data, in their place, as the form (of a manifest; NULL: nothing) says. */
void mask_data(struct masked *m, const json_t *form, json_t *data);
/* The same of a value that lies at a place of the form. */
void mask_value(struct masked *m, const json_t *form, const char *place, json_t *v);
/* What was masked, wherever texts quote it. Every text of j; and one. */
void mask_quotes(const struct masked *m, json_t *j);
const char *mask_quoted(const struct masked *m, const char *text);
/* The pointers of data whose texts are new and look masked: the form masks the field, and old (NULL
 * allowed) does not hold the same. */
void mask_sent(struct arena *a, const json_t *form, const json_t *data, const json_t *old,
               void (*fn)(void *ctx, const json_t *field, const char *pointer), void *ctx);

#endif
