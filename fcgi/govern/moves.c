#include "govern/moves.h"
#include "govern/day.h"

#include <string.h>

#define MOVES_ROWS 512

/* What was filed in one version, as each of the two laws is told of it. */
struct filed {
    const char *filing_id;
    long version;
    bool is_known;
    const json_t *before, *after;
};

/* One move, and where the two laws take it. */
struct pair {
    const struct replay_move *row;
    const struct law *base, *candidate;
    const struct law_transition *x, *y;
};

/* ---- what was filed -------------------------------------------------------------------------- */

static const json_t *
answer_by(struct walk *w, struct policy *p, const struct judgement *j, const char *facts)
{
    const char *text = j->answer;
    struct fault f;
    json_t *answer = NULL;

    if ((w->as_of != NULL || !str_is(j->rule_set, policy_rule_set(p))) &&
        policy_judge(p, w->a, facts, &text, &f))
        return NULL;
    if (json_read(w->a, text, strlen(text), &answer, &f))
        return NULL;
    return answer;
}

static const json_t *
told(struct walk *w, struct policy *p, const struct judgement *j, const char *facts)
{
    json_t *whole = NULL;
    struct fault f;

    if (json_read(w->a, facts, strlen(facts), &whole, &f))
        return NULL;
    const json_t *answer = answer_by(w, p, j, facts);
    json_t *derived = json_object_get(answer, "derived"), *route = json_object_get(answer, "route");
    json_object_set_new(whole, "derived", derived ? json_deep_copy(derived) : json_object());
    json_object_set_new(whole, "route", route ? json_deep_copy(route) : json_object());
    return whole;
}

/* Once for all moves of a version, which follow one another. */
static enum err
find_filed(struct walk *w, const struct replay_move *x, struct filed *out, struct fault *f)
{
    struct judgement j;

    if (out->filing_id != NULL && str_is(out->filing_id, x->filing_id) &&
        out->version == x->version)
        return OK;
    *out = (struct filed){.filing_id = x->filing_id, .version = x->version};

    enum err err = store_replay_filed(w->store, w->a, x->filing_id, x->version, &j, f);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    const char *facts = w->as_of ? day_facts(w->a, j.facts, w->as_of) : j.facts;
    out->before = told(w, w->base, &j, facts);
    out->after = told(w, w->candidate, &j, facts);
    out->is_known = out->before != NULL && out->after != NULL;
    return OK;
}

/* ---- two laws -------------------------------------------------------------------------------- */

static const char *
either(const char *x, const char *code, const char *y)
{
    return str_is(x, code) ? y : x;
}

static const char *
label_of_state(const struct pair *p, const char *code)
{
    const char *kind = p->row->kind;
    return either(law_label_of_state(p->base, kind, NULL, code), code,
                  law_label_of_state(p->candidate, kind, NULL, code));
}

static const char *
label_of_event(const struct pair *p)
{
    const char *code = p->row->what;
    return either(law_label_of_event(p->base, code), code, law_label_of_event(p->candidate, code));
}

static const char *
label_of_kind(const struct pair *p)
{
    const char *code = p->row->kind;
    return either(law_label_of_kind(p->base, code), code, law_label_of_kind(p->candidate, code));
}

static const char *
role_label(const struct law *l, const struct law_stage *stage)
{
    for (int i = 0; stage != NULL && i < l->roles_n; i++)
        if (str_is(l->roles[i].code, stage->role))
            return l->roles[i].label;
    return NULL;
}

static const char *
goes(struct arena *a, const struct pair *p, const struct law_transition *t)
{
    return t ? arena_printf(a, "到“%s”", label_of_state(p, t->to->code)) : "不允许";
}

static struct life_change
change_of(const struct pair *p, enum life_kind what)
{
    return (struct life_change){.what = what,
                                .kind = p->row->kind,
                                .event = p->row->what,
                                .from = p->row->from_state,
                                .before = p->x ? p->x->to->code : NULL,
                                .after = p->y ? p->y->to->code : NULL,
                                .id = p->row->filing_id};
}

static void
note_move(struct walk *w, const struct pair *p)
{
    struct life_change c = change_of(p, LIFE_MOVE);

    c.words = arena_printf(w->a, "%s在“%s”时“%s”：原规则%s，新规则%s", label_of_kind(p),
                           label_of_state(p, c.from), label_of_event(p), goes(w->a, p, p->x),
                           goes(w->a, p, p->y));
    lives_add(w->a, w->lives, &c);
}

static void
write_effects(struct buf *b, unsigned effects, const char *what)
{
    for (int i = 0; i < EFFECT__MAX; i++)
        if (effects & EFFECT_BIT(i))
            buf_printf(b, "%s%s“%s”", b->n ? "，" : "", what,
                       label_of(LABEL_EFFECT, effect_name((enum effect)i)));
}

static void
write_turn(struct buf *b, const char *what, const char *was, const char *is)
{
    if (!str_is(was, is))
        buf_printf(b, "%s%s由“%s”改为“%s”", b->n ? "，" : "", what, was ? was : "无",
                   is ? is : "无");
}

/* The same state, and yet another stage, clock or consequence. */
static void
compare_effects(struct walk *w, const struct pair *p)
{
    const struct law_stage *was = p->x->to->stage, *is = p->y->to->stage;
    struct life_change c = change_of(p, LIFE_EFFECTS);
    struct buf b = BUF(w->a);

    write_effects(&b, p->x->effects & ~p->y->effects & EFFECTS_DECLARED, "不再");
    write_effects(&b, p->y->effects & ~p->x->effects & EFFECTS_DECLARED, "增加");
    write_turn(&b, "审核阶段", was ? was->label : NULL, is ? is->label : NULL);
    write_turn(&b, "审核期限", was ? was->clock : NULL, is ? is->clock : NULL);
    write_turn(&b, "审核人员", role_label(p->base, was), role_label(p->candidate, is));
    if (b.n == 0)
        return;

    c.words =
        arena_printf(w->a, "%s在“%s”时“%s”，到“%s”：%s", label_of_kind(p),
                     label_of_state(p, c.from), label_of_event(p), label_of_state(p, c.after), b.p);
    lives_add(w->a, w->lives, &c);
}

static void
compare(struct walk *w, const struct pair *p)
{
    const char *before = p->x ? p->x->to->code : NULL, *after = p->y ? p->y->to->code : NULL;

    if (!str_is(before, after))
        note_move(w, p);
    else if (p->x != NULL)
        compare_effects(w, p);
}

/* ---- one move -------------------------------------------------------------------------------- */

/* A filing begins where its kind does. */
static void
compare_beginning(struct walk *w, const struct replay_move *x)
{
    const struct law *laws[] = {policy_law(w->base), policy_law(w->candidate)};
    const char *to[2];

    for (int i = 0; i < 2; i++) {
        const struct law_kind *kind = law_kind(laws[i], x->kind);
        bool is_there = kind != NULL && law_has_action(kind, x->action);
        to[i] = is_there ? kind->initial->code : NULL;
    }
    if (str_is(to[0], to[1]))
        return;

    struct life_change c = {.what = LIFE_MOVE,
                            .kind = x->kind,
                            .event = x->what,
                            .before = to[0],
                            .after = to[1],
                            .id = x->filing_id};
    c.words = arena_printf(w->a, "新建%s（%s）：原规则%s，新规则%s",
                           law_label_of_kind(laws[to[0] ? 0 : 1], x->kind),
                           law_label_of_action(laws[to[0] ? 0 : 1], x->action),
                           to[0] ? "可以" : "不允许", to[1] ? "可以" : "不允许");
    if (to[0] != NULL && to[1] != NULL)
        c.words =
            arena_printf(w->a, "新建%s后的状态由“%s”变为“%s”", law_label_of_kind(laws[0], x->kind),
                         law_label_of_state(laws[0], x->kind, x->action, to[0]),
                         law_label_of_state(laws[1], x->kind, x->action, to[1]));
    lives_add(w->a, w->lives, &c);
}

/* As whom it was asked: whoever may, where the office or the system did it. */
static const struct role_set *
asked_by(struct walk *w, const char *role)
{
    struct role_set *roles = arena_alloc(w->a, sizeof *roles);
    unsigned bit = role_parse(role);

    if (str_is(role, "system") || (bit & ROLE__STAFF) != 0)
        return NULL;
    if (bit != 0)
        *roles = ROLE_SET(bit);
    else
        role_set_review(roles, w->a, role);
    return roles;
}

/* The server looks at what was filed when something is handed in or under review. */
static bool
is_looked_at(const struct law *l, const struct law_question *q)
{
    const struct law_event *e = law_event(l, q->event);
    bool is_filers = e == NULL || (verb_by(e->verb) == BY_FILER && e->verb != VERB_SUBMIT);
    return !is_filers && law_looks(l, q);
}

static enum err
walk_one(struct walk *w, const struct replay_move *x, struct filed *filed, struct fault *f)
{
    struct pair p = {.row = x, .base = policy_law(w->base), .candidate = policy_law(w->candidate)};
    char day[DATE_TEXT];
    struct law_question q = {.kind = x->kind,
                             .action = x->action,
                             .state = x->from_state,
                             .event = x->what,
                             .roles = asked_by(w, x->actor_role),
                             .today = day};
    enum err err;

    if (x->from_state == NULL) {
        compare_beginning(w, x);
        return OK;
    }
    if (law_event(p.base, x->what) == NULL && law_event(p.candidate, x->what) == NULL)
        return OK; /* not by the law: moved by an activation */
    date_beijing(x->at, day);
    if (w->as_of != NULL)
        memcpy(day, w->as_of, DATE_TEXT);

    struct law_question then = q;
    if (is_looked_at(p.base, &q) || is_looked_at(p.candidate, &q)) {
        if ((err = find_filed(w, x, filed, f)))
            return err;
        if (!filed->is_known) {
            lives_missed(w->lives, UNSEEN_CONDITIONS, 1);
            return OK;
        }
        q.facts = filed->before;
        then.facts = filed->after;
    }

    p.x = law_next(p.base, &q);
    p.y = law_next(p.candidate, &then);
    compare(w, &p);
    return OK;
}

/* ---- all of them ----------------------------------------------------------------------------- */

enum err
moves_walk(struct walk *w, bool *is_done, struct fault *f)
{
    const struct lives_place at = lives_place(w->a, w->lives);
    struct replay_moves_query q = {
        .after_filing = at.id, .after_n = at.n, .through = w->events, .limit = MOVES_ROWS};
    struct replay_move *rows;
    struct filed filed = {0};
    const char *last = q.after_filing;
    int n;
    enum err err = store_replay_moves(w->store, w->a, &q, &rows, &n, f);

    for (int i = 0; i < n && !err; i++) {
        err = walk_one(w, &rows[i], &filed, f);
        if (!str_is(rows[i].filing_id, last))
            lives_saw(w->lives, SEEN_FILINGS, 1);
        last = rows[i].filing_id;
    }
    if (err)
        return err;

    if (n > 0) {
        lives_saw(w->lives, SEEN_MOVES, n);
        lives_stand_at(w->lives, (struct lives_place){last, rows[n - 1].n});
    }
    *is_done = n < MOVES_ROWS;
    return OK;
}
