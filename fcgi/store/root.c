#include "store/root.h"
#include "store/db.h"

static enum err
moved(struct fault *f)
{
    return fail(f, ERR_AGAIN, "busy", query_name(Q_ROOT_RAISE), "所依据的内容刚刚有了变化");
}

enum err
store_root_load(struct store *s, const char *id, long *revision, struct fault *f)
{
    int64_t n = 0;
    enum err err = db_number(s, Q_ROOT_REVISION, &n, VALUES(T(id)), f);
    *revision = (long)n;
    return err;
}

enum err
store_root_raise(struct store *s, const char *id, long revision, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_ROOT_RAISE, &changed, VALUES(T(id), N(revision)), f);
    return err || changed > 0 ? err : moved(f);
}

enum err
store_root_hold(struct store *s, const char *id, long revision, struct fault *f)
{
    long now = 0;
    enum err err = store_root_load(s, id, &now, f);
    return err || now == revision ? err : moved(f);
}
