#include "model/form.h"

static int
fields_of(const json_t *sections)
{
    const json_t *section;
    size_t i, n = 0;

    json_array_foreach(sections, i, section) n +=
        json_array_size(json_object_get(section, "fields"));
    return (int)n;
}

static void
compile_texts(struct form *x, struct arena *a)
{
    const json_t *sections = json_object_get(x->declared, "sections"), *section, *field;
    struct form_long_text *texts =
        arena_alloc(a, ((size_t)fields_of(sections) + 1) * sizeof *texts);
    size_t i, k;

    json_array_foreach(sections, i, section)
    {
        json_array_foreach(json_object_get(section, "fields"), k, field)
        {
            if (str_is(json_str(field, "type"), "long_text"))
                texts[x->texts_n++] =
                    (struct form_long_text){json_str(section, "id"), json_str(field, "name")};
        }
    }
    x->texts = texts;
}

const struct form *
forms_compile(const json_t *forms, struct arena *a, int *n)
{
    struct form *list = arena_alloc(a, (json_object_size(forms) + 1) * sizeof *list);
    const char *kind;
    json_t *declared;

    *n = 0;
    json_object_foreach((json_t *)(uintptr_t)forms, kind, declared)
    {
        struct form *x = &list[(*n)++];
        *x = (struct form){.kind = kind,
                           .declared = declared,
                           .shape = shape_compile(json_object_get(declared, "schema"), a)};
        compile_texts(x, a);
    }
    return list;
}
