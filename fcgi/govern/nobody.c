#include "govern/nobody.h"
#include "govern/landing.h"
#include "govern/steps.h"

#define TOGETHER 100

static enum err
pass_on(struct store *s, struct arena *a, const struct task *t, const char *area, struct fault *f)
{
    struct buf b = BUF(a);
    enum err err = store_task_pass_on(s, t->id, area, f);
    if (err)
        return err;

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "from", t->area);
    buf_json_str(&b, "stage", t->stage);
    buf_json_str(&b, "to", area);
    buf_close(&b);
    return store_audit_add(s, NULL, "task.passed_on", t->id, b.p, f);
}

/* Up to TOGETHER that are to go, of all stages. */
static enum err
unseen(struct store *s, struct arena *a, const struct law *l, struct task *out, int *n,
       struct fault *f)
{
    struct task *rows;
    int more = 0;

    *n = 0;
    for (int i = 0; i < l->stages_n && *n < TOGETHER; i++, *n += more) {
        struct unassigned_query q = {.stage = l->stages[i].code,
                                     .role = l->stages[i].role,
                                     .for_area = l->nobody_area,
                                     .limit = TOGETHER - *n};
        enum err err = store_tasks_unassigned(s, a, &q, &rows, &more, f);
        if (err)
            return err;
        for (int k = 0; k < more; k++)
            out[*n + k] = rows[k];
    }
    return OK;
}

/* In the caller's transaction: who may see them is asked there once more. */
static enum err
pass_on_all(struct store *s, struct arena *a, const struct law *l, int *n, struct fault *f)
{
    struct task *list = arena_alloc(a, TOGETHER * sizeof *list);
    enum err err = unseen(s, a, l, list, n, f);

    for (int i = 0; !err && i < *n; i++)
        err = pass_on(s, a, &list[i], l->nobody_area, f);
    return err;
}

/* Looked for first: mostly there is nothing, and then no writer waits for it and no disk. */
enum err
govern_pass_on(struct store *s, const char *rule_set, long *passed, bool *is_done, struct fault *f)
{
    struct arena *a = arena_new();
    struct task *list = arena_alloc(a, TOGETHER * sizeof *list);
    const struct law *l = NULL;
    int n = 0;
    enum err err = govern_law(s, a, rule_set, &l, f);

    if (!err && l->nobody_area != NULL)
        err = unseen(s, a, l, list, &n, f);
    if (!err && n > 0 && !(err = store_write_begin(s, f)))
        err = govern_finish(s, pass_on_all(s, a, l, &n, f), f);
    *passed = err ? 0 : n;
    *is_done = n < TOGETHER;
    arena_free(a);
    return err;
}
