/* The life of rule sets as requests: what there is, proposing, trying, signing, making active,
 * taking back. */
#include "handle/office.h"
#include "handle/rule_set.h"

#include <string.h>

/* ---- GET /rule-sets/active ------------------------------------------------------------------- */

/* Why the last edit of the folder is not live: for staff, who can mend it. */
static void
refusal_json(struct desk *d, struct buf *b)
{
    struct govern_refusal r;

    if (!govern_refusal_read(d->office->rules, &r)) {
        buf_json_raw(b, "refused", NULL);
        return;
    }

    buf_key(b, "refused");
    buf_puts(b, "{");
    buf_json_time(b, "at", r.at);
    buf_json_str(b, "where", r.where);
    buf_json_str(b, "message", r.text);
    buf_puts(b, "}");
}

enum err
handle_rule_set_active(struct desk *d)
{
    struct activation last;
    struct rule_set set;
    struct buf b = BUF(d->arena);
    enum err err = store_activation_last(d->store, d->arena, &last, &d->fault);
    if (err)
        return err;

    /* This worker may not have seen yet what was activated just now: it says what it judges with.
     */
    bool is_same = str_is(last.hash, policy_rule_set(d->policy));
    buf_puts(&b, "{");
    buf_json_str(&b, "hash", policy_rule_set(d->policy));
    buf_json_str(&b, "title", json_str(desk_manifest(d), "title"));
    buf_json_time(&b, "activated_at", is_same ? last.at : 0);
    buf_json_str(&b, "engine", policy_engine());
    buf_json_raw(&b, "calendar",
                 json_text(d->arena, json_object_get(desk_manifest(d), "calendar")));
    buf_json_raw(&b, "rules", json_text(d->arena, json_object_get(desk_manifest(d), "rules")));

    if (desk_is(d, ROLE__STAFF)) {
        if ((err = store_rule_set_load(d->store, d->arena, policy_rule_set(d->policy), &set,
                                       &d->fault)))
            return err;
        refusal_json(d, &b);
        buf_json_str(&b, "mode", d->settings->is_watching ? "watch" : "governed");
        buf_json_str(&b, "kind", is_same ? last.kind : NULL);
        buf_json_time(&b, "ends_at", is_same ? last.ends_at : 0);
        buf_json_raw(&b, "conflicts", set.conflicts);
    }

    buf_puts(&b, "}");
    reply_json(d->reply, 200, &b);
    return OK;
}

/* ---- reading --------------------------------------------------------------------------------- */

static enum err
set_load(struct desk *d, struct rule_set *x)
{
    enum err err = store_rule_set_load(d->store, d->arena, d->params[0], x, &d->fault);
    return err == ERR_NOTFOUND ? fail(&d->fault, err, "not_found", "",
                                      "没有这个规则集，请检查哈希（64 位十六进制）")
                               : err;
}

enum err
handle_rule_set_list(struct desk *d)
{
    int limit, n;
    struct rule_set *rows;
    struct buf b = BUF(d->arena);
    enum err err = desk_limit(d, &limit);
    if (err)
        return err;
    struct rule_set_query q = {.cursor = desk_query(d, "cursor"), .limit = limit + 1};
    if ((err = store_rule_set_list(d->store, d->arena, &q, &rows, &n, &d->fault)))
        return err;

    buf_puts(&b, LIST_START);
    for (int i = 0; i < n && i < limit; i++) {
        buf_puts(&b, i ? ",{" : "{");
        if ((err = rule_set_members(d, &b, &rows[i])))
            return err;
        buf_puts(&b, "}");
    }

    desk_reply_list(d, &b, n > limit ? store_rule_set_cursor(d->arena, &rows[limit - 1]) : NULL);
    return OK;
}

enum err
handle_rule_set_get(struct desk *d)
{
    struct rule_set x;
    struct buf b = BUF(d->arena);

    buf_puts(&b, "{");
    enum err err = set_load(d, &x);
    if (err)
        return err;
    if ((err = rule_set_members(d, &b, &x)))
        return err;
    if ((err = rule_set_details(d, &b, &x)))
        return err;

    buf_puts(&b, "}");
    reply_json(d->reply, 200, &b);
    return OK;
}

static enum err
changes_load(struct desk *d, struct rule_set *x, struct file_change **rows, int *n)
{
    struct rule_set base = {0};
    enum err err = set_load(d, x);
    if (!err && x->base != NULL)
        err = store_rule_set_load(d->store, d->arena, x->base, &base, &d->fault);
    return err ? err : govern_changes(d->arena, x->files, base.files, rows, n, &d->fault);
}

enum err
handle_rule_set_file(struct desk *d)
{
    struct rule_set x;
    struct file_change *rows;
    int n;
    const char *path = desk_query(d, "path");
    struct buf b = BUF(d->arena);

    if (path == NULL)
        return fail(&d->fault, ERR_INPUT, "parameter_missing", "/path",
                    "请用 path 给出文件名，例如 checks/basic.lua");

    enum err err = changes_load(d, &x, &rows, &n);
    if (err)
        return err;

    for (int i = 0; i < n; i++)
        if (str_is(rows[i].path, path)) {
            buf_puts(&b, "{");
            buf_json_str(&b, "path", path);
            buf_json_str(&b, "text", rows[i].text);
            buf_json_str(&b, "base_text", rows[i].base_text);
            buf_puts(&b, "}");
            reply_json(d->reply, 200, &b);
            return OK;
        }

    return fail(&d->fault, ERR_NOTFOUND, "file_unknown", "/path", "规则集里没有名为“%s”的文件",
                path);
}

enum err
handle_rule_set_diff(struct desk *d)
{
    struct rule_set x;
    struct file_change *rows;
    int n;
    struct buf b = BUF(d->arena);
    enum err err = changes_load(d, &x, &rows, &n);
    if (err)
        return err;

    buf_puts(&b, "{");
    buf_json_str(&b, "base", x.base);
    buf_key(&b, "files");
    buf_puts(&b, "[");
    for (int i = 0; x.base != NULL && i < n; i++) {
        if (rows[i].change == NULL)
            continue;
        struct buf lines = BUF(d->arena);
        govern_diff(&lines, rows[i].base_text, rows[i].text);
        buf_puts(&b, b.p[b.n - 1] == '[' ? "{" : ",{");
        buf_json_str(&b, "path", rows[i].path);
        buf_json_str(&b, "changed", rows[i].change);
        buf_json_str(&b, "diff", lines.p);
        buf_puts(&b, "}");
    }

    buf_puts(&b, "]}");
    reply_json(d->reply, 200, &b);
    return OK;
}

/* ---- proposing ------------------------------------------------------------------------------- */

/* What the prepare steps carry. */
struct work {
    struct rule_set set;
    struct bundle *bundle;
    struct trial trial;
    const char *to;  /* of a rollback */
    int64_t ends_at; /* of an emergency; 0: an ordinary activation */
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
candidate_refused(struct desk *d, const struct fault *why)
{
    long line;
    struct buf b = BUF(d->arena);
    const char *file = govern_fault_file(d->arena, why, &line);

    buf_puts(&b, "[{");
    buf_json_str(&b, "rule", why->code);
    buf_json_str(&b, "severity", "error");
    buf_json_str(&b, "path", pointer_to(d->arena, file));
    buf_json_str(&b, "message", why->text);
    buf_json_str(&b, "suggestion", "请按说明修改这个文件后再提交");
    buf_json_str(&b, "law", NULL);
    buf_json_str(&b, "source", why->where[0] ? why->where : NULL);
    buf_puts(&b, "}]");
    d->findings = b.p;

    return fail(&d->fault, ERR_INPUT, "rule_set_invalid", why->where, "规则集不能载入：%s",
                why->text);
}

enum err
handle_rule_set_add_prepare(struct desk *d)
{
    struct work *x = arena_alloc(d->arena, sizeof *x);
    struct activation last;
    struct rule_set base;
    struct fault why = {0};
    const char *hash = json_str(d->command, "base");

    d->carry = x;

    /* load */
    enum err err = hash ? OK : store_activation_last(d->store, d->arena, &last, &d->fault);
    if (err)
        return err;

    err = store_rule_set_load(d->store, d->arena, hash ? hash : last.hash, &base, &d->fault);
    if (err == ERR_NOTFOUND)
        return fail(&d->fault, ERR_INPUT, "base_unknown", "/base",
                    "没有作为依据的规则集 %.64s，请从规则集列表中选择", hash);
    if (err)
        return err;

    /* validate */
    err =
        govern_merge(d->arena, base.files, json_object_get(d->command, "files"), &x->bundle, &why);
    if (err)
        return candidate_refused(d, &why);

    arena_defer(d->arena, drop_bundle, x->bundle);
    err = store_rule_set_load(d->store, d->arena, bundle_hash(x->bundle), &x->set, &d->fault);
    if (err != ERR_NOTFOUND)
        return err; /* known: stored as it is, and proposed once more */

    /* decide */
    desk_loaded(d);
    govern_try(d->arena, &d->settings->policy, x->bundle, false, &x->trial);
    if (!x->trial.is_loaded)
        return candidate_refused(d, &x->trial.fault);

    x->set = (struct rule_set){.hash = bundle_hash(x->bundle),
                               .files = bundle_text(x->bundle, d->arena),
                               .origin = "proposal",
                               .base = base.hash,
                               .note = json_str(d->command, "note"),
                               .manifest = x->trial.manifest,
                               .conflicts =
                                   govern_conflicts(d->arena, base.manifest, x->trial.manifest)};

    return OK;
}

static enum err
reply_set(struct desk *d, const char *hash, int status)
{
    struct rule_set x;
    struct buf b = BUF(d->arena);

    buf_puts(&b, "{");
    enum err err = store_rule_set_load(d->store, d->arena, hash, &x, &d->fault);
    if (err)
        return err;
    if ((err = rule_set_members(d, &b, &x)))
        return err;

    buf_puts(&b, "}");
    reply_json(d->reply, status, &b);
    return OK;
}

enum err
handle_rule_set_add(struct desk *d)
{
    struct work *x = d->carry;
    bool is_new = false;
    enum err err = govern_propose(d->store, d->who, d->now, &x->set, &is_new, &d->fault);
    return err ? err : reply_set(d, x->set.hash, is_new ? 201 : 200);
}

/* ---- trying, signing ------------------------------------------------------------------------- */

/* Tries the set in a judge of its own, outside any transaction. */
static void
try_set(struct desk *d, struct work *x, bool with_cases)
{
    desk_loaded(d);
    govern_try_stored(d->arena, &d->settings->policy, &x->set, with_cases, &x->trial);
}

enum err
handle_rule_set_test_prepare(struct desk *d)
{
    struct work *x = arena_alloc(d->arena, sizeof *x);
    d->carry = x;
    enum err err = set_load(d, &x->set);
    if (err)
        return err;

    try_set(d, x, true);
    return OK;
}

enum err
handle_rule_set_test(struct desk *d)
{
    struct work *x = d->carry;
    struct buf b = BUF(d->arena);
    enum err err = govern_note_trial(d->store, d->who, x->set.hash, &x->trial, &d->fault);
    if (err)
        return err;

    buf_puts(&b, "{");
    buf_json_bool(&b, "is_passed", x->trial.is_passed);
    buf_json_raw(&b, "report", x->trial.report);
    buf_puts(&b, "}");
    reply_json(d->reply, 200, &b);
    return OK;
}

enum err
handle_rule_set_approve(struct desk *d)
{
    struct rule_set x;
    enum err err = govern_signs(d->settings->is_watching, &d->fault);
    if (err)
        return err;
    if ((err = set_load(d, &x)))
        return err;
    if ((err = govern_approve(d->store, d->who, x.hash, json_str(d->command, "report_hash"),
                              json_str(d->command, "note"), &d->fault)))
        return err;
    return reply_set(d, x.hash, 200);
}

/* ---- making active, taking back -------------------------------------------------------------- */

enum err
handle_rule_set_activate_prepare(struct desk *d)
{
    struct work *x = arena_alloc(d->arena, sizeof *x);
    const json_t *emergency = json_object_get(d->command, "emergency");

    d->carry = x;
    enum err err = govern_signs(d->settings->is_watching, &d->fault);
    if (err)
        return err;
    if (json_is_object(emergency) && !time_parse(json_str(emergency, "ends_at"), &x->ends_at))
        return fail(&d->fault, ERR_INPUT, "ends_at_invalid", "/emergency/ends_at",
                    "“%s”不是时间，请按 2026-01-31T18:00:00+08:00 的格式填写",
                    json_str(emergency, "ends_at"));
    if ((err = set_load(d, &x->set)))
        return err;
    try_set(d, x, true);
    if (!x->trial.is_passed)
        return fail(&d->fault, ERR_CONFLICT, "test_failed", x->trial.fault.where,
                    "规则集没有通过用例，不能启用：%s", x->trial.fault.text);

    return OK;
}

static enum err
reply_activation(struct desk *d)
{
    struct activation last;
    struct buf b = BUF(d->arena);
    enum err err = store_activation_last(d->store, d->arena, &last, &d->fault);
    if (err)
        return err;

    d->has_new_rules = true;
    buf_puts(&b, "{");
    buf_json_str(&b, "hash", last.hash);
    activation_members(&b, &last);
    buf_puts(&b, "}");
    reply_json(d->reply, 200, &b);
    return OK;
}

enum err
handle_rule_set_activate(struct desk *d)
{
    struct work *x = d->carry;
    const json_t *emergency = json_object_get(d->command, "emergency");
    struct emergency e = {.hash = x->set.hash,
                          .reason = json_str(emergency, "reason"),
                          .now = d->now,
                          .ends_at = x->ends_at};
    enum err err;

    if (!json_is_object(emergency))
        err = govern_activate(d->store, d->who, x->set.hash, json_str(d->command, "reason"),
                              &d->fault);
    else if (!(err = govern_note_trial(d->store, d->who, x->set.hash, &x->trial, &d->fault)))
        err = govern_activate_emergency(d->store, d->who, &e, &d->fault);
    return err ? err : reply_activation(d);
}

enum err
handle_rule_set_rollback_prepare(struct desk *d)
{
    struct work *x = arena_alloc(d->arena, sizeof *x);

    d->carry = x;
    enum err err = govern_before(d->store, d->arena, &x->to, &d->fault);
    if (err)
        return err;
    if ((err = store_rule_set_load(d->store, d->arena, x->to, &x->set, &d->fault)))
        return err;
    try_set(d, x, false);
    if (!x->trial.is_loaded)
        return fail(&d->fault, ERR_CONFLICT, "rule_set_broken", x->trial.fault.where,
                    "之前的规则集 %.12s 在现在的程序里不能载入：%s", x->to, x->trial.fault.text);
    return OK;
}

enum err
handle_rule_set_rollback(struct desk *d)
{
    struct work *x = d->carry;
    enum err err =
        govern_rollback(d->store, d->who, x->to, json_str(d->command, "reason"), &d->fault);
    return err ? err : reply_activation(d);
}
