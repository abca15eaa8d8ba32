#include "govern/law_diff.h"
#include "policy/policy.h"

#include <string.h>

#define VALUES_MAX 8

/* One declaration of a law, flat: what it is called by, and what it says. Values are words for
 * people; two of the same words are the same. */
struct line {
    const char *code, *label;
    const char *values[VALUES_MAX]; /* NULL: nothing */
};
struct lines {
    struct line *all;
    int n;
};

/* One kind of declaration: how its lines are made, and what their values are called. */
struct table {
    const char *of, *title;
    struct lines (*make)(struct arena *a, const struct law_side *side);
    const char *names[VALUES_MAX];
};

static struct lines
lines_new(struct arena *a, size_t most)
{
    return (struct lines){.all = arena_alloc(a, (most + 1) * sizeof(struct line))};
}

static const char *
joined(struct arena *a, const json_t *list)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *x;

    buf_puts(&b, "");
    json_array_foreach(list, i, x)
        buf_printf(&b, "%s%s", i ? "、" : "", json_string_value(x) ? json_string_value(x) : "");
    return b.n ? b.p : NULL;
}

static const char *
role_label(const struct law *l, const char *code)
{
    for (int i = 0; i < l->roles_n; i++)
        if (str_is(l->roles[i].code, code))
            return l->roles[i].label;
    return label_of(LABEL_ROLE, code);
}

static const char *
roles_joined(struct arena *a, const struct law *l, const json_t *list)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *x;

    json_array_foreach(list, i, x)
        buf_printf(&b, "%s%s", i ? "、" : "", role_label(l, json_string_value(x)));
    return b.n ? b.p : NULL;
}

static const char *
actions_joined(struct arena *a, const struct law *l, const json_t *list)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *x;

    json_array_foreach(list, i, x)
        buf_printf(&b, "%s%s", i ? "、" : "", law_label_of_action(l, json_string_value(x)));
    return b.n ? b.p : NULL;
}

/* ---- what a law declares --------------------------------------------------------------------- */

static struct lines
kinds_of(struct arena *a, const struct law_side *side)
{
    struct lines x = lines_new(a, (size_t)side->law->kinds_n);

    for (int i = 0; i < side->law->kinds_n; i++) {
        const struct law_kind *k = &side->law->kinds[i];
        x.all[x.n++] =
            (struct line){k->code,
                          k->label,
                          {k->label, actions_joined(a, side->law, k->actions), k->initial->label,
                           k->series, k->is_single ? "只能有一件" : "不限件数"}};
    }
    return x;
}

static const char *const standings[STANDING__MAX] = {[STANDING_EDITABLE] = "由填报人编辑",
                                                     [STANDING_REVIEW] = "审核中",
                                                     [STANDING_IN_FORCE] = "有效",
                                                     [STANDING_OVER] = "办结"};

static struct lines
states_of(struct arena *a, const struct law_side *side)
{
    struct lines x = lines_new(a, (size_t)side->law->states_n);

    for (int i = 0; i < side->law->states_n; i++) {
        const struct law_state *s = &side->law->states[i];
        x.all[x.n++] = (struct line){
            arena_printf(a, "%s.%s", s->kind, s->code),
            arena_printf(a, "%s的“%s”", law_label_of_kind(side->law, s->kind), s->label),
            {s->label, standings[s->standing], s->stage ? s->stage->label : NULL}};
    }
    return x;
}

/* The texts of a checklist, one after the other; NULL: it has none. */
static const char *
checklist_text(struct arena *a, const json_t *list)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item) buf_printf(&b, "%s%s", i ? "；" : "", json_str(item, "text"));
    return b.p;
}

static struct lines
stages_of(struct arena *a, const struct law_side *side)
{
    struct lines x = lines_new(a, (size_t)side->law->stages_n);

    for (int i = 0; i < side->law->stages_n; i++) {
        const struct law_stage *s = &side->law->stages[i];
        x.all[x.n++] = (struct line){s->code,
                                     s->label,
                                     {s->label, role_label(side->law, s->role),
                                      s->lead ? role_label(side->law, s->lead) : NULL, s->clock,
                                      checklist_text(a, s->checklist)}};
    }
    return x;
}

static struct lines
events_of(struct arena *a, const struct law_side *side)
{
    struct lines x = lines_new(a, (size_t)side->law->events_n);

    for (int i = 0; i < side->law->events_n; i++) {
        const struct law_event *e = &side->law->events[i];
        x.all[x.n++] = (struct line){e->code, e->label, {e->label, verb_name(e->verb)}};
    }
    return x;
}

static struct lines
roles_of(struct arena *a, const struct law_side *side)
{
    struct lines x = lines_new(a, (size_t)side->law->roles_n);

    for (int i = 0; i < side->law->roles_n; i++) {
        const struct law_term *r = &side->law->roles[i];
        x.all[x.n++] = (struct line){r->code, r->label, {r->label}};
    }
    return x;
}

static struct lines
gates_of(struct arena *a, const struct law_side *side)
{
    struct lines x = lines_new(a, (size_t)side->law->gates_n);

    for (int i = 0; i < side->law->gates_n; i++) {
        const struct law_gate *g = &side->law->gates[i];
        x.all[x.n++] = (struct line){
            g->kind, law_label_of_kind(side->law, g->kind), {g->needs->label, g->message}};
    }
    return x;
}

static struct lines
series_of(struct arena *a, const struct law_side *side)
{
    struct lines x = lines_new(a, (size_t)side->law->series_n);

    for (int i = 0; i < side->law->series_n; i++) {
        const struct law_series *s = &side->law->series[i];
        x.all[x.n++] = (struct line){s->code, s->title, {s->title, s->prefix, s->suffix}};
    }
    return x;
}

static struct lines
moved_of(struct arena *a, const struct law_side *side)
{
    struct lines x = lines_new(a, (size_t)side->law->moved_n);

    for (int i = 0; i < side->law->moved_n; i++) {
        const struct law_moved *m = &side->law->moved[i];
        x.all[x.n++] = (struct line){
            arena_printf(a, "%s.%s", m->kind, m->from), m->from, {m->to->label, m->reason}};
    }
    return x;
}

/* ---- transitions ----------------------------------------------------------------------------- */

/* Several of one event and state are told apart by their condition; the first that holds is taken,
 * so that its place among them counts, too. */
static int
place_of(const struct law *l, int at)
{
    const struct law_transition *t = &l->transitions[at];
    int place = 1;

    for (int i = 0; i < at; i++) {
        const struct law_transition *o = &l->transitions[i];
        place += o->event == t->event && o->kind == t->kind && o->from == t->from;
    }
    return place;
}

static const char *
effects_of(struct arena *a, unsigned effects)
{
    struct buf b = BUF(a);

    buf_puts(&b, "");
    for (int i = 0; i < EFFECT__MAX; i++)
        if (effects & EFFECTS_DECLARED & EFFECT_BIT(i))
            buf_printf(&b, "%s%s", b.n ? "、" : "",
                       label_of(LABEL_EFFECT, effect_name((enum effect)i)));
    return b.n ? b.p : NULL;
}

static struct line
transition_line(struct arena *a, const struct law *l, int at)
{
    const struct law_transition *t = &l->transitions[at];
    bool is_any = str_is(t->action, "*");
    const char *when = json_array_size(t->when) > 0 ? json_canonical(a, t->when) : "";
    const char *label =
        arena_printf(a, "%s%s：在“%s”时“%s”%s", t->kind->label,
                     is_any ? "" : arena_printf(a, "（%s）", law_label_of_action(l, t->action)),
                     t->from->label, t->event->label, *when ? "，附条件" : "");

    return (struct line){arena_printf(a, "%s.%s.%s.%s%s%s", t->kind->code, t->from->code,
                                      t->event->code, t->action, *when ? "." : "", when),
                         label,
                         {arena_printf(a, "“%s”", t->to->label), roles_joined(a, l, t->who),
                          t->since, t->until, effects_of(a, t->effects),
                          arena_printf(a, "第 %d 条", place_of(l, at)), t->law}};
}

static struct lines
transitions_of(struct arena *a, const struct law_side *side)
{
    struct lines x = lines_new(a, (size_t)side->law->transitions_n);

    for (int i = 0; i < side->law->transitions_n; i++)
        x.all[x.n++] = transition_line(a, side->law, i);
    return x;
}

/* ---- clocks ---------------------------------------------------------------------------------- */

static const char *
unit_label(const json_t *clock)
{
    static const char *const units[][2] = {
        {"workday", "个工作日"}, {"day", "日"}, {"month", "个月"}};
    const char *unit = json_str(clock, "unit");

    for (size_t i = 0; i < LEN(units); i++)
        if (str_is(unit, units[i][0]))
            return units[i][1];
    return unit ? unit : "";
}

/* One value as people read it, with the unit that it counts; unit "": none. */
static const char *
amount_text(struct arena *a, const json_t *x, const char *unit)
{
    const char *said = json_is_boolean(x)  ? json_is_true(x) ? "是" : "否"
                       : json_is_string(x) ? json_string_value(x)
                                           : json_canonical(a, x);
    return *unit ? arena_printf(a, "%s %s", said, unit) : said;
}

/* A number, or one from each of some days on. */
static const char *
length_text(struct arena *a, const json_t *days, const char *unit)
{
    const json_t *series = json_object_get(days, "values");
    struct buf b = BUF(a);
    const char *since;
    json_t *n;

    if (!json_is_object(days))
        return amount_text(a, days, unit);
    json_t *sorted = arena_json(a, json_loads(json_canonical(a, series ? series : days), 0, NULL));
    json_object_foreach(sorted, since, n)
        buf_printf(&b, "%s自 %s 起 %s", b.n ? "；" : "", since, amount_text(a, n, unit));
    return b.n ? b.p : NULL;
}

/* Days stand in the declaration, or under a limit's name. */
static const char *
length_of(struct arena *a, const json_t *manifest, const json_t *clock)
{
    const char *limit = json_str(clock, "limit");
    const json_t *days = limit ? json_object_get(json_object_get(manifest, "limits"), limit)
                               : json_object_get(clock, "days");
    return days ? length_text(a, days, unit_label(clock)) : NULL;
}

static struct lines
clocks_of(struct arena *a, const struct law_side *side)
{
    const json_t *clocks = json_object_get(side->manifest, "deadlines"), *c;
    struct lines x = lines_new(a, json_array_size(clocks));
    size_t i;

    json_array_foreach(clocks, i, c)
    {
        const json_t *paused = json_object_get(c, "paused");
        x.all[x.n++] = (struct line){
            arena_printf(a, "%s.%s", joined(a, json_object_get(c, "kinds")), json_str(c, "name")),
            json_str(c, "title"),
            {length_of(a, side->manifest, c), json_str(c, "since"), json_str(c, "until"),
             json_is_array(paused) ? joined(a, paused) : NULL, json_str(c, "credit"),
             json_str(c, "law")}};
    }
    return x;
}

/* ---- limits ---------------------------------------------------------------------------------- */

/* Some clock is as long as it says, and tells it. */
static bool
is_length(const json_t *manifest, const char *limit)
{
    size_t i;
    json_t *clock;

    json_array_foreach(json_object_get(manifest, "deadlines"), i, clock)
    {
        if (str_is(json_str(clock, "limit"), limit))
            return true;
    }
    return false;
}

static struct line
limit_line(struct arena *a, const json_t *manifest, const char *name)
{
    const json_t *value = json_object_get(json_object_get(manifest, "limits"), name),
                 *declared = rulekit_declared(manifest, arena_printf(a, "limit.%s", name));
    const char *unit = json_str(declared, "unit"), *title = json_str(declared, "title");

    return (struct line){name,
                         title ? title : name,
                         {length_text(a, value, unit ? unit : ""), json_str(declared, "law")}};
}

/* The numbers that policy changes. Functions read them by name, so that what follows from one is
 * told nowhere else: how a clock is credited, say. */
static struct lines
limits_of(struct arena *a, const struct law_side *side)
{
    const json_t *limits = json_object_get(side->manifest, "limits");
    const char **names = arena_alloc(a, (json_object_size(limits) + 1) * sizeof *names), *name;
    struct lines x = lines_new(a, json_object_size(limits));
    size_t n = 0;
    json_t *any;

    json_object_foreach((json_t *)(uintptr_t)limits, name, any)
    {
        if (!is_length(side->manifest, name))
            names[n++] = name;
    }
    str_sort(names, n);
    for (size_t i = 0; i < n; i++)
        x.all[x.n++] = limit_line(a, side->manifest, names[i]);
    return x;
}

/* ---- two of a kind --------------------------------------------------------------------------- */

static const struct table tables[] = {
    {"kind", "种类", kinds_of, {"名称", "办理事项", "起始状态", "编号序列", "件数"}},
    {"state", "状态", states_of, {"名称", "含义", "审核阶段"}},
    {"stage", "审核阶段", stages_of, {"名称", "审核人员", "调派人员", "期限", "审核要点"}},
    {"clock", "期限", clocks_of, {"长短", "自何日起", "至何日止", "暂停于", "不计入", "依据"}},
    {"limit", "参数", limits_of, {"值", "依据"}},
    {"role", "审核人员", roles_of, {"名称"}},
    {"event", "事件", events_of, {"名称", "动作"}},
    {"transition",
     "走向",
     transitions_of,
     {"去处", "办理人", "自何日起", "至何日止", "后果", "次序", "依据"}},
    {"gate", "先决条件", gates_of, {"须先有", "提示"}},
    {"series", "编号序列", series_of, {"名称", "前缀", "后缀"}},
    {"moved", "存量的去处", moved_of, {"去处", "理由"}},
};

/* The n-th line of that code, counted from 0: one code may stand several times, each from another
 * day on. */
static const struct line *
nth(const struct lines *x, const char *code, int n)
{
    for (int i = 0; i < x->n; i++)
        if (str_is(x->all[i].code, code) && n-- == 0)
            return &x->all[i];
    return NULL;
}

/* How many lines of its code come before this one. */
static int
before(const struct lines *x, const struct line *line)
{
    int n = 0;
    for (const struct line *l = x->all; l < line; l++)
        n += str_is(l->code, line->code);
    return n;
}

static void
write_line(struct buf *b, const struct table *t, const char *what, const struct line *x,
           const char *words)
{
    buf_open(b, NULL, '{');
    buf_json_str(b, "of", t->of);
    buf_json_str(b, "what", what);
    buf_json_str(b, "code", x->code);
    buf_json_str(b, "title", t->title);
    buf_json_str(b, "label", x->label ? x->label : x->code);
    buf_json_str(b, "words", words);
    buf_close(b);
}

static const char *
all_values(struct arena *a, const struct table *t, const struct line *x)
{
    struct buf b = BUF(a);

    for (int i = 0; i < VALUES_MAX && t->names[i] != NULL; i++)
        if (x->values[i] != NULL && !str_is(t->names[i], "名称") && !str_is(t->names[i], "次序"))
            buf_printf(&b, "%s%s %s", b.n ? "，" : "（", t->names[i], x->values[i]);
    return b.n ? arena_printf(a, "%s）", b.p) : "";
}

static const char *
value(const char *x)
{
    return x != NULL && *x != '\0' ? x : "无";
}

/* What a line says otherwise; NULL when it says the same. */
static const char *
differences(struct arena *a, const struct table *t, const struct line *was, const struct line *is)
{
    struct buf b = BUF(a);

    for (int i = 0; i < VALUES_MAX && t->names[i] != NULL; i++)
        if (!str_is(was->values[i], is->values[i]))
            buf_printf(&b, "%s%s由 %s 改为 %s", b.n ? "，" : "", t->names[i], value(was->values[i]),
                       value(is->values[i]));
    return b.n ? b.p : NULL;
}

static void
compare(struct buf *b, const struct table *t, const struct lines *was, const struct lines *is)
{
    for (int i = 0; i < was->n; i++) {
        const struct line *x = &was->all[i], *y = nth(is, x->code, before(was, x));
        const char *words = y ? differences(b->a, t, x, y) : NULL;
        if (y == NULL)
            write_line(b, t, "removed", x, arena_printf(b->a, "取消%s", all_values(b->a, t, x)));
        else if (words != NULL)
            write_line(b, t, "changed", y, words);
    }
    for (int i = 0; i < is->n; i++) {
        const struct line *y = &is->all[i];
        if (nth(was, y->code, before(is, y)) == NULL)
            write_line(b, t, "added", y, arena_printf(b->a, "新增%s", all_values(b->a, t, y)));
    }
}

char *
law_diff(struct arena *a, const struct law_side *base, const struct law_side *candidate)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '[');
    for (size_t i = 0; i < LEN(tables); i++) {
        struct lines was = tables[i].make(a, base), is = tables[i].make(a, candidate);
        compare(&b, &tables[i], &was, &is);
    }
    buf_close(&b);
    return b.p;
}
