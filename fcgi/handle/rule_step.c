/* The life of rule sets as requests: proposing, trying, signing, making active, taking back. */
#include "handle/dispatcher.h"
#include "handle/route.h"
#include "handle/rule_set_answer.h"

#include <string.h>

/* ---- POST /rule-sets ------------------------------------------------------------------------- */

static const struct member proposal_body[] = {
    RULE_CHANGES,
    {"note", M_STRING, M_NULLABLE, .max = 2000, .title = "说明：改了什么，为什么"},
    MEMBERS_END,
};

struct set_proposal {
    struct rule_set base, set;
    struct bundle *bundle;
};

static void
drop_bundle(void *bundle)
{
    bundle_free(bundle);
}

/* A file name as part of a JSON pointer: / is ~1 there, and plain names hold no ~. */
static const char *
pointer_to(struct arena *a, const char *file)
{
    struct buf b = BUF(a);

    buf_puts(&b, "/files");
    if (*file != '\0')
        buf_puts(&b, "/");
    for (; *file != '\0'; file++)
        buf_add(&b, *file == '/' ? "~1" : file, *file == '/' ? 2 : 1);
    return b.p;
}

/* What is wrong with a candidate, as a finding that an editor can show beside the line. */
static enum err
candidate_refused(struct context *c, const struct fault *why)
{
    struct casework *w = &c->work;
    struct findings fs;
    long line;
    const char *file = govern_fault_file(w->arena, why, &line);
    struct finding x = {.rule = why->code,
                        .path = pointer_to(w->arena, file),
                        .message = why->text,
                        .suggestion = "请按说明修改这个文件后再提交",
                        .source = why->where[0] ? why->where : NULL};

    findings_start(&fs, w->arena);
    findings_put(&fs, &x);
    w->findings = findings_end(&fs);
    return fail(&w->fault, ERR_INPUT, "rule_set_invalid", why->where, "规则集不能载入：%s",
                why->text);
}

static enum err
rule_set_add_decide(struct context *c, struct set_proposal *x)
{
    struct casework *w = &c->work;
    json_t *files;
    struct fault why = {0};
    struct trial trial;
    enum err err;

    /* load and validate */
    if (json_object_get(c->command, "files") == NULL &&
        json_object_get(c->command, "limits") == NULL)
        return fail(&w->fault, ERR_INPUT, "changes_missing", "/files",
                    "请给出改动的文件（files）或改动的参数（limits）");
    if ((err = rule_set_base(c, &x->base)))
        return err;
    if ((err = rule_set_changes(c, &x->base, &files)))
        return err;
    if (govern_merge(w->arena, x->base.files, files, &x->bundle, &why))
        return candidate_refused(c, &why);
    arena_defer(w->arena, drop_bundle, x->bundle);
    err = store_rule_set_load(w->store, w->arena, bundle_hash(x->bundle), &x->set, &w->fault);
    if (err != ERR_NOTFOUND)
        return err; /* known: stored as it is, and proposed once more */

    /* judge */
    store_read_end(w->store);
    govern_try(w->arena, &c->settings->policy, x->bundle, false, &trial);
    if (!trial.is_loaded)
        return candidate_refused(c, &trial.fault);
    x->set = (struct rule_set){
        .hash = bundle_hash(x->bundle),
        .files = bundle_text(x->bundle, w->arena),
        .origin = "proposal",
        .base = x->base.hash,
        .note = command_text(c, "note"),
        .manifest = trial.manifest,
        .conflicts = govern_conflicts(w->arena, x->base.manifest, trial.manifest),
    };
    return OK;
}

static enum err
rule_set_add_store(struct context *c, struct set_proposal *x)
{
    struct casework *w = &c->work;
    bool is_new = false;
    enum err err = govern_propose(w->store, w->who, w->now, &x->set, &is_new, &w->fault);
    if (err)
        return err;
    if ((err = reply_rule_set(c, x->set.hash)))
        return err;
    if (!is_new)
        c->reply->status = 200;
    return OK;
}

/* ---- POST /rule-sets/:hash/test, …/approve --------------------------------------------------- */

static const struct member test_answer[] = {
    {"is_passed", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(trial, is_passed), .title = "是否全部通过"},
    {"report", M_OBJECT, M_REQUIRED | M_JSON, .at = TEXT_AT(trial, report),
     .of = case_report_members, .title = "各用例的结果；fault 为没有通过的原因"},
    MEMBERS_END,
};
static const struct member approve_body[] = {
    {"report_hash", M_STRING, M_REQUIRED, .min = 64, .max = 64, .title = "所读的重放报告的哈希"},
    {"note", M_STRING, M_NULLABLE, .max = 2000, .title = "说明"},
    MEMBERS_END,
};

/* A stored set that was tried in a judge of its own. */
struct trying {
    struct rule_set set;
    struct trial trial;
    const char *to;  /* of a rollback: the hash */
    int64_t ends_at; /* of an emergency; 0: an ordinary activation */
};

static enum err
rule_set_test_decide(struct context *c, struct trying *x)
{
    struct casework *w = &c->work;
    enum err err = rule_set_load(c, &x->set);
    if (err)
        return err;
    store_read_end(w->store);
    govern_try_stored(w->arena, &c->settings->policy, &x->set, true, &x->trial);
    return OK;
}

static enum err
rule_set_test_store(struct context *c, struct trying *x)
{
    struct casework *w = &c->work;
    enum err err = govern_note_trial(w->store, w->who, x->set.hash, &x->trial, &w->fault);
    if (!err)
        reply_row(c, &x->trial);
    return err;
}

static enum err
rule_set_approve_store(struct context *c)
{
    struct casework *w = &c->work;
    struct rule_set x;
    enum err err;

    if ((err = govern_signs(c->settings->is_watching, &w->fault)))
        return err;
    if ((err = rule_set_load(c, &x)))
        return err;
    if ((err = govern_approve(w->store, w->who, x.hash, command_text(c, "report_hash"),
                              command_text(c, "note"), &w->fault)))
        return err;
    return reply_rule_set(c, x.hash);
}

/* ---- POST /rule-sets/:hash/activate ---------------------------------------------------------- */

static const struct member emergency_members[] = {
    {"reason", M_STRING, M_REQUIRED, .min = 1, .max = 2000, .title = "理由"},
    {"ends_at", M_TIME, M_REQUIRED, .title = "何时自动结束，七天之内"},
    MEMBERS_END,
};
static const struct member activate_body[] = {
    {"reason", M_STRING, M_NULLABLE, .max = 2000, .title = "说明"},
    {"emergency", M_OBJECT, M_NULLABLE, .of = emergency_members,
     .title = "紧急启用：一人签署，限时"},
    MEMBERS_END,
};

static enum err
emergency_end(struct context *c, int64_t *ends_at)
{
    const json_t *emergency = json_object_get(c->command, "emergency");
    const char *text = json_str(emergency, "ends_at");

    *ends_at = 0;
    if (!json_is_object(emergency) || time_parse(text, ends_at))
        return OK;
    return fail(&c->work.fault, ERR_INPUT, "ends_at_invalid", "/emergency/ends_at",
                "“%s”不是时间，请按 2026-01-31T18:00:00+08:00 的格式填写", text);
}

static enum err
rule_set_activate_decide(struct context *c, struct trying *x)
{
    struct casework *w = &c->work;
    enum err err;

    if ((err = govern_signs(c->settings->is_watching, &w->fault)))
        return err;
    if ((err = emergency_end(c, &x->ends_at)))
        return err;
    if ((err = rule_set_load(c, &x->set)))
        return err;

    store_read_end(w->store);
    govern_try_stored(w->arena, &c->settings->policy, &x->set, true, &x->trial);
    if (x->trial.is_passed)
        return OK;
    return fail(&w->fault, ERR_CONFLICT, "test_failed", x->trial.fault.where,
                "规则集没有通过用例，不能启用：%s", x->trial.fault.text);
}

static enum err
reply_activation(struct context *c)
{
    struct casework *w = &c->work;
    struct activation last;
    enum err err = store_activation_last(w->store, w->arena, &last, &w->fault);
    if (err)
        return err;

    c->has_new_rules = true;
    if (last.reason == NULL)
        last.reason = "";
    if (last.actor_name == NULL)
        last.actor_name = "";
    reply_row(c, &last);
    return OK;
}

static enum err
activate_in_emergency(struct context *c, const struct trying *x)
{
    struct casework *w = &c->work;
    const json_t *emergency = json_object_get(c->command, "emergency");
    struct emergency e = {.hash = x->set.hash,
                          .reason = json_str(emergency, "reason"),
                          .now = w->now,
                          .ends_at = x->ends_at};
    enum err err = govern_note_trial(w->store, w->who, e.hash, &x->trial, &w->fault);
    return err ? err : govern_activate_emergency(w->store, w->who, &e, &w->fault);
}

static enum err
rule_set_activate_store(struct context *c, struct trying *x)
{
    struct casework *w = &c->work;
    bool is_emergency = json_is_object(json_object_get(c->command, "emergency"));
    enum err err = is_emergency ? activate_in_emergency(c, x)
                                : govern_activate(w->store, w->who, x->set.hash,
                                                  command_text(c, "reason"), &w->fault);
    return err ? err : reply_activation(c);
}

/* ---- POST /rule-sets/rollback ---------------------------------------------------------------- */

static const struct member rollback_body[] = {
    {"reason", M_STRING, M_REQUIRED, .min = 1, .max = 2000, .title = "理由"},
    MEMBERS_END,
};

static enum err
rollback_decide(struct context *c, struct trying *x)
{
    struct casework *w = &c->work;
    enum err err;

    if ((err = govern_before(w->store, w->arena, &x->to, &w->fault)))
        return err;
    if ((err = store_rule_set_load(w->store, w->arena, x->to, &x->set, &w->fault)))
        return err;

    store_read_end(w->store);
    govern_try_stored(w->arena, &c->settings->policy, &x->set, false, &x->trial);
    if (x->trial.is_loaded)
        return OK;
    return fail(&w->fault, ERR_CONFLICT, "rule_set_broken", x->trial.fault.where,
                "之前的规则集 %.12s 在现在的程序里不能载入：%s", x->to, x->trial.fault.text);
}

static enum err
rollback_store(struct context *c, struct trying *x)
{
    struct casework *w = &c->work;
    enum err err = govern_rollback(w->store, w->who, x->to, command_text(c, "reason"), &w->fault);
    return err ? err : reply_activation(c);
}

/* ---- DELETE /rule-sets/:hash ----------------------------------------------------------------- */

static enum err
rule_set_withdraw_store(struct context *c)
{
    struct casework *w = &c->work;
    struct rule_set x;
    enum err err = rule_set_load(c, &x);
    if (!err)
        err = govern_withdraw(w->store, w->who, x.hash, &w->fault);
    if (!err)
        reply_nothing(c);
    return err;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(rule_set_add, struct set_proposal)
HALVES(rule_set_test, struct trying)
HALVES(rule_set_activate, struct trying)
HALVES(rollback, struct trying)
STORE_HALF(rule_set_approve)
STORE_HALF(rule_set_withdraw)

static const struct route rows[] = {
    {.method = POST,
     .path = "/rule-sets",
     .act = ACT_EDIT_RULES,
     .root = ROOT_RULES,
     .flags = ROUTE_KEYED | ROUTE_LARGE | ROUTE_TRIES,
     DECIDES(rule_set_add),
     .body = proposal_body,
     .answer = rule_set_row_members,
     .status = 201,
     .other_status = 200,
     .name = "proposeRuleSet",
     .title = "提出规则集：在某个规则集上改动若干文件"},
    {.method = POST,
     .path = "/rule-sets/rollback",
     .act = ACT_SIGN_RULES,
     .root = ROOT_RULES,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED | ROUTE_MOVES,
     DECIDES(rollback),
     .body = rollback_body,
     .answer = activation_answer_members,
     .name = "rollBackRuleSet",
     .title = "回退到之前生效的规则集"},
    {.method = POST,
     .path = "/rule-sets/:hash/test",
     .act = ACT_EDIT_RULES,
     .root = ROOT_RULES,
     .flags = ROUTE_KEYED | ROUTE_OPTIONAL_BODY | ROUTE_TRIES,
     DECIDES(rule_set_test),
     .body = no_members,
     .answer = test_answer,
     .name = "testRuleSet",
     .title = "运行规则集的全部用例"},
    {.method = POST,
     .path = "/rule-sets/:hash/approve",
     .act = ACT_SIGN_RULES,
     .root = ROOT_RULES,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED | ROUTE_MOVES,
     STORES(rule_set_approve),
     .body = approve_body,
     .answer = rule_set_row_members,
     .name = "approveRuleSet",
     .title = "读过重放报告后审批"},
    {.method = POST,
     .path = "/rule-sets/:hash/activate",
     .act = ACT_SIGN_RULES,
     .root = ROOT_RULES,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED | ROUTE_OPTIONAL_BODY | ROUTE_MOVES,
     DECIDES(rule_set_activate),
     .body = activate_body,
     .answer = activation_answer_members,
     .name = "activateRuleSet",
     .title = "启用经审批的规则集，或紧急启用"},
    {.method = DELETE,
     .path = "/rule-sets/:hash",
     .act = ACT_EDIT_RULES,
     .root = ROOT_RULES,
     .when_full = FULL_LAST,
     .flags = ROUTE_MOVES,
     STORES(rule_set_withdraw),
     .status = 204,
     .name = "withdrawRuleSet",
     .title = "撤回自己提出的候选规则集"},
};
ROUTES(rule_step, rows);
