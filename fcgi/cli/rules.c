/*
 * Questions to a folder of rules: does it load, do its cases pass, would they notice a change.
 * Explanations and calendars have files of their own.
 */
#include "cli/face.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static long long
number_in(const json_t *object, const char *key)
{
    return (long long)json_integer_value(json_object_get(object, key));
}

/* In lines that begin with '#', so that what reads the ok lines passes over them. */
static void
print_reach(const json_t *reach)
{
    size_t i, k;
    const json_t *rules = json_object_get(reach, "rules"), *lines = json_object_get(reach, "lines");
    json_t *file, *line;

    if (!lines)
        return;
    printf("# 用例使 %lld 条规则中的 %lld 条既给出过意见、也有过不作声；走到规则代码 %lld 行中的 "
           "%lld 行，%lld%%（要求 %lld%%）\n",
           number_in(rules, "total"), number_in(rules, "covered"), number_in(lines, "total"),
           number_in(lines, "covered"), number_in(lines, "percent"), number_in(lines, "required"));

    json_array_foreach(json_object_get(reach, "files"), i, file)
    {
        const json_t *missing = json_object_get(file, "missing");
        if (json_array_size(missing) == 0)
            continue;
        printf("# 没有用例走到 %s 第", json_str(file, "file"));
        json_array_foreach(missing, k, line)
            printf("%s%lld", k > 0 ? "、" : " ", (long long)json_integer_value(line));
        printf(" 行\n");
    }
}

static void
print_report(const char *report)
{
    size_t i;
    json_t *root = json_loads(report, 0, NULL), *row;

    json_array_foreach(json_object_get(root, "cases"), i, row)
    {
        bool is_ok = json_is_true(json_object_get(row, "ok"));
        printf("%s %s%s%s\n", is_ok ? "ok" : "not ok",
               json_str(row, "name") ? json_str(row, "name") : "?", is_ok ? "" : "：",
               is_ok || !json_str(row, "message") ? "" : json_str(row, "message"));
    }

    print_reach(json_object_get(root, "coverage"));
    json_decref(root);
}

static void
print_mutation(const struct mutation *m)
{
    for (size_t i = 0; i < m->survived; i++) {
        const struct survivor *s = &m->list[i];
        bool is_local = str_starts(s->path, "local/");
        const char *layer = is_local ? "rules.local/" : "rules/",
                   *path = s->path + (is_local ? strlen("local/") : 0);
        if (s->now[0])
            printf("%s%s:%d: “%s” 改为 “%s” 之后，用例仍全部通过：%s\n", layer, path, s->line,
                   s->was, s->now, s->text);
        else
            printf("%s%s:%d: 去掉 “%s” 之后，用例仍全部通过：%s\n", layer, path, s->line, s->was,
                   s->text);
    }

    printf("%zu 个变体，%zu 个存活（杀死率 %zu%%）\n", m->tried, m->survived,
           m->tried ? (m->tried - m->survived) * 100 / m->tried : 100);
}

/* A report: what survives is for people to judge, so the status says only whether the set itself
 * passes. */
static int
run_mutate(const struct rules_at *at)
{
    struct fault f = {0};
    struct bundle *b;
    struct mutation m = {0};
    struct arena *a = arena_new();
    enum err err = cli_bundle_read(at, &b, &f);

    if (!err)
        err =
            policy_mutate(b, &policy_limits_default, (int)sysconf(_SC_NPROCESSORS_ONLN), a, &m, &f);
    if (!err)
        print_mutation(&m);
    bundle_free(b);
    arena_free(a);
    return err ? cli_complain(&f) : 0;
}

static int
load_and(const struct rules_call *call, bool does_test)
{
    struct fault f = {0};
    struct policy *p;
    struct rules_at at = {call->n > 0 ? call->args[0] : call->at.folder, call->at.local};
    if (does_test && call->does_mutate)
        return run_mutate(&at);

    struct arena *a = arena_new();
    const char *report = NULL;
    enum err err = cli_rules_open(&at, &p, NULL, &f);
    if (!err && does_test)
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

static int
rules_check(const struct rules_call *call)
{
    return load_and(call, false);
}

static int
rules_test(const struct rules_call *call)
{
    return load_and(call, true);
}

static const struct {
    const char *name;
    int least, most; /* arguments */
    int (*run)(const struct rules_call *call);
} verbs[] = {
    {"check", 0, 1, rules_check},       {"test", 0, 1, rules_test},
    {"explain", 0, 1, rules_explain},   {"conflicts", 2, 2, rules_conflicts},
    {"calendar", 1, 1, rules_calendar}, {"handbook", 0, 1, rules_handbook},
};

static int
run_verb(const char *name, const struct rules_call *call)
{
    for (size_t i = 0; i < LEN(verbs); i++)
        if (str_is(name, verbs[i].name) && call->n >= verbs[i].least && call->n <= verbs[i].most)
            return verbs[i].run(call);
    return cli_misused();
}

int
run_rules(int argc, char **argv)
{
    struct rules_call call = {.at = {.folder = "rules"}};
    const struct cli_option options[] = {
        {"rules", &call.at.folder, NULL},    {"local", &call.at.local, NULL},
        {"source", &call.source, NULL},      {"year", &call.year, NULL},
        {"state", &call.state, NULL},        {"provisional", NULL, &call.is_provisional},
        {"mutate", NULL, &call.does_mutate}, {0}};

    if (argc >= 2 && is_govern_word(argv[1]))
        return run_govern(argc, argv);
    if (argc >= 2 && str_is(argv[1], "replay"))
        return run_rules_replay(argc, argv);
    if (argc >= 2 && str_is(argv[1], "deadlines"))
        return run_deadlines(argc, argv);

    if (!cli_options(argc, argv, options))
        return 2;
    if (optind >= argc)
        return cli_misused();
    call.args = argv + optind + 1;
    call.n = argc - optind - 1;
    return run_verb(argv[optind], &call);
}
