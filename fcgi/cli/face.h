/* What the subcommands share. Private to this room. */
#ifndef FACE_H
#define FACE_H

#include "policy/policy.h"
#include "store/store.h"

/* Each gets its own name as argv[0] and returns the exit status. */
int run_user(int argc, char **argv);
int run_rules(int argc, char **argv);
int run_decide(int argc, char **argv);

extern const char cli_usage[];
/* Says what went wrong on stderr; returns 1. */
int cli_complain(const struct fault *f);
/* A judge with the set in a folder. */
enum err cli_rules_open(const char *folder, struct policy **p, struct fault *f) MUST;

#endif
