/* What the subcommands share. Private to this room. */
#ifndef FACE_H
#define FACE_H

#include "govern/govern.h"

/* Each gets its own name as argv[0] and returns the exit status. */
int run_user(int argc, char **argv);
int run_rules(int argc, char **argv);
int run_decide(int argc, char **argv);
int run_govern(int argc, char **argv);       /* argv[1] is one of the words below */
int run_rules_replay(int argc, char **argv); /* argv[1] is replay */
int run_audit(int argc, char **argv);
/* Whether "rules WORD" is about stored sets: list, propose, diff, approve, publish, rollback. */
bool is_govern_word(const char *word);

extern const char cli_usage[];
/* Says what went wrong on stderr; returns 1. */
int cli_complain(const struct fault *f);
/* The database below a state folder, made when it is missing if make. path: 512 bytes, where it is. */
enum err cli_store_open(struct store **out, const char *state, bool make, char *path, struct fault *f) MUST;
/* Commits, or takes back when err. */
enum err cli_finish(struct store *s, enum err err, struct fault *f) MUST;
/* A judge with the set in a folder. */
enum err cli_rules_open(const char *folder, struct policy **p, struct fault *f) MUST;

#endif
