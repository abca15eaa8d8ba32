/* What is not handed in yet, and products, judged as of today. */
#include "govern/change.h"
#include "govern/day.h"
#include "govern/stands.h"

#include <string.h>

#define DRAFTS_ROWS 64
#define BATCH_BYTES (4u << 20)

/* One set's verdicts on the rows of a batch. */
struct side {
    struct policy *p;
    struct policy_facts facts[DRAFTS_ROWS];
    int row[DRAFTS_ROWS]; /* that each of the facts is of */
    int n, answered, in_hand;
    const char *verdict[DRAFTS_ROWS]; /* of a row; NULL: the set can make nothing of it */
    const char *told[DRAFTS_ROWS];    /* the facts of a row; NULL as above */
    char hash[DRAFTS_ROWS][SHA256_TEXT];
};

/* ---- asking ---------------------------------------------------------------------------------- */

static void
tell(struct walk *w, struct side *s, struct replay_asked *q, int row)
{
    const char *facts;
    struct fault f;

    q->policy = s->p;
    if (w->tell(q, &facts, &f))
        return;
    if (w->as_of != NULL)
        facts = day_facts(w->a, facts, w->as_of);
    s->row[s->n] = row;
    s->told[row] = facts;
    s->facts[s->n++] = (struct policy_facts){facts, strlen(facts)};
}

/* Hands over as many as may go at once. */
static void
start(struct walk *w, struct side *s)
{
    struct fault f;
    size_t bytes = 0;

    s->in_hand = 0;
    for (int i = s->answered; i < s->n && (s->in_hand == 0 || bytes < BATCH_BYTES); i++) {
        bytes += s->facts[i].n;
        s->in_hand++;
    }
    if (s->in_hand > 0 &&
        policy_batch_start(s->p, w->a, &s->facts[s->answered], s->in_hand, &f) != OK)
        s->in_hand = 0;
}

static const char *
verdict_of(const struct policy_outcome *x)
{
    return x->what == POLICY_ACCEPTABLE       ? "acceptable"
           : x->what == POLICY_NOT_ACCEPTABLE ? "not_acceptable"
                                              : "needs_human";
}

/* Takes what was answered; who brought the judge down gets no answer, and a human would look. */
static void
take(struct walk *w, struct side *s)
{
    struct policy_outcome got[DRAFTS_ROWS] = {{.what = POLICY_NO_ANSWER}};
    struct fault f;
    int n = 0;

    if (s->in_hand > 0 && policy_batch_end(s->p, w->a, got, s->in_hand, &n, &f))
        n = 0;
    if (n == 0) {
        got[0].what = POLICY_NO_ANSWER;
        n = 1;
    }
    for (int i = 0; i < n; i++) {
        int row = s->row[s->answered++];
        s->verdict[row] = verdict_of(&got[i]);
        memcpy(s->hash[row], got[i].hash, SHA256_TEXT);
    }
}

/* Both judges work at the same time. */
static void
ask(struct walk *w, struct side *x, struct side *y)
{
    while (x->answered < x->n || y->answered < y->n) {
        start(w, x);
        start(w, y);
        if (x->answered < x->n)
            take(w, x);
        if (y->answered < y->n)
            take(w, y);
    }
}

/* ---- compared -------------------------------------------------------------------------------- */

static const char *
words_of(const char *verdict)
{
    return verdict ? label_of(LABEL_VERDICT, verdict) : "不能判断";
}

static void
compare(struct walk *w, const struct replay_standing *x, enum life_kind what, const char *before,
        const char *after)
{
    struct life_change c = {.what = what,
                            .kind = what == LIFE_DRAFT ? x->kind : NULL,
                            .before = before,
                            .after = after,
                            .id = x->id};

    lives_saw(w->lives, what == LIFE_DRAFT ? SEEN_DRAFTS : SEEN_PRODUCTS, 1);
    if (before == NULL && after == NULL)
        lives_missed(w->lives, UNSEEN_ATTACHED, 1);
    if (str_is(before, after))
        return;
    c.words = arena_printf(
        w->a, "%s由%s变为%s",
        c.kind ? arena_printf(w->a, "%s：", law_label_of_kind(policy_law(w->base), c.kind)) : "",
        words_of(before), words_of(after));
    lives_add(w->a, w->lives, &c);
}

/* ---- clocks ---------------------------------------------------------------------------------- */

/* As the set declares it, where it runs for drafts of that kind; NULL: it does not. */
static const json_t *
clock_of_drafts(const struct policy *p, const char *kind, const char *name)
{
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(policy_manifest(p), "deadlines"), i, one)
    {
        if (str_is(json_str(one, "name"), name) && json_object_get(one, "drafts") != NULL &&
            json_list_has(json_object_get(one, "kinds"), kind))
            return one;
    }
    return NULL;
}

/* Everything that a set says of a row: its outcome has no days. NULL: nothing. */
static const json_t *
answer_of(struct walk *w, struct side *s, int row)
{
    const char *text;
    json_t *answer;
    struct fault f;

    if (s->told[row] == NULL || policy_judge(s->p, w->a, s->told[row], &text, &f) ||
        json_read(w->a, text, strlen(text), &answer, &f))
        return NULL;
    return answer;
}

static void
note_clock(struct walk *w, const struct replay_standing *x, const char *name, const char *way)
{
    const json_t *was = clock_of_drafts(w->base, x->kind, name),
                 *is = clock_of_drafts(w->candidate, x->kind, name);
    struct life_change c = {.what = LIFE_CLOCK, .kind = x->kind, .column = name, .id = x->id};
    const char *says = is == NULL               ? "不再计算"
                       : was == NULL            ? "开始计算"
                       : str_is(way, "earlier") ? "提前"
                       : str_is(way, "later")   ? "推后"
                                                : "有变";

    if (was == NULL && is == NULL)
        return;
    c.words =
        arena_printf(w->a, "%s：草稿的期限“%s”%s", law_label_of_kind(policy_law(w->base), x->kind),
                     json_str(is ? is : was, "title"), says);
    lives_add(w->a, w->lives, &c);
}

/* The clocks that run while a filer still writes, as those of what was handed in are compared. */
static void
compare_clocks(struct walk *w, const struct replay_standing *x, struct side *sides, int row)
{
    struct change found;
    const char *name;
    json_t *way;

    if (sides[0].told[row] == NULL || sides[1].told[row] == NULL ||
        str_is(sides[0].hash[row], sides[1].hash[row]))
        return;
    struct compared of = {answer_of(w, &sides[0], row), answer_of(w, &sides[1], row), NULL};
    if (of.before == NULL || of.after == NULL)
        return;
    change_find(w->a, &of, &found);
    json_object_foreach(found.deadline, name, way) note_clock(w, x, name, json_string_value(way));
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void
walk_rows(struct walk *w, const struct replay_standing *rows, int n, enum life_kind what)
{
    char day[DATE_TEXT];
    struct side *sides = arena_alloc(w->a, 2 * sizeof *sides);
    struct replay_asked q = {.what = what == LIFE_DRAFT ? ASKED_DRAFT : ASKED_PRODUCT,
                             .store = w->store,
                             .arena = w->a,
                             .now = w->now,
                             .today = day};

    date_beijing(w->now, day);
    if (w->as_of != NULL)
        memcpy(day, w->as_of, DATE_TEXT);
    sides[0].p = w->base;
    sides[1].p = w->candidate;
    for (int i = 0; i < n; i++) {
        q.id = rows[i].id;
        tell(w, &sides[0], &q, i);
        tell(w, &sides[1], &q, i);
    }
    ask(w, &sides[0], &sides[1]);
    for (int i = 0; i < n; i++) {
        compare(w, &rows[i], what, sides[0].verdict[i], sides[1].verdict[i]);
        if (what == LIFE_DRAFT)
            compare_clocks(w, &rows[i], sides, i);
    }
}

/* ---- all of them ----------------------------------------------------------------------------- */

typedef enum err scan_fn(struct store *s, struct arena *a, const struct replay_standing_query *q,
                         struct replay_standing **out, int *n, struct fault *f);

static enum err
walk(struct walk *w, scan_fn *scan, enum life_kind what, bool *is_done, struct fault *f)
{
    const char *at = json_str(w->lives, "at");
    struct replay_standing_query q = {.after = at ? arena_strdup(w->a, at) : "",
                                      .limit = DRAFTS_ROWS};
    struct replay_standing *rows;
    int n;
    enum err err = scan(w->store, w->a, &q, &rows, &n, f);
    if (err)
        return err;

    if (n > 0) {
        walk_rows(w, rows, n, what);
        json_object_set_new(w->lives, "at", json_string(rows[n - 1].id));
    }
    *is_done = n < DRAFTS_ROWS;
    return OK;
}

enum err
drafts_walk(struct walk *w, bool *is_done, struct fault *f)
{
    return walk(w, store_replay_drafts, LIFE_DRAFT, is_done, f);
}

enum err
products_walk(struct walk *w, bool *is_done, struct fault *f)
{
    return walk(w, store_replay_products, LIFE_PRODUCT, is_done, f);
}
