#include "handle/due.h"
#include "handle/route.h"

#define DAY_MS 86400000LL

static bool
must_have_factor(const struct settings *s, const struct account *x)
{
    if (str_is(s->second_factor, "all"))
        return true;
    return str_is(s->second_factor, "staff") && (x->roles.bits & ROLE__STAFF);
}

static bool
must_change_password(const struct context *c, const struct account *x)
{
    const struct settings *s = c->settings;

    if (x->must_change && s->is_first_change)
        return true;
    return s->password_days > 0 && c->work.now - x->password_at > s->password_days * DAY_MS;
}

unsigned
due_of(const struct context *c, const struct account *x)
{
    unsigned due = 0;

    if (must_change_password(c, x))
        due |= DUE_PASSWORD;
    if (!x->has_factor && must_have_factor(c->settings, x))
        due |= DUE_FACTOR;
    if (x->frozen_at != 0 && (x->roles.bits & ROLE_FILER))
        due |= DUE_FROZEN;
    return due;
}

const char *
due_word(unsigned due)
{
    return due & DUE_PASSWORD ? "password" : due & DUE_FACTOR ? "factor" : NULL;
}

static enum err
refuse(struct context *c, unsigned due)
{
    struct fault *f = &c->work.fault;

    if (due & DUE_PASSWORD)
        return fail(f, ERR_DENIED, "password_change_required", "",
                    "登录密码须先修改，才能办理其他事项。请在账号页面设置新密码");
    if (due & DUE_FACTOR)
        return fail(f, ERR_DENIED, "factor_enrol_required", "",
                    "您的账号须先绑定第二因素（动态验证码），才能办理其他事项。请在账号页面绑定");
    return fail(f, ERR_DENIED, "organization_frozen", "",
                "本单位已被冻结，只能查看，不能提交或修改。原因：%s。请联系系统管理员",
                c->work.who->frozen_reason ? c->work.who->frozen_reason : "未写明");
}

enum err
due_look(struct context *c)
{
    const struct route *r = c->route;
    bool is_open = r->act == ACT_LOOK;
    unsigned due = c->work.who != NULL ? due_of(c, c->work.who) & ~r->despite : 0;

    if (r->method == GET || is_open)
        due &= ~(unsigned)DUE_FROZEN;
    if (due == 0)
        return OK;
    if (!is_open)
        return refuse(c, due);
    c->work.who = NULL;
    c->session = NULL;
    return OK;
}
