/* store/register: numbers, entries of the public register, and the search over them. */
#ifndef STORE_REGISTER_H
#define STORE_REGISTER_H

#include "model/model.h"

struct store;

/* The last serial of every counter that an organization has in a series of numbers. */
enum err store_number_serials(struct store *s, struct arena *a, const char *organization_id,
                              const char *series, struct number_serial **out, int *n,
                              struct fault *f) MUST;
/* Takes x->n of its counter; ERR_AGAIN when another filing has taken it by now. */
enum err store_number_take(struct store *s, const struct number_serial *x, struct fault *f) MUST;

/* Sets ord, and fills the search index: every two neighbouring characters of name, organization,
 * products, purpose, number, labels and names of before, folded. Its moment is now, and of what a
 * list says its day's beginning. ERR_CONFLICT when the number or its digits exist.
 */
enum err store_entry_add(struct store *s, struct entry *x, struct fault *f) MUST;
/* The same of many: each is put, then all are indexed, by the ords of the first and the last. */
enum err store_entry_put(struct store *s, struct entry *x, struct fault *f) MUST;
enum err store_entries_index(struct store *s, long first, long last, struct fault *f) MUST;
enum err store_entry_load(struct store *s, struct arena *a, const char *number, struct entry *out,
                          struct fault *f) MUST;

/* Takes what a later list says of one that came from a list. ERR_AGAIN when it was issued here. */
enum err store_entry_amend(struct store *s, const struct entry *x, struct fault *f) MUST;
/* What was published, changed or struck last, in that order, with history: what a feed says. */
enum err store_entries_changed(struct store *s, struct arena *a, int limit, struct entry **out,
                               int *n, struct fault *f) MUST;

/* What left the register, the last first, without disclosure and history. */
struct struck_query {
    const char *from, *to;    /* days, both within; NULL: any */
    const char *is_with_role; /* "1": those that have a role, "0": that have none; NULL: any */
    const char *cursor;
    int limit;
    long *before; /* set: so many came on the pages before, as the cursor has it */
};
enum err store_entries_struck(struct store *s, struct arena *a, const struct struck_query *q,
                              struct entry **out, int *n, struct fault *f) MUST;
/* Where the page after this row begins, which is so many-th of all. */
const char *store_struck_cursor(struct arena *a, const struct entry *last, long rank);

/* All but its number and the day on which it was filed. ERR_AGAIN when it is in force no more. */
enum err store_entry_renew(struct store *s, const struct entry *x, struct fault *f) MUST;
/* Its former names alone, in force or not: they were its own all along, and nothing has changed. */
enum err store_entry_call(struct store *s, const struct entry *x, struct fault *f) MUST;
/* Takes status, history, ended_by and law of one that is in force. ERR_AGAIN when it is no longer.
 */
enum err store_entry_strike(struct store *s, const struct entry *x, struct fault *f) MUST;
enum err store_entry_by_digits(struct store *s, struct arena *a, const char *digits,
                               struct entry *out, struct fault *f) MUST;
/* All that numbers have been issued under. */
enum err store_number_styles(struct store *s, struct arena *a, struct number_style **out, int *n,
                             struct fault *f) MUST;

/* Entries narrowed by any number of words and filters, which cost as much as they are many and no
 * more with a greater register than a look at a few rows of sets of bits (posting.h). */
struct entry_query {
    const char *text; /* NULL, or words: each a substring of an entry, case and width folded */
    const char *algorithm_types; /* codes between spaces; NULL for any */
    const char *roles;           /* the same */
    const char *status;          /* NULL for any */
    const char *area;            /* the digits that it begins with; NULL for any */
    const char *cursor;          /* an entry's ord; not of a page by number */
    int limit;
    const char *year;                  /* NULL for any */
    const char *filed_from, *filed_to; /* days, both within; NULL for any */
    long skip;                         /* of a page by number: so many come before it */
    const char *organization;          /* its name, whole, or one of before; NULL for any */
    const char *source;                /* the list that it is of, "" for issued here; NULL: any */
    const char *sort;                  /* newest, oldest, name; NULL: newest; not by number */
    const char *told_under; /* NULL, or a rule set: of an entry of which it is known what was told
                               under it (answers.h), the ord alone comes, and no number */
    long *stopped; /* NULL, or where a search ended that has looked at many in vain: its cursor; 0
                      when it did not */
};
/* Without disclosure and history; found_as says which name of before a word stands in that is
 * nowhere else. */
enum err store_entry_search(struct store *s, struct arena *a, const struct entry_query *q,
                            struct entry **out, int *n, struct fault *f) MUST;
/* The same, newest first, by how many come before. */
enum err store_entry_page(struct store *s, struct arena *a, const struct entry_query *q,
                          struct entry **out, int *n, struct fault *f) MUST;

/* Some entry has this code: of a facet, of an area its beginning. */
enum err store_entry_coded(struct store *s, enum facet facet, const char *code, bool *is,
                           struct fault *f) MUST;

/* How many there are under all filters but that of the facet, and with this code of it. */
struct entry_tally {
    enum facet facet;
    const char *code;
    long n;
};
struct entry_total {
    long n;
    bool is_most; /* words were looked for in too many to look at each: n is not exceeded */
};
/* Fills total and n of each tally. */
enum err store_entry_count(struct store *s, struct arena *a, const struct entry_query *q,
                           struct entry_tally *tallies, int n, struct entry_total *total,
                           struct fault *f) MUST;

/* All entries, counted by what people narrow a search with. */
enum err store_entry_groups(struct store *s, struct arena *a, struct entry_group **out, int *n,
                            struct fault *f) MUST;
/* How many were published in a month, "2026-11", the newest first. */
enum err store_entry_months(struct store *s, struct arena *a, int most, struct entry_count **out,
                            int *n, struct fault *f) MUST;
/* How many organizations have an entry. */
enum err store_entry_organizations(struct store *s, int64_t *n, struct fault *f) MUST;

#endif
