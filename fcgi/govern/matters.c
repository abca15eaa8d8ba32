/* Recorded steps of matters beside filings, made again under two sets by the one move function. */
#include "govern/moves.h"

#include <string.h>

#define STEPS_ROWS 256

/* One step under one set. */
struct side {
    struct policy *policy;
    const json_t *kind, *move; /* NULL: there is none, or nobody of that role may make it */
    struct matter then;        /* as it stands afterwards */
    long days;                 /* due after so many working days; 0: none */
    const char *why;           /* not, in a word; NULL: it is made */
};

/* ---- one side -------------------------------------------------------------------------------- */

static bool
may(struct walk *w, const json_t *move, const char *role)
{
    struct role_set roles = ROLE_SET(role_parse(role));

    if (str_is(role, MATTER_PUBLIC))
        return matter_may(move, NULL);
    if (roles.bits == 0)
        role_set_review(&roles, w->a, role);
    return matter_may(move, &roles);
}

/* Which of the things that were said the set does not take, each once; NULL: none. */
static const char *
misfits(struct walk *w, const json_t *findings)
{
    static const char *const words[][2] = {{"matter.text", "文字"},  {"matter.due_on", "到期日"},
                                           {"matter.type", "种类"},  {"matter.amount", "金额"},
                                           {"matter.files", "文件"}, {"matter.times", "次数"}};
    struct buf b = BUF(w->a);

    for (size_t k = 0; k < LEN(words); k++) {
        size_t i;
        json_t *one;
        bool is_hit = false;
        json_array_foreach(findings, i, one) is_hit |= str_is(json_str(one, "rule"), words[k][0]);
        if (is_hit)
            buf_printf(&b, "%s%s", b.n ? "、" : "", words[k][1]);
    }
    return b.n ? b.p : NULL;
}

static const char *
check(struct walk *w, const struct side *x, const struct replay_step *row,
      const struct matter_said *said)
{
    struct matter m = {.kind = row->kind, .state = row->from_state, .due_on = row->was_due_on};
    struct findings fs;
    json_t *list = NULL;
    struct fault f;

    findings_start(&fs, w->a);
    matter_check(policy_manifest(x->policy), x->move, &m, said, &fs);
    const char *text = findings_end(&fs);
    return json_read(w->a, text, strlen(text), &list, &f) ? NULL : misfits(w, list);
}

static void
step_under(struct walk *w, const struct replay_step *row, const struct matter_said *said,
           struct side *x)
{
    x->kind = matter_kind(policy_manifest(x->policy), row->kind);
    x->move = matter_move(x->kind, row->from_state, row->event);
    if (!str_is(json_str(x->move, "code"), row->event) || !may(w, x->move, row->actor_role)) {
        x->move = NULL;
        x->why = "不允许";
        return;
    }
    if (matter_is(x->move, "other") && row->is_same)
        x->why = "须由另一人办理";
    const char *misfit = check(w, x, row, said);
    if (x->why == NULL && misfit != NULL)
        x->why = arena_printf(w->a, "不收（%s）", misfit);
    x->then = (struct matter){.state = row->from_state, .due_on = row->was_due_on};
    x->days = matter_lead(x->kind, x->move, said, &x->then);
}

/* ---- two sides ------------------------------------------------------------------------------- */

static const char *
goes(struct arena *a, const struct side *x)
{
    return x->why ? x->why : arena_printf(a, "到“%s”", matter_state_label(x->kind, x->then.state));
}

static struct life_change
change_of(const struct side *x, const struct side *y, const struct replay_step *row,
          enum life_kind what)
{
    return (struct life_change){.what = what,
                                .kind = row->kind,
                                .event = row->event,
                                .from = row->from_state,
                                .before = x->why ? NULL : x->then.state,
                                .after = y->why ? NULL : y->then.state,
                                .id = row->matter_id};
}

/* What was done where, in the words of either set. */
static const char *
done(struct arena *a, const struct side *x, const struct replay_step *row)
{
    const char *kind = matter_label(x->kind, row->kind);
    const char *event = matter_event_label(x->kind, row->event);

    if (row->from_state == NULL)
        return arena_printf(a, "%s“%s”", kind, event);
    return arena_printf(a, "%s在“%s”时“%s”", kind, matter_state_label(x->kind, row->from_state),
                        event);
}

static void
note_move(struct walk *w, const struct side *x, const struct side *y, const struct replay_step *row)
{
    struct life_change c = change_of(x, y, row, LIFE_MATTER);

    c.words = arena_printf(w->a, "%s：原规则%s，新规则%s", done(w->a, x->kind ? x : y, row),
                           goes(w->a, x), goes(w->a, y));
    lives_add(w->a, w->lives, &c);
}

static const char *
term_of(struct arena *a, const struct side *x)
{
    if (x->days > 0)
        return arena_printf(a, "%ld 个工作日", x->days);
    if (matter_is(x->move, "term"))
        return "由办理的人另定";
    return x->then.due_on != NULL ? "沿用原来的" : "没有";
}

/* The day that is due under the set's own calendar; NULL: it cannot say. */
static const char *
counted(struct walk *w, const struct side *x, const char *from)
{
    const char *answer,
        *question = arena_printf(w->a, "{\"from\":\"%s\",\"days\":%ld}", from, x->days);
    json_t *root = NULL;
    struct fault f;

    if (policy_ask(x->policy, w->a, POLICY_DAYS, question, &answer, &f) ||
        json_read(w->a, answer, strlen(answer), &root, &f))
        return NULL;
    return json_str(root, "due_on");
}

static void
write_turn(struct buf *b, const char *what, bool was, bool is)
{
    if (was != is)
        buf_printf(b, "%s%s%s", b->n ? "，" : "", is ? "改为" : "不再", what);
}

/* The same state, and yet another term, another end, another duty to tell. */
static void
compare_terms(struct walk *w, const struct side *x, const struct side *y,
              const struct replay_step *row, const char *today)
{
    struct life_change c = change_of(x, y, row, LIFE_TERM);
    const char *was = term_of(w->a, x), *is = term_of(w->a, y);
    struct buf b = BUF(w->a);

    if (!str_is(was, is))
        buf_printf(&b, "期限由“%s”改为“%s”", was, is);
    else if (x->days > 0 && !str_is(counted(w, x, today), counted(w, y, today)))
        buf_puts(&b, "期限按新的工作日历到另一日");
    write_turn(&b, "终结", x->then.is_over, y->then.is_over);
    write_turn(&b, "告诉单位", matter_tells(x->move, MATTER_ORGANIZATION),
               matter_tells(y->move, MATTER_ORGANIZATION));
    write_turn(&b, "告诉提起的人", matter_tells(x->move, MATTER_OPENER),
               matter_tells(y->move, MATTER_OPENER));
    write_turn(&b, "写进办理经过", matter_is(x->kind, "in_history"),
               matter_is(y->kind, "in_history"));
    if (b.n == 0)
        return;
    c.words = arena_printf(w->a, "%s，到“%s”：%s", done(w->a, x, row),
                           matter_state_label(x->kind, x->then.state), b.p);
    lives_add(w->a, w->lives, &c);
}

/* A day that was asked for, or set by who made the step. */
static const char *
said_day(const struct side *x, const struct side *y, const struct replay_step *row)
{
    bool is_set = matter_is(x->move, "term") || matter_is(y->move, "term");

    return row->asked_on != NULL ? row->asked_on : is_set ? row->due_on : NULL;
}

static void
walk_step(struct walk *w, const struct replay_step *row)
{
    char day[DATE_TEXT];
    struct side x = {.policy = w->base}, y = {.policy = w->candidate};
    struct matter_said said = {.text = row->has_text ? "…" : NULL,
                               .type = row->type,
                               .today = day,
                               .amount = row->amount,
                               .files = (int)row->files,
                               .made = row->made};

    date_beijing(row->at, day);
    if (w->as_of != NULL)
        memcpy(day, w->as_of, DATE_TEXT);
    x.move =
        matter_move(matter_kind(policy_manifest(w->base), row->kind), row->from_state, row->event);
    y.move = matter_move(matter_kind(policy_manifest(w->candidate), row->kind), row->from_state,
                         row->event);
    said.due_on = said_day(&x, &y, row);
    step_under(w, row, &said, &x);
    step_under(w, row, &said, &y);
    if (x.why != NULL && y.why != NULL) {
        if (!str_is(x.why, y.why))
            note_move(w, &x, &y, row);
        return;
    }
    if (x.why != NULL || y.why != NULL || !str_is(x.then.state, y.then.state))
        note_move(w, &x, &y, row);
    else
        compare_terms(w, &x, &y, row, day);
}

/* ---- all of them ----------------------------------------------------------------------------- */

enum err
matters_walk(struct walk *w, bool *is_done, struct fault *f)
{
    const struct lives_place at = lives_place(w->a, w->lives);
    struct replay_steps_query q = {
        .after_matter = at.id, .after_n = at.n, .through = w->now, .limit = STEPS_ROWS};
    const char *last = q.after_matter;
    struct replay_step *rows;
    int n;
    enum err err = store_replay_steps(w->store, w->a, &q, &rows, &n, f);
    if (err)
        return err;

    for (int i = 0; i < n; i++) {
        if (!matter_is_noted(rows[i].event))
            walk_step(w, &rows[i]);
        lives_saw(w->lives, SEEN_MATTERS, !str_is(rows[i].matter_id, last));
        last = rows[i].matter_id;
    }
    lives_saw(w->lives, SEEN_STEPS, n);
    if (n > 0)
        lives_stand_at(w->lives, (struct lives_place){last, rows[n - 1].n});
    *is_done = n < STEPS_ROWS;
    return OK;
}
