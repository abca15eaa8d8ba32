/*
 * Labels: the Chinese words for codes that programs read. A code that a rule set declares (a state,
 * a stage, a choice, a form) has its label in the set; these are the codes of the core itself. One
 * table, so that a person meets one word for one thing on every page, in every message and on the
 * command line; a new label is one line of labels.c (of a role: of role.h).
 */
#ifndef MODEL_LABELS_H
#define MODEL_LABELS_H

#include <stdbool.h>

struct arena;

enum label {
    LABEL_AUDIT,       /* what somebody did: "filing.submit" */
    LABEL_AUDIT_KIND,  /* what such a thing is: "read" */
    LABEL_DELIVERY,    /* where a text on its way stands: "dead" */
    LABEL_EVENT,       /* of a history, where no rule names it: "create" */
    LABEL_EFFECT,      /* what a move brings about: "publish" */
    LABEL_FACT,        /* a path that a rule reads and no form declares: "clock.today" */
    LABEL_FORMAT,      /* of a text: "email" */
    LABEL_MEDIA,       /* of a file: "application/pdf" */
    LABEL_OBJECT,      /* what it was done to: "filing" */
    LABEL_OUTCOME,     /* of a try to deliver a text: "slow" */
    LABEL_REPLAY_KIND, /* how a judgement differs under a candidate: "route_moved" */
    LABEL_ROLE,        /* of an account: "filer" */
    LABEL_RULE_SET,    /* where a set stands: "candidate" */
    LABEL_SEVERITY,    /* of a finding: "notice" */
    LABEL_TASK,        /* where review work stands: "open" */
    LABEL_TYPE,        /* of a field, or of its JSON: "long_text", "array" */
    LABEL_VERDICT,     /* of a judgement: "acceptable" */
    LABEL_VISIBILITY,  /* of a field: "public" */
    LABEL__MAX
};
/* The n-th code of one kind, in the table's order, and its label; false past the last. */
bool label_nth(enum label what, int n, const char **code, const char **label);
/* The codes of one kind whose label holds the text: a JSON array. */
const char *label_codes_json(struct arena *a, enum label what, const char *text);
/* NULL when the code has no label. */
const char *label_find(enum label what, const char *code);
/* The code itself when it has no label: a set may be older or newer than this program. NULL: "". */
const char *label_of(enum label what, const char *code);

#endif
