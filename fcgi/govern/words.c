#include "govern/words.h"
#include "govern/law_diff.h"
#include "policy/policy.h"

#include <string.h>

/* What a declaration is called, by its word; those that the law tells are not told again. */
static const struct {
    const char *word, *title;
} known[] = {
    {"action", "办理事项"}, {"calendar", "日历"},      {"counting", "期限的数法"},
    {"deadline", "期限"},   {"derived", "导出的事实"}, {"field", "字段"},
    {"file", "文件"},       {"form", "表单"},          {"gate", "先决条件"},
    {"law", "法规"},        {"lib", "函数库"},         {"limit", "参数"},
    {"numbering", "编号"},  {"publication", "公示"},   {"questionnaire", "问卷"},
    {"matter", "监督事项"}, {"routing", "分派"},       {"rule", "规则"},
    {"ruleset", "规则集"},  {"vocabulary", "代码表"},  {"takeover", "单位认领"},
};
static const char *const told_by_law[] = {"event", "kind",  "role",      "series",
                                          "stage", "state", "transition"};

struct telling {
    struct buf *b;
    const json_t *before, *after; /* manifests */
    json_t *said;                 /* ids of declarations that need no more words */
};

/* ---- one row --------------------------------------------------------------------------------- */

struct told {
    const char *of, *what, *code, *title, *label, *words;
    const json_t *at; /* the declaration; NULL: none */
};

static void
tell(struct buf *b, const struct told *x)
{
    buf_open(b, NULL, '{');
    buf_json_str(b, "of", x->of);
    buf_json_str(b, "what", x->what);
    buf_json_str(b, "code", x->code);
    buf_json_str(b, "title", x->title);
    buf_json_str(b, "label", x->label && *x->label ? x->label : x->code);
    buf_json_str(b, "words", x->words);
    if (x->at != NULL) {
        buf_json_str(b, "file", json_str(x->at, "file"));
        buf_json_raw(b, "line", json_text(b->a, json_object_get(x->at, "line")));
    }
    buf_close(b);
}

/* ---- forms ----------------------------------------------------------------------------------- */

static const char *
what_of(const char *change)
{
    return str_is(change, "new") ? "added" : str_is(change, "removed") ? "removed" : "changed";
}

/* "field.algorithm.basic.name" of "/basic/name"; a list's items have no part of their own. */
static const char *
field_id(struct arena *a, const char *kind, const char *path)
{
    struct buf b = BUF(a);

    buf_printf(&b, "field.%s", kind);
    for (; *path != '\0'; path++) {
        if (str_starts(path, "/*")) {
            path++;
            continue;
        }
        buf_add(&b, *path == '/' ? "." : path, 1);
    }
    return b.p;
}

static void
tell_form(struct telling *t, const char *kind, const json_t *form)
{
    struct arena *a = t->b->a;
    struct buf b = BUF(a);
    json_t *changes, *row;
    size_t i;

    buf_open(&b, NULL, '{');
    form_diff(&b, t->before, t->after, kind);
    buf_close(&b);
    if (json_read(a, b.p, b.n, &changes, NULL))
        return;
    json_array_foreach(json_object_get(changes, "fields"), i, row)
    {
        const char *id = field_id(a, kind, json_str(row, "path"));
        struct told x = {.of = "field",
                         .what = what_of(json_str(row, "change")),
                         .code = id,
                         .title = "字段",
                         .words = json_str(row, "message")};
        x.label = arena_printf(a, "%s › %s", json_str(form, "title"), json_str(row, "label"));
        x.at = rulekit_declared(t->after, id);
        tell(t->b, &x);
        json_object_set_new(t->said, id, json_true());
    }
}

static void
tell_forms(struct telling *t)
{
    const char *kind;
    json_t *form;

    json_object_foreach(json_object_get(t->after, "forms"), kind, form)
    {
        if (json_object_get(json_object_get(t->before, "forms"), kind) != NULL)
            tell_form(t, kind, form);
    }
}

/* ---- declarations ---------------------------------------------------------------------------- */

static const char *
title_of(const char *word)
{
    for (size_t i = 0; i < LEN(known); i++)
        if (str_is(known[i].word, word))
            return known[i].title;
    return word;
}

static bool
is_told(const struct telling *t, const json_t *declared)
{
    const char *word = json_str(declared, "word");

    for (size_t i = 0; i < LEN(told_by_law); i++)
        if (str_is(told_by_law[i], word))
            return true;
    return json_object_get(t->said, json_str(declared, "id")) != NULL;
}

/* A member as people read it. */
static const char *
value_words(struct arena *a, const json_t *value)
{
    struct buf b = BUF(a);
    const char *key;
    json_t *one;
    size_t i;

    if (value == NULL || json_is_null(value))
        return "无";
    if (json_is_string(value))
        return *json_string_value(value) ? json_string_value(value) : "空";
    if (json_is_boolean(value))
        return json_is_true(value) ? "是" : "否";
    if (json_is_array(value)) {
        json_array_foreach(value, i, one)
            buf_printf(&b, "%s%s", i ? "、" : "", value_words(a, one));
        return b.n ? b.p : "无";
    }
    if (!json_is_object(value))
        return json_text(a, value);
    json_object_foreach((json_t *)(uintptr_t)value, key, one)
        buf_printf(&b, "%s%s 起 %s", b.n ? "、" : "", key, value_words(a, one));
    return b.n ? b.p : "无";
}

static const char *
differences(struct arena *a, const json_t *was, const json_t *is)
{
    static const struct {
        const char *key, *title;
    } members[] = {{"title", "名称"},     {"value", "值"},       {"unit", "单位"},
                   {"severity", "程度"},  {"law", "条款"},       {"kinds", "适用种类"},
                   {"since", "自何日起"}, {"until", "至何日止"}, {"by", "按哪个日期"}};
    struct buf b = BUF(a);

    for (size_t i = 0; i < LEN(members); i++) {
        const json_t *x = json_object_get(was, members[i].key),
                     *y = json_object_get(is, members[i].key);
        if (x == y || (x != NULL && y != NULL && json_equal(x, y)))
            continue;
        buf_printf(&b, "%s%s由 %s 改为 %s", b.n ? "，" : "", members[i].title, value_words(a, x),
                   value_words(a, y));
    }
    return b.n ? b.p : "内容有改动，名称、条款和数值不变";
}

static void
tell_declared(struct telling *t, const json_t *was, const json_t *is)
{
    const json_t *any = is ? is : was;
    const char *word = json_str(any, "word");
    struct told x = {.of = word,
                     .code = json_str(any, "id"),
                     .title = title_of(word),
                     .label = json_str(any, "title"),
                     .at = is};

    if (is_told(t, any))
        return;
    x.what = !was ? "added" : !is ? "removed" : "changed";
    x.words = !was ? "新增" : !is ? "取消" : differences(t->b->a, was, is);
    tell(t->b, &x);
}

static void
tell_all_declared(struct telling *t)
{
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(t->before, "declared"), i, one)
    {
        const json_t *is = rulekit_declared(t->after, json_str(one, "id"));
        if (is == NULL ||
            !json_equal(json_object_get(one, "fingerprint"), json_object_get(is, "fingerprint")))
            tell_declared(t, one, is);
    }
    json_array_foreach(json_object_get(t->after, "declared"), i, one)
    {
        if (rulekit_declared(t->before, json_str(one, "id")) == NULL)
            tell_declared(t, NULL, one);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum err
side_of(struct arena *a, const struct rule_set *set, struct law_side *out, struct fault *f)
{
    json_t *manifest;
    enum err err = json_read(a, set->manifest, strlen(set->manifest), &manifest, f);

    *out = (struct law_side){.manifest = manifest};
    if (err || json_object_get(manifest, "law") == NULL)
        return err;
    return law_compile(json_object_get(manifest, "law"), a, &out->law, f);
}

enum err
govern_words(struct arena *a, const struct rule_set *base, const struct rule_set *set,
             const char **json, struct fault *f)
{
    struct law_side was, is;
    struct buf b = BUF(a);
    struct telling t = {.b = &b, .said = arena_json(a, json_object())};
    enum err err = side_of(a, base, &was, f);
    if (err)
        return err;
    if ((err = side_of(a, set, &is, f)))
        return err;

    t.before = was.manifest;
    t.after = is.manifest;
    buf_open(&b, NULL, '[');
    if (was.law != NULL && is.law != NULL) {
        char *law = law_diff(a, &was, &is);
        law[strlen(law) - 1] = '\0';
        if (law[1] != '\0')
            buf_puts(&b, law + 1);
        tell_forms(&t);
        tell_all_declared(&t);
    }
    buf_close(&b);
    *json = b.p;
    return OK;
}
