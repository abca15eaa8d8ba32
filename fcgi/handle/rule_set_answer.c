#include "handle/rule_set_answer.h"
#include "handle/manifest.h"
#include "handle/rule_next.h"

#include <string.h>

/* ---- differences in words -------------------------------------------------------------------- */

static const char *const law_changes[] = {"added", "removed", "changed", NULL};
const struct member law_words_members[] = {
    {"of", M_STRING, M_REQUIRED, .title = "状态、走向、审核阶段、期限等"},
    {"what", M_STRING, M_REQUIRED, .choices = law_changes, .title = "新增、取消或改动"},
    {"code", M_STRING, M_REQUIRED, .title = "代码"},
    {"title", M_STRING, M_REQUIRED, .title = "是什么，供阅读"},
    {"label", M_STRING, M_REQUIRED, .title = "哪一项，供阅读"},
    {"words", M_STRING, M_REQUIRED, .title = "怎样不同，供阅读"},
    MEMBERS_END,
};

/* ---- a row of the list ----------------------------------------------------------------------- */

static const char *const states[] = {"active",  "candidate",  "approved",
                                     "retired", "taken_back", NULL};
static const char *const changes[] = {"added", "modified", "removed", NULL};
static const char *const activation_kinds[] = {"watch",     "approved", "rollback",
                                               "emergency", "revert",   NULL};

static const struct member adder_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(rule_set_row, set.added_by), .title = "账号编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(rule_set_row, set.added_by_name),
     .title = "用户名"},
    MEMBERS_END,
};
static const struct member last_test_members[] = {
    {"is_passed", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(rule_set_row, set.is_passed),
     .title = "是否全部通过"},
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(rule_set_row, set.tested_at), .title = "何时"},
    MEMBERS_END,
};
const struct member rule_set_row_members[] = {
    {"hash", M_STRING, M_REQUIRED, .at = TEXT_AT(rule_set_row, set.hash), .title = "哈希"},
    {"title", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(rule_set_row, set.title),
     .title = "名称"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(rule_set_row, state), .choices = states,
     .title = "状态：生效、候选、已审批、曾生效、已撤回"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(rule_set_row, label),
     .title = "状态的名称"},
    {"origin", M_STRING, M_REQUIRED, .at = TEXT_AT(rule_set_row, set.origin),
     .title = "来源：folder 为文件夹，proposal 为提案"},
    {"base", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(rule_set_row, set.base),
     .title = "所依据的规则集"},
    {"note", M_STRING, M_REQUIRED, .at = TEXT_AT(rule_set_row, set.note), .title = "说明"},
    {"added_by", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = adder_members,
     .title = "何人提出；空为文件夹"},
    {"added_at", M_TIME, M_REQUIRED, .at = TIME_AT(rule_set_row, set.added_at),
     .title = "何时提出"},
    {"is_active", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(rule_set_row, is_active),
     .title = "是否正在生效"},
    {"approved", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(rule_set_row, is_approved),
     .title = "是否有有效的审批"},
    {"test", M_OBJECT, M_REQUIRED | M_NULLABLE, .null_at = TEXT_AT(rule_set_row, was_tested),
     .of = last_test_members, .title = "最近一次运行用例"},
    MEMBERS_END,
};

static const char *
or_empty(const char *s)
{
    return s ? s : "";
}

enum err
rule_set_row_of(struct context *c, const struct rule_set *x, struct rule_set_row *out)
{
    struct casework *w = &c->work;

    *out = (struct rule_set_row){.set = *x, .was_tested = x->tests > 0 ? "" : NULL};
    out->set.note = or_empty(x->note);
    out->set.added_by_name = or_empty(x->added_by_name);
    enum err err = govern_state(w->store, w->arena, x, &out->state, &out->is_approved, &w->fault);
    out->label = label_of(LABEL_RULE_SET, out->state);
    out->is_active = str_is(out->state, "active");
    return err;
}

/* ---- one set --------------------------------------------------------------------------------- */

struct file_row {
    const char *path, *changed;
    long bytes;
};
static const struct member file_members[] = {
    {"path", M_STRING, M_REQUIRED, .at = TEXT_AT(file_row, path), .title = "文件名"},
    {"bytes", M_INTEGER, M_REQUIRED, .at = LONG_AT(file_row, bytes), .title = "字节数"},
    {"changed", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(file_row, changed),
     .choices = changes, .title = "与所依据的规则集相比"},
    MEMBERS_END,
};

static const struct member tester_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(rule_test, tested_by), .title = "账号编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(rule_test, tested_by_name), .title = "用户名"},
    MEMBERS_END,
};
static const struct member test_members[] = {
    {"is_passed", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(rule_test, is_passed),
     .title = "是否全部通过"},
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(rule_test, at), .title = "何时"},
    {"by", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = tester_members, .title = "何人；空为系统"},
    MEMBERS_END,
};

static const struct member approver_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(approval, approved_by), .title = "账号编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(approval, approved_by_name),
     .title = "用户名"},
    MEMBERS_END,
};
static const struct member approval_members[] = {
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(approval, at), .title = "何时"},
    {"by", M_OBJECT, M_REQUIRED, .of = approver_members, .title = "审批人"},
    {"note", M_STRING, M_REQUIRED, .at = TEXT_AT(approval, note), .title = "说明"},
    {"base", M_STRING, M_REQUIRED, .at = TEXT_AT(approval, base), .title = "重放所对照的规则集"},
    {"replay", M_ID, M_REQUIRED, .at = TEXT_AT(approval, replay_id), .title = "重放编号"},
    {"report_hash", M_STRING, M_REQUIRED, .at = TEXT_AT(approval, report_hash),
     .title = "所签的重放报告的哈希"},
    MEMBERS_END,
};

static const struct member activator_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(activation, actor_id), .title = "账号编号"},
    {"username", M_STRING, M_REQUIRED, .at = TEXT_AT(activation, actor_name), .title = "用户名"},
    MEMBERS_END,
};
static const struct member activation_members[] = {
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(activation, kind), .choices = activation_kinds,
     .title = "怎样启用的：保存、审批、回退、紧急、紧急结束"},
    {"activated_at", M_TIME, M_REQUIRED, .at = TIME_AT(activation, at), .title = "何时"},
    {"ends_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(activation, ends_at),
     .title = "紧急启用何时自动结束"},
    {"by", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = activator_members, .title = "何人；空为系统"},
    {"reason", M_STRING, M_REQUIRED, .at = TEXT_AT(activation, reason), .title = "理由"},
    MEMBERS_END,
};
const struct member activation_answer_members[] = {
    {"hash", M_STRING, M_REQUIRED, .at = TEXT_AT(activation, hash), .title = "现在生效的规则集"},
    {.type = M_WITH, .of = activation_members},
    MEMBERS_END,
};

/* ---- what the cases of a set said ------------------------------------------------------------ */

static const struct member case_members[] = {
    {"name", M_STRING, M_REQUIRED, .title = "用例名称"},
    {"file", M_STRING, M_REQUIRED, .title = "文件与行"},
    {"ok", M_BOOLEAN, M_REQUIRED, .title = "是否通过"},
    {"message", M_STRING, M_REQUIRED, .title = "没有通过的原因；通过时为空"},
    MEMBERS_END,
};
static const struct member unreached_members[] = {
    {"rule", M_STRING, M_REQUIRED, .title = "规则编号"},
    {"where", M_STRING, M_REQUIRED, .title = "文件与行"},
    {"message", M_STRING, M_REQUIRED, .title = "缺怎样的用例"},
    MEMBERS_END,
};
static const struct member rule_reach_members[] = {
    {"total", M_INTEGER, M_REQUIRED, .title = "规则数"},
    {"covered", M_INTEGER, M_REQUIRED, .title = "既发出过意见、也有过不作声的规则数"},
    {"missing", M_LIST, M_REQUIRED, .of = unreached_members, .title = "其余的规则"},
    MEMBERS_END,
};
static const struct member line_reach_members[] = {
    {"total", M_INTEGER, M_REQUIRED, .title = "有代码的行数"},
    {"covered", M_INTEGER, M_REQUIRED, .title = "走到的行数"},
    {"percent", M_INTEGER, M_REQUIRED, .title = "走到的百分比"},
    {"required", M_INTEGER, M_REQUIRED, .title = "要求的百分比"},
    MEMBERS_END,
};
static const struct member line = {.type = M_INTEGER, .title = "行"};
static const struct member file_reach_members[] = {
    {"file", M_STRING, M_REQUIRED, .title = "文件"},
    {"total", M_INTEGER, M_REQUIRED, .title = "有代码的行数"},
    {"covered", M_INTEGER, M_REQUIRED, .title = "走到的行数"},
    {"missing", M_LIST, M_REQUIRED, .each = &line, .title = "没有走到的行"},
    MEMBERS_END,
};
static const struct member unwalked_members[] = {
    {"where", M_STRING, M_REQUIRED, .title = "文件与行"},
    {"message", M_STRING, M_REQUIRED, .title = "缺怎样的流程用例"},
    MEMBERS_END,
};
static const struct member way_reach_members[] = {
    {"total", M_INTEGER, M_REQUIRED, .title = "声明了几处"},
    {"covered", M_INTEGER, M_REQUIRED, .title = "流程用例走过几处"},
    {"missing", M_LIST, M_REQUIRED, .of = unwalked_members, .title = "其余的"},
    MEMBERS_END,
};
static const struct member reach_fault_members[] = {
    {"where", M_STRING, M_REQUIRED, .title = "文件与行"},
    {"message", M_STRING, M_REQUIRED, .title = "说明"},
    MEMBERS_END,
};
const struct member reach_members[] = {
    {"rules", M_OBJECT, M_REQUIRED, .of = rule_reach_members, .title = "按规则"},
    {"lines", M_OBJECT, M_REQUIRED, .of = line_reach_members, .title = "按行"},
    {"files", M_LIST, M_REQUIRED, .of = file_reach_members, .title = "各文件"},
    {"moves", M_OBJECT, .of = way_reach_members, .title = "走向；早先的报告没有"},
    {"gates", M_OBJECT, .of = way_reach_members, .title = "先决条件；早先的报告没有"},
    {"fault", M_OBJECT, .of = reach_fault_members, .title = "为什么用例还不够；够了就没有"},
    MEMBERS_END,
};
static const struct member case_fault_members[] = {
    {"file", M_STRING, M_REQUIRED, .title = "文件名"},
    {"line", M_INTEGER, M_REQUIRED | M_NULLABLE, .title = "行"},
    {"code", M_STRING, M_REQUIRED, .title = "供程序识别的代码"},
    {"message", M_STRING, M_REQUIRED, .title = "说明"},
    MEMBERS_END,
};
/* Of a set that did not load there is nothing but the fault. */
const struct member case_report_members[] = {
    {"passed", M_INTEGER, .title = "通过的用例数"},
    {"failed", M_INTEGER, .title = "没有通过的用例数"},
    {"cases", M_LIST, .of = case_members, .title = "各用例"},
    {"coverage", M_OBJECT, .of = reach_members, .title = "用例走到了多少规则代码"},
    {"fault", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = case_fault_members,
     .title = "没有通过的第一个原因"},
    MEMBERS_END,
};

/* ---- the whole ------------------------------------------------------------------------------- */

const struct member rule_set_detail_members[] = {
    {.type = M_WITH, .of = rule_set_row_members, .at = offsetof(struct rule_set_detail, row)},
    {"files", M_LIST, M_REQUIRED, .at = ROWS_AT(rule_set_detail, files), .of = file_members,
     .size = sizeof(struct file_row), .title = "文件，含已删去的"},
    {"tests", M_LIST, M_REQUIRED, .at = ROWS_AT(rule_set_detail, tests), .of = test_members,
     .size = sizeof(struct rule_test), .title = "最近十次运行用例，新的在前"},
    {"approvals", M_LIST, M_REQUIRED, .at = ROWS_AT(rule_set_detail, approvals),
     .of = approval_members, .size = sizeof(struct approval), .title = "审批，旧的在前"},
    {"activations", M_LIST, M_REQUIRED, .at = ROWS_AT(rule_set_detail, activations),
     .of = activation_members, .size = sizeof(struct activation), .title = "启用，旧的在前"},
    {"conflicts", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(rule_set_detail, row.set.conflicts),
     .of = conflict_members, .title = "基础规则已变而本地改动未变之处"},
    {"next", M_LIST, M_REQUIRED, .at = ROWS_AT(rule_set_detail, next), .of = next_members,
     .size = sizeof(struct next_row), .title = "接下来的各步，您可否办理"},
    MEMBERS_END,
};

const struct member rule_set_declared_members[] = {
    {"declared", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(rule_set_declared, declared),
     .of = fired_declared_members, .title = "各项声明，及其规则发出意见的次数"},
    {"rules", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(rule_set_declared, rules),
     .of = fired_rule_members, .title = "规则，及其发出意见的次数"},
    MEMBERS_END,
};

/* ---- loading it ------------------------------------------------------------------------------ */

static enum err
files_of(struct context *c, const struct rule_set *x, struct rows *out)
{
    struct casework *w = &c->work;
    struct rule_set base = {0};
    struct file_change *rows;
    int n;
    enum err err =
        x->base ? store_rule_set_load(w->store, w->arena, x->base, &base, &w->fault) : OK;
    if (err)
        return err;
    if ((err = govern_changes(w->arena, x->files, base.files, &rows, &n, &w->fault)))
        return err;

    struct file_row *files = arena_alloc(w->arena, (size_t)(n + 1) * sizeof *files);
    for (int i = 0; i < n; i++)
        files[i] = (struct file_row){.path = rows[i].path,
                                     .bytes = rows[i].text ? (long)strlen(rows[i].text) : 0,
                                     .changed = x->base ? rows[i].change : NULL};
    *out = (struct rows){files, n};
    return OK;
}

static const struct firing *
firing_of(const struct firing *fired, int n, const char *rule)
{
    for (int i = 0; i < n; i++)
        if (str_is(fired[i].rule, rule))
            return &fired[i];
    return NULL;
}

/* A list of the manifest with how often each of its rules has spoken in judgements that are kept.
 */
static const char *
with_firings(struct context *c, json_t *list, const struct firing *fired, int n)
{
    size_t i;
    json_t *row;
    char at[TIME_TEXT];

    json_array_foreach(list, i, row)
    {
        const struct firing *f = firing_of(fired, n, json_str(row, "id"));
        if (f != NULL)
            time_rfc3339(f->last_at, at);
        json_object_set_new(row, "fired", json_integer(f ? f->n : 0));
        json_object_set_new(row, "last_at", f ? json_string(at) : json_null());
    }
    return json_is_array(list) ? json_text(c->work.arena, list) : "[]";
}

enum err
rule_set_declared_of(struct context *c, const struct rule_set *x, struct rule_set_declared *out)
{
    struct casework *w = &c->work;
    json_t *manifest;
    struct firing *fired;
    int n;
    enum err err = json_read(w->arena, x->manifest, strlen(x->manifest), &manifest, &w->fault);
    if (err)
        return err;
    if ((err = store_firing_list(w->store, w->arena, x->hash, &fired, &n, &w->fault)))
        return err;

    out->declared = with_firings(c, json_object_get(manifest, "declared"), fired, n);
    out->rules = with_firings(c, json_object_get(manifest, "rules"), fired, n);
    return OK;
}

static enum err
tests_of(struct context *c, const struct rule_set *x, struct rule_set_detail *out)
{
    struct casework *w = &c->work;
    struct rule_test_query q = {.rule_set = x->hash, .limit = 10};
    struct rule_test *rows;
    int n;
    enum err err = store_rule_test_list(w->store, w->arena, &q, &rows, &n, &w->fault);
    if (err)
        return err;

    for (int i = 0; i < n; i++)
        rows[i].tested_by_name = or_empty(rows[i].tested_by_name);
    out->tests = (struct rows){rows, n};
    return OK;
}

static enum err
approvals_of(struct context *c, const struct rule_set *x, struct rows *out)
{
    struct casework *w = &c->work;
    struct approval *rows;
    int n;
    enum err err = store_approval_list(w->store, w->arena, x->hash, &rows, &n, &w->fault);
    if (err)
        return err;

    for (int i = 0; i < n; i++) {
        rows[i].note = or_empty(rows[i].note);
        rows[i].approved_by_name = or_empty(rows[i].approved_by_name);
    }
    *out = (struct rows){rows, n};
    return OK;
}

static enum err
activations_of(struct context *c, const struct rule_set *x, struct rows *out)
{
    struct casework *w = &c->work;
    struct activation *rows;
    int n;
    enum err err = store_activation_list(w->store, w->arena, x->hash, &rows, &n, &w->fault);
    if (err)
        return err;

    for (int i = 0; i < n; i++) {
        rows[i].reason = or_empty(rows[i].reason);
        rows[i].actor_name = or_empty(rows[i].actor_name);
    }
    *out = (struct rows){rows, n};
    return OK;
}

enum err
rule_set_detail_of(struct context *c, const struct rule_set *x, struct rule_set_detail *out)
{
    enum err err;

    if ((err = rule_set_row_of(c, x, &out->row)))
        return err;
    if ((err = files_of(c, x, &out->files)))
        return err;
    if ((err = tests_of(c, x, out)))
        return err;
    if ((err = approvals_of(c, x, &out->approvals)))
        return err;
    if ((err = activations_of(c, x, &out->activations)))
        return err;
    return rule_set_next(c, x, &out->next);
}

enum err
rule_set_load(struct context *c, struct rule_set *x)
{
    struct casework *w = &c->work;
    enum err err = store_rule_set_load(w->store, w->arena, c->params[0], x, &w->fault);
    if (err == ERR_NOTFOUND)
        return fail(&w->fault, err, "not_found", "", "没有这个规则集，请检查哈希（64 位十六进制）");
    return err;
}

static const struct member file_text = {
    .type = M_STRING, .flags = M_NULLABLE, .title = "全文；null 为删去"};
const struct member rule_texts_members[] = {{.type = M_OTHERS, .each = &file_text}, MEMBERS_END};
static const struct member limit_given = {.type = M_ANY, .title = LIMIT_VALUE};
const struct member rule_limits_members[] = {{.type = M_OTHERS, .each = &limit_given}, MEMBERS_END};
enum err
rule_set_changes(struct context *c, const struct rule_set *base, json_t **out)
{
    struct casework *w = &c->work;
    return govern_limits_write(w->arena, base, json_object_get(c->command, "files"),
                               json_object_get(c->command, "limits"), out, &w->fault);
}

enum err
rule_set_base(struct context *c, struct rule_set *x)
{
    struct casework *w = &c->work;
    const char *hash = command_text(c, "base");
    struct activation last;
    enum err err = hash ? OK : store_activation_last(w->store, w->arena, &last, &w->fault);
    if (err)
        return err;

    err = store_rule_set_load(w->store, w->arena, hash ? hash : last.hash, x, &w->fault);
    if (err == ERR_NOTFOUND)
        return fail(&w->fault, ERR_INPUT, "base_unknown", "/base",
                    "没有作为依据的规则集 %.64s，请从规则集列表中选择", hash);
    return err;
}

enum err
reply_rule_set(struct context *c, const char *hash)
{
    struct casework *w = &c->work;
    struct rule_set x;
    struct rule_set_row row;
    enum err err;

    if ((err = store_rule_set_load(w->store, w->arena, hash, &x, &w->fault)))
        return err;
    if ((err = rule_set_row_of(c, &x, &row)))
        return err;
    reply_row(c, &row);
    return OK;
}
