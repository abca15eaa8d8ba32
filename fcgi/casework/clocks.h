/*
 * clocks: the deadlines of a filing as they are stored, and what the rules must be told so that
 * each counts its own days.
 */
#ifndef CASEWORK_CLOCKS_H
#define CASEWORK_CLOCKS_H

#include "casework/frozen.h"

/* What people call it. */
const char *clocks_label(const struct casework *w, const char *kind, const struct deadline *x);

/* What the days that it does not count are for; NULL: there are none, or the rules no longer say.
 */
const char *clocks_credit(const struct casework *w, const char *kind, const struct deadline *x);

/* What the rules answered, as the rows of a filing that was handed in. */
enum err clocks_start(struct casework *w, const struct filing *x, const json_t *answer) MUST;
/* What the rules are to be told for that, or of where it stands; *facts is NULL when there is
 * nothing to ask. Their answer to it, which ends the snapshot. These are for who looks at several
 * filings first and asks of all then. */
enum err clocks_facts(struct casework *w, const struct filing *x, const struct law_transition *by,
                      const char **facts) MUST;
enum err clocks_facts_here(struct casework *w, const struct filing *x, const char **facts) MUST;
enum err clocks_hear(struct casework *w, const char *facts, const struct judged **out) MUST;
/* What the rules say of the clocks once x has taken that transition today, where these hang on it;
 * *out is NULL when they do not. Ends the snapshot when it asks. */
enum err clocks_ask(struct casework *w, const struct filing *x, const struct law_transition *by,
                    const struct judged **out) MUST;
/* Keeps that answer: what it no longer names stands still where the new state says so, and is over
 * elsewhere. Of what ran out meanwhile the history has a line, of what failed the audit trail.
 * Without an answer the clocks go on as they were. */
enum err clocks_go_on(struct casework *w, const struct filing *x, const struct judged *said) MUST;
/* Of a draft that nobody has handed in: which clocks run. The rules are asked only where data
 * differ from what x holds in what these read; *out is NULL elsewhere. Ends the snapshot when it
 * asks. */
enum err clocks_draft_ask(struct casework *w, const struct filing *x, const json_t *data,
                          const struct judged **out) MUST;
/* What the rules are to be told for that of a draft as it is stored. */
enum err clocks_draft_facts(struct casework *w, const struct filing *x, const char **facts) MUST;
enum err clocks_draft_keep(struct casework *w, const struct filing *x,
                           const struct judged *said) MUST;
/* A stage is done and the next one begins: its clock is over, unless that is the next one's, too,
 * or of one that still lies ahead. */
enum err clocks_leave(struct casework *w, const struct filing *x, const struct law_stage *left,
                      const struct law_state *next) MUST;
/* What reviewers had to keep is kept, or was not, by the decision; of a filing that is over, all.
 */
enum err clocks_stop(struct casework *w, const struct filing *x) MUST;

/* ---- course.c ------------------------------------------------------------------------------- */

/* Some clock does not count the days on which the office reviewed the subject. */
bool clocks_hang_on_admission(const struct casework *w);
/* The clocks of a kind are counted from where its filings stand or stood. */
bool clocks_hang_on_moves(const struct casework *w, const char *kind);
/* As far as somebody reads it: where x stands, or will once it has taken that transition today (by
 * NULL: none). */
enum err clocks_course(struct casework *w, const struct filing *x, const struct law_transition *by,
                       struct course *out) MUST;

/* ---- clocks_again.c -------------------------------------------------------------------------- */

/* A filing that a rule set has moved, and what the rules say of its clocks since. */
struct clocks_asked {
    struct filing filing;
    const char *facts;         /* NULL: there is nothing to ask */
    const struct judged *said; /* NULL: nothing */
};
struct clocks_asked_list {
    struct clocks_asked *rows;
    int n;
};
/* The next of them, at most so many. Ends the snapshot when it asks. */
enum err clocks_again_decide(struct casework *w, int limit, struct clocks_asked_list *out) MUST;
/* Keeps that, as after any other move; a filing that moved meanwhile comes again. ERR_AGAIN when
 * another set is active by now. */
enum err clocks_again_store(struct casework *w, const struct clocks_asked_list *asked) MUST;

/* What the rules are told of the version that is under way, as it was frozen, in the place that the
 * transition leads to (NULL: where it stands). subject: as in struct facts_of. */
enum err clocks_facts_of(struct casework *w, const struct filing *x,
                         const struct law_transition *by, const char *subject,
                         const char **facts) MUST;

#endif
