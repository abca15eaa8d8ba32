/* Replays as requests: asking for one, how far it is, its report, whom it hits. The work is done
 * beside the pool, started by the clerk. */
#include "handle/judgement.h"
#include "handle/route.h"
#include "handle/rule_set_answer.h"

/* ---- whose judgement came out otherwise, and how --------------------------------------------- */

static const char *const ways[] = {"appeared", "disappeared", "severity", "words", NULL};

static const struct member sample_members[] = {
    {"filing", M_ID, M_REQUIRED, .at = TEXT_AT(replay_hit, filing_id), .title = "备案事项"},
    {"n", M_INTEGER, M_REQUIRED, .at = LONG_AT(replay_hit, n), .title = "该事项的第几个决定"},
    {"version", M_INTEGER, M_REQUIRED, .at = LONG_AT(replay_hit, version), .title = "版本"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(replay_hit, title), .title = "简称"},
    {"organization", M_STRING, M_REQUIRED, .at = TEXT_AT(replay_hit, organization),
     .title = "单位"},
    {"number", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(replay_hit, number),
     .title = "备案编号"},
    {"kinds", M_STRING, M_REQUIRED, .at = TEXT_AT(replay_hit, kinds),
     .title = "变化的种类，以空格分开"},
    MEMBERS_END,
};

/* Each of them before and after; null: there was none. */
static const struct member verdict_pair[] = {
    {"before", M_STRING, M_REQUIRED, .choices = verdicts, .title = "之前"},
    {"after", M_STRING, M_REQUIRED, .choices = verdicts, .title = "之后"},
    MEMBERS_END,
};
static const struct member route_pair[] = {
    {"before", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = task_route_members, .title = "之前"},
    {"after", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = task_route_members, .title = "之后"},
    MEMBERS_END,
};
/* Of a day that a candidate made up of what was typed nothing is told, nor how many days there are
 * to it. */
static const struct member told_deadline[] = {
    {"name", M_STRING, M_REQUIRED, .title = "名称"},
    {"label", M_STRING, .title = "中文名称"},
    {"unit", M_STRING, .choices = deadline_units, .title = "单位；早先的决定没有写的是工作日"},
    {"waited", M_INTEGER, .title = "其间不计的有几个单位；没有不计的没有"},
    {"credited", M_INTEGER, .title = "其中因规则所写的事不计的有几个单位；没有的不写"},
    {"credit", M_LIST, .of = credit_members, .title = "规则说不计的各段日子；没有的不写"},
    {"left", M_INTEGER, .title = "还剩几个单位；已满足、已逾期的没有"},
    {"from", M_DATE, M_REQUIRED | M_NULLABLE, .title = "起算日；不见于材料的不写"},
    {"days", M_INTEGER, M_REQUIRED, .title = "几个单位"},
    {"due_on", M_DATE, M_REQUIRED | M_NULLABLE, .title = "到期日；起算日不见于材料的不写"},
    {"provisional", M_BOOLEAN, M_REQUIRED, .title = "是否暂估"},
    {"state", M_STRING, M_REQUIRED, .title = "状态"},
    MEMBERS_END,
};
static const struct member deadline_pair[] = {
    {"name", M_STRING, M_REQUIRED, .title = "期限的名称"},
    {"before", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = told_deadline, .title = "之前"},
    {"after", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = told_deadline, .title = "之后"},
    MEMBERS_END,
};
static const struct member finding_pair[] = {
    {"rule", M_STRING, M_REQUIRED, .title = "规则编号"},
    {"title", M_STRING, .title = "规则名称"},
    {"path", M_STRING, M_REQUIRED, .title = "字段位置（JSON Pointer）"},
    {"field", M_STRING, .title = "字段的名称，自上而下"},
    {"what", M_STRING, M_REQUIRED, .choices = ways, .title = "新出现、不再有、程度或措辞有变"},
    {"before", M_STRING, M_REQUIRED | M_NULLABLE, .choices = finding_severities,
     .title = "之前的程度"},
    {"after", M_STRING, M_REQUIRED | M_NULLABLE, .choices = finding_severities,
     .title = "之后的程度"},
    MEMBERS_END,
};
static const struct member change_members[] = {
    {"verdict", M_OBJECT, .of = verdict_pair, .title = "结论"},
    {"route", M_OBJECT, .of = route_pair, .title = "送审去向"},
    {"findings", M_LIST, .of = finding_pair, .title = "意见"},
    {"deadlines", M_LIST, .of = deadline_pair, .title = "期限"},
    {"derived", M_LIST, .title = "有变的导出的事实，按名称"},
    MEMBERS_END,
};

/* ---- the report ------------------------------------------------------------------------------ */

static const struct member counts_members[] = {
    {"unchanged", M_INTEGER, M_REQUIRED, .title = "不变"},
    {"accept_to_refuse", M_INTEGER, M_REQUIRED, .title = "受理变为不予受理"},
    {"refuse_to_accept", M_INTEGER, M_REQUIRED, .title = "不予受理变为受理"},
    {"findings_changed", M_INTEGER, M_REQUIRED, .title = "意见有变"},
    {"deadline_moved", M_INTEGER, M_REQUIRED, .title = "期限有变"},
    {"route_moved", M_INTEGER, M_REQUIRED, .title = "分派有变"},
    {"derived_changed", M_INTEGER, .title = "导出的事实有变；早先的报告没有"},
    {"error", M_INTEGER, M_REQUIRED, .title = "新规则没有给出结论"},
    MEMBERS_END,
};
static const struct member ways_members[] = {
    {"appeared", M_INTEGER, M_REQUIRED, .title = "新出现"},
    {"disappeared", M_INTEGER, M_REQUIRED, .title = "不再有"},
    {"severity", M_INTEGER, M_REQUIRED, .title = "程度有变"},
    {"words", M_INTEGER, M_REQUIRED, .title = "措辞有变"},
    MEMBERS_END,
};
static const struct member changed_rule_members[] = {
    {"rule", M_STRING, M_REQUIRED, .title = "规则编号"},
    {"title", M_STRING, .title = "规则名称"},
    {"law", M_STRING, .title = "条款"},
    {"source", M_STRING, .title = "文件与行"},
    {"counts", M_OBJECT, M_REQUIRED, .of = ways_members, .title = "各种变化的次数"},
    {"samples", M_LIST, M_REQUIRED, .of = sample_members, .title = "其中几个决定"},
    MEMBERS_END,
};
static const struct member moved_members[] = {
    {"moved", M_INTEGER, M_REQUIRED, .title = "有变的次数"},
    {"earlier", M_INTEGER, .title = "提前的次数"},
    {"later", M_INTEGER, .title = "推后的次数"},
    {"other", M_INTEGER, .title = "新增、不再有或状态有变的次数"},
    MEMBERS_END,
};
static const struct member moved = {.type = M_OBJECT, .of = moved_members, .title = "名为此的期限"};
static const struct member samples = {
    .type = M_LIST, .of = sample_members, .title = "这种变化的几个决定"};
static const struct member deadlines_members[] = {{.type = M_OTHERS, .each = &moved}, MEMBERS_END};
static const struct member samples_members[] = {{.type = M_OTHERS, .each = &samples}, MEMBERS_END};
static const struct member titles_members[] = {
    {"rule_set", M_STRING, .title = "候选规则集"},
    {"base", M_STRING, .title = "与之比较的规则集"},
    MEMBERS_END,
};
/* ---- lives ----------------------------------------------------------------------------------- */

static const struct member life_counts_members[] = {
    {"move_changed", M_INTEGER, M_REQUIRED, .title = "办理的去处有变"},
    {"effects_changed", M_INTEGER, M_REQUIRED, .title = "去处相同而后果有变"},
    {"number_changed", M_INTEGER, M_REQUIRED, .title = "备案编号有变"},
    {"entry_changed", M_INTEGER, M_REQUIRED, .title = "公示内容有变，按列"},
    {"draft_changed", M_INTEGER, M_REQUIRED, .title = "草稿的结论有变"},
    {"product_changed", M_INTEGER, M_REQUIRED, .title = "产品的结论有变"},
    {"matter_changed", M_INTEGER, .title = "监督事项的去处有变；早先的报告没有"},
    {"term_changed", M_INTEGER, .title = "监督事项的期限或告知有变；早先的报告没有"},
    {"clock_changed", M_INTEGER, .title = "草稿的期限有变；早先的报告没有"},
    MEMBERS_END,
};
static const struct member life_group_members[] = {
    {"what", M_STRING, M_REQUIRED, .choices = govern_life_kinds, .title = "变化的种类"},
    {"kind", M_STRING, M_REQUIRED | M_NULLABLE, .title = "备案或监督事项的种类；产品没有"},
    {"event", M_STRING, M_REQUIRED | M_NULLABLE, .title = "事件"},
    {"from", M_STRING, M_REQUIRED | M_NULLABLE, .title = "事件之前的状态；新建没有"},
    {"column", M_STRING, M_REQUIRED | M_NULLABLE, .title = "登记簿的列，或草稿的期限名"},
    {"before", M_STRING, M_REQUIRED | M_NULLABLE, .title = "原规则下的状态或结论；null：不允许"},
    {"after", M_STRING, M_REQUIRED | M_NULLABLE, .title = "新规则下的状态或结论；null：不允许"},
    {"words", M_STRING, M_REQUIRED | M_NULLABLE, .title = "同上，供阅读"},
    {"n", M_INTEGER, M_REQUIRED, .title = "次数"},
    {"ids", M_LIST, M_REQUIRED, .title = "其中几件备案（产品、监督事项）的编号"},
    MEMBERS_END,
};
static const struct member lives_members[] = {
    {"day", M_DATE, M_REQUIRED | M_NULLABLE, .title = "草稿和产品是哪一天的"},
    {"filings", M_INTEGER, M_REQUIRED, .title = "重走过的备案件数"},
    {"moves", M_INTEGER, M_REQUIRED, .title = "重走过的办理次数"},
    {"entries", M_INTEGER, M_REQUIRED, .title = "重新拟过的公示条数"},
    {"drafts", M_INTEGER, M_REQUIRED, .title = "检查过的草稿件数"},
    {"products", M_INTEGER, M_REQUIRED, .title = "检查过的产品个数"},
    {"matters", M_INTEGER, .title = "重走过的监督事项件数；早先的报告没有"},
    {"matter_steps", M_INTEGER, .title = "重走过的监督事项步数；早先的报告没有"},
    {"counts", M_OBJECT, M_REQUIRED, .of = life_counts_members, .title = "各种变化的次数"},
    {"groups", M_LIST, M_REQUIRED, .of = life_group_members, .title = "有变的，相同的归为一组"},
    MEMBERS_END,
};
static const struct member unseen_members[] = {
    {"what", M_STRING, M_REQUIRED, .title = "代码"},
    {"n", M_INTEGER, M_REQUIRED | M_NULLABLE, .title = "件数；null：不计数"},
    {"words", M_STRING, M_REQUIRED, .title = "是什么，为什么没有看"},
    MEMBERS_END,
};
static const struct member landing_members[] = {
    {"kind", M_STRING, M_REQUIRED, .title = "备案的种类"},
    {"kind_label", M_STRING, M_REQUIRED, .title = "备案的种类，供阅读"},
    {"state", M_STRING, M_REQUIRED, .title = "现在的状态"},
    {"state_label", M_STRING, M_REQUIRED, .title = "现在的状态，供阅读"},
    {"filings", M_INTEGER, M_REQUIRED, .title = "件数"},
    {"to", M_STRING, M_REQUIRED | M_NULLABLE, .title = "启用后的状态；null：没有去处，不能启用"},
    {"label", M_STRING, M_REQUIRED | M_NULLABLE, .title = "启用后的状态，供阅读"},
    MEMBERS_END,
};
static const struct member matters_members[] = {
    {"kind", M_STRING, M_REQUIRED, .title = "监督事项的种类"},
    {"kind_label", M_STRING, M_REQUIRED, .title = "种类，供阅读"},
    {"state", M_STRING, M_REQUIRED, .title = "现在的状态"},
    {"state_label", M_STRING, M_REQUIRED, .title = "现在的状态，供阅读"},
    {"n", M_INTEGER, M_REQUIRED, .title = "没有终结的件数"},
    {"to", M_STRING, M_REQUIRED | M_NULLABLE,
     .title = "启用后的状态，不变的就是现在的；null：没有去处，不能启用"},
    {"label", M_STRING, M_REQUIRED | M_NULLABLE, .title = "启用后的状态，供阅读"},
    MEMBERS_END,
};
/* What reports from before lives were walked do not have. */
static const struct member report_members[] = {
    {"as_of", M_DATE, M_NULLABLE, .title = "按哪一天重放；null：各按当时的日期"},
    {"lives", M_OBJECT, .of = lives_members, .title = "重走一遍的办理、编号、公示、草稿和产品"},
    {"law", M_LIST, .of = law_words_members, .title = "两者流程的差别"},
    {"landing", M_LIST, .of = landing_members, .title = "启用时要移动的在办件"},
    {"matters", M_LIST, .of = matters_members, .title = "没有终结的监督事项，启用后各在哪里"},
    {"not_looked_at", M_LIST, .of = unseen_members, .title = "没有看的"},
    {"rule_set", M_STRING, M_REQUIRED, .title = "候选规则集的哈希"},
    {"base", M_STRING, M_REQUIRED, .title = "与之比较的规则集的哈希"},
    {"titles", M_OBJECT, M_REQUIRED, .of = titles_members, .title = "两者的名称"},
    {"engine", M_STRING, M_REQUIRED, .title = "引擎版本"},
    {"decisions", M_INTEGER, M_REQUIRED, .title = "重放过的决定数"},
    {"changed", M_INTEGER, M_REQUIRED, .title = "结果有变的决定数"},
    {"filings", M_INTEGER, M_REQUIRED, .title = "所涉的备案事项数"},
    {"counts", M_OBJECT, M_REQUIRED, .of = counts_members, .title = "各种变化的决定数"},
    {"rules", M_LIST, M_REQUIRED, .of = changed_rule_members, .title = "意见有变的规则"},
    {"deadlines", M_OBJECT, M_REQUIRED, .of = deadlines_members, .title = "有变的期限，按名称"},
    {"samples", M_OBJECT, M_REQUIRED, .of = samples_members, .title = "几个决定，按变化的种类"},
    {"facts_hash", M_STRING, M_REQUIRED, .title = "全部事实的哈希"},
    {"hits_hash", M_STRING, M_REQUIRED, .title = "全部变化的哈希"},
    MEMBERS_END,
};

/* ---- a replay -------------------------------------------------------------------------------- */

static const char *const states[] = {"queued", "running", "done", "failed", NULL};

struct replay_answer {
    struct replay replay;
    bool is_current;
    long percent, left_s;
};
static const struct member replay_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(replay_answer, replay.id), .title = "编号"},
    {"rule_set", M_STRING, M_REQUIRED, .at = TEXT_AT(replay_answer, replay.rule_set),
     .title = "候选规则集的哈希"},
    {"base", M_STRING, M_REQUIRED, .at = TEXT_AT(replay_answer, replay.base),
     .title = "与之比较的规则集的哈希"},
    {"is_current", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(replay_answer, is_current),
     .title = "比较的对象是否仍是现行规则集"},
    {"as_of", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(replay_answer, replay.as_of),
     .title = "按哪一天重放；null：各按当时的日期"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(replay_answer, replay.state), .choices = states,
     .title = "进行到哪一步"},
    {"total", M_INTEGER, M_REQUIRED, .at = LONG_AT(replay_answer, replay.total),
     .title = "要重放的决定数"},
    {"done", M_INTEGER, M_REQUIRED, .at = LONG_AT(replay_answer, replay.done),
     .title = "已重放的决定数"},
    {"percent", M_INTEGER, M_REQUIRED, .max = 100, .at = LONG_AT(replay_answer, percent),
     .title = "已完成的百分比；没有完成前至多 99"},
    {"left_s", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(replay_answer, left_s),
     .title = "照目前的速度大约还要几秒；还说不出时为空"},
    {"asked_at", M_TIME, M_REQUIRED, .at = TIME_AT(replay_answer, replay.asked_at),
     .title = "提出时间"},
    {"ended_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(replay_answer, replay.ended_at),
     .title = "结束时间"},
    {"fault", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(replay_answer, replay.fault),
     .title = "没有完成的原因"},
    {"report_hash", M_STRING, M_REQUIRED | M_NULLABLE,
     .at = TEXT_AT(replay_answer, replay.report_hash), .title = "报告的哈希，审批即签署它"},
    {"report", M_OBJECT, M_REQUIRED | M_NULLABLE | M_JSON,
     .at = TEXT_AT(replay_answer, replay.report), .of = report_members, .title = "报告"},
    MEMBERS_END,
};

static enum err
newest(struct context *c, struct replay *out)
{
    struct casework *w = &c->work;
    enum err err = store_replay_latest(w->store, w->arena, c->params[0], out, &w->fault);
    if (err == ERR_NOTFOUND)
        return fail(&w->fault, err, "replay_missing", "", "这个规则集还没有重放过");
    return err;
}

/* Of the judgements; whoever has done all of them still walks the lives and writes the report. */
static long
percent_of(const struct replay *x)
{
    if (str_is(x->state, "done"))
        return 100;
    if (str_is(x->state, "queued") || x->total == 0)
        return 0;
    long percent = 100 * x->done / x->total;
    return percent < 99 ? percent : 99;
}

/* As fast as until now: from when it was asked for, for nobody noted when it began. */
static long
left_of(const struct replay *x, int64_t now)
{
    if (x->ended_at)
        return 0;
    if (!str_is(x->state, "running") || x->done == 0)
        return NO_NUMBER;
    double passed_ms = (double)(now - x->asked_at);
    return 1 + (long)(passed_ms * (double)(x->total - x->done) / (double)x->done / 1000);
}

static enum err
reply_replay(struct context *c, const struct replay *x)
{
    struct casework *w = &c->work;
    struct replay_answer a = {.replay = *x, .percent = percent_of(x), .left_s = left_of(x, w->now)};
    const char *base;
    enum err err = govern_base(w->store, w->arena, x->rule_set, &base, &w->fault);
    if (err)
        return err;
    a.is_current = str_is(base, x->base);
    reply_row(c, &a);
    return OK;
}

/* ---- POST, GET /rule-sets/:hash/replay ------------------------------------------------------- */

static const struct member replay_body[] = {
    {"as_of", M_DATE, M_NULLABLE,
     .title = "按哪一天重放，可以是将来的日子；不写：各按当时的日期，只有这样的报告可以签署"},
    MEMBERS_END,
};

static enum err
replay_new(struct context *c, struct replay *x)
{
    struct casework *w = &c->work;
    const char *hash = c->params[0];
    struct buf detail = BUF(w->arena);
    enum err err;

    *x = (struct replay){
        .rule_set = hash, .as_of = command_text(c, "as_of"), .asked_by = w->who->id, .tally = "{}"};
    if ((err = govern_base(w->store, w->arena, hash, &x->base, &w->fault)))
        return err;
    if ((err = store_replay_add(w->store, x, &w->fault)))
        return err;
    buf_open(&detail, NULL, '{');
    buf_json_str(&detail, "as_of", x->as_of);
    buf_close(&detail);
    return casework_audit(w, "rule_set.replay_asked", hash, x->as_of ? detail.p : NULL);
}

/* One of a set at a time: whoever asks again sees the one that runs, if it is of the same day. */
static enum err
replay_ask_store(struct context *c)
{
    struct casework *w = &c->work;
    struct rule_set set;
    struct replay x;
    enum err err = store_rule_set_load(w->store, w->arena, c->params[0], &set, &w->fault);
    if (err == ERR_NOTFOUND)
        return fail(&w->fault, err, "not_found", "", "没有这个规则集");
    if (err)
        return err;
    if (set.withdrawn_at)
        return fail(&w->fault, ERR_CONFLICT, "taken_back", "",
                    "这个规则集已由提出者撤回；仍要用它，请重新提出");

    err = store_replay_latest(w->store, w->arena, c->params[0], &x, &w->fault);
    if (err && err != ERR_NOTFOUND)
        return err;
    bool is_open = !err && (str_is(x.state, "queued") || str_is(x.state, "running"));
    if (is_open && !str_is(x.as_of, command_text(c, "as_of")))
        return fail(&w->fault, ERR_CONFLICT, "replay_under_way", "/as_of",
                    "这个规则集正在按%s重放，请等它完成，再要求另一天的",
                    x.as_of ? x.as_of : "当时的日期");
    if (!is_open && (err = replay_new(c, &x)))
        return err;
    return reply_replay(c, &x);
}

static enum err
replay_get(struct context *c)
{
    struct replay x;
    enum err err = newest(c, &x);
    return err ? err : reply_replay(c, &x);
}

/* ---- GET /rule-sets/:hash/replay/hits -------------------------------------------------------- */

static const struct member hits_query[] = {
    {"kind", M_STRING, .choices = govern_replay_kinds, .title = "变化的种类"},
    {"rule", M_STRING, .title = "规则编号"},
    PAGED,
    MEMBERS_END,
};
static const struct member hit_answer[] = {
    {"ord", M_INTEGER, M_REQUIRED, .at = LONG_AT(replay_hit, ord), .title = "决定的总序号"},
    {.type = M_WITH, .of = sample_members},
    {"change", M_OBJECT, M_REQUIRED | M_JSON | M_PERSONAL, .at = TEXT_AT(replay_hit, change),
     .of = change_members, .title = "变化前后，不含填报内容的值"},
    MEMBERS_END,
};

static enum err
hits_list(struct context *c)
{
    struct casework *w = &c->work;
    struct replay_hits_query q = {.kind = context_query(c, "kind"),
                                  .rule = context_query(c, "rule"),
                                  .cursor = context_query(c, "cursor")};
    struct replay x;
    struct replay_hit *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    if ((err = newest(c, &x)))
        return err;
    q.replay_id = x.id;
    q.limit = limit + 1;
    if ((err = store_replay_hits(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct page p = {.rows = rows, .size = sizeof *rows, .n = n < limit ? n : limit};
    if (n > limit)
        p.next = arena_printf(w->arena, "%ld", rows[limit - 1].ord);
    reply_page(c, &p);
    return OK;
}

/* ---- GET /rule-sets/:hash/replay/page -------------------------------------------------------- */

static enum err
replay_page(struct context *c)
{
    struct casework *w = &c->work;
    struct replay x;
    struct buf b = BUF(w->arena);
    enum err err = newest(c, &x);
    if (err)
        return err;
    if (!str_is(x.state, "done"))
        return fail(&w->fault, ERR_CONFLICT, "replay_not_done", "",
                    "最近一次重放还没有得出报告，请稍后再看");
    if ((err = govern_replay_page(w->store, &x, &b, &w->fault)))
        return err;

    const char *tag = arena_printf(w->arena, "\"%s.%s\"", x.report_hash, policy_engine());
    reply_html(c->reply, c->request, &(struct html){.etag = tag, .text = b.p, .n = b.n});
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

STORE_HALF(replay_ask)

static const struct route rows[] = {
    {.method = POST,
     .path = "/rule-sets/:hash/replay",
     .act = ACT_REPLAY_RULES,
     .root = ROOT_RULES,
     .flags = ROUTE_KEYED | ROUTE_OPTIONAL_BODY,
     STORES(replay_ask),
     .body = replay_body,
     .answer = replay_answer,
     .status = 202,
     .name = "replayRuleSet",
     .title = "用它重新判断已作出的决定，看会影响谁"},
    {.method = GET,
     .path = "/rule-sets/:hash/replay",
     .act = ACT_READ_RULES,
     .read = replay_get,
     .answer = replay_answer,
     .name = "getReplay",
     .title = "最近一次重放：进度与报告"},
    {.method = GET,
     .path = "/rule-sets/:hash/replay/hits",
     .act = ACT_READ_RULES,
     .read = hits_list,
     .query = hits_query,
     .answer = hit_answer,
     .is_list = true,
     .reads = "replay.read",
     .name = "listReplayHits",
     .title = "重放中结果有变的决定"},
    {.method = GET,
     .path = "/rule-sets/:hash/replay/page",
     .act = ACT_READ_RULES,
     .read = replay_page,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "getReplayPage",
     .title = "最近一次重放的报告，供阅读和打印"},
};
ROUTES(replay, rows);
