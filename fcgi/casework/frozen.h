/*
 * frozen: what a version keeps of a submission: the data without what the form asks no longer, the
 * products that it covers as they stand, the promise, and a hash of its texts.
 */
#ifndef CASEWORK_FROZEN_H
#define CASEWORK_FROZEN_H

#include "casework/judging.h"

/* The data of a filing as they will be judged and frozen. */
struct frozen {
    json_t *data;     /* parsed, without what the form does not declare */
    const char *text; /* the same, canonical */
    /* JSON list of what was left out, each {"label", "path"}; NULL: nothing */
    const char *dropped;
    const char *products; /* as in struct version */
    const json_t *list;   /* the same parsed; of what was frozen earlier only */
    const char *trees;    /* JSON list: the products alone, as the rules see them */
    json_t *unfinished;   /* of these the drafts: name and missing by id; NULL: not looked at */
    const char *text_hash;
};
/* Loads the products that x covers. */
enum err freeze_filing(struct casework *w, const struct filing *x, struct frozen *out) MUST;
/* A finding for each product that x covers and nobody has finished: such a one is not filed. */
void frozen_unfinished(struct casework *w, const char *kind, const struct frozen *x,
                       struct findings *fs);
/* As freeze_filing(), of what was frozen earlier. */
enum err frozen_version(struct casework *w, const struct version *v, struct frozen *out) MUST;
/* The products of a version, or of a struct frozen, parsed. */
enum err frozen_products(struct casework *w, const char *products, json_t **out) MUST;

/* The day on which version 1 was handed in, wherever the filing stands since. While there is none
 * it is submitted_on: today for one that is handed in now, NULL for one that is only checked. */
enum err frozen_first_day(struct casework *w, const struct filing *x, const char *submitted_on,
                          const char **day) MUST;

/* Takes out of data what the form of the kind does not declare; the pointers of what went. */
struct gone {
    struct arena *a;
    const char **paths;
    int n, cap;
};
struct gone freeze_prune(struct casework *w, const char *kind, json_t *data);
/* As facts say it, sorted by nothing but their places: a JSON list of {"label", "path"}; NULL when
 * nothing went. schema (NULL: none) may still know what the fields were called. */
const char *gone_json(const struct gone *x, const json_t *schema);

/* What a filer promises who submits this kind. */
const char *frozen_promise(const struct casework *w, const char *kind);

#endif
