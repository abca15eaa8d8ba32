/* Rule sets as requests: what there is, and what stands in one. */
#include "handle/dispatcher.h"
#include "handle/manifest.h"
#include "handle/route.h"
#include "handle/rule_set_answer.h"

#include <string.h>

/* ---- GET /rule-sets/active ------------------------------------------------------------------- */

/* The set in use; for staff also why the last edit of the folder is not live, since they can mend
 * it. */
struct active_answer {
    const char *hash, *title, *disclaimer, *calendar, *rules;
    const char *office, *contact; /* NULL: the rules name none */
    const char *engine;
    int64_t activated_at;
    struct govern_refusal refusal;
    const char *refused; /* NULL: it was not */
    const char *where, *message;
    const char *mode, *kind, *conflicts;
    int64_t ends_at;
};
static const struct member refusal_members[] = {
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(active_answer, refusal.at), .title = "何时"},
    {"where", M_STRING, M_REQUIRED, .at = TEXT_AT(active_answer, where), .title = "文件与行"},
    {"message", M_STRING, M_REQUIRED, .at = TEXT_AT(active_answer, message), .title = "原因"},
    MEMBERS_END,
};
static const struct member office_members[] = {
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(active_answer, office), .title = "名称"},
    {"contact", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(active_answer, contact),
     .title = "联系方式"},
    MEMBERS_END,
};
static const struct member active_answer[] = {
    {"hash", M_STRING, M_REQUIRED, .at = TEXT_AT(active_answer, hash), .title = "哈希"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(active_answer, title), .title = "名称"},
    {"disclaimer", M_STRING, M_REQUIRED, .at = TEXT_AT(active_answer, disclaimer),
     .title = "公示的声明"},
    {"office", M_OBJECT, M_REQUIRED | M_NULLABLE, .null_at = TEXT_AT(active_answer, office),
     .of = office_members, .title = "受理单位；规则没有写明时为 null"},
    {"activated_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(active_answer, activated_at),
     .title = "启用时间"},
    {"engine", M_STRING, M_REQUIRED, .at = TEXT_AT(active_answer, engine), .title = "引擎版本"},
    {"calendar", M_OBJECT, M_REQUIRED | M_JSON, .at = TEXT_AT(active_answer, calendar),
     .of = calendar_members, .title = "日历覆盖范围"},
    {"rules", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(active_answer, rules), .of = rule_members,
     .title = "规则一览"},
    {"refused", M_OBJECT, M_REQUIRED | M_NULLABLE, .null_at = TEXT_AT(active_answer, refused),
     .of = refusal_members, .who = ROLE__STAFF, .title = "最近一次没有生效的修改；仅工作人员可见"},
    {"mode", M_STRING, M_REQUIRED, .at = TEXT_AT(active_answer, mode), .who = ROLE__STAFF,
     .title = "watch 或 governed；仅工作人员可见"},
    {"kind", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(active_answer, kind),
     .who = ROLE__STAFF, .title = "怎样启用的；仅工作人员可见"},
    {"ends_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(active_answer, ends_at),
     .who = ROLE__STAFF, .title = "紧急启用何时自动结束；仅工作人员可见"},
    {"conflicts", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(active_answer, conflicts),
     .of = conflict_members, .who = ROLE__STAFF,
     .title = "基础规则已变而本地改动未变之处；仅工作人员可见"},
    MEMBERS_END,
};

static enum err
active_for_staff(struct context *c, struct active_answer *a)
{
    struct casework *w = &c->work;
    struct rule_set set;
    enum err err = store_rule_set_load(w->store, w->arena, a->hash, &set, &w->fault);
    if (err)
        return err;

    a->refused = govern_refusal_read(c->dispatcher->rules, &a->refusal) ? "" : NULL;
    a->where = a->refusal.where;
    a->message = a->refusal.text;
    a->mode = c->settings->is_watching ? "watch" : "governed";
    a->conflicts = set.conflicts;
    return OK;
}

static enum err
active_read(struct context *c)
{
    struct casework *w = &c->work;
    const json_t *manifest = casework_manifest(w), *office = json_object_get(manifest, "office");
    struct activation last;
    enum err err = store_activation_last(w->store, w->arena, &last, &w->fault);
    if (err)
        return err;

    /* This worker may not have seen yet what was activated just now: it says what it judges with.
     */
    bool is_same = str_is(last.hash, policy_rule_set(w->policy));
    struct active_answer a = {
        .hash = policy_rule_set(w->policy),
        .title = json_str(manifest, "title"),
        .disclaimer = json_str(manifest, "disclaimer"),
        .office = json_str(office, "name"),
        .contact = json_str(office, "contact"),
        .engine = policy_engine(),
        .calendar = json_text(w->arena, json_object_get(manifest, "calendar")),
        .rules = json_text(w->arena, json_object_get(manifest, "rules")),
        .activated_at = is_same ? last.at : 0,
        .kind = is_same ? last.kind : NULL,
        .ends_at = is_same ? last.ends_at : 0,
    };
    bool is_staff = w->who != NULL && (w->who->roles.bits & ROLE__STAFF);
    if (is_staff && (err = active_for_staff(c, &a)))
        return err;
    reply_row(c, &a);
    return OK;
}

/* ---- GET /rule-sets, /rule-sets/:hash -------------------------------------------------------- */

static const char *const only_true[] = {"true", NULL};
static const struct member list_query[] = {
    {"taken_back", M_STRING, .choices = only_true, .title = "true：也列出已撤回的"},
    PAGED,
    MEMBERS_END,
};

static enum err
rule_set_list(struct context *c)
{
    struct casework *w = &c->work;
    struct rule_set_query q = {.cursor = context_query(c, "cursor"),
                               .with_withdrawn = str_is(context_query(c, "taken_back"), "true")};
    struct rule_set *rows;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    q.limit = limit + 1;
    if ((err = store_rule_set_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct page p = {.size = sizeof(struct rule_set_row), .n = n < limit ? n : limit};
    struct rule_set_row *list = arena_alloc(w->arena, (size_t)(p.n + 1) * sizeof *list);
    for (int i = 0; i < p.n; i++) {
        if ((err = rule_set_row_of(c, &rows[i], &list[i])))
            return err;
    }

    p.rows = list;
    p.next = n > limit ? store_rule_set_cursor(w->arena, &rows[limit - 1]) : NULL;
    reply_page(c, &p);
    return OK;
}

static enum err
rule_set_get(struct context *c)
{
    struct rule_set x;
    struct rule_set_detail d = {0};
    enum err err;

    if ((err = rule_set_load(c, &x)))
        return err;
    if ((err = rule_set_detail_of(c, &x, &d)))
        return err;
    reply_row(c, &d);
    return OK;
}

static enum err
declared_get(struct context *c)
{
    struct rule_set x;
    struct rule_set_declared d = {0};
    enum err err;

    if ((err = rule_set_load(c, &x)))
        return err;
    if ((err = rule_set_declared_of(c, &x, &d)))
        return err;
    reply_row(c, &d);
    return OK;
}

/* What the cases said when they ran last. */
static enum err
report_get(struct context *c)
{
    struct casework *w = &c->work;
    struct rule_set x;
    struct rule_test newest;
    enum err err = rule_set_load(c, &x);
    if (err)
        return err;

    err = store_rule_test_newest(w->store, w->arena, x.hash, &newest, &w->fault);
    if (err == ERR_NOTFOUND)
        return fail(&w->fault, err, "test_missing", "", "这个规则集还没有运行过用例");
    if (!err)
        reply_text(c, newest.report);
    return err;
}

/* ---- GET /rule-sets/:hash/files, …/diff ------------------------------------------------------ */

static const char *const changes[] = {"added", "modified", "removed", NULL};

static const struct member file_query[] = {
    {"path", M_STRING, .title = "文件名，例如 checks/basic.lua；不给即全部文件"},
    MEMBERS_END,
};
struct text_row {
    const char *path, *text, *layer;
    long lines;
};
static const char *const layers[] = {"base", "local", NULL};
static const struct member text_members[] = {
    {"path", M_STRING, M_REQUIRED, .at = TEXT_AT(text_row, path), .title = "文件名"},
    {"layer", M_STRING, M_REQUIRED, .at = TEXT_AT(text_row, layer), .choices = layers,
     .title = "基础规则或本地规则"},
    {"lines", M_INTEGER, M_REQUIRED, .at = LONG_AT(text_row, lines), .title = "行数"},
    {"text", M_STRING, M_REQUIRED, .at = TEXT_AT(text_row, text), .title = "全文"},
    MEMBERS_END,
};
/* One file when its path was given, else all of them. */
static const struct member one_file[] = {
    {"path", M_STRING, .at = TEXT_AT(file_change, path), .title = "文件名"},
    {"text", M_STRING, M_NULLABLE, .at = TEXT_AT(file_change, text), .title = "全文；空为已删去"},
    {"base_text", M_STRING, M_NULLABLE, .at = TEXT_AT(file_change, base_text),
     .title = "所依据的规则集中的全文；空为没有"},
    MEMBERS_END,
};
static const struct member file_answer[] = {
    {.type = M_WITH, .of = one_file},
    {"files", M_LIST, .of = text_members, .title = "没有给出文件名时：全部文件，按文件名"},
    MEMBERS_END,
};

static enum err
base_of(struct context *c, const struct rule_set *x, struct rule_set *base)
{
    struct casework *w = &c->work;
    *base = (struct rule_set){0};
    return x->base ? store_rule_set_load(w->store, w->arena, x->base, base, &w->fault) : OK;
}

static enum err
changes_load(struct context *c, struct rule_set *x, struct file_change **rows, int *n)
{
    struct casework *w = &c->work;
    struct rule_set base;
    enum err err = rule_set_load(c, x);
    if (!err)
        err = base_of(c, x, &base);
    return err ? err : govern_changes(w->arena, x->files, base.files, rows, n, &w->fault);
}

/* Of the first set of a database there is nothing to say. */
static enum err
words_of(struct context *c, const struct rule_set *x, const char **words)
{
    struct casework *w = &c->work;
    struct rule_set base;
    enum err err = base_of(c, x, &base);

    *words = "[]";
    if (err || x->base == NULL)
        return err;
    return govern_words(w->arena, &base, x, words, &w->fault);
}

static long
lines_of(const char *text)
{
    long n = 0;

    for (const char *p = text; *p != '\0'; p++)
        n += *p == '\n' || p[1] == '\0';
    return n;
}

/* The texts of the whole set: what an editor opens at once. */
static enum err
reply_files(struct context *c, const struct rule_set *x)
{
    struct casework *w = &c->work;
    struct buf b = BUF(w->arena);
    struct bundle *files;
    const char *path;
    enum err err = bundle_parse(&files, x->files, strlen(x->files), &w->fault);
    if (err)
        return err;

    buf_open(&b, NULL, '{');
    buf_open(&b, "files", '[');
    for (int i = 0; (path = bundle_path(files, i)) != NULL; i++) {
        const char *text = bundle_file(files, path);
        struct text_row row = {path, text, str_starts(path, "local/") ? "local" : "base",
                               lines_of(text)};
        members_object(&b, NULL, text_members, &row, 0);
    }
    buf_close(&b);
    buf_close(&b);
    bundle_free(files);
    reply_text(c, b.p);
    return OK;
}

static enum err
file_get(struct context *c)
{
    const char *path = context_query(c, "path");
    struct rule_set x;
    struct file_change *rows;
    struct buf b = BUF(c->work.arena);
    int n;
    enum err err = changes_load(c, &x, &rows, &n);
    if (err)
        return err;
    if (path == NULL)
        return reply_files(c, &x);

    for (int i = 0; i < n; i++)
        if (str_is(rows[i].path, path)) {
            members_object(&b, NULL, one_file, &rows[i], 0);
            reply_text(c, b.p);
            return OK;
        }
    return fail(&c->work.fault, ERR_NOTFOUND, "file_unknown", "/path", "规则集里没有名为“%s”的文件",
                path);
}

struct diff_row {
    const char *path, *changed, *diff;
};
struct diff_answer {
    const char *base, *words;
    struct rows files;
};
static const struct member diff_members[] = {
    {"path", M_STRING, M_REQUIRED, .at = TEXT_AT(diff_row, path), .title = "文件名"},
    {"changed", M_STRING, M_REQUIRED, .at = TEXT_AT(diff_row, changed), .choices = changes,
     .title = "增、改、删"},
    {"diff", M_STRING, M_REQUIRED, .at = TEXT_AT(diff_row, diff), .title = "逐行比较，同 diff -u"},
    MEMBERS_END,
};
static const struct member words_members[] = {
    {.type = M_WITH, .of = law_words_members},
    {"file", M_STRING, .title = "声明所在的文件"},
    {"line", M_INTEGER, .title = "行"},
    MEMBERS_END,
};
static const struct member diff_answer[] = {
    {"base", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(diff_answer, base),
     .title = "所依据的规则集"},
    {"files", M_LIST, M_REQUIRED, .at = ROWS_AT(diff_answer, files), .of = diff_members,
     .size = sizeof(struct diff_row), .title = "有改动的文件"},
    {"words", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(diff_answer, words), .of = words_members,
     .title = "流程、表单与各项声明的差别，供阅读"},
    MEMBERS_END,
};

static enum err
diff_get(struct context *c)
{
    struct arena *a = c->work.arena;
    struct rule_set x;
    struct file_change *rows;
    int n, k = 0;
    enum err err = changes_load(c, &x, &rows, &n);
    if (err)
        return err;

    struct diff_row *list = arena_alloc(a, (size_t)(n + 1) * sizeof *list);
    for (int i = 0; x.base != NULL && i < n; i++) {
        struct buf lines = BUF(a);
        if (rows[i].change == NULL)
            continue;
        govern_diff(&lines, rows[i].base_text, rows[i].text);
        list[k++] = (struct diff_row){rows[i].path, rows[i].change, lines.p};
    }

    struct diff_answer answer = {.base = x.base, .files = {list, k}};
    if ((err = words_of(c, &x, &answer.words)))
        return err;
    reply_row(c, &answer);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/rule-sets/active",
     .act = ACT_LOOK,
     .read = active_read,
     .answer = active_answer,
     .name = "getActiveRuleSet",
     .title = "正在使用的规则集"},
    {.method = GET,
     .path = "/rule-sets",
     .act = ACT_READ_RULES,
     .read = rule_set_list,
     .query = list_query,
     .answer = rule_set_row_members,
     .is_list = true,
     .name = "listRuleSets",
     .title = "规则集，新的在前"},
    {.method = GET,
     .path = "/rule-sets/:hash",
     .act = ACT_READ_RULES,
     .read = rule_set_get,
     .answer = rule_set_detail_members,
     .name = "getRuleSet",
     .title = "一个规则集：文件、用例、审批、启用经过，以及接下来的各步"},
    {.method = GET,
     .path = "/rule-sets/:hash/declared",
     .act = ACT_READ_RULES,
     .read = declared_get,
     .answer = rule_set_declared_members,
     .name = "getRuleSetDeclared",
     .title = "一个规则集的各项声明与规则"},
    {.method = GET,
     .path = "/rule-sets/:hash/report",
     .act = ACT_READ_RULES,
     .read = report_get,
     .answer = case_report_members,
     .name = "getRuleSetReport",
     .title = "最近一次运行用例的报告"},
    {.method = GET,
     .path = "/rule-sets/:hash/files",
     .act = ACT_READ_RULES,
     .read = file_get,
     .query = file_query,
     .answer = file_answer,
     .name = "getRuleSetFile",
     .title = "规则集中的一个文件，或全部文件"},
    {.method = GET,
     .path = "/rule-sets/:hash/diff",
     .act = ACT_READ_RULES,
     .read = diff_get,
     .answer = diff_answer,
     .name = "diffRuleSet",
     .title = "与所依据的规则集逐行比较"},
};
ROUTES(rule_set, rows);
