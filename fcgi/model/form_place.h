/* model/form_place: a JSON pointer into data as a place in the form that asks for them. */
#ifndef MODEL_FORM_PLACE_H
#define MODEL_FORM_PLACE_H

#include "base/base.h"

#define FORM_DEPTH 8 /* steps of a pointer that are looked at */

/* form: one of the manifest's. What is not found is NULL. */
struct form_place {
    const json_t *section, *field; /* the field of the section */
    const json_t *leaf;          /* what the pointer ends in: the field, or one of a list's items */
    int item;                    /* of the field's list, counted from 0; -1: none */
    int rank[FORM_DEPTH], ranks; /* the place, as the form asks from the top down */
    bool is_known;               /* the form has the place */
};
struct form_place form_place(const json_t *form, const char *pointer);
/* As strcmp(); what no form knows comes last. */
int form_place_compare(const struct form_place *x, const struct form_place *y);

/* "模型 › 第 2 项 › 模型名称"; the field's own label alone where it is one of a section, NULL for a
 * whole section and the whole. */
const char *form_place_label(struct arena *a, const json_t *form, const char *pointer);

/* Members of a form's fields of that type, in its order: calls fn with each and its pointer. Items
 * of lists are not looked into. */
void form_fields_each(struct arena *a, const json_t *form,
                      void (*fn)(void *ctx, const json_t *section, const json_t *field,
                                 const char *pointer),
                      void *ctx);
bool form_is_flat(const json_t *form);

#endif
