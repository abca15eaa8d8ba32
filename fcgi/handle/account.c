/* Accounts of filers, sessions, passwords. */
#include "handle/desk.h"

#include <stdlib.h>
#include <string.h>

struct new_account {
    char hash[PASSWORD_TEXT];
};

static const char *
lower(struct arena *a, const char *s)
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
account_credentials(struct desk *d, const char *username, const char *password,
                    char hash[PASSWORD_TEXT])
{
    struct findings fs;

    findings_start(&fs, d->arena);
    if (!is_username(username))
        findings_add(&fs, "account.username", "/username", "用户名只能用文字、数字和 - _ . @",
                     "请换一个用户名");
    const char *why = password_reason(password, username);
    if (why != NULL)
        findings_add(&fs, "account.password", "/password", why,
                     "请换一个密码，例如几个不相关的词连在一起");
    if (fs.count > 0)
        return desk_findings(d, "account_invalid",
                             "注册信息有误，账号没有建立。请按 findings 逐条修改", &fs);
    desk_loaded(d);

    return password_hash(password, hash, &d->fault);
}

/* ---- POST /accounts -------------------------------------------------------------------------- */

/* The rules judge the rest of a registration, where the set declares a form for it. */
static enum err
account_judge(struct desk *d)
{
    if (desk_form(d, "account") == NULL)
        return OK;
    json_t *data = json_object();
    const char *key;
    json_t *v;
    arena_json(d->arena, data);

    json_object_foreach((json_t *)(uintptr_t)d->command, key, v)
    {
        if (!str_is(key, "password"))
            json_object_set(data, key, v);
    }

    struct facts_of of = {.kind = "account",
                          .action = "initial",
                          .version = 1,
                          .data = json_text(d->arena, data),
                          .parsed = data};
    struct judged j;
    enum err err = judge_filing(d, &of, &j);
    if (err)
        return err;
    if (j.is_fault || str_is(j.verdict, "needs_human"))
        return fail(&d->fault, ERR_RULE, "needs_human", "", "注册规则暂不可用，请稍后再试");
    if (str_is(j.verdict, "acceptable"))
        return OK;
    d->findings = json_text(d->arena, json_object_get(j.parsed, "findings"));

    return fail(&d->fault, ERR_INPUT, "account_invalid", "", "注册信息有误");
}

enum err
handle_account_prepare(struct desk *d)
{
    struct new_account *x = arena_alloc(d->arena, sizeof *x);
    d->carry = x;
    enum err err = account_judge(d);
    if (err)
        return err;
    return account_credentials(d, json_str(d->command, "username"),
                               json_str(d->command, "password"), x->hash);
}

enum err
handle_account_add(struct desk *d)
{
    struct new_account *x = d->carry;
    struct organization o = {.name = json_str(d->command, "organization_name")};
    enum err err = store_organization_add(d->store, &o, &d->fault);
    if (err)
        return err;

    struct account a = {.username = lower(d->arena, json_str(d->command, "username")),
                        .password_hash = x->hash,
                        .roles = ROLE_FILER,
                        .organization_id = o.id,
                        .contact_name = json_str(d->command, "contact_name"),
                        .mobile = json_str(d->command, "mobile"),
                        .email = json_str(d->command, "email")};
    err = store_account_add(d->store, &a, &d->fault);
    if (err == ERR_CONFLICT)
        return fail(&d->fault, ERR_CONFLICT, "username_taken", "/username",
                    "用户名已被使用，请换一个");
    if (err)
        return err;
    if ((err = desk_audit(d, "account.add", a.id, NULL)))
        return err;

    struct buf b = BUF(d->arena);
    buf_puts(&b, "{");
    buf_json_str(&b, "id", a.id);
    buf_json_str(&b, "username", a.username);
    role_names_json(&b, "roles", a.roles);
    buf_key(&b, "organization");
    buf_puts(&b, "{");
    buf_json_str(&b, "id", o.id);
    buf_json_str(&b, "name", o.name);
    buf_json_str(&b, "subject_state", "none");
    buf_puts(&b, "}}");
    reply_json(d->reply, 201, &b);

    return OK;
}

/* ---- POST /session --------------------------------------------------------------------------- */

struct login {
    struct account account;
    bool is_right;
    const char *account_key, *address_key;
    struct attempts by_account, by_address;
};

/* ERR_LIMIT while either key must wait. */
static enum err
login_may_try(struct desk *d, const struct login *x)
{
    int64_t until = x->by_account.blocked_until > x->by_address.blocked_until
                        ? x->by_account.blocked_until
                        : x->by_address.blocked_until;
    if (until <= d->now)
        return OK;

    int seconds = (int)((until - d->now + 999) / 1000);
    (void)fail(&d->fault, ERR_LIMIT, "too_many_attempts", "", "登录失败次数过多，请 %d 秒后再试",
               seconds);
    d->fault.retry_after_s = seconds;
    return ERR_LIMIT;
}

/* Verified against this when there is no such account, so that both take the same time. Nobody
 * knows a password for it that is in use. */
static const char nobody_hash[] = "$argon2id$v=19$m=19456,t=2,p=1$kvwtqIfT4QTjpks3SuaPYQ$"
                                  "7MHCYWIqMnK6RAIPc+GV5EAcUgaPiUlu0nhUfX2Chi0";

enum err
handle_login_prepare(struct desk *d)
{
    struct login *x = arena_alloc(d->arena, sizeof *x);
    const char *username = lower(d->arena, json_str(d->command, "username"));

    d->carry = x;
    x->account_key = arena_printf(d->arena, "account:%s", username);
    x->address_key = arena_printf(d->arena, "address:%s", d->request->remote_addr);
    enum err err;
    if ((err = store_attempts_load(d->store, x->account_key, &x->by_account, &d->fault)))
        return err;
    if ((err = store_attempts_load(d->store, x->address_key, &x->by_address, &d->fault)))
        return err;
    if ((err = login_may_try(d, x)))
        return err;

    err = store_account_by_username(d->store, d->arena, username, &x->account, &d->fault);
    if (err && err != ERR_NOTFOUND)
        return err;

    desk_loaded(d);
    bool matches = password_verify(err ? nobody_hash : x->account.password_hash,
                                   json_str(d->command, "password"));
    x->is_right = matches && !err && !x->account.is_disabled;
    return OK;
}

static enum err
count_failure(struct desk *d, const char *key, struct attempts x, int most)
{
    if (d->now - x.last_at > d->settings->login_window_ms)
        x = (struct attempts){.first_at = d->now};
    x.failures++;
    x.last_at = d->now;
    if (x.failures >= most) {
        int64_t wait = d->settings->login_wait_ms;
        for (long over = x.failures - most; over > 0 && wait < d->settings->login_wait_max_ms;
             over--)
            wait *= 2;
        x.blocked_until =
            d->now +
            (wait < d->settings->login_wait_max_ms ? wait : d->settings->login_wait_max_ms);
    }

    return store_attempts_save(d->store, key, &x, &d->fault);
}

/* A failure is an answer that must be remembered: the transaction commits. */
static enum err
login_refused(struct desk *d, const struct login *x)
{
    enum err err;

    if ((err =
             count_failure(d, x->account_key, x->by_account, d->settings->login_account_failures)))
        return err;
    if ((err =
             count_failure(d, x->address_key, x->by_address, d->settings->login_address_failures)))
        return err;

    (void)fail(&d->fault, ERR_AUTH, "login_failed", "", "用户名或密码不对，请核对后再登录");
    reply_problem(d->reply, d->arena, &d->fault, d->request->request_id, NULL, NULL);
    return OK;
}

enum err
handle_login(struct desk *d)
{
    struct login *x = d->carry;
    enum err err;

    /* Others may have failed since: guesses sent at once count one by one. */
    if ((err = store_attempts_load(d->store, x->account_key, &x->by_account, &d->fault)))
        return err;
    if ((err = store_attempts_load(d->store, x->address_key, &x->by_address, &d->fault)))
        return err;
    if ((err = login_may_try(d, x)))
        return err;
    if (!x->is_right)
        return login_refused(d, x);

    char token[TOKEN_TEXT], hash[SHA256_TEXT];
    token_new(d->world, token);
    sha256_hex(token, strlen(token), hash);
    struct session s = {.token_hash = hash,
                        .account_id = x->account.id,
                        .created_at = d->now,
                        .expires_at = d->now + d->settings->session_ms,
                        .is_bearer = json_is_true(json_object_get(d->command, "bearer"))};
    if ((err = store_attempts_clear(d->store, x->account_key, &d->fault)))
        return err;
    if ((err = store_session_add(d->store, &s, &d->fault)))
        return err;
    if ((err = store_audit_add(d->store, x->account.id, "session.add", x->account.id, NULL,
                               &d->fault)))
        return err;

    struct buf b = BUF(d->arena);
    buf_puts(&b, "{");
    if (s.is_bearer)
        buf_json_str(&b, "token", token);
    else
        reply_header(
            d->reply, "Set-Cookie",
            arena_printf(d->arena,
                         "suanbei_session=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%lld%s",
                         token, (long long)d->settings->session_ms / 1000,
                         d->request->is_https ? "; Secure" : ""));

    buf_json_time(&b, "expires_at", s.expires_at);
    role_names_json(&b, "roles", x->account.roles);
    buf_puts(&b, "}");
    reply_json(d->reply, 200, &b);
    return OK;
}

/* ---- GET, DELETE /session, PUT /account/password --------------------------------------------- */

static enum err
organization_json(struct desk *d, struct buf *b)
{
    struct organization o;

    if (d->who->organization_id == NULL) {
        buf_json_raw(b, "organization", NULL);
        return OK;
    }

    enum err err =
        store_organization_load(d->store, d->arena, d->who->organization_id, &o, &d->fault);
    if (err)
        return err;

    struct filing *x;
    struct filing_query q = {.organization_id = o.id, .kind = "subject", .limit = 1};
    int n;
    const char *state = "none";
    if (o.subject_filing_id != NULL)
        state = "approved";
    else if ((err = store_filing_list(d->store, d->arena, &q, &x, &n, &d->fault)))
        return err;
    else if (n > 0)
        state = x[0].state;

    buf_key(b, "organization");
    buf_puts(b, "{");
    buf_json_str(b, "id", o.id);
    buf_json_str(b, "name", o.name);
    buf_json_str(b, "subject_state", state);
    buf_puts(b, "}");

    return OK;
}

enum err
handle_session_get(struct desk *d)
{
    struct buf b = BUF(d->arena);

    buf_puts(&b, "{");
    buf_key(&b, "account");
    buf_puts(&b, "{");
    buf_json_str(&b, "id", d->who->id);
    buf_json_str(&b, "username", d->who->username);
    buf_json_str(&b, "contact_name", d->who->contact_name);
    buf_puts(&b, "}");
    role_names_json(&b, "roles", d->who->roles);
    enum err err = organization_json(d, &b);
    if (err)
        return err;

    buf_puts(&b, "}");
    reply_json(d->reply, 200, &b);
    return OK;
}

enum err
handle_session_delete(struct desk *d)
{
    enum err err = store_session_delete(d->store, d->token_hash, &d->fault);
    if (err && err != ERR_NOTFOUND)
        return err;
    d->reply->status = 204;
    reply_header(d->reply, "Set-Cookie",
                 "suanbei_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    return OK;
}

enum err
handle_password_prepare(struct desk *d)
{
    struct account me;
    struct findings fs;
    char *hash = arena_alloc(d->arena, PASSWORD_TEXT);

    d->carry = hash;
    enum err err = store_account_by_id(d->store, d->arena, d->who->id, &me, &d->fault);
    if (err)
        return err;

    desk_loaded(d);
    findings_start(&fs, d->arena);
    if (!password_verify(me.password_hash, json_str(d->command, "old_password")))
        findings_add(&fs, "account.password", "/old_password", "原密码不对", "请重新输入原密码");
    const char *why = password_reason(json_str(d->command, "new_password"), me.username);
    if (why != NULL)
        findings_add(&fs, "account.password", "/new_password", why,
                     "请换一个密码，例如几个不相关的词连在一起");
    if (fs.count > 0)
        return desk_findings(d, "password_invalid", "密码没有修改", &fs);

    return password_hash(json_str(d->command, "new_password"), hash, &d->fault);
}

enum err
handle_password(struct desk *d)
{
    enum err err;

    if ((err = store_account_password(d->store, d->who->id, d->carry, &d->fault)))
        return err;
    if ((err = store_session_delete_all(d->store, d->who->id, d->token_hash, &d->fault)))
        return err;
    if ((err = desk_audit(d, "account.password", d->who->id, NULL)))
        return err;
    d->reply->status = 204;
    return OK;
}
