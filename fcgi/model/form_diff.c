/* The differences between two rule sets in one form, in words for who has begun to fill it in. */
#include "model/form_diff.h"
#include "model/labels.h"

#include <string.h>

struct diff {
    struct arena *a;
    struct buf *out;
    const json_t *old_vocabulary, *new_vocabulary;
    int count;
};

/* One field while it is compared: what got stricter and what looser, each as clauses joined by ；.
 */
struct change {
    struct diff *d;
    const json_t *old_field, *new_field;
    struct buf stricter, looser;
};

/* The field's place in the data, and the way to it in the words of the form. */
struct place {
    const char *path, *label;
};

static void
tell(struct diff *d, const json_t *field, const struct place *at, const char *change,
     const char *message, const char *suggestion)
{
    struct buf *b = d->out;

    d->count++;
    buf_open(b, NULL, '{');
    buf_json_str(b, "path", at->path);
    buf_json_str(b, "label", at->label);
    buf_json_str(b, "change", change);
    buf_json_str(b, "message", message);
    buf_json_str(b, "suggestion", suggestion);
    buf_json_str(b, "law", json_str(field, "law"));
    buf_close(b);
}

static void
clause(struct buf *b, const char *text)
{
    buf_puts(b, b->n ? "；" : "");
    buf_puts(b, text);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static const struct limit {
    const char *name, *words, *unit;
    bool is_upper;
} limits[] = {
    {"max_length", "字数上限", " 字", true},
    {"min_length", "字数下限", " 字", false},
    {"max", "最大值", "", true},
    {"min", "最小值", "", false},
    {"max_items", "最多项数", " 项", true},
    {"min_items", "最少项数", " 项", false},
    {"max_bytes", "文件大小上限", "", true},
};

static const char *
amount(struct arena *a, const struct limit *x, const json_t *v)
{
    long long n = json_integer_value(v);
    if (v == NULL)
        return "不限";
    if (!str_is(x->name, "max_bytes"))
        return arena_printf(a, "%lld%s", n, x->unit);
    return n % (1024 * 1024) == 0 ? arena_printf(a, "%lld MB", n / (1024 * 1024))
                                  : arena_printf(a, "%lld KB", n / 1024);
}

static void
compare_limits(struct change *c)
{
    struct arena *a = c->d->a;
    const json_t *before = json_object_get(c->old_field, "limits"),
                 *after = json_object_get(c->new_field, "limits");

    for (size_t i = 0; i < LEN(limits); i++) {
        const struct limit *x = &limits[i];
        const json_t *was = json_object_get(before, x->name), *is = json_object_get(after, x->name);
        if (json_integer_value(was) == json_integer_value(is) && (was == NULL) == (is == NULL))
            continue;
        bool is_stricter =
            is != NULL &&
            (was == NULL || (json_integer_value(is) < json_integer_value(was)) == x->is_upper);
        clause(is_stricter ? &c->stricter : &c->looser,
               arena_printf(a, "%s由 %s 改为 %s", x->words, amount(a, x, was), amount(a, x, is)));
    }

    const char *was = json_str(before, "pattern"), *is = json_str(after, "pattern");
    if (is != NULL && !str_is(was, is))
        clause(&c->stricter, was ? "格式要求有变化" : "新增了格式要求");
    else if (was != NULL && is == NULL)
        clause(&c->looser, "不再要求特定格式");

    was = json_str(c->old_field, "format");
    is = json_str(c->new_field, "format");
    if (!str_is(was, is))
        clause(is ? &c->stricter : &c->looser,
               is ? arena_printf(a, "应填%s", label_of(LABEL_FORMAT, is)) : "不再要求特定格式");
}

static bool
array_has(const json_t *array, const char *text)
{
    size_t i;
    json_t *x;
    json_array_foreach(array, i, x)
    {
        if (str_is(json_string_value(x), text))
            return true;
    }
    return false;
}

/* The media types of one that are not in the other, joined; NULL when there are none. */
static const char *
accept_only_in(struct arena *a, const json_t *one, const json_t *other)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *x;

    json_array_foreach(one, i, x)
    {
        if (!array_has(other, json_string_value(x)))
            buf_printf(&b, "%s%s", b.n ? "、" : "", label_of(LABEL_MEDIA, json_string_value(x)));
    }
    return b.n ? b.p : NULL;
}

static void
compare_accept(struct change *c)
{
    const json_t *before = json_object_get(json_object_get(c->old_field, "limits"), "accept"),
                 *after = json_object_get(json_object_get(c->new_field, "limits"), "accept");
    const char *gone = accept_only_in(c->d->a, before, after),
               *come = accept_only_in(c->d->a, after, before);
    if (gone != NULL)
        clause(&c->stricter, arena_printf(c->d->a, "不再接受 %s 文件", gone));
    if (come != NULL)
        clause(&c->looser, arena_printf(c->d->a, "也接受 %s 文件", come));
}

/* ---- choices --------------------------------------------------------------------------------- */

static const json_t *
items_of(const json_t *vocabulary, const json_t *field)
{
    const char *list = json_str(field, "choices");
    return list ? json_object_get(json_object_get(vocabulary, list), "items") : NULL;
}

/* Labels of the codes of one list that are not in the other, joined; NULL when there are none. */
static const char *
choices_only_in(struct arena *a, const json_t *one, const json_t *other)
{
    struct buf b = BUF(a);
    size_t i, k;
    json_t *x, *y;

    json_array_foreach(one, i, x)
    {
        bool is_there = false;
        json_array_foreach(other, k, y) is_there |=
            str_is(json_str(x, "code"), json_str(y, "code"));
        if (!is_there)
            buf_printf(&b, "%s%s", b.n ? "、" : "",
                       json_str(x, "label") ? json_str(x, "label") : json_str(x, "code"));
    }
    return b.n ? b.p : NULL;
}

static const json_t *
by(const json_t *list, const char *key, const char *value)
{
    size_t i;
    json_t *x;
    json_array_foreach(list, i, x)
    {
        if (str_is(json_str(x, key), value))
            return x;
    }
    return NULL;
}

/* Items that both lists have and that are given an end, or another, joined; NULL: there are none.
 */
static const char *
choices_ending(struct arena *a, const json_t *before, const json_t *after)
{
    struct buf b = BUF(a);
    size_t i;
    json_t *x;

    json_array_foreach(after, i, x)
    {
        const json_t *was = by(before, "code", json_str(x, "code"));
        const char *until = json_str(x, "until");
        if (was != NULL && until != NULL && !str_is(json_str(was, "until"), until))
            buf_printf(&b, "%s%s自 %s 起不再选用", b.n ? "；" : "", json_str(x, "label"), until);
    }
    return b.n ? b.p : NULL;
}

static void
compare_choices(struct change *c, const struct place *at)
{
    struct arena *a = c->d->a;
    const json_t *before = items_of(c->d->old_vocabulary, c->old_field),
                 *after = items_of(c->d->new_vocabulary, c->new_field);
    const char *gone = choices_only_in(a, before, after), *come = choices_only_in(a, after, before),
               *ending = choices_ending(a, before, after);
    if (before == NULL || after == NULL || (gone == NULL && come == NULL && ending == NULL))
        return;

    tell(c->d, c->new_field, at, "choices",
         arena_printf(a, "“%s”的选项有变化：%s%s%s%s%s%s%s", at->label, gone ? "不再提供" : "",
                      gone ? gone : "", gone && come ? "；" : "", come ? "新增" : "",
                      come ? come : "", ending && (gone || come) ? "；" : "", ending ? ending : ""),
         gone || ending ? "已选了不再提供的选项的，请另选" : "请看新增的选项是否更符合实际");
}

/* ---- one field ------------------------------------------------------------------------------- */

/* One verb for each way of answering, as the engine has them (validate.lua). */
static const char *
answered(const json_t *field)
{
    static const char *const verbs[][2] = {{"attachment", "上传"},
                                           {"choice", "选择"},
                                           {"choices", "选择"},
                                           {"boolean", "选择"},
                                           {"coverage", "勾选"}};
    const char *type = json_str(field, "type");

    for (size_t i = 0; i < LEN(verbs); i++)
        if (str_is(type, verbs[i][0]))
            return verbs[i][1];
    return "填写";
}

static void
compare_required(struct change *c, const struct place *at)
{
    bool was = json_is_true(json_object_get(c->old_field, "required")),
         is = json_is_true(json_object_get(c->new_field, "required"));
    const char *when_was = json_str(c->old_field, "required_when"),
               *when = json_str(c->new_field, "required_when");
    const char *message = NULL;

    if (is && !was)
        message = arena_printf(
            c->d->a, when_was ? "“%s”由有条件必填改为必填" : "“%s”由选填改为必填", at->label);
    else if (when != NULL && !was && !str_is(when_was, when))
        message = arena_printf(
            c->d->a, when_was ? "“%s”必填的条件有变化，现为：%s" : "“%s”在以下情形改为必填：%s",
            at->label, when);
    else if (was && when != NULL)
        clause(&c->looser, arena_printf(c->d->a, "由必填改为有条件必填：%s", when));
    else if ((was && !is) || (when_was != NULL && when == NULL && !is))
        clause(&c->looser, "改为选填");

    if (message != NULL)
        tell(c->d, c->new_field, at, "required", message,
             arena_printf(c->d->a, "请%s。%s", answered(c->new_field),
                          json_str(c->new_field, "help") ? json_str(c->new_field, "help") : ""));
}

static void compare_fields(struct diff *d, const json_t *before, const json_t *after,
                           const struct place *at);

static void
compare_field(struct diff *d, const json_t *was, const json_t *is, const struct place *at)
{
    struct change c = {d, was, is, BUF(d->a), BUF(d->a)};
    const char *help = json_str(is, "help"), *type_was = json_str(was, "type"),
               *type = json_str(is, "type");

    compare_required(&c, at);
    if (!str_is(type_was, type))
        clause(&c.stricter, arena_printf(d->a, "由%s改为%s", label_of(LABEL_TYPE, type_was),
                                         label_of(LABEL_TYPE, type)));
    compare_limits(&c);
    compare_accept(&c);
    if (str_is(json_str(is, "visibility"), "public") &&
        !str_is(json_str(was, "visibility"), "public"))
        clause(&c.stricter, "所填内容今后将公示");

    if (c.stricter.n)
        tell(d, is, at, "stricter",
             arena_printf(d->a, "“%s”的要求更严：%s", at->label, c.stricter.p),
             arena_printf(d->a, "请核对已填的内容。%s", help ? help : ""));

    if (c.looser.n)
        tell(d, is, at, "looser", arena_printf(d->a, "“%s”的要求放宽：%s", at->label, c.looser.p),
             "已填的内容无须修改");
    compare_choices(&c, at);
    if (json_object_get(was, "fields") != NULL && json_object_get(is, "fields") != NULL)
        compare_fields(
            d, json_object_get(was, "fields"), json_object_get(is, "fields"),
            &(struct place){.path = arena_printf(d->a, "%s/*", at->path), .label = at->label});
}

static void
field_is_new(struct diff *d, const json_t *field, const struct place *at)
{
    const char *when = json_str(field, "required_when"), *help = json_str(field, "help");
    bool is_required = json_is_true(json_object_get(field, "required"));
    tell(d, field, at, "new",
         is_required ? arena_printf(d->a, "新增必填项“%s”", at->label)
         : when ? arena_printf(d->a, "新增“%s”，在以下情形必填：%s", at->label, when)
                : arena_printf(d->a, "新增选填项“%s”", at->label),
         arena_printf(d->a, "%s%s。%s", is_required ? "请" : "请视情况", answered(field),
                      help ? help : ""));
}

static struct place
below(struct diff *d, const struct place *at, const json_t *field)
{
    const char *name = json_str(field, "name"),
               *own = json_str(field, "label") ? json_str(field, "label") : name;

    return (struct place){.path = arena_printf(d->a, "%s/%s", at->path, name),
                          .label =
                              *at->label ? arena_printf(d->a, "%s › %s", at->label, own) : own};
}

static void
compare_fields(struct diff *d, const json_t *before, const json_t *after, const struct place *at)
{
    size_t i;
    json_t *field;

    json_array_foreach(after, i, field)
    {
        const json_t *was = by(before, "name", json_str(field, "name"));
        struct place here = below(d, at, field);
        if (was == NULL)
            field_is_new(d, field, &here);
        else
            compare_field(d, was, field, &here);
    }

    json_array_foreach(before, i, field)
    {
        struct place here = below(d, at, field);
        if (by(after, "name", json_str(field, "name")) == NULL)
            tell(d, field, &here, "removed",
                 arena_printf(d->a, "不再填报“%s”；已填的内容仍保留在草稿中", here.label),
                 "提交前请删去这一项");
    }
}

/* ---- the form, the rules --------------------------------------------------------------------- */

/* The fields of a flat form, which stand in sections only for the page. */
static const json_t *
flat_fields(struct arena *a, const json_t *form)
{
    json_t *out = arena_json(a, json_array()), *section;
    size_t i;
    json_array_foreach(json_object_get(form, "sections"), i, section)
        json_array_extend(out, json_object_get(section, "fields"));
    return out;
}

static struct place
section_place(struct diff *d, const json_t *section)
{
    return (struct place){.path = arena_printf(d->a, "/%s", json_str(section, "id")),
                          .label = json_str(section, "title")};
}

static void
compare_sections(struct diff *d, const json_t *before, const json_t *after)
{
    size_t i;
    json_t *section;

    json_array_foreach(after, i, section)
    {
        const json_t *was = by(before, "id", json_str(section, "id"));
        struct place here = section_place(d, section);
        compare_fields(d, json_object_get(was, "fields"), json_object_get(section, "fields"),
                       &here);
    }

    json_array_foreach(before, i, section)
    {
        struct place here = section_place(d, section);
        if (by(after, "id", json_str(section, "id")) == NULL)
            compare_fields(d, json_object_get(section, "fields"), NULL, &here);
    }
}

static int
weight(const char *severity)
{
    return str_is(severity, "error") ? 3 : str_is(severity, "warning") ? 2 : 1;
}

/* A set older than the member says nothing of kinds: then a rule may concern any. */
static bool
concerns(const json_t *rule, const char *kind)
{
    const json_t *kinds = json_object_get(rule, "kinds");
    return kinds == NULL || array_has(kinds, kind);
}

/* A rule that is new for the form, or weighs more; was: NULL when it is new. */
static void
tell_rule(struct buf *b, const json_t *rule, const json_t *was)
{
    const char *title = json_str(rule, "title"), *since = json_str(rule, "since"),
               *severity = json_str(rule, "severity"), *word = label_of(LABEL_SEVERITY, severity),
               *word_was = label_of(LABEL_SEVERITY, json_str(was, "severity"));

    buf_open(b, NULL, '{');
    buf_json_str(b, "rule", json_str(rule, "id"));
    buf_json_str(b, "title", title);
    buf_json_str(b, "change", was ? "severity" : "new");
    buf_json_str(b, "severity", severity);
    since = since ? arena_printf(b->a, "，自 %s 起", since) : "";
    buf_json_str(b, "message",
                 was ? arena_printf(b->a, "检查“%s”不符合时由%s改为%s", title, word_was, word)
                     : arena_printf(b->a, "新增检查“%s”%s，不符合时%s", title, since, word));
    buf_json_str(b, "law", json_str(rule, "law"));
    buf_close(b);
}

static int
compare_rules(struct buf *b, const json_t *before, const json_t *after, const char *kind)
{
    size_t i;
    json_t *rule;
    int n = 0;

    json_array_foreach(after, i, rule)
    {
        const json_t *was = by(before, "id", json_str(rule, "id"));
        if (was != NULL && !concerns(was, kind))
            was = NULL;
        if (!concerns(rule, kind) ||
            (was && weight(json_str(rule, "severity")) <= weight(json_str(was, "severity"))))
            continue;

        tell_rule(b, rule, was);
        n++;
    }
    return n;
}

int
form_diff(struct buf *b, const json_t *before, const json_t *after, const char *kind)
{
    struct diff d = {b->a, b, json_object_get(before, "vocabulary"),
                     json_object_get(after, "vocabulary"), 0};
    const json_t *old_form = json_object_get(json_object_get(before, "forms"), kind),
                 *new_form = json_object_get(json_object_get(after, "forms"), kind);
    bool is_flat = str_is(json_str(new_form, "layout"), "flat");

    buf_open(b, "fields", '[');
    if (is_flat)
        compare_fields(&d, flat_fields(b->a, old_form), flat_fields(b->a, new_form),
                       &(struct place){"", ""});
    else
        compare_sections(&d, json_object_get(old_form, "sections"),
                         json_object_get(new_form, "sections"));
    buf_close(b);

    buf_open(b, "rules", '[');
    int rules =
        compare_rules(b, json_object_get(before, "rules"), json_object_get(after, "rules"), kind);
    buf_close(b);
    return d.count + rules;
}
