#include "handle/gate.h"
#include "handle/account.h"
#include "handle/dispatcher.h"

/* Nobody knows a password for it that is in use. */
static const char nobody_hash[] =
    "$argon2id$v=19$m=19456,t=2,p=1$kvwtqIfT4QTjpks3SuaPYQ$7MHCYWIqMnK6RAIPc+"
    "GV5EAcUgaPiUlu0nhUfX2Chi0";

static bool
secret_matches(const char *hash, const char *secret)
{
    bool is_there = hash != NULL && *hash != '\0';
    bool matches = password_fits(is_there ? hash : nobody_hash, secret);
    return matches && is_there;
}

static enum err
enter(struct context *c)
{
    const struct dispatcher *o = c->dispatcher;
    struct fault *f = &c->work.fault;

    store_read_end(c->work.store);
    if (o->hash == NULL || o->hash(o->hash_ctx, true))
        return OK;
    enum err err = fail(f, ERR_BUSY, "hashes_many", "",
                        "同时登录或修改密码的人过多，请稍等片刻再试；没有改变任何内容");
    f->retry_after_s = 1;
    return err;
}

static void
leave(struct context *c)
{
    const struct dispatcher *o = c->dispatcher;

    if (o->hash != NULL)
        (void)o->hash(o->hash_ctx, false);
}

enum err
secret_try(struct context *c, const char *hash, const char *secret, bool *matches)
{
    enum err err = enter(c);

    *matches = false;
    if (err)
        return err;
    *matches = secret_matches(hash, secret);
    leave(c);
    return OK;
}

enum err
secret_make(struct context *c, const char *secret, char out[PASSWORD_TEXT])
{
    enum err err = enter(c);

    if (err)
        return err;
    err = password_keep(secret, out, &c->work.fault);
    leave(c);
    return err;
}
