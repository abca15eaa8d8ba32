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

const char *
form_text(struct arena *a, const char *hash, const char *kind, const json_t *form)
{
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

void
set_text_write(struct dispatcher *o)
{
    const json_t *manifest = policy_manifest(o->policy),
                 *forms = json_object_get(manifest, "forms");
    const char *kind;
    json_t *form;
    size_t n = 0;

    arena_reset(o->set_arena);
    o->changes_n = 0;
    o->workdays_on[0] = '\0';
    o->handbook = BUF(o->set_arena);
    o->vocabulary = json_text(o->set_arena, json_object_get(manifest, "vocabulary"));

    o->areas = (struct areas){0};
    o->forms = arena_alloc(o->set_arena, (json_object_size(forms) + 1) * sizeof *o->forms);
    json_object_foreach((json_t *)(uintptr_t)forms, kind, form)
    {
        o->forms[n++] = (struct form_text){
            arena_strdup(o->set_arena, kind),
            form_text(o->set_arena, policy_rule_set(o->policy), kind, form),
        };
    }
}
