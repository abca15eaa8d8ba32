/* Filings as requests: begin, read, save, delete, check, submit, withdraw. */
#include "handle/compare.h"
#include "handle/deadline.h"
#include "handle/drafts.h"
#include "handle/filing.h"
#include "handle/filing_data.h"
#include "handle/judgement.h"
#include "handle/masking.h"
#include "handle/route.h"
#include "handle/version.h"

#include <string.h>

/* ---- what they are --------------------------------------------------------------------------- */

/* One filing, and what goes with it in some answers. */
struct filing_answer {
    struct filing filing;
    const char *rules_changed;     /* JSON; NULL: nothing changed */
    const char *decision;          /* JSON */
    const char *coverage;          /* JSON list */
    struct rows changes;           /* struct product_change */
    struct rows deadlines;         /* struct clock_answer */
    struct rows moves;             /* struct move_open */
    const char *reasons;           /* JSON list */
    const char *attachments;       /* JSON object */
    const char *whom_to_ask;       /* NULL: there are no reasons */
    const char *noticed, *derived; /* JSON; NULL: nothing was submitted */
    const char *masked;            /* JSON list */
    const char *proposal;          /* NULL: none waits */
    struct rows about;             /* struct filing_line */
    struct rows begins;            /* struct beginning */
    bool keeps;
    const char *effect; /* of what it is about; NULL: of none, or nothing is said */
};
struct beginning {
    const char *action, *label, *effect, *asks;
    bool is_end;
};
static const struct member beginning_members[] = {
    {"action", M_STRING, M_REQUIRED, .at = TEXT_AT(beginning, action), .title = "办理事项"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(beginning, label), .title = "办理事项（中文）"},
    {"effect", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(beginning, effect),
     .title = "办理之后怎样，开始之前告知；没有声明的为 null"},
    {"asks", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(beginning, asks),
     .title = "开始之前先答的问卷；没有的为 null"},
    {"ends", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(beginning, is_end),
     .title = "通过之后，所针对的备案不再有效"},
    MEMBERS_END,
};
static const struct member ground_members[] = {
    {"article", M_STRING, M_REQUIRED, .title = "提议时写的 article"},
    {"text", M_STRING, M_REQUIRED, .title = "条款（中文）"},
    MEMBERS_END,
};
const struct member move_members[] = {
    {"on", M_STRING, M_REQUIRED, .at = TEXT_AT(move_open, event), .title = "事件"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(move_open, label), .title = "事件（中文）"},
    {"verb", M_STRING, M_REQUIRED, .at = TEXT_AT(move_open, verb),
     .title = "系统随之做什么，无论规则怎样命名：submit、withdraw、claim、release、pass、return、re"
              "fuse 等"},
    {"grounds", M_LIST, M_JSON, .at = TEXT_AT(move_open, grounds), .of = ground_members,
     .title = "只能提议、由另一人确认的（revoke、deregister）：可以选择的条款"},
    {"confirmed_by", M_LIST, M_JSON, .at = TEXT_AT(move_open, confirmed_by),
     .title = "只能提议的：由哪些角色确认（中文）"},
    MEMBERS_END,
};
static const struct member whole_filing[] = {
    {.type = M_WITH, .of = filing_row_members, .at = offsetof(struct filing_answer, filing)},
    {"data", M_OBJECT, M_REQUIRED | M_JSON | M_FREE | M_PERSONAL,
     .at = TEXT_AT(filing_answer, filing.data), .schemas_of = filing_data_schemas,
     .title = FILING_DATA},
    MEMBERS_END,
};
static const struct member filing_answer[] = {
    {.type = M_WITH, .of = whole_filing},
    {"rules_changed", M_OBJECT, M_JSON | M_NULLABLE, .at = TEXT_AT(filing_answer, rules_changed),
     .of = changes_members, .title = "草稿上次检查之后规则的变化；没有变化时为 null，仅读取时给出"},
    {"coverage", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(filing_answer, coverage),
     .of = coverage_members, .title = "关联的产品、路径与功能；提交之后是提交时的"},
    {"product_changes", M_LIST, M_REQUIRED, .at = ROWS_AT(filing_answer, changes),
     .of = product_change_members, .size = sizeof(struct product_change),
     .title = "在审或有效的备案所关联的产品，提交之后的改动"},
    {"deadlines", M_LIST, M_REQUIRED, .at = ROWS_AT(filing_answer, deadlines),
     .of = filing_clock_members, .size = sizeof(struct clock_answer),
     .title = "期限，提交之后才有"},
    {"reasons", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(filing_answer, reasons),
     .of = open_reason_members,
     .title = "最近一次退回或不予备案的理由，与当时和现在所填对照；没有时为空"},
    {"attachments", M_OBJECT, M_REQUIRED | M_JSON, .at = TEXT_AT(filing_answer, attachments),
     .of = files_members, .title = "填报内容中的附件，按编号"},
    {"contact", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(filing_answer, whom_to_ask),
     .title = "对上述理由有疑问时向谁询问；没有理由时为 null"},
    {"about", M_LIST, M_REQUIRED, .at = ROWS_AT(filing_answer, about), .of = filing_line_members,
     .size = sizeof(struct filing_line),
     .title = "就这件备案办理过、正在办理的变更和注销，新的在前，至多 50 件"},
    {"begins", M_LIST, M_REQUIRED, .at = ROWS_AT(filing_answer, begins), .of = beginning_members,
     .size = sizeof(struct beginning),
     .title = "您现在可以就这件备案开始办理的；不是有效的备案、已有一件在办的为空"},
    {"keeps", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(filing_answer, keeps),
     .title = "除这次才问的部分外，都须与所针对的备案相同，不能改动"},
    {"effect", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(filing_answer, effect),
     .title = "针对一件备案办理的，办理之后怎样；没有声明的为 null"},
    {"moves", M_LIST, M_REQUIRED, .at = ROWS_AT(filing_answer, moves), .of = move_members,
     .size = sizeof(struct move_open), .title = "您现在可以办理的"},
    {"organization_name", M_STRING, .at = TEXT_AT(filing_answer, filing.organization_name),
     .who = ROLE_REVIEWER, .title = "单位名称"},
    {"proposal", M_ID, M_NULLABLE, .at = TEXT_AT(filing_answer, proposal), .who = ROLE_REVIEWER,
     .title = "等待确认的撤销、注销提议；没有的为 null"},
    {"findings", M_LIST, M_JSON, .at = TEXT_AT(filing_answer, noticed), .of = finding_members,
     .who = ROLE_REVIEWER, .title = "规则对这个版本的提醒（warning、notice），供审核时核实"},
    {"derived", M_OBJECT, M_JSON, .at = TEXT_AT(filing_answer, derived), .of = derived_members,
     .who = ROLE_REVIEWER, .title = "规则由这个版本导出的事实，按名称"},
    {"masked", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(filing_answer, masked),
     .title = MASKED_TITLE},
    MEMBERS_END,
};
static const struct member submit_answer[] = {
    {.type = M_WITH, .of = whole_filing},
    {"decision", M_OBJECT, M_REQUIRED | M_JSON, .at = TEXT_AT(filing_answer, decision),
     .of = judged_answer, .title = "规则的结论"},
    MEMBERS_END,
};

static const char *
state_label(struct context *c, const struct filing *x)
{
    return law_label_of_state(casework_law(&c->work), x->kind, x->action, x->state);
}

static void
reply_filing(struct context *c, const struct filing_answer *x)
{
    struct filing_answer labelled = *x;

    labelled.filing.state_label = state_label(c, &x->filing);
    reply_etag(c, x->filing.revision);
    reply_row(c, &labelled);
}

/* ---- POST /filings --------------------------------------------------------------------------- */

static const struct member filing_body[] = {
    {"kind", M_STRING, M_REQUIRED, .choices_of = declared_kinds, .title = "种类"},
    {"action", M_STRING, M_REQUIRED, .choices_of = declared_actions, .title = "办理事项"},
    {"of", M_ID, M_NULLABLE,
     .title = "所针对的备案，变更、注销等针对已有备案的事项必填，其他事项不填"},
    MEMBERS_END,
};

static enum err
filing_add_decide(struct context *c, struct concern *x)
{
    *x =
        (struct concern){command_text(c, "kind"), command_text(c, "action"), command_text(c, "of")};
    return casework_begin_decide(&c->work, x);
}

/* Who begins one and leaves, again and again, finds the same empty draft. */
static enum err
filing_add_store(struct context *c, struct concern *x)
{
    struct filing_answer a = {0};
    enum err err = casework_begun(&c->work, x, &a.filing);
    bool is_new = err == ERR_NOTFOUND;

    if (is_new)
        err = casework_begin(&c->work, x, &a.filing);
    if (err)
        return err;
    reply_location(c, "filings", a.filing.id);
    reply_filing(c, &a);
    if (!is_new)
        c->reply->status = 200;
    return OK;
}

/* ---- GET /filings/:id ------------------------------------------------------------------------ */

static void
say_whom_to_ask(struct context *c, struct filing_answer *a)
{
    if (!str_is(a->reasons, "[]"))
        a->whom_to_ask =
            arena_printf(c->work.arena, "如有疑问，请联系%s。", casework_office(&c->work));
}

/* What is being typed, for its filer: with the products as they stand. */
static enum err
show_draft(struct context *c, struct filing_answer *a)
{
    struct casework *w = &c->work;
    struct state_of now;
    enum err err = casework_filing_data(w, &a->filing);
    if (err)
        return err;
    if ((err = draft_changes(c, &a->filing, &a->rules_changed)))
        return err;
    if ((err = compare_draft(w, &a->filing, &now)))
        return err;

    a->coverage = coverage_words(w->arena, now.products);
    a->attachments = shown_files(w->arena, &now.files);
    if ((err = compare_reasons(w, &now, &a->reasons)))
        return err;
    say_whom_to_ask(c, a);
    return OK;
}

/* What was submitted: that is what is reviewed, and what is in force. Covered products that have
 * been changed since are compared with it. */
static enum err
show_submitted(struct context *c, struct filing_answer *a)
{
    struct casework *w = &c->work;
    struct filing *x = &a->filing;
    struct product_change *changes = NULL;
    struct showing shown;
    const struct version *v = &shown.version;
    int n = 0;
    enum err err = shown_newest(w, x, &shown);
    if (err)
        return err;

    x->data = v->data;
    x->version = v->n;
    a->coverage = shown.coverage;
    a->attachments = shown.files;
    if ((err = compare_reasons_of(w, x, v->n, &a->reasons)))
        return err;
    if ((err = shown_changes(w, x, &shown, &changes, &n)))
        return err;

    say_whom_to_ask(c, a);
    a->changes = (struct rows){changes, n};
    if (n == 0)
        return OK;
    store_read_end(w->store);
    return product_changes_judge(w, changes, n);
}

static enum err
show_clocks(struct context *c, struct filing_answer *a)
{
    struct casework *w = &c->work;
    struct deadline *rows;
    int n;
    enum err err = store_deadlines_list(w->store, w->arena, a->filing.id, &rows, &n, &w->fault);
    if (err)
        return err;

    struct clock_answer *list = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *list);
    for (int i = 0; i < n; i++) {
        list[i].deadline = rows[i];
        clock_show(c, a->filing.kind, &list[i]);
    }
    a->deadlines = (struct rows){list, n};
    return OK;
}

/* What the rules had to say beside refusing: it was told to the filer, and is to be looked at. */
static enum err
show_noticed(struct context *c, struct filing_answer *a)
{
    struct casework *w = &c->work;
    struct judgement j;
    struct buf b = BUF(w->arena);
    json_t *answer, *finding;
    size_t i;
    enum err err = store_judgement_accepted(w->store, w->arena, a->filing.id, a->filing.version, &j,
                                            &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if ((err = json_read(w->arena, j.answer, strlen(j.answer), &answer, &w->fault)))
        return err;

    buf_open(&b, NULL, '[');
    json_array_foreach(json_object_get(answer, "findings"), i, finding)
        buf_raw_item(&b, json_text(w->arena, finding));
    buf_close(&b);
    a->noticed = b.p;
    const json_t *derived = json_object_get(answer, "derived");
    a->derived = derived ? json_text(w->arena, derived) : "{}";
    return OK;
}

enum { ABOUT_MOST = 50 };

static bool
is_open(const struct filing *x)
{
    return str_is(x->standing, standing_name(STANDING_EDITABLE)) ||
           str_is(x->standing, standing_name(STANDING_REVIEW));
}

/* What its filer may begin about it now: one at a time, the newest of those that were begun. */
static void
show_begins(struct context *c, struct filing_answer *a, const struct filing *newest)
{
    const struct law *l = casework_law(&c->work);
    const struct law_kind *kind = law_kind(l, a->filing.kind);
    int n = 0;
    size_t i;
    json_t *name;

    if (kind == NULL || (newest != NULL && is_open(newest)) ||
        law_standing(l, a->filing.kind, a->filing.state) != STANDING_IN_FORCE)
        return;
    struct beginning *list =
        arena_alloc(c->work.arena, (json_array_size(kind->actions) + 1) * sizeof *list);
    json_array_foreach(kind->actions, i, name)
    {
        const struct law_action *action = law_action(l, json_string_value(name));
        if (action != NULL && action->is_of)
            list[n++] = (struct beginning){action->code, action->label, action->effect,
                                           action->asks, law_action_ends(l, action->code)};
    }
    a->begins = (struct rows){list, n};
}

/* A limited agent is told of those only that the mandate is for. */
static bool
is_for_them(struct casework *w, const struct filing *x)
{
    struct thing thing = {.organization_id = x->organization_id, .filing_id = x->id};

    return w->who->limited_by == NULL || casework_may(w, ACT_READ_OWN, &thing) == OK;
}

/* What was begun about it; a draft that nobody handed in is its filer's alone. */
static enum err
show_about(struct context *c, struct filing_answer *a)
{
    struct casework *w = &c->work;
    struct thing thing = {.organization_id = a->filing.organization_id, .filing_id = a->filing.id};
    struct filing *rows;
    int n, seen = 0;
    enum err err =
        store_filing_list_of(w->store, w->arena, a->filing.id, ABOUT_MOST, &rows, &n, &w->fault);
    if (err)
        return err;

    bool is_owner = casework_may(w, ACT_FILE, &thing) == OK;
    w->fault = (struct fault){0};
    if (is_owner)
        show_begins(c, a, n > 0 ? rows : NULL);
    for (int i = 0; i < n; i++)
        if ((is_owner || rows[i].submitted_at != 0) && is_for_them(w, &rows[i]))
            rows[seen++] = rows[i];
    w->fault = (struct fault){0};
    a->about = filing_lines(c, rows, seen);
    return OK;
}

static enum err
show_for_office(struct context *c, struct filing_answer *a)
{
    struct casework *w = &c->work;
    enum err err =
        store_proposal_waiting_id(w->store, w->arena, a->filing.id, &a->proposal, &w->fault);
    return err ? err : show_noticed(c, a);
}

/* Where it stands, and what can be done. */
static enum err
show_standing(struct context *c, struct filing_answer *a)
{
    struct casework *w = &c->work;
    const struct law_action *action = law_action(casework_law(w), a->filing.action);
    struct move_open *moves;
    int n;
    enum err err = casework_moves(w, &a->filing, &moves, &n);
    if (err)
        return err;
    a->moves = (struct rows){moves, n};
    a->keeps = action != NULL && action->is_own;
    a->effect = action != NULL ? action->effect : NULL;
    if ((err = show_about(c, a)))
        return err;
    if ((err = show_clocks(c, a)))
        return err;
    return casework_can(w, ACT_REVIEW) ? show_for_office(c, a) : OK;
}

/* Their places are in the form of products. */
static void
mask_changes(struct masking *k, struct rows *changes)
{
    const struct product_change *was = changes->first;
    struct product_change *rows = arena_alloc(k->masked.a, (size_t)(changes->n + 1) * sizeof *rows);
    struct masking products = *k;

    products.kind = NOUN_PRODUCT;
    for (int i = 0; i < changes->n; i++) {
        rows[i] = was[i];
        rows[i].findings = masking_rows(&products, was[i].findings);
    }
    changes->first = rows;
}

/* For whoever is no filer of it. */
static enum err
show_masked(struct context *c, struct filing_answer *a)
{
    struct masking k;
    enum err err = masking_start(c, &a->filing, &k);
    if (err)
        return err;
    masking_set(&k, a->filing.rule_set);

    a->filing.data = masking_data(&k, a->filing.kind, a->filing.data);
    a->reasons = masking_rows(&k, a->reasons);
    a->noticed = masking_rows(&k, a->noticed);
    mask_changes(&k, &a->changes);
    a->masked = masking_paths(&k);
    return masking_end(&k);
}

static enum err
filing_get(struct context *c)
{
    struct casework *w = &c->work;
    struct filing_answer a = {0};
    enum err err = casework_filing_head(w, ACT_READ_FILING, c->params[0], &a.filing);
    if (err)
        return err;

    struct thing thing = {.organization_id = a.filing.organization_id};
    bool is_owner = casework_may(w, ACT_READ_OWN, &thing) == OK;
    bool is_typed = is_owner && law_standing(casework_law(w), a.filing.kind, a.filing.state) ==
                                    STANDING_EDITABLE;
    if ((err = show_standing(c, &a)))
        return err;
    if ((err = is_typed ? show_draft(c, &a) : show_submitted(c, &a)))
        return err;
    if ((err = show_masked(c, &a)))
        return err;
    reply_filing(c, &a);
    return OK;
}

/* ---- PUT, DELETE /filings/:id ---------------------------------------------------------------- */

static const struct member filing_save_body[] = {
    {"data", M_OBJECT, M_REQUIRED | M_FREE, .schemas_of = filing_data_schemas,
     .title = FILING_DATA},
    MEMBERS_END,
};

static enum err
filing_save_decide(struct context *c, struct saving *x)
{
    enum err err = casework_filing(&c->work, ACT_FILE, c->params[0], &x->filing);
    if (err)
        return err;
    if ((err = context_save_match(c, x->filing.revision, &x->if_match)))
        return err;
    return casework_save_decide(&c->work, json_object_get(c->command, "data"), x);
}

static void
reply_lost(struct context *c, const struct saving *x)
{
    (void)fail(&c->work.fault, ERR_STALE, "stale", "",
               x->kept_id != NULL ? "这份草稿已在别处保存过更新的内容。您这次的内容没有覆盖它，"
                                    "已另存一份，可对照后再保存"
                                  : FOREIGN_TAG);
    c->beside.etag = etag_text(c->work.arena, x->newer);
    c->beside.kept = x->kept_id;
    reply_etag(c, x->newer);
    reply_refused(c);
}

/* The fault says why it is closed. */
static void
reply_late(struct context *c, const struct saving *x)
{
    struct fault *f = &c->work.fault;
    char why[sizeof f->text];

    snprintf(why, sizeof why, "%s", f->text);
    if (x->kept_id != NULL)
        (void)fail(f, ERR_CONFLICT, "not_editable", "", "%s。您这次的内容没有丢失，已另存一份",
                   why);
    c->beside.kept = x->kept_id;
    reply_refused(c);
}

static enum err
filing_save_store(struct context *c, struct saving *x)
{
    enum err err = casework_save_store(&c->work, x);
    if (err)
        return err;
    if (x->is_late)
        reply_late(c, x);
    else if (x->is_lost)
        reply_lost(c, x);
    else
        reply_filing(c, &(struct filing_answer){.filing = x->filing});
    return OK;
}

static enum err
filing_tag(struct context *c, const char **tag)
{
    struct filing x;
    enum err err = casework_filing(&c->work, c->route->act, c->params[0], &x);

    *tag = err ? NULL : etag_text(c->work.arena, x.revision);
    return err;
}

static enum err
filing_delete_store(struct context *c)
{
    enum err err = casework_delete(&c->work, c->params[0], 0);
    if (!err)
        reply_nothing(c);
    return err;
}

/* ---- POST /filings/:id/check, …/submit, …/withdraw ------------------------------------------- */

static const struct member submit_body[] = {
    {"declaration", M_BOOLEAN, .title = "作出表单所载的承诺（GET /forms 的 promise）"},
    MEMBERS_END,
};

static const struct member filing_check_body[] = {
    {"data", M_OBJECT, M_FREE, .schemas_of = filing_data_schemas,
     .title = "检查这些内容，不保存；没有时检查已保存的草稿。" FILING_DATA},
    MEMBERS_END,
};

/* What is only typed waits for no transaction. */
static enum err
filing_check_decide(struct context *c, struct checking *x)
{
    const json_t *data = json_object_get(c->command, "data");
    enum err err = casework_check_decide(&c->work, c->params[0], data, x);
    if (err || data == NULL)
        return err;
    c->stores_nothing = true;
    reply_text(c, x->answer);
    return OK;
}

static enum err
filing_check_store(struct context *c, struct checking *x)
{
    enum err err = casework_check_store(&c->work, x);
    if (!err)
        reply_text(c, x->answer);
    return err;
}

static enum err
filing_submit_decide(struct context *c, struct submission *x)
{
    bool is_declared = json_is_true(json_object_get(c->command, "declaration"));
    return casework_submit_decide(&c->work, c->params[0], is_declared, x);
}

static enum err
filing_submit_store(struct context *c, struct submission *x)
{
    enum err err = casework_submit_store(&c->work, x);
    if (err)
        return err;

    if (x->is_refused) {
        (void)fail(&c->work.fault, ERR_INPUT, "not_acceptable", "",
                   "填报内容还有问题，没有提交。请按下列意见逐条修改后再提交");
        refusal_beside(c, &x->judged);
        reply_refused(c);
        return OK;
    }
    reply_filing(c, &(struct filing_answer){.filing = x->filing, .decision = x->judged.answer});
    return OK;
}

static enum err
filing_withdraw_store(struct context *c)
{
    struct filing_answer a = {0};
    enum err err = casework_withdraw(&c->work, c->params[0], &a.filing);
    if (!err)
        reply_filing(c, &a);
    return err;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(filing_add, struct concern)
HALVES(filing_save, struct saving)
HALVES(filing_check, struct checking)
HALVES(filing_submit, struct submission)
STORE_HALF(filing_delete)
STORE_HALF(filing_withdraw)

static const struct route rows[] = {
    {.method = POST,
     .path = "/filings",
     .act = ACT_FILE,
     .root = ROOT_ORGANIZATION,
     .flags = ROUTE_KEYED,
     DECIDES(filing_add),
     .body = filing_body,
     .answer = whole_filing,
     .status = 201,
     .other_status = 200,
     .headers = HEADER_ETAG | HEADER_LOCATION,
     .name = "addFiling",
     .title = "新建备案草稿；已有同样的空白草稿时给出那一份"},
    {.method = GET,
     .path = "/filings/:id",
     .act = ACT_READ_FILING,
     .read = filing_get,
     .query = unmask_query,
     .answer = filing_answer,
     .headers = HEADER_ETAG,
     .reads = "filing.read",
     .name = "getFiling",
     .title = "一件备案事项"},
    {.method = PUT,
     .path = "/filings/:id",
     .act = ACT_FILE,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_RESERVE,
     .flags = ROUTE_LARGE | ROUTE_MATCHES,
     DECIDES(filing_save),
     .body = filing_save_body,
     .answer = whole_filing,
     .headers = HEADER_ETAG,
     .refused = "未保存",
     .name = "saveFiling",
     .title = "保存草稿"},
    {.method = DELETE,
     .path = "/filings/:id",
     .act = ACT_FILE,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .tag = filing_tag,
     STORES(filing_delete),
     .status = 204,
     .name = "deleteFiling",
     .title = "删除未提交过的草稿"},
    {.method = POST,
     .path = "/filings/:id/check",
     .act = ACT_FILE,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_RESERVE,
     .flags = ROUTE_OPTIONAL_BODY | ROUTE_LARGE,
     .tag = filing_tag,
     DECIDES(filing_check),
     .body = filing_check_body,
     .answer = checked_answer,
     .name = "checkFiling",
     .title = "检查草稿，或还没有保存的内容"},
    {.method = POST,
     .path = "/filings/:id/submit",
     .act = ACT_SUBMIT,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_RESERVE,
     .flags = ROUTE_KEYED,
     .tag = filing_tag,
     DECIDES(filing_submit),
     .body = submit_body,
     .answer = submit_answer,
     .headers = HEADER_ETAG,
     .refused = "未提交",
     .name = "submitFiling",
     .title = "提交备案"},
    {.method = POST,
     .path = "/filings/:id/withdraw",
     .act = ACT_SUBMIT,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_RESERVE,
     .flags = ROUTE_KEYED | ROUTE_OPTIONAL_BODY,
     .tag = filing_tag,
     STORES(filing_withdraw),
     .body = no_members,
     .answer = whole_filing,
     .headers = HEADER_ETAG,
     .name = "withdrawFiling",
     .title = "撤回"},
};
ROUTES(filing, rows);
