/* suanbei: one program; its first argument says which room answers. */
#include "cli/cli.h"
#include "judge/judge.h"
#include "press/press.h"
#include "reader/reader.h"
#include "serve/serve.h"

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static int
routes_main(bool wants_acts)
{
    struct arena *a = arena_new();
    struct buf b = BUF(a);

    (wants_acts ? handle_acts_json : handle_routes_json)(&b);
    bool is_written = puts(b.p) >= 0 && fflush(stdout) == 0;

    arena_free(a);
    return is_written ? 0 : 1;
}

/* Memory holds keys and personal data: none of it goes into a core file, nor to a debugger of the
 * same user. */
static void
keep_memory_private(void)
{
    struct rlimit no_core = {0, 0};

    setrlimit(RLIMIT_CORE, &no_core);
    prctl(PR_SET_DUMPABLE, 0);
}

int
main(int argc, char **argv)
{
    const char *command = argc > 1 ? argv[1] : "";

    keep_memory_private();
    base_init();
    if (strcmp(command, "serve") == 0)
        return serve_main(argc - 1, argv + 1);
    if (strcmp(command, "check") == 0)
        return serve_check_main(argc - 1, argv + 1);
    if (strcmp(command, "upgrade") == 0)
        return serve_upgrade_main(argc - 1, argv + 1);
    if (strcmp(command, "judge") == 0)
        return judge_main();
    if (strcmp(command, "reader") == 0)
        return reader_main();
    if (strcmp(command, "press") == 0)
        return press_main();
    if (strcmp(command, "routes") == 0)
        return routes_main(argc > 2 && strcmp(argv[2], "--acts") == 0);
    return cli_run(argc - 1, argv + 1);
}
