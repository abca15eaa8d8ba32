/* The differences between two answers of the rules. Private to this room. */
#ifndef CHANGE_H
#define CHANGE_H

#include "govern/hit.h"

/* In the order of govern_replay_kinds. */
enum replay_kind {
    KIND_ACCEPT_TO_REFUSE,
    KIND_REFUSE_TO_ACCEPT,
    KIND_FINDINGS_CHANGED,
    KIND_DEADLINE_MOVED,
    KIND_ROUTE_MOVED,
    KIND_DERIVED_CHANGED,
    KIND_ERROR, /* the candidate gave no answer, or a rule of it failed, where the base had none of
                   this */
    KIND__MAX
};

/* One judgement, before and after. */
struct change {
    unsigned kinds; /* bits of enum replay_kind; 0: none that anybody could tell */
    /* verdict, findings, deadlines, route, derived: those that differ; no values of fields */
    json_t *what;
    json_t *rules;    /* id → {what, title, law, source} */
    json_t *deadline; /* name → "earlier", "later", "other" */
};
/* Two answers of the rules about the same facts (JSON; NULL: not known). A candidate may answer
 * whatever it can make of what filers typed, and whoever wrote it reads the changes: they hold ids
 * and codes that the sets declare, places that the forms declare, and days that stand in the facts.
 */
struct compared {
    const json_t *before, *after;
    const char *facts;
};
/* Everything is in the arena. */
void change_find(struct arena *a, const struct compared *of, struct change *out);
/* "accept_to_refuse findings_changed", and " rule.a rule.b ". */
const char *change_kinds(struct arena *a, const struct change *c);
const char *change_rules(struct arena *a, const struct change *c);

#endif
