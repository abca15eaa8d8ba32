/* model/rule_set: rule sets and what happened to them. */
#ifndef MODEL_RULE_SET_H
#define MODEL_RULE_SET_H

#include "base/base.h"

/* A rule set as it was added. Its row never changes; the structs below tell what happened to it. */
struct rule_set {
    const char *hash;
    const char *files;     /* JSON map of path to text; NULL in lists */
    const char *origin;    /* "folder", "proposal" */
    const char *base;      /* the set that was active when it was added; NULL for the first */
    const char *added_by;  /* account id; NULL: the folder */
    const char *note;      /* NULL when nothing was said */
    const char *manifest;  /* JSON object: what it declares; NULL in lists */
    const char *conflicts; /* JSON array: local changes whose base changed under them */
    int64_t added_at;
    /* joined */
    const char *added_by_name, *title;
    long tests, activations;
    bool is_passed; /* by the newest of its tests */
    int64_t tested_at;
    int64_t withdrawn_at; /* 0: it is meant */
};

/* A set became active. The last line is the one that is. */
struct activation {
    const char *hash;
    const char *kind;     /* watch, approved, rollback, emergency, revert */
    const char *actor_id; /* NULL: the system */
    const char *reason;   /* NULL when none was asked for */
    int64_t at;
    int64_t ends_at; /* when an emergency reverts by itself; 0 otherwise */
    /* joined */
    long n;
    const char *actor_name;
};

/* Texts that an editor has not finished. */
struct rule_work {
    const char *account_id, *id;
    const char *title;
    const char *base;  /* NULL: the active set */
    const char *files; /* JSON: path → text, null: deleted; NULL in lists */
    long bytes, revision;
    int64_t saved_at;
};

/* A run of a set's cases. */
struct rule_test {
    const char *rule_set;
    const char *report; /* JSON object; NULL in lists */
    bool is_passed;
    const char *tested_by; /* NULL: the system */
    int64_t at;
    /* joined */
    long n;
    const char *tested_by_name;
};

/* A signature under a set and the report of a replay. */
struct approval {
    const char *rule_set, *replay_id, *report_hash, *approved_by;
    const char *note; /* NULL when nothing was said */
    int64_t at;
    /* joined */
    long n;
    const char *base; /* of the replay that was read */
    const char *approved_by_name;
};

#endif
