/* model/workflow: the moves that a rule set declares, read from its manifest. */
#ifndef MODEL_WORKFLOW_H
#define MODEL_WORKFLOW_H

#include "base/base.h"

/* The state that event leads to, from manifest.workflow.transitions; NULL when it is not allowed
 * from there, or not to roles. */
const char *workflow_next(const json_t *manifest, const char *kind, const char *event,
                          const char *from, unsigned roles);
/* The review stage of a state, NULL for none; borrowed from the manifest. */
const char *workflow_stage(const json_t *manifest, const char *state);
/* The role that works a stage; 0 when the stage is not declared. */
unsigned workflow_stage_role(const json_t *manifest, const char *stage);
const char *workflow_stage_label(const json_t *manifest, const char *stage);
bool workflow_is_editable(const json_t *manifest, const char *state);
/* Where a state stands, as bits. */
enum standing {
    STANDING_EDITABLE = 1, /* in the filer's hands */
    STANDING_REVIEW = 2,
    STANDING_IN_FORCE = 4,
    STANDING_OVER = 8
};
enum standing workflow_standing(const json_t *manifest, const char *state);
const char *standing_name(enum standing x); /* "editable", "review", "in_force", "over" */
/* The codes of the states of these standings, each between spaces: " approved submitted ". */
const char *workflow_states(struct arena *a, const json_t *manifest, unsigned standings);
/* The Chinese word; the code itself when the set has none. */
const char *workflow_label(const json_t *manifest, const char *state);
/* The gate before a kind: an object with code, message, law; NULL when there is none. */
const json_t *workflow_gate(const json_t *manifest, const char *kind);

#endif
