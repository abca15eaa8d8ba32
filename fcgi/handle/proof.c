#include "handle/proof.h"
#include "handle/factor.h"
#include "handle/gate.h"
#include "handle/route.h"

const struct member proof_members[] = {
    PROOF_MEMBERS,
    MEMBERS_END,
};

enum err
proof_decide(struct context *c, struct proof *x)
{
    struct casework *w = &c->work;
    enum err err = store_account_by_id(w->store, w->arena, w->who->id, &x->me, &w->fault);
    if (err)
        return err;

    x->guess = GUESS(GUESS_OWN, x->me.id);
    if ((err = guesses_may(c, &x->guess, 1, "尝试")))
        return err;
    return secret_try(c, x->me.password_hash, command_text(c, "password"), &x->is_right);
}

static enum err
refuse(struct context *c, const struct proof *x, const struct proof_words *words, const char *path,
       const char *why)
{
    struct findings fs;
    enum err err = guesses_failed(c, &x->guess, 1);
    if (err)
        return err;

    findings_start(&fs, c->work.arena);
    findings_add(&fs, "factor.proof", path, why, "请重新输入");
    if (casework_findings(&c->work, words->code, words->text, &fs))
        reply_refused(c);
    return OK;
}

/* The account is not always the root of what is decided: what was tried must still be so. */
static enum err
look_again(struct context *c, const struct proof *x)
{
    struct casework *w = &c->work;
    struct account now;
    enum err err = store_account_by_id(w->store, w->arena, x->me.id, &now, &w->fault);
    if (err)
        return err;
    bool is_same =
        str_is(now.password_hash, x->me.password_hash) && now.has_factor == x->me.has_factor;
    return is_same ? OK : fail(&w->fault, ERR_AGAIN, "busy", "", "账号刚刚有了变化");
}

enum err
proof_store(struct context *c, struct proof *x, const struct proof_words *words, bool *is_proved)
{
    struct casework *w = &c->work;
    const char *code = command_text(c, "code");
    enum err err = guesses_may(c, &x->guess, 1, "尝试");

    *is_proved = false;
    if (err)
        return err;
    if ((err = look_again(c, x)))
        return err;
    if (!x->is_right)
        return refuse(c, x, words, "/password", "密码不正确");
    *is_proved = !x->me.has_factor;
    if (*is_proved)
        return OK;
    if (code == NULL)
        return refuse(c, x, words, "/code", "请输入动态验证码或恢复码");
    err = factor_try(c, w->who->id, code, is_proved);
    if (err || *is_proved)
        return err;
    return refuse(c, x, words, "/code", "验证码不正确或已经用过");
}
