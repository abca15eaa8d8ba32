/*
 * policy: asks the judge. Facts go in as JSON, the decision comes out as JSON; what the rules say
 * is none of this room's business, and no other room sees how they are run.
 *
 * A policy is one rule set in one judge process: the program itself, executed again as `suanbei
 * judge` with a socket as its descriptor 3, jailed before it reads the first byte of a rule. A
 * judge that does not answer in its wall budget is killed, a judge that dies is replaced at the
 * next question; either way the question in hand ends in ERR_RULE and the caller fails closed.
 */
#ifndef POLICY_H
#define POLICY_H

#include "base/base.h"

/* ---- a rule set as text ---------------------------------------------------------------------- */

/*
 * An immutable map path → content ("forms/algorithm.lua" → …), and its SHA-256 over the version of
 * the host API and every path and content in path order. Two layers: what is shipped, and below
 * "local/" what the operator lays over it. Both are kept, so that what lies under an override stays
 * known; which wins is the engine's business (load.lua).
 */
struct bundle;
/* Every *.lua and *.json below folder, and those of local (NULL or missing: none) as "local/…" (a
 * set written out whole has it there). At most 512 files, 1 MiB each, 8 MiB in all, UTF-8, plain
 * names, none empty, no symbolic links; anything else is ERR_RULE and says which file. */
enum err bundle_read(struct bundle **out, const char *folder, const char *local,
                     struct fault *f) MUST;
enum err bundle_parse(struct bundle **out, const char *json, size_t n,
                      struct fault *f) MUST;                /* {"path":"content",…} */
char *bundle_text(const struct bundle *b, struct arena *a); /* the same JSON back */
const char *bundle_hash(const struct bundle *b);            /* 64 hex digits */
const char *bundle_path(const struct bundle *b, int i);     /* in path order; NULL: no more */
const char *bundle_file(const struct bundle *b, const char *path); /* its content, NULL: none */
/* A copy with one file replaced or added. */
enum err bundle_with(struct bundle **out, const struct bundle *b, const char *path,
                     const char *text, struct fault *f) MUST;
/* The lines of the declaration that begins at that line of a file as messages name it
 * ("rules/x.lua", "rules.local/x.lua"): up to the bracket that closes it. In the arena; NULL when
 * there is no such line. */
char *bundle_declaration(const struct bundle *b, const char *file, int line, struct arena *a);
void bundle_free(struct bundle *b);

/* ---- one judge ------------------------------------------------------------------------------- */

struct policy_limits {
    int load_wall_ms; /* to load a set or run its cases */
    int ask_wall_ms;  /* to answer one question */
    long budget_ops; /* VM instructions of one question, and what host functions charge (loading: 50
                        times that) */
    size_t memory_bytes; /* of the Lua state */
};
extern const struct policy_limits policy_limits_default; /* 10 s, 0.8 s, 3 million, 64 MiB */

struct policy;
/* Starts a judge and loads the set whole. ERR_RULE names file, line and field in Chinese; *out is
 * then NULL. */
enum err policy_open(struct policy **out, const struct bundle *b,
                     const struct policy_limits *limits, struct fault *f) MUST;
void policy_close(struct policy *p); /* NULL allowed */
const char *policy_rule_set(const struct policy *p);
/* What the set declares (forms with their schemas, vocabulary, workflow, numbering, limits, rules);
 * borrowed until close. */
const json_t *policy_manifest(const struct policy *p);

/*
 * What the set declares under an id ("website.icp", "limit.name_max", "field.algorithm.basic.name";
 * NULL when nothing): {id, word, title, layer: "base"|"local", file, line, law, fingerprint,
 * overrides: null|{file,line,fingerprint,value?}, cases: [{name,file}], and where it has them
 * value, unit, severity, kinds, reads, since, since_of}. Borrowed until close.
 */
const json_t *policy_declared(const struct policy *p, const char *id);
/*
 * What an upgrade changed under local overrides that stayed as they were. Two manifests, of the old
 * and the new base with the same local layer → [{id, title, file, line, base_file, base_line,
 * message}], a new reference for the caller. ERR_INPUT when one of them is no manifest.
 */
enum err policy_conflicts(const json_t *old_manifest, const json_t *new_manifest, json_t **out,
                          struct fault *f) MUST;

/* Runs the set's cases. OK when every one passes and together they reach enough of the set;
 * otherwise ERR_RULE with the first that does not ("rule_case"), or with the rule or line not
 * reached ("rule_coverage"). *report (in the arena) is
 * {"passed":N,"failed":N,"cases":[{"name","file","ok","message"}],"coverage":{"rules":{"total","covered","missing":[{"rule","where",
 * "message"}]},"lines":{"total","covered","percent","required"},"files":[{"file","total","covered","missing":[line]}]}};
 * percent is rounded down, and only lines of functions count: declarations run whenever a set is
 * loaded. */
enum err policy_test(struct policy *p, struct arena *a, const char **report, struct fault *f) MUST;
/* The same to the first case that fails, with no report and no look at what was reached: whether a
 * changed set is noticed. */
enum err policy_test_early(struct policy *p, struct arena *a, struct fault *f) MUST;

enum policy_verb {
    POLICY_DECIDE,  /* facts → {verdict, findings, deadlines, route, trace, rule_set, facts_hash,
                       engine} */
    POLICY_ASSIGN,  /* facts → {deadlines, route}: the same without any check, for when a check is
                       broken */
    POLICY_PUBLISH, /* facts with serials → {number, entry}: what the register will show */
    POLICY_NUMBER, /* {text} → {number, digits} or {reason}: a filing number as people write it */
    POLICY_DAYS, /* {from, days} → {from, days, due_on, provisional, counted} or {reason, message}
                  */
    POLICY__MAX
};
/* Asks. facts is one JSON object; *answer is one JSON object in the arena. ERR_RULE when the judge
 * gave none: fault.code is "rule_error", "rule_budget", "rule_memory", "rule_timeout" or
 * "rule_crash", fault.where file and line when known. */
enum err policy_ask(struct policy *p, struct arena *a, enum policy_verb verb, const char *facts,
                    const char **answer, struct fault *f) MUST;

/* The hash under which facts are kept: SHA-256 of their canonical form. */
enum err policy_facts_hash(struct arena *a, const char *facts, char out[SHA256_TEXT],
                           struct fault *f) MUST;
/* Decides, whatever the rules do. When they give no answer, *answer is one of our making: verdict
 * needs_human, the fault as its finding, deadlines and route from a second question if that is
 * answered; why->err is then ERR_RULE and why says what happened. */
enum err policy_decide(struct policy *p, struct arena *a, const char *facts, const char **answer,
                       struct fault *why) MUST;

/* ---- many questions at once, for replays ----------------------------------------------------- */

#define POLICY_BATCH_MAX 256
struct policy_facts {
    const char *text; /* one JSON object */
    size_t n;
};
/* What was decided, without the words: outcomes with one hash say the same, wherever their rules
 * stand. */
struct policy_outcome {
    enum { POLICY_ACCEPTABLE, POLICY_NOT_ACCEPTABLE, POLICY_NEEDS_HUMAN, POLICY_NO_ANSWER } what;
    char hash[SHA256_TEXT]; /* "" for POLICY_NO_ANSWER */
};
/* Hands over 1 to POLICY_BATCH_MAX questions, at most 16 MiB in all, and does not wait: the judge
 * works meanwhile. Between the two calls nothing else may be asked. ERR_RULE as for policy_ask. */
enum err policy_batch_start(struct policy *p, struct arena *a, const struct policy_facts *q, int n,
                            struct fault *f) MUST;
/* Readable when the answer comes. */
int policy_batch_fd(const struct policy *p);
/* Waits for the outcomes, in order. *got may be less than n: the last one then ran into a limit,
 * and the rest must be asked again. */
enum err policy_batch_end(struct policy *p, struct arena *a, struct policy_outcome *out, int n,
                          int *got, struct fault *f) MUST;

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

/* The other end: what `suanbei judge` runs. Talks on descriptor 3, never returns to its caller's
 * work. */
int policy_judge_main(void);

/* The words and functions that a rule set finds here, as set.lua names them: part of its hash. */
#define POLICY_API 1
/* What judges, for every decision: its version, and the beginning of a hash over the engine's own
 * files. */
const char *policy_engine(void);

#endif
