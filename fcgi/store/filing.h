/* store/filing: filings and what hangs on them: versions, history, saves that lost. */
#ifndef STORE_FILING_H
#define STORE_FILING_H

#include "model/model.h"

struct store;

/* Sets id, version 1, revision 1, times. ERR_CONFLICT when it is single and the organization has a
 * live one of its kind. */
enum err store_filing_add(struct store *s, struct filing *x, struct fault *f) MUST;
enum err store_filing_load(struct store *s, struct arena *a, const char *id, struct filing *out,
                           struct fault *f) MUST;
/* Without what was typed into it, and that alone: who is shown what was submitted needs none. */
enum err store_filing_head(struct store *s, struct arena *a, const char *id, struct filing *out,
                           struct fault *f) MUST;
enum err store_filing_data(struct store *s, struct arena *a, const char *id, const char **data,
                           struct fault *f) MUST;

enum open_reasons { REASONS_ANY, REASONS_OPEN, REASONS_NONE }; /* the latter two: editable ones */
struct filing_query {
    const char *organization_id;
    const char *limited_by;    /* the mandate that names them; NULL: all */
    const char *kind;          /* NULL for any */
    const char *const *states; /* any of these, NULL-terminated; NULL for any */
    bool is_open;              /* beside states: those in their filer's hands, too */
    const char *title;         /* a part of it, letters in either case; NULL for any */
    enum open_reasons reasons;
    const char *cursor; /* of store_filing_cursor() */
    int limit;
};
/* The last changed first, without data. */
enum err store_filing_list(struct store *s, struct arena *a, const struct filing_query *q,
                           struct filing **out, int *n, struct fault *f) MUST;
const char *store_filing_cursor(struct arena *a, const struct filing *last);
/* How many of an organization's are of one kind in one state. */
struct filing_count {
    const char *kind, *state, *standing;
    long n;
};
enum err store_filing_counts(struct store *s, struct arena *a, const struct filing_query *q,
                             struct filing_count **out, int *n, struct fault *f) MUST;
/* A draft of that kind and action that nobody has written into. ERR_NOTFOUND when there is none. */
enum err store_filing_untouched(struct store *s, struct arena *a, const struct filing *like,
                                struct filing *out, struct fault *f) MUST;

/* Takes data, title, checked_with, saved_by and version from x, where x->revision and x->state are
 * still the stored ones, and raises the revision. ERR_STALE when they are not. */
enum err store_filing_save(struct store *s, struct filing *x, struct fault *f) MUST;
/* Takes state, standing, version, number, rule_set, checked_with, submitted_at and text_hash; else
 * as a save, but ERR_AGAIN. */
enum err store_filing_move(struct store *s, struct filing *x, struct fault *f) MUST;
/* The organization has one of that kind in force. */
enum err store_filing_in_force(struct store *s, const char *organization_id, const char *kind,
                               bool *is, struct fault *f) MUST;
/* Live filings of one kind in one state: not deleted, and not over. */
struct filing_group {
    const char *kind, *state, *standing;
    const char *stage, *clock; /* of their tasks that are not done; NULL without one */
    long n;
};
enum err store_filing_groups(struct store *s, struct arena *a, struct filing_group **out, int *n,
                             struct fault *f) MUST;
/* Where the live filings of one kind and state go with another rule set. */
struct filing_landing {
    const char *kind, *from;
    const char *state, *standing;
    const char *stage, *clock; /* of their tasks; stage NULL: these go */
    const char *ahead;         /* JSON list: the clocks of that stage, and of others after it */
};
/* Moves them with their tasks, which are open again where the stage is another; the clock that one
 * leaves is over. Those whose state is another get an event, and a row for whoever delivers
 * notices; those that have clocks wait for somebody who asks the rules about these. */
enum err store_filings_land(struct store *s, const struct filing_landing *x, struct fault *f) MUST;
/* Drafts of that kind without any clock are to be asked about, too. */
enum err store_unasked_drafts(struct store *s, const char *kind, struct fault *f) MUST;
/* And what the organization has under way that has a clock. */
enum err store_unasked_organization(struct store *s, const char *organization_id,
                                    struct fault *f) MUST;
/* Do any wait? */
enum err store_unasked_any(struct store *s, bool *out, struct fault *f) MUST;
/* The next of those that wait, and that one does no longer. */
enum err store_filings_unasked(struct store *s, struct arena *a, int limit, struct filing **out,
                               int *n, struct fault *f) MUST;
enum err store_unasked_drop(struct store *s, const char *filing_id, struct fault *f) MUST;
/* Takes checked_with, the set that looked at it last, and missing. The revision stays: nothing was
 * typed. */
enum err store_filing_checked(struct store *s, const struct filing *x, struct fault *f) MUST;
/* What is open about that filing; ERR_NOTFOUND when nothing is. */
enum err store_filing_open_of(struct store *s, struct arena *a, const char *of_id,
                              struct filing *out, struct fault *f) MUST;
/* All that were ever about it, newest first, without data. */
enum err store_filing_list_of(struct store *s, struct arena *a, const char *of_id, int limit,
                              struct filing **out, int *n, struct fault *f) MUST;
enum err store_filing_missing(struct store *s, const char *id, long missing, struct fault *f) MUST;
/* Only a draft that was never submitted. Its row stays without content, for its history. */
enum err store_filing_delete(struct store *s, const char *id, long revision, struct fault *f) MUST;

struct beside_query {
    const char *organization_id;
    const char *filing_id;         /* not this one; NULL: all */
    const char *title, *text_hash; /* those alike come first; NULL: nothing is */
    int limit;
};
/* The organization's others that are not over, a row for those that are told alike. */
enum err store_filing_beside(struct store *s, struct arena *a, const struct beside_query *q,
                             struct beside **out, int *n, struct fault *f) MUST;
struct elsewhere_query {
    const char *organization_id, *kind;
};
/* Does this title, or do these long texts (by hash), stand in another organization's filing? */
enum err store_title_elsewhere(struct store *s, const struct elsewhere_query *q, const char *title,
                               bool *out, struct fault *f) MUST;
enum err store_text_elsewhere(struct store *s, const struct elsewhere_query *q, const char *hash,
                              bool *out, struct fault *f) MUST;

/* Sets id. The newest twenty of a filing stay. */
enum err store_kept_add(struct store *s, struct kept *x, struct fault *f) MUST;
enum err store_kept_load(struct store *s, struct arena *a, const char *filing_id, const char *id,
                         struct kept *out, struct fault *f) MUST;

enum err store_kept_newest(struct store *s, struct arena *a, const char *filing_id,
                           struct kept *out, struct fault *f) MUST;
/* The newest first, without data. */
enum err store_kept_list(struct store *s, struct arena *a, const char *filing_id, struct kept **out,
                         int *n, struct fault *f) MUST;
enum err store_kept_delete(struct store *s, const char *filing_id, const char *id,
                           struct fault *f) MUST;

enum err store_version_add(struct store *s, const struct version *x, struct fault *f) MUST;
enum err store_version_load(struct store *s, struct arena *a, const char *filing_id, long n,
                            struct version *out, struct fault *f) MUST;
/* The version of an organization's subject that was approved. ERR_NOTFOUND before there is one. */
enum err store_subject_approved(struct store *s, struct arena *a, const char *organization_id,
                                struct version *out, struct fault *f) MUST;
/* The last that was submitted, of those up to a version: what a reviewer reads. These three come
 * without what is shown beside the data. */
enum err store_version_newest(struct store *s, struct arena *a, const char *filing_id, long most,
                              struct version *out, struct fault *f) MUST;
/* The same one: its data, and what is shown beside them. */
enum err store_version_shown(struct store *s, struct arena *a, const char *filing_id, long most,
                             struct version *out, struct fault *f) MUST;
/* Newest first, without data and products. */
enum err store_version_list(struct store *s, struct arena *a, const char *filing_id,
                            struct version **out, int *n, struct fault *f) MUST;

enum err store_event_add(struct store *s, const struct event *x, struct fault *f) MUST;
/* The last that gave reasons, of those of versions before that one (LONG_MAX: any): these, its
 * version, what it was, and when. ERR_NOTFOUND when none ever did. */
enum err store_event_reasons(struct store *s, struct arena *a, const char *filing_id, long below,
                             struct event *out, struct fault *f) MUST;
/* Newest first: those, with version, what, role, when and round. */
enum err store_event_rounds(struct store *s, struct arena *a, const struct event_query *q,
                            struct event **out, int *n, struct fault *f) MUST;
/* Oldest first: what, version, both states and at, of those that led to a state. */
enum err store_event_moves(struct store *s, struct arena *a, const char *filing_id,
                           struct event **out, int *n, struct fault *f) MUST;
/* Oldest first. */
/* Who handed it in at that time, acting by a mandate; ERR_NOTFOUND when its own people did. */
enum err store_filing_agent(struct store *s, struct arena *a, const char *filing_id, int64_t at,
                            struct account *out, struct fault *f) MUST;
enum err store_event_list(struct store *s, struct arena *a, const char *filing_id,
                          struct event **out, int *n, struct fault *f) MUST;

#endif
