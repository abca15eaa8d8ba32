#include "store/erasure.h"
#include "store/account.h"
#include "store/db.h"
#include "store/key.h"
#include "store/likeness.h"
#include "store/queue.h"
#include "store/sealing.h"

/* What an earlier program wrote in the clear is not forgotten with a key. */
static enum err
look_at_sealing(struct store *s, struct fault *f)
{
    bool is_sealed = false, is_file_clear = false;
    enum err err = store_is_sealed(s, &is_sealed, f);
    if (err)
        return err;
    if ((err = db_is(s, Q_BLOB_ANY_IN_THE_CLEAR, &is_file_clear, NONE, f)))
        return err;
    if (is_sealed && !is_file_clear)
        return OK;
    return fail(f, ERR_CONFLICT, "sealing_unfinished", "",
                "旧数据还没有全部加密，现在销毁密钥不能使它们消失，请等系统完成后再试");
}

static enum err
look(struct store *s, const char *id, struct erasure *out, struct fault *f)
{
    bool is_account = false, is_last = false;
    enum err err = look_at_sealing(s, f);
    if (err)
        return err;
    if ((err = db_is(s, Q_ERASE_IS_ORGANIZATION, &out->is_organization, VALUES(T(id)), f)))
        return err;
    if ((err = db_is(s, Q_ERASE_IS_ACCOUNT, &is_account, VALUES(T(id)), f)))
        return err;
    if (!out->is_organization && !is_account)
        return fail(f, ERR_NOTFOUND, "owner_unknown", "", "没有编号为 %s 的单位或账号", id);
    if ((err = store_account_is_last(s, id, ROLE_SYSTEM_ADMIN, &is_last, f)))
        return err;
    if (is_last)
        return fail(f, ERR_CONFLICT, "last_admin", "",
                    "%s 是最后一名系统管理员，请先设立另一名，再销毁这一名的密钥", id);
    return OK;
}

enum err
store_erase(struct store *s, const char *id, struct erasure *out, struct fault *f)
{
    static const enum query always[] = {
        Q_ERASE_SESSIONS,     Q_ERASE_REPLIES, Q_ERASE_RECOVERIES,  Q_ERASE_FACTORS,
        Q_ERASE_FACTOR_CODES, Q_ERASE_RESETS,  Q_ERASE_RESET_USES,  Q_ERASE_PASSWORDS,
        Q_ERASE_ADDRESSES,    Q_ERASE_NOTICES, Q_ERASE_NOTICE_READS};
    static const enum query of_organization[] = {Q_ERASE_TASKS, Q_ERASE_DEADLINES, Q_ERASE_UNASKED,
                                                 Q_ERASE_KEPT};
    struct values now = VALUES(T(id), N(world_now(s->world)));

    *out = (struct erasure){0};
    enum err err = look(s, id, out, f);
    if (!err)
        err = db_run(s, Q_ERASE_KEYS, &out->keys, now, f);
    if (!err)
        err = db_run(s, Q_ERASE_ACCOUNTS, &out->accounts, VALUES(T(id)), f);
    for (size_t i = 0; !err && i < LEN(always); i++)
        err = db_run(s, always[i], NULL, VALUES(T(id)), f);
    for (size_t i = 0; !err && out->is_organization && i < LEN(of_organization); i++)
        err = db_run(s, of_organization[i], NULL, VALUES(T(id)), f);
    if (!err && out->is_organization) /* nothing is found to be like what nobody can read */
        err = store_likeness_forget(s, id, f);
    if (!err && out->is_organization) /* nor put together again from the terms of what waited */
        err = store_queue_forget(s, f);
    if (!err)
        err = out->is_organization ? db_run(s, Q_ERASE_JUDGEMENTS, NULL, now, f)
                                   : db_run(s, Q_ERASE_CLAIMS, NULL, VALUES(T(id)), f);
    key_forget_all(s);
    return err;
}
