#include "cli/cli.h"
#include "cli/face.h"

#include <stdio.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} words[] = {
    {"user", run_user},
    {"rules", run_rules},
    {"audit", run_audit},
    {"decide", run_decide},
    /* no word for people: a process that a pool starts */
    {"replayer", run_replayer},
};

int
cli_run(int argc, char **argv)
{
    for (size_t i = 0; i < LEN(words); i++)
        if (argc >= 1 && str_is(argv[0], words[i].name))
            return words[i].run(argc, argv);

    bool wants_help = argc >= 1 && (str_is(argv[0], "help") || str_is(argv[0], "--help"));
    fputs(cli_usage, wants_help ? stdout : stderr);
    return wants_help ? 0 : 2;
}
