#include "casework/rounds.h"
#include "casework/asked.h"

#include <string.h>

/* ---- what was asked and answered ------------------------------------------------------------- */

struct telling {
    struct casework *w;
    const struct state_of *now;
    struct rounds *out;
    json_t *threads; /* place → its rows, in the order in which places came up */
};

/* Versions are opened once each. */
static enum err
state_at(struct telling *t, long n, const struct state_of **out)
{
    struct rounds *r = t->out;

    *out = t->now;
    if (n >= t->now->version && t->now->version != 0)
        return OK;
    for (int i = 0; i < r->states_n; i++) {
        *out = &r->states[i];
        if ((*out)->version == n)
            return OK;
    }
    *out = &r->states[r->states_n];
    enum err err = compare_version(t->w, t->now->filing, n, &r->states[r->states_n]);
    if (!err)
        r->states_n++;
    return err;
}

const char *
rounds_role_label(const struct law *l, const char *role)
{
    const char *own = label_find(LABEL_ROLE, role);
    return own != NULL ? own : law_label_of_role(l, role);
}

static void
write_round(struct buf *b, struct asked *x, const struct state_of *answered)
{
    const struct law *l = casework_law(x->w);

    buf_open(b, NULL, '{');
    asked_write(b, x);
    buf_json_int(b, "round", x->event->round);
    buf_json_int(b, "version", x->event->version);
    buf_json_str(b, "what", x->event->what);
    buf_json_str(b, "what_label", law_label_of_event(l, x->event->what));
    buf_json_str(b, "role", x->event->actor_role);
    buf_json_str(b, "role_label", rounds_role_label(l, x->event->actor_role));
    buf_json_int(b, "answer_version", answered->version);
    buf_json_str(b, "answer", asked_text_in(x, answered));
    buf_close(b);
}

/* Reasons of one place belong together, over all rounds. */
static enum err
add_reason(struct telling *t, struct asked *x, const struct state_of *answered)
{
    struct buf b = BUF(t->w->arena);
    json_t *row, *thread;

    write_round(&b, x, answered);
    enum err err = json_read(t->w->arena, b.p, strlen(b.p), &row, &t->w->fault);
    if (err)
        return err;
    const char *place = x->path ? x->path : arena_printf(t->w->arena, "gone %s", x->path_then);
    thread = json_object_get(t->threads, place);
    if (thread == NULL) {
        thread = json_array();
        json_object_set_new(t->threads, place, thread);
    }
    json_array_append(thread, row);
    return OK;
}

static enum err
add_event(struct telling *t, const struct event *e)
{
    struct asked x = {.w = t->w, .event = e, .now = t->now};
    const struct state_of *answered;
    json_t *list;
    size_t i;
    enum err err = state_at(t, e->version, &x.then);
    if (err)
        return err;

    if ((err = state_at(t, e->version + 1, &answered)))
        return err;
    if ((err = json_read(t->w->arena, e->reasons, strlen(e->reasons), &list, &t->w->fault)))
        return err;
    json_array_foreach(list, i, x.reason)
    {
        if ((err = add_reason(t, &x, answered)))
            return err;
    }
    return OK;
}

static const char *
written(struct telling *t)
{
    struct buf b = BUF(t->w->arena);
    const char *place;
    json_t *thread, *row;
    size_t i;

    buf_open(&b, NULL, '[');
    json_object_foreach(t->threads, place, thread)
    {
        json_array_foreach(thread, i, row) buf_raw_item(&b, json_text(t->w->arena, row));
    }
    buf_close(&b);
    return b.p;
}

enum err
rounds_threads(struct casework *w, const struct state_of *now, struct rounds *out)
{
    struct telling t = {w, now, out, arena_json(w->arena, json_object())};
    struct event *rows;
    int n;
    struct event_query q = {now->filing->id, now->version, ROUNDS_MAX};
    enum err err = store_event_rounds(w->store, w->arena, &q, &rows, &n, &w->fault);

    out->states_n = 0;
    out->rows = "[]";
    for (int i = n - 1; !err && i >= 0; i--)
        err = add_event(&t, &rows[i]);
    if (!err && n > 0)
        out->rows = written(&t);
    return err;
}

/* ---- what it is held against ----------------------------------------------------------------- */

enum { REVIEWED, PREVIOUS, LAST_IN_FORCE };
const char *const base_choices[] = {
    [REVIEWED] = "reviewed", [PREVIOUS] = "previous", [LAST_IN_FORCE] = "in_force", NULL};

static void
add_base(struct base *rows, int *n, const struct base *x)
{
    for (int i = 0; i < *n; i++)
        if (rows[i].version == x->version && str_is(rows[i].filing.id, x->filing.id))
            return;
    rows[(*n)++] = *x;
}

static enum err
add_version(struct casework *w, struct base *rows, int *n, struct base x)
{
    struct version v;
    enum err err = store_version_load(w->store, w->arena, x.filing.id, x.version, &v, &w->fault);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    x.submitted_at = v.submitted_at;
    add_base(rows, n, &x);
    return OK;
}

enum err
rounds_concerned(struct casework *w, const struct filing *x, long version, struct base *out)
{
    struct version *rows, asked;
    int n;
    enum err err = store_version_load(w->store, w->arena, x->id, version, &asked, &w->fault);
    if (err)
        return err;

    if ((err = store_filing_load(w->store, w->arena, x->of, &out->filing, &w->fault)))
        return casework_found(w, err);
    if ((err = store_version_list(w->store, w->arena, x->of, &rows, &n, &w->fault)))
        return err;
    for (int i = 0; i < n && out->version == 0; i++)
        if (rows[i].submitted_at < asked.submitted_at)
            out->version = rows[i].n;
    return OK;
}

/* The newest earlier version with which the filing came into force. */
static enum err
approved_before(struct casework *w, const struct filing *x, const struct task *t, struct base *out)
{
    const struct law *l = casework_law(w);
    struct event *rows;
    int n;
    enum err err = store_event_moves(w->store, w->arena, x->id, &rows, &n, &w->fault);

    out->filing = *x;
    for (int i = 0; !err && i < n; i++)
        if (rows[i].version < t->version &&
            law_standing(l, x->kind, rows[i].to_state) == STANDING_IN_FORCE)
            out->version = rows[i].version;
    return err;
}

enum err
rounds_bases(struct casework *w, const struct filing *x, const struct task *t, struct base *out,
             int *n)
{
    struct base last = {base_choices[LAST_IN_FORCE],
                        x->of ? "变更、注销之前有效的版本" : "最近一次经审核通过的版本",
                        {0},
                        0,
                        0};
    struct task before;
    enum err err = store_task_before(w->store, w->arena, t, &before, &w->fault);

    *n = 0;
    if (!err)
        err = add_version(
            w, out, n,
            (struct base){base_choices[REVIEWED], "上一次所审的版本", *x, before.version, 0});
    if (err && err != ERR_NOTFOUND)
        return err;
    if ((err = add_version(
             w, out, n,
             (struct base){base_choices[PREVIOUS], "上一次提交的版本", *x, t->version - 1, 0})))
        return err;

    err = x->of ? rounds_concerned(w, x, t->version, &last) : approved_before(w, x, t, &last);
    if (err || last.version == 0)
        return err;
    return add_version(w, out, n, last);
}
