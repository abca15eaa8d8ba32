/* The audit trail, verified without a server. */
#include "cli/face.h"

#include <getopt.h>
#include <stdio.h>

int
run_audit(int argc, char **argv)
{
    static const struct option long_options[] = {{"state", required_argument, NULL, 's'}, {0}};
    const char *state = "var";
    char path[512];
    struct store *s = NULL;
    struct audit_verdict x;
    struct fault f = {0};
    int c;

    while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (c != 's')
            return 2;
        state = optarg;
    }

    if (optind >= argc || !str_is(argv[optind], "verify")) {
        fputs(cli_usage, stderr);
        return 2;
    }

    enum err err = cli_store_open(&s, state, false, path, &f);
    if (!err)
        err = store_audit_verify(s, &x, &f);
    store_close(s);
    if (err)
        return cli_complain(&f);

    if (x.broken_at > 0)
        printf("第 %ld 行与哈希链不符：这一行或它之前的内容被改过、删过或移动过\n", x.broken_at);
    else
        printf("完好：共 %ld 行，末行哈希 %s（另存一份，可发现末尾被截去）\n", x.lines, x.head);
    return x.broken_at > 0 ? 1 : 0;
}
