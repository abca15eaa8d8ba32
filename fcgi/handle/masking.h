/*
 * masking: a filing as it is shown to whoever need not know the persons in it. Private to this
 * room.
 *
 * Its own filers see what they filed. Anybody else sees masks where the forms declare them, by the
 * set in use and by the set of each version that is shown; a reviewer who has claimed its task may
 * see one place as it is (?unmask=POINTER), which is on record.
 */
#ifndef HANDLE_MASKING_H
#define HANDLE_MASKING_H

#include "handle/context.h"

#define MASK_SETS 32
#define MASK_FORMS 64
struct masking {
    struct context *c;
    bool is_on; /* false: it is their own */
    const char *kind;
    const char *sets[MASK_SETS]; /* whose forms are obeyed, besides that in use */
    int sets_n;
    struct {
        const char *set, *kind;
        const json_t *form;
    } forms[MASK_FORMS]; /* as they are asked for */
    int forms_n;
    struct masked masked;
    enum err err; /* a form could not be read: nothing is shown */
};
/* ?unmask is for those who have claimed a task of the filing: ERR_DENIED for others. */
#define UNMASK                                                                                                     \
    {                                                                                                              \
        "unmask", M_STRING, .max = 200,                                                                            \
                            .title = "显示哪一处的原文（JSON Pointer），只给领取了任务的审核" \
                                     "人员，留有记录"                                                       \
    }
extern const struct member unmask_query[];
/* Where masks are, a JSON list of pointers, as a member of an answer. */
#define MASKED_TITLE "被遮盖的位置（JSON Pointer）；填报单位自己看到的没有"

enum err masking_start(struct context *c, const struct filing *x, struct masking *out) MUST;
/* The forms of that set are obeyed, too; NULL, or the one in use: nothing more. */
void masking_set(struct masking *k, const char *rule_set);
/* Those of the set that a version was handed in under. */
enum err masking_version(struct masking *k, const char *filing_id, long n) MUST;
/* After all data: ERR_INPUT when nothing was there to be unmasked; what went wrong meanwhile. */
enum err masking_end(struct masking *k) MUST;

/* Each takes JSON text and gives it back as it is shown; NULL stays NULL. */
const char *masking_data(struct masking *k, const char *kind, const char *data);
const char *masking_products(struct masking *k, const char *products); /* a list of trees */
/* Lists of objects that name a place (path, path_then) and quote what is there. */
const char *masking_rows(struct masking *k, const char *rows);
/* Remembers what is masked in parsed data, for what quotes it. */
void masking_learn(struct masking *k, const char *kind, const json_t *data);
const char *masking_facts(struct masking *k, const char *facts);
const char *masking_answer(struct masking *k, const char *answer); /* of the rules */
const char *masking_paths(const struct masking *k);

#endif
