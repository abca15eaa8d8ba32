/* The open deadlines that a folder of rules would move. */
#include "cli/face.h"

#include <stdio.h>
#include <unistd.h>

#define PAGE 500

struct look {
    struct store *store;
    struct policy *policy;
    struct arena *arena;
};

static const char *
mark(bool is_provisional)
{
    return is_provisional ? "（暂估）" : "　　　　";
}

static const char *
unit_of(const struct deadline_move *x)
{
    return str_is(x->unit, "workday") ? "工作日" : str_is(x->unit, "month") ? "月" : "日";
}

/* So many that it does not count, under the set that is looked at. */
static const char *
not_counted(struct arena *a, const struct deadline_move *x)
{
    return x->new_waited > 0 ? arena_printf(a, "（另不计 %ld）", x->new_waited) : "";
}

static enum err
print_moves(const struct look *x, struct deadline_moves_query q, struct fault *f)
{
    struct deadline_move *rows;
    int n;

    q.limit = PAGE;
    printf("现到期日\t\t改为\t\t\t起算日\t\t几个\t期限\t备案、单位\n");
    do {
        enum err err = store_deadline_moves(x->store, x->arena, &q, &rows, &n, f);
        if (err)
            return err;
        for (int i = 0; i < n; i++)
            printf("%s%s\t%s%s\t%s\t%ld %s%s\t%s\t%s %s、%s\n", rows[i].due_on,
                   mark(rows[i].is_provisional), rows[i].new_due_on,
                   mark(rows[i].is_new_provisional), rows[i].from, rows[i].days, unit_of(&rows[i]),
                   not_counted(x->arena, &rows[i]), rows[i].name, rows[i].filing_id, rows[i].title,
                   rows[i].organization_name);
        q.cursor = n > 0 ? store_deadline_cursor(x->arena, &rows[n - 1]) : NULL;
    } while (n == PAGE);

    return OK;
}

static enum err
look_at(struct look *x, const struct rules_at *rules, const char *state, struct fault *f)
{
    struct deadline_moves_query q = {0};
    char path[512];
    long total;
    enum err err = cli_rules_open(rules, &x->policy, NULL, f);
    if (err)
        return err;
    if ((err = cli_store_open(&x->store, state, false, path, f)))
        return err;
    if ((err = govern_deadlines_moved(x->store, x->arena, x->policy, &q, &total, f)))
        return err;
    if (total > 0 && (err = print_moves(x, q, f)))
        return err;

    printf(total > 0 ? "按这个文件夹的日历，未到期的期限有 %ld 个会变动\n"
                     : "按这个文件夹的日历，未到期的期限都不变\n",
           total);
    return OK;
}

int
run_deadlines(int argc, char **argv)
{
    const char *state = "var";
    struct rules_at rules = {.folder = "rules"};
    const struct cli_option options[] = {{"state", &state, NULL},
                                         {"rules", &rules.folder, NULL},
                                         {"local", &rules.local, NULL},
                                         {0}};
    struct fault f = {0};

    if (!cli_options(argc, argv, options))
        return 2;
    if (argc - optind > 2) /* the word itself, and the folder */
        return cli_misused();
    if (argc - optind == 2)
        rules.folder = argv[optind + 1];

    struct look x = {.arena = arena_new()};
    enum err err = look_at(&x, &rules, state, &f);
    fflush(stdout); /* before what cli_complain() says on the other stream */
    policy_close(x.policy);
    store_close(x.store);
    arena_free(x.arena);

    return err ? cli_complain(&f) : 0;
}
