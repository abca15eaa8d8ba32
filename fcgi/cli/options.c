#include "cli/face.h"

#include <getopt.h>

#define OPTIONS_MAX 16

bool
cli_options(int argc, char **argv, const struct cli_option *list)
{
    struct option known[OPTIONS_MAX + 1] = {0};
    int n, c;

    for (n = 0; n < OPTIONS_MAX && list[n].name != NULL; n++)
        known[n] = (struct option){.name = list[n].name,
                                   .has_arg = list[n].flag ? no_argument : required_argument,
                                   .val = n + 1};

    while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (c == '?')
            return false;
        if (list[c - 1].flag)
            *list[c - 1].flag = true;
        else
            *list[c - 1].text = optarg;
    }
    return true;
}
