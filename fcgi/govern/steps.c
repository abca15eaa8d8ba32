#include "govern/steps.h"
#include "govern/landing.h"

#include <stdlib.h>
#include <string.h>

/* ---- the audit trail ------------------------------------------------------------------------- */

struct detail {
    const char *key, *value; /* value NULL: left out */
};

static enum err
note(struct store *s, const struct account *by, const char *action, const char *hash,
     const struct detail *more, struct fault *f)
{
    struct arena *a = arena_new();
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    for (; more->key != NULL; more++)
        if (more->value != NULL)
            buf_json_str(&b, more->key, more->value);
    buf_close(&b);

    enum err err = store_audit_add(s, by ? by->id : NULL, action, hash, b.p, f);
    arena_free(a);
    return err;
}
#define NOTE(s, by, action, hash, f, ...)                                                          \
    note(s, by, action, hash, (const struct detail[]){__VA_ARGS__, {NULL, NULL}}, f)

/* ---- the transaction ------------------------------------------------------------------------- */

enum err
govern_finish(struct store *s, enum err err, struct fault *f)
{
    if (!err)
        return store_write_commit(s, f);
    store_write_rollback(s);
    return err;
}

/* ---- proposing, trying ----------------------------------------------------------------------- */

enum err
govern_propose(struct store *s, const struct account *by, int64_t now, struct rule_set *x,
               bool *is_new, struct fault *f)
{
    struct arena *a = arena_new();
    struct rule_set old;
    struct fault none = {0};
    enum err err = store_rule_set_load(s, a, x->hash, &old, &none);

    *is_new = err == ERR_NOTFOUND;
    if (*is_new) {
        x->added_at = now;
        x->added_by = by ? by->id : NULL;
        err = store_rule_set_add(s, x, f);
    } else if (err && f != NULL)
        *f = none;
    else if (!err)
        err = store_withdrawal_delete(s, x->hash, f);

    if (!err && (*is_new || by != NULL))
        err = NOTE(s, by, "rule_set.propose", x->hash, f, {"base", x->base}, {"origin", x->origin});
    arena_free(a);
    return err;
}

enum err
govern_note_trial(struct store *s, const struct account *by, const char *hash,
                  const struct trial *t, struct fault *f)
{
    struct rule_test row = {.rule_set = hash,
                            .report = t->report,
                            .is_passed = t->is_passed,
                            .tested_by = by ? by->id : NULL};
    enum err err = store_rule_test_add(s, &row, f);
    if (err)
        return err;
    return NOTE(s, by, "rule_set.test", hash, f, {"outcome", t->is_passed ? "passed" : "failed"},
                {"fault", t->is_passed ? NULL : t->fault.code});
}

/* ---- signing --------------------------------------------------------------------------------- */

enum err
govern_base(struct store *s, struct arena *a, const char *hash, const char **base, struct fault *f)
{
    struct activation last;
    enum err err = store_activation_last(s, a, &last, f);
    if (!err && str_is(last.kind, "emergency") && str_is(last.hash, hash))
        err = store_activation_regular(s, a, &last, f);
    *base = err ? NULL : last.hash;
    return err;
}

/* OK when a signature under this report (NULL: the newest) holds now; ERR_CONFLICT says what voids
 * it. */
static enum err
signature_holds(struct store *s, struct arena *a, const char *hash, const char *report_hash,
                struct signable *out, struct fault *f)
{
    const char *base;
    enum err err = store_signable_load(s, a, hash, out, f);
    if (err == ERR_NOTFOUND)
        return fail(f, ERR_CONFLICT, "replay_missing", "",
                    "这个规则集还没有完成过重放，请先重放，读过报告再审批");
    if (err)
        return err;
    if ((err = govern_base(s, a, hash, &base, f)))
        return err;
    if (!str_is(out->base, base))
        return fail(f, ERR_CONFLICT, "base_changed", "",
                    "重放对照的是规则集 %.12s，现在生效的是 %.12s：请重新重放，再审批", out->base,
                    base);
    if (report_hash != NULL && !str_is(out->report_hash, report_hash))
        return fail(f, ERR_CONFLICT, "report_changed", "",
                    "所签的重放报告是 %.12s，最新的是 %.12s：请读过最新的报告再审批", report_hash,
                    out->report_hash);

    return OK;
}

static enum err
already_active(struct fault *f)
{
    return fail(f, ERR_CONFLICT, "already_active", "", "这个规则集正在生效，不必再启用");
}

/* ERR_CONFLICT when the set is active, other than by an emergency if may_be_emergency. */
static enum err
not_active(struct store *s, struct arena *a, const char *hash, bool may_be_emergency,
           struct fault *f)
{
    struct activation last;
    enum err err = store_activation_last(s, a, &last, f);
    if (err || !str_is(last.hash, hash) || (may_be_emergency && str_is(last.kind, "emergency")))
        return err;
    return already_active(f);
}

static enum err
newest_test_passed(struct store *s, struct arena *a, const char *hash, struct fault *f)
{
    struct rule_test test;
    enum err err = store_rule_test_newest(s, a, hash, &test, f);
    if (err == ERR_NOTFOUND)
        return fail(f, ERR_CONFLICT, "test_missing", "",
                    "这个规则集还没有运行过用例，请先运行用例");
    if (!err && !test.is_passed)
        return fail(f, ERR_CONFLICT, "test_failed", "",
                    "这个规则集最近一次运行用例没有通过，请先修改规则，另提一个规则集");
    return err;
}

static enum err
has_proposed(struct store *s, const struct account *by, const struct rule_set *x, bool *is_own,
             struct fault *f)
{
    *is_own = str_is(x->added_by, by->id);
    return *is_own ? OK : store_audit_has(s, by->id, "rule_set.propose", x->hash, is_own, f);
}

static enum err
is_meant(const struct rule_set *x, struct fault *f)
{
    if (x->withdrawn_at == 0)
        return OK;
    return fail(f, ERR_CONFLICT, "taken_back", "",
                "这个规则集已由提出者撤回；仍要用它，请重新提出");
}

static enum err
may_approve(struct store *s, struct arena *a, const struct account *by, const struct rule_set *x,
            struct fault *f)
{
    bool is_own;
    enum err err = is_meant(x, f);
    if (err)
        return err;

    if ((err = has_proposed(s, by, x, &is_own, f)))
        return err;
    if (is_own)
        return fail(f, ERR_CONFLICT, "self_approval", "",
                    "这个规则集是您提出的，须由另一位审批人员审批");
    if ((err = not_active(s, a, x->hash, true, f)))
        return err;
    return newest_test_passed(s, a, x->hash, f);
}

static enum err
approve(struct store *s, struct arena *a, const struct account *by, struct approval *x,
        struct fault *f)
{
    struct rule_set set;
    struct signable report;
    enum err err = store_rule_set_load(s, a, x->rule_set, &set, f);
    if (err)
        return err;
    if ((err = may_approve(s, a, by, &set, f)))
        return err;
    if ((err = signature_holds(s, a, set.hash, x->report_hash, &report, f)))
        return err;

    x->replay_id = report.replay_id;
    if ((err = store_approval_add(s, x, f)))
        return err;
    return NOTE(s, by, "rule_set.approve", set.hash, f, {"report_hash", report.report_hash},
                {"replay", report.replay_id}, {"base", report.base});
}

enum err
govern_approve(struct store *s, const struct account *by, const char *hash, const char *report_hash,
               const char *note_text, struct fault *f)
{
    struct arena *a = arena_new();
    struct approval x = {
        .rule_set = hash, .report_hash = report_hash, .approved_by = by->id, .note = note_text};
    enum err err = approve(s, a, by, &x, f);
    arena_free(a);
    return err;
}

enum err
govern_state(struct store *s, struct arena *a, const struct rule_set *x, const char **state,
             bool *is_approved, struct fault *f)
{
    struct activation last;
    struct approval newest;
    struct signable report;
    enum err err = store_activation_last(s, a, &last, f);
    if (err)
        return err;

    bool is_active = str_is(last.hash, x->hash);
    err = store_approval_newest(s, a, x->hash, &newest, f);
    if (!err)
        err = signature_holds(s, a, x->hash, newest.report_hash, &report, f);
    /* A signature stands under a change of the set that was live. Once the candidate is live
     * itself, the kind of its activation says whether it was signed. */
    *is_approved = !err || (is_active && str_is(last.kind, "approved"));
    *state = is_active            ? "active"
             : x->activations > 0 ? "retired"
             : x->withdrawn_at    ? "taken_back"
             : *is_approved       ? "approved"
                                  : "candidate";

    return err == ERR_NOTFOUND || err == ERR_CONFLICT ? OK : err;
}

static bool
is_blank(const char *text)
{
    return text == NULL || text_is_blank(text);
}

/* ---- making active --------------------------------------------------------------------------- */

static enum err
may_activate(struct store *s, struct arena *a, const struct rule_set *x, struct approval *newest,
             struct signable *report, struct fault *f)
{
    enum err err = is_meant(x, f);
    if (err)
        return err;
    if ((err = not_active(s, a, x->hash, true, f)))
        return err;

    err = store_approval_newest(s, a, x->hash, newest, f);
    if (err == ERR_NOTFOUND)
        return fail(f, ERR_CONFLICT, "approval_missing", "",
                    "这个规则集还没有经另一人审批，不能启用");
    return err ? err : signature_holds(s, a, x->hash, newest->report_hash, report, f);
}

static enum err
activate(struct store *s, struct arena *a, const struct account *by, struct activation *x,
         struct fault *f)
{
    struct rule_set set;
    struct approval newest;
    struct signable report;
    enum err err = store_rule_set_load(s, a, x->hash, &set, f);
    if (err)
        return err;
    if ((err = may_activate(s, a, &set, &newest, &report, f)))
        return err;
    if ((err = govern_enact(s, by, x, f)))
        return err;

    return NOTE(s, by, "rule_set.activate", x->hash, f, {"kind", x->kind},
                {"report_hash", report.report_hash}, {"approved_by", newest.approved_by},
                {"base", report.base}, {"reason", x->reason});
}

enum err
govern_activate(struct store *s, const struct account *by, const char *hash, const char *reason,
                struct fault *f)
{
    struct arena *a = arena_new();
    struct activation x = {.hash = hash, .kind = "approved", .actor_id = by->id, .reason = reason};
    enum err err = activate(s, a, by, &x, f);
    arena_free(a);
    return err;
}

static enum err
may_hurry(struct store *s, struct arena *a, const struct rule_set *x, struct fault *f)
{
    enum err err = is_meant(x, f);
    return err ? err : not_active(s, a, x->hash, false, f);
}

enum err
govern_activate_emergency(struct store *s, const struct account *by, const struct emergency *x,
                          struct fault *f)
{
    char ends[TIME_TEXT];
    struct activation row = {.hash = x->hash,
                             .kind = "emergency",
                             .actor_id = by->id,
                             .reason = x->reason,
                             .ends_at = x->ends_at};
    if (is_blank(x->reason))
        return fail(f, ERR_INPUT, "reason_missing", "/emergency/reason", "紧急启用必须写明理由");
    if (x->ends_at <= x->now || x->ends_at > x->now + GOVERN_EMERGENCY_MS)
        return fail(f, ERR_INPUT, "ends_at_invalid", "/emergency/ends_at",
                    "紧急启用的结束时间应在现在之后、七天之内");

    time_rfc3339(x->ends_at, ends);
    struct arena *a = arena_new();
    struct rule_set set;
    enum err err = store_rule_set_load(s, a, x->hash, &set, f);
    if (!err)
        err = may_hurry(s, a, &set, f);
    if (!err && !(err = govern_enact(s, by, &row, f)))
        err = NOTE(s, by, "rule_set.activate", x->hash, f, {"kind", row.kind},
                   {"reason", x->reason}, {"ends_at", ends});
    arena_free(a);

    return err;
}

/* ---- taking back ----------------------------------------------------------------------------- */

/*
 * Regular activations as a stack: one that is approved or saved lies on top of what was there, a
 * step back takes off what it leaves, so that two steps back are two and not there and back again.
 * An emergency lies beside the stack until something ends it.
 */
struct stack {
    const char **hashes;
    int top; /* how many */
};

static void
stack_put(struct stack *k, const struct activation *x)
{
    int at = str_is(x->kind, "rollback") ? k->top : 0;

    while (at > 0 && !str_is(k->hashes[at - 1], x->hash))
        at--;
    if (at > 0)
        k->top = at;
    else if (k->top == 0 || !str_is(k->hashes[k->top - 1], x->hash))
        k->hashes[k->top++] = x->hash;
}

enum err
govern_before(struct store *s, struct arena *a, const char **hash, struct fault *f)
{
    struct activation *rows;
    int n;
    enum err err = store_activation_list(s, a, NULL, &rows, &n, f);
    if (err)
        return err;

    struct stack regular = {arena_alloc(a, (size_t)(n + 1) * sizeof *regular.hashes), 0};
    for (int i = 0; i < n; i++)
        if (!str_is(rows[i].kind, "emergency") && !str_is(rows[i].kind, "revert"))
            stack_put(&regular, &rows[i]);

    /* An emergency lies on a set that is still the top of the stack; else the top is present. */
    bool is_emergency = n > 0 && str_is(rows[n - 1].kind, "emergency");
    int at = regular.top - (is_emergency ? 1 : 2);
    if (at < 0)
        return fail(f, ERR_CONFLICT, "nothing_before", "",
                    "在此之前没有生效过别的规则集，无法回退");
    *hash = regular.hashes[at];
    return OK;
}

enum err
govern_rollback(struct store *s, const struct account *by, const char *to, const char *reason,
                struct fault *f)
{
    struct arena *a = arena_new();
    const char *now;
    struct activation last = {0},
                      x = {.hash = to, .kind = "rollback", .actor_id = by->id, .reason = reason};
    enum err err = is_blank(reason)
                       ? fail(f, ERR_INPUT, "reason_missing", "/reason", "回退必须写明理由")
                       : govern_before(s, a, &now, f);

    if (!err && !str_is(now, to))
        err = fail(f, ERR_AGAIN, "busy", "", "生效的规则集刚刚变了");
    if (!err && !(err = store_activation_last(s, a, &last, f)) &&
        !(err = govern_enact(s, by, &x, f)))
        err = NOTE(s, by, "rule_set.rollback", to, f, {"from", last.hash}, {"reason", reason});
    arena_free(a);

    return err;
}

/* ---- withdrawing ----------------------------------------------------------------------------- */

static enum err
may_withdraw(struct store *s, struct arena *a, const struct account *by, const struct rule_set *x,
             struct fault *f)
{
    bool is_own, is_approved;
    const char *state;
    enum err err = is_meant(x, f);
    if (err)
        return err;

    if ((err = has_proposed(s, by, x, &is_own, f)))
        return err;
    if (!is_own)
        return fail(f, ERR_DENIED, "not_proposer", "", "只有提出这个规则集的人可以撤回它");
    if ((err = govern_state(s, a, x, &state, &is_approved, f)))
        return err;
    if (str_is(state, "active") || str_is(state, "retired"))
        return fail(f, ERR_CONFLICT, "was_active", "", "这个规则集生效过，留作依据，不能撤回");
    return OK;
}

enum err
govern_withdraw(struct store *s, const struct account *by, const char *hash, struct fault *f)
{
    struct arena *a = arena_new();
    struct rule_set x;
    enum err err = store_rule_set_load(s, a, hash, &x, f);

    if (!err)
        err = may_withdraw(s, a, by, &x, f);
    if (!err)
        err = store_withdrawal_add(s, hash, by->id, f);
    if (!err)
        err = NOTE(s, by, "rule_set.withdraw", hash, f, {"base", x.base});
    arena_free(a);
    return err;
}

/* ---- what may be done next ------------------------------------------------------------------- */

static enum err
may_replay(struct store *s, struct arena *a, const struct rule_set *x, struct fault *f)
{
    struct replay newest;
    enum err err = is_meant(x, f);
    if (err)
        return err;

    err = store_replay_latest(s, a, x->hash, &newest, f);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (str_is(newest.state, "queued") || str_is(newest.state, "running"))
        return fail(f, ERR_CONFLICT, "replay_under_way", "", "这个规则集正在重放，请等它完成");
    return OK;
}

static enum err
may_roll_back(struct store *s, struct arena *a, const struct rule_set *x, struct fault *f)
{
    struct activation last;
    const char *before;
    enum err err = store_activation_last(s, a, &last, f);
    if (err)
        return err;
    if (!str_is(last.hash, x->hash))
        return fail(f, ERR_CONFLICT, "not_active", "", "只有正在生效的规则集可以回退");
    return govern_before(s, a, &before, f);
}

enum err
govern_may(struct store *s, struct arena *a, const struct account *by, const struct rule_set *x,
           enum govern_step step, struct fault *f)
{
    struct approval newest;
    struct signable report;
    enum err err;

    switch (step) {
    case STEP_TEST:
        return OK;
    case STEP_REPLAY:
        return may_replay(s, a, x, f);
    case STEP_EMERGENCY:
        return may_hurry(s, a, x, f);
    case STEP_APPROVE:
        err = may_approve(s, a, by, x, f);
        return err ? err : signature_holds(s, a, x->hash, NULL, &report, f);
    case STEP_ACTIVATE:
        return may_activate(s, a, x, &newest, &report, f);
    case STEP_ROLLBACK:
        return may_roll_back(s, a, x, f);
    case STEP_WITHDRAW:
        return may_withdraw(s, a, by, x, f);
    }
    return OK;
}

enum err
govern_due(struct store *s, struct arena *a, int64_t now, struct activation *emergency,
           const char **to, struct fault *f)
{
    struct activation regular;

    *to = NULL;
    enum err err = store_activation_last(s, a, emergency, f);
    if (err || !str_is(emergency->kind, "emergency") || emergency->ends_at > now)
        return err;

    err = store_activation_regular(s, a, &regular, f);
    if (!err)
        *to = regular.hash;
    return err;
}

enum err
govern_revert(struct store *s, long emergency_n, const char *to, struct fault *f)
{
    struct arena *a = arena_new();
    struct activation last, x = {.hash = to, .kind = "revert"};
    enum err err = store_activation_last(s, a, &last, f);
    if (!err && last.n == emergency_n && !(err = govern_enact(s, NULL, &x, f)))
        err = NOTE(s, NULL, "rule_set.revert", to, f, {"from", last.hash});
    arena_free(a);
    return err;
}
