#include "cli/cli.h"
#include "cli/face.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} words[] = {
    {"user", run_user},
    {"rules", run_rules},
    {"audit", run_audit},
    {"import", run_import},
    {"keys", run_keys},
    {"backup", run_backup},
    {"restore", run_restore},
    {"decide", run_decide},
    /* no word for people: a process that a pool starts */
    {"replayer", run_replayer},
};

/* Takes --key-file out of the words, wherever it stands, and returns how many are left. */
static int
take_key_file(int argc, char **argv)
{
    int n = 0;

    for (int i = 0; i < argc; i++)
        if (str_is(argv[i], "--key-file") && i + 1 < argc)
            cli_key_file = argv[++i];
        else if (str_starts(argv[i], "--key-file="))
            cli_key_file = argv[i] + strlen("--key-file=");
        else
            argv[n++] = argv[i];
    argv[n] = NULL;
    return n;
}

int
cli_run(int argc, char **argv)
{
    argc = take_key_file(argc, argv);
    for (size_t i = 0; i < LEN(words); i++)
        if (argc >= 1 && str_is(argv[0], words[i].name))
            return words[i].run(argc, argv);

    bool wants_help = argc >= 1 && (str_is(argv[0], "help") || str_is(argv[0], "--help"));
    fputs(cli_usage, wants_help ? stdout : stderr);
    return wants_help ? 0 : 2;
}
