/* The handbook of a set on disk, for a printer or an intranet. */
#include "cli/face.h"
#include "page/page.h"

#include <stdio.h>

int
rules_handbook(const struct rules_call *call)
{
    struct fault f = {0};
    struct policy *p;
    struct rules_at at = {call->n > 0 ? call->args[0] : call->at.folder, call->at.local};
    if (cli_rules_open(&at, &p, NULL, &f))
        return cli_complain(&f);

    struct arena *a = arena_new();
    struct buf b = BUF(a);
    page_handbook(&b, policy_manifest(p), policy_rule_set(p), policy_engine());
    bool is_written = fwrite(b.p, 1, b.n, stdout) == b.n && fflush(stdout) == 0;
    arena_free(a);
    policy_close(p);
    if (!is_written)
        return cli_complain(&(struct fault){.text = "手册没有写完：输出的一方已关闭，或磁盘已满"});

    return 0;
}
