/* Sessions: logging in, who is logged in, logging out. */
#include "handle/account.h"
#include "handle/factor.h"
#include "handle/gate.h"
#include "handle/guess.h"
#include "handle/home.h"
#include "handle/inbox.h"
#include "handle/role_words.h"
#include "handle/route.h"

#include <string.h>

/* ---- POST /session --------------------------------------------------------------------------- */

static const struct member session_body[] = {
    {"username", M_STRING, M_REQUIRED, .min = 1, .max = 200, .title = "用户名"},
    {"password", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = 1024, .title = "密码"},
    {"code", M_STRING, M_SECRET, .min = 1, .max = 40,
     .title = "第二因素：动态验证码或恢复码。绑定了第二因素的账号必须给出"},
    {"bearer", M_BOOLEAN, .title = "为 true 时返回令牌，不设 Cookie"},
    MEMBERS_END,
};

struct login {
    struct account account;
    bool is_right;
    bool is_home; /* the account was used from this address: others' failures do not count */
    struct guess guesses[3]; /* by both, by address, by account */
    int guesses_n;
};
#define LOGIN_FAILED "登录失败"
struct login_answer {
    const char *token; /* NULL: it went into a cookie */
    int64_t expires_at;
    struct role_set roles;
    const char *due;
};
#define DUE_TITLE                                                                                  \
    "须先办理的事：password 修改密码，factor 绑定第二因素；没有时为 "       \
    "null。办完之前不能办理其他事项"
static const char *const due_words[] = {"password", "factor", NULL};
static const struct member login_answer[] = {
    {"token", M_STRING, M_SECRET, .at = TEXT_AT(login_answer, token),
     .title = "访问令牌，仅 bearer 为 true 时返回"},
    {"expires_at", M_TIME, M_REQUIRED, .at = TIME_AT(login_answer, expires_at),
     .title = "登录到期时间"},
    {"roles", M_ROLES, M_REQUIRED, .at = ROLES_AT(login_answer, roles), .title = "角色"},
    {"due", M_STRING, .choices = due_words, .at = TEXT_AT(login_answer, due), .title = DUE_TITLE},
    MEMBERS_END,
};

/* Whose it is, and whether anything is known of where this comes from. */
static enum err
login_load(struct context *c, const char *username, struct login *x, bool *is_known)
{
    struct casework *w = &c->work;
    enum err err = store_account_by_username(w->store, w->arena, username, &x->account, &w->fault);

    *is_known = err == OK;
    if (err && err != ERR_NOTFOUND)
        return err;
    return *is_known ? address_known(c, x->account.id, &x->is_home) : OK;
}

static enum err
login_decide(struct context *c, struct login *x)
{
    struct casework *w = &c->work;
    const char *username = command_text(c, "username"), *key = username_key(w->arena, username);
    bool is_known, matches;

    c->refused_as = "session.failed";
    enum err err = login_load(c, username, x, &is_known);
    if (err)
        return err;

    x->guesses[0] = GUESS(GUESS_LOGIN, key);
    x->guesses[1] = GUESS(GUESS_ADDRESS, NULL);
    x->guesses[2] = GUESS(GUESS_ACCOUNT, key);
    x->guesses_n = x->is_home ? 2 : 3;
    if (!x->is_home && (err = guesses_may(c, x->guesses, x->guesses_n, LOGIN_FAILED)))
        return err;
    c->refused_object = is_known ? x->account.id : NULL;
    const char *name = arena_printf(w->arena, "account:%s", key);
    if ((err = casework_root(w, is_known ? x->account.id : name)))
        return err;

    const char *hash = is_known ? x->account.password_hash : NULL;
    if ((err = secret_try(c, hash, command_text(c, "password"), &matches)))
        return err;
    x->is_right = matches && !x->account.is_disabled;
    return OK;
}

/* A failure is an answer that must be remembered: the transaction commits. */
static enum err
login_refused(struct context *c, const struct login *x)
{
    enum err err = guesses_failed(c, x->guesses, x->guesses_n);
    if (err)
        return err;
    (void)fail(&c->work.fault, ERR_AUTH, "login_failed", "", "用户名或密码不正确，请核对后再登录");
    reply_refused(c);
    return OK;
}

/* What the decide half saw must still be so: the root says it of all who move it, and this of all
 * else that there may be. */
static enum err
look_again(struct context *c, const struct login *x)
{
    struct casework *w = &c->work;
    struct account now;
    enum err err = store_account_by_id(w->store, w->arena, x->account.id, &now, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? ERR_AGAIN : err;

    bool is_same = str_is(now.password_hash, x->account.password_hash) && !now.is_disabled &&
                   now.has_factor == x->account.has_factor &&
                   now.roles.bits == x->account.roles.bits;
    return is_same ? OK : fail(&w->fault, ERR_AGAIN, "busy", "", "账号刚刚有了变化");
}

/* The second step. A right password alone says that it is asked for. A wrong code counts, from
 * wherever it comes, and that must be committed: who has the password has six digits to guess. */
static enum err
second_step(struct context *c, const struct login *x, bool *is_right)
{
    const char *code = command_text(c, "code");
    struct guess guess = GUESS(GUESS_FACTOR, x->account.id);

    *is_right = !x->account.has_factor;
    if (*is_right)
        return OK;
    if (code == NULL)
        return fail(&c->work.fault, ERR_AUTH, "factor_required", "/code",
                    "请输入动态验证码；手机不在身边时，可输入一个恢复码");
    enum err err = guesses_may(c, &guess, 1, LOGIN_FAILED);
    if (err)
        return err;
    if ((err = factor_try(c, x->account.id, code, is_right)))
        return err;
    if (*is_right)
        return guess_forget(c, &guess);
    if ((err = guesses_failed(c, &guess, 1)))
        return err;
    if ((err = store_audit_add(c->work.store, NULL, "factor.failed", x->account.id, NULL,
                               &c->work.fault)))
        return err;
    (void)fail(&c->work.fault, ERR_AUTH, "factor_wrong", "/code",
               "验证码不正确或已经用过，请等待下一个验证码再试");
    reply_refused(c);
    return OK;
}

static enum err
session_store(struct context *c, const struct login *x, const struct session *s)
{
    struct casework *w = &c->work;
    enum err err;

    if ((err = guess_forget(c, &x->guesses[0])))
        return err;
    if ((err = address_note(c, x->account.id)))
        return err;
    if ((err = store_session_add(w->store, s, &w->fault)))
        return err;
    if ((err = store_session_cap(w->store, x->account.id, c->settings->sessions_max, &w->fault)))
        return err;
    return store_audit_add(w->store, x->account.id, "session.add", x->account.id, NULL, &w->fault);
}

/* The browser keeps it for as long as a session may last; when it ends is ours to say. token "": it
 * is to forget it. */
static void
set_cookie(struct context *c, const char *token)
{
    long long kept_s = *token ? (long long)c->settings->session_max_ms / 1000 : 0;

    reply_header(c->reply, "Set-Cookie",
                 arena_printf(c->work.arena,
                              "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%lld%s",
                              session_cookie(c->request), token, kept_s,
                              c->request->is_https ? "; Secure" : ""));
}

static enum err
login_store(struct context *c, struct login *x)
{
    struct casework *w = &c->work;
    char token[TOKEN_TEXT], hash[SHA256_TEXT];
    bool is_let_in = false;
    /* Others may have failed since: guesses sent at once count one by one. */
    enum err err = guesses_may(c, x->guesses, x->guesses_n, LOGIN_FAILED);
    if (err && !(err == ERR_LIMIT && x->is_home && x->is_right))
        return err;
    if (!x->is_right)
        return login_refused(c, x);
    if ((err = look_again(c, x)))
        return err;
    if ((err = second_step(c, x, &is_let_in)))
        return err;
    if (!is_let_in)
        return OK;

    token_new(w->world, token);
    sha256_hex(token, strlen(token), hash);
    struct session s = {.token_hash = hash,
                        .account_id = x->account.id,
                        .created_at = w->now,
                        .expires_at = session_end(c, &x->account, w->now),
                        .is_bearer = json_is_true(json_object_get(c->command, "bearer"))};
    if ((err = session_store(c, x, &s)))
        return err;

    struct login_answer a = {.token = s.is_bearer ? token : NULL,
                             .expires_at = s.expires_at,
                             .roles = x->account.roles,
                             .due = due_word(due_of(c, &x->account))};
    if (!s.is_bearer)
        set_cookie(c, token);
    reply_row(c, &a);
    return OK;
}

/* ---- GET, DELETE /session -------------------------------------------------------------------- */

static const struct member me_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(person, account.id), .title = "账号编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(person, account.username), .title = "用户名"},
    {"contact_name", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(person, account.contact_name),
     .title = "姓名"},
    MEMBERS_END,
};
/* Whoever asks; all empty when that is nobody. */
struct me {
    struct person person;
    int64_t expires_at;
    const char *due, *frozen;
    struct rows role_labels, stages, leads; /* struct role_word */
    struct rows may;                        /* names of acts */
    struct subject subject;
    const char *member, *member_label;
    const char *mandate; /* by which they act for another organization; NULL: they do not */
    long unread, resets;
};
static const struct member session_answer[] = {
    {"account", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = me_members,
     .title = "账号；没有登录时为 null"},
    {"expires_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(me, expires_at),
     .title = "登录到期时间，使用中自动延长"},
    {"roles", M_ROLES, M_REQUIRED, .at = ROLES_AT(me, person.account.roles), .title = "角色"},
    {"role_labels", M_LIST, M_REQUIRED, .at = ROWS_AT(me, role_labels), .of = role_word_members,
     .size = sizeof(struct role_word), .title = "角色的中文名称"},
    {"stages", M_LIST, M_REQUIRED, .at = ROWS_AT(me, stages), .of = role_word_members,
     .size = sizeof(struct role_word), .title = "承担的审核阶段"},
    {"leads", M_LIST, M_REQUIRED, .at = ROWS_AT(me, leads), .of = role_word_members,
     .size = sizeof(struct role_word), .title = "负责调派任务的审核阶段"},
    {"may", M_LIST, M_REQUIRED, .at = ROWS_AT(me, may), .title = "可以办理的事"},
    {"organization", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = person_organization, .title = "单位"},
    {"member", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(me, member),
     .title = "在本单位的权限：read 只读，fill 填写，submit 提交，owner 所有者；不是成员时为 null"},
    {"member_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(me, member_label),
     .title = "在本单位的权限（中文）"},
    {"mandate", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(me, mandate),
     .title = "正依据哪一份委托替别的单位办理，单位即该单位，委托已终止的为 null；没有的为 null"},
    {"subject", M_OBJECT, M_REQUIRED | M_NULLABLE, .at = offsetof(struct me, subject),
     .null_at = offsetof(struct subject, state), .of = subject_members,
     .title = "本单位的主体信息；不是填报人时为 null"},
    {"due", M_STRING, .choices = due_words, .at = TEXT_AT(me, due), .title = DUE_TITLE},
    {"frozen", M_STRING, .at = TEXT_AT(me, frozen),
     .title = "本单位被冻结的原因，冻结期间只能查看；没有冻结时不给出"},
    {"unread", M_INTEGER, M_REQUIRED, .at = LONG_AT(me, unread), .max = NOTICES_COUNTED,
     .title = "未读的通知；100 表示 100 条或更多"},
    {"resets", M_INTEGER, M_REQUIRED, .at = LONG_AT(me, resets),
     .title = "密码由他人给出的链接或找回码重设、本人还没有表示看过的次数"},
    MEMBERS_END,
};

static struct rows
stages_of(const struct casework *w, bool is_led)
{
    const struct law *l = casework_law(w);
    struct role_word *rows = arena_alloc(w->arena, (size_t)(l->stages_n + 1) * sizeof *rows);
    int n = 0;

    for (int i = 0; i < l->stages_n; i++) {
        const char *role = is_led ? l->stages[i].lead : l->stages[i].role;
        if (role != NULL && role_set_has(&w->who->roles, role))
            rows[n++] = (struct role_word){l->stages[i].code, l->stages[i].label};
    }
    return (struct rows){rows, n};
}

/* But for what everybody may. */
static struct rows
acts_of(const struct casework *w, unsigned due)
{
    const char **names = arena_alloc(w->arena, ACT__MAX * sizeof *names);
    int n = 0;

    for (enum act act = ACT_SELF + 1; act < ACT__MAX && !due_word(due); act++)
        if (casework_can(w, act))
            names[n++] = acts[act].name;
    return (struct rows){names, n};
}

static enum err
me_load(struct context *c, struct me *me)
{
    struct casework *w = &c->work;
    struct organization *o = &me->person.organization;
    struct subject subject;
    enum err err =
        store_account_by_id(w->store, w->arena, w->who->id, &me->person.account, &w->fault);
    if (err)
        return err;

    if ((err = store_reset_use_unseen(w->store, w->who->id, &me->resets, &w->fault)))
        return err;
    me->expires_at = c->session->expires_at;
    me->role_labels = role_words(w, &w->who->roles);
    me->stages = stages_of(w, false);
    me->leads = stages_of(w, true);
    unsigned due = due_of(c, w->who);
    me->due = due_word(due);
    me->frozen = due & DUE_FROZEN ? w->who->frozen_reason : NULL;
    me->may = acts_of(w, due);
    me->mandate = w->who->mandate_id;
    if (me->due == NULL && (err = inbox_unread(c, &me->unread)))
        return err;
    if (w->who->organization_id == NULL)
        return OK;
    if (w->who->member != MEMBER_NONE) {
        me->member = member_name(w->who->member);
        me->member_label = member_label(w->who->member);
    }

    if ((err = casework_organization(w, o)))
        return err;
    if ((err = subject_load(c, o, &subject)))
        return err;
    me->person.subject_state = subject.state;
    if (casework_can(w, ACT_READ_OWN) && me->due == NULL)
        me->subject = subject;
    return OK;
}

static enum err
session_read(struct context *c)
{
    struct me me = {0};
    enum err err = c->work.who != NULL ? me_load(c, &me) : OK;

    if (!err)
        reply_row(c, &me);
    return err;
}

static enum err
logout_store(struct context *c)
{
    struct casework *w = &c->work;
    enum err err = store_session_delete(w->store, c->session->token_hash, &w->fault);
    if (err && err != ERR_NOTFOUND)
        return err;
    if ((err = casework_audit(w, "session.end", w->who->id, NULL)))
        return err;
    reply_nothing(c);
    set_cookie(c, "");
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(login, struct login)
STORE_HALF(logout)

static const struct route rows[] = {
    {.method = POST,
     .path = "/session",
     .act = ACT_LOOK,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     DECIDES(login),
     .body = session_body,
     .answer = login_answer,
     .headers = HEADER_COOKIE,
     .name = "login",
     .title = "登录"},
    {.method = GET,
     .path = "/session",
     .act = ACT_LOOK,
     .despite = DUE_PASSWORD | DUE_FACTOR,
     .read = session_read,
     .answer = session_answer,
     .name = "getSession",
     .title = "当前登录的账号；没有登录时 account 为 null"},
    {.method = DELETE,
     .path = "/session",
     .act = ACT_SELF,
     .despite = DUE_PASSWORD | DUE_FACTOR | DUE_FROZEN,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     STORES(logout),
     .status = 204,
     .headers = HEADER_COOKIE,
     .name = "logout",
     .title = "退出登录"},
};
ROUTES(session, rows);
