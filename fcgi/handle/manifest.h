/*
 * manifest: what a rule set declares, as answers hold it. The engine writes these texts and they
 * are passed on unread, so no member lies in a struct. Private to this room.
 */
#ifndef HANDLE_MANIFEST_H
#define HANDLE_MANIFEST_H

#include "http/http.h"

#define LIMIT_VALUE "数、文字或真假，或按日期的若干个，由 limits.lua 的声明而定"

/* The years whose days are decreed. */
extern const struct member calendar_members[];
/* A rule; one with how often it has spoken; any declaration with that. */
extern const struct member rule_members[], fired_rule_members[], fired_declared_members[];
/* A declaration of the local layer whose base has changed under it. */
extern const struct member conflict_members[];
/* A form as pages draw it. A field of a list has fields of its own: FormField of openapi.json. */
extern const struct member form_section_members[], form_field_members[];
extern const struct member vocabulary_answer[];
/* form.c: a whole form. */
extern const struct member form_answer[];
struct context;
/* The action that is asked for, or the first that the form knows; NULL when it does not know it. */
const char *form_action(struct context *c, const json_t *form);

#endif
