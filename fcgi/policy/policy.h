/*
 * policy: asks the judge. Facts go in as JSON, the judgement comes out as JSON; what the rules say
 * is none of this room's business, and no other room sees how they are run.
 *
 * A policy is one rule set in one judge process: the program itself, executed again as `suanbei
 * judge` with a socket as its descriptor 3, jailed before it reads the first byte of a rule. A
 * judge that does not answer in its wall budget is killed, a judge that dies is replaced at the
 * next question; either way the question in hand ends in ERR_RULE and the caller fails closed.
 */
#ifndef POLICY_H
#define POLICY_H

#include "rulekit/rulekit.h"

/* ---- one judge ------------------------------------------------------------------------------- */

/* Steps are what limits a question: they are the same on every machine, however busy it is. The
 * walls are many times what so many steps take, and there to end what counts no steps. */
struct policy_limits {
    int load_wall_ms; /* to load a set or run its cases */
    int ask_wall_ms;  /* to answer one question */
    /* VM instructions of one question, and what host functions charge; loading a set or running its
     * cases may take 50 times that. */
    long budget_ops;
    size_t memory_bytes; /* of the Lua state */
};
extern const struct policy_limits policy_limits_default; /* 20 s, 5 s, 3 million, 64 MiB */

struct policy;
/* Starts a judge and loads the set whole. ERR_RULE names file, line and field in Chinese; *out is
 * then NULL. */
enum err policy_open(struct policy **out, const struct bundle *b,
                     const struct policy_limits *limits, struct fault *f) MUST;
void policy_close(struct policy *p); /* NULL allowed */
/* Files (JSON path → text) whose faults are wanted all at once. */
struct policy_texts {
    const char *files;
    bool is_whole; /* they make a set: where all are Lua, why it does not load */
};
/* In a judge of its own: *faults is [{file, line?, column?, message}] of each that is no Lua, file
 * as the bundle calls it, columns in characters from 1; or [{where, message}] of each that keeps
 * the set from loading, where as a fault says it. */
enum err policy_faults(const struct policy_texts *x, const struct policy_limits *limits,
                       struct arena *a, const char **faults, struct fault *f) MUST;
const char *policy_rule_set(const struct policy *p);
/* Its law, compiled; borrowed until close. */
const struct law *policy_law(const struct policy *p);
/* One of its forms, compiled; of a kind that it does not declare, one that asks nothing and takes
 * everything. Borrowed until close. */
const struct form *policy_form(const struct policy *p, const char *kind);
/* Of the questions since policy_slowest_begin() the longest, in microseconds, and the line of the
 * set at which it was found most often, "rules/…:12"; "" when it was short. */
void policy_slowest_begin(struct policy *p);
int64_t policy_slowest(const struct policy *p, const char **at);
/* Everything that the set declares (forms with their schemas, vocabulary, workflow, numbering,
 * limits, rules); borrowed until close. */
const json_t *policy_manifest(const struct policy *p);
/* The labels of its codes, as far as somebody has asked; borrowed until close. */
struct register_labels *policy_labels(struct policy *p);

/*
 * What the set declares under an id ("website.icp", "limit.name_max", "field.algorithm.basic.name";
 * NULL when nothing): {id, word, title, layer: "base"|"local", file, line, law, fingerprint,
 * overrides: null|{file,line,fingerprint,value?}, cases: [{name,file}], and where it has them
 * value, unit, severity, kinds, reads, since, since_of}. Borrowed until close.
 */
const json_t *policy_declared(const struct policy *p, const char *id);
/*
 * Runs the set's cases. OK when every one passes and together they reach enough of the set;
 * otherwise ERR_RULE with the first that does not ("rule_case"), or with the rule or line not
 * reached ("rule_coverage"). *report (in the arena) is
 * {"passed":N,"failed":N,"cases":[{"name","file","ok","message"}],
 *  "coverage":{"rules":{"total","covered","missing":[{"rule","where","message"}]},
 *              "lines":{"total","covered","percent","required"},
 *              "files":[{"file","total","covered","missing":[line]}]}};
 * percent is rounded down, and only lines of functions count: declarations run whenever a set is
 * loaded.
 */
enum err policy_test(struct policy *p, struct arena *a, const char **report, struct fault *f) MUST;
/* Stops at the first case that fails; makes no report and takes no look at what was reached. */
enum err policy_test_early(struct policy *p, struct arena *a, struct fault *f) MUST;

enum policy_verb {
    /* facts → {verdict, findings, deadlines, route, trace, rule_set, facts_hash, engine} */
    POLICY_JUDGE = WIRE_JUDGE,
    /* facts with serials → {number, entry}: what the register will show */
    POLICY_PUBLISH = WIRE_PUBLISH,
    /* {text} → {number, digits} or {reason}: a filing number as people write it */
    POLICY_NUMBER = WIRE_NUMBER,
    /* {from, days, unit?, rolls?} → {from, days, unit, due_on, provisional, counted} or
     * {reason, message} */
    POLICY_DAYS = WIRE_DAYS,
    /* facts → {fields: [{path, required, applicable}]}: those that are required on a condition, as
     * it is for these data, in the form's order */
    POLICY_FIELDS = WIRE_FIELDS,
    /* {questionnaire, answers, today} → {questionnaire, asked, next, outcome} or
     * {reason, message, path} */
    POLICY_QUESTIONNAIRE = WIRE_QUESTIONNAIRE
};
/* Asks. facts is one JSON object; *answer is one JSON object in the arena. ERR_RULE when the judge
 * gave none: fault.code is "rule_error", "rule_budget", "rule_memory", "rule_timeout" or
 * "rule_crash", fault.where file and line when known. */
enum err policy_ask(struct policy *p, struct arena *a, enum policy_verb verb, const char *facts,
                    const char **answer, struct fault *f) MUST;
/*
 * Has the facts judged, whatever the rules do. When there is no answer, the judge is asked again
 * and leaves out what was at work, which is then a fault among the findings; when that does not
 * help, the form alone is asked, without any function of the set. An error that was found refuses
 * all the same. why->err is ERR_RULE when the first question got no answer, and why says how the
 * rules failed. ERR_RULE with code "rules_unavailable" when not even the form could be asked:
 * nothing is known, and nothing may be accepted.
 */
enum err policy_judge(struct policy *p, struct arena *a, const char *facts, const char **answer,
                      struct fault *why) MUST;
/* The hash under which facts are kept: SHA-256 of their canonical form. */
enum err policy_facts_hash(struct arena *a, const char *facts, char out[SHA256_TEXT],
                           struct fault *f) MUST;
/* Names what judges: see rulekit_engine(). */
const char *policy_engine(void);

/* ---- do the cases notice? -------------------------------------------------------------------- */

/* A change of one operator or constant in a function of the set, after which it still loaded and
 * all cases still passed. */
struct survivor {
    const char *path;
    int line;
    const char *was, *now; /* now "": left out */
    const char *text;      /* the line as changed */
};
struct mutation {
    size_t tried, survived;
    const struct survivor *list; /* by file and line, in the arena */
};
/* Tries every such change: < and <=, > and >=, == and ~=, and and or, + and -, * and //, true and
 * false, no not, an integer one more. As many processes as workers, each with a judge. ERR_RULE as
 * from policy_test() when the set itself does not pass. */
enum err policy_mutate(const struct bundle *b, const struct policy_limits *limits, int workers,
                       struct arena *a, struct mutation *out, struct fault *f) MUST;

#include "policy/batch.h"

#endif
