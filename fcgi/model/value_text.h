/* model/value_text: what was filled in, as a person reads it. */
#ifndef MODEL_VALUE_TEXT_H
#define MODEL_VALUE_TEXT_H

#include "model/area.h"

#define VALUE_TEXT_MAX 2000 /* characters */

/* What codes and ids in data stand for. */
struct value_words {
    const json_t *files;  /* file names by attachment id */
    const json_t *covers; /* labels by "product/path/function"; NULL: none */
    const char *areas;    /* the text of a set's areas; NULL: none */
};
/* field: of a form; schema: of the same field, whose choices it has. NULL when nothing is filled
 * in. A list of groups is counted. */
const char *value_in_words(struct arena *a, const struct value_words *words, const json_t *field,
                           const json_t *schema, const json_t *v);
/* An item of such a list: "模型名称：甲；模型来源：自研". */
const char *value_item_in_words(struct arena *a, const struct value_words *words,
                                const json_t *field, const json_t *schema, const json_t *item);
/* Null, an empty text or list, and what is not there are all no answer. */
bool value_is_none(const json_t *v);
/* "product/path/function" of a row of coverage. */
const char *value_cover_key(struct arena *a, const json_t *row);

#endif
