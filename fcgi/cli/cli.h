/*
 * cli: what an operator does without a web server: prepare the state, make accounts, check rules, decide offline.
 */
#ifndef CLI_H
#define CLI_H

#include "policy/policy.h"
#include "store/store.h"

/* suanbei user bootstrap|add, rules check|test, decide: argv[0] is the subcommand. Exit status: 0 done, 1 refused, 2 usage. */
int cli_run(int argc, char **argv);

#endif
