#include "casework/desk.h"
#include "casework/access.h"

/* ---- the queue ------------------------------------------------------------------------------- */

const char *
desk_stages(const struct casework *w, const char *only)
{
    const struct law *l = casework_law(w);
    struct buf b = BUF(w->arena);

    buf_open(&b, NULL, '[');
    for (int i = 0; i < l->stages_n; i++) {
        const struct law_stage *x = &l->stages[i];
        if (role_set_has(&w->who->roles, x->role) && (only == NULL || str_is(x->code, only)))
            buf_json_item(&b, x->code);
    }
    buf_close(&b);
    return b.p;
}

#define SOON "soon_days"
enum { SOON_DEFAULT = 3, SOON_MAX = 60 };

long
desk_soon_days(const struct casework *w)
{
    const json_t *limit = json_object_get(json_object_get(casework_manifest(w), "limits"), SOON);
    json_int_t n = json_integer_value(limit);
    return n >= 1 && n <= SOON_MAX ? (long)n : SOON_DEFAULT;
}

/* ---- words ----------------------------------------------------------------------------------- */

static const char *
or_code(const char *label, const char *code)
{
    return label ? label : code ? code : "";
}

const char *
desk_class_label(const struct casework *w, const char *code)
{
    return or_code(register_label_meant(casework_manifest(w), "algorithm_type", code), code);
}

const char *
desk_area_label(const struct casework *w, const char *code)
{
    return or_code(register_label(casework_manifest(w), "area", code), code);
}

static const char *
label_in(const json_t *manifest, const char *vocabulary, const char *code)
{
    const json_t *list = json_object_get(json_object_get(manifest, "vocabulary"), vocabulary);
    size_t i;
    json_t *item;

    json_array_foreach(json_object_get(list, "items"), i, item)
    {
        if (str_is(json_str(item, "code"), code))
            return json_str(item, "label");
    }
    return NULL;
}

/* A grade mostly is a fact that the rules derive, of the codes of a vocabulary. */
const char *
desk_grade_label(const struct casework *w, const char *code)
{
    const json_t *manifest = casework_manifest(w);
    const char *label = NULL;
    size_t i;
    json_t *fact;

    if (code == NULL)
        return NULL;
    json_array_foreach(json_object_get(manifest, "derived"), i, fact)
    {
        const char *vocabulary = json_str(fact, "vocabulary");
        if (label == NULL && vocabulary != NULL)
            label = label_in(manifest, vocabulary, code);
    }
    return or_code(label, code);
}
