#include "casework/reasons.h"

#include <string.h>

#define VOCABULARY "reasons"
#define SUGGESTED "reason_suggestion_required"

/* What reasons of this decision are held against. */
struct ask {
    struct casework *w;
    const char *kind;
    const json_t *schema, *codes; /* codes NULL: the rules have no such vocabulary */
    bool with_suggestion;
    struct findings *fs;
};

static void
find(struct ask *x, size_t i, const char *member, const char *message, const char *suggestion)
{
    findings_add(x->fs, arena_printf(x->w->arena, "review.%s", member),
                 arena_printf(x->w->arena, "/reasons/%zu/%s", i, member), message, suggestion);
}

static void
check_path(struct ask *x, size_t i, const char *path)
{
    struct arena *a = x->w->arena;

    if (path == NULL || place_known(x->schema, path))
        return;
    find(x, i, "path", arena_printf(a, "表单没有“%s”这个位置", path),
         arena_printf(a, "请写表单中的部分或字段，相近的有 %s；涉及全件的留空",
                      place_near(a, x->schema, path)));
}

/* A list that the item does not have keeps nothing out. */
static bool
lists(const json_t *item, const char *member, bool (*is_met)(const char *value, const char *listed),
      const char *value)
{
    const json_t *list = json_object_get(item, member);
    size_t i;
    json_t *one;

    json_array_foreach(list, i, one)
    {
        if (is_met(value, json_string_value(one)))
            return true;
    }
    return list == NULL;
}

bool
reason_is_for(const struct casework *w, const json_t *item, const char *kind)
{
    const char *since = json_str(item, "since"), *until = json_str(item, "until");

    return (since == NULL || strcmp(w->today, since) >= 0) &&
           (until == NULL || strcmp(w->today, until) < 0) && lists(item, "kinds", str_is, kind);
}

/* A place that the form has not is told of by itself. */
static bool
fits(const struct ask *x, const json_t *item, const char *path)
{
    return reason_is_for(x->w, item, x->kind) &&
           (!place_known(x->schema, path) || lists(item, "paths", place_within, path));
}

static const char *
fitting(const struct ask *x, const char *path)
{
    struct buf b = BUF(x->w->arena);
    size_t i;
    json_t *item;

    buf_puts(&b, "");
    json_array_foreach(x->codes, i, item)
    {
        if (fits(x, item, path))
            buf_printf(&b, "%s%s（%s）", b.n > 0 ? "、" : "", json_str(item, "label"),
                       json_str(item, "code"));
    }
    if (b.n == 0)
        return "没有适用于这里的理由代码，请只写理由，不写理由代码";
    return arena_printf(x->w->arena, "适用于这里的有 %s；也可以不写理由代码", b.p);
}

/* The place in words, as a sentence ends with it. */
static const char *
said_place(const struct ask *x, const char *path)
{
    struct arena *a = x->w->arena;
    const json_t *form = casework_form(x->w, x->kind);
    const char *label = form_place_label(a, form, path);

    if (label == NULL)
        label = json_str(form_place(form, path).section, "title");
    return label != NULL ? arena_printf(a, "“%s”这一处", label) : "全件";
}

static void
refuse_code(struct ask *x, size_t i, const json_t *item, const char *path)
{
    struct arena *a = x->w->arena;
    const char *label = json_str(item, "label"), *message;
    const struct law_kind *kind = law_kind(casework_law(x->w), x->kind);

    if (reason_is_for(x->w, item, x->kind))
        message = arena_printf(a, "理由“%s”不适用于%s", label, said_place(x, path));
    else if (lists(item, "kinds", str_is, x->kind))
        message = arena_printf(a, "理由“%s”今天不在使用期内", label);
    else
        message = arena_printf(a, "理由“%s”不适用于%s", label, kind ? kind->label : x->kind);
    find(x, i, "code", message, fitting(x, path));
}

static void
check_code(struct ask *x, size_t i, const char *code, const char *path)
{
    size_t k;
    json_t *item;

    if (code == NULL)
        return;
    if (x->codes == NULL) {
        find(x, i, "code", "现行规则没有退回理由的词表（" VOCABULARY "），不能写理由代码",
             "请只写理由，不写理由代码");
        return;
    }
    json_array_foreach(x->codes, k, item)
    {
        if (!str_is(json_str(item, "code"), code))
            continue;
        if (!fits(x, item, path))
            refuse_code(x, i, item, path);
        return;
    }
    find(x, i, "code", arena_printf(x->w->arena, "词表中没有理由代码“%s”", code), fitting(x, path));
}

static void
check_reason(struct ask *x, size_t i, const char *reason)
{
    if (reason != NULL && text_is_blank(reason))
        find(x, i, "reason", "理由是空的", "请写明哪里不符、不足，依据什么");
}

static void
check_suggestion(struct ask *x, size_t i, const char *suggestion)
{
    if (x->with_suggestion && (suggestion == NULL || text_is_blank(suggestion)))
        find(x, i, "suggestion", "退回补正须写明补正建议", "请写明应当怎样修改或补充");
}

const json_t *
reasons_listed(struct casework *w)
{
    const json_t *all = json_object_get(casework_manifest(w), "vocabulary");

    return json_object_get(json_object_get(all, VOCABULARY), "items");
}

static struct ask
asked(struct casework *w, const char *kind, const struct law_event *outcome, struct findings *fs)
{
    const json_t *limits = json_object_get(casework_manifest(w), "limits");
    const json_t *limit = json_object_get(limits, SUGGESTED);

    return (struct ask){.w = w,
                        .kind = kind,
                        .schema = json_object_get(casework_form(w, kind), "schema"),
                        .codes = reasons_listed(w),
                        .with_suggestion =
                            outcome != NULL && outcome->verb == VERB_RETURN && json_is_true(limit),
                        .fs = fs};
}

/* A return or a refusal without a reason, a place and a way to mend it is none: 《规定》第二十五条.
 */
enum err
reasons_check(struct casework *w, const char *kind, const struct law_event *outcome,
              const json_t *reasons)
{
    struct findings fs;
    struct ask x = asked(w, kind, outcome, &fs);
    size_t i;
    json_t *reason;

    findings_start(&fs, w->arena);
    if (outcome != NULL && verb_needs_reasons(outcome->verb) && json_array_size(reasons) == 0)
        findings_add(&fs, "review.reasons", "/reasons", "退回补正或不予备案必须说明理由",
                     "请至少写明一条理由，并指明所涉字段");
    json_array_foreach(reasons, i, reason)
    {
        const char *path = json_str(reason, "path");
        check_path(&x, i, path);
        check_code(&x, i, json_str(reason, "code"), path != NULL ? path : "");
        check_reason(&x, i, json_str(reason, "reason"));
        check_suggestion(&x, i, json_str(reason, "suggestion"));
    }
    return fs.count > 0 ? casework_findings(w, "reasons_required", "审核决定没有作出", &fs) : OK;
}
