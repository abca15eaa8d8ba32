/* Texts that a worker writes once for a rule set and then sends as they are. */
#include "handle/dispatcher.h"

const char *
set_text_form(struct arena *a, const char *hash, const char *kind, const json_t *form)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "kind", kind);
    buf_json_str(&b, "title", json_str(form, "title"));
    buf_json_str(&b, "rule_set", hash);
    buf_json_str(&b, "promise", json_str(form, "promise"));
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

    o->forms = arena_alloc(o->set_arena, (json_object_size(forms) + 1) * sizeof *o->forms);
    json_object_foreach((json_t *)(uintptr_t)forms, kind, form)
    {
        o->forms[n++] =
            (struct form_text){arena_strdup(o->set_arena, kind),
                               set_text_form(o->set_arena, policy_rule_set(o->policy), kind, form)};
    }
}
