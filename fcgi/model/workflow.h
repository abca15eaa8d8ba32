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
/* The Chinese word; the code itself when the set has none. */
const char *workflow_label(const json_t *manifest, const char *state);
/* The gate before a kind: an object with code, message, law; NULL when there is none. */
const json_t *workflow_gate(const json_t *manifest, const char *kind);

#endif
