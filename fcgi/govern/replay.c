#include "govern/tally.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BATCH 128
#define BATCH_BYTES (4u << 20)
#define SAVE_MS 500
#define JUDGES_MAX 64

enum phase { IDLE, ASKING_CANDIDATE, ASKING_BASE, ANSWERED };

/* One batch on its way through a candidate's judge and, for what the base did not decide itself,
 * one of the base's. */
struct lane {
    struct policy *candidate, *base;
    struct arena *arena;
    enum phase phase;
    long seq;
    struct decision *rows;
    int n;
    struct policy_outcome after[BATCH], before[BATCH];
    int asked[BATCH], asked_n; /* rows of the phase */
    int answered, in_hand;     /* of these, and how many the judge has now */
    bool is_single;            /* something went wrong in this batch: one at a time */
};

struct run {
    const struct replay_options *o;
    struct replay row;
    struct arena *arena; /* of the whole run */
    struct bundle *candidate, *base;
    struct lane *lanes;
    int lanes_n;
    struct tally tally;
    long next_ord, next_seq, settled_seq;
    bool is_read; /* to the end */
    struct arena *pending_arena;
    struct replay_hit *pending; /* not stored yet */
    int pending_n, pending_cap;
    int64_t save_at;
};

/* ---- sets and judges ------------------------------------------------------------------------- */

static enum err
load_bundle(struct run *r, const char *hash, struct bundle **out, struct fault *f)
{
    struct rule_set set;
    enum err err = store_rule_set_load(r->o->store, r->arena, hash, &set, f);
    return err ? err : bundle_parse(out, set.files, strlen(set.files), f);
}

static enum err
lane_base(struct run *r, struct lane *l, struct fault *f)
{
    return l->base ? OK : policy_open(&l->base, r->base, r->o->limits, f);
}

static enum err
open_lanes(struct run *r, struct fault *f)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int n = r->o->judges ? r->o->judges : (int)cores;

    r->lanes_n = n < 1 ? 1 : n > JUDGES_MAX ? JUDGES_MAX : n;
    r->lanes = arena_alloc(r->arena, (size_t)r->lanes_n * sizeof *r->lanes);
    for (int i = 0; i < r->lanes_n; i++) {
        r->lanes[i].arena = arena_new();
        enum err err = policy_open(&r->lanes[i].candidate, r->candidate, r->o->limits, f);
        if (err)
            return err;
    }
    return lane_base(r, &r->lanes[0], f); /* its manifest is wanted anyway */
}

static void
close_run(struct run *r)
{
    for (int i = 0; i < r->lanes_n; i++) {
        policy_close(r->lanes[i].candidate);
        policy_close(r->lanes[i].base);
        if (r->lanes[i].arena)
            arena_free(r->lanes[i].arena);
    }

    bundle_free(r->candidate);
    bundle_free(r->base);
    tally_free(&r->tally);
    arena_free(r->pending_arena);
    arena_free(r->arena);
}

/* ---- a batch --------------------------------------------------------------------------------- */

/* Did the base make this decision itself, with this engine? Then its outcome is known. */
static bool
is_known(const struct run *r, const struct decision *d)
{
    return d->outcome_hash && str_is(d->rule_set, r->row.base) &&
           str_is(d->engine, policy_engine());
}

static struct policy *
lane_judge(const struct lane *l)
{
    return l->phase == ASKING_BASE ? l->base : l->candidate;
}

/* Hands the next questions of the phase to its judge. One whose judge cannot even be started has no
 * answer. */
static void
lane_ask(struct lane *l)
{
    struct policy_facts q[BATCH];
    struct fault f;

    while (l->answered < l->asked_n) {
        size_t bytes = 0;
        l->in_hand = 0;
        for (int i = l->answered;
             i < l->asked_n && (i == l->answered || (!l->is_single && bytes < BATCH_BYTES)); i++) {
            const char *facts = l->rows[l->asked[i]].facts;
            q[l->in_hand] = (struct policy_facts){facts, strlen(facts)};
            bytes += q[l->in_hand++].n;
        }
        if (policy_batch_start(lane_judge(l), l->arena, q, l->in_hand, &f) == OK)
            return;
        if (!l->is_single)
            l->is_single = true;
        else
            (l->phase == ASKING_BASE ? l->before : l->after)[l->asked[l->answered++]] =
                (struct policy_outcome){.what = POLICY_NO_ANSWER};
    }
    l->in_hand = 0;
}

static void
lane_enter(struct run *r, struct lane *l, enum phase phase)
{
    l->phase = phase;
    l->asked_n = l->answered = 0;
    l->is_single = false;
    for (int i = 0; i < l->n; i++) {
        if (phase == ASKING_BASE && is_known(r, &l->rows[i])) {
            l->before[i].what = POLICY_ACCEPTABLE; /* only the hash counts */
            snprintf(l->before[i].hash, sizeof l->before[i].hash, "%s", l->rows[i].outcome_hash);
        } else
            l->asked[l->asked_n++] = i;
    }
    lane_ask(l);
}

/* The judge has said something, or is gone. */
static void
lane_hear(struct lane *l)
{
    struct policy_outcome got[BATCH], *out = l->phase == ASKING_BASE ? l->before : l->after;
    struct fault f;
    int n = 0;

    if (policy_batch_end(lane_judge(l), l->arena, got, l->in_hand, &n, &f)) {
        if (!l->is_single) {
            l->is_single = true;
        } else {
            got[0] = (struct policy_outcome){.what = POLICY_NO_ANSWER};
            n = 1;
        }
    }

    for (int i = 0; i < n; i++)
        out[l->asked[l->answered++]] = got[i];
    lane_ask(l);
}

static enum err
lane_fill(struct run *r, struct lane *l, struct fault *f)
{
    arena_reset(l->arena);
    enum err err = store_decision_scan(r->o->store, l->arena, r->next_ord, r->row.through, BATCH,
                                       &l->rows, &l->n, f);
    if (err)
        return err;

    r->is_read = l->n < BATCH;
    if (l->n == 0)
        return OK;

    r->next_ord = l->rows[l->n - 1].ord;
    l->seq = r->next_seq++;
    lane_enter(r, l, ASKING_CANDIDATE);
    return OK;
}

/* On to the next phase, as long as there is nothing to wait for. */
static enum err
lane_move(struct run *r, struct lane *l, struct fault *f)
{
    enum err err;

    if (l->phase == ASKING_CANDIDATE && l->in_hand == 0) {
        bool has_unknown = false;
        for (int i = 0; i < l->n; i++)
            has_unknown |= !is_known(r, &l->rows[i]);
        if (has_unknown && (err = lane_base(r, l, f)))
            return err;
        lane_enter(r, l, ASKING_BASE);
    }

    if (l->phase == ASKING_BASE && l->in_hand == 0)
        l->phase = ANSWERED;
    return OK;
}

/* ---- what came of it ------------------------------------------------------------------------- */

/* A whole answer; one that says needs_human for want of one. */
static json_t *
whole_answer(struct lane *l, struct policy *p, const char *facts)
{
    struct fault f = {0};
    const char *text;
    json_t *root = NULL;
    enum err err = policy_ask(p, l->arena, POLICY_JUDGE, facts, &text, &f);
    if (!err && json_read(l->arena, text, strlen(text), &root, &f) == OK)
        return root;

    json_t *finding = json_pack("{s:s, s:s, s:s, s:s}", "rule", "engine.fault", "severity",
                                "warning", "path", "", "message", f.text);
    return arena_json(l->arena, json_pack("{s:s, s:[o], s:[]}", "verdict", "needs_human",
                                          "findings", finding, "deadlines"));
}

static enum err
base_answer(struct run *r, struct lane *l, const struct decision *d, json_t **out, struct fault *f)
{
    struct decision whole;
    enum err err;

    if (is_known(r, d)) {
        if ((err = store_decision_by_ord(r->o->store, l->arena, d->ord, &whole, f)))
            return err;
        return json_read(l->arena, whole.answer, strlen(whole.answer), out, f);
    }
    if ((err = lane_base(r, l, f)))
        return err;
    *out = whole_answer(l, l->base, d->facts);
    return OK;
}

static void
keep_hit(struct run *r, const struct replay_hit *hit)
{
    if (r->pending_n == r->pending_cap) {
        int cap = r->pending_cap ? 2 * r->pending_cap : 64;
        struct replay_hit *more = arena_alloc(r->pending_arena, (size_t)cap * sizeof *more);
        if (r->pending_n)
            memcpy(more, r->pending, (size_t)r->pending_n * sizeof *more);
        r->pending = more;
        r->pending_cap = cap;
    }
    r->pending[r->pending_n++] = *hit;
}

/* A decision whose outcome is another. */
static enum err
settle_changed(struct run *r, struct lane *l, const struct decision *d, struct fault *f)
{
    struct change c;
    struct replay_hit hit = {.replay_id = r->row.id, .ord = d->ord};
    json_t *before;
    struct arena *a = r->pending_arena;
    enum err err = base_answer(r, l, d, &before, f);

    if (!err)
        err = store_replay_whose(r->o->store, a, &hit, f);
    if (err) /* the joined members; the others anew */
        return err;

    change_find(l->arena, before, whole_answer(l, l->candidate, d->facts), &c);
    hit.replay_id = r->row.id;
    hit.ord = d->ord;
    hit.kinds = change_kinds(a, &c);
    hit.rules = change_rules(a, &c);
    hit.change = json_canonical(a, c.what);
    if (c.kinds == 0) { /* equal after all: an answer that never came, both times */
        r->tally.unchanged++;
        return OK;
    }

    tally_add(l->arena, &r->tally, &c, &hit);
    keep_hit(r, &hit);
    return OK;
}

static enum err
settle(struct run *r, struct lane *l, struct fault *f)
{
    for (int i = 0; i < l->n; i++) {
        const struct decision *d = &l->rows[i];
        bool has_answers =
            l->before[i].what != POLICY_NO_ANSWER && l->after[i].what != POLICY_NO_ANSWER;
        tally_chain(r->tally.facts_chain, d->facts_hash);
        if (has_answers && strcmp(l->before[i].hash, l->after[i].hash) == 0) {
            r->tally.unchanged++;
            continue;
        }
        enum err err = settle_changed(r, l, d, f);
        if (err)
            return err;
    }

    r->row.done += l->n;
    r->row.at_ord = l->rows[l->n - 1].ord;
    l->phase = IDLE;
    return OK;
}

/* ---- keeping it ------------------------------------------------------------------------------ */

static enum err
save(struct run *r, enum err (*how)(struct store *, const struct replay *, struct fault *),
     struct fault *f)
{
    struct store *s = r->o->store;
    enum err err = store_write_begin(s, f);
    if (err)
        return err;

    for (int i = 0; i < r->pending_n && !err; i++)
        err = store_replay_hit_add(s, &r->pending[i], f);
    r->row.tally = tally_text(r->pending_arena, &r->tally);
    if (!err)
        err = how(s, &r->row, f);
    if (err) {
        store_write_rollback(s);
        return err;
    }

    err = store_write_commit(s, f);
    arena_reset(r->pending_arena);
    r->pending = NULL;
    r->pending_n = r->pending_cap = 0;
    r->save_at = mono_ms() + SAVE_MS;
    if (r->o->progress)
        r->o->progress(r->o->ctx, &r->row);

    return err;
}

static enum err
end_and_tell(struct store *s, const struct replay *x, struct fault *f)
{
    struct arena *a = arena_new();
    struct buf b = BUF(a);

    buf_puts(&b, "{");
    buf_json_str(&b, "replay", x->id);
    buf_json_str(&b, "base", x->base);
    buf_json_str(&b, "state", x->state);
    buf_json_int(&b, "decisions", x->done);
    buf_json_str(&b, "report", x->report_hash);
    buf_puts(&b, "}");
    enum err err = store_replay_end(s, x, f);
    if (!err)
        err = store_audit_add(s, x->asked_by, "rule_set.replay", x->rule_set, b.p, f);
    arena_free(a);

    return err;
}

static enum err
finish(struct run *r, struct fault *f)
{
    char hash[SHA256_TEXT];
    int64_t filings = 0;
    enum err err =
        save(r, store_replay_progress, f); /* all hits are in their table before they are counted */
    if (err)
        return err;
    if ((err = store_replay_filings(r->o->store, r->row.id, &filings, f)))
        return err;

    struct report_of of = {.replay = &r->row,
                           .tally = &r->tally,
                           .manifest = policy_manifest(r->lanes[0].candidate),
                           .base_manifest = policy_manifest(r->lanes[0].base),
                           .filings = (long)filings};
    r->row.state = "done";
    r->row.report = report_text(r->arena, &of);
    sha256_hex(r->row.report, strlen(r->row.report), hash);
    r->row.report_hash = hash;

    return save(r, end_and_tell, f);
}

/* The sets cannot be judged with: the replay has failed, which is an end, too. */
static enum err
give_up(struct run *r, const struct fault *why, struct fault *f)
{
    r->row.state = "failed";
    r->row.fault =
        arena_printf(r->arena, "%s%s%s", why->where, why->where[0] ? "：" : "", why->text);
    return save(r, end_and_tell, f);
}

/* ---- running --------------------------------------------------------------------------------- */

/* Waits for the judges that have something in hand, and hears those that answered. */
static void
hear_judges(struct run *r)
{
    struct pollfd fds[JUDGES_MAX];
    struct lane *of[JUDGES_MAX];

    nfds_t n = 0;
    for (int i = 0; i < r->lanes_n; i++)
        if (r->lanes[i].in_hand > 0) {
            of[n] = &r->lanes[i];
            fds[n++] =
                (struct pollfd){.fd = policy_batch_fd(lane_judge(&r->lanes[i])), .events = POLLIN};
        }

    /* A judge that says nothing is found out by policy_batch_end(), which waits until its time is
     * over. */
    if (n == 0)
        return;

    int ready = poll(fds, n, r->o->limits->load_wall_ms);
    for (nfds_t i = 0; i < n; i++)
        if (ready == 0 || fds[i].revents)
            lane_hear(of[i]);
}

/* The batches that can be settled in their order. */
static enum err
settle_ready(struct run *r, struct fault *f)
{
    for (int i = 0; i < r->lanes_n; i++)
        if (r->lanes[i].phase == ANSWERED && r->lanes[i].seq == r->settled_seq) {
            enum err err = settle(r, &r->lanes[i], f);
            if (err)
                return err;
            r->settled_seq++;
            i = -1;
        }
    return OK;
}

/* What has been answered is settled, who is free gets more, and only then is there something to
 * wait for. */
static enum err
round_trip(struct run *r, bool *is_done, struct fault *f)
{
    enum err err = OK;
    bool is_working = false;

    for (int i = 0; i < r->lanes_n && !err; i++)
        err = lane_move(r, &r->lanes[i], f);
    if (!err)
        err = settle_ready(r, f);
    for (int i = 0; i < r->lanes_n && !err; i++)
        if (r->lanes[i].phase == IDLE && !r->is_read)
            err = lane_fill(r, &r->lanes[i], f);
    if (err)
        return err;

    for (int i = 0; i < r->lanes_n; i++)
        is_working |= r->lanes[i].phase != IDLE;
    *is_done = !is_working && r->is_read;
    hear_judges(r);
    return OK;
}

static enum err
judge_all(struct run *r, struct fault *f)
{
    bool is_done = r->row.total == 0;

    while (!is_done) {
        enum err err = round_trip(r, &is_done, f);
        if (!err && mono_ms() >= r->save_at)
            err = save(r, store_replay_progress, f);
        if (err)
            return err;
        if (r->o->is_over && *r->o->is_over) {
            err = save(r, store_replay_progress, f);
            return err ? err : fail(f, ERR_AGAIN, "replay_stopped", "", "重放暂停，稍后从此处继续");
        }
    }
    return finish(r, f);
}

enum err
govern_replay_run(const struct replay_options *o, const char *id, struct fault *f)
{
    struct run r = {.o = o, .arena = arena_new(), .pending_arena = arena_new()};
    struct fault why = {0};
    enum err err = store_replay_load(o->store, r.arena, id, &r.row, f);

    tally_read(&r.tally, err ? "{}" : r.row.tally);
    if (!err && (str_is(r.row.state, "done") || str_is(r.row.state, "failed"))) {
        close_run(&r);
        return OK;
    }

    r.next_ord = r.row.at_ord;
    if (!err && !(err = load_bundle(&r, r.row.rule_set, &r.candidate, f)) &&
        !(err = load_bundle(&r, r.row.base, &r.base, f))) {
        if (open_lanes(&r, &why))
            err = give_up(&r, &why, f);
        else if ((err = judge_all(&r, &why)) == ERR_RULE)
            err = give_up(&r, &why, f);
        else if (err && f)
            *f = why;
    }

    close_run(&r);
    return err;
}
