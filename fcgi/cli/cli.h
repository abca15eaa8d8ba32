/*
 * cli: what an operator does without a web server: prepare the state, make accounts, check rules,
 * govern them, decide offline.
 *
 * The room has a file for each word of the command line.
 */
#ifndef CLI_H
#define CLI_H

#include "govern/govern.h"

/* suanbei user bootstrap|add, rules …, decide, audit verify: argv[0] is the subcommand. Exit
 * status: 0 done, 1 refused (rules conflicts: there are some), 2 usage. */
int cli_run(int argc, char **argv);

#endif
