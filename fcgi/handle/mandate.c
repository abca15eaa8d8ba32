/*
 * Mandates: an organization lets somebody of outside act for it, within a scope and a term, by a
 * document. The owner gives a link; whoever accepts it is the agent, keeps the own account and
 * place, and says in each session for whom they act.
 *
 * A session that acts by a mandate is of that organization alone: what all else asks of a member is
 * asked of the agent, who owns nothing there and so lets nobody in, gives nothing on and sees no
 * member. Once the mandate is over, the session is of no organization until it turns elsewhere:
 * what was meant for one never lands in another. Ending moves the organization, so that a request
 * that is under way is refused in its write.
 */
#include "handle/guess.h"
#include "handle/route.h"

#include <string.h>

#define DAY_MS 86400000LL
#define OFFER_MS (7 * DAY_MS)
#define OFFER_PATH "/account/mandates#" /* behind the sign: it reaches no log */
#define ACCEPT_FAILED "接受委托失败"
enum { MANDATES_MAX = 50, TERM_DAYS_MAX = 1096, LIMITS_MAX = 50, OFFER_TOKEN_MAX = 100 };

/* ---- what they are --------------------------------------------------------------------------- */

struct mandate_row {
    struct mandate mandate;
    const char *role, *role_label, *state, *state_label;
    const char *from, *to;
    bool is_acting; /* this session acts by it */
    struct rows limits;
    const char *token, *path; /* of one that is new */
};
/* What a limited one is for: a filing, or all of a kind. */
struct limit {
    struct mandate_limit of;
    const char *kind_label;
};
static const struct member limit_members[] = {
    {"filing", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(limit, of.filing_id),
     .title = "一件备案的编号；null 为这一种类的全部，包括以后新办的"},
    {"title", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(limit, of.title),
     .title = "备案的名称；还没有填写的为空，按种类的为 null"},
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(limit, of.kind), .title = "种类"},
    {"kind_label", M_STRING, M_REQUIRED, .at = TEXT_AT(limit, kind_label), .title = "种类的名称"},
    MEMBERS_END,
};
#define MANDATE_MEMBERS                                                                            \
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(mandate_row, mandate.id), .title = "委托编号"},         \
        {"organization_name", M_STRING, M_REQUIRED,                                                \
         .at = TEXT_AT(mandate_row, mandate.organization_name), .title = "委托单位"},              \
        {"agent", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(mandate_row, mandate.username), \
         .title = "代理人的用户名；没有人接受的为 null"},                                          \
        {"document", M_ID, M_REQUIRED, .at = TEXT_AT(mandate_row, mandate.attachment_id),          \
         .title = "委托书：附件编号"},                                                             \
        {"role", M_STRING, M_REQUIRED, .at = TEXT_AT(mandate_row, role),                           \
         .title = "权限：read 只读，fill 填写，submit 填写并提交"},                                \
        {"role_label", M_STRING, M_REQUIRED, .at = TEXT_AT(mandate_row, role_label),               \
         .title = "权限（中文）"},                                                                 \
        {"from", M_DATE, M_REQUIRED, .at = TEXT_AT(mandate_row, from), .title = "自哪一日起"},     \
        {"to", M_DATE, M_REQUIRED, .at = TEXT_AT(mandate_row, to), .title = "至哪一日止，含当日"}, \
        {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(mandate_row, state),                         \
         .title = "offered 待接受，missed 逾期未接受，to_come 尚未生效，good 有效，over 已终止"},  \
        {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(mandate_row, state_label),             \
         .title = "状态（中文）"},                                                                 \
        {"limits",                                                                                 \
         M_LIST,                                                                                   \
         M_REQUIRED,                                                                               \
         .at = ROWS_AT(mandate_row, limits),                                                       \
         .of = limit_members,                                                                      \
         .size = sizeof(struct limit),                                                             \
         .title = "只限这些备案或种类；空为本单位的全部"},                                         \
        {"acting", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(mandate_row, is_acting),                   \
         .title = "本次登录正依据它办理"},                                                         \
        {"given_at", M_TIME, M_REQUIRED, .at = TIME_AT(mandate_row, mandate.given_at),             \
         .title = "委托的时间"},                                                                   \
        {"accepted_at", M_TIME, M_REQUIRED | M_NULLABLE,                                           \
         .at = TIME_AT(mandate_row, mandate.accepted_at), .title = "接受的时间"},                  \
    {                                                                                              \
        "ended_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(mandate_row, mandate.ended_at), \
                                                     .title = "提前终止的时间"              \
    }
static const struct member mandate_answer[] = {MANDATE_MEMBERS, MEMBERS_END};
static const struct member new_answer[] = {
    MANDATE_MEMBERS,
    {"token", M_STRING, M_REQUIRED | M_SECRET, .at = TEXT_AT(mandate_row, token),
     .title = "一次性口令，只显示这一次"},
    {"path", M_STRING, M_REQUIRED | M_SECRET, .at = TEXT_AT(mandate_row, path),
     .title = "代理人打开的页面地址，接在本站网址之后"},
    MEMBERS_END,
};

static const char *
day_of(struct context *c, int64_t at)
{
    char day[DATE_TEXT];

    date_beijing(at, day);
    return arena_strdup(c->work.arena, day);
}

static struct rows
limits_of(struct context *c, const struct mandate *x)
{
    struct limit *list = arena_alloc(c->work.arena, ((size_t)x->limits_n + 1) * sizeof *list);

    for (int i = 0; i < x->limits_n; i++)
        list[i] = (struct limit){x->limits[i],
                                 law_label_of_kind(casework_law(&c->work), x->limits[i].kind)};
    return (struct rows){list, x->limits_n};
}

static void
show(struct context *c, const struct mandate *x, struct mandate_row *out)
{
    enum mandate_state state = mandate_state(x, c->work.now);

    *out = (struct mandate_row){.mandate = *x,
                                .role = member_name(x->member),
                                .role_label = member_label(x->member),
                                .state = mandate_state_name(state),
                                .state_label = mandate_state_label(state),
                                .is_acting =
                                    c->work.who != NULL && str_is(c->work.who->mandate_id, x->id)};
    out->limits = limits_of(c, x);
    out->from = day_of(c, x->begins_at);
    out->to = day_of(c, x->ends_at - 1);
}

/* Of what is done about a mandate the line names that one, not the one that its actor acts by. */
static enum err
note(struct context *c, const char *action, const struct mandate *x)
{
    struct casework *w = &c->work;
    const struct mandate_limit *list = x->limits;
    struct buf b = BUF(w->arena);

    if (x->id == NULL)
        return store_audit_add(w->store, w->who->id, action, x->organization_id, NULL, &w->fault);
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "mandate", x->id);
    buf_json_str(&b, "role", member_name(x->member));
    if (x->limits_n > 0) {
        buf_open(&b, "limits", '[');
        for (int i = 0; i < x->limits_n; i++)
            buf_json_item(&b, list[i].filing_id ? list[i].filing_id : list[i].kind);
        buf_close(&b);
    }
    buf_close(&b);
    return store_audit_add(w->store, w->who->id, action, x->organization_id, b.p, &w->fault);
}

static enum err
reply_list(struct context *c, struct mandate_query *q)
{
    struct casework *w = &c->work;
    struct mandate *rows;
    int limit, n;
    enum err err = context_limit(c, &limit);
    if (err)
        return err;

    q->cursor = context_query(c, "cursor");
    q->limit = limit + 1;
    if ((err = store_mandate_list(w->store, w->arena, q, &rows, &n, &w->fault)))
        return err;
    struct page p = {.size = sizeof(struct mandate_row), .n = n < limit ? n : limit};
    struct mandate_row *list = arena_alloc(w->arena, ((size_t)p.n + 1) * sizeof *list);
    for (int i = 0; i < p.n; i++)
        show(c, &rows[i], &list[i]);
    p.rows = list;
    p.next = n > limit ? rows[limit - 1].id : NULL;
    reply_page(c, &p);
    return OK;
}

/* ---- GET, POST /organization/mandates -------------------------------------------------------- */

static enum err
mandate_list(struct context *c)
{
    struct mandate_query q = {.organization_id = c->work.who->organization_id};
    return reply_list(c, &q);
}

static const struct member filing_id[] = {
    {NULL, M_ID, .title = "本单位的备案的编号"},
};
static const struct member kind_code[] = {
    {NULL, M_STRING, .min = 1, .max = 60, .title = "备案种类的代码"},
};
static const struct member mandate_body[] = {
    {"document", M_ID, M_REQUIRED, .title = "委托书：本单位上传的附件的编号"},
    {"role", M_STRING, M_REQUIRED, .choices = member_given,
     .title = "权限：read 只读，fill 填写，submit 填写并提交"},
    {"from", M_DATE, M_REQUIRED, .title = "自哪一日起"},
    {"to", M_DATE, M_REQUIRED, .title = "至哪一日止，含当日"},
    {"filings", M_LIST, M_NULLABLE, .min = 1, .max = LIMITS_MAX, .each = filing_id,
     .title = "只限本单位的这些备案；与 kinds 都不填或为 null：本单位的全部"},
    {"kinds", M_LIST, M_NULLABLE, .min = 1, .max = LIMITS_MAX, .each = kind_code,
     .title = "只限这些种类的备案，包括以后新办的"},
    MEMBERS_END,
};

static int64_t
day_begins(struct context *c, const char *day)
{
    int64_t at = 0;
    (void)time_parse(arena_printf(c->work.arena, "%sT00:00:00+08:00", day), &at);
    return at;
}

static void
look_at_term(struct context *c, struct mandate *x, struct findings *fs)
{
    const char *from = command_text(c, "from"), *to = command_text(c, "to");

    x->begins_at = day_begins(c, from);
    x->ends_at = day_begins(c, to) + DAY_MS;
    if (strcmp(to, c->work.today) < 0)
        findings_add(fs, "mandate.term", "/to", "截止日期已经过去", "请另选截止日期");
    else if (strcmp(to, from) < 0)
        findings_add(fs, "mandate.term", "/to", "截止日期早于开始日期", "请另选截止日期");
    else if (date_days(to) - date_days(from) > TERM_DAYS_MAX)
        findings_add(fs, "mandate.term", "/to", "委托期限最长三年", "请缩短期限，到期后可以再委托");
}

static enum err
look_at_document(struct context *c, struct mandate *x, struct findings *fs)
{
    struct casework *w = &c->work;
    struct attachment file = {0};
    enum err err = OK;

    x->attachment_id = command_text(c, "document");
    if (id_valid(x->attachment_id))
        err = store_attachment_load(w->store, w->arena, x->attachment_id, &file, &w->fault);
    if (err && err != ERR_NOTFOUND)
        return err;
    if (!str_is(file.organization_id, w->who->organization_id))
        findings_add(fs, "mandate.document", "/document", "没有这个附件", "请先上传盖章的委托书");
    return OK;
}

/* Those of the organization's that are there. Each but once: a set. */
static enum err
look_at_limits(struct context *c, struct mandate *x, struct findings *fs)
{
    const json_t *filings = json_object_get(c->command, "filings"),
                 *kinds = json_object_get(c->command, "kinds"), *one;
    struct casework *w = &c->work;
    size_t i;

    x->is_limited = json_array_size(filings) + json_array_size(kinds) > 0;
    json_array_foreach(kinds, i, one)
    {
        if (law_kind(casework_law(w), json_string_value(one)) == NULL)
            findings_add(fs, "mandate.limit", arena_printf(w->arena, "/kinds/%zu", i),
                         "没有这一种备案", "请从列出的种类中选择");
    }
    json_array_foreach(filings, i, one)
    {
        struct filing of = {0};
        enum err err =
            store_filing_head(w->store, w->arena, json_string_value(one), &of, &w->fault);
        if (err && err != ERR_NOTFOUND)
            return err;
        if (err || !str_is(of.organization_id, w->who->organization_id))
            findings_add(fs, "mandate.limit", arena_printf(w->arena, "/filings/%zu", i),
                         "本单位没有这件备案", "请从本单位的备案中选择");
    }
    w->fault = (struct fault){0};
    return OK;
}

static enum err
add_limits(struct context *c, const struct mandate *x)
{
    const json_t *filings = json_object_get(c->command, "filings"),
                 *kinds = json_object_get(c->command, "kinds"), *one;
    struct casework *w = &c->work;
    enum err err = OK;
    size_t i;

    json_array_foreach(filings, i, one)
    {
        err = store_mandate_scope_add(w->store, x->id, json_string_value(one), NULL, &w->fault);
        if (err)
            return err;
    }
    json_array_foreach(kinds, i, one)
    {
        err = store_mandate_scope_add(w->store, x->id, NULL, json_string_value(one), &w->fault);
        if (err)
            return err;
    }
    return OK;
}

static enum err
has_room(struct context *c)
{
    struct casework *w = &c->work;
    long n = 0;
    enum err err = store_mandate_count(w->store, w->who->organization_id, &n, &w->fault);

    if (err || n < MANDATES_MAX)
        return err;
    return fail(&w->fault, ERR_CONFLICT, "mandates_many", "",
                "一个单位同时最多 %d 份委托，请先终止不再需要的", MANDATES_MAX);
}

static enum err
mandate_add_store(struct context *c)
{
    struct casework *w = &c->work;
    char token[TOKEN_TEXT], hash[SHA256_TEXT];
    struct mandate x = {.organization_id = w->who->organization_id,
                        .member = member_parse(command_text(c, "role")),
                        .given_by = w->who->id,
                        .offer_ends_at = w->now + OFFER_MS};
    struct mandate_row row;
    struct findings fs;
    enum err err;

    findings_start(&fs, w->arena);
    look_at_term(c, &x, &fs);
    if ((err = look_at_document(c, &x, &fs)))
        return err;
    if ((err = look_at_limits(c, &x, &fs)))
        return err;
    if (fs.count > 0)
        return casework_findings(w, "mandate_invalid", "没有委托", &fs);
    if ((err = has_room(c)))
        return err;

    token_new(w->world, token);
    sha256_hex(token, strlen(token), hash);
    x.token_hash = hash;
    if ((err = store_mandate_add(w->store, &x, &w->fault)))
        return err;
    if ((err = add_limits(c, &x)))
        return err;
    if ((err = store_mandate_load(w->store, w->arena, x.id, &x, &w->fault)))
        return err;
    if ((err = note(c, "mandate.add", &x)))
        return err;
    show(c, &x, &row);
    row.token = token;
    row.path = arena_printf(w->arena, OFFER_PATH "%s", token);
    reply_row(c, &row);
    return OK;
}

/* ---- DELETE /organization/mandates/:id, /mandates/:id ---------------------------------------- */

/* One that this side may end: the organization's owner what it gave, the agent what was accepted.
 */
static enum err
mandate_load(struct context *c, bool is_agent, struct mandate *x)
{
    struct casework *w = &c->work;
    const char *id = c->params[0];
    enum err err =
        id_valid(id) ? store_mandate_load(w->store, w->arena, id, x, &w->fault) : ERR_NOTFOUND;
    if (err)
        return casework_found(w, err);
    bool is_theirs = is_agent ? str_is(x->account_id, w->who->id)
                              : str_is(x->organization_id, w->who->organization_id);
    return is_theirs ? OK : casework_not_found(w);
}

static enum err
end(struct context *c, const struct mandate *x)
{
    struct casework *w = &c->work;
    enum err err = store_mandate_end(w->store, x->id, w->who->id, &w->fault);

    if (err == ERR_NOTFOUND)
        return fail(&w->fault, ERR_CONFLICT, "mandate_over", "", "这份委托已经终止");
    if (err)
        return err;
    if ((err = note(c, "mandate.end", x)))
        return err;
    reply_nothing(c);
    return OK;
}

static enum err
mandate_end_store(struct context *c)
{
    struct mandate x;
    enum err err = mandate_load(c, false, &x);
    return err ? err : end(c, &x);
}

/* The agent's own requests that are under way stand on the organization, too. */
static enum err
mandate_resign_decide(struct context *c, struct mandate *x)
{
    enum err err = mandate_load(c, true, x);
    return err ? err : casework_root(&c->work, x->organization_id);
}

static enum err
mandate_resign_store(struct context *c, struct mandate *x)
{
    return end(c, x);
}

/* ---- the agent ------------------------------------------------------------------------------- */

static const struct member offer_body[] = {
    {"mandate", M_STRING, M_REQUIRED | M_SECRET, .min = 1, .max = OFFER_TOKEN_MAX,
     .title = "委托链接中 # 之后的一次性口令"},
    MEMBERS_END,
};
struct offer {
    struct mandate mandate;
    struct guess guess;
    bool is_void; /* to be counted */
};
static const struct member offer_answer[] = {
    {"organization_name", M_STRING, M_REQUIRED,
     .at = TEXT_AT(mandate_row, mandate.organization_name), .title = "委托单位"},
    {"role", M_STRING, M_REQUIRED, .at = TEXT_AT(mandate_row, role), .title = "权限"},
    {"role_label", M_STRING, M_REQUIRED, .at = TEXT_AT(mandate_row, role_label),
     .title = "权限（中文）"},
    {"from", M_DATE, M_REQUIRED, .at = TEXT_AT(mandate_row, from), .title = "自哪一日起"},
    {"to", M_DATE, M_REQUIRED, .at = TEXT_AT(mandate_row, to), .title = "至哪一日止"},
    {"limits", M_LIST, M_REQUIRED, .at = ROWS_AT(mandate_row, limits), .of = limit_members,
     .size = sizeof(struct limit), .title = "只限这些备案或种类；空为该单位的全部"},
    MEMBERS_END,
};

static enum err
offer_look(struct context *c, struct offer *x)
{
    struct casework *w = &c->work;
    const char *token = command_text(c, "mandate");
    char hash[SHA256_TEXT];

    *x = (struct offer){.guess = GUESS(GUESS_INVITED, NULL)};
    enum err err = guesses_may(c, &x->guess, 1, ACCEPT_FAILED);
    if (err)
        return err;
    sha256_hex(token, strlen(token), hash);
    err = store_mandate_by_token(w->store, w->arena, hash, &x->mandate, &w->fault);
    x->is_void = err == ERR_NOTFOUND;
    return x->is_void ? OK : err;
}

static enum err
offer_void(struct context *c)
{
    return fail(&c->work.fault, ERR_NOTFOUND, "offer_void", "/mandate",
                "委托链接已经用过、已过期或已收回，请向委托单位重新要一个");
}

static enum err
offer_refuse(struct context *c, struct offer *x)
{
    enum err err = guesses_may(c, &x->guess, 1, ACCEPT_FAILED);
    if (err)
        return err;
    if ((err = guesses_failed(c, &x->guess, 1)))
        return err;
    if (offer_void(c))
        reply_refused(c);
    return OK;
}

static void
reply_offer(struct context *c, const struct mandate *x)
{
    struct mandate_row row;

    show(c, x, &row);
    reply_row(c, &row);
}

static enum err
mandate_look_decide(struct context *c, struct offer *x)
{
    enum err err = offer_look(c, x);
    if (err || x->is_void)
        return err;
    c->stores_nothing = true;
    reply_offer(c, &x->mandate);
    return OK;
}

static enum err
mandate_look_store(struct context *c, struct offer *x)
{
    return offer_refuse(c, x);
}

/* What the agent is at home is asked of the account: the session may act for somebody else. */
static enum err
mandate_accept_decide(struct context *c, struct offer *x)
{
    struct casework *w = &c->work;
    struct account me;
    enum err err = offer_look(c, x);
    if (err || x->is_void)
        return err;

    if ((err = store_account_by_id(w->store, w->arena, w->who->id, &me, &w->fault)))
        return err;
    if (!(me.roles.bits & ROLE_FILER))
        return fail(&w->fault, ERR_CONFLICT, "agent_unfit", "",
                    "您的账号不是填报账号，不能接受委托。请用填报账号登录");
    if (str_is(me.organization_id, x->mandate.organization_id))
        return fail(&w->fault, ERR_CONFLICT, "agent_unfit", "",
                    "您是这个单位的成员，不能同时作它的代理人。权限由所有者在“单位成员”中改变");
    return OK;
}

static enum err
mandate_accept_store(struct context *c, struct offer *x)
{
    struct casework *w = &c->work;
    struct mandate *m = &x->mandate;

    if (x->is_void)
        return offer_refuse(c, x);
    enum err err = store_mandate_accept(w->store, m->id, w->who->id, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? offer_void(c) : err;
    if ((err = note(c, "mandate.accept", m)))
        return err;
    if ((err = store_mandate_load(w->store, w->arena, m->id, m, &w->fault)))
        return err;
    reply_offer(c, m);
    return OK;
}

static enum err
agent_list(struct context *c)
{
    struct mandate_query q = {.account_id = c->work.who->id};
    return reply_list(c, &q);
}

/* ---- PUT /session/mandate -------------------------------------------------------------------- */

static const struct member act_body[] = {
    {"mandate", M_ID, M_REQUIRED | M_NULLABLE,
     .title = "此后依据哪一份委托办理；null：回到自己的单位"},
    MEMBERS_END,
};

static enum err
session_act_store(struct context *c)
{
    struct casework *w = &c->work;
    const char *id = command_text(c, "mandate");
    struct mandate x = {0};
    enum err err = OK;

    if (id != NULL)
        err =
            id_valid(id) ? store_mandate_load(w->store, w->arena, id, &x, &w->fault) : ERR_NOTFOUND;
    if (err)
        return casework_found(w, err);
    if (id != NULL && !str_is(x.account_id, w->who->id))
        return casework_not_found(w);
    enum mandate_state state = mandate_state(&x, w->now);
    if (id != NULL && state != MANDATE_GOOD)
        return fail(&w->fault, ERR_CONFLICT, "mandate_not_good", "/mandate",
                    "这份委托%s，不能依据它办理", mandate_state_label(state));

    if ((err = store_session_act(w->store, c->session->token_hash, id, &w->fault)))
        return err;
    if ((err = note(c, "mandate.act", &x)))
        return err;
    reply_nothing(c);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

STORE_HALF(mandate_add)
STORE_HALF(mandate_end)
STORE_HALF(session_act)
HALVES(mandate_resign, struct mandate)
HALVES(mandate_look, struct offer)
HALVES(mandate_accept, struct offer)

static const struct route rows[] = {
    {.method = GET,
     .path = "/organization/mandates",
     .act = ACT_KEEP_MEMBERS,
     .read = mandate_list,
     .query = paged_query,
     .answer = mandate_answer,
     .is_list = true,
     .name = "listGivenMandates",
     .title = "本单位给出的委托，新的在前；终止的也在"},
    {.method = POST,
     .path = "/organization/mandates",
     .act = ACT_KEEP_MEMBERS,
     .root = ROOT_ORGANIZATION,
     STORES(mandate_add),
     .body = mandate_body,
     .answer = new_answer,
     .status = 201,
     .name = "addMandate",
     .title = "委托一名代理人：得到一个七天内有效、只能用一次的链接，由您交给代理人"},
    {.method = DELETE,
     .path = "/organization/mandates/:id",
     .act = ACT_KEEP_MEMBERS,
     .despite = DUE_FROZEN,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_MOVES,
     STORES(mandate_end),
     .status = 204,
     .name = "endMandate",
     .title = "终止一份委托，立即失效"},
    {.method = GET,
     .path = "/mandates",
     .act = ACT_SELF,
     .read = agent_list,
     .query = paged_query,
     .answer = mandate_answer,
     .is_list = true,
     .name = "listMandates",
     .title = "自己接受的、没有终止的委托，新的在前"},
    {.method = DELETE,
     .path = "/mandates/:id",
     .act = ACT_SELF,
     .despite = DUE_FROZEN,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .flags = ROUTE_MOVES,
     DECIDES(mandate_resign),
     .status = 204,
     .name = "resignMandate",
     .title = "辞去一份委托，立即失效"},
    {.method = POST,
     .path = "/mandates/offer",
     .act = ACT_SELF,
     .despite = DUE_FROZEN,
     .root = ROOT_ACCOUNT,
     DECIDES(mandate_look),
     .body = offer_body,
     .answer = offer_answer,
     .name = "lookAtMandate",
     .title = "一个委托链接是哪个单位的"},
    {.method = POST,
     .path = "/mandates/accept",
     .act = ACT_SELF,
     .despite = DUE_FROZEN,
     .root = ROOT_ACCOUNT,
     .flags = ROUTE_MOVES,
     DECIDES(mandate_accept),
     .body = offer_body,
     .answer = offer_answer,
     .refused = "未接受",
     .name = "acceptMandate",
     .title = "接受一份委托，成为代理人"},
    {.method = PUT,
     .path = "/session/mandate",
     .act = ACT_SELF,
     .despite = DUE_FROZEN,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     STORES(session_act),
     .body = act_body,
     .status = 204,
     .name = "actByMandate",
     .title = "本次登录此后替哪个单位办理"},
};
ROUTES(mandate, rows);
