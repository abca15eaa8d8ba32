/* Working days: counted for whoever asks, those that are left of a task, and the deadlines that
 * another set's calendar would move. */
#include "handle/calendar.h"
#include "handle/dispatcher.h"
#include "handle/judgement.h"
#include "handle/route.h"

#include <stdlib.h>
#include <string.h>

/* ---- another judge --------------------------------------------------------------------------- */

static void
close_policy(void *p)
{
    policy_close(p);
}

/* A judge with a stored set: the one in use when it is that set, else one of its own until the
 * reply is sent. Ends the snapshot then. ERR_NOTFOUND, or ERR_CONFLICT when the set does not load.
 */
static enum err
judge_with(struct context *c, const char *hash, struct policy **p)
{
    struct rule_set set;
    struct fault f;

    if (str_is(hash, policy_rule_set(c->work.policy))) {
        *p = c->work.policy;
        return OK;
    }

    enum err err = store_rule_set_load(c->work.store, c->work.arena, hash, &set, &c->work.fault);
    if (err == ERR_NOTFOUND)
        return fail(&c->work.fault, err, "not_found", "",
                    "没有这个规则集，请检查哈希（64 位十六进制）");
    if (err)
        return err;

    store_read_end(c->work.store);
    if (govern_judge_of(&set, &c->settings->policy, p, &f))
        return fail(&c->work.fault, ERR_CONFLICT, "rule_set_unusable", f.where,
                    "规则集 %.12s 不能载入，无法据以计算：%s", hash, f.text);
    arena_defer(c->work.arena, close_policy, *p);

    return OK;
}

/* ---- GET /calendar/deadline ------------------------------------------------------------------ */

static const struct member calendar_query[] = {
    {"from", M_DATE, .title = "起算日"},
    {"days", M_INTEGER, .min = 1, .max = 400, .title = "几个，1 到 400；以月计的至多 60"},
    {"unit", M_STRING, .choices = deadline_units, .title = "单位：工作日（缺省）、日、月"},
    {"rule_set", M_STRING,
     .title = "按哪个规则集计算（哈希）；不给即正在使用的，其他的仅规则管理人员可用"},
    MEMBERS_END,
};
static const struct member calendar_answer[] = {
    {"from", M_DATE, M_REQUIRED, .title = "起算日，当日不计"},
    {"days", M_INTEGER, M_REQUIRED, .title = "几个单位"},
    {"unit", M_STRING, M_REQUIRED, .choices = deadline_units, .title = "单位"},
    {"due_on", M_DATE, M_REQUIRED, .title = "到期日"},
    {"provisional", M_BOOLEAN, M_REQUIRED, .title = "是否超出本系统日历的范围（暂估）"},
    {"counted", M_LIST, M_REQUIRED, .title = "计入的每一个工作日；以日、月计的为空"},
    MEMBERS_END,
};

/* Starting a judge costs: with another set only those who govern sets may count. */
static enum err
calendar_judge(struct context *c, struct policy **p)
{
    struct casework *w = &c->work;
    const char *hash = context_query(c, "rule_set");
    bool is_own = hash == NULL || str_is(hash, policy_rule_set(w->policy));

    if (!is_own && w->who == NULL)
        return fail(&w->fault, ERR_AUTH, "login_required", "/rule_set",
                    "按其他规则集计算须先登录；不给 rule_set 即按正在使用的规则计算");
    if (!is_own && !casework_can(w, ACT_READ_RULES))
        return fail(&w->fault, ERR_DENIED, "role_required", "/rule_set",
                    "按其他规则集计算只对规则管理人员开放；不给 rule_set 即按正在使用的规则计算");
    return judge_with(c, is_own ? policy_rule_set(w->policy) : hash, p);
}

/* So many of a unit after a day. */
struct span {
    const char *from, *unit; /* NULL: working days */
    long days;
};

static enum err
calendar_ask(struct context *c, struct span *of)
{
    const char *text = context_query(c, "days");
    char *end = NULL;

    of->from = context_query(c, "from");
    of->unit = context_query(c, "unit");
    of->days = text ? strtol(text, &end, 10) : 0;
    if (of->from == NULL || text == NULL)
        return fail(&c->work.fault, ERR_INPUT, "parameter_missing", "",
                    "请给出 from（日期）和 days（几个工作日，或 unit 所写的单位）");
    if (!date_valid(of->from))
        return fail(&c->work.fault, ERR_INPUT, "date_invalid", "/from",
                    "“%s”不是存在的日期，请按 2026-01-31 的格式填写", of->from);
    if (*end != '\0' || of->days < 1 || of->days > 400)
        return fail(&c->work.fault, ERR_INPUT, "days_invalid", "/days",
                    "days 应为 1 到 400 的整数");
    return OK;
}

static enum err
ask_days(struct context *c, struct policy *p, const struct span *of, const char **answer)
{
    struct buf ask = BUF(c->work.arena);

    buf_open(&ask, NULL, '{');
    buf_json_str(&ask, "from", of->from);
    buf_json_int(&ask, "days", of->days);
    if (of->unit != NULL)
        buf_json_str(&ask, "unit", of->unit);
    buf_close(&ask);
    return policy_ask(p, c->work.arena, POLICY_DAYS, ask.p, answer, &c->work.fault);
}

static enum err
calendar_read(struct context *c)
{
    struct casework *w = &c->work;
    const char *answer;
    struct span of;
    struct policy *p;
    json_t *parsed;
    enum err err;

    if ((err = calendar_ask(c, &of)))
        return err;
    if ((err = calendar_judge(c, &p)))
        return err;
    store_read_end(w->store);
    if ((err = ask_days(c, p, &of, &answer)))
        return err;

    if ((err = json_read(w->arena, answer, strlen(answer), &parsed, &w->fault)))
        return err;
    const char *reason = json_str(parsed, "reason"), *message = json_str(parsed, "message");
    if (reason != NULL)
        return fail(&w->fault, ERR_INPUT, reason, "", "%s", message ? message : "");
    reply_text(c, answer);
    return OK;
}

/* ---- GET /rule-sets/:hash/deadlines ---------------------------------------------------------- */

static const struct member deadline_move_answer[] = {
    {"filing", M_ID, M_REQUIRED, .at = TEXT_AT(deadline_move, filing_id), .title = "备案事项编号"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(deadline_move, title), .title = "简称"},
    {"organization", M_STRING, M_REQUIRED, .at = TEXT_AT(deadline_move, organization_name),
     .title = "单位名称"},
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(deadline_move, name), .title = "期限的名称"},
    {"from", M_DATE, M_REQUIRED, .at = TEXT_AT(deadline_move, from), .title = "起算日"},
    {"days", M_INTEGER, M_REQUIRED, .at = LONG_AT(deadline_move, days), .title = "几个单位"},
    {"unit", M_STRING, M_REQUIRED, .at = TEXT_AT(deadline_move, unit), .choices = deadline_units,
     .title = "单位"},
    {"due_on", M_DATE, M_REQUIRED, .at = TEXT_AT(deadline_move, due_on), .title = "现在的到期日"},
    {"new_due_on", M_DATE, M_REQUIRED, .at = TEXT_AT(deadline_move, new_due_on),
     .title = "按这个规则集的到期日"},
    {"provisional", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(deadline_move, is_provisional),
     .title = "现在是否暂估"},
    {"new_provisional", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(deadline_move, is_new_provisional),
     .title = "按这个规则集是否暂估"},
    {"waited", M_INTEGER, M_REQUIRED, .at = LONG_AT(deadline_move, waited),
     .title = "现在不计的有几个单位"},
    {"credited", M_INTEGER, M_REQUIRED, .at = LONG_AT(deadline_move, credited),
     .title = "其中因规则所写的事不计的"},
    {"new_waited", M_INTEGER, M_REQUIRED, .at = LONG_AT(deadline_move, new_waited),
     .title = "按这个规则集不计的有几个单位"},
    {"new_credited", M_INTEGER, M_REQUIRED, .at = LONG_AT(deadline_move, new_credited),
     .title = "其中因规则所写的事不计的"},
    MEMBERS_END,
};

static enum err
moved_list(struct context *c)
{
    struct casework *w = &c->work;
    struct deadline_moves_query q = {.cursor = context_query(c, "cursor")};
    struct deadline_move *rows;
    struct policy *p;
    long total;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    if ((err = judge_with(c, c->params[0], &p)))
        return err;
    store_read_end(w->store);
    if ((err = govern_deadlines_moved(w->store, w->arena, p, &q, &total, &w->fault)))
        return err;

    q.limit = limit + 1;
    if ((err = store_deadline_moves(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;
    reply_page(c,
               &(struct page){.rows = rows,
                              .size = sizeof *rows,
                              .n = n < limit ? n : limit,
                              .next = n > limit ? store_deadline_cursor(w->arena, &rows[limit - 1])
                                                : NULL});
    return OK;
}

/* ---- working days that are left -------------------------------------------------------------- */

#define DAYS_BEFORE 100
#define DAYS_ASKED 400

static enum err
workdays_from(struct context *c, struct arena *a, const char *from, const json_t **counted)
{
    const char *answer;
    json_t *parsed;

    struct span of = {.from = from, .days = DAYS_ASKED};
    enum err err = ask_days(c, c->work.policy, &of, &answer);
    if (err)
        return err;
    if ((err = json_read(a, answer, strlen(answer), &parsed, &c->work.fault)))
        return err;
    *counted = json_object_get(parsed, "counted");

    return OK;
}

/* How many of the days lie after one and not after the other. */
static long
count_between(const json_t *days, const char *after, const char *until)
{
    size_t i;
    json_t *day;
    long n = 0;

    json_array_foreach(days, i, day)
    {
        const char *text = json_string_value(day);
        n += text != NULL && strcmp(text, after) > 0 && strcmp(text, until) <= 0;
    }
    return n;
}

/* The working days around today are asked for once a day and set. */
static enum err
workdays_around(struct context *c, const json_t **counted)
{
    struct dispatcher *o = c->dispatcher;
    char from[DATE_TEXT];

    if (!str_is(o->workdays_on, c->work.today)) {
        date_beijing((int64_t)(date_days(c->work.today) - DAYS_BEFORE) * 86400000, from);
        enum err err = workdays_from(c, o->set_arena, from, &o->workdays);
        if (err)
            return err;
        memcpy(o->workdays_on, c->work.today, DATE_TEXT);
    }

    *counted = o->workdays;
    return OK;
}

bool
working_days_left(struct context *c, const char *due_on, long *left)
{
    const json_t *days;

    if (workdays_around(c, &days))
        return false;
    if (strcmp(due_on, c->work.today) >= 0) {
        *left = count_between(days, c->work.today, due_on);
        return true;
    }

    const char *first = json_string_value(json_array_get(days, 0));
    if ((first == NULL || strcmp(due_on, first) < 0) &&
        workdays_from(c, c->work.arena, due_on, &days))
        return false;
    *left = -count_between(days, due_on, c->work.today);
    return true;
}

const char *
working_day_after(struct context *c, long n)
{
    const json_t *days;
    size_t i;
    json_t *day;

    if (workdays_around(c, &days))
        return DATE_LATEST;
    json_array_foreach(days, i, day)
    {
        const char *text = json_string_value(day);
        if (text != NULL && strcmp(text, c->work.today) > 0 && --n == 0)
            return text;
    }
    return DATE_LATEST;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/calendar/deadline",
     .act = ACT_LOOK,
     .read = calendar_read,
     .query = calendar_query,
     .answer = calendar_answer,
     .name = "countWorkingDays",
     .title = "逐日计算期限"},
    {.method = GET,
     .path = "/rule-sets/:hash/deadlines",
     .act = ACT_READ_RULES,
     .read = moved_list,
     .query = paged_query,
     .answer = deadline_move_answer,
     .is_list = true,
     .name = "listMovedDeadlines",
     .title = "按这个规则集的日历会变动的未到期期限"},
};
ROUTES(calendar, rows);
