/* The subcommands, and what they share. Private to this room. */
#ifndef FACE_H
#define FACE_H

#include "govern/govern.h"

/* Each gets its own name as argv[0] and returns the exit status. */
int run_user(int argc, char **argv);
int run_rules(int argc, char **argv);
int run_decide(int argc, char **argv);
int run_deadlines(int argc, char **argv);    /* argv[1] is "deadlines" */
int run_govern(int argc, char **argv);       /* argv[1] is one of the words below */
int run_rules_replay(int argc, char **argv); /* argv[1] is replay */
int run_audit(int argc, char **argv);
int run_import(int argc, char **argv);
int run_keys(int argc, char **argv);
int run_backup(int argc, char **argv);
int run_restore(int argc, char **argv);
int run_replayer(int argc, char **argv);
replay_tell cli_tell MUST; /* from casework, for replays */
/* True when "rules WORD" is about stored sets: list, propose, diff, approve, publish, rollback. */
bool is_govern_word(const char *word);

extern const char cli_usage[];
/* An option of a subcommand: where its text goes, or the flag that it sets. */
struct cli_option {
    const char *name, **text;
    bool *flag;
};
/* Reads the options (a list that ends with {0}) into their places; the first word that is none is
 * then at optind. False, after a line on stderr, when there is one that is not in the list or
 * lacks its text. */
bool cli_options(int argc, char **argv, const struct cli_option *list);
/* Prints the usage on stderr; returns 2. */
int cli_misused(void);
/* Says what went wrong on stderr; returns 1. */
int cli_complain(const struct fault *f);
/* The file of master keys, from --key-file before or after any word; NULL: as store_open() finds
 * it.
 */
extern const char *cli_key_file;
/* The database below a state folder, made when it is missing if make. path: 512 bytes, where it is.
 */
enum err cli_store_open(struct store **out, const char *state, bool make, char *path,
                        struct fault *f) MUST;
/* The same for whoever writes: ERR_CONFLICT, "witness", when it is not what its witness knows. */
enum err cli_store_to_write(struct store **out, const char *state, bool make, char *path,
                            struct fault *f) MUST;

/* A set on disk: the shipped folder, and what the operator lays over it (NULL: nothing). */
struct rules_at {
    const char *folder, *local;
};
/* ERR_INPUT also when local is not there: misspelt, it would quietly be the base alone. */
enum err cli_bundle_read(const struct rules_at *at, struct bundle **out, struct fault *f) MUST;
/* A judge with that set; the set itself as well when set is not NULL, for the caller to free. */
enum err cli_rules_open(const struct rules_at *at, struct policy **p, struct bundle **set,
                        struct fault *f) MUST;

/* The command line after `suanbei rules VERB`. */
struct rules_call {
    struct rules_at at;
    const char *source, *year, *state; /* NULL: not said */
    bool is_provisional, does_mutate;
    char **args; /* what is no option, after the verb */
    int n;
};
int rules_explain(const struct rules_call *call);
int rules_conflicts(const struct rules_call *call);
int rules_calendar(const struct rules_call *call);
int rules_handbook(const struct rules_call *call);

#endif
