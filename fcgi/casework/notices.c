/* What follows from a move, and from a clock that comes to an end: who is told, and in what words.
 */
#include "casework/notices.h"
#include "casework/deliveries.h"

#include <string.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define DAYS_LOOKED_BACK 400 /* what ran out before is in the history, and nobody is told */

/* ---- days ------------------------------------------------------------------------------------ */

static const char *
day_from(const struct teller *t, long days)
{
    char on[DATE_TEXT];
    date_beijing((date_days(t->today) + days) * DAY_MS, on);
    return arena_strdup(t->arena, on);
}

static const char *
day_after(const struct teller *t, const char *day)
{
    return day_from(t, date_days(day) - date_days(t->today) + 1);
}

/* How many working days lie after the one day, up to the other. */
static long
workdays_between(const struct teller *t, const char *after, const char *until)
{
    size_t i;
    json_t *day;
    long n = 0;

    json_array_foreach(t->rules->workdays, i, day)
    {
        const char *text = json_string_value(day);
        n += strcmp(text, after) > 0 && strcmp(text, until) <= 0;
    }
    return n;
}

static bool
is_by_workdays(const char *unit)
{
    return unit == NULL || str_is(unit, "workday");
}

static long
days_between(const struct teller *t, const char *unit, const char *after, const char *until)
{
    return is_by_workdays(unit) ? workdays_between(t, after, until)
                                : date_days(until) - date_days(after);
}

/* The last day that has no more than n of the unit left until it. */
static const char *
last_with_left(const struct teller *t, const char *unit, long n)
{
    size_t i;
    json_t *day;

    if (!is_by_workdays(unit))
        return day_from(t, n);
    json_array_foreach(t->rules->workdays, i, day)
    {
        const char *text = json_string_value(day);
        if (strcmp(text, t->today) > 0 && n-- == 0)
            return day_from(t, date_days(text) - date_days(t->today) - 1);
    }
    return t->today;
}

/* The last day that is over for n of the unit or more. */
static const char *
last_with_over(const struct teller *t, const char *unit, long n)
{
    size_t i = json_array_size(t->rules->workdays);

    if (!is_by_workdays(unit))
        return day_from(t, -n);
    while (i-- > 0) {
        const char *text = json_string_value(json_array_get(t->rules->workdays, i));
        if (strcmp(text, t->today) <= 0 && --n == 0)
            return day_from(t, date_days(text) - date_days(t->today) - 1);
    }
    return day_from(t, -DAYS_LOOKED_BACK - 1);
}

/* ---- words ----------------------------------------------------------------------------------- */

/* What a text may show. */
struct words {
    const char *title, *kind, *action, *state, *event, *number, *organization, *on;
    const char *clock, *due_on, *left, *over;
};
static const struct word {
    const char *name;
    size_t at;
} word_list[] = {
#define WORD(name_)                                                                                \
    {                                                                                              \
#name_, offsetof(struct words, name_)                                                      \
    }
    WORD(title), WORD(kind),  WORD(action), WORD(state), WORD(event), WORD(number),
    WORD(on),    WORD(clock), WORD(due_on), WORD(left),  WORD(over),  WORD(organization),
#undef WORD
};

static const char *
word_of(const struct words *w, const char *name, size_t n)
{
    for (size_t i = 0; i < LEN(word_list); i++)
        if (strlen(word_list[i].name) == n && memcmp(word_list[i].name, name, n) == 0)
            return *(const char *const *)((const char *)w + word_list[i].at);
    return NULL;
}

/* The rules were loaded whole: each brace holds a field that is known here. */
static const char *
filled_in(struct arena *a, const char *text, const struct words *w)
{
    struct buf b = BUF(a);

    buf_puts(&b, "");
    while (*text != '\0') {
        size_t plain = strcspn(text, "{");
        buf_add(&b, text, plain);
        text += plain;
        if (*text == '\0')
            break;
        size_t n = strcspn(text + 1, "}");
        const char *word = word_of(w, text + 1, n);
        buf_puts(&b, word ? word : "—");
        text += n + 1 + (text[n + 1] == '}');
    }
    return b.p;
}

static const char *
day_of(const struct teller *t, int64_t at)
{
    char on[DATE_TEXT];
    date_beijing(at, on);
    return arena_strdup(t->arena, on);
}

static void
words_of_filing(const struct teller *t, const struct filing *x, const struct organization *o,
                struct words *w)
{
    const struct law *l = t->rules->law;

    w->title = *x->title != '\0' ? x->title : "未命名";
    w->kind = law_label_of_kind(l, x->kind);
    w->action = law_label_of_action(l, x->action);
    w->state = law_label_of_state(l, x->kind, x->state);
    w->number = x->number ? x->number : "尚无编号";
    w->organization = o->name;
    w->on = t->today;
}

static const char *
due_text(const struct teller *t, const char *due_on, bool is_provisional)
{
    if (due_on == NULL)
        return "另行告知的日期";
    return is_provisional ? arena_printf(t->arena, "%s（暂估）", due_on) : due_on;
}

static const char *
span_text(const struct teller *t, const char *unit, long n)
{
    const char *name = is_by_workdays(unit) ? "个工作日" : "日";

    if (n < 1)
        return is_by_workdays(unit) ? "不足一个工作日" : "不足一日";
    return arena_printf(t->arena, "%ld %s", n, name);
}

/* ---- who is told ----------------------------------------------------------------------------- */

#define TO_FILER "filer"
#define TO_REVIEWER "reviewer"

static void
one(struct teller *t, const char *id, struct id_list *out)
{
    out->ids = arena_alloc(t->arena, sizeof *out->ids);
    out->ids[out->n++] = id;
}

static enum err
of_role(struct teller *t, const struct filing *x, const char *role, struct id_list *out)
{
    return store_notice_people(t->store, t->arena, x->id, role, out, &t->fault);
}

/* Whoever has taken the task; before that, all who might. */
static enum err
of_task(struct teller *t, const struct filing *x, struct id_list *out)
{
    struct task task;
    enum err err = store_task_open(t->store, t->arena, x->id, &task, &t->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (task.claimed_by != NULL) {
        one(t, task.claimed_by, out);
        return OK;
    }
    const struct law_stage *stage = law_stage(t->rules->law, task.stage);
    return stage ? of_role(t, x, stage->role, out) : OK;
}

static enum err
recipients(struct teller *t, const struct filing *x, const char *to, struct id_list *out)
{
    *out = (struct id_list){0};
    if (str_is(to, TO_REVIEWER))
        return of_task(t, x, out);
    if (!str_is(to, TO_FILER))
        return of_role(t, x, to, out);
    one(t, x->organization_id, out);
    return OK;
}

static const json_t *
notice_named(const struct teller *t, const char *code)
{
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(t->rules->manifest, "notices"), i, one)
    {
        if (str_is(json_str(one, "code"), code))
            return one;
    }
    return NULL;
}

static enum err
send_out(struct teller *t, const struct filing *x, const struct notice *n, const struct words *w)
{
    const json_t *declared;
    enum err err = OK;

    for (size_t i = 0; !err && (declared = deliveries_of(t, n->code, i)) != NULL; i++) {
        const char *title = json_str(declared, "title");
        struct dispatch d = {declared, title ? filled_in(t->arena, title, w) : "",
                             filled_in(t->arena, json_str(declared, "text"), w)};
        err = deliveries_add(t, n, x->state, &d);
    }
    return err;
}

/* to: where the declaration does not say it. */
static enum err
tell(struct teller *t, const struct filing *x, const json_t *declared, const char *to,
     const struct words *w)
{
    struct notice n = {.code = json_str(declared, "code"),
                       .filing_id = x->id,
                       .title = filled_in(t->arena, json_str(declared, "title"), w),
                       .text = filled_in(t->arena, json_str(declared, "text"), w),
                       .at = t->now};
    const char *own = json_str(declared, "to");
    struct id_list list;
    enum err err = recipients(t, x, own ? own : to, &list);

    for (int i = 0; !err && i < list.n; i++) {
        n.to_id = list.ids[i];
        err = store_notice_add(t->store, &n, &t->fault);
        if (!err)
            err = send_out(t, x, &n, w);
    }
    return err;
}

static enum err
load(struct teller *t, const char *filing_id, struct filing *x, struct words *w)
{
    struct organization o;
    enum err err = store_filing_head(t->store, t->arena, filing_id, x, &t->fault);
    if (err)
        return err;
    if ((err = store_organization_load(t->store, t->arena, x->organization_id, &o, &t->fault)))
        return err;
    words_of_filing(t, x, &o, w);
    return OK;
}

/* ---- of a move ------------------------------------------------------------------------------- */

#define MISSED "missed"

static enum err
words_of_clock(struct teller *t, const struct filing *x, const char *clock, struct words *w)
{
    struct deadline *rows;
    int n;
    enum err err = store_deadlines_list(t->store, t->arena, x->id, &rows, &n, &t->fault);
    if (err)
        return err;

    w->clock = "期限";
    w->due_on = due_text(t, NULL, false);
    for (int i = 0; i < n; i++) {
        const struct deadline *d = &rows[i];
        if (!str_is(d->name, clock))
            continue;
        w->clock = d->label;
        if (!str_is(d->state, "paused"))
            w->due_on = due_text(t, d->due_on, d->is_provisional);
    }
    return OK;
}

static enum err
tell_of_row(struct teller *t, const struct outbox_row *row)
{
    struct words w = {0};
    struct filing x;
    size_t i;
    json_t *code;
    enum err err = load(t, row->filing_id, &x, &w);
    if (err)
        return err == ERR_NOTFOUND ? OK : err; /* it was erased */

    const char *place = str_is(row->event, MISSED) ? row->clock : row->to_state;
    const char *key =
        arena_printf(t->arena, "%s %s %s %s", x.kind, x.action, row->event, place ? place : "");
    w.event = law_label_of_event(t->rules->law, row->event);
    w.state = law_label_of_state(t->rules->law, x.kind, row->to_state);
    w.on = day_of(t, row->at);
    json_array_foreach(json_object_get(json_object_get(t->rules->manifest, "tells"), key), i, code)
    {
        const json_t *declared = notice_named(t, json_string_value(code));
        const char *clock = json_str(declared, "clock");
        if (clock != NULL && (err = words_of_clock(t, &x, clock, &w)))
            return err;
        if ((err = tell(t, &x, declared, NULL, &w)))
            return err;
    }
    return OK;
}

enum err
notices_tell(struct teller *t, int limit, int *taken)
{
    struct outbox_row *rows;
    enum err err = store_outbox_next(t->store, t->arena, limit, &rows, taken, &t->fault);

    for (int i = 0; !err && i < *taken; i++) {
        err = tell_of_row(t, &rows[i]);
        if (!err)
            err = store_outbox_delete(t->store, rows[i].n, &t->fault);
    }
    return err;
}

/* ---- of a clock ------------------------------------------------------------------------------ */

/* One of the days of a declaration, and the days on which the clocks end of which it speaks now. */
struct turn {
    const json_t *declared;
    const char *unit;
    struct reminder_query q;
};

static bool
is_of_a_stage(const struct law *l, const char *clock)
{
    for (int i = 0; i < l->stages_n; i++)
        if (l->stages[i].clock != NULL && str_is(l->stages[i].clock, clock))
            return true;
    return false;
}

static enum err
note_sent(struct teller *t, const struct turn *turn, const struct reminder *r)
{
    struct buf detail = BUF(t->arena);
    enum err err = store_reminder_add(t->store, r, turn->q.code, turn->q.days, &t->fault);
    if (err)
        return err;

    buf_open(&detail, NULL, '{');
    buf_json_str(&detail, "name", r->clock);
    buf_json_str(&detail, "due_on", r->due_on);
    buf_json_str(&detail, "rule", turn->q.code);
    buf_json_int(&detail, "days", turn->q.days);
    buf_close(&detail);
    return store_audit_add(t->store, NULL,
                           turn->q.is_over ? "deadline.escalated" : "deadline.reminded",
                           r->filing_id, detail.p, &t->fault);
}

static enum err
send(struct teller *t, const struct turn *turn, const struct reminder *r)
{
    const json_t *declared = notice_named(t, json_str(turn->declared, "notice"));
    const char *pool = json_str(turn->declared, "pool");
    struct words w = {0};
    struct filing x;
    enum err err = load(t, r->filing_id, &x, &w);
    if (err && err != ERR_NOTFOUND)
        return err;

    w.clock = r->label;
    w.due_on = due_text(t, r->due_on, r->is_provisional);
    if (turn->q.is_over)
        w.over = span_text(t, turn->unit, days_between(t, turn->unit, r->due_on, t->today));
    else
        w.left = span_text(t, turn->unit, days_between(t, turn->unit, t->today, r->due_on));
    if (!err && pool != NULL)
        err = store_task_to_pool(t->store, x.id, pool, &t->fault);
    if (!err)
        err = tell(t, &x, declared, json_str(turn->declared, "to"), &w);
    if (err && err != ERR_NOTFOUND)
        return err;
    return note_sent(t, turn, r);
}

static enum err
send_turn(struct teller *t, struct turn *turn, int limit, int *sent)
{
    struct reminder *rows;
    int n;

    if (limit <= 0 || strcmp(turn->q.from, turn->q.to) > 0)
        return OK;
    turn->q.limit = limit;
    enum err err = store_reminders_due(t->store, t->arena, &turn->q, &rows, &n, &t->fault);
    for (int i = 0; !err && i < n; i++, (*sent)++)
        err = send(t, turn, &rows[i]);
    return err;
}

static long
day_number_at(const json_t *days, size_t i)
{
    return (long)json_integer_value(json_array_get(days, i));
}

/* The days are in rising order: of the clocks that a nearer one speaks of, no other does. */
static enum err
send_declared(struct teller *t, struct turn *turn, int limit, int *sent)
{
    const json_t *days = json_object_get(turn->declared, "days");
    const char *unit = turn->unit;
    int so_far = *sent;

    for (size_t i = 0; i < json_array_size(days); i++) {
        long n = day_number_at(days, i);
        bool is_last = i + 1 == json_array_size(days);
        turn->q.days = n;
        if (!turn->q.is_over) {
            turn->q.from = i == 0 ? t->today : day_after(t, turn->q.to);
            turn->q.to = last_with_left(t, unit, n);
        } else {
            turn->q.to = last_with_over(t, unit, n);
            turn->q.from = is_last
                               ? day_from(t, -DAYS_LOOKED_BACK)
                               : day_after(t, last_with_over(t, unit, day_number_at(days, i + 1)));
        }
        enum err err = send_turn(t, turn, limit - (*sent - so_far), sent);
        if (err)
            return err;
    }
    return OK;
}

enum err
notices_remind(struct teller *t, int limit, int *sent)
{
    size_t i;
    json_t *one;

    *sent = 0;
    json_array_foreach(json_object_get(t->rules->manifest, "reminders"), i, one)
    {
        struct turn turn = {.declared = one, .unit = json_str(one, "unit")};
        turn.q = (struct reminder_query){.kind = json_str(one, "kind"),
                                         .clock = json_str(one, "clock"),
                                         .code = json_str(one, "code"),
                                         .is_over = str_is(json_str(one, "word"), "escalate")};
        turn.q.is_of_stage = is_of_a_stage(t->rules->law, turn.q.clock);
        enum err err = send_declared(t, &turn, limit - *sent, sent);
        if (err)
            return err;
    }
    return OK;
}
