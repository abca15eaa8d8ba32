/* What is not handed in yet, and products, judged as of today. */
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
    const char *verdict[DRAFTS_ROWS]; /* NULL: the set can make nothing of it */
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
    for (int i = 0; i < n; i++)
        s->verdict[s->row[s->answered++]] = verdict_of(&got[i]);
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
    for (int i = 0; i < n; i++)
        compare(w, &rows[i], what, sides[0].verdict[i], sides[1].verdict[i]);
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
