/* model/area: administrative areas by six digits, as a rule set lists them (rules/areas.lua). */
#ifndef MODEL_AREA_H
#define MODEL_AREA_H

#include "base/base.h"

#define AREA_TEXT 7 /* six digits and a NUL */

struct area {
    char code[AREA_TEXT];
    const char *label;
    const struct area *parent; /* the nearest above it in the list; NULL: none */
    bool has_children;
};
struct areas {
    struct area *rows;     /* in the order of the list */
    struct area **by_code; /* the same, sorted */
    int n;
};

/* text: "110108 海淀区" a line; NULL is an empty list. In the arena. */
struct areas areas_read(struct arena *a, const char *text);
/* NULL when the list has none of that code. */
const struct area *areas_find(const struct areas *list, const char *code);
/* From the outside in: "北京市海淀区"; the code itself when nobody knows it, NULL of NULL. */
const char *areas_label(struct arena *a, const struct areas *list, const char *code);

/* The same out of the text itself, for whoever asks once. */
const char *area_label(struct arena *a, const char *text, const char *code);

#endif
