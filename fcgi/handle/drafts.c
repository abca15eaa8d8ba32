/* Drafts that outlive rules: what the active set asks for differently since a draft was begun or
 * last checked. */
#include "handle/drafts.h"
#include "handle/dispatcher.h"

#include <string.h>

static const char *const field_changes[] = {"new",     "required", "stricter", "looser",
                                            "removed", "choices",  NULL};
static const char *const rule_changes[] = {"new", "severity", NULL};

static const struct member field_change_members[] = {
    {"path", M_STRING, M_REQUIRED, .title = "字段位置；* 指列表的每一项"},
    {"label", M_STRING, M_REQUIRED, .title = "字段的名称，自上而下"},
    {"change", M_STRING, M_REQUIRED, .choices = field_changes, .title = "变化"},
    {"message", M_STRING, M_REQUIRED, .title = "说明，含原来与现在的要求"},
    {"suggestion", M_STRING, M_REQUIRED, .title = "怎么办"},
    {"law", M_STRING, M_NULLABLE, .title = "条款"},
    MEMBERS_END,
};
static const struct member rule_change_members[] = {
    {"rule", M_STRING, M_REQUIRED, .title = "规则编号"},
    {"title", M_STRING, M_REQUIRED, .title = "规则名称"},
    {"change", M_STRING, M_REQUIRED, .choices = rule_changes, .title = "新增，或程度加重"},
    {"severity", M_STRING, M_REQUIRED, .choices = finding_severities, .title = "程度"},
    {"message", M_STRING, M_REQUIRED, .title = "说明"},
    {"law", M_STRING, M_NULLABLE, .title = "条款"},
    MEMBERS_END,
};
const struct member changes_members[] = {
    {"from", M_STRING, M_REQUIRED, .title = "草稿上次所依的规则集"},
    {"to", M_STRING, M_REQUIRED, .title = "正在使用的规则集"},
    {"fields", M_LIST, M_REQUIRED | M_NULLABLE, .of = field_change_members,
     .title = "逐个字段的变化；无从比较时为 null"},
    {"rules", M_LIST, M_REQUIRED | M_NULLABLE, .of = rule_change_members,
     .title = "新增或加重的检查；无从比较时为 null"},
    {"message", M_STRING, M_REQUIRED, .title = "总的说明"},
    MEMBERS_END,
};

/* Without the old set's declarations nothing can be compared, only said. */
static const char *
say_unknown(struct context *c, const char *from)
{
    struct buf b = BUF(c->work.arena);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "from", from);
    buf_json_str(&b, "to", policy_rule_set(c->work.policy));
    buf_json_raw(&b, "fields", NULL);
    buf_json_raw(&b, "rules", NULL);
    buf_json_str(&b, "message", "规则已更新，无法逐项列出变化，请重新检查");
    buf_close(&b);
    return b.p;
}

static const char *
say_changes(struct context *c, const char *from, const json_t *before, const char *kind)
{
    struct arena *a = c->work.arena;
    struct buf b = BUF(a);
    const char *message = "规则已更新，这张表单的要求没有变化";

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "from", from);
    buf_json_str(&b, "to", policy_rule_set(c->work.policy));
    int n = form_diff(&b, before, casework_manifest(&c->work), kind);
    if (n > 0)
        message = arena_printf(a,
                               "规则已更新，与这张表单有关的变化有 %d 处，已填的内容都在，"
                               "请逐项查看后重新检查",
                               n);
    buf_json_str(&b, "message", message);
    buf_close(&b);
    return b.p;
}

/* Many drafts were begun under the same few sets: what is said of them is kept until another set
 * becomes active. */
static const char *
remembered(const struct dispatcher *o, const char *from, const char *kind)
{
    for (int i = 0; i < o->changes_n; i++)
        if (str_is(o->changes[i].from, from) && str_is(o->changes[i].kind, kind))
            return o->changes[i].text;
    return NULL;
}

static void
remember(struct dispatcher *o, const char *from, const char *kind, const char *text)
{
    if (o->changes_n == CHANGES_KEPT)
        return;
    o->changes[o->changes_n++] = (struct changes){
        arena_strdup(o->set_arena, from),
        arena_strdup(o->set_arena, kind),
        arena_strdup(o->set_arena, text),
    };
}

static enum err
compare(struct context *c, const struct filing *x, const char **out)
{
    struct casework *w = &c->work;
    struct rule_set set;
    json_t *before;
    enum err err = store_rule_set_load(w->store, w->arena, x->checked_with, &set, &w->fault);
    if (err && err != ERR_NOTFOUND)
        return err;

    if (err || str_is(set.manifest, "{}")) {
        *out = say_unknown(c, x->checked_with);
        return OK;
    }
    if ((err = json_read(w->arena, set.manifest, strlen(set.manifest), &before, &w->fault)))
        return err;
    *out = say_changes(c, x->checked_with, before, x->kind);
    return OK;
}

enum err
draft_changes(struct context *c, const struct filing *x, const char **out)
{
    struct casework *w = &c->work;

    *out = NULL;
    if (x->checked_with == NULL || str_is(x->checked_with, policy_rule_set(w->policy)) ||
        law_standing(casework_law(w), x->kind, x->state) != STANDING_EDITABLE)
        return OK;
    if ((*out = remembered(c->dispatcher, x->checked_with, x->kind)) != NULL)
        return OK;

    enum err err = compare(c, x, out);
    if (!err)
        remember(c->dispatcher, x->checked_with, x->kind, *out);
    return err;
}
