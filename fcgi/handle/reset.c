/*
 * A system administrator lets somebody set a new password, and never learns it: a link that is good
 * once and for a day, handed over to the person, who opens it and types.
 *
 * The link alone does not pass a second factor, unless the administrator said that the telephone is
 * lost; that, too, is in the audit trail.
 *
 * Who gives a link could use it himself. Nothing forbids that where there is one administrator, so
 * the owner is told who gave it and when it was used, and goes on being told by the list after the
 * notice was put aside: whoever used it may have done that.
 */
#include "handle/gate.h"
#include "handle/guess.h"
#include "handle/reset.h"
#include "handle/account.h"
#include "handle/route.h"

#include <string.h>

#define RESET_MS (24LL * 3600 * 1000)
#define RESET_PATH "/login/reset#" /* behind the sign: it reaches no log */

/* ---- given ----------------------------------------------------------------------------------- */

const struct member reset_told_members[] = {
    {"token", M_STRING, M_REQUIRED | M_SECRET, .at = TEXT_AT(reset_told, token),
     .title = "一次性口令，只显示这一次"},
    {"path", M_STRING, M_REQUIRED | M_SECRET, .at = TEXT_AT(reset_told, path),
     .title = "本人打开的页面地址，接在本站网址之后"},
    {"expires_at", M_TIME, M_REQUIRED, .at = TIME_AT(reset_told, ends_at), .title = "到期时间"},
    MEMBERS_END,
};

enum err
reset_give(struct context *c, const char *account_id, bool drops_factor, struct reset_told *out)
{
    struct casework *w = &c->work;
    char token[TOKEN_TEXT], hash[SHA256_TEXT];

    token_new(w->world, token);
    sha256_hex(token, strlen(token), hash);
    *out = (struct reset_told){arena_strdup(w->arena, token),
                               arena_printf(w->arena, RESET_PATH "%s", token), w->now + RESET_MS};
    struct reset x = {account_id, hash, drops_factor, out->ends_at, w->who->id};
    enum err err = store_reset_save(w->store, &x, &w->fault);
    if (err)
        return err;
    return casework_audit(w, "reset.start", account_id,
                          drops_factor ? "{\"second_factor\":true}" : NULL);
}

static const struct member start_body[] = {
    {"second_factor", M_BOOLEAN,
     .title = "为 true 时，本人设置新密码的同时解除第二因素（手机和恢复码都丢失时）"},
    MEMBERS_END,
};
struct starting {
    struct account account;
    struct reset_told told;
};
static const struct member start_answer[] = {
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(starting, account.username),
     .title = "用户名"},
    {"reset", M_OBJECT, M_REQUIRED, .at = offsetof(struct starting, told), .of = reset_told_members,
     .title = "交给本人的一次性链接"},
    MEMBERS_END,
};

static enum err
start_of(struct context *c, struct starting *x, unsigned roles)
{
    struct casework *w = &c->work;
    struct account *a = &x->account;
    const char *id = c->params[0];
    enum err err =
        id_valid(id) ? store_account_by_id(w->store, w->arena, id, a, &w->fault) : ERR_NOTFOUND;

    if (err == ERR_NOTFOUND || (!err && !(a->roles.bits & roles)))
        return casework_not_found(w);
    if (err)
        return err;
    if (str_is(a->id, w->who->id))
        return fail(&w->fault, ERR_CONFLICT, "own_account", "", "自己的密码请在账号页面修改");
    if (a->is_disabled)
        return fail(&w->fault, ERR_CONFLICT, "account_disabled", "",
                    "账号已停用，请先恢复再重置密码");
    return casework_root(w, a->id);
}

static enum err
reset_staff_decide(struct context *c, struct starting *x)
{
    return start_of(c, x, ROLE__STAFF);
}

static enum err
reset_filer_decide(struct context *c, struct starting *x)
{
    return start_of(c, x, ROLE_FILER);
}

static enum err
start_store(struct context *c, struct starting *x)
{
    bool drops_factor = json_is_true(json_object_get(c->command, "second_factor"));
    enum err err = reset_give(c, x->account.id, drops_factor, &x->told);

    if (!err)
        reply_row(c, x);
    return err;
}

static enum err
reset_staff_store(struct context *c, struct starting *x)
{
    return start_store(c, x);
}

static enum err
reset_filer_store(struct context *c, struct starting *x)
{
    return start_store(c, x);
}

/* ---- used ------------------------------------------------------------------------------------ */

static const struct member finish_body[] = {
    {"token", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = 100,
     .title = "链接中 # 之后的一次性口令"},
    {"password", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = 1024, .title = "新密码"},
    MEMBERS_END,
};
struct using
{
    struct account account;
    struct reset reset;
    char hash[PASSWORD_TEXT];
};
static const struct member finish_answer[] = {
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(using, account.username), .title = "用户名"},
    MEMBERS_END,
};

static enum err
reset_load(struct context *c, struct reset *x)
{
    struct casework *w = &c->work;
    const char *token = command_text(c, "token");
    char hash[SHA256_TEXT];

    sha256_hex(token, strlen(token), hash);
    enum err err = store_reset_load(w->store, w->arena, hash, x, &w->fault);
    if (err != ERR_NOTFOUND)
        return err;
    return fail(&w->fault, ERR_NOTFOUND, "reset_void", "/token",
                "链接已经用过、已过期或已作废，请向系统管理员重新要一个");
}

static enum err
reset_finish_decide(struct context *c, struct using *x)
{
    struct casework *w = &c->work;
    const char *password = command_text(c, "password");
    struct findings fs;
    enum err err;

    if ((err = reset_load(c, &x->reset)))
        return err;
    if ((err =
             store_account_by_id(w->store, w->arena, x->reset.account_id, &x->account, &w->fault)))
        return err;
    if ((err = casework_root(w, x->account.id)))
        return err;
    findings_start(&fs, w->arena);
    if ((err = password_look(c, password, &x->account, "/password", &fs)))
        return err;
    if (fs.count > 0)
        return casework_findings(w, "password_invalid", "密码没有设置", &fs);
    return secret_make(c, password, x->hash);
}

/* The link is looked up once more: it is good once, and not any more when its account was disabled
 * while the password was hashed. */
static enum err
reset_finish_store(struct context *c, struct using *x)
{
    struct casework *w = &c->work;
    const char *id = x->account.id;
    struct reset_use use = {.account_id = id, .way = RESET_BY_LINK};
    enum err err;

    if ((err = reset_load(c, &x->reset)))
        return err;
    if ((err = store_account_password(w->store, id, x->hash, &w->fault)))
        return err;
    use.given_by = x->reset.given_by;
    if ((err = store_reset_use_add(w->store, &use, &w->fault)))
        return err;
    if (x->reset.drops_factor && (err = store_factor_delete(w->store, id, &w->fault)))
        return err;
    if ((err = store_session_delete_all(w->store, id, NULL, &w->fault)))
        return err;
    if ((err = store_reset_delete(w->store, id, &w->fault)))
        return err;
    if ((err = guesses_forget(c, x->account.username)))
        return err;
    if ((err = store_audit_add(w->store, id, "reset.finish", id, NULL, &w->fault)))
        return err;
    reply_row(c, x);
    return OK;
}

/* ---- GET /account/resets, POST /account/resets/seen ------------------------------------------ */

static const char *const way_words[] = {RESET_BY_LINK, RESET_BY_CODE, NULL};
static const struct member use_row[] = {
    {"used_at", M_TIME, M_REQUIRED, .at = TIME_AT(reset_use, used_at), .title = "密码重设的时间"},
    {"way", M_STRING, M_REQUIRED, .choices = way_words, .at = TEXT_AT(reset_use, way),
     .title = "凭什么重设：link 一次性链接，code 找回码"},
    {"given_by", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(reset_use, given_name),
     .title = "谁给出的链接或找回码：用户名；在服务器上用命令给出的为 null"},
    {"seen_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(reset_use, seen_at),
     .title = "本人表示看过的时间；没有时为 null"},
    MEMBERS_END,
};

static enum err
reset_uses_list(struct context *c)
{
    struct casework *w = &c->work;
    struct reset_use *rows;
    int n;
    enum err err = store_reset_use_list(w->store, w->arena, w->who->id, &rows, &n, &w->fault);

    if (!err)
        reply_page(c, &(struct page){.rows = rows, .size = sizeof *rows, .n = n});
    return err;
}

static enum err
reset_uses_see_store(struct context *c)
{
    struct casework *w = &c->work;
    const char *me = w->who->id;
    enum err err;

    if ((err = store_reset_use_see(w->store, me, &w->fault)))
        return err;
    if ((err = casework_audit(w, "reset.seen", me, NULL)))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(reset_staff, struct starting)
HALVES(reset_filer, struct starting)
HALVES(reset_finish, struct using)
STORE_HALF(reset_uses_see)

static const struct route rows[] = {
    {.method = POST,
     .path = "/staff/:id/reset",
     .act = ACT_KEEP_STAFF,
     .when_full = FULL_LAST,
     .root = ROOT_ACCOUNT,
     .flags = ROUTE_OPTIONAL_BODY,
     DECIDES(reset_staff),
     .body = start_body,
     .answer = start_answer,
     .name = "resetStaff",
     .title = "给工作人员一个设置新密码的一次性链接"},
    {.method = POST,
     .path = "/accounts/:id/reset",
     .act = ACT_KEEP_STAFF,
     .when_full = FULL_LAST,
     .root = ROOT_ACCOUNT,
     .flags = ROUTE_OPTIONAL_BODY,
     DECIDES(reset_filer),
     .body = start_body,
     .answer = start_answer,
     .name = "resetAccount",
     .title = "给填报人一个设置新密码的一次性链接"},
    {.method = POST,
     .path = "/account/reset",
     .act = ACT_LOOK,
     .when_full = FULL_LAST,
     .root = ROOT_ACCOUNT,
     .flags = ROUTE_MOVES,
     DECIDES(reset_finish),
     .body = finish_body,
     .answer = finish_answer,
     .refused = "密码未设置",
     .name = "finishReset",
     .title = "凭一次性链接设置新密码"},
    {.method = GET,
     .path = "/account/resets",
     .act = ACT_SELF,
     .despite = DUE_FACTOR,
     .read = reset_uses_list,
     .answer = use_row,
     .is_list = true,
     .name = "listResets",
     .title = "自己的密码最近 20 次由他人给出的链接或找回码重设，新的在前"},
    {.method = POST,
     .path = "/account/resets/seen",
     .act = ACT_SELF,
     .when_full = FULL_LAST,
     .despite = DUE_FACTOR | DUE_FROZEN,
     .root = ROOT_ACCOUNT,
     .flags = ROUTE_OPTIONAL_BODY,
     STORES(reset_uses_see),
     .body = no_members,
     .status = 204,
     .name = "seeResets",
     .title = "表示已经看过密码的重设，不再提醒"},
};
ROUTES(reset, rows);
