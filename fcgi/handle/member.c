/*
 * People of an organization: the owner lets them in by a link, says what each may do, lets them go,
 * and hands the organization over.
 *
 * Nobody is told who somebody is before they have joined: a link names no person, and an owner who
 * knew a user's name could not find out whether it is there. Whoever was removed keeps the account,
 * which belongs to nobody then, and logs in anew; what they typed stays with the organization.
 *
 * Each of these moves the organization, which is the root of all that its people store: who was
 * removed while a request of theirs was under way is refused in its write.
 */
#include "handle/member.h"
#include "handle/proof.h"
#include "handle/route.h"

#include <string.h>

#define INVITATION_MS (7 * 24LL * 3600 * 1000)
#define INVITATION_PATH "/join#" /* behind the sign: it reaches no log */
enum { INVITATIONS_MAX = 20, MEMBERS_MAX = 200 };

/* What an audit line says of it. */
static const char *
detail(struct context *c, const char *organization_id, long member)
{
    struct buf b = BUF(c->work.arena);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "organization", organization_id);
    buf_json_str(&b, "role", member_name(member));
    buf_close(&b);
    return b.p;
}

/* ---- GET /organization/members --------------------------------------------------------------- */

struct member_row {
    struct account account;
    const char *role, *role_label;
    int64_t last_login_at; /* 0: never */
    bool is_me;
};
static const struct member member_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(member_row, account.id), .title = "账号编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(member_row, account.username),
     .title = "用户名"},
    {"role", M_STRING, M_REQUIRED, .at = TEXT_AT(member_row, role),
     .title = "权限：read 只读，fill 填写，submit 提交，owner 所有者"},
    {"role_label", M_STRING, M_REQUIRED, .at = TEXT_AT(member_row, role_label),
     .title = "权限（中文）"},
    {"contact_name", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .at = TEXT_AT(member_row, account.contact_name), .title = "姓名"},
    {"mobile", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .at = TEXT_AT(member_row, account.mobile), .title = "手机号码"},
    {"email", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .at = TEXT_AT(member_row, account.email), .title = "电子邮箱"},
    {"is_disabled", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(member_row, account.is_disabled),
     .title = "账号已被系统管理员停用"},
    {"is_me", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(member_row, is_me), .title = "是自己"},
    {"joined_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(member_row, account.joined_at),
     .title = "加入时间"},
    {"last_login_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(member_row, last_login_at),
     .title = "最近登录的时间；没有登录过的为 null"},
    MEMBERS_END,
};
struct invitation_row {
    struct invitation invitation;
    const char *role, *role_label;
};
static const struct member invitation_row[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(invitation_row, invitation.id), .title = "邀请编号"},
    {"role", M_STRING, M_REQUIRED, .at = TEXT_AT(invitation_row, role), .title = "加入后的权限"},
    {"role_label", M_STRING, M_REQUIRED, .at = TEXT_AT(invitation_row, role_label),
     .title = "加入后的权限（中文）"},
    {"given_at", M_TIME, M_REQUIRED, .at = TIME_AT(invitation_row, invitation.given_at),
     .title = "发出时间"},
    {"expires_at", M_TIME, M_REQUIRED, .at = TIME_AT(invitation_row, invitation.ends_at),
     .title = "到期时间"},
    MEMBERS_END,
};
struct invitations {
    struct rows list;
};
static const struct member members_beside[] = {
    {"invitations", M_LIST, M_REQUIRED, .at = ROWS_AT(invitations, list), .of = invitation_row,
     .size = sizeof(struct invitation_row), .title = "还没有用过的邀请，新的在前"},
    MEMBERS_END,
};

static enum err
show_member(struct context *c, const struct account *x, struct member_row *out)
{
    struct casework *w = &c->work;

    *out = (struct member_row){.account = *x,
                               .role = member_name(x->member),
                               .role_label = member_label(x->member),
                               .is_me = str_is(x->id, w->who->id)};
    return store_account_login_last(w->store, x->id, &out->last_login_at, &w->fault);
}

static enum err
invitations_of(struct context *c, struct rows *out)
{
    struct casework *w = &c->work;
    struct invitation *rows;
    int n;
    enum err err =
        store_invitation_list(w->store, w->arena, w->who->organization_id, &rows, &n, &w->fault);
    if (err)
        return err;

    struct invitation_row *list = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *list);
    for (int i = 0; i < n; i++)
        list[i] = (struct invitation_row){rows[i], member_name(rows[i].member),
                                          member_label(rows[i].member)};
    *out = (struct rows){list, n};
    return OK;
}

static enum err
member_list(struct context *c)
{
    struct casework *w = &c->work;
    struct member_query q = {.organization_id = w->who->organization_id,
                             .cursor = context_query(c, "cursor")};
    struct invitations beside;
    struct account *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    q.limit = limit + 1;
    if ((err = store_member_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;
    if ((err = invitations_of(c, &beside.list)))
        return err;

    struct page p = {.size = sizeof(struct member_row), .n = n < limit ? n : limit};
    struct member_row *list = arena_alloc(w->arena, ((size_t)p.n + 1) * sizeof *list);
    for (int i = 0; i < p.n; i++)
        if ((err = show_member(c, &rows[i], &list[i])))
            return err;
    p.rows = list;
    p.next = n > limit ? rows[limit - 1].id : NULL;
    p.beside = &beside;
    reply_page(c, &p);
    return OK;
}

/* ---- POST /organization/members -------------------------------------------------------------- */

static const struct member role_body[] = {
    {"role", M_STRING, M_REQUIRED, .choices = member_given,
     .title = "权限：read 只读，fill 填写，submit 填写并提交"},
    MEMBERS_END,
};
struct told {
    struct invitation invitation;
    const char *role, *token, *path;
};
static const struct member invite_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(told, invitation.id), .title = "邀请编号"},
    {"role", M_STRING, M_REQUIRED, .at = TEXT_AT(told, role), .title = "加入后的权限"},
    {"token", M_STRING, M_REQUIRED | M_SECRET, .at = TEXT_AT(told, token),
     .title = "一次性口令，只显示这一次"},
    {"path", M_STRING, M_REQUIRED | M_SECRET, .at = TEXT_AT(told, path),
     .title = "受邀人打开的页面地址，接在本站网址之后"},
    {"expires_at", M_TIME, M_REQUIRED, .at = TIME_AT(told, invitation.ends_at),
     .title = "到期时间"},
    MEMBERS_END,
};

/* People and links together: whoever has a link may come. */
static enum err
has_room(struct context *c)
{
    struct casework *w = &c->work;
    const char *id = w->who->organization_id;
    struct rows open;
    long people = 0;
    enum err err;

    if ((err = invitations_of(c, &open)))
        return err;
    if ((err = store_member_count(w->store, id, &people, &w->fault)))
        return err;
    if (open.n >= INVITATIONS_MAX)
        return fail(&w->fault, ERR_CONFLICT, "invitations_many", "",
                    "还没有用过的邀请已有 %d 个，请先收回不再需要的", open.n);
    if (people + open.n >= MEMBERS_MAX)
        return fail(&w->fault, ERR_CONFLICT, "members_many", "",
                    "一个单位最多 %d 名成员，请先移除不再需要的", MEMBERS_MAX);
    return OK;
}

static enum err
member_invite_store(struct context *c)
{
    struct casework *w = &c->work;
    char token[TOKEN_TEXT], hash[SHA256_TEXT];
    enum membership role = member_parse(command_text(c, "role"));
    enum err err = has_room(c);
    if (err)
        return err;

    token_new(w->world, token);
    sha256_hex(token, strlen(token), hash);
    struct told x = {.invitation = {.organization_id = w->who->organization_id,
                                    .token_hash = hash,
                                    .member = role,
                                    .given_by = w->who->id,
                                    .ends_at = w->now + INVITATION_MS},
                     .role = member_name(role),
                     .token = token,
                     .path = arena_printf(w->arena, INVITATION_PATH "%s", token)};
    if ((err = store_invitation_add(w->store, &x.invitation, &w->fault)))
        return err;
    const char *id = w->who->organization_id;
    if ((err = casework_audit(w, "invitation.add", id, detail(c, id, role))))
        return err;
    reply_row(c, &x);
    return OK;
}

/* ---- PATCH, DELETE /organization/members/:id ------------------------------------------------- */

/* A member of the asker's organization, not the owner. */
static enum err
member_load(struct context *c, struct account *x)
{
    struct casework *w = &c->work;
    const char *id = c->params[0];
    enum err err =
        id_valid(id) ? store_account_by_id(w->store, w->arena, id, x, &w->fault) : ERR_NOTFOUND;
    if (err)
        return casework_found(w, err);
    if (!str_is(x->organization_id, w->who->organization_id) || x->member == MEMBER_NONE)
        return casework_not_found(w);
    if (x->member == MEMBER_OWNER)
        return fail(&w->fault, ERR_CONFLICT, "last_owner", "",
                    "单位必须有一名所有者。请先把所有者移交给另一名成员");
    return OK;
}

static enum err
member_set_store(struct context *c)
{
    struct casework *w = &c->work;
    enum membership role = member_parse(command_text(c, "role"));
    struct account x;
    struct member_row row;
    enum err err = member_load(c, &x);
    if (err)
        return err;

    if (x.member != (long)role) {
        x.member = role;
        if ((err = store_member_set(w->store, x.id, x.organization_id, role, &w->fault)))
            return err;
        if ((err = store_token_delete_all(w->store, x.id, &w->fault)))
            return err;
        const char *said = detail(c, x.organization_id, role);
        if ((err = casework_audit(w, "member.set", x.id, said)))
            return err;
    }
    if ((err = show_member(c, &x, &row)))
        return err;
    reply_row(c, &row);
    return OK;
}

/* An id is a member's or an invitation's: either way nobody comes by it any more. */
static enum err
member_delete_store(struct context *c)
{
    struct casework *w = &c->work;
    const char *id = c->params[0], *from = w->who->organization_id;
    struct account x;
    enum err err =
        id_valid(id) ? store_invitation_delete(w->store, id, from, &w->fault) : ERR_NOTFOUND;

    if (err != ERR_NOTFOUND) {
        if (!err)
            err = casework_audit(w, "invitation.delete", from, NULL);
        if (!err)
            reply_nothing(c);
        return err;
    }
    if ((err = member_load(c, &x)))
        return err;
    if ((err = store_member_leave(w->store, x.id, from, &w->fault)))
        return err;
    if ((err = store_session_delete_all(w->store, x.id, NULL, &w->fault)))
        return err;
    if ((err = casework_audit(w, "member.delete", x.id, detail(c, from, x.member))))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- POST /organization/leave ---------------------------------------------------------------- */

static enum err
member_leave_store(struct context *c)
{
    struct casework *w = &c->work;
    const struct account *me = w->who;
    enum err err;

    if (me->mandate_id != NULL)
        return fail(&w->fault, ERR_CONFLICT, "mandate_acting", "",
                    "您正在替委托您的单位办理，不是它的成员。不再办理的，请在“受托办理”中辞去委托");
    if (me->member == MEMBER_OWNER)
        return fail(&w->fault, ERR_CONFLICT, "last_owner", "",
                    "您是本单位的所有者，不能离开。请先把所有者移交给另一名成员");
    if ((err = store_member_leave(w->store, me->id, me->organization_id, &w->fault)))
        return casework_found(w, err);
    if ((err = store_token_delete_all(w->store, me->id, &w->fault)))
        return err;
    const char *said = detail(c, me->organization_id, me->member);
    if ((err = casework_audit(w, "member.leave", me->id, said)))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- POST /organization/owner ---------------------------------------------------------------- */

static const struct member owner_body[] = {
    {"member", M_ID, M_REQUIRED, .title = "移交给哪名成员：账号编号"},
    PROOF_MEMBERS,
    MEMBERS_END,
};
static const struct proof_words not_handed = {"owner_proof_failed", "没有移交"};

static enum err
heir_load(struct context *c, struct account *x)
{
    struct casework *w = &c->work;
    const char *id = command_text(c, "member");
    enum err err =
        id_valid(id) ? store_account_by_id(w->store, w->arena, id, x, &w->fault) : ERR_NOTFOUND;
    if (err)
        return casework_found(w, err);
    if (!str_is(x->organization_id, w->who->organization_id) || x->member == MEMBER_NONE)
        return casework_not_found(w);
    if (str_is(x->id, w->who->id) || x->is_disabled)
        return fail(&w->fault, ERR_CONFLICT, "heir_unfit", "/member",
                    x->is_disabled ? "这个账号已被停用，不能移交给它" : "您已经是所有者");
    return OK;
}

static enum err
owner_decide(struct context *c, struct proof *x)
{
    struct account heir;
    enum err err = heir_load(c, &heir);
    return err ? err : proof_decide(c, x);
}

/* The old one goes first: there is one at a time. */
static enum err
owner_store(struct context *c, struct proof *x)
{
    struct casework *w = &c->work;
    const char *id = w->who->organization_id;
    struct account heir;
    bool is_proved = false;
    enum err err = proof_store(c, x, &not_handed, &is_proved);
    if (err || !is_proved)
        return err;

    if ((err = heir_load(c, &heir)))
        return err;
    if ((err = store_member_set(w->store, w->who->id, id, MEMBER_SUBMIT, &w->fault)))
        return err;
    if ((err = store_member_set(w->store, heir.id, id, MEMBER_OWNER, &w->fault)))
        return err;
    if ((err = store_token_delete_all(w->store, w->who->id, &w->fault)))
        return err;
    if ((err = store_token_delete_all(w->store, heir.id, &w->fault)))
        return err;
    if ((err = casework_audit(w, "member.owner", heir.id, detail(c, id, MEMBER_OWNER))))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- who was invited ------------------------------------------------------------------------- */

#define JOIN_FAILED "加入失败"

static const struct member invitation_body[] = {
    {"invitation", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = INVITATION_MAX,
     .title = "邀请链接中 # 之后的一次性口令"},
    MEMBERS_END,
};
struct welcome {
    const char *organization_name, *role, *role_label;
    int64_t ends_at;
};
static const struct member welcome_answer[] = {
    {"organization_name", M_STRING, M_REQUIRED, .at = TEXT_AT(welcome, organization_name),
     .title = "邀请您的单位"},
    {"role", M_STRING, M_REQUIRED, .at = TEXT_AT(welcome, role), .title = "加入后的权限"},
    {"role_label", M_STRING, M_REQUIRED, .at = TEXT_AT(welcome, role_label),
     .title = "加入后的权限（中文）"},
    {"expires_at", M_TIME, M_REQUIRED, .at = TIME_AT(welcome, ends_at), .title = "到期时间"},
    MEMBERS_END,
};

static enum err
invitation_by(struct context *c, const char *token, struct invitation *out)
{
    struct casework *w = &c->work;
    char hash[SHA256_TEXT];

    sha256_hex(token, strlen(token), hash);
    return store_invitation_load(w->store, w->arena, hash, out, &w->fault);
}

enum err
invited_look(struct context *c, const char *token, struct invited *x)
{
    *x = (struct invited){.guess = GUESS(GUESS_INVITED, NULL)};
    enum err err = guesses_may(c, &x->guess, 1, JOIN_FAILED);
    if (err)
        return err;
    err = invitation_by(c, token, &x->invitation);
    x->is_void = err == ERR_NOTFOUND;
    return x->is_void ? OK : err;
}

static enum err
invitation_void(struct context *c)
{
    return fail(&c->work.fault, ERR_NOTFOUND, "invitation_void", "/invitation",
                "邀请已经用过、已过期或已收回，请向单位的所有者重新要一个");
}

enum err
invited_refuse(struct context *c, struct invited *x)
{
    enum err err = guesses_may(c, &x->guess, 1, JOIN_FAILED);
    if (err)
        return err;
    if ((err = guesses_failed(c, &x->guess, 1)))
        return err;
    if (invitation_void(c))
        reply_refused(c);
    return OK;
}

enum err
invited_join(struct context *c, const struct invited *x, const char *account_id)
{
    struct casework *w = &c->work;
    const struct invitation *i = &x->invitation;
    enum err err = store_invitation_delete(w->store, i->id, i->organization_id, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? invitation_void(c) : err;

    err = store_member_join(w->store, account_id, i->organization_id, (enum membership)i->member,
                            &w->fault);
    if (err == ERR_CONFLICT)
        return fail(
            &w->fault, ERR_CONFLICT, "member_elsewhere", "",
            "您的账号已经属于一个单位，或不是填报账号，不能加入。请先离开原单位，或另行注册");
    if (err)
        return err;
    return store_audit_add(w->store, account_id, "member.add", account_id,
                           detail(c, i->organization_id, i->member), &w->fault);
}

static void
welcome(struct context *c, const struct invitation *i)
{
    struct welcome a = {i->organization_name, member_name(i->member), member_label(i->member),
                        i->ends_at};
    reply_row(c, &a);
}

static enum err
invitation_look_decide(struct context *c, struct invited *x)
{
    enum err err = invited_look(c, command_text(c, "invitation"), x);
    if (err || x->is_void)
        return err ? err : casework_root(&c->work, "invitation");
    c->stores_nothing = true;
    welcome(c, &x->invitation);
    return OK;
}

static enum err
invitation_look_store(struct context *c, struct invited *x)
{
    return invited_refuse(c, x);
}

static enum err
member_join_decide(struct context *c, struct invited *x)
{
    return invited_look(c, command_text(c, "invitation"), x);
}

static enum err
member_join_store(struct context *c, struct invited *x)
{
    enum err err;

    if (x->is_void)
        return invited_refuse(c, x);
    if ((err = invited_join(c, x, c->work.who->id)))
        return err;
    welcome(c, &x->invitation);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

STORE_HALF(member_invite)
STORE_HALF(member_set)
STORE_HALF(member_delete)
STORE_HALF(member_leave)
HALVES(owner, struct proof)
HALVES(invitation_look, struct invited)
HALVES(member_join, struct invited)

static const struct route rows[] = {
    {.method = GET,
     .path = "/organization/members",
     .act = ACT_KEEP_MEMBERS,
     .read = member_list,
     .query = paged_query,
     .answer = member_answer,
     .is_list = true,
     .beside = members_beside,
     .reads = "member.read",
     .name = "listMembers",
     .title = "本单位的成员，和还没有用过的邀请"},
    {.method = POST,
     .path = "/organization/members",
     .act = ACT_KEEP_MEMBERS,
     .root = ROOT_ORGANIZATION,
     STORES(member_invite),
     .body = role_body,
     .answer = invite_answer,
     .status = 201,
     .name = "inviteMember",
     .title = "邀请一名成员：得到一个七天内有效、只能用一次的链接，由您交给受邀人"},
    {.method = PATCH,
     .path = "/organization/members/:id",
     .act = ACT_KEEP_MEMBERS,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_MOVES,
     STORES(member_set),
     .body = role_body,
     .answer = member_answer,
     .name = "setMember",
     .title = "改变一名成员的权限，立即生效"},
    {.method = DELETE,
     .path = "/organization/members/:id",
     .act = ACT_KEEP_MEMBERS,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_MOVES,
     STORES(member_delete),
     .status = 204,
     .name = "deleteMember",
     .title = "移除一名成员，随即退出登录；或收回一个邀请"},
    {.method = POST,
     .path = "/organization/leave",
     .act = ACT_READ_OWN,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_MOVES | ROUTE_OPTIONAL_BODY,
     STORES(member_leave),
     .body = no_members,
     .status = 204,
     .name = "leaveOrganization",
     .title = "离开本单位；草稿留在单位"},
    {.method = POST,
     .path = "/organization/owner",
     .act = ACT_KEEP_MEMBERS,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_MOVES,
     DECIDES(owner),
     .body = owner_body,
     .status = 204,
     .refused = "未移交",
     .name = "handOverOrganization",
     .title = "把所有者移交给另一名成员，自己成为可以提交的成员"},
    {.method = POST,
     .path = "/organization/invitation",
     .act = ACT_LOOK,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     DECIDES(invitation_look),
     .body = invitation_body,
     .answer = welcome_answer,
     .name = "lookAtInvitation",
     .title = "一个邀请链接是哪个单位的"},
    {.method = POST,
     .path = "/organization/join",
     .act = ACT_SELF,
     .root = ROOT_ACCOUNT,
     .flags = ROUTE_MOVES,
     DECIDES(member_join),
     .body = invitation_body,
     .answer = welcome_answer,
     .refused = "未加入",
     .name = "joinOrganization",
     .title = "以现有账号凭邀请加入一个单位"},
};
ROUTES(member, rows);
