/* Drafts that outlive rules: what the active set asks for differently since a draft was begun or
 * last checked. */
#include "handle/office.h"

#include <string.h>

/* Without the old set's declarations nothing can be compared, only said. */
static const char *
say_unknown(struct desk *d, const char *from)
{
    struct buf b = BUF(d->arena);

    buf_puts(&b, "{");
    buf_json_str(&b, "from", from);
    buf_json_str(&b, "to", policy_rule_set(d->policy));
    buf_json_raw(&b, "fields", NULL);
    buf_json_raw(&b, "rules", NULL);
    buf_json_str(&b, "message", "规则已更新，无法逐项列出变化，请重新检查");
    buf_puts(&b, "}");
    return b.p;
}

static const char *
say_changes(struct desk *d, const char *from, const json_t *before, const char *kind)
{
    struct buf b = BUF(d->arena);

    buf_puts(&b, "{");
    buf_json_str(&b, "from", from);
    buf_json_str(&b, "to", policy_rule_set(d->policy));
    int n = form_diff(&b, before, desk_manifest(d), kind);
    buf_json_str(
        &b, "message",
        n > 0
            ? arena_printf(
                  d->arena,
                  "规则已更新，与这张表单有关的变化有 %d 处，已填的内容都在，请逐项查看后重新检查",
                  n)
            : "规则已更新，这张表单的要求没有变化");
    buf_puts(&b, "}");

    return b.p;
}

/* Many drafts were begun under the same few sets: what is said of them is kept until another set
 * becomes active. */
static const char *
remembered(const struct office *o, const char *from, const char *kind)
{
    for (int i = 0; i < o->changes_n; i++)
        if (str_is(o->changes[i].from, from) && str_is(o->changes[i].kind, kind))
            return o->changes[i].text;
    return NULL;
}

static void
remember(struct office *o, const char *from, const char *kind, const char *text)
{
    if (o->changes_n == CHANGES_KEPT)
        return;
    o->changes[o->changes_n++] = (struct changes){
        arena_strdup(o->set_arena, from),
        arena_strdup(o->set_arena, kind),
        arena_strdup(o->set_arena, text),
    };
}

enum err
draft_changes(struct desk *d, const struct filing *x, const char **out)
{
    struct rule_set set;
    json_t *before;

    *out = NULL;
    if (x->checked_with == NULL || str_is(x->checked_with, policy_rule_set(d->policy)) ||
        !workflow_is_editable(desk_manifest(d), x->state) ||
        (*out = remembered(d->office, x->checked_with, x->kind)) != NULL)
        return OK;

    enum err err = store_rule_set_load(d->store, d->arena, x->checked_with, &set, &d->fault);
    if (err && err != ERR_NOTFOUND)
        return err;

    if (err || str_is(set.manifest, "{}"))
        *out = say_unknown(d, x->checked_with);
    else if ((err = json_read(d->arena, set.manifest, strlen(set.manifest), &before, &d->fault)))
        return err;
    else
        *out = say_changes(d, x->checked_with, before, x->kind);

    remember(d->office, x->checked_with, x->kind, *out);
    return OK;
}
