/* Accounts of filers, and everybody's password. */
#include "handle/account.h"
#include "handle/route.h"

#include <stdlib.h>
#include <string.h>

/* ---- names and passwords --------------------------------------------------------------------- */

const char *
username_lower(struct arena *a, const char *s)
{
    char *p = arena_strdup(a, s);

    for (char *q = p; *q != '\0'; q++)
        if (*q >= 'A' && *q <= 'Z')
            *q = (char)(*q | 0x20);
    return p;
}

/* Letters of any script, digits, and - _ . @ ; no spaces, no control characters. */
static bool
is_username(const char *s)
{
    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (!is_letter && !(c >= '0' && c <= '9') && c < 0x80 && strchr("-_.@", c) == NULL)
            return false;
    }
    return true;
}

enum err
credentials_check(struct context *c, const char *username, const char *password)
{
    struct findings fs;
    const char *why = password_reason(password, username);

    findings_start(&fs, c->work.arena);
    if (!is_username(username))
        findings_add(&fs, "account.username", "/username", "用户名只能用文字、数字和 - _ . @",
                     "请换一个用户名");
    if (why != NULL)
        findings_add(&fs, "account.password", "/password", why,
                     "请换一个密码，例如几个不相关的词连在一起");
    if (fs.count == 0)
        return OK;
    return casework_findings(&c->work, "account_invalid",
                             "注册信息有误，账号没有建立。请按下列意见逐条修改", &fs);
}

/* ---- POST /accounts -------------------------------------------------------------------------- */

static const struct member account_body[] = {
    {"username", M_STRING, M_REQUIRED, .min = 3, .max = 64, .title = "用户名"},
    {"password", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = 1024, .title = "密码"},
    {"organization_name", M_STRING, M_REQUIRED, .min = 2, .max = 200, .title = "单位名称"},
    {"contact_name", M_STRING, M_REQUIRED, .min = 1, .max = 50, .title = "联系人姓名"},
    {"mobile", M_STRING, M_REQUIRED, .min = 1, .max = 30, .title = "手机号码"},
    {"email", M_STRING, M_REQUIRED, .min = 3, .max = 254, .title = "电子邮箱"},
    MEMBERS_END,
};

const struct member person_organization[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(person, organization.id), .title = "单位编号"},
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(person, organization.name), .title = "单位名称"},
    {"subject_state", M_STRING, M_REQUIRED, .at = TEXT_AT(person, subject_state),
     .title = "主体信息所处的状态；没有时为 none"},
    MEMBERS_END,
};
static const struct member account_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(person, account.id), .title = "账号编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(person, account.username), .title = "用户名"},
    {"roles", M_ROLES, M_REQUIRED, .at = ROLES_AT(person, account.roles), .title = "角色"},
    {"organization", M_OBJECT, M_REQUIRED, .of = person_organization, .title = "单位"},
    MEMBERS_END,
};

struct registration {
    char hash[PASSWORD_TEXT];
};

/* What a registration tells the rules; passwords are nobody's business. */
static const char *
registration_facts(struct context *c, json_t **data)
{
    struct facts_of of = {.kind = NOUN_ACCOUNT,
                          .action = casework_first_action(&c->work, NOUN_ACCOUNT),
                          .version = 1};
    const char *facts = NULL;

    *data = arena_json(c->work.arena, json_deep_copy(c->command));
    json_object_del(*data, "password");
    of.data = json_text(c->work.arena, *data);
    of.parsed = *data;
    return facts_build(&c->work, &of, &facts) ? NULL : facts;
}

/* The rules judge the rest of a registration, where the set declares a form for it. */
static enum err
registration_judge(struct context *c)
{
    struct casework *w = &c->work;
    struct judged j;
    json_t *data;

    const char *facts = registration_facts(c, &data);
    if (facts == NULL)
        return w->fault.err;
    store_read_end(w->store);
    enum err err = casework_judge(w, facts, &j);
    if (err)
        return err;

    if (str_is(j.verdict, "needs_human"))
        return fail(&w->fault, ERR_RULE, "needs_human", "", "注册规则暂不可用，请稍后再试");
    if (str_is(j.verdict, "acceptable"))
        return OK;
    w->findings = json_text(w->arena, json_object_get(j.parsed, "findings"));
    return fail(&w->fault, ERR_INPUT, "account_invalid", "",
                "注册信息有误，账号没有建立。请按下列意见逐条修改");
}

static enum err
account_add_decide(struct context *c, struct registration *x)
{
    struct casework *w = &c->work;
    const char *username = command_text(c, "username"), *password = command_text(c, "password");
    const char *name = arena_printf(w->arena, "name:%s", username_lower(w->arena, username));
    enum err err;

    if ((err = casework_root(w, name)))
        return err;
    if (casework_form(w, NOUN_ACCOUNT) != NULL && (err = registration_judge(c)))
        return err;
    if ((err = credentials_check(c, username, password)))
        return err;
    store_read_end(w->store);
    return password_hash(password, x->hash, &w->fault);
}

static enum err
account_add_store(struct context *c, struct registration *x)
{
    struct casework *w = &c->work;
    struct person p = {
        .organization = {.name = command_text(c, "organization_name")},
        .account = {.username = username_lower(w->arena, command_text(c, "username")),
                    .password_hash = x->hash,
                    .roles = ROLE_SET(ROLE_FILER),
                    .contact_name = command_text(c, "contact_name"),
                    .mobile = command_text(c, "mobile"),
                    .email = command_text(c, "email")},
        .subject_state = "none"};
    enum err err = store_organization_add(w->store, &p.organization, &w->fault);
    if (err)
        return err;

    p.account.organization_id = p.organization.id;
    err = store_account_add(w->store, &p.account, &w->fault);
    if (err == ERR_CONFLICT)
        return fail(&w->fault, ERR_CONFLICT, "username_taken", "/username",
                    "用户名已被使用，请换一个");
    if (err)
        return err;
    if ((err = casework_audit(w, "account.add", p.account.id, NULL)))
        return err;
    reply_row(c, &p);
    return OK;
}

/* ---- PUT /account/password ------------------------------------------------------------------- */

static const struct member password_body[] = {
    {"old_password", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = 1024, .title = "原密码"},
    {"new_password", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = 1024, .title = "新密码"},
    MEMBERS_END,
};

struct new_password {
    char hash[PASSWORD_TEXT];
};

static enum err
password_decide(struct context *c, struct new_password *x)
{
    struct casework *w = &c->work;
    const char *fresh = command_text(c, "new_password");
    struct account me;
    struct findings fs;
    enum err err = store_account_by_id(w->store, w->arena, w->who->id, &me, &w->fault);
    if (err)
        return err;

    store_read_end(w->store);
    findings_start(&fs, w->arena);
    if (!password_verify(me.password_hash, command_text(c, "old_password")))
        findings_add(&fs, "account.password", "/old_password", "原密码不正确", "请重新输入原密码");
    const char *why = password_reason(fresh, me.username);
    if (why != NULL)
        findings_add(&fs, "account.password", "/new_password", why,
                     "请换一个密码，例如几个不相关的词连在一起");
    if (fs.count > 0)
        return casework_findings(w, "password_invalid", "密码没有修改", &fs);
    return password_hash(fresh, x->hash, &w->fault);
}

static enum err
password_store(struct context *c, struct new_password *x)
{
    struct casework *w = &c->work;
    const char *me = w->who->id;
    enum err err;

    if ((err = store_account_password(w->store, me, x->hash, &w->fault)))
        return err;
    if ((err = store_session_delete_all(w->store, me, c->session->token_hash, &w->fault)))
        return err;
    if ((err = casework_audit(w, "account.password", me, NULL)))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(account_add, struct registration)
HALVES(password, struct new_password)

static const struct route rows[] = {
    {.method = POST,
     .path = "/accounts",
     .act = ACT_LOOK,
     .root = ROOT_ACCOUNT,
     .flags = ROUTE_KEYED,
     DECIDES(account_add),
     .body = account_body,
     .answer = account_answer,
     .status = 201,
     .name = "addAccount",
     .title = "注册填报账号"},
    {.method = PUT,
     .path = "/account/password",
     .act = ACT_SELF,
     .root = ROOT_ACCOUNT,
     .flags = ROUTE_MOVES,
     DECIDES(password),
     .body = password_body,
     .status = 204,
     .name = "setPassword",
     .title = "修改密码"},
};
ROUTES(account, rows);
