/* What can be asked of a folder of rules: does it load, do its cases pass. */
#include "cli/face.h"

#include <stdio.h>
#include <string.h>

enum err
cli_rules_open(const char *folder, struct policy **p, struct fault *f)
{
    struct bundle *b;
    enum err err = bundle_read(&b, folder, NULL, f);
    if (err)
        return err;
    err = policy_open(p, b, &policy_limits_default, f);
    bundle_free(b);
    return err;
}

static void
print_report(const char *report)
{
    size_t i;
    json_t *root = json_loads(report, 0, NULL), *row;
    json_array_foreach(json_object_get(root, "cases"), i, row)
    {
        bool is_ok = json_is_true(json_object_get(row, "ok"));
        printf("%s %s%s%s\n", is_ok ? "ok" : "not ok", json_str(row, "name") ? json_str(row, "name") : "?", is_ok ? "" : "：",
               is_ok || !json_str(row, "message") ? "" : json_str(row, "message"));
    }
    json_decref(root);
}

int
run_rules(int argc, char **argv)
{
    struct fault f = {0};
    struct policy *p = NULL;
    if (argc >= 2 && is_govern_word(argv[1]))
        return run_govern(argc, argv);
    if (argc >= 2 && str_is(argv[1], "replay"))
        return run_rules_replay(argc, argv);
    if (argc < 2 || !(str_is(argv[1], "check") || str_is(argv[1], "test"))) {
        fputs(cli_usage, stderr);
        return 2;
    }
    struct arena *a = arena_new();
    const char *report = NULL;
    enum err err = cli_rules_open(argc > 2 ? argv[2] : "rules", &p, &f);
    if (!err && str_is(argv[1], "test"))
        err = policy_test(p, a, &report, &f);
    if (report != NULL)
        print_report(report);
    if (!err)
        printf("%s\n", policy_rule_set(p));
    fflush(stdout); /* before what cli_complain() says on the other stream */
    policy_close(p);
    arena_free(a);
    return err ? cli_complain(&f) : 0;
}
