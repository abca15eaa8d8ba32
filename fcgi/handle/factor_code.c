/* Codes of a second factor, as they are typed. */
#include "handle/factor.h"

const char *
factor_bare(struct arena *a, const char *code)
{
    char *out = text_fold(a, code), *to = out;

    for (const char *s = out; *s != '\0'; s++)
        if (*s != '-')
            *to++ = *s;
    *to = '\0';
    return out;
}

static enum err
try_authenticator(struct context *c, const char *id, const char *code, bool *is_right)
{
    struct casework *w = &c->work;
    struct factor x;

    *is_right = false;
    enum err err = store_factor_load(w->store, w->arena, id, FACTOR_LIVE, &x, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    int64_t step = totp_step(x.secret, code, w->now, x.last_step);
    if (step == 0)
        return OK;
    *is_right = true;
    return store_factor_use(w->store, id, step, &w->fault);
}

enum err
factor_try(struct context *c, const char *account_id, const char *code, bool *is_right)
{
    struct casework *w = &c->work;
    const char *plain = factor_bare(w->arena, code);
    enum err err = try_authenticator(c, account_id, plain, is_right);
    if (err || *is_right)
        return err;

    err = store_factor_code_use(w->store, account_id, plain, is_right, &w->fault);
    if (!err && *is_right)
        err =
            store_audit_add(w->store, account_id, "factor.code_used", account_id, NULL, &w->fault);
    return err;
}
