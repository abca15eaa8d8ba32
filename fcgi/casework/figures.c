#include "casework/figures.h"

#include <stdlib.h>
#include <string.h>

/* ---- counting -------------------------------------------------------------------------------- */

/* One line of the history, and the cell that it counts in. */
struct counting {
    struct store *store;
    struct arena *arena;
    const struct law *law;
    const struct work_event *event;
    struct work_cell cell;
    bool is_routed; /* it was looked for where its task would have been */
    struct fault *fault;
};

/* Of a version whose task went with a withdrawal: as the rules routed it when it was handed in. */
static enum err
find_route(struct counting *x)
{
    const struct work_event *e = x->event;
    struct judgement j;
    json_t *answer;

    if (e->area != NULL || x->is_routed)
        return OK;
    x->is_routed = true;
    enum err err =
        store_judgement_accepted(x->store, x->arena, e->filing_id, e->version, &j, x->fault);
    if (err == ERR_NOTFOUND || (!err && j.answer == NULL))
        return OK; /* it was never handed in, or is erased */
    if (!err)
        err = json_read(x->arena, j.answer, strlen(j.answer), &answer, x->fault);
    if (err)
        return err;

    const json_t *route = json_object_get(answer, "route");
    const char *area = json_str(route, "area"), *class_code = json_str(route, "class");
    x->cell.province = area ? arena_strndup(x->arena, area, 2) : "";
    x->cell.class_code = class_code ? class_code : "";
    return OK;
}

static enum err
add(struct counting *x, const char *measure, const char *word)
{
    enum err err = find_route(x);
    return err ? err : store_work_add(x->store, &x->cell, measure, word, x->fault);
}

/* A reviewer may give no code for a reason: then it is counted under none. */
static enum err
add_reasons(struct counting *x, const char *measure)
{
    const char *reasons = x->event->reasons;
    json_t *list;
    size_t i;
    json_t *one;

    if (reasons == NULL)
        return OK;
    enum err err = json_read(x->arena, reasons, strlen(reasons), &list, x->fault);
    json_array_foreach(list, i, one)
    {
        const char *code = json_str(one, "code");
        if (!err)
            err = add(x, measure, code ? code : "");
    }
    return err;
}

static enum err
add_days(struct counting *x)
{
    const struct work_event *e = x->event;
    char from[DATE_TEXT], to[DATE_TEXT];

    if (!e->is_done || e->stage == NULL)
        return OK;
    date_beijing(e->opened_at, from);
    date_beijing(e->at, to);
    long days = date_days(to) - date_days(from);
    return store_work_days_add(x->store, &x->cell, e->stage, days > 0 ? days : 0, x->fault);
}

static enum err
add_with_reasons(struct counting *x, const char *measure, const char *reasons)
{
    enum err err = add(x, measure, "");
    return err ? err : add_reasons(x, reasons);
}

/* What is passed on within the review is not accepted yet; what changes or ends an earlier filing
 * is over when it is. */
static enum err
count_move(struct counting *x, enum verb verb)
{
    const struct work_event *e = x->event;

    if (verb == VERB_SUBMIT)
        return add(x, "received", "");
    if (verb == VERB_RETURN)
        return add_with_reasons(x, "sent_back", "sent_back_for");
    if (verb == VERB_REFUSE)
        return add_with_reasons(x, "rejected", "rejected_for");
    enum standing to = law_standing(x->law, e->kind, e->to_state);
    if (verb == VERB_PASS && (to == STANDING_IN_FORCE || to == STANDING_OVER))
        return add(x, "accepted", "");
    return OK;
}

static enum err
count_event(struct counting *x)
{
    const struct work_event *e = x->event;
    const struct law_event *known = law_event(x->law, e->what);
    char day[DATE_TEXT];

    date_beijing(e->at, day);
    x->cell = (struct work_cell){.month = arena_strndup(x->arena, day, MONTH_TEXT - 1),
                                 .kind = e->kind,
                                 .action = e->action,
                                 .class_code = e->class_code ? e->class_code : "",
                                 .province = e->area ? arena_strndup(x->arena, e->area, 2) : ""};
    x->is_routed = false;
    if (e->clock != NULL)
        return add(x, "overdue", e->clock);
    if (known == NULL)
        return OK;
    enum err err = count_move(x, known->verb);
    return err || !verb_is_decision(known->verb) ? err : add_days(x);
}

enum err
figures_count(struct store *s, struct arena *a, const struct law *law, int few, bool *is_done,
              struct fault *f)
{
    struct counting x = {.store = s, .arena = a, .law = law, .fault = f};
    struct work_event *rows;
    long from, last;
    int64_t at;
    int n;
    enum err err;

    *is_done = true;
    if ((err = store_work_mark(s, &from, &at, f)))
        return err;
    if ((err = store_work_next(s, from, few, &last, f)) || last == 0)
        return err;
    if ((err = store_work_events(s, a, from, last, &rows, &n, f)))
        return err;

    for (int i = 0; i < n && !err; i++) {
        x.event = &rows[i];
        err = count_event(&x);
    }
    *is_done = n < few;
    return err ? err : store_work_mark_move(s, from, last, f);
}

/* ---- told ------------------------------------------------------------------------------------ */

/* What is loaded, and the words for its codes. */
struct telling {
    struct store *store;
    struct arena *arena;
    const json_t *manifest;
    const struct law *law;
    const struct work_query *asked;
    struct fault *fault;
};
typedef const char *label_fn(const struct telling *t, const char *code);

static const char *
label_of_month(const struct telling *t, const char *code)
{
    return arena_printf(t->arena, "%.4s 年 %d 月", code, atoi(code + 5));
}

static const char *
label_of_kind(const struct telling *t, const char *code)
{
    return law_label_of_kind(t->law, code);
}

static const char *
label_of_class(const struct telling *t, const char *code)
{
    const char *label = register_label_meant(t->manifest, "algorithm_type", code);
    return *code == '\0' ? "不分类别" : label ? label : code;
}

static const char *
label_of_province(const struct telling *t, const char *code)
{
    const char *whole = arena_printf(t->arena, "%s0000", code);
    const char *label = register_label(t->manifest, "area", whole);
    return *code == '\0' ? "地区不详" : label ? label : code;
}

static const char *
label_of_reason(const struct telling *t, const char *code)
{
    const char *label = vocabulary_label(t->manifest, "reasons", code);
    return *code == '\0' ? "其他（只写了文字）" : label ? label : code;
}

/* The member that a measure fills; NULL: none. */
static long *
place_of(struct figure *x, const char *measure)
{
    static const struct {
        const char *measure;
        size_t at;
    } places[] = {
        {"received", offsetof(struct figure, received)},
        {"accepted", offsetof(struct figure, accepted)},
        {"sent_back", offsetof(struct figure, returned)},
        {"rejected", offsetof(struct figure, refused)},
        {"overdue", offsetof(struct figure, overdue)},
    };

    for (size_t i = 0; i < LEN(places); i++)
        if (str_is(places[i].measure, measure))
            return (long *)(void *)((char *)x + places[i].at);
    return NULL;
}

static int
more_first(const void *a, const void *b)
{
    const struct figure *x = a, *y = b;
    long nx = x->received + x->returned + x->refused, ny = y->received + y->returned + y->refused;

    return nx != ny ? (nx < ny ? 1 : -1) : strcmp(x->code, y->code);
}

/* Rows of one code follow each other. suffix: of the measures that count, "" or "_for". */
static void
gather(const struct telling *t, const struct work_sum *sums, int n, label_fn *label,
       const char *suffix, struct rows_of_figures *out)
{
    *out = (struct rows_of_figures){arena_alloc(t->arena, ((size_t)n + 1) * sizeof *out->rows), 0};
    for (int i = 0; i < n; i++) {
        struct figure *last = out->n > 0 ? &out->rows[out->n - 1] : NULL;
        size_t len = strlen(sums[i].measure), cut = strlen(suffix);
        bool is_reason = len > 4 && str_is(sums[i].measure + len - 4, "_for");
        if (is_reason != (cut > 0))
            continue;
        if (last == NULL || !str_is(last->code, sums[i].code)) {
            last = &out->rows[out->n++];
            *last = (struct figure){.code = sums[i].code, .label = label(t, sums[i].code)};
        }
        long *place = place_of(last, arena_strndup(t->arena, sums[i].measure, len - cut));
        if (place != NULL)
            *place += sums[i].n;
    }
}

static enum err
tell(const struct telling *t, const char *by, label_fn *label, struct rows_of_figures *out)
{
    bool is_month = str_is(by, "month"), is_word = str_is(by, "word");
    struct work_sum *sums;
    int n;
    enum err err = store_work_sums(t->store, t->arena, t->asked, by, &sums, &n, t->fault);
    if (err)
        return err;

    gather(t, sums, n, label, is_word ? "_for" : "", out);
    if (!is_month)
        qsort(out->rows, (size_t)out->n, sizeof *out->rows, more_first);
    return OK;
}

/* The first length that half of the rounds do not go beyond. */
static long
median(const struct work_span *spans, int n, long done)
{
    long seen = 0;

    for (int i = 0; i < n; i++) {
        seen += spans[i].n;
        if (2 * seen >= done)
            return spans[i].days;
    }
    return 0;
}

static enum err
tell_stages(const struct telling *t, struct figures *out)
{
    struct work_span *spans;
    int n, end;
    enum err err = store_work_spans(t->store, t->arena, t->asked, &spans, &n, t->fault);
    if (err)
        return err;

    out->stages = arena_alloc(t->arena, ((size_t)n + 1) * sizeof *out->stages);
    for (int i = 0; i < n; i = end) {
        struct figure_stage *x = &out->stages[out->stages_n++];
        *x = (struct figure_stage){.code = spans[i].stage,
                                   .label = law_label_of_stage(t->law, spans[i].stage)};
        for (end = i; end < n && str_is(spans[end].stage, spans[i].stage); end++)
            x->done += spans[end].n;
        x->median_days = median(&spans[i], end - i, x->done);
    }
    return OK;
}

static void
sum_up(struct figures *x)
{
    for (int i = 0; i < x->months.n; i++) {
        const struct figure *m = &x->months.rows[i];
        x->total.received += m->received;
        x->total.accepted += m->accepted;
        x->total.returned += m->returned;
        x->total.refused += m->refused;
        x->total.overdue += m->overdue;
    }
}

enum err
figures_load(struct store *s, struct arena *a, const json_t *manifest, const struct law *law,
             const struct work_query *q, struct figures *out, struct fault *f)
{
    const struct telling t = {s, a, manifest, law, q, f};
    long counted;
    enum err err;

    *out = (struct figures){.from = q->from, .to = q->to, .total = {.code = "", .label = "合计"}};
    if ((err = store_work_mark(s, &counted, &out->counted_at, f)))
        return err;
    if ((err = tell(&t, "month", label_of_month, &out->months)))
        return err;
    if ((err = tell(&t, "kind", label_of_kind, &out->kinds)))
        return err;
    if ((err = tell(&t, "class", label_of_class, &out->classes)))
        return err;
    if ((err = tell(&t, "province", label_of_province, &out->provinces)))
        return err;
    if ((err = tell(&t, "word", label_of_reason, &out->reasons)))
        return err;
    sum_up(out);
    return tell_stages(&t, out);
}
