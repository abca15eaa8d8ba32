/* Review work from hand to hand: taken several at once, given to a colleague, handed over to
 * another area; and who has how much of it. */
#include "handle/route.h"
#include "handle/task.h"

#define REASON_MAX 500

/* ---- POST /review/tasks/claim ---------------------------------------------------------------- */

static const struct member one_id = {.type = M_ID, .title = "任务编号"};
static const struct member take_body[] = {
    {"ids", M_LIST, .max = TAKEN_MAX, .each = &one_id, .title = "要领取的任务"},
    {"next", M_INTEGER, .min = 1, .max = TAKEN_MAX,
     .title = "不逐件指定时：领取最紧急的几件。与 ids 只给一个"},
    MEMBERS_END,
};
static const struct member taken_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(taken, id), .title = "任务编号"},
    {"code", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(taken, code),
     .title = "没有领到的原因的代码；领到的为 null"},
    {"message", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(taken, why),
     .title = "没有领到的原因"},
    MEMBERS_END,
};
struct take_answer {
    long claimed;
    struct rows items;
};
static const struct member take_answer[] = {
    {"claimed", M_INTEGER, M_REQUIRED, .at = LONG_AT(take_answer, claimed), .title = "领到几件"},
    {"items", M_LIST, M_REQUIRED, .at = ROWS_AT(take_answer, items), .of = taken_members,
     .size = sizeof(struct taken), .title = "逐件的结果，按所给的顺序"},
    MEMBERS_END,
};

static bool
is_named_before(const struct taken_list *x, const char *id)
{
    for (int i = 0; i < x->n; i++)
        if (str_is(x->rows[i].id, id))
            return true;
    return false;
}

static enum err
take_decide(struct context *c, struct taken_list *x)
{
    struct casework *w = &c->work;
    const json_t *ids = json_object_get(c->command, "ids");
    const json_t *next = json_object_get(c->command, "next");
    size_t i;
    json_t *id;

    if ((json_array_size(ids) > 0) == (next != NULL))
        return fail(&w->fault, ERR_INPUT, "command_incomplete", "/ids",
                    "请给出要领取的任务 ids，或者要领取几件 next，只给一个");
    if (next != NULL) {
        enum err err = hands_most_urgent(w, (int)json_integer_value(next), x);
        return err ? err : hands_take_decide(w, x);
    }
    x->rows = arena_alloc(w->arena, json_array_size(ids) * sizeof *x->rows);
    json_array_foreach(ids, i, id)
    {
        const char *text = json_string_value(id);
        if (!is_named_before(x, text))
            x->rows[x->n++].id = text;
    }
    return hands_take_decide(w, x);
}

static enum err
take_store(struct context *c, struct taken_list *x)
{
    enum err err = hands_take_store(&c->work, x);
    if (err)
        return err;

    struct take_answer a = {.items = {x->rows, x->n}};
    for (int i = 0; i < x->n; i++)
        a.claimed += x->rows[i].code == NULL;
    reply_row(c, &a);
    return OK;
}

/* ---- POST /review/tasks/:id/reassign, …/handover --------------------------------------------- */

static const struct member reassign_body[] = {
    {"to", M_ID, M_REQUIRED, .title = "改派给哪个账号"},
    {"reason", M_STRING, M_REQUIRED, .min = 1, .max = REASON_MAX,
     .title = "为什么，记入办理经过，填报方看不到"},
    MEMBERS_END,
};
static const struct member handover_body[] = {
    {"area", M_STRING, M_REQUIRED, .min = 6, .max = 6, .title = "移交到哪里：六位行政区划代码"},
    {"reason", M_STRING, M_REQUIRED, .min = 1, .max = REASON_MAX,
     .title = "为什么，记入办理经过，填报方看不到"},
    MEMBERS_END,
};
struct hand_answer {
    const char *id, *state;
    const char *to;
};
static const struct member hand_answer[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(hand_answer, id), .title = "任务编号"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(hand_answer, state), .choices = task_states,
     .title = "任务现在的状态"},
    {"to", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(hand_answer, to),
     .title = "现在由哪个账号办理；没有的为 null"},
    MEMBERS_END,
};

static void
reply_hand(struct context *c, const struct task *t)
{
    reply_row(c, &(struct hand_answer){t->id, t->state, t->claimed_by});
}

static enum err
reassign_decide(struct context *c, struct reassigning *x)
{
    return hands_reassign_decide(&c->work, c->params[0], command_text(c, "to"), x);
}

static enum err
reassign_store(struct context *c, struct reassigning *x)
{
    enum err err = hands_reassign_store(&c->work, command_text(c, "reason"), x);
    if (!err)
        reply_hand(c, &x->task);
    return err;
}

static bool
is_area(const char *text)
{
    for (int i = 0; i < 6; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

static enum err
handover_decide(struct context *c, struct passing *x)
{
    const char *area = command_text(c, "area");

    if (!is_area(area))
        return fail(&c->work.fault, ERR_INPUT, "area_malformed", "/area",
                    "地区应为六位行政区划代码，例如 440000；国家网信部门为 000000");
    if (!register_area_known(casework_manifest(&c->work), area))
        return fail(&c->work.fault, ERR_INPUT, "area_unknown", "/area",
                    "没有代码为 %s 的地区，任务会无人看到。请核对行政区划代码，例如 440000；"
                    "国家网信部门为 000000",
                    area);
    return hands_pass_decide(&c->work, c->params[0], area, x);
}

static enum err
handover_store(struct context *c, struct passing *x)
{
    enum err err =
        hands_pass_store(&c->work, command_text(c, "area"), command_text(c, "reason"), x);
    if (!err)
        reply_hand(c, &x->task);
    return err;
}

/* ---- GET /review/tasks/:id/colleagues -------------------------------------------------------- */

static const struct member colleague_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(colleague, id), .title = "账号编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(colleague, username), .title = "用户名"},
    {"name", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(colleague, contact_name),
     .mask = MASK_NAME, .title = "姓名，遮盖；没有登记的为 null"},
    {"claimed", M_INTEGER, M_REQUIRED, .at = LONG_AT(colleague, claimed), .title = "在办几件"},
    MEMBERS_END,
};

static enum err
colleague_list(struct context *c)
{
    struct casework *w = &c->work;
    struct colleague *rows;
    struct task t;
    int n;
    enum err err = casework_task_given(w, c->params[0], &t);
    if (err)
        return err;
    if ((err = hands_colleagues(w, &t, &rows, &n)))
        return err;
    reply_page(c, &(struct page){.rows = rows, .size = sizeof *rows, .n = n});
    return OK;
}

/* ---- GET /review/workload -------------------------------------------------------------------- */

static const struct member load_members[] = {
    {.type = M_WITH, .of = colleague_members},
    {"open", M_INTEGER, M_REQUIRED, .at = LONG_AT(colleague, open), .title = "可以领取的几件"},
    {"overdue", M_INTEGER, M_REQUIRED, .at = LONG_AT(colleague, overdue),
     .title = "在办的有几件逾期"},
    {"done", M_INTEGER, M_REQUIRED, .at = LONG_AT(colleague, done), .title = "三十天内办结几件"},
    MEMBERS_END,
};
struct area_row {
    struct workload_area of;
    const char *stage_label, *area_label;
};
static const struct member area_members[] = {
    {"stage", M_STRING, M_REQUIRED, .at = TEXT_AT(area_row, of.stage), .title = "阶段"},
    {"stage_label", M_STRING, M_REQUIRED, .at = TEXT_AT(area_row, stage_label),
     .title = "阶段（中文）"},
    {"area", M_STRING, M_REQUIRED, .at = TEXT_AT(area_row, of.province),
     .title = "省级行政区划的前两位；没有地区的为空"},
    {"area_label", M_STRING, M_REQUIRED, .at = TEXT_AT(area_row, area_label),
     .title = "省级行政区划（中文）"},
    {"open", M_INTEGER, M_REQUIRED, .at = LONG_AT(area_row, of.open), .title = "待领取"},
    {"claimed", M_INTEGER, M_REQUIRED, .at = LONG_AT(area_row, of.claimed), .title = "审核中"},
    {"overdue", M_INTEGER, M_REQUIRED, .at = LONG_AT(area_row, of.overdue),
     .title = "两种中逾期的"},
    MEMBERS_END,
};
struct workload_beside {
    struct rows areas;
};
static const struct member workload_beside[] = {
    {"areas", M_LIST, M_REQUIRED, .at = ROWS_AT(workload_beside, areas), .of = area_members,
     .size = sizeof(struct area_row), .title = "按阶段和省份各有几件，在您的范围内"},
    MEMBERS_END,
};

#define LATELY_MS ((int64_t)30 * 24 * 3600 * 1000)

static enum err
area_rows(struct context *c, const struct workload_query *q, struct rows *out)
{
    struct casework *w = &c->work;
    struct workload_area *areas;
    int n;
    enum err err = store_workload_areas(w->store, w->arena, q, &areas, &n, &w->fault);
    if (err)
        return err;

    struct area_row *rows = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *rows);
    for (int i = 0; i < n; i++) {
        const char *code = arena_printf(w->arena, "%s0000", areas[i].province);
        rows[i] = (struct area_row){
            .of = areas[i],
            .stage_label = law_label_of_stage(casework_law(w), areas[i].stage),
            .area_label = *areas[i].province ? desk_area_label(w, code) : "没有地区"};
    }
    *out = (struct rows){rows, n};
    return OK;
}

static enum err
count_open(struct context *c, const struct workload_query *q, struct colleague *rows, int n)
{
    struct casework *w = &c->work;
    struct task_counts counts;

    for (int i = 0; i < n; i++) {
        struct task_counts_query of = {.account_id = rows[i].id,
                                       .stages = q->stages,
                                       .today = w->today,
                                       .soon_until = w->today};
        enum err err = store_task_counts(w->store, &of, &counts, &w->fault);
        if (err)
            return err;
        rows[i].open = counts.open;
    }
    return OK;
}

static enum err
workload_list(struct context *c)
{
    struct casework *w = &c->work;
    struct workload_query q = {.account_id = w->who->id,
                               .roles = desk_known_roles(w),
                               .stages = desk_known_stages(w),
                               .today = w->today,
                               .since = w->now - LATELY_MS,
                               .cursor = context_query(c, "cursor")};
    struct workload_beside beside;
    struct colleague *rows;
    int n, limit;
    enum err err = context_limit(c, &limit);
    if (err)
        return err;
    q.limit = limit + 1;
    if ((err = store_workload(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;
    if ((err = count_open(c, &q, rows, n < limit ? n : limit)))
        return err;
    if ((err = area_rows(c, &q, &beside.areas)))
        return err;

    struct page p = *PAGE_BY_ID(rows, n, limit);
    p.beside = &beside;
    reply_page(c, &p);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(take, struct taken_list)
HALVES(reassign, struct reassigning)
HALVES(handover, struct passing)

static const struct route rows[] = {
    {.method = POST,
     .path = "/review/tasks/claim",
     .act = ACT_REVIEW,
     .root = ROOT_ACCOUNT,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED,
     DECIDES(take),
     .body = take_body,
     .answer = take_answer,
     .name = "claimTasks",
     .title = "一次领取多件：能领的都领，其余逐件说明原因"},
    {.method = POST,
     .path = "/review/tasks/:id/reassign",
     .act = ACT_ASSIGN,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED,
     .tag = given_task_tag,
     DECIDES(reassign),
     .body = reassign_body,
     .answer = hand_answer,
     .name = "reassignTask",
     .title = "改派给能办理这件任务的人员：在办的由办理人改派，待领取的由可以领取的人员分派，两种都"
              "可由负责调派的人员改派"},
    {.method = POST,
     .path = "/review/tasks/:id/handover",
     .act = ACT_REVIEW,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED,
     .tag = task_tag,
     DECIDES(handover),
     .body = handover_body,
     .answer = hand_answer,
     .name = "handOverTask",
     .title = "移交给另一地区（例如省级与国家之间），由那里的人员领取"},
    {.method = GET,
     .path = "/review/tasks/:id/colleagues",
     .act = ACT_ASSIGN,
     .read = colleague_list,
     .answer = colleague_members,
     .is_list = true,
     .name = "listColleagues",
     .title = "可以改派给哪些人员，在办最少的在前"},
    {.method = GET,
     .path = "/review/workload",
     .act = ACT_ASSIGN,
     .read = workload_list,
     .query = paged_query,
     .answer = load_members,
     .is_list = true,
     .beside = workload_beside,
     .name = "reviewWorkload",
     .title = "同阶段、范围相交的审核人员各有几件，和各阶段各省份的总数"},
};
ROUTES(hands, rows);
