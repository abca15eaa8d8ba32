/* Accounts of filers, and everybody's password. */
#include "handle/account.h"
#include "handle/gate.h"
#include "handle/guess.h"
#include "handle/home.h"
#include "handle/member.h"
#include "handle/route.h"

#include <stdlib.h>
#include <string.h>

/* ---- names and passwords --------------------------------------------------------------------- */

static enum err
credentials_look(struct context *c, struct findings *fs, const struct account *x,
                 const char *password)
{
    const char *username = x->username;
    const char *odd = username ? username_reason(c->work.arena, username) : NULL;

    if (odd != NULL)
        findings_add(fs, "account.username", "/username", odd, "请换一个用户名");
    return password ? password_look(c, password, x, "/password", fs) : OK;
}

enum err
credentials_check(struct context *c, const char *username, const char *password)
{
    struct account x = {.username = username};
    struct findings fs;

    findings_start(&fs, c->work.arena);
    enum err err = credentials_look(c, &fs, &x, password);
    if (err)
        return err;
    if (fs.count == 0)
        return OK;
    return casework_findings(&c->work, "account_invalid",
                             "注册信息有误，账号没有建立。请按下列意见逐条修改", &fs);
}

/* ---- all that is wrong, at once -------------------------------------------------------------- */

/* Findings of the members, of the rules and of the core. Of one place whoever comes first tells. */
struct faults {
    json_t *all;     /* list */
    bool is_unknown; /* the rules gave no answer */
    bool is_taken;   /* the username is */
};

static bool
has_place(const json_t *all, size_t n, const char *path)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(json_str(json_array_get(all, i), "path"), path))
            return true;
    return false;
}

enum of_what { OF_ALL, OF_SENT /* only at a member that was sent */ };
static void
gather(struct context *c, struct faults *x, const json_t *findings, enum of_what what)
{
    size_t before = json_array_size(x->all), i;
    json_t *finding;

    json_array_foreach(findings, i, finding)
    {
        const char *path = json_str(finding, "path");
        bool is_sent = path && *path && json_object_get(c->command, path + 1) != NULL;
        if ((what == OF_ALL || is_sent) && !has_place(x->all, before, path))
            json_array_append(x->all, finding);
    }
}

static enum err
gather_text(struct context *c, struct faults *x, const char *findings, enum of_what what)
{
    json_t *parsed;

    if (findings == NULL)
        return OK;
    enum err err = json_read(c->work.arena, findings, strlen(findings), &parsed, &c->work.fault);
    if (!err)
        gather(c, x, parsed, what);
    return err;
}

/* What the rules' form of accounts says of them. */
static enum err
gather_rules(struct context *c, struct faults *x, json_t *data, enum of_what what)
{
    struct casework *w = &c->work;
    struct facts_of of = {.kind = NOUN_ACCOUNT,
                          .action = casework_first_action(w, NOUN_ACCOUNT),
                          .version = 1,
                          .data = json_text(w->arena, data),
                          .parsed = data};
    const char *facts;
    struct judged j;
    enum err err;

    if (casework_form(w, NOUN_ACCOUNT) == NULL)
        return OK;
    if ((err = facts_build(w, &of, &facts)))
        return err;
    store_read_end(w->store);
    if ((err = casework_judge(w, facts, &j)))
        return err;

    x->is_unknown = str_is(j.verdict, "needs_human");
    if (str_is(j.verdict, "not_acceptable"))
        gather(c, x, json_object_get(j.parsed, "findings"), what);
    return OK;
}

static enum err
faults_tell(struct context *c, const struct faults *x, const char *text)
{
    struct casework *w = &c->work;
    size_t n = json_array_size(x->all);

    if (n == 0 && x->is_unknown)
        return fail(&w->fault, ERR_RULE, "needs_human", "", "规则暂不可用，请稍后再试");
    if (n == 0)
        return OK;
    w->findings = json_text(w->arena, x->all);
    if (n == 1 && x->is_taken)
        return fail(&w->fault, ERR_CONFLICT, "username_taken", "/username",
                    "用户名已被使用，请换一个");
    return fail(&w->fault, ERR_INPUT, "account_invalid", "", "%s。请按下列意见逐条修改，共 %zu 处",
                text, n);
}

/* ---- POST /accounts -------------------------------------------------------------------------- */

static const struct member account_body[] = {
    {"username", M_STRING, M_REQUIRED | M_LINE, .min = 3, .max = 64, .title = "用户名"},
    {"password", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = 1024, .title = "密码"},
    {"organization_name", M_STRING, M_LINE, .min = 2, .max = 200,
     .title = "单位名称；凭邀请加入一个单位时不填，其余时候必填"},
    {"invitation", M_STRING, M_SECRET, .min = 1, .max = INVITATION_MAX,
     .title = "邀请链接中 # 之后的一次性口令"},
    {"contact_name", M_STRING, M_REQUIRED | M_LINE, .min = 1, .max = 50, .title = "联系人姓名"},
    {"mobile", M_STRING, M_REQUIRED | M_CODE, .min = 1, .max = 30, .title = "手机号码"},
    {"email", M_STRING, M_REQUIRED | M_CODE, .min = 3, .max = 254, .title = "电子邮箱"},
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
    struct guess guess; /* who asks for many names wants to know which are there */
    bool is_invited;
    struct invited invited;
    struct faults faults;
};

/* Where they will belong; NULL: they do not say so. */
static const char *
organization_named(struct context *c, const struct registration *x)
{
    return x->is_invited ? x->invited.invitation.organization_name
                         : command_text(c, "organization_name");
}

/* An organization is begun, or joined, never both. */
static void
look_at_organization(struct context *c, const struct registration *x, struct findings *fs)
{
    bool is_named = json_object_get(c->command, "organization_name") != NULL;

    if (is_named && x->is_invited)
        findings_add(fs, "account.organization", "/organization_name",
                     "凭邀请加入单位时，不能另填单位名称", "请删去单位名称，或不用邀请而另行注册");
    if (!is_named && !x->is_invited)
        findings_add(fs, "account.organization", "/organization_name", "请填写单位名称",
                     "填写营业执照上的名称；要加入已经注册的单位，请使用它的邀请链接");
}

/* Texts that the rules know of. Passwords are nobody's business. */
static json_t *
registration_data(struct context *c)
{
    json_t *data = arena_json(c->work.arena, json_object());

    for (const struct registration_member *m = registration_members; m->name != NULL; m++) {
        json_t *value = json_object_get(c->command, m->name);
        if (json_is_string(value))
            json_object_set(data, m->name, value);
    }
    return data;
}

static enum err
look_if_taken(struct casework *w, const char *username, struct findings *fs, bool *is)
{
    struct account other;

    *is = false;
    if (username == NULL)
        return OK;
    enum err err = store_account_by_username(w->store, w->arena, username, &other, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    *is = true;
    findings_add(fs, "account.taken", "/username", "用户名已被使用", "请换一个用户名");
    return OK;
}

/* A member that does not fit is told by its declaration; one that is missing by the rules' form
 * where that asks for it, since its words are better. */
static enum err
registration_faults(struct context *c, const struct registration *r, struct faults *x)
{
    struct casework *w = &c->work;
    struct account who = {.username = command_text(c, "username"),
                          .organization_name = organization_named(c, r)};
    json_t *data = registration_data(c);
    struct findings own;
    enum err err;

    *x = (struct faults){.all = arena_json(w->arena, json_array())};
    findings_start(&own, w->arena);
    look_at_organization(c, r, &own);
    if ((err = credentials_look(c, &own, &who, command_text(c, "password"))))
        return err;
    if ((err = look_if_taken(w, who.username, &own, &x->is_taken)))
        return err;

    if ((err = gather_text(c, x, c->misfits, OF_SENT)))
        return err;
    if (r->is_invited)
        json_object_set_new(data, "organization_name", json_string(who.organization_name));
    if ((err = gather_rules(c, x, data, OF_ALL)))
        return err;
    if ((err = gather_text(c, x, c->misfits, OF_ALL)))
        return err;
    return gather_text(c, x, findings_end(&own), OF_ALL);
}

#define REGISTRATION_FAILED "注册失败"
#define INVALID "注册信息有误，账号没有建立"

static enum err
look_if_invited(struct context *c, struct registration *x)
{
    const char *token = command_text(c, "invitation");

    x->is_invited = token != NULL;
    return x->is_invited ? invited_look(c, token, &x->invited) : OK;
}

static enum err
account_add_decide(struct context *c, struct registration *x)
{
    struct casework *w = &c->work;
    const char *username = command_text(c, "username");
    const char *name = username ? username_key(w->arena, username) : "";
    enum err err;

    x->guess = GUESS(GUESS_NAMES, NULL);
    if ((err = casework_root(w, arena_printf(w->arena, "name:%s", name))))
        return err;
    if ((err = guesses_may(c, &x->guess, 1, REGISTRATION_FAILED)))
        return err;
    if ((err = look_if_invited(c, x)) || x->invited.is_void)
        return err; /* that the link is void goes on, to be counted */
    if ((err = registration_faults(c, x, &x->faults)))
        return err;
    store_read_end(w->store);

    if ((err = faults_tell(c, &x->faults, INVALID)))
        return x->faults.is_taken ? OK : err; /* that it is taken goes on, to be counted */
    return secret_make(c, command_text(c, "password"), x->hash);
}

/* It is told, with all else that is wrong; what is counted must be committed. */
static enum err
tell_taken(struct context *c, struct registration *x)
{
    enum err err = guesses_may(c, &x->guess, 1, REGISTRATION_FAILED);
    if (err)
        return err;
    if ((err = guesses_failed(c, &x->guess, 1)))
        return err;
    if (faults_tell(c, &x->faults, INVALID))
        reply_refused(c);
    return OK;
}

/* Of one that is begun with it the first person is the owner. */
static enum err
organization_begin(struct context *c, struct person *p)
{
    struct casework *w = &c->work;
    enum err err = store_organization_add(w->store, &p->organization, &w->fault);

    p->account.organization_id = p->organization.id;
    p->account.member = MEMBER_OWNER;
    p->account.joined_at = w->now;
    return err;
}

static enum err
organization_join(struct context *c, const struct registration *x, struct person *p)
{
    struct casework *w = &c->work;
    const char *id = x->invited.invitation.organization_id;
    struct subject subject;
    enum err err = invited_join(c, &x->invited, p->account.id);
    if (err)
        return err;

    if ((err = store_organization_load(w->store, w->arena, id, &p->organization, &w->fault)))
        return err;
    if ((err = subject_load(c, &p->organization, &subject)))
        return err;
    p->subject_state = subject.state;
    return OK;
}

static enum err
account_add_store(struct context *c, struct registration *x)
{
    struct casework *w = &c->work;
    struct person p = {.organization = {.name = organization_named(c, x)},
                       .account = {.password_hash = x->hash,
                                   .roles = ROLE_SET(ROLE_FILER),
                                   .contact_name = command_text(c, "contact_name"),
                                   .mobile = command_text(c, "mobile"),
                                   .email = command_text(c, "email")},
                       .subject_state = "none"};
    enum err err;

    if (x->invited.is_void)
        return invited_refuse(c, &x->invited);
    if (x->faults.is_taken)
        return tell_taken(c, x);
    p.account.username = username_shown(w->arena, command_text(c, "username"));
    if (!x->is_invited && (err = organization_begin(c, &p)))
        return err;
    err = store_account_add(w->store, &p.account, &w->fault);
    if (err == ERR_CONFLICT)
        return fail(&w->fault, ERR_CONFLICT, "username_taken", "/username",
                    "用户名已被使用，请换一个");
    if (err)
        return err;
    if ((err = casework_audit(w, "account.add", p.account.id, NULL)))
        return err;
    if (x->is_invited && (err = organization_join(c, x, &p)))
        return err;
    reply_row(c, &p);
    return OK;
}

/* ---- GET, PUT /account ----------------------------------------------------------------------- */

const struct member contact_members[] = {
    {"contact_name", M_STRING, M_REQUIRED | M_LINE, .min = 1, .max = 50, .title = "联系人姓名"},
    {"mobile", M_STRING, M_REQUIRED | M_CODE, .min = 1, .max = 30, .title = "手机号码"},
    {"email", M_STRING, M_REQUIRED | M_CODE, .min = 3, .max = 254, .title = "电子邮箱"},
    MEMBERS_END,
};
static const struct member own_organization[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(account, organization_id), .title = "单位编号"},
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(account, organization_name), .title = "单位名称"},
    MEMBERS_END,
};
static const struct member own_account[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(account, id), .title = "账号编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(account, username), .title = "用户名"},
    {"roles", M_ROLES, M_REQUIRED, .at = ROLES_AT(account, roles), .title = "角色"},
    {"organization", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = own_organization, .title = "单位"},
    {"contact_name", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .at = TEXT_AT(account, contact_name), .title = "姓名"},
    {"mobile", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL, .at = TEXT_AT(account, mobile),
     .title = "手机号码"},
    {"email", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL, .at = TEXT_AT(account, email),
     .title = "电子邮箱"},
    {"created_at", M_TIME, M_REQUIRED, .at = TIME_AT(account, created_at), .title = "建立时间"},
    {"contact_changed_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(account, contact_at),
     .title = "姓名、手机或邮箱最近一次修改的时间；没有改过的为 null"},
    MEMBERS_END,
};

static enum err
account_read(struct context *c)
{
    struct casework *w = &c->work;
    struct account me;
    enum err err = store_account_by_id(w->store, w->arena, w->who->id, &me, &w->fault);

    if (!err)
        reply_row(c, &me);
    return err;
}

/* What the rules say of the other members of a registration is not about this. */
enum err
contact_check(struct context *c, const struct account *of, const char *text)
{
    struct casework *w = &c->work;
    struct faults x = {.all = arena_json(w->arena, json_array())};
    json_t *data = registration_data(c);
    enum err err;

    if ((err = gather_text(c, &x, c->misfits, OF_ALL)))
        return err;
    json_object_set_new(data, "username", json_string(of->username));
    json_object_set_new(data, "organization_name", json_string(of->organization_name));
    if (casework_can(w, ACT_READ_OWN) && (err = gather_rules(c, &x, data, OF_SENT)))
        return err;
    return faults_tell(c, &x, text);
}

static enum err
contact_decide(struct context *c, struct account *me)
{
    struct casework *w = &c->work;
    enum err err = store_account_by_id(w->store, w->arena, w->who->id, me, &w->fault);
    return err ? err : contact_check(c, me, "联系方式有误，没有修改");
}

static bool
is_changed(const struct account *me, const struct context *c)
{
    return !str_is(me->contact_name, command_text(c, "contact_name")) ||
           !str_is(me->mobile, command_text(c, "mobile")) ||
           !str_is(me->email, command_text(c, "email"));
}

static enum err
contact_store(struct context *c, struct account *me)
{
    struct casework *w = &c->work;
    enum err err;

    if (is_changed(me, c)) {
        me->contact_name = command_text(c, "contact_name");
        me->mobile = command_text(c, "mobile");
        me->email = command_text(c, "email");
        me->contact_at = w->now;
        if ((err = store_account_update(w->store, me, &w->fault)))
            return err;
        if ((err = casework_audit(w, "account.contact", me->id, NULL)))
            return err;
    }
    reply_row(c, me);
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
    struct guess guess; /* who has somebody's session wants the password, too */
    bool is_right;      /* the old one was */
    struct findings fs; /* why the new one may not be used */
};
#define CHANGE_FAILED "修改密码失败"

static enum err
password_decide(struct context *c, struct new_password *x)
{
    struct casework *w = &c->work;
    const char *fresh = command_text(c, "new_password"), *old = command_text(c, "old_password");
    struct account me;
    enum err err = store_account_by_id(w->store, w->arena, w->who->id, &me, &w->fault);
    if (err)
        return err;

    x->guess = GUESS(GUESS_OWN, me.id);
    if ((err = guesses_may(c, &x->guess, 1, CHANGE_FAILED)))
        return err;
    findings_start(&x->fs, w->arena);
    if ((err = password_look(c, fresh, &me, "/new_password", &x->fs)))
        return err;
    if ((err = secret_try(c, me.password_hash, old, &x->is_right)))
        return err;
    if (str_is(password_nfc(w->arena, fresh), password_nfc(w->arena, old)))
        findings_add(&x->fs, "account.password", "/new_password", "新密码与原密码相同",
                     "请换一个没有用过的密码");
    return x->is_right && x->fs.count == 0 ? secret_make(c, fresh, x->hash) : OK;
}

/* A failure is an answer that must be remembered: the transaction commits. */
static enum err
password_refused(struct context *c, struct new_password *x)
{
    enum err err = x->is_right ? OK : guesses_failed(c, &x->guess, 1);
    if (err)
        return err;

    if (!x->is_right)
        findings_add(&x->fs, "account.password", "/old_password", "原密码不正确",
                     "请重新输入原密码");
    if (casework_findings(&c->work, "password_invalid", "密码没有修改", &x->fs))
        reply_refused(c);
    return OK;
}

static enum err
password_store(struct context *c, struct new_password *x)
{
    struct casework *w = &c->work;
    const char *me = w->who->id;
    enum err err;

    /* Others may have failed since: guesses sent at once count one by one. */
    if ((err = guesses_may(c, &x->guess, 1, CHANGE_FAILED)))
        return err;
    if (!x->is_right || x->fs.count > 0)
        return password_refused(c, x);
    if ((err = guess_forget(c, &x->guess)))
        return err;
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
HALVES(contact, struct account)
HALVES(password, struct new_password)

static const struct route rows[] = {
    {.method = POST,
     .path = "/accounts",
     .act = ACT_LOOK,
     .root = ROOT_ACCOUNT,
     .flags = ROUTE_KEYED | ROUTE_GATHERS,
     DECIDES(account_add),
     .body = account_body,
     .answer = account_answer,
     .status = 201,
     .name = "addAccount",
     .title = "注册填报账号"},
    {.method = GET,
     .path = "/account",
     .act = ACT_SELF,
     .despite = DUE_PASSWORD | DUE_FACTOR,
     .read = account_read,
     .answer = own_account,
     .reads = "account.read",
     .name = "getAccount",
     .title = "自己的账号与联系方式"},
    {.method = PUT,
     .path = "/account",
     .act = ACT_SELF,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_RESERVE,
     .flags = ROUTE_MOVES | ROUTE_GATHERS,
     DECIDES(contact),
     .body = contact_members,
     .answer = own_account,
     .refused = "未修改",
     .name = "setContact",
     .title = "修改自己的姓名、手机号码、电子邮箱"},
    {.method = PUT,
     .path = "/account/password",
     .act = ACT_SELF,
     .despite = DUE_PASSWORD | DUE_FACTOR | DUE_FROZEN,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .flags = ROUTE_MOVES,
     DECIDES(password),
     .body = password_body,
     .status = 204,
     .name = "setPassword",
     .title = "修改密码"},
};
ROUTES(account, rows);
