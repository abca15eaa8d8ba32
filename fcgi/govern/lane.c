#include "govern/lane.h"
#include "govern/trial.h"

#include <stdio.h>
#include <string.h>

#define BATCH_BYTES (4u << 20)

/* ---- judges ---------------------------------------------------------------------------------- */

enum err
lane_open(struct lane *l, const struct replay_sets *sets, struct fault *f)
{
    l->sets = sets;
    l->arena = arena_new();
    return govern_judge_of(&sets->candidate, sets->limits, &l->candidate, f);
}

void
lane_close(struct lane *l)
{
    policy_close(l->candidate);
    policy_close(l->base);
    if (l->arena)
        arena_free(l->arena);
}

enum err
lane_need_base(struct lane *l, struct fault *f)
{
    return l->base ? OK : govern_judge_of(&l->sets->base, l->sets->limits, &l->base, f);
}

static struct policy *
judge_of(const struct lane *l)
{
    return l->phase == LANE_ASKING_BASE ? l->base : l->candidate;
}

/* ---- a batch --------------------------------------------------------------------------------- */

/* Did the base make this judgement itself, with this engine, on this day? Then its outcome is
 * known. */
static bool
is_known(const struct lane *l, const struct judgement *j)
{
    return l->sets->as_of == NULL && j->outcome_hash && str_is(j->rule_set, l->sets->base.hash) &&
           str_is(j->engine, policy_engine());
}

/* Notes the outcome of the next row that was asked about. */
static void
take_outcome(struct lane *l, const struct policy_outcome *x)
{
    struct policy_outcome *out = l->phase == LANE_ASKING_BASE ? l->before : l->after;
    out[l->asked[l->answered++]] = *x;
}

/* The next questions, as many as may go at once. Returns their number. */
static int
gather(const struct lane *l, struct policy_facts q[LANE_ROWS])
{
    size_t bytes = 0;
    int n = 0;

    for (int i = l->answered; i < l->asked_n; i++) {
        const char *facts = l->rows[l->asked[i]].facts;
        if (n > 0 && (l->is_single || bytes >= BATCH_BYTES))
            break;
        q[n] = (struct policy_facts){facts, strlen(facts)};
        bytes += q[n++].n;
    }
    return n;
}

/* Hands the next questions of the phase to its judge. One whose judge cannot even be started has no
 * answer. */
static void
ask(struct lane *l)
{
    struct policy_facts q[LANE_ROWS];
    struct fault f;

    while (l->answered < l->asked_n) {
        l->in_hand = gather(l, q);
        if (policy_batch_start(judge_of(l), l->arena, q, l->in_hand, &f) == OK)
            return;
        if (l->is_single)
            take_outcome(l, &(struct policy_outcome){.what = POLICY_NO_ANSWER});
        l->is_single = true;
    }
    l->in_hand = 0;
}

static void
enter(struct lane *l, enum lane_phase phase)
{
    l->phase = phase;
    l->asked_n = l->answered = 0;
    l->is_single = false;
    for (int i = 0; i < l->n; i++) {
        const struct judgement *j = &l->rows[i];
        if (phase == LANE_ASKING_BASE && is_known(l, j)) {
            l->before[i].what = POLICY_ACCEPTABLE; /* only the hash counts */
            snprintf(l->before[i].hash, sizeof l->before[i].hash, "%s", j->outcome_hash);
        } else
            l->asked[l->asked_n++] = i;
    }
    ask(l);
}

void
lane_start(struct lane *l)
{
    enter(l, LANE_ASKING_CANDIDATE);
}

enum err
lane_move(struct lane *l, struct fault *f)
{
    enum err err;

    if (l->phase == LANE_ASKING_CANDIDATE && l->in_hand == 0) {
        bool has_unknown = false;
        for (int i = 0; i < l->n; i++)
            has_unknown |= !is_known(l, &l->rows[i]);
        if (has_unknown && (err = lane_need_base(l, f)))
            return err;
        enter(l, LANE_ASKING_BASE);
    }

    if (l->phase == LANE_ASKING_BASE && l->in_hand == 0)
        l->phase = LANE_ANSWERED;
    return OK;
}

int
lane_fd(const struct lane *l)
{
    return l->in_hand > 0 ? policy_batch_fd(judge_of(l)) : -1;
}

void
lane_hear(struct lane *l)
{
    struct policy_outcome got[LANE_ROWS];
    struct fault f;
    int n = 0;

    if (policy_batch_end(judge_of(l), l->arena, got, l->in_hand, &n, &f)) {
        n = l->is_single ? 1 : 0;
        got[0] = (struct policy_outcome){.what = POLICY_NO_ANSWER};
        l->is_single = true;
    }

    for (int i = 0; i < n; i++)
        take_outcome(l, &got[i]);
    ask(l);
}

/* ---- the outcome ----------------------------------------------------------------------------- */

bool
lane_is_same(const struct lane *l, int row)
{
    const struct policy_outcome *x = &l->before[row], *y = &l->after[row];
    return x->what != POLICY_NO_ANSWER && y->what != POLICY_NO_ANSWER && str_is(x->hash, y->hash);
}

/* Stands for an answer that the rules did not give: the judgement goes to a human. */
static json_t *
no_answer(struct arena *a, const struct fault *why)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "verdict", "needs_human");
    buf_open(&b, "findings", '[');
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "rule", "engine.fault");
    buf_json_str(&b, "severity", "warning");
    buf_json_str(&b, "path", "");
    buf_json_str(&b, "message", why->text);
    buf_close(&b);
    buf_close(&b);
    buf_json_raw(&b, "deadlines", "[]");
    buf_close(&b);

    return arena_json(a, json_loads(b.p, 0, NULL));
}

static json_t *
answer_of(struct arena *a, struct policy *p, const char *facts)
{
    struct fault f = {0};
    const char *text;
    json_t *root = NULL;
    enum err err = policy_judge(p, a, facts, &text, &f);
    if (!err && json_read(a, text, strlen(text), &root, &f) == OK)
        return root;
    return no_answer(a, &f);
}

enum err
lane_before(struct lane *l, struct store *s, int row, json_t **out, struct fault *f)
{
    const struct judgement *j = &l->rows[row];
    struct judgement whole;
    enum err err;

    if (is_known(l, j)) {
        if ((err = store_judgement_by_ord(s, l->arena, j->ord, &whole, f)))
            return err;
        return json_read(l->arena, whole.answer, strlen(whole.answer), out, f);
    }
    if ((err = lane_need_base(l, f)))
        return err;
    *out = answer_of(l->arena, l->base, j->facts);
    return OK;
}

json_t *
lane_after(struct lane *l, int row)
{
    return answer_of(l->arena, l->candidate, l->rows[row].facts);
}
