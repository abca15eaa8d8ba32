/* Steps and terms of matters: noted, and told of. */
#include "casework/matter_notices.h"
#include "casework/telling.h"

#include <string.h>

static const json_t *
kind_of(const struct teller *t, const struct matter *m)
{
    return matter_kind(t->rules->manifest, m->kind);
}

/* ---- a term is over -------------------------------------------------------------------------- */

/* What the organization knows of stands in its filing's history, too. */
static enum err
note_event(struct teller *t, const struct matter *m, const struct filing *x)
{
    struct event e = {.filing_id = m->filing_id,
                      .version = x->version,
                      .actor_role = MATTER_BY_NOBODY,
                      .what = arena_printf(t->arena, "%s.%s", m->kind, MATTER_MISSED),
                      .at = t->now};

    if (!m->is_told || !matter_is(kind_of(t, m), "in_history"))
        return OK;
    return store_event_add(t->store, &e, &t->fault);
}

static enum err
note_outbox(struct teller *t, const struct matter *m, const struct filing *x)
{
    struct outbox_row o = {.filing_id = m->filing_id,
                           .matter_id = m->id,
                           .version = x->version,
                           .event = MATTER_MISSED,
                           .from_state = m->state,
                           .to_state = m->state,
                           .actor_role = MATTER_BY_NOBODY,
                           .at = t->now};
    return store_outbox_add(t->store, &o, &t->fault);
}

/* Whoever decides a step of it meanwhile decides anew: the root moves. */
static enum err
raise_root(struct teller *t, const struct matter *m)
{
    long revision;
    enum err err = store_root_load(t->store, m->organization_id, &revision, &t->fault);
    return err ? err : store_root_raise(t->store, m->organization_id, revision, &t->fault);
}

static enum err
miss(struct teller *t, const struct matter *m)
{
    struct buf detail = BUF(t->arena);
    struct filing x;
    enum err err;

    if ((err = store_filing_head(t->store, t->arena, m->filing_id, &x, &t->fault)))
        return err;
    if ((err = store_matter_miss(t->store, m, &t->fault)))
        return err;
    if ((err = note_event(t, m, &x)))
        return err;
    if ((err = note_outbox(t, m, &x)))
        return err;
    if ((err = raise_root(t, m)))
        return err;

    buf_open(&detail, NULL, '{');
    buf_json_str(&detail, "due_on", m->due_on);
    buf_close(&detail);
    return store_audit_add(t->store, NULL, "matter.missed", m->id, detail.p, &t->fault);
}

enum err
matters_miss(struct teller *t, int limit, int *missed)
{
    struct matter *rows;
    enum err err =
        store_matters_over(t->store, t->arena, t->today, limit, &rows, missed, &t->fault);

    for (int i = 0; !err && i < *missed; i++)
        err = miss(t, &rows[i]);
    return err;
}

/* ---- who is told ----------------------------------------------------------------------------- */

static bool
has(const struct id_list *list, const char *id)
{
    for (int i = 0; i < list->n; i++)
        if (str_is(list->ids[i], id))
            return true;
    return false;
}

static void
add(struct teller *t, struct id_list *out, const struct id_list *more)
{
    const char **all = arena_alloc(t->arena, (size_t)(out->n + more->n + 1) * sizeof *all);
    struct id_list sum = {.ids = all};

    for (int i = 0; i < out->n; i++)
        all[sum.n++] = out->ids[i];
    for (int i = 0; i < more->n; i++)
        if (!has(out, more->ids[i]))
            all[sum.n++] = more->ids[i];
    *out = sum;
}

static enum err
of_role(struct teller *t, const struct matter *m, const char *role, struct id_list *out)
{
    struct id_list people = {0};
    enum err err = store_matter_people(t->store, t->arena, m->id, role, &people, &t->fault);

    if (!err)
        add(t, out, &people);
    return err;
}

/* All whose roles make some move from where it stands. */
static enum err
of_all(struct teller *t, const struct matter *m, struct id_list *out)
{
    const json_t *moves = json_object_get(kind_of(t, m), "moves"), *one, *role;
    size_t i, k;
    enum err err = OK;

    json_array_foreach(moves, i, one)
    {
        const json_t *who = json_object_get(one, "who");
        if (matter_move(kind_of(t, m), m->state, json_str(one, "code")) != one)
            continue;
        json_array_foreach(who, k, role)
        {
            if (!err)
                err = of_role(t, m, json_string_value(role), out);
        }
    }
    return err;
}

static enum err
recipients(struct teller *t, const struct matter *m, const char *to, struct id_list *out)
{
    struct id_list handler = {0};
    enum err err;

    *out = (struct id_list){0};
    if (str_is(to, TELL_FILER)) {
        if (m->is_told)
            add(t, out, &(struct id_list){.ids = (const char *[]){m->organization_id}, .n = 1});
        return OK;
    }
    if (!str_is(to, TELL_REVIEWER))
        return of_role(t, m, to, out);
    if ((err = store_matter_handler(t->store, t->arena, m->id, &handler, &t->fault)))
        return err;
    if (handler.n == 0)
        return of_all(t, m, out);
    add(t, out, &handler);
    return OK;
}

static struct words
words_of(const struct teller *t, const struct matter *m)
{
    const json_t *kind = kind_of(t, m);

    return (struct words){.title = telling_title(m->title),
                          .kind = matter_label(kind, m->kind),
                          .state = matter_state_label(kind, m->state),
                          .number = telling_number(m->number),
                          .organization = m->organization_name,
                          .on = t->today,
                          .due_on = telling_due(t, m->due_on, false)};
}

/* to: where the declaration does not say it. */
static enum err
tell(struct teller *t, const struct matter *m, const json_t *declared, const char *to,
     const struct words *w)
{
    const char *own = json_str(declared, "to");
    struct telling said = {.declared = declared,
                           .filing_id = m->filing_id,
                           .matter_id = m->id,
                           .state = m->state,
                           .words = w};
    struct id_list list;
    enum err err = recipients(t, m, own ? own : to, &list);

    return err ? err : telling_write(t, &said, &list);
}

/* ---- of a step, of a term -------------------------------------------------------------------- */

enum err
matter_notices_tell(struct teller *t, const struct outbox_row *row)
{
    struct matter m;
    size_t i;
    json_t *code;
    enum err err = store_matter_load(t->store, t->arena, row->matter_id, &m, &t->fault);
    if (err)
        return err;

    struct words w = words_of(t, &m);
    const json_t *kind = kind_of(t, &m);
    const char *key = arena_printf(t->arena, "%s %s %s", m.kind, row->event, row->to_state);
    const json_t *told = json_object_get(json_object_get(t->rules->manifest, "matter_tells"), key);
    w.event = matter_event_label(kind, row->event);
    w.state = matter_state_label(kind, row->to_state);
    w.on = telling_day_of(t, row->at);
    json_array_foreach(told, i, code)
    {
        const json_t *declared = telling_notice(t, json_string_value(code));
        if ((err = tell(t, &m, declared, NULL, &w)))
            return err;
    }
    return OK;
}

static enum err
send(struct teller *t, const struct turn *turn, const struct matter *m)
{
    const json_t *declared = telling_notice(t, json_str(turn->declared, "notice"));
    struct words w = words_of(t, m);
    enum err err;

    telling_span(t, turn, m->due_on, &w);
    if ((err = tell(t, m, declared, json_str(turn->declared, "to"), &w)))
        return err;
    if ((err = store_term_reminded(t->store, m, json_str(turn->declared, "code"), turn->days,
                                   &t->fault)))
        return err;
    return store_audit_add(t->store, NULL,
                           turn->is_over ? "deadline.escalated" : "deadline.reminded", m->filing_id,
                           telling_sent(t, turn, m->kind, m->due_on), &t->fault);
}

static enum err
send_turn(struct teller *t, const struct turn *turn, int limit, int *sent)
{
    const json_t *declared = turn->declared;
    struct term_query q = {.kind = json_str(declared, "matter"),
                           .states = json_text(t->arena, json_object_get(declared, "states")),
                           .code = json_str(declared, "code"),
                           .from = turn->from,
                           .to = turn->to,
                           .days = turn->days,
                           .is_missed = turn->is_over,
                           .limit = limit};
    struct matter *rows;
    int n;

    if (limit <= 0 || strcmp(turn->from, turn->to) > 0)
        return OK;
    enum err err = store_terms_due(t->store, t->arena, &q, &rows, &n, &t->fault);
    for (int i = 0; !err && i < n; i++, (*sent)++)
        err = send(t, turn, &rows[i]);
    return err;
}

enum err
matter_notices_remind(struct teller *t, int limit, int *sent)
{
    size_t i;
    json_t *one;
    enum err err = OK;

    json_array_foreach(json_object_get(t->rules->manifest, "matter_reminders"), i, one)
    {
        struct turn turn = telling_turn(one);
        for (size_t k = 0; !err && telling_next(t, &turn, k); k++)
            err = send_turn(t, &turn, limit - *sent, sent);
        if (err)
            return err;
    }
    return OK;
}
