/* The audit trail, verified without a server. */
#include "cli/face.h"

#include <stdio.h>
#include <unistd.h>

static enum err
verify(const char *state, struct audit_verdict *out, struct fault *f)
{
    char path[512];
    struct store *s;
    enum err err = cli_store_open(&s, state, false, path, f);

    if (!err)
        err = store_audit_verify(s, out, f);
    store_close(s);
    return err;
}

int
run_audit(int argc, char **argv)
{
    const char *state = "var";
    const struct cli_option options[] = {{"state", &state, NULL}, {0}};
    struct audit_verdict x;
    struct fault f = {0};

    if (!cli_options(argc, argv, options))
        return 2;
    if (optind >= argc || !str_is(argv[optind], "verify"))
        return cli_misused();
    if (verify(state, &x, &f))
        return cli_complain(&f);

    if (x.broken_at > 0)
        printf("第 %ld 行与哈希链不符：这一行或它之前的内容被改过、删过或移动过\n", x.broken_at);
    else
        printf("完好：共 %ld 行，末行哈希 %s（另存一份，可发现末尾被截去）\n", x.lines, x.head);
    return x.broken_at > 0 ? 1 : 0;
}
