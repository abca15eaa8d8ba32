/* The list of an organization's filings: where each stands, what is open in it, what is due. */
#include "handle/filing.h"
#include "handle/deadline.h"
#include "handle/declared.h"
#include "handle/route.h"

/* ---- a row ----------------------------------------------------------------------------------- */

const struct member filing_row_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(filing, id), .title = "备案事项编号"},
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(filing, kind), .choices_of = declared_kinds,
     .title = "种类"},
    {"action", M_STRING, M_REQUIRED, .at = TEXT_AT(filing, action), .choices_of = declared_actions,
     .title = "办理事项"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(filing, state), .title = "状态"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(filing, state_label),
     .title = "状态（中文）"},
    {"version", M_INTEGER, M_REQUIRED, .at = LONG_AT(filing, version), .title = "版本"},
    {"number", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(filing, number),
     .title = "备案编号"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(filing, title), .title = "简称"},
    {"of", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(filing, of), .title = "所涉备案"},
    {"rule_set", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(filing, rule_set),
     .title = "提交时的规则集"},
    {"checked_with", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(filing, checked_with),
     .title = "新建或最近检查所用的规则集"},
    {"created_at", M_TIME, M_REQUIRED, .at = TIME_AT(filing, created_at), .title = "建立时间"},
    {"updated_at", M_TIME, M_REQUIRED, .at = TIME_AT(filing, updated_at), .title = "更新时间"},
    MEMBERS_END,
};

/* ---- GET /filings ---------------------------------------------------------------------------- */

#define TITLE_ASKED_MAX 200

static const struct member filing_state = {.type = M_STRING, .choices_of = declared_states};
static const struct member filings_query[] = {
    {"kind", M_STRING, .choices_of = declared_kinds, .title = "种类"},
    {"state", M_LIST, .max = 20, .each = &filing_state,
     .title = "状态，可重复；open 为填报人可以修改的全部"},
    {"q", M_STRING, .max = TITLE_ASKED_MAX, .title = "简称中含有的文字"},
    PAGED,
    MEMBERS_END,
};
const struct member filing_line_members[] = {
    {.type = M_WITH, .of = filing_row_members, .at = offsetof(struct filing_line, filing)},
    {"kind_label", M_STRING, M_REQUIRED, .at = TEXT_AT(filing_line, kind_label),
     .title = "种类（中文）"},
    {"standing", M_STRING, M_REQUIRED, .at = TEXT_AT(filing_line, filing.standing),
     .title = "所处的阶段：editable 可修改，review 在审，in_force 有效，over 已了结"},
    {"open_reasons", M_INTEGER, M_REQUIRED, .at = LONG_AT(filing_line, filing.open_reasons),
     .title = "退回之后尚未重新提交的理由有几条"},
    {"missing", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(filing_line, missing),
     .title = "最近一次检查发现的错误有几处；没有检查过的、不在填报人手中的为 null"},
    {"due_on", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(filing_line, filing.due_on),
     .title = "最先到期的期限到哪一天；没有在走的期限时为 null"},
    {"days_left", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(filing_line, days_left),
     .title = "还剩几个工作日（以日、月计的为几日）；没有的、已过的为 null"},
    MEMBERS_END,
};

static void
show_line(struct context *c, struct filing_line *x)
{
    const struct law *l = casework_law(&c->work);
    struct filing *f = &x->filing;
    struct clock_answer clock = {.deadline = {.state = CLOCK_RUNS,
                                              .due_on = f->due_on,
                                              .unit = f->due_unit ? f->due_unit : "",
                                              .label = ""}};
    bool is_asked = f->missing >= 0 && str_is(f->standing, standing_name(STANDING_EDITABLE));

    f->state_label = law_label_of_state(l, f->kind, f->action, f->state);
    x->kind_label = law_label_of_kind(l, f->kind);
    x->missing = is_asked ? f->missing : NO_NUMBER;
    clock_show(c, f->kind, &clock);
    x->days_left = clock.left;
}

struct rows
filing_lines(struct context *c, const struct filing *rows, int n)
{
    struct filing_line *list = arena_alloc(c->work.arena, (size_t)(n + 1) * sizeof *list);

    for (int i = 0; i < n; i++) {
        list[i].filing = rows[i];
        show_line(c, &list[i]);
    }
    return (struct rows){list, n};
}

/* States by name; the word for all that are open stands beside them. */
static void
ask_states(struct context *c, struct filing_query *q)
{
    const char *const *asked = context_query_list(c, "state");
    int n = 0;

    while (asked[n] != NULL)
        n++;
    const char **states = arena_alloc(c->work.arena, (size_t)(n + 1) * sizeof *states);
    for (int i = 0, k = 0; i < n; i++) {
        if (str_is(asked[i], STATES_OPEN))
            q->is_open = true;
        else
            states[k++] = asked[i];
    }
    q->states = n > 0 ? states : NULL;
}

static enum err
filing_list(struct context *c)
{
    struct casework *w = &c->work;
    struct filing_query q = {.organization_id = w->who->organization_id,
                             .limited_by = w->who->limited_by,
                             .kind = context_query(c, "kind"),
                             .title = context_query(c, "q"),
                             .cursor = context_query(c, "cursor")};
    struct filing *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    if (q.title != NULL && utf8_length(q.title) > TITLE_ASKED_MAX)
        return fail(&w->fault, ERR_INPUT, "parameter_invalid", "/q", "q 至多 %d 个字",
                    TITLE_ASKED_MAX);
    ask_states(c, &q);
    q.limit = limit + 1;
    if ((err = store_filing_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct rows lines = filing_lines(c, rows, n < limit ? n : limit);
    const char *next = n > limit ? store_filing_cursor(w->arena, &rows[limit - 1]) : NULL;
    reply_page(c, &(struct page){.rows = lines.first,
                                 .size = sizeof(struct filing_line),
                                 .n = lines.n,
                                 .next = next});
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/filings",
     .act = ACT_READ_OWN,
     .read = filing_list,
     .query = filings_query,
     .answer = filing_line_members,
     .is_list = true,
     .name = "listFilings",
     .title = "本单位的备案事项"},
};
ROUTES(filing_line, rows);
