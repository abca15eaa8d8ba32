/*
 * A way back in for whoever has lost the password. It is asked for by name and by something that
 * only its holder has given; a system administrator gets a code and tells it on the telephone
 * number of the account, to whoever answers there; the code sets another password.
 *
 * Nobody learns here which accounts there are: every answer is the same, takes the same time, and
 * is counted by address. A code lives for half an hour and for five tries.
 */
#include "handle/account.h"
#include "handle/gate.h"
#include "handle/guess.h"
#include "handle/route.h"

#include <string.h>

#define TRIED "尝试"

/* ---- POST /account/recovery ------------------------------------------------------------------ */

static const struct member ask_body[] = {
    {"username", M_STRING, M_REQUIRED, .min = 1, .max = 200, .title = "用户名"},
    {"mobile", M_STRING, M_CODE, .max = 30, .title = "账号上的手机号码；与邮箱至少填一项"},
    {"email", M_STRING, M_CODE, .max = 254, .title = "账号上的电子邮箱"},
    MEMBERS_END,
};
struct told {
    const char *message;
};
static const struct member ask_answer[] = {
    {"message", M_STRING, M_REQUIRED, .at = TEXT_AT(told, message),
     .title = "接下来怎样；无论有没有这个账号都一样"},
    MEMBERS_END,
};

struct asking {
    struct account account;
    bool is_theirs;
    struct guess guess;
};

static const char *
digits_of(struct arena *a, const char *text)
{
    struct buf b = BUF(a);

    buf_puts(&b, "");
    for (const char *p = text_fold(a, text); *p != '\0'; p++)
        if (*p >= '0' && *p <= '9')
            buf_add(&b, p, 1);
    return b.p;
}

/* Without the code of the country. */
static const char *
mobile_of(struct arena *a, const char *text)
{
    const char *digits = digits_of(a, text);

    digits += str_starts(digits, "00") ? 2 : 0;
    return strlen(digits) == 13 && str_starts(digits, "86") ? digits + 2 : digits;
}

static bool
is_same_mobile(struct arena *a, const char *asked, const char *theirs)
{
    const char *digits = mobile_of(a, asked);
    return theirs != NULL && *digits != '\0' && str_is(digits, mobile_of(a, theirs));
}

static bool
is_same_email(struct arena *a, const char *asked, const char *theirs)
{
    return theirs != NULL && *theirs != '\0' && str_is(text_fold(a, asked), text_fold(a, theirs));
}

/* All that was given must fit. Staff ask a system administrator for another password. */
static bool
is_theirs(struct context *c, const struct account *x)
{
    struct arena *a = c->work.arena;
    const char *mobile = command_text(c, "mobile"), *email = command_text(c, "email");

    if (x->is_disabled || !(x->roles.bits & ROLE_FILER))
        return false;
    return (mobile == NULL || is_same_mobile(a, mobile, x->mobile)) &&
           (email == NULL || is_same_email(a, email, x->email));
}

static enum err
check_ask(struct context *c)
{
    struct findings fs;

    if (command_text(c, "mobile") != NULL || command_text(c, "email") != NULL)
        return OK;
    findings_start(&fs, c->work.arena);
    findings_add(&fs, "recovery.contact", "/mobile", "手机号码和电子邮箱至少填写一项",
                 "请填写账号上登记的手机号码");
    return casework_findings(&c->work, "recovery_invalid", "没有提出找回请求", &fs);
}

/* The account of that name, and it as the root; is_known false: none, and its name is. */
static enum err
account_asked(struct context *c, struct account *x, bool *is_known)
{
    struct casework *w = &c->work;
    const char *username = command_text(c, "username");
    enum err err = store_account_by_username(w->store, w->arena, username, x, &w->fault);

    *is_known = err == OK;
    if (err && err != ERR_NOTFOUND)
        return err;
    const char *name = arena_printf(w->arena, "account:%s", username_key(w->arena, username));
    return casework_root(w, *is_known ? x->id : name);
}

static enum err
recovery_ask_decide(struct context *c, struct asking *x)
{
    bool is_known = false;
    enum err err;

    x->guess = GUESS(GUESS_RECOVERY, NULL);
    if ((err = check_ask(c)))
        return err;
    if ((err = guesses_may(c, &x->guess, 1, TRIED)))
        return err;
    if ((err = account_asked(c, &x->account, &is_known)))
        return err;
    x->is_theirs = is_known && is_theirs(c, &x->account);
    return OK;
}

static enum err
note_asked(struct context *c, const char *account_id)
{
    struct casework *w = &c->work;
    struct recovery before;
    enum err err = store_recovery_of_account(w->store, w->arena, account_id, &before, &w->fault);
    bool is_new = err == ERR_NOTFOUND;

    if (err && !is_new)
        return err;
    if ((err = store_recovery_ask(w->store, account_id, &w->fault)))
        return err;
    return is_new ? store_audit_add(w->store, NULL, "recovery.ask", account_id, NULL, &w->fault)
                  : OK;
}

static enum err
recovery_ask_store(struct context *c, struct asking *x)
{
    struct told told = {"如果所填与账号一致，系统管理员会打账号上登记的电话，告诉您找回码；"
                        "凭找回码即可设置新密码"};
    enum err err;

    if ((err = guesses_may(c, &x->guess, 1, TRIED)))
        return err;
    if ((err = guesses_failed(c, &x->guess, 1)))
        return err;
    if (x->is_theirs && (err = note_asked(c, x->account.id)))
        return err;
    reply_row(c, &told);
    return OK;
}

/* ---- GET /recoveries ------------------------------------------------------------------------- */

static const struct member recovery_row[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(recovery, id), .title = "编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(recovery, username), .title = "用户名"},
    {"organization_name", M_STRING, M_REQUIRED | M_NULLABLE,
     .at = TEXT_AT(recovery, organization_name), .title = "单位名称"},
    {"contact_name", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .at = TEXT_AT(recovery, contact_name), .mask = MASK_NAME, .title = "联系人姓名"},
    {"contact_changed_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(recovery, contact_at),
     .title = "联系方式最近一次修改的时间；刚改过的请多核实"},
    {"asked_at", M_TIME, M_REQUIRED, .at = TIME_AT(recovery, asked_at), .title = "提出时间"},
    {"code_expires_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(recovery, ends_at),
     .title = "找回码到期时间；尚未给出的为 null"},
    MEMBERS_END,
};

static enum err
recovery_list(struct context *c)
{
    struct casework *w = &c->work;
    struct recovery_query q = {.cursor = context_query(c, "cursor")};
    struct recovery *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    q.limit = limit + 1;
    if ((err = store_recovery_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;
    reply_page(c, PAGE_BY_ID(rows, n, limit));
    return OK;
}

/* ---- POST /recoveries/:id/code, DELETE /recoveries/:id --------------------------------------- */

enum { CODE_TEXT = 9 };
struct giving {
    struct recovery recovery;
    char code[CODE_TEXT], hash[PASSWORD_TEXT];
    const char *shown; /* the code */
};
static const struct member code_answer[] = {
    {"code", M_STRING, M_REQUIRED | M_SECRET, .at = TEXT_AT(giving, shown),
     .title = "找回码，只显示这一次"},
    {"expires_at", M_TIME, M_REQUIRED, .at = TIME_AT(giving, recovery.ends_at),
     .title = "到期时间"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(giving, recovery.username), .title = "用户名"},
    {"contact_name", M_STRING, M_REQUIRED | M_NULLABLE,
     .at = TEXT_AT(giving, recovery.contact_name), .title = "联系人姓名"},
    {"mobile", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(giving, recovery.mobile),
     .title = "账号上的手机号码：请打这个电话，核实之后告诉对方找回码"},
    {"contact_changed_at", M_TIME, M_REQUIRED | M_NULLABLE,
     .at = TIME_AT(giving, recovery.contact_at), .title = "联系方式最近一次修改的时间"},
    MEMBERS_END,
};

static enum err
recovery_load(struct context *c, struct recovery *x)
{
    struct casework *w = &c->work;
    const char *id = c->params[0];
    enum err err =
        id_valid(id) ? store_recovery_load(w->store, w->arena, id, x, &w->fault) : ERR_NOTFOUND;
    if (err != ERR_NOTFOUND)
        return err;
    return fail(&w->fault, ERR_NOTFOUND, "not_found", "",
                "没有这个找回请求，可能已经办完或过期，请刷新列表");
}

/* Digits, because they are told on the telephone. */
static void
code_new(const struct world *world, char out[CODE_TEXT])
{
    uint64_t n;

    world->random(world->ctx, &n, sizeof n);
    snprintf(out, CODE_TEXT, "%08u", (unsigned)(n % 100000000));
}

static enum err
recovery_code_decide(struct context *c, struct giving *x)
{
    struct casework *w = &c->work;
    enum err err;

    if ((err = recovery_load(c, &x->recovery)))
        return err;
    if ((err = casework_root(w, x->recovery.account_id)))
        return err;
    code_new(w->world, x->code);
    return secret_make(c, x->code, x->hash);
}

static enum err
recovery_code_store(struct context *c, struct giving *x)
{
    struct casework *w = &c->work;
    struct recovery *r = &x->recovery;
    enum err err;

    if ((err = recovery_load(c, r)))
        return err;
    r->code_hash = x->hash;
    r->ends_at = w->now + RECOVERY_CODE_MS;
    r->given_by = w->who->id;
    if ((err = store_recovery_code(w->store, r, &w->fault)))
        return err;
    if ((err = casework_audit(w, "recovery.code", r->account_id, NULL)))
        return err;
    x->shown = x->code;
    reply_row(c, x);
    return OK;
}

static enum err
recovery_delete_store(struct context *c)
{
    struct casework *w = &c->work;
    struct recovery x;
    enum err err;

    if ((err = recovery_load(c, &x)))
        return err;
    if ((err = store_recovery_delete(w->store, x.id, &w->fault)))
        return err;
    if ((err = casework_audit(w, "recovery.dismiss", x.account_id, NULL)))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- POST /account/recovery/finish ----------------------------------------------------------- */

static const struct member finish_body[] = {
    {"username", M_STRING, M_REQUIRED, .min = 1, .max = 200, .title = "用户名"},
    {"code", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = 40, .title = "找回码"},
    {"password", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = 1024, .title = "新密码"},
    MEMBERS_END,
};

struct finishing {
    struct account account;
    bool is_known, is_right;
    const char *code_hash; /* that was looked at; NULL: there was none to look at */
    char hash[PASSWORD_TEXT];
    struct guess guess;
};

/* By the name alone, and before anything is known of the account: the answer tells nothing of it.
 * What it used before is looked at by whoever holds the right code. */
static enum err
check_new_password(struct context *c)
{
    struct account named = {.username = command_text(c, "username")};
    struct findings fs;

    findings_start(&fs, c->work.arena);
    enum err err = password_look(c, command_text(c, "password"), &named, "/password", &fs);
    if (err || fs.count == 0)
        return err;
    return casework_findings(&c->work, "password_invalid", "密码没有修改", &fs);
}

/* The one that a code was given for which may still be tried; id NULL: there is none. */
static enum err
recovery_open(struct context *c, const struct finishing *x, struct recovery *out)
{
    struct casework *w = &c->work;

    *out = (struct recovery){0};
    if (!x->is_known)
        return OK;
    enum err err = store_recovery_of_account(w->store, w->arena, x->account.id, out, &w->fault);
    if (err && err != ERR_NOTFOUND)
        return err;
    bool is_open =
        !err && out->code_hash != NULL && out->ends_at > w->now && out->tries < RECOVERY_TRIES_MAX;
    if (!is_open)
        *out = (struct recovery){0};
    return OK;
}

static enum err
recovery_finish_decide(struct context *c, struct finishing *x)
{
    struct casework *w = &c->work;
    const char *code = digits_of(w->arena, command_text(c, "code"));
    struct recovery r;
    struct id_list past = {0};
    struct findings fs;
    enum err err;

    x->guess = GUESS(GUESS_CODE, NULL);
    if ((err = check_new_password(c)))
        return err;
    if ((err = guesses_may(c, &x->guess, 1, TRIED)))
        return err;
    if ((err = account_asked(c, &x->account, &x->is_known)))
        return err;
    if ((err = recovery_open(c, x, &r)))
        return err;

    if (x->is_known && (err = passwords_past(c, &x->account, &past)))
        return err;

    x->code_hash = r.code_hash;
    if ((err = secret_try(c, x->code_hash, code, &x->is_right)) || !x->is_right)
        return err;
    findings_start(&fs, w->arena);
    if ((err = passwords_past_look(c, &past, command_text(c, "password"), "/password", &fs)))
        return err;
    if (fs.count > 0)
        return casework_findings(w, "password_invalid", "密码没有修改", &fs);
    return secret_make(c, command_text(c, "password"), x->hash);
}

/* Whatever was wrong, it is said in the same words, and counted. */
static enum err
finish_refused(struct context *c, const struct finishing *x, const struct recovery *r)
{
    struct casework *w = &c->work;
    struct findings fs;
    enum err err = guesses_failed(c, &x->guess, 1);

    if (!err && r->id != NULL)
        err = store_recovery_try(w->store, r->id, &w->fault);
    if (!err && r->id != NULL)
        err = store_audit_add(w->store, NULL, "recovery.failed", r->account_id, NULL, &w->fault);
    if (err)
        return err;

    findings_start(&fs, w->arena);
    findings_add(&fs, "recovery.code", "/code", "用户名或找回码不正确，或找回码已经失效",
                 "请核对后再试；多次不成请重新提出找回请求");
    if (casework_findings(w, "recovery_failed", "密码没有修改", &fs))
        reply_refused(c);
    return OK;
}

/* All that the old password has opened is shut. */
static enum err
set_password(struct context *c, const struct finishing *x, const struct recovery *r)
{
    struct casework *w = &c->work;
    const char *id = x->account.id;
    struct reset_use use = {.account_id = id, .way = RESET_BY_CODE, .given_by = r->given_by};
    enum err err;

    if ((err = store_account_password(w->store, id, x->hash, &w->fault)))
        return err;
    if ((err = store_reset_use_add(w->store, &use, &w->fault)))
        return err;
    if ((err = store_session_delete_all(w->store, id, NULL, &w->fault)))
        return err;
    if ((err = store_recovery_delete(w->store, r->id, &w->fault)))
        return err;
    if ((err = guesses_forget(c, command_text(c, "username"))))
        return err;
    return store_audit_add(w->store, id, "recovery.finish", id, NULL, &w->fault);
}

/* What was looked at must still stand: guesses that are sent at once count one by one. A login that
 * has verified the old password runs again. */
static enum err
recovery_finish_store(struct context *c, struct finishing *x)
{
    struct casework *w = &c->work;
    struct recovery r;
    enum err err;

    if ((err = guesses_may(c, &x->guess, 1, TRIED)))
        return err;
    if ((err = recovery_open(c, x, &r)))
        return err;
    if (!x->is_right || r.id == NULL || !str_is(r.code_hash, x->code_hash))
        return finish_refused(c, x, &r);

    if ((err = set_password(c, x, &r)))
        return err;
    if ((err = casework_settle(w, true)))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(recovery_ask, struct asking)
HALVES(recovery_code, struct giving)
HALVES(recovery_finish, struct finishing)
STORE_HALF(recovery_delete)

static const struct route rows[] = {
    {.method = POST,
     .path = "/account/recovery",
     .act = ACT_LOOK,
     .root = ROOT_ACCOUNT,
     DECIDES(recovery_ask),
     .body = ask_body,
     .answer = ask_answer,
     .status = 202,
     .refused = "未提出",
     .name = "askRecovery",
     .title = "忘记密码：提出找回请求"},
    {.method = POST,
     .path = "/account/recovery/finish",
     .act = ACT_LOOK,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     DECIDES(recovery_finish),
     .body = finish_body,
     .status = 204,
     .refused = "密码未修改",
     .name = "finishRecovery",
     .title = "凭找回码设置新密码"},
    {.method = GET,
     .path = "/recoveries",
     .act = ACT_KEEP_STAFF,
     .read = recovery_list,
     .query = paged_query,
     .answer = recovery_row,
     .is_list = true,
     .reads = "recovery.read",
     .name = "listRecoveries",
     .title = "等候办理的密码找回请求，先提出的在前"},
    {.method = POST,
     .path = "/recoveries/:id/code",
     .act = ACT_KEEP_STAFF,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .flags = ROUTE_OPTIONAL_BODY,
     DECIDES(recovery_code),
     .body = no_members,
     .answer = code_answer,
     .name = "giveRecoveryCode",
     .title = "给出找回码，电话核实后告诉本人"},
    {.method = DELETE,
     .path = "/recoveries/:id",
     .act = ACT_KEEP_STAFF,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     STORES(recovery_delete),
     .status = 204,
     .name = "dismissRecovery",
     .title = "撤去一个找回请求"},
};
ROUTES(recovery, rows);
