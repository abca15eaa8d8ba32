/*
 * judging: what the rules are told of a filing (facts), and what they said (a judgement in hand).
 */
#ifndef CASEWORK_JUDGING_H
#define CASEWORK_JUDGING_H

#include "casework/work.h"

/* Ids in the attachment fields that a form has of some data, each once, in order; data_attachments:
 * of the form in use. */
void form_attachments(struct arena *a, const struct shape *shape, const json_t *data,
                      struct id_list *out);
void data_attachments(struct casework *w, const char *kind, const json_t *data,
                      struct id_list *out);

struct coverage_list {
    struct coverage *rows;
    int n;
};
/* The coverage rows of a filing. */
void data_coverage(struct casework *w, const struct filing *x, const json_t *data,
                   struct coverage_list *out);

/* The code that the form names (code_at), its letters in capitals, however they were typed: two
 * that differ in nothing else are one. NULL: none. */
const char *data_credit_code(struct casework *w, const char *kind, const json_t *data);

/* Types and names of data against the form, and the length of lists. ERR_INPUT with findings. A
 * member that the form does not know passes when old (NULL allowed) holds the same. */
enum err data_shape(struct casework *w, const char *kind, const json_t *data,
                    const json_t *old) MUST;

/* The set reads the path, something above it or something below it, to judge that kind. */
bool facts_are_read(const struct casework *w, const char *kind, const char *path);

/* Where a filing stands and stood. */
struct course {
    const char *stage, *stage_on; /* that it is at, and the day on which its task was opened; NULL:
                                     none */
    const char *returned_on;      /* the last time; NULL: never */
    /* JSON list: when it stood in a state in which a clock of its kind stands still, each {"from",
     * "state", "to"?} */
    const char *pauses;
};

/* When what a change or deregistration is about was approved, by Beijing days. */
struct approved_days {
    const char *first_on; /* it came into force; NULL: unknown */
    const char *on;       /* of the version that is in force */
};

/* Of one organization, by their ids. */
struct files {
    struct attachment *rows;
    int n;
};

struct facts_of {
    const char *filing_id, *kind, *action;
    long version;
    const char *changed; /* JSON list: fields that differ from those in force; NULL: of none */
    const char *data;    /* JSON text, and parsed */
    const json_t *parsed;
    const char *title;        /* of the filing; NULL: none */
    const char *dropped;      /* what was left out of data, as in struct frozen */
    const char *products;     /* JSON list: those it covers; NULL: none */
    const char *text_hash;    /* of its texts; NULL: none */
    const char *filed, *tree; /* of a product: product.filed and product.tree; NULL: none */
    const char *alike;        /* of a product: product.alike; NULL: none */
    const struct organization *organization; /* NULL: nobody's (public check) */
    const char *subject; /* JSON of who it is about to be; NULL: who it is, as was approved */
    struct id_list *attachments;    /* in the data, the organization's own remain; NULL: none */
    const struct files *files;      /* among which these are, where they are loaded; NULL */
    const char *today;              /* NULL: the real one */
    const char *submitted_on;       /* NULL before */
    const char *first_submitted_on; /* of version 1; NULL before */
    const struct course *course;    /* NULL: of what is no filing */
    const struct approved_days *approval; /* of what it is about; NULL: of nothing earlier */
    const char *issue;                    /* JSON object or NULL */
    /* What stands with other organizations is told; false is said of it otherwise, for whoever only
     * tries is not to learn it. */
    bool tells_elsewhere;
};
/* Loads the rest and writes it as one canonical JSON object: of what judges this kind, only what
 * the set reads (manifest.reads); of what publishes (issue given), all. ERR_INPUT "too_much", with
 * the largest parts as findings, when that is more than the rules may be told. */
enum err facts_build(struct casework *w, const struct facts_of *of, const char **facts) MUST;

/* An answer of the rules in hand. What of them failed is a fault among the findings; an error that
 * was found refuses all the same. */
struct judged {
    const char *verdict, *answer; /* the whole answer as JSON */
    const json_t *parsed;
    const char *rule_set, *facts, *facts_hash;
    bool is_fault;
    struct fault fault; /* when is_fault: the first crash, limit or time-out */
};
/* Waits for the judge: no snapshot and no transaction may be open. ERR_RULE only when nothing at
 * all is known, not even what the form says. */
enum err casework_judge(struct casework *w, const char *facts, struct judged *j) MUST;

/* How many errors were found. */
long judged_errors(const struct judged *j);

/* What was filed in a version, for conditions of the law: {filing: {data}, derived}. */
enum err casework_filed(struct casework *w, const struct filing *x, const json_t **facts) MUST;

/* Keeps it as a judgement on x, and counts the rules that spoke. */
enum err judgement_keep(struct casework *w, const struct filing *x, const char *occasion,
                        const struct judged *j) MUST;
/* The newest judgement on x is the same refusal: under the same set, of the same facts but for the
 * time of day. Who presses the button again and again is told again, and fills no table. */
enum err judgement_is_kept(struct casework *w, const struct filing *x, const struct judged *j,
                           bool *out) MUST;
/* A fault of the rules is for the audit trail, too; so is that they gave no answer at all. */
/* How many errors it names. */
long judged_errors(const struct judged *j);
enum err judgement_audit(struct casework *w, const struct filing *x, const struct judged *j) MUST;

#endif
