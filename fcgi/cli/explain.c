/* Explains a declaration: its place, its words, and what it covers up. Lists the local ones that an
 * upgrade of the base calls into question. */
#include "cli/face.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUGGESTED 6

static const char *
text_of(const json_t *object, const char *key)
{
    const char *s = json_str(object, key);
    return s ? s : "";
}

static int
line_of(const json_t *object, const char *key)
{
    return (int)json_integer_value(json_object_get(object, key));
}

static const char *
layer_name(const json_t *entry)
{
    return str_is(text_of(entry, "layer"), "local") ? "本地" : "基础";
}

/* ---- one declaration ------------------------------------------------------------------------- */

static void
print_list(const char *title, const json_t *list)
{
    size_t i;
    json_t *one;
    if (json_array_size(list) == 0)
        return;
    printf("%s：", title);
    json_array_foreach(list, i, one) printf("%s%s", i ? "、" : "", json_string_value(one));
    printf("\n");
}

static void
print_number(const char *title, const json_t *value, const char *unit)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY);
    printf("%s：%s%s%s\n", title, text, *unit ? " " : "", unit);
    free(text);
}

/* A number, or those of a series by date. */
static void
print_value(const char *title, const json_t *value, const char *unit)
{
    const char *day;
    json_t *one;

    if (!value)
        return;
    if (!json_is_object(value)) {
        print_number(title, value, unit);
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)value, day, one)
    {
        char from[64];
        snprintf(from, sizeof from, "%s（自 %s 起）", title, day);
        print_number(from, one, unit);
    }
}

/* One ground, 'LAW ARTICLE' as the declaration has it: the law with the longest id that fits. */
static void
print_law(const json_t *laws, const char *ground)
{
    const char *id, *best = NULL;
    json_t *law;

    json_object_foreach((json_t *)laws, id, law)
    {
        size_t n = strlen(id);
        if (str_starts(ground, id) && (ground[n] == ' ' || ground[n] == 0) &&
            (!best || n > strlen(best)))
            best = id;
    }

    printf("依据：%s", ground);
    law = best ? json_object_get(laws, best) : NULL;
    if (law && !str_is(text_of(law, "title"), best))
        printf("（《%s》%s%s）", text_of(law, "title"),
               *text_of(law, "in_force") ? "，施行日期 " : "", text_of(law, "in_force"));
    printf("\n");
}

static void
print_laws(struct arena *a, const json_t *laws, const char *grounds)
{
    static const char separator[] = "；";
    while (*grounds) {
        const char *end = strstr(grounds, separator);
        size_t n = end ? (size_t)(end - grounds) : strlen(grounds);
        print_law(laws, arena_printf(a, "%.*s", (int)n, grounds));
        grounds += end ? n + strlen(separator) : n;
    }
}

static void
print_source(struct arena *a, const struct bundle *set, const char *title, const json_t *at)
{
    const char *text = bundle_declaration(set, text_of(at, "file"), line_of(at, "line"), a);
    if (text)
        printf("%s：\n%s\n", title, text);
}

static void
print_cases(const json_t *cases)
{
    size_t i;
    json_t *one;
    json_array_foreach(cases, i, one)
        printf("用例：%s（%s）\n", text_of(one, "name"), text_of(one, "file"));
}

/* From when to when it holds, if it does not always. */
static void
print_time(const json_t *entry)
{
    const char *since = text_of(entry, "since"), *until = text_of(entry, "until"),
               *of = text_of(entry, "since_of");

    if (*since == '\0' && *until == '\0')
        return;
    printf("施行：");
    if (*since)
        printf("自 %s 起，", since);
    if (*until)
        printf("自 %s 起不再适用，", until);
    printf("按%s\n", str_is(of, "first_submission") ? "首次提交之日（此前已提交的从旧）"
                     : str_is(of, "start")          ? "起算日"
                                                    : "当日");
}

/* A rule says how hard it is, on which forms, and since when; other declarations some of it. */
static void
print_scope(const json_t *entry)
{
    const char *severity = text_of(entry, "severity");

    if (*severity)
        printf("级别：%s，%s%s\n", severity, str_is(severity, "error") ? "" : "只",
               label_of(LABEL_SEVERITY, severity));
    if (*text_of(entry, "reason"))
        printf("本地改动的理由：%s\n", text_of(entry, "reason"));
    print_list("适用于", json_object_get(entry, "kinds"));
    print_list("读取", json_object_get(entry, "reads"));
    print_time(entry);
    if (*text_of(entry, "by"))
        printf("按哪个日期取值：%s\n", text_of(entry, "by"));
}

static void
print_declaration(struct arena *a, const struct policy *p, const struct bundle *set,
                  const json_t *entry)
{
    const json_t *base = json_object_get(entry, "overrides");
    bool is_file = str_is(text_of(entry, "word"), "file") || str_is(text_of(entry, "word"), "lib");

    printf("编号：%s\n名称：%s\n层：%s\n位置：%s:%d\n", text_of(entry, "id"),
           text_of(entry, "title"), layer_name(entry), text_of(entry, "file"),
           line_of(entry, "line"));
    print_laws(a, json_object_get(policy_manifest(p), "laws"), text_of(entry, "law"));
    print_scope(entry);
    if (*text_of(entry, "reason"))
        printf("理由：%s\n", text_of(entry, "reason"));

    print_value("现值", json_object_get(entry, "value"), text_of(entry, "unit"));
    if (json_is_object(base)) {
        printf("覆盖：%s:%d\n", text_of(base, "file"), line_of(base, "line"));
        print_value("原值", json_object_get(base, "value"), text_of(entry, "unit"));
    }

    print_cases(json_object_get(entry, "cases"));
    if (is_file)
        return; /* it is the whole file */
    print_source(a, set, "源文", entry);
    if (json_is_object(base))
        print_source(a, set, "被覆盖的源文", base);
}

/* Tells how often the rule has spoken in the stored judgements. */
static enum err
print_fired(const char *state, const char *id, const char *rule_set, struct fault *f)
{
    char path[512], when[TIME_TEXT] = "";
    struct store *s;
    struct fired fired = {0};
    enum err err = cli_store_open(&s, state, false, path, f);
    if (err)
        return err;

    if (!(err = store_firing_of_rule(s, id, rule_set, &fired, f))) {
        if (fired.last_at)
            time_rfc3339(fired.last_at, when);
        printf("给出意见：这套规则作出的决定中 %ld 件，历来各套合计 %ld 件%s%s\n", fired.n,
               fired.ever, *when ? "，最近一次 " : "", when);
    }

    store_close(s);
    return err;
}

/* ---- no such id ------------------------------------------------------------------------------ */

static size_t
common_prefix(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] && a[n] == b[n])
        n++;
    return n;
}

static void
suggest(const json_t *declared, const char *id)
{
    size_t i, longest = 0;
    int said = 0;
    json_t *entry;

    json_array_foreach(declared, i, entry)
    {
        bool is_near = strstr(text_of(entry, "id"), id) || strstr(text_of(entry, "title"), id);
        size_t n = common_prefix(text_of(entry, "id"), id);
        longest = n > longest ? n : longest;
        if (is_near && said++ < SUGGESTED)
            fprintf(stderr, "  %s  %s\n", text_of(entry, "id"), text_of(entry, "title"));
    }

    if (said > 0 || longest == 0)
        return;
    json_array_foreach(declared, i, entry)
    {
        if (common_prefix(text_of(entry, "id"), id) == longest && said++ < SUGGESTED)
            fprintf(stderr, "  %s  %s\n", text_of(entry, "id"), text_of(entry, "title"));
    }
}

/* The validator's own rules are declared nowhere: what they ask is what the fields say. */
static bool
print_built_in(const json_t *rules, const char *id)
{
    size_t i;
    json_t *row;

    json_array_foreach(rules, i, row)
    {
        if (!str_is(text_of(row, "id"), id) || *text_of(row, "source"))
            continue;
        printf("编号：%s\n名称：%s\n层：引擎自带的表单校验\n依据：所涉字段的声明（suanbei rules "
               "explain field.表单.部分.字段）\n",
               id, text_of(row, "title"));
        return true;
    }
    return false;
}

static void
print_all(const json_t *declared)
{
    size_t i;
    json_t *one;
    json_array_foreach(declared, i, one)
        printf("%s\t%s%s\n", text_of(one, "id"), text_of(one, "title"),
               str_is(text_of(one, "layer"), "local") ? "（本地）" : "");
}

/* Returns the exit status: 1 when nothing has this id. */
static int
print_one(struct arena *a, const struct rules_call *call, const struct policy *p,
          const struct bundle *set, const char *id)
{
    struct fault f = {0};
    const json_t *manifest = policy_manifest(p), *entry = policy_declared(p, id);

    if (entry) {
        print_declaration(a, p, set, entry);
        if (call->state && str_is(text_of(entry, "word"), "rule") &&
            print_fired(call->state, id, policy_rule_set(p), &f))
            return cli_complain(&f);
        return 0;
    }
    if (print_built_in(json_object_get(manifest, "rules"), id))
        return 0;

    fprintf(stderr, "没有编号为“%s”的声明，相近的有（不写编号则列出全部）：\n", id);
    suggest(json_object_get(manifest, "declared"), id);
    return 1;
}

int
rules_explain(const struct rules_call *call)
{
    struct fault f = {0};
    struct policy *p;
    struct bundle *set;
    int status = 0;

    if (cli_rules_open(&call->at, &p, &set, &f))
        return cli_complain(&f);

    struct arena *a = arena_new();
    if (call->n > 0)
        status = print_one(a, call, p, set, call->args[0]);
    else
        print_all(json_object_get(policy_manifest(p), "declared"));
    policy_close(p);
    bundle_free(set);
    arena_free(a);
    return status;
}

/* ---- an upgrade ------------------------------------------------------------------------------ */

static void
print_conflict(const json_t *c)
{
    printf("%s:%d: %s（%s）：%s。基础声明：%s:%d\n", text_of(c, "file"), line_of(c, "line"),
           text_of(c, "title"), text_of(c, "id"), text_of(c, "message"), text_of(c, "base_file"),
           line_of(c, "base_line"));
}

/* Both sets name their files alike, so a fault says of which it is. */
static enum err
open_said(const struct rules_at *at, struct policy **p, struct fault *f)
{
    enum err err = cli_rules_open(at, p, NULL, f);
    if (err)
        fprintf(stderr, "%s 连同本地规则不能装入：\n", at->folder);
    return err;
}

int
rules_conflicts(const struct rules_call *call)
{
    struct fault f = {0};
    struct policy *was, *is = NULL;
    struct rules_at before = {call->args[0], call->at.local},
                    after = {call->args[1], call->at.local};
    size_t i;
    json_t *found = NULL, *one;

    if (!call->at.local) {
        fputs("请用 --local 指明本地规则文件夹：冲突是对它而言的\n", stderr);
        return 2;
    }

    enum err err = open_said(&before, &was, &f);
    if (!err && !(err = open_said(&after, &is, &f)))
        err = rulekit_conflicts(policy_manifest(was), policy_manifest(is), &found, &f);
    json_array_foreach(found, i, one) print_conflict(one);
    int status = json_array_size(found) > 0;
    if (!err && !status)
        printf("没有冲突\n");
    fflush(stdout);
    json_decref(found);
    policy_close(was);
    policy_close(is);

    return err ? cli_complain(&f) : status;
}
