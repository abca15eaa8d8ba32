/* What the rules said: as an answer, and as it is kept and given away whole, so that it can be made
 * again elsewhere. Outside it is called a decision of the rules, as it always was. */
#include "handle/judgement.h"
#include "handle/declared.h"
#include "handle/masking.h"
#include "handle/route.h"

#include <stdlib.h>
#include <string.h>

/* ---- an answer of the rules ------------------------------------------------------------------ */

const char *const verdicts[] = {"acceptable", "not_acceptable", "needs_human", NULL};
const char *const deadline_states[] = {"running", "met", "missed", "paused", NULL};

/* A judgement that is kept says what the rules said then: before there were units, all counted
 * working days. */
const char *const deadline_units[] = {"workday", "day", "month", NULL};

const struct member credit_members[] = {
    {"from", M_DATE, M_REQUIRED, .title = "自何日起"},
    {"to", M_DATE, M_REQUIRED, .title = "至何日止"},
    MEMBERS_END,
};
const struct member deadline_members[] = {
    {"name", M_STRING, M_REQUIRED, .title = "名称"},
    {"label", M_STRING, .title = "中文名称"},
    {"from", M_DATE, M_REQUIRED, .title = "起算日"},
    {"days", M_INTEGER, M_REQUIRED, .title = "几个单位"},
    {"unit", M_STRING, .choices = deadline_units,
     .title = "单位：工作日、日、月；早先的决定没有写的是工作日"},
    {"due_on", M_DATE, M_REQUIRED, .title = "到期日"},
    {"provisional", M_BOOLEAN, M_REQUIRED, .title = "是否暂估"},
    {"state", M_STRING, M_REQUIRED, .choices = deadline_states, .title = "状态"},
    {"waited", M_INTEGER, .title = "其间不计的有几个单位；没有不计的没有"},
    {"credited", M_INTEGER, .title = "其中因规则所写的事不计的有几个单位；没有的不写"},
    {"credit", M_LIST, .of = credit_members, .title = "规则说不计的各段日子；没有的不写"},
    {"left", M_INTEGER, .title = "还剩几个工作日（以日、月计的为几日）；已满足、已逾期的没有"},
    MEMBERS_END,
};
const struct member task_route_members[] = {
    {"area", M_STRING, M_REQUIRED, .title = "行政区划代码"},
    {"class", M_STRING, M_REQUIRED, .title = "算法类别代码"},
    {"pool", M_STRING, .title = "审核小组的代码；没有分组的没有"},
    {"grade", M_STRING, .title = "等级的代码；没有的没有"},
    {"stage", M_STRING, M_REQUIRED, .title = "审核阶段"},
    MEMBERS_END,
};
static const struct member derived = {.type = M_ANY,
                                      .title = "代码、整数，或 true、false，由规则集声明"};
const struct member derived_members[] = {{.type = M_OTHERS, .each = &derived}, MEMBERS_END};
static const struct member trace_members[] = {
    {"rule", M_STRING, M_REQUIRED, .title = "规则编号"},
    {"ok", M_BOOLEAN, M_REQUIRED | M_NULLABLE, .title = "没有意见；规则出错时为 null"},
    MEMBERS_END,
};
const struct member judged_answer[] = {
    {"verdict", M_STRING, M_REQUIRED, .choices = verdicts, .title = "结论"},
    {"findings", M_LIST, M_REQUIRED, .of = finding_members, .title = "发现的问题"},
    {"deadlines", M_LIST, M_REQUIRED, .of = deadline_members, .title = "期限"},
    {"route", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = task_route_members, .title = "送审去向"},
    {"derived", M_OBJECT, .of = derived_members, .title = "由规则导出的事实，按名称"},
    {"trace", M_LIST, M_REQUIRED, .of = trace_members, .title = "问过的规则，按先后"},
    {"rule_set", M_STRING, M_REQUIRED, .title = "规则集的哈希"},
    {"facts_hash", M_STRING, M_REQUIRED, .title = "事实的哈希"},
    {"outcome_hash", M_STRING, .title = "结论内容的哈希；规则没有给出结论时没有"},
    {"engine", M_STRING, M_REQUIRED, .title = "引擎版本"},
    MEMBERS_END,
};

static const struct member field_members[] = {
    {"path", M_STRING, M_REQUIRED, .title = "字段位置（JSON Pointer）"},
    {"required", M_BOOLEAN, M_REQUIRED, .title = "照这些内容是否必填"},
    {"applicable", M_BOOLEAN, M_REQUIRED, .title = "照这些内容是否适用；不适用的可以不显示"},
    MEMBERS_END,
};
const struct member checked_answer[] = {
    {.type = M_WITH, .of = judged_answer},
    {"fields", M_LIST, M_REQUIRED, .of = field_members,
     .title = "视情形必填的字段现在如何，按表单的顺序；规则出错时为空"},
    MEMBERS_END,
};

void
refusal_beside(struct context *c, const struct judged *j)
{
    struct arena *a = c->work.arena;
    struct problem_answer *p = &c->beside;

    c->work.findings = json_text(a, json_object_get(j->parsed, "findings"));
    p->verdict = j->verdict;
    p->deadlines = json_text(a, json_object_get(j->parsed, "deadlines"));
    p->route = json_text(a, json_object_get(j->parsed, "route"));
    p->rule_set = j->rule_set;
    p->facts_hash = j->facts_hash;
    p->engine = policy_engine();
}

/* ---- POST /check: anybody, nothing stored ---------------------------------------------------- */

static const struct member clock_members[] = {
    {"today", M_DATE, .title = "按哪一天判断"},
    MEMBERS_END,
};
static const char *const whose[] = {"own", NULL};
static const struct member check_body[] = {
    {"kind", M_STRING, M_REQUIRED, .choices_of = declared_forms, .title = "种类"},
    {"action", M_STRING, .choices_of = declared_actions, .title = "办理事项"},
    {"data", M_OBJECT, M_REQUIRED | M_FREE, .schemas_of = form_data_schemas,
     .title = "填报内容，由该种类的表单声明"},
    {"clock", M_OBJECT, .of = clock_members, .title = "时钟"},
    {"organization", M_STRING, .choices = whose,
     .title = "own：当作本单位的内容判断，须已登录；没有写时不看是谁的"},
    MEMBERS_END,
};

const struct member check_any_body[] = {
    {"kind", M_STRING, M_REQUIRED, .max = 64, .title = "种类，由该规则集声明"},
    {"action", M_STRING, M_NULLABLE, .max = 64, .title = "办理事项，由该规则集声明"},
    {"data", M_OBJECT, M_REQUIRED | M_FREE, .title = "填报内容，由该规则集中该种类的表单声明"},
    {"clock", M_OBJECT, .of = clock_members, .title = "时钟"},
    MEMBERS_END,
};

/* From a day beyond these no deadline could be counted. */
static enum err
check_day(struct context *c, const char *today)
{
    if (today == NULL || (strcmp(today, DATE_EARLIEST) >= 0 && strcmp(today, DATE_LATEST) <= 0))
        return OK;
    return fail(&c->work.fault, ERR_INPUT, "date_invalid", "/clock/today",
                "判断所按的日子应在 %s 与 %s 之间", DATE_EARLIEST, DATE_LATEST);
}

enum err
check_typed(struct context *c, const char **answer)
{
    struct casework *w = &c->work;
    const char *kind = command_text(c, "kind"), *action = command_text(c, "action");
    struct check_of of = {.kind = kind,
                          .action = action ? action : casework_first_action(w, kind),
                          .today = json_str(json_object_get(c->command, "clock"), "today"),
                          .data = json_object_get(c->command, "data")};
    bool is_own = command_text(c, "organization") != NULL;
    struct checking x = {0};
    enum err err;

    if (casework_form(w, kind) == NULL)
        return fail(&w->fault, ERR_INPUT, "form_unknown", "/kind", "规则没有声明这个种类的表单");
    if ((err = check_day(c, of.today)))
        return err;
    if ((err = is_own ? casework_check_own(w, &of, &x) : casework_check_open(w, &of, &x)))
        return err;
    *answer = x.answer;
    return OK;
}

static enum err
check_read(struct context *c)
{
    const char *answer;
    enum err err = check_typed(c, &answer);
    if (!err)
        reply_text(c, answer);
    return err;
}

/* ---- GET /filings/:id/decisions, GET /filings/:id/decisions/:n ------------------------------- */

static const struct member judgement_members[] = {
    {"n", M_INTEGER, M_REQUIRED, .at = LONG_AT(judgement, n), .title = "这件备案的第几个决定"},
    {"version", M_INTEGER, M_REQUIRED, .at = LONG_AT(judgement, version),
     .title = "针对的版本；未被受理的版本没有形成"},
    {"occasion", M_STRING, M_REQUIRED, .at = TEXT_AT(judgement, occasion),
     .title = "因何作出：submit 提交"},
    {"verdict", M_STRING, M_REQUIRED, .at = TEXT_AT(judgement, verdict), .choices = verdicts,
     .title = "结论"},
    {"rule_set", M_STRING, M_REQUIRED, .at = TEXT_AT(judgement, rule_set), .title = "规则集的哈希"},
    {"engine", M_STRING, M_REQUIRED, .at = TEXT_AT(judgement, engine), .title = "引擎版本"},
    {"facts_hash", M_STRING, M_REQUIRED, .at = TEXT_AT(judgement, facts_hash),
     .title = "事实的哈希"},
    {"decided_at", M_TIME, M_REQUIRED, .at = TIME_AT(judgement, judged_at), .title = "作出时间"},
    MEMBERS_END,
};
/* facts and answer go out byte by byte as they are stored: what was hashed and what was said. Where
 * they are masked it is said, for nothing can then be made again of them. */
struct export_answer {
    struct judgement judgement;
    bool is_masked;
};
static const struct member export_answer[] = {
    {"filing", M_ID, M_REQUIRED, .at = TEXT_AT(judgement, filing_id), .title = "备案事项编号"},
    {.type = M_WITH, .of = judgement_members},
    {"masked", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(export_answer, is_masked),
     .title = "为 true 时个人信息已遮盖，不能据以重做；unmask=facts 给出原样"},
    {"outcome_hash", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(judgement, outcome_hash),
     .title = "结论内容的哈希"},
    {"facts", M_OBJECT, M_REQUIRED | M_JSON | M_FREE | M_PERSONAL, .at = TEXT_AT(judgement, facts),
     .title = "当时交给规则的事实，原样；由当时的表单和引擎写定"},
    {"answer", M_OBJECT, M_REQUIRED | M_JSON, .at = TEXT_AT(judgement, answer), .of = judged_answer,
     .title = "规则当时的答复，原样"},
    MEMBERS_END,
};

/* What was not handed in is for its filer alone. */
static bool
is_filer_of(struct context *c, const struct filing *x)
{
    struct thing thing = {.organization_id = x->organization_id};
    return casework_may(&c->work, ACT_READ_OWN, &thing) == OK;
}

static enum err
judgement_list(struct context *c)
{
    struct casework *w = &c->work;
    struct judgement_query q = {.cursor = context_query(c, "cursor")};
    struct judgement *rows;
    struct filing x;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    if ((err = casework_filing(w, ACT_READ_FILING, c->params[0], &x)))
        return err;
    q.filing_id = x.id;
    q.is_with_refused = is_filer_of(c, &x);
    q.limit = limit + 1;
    if ((err = store_judgement_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct page p = {.rows = rows, .size = sizeof *rows, .n = n < limit ? n : limit};
    if (n > limit)
        p.next = arena_printf(w->arena, "%ld", rows[limit - 1].n);
    reply_page(c, &p);
    return OK;
}

/* 1, 2, …; 0 when the text is no such number. */
static long
number_of(const char *text)
{
    char *end;
    long n = text && *text >= '1' && *text <= '9' ? strtol(text, &end, 10) : 0;
    return n > 0 && *end == '\0' ? n : 0;
}

/* All or nothing, where it is to be made again. */
#define WHOLE "facts"
static enum err
show_masked(struct context *c, const struct filing *x, struct export_answer *a)
{
    struct judgement *j = &a->judgement;
    struct masking k;
    enum err err = masking_start(c, x, &k);
    if (err || !k.is_on)
        return err;
    if (str_is(k.masked.shown, WHOLE)) {
        c->unmasked = WHOLE;
        return OK;
    }
    masking_set(&k, j->rule_set);

    j->facts = masking_facts(&k, j->facts);
    j->answer = masking_answer(&k, j->answer);
    a->is_masked = k.masked.n > 0 || k.masked.paths_n > 0;
    return masking_end(&k);
}

static enum err
judgement_read(struct context *c)
{
    struct casework *w = &c->work;
    struct filing x;
    struct export_answer a = {0};
    long n = number_of(c->params[1]);
    enum err err = casework_filing(w, ACT_READ_FILING, c->params[0], &x);
    if (err)
        return err;

    err = n == 0 ? ERR_NOTFOUND
                 : store_judgement_load(w->store, w->arena, x.id, n, &a.judgement, &w->fault);
    if (!err && str_is(a.judgement.verdict, "not_acceptable") && !is_filer_of(c, &x))
        err = ERR_NOTFOUND;
    if (err == ERR_NOTFOUND)
        return fail(&w->fault, ERR_NOTFOUND, "not_found", "",
                    "这件备案没有第 %s 个决定，请从决定列表中选择", c->params[1]);
    if (err)
        return err;
    if (str_is(a.judgement.facts, "{}"))
        return fail(&w->fault, ERR_NOTFOUND, "decision_forgotten", "",
                    "未被受理的提交只保留最近 %ld 次的事实和意见；这一次只留有结论，见决定列表",
                    c->settings->quotas.refused);
    if ((err = show_masked(c, &x, &a)))
        return err;
    reply_row(c, &a);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = POST,
     .path = "/check",
     .act = ACT_LOOK,
     .flags = ROUTE_LARGE | ROUTE_COSTLY,
     .read = check_read,
     .body = check_body,
     .answer = checked_answer,
     .name = "checkData",
     .title = "检查填报内容，不保存"},
    {.method = GET,
     .path = "/filings/:id/decisions",
     .act = ACT_READ_FILING,
     .read = judgement_list,
     .query = paged_query,
     .answer = judgement_members,
     .is_list = true,
     .name = "listDecisions",
     .title = "规则对一件备案作出的决定，新的在前；未被受理的只给填报方"},
    {.method = GET,
     .path = "/filings/:id/decisions/:n",
     .act = ACT_READ_FILING,
     .read = judgement_read,
     .query = unmask_query,
     .answer = export_answer,
     .reads = "decision.read",
     .name = "exportDecision",
     .title = "导出一个决定：事实与结论，可在别处用 suanbei decide 重做"},
};
ROUTES(judgement, rows);
