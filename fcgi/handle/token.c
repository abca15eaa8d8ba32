/*
 * Tokens of programs: an account lets a program act for it within a scope and until a day. The
 * token is shown once. It may never do more than the account itself may at the moment of the call,
 * nothing that an account keeps for itself, and it ends with the password, the rights and the place
 * under which it was made.
 */
#include "handle/proof.h"
#include "handle/route.h"

#include <string.h>

#define DAY_MS 86400000LL
enum { SHOWN = 10 /* characters of it */ };

struct token_row {
    struct bearer token;
    const char *scope, *scope_label;
    const char *secret; /* of one that is new; NULL else */
};
#define TOKEN_MEMBERS                                                                                          \
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(token_row, token.id), .title = "令牌编号"},                         \
        {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(token_row, token.name), .title = "名称"},                 \
        {"shown", M_STRING, M_REQUIRED, .at = TEXT_AT(token_row, token.shown),                                 \
         .title = "令牌的开头，供辨认"},                                                                       \
        {"scope",                                                                                              \
         M_STRING,                                                                                             \
         M_REQUIRED,                                                                                           \
         .choices = member_given,                                                                              \
         .at = TEXT_AT(token_row, scope),                                                                      \
         .title = "范围"},                                                                                     \
        {"scope_label", M_STRING, M_REQUIRED, .at = TEXT_AT(token_row, scope_label),                           \
         .title = "范围（中文）"},                                                                             \
        {"created_at", M_TIME, M_REQUIRED, .at = TIME_AT(token_row, token.created_at),                         \
         .title = "生成时间"},                                                                                 \
        {"expires_at", M_TIME, M_REQUIRED, .at = TIME_AT(token_row, token.ends_at),                            \
         .title = "到期时间"},                                                                                 \
    {                                                                                                          \
        "used_on", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(token_row, token.used_on),                   \
                                                    .title = "最近使用的日期；没有用过的为 null" \
    }
static const struct member token_answer[] = {TOKEN_MEMBERS, MEMBERS_END};
static const struct member new_answer[] = {
    TOKEN_MEMBERS,
    {"token", M_STRING, M_REQUIRED | M_SECRET, .at = TEXT_AT(token_row, secret),
     .title = "令牌，只显示这一次：Authorization: Bearer 之后"},
    MEMBERS_END,
};

static struct token_row
row_of(const struct bearer *x)
{
    return (struct token_row){
        .token = *x, .scope = member_name(x->scope), .scope_label = member_label(x->scope)};
}

/* ---- GET /tokens ----------------------------------------------------------------------------- */

static enum err
token_list(struct context *c)
{
    struct casework *w = &c->work;
    struct bearer *rows;
    int n;
    enum err err = store_token_list(w->store, w->arena, w->who->id, &rows, &n, &w->fault);
    if (err)
        return err;

    struct token_row *list = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *list);
    for (int i = 0; i < n; i++)
        list[i] = row_of(&rows[i]);
    reply_page(c, &(struct page){.rows = list, .size = sizeof *list, .n = n});
    return OK;
}

/* ---- POST /tokens ---------------------------------------------------------------------------- */

static const struct member token_body[] = {
    {"name", M_STRING, M_REQUIRED | M_LINE, .min = 1, .max = 60, .title = "名称，供自己辨认"},
    {"scope", M_STRING, M_REQUIRED, .choices = member_given,
     .title = "范围：read 只读，fill 填写，submit 填写并提交；不超过账号自己的权限"},
    {"expires_at", M_STRING, M_REQUIRED, .min = 1, .max = 40,
     .title = "到期时间（RFC 3339）；最长多久由本系统的设置决定"},
    PROOF_MEMBERS,
    MEMBERS_END,
};
static const struct proof_words not_made = {"token_proof_failed", "没有生成令牌"};

struct making {
    struct proof proof;
    int64_t ends_at;
    enum membership scope;
};

/* What is beyond the account now is refused now, whatever it may later. */
static void
look_at_scope(struct context *c, const struct making *x, struct findings *fs)
{
    const struct account *who = c->work.who;
    bool is_filer = who->roles.bits & ROLE_FILER;

    if (!is_filer && x->scope != MEMBER_READ)
        findings_add(fs, "token.scope", "/scope", "工作人员的令牌只能用于查看",
                     "请选择 read；审核和管理须本人登录办理");
    if (is_filer && (long)x->scope > who->member)
        findings_add(fs, "token.scope", "/scope", "范围超出了您在本单位的权限",
                     "请选择不超过自己权限的范围");
}

static void
look_at_end(struct context *c, struct making *x, struct findings *fs)
{
    int64_t now = c->work.now, most = now + c->settings->token_days_max * DAY_MS;

    if (!time_parse(command_text(c, "expires_at"), &x->ends_at))
        findings_add(fs, "token.end", "/expires_at", "到期时间不是有效的时间",
                     "例如 2027-01-31T18:00:00+08:00");
    else if (x->ends_at <= now || x->ends_at > most)
        findings_add(fs, "token.end", "/expires_at",
                     arena_printf(c->work.arena, "到期时间应在现在之后，且不超过 %d 天",
                                  c->settings->token_days_max),
                     "请另选到期时间");
}

static enum err
token_add_decide(struct context *c, struct making *x)
{
    struct findings fs;

    x->scope = member_parse(command_text(c, "scope"));
    findings_start(&fs, c->work.arena);
    look_at_scope(c, x, &fs);
    look_at_end(c, x, &fs);
    if (fs.count > 0)
        return casework_findings(&c->work, "token_invalid", "没有生成令牌", &fs);
    return proof_decide(c, &x->proof);
}

static enum err
has_room(struct context *c)
{
    struct casework *w = &c->work;
    long n = 0;
    enum err err = store_token_count(w->store, w->who->id, &n, &w->fault);

    if (err || n < c->settings->tokens_max)
        return err;
    return fail(&w->fault, ERR_CONFLICT, "tokens_many", "",
                "一个账号最多 %d 个令牌，请先收回不再使用的", c->settings->tokens_max);
}

static enum err
token_add_store(struct context *c, struct making *x)
{
    struct casework *w = &c->work;
    char random[TOKEN_TEXT], hash[SHA256_TEXT];
    bool is_proved = false;
    enum err err;

    if ((err = has_room(c)))
        return err;
    if ((err = proof_store(c, &x->proof, &not_made, &is_proved)) || !is_proved)
        return err;
    token_new(w->world, random);
    const char *secret = arena_printf(w->arena, TOKEN_PREFIX "%s", random);
    sha256_hex(secret, strlen(secret), hash);
    struct bearer t = {.account_id = w->who->id,
                       .name = command_text(c, "name"),
                       .hash = hash,
                       .shown = arena_printf(w->arena, "%.*s", SHOWN, secret),
                       .scope = x->scope,
                       .ends_at = x->ends_at};
    if ((err = store_token_add(w->store, &t, &w->fault)))
        return err;
    const char *said =
        arena_printf(w->arena, "{\"token\":\"%s\",\"role\":\"%s\"}", t.id, member_name(t.scope));
    if ((err = casework_audit(w, "token.add", w->who->id, said)))
        return err;
    struct token_row row = row_of(&t);
    row.secret = secret;
    reply_row(c, &row);
    return OK;
}

/* ---- DELETE /tokens/:id ---------------------------------------------------------------------- */

static enum err
token_delete_store(struct context *c)
{
    struct casework *w = &c->work;
    const char *id = c->params[0];
    enum err err =
        id_valid(id) ? store_token_delete(w->store, id, w->who->id, &w->fault) : ERR_NOTFOUND;
    if (err)
        return casework_found(w, err);
    const char *said = arena_printf(w->arena, "{\"token\":\"%s\"}", id);
    if ((err = casework_audit(w, "token.delete", w->who->id, said)))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(token_add, struct making)
STORE_HALF(token_delete)

static const struct route rows[] = {
    {.method = GET,
     .path = "/tokens",
     .act = ACT_SELF,
     .read = token_list,
     .answer = token_answer,
     .is_list = true,
     .name = "listTokens",
     .title = "自己给程序用的访问令牌，新的在前"},
    {.method = POST,
     .path = "/tokens",
     .act = ACT_SELF,
     .root = ROOT_ACCOUNT,
     DECIDES(token_add),
     .body = token_body,
     .answer = new_answer,
     .status = 201,
     .refused = "未生成",
     .name = "addToken",
     .title = "生成一个给程序用的访问令牌；须本人登录，凭密码和第二因素"},
    {.method = DELETE,
     .path = "/tokens/:id",
     .act = ACT_SELF,
     .despite = DUE_FROZEN,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     STORES(token_delete),
     .status = 204,
     .name = "deleteToken",
     .title = "收回一个访问令牌，立即失效"},
};
ROUTES(token, rows);
