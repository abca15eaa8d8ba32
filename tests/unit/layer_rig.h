/*
 * layer_rig: the set-up of what is laid over a rule set. Texts of declarations, a judge with some
 * files laid over the test set, and what it says of a subject on a day.
 */
#ifndef LAYER_RIG_H
#define LAYER_RIG_H

#include "policy_rig.h"

#define LIMIT(value)                                                                               \
    "limit { name = 'name_max', title = '名称字数', value = " value ", law = '测试法' }\n"
#define RULE(id, body)                                                                             \
    "rule {\n"                                                                                     \
    "  id = '" id "', title = '本地', law = '测试法', severity = 'warning', "                 \
    "kinds = { 'subject' },\n"                                                                     \
    "  reads = { 'filing.data.basic.name' },\n"                                                    \
    "  check = function(facts, say) " body " end,\n}\n"
/* A case that wants a finding of that rule. */
#define CASE(id)                                                                                   \
    "case { name = '" id " 说话', form = 'subject', "                                            \
    "expect = { findings = { { rule = '" id "' } } } }\n"
#define FIELD(name, more)                                                                          \
    "field { name = '" name "', label = '" name "', type = 'text', max = 9, "                      \
    "visibility = 'public', help = '写', example = '例', " more " }"
#define AMEND(more) "amend { kind = 'subject', section = 'basic', " more " }\n"

/* A judge with those files over the test set (as RIG_FILES makes them); when the set does not load,
 * the test has failed and it is NULL. */
struct policy *layer_open(const char *const *files);

/* The answer about a subject filed that day that was first submitted on the other, NULL for never;
 * "" when there is none, and the test has failed. */
const char *layer_answer(struct policy *p, const char *today, const char *first);

/* The declaration of that id is local and stands at `at` (file:line); it covers the base's at
 * `base`, NULL for nothing. */
void layer_check(struct policy *p, const char *id, const char *at, const char *base);

#endif
