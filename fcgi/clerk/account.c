#include "clerk/jobs.h"

static const char *
detail_of(struct arena *a, const struct account *x)
{
    const struct role_set before = ROLE_SET((unsigned)x->roles_before);
    struct buf list = BUF(a), b = BUF(a);

    role_set_json(&list, &before);
    buf_open(&b, NULL, '{');
    buf_json_raw(&b, "roles_before", list.p);
    buf_close(&b);
    return b.p;
}

static enum err
tell(struct clerk *c, const struct account *rows, int n, struct fault *f)
{
    enum err err = OK;

    for (int i = 0; i < n && !err; i++) {
        log_line(LOG_WARN_,
                 "accounts: %s held roles that exclude each other, and keeps one of them: look at "
                 "its page",
                 rows[i].id);
        err = store_audit_add(c->store, NULL, "staff.roles_cut", rows[i].id,
                              detail_of(c->arena, &rows[i]), f);
        if (!err)
            err = store_account_cut_told(c->store, rows[i].id, f);
    }
    return err;
}

/* Once after the schema has learned which roles exclude each other. */
enum err
accounts_tell_cut(struct clerk *c, int *next_ms, struct fault *f)
{
    struct account *rows;
    int n = 0;
    enum err err = store_account_cut(c->store, c->arena, &rows, &n, f);
    (void)next_ms;
    if (err || n == 0)
        return err;

    if ((err = store_write_begin(c->store, f)))
        return err;
    return govern_finish(c->store, tell(c, rows, n, f), f);
}
