/*
 * policy_rig: the set-up of what asks the rules. The set in tests/hostile/set with one file laid
 * over it, as a bundle or as a folder of its own, and a question about a subject. Programs run from
 * the root of the project, and each is its own judge.
 */
#ifndef POLICY_RIG_H
#define POLICY_RIG_H

#include "policy/policy.h"
#include "rig.h"

#define RIG_SET "tests/hostile/set"
#define RIG_FACTS                                                                                  \
    "{\"clock\":{\"today\":\"2026-11-24\",\"now\":\"2026-11-24T18:00:00+08:00\"},"                 \
    "\"filing\":{\"id\":null,\"kind\":\"subject\",\"action\":\"initial\",\"version\":1,"           \
    "\"data\":{\"basic\":{\"name\":\"好\"}},\"submitted_on\":null},"                              \
    "\"organization\":{\"id\":\"org\",\"name\":\"某\",\"serial\":1234567,"                        \
    "\"credit_code_elsewhere\":false,\"subject\":null},"                                           \
    "\"products\":[],\"attachments\":{}}"

/* The rule test.hostile with those lines of Lua in its check. */
#define RIG_CHECK "checks/hostile.lua"
#define RIG_RULE(body)                                                                             \
    "rule {\n"                                                                                     \
    "  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', "             \
    "kinds = { 'subject' },\n"                                                                     \
    "  reads = { 'filing.data.basic.name' },\n"                                                    \
    "  check = function(facts, say)\n" body "\n  end,\n}\n"

/* The default limits with much time: only tests about time are about time, on a busy machine and
 * under sanitizers, too. */
struct policy_limits rig_limits(void);

/* Files laid over the set: path, text, …, NULL. Paths below local/ are its local layer. */
#define RIG_FILES(...) ((const char *const[]){__VA_ARGS__, NULL})
/* The caller frees *b. */
enum err rig_bundle_of(struct bundle **b, const char *const *files, struct fault *f);

/* The set with the file at path replaced by text (path NULL: as it is). With lib/x.lua comes a rule
 * that calls its deep.bump, for a library is nothing without one. The caller frees it. */
struct bundle *rig_bundle(const char *path, const char *text);
/* A judge with that set; limits NULL: rig_limits(). */
enum err rig_policy_open(struct policy **p, const char *path, const char *text,
                         const struct policy_limits *limits, struct fault *f);
/* For tests that are not about the set: it loads, or no test goes on. */
struct policy *rig_policy(const char *path, const char *text, const struct policy_limits *limits);

/* A judge with the set of that folder, under rig_limits(). */
struct policy *rig_policy_of(const char *folder);

/* The judge answers a question that has nothing to do with filings. */
void rig_check_answers(struct policy *p);

/* The set as a folder of its own: root is RIG_TEMP before and the folder's name after. */
void rig_set_copy(char *root);

#endif
