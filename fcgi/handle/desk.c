/* One review task with all that is looked at to decide it; what is written meanwhile; the next. */
#include "handle/compare.h"
#include "handle/declared.h"
#include "handle/filing.h"
#include "handle/filing_data.h"
#include "handle/history.h"
#include "handle/judgement.h"
#include "handle/masking.h"
#include "handle/route.h"
#include "handle/task.h"
#include "handle/version.h"

/* ---- what it is ------------------------------------------------------------------------------ */

struct desk_answer {
    struct task_answer task;
    struct filing filing;
    const char *kind_label, *action_label;
    struct version version;
    const char *rule_set;
    struct judgement judgement;
    const char *verdict_label, *findings, *derived; /* JSON */
    const char *attachments, *products, *coverage;  /* JSON */
    struct filing subject;
    struct version filed;
    const char *reasons, *diff;                   /* JSON lists */
    const char *checklist, *draft, *reason_codes; /* JSON */
    struct rows moves;                            /* struct move_open */
    const char *next, *masked;                    /* masked: JSON list */
};
static const struct member filing_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(desk_answer, filing.id), .title = "备案事项编号"},
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, filing.kind), .title = "种类"},
    {"kind_label", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, kind_label),
     .title = "种类（中文）"},
    {"action", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, filing.action),
     .title = "办理事项"},
    {"action_label", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, action_label),
     .title = "办理事项（中文）"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, filing.title), .title = "简称"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, filing.state), .title = "状态"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, filing.state_label),
     .title = "状态（中文）"},
    {"number", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(desk_answer, filing.number),
     .title = "备案编号"},
    MEMBERS_END,
};
static const struct member version_members[] = {
    {"n", M_INTEGER, M_REQUIRED, .at = LONG_AT(desk_answer, version.n), .title = "第几个版本"},
    {"submitted_at", M_TIME, M_REQUIRED, .at = TIME_AT(desk_answer, version.submitted_at),
     .title = "提交时间"},
    {"promise", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, version.promise),
     .title = "所作的承诺，原文"},
    {"data", M_OBJECT, M_REQUIRED | M_JSON | M_FREE | M_PERSONAL,
     .at = TEXT_AT(desk_answer, version.data), .schemas_of = filing_data_schemas,
     .title = FILING_DATA},
    MEMBERS_END,
};
static const struct member form_members[] = {
    {"rule_set", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, rule_set),
     .title = "提交时的规则集，表单以它为准"},
    MEMBERS_END,
};
static const struct member judgement_members[] = {
    {"n", M_INTEGER, M_REQUIRED, .at = LONG_AT(desk_answer, judgement.n),
     .title = "这件备案的第几个决定"},
    {"verdict", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, judgement.verdict),
     .choices = verdicts, .title = "结论"},
    {"verdict_label", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, verdict_label),
     .title = "结论（中文）"},
    {"findings", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(desk_answer, findings),
     .of = finding_members, .title = "规则的意见"},
    {"derived", M_OBJECT, M_REQUIRED | M_JSON, .at = TEXT_AT(desk_answer, derived),
     .of = derived_members, .title = "规则由这个版本导出的事实，按名称"},
    MEMBERS_END,
};
static const struct member subject_members[] = {
    {"filing", M_ID, M_REQUIRED, .at = TEXT_AT(desk_answer, subject.id), .title = "备案事项编号"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, subject.state), .title = "状态"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(desk_answer, subject.state_label),
     .title = "状态（中文）"},
    {"version", M_INTEGER, M_REQUIRED, .at = LONG_AT(desk_answer, filed.n),
     .title = "经审核通过的版本"},
    {"data", M_OBJECT, M_REQUIRED | M_JSON | M_FREE | M_PERSONAL,
     .at = TEXT_AT(desk_answer, filed.data), .schemas_of = filing_data_schemas,
     .title = FILING_DATA},
    MEMBERS_END,
};
static const struct member check_members[] = {
    {"id", M_STRING, M_REQUIRED, .title = "代码"},
    {"text", M_STRING, M_REQUIRED, .title = "核对什么"},
    {"law", M_STRING, .title = "条款"},
    {"section", M_STRING, .title = "在表单的哪个部分"},
    MEMBERS_END,
};
static const struct member place = {.type = M_STRING, .title = "部分或字段；空为全件"};
static const struct member code_members[] = {
    {"code", M_STRING, M_REQUIRED, .title = "代码"},
    {"label", M_STRING, M_REQUIRED, .title = "名称"},
    {"suggestion", M_STRING, .title = "常用的补正建议"},
    {"paths", M_LIST, .each = &place,
     .title = "用在表单的哪些位置，含其下各处；列表中各项的字段不写第几项；没有写的处处可用"},
    MEMBERS_END,
};
static const struct member product = {
    .type = M_OBJECT, .flags = M_FREE, .title = "一个产品，提交时的全部内容，由当时的表单声明"};

/* ---- what is written before a decision ------------------------------------------------------- */

enum { CHECKED_MAX = 100 };

/* As a decision has them, but nothing need be complete. */
static const struct member draft_reason_members[] = {
    {"path", M_STRING, M_NULLABLE, .max = 500, .title = "所涉字段或部分；空为全件"},
    {"code", M_STRING, M_NULLABLE, .max = 100, .title = "理由的代码"},
    {"reason", M_STRING, M_NULLABLE, .max = 2000, .title = "理由"},
    {"suggestion", M_STRING, M_NULLABLE, .max = 2000, .title = "补正建议"},
    MEMBERS_END,
};
static const struct member draft_body[] = {
    {"reasons", M_LIST, .max = 200, .of = draft_reason_members, .title = "理由"},
    {"note", M_STRING, M_NULLABLE, .max = 4000, .title = "内部备注"},
    {"outcome", M_STRING, M_NULLABLE, .choices_of = declared_outcomes, .title = "打算作出的决定"},
    {"checked", M_LIST, .max = CHECKED_MAX, .title = "已核对的要点的代码"},
    MEMBERS_END,
};
static const struct member draft_members[] = {
    {.type = M_WITH, .of = draft_body},
    {"saved_at", M_TIME, M_REQUIRED, .title = "保存时间"},
    MEMBERS_END,
};

static enum err
draft_store(struct context *c)
{
    struct casework *w = &c->work;
    struct task t;
    enum err err = casework_claimed(w, c->params[0], &t);
    if (err)
        return err;
    err = store_task_draft_save(w->store, t.id, w->who->id, json_canonical(w->arena, c->command),
                                &w->fault);
    if (!err)
        reply_nothing(c);
    return err;
}

static const char *
draft_json(struct arena *a, const struct task_draft *x)
{
    struct buf b = BUF(a);

    if (x->draft == NULL)
        return NULL;
    buf_open(&b, NULL, '{');
    buf_json_time(&b, "saved_at", x->saved_at);
    buf_members(&b, x->draft);
    buf_close(&b);
    return b.p;
}

/* ---- GET /review/tasks/:id ------------------------------------------------------------------- */

static const struct member desk_answer[] = {
    {"task", M_OBJECT, M_REQUIRED, .at = offsetof(struct desk_answer, task), .of = task_members,
     .title = "任务"},
    {"filing", M_OBJECT, M_REQUIRED, .of = filing_members, .title = "备案事项"},
    {"version", M_OBJECT, M_REQUIRED, .of = version_members, .title = "所审的版本"},
    {"form", M_OBJECT, M_REQUIRED, .of = form_members, .title = "表单"},
    {"judgement", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = judgement_members,
     .null_at = TEXT_AT(desk_answer, judgement.verdict), .title = "规则对这个版本的结论"},
    {"attachments", M_OBJECT, M_REQUIRED | M_JSON, .at = TEXT_AT(desk_answer, attachments),
     .of = files_members, .title = "所引用的附件，按编号"},
    {"products", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(desk_answer, products),
     .each = &product, .title = "关联的产品，提交时的原样"},
    {"coverage", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(desk_answer, coverage),
     .of = coverage_members, .title = "关联的产品、路径与功能"},
    {"subject", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = subject_members,
     .null_at = TEXT_AT(desk_answer, subject.id),
     .title = "经审核通过的主体信息；不在您的范围内的为 null"},
    {"reasons_before", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(desk_answer, reasons),
     .of = open_reason_members, .title = "上一次退回的理由"},
    {"diff", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(desk_answer, diff), .of = diff_row_members,
     .title = "与上一次所审版本的不同"},
    {"checklist", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(desk_answer, checklist),
     .of = check_members, .title = "审核要点，由规则声明"},
    {"draft", M_OBJECT, M_REQUIRED | M_NULLABLE | M_JSON, .at = TEXT_AT(desk_answer, draft),
     .of = draft_members, .title = "自己写下、还没有作出的决定"},
    {"moves", M_LIST, M_REQUIRED, .at = ROWS_AT(desk_answer, moves), .of = move_members,
     .size = sizeof(struct move_open), .title = "您现在可以办理的"},
    {"reason_codes", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(desk_answer, reason_codes),
     .of = code_members, .title = "理由的代码，取自词表 reasons；没有这个词表的为空"},
    {"next", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(desk_answer, next),
     .title = "此外最紧急的、可以领取的任务"},
    {"masked", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(desk_answer, masked),
     .title = MASKED_TITLE},
    MEMBERS_END,
};

/* Of those that speak of this kind. */
static const char *
checklist_json(struct context *c, const struct desk *x)
{
    const struct law_stage *stage = law_stage(casework_law(&c->work), x->task.stage);
    struct buf b = BUF(c->work.arena);
    size_t i, k;
    json_t *item, *kind;

    buf_open(&b, NULL, '[');
    json_array_foreach(stage ? stage->checklist : NULL, i, item)
    {
        const json_t *kinds = json_object_get(item, "kinds");
        bool is_of = !json_is_array(kinds);
        json_array_foreach(kinds, k, kind) is_of |= str_is(json_string_value(kind), x->filing.kind);
        if (!is_of)
            continue;
        buf_open(&b, NULL, '{');
        buf_json_str(&b, "id", json_str(item, "id"));
        buf_json_str(&b, "text", json_str(item, "text"));
        if (json_str(item, "law") != NULL)
            buf_json_str(&b, "law", json_str(item, "law"));
        if (json_str(item, "section") != NULL)
            buf_json_str(&b, "section", json_str(item, "section"));
        buf_close(&b);
    }
    buf_close(&b);
    return b.p;
}

static const char *
codes_json(struct context *c, const char *kind)
{
    struct arena *a = c->work.arena;
    struct buf b = BUF(a);
    size_t i;
    json_t *item;

    buf_open(&b, NULL, '[');
    json_array_foreach(reasons_listed(&c->work), i, item)
    {
        const json_t *paths = json_object_get(item, "paths");
        if (!reason_is_for(&c->work, item, kind))
            continue;
        buf_open(&b, NULL, '{');
        buf_json_str(&b, "code", json_str(item, "code"));
        buf_json_str(&b, "label", json_str(item, "label"));
        if (json_str(item, "suggestion") != NULL)
            buf_json_str(&b, "suggestion", json_str(item, "suggestion"));
        if (paths != NULL)
            buf_json_raw(&b, "paths", json_text(a, paths));
        buf_close(&b);
    }
    buf_close(&b);
    return b.p;
}

static void
show_judgement(struct context *c, const struct desk *x, struct desk_answer *a)
{
    const json_t *derived = json_object_get(x->answer, "derived");
    struct buf b = BUF(c->work.arena);
    size_t i;
    json_t *finding;

    buf_open(&b, NULL, '[');
    json_array_foreach(json_object_get(x->answer, "findings"), i, finding)
        buf_raw_item(&b, json_text(c->work.arena, finding));
    buf_close(&b);
    a->judgement = x->judgement;
    a->verdict_label = label_of(LABEL_VERDICT, x->judgement.verdict);
    a->findings = b.p;
    a->derived = derived ? json_text(c->work.arena, derived) : "{}";
}

static enum err
show_moves(struct context *c, const struct desk *x, struct desk_answer *a)
{
    struct casework *w = &c->work;
    struct move_open *moves;
    struct task next;
    int n;
    enum err err = casework_moves(w, &x->filing, &moves, &n);
    if (err)
        return err;
    a->moves = (struct rows){moves, n};
    if ((err = desk_next(w, x->task.id, &next)))
        return err;
    a->next = next.id;
    return OK;
}

static void
show_filing(struct context *c, const struct desk *x, struct desk_answer *a)
{
    const struct law *l = casework_law(&c->work);

    a->filing = x->filing;
    a->filing.state_label =
        law_label_of_state(l, x->filing.kind, x->filing.action, x->filing.state);
    a->kind_label = law_label_of_kind(l, x->filing.kind);
    a->action_label = law_label_of_action(l, x->filing.action);
    a->subject = x->subject;
    a->filed = x->filed;
    if (x->subject.id != NULL)
        a->subject.state_label =
            law_label_of_state(l, x->subject.kind, x->subject.action, x->subject.state);
    a->rule_set = x->judgement.rule_set ? x->judgement.rule_set : x->filing.rule_set;
}

static enum err
show_masked(struct context *c, const struct desk *x, struct desk_answer *a)
{
    struct masking k;
    enum err err = masking_start(c, &x->filing, &k);
    if (err)
        return err;
    masking_set(&k, a->rule_set);
    masking_set(&k, x->subject.rule_set);

    a->version.data = masking_data(&k, x->filing.kind, a->version.data);
    if (x->subject.id != NULL)
        a->filed.data = masking_data(&k, x->subject.kind, a->filed.data);
    a->products = masking_products(&k, a->products);
    a->findings = masking_rows(&k, a->findings);
    a->reasons = masking_rows(&k, a->reasons);
    a->diff = masking_rows(&k, a->diff);
    a->masked = masking_paths(&k);
    return masking_end(&k);
}

static enum err
desk_get(struct context *c)
{
    struct casework *w = &c->work;
    struct desk x = {0};
    struct desk_answer a = {0};
    enum err err = desk_load(w, c->params[0], &x);
    if (err)
        return err;

    a.task.task = x.task;
    a.version = x.version;
    a.attachments = x.files;
    a.reasons = x.reasons;
    a.diff = x.diff;
    a.products = x.frozen.trees;
    a.coverage = coverage_words(w->arena, x.frozen.list);
    a.checklist = checklist_json(c, &x);
    a.reason_codes = codes_json(c, x.filing.kind);
    a.draft = draft_json(w->arena, &x.draft);
    show_filing(c, &x, &a);
    show_judgement(c, &x, &a);
    if ((err = show_masked(c, &x, &a)))
        return err;
    if ((err = show_moves(c, &x, &a)))
        return err;
    c->shown_filing = x.filing.id;
    if ((err = task_show(c, &a.task)))
        return err;
    reply_etag(c, x.filing.revision);
    reply_row(c, &a);
    return OK;
}

/* ---- POST /review/tasks/next ----------------------------------------------------------------- */

static const struct member next_answer[] = {
    {"task", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(taking, task.id),
     .title = "已领取的任务；没有可以领取的为 null"},
    MEMBERS_END,
};

static enum err
next_decide(struct context *c, struct taking *x)
{
    return desk_take_decide(&c->work, x);
}

static enum err
next_store(struct context *c, struct taking *x)
{
    enum err err = desk_take_store(&c->work, x);
    if (!err)
        reply_row(c, x);
    return err;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(next, struct taking)
STORE_HALF(draft)

static const struct route rows[] = {
    {.method = GET,
     .path = "/review/tasks/:id",
     .act = ACT_REVIEW,
     .read = desk_get,
     .query = unmask_query,
     .answer = desk_answer,
     .headers = HEADER_ETAG,
     .reads = "task.read",
     .name = "getReviewTask",
     .title = "一项审核任务，和作出决定所要看的全部"},
    {.method = PUT,
     .path = "/review/tasks/:id/draft",
     .act = ACT_REVIEW,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .tag = task_tag,
     STORES(draft),
     .body = draft_body,
     .status = 204,
     .name = "saveReviewDraft",
     .title = "保存写到一半的审核意见，作出决定之前只有自己看得到"},
    {.method = POST,
     .path = "/review/tasks/next",
     .act = ACT_REVIEW,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED | ROUTE_OPTIONAL_BODY,
     DECIDES(next),
     .body = no_members,
     .answer = next_answer,
     .name = "claimNextTask",
     .title = "领取最紧急的任务"},
};
ROUTES(desk, rows);
