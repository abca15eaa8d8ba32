/* Words, days and rows of notices. */
#include "casework/telling.h"
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

const char *
telling_day_of(const struct teller *t, int64_t at)
{
    char on[DATE_TEXT];
    date_beijing(at, on);
    return arena_strdup(t->arena, on);
}

const char *
telling_due(const struct teller *t, const char *due_on, bool is_provisional)
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

const char *
telling_title(const char *title)
{
    return *title != '\0' ? title : "未命名";
}

const char *
telling_number(const char *number)
{
    return number ? number : "尚无编号";
}

/* ---- turns ----------------------------------------------------------------------------------- */

struct turn
telling_turn(const json_t *declared)
{
    return (struct turn){.declared = declared,
                         .unit = json_str(declared, "unit"),
                         .is_over = str_is(json_str(declared, "word"), "escalate")};
}

static long
day_number_at(const json_t *days, size_t i)
{
    return (long)json_integer_value(json_array_get(days, i));
}

bool
telling_next(const struct teller *t, struct turn *turn, size_t i)
{
    const json_t *days = json_object_get(turn->declared, "days");
    bool is_last = i + 1 >= json_array_size(days);
    long n = day_number_at(days, i);
    if (i >= json_array_size(days))
        return false;

    turn->days = n;
    if (!turn->is_over) {
        turn->from = i == 0 ? t->today : day_after(t, turn->to);
        turn->to = last_with_left(t, turn->unit, n);
        return true;
    }
    turn->to = last_with_over(t, turn->unit, n);
    turn->from = is_last ? day_from(t, -DAYS_LOOKED_BACK)
                         : day_after(t, last_with_over(t, turn->unit, day_number_at(days, i + 1)));
    return true;
}

void
telling_span(const struct teller *t, const struct turn *turn, const char *due_on, struct words *w)
{
    const char *unit = turn->unit;

    if (turn->is_over)
        w->over = span_text(t, unit, days_between(t, unit, due_on, t->today));
    else
        w->left = span_text(t, unit, days_between(t, unit, t->today, due_on));
}

const char *
telling_sent(const struct teller *t, const struct turn *turn, const char *clock, const char *due_on)
{
    struct buf detail = BUF(t->arena);

    buf_open(&detail, NULL, '{');
    buf_json_str(&detail, "name", clock);
    buf_json_str(&detail, "due_on", due_on);
    buf_json_str(&detail, "rule", json_str(turn->declared, "code"));
    buf_json_int(&detail, "days", turn->days);
    buf_close(&detail);
    return detail.p;
}

/* ---- rows ------------------------------------------------------------------------------------ */

const json_t *
telling_notice(const struct teller *t, const char *code)
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
send_out(struct teller *t, const struct telling *x, const struct notice *n)
{
    const json_t *declared;
    enum err err = OK;

    for (size_t i = 0; !err && (declared = deliveries_of(t, n->code, i)) != NULL; i++) {
        const char *title = json_str(declared, "title");
        struct dispatch d = {declared, title ? filled_in(t->arena, title, x->words) : "",
                             filled_in(t->arena, json_str(declared, "text"), x->words)};
        err = deliveries_add(t, n, x->state, &d);
    }
    return err;
}

enum err
telling_write(struct teller *t, const struct telling *x, const struct id_list *to)
{
    struct notice n = {.code = json_str(x->declared, "code"),
                       .filing_id = x->filing_id,
                       .matter_id = x->matter_id,
                       .takeover_id = x->takeover_id,
                       .title = filled_in(t->arena, json_str(x->declared, "title"), x->words),
                       .text = filled_in(t->arena, json_str(x->declared, "text"), x->words),
                       .at = t->now};
    enum err err = OK;

    for (int i = 0; !err && i < to->n; i++) {
        n.to_id = to->ids[i];
        err = store_notice_add(t->store, &n, &t->fault);
        if (!err)
            err = send_out(t, x, &n);
    }
    return err;
}
