/*
 * likeness: filings whose texts or names are like those of others, found by marks that the clerk
 * keeps of each newest frozen version, and shown by what both versions say.
 */
#ifndef CASEWORK_LIKENESS_H
#define CASEWORK_LIKENESS_H

#include "casework/desk.h"

/* As a set declares them: their long texts and names are compared. */
struct likeness_forms {
    const struct form *rows;
    int n;
};
/* Marks of what was submitted since, some filings at a time, in two halves: they are made outside
 * of the transaction, which is short. */
enum { LIKENESS_TOGETHER = 20 };
struct likeness_batch {
    struct likeness_at at; /* how far it goes */
    struct likeness_due of[LIKENESS_TOGETHER];
    struct marks marks[LIKENESS_TOGETHER];
    int n;
    bool is_done; /* nothing is left to do then */
};
enum err likeness_decide(struct store *s, struct arena *a, const struct likeness_forms *forms,
                         struct likeness_batch *x, struct fault *f) MUST;
enum err likeness_store(struct store *s, struct arena *a, const struct likeness_batch *x,
                        struct fault *f) MUST;

enum { LIKE_MAX = 10 };

/* A passage of a filing that stands in another. */
struct like_passage {
    const char *path, *label; /* of the field, in the one that is reviewed */
    const char *text;
    long characters;
};
/* A filing like the one that is reviewed. */
struct like {
    struct filing filing;
    const char *organization;
    bool is_own;       /* of the same organization */
    long texts, names; /* percent of the texts under review that stand in it; of the names */
    struct like_passage *passages;
    int passages_n;
};
/* The likest first; none of the reviewer's own organization. Nothing that says less is among them.
 */
enum err likeness_of(struct casework *w, const struct task *t, struct like **out, int *n) MUST;

#endif
