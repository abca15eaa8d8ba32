/*
 * Tries every mutant of a set. Workers are forked; each takes the next mutant from a counter in
 * shared memory, opens a judge of its own with the changed set, runs the cases to the first that
 * fails, and notes the end. The parent only waits.
 */
#include "policy/policy.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS_MAX 64
#define FIRST_OPS 20000

enum end { UNTRIED, NOTICED, SURVIVED };

struct shared {
    atomic_size_t next;
    unsigned char ends[]; /* enum end, by mutant */
};

/* Loads and runs the cases: OK when they pass. */
static enum err
mutate_try(const struct bundle *b, const struct policy_limits *limits, struct fault *f)
{
    struct policy *p = NULL;
    struct arena *a = arena_new();
    enum err err = policy_open(&p, b, limits, f);
    if (!err)
        err = policy_test_early(p, a, f);
    policy_close(p);
    arena_free(a);
    return err;
}

/* UNTRIED when the machine is at fault: that is no news of the cases. */
static enum end
mutate_one(const struct bundle *b, const struct mutant *m, const struct policy_limits *limits)
{
    struct bundle *changed = NULL;
    struct fault f = {0};
    struct arena *a = arena_new();
    const char *text = mutant_text(m, a, bundle_file(b, m->path));
    enum err err = bundle_with(&changed, b, m->path, text, &f);

    if (!err)
        err = mutate_try(changed, limits, &f);
    bundle_free(changed);
    arena_free(a);
    if (!err)
        return SURVIVED;
    return str_is(f.code, "rule_crash") ? UNTRIED : NOTICED;
}

/* A mutant that loops should not take as long as any set may take: what this one needs, found by
 * doubling, twice. */
static enum err
mutate_budget(const struct bundle *b, struct policy_limits *limits, struct fault *f)
{
    struct policy_limits less = *limits;
    enum err err = ERR_RULE;

    for (less.budget_ops = FIRST_OPS; err && less.budget_ops < limits->budget_ops / 2;
         less.budget_ops *= 2) {
        struct fault mine = {0};
        err = mutate_try(b, &less, &mine);
        if (err && !str_is(mine.code, "rule_budget")) {
            *f = mine;
            return err;
        }
    }

    if (!err)
        limits->budget_ops = less.budget_ops; /* doubled once since it sufficed */
    return OK;
}

static void
mutate_work(const struct bundle *b, const struct mutants *all, const struct policy_limits *limits,
            struct shared *shared)
{
    size_t i;
    while ((i = atomic_fetch_add(&shared->next, 1)) < all->n)
        shared->ends[i] = (unsigned char)mutate_one(b, &all->list[i], limits);
}

/* false when a worker could not be started; those that could are waited for. */
static bool
mutate_fork(const struct bundle *b, const struct mutants *all, const struct policy_limits *limits,
            int workers, struct shared *shared)
{
    pid_t pid[WORKERS_MAX];
    int n;

    for (n = 0; n < workers && (pid[n] = fork()) >= 0; n++)
        if (pid[n] == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            mutate_work(b, all, limits, shared);
            _exit(0);
        }

    for (int i = 0; i < n; i++)
        while (waitpid(pid[i], NULL, 0) < 0 && errno == EINTR)
            ;
    return n == workers;
}

static enum err
mutate_collect(const struct bundle *b, const struct mutants *all, const struct shared *shared,
               struct arena *a, struct mutation *out, struct fault *f)
{
    struct survivor *list = arena_alloc(a, all->n * sizeof *list);

    *out = (struct mutation){.tried = all->n, .list = list};
    for (size_t i = 0; i < all->n; i++) {
        const struct mutant *m = &all->list[i];
        if (shared->ends[i] == UNTRIED)
            return fail(f, ERR_BUG, "mutate_broken", m->path,
                        "变异检查中断：规则进程没有启动，或意外退出");
        if (shared->ends[i] == SURVIVED)
            list[out->survived++] = (struct survivor){m->path, m->line, m->was, m->now,
                                                      mutant_line(m, a, bundle_file(b, m->path))};
    }
    return OK;
}

static enum err
mutate_check(const struct bundle *b, const struct policy_limits *limits, struct fault *f)
{
    struct policy *p = NULL;
    struct arena *a = arena_new();
    const char *report;
    enum err err = policy_open(&p, b, limits, f);

    if (!err)
        err = policy_test(p, a, &report, f);
    policy_close(p);
    arena_free(a);
    return err;
}

enum err
policy_mutate(const struct bundle *b, const struct policy_limits *limits, int workers,
              struct arena *a, struct mutation *out, struct fault *f)
{
    struct policy_limits mine = *limits;
    struct mutants all = {0};
    const char *path;

    *out = (struct mutation){0};
    for (int i = 0; (path = bundle_path(b, i)); i++) {
        bool is_replaced = bundle_file(b, arena_printf(a, "local/%s", path)) != NULL;
        if (rulekit_behaves(path) && !is_replaced)
            mutant_list(&all, a, path, bundle_file(b, path));
    }

    enum err err = mutate_check(b, limits, f);
    if (!err)
        err = mutate_budget(b, &mine, f);
    if (err)
        return err;

    size_t size = sizeof(struct shared) + all.n;
    struct shared *shared =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return fail(f, ERR_BUG, "mutate_broken", "", "变异检查中断：%s", strerror(errno));

    workers = workers < 1 ? 1 : workers > WORKERS_MAX ? WORKERS_MAX : workers;
    bool is_started = mutate_fork(b, &all, &mine, workers, shared);
    err = is_started ? mutate_collect(b, &all, shared, a, out, f)
                     : fail(f, ERR_BUG, "mutate_broken", "", "变异检查中断：无法启动进程");
    munmap(shared, size);

    return err;
}
