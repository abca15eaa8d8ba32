/* Where a filing stands and stood, as the rules are told of it. */
#include "casework/clocks.h"

bool
clocks_hang_on_moves(const struct casework *w, const char *kind)
{
    return facts_are_read(w, kind, "filing.stage") || facts_are_read(w, kind, "filing.stage_on") ||
           facts_are_read(w, kind, "filing.returned_on") ||
           facts_are_read(w, kind, "filing.pauses");
}

bool
clocks_hang_on_admission(const struct casework *w)
{
    const json_t *clocks = json_object_get(casework_manifest(w), "deadlines"), *one;
    size_t i;

    json_array_foreach(clocks, i, one)
    {
        if (json_object_get(one, "credit") != NULL)
            return true;
    }
    return false;
}

static const char *
day_of(struct casework *w, int64_t at)
{
    char on[DATE_TEXT];
    date_beijing(at, on);
    return arena_strdup(w->arena, on);
}

/* A clock of that kind stands still in that state. */
static bool
is_pause(const struct casework *w, const char *kind, const char *state)
{
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(casework_manifest(w), "deadlines"), i, one)
    {
        if (json_list_has(json_object_get(one, "kinds"), kind) &&
            json_list_has(json_object_get(one, "paused"), state))
            return true;
    }
    return false;
}

/* The stays in such states, one after the other. */
struct stays {
    struct casework *w;
    const char *kind, *state; /* state: the one of the stay that is open; NULL: none is */
    struct buf b;
};

static void
stay_until(struct stays *x, const char *day)
{
    if (x->state == NULL)
        return;
    buf_json_str(&x->b, "to", day);
    buf_close(&x->b);
    x->state = NULL;
}

static void
stay_from(struct stays *x, const char *state, const char *day)
{
    if (!is_pause(x->w, x->kind, state))
        return;
    buf_open(&x->b, NULL, '{');
    buf_json_str(&x->b, "from", day);
    buf_json_str(&x->b, "state", state);
    x->state = state;
}

static const char *
stays_end(struct stays *x)
{
    if (x->state != NULL)
        buf_close(&x->b);
    buf_close(&x->b);
    return x->b.p;
}

/* Days of the past are the events'; today's is the transition's. */
static void
course_of_events(struct casework *w, const struct event *rows, int n, struct stays *stays,
                 struct course *out)
{
    for (int i = 0; i < n; i++) {
        const struct event *e = &rows[i];
        const struct law_event *known = law_event(casework_law(w), e->what);
        const char *day = day_of(w, e->at);
        if (known != NULL && known->verb == VERB_RETURN)
            out->returned_on = day;
        if (str_is(e->from_state, e->to_state))
            continue;
        stay_until(stays, day);
        stay_from(stays, e->to_state, day);
    }
}

/* The task of the stage that it is at, or the one that opens with the move. */
static enum err
course_stage(struct casework *w, const struct filing *x, const struct law_transition *by,
             struct course *out)
{
    const struct law_state *at = by ? by->to : law_state(casework_law(w), x->kind, x->state);
    bool is_opened =
        by != NULL && (by->effects & (EFFECT_BIT(EFFECT_OPEN_TASK) | EFFECT_BIT(EFFECT_NEXT_TASK)));
    struct task open;

    if (at == NULL || at->stage == NULL)
        return OK;
    out->stage = at->stage->code;
    out->stage_on = w->today;
    if (is_opened)
        return OK;
    enum err err = store_task_open(w->store, w->arena, x->id, &open, &w->fault);
    if (!err)
        out->stage_on = day_of(w, open.opened_at);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err
clocks_course(struct casework *w, const struct filing *x, const struct law_transition *by,
              struct course *out)
{
    struct stays stays = {.w = w, .kind = x->kind, .b = BUF(w->arena)};
    struct event *rows = NULL;
    int n = 0;
    enum err err;

    *out = (struct course){0};
    if (!clocks_hang_on_moves(w, x->kind))
        return OK;
    if ((err = course_stage(w, x, by, out)))
        return err;
    if (x->submitted_at != 0 &&
        (err = store_event_moves(w->store, w->arena, x->id, &rows, &n, &w->fault)))
        return err;

    buf_open(&stays.b, NULL, '[');
    course_of_events(w, rows, n, &stays, out);
    if (by != NULL && by->event->verb == VERB_RETURN)
        out->returned_on = w->today;
    if (by != NULL && by->to != by->from) {
        stay_until(&stays, w->today);
        stay_from(&stays, by->to->code, w->today);
    }
    out->pauses = stays_end(&stays);
    return OK;
}
