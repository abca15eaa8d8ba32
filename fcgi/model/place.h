/* model/place: where a form declares something: a section, a field, a field of a list's items. */
#ifndef MODEL_PLACE_H
#define MODEL_PLACE_H

#include "base/base.h"

/* The pointer is "" (the whole), or the JSON Schema of a form declares what it names: members by
 * their names, items of lists by a number. */
bool place_known(const json_t *schema, const char *pointer);

/* The pointer names a place that was declared, or one below it. The declared one has no numbers of
 * items ("/model/models/name" is that field of each); "" holds every place. */
bool place_within(const char *pointer, const char *declared);

/* The declared sections and fields whose pointers are most like that one, the nearest first,
 * between 、; "" when nothing is declared. */
#define PLACE_NEAR 3
const char *place_near(struct arena *a, const json_t *schema, const char *pointer);

#endif
