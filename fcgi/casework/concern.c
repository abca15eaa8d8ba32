/* Filings that are about an earlier one. */
#include "casework/concern.h"
#include "casework/access.h"
#include "casework/frozen.h"

#include <string.h>

/* ---- which ----------------------------------------------------------------------------------- */

static bool
is_in_force(const struct filing *x)
{
    return str_is(x->standing, standing_name(STANDING_IN_FORCE));
}

static enum err
not_in_force(struct casework *w, const struct filing *of)
{
    const struct law *l = casework_law(w);
    return fail(&w->fault, ERR_CONFLICT, "of_not_in_force", "/of",
                "所针对的%s当前状态为“%s”，不是有效的备案，不能就它办理变更或注销",
                law_label_of_kind(l, of->kind),
                law_label_of_state(l, of->kind, of->action, of->state));
}

enum err
concern_ask(struct casework *w, const struct concern *x, struct filing *out)
{
    const struct law *l = casework_law(w);
    const struct law_action *action = law_action(l, x->action);
    bool is_of = action != NULL && action->is_of;

    *out = (struct filing){0};
    if (!is_of && x->of == NULL)
        return OK;
    if (!is_of) /* what is not obeyed is not taken */
        return fail(&w->fault, ERR_INPUT, "of_unused", "/of", "“%s”不针对已有的备案，请不要填写 of",
                    law_label_of_action(l, x->action));
    if (x->of == NULL)
        return fail(&w->fault, ERR_INPUT, "of_missing", "/of",
                    "“%s”针对一件已有的备案，请在 of 中填写它的编号", action->label);

    enum err err = casework_filing(w, ACT_FILE, x->of, out);
    if (err)
        return err;
    if (!str_is(out->kind, x->kind))
        return fail(&w->fault, ERR_INPUT, "of_other_kind", "/of", "所针对的是%s，与所办理的%s不同",
                    law_label_of_kind(l, out->kind), law_label_of_kind(l, x->kind));
    return is_in_force(out) ? OK : not_in_force(w, out);
}

enum err
concern_standing(struct casework *w, const struct filing *x, struct filing *out)
{
    *out = (struct filing){0};
    if (x->of == NULL)
        return OK;
    enum err err = store_filing_load(w->store, w->arena, x->of, out, &w->fault);
    if (err)
        return casework_found(w, err);
    return is_in_force(out) ? OK : not_in_force(w, out);
}

/* ---- what it says ---------------------------------------------------------------------------- */

static enum err
version_in_force(struct casework *w, const struct filing *of, struct version *v, json_t **data)
{
    enum err err = store_version_load(w->store, w->arena, of->id, of->version, v, &w->fault);
    return err ? err : json_read(w->arena, v->data, strlen(v->data), data, &w->fault);
}

enum err
concern_data(struct casework *w, const struct filing *of, const char **out)
{
    struct version v;
    json_t *data;
    const json_t *section;
    size_t i;
    enum err err = version_in_force(w, of, &v, &data);
    if (err)
        return err;

    (void)freeze_prune(w, of->kind, data);
    json_array_foreach(json_object_get(casework_form(w, of->kind), "sections"), i, section)
    {
        if (json_is_array(json_object_get(section, "actions")))
            json_object_del(data, json_str(section, "id"));
    }
    *out = json_canonical(w->arena, data);
    return OK;
}

/* The fields of one section that differ. */
static void
add_changed(struct buf *b, const json_t *section, const json_t *before, const json_t *now)
{
    const char *id = json_str(section, "id");
    const json_t *then = json_object_get(before, id), *data = json_object_get(now, id), *field;
    size_t i;

    json_array_foreach(json_object_get(section, "fields"), i, field)
    {
        const char *name = json_str(field, "name");
        const json_t *was = json_object_get(then, name), *is = json_object_get(data, name);
        if (was != is && !json_equal(was, is))
            buf_json_item(b, arena_printf(b->a, "/%s/%s", id, name));
    }
}

enum err
concern_changed(struct casework *w, const struct filing *x, const json_t *data, const char **out)
{
    struct buf b = BUF(w->arena);
    struct filing of;
    struct version v;
    json_t *before;
    const json_t *section;
    size_t i;
    enum err err;

    *out = NULL;
    if (x->of == NULL)
        return OK;
    if ((err = store_filing_head(w->store, w->arena, x->of, &of, &w->fault)))
        return casework_found(w, err);
    if ((err = version_in_force(w, &of, &v, &before)))
        return err;

    buf_open(&b, NULL, '[');
    json_array_foreach(json_object_get(casework_form(w, x->kind), "sections"), i, section)
    {
        if (!json_is_array(json_object_get(section, "actions")))
            add_changed(&b, section, before, data);
    }
    buf_close(&b);
    *out = b.p;
    return OK;
}

/* ---- since when ------------------------------------------------------------------------------ */

static bool
is_approval_read(const struct casework *w, const char *kind)
{
    return facts_are_read(w, kind, "filing.approved_on") ||
           facts_are_read(w, kind, "filing.first_approved_on");
}

/* It came into force, or took over what a change had filed. */
static bool
is_approval(const struct law *l, const struct filing *of, const struct event *e)
{
    bool is_in = law_standing(l, of->kind, e->to_state) == STANDING_IN_FORCE;
    bool was_in = law_standing(l, of->kind, e->from_state) == STANDING_IN_FORCE;

    return str_is(e->what, "amended") || (is_in && !was_in);
}

enum err
concern_approval(struct casework *w, const struct filing *x, struct approved_days *out)
{
    struct filing of;
    struct event *rows;
    char day[DATE_TEXT];
    int n;
    enum err err;

    *out = (struct approved_days){0};
    if (x->of == NULL || !is_approval_read(w, x->kind))
        return OK;
    if ((err = store_filing_head(w->store, w->arena, x->of, &of, &w->fault)))
        return casework_found(w, err);
    if ((err = store_event_moves(w->store, w->arena, of.id, &rows, &n, &w->fault)))
        return err;

    for (int i = 0; i < n; i++) {
        if (!is_approval(casework_law(w), &of, &rows[i]))
            continue;
        date_beijing(rows[i].at, day);
        out->on = arena_strdup(w->arena, day);
        if (out->first_on == NULL)
            out->first_on = out->on;
    }
    return OK;
}
