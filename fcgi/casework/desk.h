/*
 * desk: what a reviewer has before them: the queue of what they may do, the most urgent of it, and
 * what they have written and not decided.
 */
#ifndef CASEWORK_DESK_H
#define CASEWORK_DESK_H

#include "casework/compare.h"
#include "casework/review.h"

/* The stages that who works, a JSON array of codes; only: of these that one alone, NULL: all. */
const char *desk_stages(const struct casework *w, const char *only);
/* The same of those that who leads; and of both together, with the roles that work them. */
const char *desk_led_stages(const struct casework *w, const char *only);
const char *desk_known_stages(const struct casework *w);
const char *desk_known_roles(const struct casework *w);

/* The most urgent task that who may claim, and what the rules say of it; an id of NULL: there is
 * none. but: this one does not count, NULL allowed. In a snapshot, which asking may end. */
enum err desk_next(struct casework *w, const char *but, struct task *out) MUST;
/* Its claim, in two halves; ERR_AGAIN when somebody else was faster. */
struct taking {
    struct task task;
    struct handover handover;
};
enum err desk_take_decide(struct casework *w, struct taking *x) MUST;
enum err desk_take_store(struct casework *w, struct taking *x) MUST;

/* All that a reviewer has before them about one task. */
struct desk {
    struct task task;
    struct filing filing;
    struct version version;
    struct frozen frozen;       /* of the version */
    struct judgement judgement; /* verdict NULL: none is kept */
    const json_t *answer;       /* of the judgement, parsed */
    const char *files;          /* JSON, as shown_files() has them */
    const char *reasons, *diff; /* JSON lists of compare.h: against the version reviewed before */
    struct filing subject;      /* of its organization; id NULL: none, or not theirs to read */
    struct version filed;       /* of the subject, which was approved */
    struct task_draft draft;
};
enum err desk_load(struct casework *w, const char *task_id, struct desk *x) MUST;

/* Words for what a task is routed by, as the set in use has them; the code where it has none. */
const char *desk_class_label(const struct casework *w, const char *code);
const char *desk_area_label(const struct casework *w, const char *code);
const char *desk_grade_label(const struct casework *w, const char *code);

/* A task is due soon while so many working days are left. */
long desk_soon_days(const struct casework *w);

#endif
