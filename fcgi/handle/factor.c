/*
 * The second factor of one's own account: an authenticator that is shown, then confirmed by a code
 * of it, and ten codes for the day on which it is lost.
 *
 * Whoever changes something proves that it is he, by the password and, where there is a factor, by
 * a code of it: a browser that was left open is not enough.
 */
#include "handle/factor.h"
#include "handle/proof.h"
#include "handle/route.h"
#include "page/page.h"

#include <string.h>

static const struct proof_words no_change = {"factor_proof_failed", "没有改变第二因素"};

/* ---- GET /account/factors -------------------------------------------------------------------- */

struct factor_row {
    const char *kind;
    int64_t created_at, used_at;
    long codes_left;
};
static const char *const kinds[] = {"totp", NULL};
static const struct member factor_row[] = {
    {"kind", M_STRING, M_REQUIRED, .choices = kinds, .at = TEXT_AT(factor_row, kind),
     .title = "种类；totp 为手机上的动态验证码（RFC 6238）"},
    {"created_at", M_TIME, M_REQUIRED, .at = TIME_AT(factor_row, created_at), .title = "绑定时间"},
    {"used_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(factor_row, used_at),
     .title = "最近使用的时间"},
    {"recovery_codes_left", M_INTEGER, M_REQUIRED, .at = LONG_AT(factor_row, codes_left),
     .title = "还没有用过的恢复码"},
    MEMBERS_END,
};
struct factors_beside {
    bool is_required;
};
static const struct member factors_beside[] = {
    {"is_required", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(factors_beside, is_required),
     .title = "这个账号必须绑定第二因素"},
    MEMBERS_END,
};

static enum err
factor_list(struct context *c)
{
    struct casework *w = &c->work;
    struct account without = *w->who;
    struct factor x = {0};
    enum err err = store_factor_load(w->store, w->arena, w->who->id, FACTOR_LIVE, &x, &w->fault);
    int n = err == OK;
    if (err && err != ERR_NOTFOUND)
        return err;

    without.has_factor = false;
    struct factors_beside beside = {due_of(c, &without) & DUE_FACTOR};
    struct factor_row row = {"totp", x.created_at, x.used_at, 0};
    if (n > 0 && (err = store_factor_codes_left(w->store, w->who->id, &row.codes_left, &w->fault)))
        return err;
    reply_page(c, &(struct page){.rows = &row, .size = sizeof row, .n = n, .beside = &beside});
    return OK;
}

/* ---- POST /account/factors ------------------------------------------------------------------- */

struct shown {
    const char *secret, *groups, *uri, *path;
    long size;
};
static const struct member qr_members[] = {
    {"size", M_INTEGER, M_REQUIRED, .at = LONG_AT(shown, size), .title = "边长，含四周空白"},
    {"path", M_STRING, M_REQUIRED, .at = TEXT_AT(shown, path), .title = "SVG 的 path"},
    MEMBERS_END,
};
static const struct member shown_answer[] = {
    {"secret", M_STRING, M_REQUIRED | M_SECRET, .at = TEXT_AT(shown, secret),
     .title = "密钥（Base32），只显示这一次"},
    {"groups", M_STRING, M_REQUIRED | M_SECRET, .at = TEXT_AT(shown, groups),
     .title = "密钥，四个一组，便于手工输入"},
    {"uri", M_STRING, M_REQUIRED | M_SECRET, .at = TEXT_AT(shown, uri),
     .title = "otpauth 地址，二维码的内容"},
    {"qr", M_OBJECT, M_REQUIRED, .of = qr_members, .title = "二维码"},
    MEMBERS_END,
};

static const char *
in_groups(struct arena *a, const char *secret)
{
    struct buf b = BUF(a);

    for (size_t i = 0; secret[i] != '\0'; i++) {
        if (i > 0 && i % 4 == 0)
            buf_puts(&b, " ");
        buf_add(&b, secret + i, 1);
    }
    return b.p;
}

/* As authenticators read it: the issuer and the account, then what RFC 6238 leaves open. */
static const char *
uri_of(struct arena *a, const char *username, const char *secret)
{
    struct buf b = BUF(a);

    buf_puts(&b, "otpauth://totp/%E7%AE%97%E5%A4%87:");
    for (const char *s = username; *s != '\0'; s++)
        buf_printf(&b, "%%%02X", (unsigned char)*s);
    buf_printf(&b, "?secret=%s&issuer=%%E7%%AE%%97%%E5%%A4%%87&algorithm=SHA1&digits=6&period=30",
               secret);
    return b.p;
}

static enum err
factor_begin_decide(struct context *c, struct proof *x)
{
    return proof_decide(c, x);
}

static enum err
factor_begin_store(struct context *c, struct proof *x)
{
    struct casework *w = &c->work;
    char secret[TOTP_SECRET_TEXT];
    bool is_proved = false;
    enum err err = proof_store(c, x, &no_change, &is_proved);
    if (err || !is_proved)
        return err;

    totp_secret_new(w->world, secret);
    if ((err = store_factor_begin(w->store, w->who->id, secret, &w->fault)))
        return err;
    struct shown a = {.secret = secret,
                      .groups = in_groups(w->arena, secret),
                      .uri = uri_of(w->arena, x->me.username, secret)};
    a.path = page_qr_path(w->arena, a.uri, &a.size);
    if (a.path == NULL)
        a.path = "";
    reply_row(c, &a);
    return OK;
}

/* ---- recovery codes -------------------------------------------------------------------------- */

enum { FACTOR_CODES = 10, CODE_SIGNS = 10 };
struct codes {
    struct rows list;
};
static const struct member codes_answer[] = {
    {"recovery_codes", M_LIST, M_REQUIRED, .at = ROWS_AT(codes, list),
     .title = "恢复码，每个只能用一次，只显示这一次"},
    MEMBERS_END,
};

/* Ten signs of thirty-two, about 50 bits, of which none looks like another. */
static const char *
code_new(struct context *c)
{
    static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789a";
    unsigned char bytes[CODE_SIGNS];
    char *code = arena_alloc(c->work.arena, CODE_SIGNS + 1);

    c->work.world->random(c->work.world->ctx, bytes, sizeof bytes);
    for (int i = 0; i < CODE_SIGNS; i++)
        code[i] = signs[bytes[i] & 31];
    return code;
}

static enum err
codes_give(struct context *c)
{
    struct casework *w = &c->work;
    const char **plain = arena_alloc(w->arena, FACTOR_CODES * sizeof *plain);
    const char **told = arena_alloc(w->arena, FACTOR_CODES * sizeof *told);

    for (int i = 0; i < FACTOR_CODES; i++) {
        plain[i] = code_new(c);
        told[i] = arena_printf(w->arena, "%.5s-%s", plain[i], plain[i] + CODE_SIGNS / 2);
    }
    enum err err = store_factor_codes(w->store, w->who->id, plain, FACTOR_CODES, &w->fault);
    if (err)
        return err;
    struct codes a = {{told, FACTOR_CODES}};
    reply_row(c, &a);
    return OK;
}

static enum err
factor_codes_decide(struct context *c, struct proof *x)
{
    return proof_decide(c, x);
}

static enum err
factor_codes_store(struct context *c, struct proof *x)
{
    struct casework *w = &c->work;
    bool is_proved = false;
    enum err err;

    if (!x->me.has_factor)
        return fail(&w->fault, ERR_CONFLICT, "factor_none", "", "还没有绑定第二因素，请先绑定");
    err = proof_store(c, x, &no_change, &is_proved);
    if (err || !is_proved)
        return err;
    if ((err = casework_audit(w, "factor.codes", w->who->id, NULL)))
        return err;
    return codes_give(c);
}

/* ---- POST /account/factors/confirm ----------------------------------------------------------- */

static const struct member confirm_body[] = {
    {"code", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = 40,
     .title = "手机上显示的动态验证码"},
    MEMBERS_END,
};

/* Sessions that began without a second factor end, but for this one. */
static enum err
factor_confirm_store(struct context *c)
{
    struct casework *w = &c->work;
    const char *me = w->who->id;
    struct factor x;
    enum err err = store_factor_load(w->store, w->arena, me, FACTOR_NEW, &x, &w->fault);
    if (err == ERR_NOTFOUND)
        return fail(&w->fault, ERR_CONFLICT, "factor_not_begun", "",
                    "没有等待确认的绑定，可能已经过期，请重新开始");
    if (err)
        return err;

    int64_t step = totp_step(x.secret, factor_bare(w->arena, command_text(c, "code")), w->now, 0);
    if (step == 0) {
        struct findings fs;
        findings_start(&fs, w->arena);
        findings_add(&fs, "factor.code", "/code", "验证码不正确",
                     "请输入手机上现在显示的六位数字；仍不正确时，请检查手机的时间");
        return casework_findings(w, "factor_code_wrong", "没有完成绑定", &fs);
    }
    if ((err = store_factor_confirm(w->store, me, step, &w->fault)))
        return err;
    if ((err = store_session_delete_all(w->store, me, c->session->token_hash, &w->fault)))
        return err;
    if ((err = casework_audit(w, "factor.add", me, NULL)))
        return err;
    return codes_give(c);
}

/* ---- DELETE /account/factors ----------------------------------------------------------------- */

static enum err
factor_delete_decide(struct context *c, struct proof *x)
{
    return proof_decide(c, x);
}

static enum err
factor_delete_store(struct context *c, struct proof *x)
{
    struct casework *w = &c->work;
    bool is_proved = false;
    enum err err;

    if (!x->me.has_factor)
        return fail(&w->fault, ERR_CONFLICT, "factor_none", "", "还没有绑定第二因素，无须解除");
    err = proof_store(c, x, &no_change, &is_proved);
    if (err || !is_proved)
        return err;
    if ((err = store_factor_delete(w->store, w->who->id, &w->fault)))
        return err;
    if ((err = casework_audit(w, "factor.delete", w->who->id, NULL)))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- GET, DELETE /account/sessions ----------------------------------------------------------- */

struct session_row {
    struct session session;
    bool is_this;
};
static const struct member session_row[] = {
    {"created_at", M_TIME, M_REQUIRED, .at = TIME_AT(session_row, session.created_at),
     .title = "登录时间"},
    {"expires_at", M_TIME, M_REQUIRED, .at = TIME_AT(session_row, session.expires_at),
     .title = "到期时间，使用中自动延长"},
    {"is_bearer", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(session_row, session.is_bearer),
     .title = "程序的令牌；否则为浏览器"},
    {"is_this", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(session_row, is_this),
     .title = "发出这个请求的登录"},
    MEMBERS_END,
};

static enum err
session_list(struct context *c)
{
    struct casework *w = &c->work;
    struct session *rows;
    int n;
    enum err err = store_session_list(w->store, w->arena, w->who->id, &rows, &n, &w->fault);
    if (err)
        return err;

    struct session_row *list = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *list);
    for (int i = 0; i < n; i++)
        list[i] = (struct session_row){rows[i], str_is(rows[i].token_hash, c->session->token_hash)};
    reply_page(c, &(struct page){.rows = list, .size = sizeof *list, .n = n});
    return OK;
}

/* Said by name, so that no stray call logs anybody out. */
static const char *const which_words[] = {"others", NULL};
static const struct member sessions_end_body[] = {
    {"which", M_STRING, M_REQUIRED, .choices = which_words,
     .title = "others：除发出这个请求的以外，全部结束"},
    MEMBERS_END,
};

static enum err
sessions_end_store(struct context *c)
{
    struct casework *w = &c->work;
    const char *me = w->who->id;
    enum err err = store_session_delete_all(w->store, me, c->session->token_hash, &w->fault);
    if (err)
        return err;
    if ((err = casework_audit(w, "session.end_others", me, NULL)))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(factor_begin, struct proof)
HALVES(factor_codes, struct proof)
HALVES(factor_delete, struct proof)
STORE_HALF(factor_confirm)
STORE_HALF(sessions_end)

/* Whoever has only a password that others know changes it first. */
#define OWN DUE_FACTOR | DUE_FROZEN
static const struct route rows[] = {
    {.method = GET,
     .path = "/account/factors",
     .act = ACT_SELF,
     .despite = OWN,
     .read = factor_list,
     .answer = factor_row,
     .is_list = true,
     .beside = factors_beside,
     .name = "listFactors",
     .title = "自己的第二因素"},
    {.method = POST,
     .path = "/account/factors",
     .act = ACT_SELF,
     .when_full = FULL_LAST,
     .despite = OWN,
     .root = ROOT_ACCOUNT,
     DECIDES(factor_begin),
     .body = proof_members,
     .answer = shown_answer,
     .refused = "未绑定",
     .name = "beginFactor",
     .title = "开始绑定第二因素；确认之前原来的仍然有效"},
    {.method = POST,
     .path = "/account/factors/confirm",
     .act = ACT_SELF,
     .when_full = FULL_LAST,
     .despite = OWN,
     .root = ROOT_ACCOUNT,
     .flags = ROUTE_MOVES,
     STORES(factor_confirm),
     .body = confirm_body,
     .answer = codes_answer,
     .refused = "未绑定",
     .name = "confirmFactor",
     .title = "用一个动态验证码完成绑定，得到恢复码；其他登录随即退出"},
    {.method = POST,
     .path = "/account/factors/codes",
     .act = ACT_SELF,
     .when_full = FULL_LAST,
     .despite = DUE_FROZEN,
     .root = ROOT_ACCOUNT,
     DECIDES(factor_codes),
     .body = proof_members,
     .answer = codes_answer,
     .refused = "未更换",
     .name = "renewFactorCodes",
     .title = "更换全部恢复码"},
    {.method = DELETE,
     .path = "/account/factors",
     .act = ACT_SELF,
     .when_full = FULL_LAST,
     .despite = DUE_FROZEN,
     .root = ROOT_ACCOUNT,
     .flags = ROUTE_MOVES,
     DECIDES(factor_delete),
     .body = proof_members,
     .status = 204,
     .refused = "未解除",
     .name = "deleteFactors",
     .title = "解除第二因素"},
    {.method = GET,
     .path = "/account/sessions",
     .act = ACT_SELF,
     .despite = OWN,
     .read = session_list,
     .answer = session_row,
     .is_list = true,
     .name = "listSessions",
     .title = "自己在哪里登录着"},
    {.method = DELETE,
     .path = "/account/sessions",
     .act = ACT_SELF,
     .when_full = FULL_LAST,
     .despite = OWN,
     .root = ROOT_ACCOUNT,
     STORES(sessions_end),
     .body = sessions_end_body,
     .status = 204,
     .name = "endOtherSessions",
     .title = "结束自己的其他登录"},
};
ROUTES(factor, rows);
