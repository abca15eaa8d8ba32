/* Sessions: logging in, who is logged in, logging out. */
#include "handle/account.h"
#include "handle/guess.h"
#include "handle/home.h"
#include "handle/role_words.h"
#include "handle/route.h"

#include <string.h>

/* ---- POST /session --------------------------------------------------------------------------- */

static const struct member session_body[] = {
    {"username", M_STRING, M_REQUIRED, .min = 1, .max = 200, .title = "用户名"},
    {"password", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = 1024, .title = "密码"},
    {"bearer", M_BOOLEAN, .title = "为 true 时返回令牌，不设 Cookie"},
    MEMBERS_END,
};

struct login {
    struct account account;
    bool is_right;
    struct guess guesses[2]; /* by account, by address */
};
#define LOGIN_FAILED "登录失败"
struct login_answer {
    const char *token; /* NULL: it went into a cookie */
    int64_t expires_at;
    struct role_set roles;
};
static const struct member login_answer[] = {
    {"token", M_STRING, M_SECRET, .at = TEXT_AT(login_answer, token),
     .title = "访问令牌，仅 bearer 为 true 时返回"},
    {"expires_at", M_TIME, M_REQUIRED, .at = TIME_AT(login_answer, expires_at),
     .title = "登录到期时间"},
    {"roles", M_ROLES, M_REQUIRED, .at = ROLES_AT(login_answer, roles), .title = "角色"},
    MEMBERS_END,
};

static enum err
login_decide(struct context *c, struct login *x)
{
    struct casework *w = &c->work;
    const struct settings *s = c->settings;
    const char *username = username_lower(w->arena, command_text(c, "username"));
    const char *account_key = arena_printf(w->arena, "account:%s", username);

    c->refused_as = "session.failed";
    x->guesses[0] = (struct guess){account_key, s->login_account_failures, {0}};
    x->guesses[1] = (struct guess){
        arena_printf(w->arena, "address:%s", w->remote_addr), s->login_address_failures, {0}};
    enum err err = guesses_may(c, x->guesses, LEN(x->guesses), LOGIN_FAILED);
    if (err)
        return err;

    err = store_account_by_username(w->store, w->arena, username, &x->account, &w->fault);
    if (err && err != ERR_NOTFOUND)
        return err;
    bool is_known = err == OK;
    c->refused_object = is_known ? x->account.id : NULL;
    if ((err = casework_root(w, is_known ? x->account.id : account_key)))
        return err;

    store_read_end(w->store);
    bool matches =
        secret_matches(is_known ? x->account.password_hash : NULL, command_text(c, "password"));
    x->is_right = matches && is_known && !x->account.is_disabled;
    return OK;
}

/* A failure is an answer that must be remembered: the transaction commits. */
static enum err
login_refused(struct context *c, const struct login *x)
{
    enum err err = guesses_failed(c, x->guesses, LEN(x->guesses));
    if (err)
        return err;
    (void)fail(&c->work.fault, ERR_AUTH, "login_failed", "", "用户名或密码不正确，请核对后再登录");
    reply_refused(c);
    return OK;
}

static enum err
session_store(struct context *c, const struct login *x, const struct session *s)
{
    struct casework *w = &c->work;
    enum err err;

    if ((err = store_attempts_clear(w->store, x->guesses[0].key, &w->fault)))
        return err;
    if ((err = store_session_add(w->store, s, &w->fault)))
        return err;
    return store_audit_add(w->store, x->account.id, "session.add", x->account.id, NULL, &w->fault);
}

/* The browser keeps it for as long as a session may last; when it ends is ours to say. */
static void
set_cookie(struct context *c, const char *token)
{
    reply_header(c->reply, "Set-Cookie",
                 arena_printf(c->work.arena,
                              "suanbei_session=%s; Path=/; HttpOnly; SameSite=Strict; "
                              "Max-Age=%lld%s",
                              token, (long long)c->settings->session_max_ms / 1000,
                              c->request->is_https ? "; Secure" : ""));
}

static enum err
login_store(struct context *c, struct login *x)
{
    struct casework *w = &c->work;
    char token[TOKEN_TEXT], hash[SHA256_TEXT];
    /* Others may have failed since: guesses sent at once count one by one. */
    enum err err = guesses_may(c, x->guesses, LEN(x->guesses), LOGIN_FAILED);
    if (err)
        return err;
    if (!x->is_right)
        return login_refused(c, x);

    token_new(w->world, token);
    sha256_hex(token, strlen(token), hash);
    struct session s = {.token_hash = hash,
                        .account_id = x->account.id,
                        .created_at = w->now,
                        .expires_at = session_end(c, w->now),
                        .is_bearer = json_is_true(json_object_get(c->command, "bearer"))};
    if ((err = session_store(c, x, &s)))
        return err;

    struct login_answer a = {
        .token = s.is_bearer ? token : NULL, .expires_at = s.expires_at, .roles = x->account.roles};
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
    struct rows role_labels, stages; /* struct role_word */
    struct rows may;                 /* names of acts */
    struct subject subject;
    long unread;
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
    {"may", M_LIST, M_REQUIRED, .at = ROWS_AT(me, may), .title = "可以办理的事"},
    {"organization", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = person_organization, .title = "单位"},
    {"subject", M_OBJECT, M_REQUIRED | M_NULLABLE, .at = offsetof(struct me, subject),
     .null_at = offsetof(struct subject, state), .of = subject_members,
     .title = "本单位的主体信息；不是填报人时为 null"},
    {"unread", M_INTEGER, M_REQUIRED, .at = LONG_AT(me, unread), .title = "未读的通知"},
    MEMBERS_END,
};

static struct rows
stages_of(const struct casework *w)
{
    const struct law *l = casework_law(w);
    struct role_word *rows = arena_alloc(w->arena, (size_t)(l->stages_n + 1) * sizeof *rows);
    int n = 0;

    for (int i = 0; i < l->stages_n; i++)
        if (role_set_has(&w->who->roles, l->stages[i].role))
            rows[n++] = (struct role_word){l->stages[i].code, l->stages[i].label};
    return (struct rows){rows, n};
}

/* But for what everybody may. */
static struct rows
acts_of(const struct casework *w)
{
    const char **names = arena_alloc(w->arena, ACT__MAX * sizeof *names);
    int n = 0;

    for (enum act act = ACT_SELF + 1; act < ACT__MAX; act++)
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
    enum err err;

    me->person.account = *w->who;
    me->expires_at = c->session->expires_at;
    me->role_labels = role_words(w, &w->who->roles);
    me->stages = stages_of(w);
    me->may = acts_of(w);
    if (w->who->organization_id == NULL)
        return OK;

    if ((err = casework_organization(w, o)))
        return err;
    if ((err = subject_load(c, o, &subject)))
        return err;
    me->person.subject_state = subject.state;
    if (casework_can(w, ACT_FILE))
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
    reply_header(c->reply, "Set-Cookie",
                 "suanbei_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
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
     DECIDES(login),
     .body = session_body,
     .answer = login_answer,
     .headers = HEADER_COOKIE,
     .name = "login",
     .title = "登录"},
    {.method = GET,
     .path = "/session",
     .act = ACT_LOOK,
     .read = session_read,
     .answer = session_answer,
     .name = "getSession",
     .title = "当前登录的账号；没有登录时 account 为 null"},
    {.method = DELETE,
     .path = "/session",
     .act = ACT_SELF,
     .root = ROOT_ACCOUNT,
     STORES(logout),
     .status = 204,
     .headers = HEADER_COOKIE,
     .name = "logout",
     .title = "退出登录"},
};
ROUTES(session, rows);
