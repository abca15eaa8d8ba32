/* The workbench: texts that are tried before anybody proposes them, and what a set that is stored
 * would say or ask. Nothing is kept, and rules are told of nothing but what was typed. */
#include "handle/dispatcher.h"
#include "handle/judgement.h"
#include "handle/manifest.h"
#include "handle/route.h"
#include "handle/rule_set_answer.h"

#include <string.h>

/* ---- POST /rule-sets/try --------------------------------------------------------------------- */

static const struct member try_body[] = {
    RULE_CHANGES,
    {"cases", M_BOOLEAN, .title = "是否也运行用例；不给即运行"},
    MEMBERS_END,
};

static const struct member fault_members[] = {
    {"file", M_STRING, M_REQUIRED, .at = TEXT_AT(text_fault, file),
     .title = "文件名；空为整个规则集"},
    {"line", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(text_fault, line),
     .title = "行，从 1 起"},
    {"column", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(text_fault, column),
     .title = "列，从 1 起，按字符；空为不知道"},
    {"code", M_STRING, M_REQUIRED, .at = TEXT_AT(text_fault, code),
     .title = "供程序识别的代码；rule_syntax 为语法错误"},
    {"message", M_STRING, M_REQUIRED, .at = TEXT_AT(text_fault, message), .title = "说明"},
    MEMBERS_END,
};
struct failure {
    const char *name, *file, *message;
    long line;
};
static const struct member failure_members[] = {
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(failure, name), .title = "用例名称"},
    {"file", M_STRING, M_REQUIRED, .at = TEXT_AT(failure, file), .title = "文件名"},
    {"line", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(failure, line), .title = "行"},
    {"message", M_STRING, M_REQUIRED, .at = TEXT_AT(failure, message), .title = "没有通过的原因"},
    MEMBERS_END,
};
struct try_answer {
    bool is_ok;
    const char *hash;
    struct rows faults, failures;
    const char *were_run, *coverage; /* NULL: the cases did not run */
    long passed, failed;
};
static const struct member cases_members[] = {
    {"passed", M_INTEGER, M_REQUIRED, .at = LONG_AT(try_answer, passed), .title = "通过的用例数"},
    {"failed", M_INTEGER, M_REQUIRED, .at = LONG_AT(try_answer, failed),
     .title = "没有通过的用例数"},
    {"failures", M_LIST, M_REQUIRED, .at = ROWS_AT(try_answer, failures), .of = failure_members,
     .size = sizeof(struct failure), .title = "没有通过的用例"},
    MEMBERS_END,
};
static const struct member try_answer[] = {
    {"ok", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(try_answer, is_ok),
     .title = "能载入；运行了用例的，用例也全部通过并且够用"},
    {"hash", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(try_answer, hash),
     .title = "这些文件成为规则集时的哈希；空为不成规则集"},
    {"faults", M_LIST, M_REQUIRED, .at = ROWS_AT(try_answer, faults), .of = fault_members,
     .size = sizeof(struct text_fault),
     .title = "先是各文件的语法错误，全部文件一次给出；都没有时是不能载入的原因"},
    {"cases", M_OBJECT, M_REQUIRED | M_NULLABLE, .null_at = TEXT_AT(try_answer, were_run),
     .of = cases_members, .title = "用例；没有运行的为空"},
    {"coverage", M_OBJECT, M_REQUIRED | M_NULLABLE | M_JSON, .at = TEXT_AT(try_answer, coverage),
     .of = reach_members, .title = "用例走到了多少规则代码；没有运行的为空"},
    MEMBERS_END,
};

static struct failure
failure_of(struct arena *a, const json_t *row)
{
    struct fault f = {0};
    long line;

    snprintf(f.where, sizeof f.where, "%s", json_str(row, "file"));
    const char *file = govern_fault_file(a, &f, &line);
    return (struct failure){.name = json_str(row, "name"),
                            .file = file,
                            .message = json_str(row, "message"),
                            .line = line > 0 ? line : NO_NUMBER};
}

/* What the cases said, of a set that loads. */
static enum err
cases_of(struct context *c, const struct trial *trial, struct try_answer *out)
{
    struct casework *w = &c->work;
    json_t *report, *row;
    size_t i;
    int n = 0;
    enum err err = json_read(w->arena, trial->report, strlen(trial->report), &report, &w->fault);
    if (err)
        return err;

    const json_t *list = json_object_get(report, "cases"),
                 *coverage = json_object_get(report, "coverage");
    if (list == NULL) /* they ran into a limit before they said anything */
        return OK;
    struct failure *failures =
        arena_alloc(w->arena, (json_array_size(list) + 1) * sizeof *failures);
    json_array_foreach(list, i, row)
    {
        if (!json_is_true(json_object_get(row, "ok")))
            failures[n++] = failure_of(w->arena, row);
    }
    out->failures = (struct rows){failures, n};
    out->failed = n;
    out->passed = (long)json_array_size(list) - n;
    out->were_run = "";
    out->coverage = json_is_object(coverage) ? json_text(w->arena, coverage) : NULL;
    return OK;
}

/* Cases that ran into a limit are a fault of the set: no case is to blame. */
static void
note_limit(struct context *c, struct rehearsed *x)
{
    struct arena *a = c->work.arena;
    long line;
    const char *file = govern_fault_file(a, &x->trial.fault, &line);

    x->faults = arena_alloc(a, sizeof *x->faults);
    x->faults[0] = (struct text_fault){.file = file,
                                       .line = line > 0 ? line : NO_NUMBER,
                                       .column = NO_NUMBER,
                                       .code = x->trial.fault.code,
                                       .message = x->trial.fault.text};
    x->n = 1;
}

static enum err
try_read(struct context *c)
{
    struct casework *w = &c->work;
    bool with_cases = !json_is_false(json_object_get(c->command, "cases"));
    struct rule_set base;
    struct rehearsed x;
    json_t *files;
    enum err err = rule_set_base(c, &base);
    if (err)
        return err;
    if ((err = rule_set_changes(c, &base, &files)))
        return err;

    store_read_end(w->store);
    govern_rehearse(w->arena, &c->settings->policy, base.files, files, with_cases, &x);
    struct try_answer a = {.hash = x.hash};
    if (x.n == 0 && with_cases && (err = cases_of(c, &x.trial, &a)))
        return err;
    if (x.n == 0 && with_cases && a.were_run == NULL)
        note_limit(c, &x);
    a.faults = (struct rows){x.faults, x.n};
    a.is_ok = x.n == 0 && (!with_cases || x.trial.is_passed);
    reply_row(c, &a);
    return OK;
}

/* ---- POST /rule-sets/:hash/check ------------------------------------------------------------- */

/* What the set in work.policy knows of the kind and the action that are asked for. */
static enum err
check_kind(struct context *c)
{
    struct casework *w = &c->work;
    const char *kind = command_text(c, "kind"), *action = command_text(c, "action");
    const json_t *form = casework_form(w, kind);
    size_t i;
    json_t *one;

    if (form == NULL)
        return fail(&w->fault, ERR_INPUT, "kind_unknown", "/kind",
                    "这个规则集没有“%s”的表单，请从它的表单中选择", kind);
    if (action == NULL)
        return OK;
    json_array_foreach(json_object_get(form, "actions"), i, one)
    {
        if (str_is(json_string_value(one), action))
            return OK;
    }
    return fail(&w->fault, ERR_INPUT, "action_unknown", "/action",
                "这个规则集的“%s”没有“%s”这种办理", kind, action);
}

static enum err
check_with(struct context *c, struct policy *own)
{
    struct casework *w = &c->work;
    struct policy *used = w->policy;
    const char *answer;

    w->policy = own;
    enum err err = check_kind(c);
    if (!err)
        err = check_typed(c, &answer);
    if (!err)
        reply_text(c, answer);
    w->policy = used;
    return err;
}

static enum err
set_check_read(struct context *c)
{
    struct casework *w = &c->work;
    struct rule_set x;
    struct policy *own;
    struct fault why = {0};
    enum err err = rule_set_load(c, &x);
    if (err)
        return err;

    if (govern_judge_of(&x, &c->settings->policy, &own, &why))
        return fail(&w->fault, ERR_CONFLICT, "rule_set_broken", why.where,
                    "这个规则集在现在的程序里不能载入：%s", why.text);
    err = check_with(c, own);
    policy_close(own);
    return err;
}

/* ---- GET /rule-sets/:hash/forms/:kind -------------------------------------------------------- */

static const struct member form_action_query[] = {
    {"action", M_STRING, .title = "办理事项"},
    MEMBERS_END,
};

static enum err
set_form_get(struct context *c)
{
    struct casework *w = &c->work;
    struct rule_set x;
    json_t *manifest;
    struct buf b = BUF(w->arena);
    enum err err = rule_set_load(c, &x);
    if (err)
        return err;
    if ((err = json_read(w->arena, x.manifest, strlen(x.manifest), &manifest, &w->fault)))
        return err;

    const json_t *form = json_object_get(json_object_get(manifest, "forms"), c->params[1]);
    const char *action = form ? form_action(c, form) : NULL;
    if (action == NULL)
        return fail(&w->fault, ERR_NOTFOUND, "form_unknown", "",
                    "这个规则集没有“%s”的表单，或没有这种办理；请核对种类与办理事项", c->params[1]);
    struct form_of of = {x.hash, c->params[1], action};
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "action", action);
    buf_members(&b, form_text(w->arena, &of, form));
    buf_close(&b);
    reply_text(c, b.p);
    return OK;
}

/* ---- GET /rule-sets/:hash/limits ------------------------------------------------------------- */

static const char *const layers[] = {"base", "local", NULL};
static const struct member limit_members[] = {
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(limit_row, name), .title = "参数"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(limit_row, title), .title = "名称"},
    {"value", M_ANY, M_REQUIRED | M_JSON, .at = TEXT_AT(limit_row, value), .title = LIMIT_VALUE},
    {"unit", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(limit_row, unit), .title = "单位"},
    {"by", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(limit_row, by),
     .title = "按日期取值的数，看哪个日期"},
    {"law", M_STRING, M_REQUIRED, .at = TEXT_AT(limit_row, law), .title = "条款"},
    {"note", M_STRING, M_REQUIRED, .at = TEXT_AT(limit_row, note),
     .title = "文件中写在它上面的说明；没有时为空"},
    {"min", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(limit_row, min),
     .title = "系统的下限；空为只由规则决定"},
    {"max", M_INTEGER, M_REQUIRED | M_NULLABLE, .at = LONG_AT(limit_row, max),
     .title = "系统的上限；空为只由规则决定"},
    {"layer", M_STRING, M_REQUIRED, .at = TEXT_AT(limit_row, layer), .choices = layers,
     .title = "基础规则或本地规则"},
    {"file", M_STRING, M_REQUIRED, .at = TEXT_AT(limit_row, file), .title = "文件名"},
    {"line", M_INTEGER, M_REQUIRED, .at = LONG_AT(limit_row, line), .title = "行"},
    MEMBERS_END,
};

static enum err
limits_get(struct context *c)
{
    struct casework *w = &c->work;
    struct rule_set x;
    struct limit_row *rows;
    int n;
    enum err err = rule_set_load(c, &x);
    if (!err)
        err = govern_limits(w->arena, &x, &rows, &n, &w->fault);
    if (!err)
        reply_page(c, &(struct page){.rows = rows, .size = sizeof *rows, .n = n});
    return err;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = POST,
     .path = "/rule-sets/try",
     .act = ACT_EDIT_RULES,
     .flags = ROUTE_LARGE | ROUTE_TRIES,
     .read = try_read,
     .body = try_body,
     .answer = try_answer,
     .name = "tryRules",
     .title = "试运行改动的规则文件，不保存"},
    {.method = POST,
     .path = "/rule-sets/:hash/check",
     .act = ACT_READ_RULES,
     .flags = ROUTE_LARGE | ROUTE_TRIES,
     .read = set_check_read,
     .body = check_any_body,
     .answer = checked_answer,
     .name = "checkDataByRuleSet",
     .title = "按一个规则集检查填报内容，不保存"},
    {.method = GET,
     .path = "/rule-sets/:hash/forms/:kind",
     .act = ACT_READ_RULES,
     .read = set_form_get,
     .query = form_action_query,
     .answer = form_answer,
     .name = "getFormOfRuleSet",
     .title = "一个规则集的表单"},
    {.method = GET,
     .path = "/rule-sets/:hash/limits",
     .act = ACT_READ_RULES,
     .read = limits_get,
     .answer = limit_members,
     .is_list = true,
     .name = "listLimits",
     .title = "一个规则集的参数，按声明的顺序"},
};
ROUTES(rule_try, rows);
