/*
 * compare: what was filled in then and what is now, in the words of the rule set of each: the
 * reasons of the last return beside what they were about, versions beside each other, and the
 * files that data name.
 */
#ifndef CASEWORK_COMPARE_H
#define CASEWORK_COMPARE_H

#include "casework/frozen.h"
#include "casework/shown.h"

/* One state of a filing. */
struct state_of {
    const struct filing *filing;
    long version; /* 0: what is typed now */
    const char *rule_set;
    const json_t *data, *products; /* as in struct version */
    struct files files;            /* the organization's that the data name */
    struct data_side side;
};
enum err compare_version(struct casework *w, const struct filing *x, long n,
                         struct state_of *out) MUST;
enum err compare_draft(struct casework *w, const struct filing *x, struct state_of *out) MUST;

/* The form of a kind under a set; where nobody has that set any more, the one in use. hash NULL:
 * that, too. */
enum err compare_form(struct casework *w, const char *hash, const char *kind,
                      const json_t **form) MUST;
/* Under which set a version was handed in; NULL: that is not known. */
enum err compare_set_of(struct casework *w, const char *filing_id, long n, const char **hash) MUST;

/* JSON list of the reasons of the last return or refusal, each with what was there then and what is
 * now; "[]" when there are none. A place in a list follows its item. */
enum err compare_reasons(struct casework *w, const struct state_of *now, const char **out) MUST;
/* The same of version n, which is not looked at when there are none. */
enum err compare_reasons_of(struct casework *w, const struct filing *x, long n,
                            const char **out) MUST;
/* The same of those that were given before a version was handed in; of what is typed, of all. */
enum err compare_reasons_before(struct casework *w, const struct state_of *now,
                                const char **out) MUST;
/* The reasons of one event with the names of their places and codes, as JSON; of a place in the
 * form that it was decided by. */
enum err compare_labelled(struct casework *w, const struct filing *x, const struct event *e,
                          const char **out) MUST;
/* JSON list of rows, as data_diff() says them; of the products that both cover, too. */
enum err compare_states(struct casework *w, const struct state_of *before,
                        const struct state_of *after, const char **out) MUST;

#endif
