#include "store/rule_work.h"
#include "store/db.h"

static const struct column columns[] = {
    COLUMN(rule_work, account_id), COLUMN(rule_work, id),       COLUMN(rule_work, title),
    COLUMN(rule_work, base),       COLUMN(rule_work, files),    COLUMN(rule_work, bytes),
    COLUMN(rule_work, revision),   COLUMN(rule_work, saved_at),
};
static const struct row_map map = ROW_MAP(columns, rule_work);

enum err
store_rule_work_load(struct store *s, struct arena *a, const char *account_id, const char *id,
                     struct rule_work *out, struct fault *f)
{
    return db_one(s, Q_RULE_WORK_BY_ID, ROW(a, &map, out), VALUES(T(account_id), T(id)), f);
}

enum err
store_rule_work_list(struct store *s, struct arena *a, const char *account_id,
                     struct rule_work **out, int *n, struct fault *f)
{
    return db_all(s, Q_RULE_WORK_LIST, ROWS(a, &map, out, n), VALUES(T(account_id)), f);
}

enum err
store_rule_work_add(struct store *s, struct rule_work *x, struct fault *f)
{
    x->revision = 1;
    x->saved_at = world_now(s->world);
    return db_put(s, Q_RULE_WORK_ADD, &map, x, NONE, f);
}

enum err
store_rule_work_save(struct store *s, struct rule_work *x, struct fault *f)
{
    long changed = 0;

    x->saved_at = world_now(s->world);
    enum err err = db_change(s, Q_RULE_WORK_SAVE, &map, x, NONE, &changed, f);
    if (err)
        return err;
    if (changed == 0)
        return fail(f, ERR_STALE, "stale", "", "这份未完成的规则已在别处保存");
    x->revision++;
    return OK;
}

enum err
store_rule_work_delete(struct store *s, const char *account_id, const char *id, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_RULE_WORK_DELETE, &changed, VALUES(T(account_id), T(id)), f);
    return db_some(err, changed, Q_RULE_WORK_DELETE, f);
}
