#include "govern/replay.h"
#include "govern/day.h"
#include "govern/landing.h"
#include "govern/lane.h"
#include "govern/law_diff.h"
#include "govern/moves.h"
#include "govern/reads.h"
#include "govern/stands.h"
#include "govern/steps.h"
#include "govern/tally.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define SAVE_MS 500
#define JUDGES_MAX 64

struct run {
    const struct replay_options *o;
    struct replay row;
    struct arena *arena; /* lives as long as the run */
    struct replay_sets sets;
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

/* ---- lanes ----------------------------------------------------------------------------------- */

static enum err
open_lanes(struct run *r, struct fault *f)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int n = r->o->judges ? r->o->judges : (int)cores;

    r->sets.as_of = r->row.as_of;
    r->lanes_n = n < 1 ? 1 : n > JUDGES_MAX ? JUDGES_MAX : n;
    r->lanes = arena_alloc(r->arena, (size_t)r->lanes_n * sizeof *r->lanes);
    for (int i = 0; i < r->lanes_n; i++) {
        enum err err = lane_open(&r->lanes[i], &r->sets, f);
        if (err)
            return err;
    }
    return lane_need_base(&r->lanes[0], f); /* its manifest is wanted anyway */
}

static void
close_run(struct run *r)
{
    for (int i = 0; i < r->lanes_n; i++)
        lane_close(&r->lanes[i]);
    tally_free(&r->tally);
    arena_free(r->pending_arena);
    arena_free(r->arena);
}

static enum err
fill(struct run *r, struct lane *l, struct fault *f)
{
    struct judgement_span q = {
        .after_ord = r->next_ord, .through_ord = r->row.through, .limit = LANE_ROWS};

    arena_reset(l->arena);
    enum err err = store_judgement_scan(r->o->store, l->arena, &q, &l->rows, &l->n, f);
    if (err)
        return err;
    for (int i = 0; i < l->n && r->row.as_of != NULL; i++)
        l->rows[i].facts = day_facts(l->arena, l->rows[i].facts, r->row.as_of);

    r->is_read = l->n < LANE_ROWS;
    if (l->n == 0)
        return OK;

    r->next_ord = l->rows[l->n - 1].ord;
    l->seq = r->next_seq++;
    lane_start(l);
    return OK;
}

/* ---- settling -------------------------------------------------------------------------------- */

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

/* Finds out how a judgement differs whose outcome is another, and counts it. */
static enum err
settle_changed(struct run *r, struct lane *l, int row, struct fault *f)
{
    struct change c;
    struct replay_hit hit = {.replay_id = r->row.id, .ord = l->rows[row].ord};
    json_t *before;
    struct arena *a = r->pending_arena;
    enum err err = lane_before(l, r->o->store, row, &before, f);
    if (err)
        return err;
    if ((err = store_replay_whose(r->o->store, a, &hit, f))) /* fills the joined members alone */
        return err;

    struct compared of = {before, lane_after(l, row), l->rows[row].facts};
    change_find(l->arena, &of, &c);
    hit.replay_id = r->row.id;
    hit.ord = l->rows[row].ord;
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
        enum err err;
        tally_chain(r->tally.facts_chain, l->rows[i].facts_hash);
        if (lane_is_same(l, i))
            r->tally.unchanged++;
        else if ((err = settle_changed(r, l, i, f)))
            return err;
    }

    r->row.done += l->n;
    r->row.at_ord = l->rows[l->n - 1].ord;
    l->phase = LANE_IDLE;
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
    if ((err = govern_finish(s, err, f)))
        return err;

    arena_reset(r->pending_arena);
    r->pending = NULL;
    r->pending_n = r->pending_cap = 0;
    r->save_at = mono_ms() + SAVE_MS;
    if (r->o->progress)
        r->o->progress(r->o->ctx, &r->row);
    return OK;
}

static enum err
end_and_tell(struct store *s, const struct replay *x, struct fault *f)
{
    struct arena *a = arena_new();
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "replay", x->id);
    buf_json_str(&b, "base", x->base);
    buf_json_str(&b, "state", x->state);
    buf_json_int(&b, "decisions", x->done);
    buf_json_str(&b, "report", x->report_hash);
    buf_close(&b);

    enum err err = store_replay_end(s, x, f);
    if (!err)
        err = store_audit_add(s, x->asked_by, "rule_set.replay", x->rule_set, b.p, f);
    arena_free(a);

    return err;
}

/* What stands now is called as the base calls it. */
static enum err
label_landing(struct run *r, const struct law *base, const char **landing, struct fault *f)
{
    json_t *list, *x;
    size_t i;
    enum err err = json_read(r->arena, *landing, strlen(*landing), &list, f);
    if (err)
        return err;

    json_array_foreach(list, i, x)
    {
        const char *kind = json_str(x, "kind"), *state = json_str(x, "state");
        json_object_set_new(x, "kind_label", json_string(law_label_of_kind(base, kind)));
        json_object_set_new(x, "state_label",
                            json_string(law_label_of_state(base, kind, NULL, state)));
    }
    *landing = json_text(r->arena, list);
    return OK;
}

/* What the two sets say of the workflow, and what becoming active would do to live filings. */
static enum err
compare_laws(struct run *r, struct report_of *of, struct fault *f)
{
    const struct law_side base = {policy_law(r->lanes[0].base), of->base_manifest};
    const struct law_side candidate = {policy_law(r->lanes[0].candidate), of->manifest};

    of->law = law_diff(r->arena, &base, &candidate);
    enum err err = govern_landing_json(r->o->store, r->arena, candidate.law, &of->landing, f);
    if (!err)
        err = label_landing(r, base.law, &of->landing, f);
    const struct landing_sides sides = {of->base_manifest, of->manifest};
    return err ? err : govern_matters_json(r->o->store, r->arena, &sides, &of->matters, f);
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
    if ((err = compare_laws(r, &of, f)))
        return err;
    r->row.state = "done";
    r->row.report = report_text(r->arena, &of);
    sha256_hex(r->row.report, strlen(r->row.report), hash);
    r->row.report_hash = hash;

    return save(r, end_and_tell, f);
}

/* Ends a replay whose sets cannot be judged with: a failure is an end, too. */
static enum err
give_up(struct run *r, const struct fault *why, struct fault *f)
{
    r->row.state = "failed";
    r->row.fault =
        arena_printf(r->arena, "%s%s%s", why->where, why->where[0] ? "：" : "", why->text);
    return save(r, end_and_tell, f);
}

/* ---- running --------------------------------------------------------------------------------- */

/* Waits for the judges that have something in hand, and hears those that answered. One that says
 * nothing is found out by lane_hear(). */
static void
hear_judges(struct run *r)
{
    struct pollfd fds[JUDGES_MAX];
    bool is_waiting = false;

    for (int i = 0; i < r->lanes_n; i++) {
        fds[i] = (struct pollfd){.fd = lane_fd(&r->lanes[i]), .events = POLLIN};
        is_waiting |= fds[i].fd >= 0;
    }
    if (!is_waiting)
        return;

    int ready = poll(fds, (nfds_t)r->lanes_n, r->o->limits->load_wall_ms); /* passes over -1 */
    for (int i = 0; i < r->lanes_n; i++)
        if (fds[i].fd >= 0 && (ready == 0 || fds[i].revents))
            lane_hear(&r->lanes[i]);
}

/* Settles the batches whose turn it is: the chains of hashes follow the order of the judgements. */
static enum err
settle_ready(struct run *r, struct fault *f)
{
    for (int i = 0; i < r->lanes_n; i++)
        if (r->lanes[i].phase == LANE_ANSWERED && r->lanes[i].seq == r->settled_seq) {
            enum err err = settle(r, &r->lanes[i], f);
            if (err)
                return err;
            r->settled_seq++;
            i = -1;
        }
    return OK;
}

/* Settles what has been answered and hands every idle lane its next batch, so that all judges have
 * work while this process waits for the first of them. */
static enum err
round_trip(struct run *r, bool *is_done, struct fault *f)
{
    enum err err = OK;
    bool is_working = false;

    for (int i = 0; i < r->lanes_n && !err; i++)
        err = lane_move(&r->lanes[i], f);
    if (!err)
        err = settle_ready(r, f);
    for (int i = 0; i < r->lanes_n && !err; i++)
        if (r->lanes[i].phase == LANE_IDLE && !r->is_read)
            err = fill(r, &r->lanes[i], f);
    if (err)
        return err;

    for (int i = 0; i < r->lanes_n; i++)
        is_working |= r->lanes[i].phase != LANE_IDLE;
    *is_done = !is_working && r->is_read;
    hear_judges(r);
    return OK;
}

/* Between two batches: keeps what there is from time to time, and when it is to stop. */
static enum err
rest(struct run *r, struct fault *f)
{
    bool is_over = r->o->is_over && *r->o->is_over;
    enum err err = is_over || mono_ms() >= r->save_at ? save(r, store_replay_progress, f) : OK;

    if (err || !is_over)
        return err;
    return fail(f, ERR_AGAIN, "replay_stopped", "", "重放暂停，稍后从此处继续");
}

static enum err
judge_all(struct run *r, struct fault *f)
{
    bool is_done = r->row.total == 0;

    while (!is_done) {
        enum err err = round_trip(r, &is_done, f);
        if (!err)
            err = rest(r, f);
        if (err)
            return err;
    }
    return OK;
}

/* ---- lives ----------------------------------------------------------------------------------- */

/* What belongs to it is fixed when it begins, so that one that was cut off ends alike. */
static enum err
lives_begin(struct run *r, struct fault *f)
{
    json_t *lives = r->tally.lives;
    struct replay_bounds bounds;

    if (json_object_get(lives, "events") != NULL)
        return OK;
    enum err err = store_replay_bounds(r->o->store, &bounds, f);
    if (err)
        return err;
    json_object_set_new(lives, "events", json_integer(bounds.events));
    json_object_set_new(lives, "entries", json_integer(bounds.entries));
    json_object_set_new(lives, "now", json_integer(world_now(r->o->world)));
    json_object_set_new(lives, "phase", json_integer(0));
    lives_missed(lives, UNSEEN_ERASED, bounds.erased);

    const char *beyond = reads_beyond(r->arena, policy_manifest(r->lanes[0].base),
                                      policy_manifest(r->lanes[0].candidate));
    if (beyond != NULL) {
        json_object_set_new(lives, "facts", json_string(beyond));
        lives_missed(lives, UNSEEN_FACTS, r->row.total);
    }
    return OK;
}

/* Everything that a life is made of, one after the other. is_told: it needs facts made of what
 * stands. */
static const struct {
    walk_fn *walk;
    bool is_told;
} phases[] = {{moves_walk, false},
              {entries_walk, true},
              {drafts_walk, true},
              {products_walk, true},
              {matters_walk, false}};

static enum err
walk_phase(struct walk *w, long phase, bool *is_done, struct fault *f)
{
    if (!phases[phase].is_told || w->tell != NULL)
        return phases[phase].walk(w, is_done, f);
    *is_done = true;
    return OK;
}

static enum err
walk_lives(struct run *r, struct fault *f)
{
    json_t *lives = r->tally.lives;
    struct walk w = {.store = r->o->store,
                     .base = r->lanes[0].base,
                     .candidate = r->lanes[0].candidate,
                     .as_of = r->row.as_of,
                     .lives = lives,
                     .tell = r->o->tell,
                     .a = arena_new()};
    enum err err = lives_begin(r, f);
    long phase = (long)json_integer_value(json_object_get(lives, "phase"));

    w.events = (long)json_integer_value(json_object_get(lives, "events"));
    w.now = json_integer_value(json_object_get(lives, "now"));
    w.entries = (long)json_integer_value(json_object_get(lives, "entries"));
    while (!err && phase < (long)LEN(phases)) {
        bool is_done = false;
        arena_reset(w.a);
        err = walk_phase(&w, phase, &is_done, f);
        if (!err && is_done) {
            json_object_set_new(lives, "phase", json_integer(++phase));
            json_object_del(lives, "at");
            json_object_del(lives, "at_n");
        }
        if (!err)
            err = rest(r, f);
    }
    arena_free(w.a);
    return err;
}

static enum err
load_sets(struct run *r, struct fault *f)
{
    struct store *s = r->o->store;
    enum err err = store_rule_set_load(s, r->arena, r->row.rule_set, &r->sets.candidate, f);
    return err ? err : store_rule_set_load(s, r->arena, r->row.base, &r->sets.base, f);
}

/* Who wrote the candidate learns through it of what filers typed: that is on record before the
 * first of it is read. */
static enum err
tell_reading(struct run *r, struct fault *f)
{
    struct store *s = r->o->store;
    struct buf b = BUF(r->arena);
    enum err err;

    if (!str_is(r->row.state, "queued"))
        return OK;
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "replay", r->row.id);
    buf_json_str(&b, "base", r->row.base);
    buf_json_int(&b, "decisions", r->row.total);
    buf_close(&b);

    if ((err = store_write_begin(s, f)))
        return err;
    err = store_audit_add(s, r->row.asked_by, "replay.read_facts", r->row.rule_set, b.p, f);
    if (!err)
        err = store_replay_progress(s, &r->row, f);
    return govern_finish(s, err, f);
}

/* Sets that cannot be judged with end the replay; any other failure leaves it to be resumed. */
static enum err
run(struct run *r, struct fault *f)
{
    struct fault why = {0};
    enum err err = load_sets(r, f);
    if (err)
        return err;
    if (open_lanes(r, &why))
        return give_up(r, &why, f);
    if ((err = tell_reading(r, f)))
        return err;
    err = judge_all(r, &why);
    if (!err)
        err = walk_lives(r, &why);
    if (!err)
        err = finish(r, &why);
    if (err == ERR_RULE)
        return give_up(r, &why, f);

    if (err && f)
        *f = why;
    return err;
}

enum err
govern_replay_run(const struct replay_options *o, const char *id, struct fault *f)
{
    struct run r = {
        .o = o, .arena = arena_new(), .pending_arena = arena_new(), .sets = {.limits = o->limits}};
    enum err err = store_replay_load(o->store, r.arena, id, &r.row, f);

    tally_read(&r.tally, err ? "{}" : r.row.tally);
    r.next_ord = err ? 0 : r.row.at_ord;
    if (!err && !str_is(r.row.state, "done") && !str_is(r.row.state, "failed"))
        err = run(&r, f);
    close_run(&r);
    return err;
}
