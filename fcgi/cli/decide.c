/* The offline judge. */
#include "cli/face.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

int
run_decide(int argc, char **argv)
{
    static const struct option long_options[] = {{"rules", required_argument, NULL, 'r'}, {"local", required_argument, NULL, 'l'}, {0}};
    struct rules_at at = {.folder = "rules"};
    const char *answer;
    struct fault f = {0};
    struct policy *p = NULL;
    char *facts = NULL;
    size_t n;
    int c;
    while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (c == '?')
            return 2;
        *(c == 'r' ? &at.folder : &at.local) = optarg;
    }
    if (optind >= argc) {
        fputs(cli_usage, stderr);
        return 2;
    }
    struct arena *a = arena_new();
    enum err err = file_read(argv[optind], 16 * 1024 * 1024, &facts, &n, &f);
    if (!err && !(err = cli_rules_open(&at, &p, NULL, &f)) && !(err = policy_ask(p, a, POLICY_DECIDE, facts, &answer, &f)))
        printf("%s\n", answer);
    policy_close(p);
    arena_free(a);
    free(facts);
    return err ? cli_complain(&f) : 0;
}
