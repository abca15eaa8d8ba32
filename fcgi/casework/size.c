/* Too much of something is refused before any rule sees it, with what to reduce. */
#include "casework/size.h"

#include <string.h>

#define NAMED_MOST 3 /* parts: who makes these smaller has done the most */

static long
cap(const struct casework *w, enum ceiling c)
{
    return ceiling_of(json_object_get(casework_manifest(w), "limits"), c);
}

static const char *
bytes_text(struct arena *a, size_t n)
{
    return n < 1048576 ? arena_printf(a, "%zu KB", (n + 1023) / 1024)
                       : arena_printf(a, "%.1f MB", (double)n / 1048576);
}

static void
add(struct findings *fs, enum ceiling c, const char *path, const char *field, const char *message,
    const char *suggestion)
{
    findings_put(fs,
                 &(struct finding){.rule = arena_printf(fs->text.a, "limit.%s", ceiling_name(c)),
                                   .title = ceiling_title(c),
                                   .path = path,
                                   .field = field,
                                   .message = message,
                                   .suggestion = suggestion});
}

/* ---- lists ----------------------------------------------------------------------------------- */

/* Is a list of these, or one below it, too long? Mostly none is, and nobody needs its place. */
static bool
has_long_list(const json_t *v)
{
    const char *name;
    size_t i;
    json_t *member;

    if (json_array_size(v) > (size_t)ceiling_most(CEILING_LIST_ITEMS))
        return true;
    json_array_foreach(v, i, member)
    {
        if (has_long_list(member))
            return true;
    }
    json_object_foreach((json_t *)(uintptr_t)v, name, member)
    {
        if (has_long_list(member))
            return true;
    }
    return false;
}

/* The list at path, and those below it; label: of the field that they belong to. Below one that is
 * too long nobody looks. */
static void
look_at(struct findings *fs, const json_t *v, const char *path, const char *label)
{
    struct arena *a = fs->text.a;
    size_t n = json_array_size(v), i;
    const char *name;
    json_t *member;

    if (n > (size_t)ceiling_most(CEILING_LIST_ITEMS)) {
        add(fs, CEILING_LIST_ITEMS, path, label,
            arena_printf(a, "“%s”有 %zu 项，至多 %ld 项", label, n,
                         ceiling_most(CEILING_LIST_ITEMS)),
            "请删减");
        return;
    }

    json_array_foreach(v, i, member)
    {
        if (json_is_array(member) || json_is_object(member))
            look_at(fs, member, arena_printf(a, "%s/%zu", path, i), label);
    }
    json_object_foreach((json_t *)(uintptr_t)v, name, member)
    {
        if (json_is_array(member))
            look_at(fs, member, arena_printf(a, "%s/%s", path, name), label);
    }
}

static void
look_at_fields(struct findings *fs, const json_t *fields, const json_t *data, const char *path)
{
    const json_t *f;
    size_t i;

    json_array_foreach(fields, i, f)
    {
        const json_t *v = json_object_get(data, json_str(f, "name"));
        if (json_is_array(v))
            look_at(fs, v, arena_printf(fs->text.a, "%s/%s", path, json_str(f, "name")),
                    json_str(f, "label"));
    }
}

enum err
size_of_data(struct casework *w, const char *kind, const json_t *data)
{
    const json_t *form = casework_form(w, kind), *section;
    bool is_flat = str_is(json_str(form, "layout"), "flat");
    struct findings fs;
    size_t i;

    if (!has_long_list(data))
        return OK;
    findings_start(&fs, w->arena);
    json_array_foreach(json_object_get(form, "sections"), i, section)
    {
        const char *id = json_str(section, "id");
        look_at_fields(&fs, json_object_get(section, "fields"),
                       is_flat ? data : json_object_get(data, id),
                       is_flat ? "" : arena_printf(w->arena, "/%s", id));
    }
    return fs.count > 0 ? casework_findings(w, "too_much", "列表太长，没有保存", &fs) : OK;
}

/* ---- parts ----------------------------------------------------------------------------------- */

/* Something of the facts that a filer can make smaller. */
struct part {
    const char *path, *name;
    size_t bytes;
};
struct parts {
    struct arena *a;
    struct part largest[NAMED_MOST]; /* in order */
};

static void
note(struct parts *x, const char *path, const char *name, size_t bytes)
{
    struct part p = {path, name, bytes};

    for (size_t i = 0; i < NAMED_MOST; i++) {
        struct part was = x->largest[i];
        if (p.bytes <= was.bytes)
            continue;
        x->largest[i] = p;
        p = was;
    }
}

static size_t
bytes_of(struct parts *x, const json_t *v)
{
    return strlen(json_text(x->a, v));
}

static void
note_fields(struct parts *x, const json_t *fields, const json_t *data, const char *path)
{
    const json_t *f;
    size_t i;

    json_array_foreach(fields, i, f)
    {
        const json_t *v = json_object_get(data, json_str(f, "name"));
        if (v != NULL)
            note(x, arena_printf(x->a, "%s/%s", path, json_str(f, "name")), json_str(f, "label"),
                 bytes_of(x, v));
    }
}

static void
note_data(struct parts *x, const json_t *form, const json_t *data)
{
    bool is_flat = str_is(json_str(form, "layout"), "flat");
    const json_t *section;
    size_t i;

    json_array_foreach(json_object_get(form, "sections"), i, section)
    {
        const char *id = json_str(section, "id");
        note_fields(x, json_object_get(section, "fields"),
                    is_flat ? data : json_object_get(data, id),
                    is_flat ? "" : arena_printf(x->a, "/%s", id));
    }
}

static void
note_facts(struct parts *x, const json_t *form, const json_t *facts)
{
    const json_t *product;
    size_t i;

    note_data(x, form, json_object_get(json_object_get(facts, "filing"), "data"));
    json_array_foreach(json_object_get(facts, "products"), i, product)
    {
        const char *name = json_str(product, "name");
        note(x, "", arena_printf(x->a, "产品“%s”", name ? name : ""), bytes_of(x, product));
    }
}

static enum err
too_large(struct casework *w, enum ceiling c, const struct parts *x, size_t bytes)
{
    struct findings fs;

    findings_start(&fs, w->arena);
    for (size_t i = 0; i < NAMED_MOST && x->largest[i].bytes > 0; i++) {
        const struct part *p = &x->largest[i];
        add(&fs, c, p->path, p->name,
            arena_printf(w->arena, "%s占 %s", p->name, bytes_text(w->arena, p->bytes)),
            "请删减其中的文字或列表");
    }
    w->findings = findings_end(&fs);
    return fail(&w->fault, ERR_INPUT, "too_much", "",
                "材料太多：共 %s，上限 %s，没有保存。最大的几处见下列意见，请删减后再试",
                bytes_text(w->arena, bytes), bytes_text(w->arena, (size_t)cap(w, c)));
}

enum err
size_of_facts(struct casework *w, const char *kind, const char *facts, size_t n)
{
    struct parts x = {.a = w->arena};
    json_t *parsed;

    if (n <= (size_t)cap(w, CEILING_FACTS_BYTES))
        return OK;
    enum err err = json_read(w->arena, facts, n, &parsed, &w->fault);
    if (err)
        return err;
    note_facts(&x, casework_form(w, kind), parsed);
    return too_large(w, CEILING_FACTS_BYTES, &x, n);
}

/* ---- products -------------------------------------------------------------------------------- */

enum err
size_of_products(struct casework *w, const struct product *x)
{
    struct product_query q = {.organization_id = x->organization_id};
    struct parts parts = {.a = w->arena};
    long count = 1, most = cap(w, CEILING_PRODUCTS);
    size_t bytes = strlen(x->data);
    struct product *rows;
    int n;
    enum err err = store_product_list(w->store, w->arena, &q, &rows, &n, &w->fault);
    if (err)
        return err;

    note(&parts, "", arena_printf(w->arena, "产品“%s”", x->name), bytes);
    for (int i = 0; i < n; i++) {
        if (str_is(rows[i].id, x->id))
            continue;
        count++;
        bytes += strlen(rows[i].data);
        note(&parts, "", arena_printf(w->arena, "产品“%s”", rows[i].name), strlen(rows[i].data));
    }

    if (count > most && n < count) {
        struct findings fs;
        findings_start(&fs, w->arena);
        add(&fs, CEILING_PRODUCTS, "", NULL,
            arena_printf(w->arena, "本单位已有 %d 个产品，至多 %ld 个", n, most),
            "请先删除不再使用的产品");
        return casework_findings(w, "too_much", "产品太多，没有保存", &fs);
    }
    return bytes > (size_t)cap(w, CEILING_PRODUCT_BYTES)
               ? too_large(w, CEILING_PRODUCT_BYTES, &parts, bytes)
               : OK;
}
