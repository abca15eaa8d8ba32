/*
 * Trials: a set is put together, gets a judge, and its cases are run. Each starts a judge, which
 * takes a tenth of a second or more: never inside a transaction.
 */
#ifndef GOVERN_TRIAL_H
#define GOVERN_TRIAL_H

#include "policy/policy.h"
#include "store/store.h"

/* A judge with a stored set; hash NULL: with the active one. ERR_NOTFOUND when it is not stored,
 * ERR_RULE when it does not load. */
enum err govern_judge(struct store *s, struct arena *a, const char *hash,
                      const struct policy_limits *limits, struct policy **out,
                      struct fault *f) MUST;
/* A judge with a set whose row has been loaded, for a caller who tells the two failures apart. */
enum err govern_judge_of(const struct rule_set *set, const struct policy_limits *limits,
                         struct policy **out, struct fault *f) MUST;

/* The outcome of loading a set and running its cases. Strings are in the arena given. */
struct trial {
    bool is_loaded, is_passed;
    const char *report; /* JSON: the cases' report with "fault" {file, line, message} or null; when
                           it did not load, the fault alone */
    const char *manifest; /* JSON; NULL when it did not load */
    struct fault fault;   /* says what is wrong, when something is */
};
/* In a judge of its own. with_cases false: only loads it. */
void govern_try(struct arena *a, const struct policy_limits *limits, const struct bundle *b,
                bool with_cases, struct trial *out);
/* Tries a stored set in that way. */
void govern_try_stored(struct arena *a, const struct policy_limits *limits,
                       const struct rule_set *set, bool with_cases, struct trial *out);
/* The file and the line (0: none) of a fault's where, "rules/checks/x.lua:12"; the file as the
 * bundle calls it. */
const char *govern_fault_file(struct arena *a, const struct fault *f, long *line);

/* A set made of another's files and changes to them (path → text, null: without it). ERR_RULE names
 * the file in fault.where. */
enum err govern_merge(struct arena *a, const char *base_files, const json_t *changes,
                      struct bundle **out, struct fault *f) MUST;
/* The local changes of a set whose base changed under them since another: a JSON array. */
const char *govern_conflicts(struct arena *a, const char *old_manifest, const char *new_manifest);

#endif
