/*
 * shown: what a submitted filing shows beside its data: what it covers, in words; its files; which
 * of its products are no longer as they were. All of it hangs on what is frozen, and is frozen with
 * it. Of a version of old it is made whenever somebody reads it, by the same functions.
 */
#ifndef CASEWORK_SHOWN_H
#define CASEWORK_SHOWN_H

#include "casework/frozen.h"
#include "casework/product.h"

struct shown_frozen {
    const char *text;      /* coverage and files, each on a line */
    const char *revisions; /* as in struct version */
    struct files files;    /* that its data name, by their ids */
};
/* Of what is about to be submitted, in a snapshot. named: the files that its data name, of which
 * some are linked to no version yet. */
enum err shown_freeze(struct casework *w, const struct filing *x, const struct frozen *frozen,
                      const struct id_list *named, struct shown_frozen *out) MUST;

struct showing {
    struct version version;
    const char *coverage, *files; /* JSON: as coverage_words() and shown_files() give them */
    json_t *products;             /* of it; NULL: nobody has looked at them */
};
/* The newest version of a filing up to the one that stands in x. */
enum err shown_newest(struct casework *w, const struct filing *x, struct showing *out) MUST;
/* As product_changes(), of that version. */
enum err shown_changes(struct casework *w, const struct filing *x, struct showing *of,
                       struct product_change **out, int *n) MUST;

/* JSON object of files by id, as answers have them. */
const char *shown_files(struct arena *a, const struct files *x);

#endif
