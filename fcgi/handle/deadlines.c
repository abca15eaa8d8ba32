/* Deadlines under another set's calendar, and the working days that are left under this one. */
#include "handle/handlers.h"
#include "handle/office.h"

#include <string.h>

/* ---- another judge --------------------------------------------------------------------------- */

static void
close_policy(void *p)
{
    policy_close(p);
}

enum err
judge_with(struct desk *d, const char *hash, struct policy **p)
{
    struct rule_set set;
    struct fault f;

    if (str_is(hash, policy_rule_set(d->policy))) {
        *p = d->policy;
        return OK;
    }

    enum err err = store_rule_set_load(d->store, d->arena, hash, &set, &d->fault);
    if (err == ERR_NOTFOUND)
        return fail(&d->fault, err, "not_found", "", "没有这个规则集，请检查哈希（64 位十六进制）");
    if (err)
        return err;

    desk_loaded(d);
    if (govern_judge_of(&set, &d->settings->policy, p, &f))
        return fail(&d->fault, ERR_CONFLICT, "rule_set_unusable", f.where,
                    "规则集 %.12s 不能载入，无法据以计算：%s", hash, f.text);
    arena_defer(d->arena, close_policy, *p);

    return OK;
}

/* ---- GET /rule-sets/:hash/deadlines ---------------------------------------------------------- */

enum err
handle_deadlines_prepare(struct desk *d)
{
    struct deadlines_moved *m = arena_alloc(d->arena, sizeof *m);
    struct deadline_group *rows;
    struct policy *p;
    int n;

    d->carry = m;
    enum err err = store_deadline_groups(d->store, d->arena, &rows, &n, &d->fault);
    if (err)
        return err;
    if ((err = judge_with(d, d->params[0], &p)))
        return err;
    desk_loaded(d);
    return govern_deadlines_moved(d->arena, p, rows, n, m, &d->fault);
}

enum err
handle_deadlines(struct desk *d)
{
    const struct deadlines_moved *m = d->carry;
    struct deadline_move *rows;
    int limit, n;
    struct buf b = BUF(d->arena);
    enum err err = desk_limit(d, &limit);
    if (err)
        return err;
    struct deadline_moves_query q = {
        .groups = m->groups, .cursor = desk_query(d, "cursor"), .limit = limit + 1};
    if ((err = store_deadline_moves(d->store, d->arena, &q, &rows, &n, &d->fault)))
        return err;

    buf_puts(&b, LIST_START);
    for (int i = 0; i < n && i < limit; i++) {
        const struct deadline_move *x = &rows[i];
        buf_puts(&b, i ? ",{" : "{");
        buf_json_str(&b, "filing", x->filing_id);
        buf_json_str(&b, "title", x->title);
        buf_json_str(&b, "organization", x->organization_name);
        buf_json_str(&b, "name", x->name);
        buf_json_str(&b, "from", x->from);
        buf_json_int(&b, "days", x->days);
        buf_json_str(&b, "due_on", x->due_on);
        buf_json_str(&b, "new_due_on", x->new_due_on);
        buf_json_bool(&b, "provisional", x->is_provisional);
        buf_json_bool(&b, "new_provisional", x->is_new_provisional);
        buf_puts(&b, "}");
    }

    desk_reply_list(d, &b, n > limit ? store_deadline_cursor(d->arena, &rows[limit - 1]) : NULL);
    return OK;
}

/* ---- working days that are left -------------------------------------------------------------- */

#define DAYS_BEFORE 100
#define DAYS_ASKED 400

static enum err
workdays_from(struct desk *d, struct arena *a, const char *from, const json_t **counted)
{
    struct buf ask = BUF(d->arena);
    const char *answer;
    json_t *parsed;

    buf_puts(&ask, "{");
    buf_json_str(&ask, "from", from);
    buf_json_int(&ask, "days", DAYS_ASKED);
    buf_puts(&ask, "}");
    enum err err = policy_ask(d->policy, d->arena, POLICY_DAYS, ask.p, &answer, &d->fault);
    if (err)
        return err;
    if ((err = json_read(a, answer, strlen(answer), &parsed, &d->fault)))
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
workdays_around(struct desk *d, const json_t **counted)
{
    struct office *o = d->office;
    char from[DATE_TEXT];

    if (!str_is(o->workdays_on, d->today)) {
        date_beijing((int64_t)(date_days(d->today) - DAYS_BEFORE) * 86400000, from);
        enum err err = workdays_from(d, o->set_arena, from, &o->workdays);
        if (err)
            return err;
        memcpy(o->workdays_on, d->today, DATE_TEXT);
    }

    *counted = o->workdays;
    return OK;
}

bool
working_days_left(struct desk *d, const char *due_on, long *left)
{
    const json_t *days;

    if (workdays_around(d, &days))
        return false;
    if (strcmp(due_on, d->today) >= 0) {
        *left = count_between(days, d->today, due_on);
        return true;
    }

    const char *first = json_string_value(json_array_get(days, 0));
    if ((first == NULL || strcmp(due_on, first) < 0) && workdays_from(d, d->arena, due_on, &days))
        return false;
    *left = -count_between(days, due_on, d->today);
    return true;
}
