#include "casework/reasons.h"

#include <string.h>

#define VOCABULARY "reasons"
#define SUGGESTED "reason_suggestion_required"

/* What reasons of this decision are held against. */
struct ask {
    struct casework *w;
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

static void
check_code(struct ask *x, size_t i, const char *code)
{
    struct buf known = BUF(x->w->arena);
    size_t k;
    json_t *item;

    if (code == NULL)
        return;
    if (x->codes == NULL) {
        find(x, i, "code", "现行规则没有退回理由的词表（" VOCABULARY "），不能写理由代码",
             "请只写理由，不写理由代码");
        return;
    }
    buf_puts(&known, "");
    json_array_foreach(x->codes, k, item)
    {
        if (str_is(json_str(item, "code"), code))
            return;
        buf_printf(&known, "%s%s（%s）", k > 0 ? "、" : "", json_str(item, "label"),
                   json_str(item, "code"));
    }
    find(x, i, "code", arena_printf(x->w->arena, "词表中没有理由代码“%s”", code),
         arena_printf(x->w->arena, "可选的有 %s", known.p));
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

static struct ask
asked(struct casework *w, const char *kind, const struct law_event *outcome, struct findings *fs)
{
    const json_t *manifest = casework_manifest(w);
    const json_t *vocabulary = json_object_get(json_object_get(manifest, "vocabulary"), VOCABULARY);
    const json_t *limit = json_object_get(json_object_get(manifest, "limits"), SUGGESTED);

    return (struct ask){.w = w,
                        .schema = json_object_get(casework_form(w, kind), "schema"),
                        .codes = json_object_get(vocabulary, "items"),
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
        check_path(&x, i, json_str(reason, "path"));
        check_code(&x, i, json_str(reason, "code"));
        check_reason(&x, i, json_str(reason, "reason"));
        check_suggestion(&x, i, json_str(reason, "suggestion"));
    }
    return fs.count > 0 ? casework_findings(w, "reasons_required", "审核决定没有作出", &fs) : OK;
}
