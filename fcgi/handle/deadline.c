/* Clocks of filings: of one, and those of an organization that are open. */
#include "handle/deadline.h"
#include "handle/calendar.h"
#include "handle/declared.h"
#include "handle/judgement.h"
#include "handle/route.h"

#include <string.h>

/* ---- what they are --------------------------------------------------------------------------- */

const struct member filing_clock_members[] = {
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(clock_answer, deadline.name), .title = "名称"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(clock_answer, label), .title = "中文名称"},
    {"from", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(clock_answer, deadline.from),
     .title = "起算日；早先的记录可能没有"},
    {"days", M_INTEGER, M_REQUIRED, .at = LONG_AT(clock_answer, deadline.days),
     .title = "几个单位"},
    {"unit", M_STRING, M_REQUIRED, .at = TEXT_AT(clock_answer, deadline.unit),
     .choices = deadline_units, .title = "单位：工作日、日、月"},
    {"due_on", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(clock_answer, deadline.due_on),
     .title = "到期日；暂停期间没有"},
    {"provisional", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(clock_answer, deadline.is_provisional),
     .title = "到期日是否暂估"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(clock_answer, deadline.state),
     .choices = deadline_states, .title = "状态"},
    {"waited", M_INTEGER, M_REQUIRED, .at = LONG_AT(clock_answer, deadline.waited),
     .title = "其间不计的有几个单位；以月计的为几日"},
    {"credited", M_INTEGER, M_REQUIRED, .at = LONG_AT(clock_answer, deadline.credited),
     .title = "其中因 credit_label 所说的事不计的有几个单位"},
    {"credit_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(clock_answer, credit_label),
     .title = "因何事不计；没有不计的，或规则已不再写明的，为 null"},
    {"left", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(clock_answer, left),
     .title = "还剩几个工作日（以日、月计的为几日）；不在走的、已过到期日的为 null"},
    MEMBERS_END,
};

/* A day that was promised says when it ends if it goes on today: no promise while it stands still.
 * At the turn of the day one may be read before the clerk has come to it: it has run out. */
void
clock_show(struct context *c, const char *kind, struct clock_answer *x)
{
    struct deadline *d = &x->deadline;
    bool is_running = str_is(d->state, CLOCK_RUNS) && d->due_on != NULL;

    x->label = clocks_label(&c->work, kind, d);
    x->credit_label = clocks_credit(&c->work, kind, d);
    x->left = NO_NUMBER;
    if (is_running && !str_is(d->unit, "workday"))
        x->left = date_days(d->due_on) - date_days(c->work.today);
    else if (is_running && !working_days_left(c, d->due_on, &x->left))
        x->left = NO_NUMBER;
    if (x->left < 0)
        x->left = NO_NUMBER;
    if (is_running && strcmp(d->due_on, c->work.today) < 0)
        d->state = "missed";
    if (str_is(d->state, "paused"))
        d->due_on = NULL;
}

/* ---- GET /deadlines -------------------------------------------------------------------------- */

const struct member open_clock_members[] = {
    {"filing", M_ID, M_REQUIRED, .at = TEXT_AT(open_clock, of.deadline.filing_id),
     .title = "备案事项编号"},
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(open_clock, of.kind), .choices_of = declared_kinds,
     .title = "种类"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(open_clock, of.title), .title = "简称"},
    {"filing_state", M_STRING, M_REQUIRED, .at = TEXT_AT(open_clock, of.filing_state),
     .title = "备案事项的状态"},
    {"filing_state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(open_clock, state_label),
     .title = "备案事项的状态（中文）"},
    {.type = M_WITH, .of = filing_clock_members, .at = offsetof(struct open_clock, clock)},
    MEMBERS_END,
};

struct rows
open_clocks(struct context *c, const struct deadline_open *rows, int n)
{
    struct open_clock *list = arena_alloc(c->work.arena, (size_t)(n + 1) * sizeof *list);

    for (int i = 0; i < n; i++) {
        list[i].of = rows[i];
        list[i].clock.deadline = rows[i].deadline;
        list[i].state_label = law_label_of_state(casework_law(&c->work), rows[i].kind,
                                                 rows[i].action, rows[i].filing_state);
        clock_show(c, rows[i].kind, &list[i].clock);
    }
    return (struct rows){list, n};
}

static enum err
deadline_list(struct context *c)
{
    struct casework *w = &c->work;
    struct deadline_query q = {.organization_id = w->who->organization_id,
                               .limited_by = w->who->limited_by,
                               .cursor = context_query(c, "cursor")};
    struct deadline_open *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    q.limit = limit + 1;
    if ((err = store_deadlines_open(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct rows list = open_clocks(c, rows, n < limit ? n : limit);
    struct page p = {.rows = list.first, .size = sizeof(struct open_clock), .n = list.n};
    p.next = n > limit ? store_deadline_open_cursor(w->arena, &rows[limit - 1]) : NULL;
    reply_page(c, &p);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/deadlines",
     .act = ACT_READ_OWN,
     .read = deadline_list,
     .query = paged_query,
     .answer = open_clock_members,
     .is_list = true,
     .name = "listDeadlines",
     .title = "本单位备案事项尚未了结的期限，按到期日排序"},
};
ROUTES(deadline, rows);
