/* The audit trail: the auditor's. */
#include "handle/csv.h"
#include "handle/role_words.h"
#include "handle/route.h"

#include <stdlib.h>

static const struct member scope_part_members[] = {
    {"area", M_STRING, .title = "行政区划代码前缀；空为全部"},
    {"class", M_STRING, .title = "算法类别代码；空为全部"},
    {"pool", M_STRING, .title = "审核小组；空为全部"},
    MEMBERS_END,
};
/* Codes and hashes, never values of a person: which of them there are depends on the action. */
static const struct member detail_members[] = {
    {"rule_set", M_STRING, .title = "规则集"},
    {"base", M_STRING, .title = "所依据或对照的规则集"},
    {"origin", M_STRING, .title = "规则集的来源"},
    {"kind", M_STRING, .title = "怎样启用的"},
    {"reason", M_STRING, .title = "理由"},
    {"ends_at", M_TIME, .title = "紧急启用何时自动结束"},
    {"approved_by", M_ID, .title = "审批人的账号编号"},
    {"replay", M_ID, .title = "重放"},
    {"state", M_STRING, .title = "重放的结局"},
    {"decisions", M_INTEGER, .title = "重放过的决定数"},
    {"report", M_STRING, M_NULLABLE, .title = "重放报告的哈希；没有完成时为 null"},
    {"report_hash", M_STRING, .title = "所签的重放报告的哈希"},
    {"outcome", M_STRING, .title = "用例是否通过"},
    {"fault", M_STRING, .title = "用例没有通过的原因（代码）"},
    {"code", M_STRING, .title = "规则出错、请求被拒绝的原因（代码）"},
    {"rule", M_STRING, .title = "出错的规则"},
    {"where", M_STRING, M_NULLABLE, .title = "规则出错之处"},
    {"facts_hash", M_STRING, .title = "事实的哈希"},
    {"name", M_STRING, .title = "期限的名称"},
    {"from", M_STRING, .title = "之前的规则集，或之前的到期日"},
    {"to", M_DATE, .title = "之后的到期日"},
    {"due_on", M_DATE, .title = "哪一天到期"},
    {"days", M_INTEGER, .title = "提醒相距到期几天"},
    {"provisional", M_BOOLEAN, .title = "之后的到期日是否暂估"},
    {"route", M_STRING, .title = "所请求的接口（接口说明中的 operationId）"},
    {"status", M_INTEGER, .title = "拒绝的 HTTP 状态码"},
    {"times", M_INTEGER, .title = "此外还有几次，十分钟之内同样的只记首次和次数"},
    {"deliveries", M_INTEGER, .title = "一次重发的通知数"},
    {"filing", M_ID, .title = "所看的备案事项"},
    {"number", M_STRING, .title = "所看的是第几个版本、决定、文书，或另存的编号；发出的文号"},
    {"hash", M_STRING, .title = "发出的文书正文的哈希"},
    {"unmasked", M_STRING, .title = "显示了原值的位置（JSON Pointer）"},
    {"lines", M_INTEGER, .title = "启用密钥之前有几行"},
    {"head", M_STRING, .title = "启用密钥之前末行的哈希"},
    {"schema", M_INTEGER, .title = "数据库升到哪一步后，已有数据受核对"},
    {"rows", M_INTEGER, .title = "纳入核对的已有数据有几行"},
    {"roles_before", M_LIST, .title = "之前的角色"},
    {"roles_after", M_LIST, .title = "之后的角色"},
    {"scope_before", M_LIST, .of = scope_part_members, .title = "之前负责的地区、类别和小组"},
    {"scope_after", M_LIST, .of = scope_part_members, .title = "之后负责的地区、类别和小组"},
    {"disabled_before", M_BOOLEAN, .title = "之前是否停用"},
    {"disabled_after", M_BOOLEAN, .title = "之后是否停用"},
    {"second_factor", M_BOOLEAN, .title = "同时解除第二因素"},
    {"organization", M_ID, .title = "哪个单位的"},
    {"role", M_STRING, .title = "在单位中的权限，或令牌的范围"},
    {"token", M_ID, .title = "程序凭哪个令牌办理"},
    {"mandate", M_ID, .title = "代理人凭哪份委托办理；给出、接受、终止的是哪一份"},
    MEMBERS_END,
};
struct line_answer {
    struct audit_line line;
    const char *action_label, *kind, *kind_label, *object_kind, *object_kind_label;
    struct rows roles; /* struct role_word */
};
static const char *const line_kinds[] = {AUDIT_READ, AUDIT_REFUSED, AUDIT_CHANGE, NULL};
static const struct member audit_answer[] = {
    {"n", M_INTEGER, M_REQUIRED, .at = LONG_AT(line_answer, line.n),
     .title = "序号，从 1 起不缺号"},
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(line_answer, line.at), .title = "何时"},
    {"actor", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(line_answer, line.actor_id),
     .title = "何人的账号编号；空为系统"},
    {"actor_name", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(line_answer, line.actor_name),
     .title = "何人的用户名"},
    {"actor_role_labels", M_LIST, M_REQUIRED, .at = ROWS_AT(line_answer, roles),
     .of = role_word_members, .size = sizeof(struct role_word), .title = "何人现在的角色"},
    {"action", M_STRING, M_REQUIRED, .at = TEXT_AT(line_answer, line.action), .title = "做了什么"},
    {"action_label", M_STRING, M_REQUIRED, .at = TEXT_AT(line_answer, action_label),
     .title = "做了什么（中文）"},
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(line_answer, kind), .choices = line_kinds,
     .title = "read 查看了个人信息，refusal 被拒绝的请求，change 其余的操作"},
    {"kind_label", M_STRING, M_REQUIRED, .at = TEXT_AT(line_answer, kind_label),
     .title = "以上（中文）"},
    {"address", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(line_answer, line.address),
     .title = "从哪个地址；系统所为的、早先的记录没有"},
    {"request_id", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(line_answer, line.request_id),
     .title = "请求编号，与网页服务器的日志相同"},
    {"object", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(line_answer, line.object),
     .title = "对什么"},
    {"object_kind", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(line_answer, object_kind),
     .title = "对哪一类"},
    {"object_kind_label", M_STRING, M_REQUIRED | M_NULLABLE,
     .at = TEXT_AT(line_answer, object_kind_label), .title = "对哪一类（中文）"},
    {"object_title", M_STRING, M_REQUIRED | M_NULLABLE,
     .at = TEXT_AT(line_answer, line.object_title),
     .title = "账号的用户名，已公示的备案的简称；其他为 null"},
    {"detail", M_OBJECT, M_REQUIRED | M_NULLABLE | M_JSON, .at = TEXT_AT(line_answer, line.detail),
     .of = detail_members, .title = "细节：代码和哈希"},
    {"hash", M_STRING, M_REQUIRED, .at = TEXT_AT(line_answer, line.hash),
     .title = "本行的哈希，接着上一行算出"},
    MEMBERS_END,
};

/* What the object of an action is, by what the action begins with; NULL: nothing that has a name.
 */
static const char *
kind_of(const struct audit_line *x)
{
    static const struct {
        const char *begins, *kind;
    } kinds[] = {
        {"filing.", "filing"},
        {"letter.", "filing"},
        {"matter.", "matter"},
        {"proposal.", "proposal"},
        {"takeover.", "takeover"},
        {"similar.", "task"},
        {"threads.", "task"},
        {"version.", "filing"},
        {"decision.", "filing"},
        {"kept.", "filing"},
        {"diff.", "filing"},
        {"deadline.", "filing"},
        {"delivery.", "delivery"},
        {"rules.", "filing"},
        {"task.", "task"},
        {"session.", NOUN_ACCOUNT},
        {"account.", NOUN_ACCOUNT},
        {"staff.", NOUN_ACCOUNT},
        {"recovery.", NOUN_ACCOUNT},
        {"factor.", NOUN_ACCOUNT},
        {"reset.", NOUN_ACCOUNT},
        {"member.", NOUN_ACCOUNT},
        {"token.", NOUN_ACCOUNT},
        {"invitation.", "organization"},
        {"mandate.", "organization"},
        {"organization.", "organization"},
        {"product.", NOUN_PRODUCT},
        {"attachment.", "attachment"},
        {"rule_set.", "rule_set"},
        {"replay.", "rule_set"},
    };

    for (size_t i = 0; i < LEN(kinds) && x->object != NULL; i++)
        if (str_starts(x->action, kinds[i].begins))
            return kinds[i].kind;
    return NULL;
}

static void
show_line(struct context *c, const struct audit_line *x, struct line_answer *out)
{
    *out = (struct line_answer){.line = *x,
                                .action_label = label_of(LABEL_AUDIT, x->action),
                                .kind = audit_kind(x->action),
                                .kind_label = label_of(LABEL_AUDIT_KIND, audit_kind(x->action)),
                                .object_kind = kind_of(x),
                                .roles = role_words(&c->work, &x->actor_roles)};
    if (out->object_kind != NULL)
        out->object_kind_label = label_of(LABEL_OBJECT, out->object_kind);
}

/* ---- GET /audit ------------------------------------------------------------------------------ */

static const char *const formats[] = {"json", "csv", NULL};
static const struct member audit_query[] = {
    {"from", M_DATE, .title = "自哪一天起"},
    {"to", M_DATE, .title = "到哪一天为止，含当天"},
    {"actor", M_STRING, .title = "何人：账号编号，或用户名"},
    {"action", M_STRING, .title = "做了什么（代码）"},
    {"object", M_STRING, .title = "对什么：编号，规则集为哈希"},
    {"q", M_STRING, .title = "做了什么、对什么、细节或用户名中的文字"},
    {"kind", M_STRING, .choices = line_kinds,
     .title = "read 查看个人信息的，refusal 被拒绝的，change 其余的"},
    {"address", M_STRING, .max = 64, .title = "从哪个地址"},
    {"request_id", M_STRING, .max = 64, .title = "请求编号"},
    {"format", M_STRING, .choices = formats, .title = "csv：所选的全部，供表格软件打开"},
    PAGED,
    MEMBERS_END,
};

/* The moment at which a day begins in Beijing, or the day after it; 0 when none is given. */
static enum err
day_asked(struct context *c, const char *name, bool is_after, int64_t *ms)
{
    const char *day = context_query(c, name);

    *ms = 0;
    if (day == NULL)
        return OK;
    if (!date_valid(day))
        return fail(&c->work.fault, ERR_INPUT, "date_invalid",
                    arena_printf(c->work.arena, "/%s", name),
                    "“%s”不是存在的日期，请按 2026-01-31 的格式填写", day);
    *ms = ((int64_t)date_days(day) + is_after) * 86400000 - 8 * 3600000;
    return OK;
}

/* Whoever is named by id, or by a name that somebody has; a name of nobody finds nothing. */
static enum err
actor_asked(struct context *c, const char **id)
{
    struct casework *w = &c->work;
    struct account a;

    *id = context_query(c, "actor");
    if (*id == NULL || id_valid(*id))
        return OK;
    enum err err = store_account_by_username(w->store, w->arena, *id, &a, &w->fault);
    if (!err)
        *id = a.id;
    return err == ERR_NOTFOUND ? OK : err;
}

static enum err
lines_asked(struct context *c, struct audit_query *q)
{
    enum err err;

    *q = (struct audit_query){.action = context_query(c, "action"),
                              .object = context_query(c, "object"),
                              .kind = context_query(c, "kind"),
                              .address = context_query(c, "address"),
                              .request_id = context_query(c, "request_id"),
                              .text = context_query(c, "q"),
                              .cursor = context_query(c, "cursor")};
    if ((err = context_limit(c, &q->limit)))
        return err;
    if ((err = day_asked(c, "from", false, &q->from)))
        return err;
    if ((err = day_asked(c, "to", true, &q->before)))
        return err;
    if (q->text != NULL && utf8_length(q->text) > 100)
        return fail(&c->work.fault, ERR_INPUT, "query_too_long", "/q", "检索词最多 100 个字");
    if (q->text != NULL)
        q->actions = label_codes_json(c->work.arena, LABEL_AUDIT, q->text);
    return actor_asked(c, &q->actor_id);
}

enum { EXPORTED_MAX = 20000 };

static void
write_line(struct context *c, struct buf *b, const struct audit_line *line)
{
    struct arena *a = c->work.arena;
    struct line_answer x;
    char at[TIME_TEXT];

    show_line(c, line, &x);
    time_rfc3339(line->at, at);
    const char *const cells[] = {arena_printf(a, "%ld", line->n),
                                 at,
                                 line->actor_name ? line->actor_name : line->actor_id,
                                 role_labels_text(&c->work, &line->actor_roles),
                                 x.action_label,
                                 line->action,
                                 x.object_kind_label,
                                 line->object,
                                 line->object_title,
                                 line->detail,
                                 line->hash,
                                 x.kind_label,
                                 line->address,
                                 line->request_id};
    csv_row(b, cells, LEN(cells));
}

/* All of it or nothing: a table that was cut would be taken for the whole. */
static enum err
export_lines(struct context *c, struct audit_query *q)
{
    static const char *const heads[] = {"序号",       "时间", "何人",   "角色",    "做了什么",
                                        "代码",       "类别", "对什么", "名称",    "细节",
                                        "本行的哈希", "分类", "地址",   "请求编号"};
    struct casework *w = &c->work;
    struct audit_line *rows;
    struct buf b = BUF(w->arena);
    int n;

    q->limit = EXPORTED_MAX + 1;
    enum err err = store_audit_list(w->store, w->arena, q, &rows, &n, &w->fault);
    if (err)
        return err;
    if (n > EXPORTED_MAX)
        return fail(&w->fault, ERR_INPUT, "selection_too_large", "/format",
                    "所选超过 %d 行，请缩小日期范围后分次导出", EXPORTED_MAX);

    csv_start(&b);
    csv_row(&b, heads, LEN(heads));
    for (int i = 0; i < n; i++)
        write_line(c, &b, &rows[i]);
    reply_csv(c, &b);
    return OK;
}

static enum err
audit_list(struct context *c)
{
    struct casework *w = &c->work;
    struct audit_query q;
    struct audit_line *rows;
    int n;
    enum err err = lines_asked(c, &q);
    if (err)
        return err;
    if (str_is(context_query(c, "format"), "csv"))
        return export_lines(c, &q);

    int limit = q.limit++; /* one more says whether there is a next page */
    if ((err = store_audit_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;
    struct page p = {.size = sizeof(struct line_answer), .n = n < limit ? n : limit};
    struct line_answer *list = arena_alloc(w->arena, ((size_t)p.n + 1) * sizeof *list);
    for (int i = 0; i < p.n; i++)
        show_line(c, &rows[i], &list[i]);

    p.rows = list;
    if (n > limit)
        p.next = arena_printf(w->arena, "%ld", rows[limit - 1].n);
    reply_page(c, &p);
    return OK;
}

/* ---- GET /audit/actions ---------------------------------------------------------------------- */

struct actions_answer {
    struct rows items; /* struct role_word */
};
static const struct member actions_answer[] = {
    {"items", M_LIST, M_REQUIRED, .at = ROWS_AT(actions_answer, items), .of = role_word_members,
     .size = sizeof(struct role_word), .title = "做了什么"},
    MEMBERS_END,
};

static enum err
audit_actions(struct context *c)
{
    struct role_word *list, x;
    int n = 0;

    while (label_nth(LABEL_AUDIT, n, &x.code, &x.label))
        n++;
    list = arena_alloc(c->work.arena, ((size_t)n + 1) * sizeof *list);
    for (int i = 0; label_nth(LABEL_AUDIT, i, &x.code, &x.label); i++)
        list[i] = x;
    reply_row(c, &(struct actions_answer){{list, n}});
    return OK;
}

/* ---- GET /audit/verify ----------------------------------------------------------------------- */

struct verdict_answer {
    long lines, broken_at, heads, waiting;
    bool is_intact;
    const char *head, *flaw, *message;
};
static const char *const flaws[] = {
    [TRAIL_NONE] = "none", [TRAIL_CHANGED] = "changed", [TRAIL_UNKEYED] = "unkeyed",
    [TRAIL_CUT] = "cut",   [TRAIL_OTHER] = "other",     [TRAIL_HEAD_FALSE] = "head_false",
    [TRAIL_ROWS] = "rows", [TRAIL__MAX] = NULL,
};
static const struct member verdict_answer[] = {
    {"lines", M_INTEGER, M_REQUIRED, .at = LONG_AT(verdict_answer, lines), .title = "读过的行数"},
    {"is_intact", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(verdict_answer, is_intact),
     .title = "哈希链是否完好"},
    {"head", M_STRING, M_REQUIRED, .at = TEXT_AT(verdict_answer, head),
     .title = "最后一行的哈希；另存一份，可发现末尾被截去"},
    {"broken_at", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(verdict_answer, broken_at),
     .title = "第一处不符的行"},
    {"flaw", M_STRING, M_REQUIRED, .at = TEXT_AT(verdict_answer, flaw), .choices = flaws,
     .title = "怎样不符：none 完好，changed 有行被改、删、移，unkeyed 整条被重算，cut 末尾被截去，"
              "other 与另存的链头不符，head_false 另存的链头不是本系统签署的，rows "
              "链完好而数据与写入时不同"},
    {"message", M_STRING, M_REQUIRED, .at = TEXT_AT(verdict_answer, message), .title = "说明"},
    {"heads", M_INTEGER, M_REQUIRED, .at = LONG_AT(verdict_answer, heads),
     .title = "与几个另存的链头比较过；没有设置 audit_head_file 的为 0"},
    {"waiting", M_INTEGER, M_REQUIRED, .at = LONG_AT(verdict_answer, waiting),
     .title = "已记下、即将写入哈希链的行数"},
    MEMBERS_END,
};

#define HEADS_MAX (16 << 20)

/* Those that this instance has put into a file; NULL: none. A file that is not there yet has none.
 */
static enum err
heads_kept(struct context *c, const char **out)
{
    const char *path = c->settings->audit_head_file;
    char *text = NULL;
    size_t n;

    *out = NULL;
    if (path == NULL)
        return OK;
    enum err err = file_read(path, HEADS_MAX, &text, &n, &c->work.fault);
    if (!err)
        *out = arena_strdup(c->work.arena, text);
    free(text);
    return err == ERR_NOTFOUND ? OK : err;
}

static enum err
audit_verify(struct context *c)
{
    struct audit_verdict x;
    const char *heads;
    enum err err = heads_kept(c, &heads);
    if (!err)
        err = store_audit_verify(c->work.store, heads, NULL, &x, &c->work.fault);
    if (err)
        return err;

    struct verdict_answer a = {.lines = x.lines,
                               .is_intact = x.flaw == TRAIL_NONE,
                               .head = x.head,
                               .flaw = flaws[x.flaw],
                               .message = audit_verdict_text(c->work.arena, &x),
                               .heads = x.heads,
                               .waiting = store_audit_waiting(c->settings->db_path),
                               .broken_at = x.broken_at ? x.broken_at : NO_NUMBER};
    reply_row(c, &a);
    return OK;
}

static const struct route rows[] = {
    {.method = GET,
     .path = "/audit",
     .act = ACT_READ_AUDIT,
     .read = audit_list,
     .query = audit_query,
     .answer = audit_answer,
     .media_types = csv_types,
     .is_list = true,
     .name = "listAudit",
     .title = "审计记录，新的在前"},
    {.method = GET,
     .path = "/audit/actions",
     .act = ACT_READ_AUDIT,
     .read = audit_actions,
     .answer = actions_answer,
     .name = "listAuditActions",
     .title = "审计记录中可能出现的操作"},
    {.method = GET,
     .path = "/audit/verify",
     .act = ACT_READ_AUDIT,
     .read = audit_verify,
     .answer = verdict_answer,
     .name = "verifyAudit",
     .title = "核验审计记录的哈希链"},
};
ROUTES(audit, rows);
