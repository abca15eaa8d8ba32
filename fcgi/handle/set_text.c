/* Texts that a worker writes once for a rule set and then sends as they are. */
#include "handle/dispatcher.h"

/* Of a set that was stored before forms said their steps: one for each section, or for those that
 * name the same. */
static void
step_of(json_t *steps, const json_t *section)
{
    const char *own = json_str(section, "id"), *id = json_str(section, "step"), *title;
    size_t i;
    json_t *step;

    id = id ? id : own;
    title = json_str(section, "step_title");
    json_array_foreach(steps, i, step)
    {
        if (str_is(json_str(step, "id"), id)) {
            json_array_append_new(json_object_get(step, "sections"), json_string(own));
            return;
        }
    }
    json_array_append_new(steps,
                          json_pack("{s:s, s:s, s:[s]}", "id", id, "title",
                                    title ? title : json_str(section, "title"), "sections", own));
}

static const json_t *
steps_of(struct arena *a, const json_t *form)
{
    const json_t *declared = json_object_get(form, "steps");
    json_t *steps, *section;
    size_t i;

    if (declared != NULL)
        return declared;
    steps = arena_json(a, json_array());
    json_array_foreach(json_object_get(form, "sections"), i, section) step_of(steps, section);
    return steps;
}

static bool
is_asked(const json_t *section, const char *action)
{
    const json_t *actions = json_object_get(section, "actions");
    return actions == NULL || json_list_has(actions, action);
}

/* The form without what only other actions ask: a program that fills it in fills in all of it. */
static const json_t *
form_asked(struct arena *a, const json_t *form, const char *action)
{
    json_t *out = arena_json(a, json_deep_copy(form)), *sections = json_array(), *section, *step;
    json_t *schema = json_object_get(out, "schema"), *name;
    size_t i, k;

    json_array_foreach(json_object_get(form, "sections"), i, section)
    {
        const char *id = json_str(section, "id");
        bool is_own = json_object_get(section, "actions") != NULL;
        json_t *part = json_object_get(json_object_get(schema, "properties"), id);
        if (is_asked(section, action)) {
            json_array_append(sections, section);
            if (is_own && json_array_size(json_object_get(part, "required")) > 0)
                json_array_append_new(json_object_get(schema, "required"), json_string(id));
            continue;
        }
        json_object_del(json_object_get(schema, "properties"), id);
        json_array_foreach(json_object_get(out, "steps"), k, step)
        {
            json_t *of = json_object_get(step, "sections");
            for (size_t n = json_array_size(of); n-- > 0;)
                if ((name = json_array_get(of, n)) != NULL && str_is(json_string_value(name), id))
                    json_array_remove(of, n);
        }
    }
    json_object_set_new(out, "sections", sections);
    return out;
}

const char *
form_text(struct arena *a, const struct form_of *of, const json_t *whole)
{
    const json_t *form = form_asked(a, whole, of->action);
    const char *hash = of->rule_set, *kind = of->kind;
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "kind", kind);
    buf_json_str(&b, "title", json_str(form, "title"));
    buf_json_str(&b, "rule_set", hash);
    buf_json_str(&b, "promise", json_str(form, "promise"));
    buf_json_raw(&b, "steps", json_text(a, steps_of(a, form)));
    buf_json_raw(&b, "sections", json_text(a, json_object_get(form, "sections")));
    buf_json_raw(&b, "schema", json_text(a, json_object_get(form, "schema")));
    buf_close(&b);
    return b.p;
}

/* For whoever watches: a year that nobody has added makes days provisional. */
static void
note_calendar(const struct dispatcher *o, const json_t *manifest)
{
    const char *last = json_str(json_object_get(manifest, "calendar"), "last");

    if (o->rules != NULL && last != NULL && date_valid(last))
        atomic_store(&o->rules->calendar_until, date_days(last));
}

void
set_text_write(struct dispatcher *o)
{
    const json_t *manifest = policy_manifest(o->policy),
                 *forms = json_object_get(manifest, "forms");
    const char *kind;
    json_t *form, *action;
    size_t i, n = 0;

    arena_reset(o->set_arena);
    o->changes_n = 0;
    o->workdays_on[0] = '\0';
    o->handbook = BUF(o->set_arena);
    note_calendar(o, manifest);
    o->vocabulary = json_text(o->set_arena, json_object_get(manifest, "vocabulary"));

    o->areas = (struct areas){0};
    json_object_foreach((json_t *)(uintptr_t)forms, kind, form)
    {
        n += json_array_size(json_object_get(form, "actions"));
    }
    o->forms = arena_alloc(o->set_arena, (n + 1) * sizeof *o->forms);
    n = 0;
    json_object_foreach((json_t *)(uintptr_t)forms, kind, form)
    {
        json_array_foreach(json_object_get(form, "actions"), i, action)
        {
            struct form_of of = {policy_rule_set(o->policy), arena_strdup(o->set_arena, kind),
                                 json_string_value(action)};
            o->forms[n++] = (struct form_text){of, form_text(o->set_arena, &of, form)};
        }
    }
}
