/* model/judgement: what the rules said. */
#ifndef MODEL_JUDGEMENT_H
#define MODEL_JUDGEMENT_H

#include "base/base.h"

/* The rules' answer about a filing, with all that is needed to get it again. */
struct judgement {
    const char *id, *filing_id;
    long version;         /* of the filing; one that was refused never came to be */
    const char *occasion; /* "submit" */
    const char *verdict;
    const char *facts, *facts_hash, *answer; /* JSON */
    const char *outcome_hash;                /* NULL for older ones */
    const char *rule_set, *engine;
    const char *judged_by; /* account id; NULL for older ones */
    int64_t judged_at;
    long ord; /* 1, 2, … among all; the store gives both */
    long n;   /* 1, 2, … within the filing */
};

/* How many findings of each severity a judgement has. */
struct finding_counts {
    long error, warning, notice;
};

/* A rule has spoken in n judgements. */
struct firing {
    const char *rule;
    long n;
    int64_t last_at;
};

#endif
