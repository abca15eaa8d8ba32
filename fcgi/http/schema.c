/* Declarations as JSON Schema 2020-12, for openapi.json. */
#include "http/http.h"

static const char *const types[M__MAX] = {
    [M_STRING] = "string",   [M_ID] = "string",     [M_DATE] = "string",     [M_TIME] = "string",
    [M_INTEGER] = "integer", [M_BYTES] = "integer", [M_BOOLEAN] = "boolean", [M_ROLES] = "array",
    [M_OBJECT] = "object",   [M_LIST] = "array",
};
static const char *const formats[M__MAX] = {[M_DATE] = "date", [M_TIME] = "date-time"};
static const char *const limits[M__MAX][2] = {[M_STRING] = {"minLength", "maxLength"},
                                              [M_INTEGER] = {"minimum", "maximum"},
                                              [M_LIST] = {"minItems", "maxItems"}};

static void
write_type(struct buf *b, const struct member *m)
{
    const char *type = types[m->type];
    if (type == NULL)
        return;
    if (!(m->flags & M_NULLABLE)) {
        buf_json_str(b, "type", type);
        return;
    }

    buf_open(b, "type", '[');
    buf_json_item(b, type);
    buf_json_item(b, "null");
    buf_close(b);
}

static void
write_choices(struct buf *b, const struct member *m, const struct law *l)
{
    buf_open(b, "enum", '[');
    for (const char *const *c = m->choices_of ? m->choices_of(l, b->a) : m->choices; *c; c++)
        buf_json_item(b, *c);
    if (m->flags & M_NULLABLE)
        buf_raw_item(b, "null");
    buf_close(b);
}

/* One that is free as well may be less than they ask for, as a draft is. */
static void
write_schemas(struct buf *b, const struct member *m, const struct law *l)
{
    buf_open(b, "anyOf", '[');
    for (const char *const *s = m->schemas_of ? m->schemas_of(l, b->a) : m->schemas; *s; s++) {
        buf_open(b, NULL, '{');
        buf_json_str(b, "$ref", arena_printf(b->a, "#/components/schemas/%s", *s));
        buf_close(b);
    }
    if (m->flags & M_FREE)
        buf_raw_item(b, "{\"type\":\"object\",\"additionalProperties\":true}");
    buf_close(b);
}

/* The members of a declaration, those that it takes from another included. */
static void
write_properties(struct buf *b, const struct member *of, const struct law *l)
{
    for (const struct member *m = of; m->type != M_END; m++) {
        if (m->type == M_WITH)
            write_properties(b, m->of, l);
        else if (m->type != M_OTHERS)
            member_schema(b, m->name, m, l);
    }
}

/* What only some see is not there for everybody. */
static void
write_required(struct buf *b, const struct member *of)
{
    for (const struct member *m = of; m->type != M_END; m++) {
        if (m->type == M_WITH)
            write_required(b, m->of);
        else if ((m->flags & M_REQUIRED) && m->who == 0)
            buf_json_item(b, m->name);
    }
}

/* Nothing that no row names, unless a row says what such members are. */
static void
write_others(struct buf *b, const struct member *of, const struct law *l)
{
    while (of->type != M_END && of->type != M_OTHERS)
        of++;
    if (of->type == M_OTHERS)
        member_schema(b, "additionalProperties", of->each, l);
    else
        buf_json_bool(b, "additionalProperties", false);
}

static void
write_members(struct buf *b, const struct member *of, const struct law *l)
{
    buf_open(b, "properties", '{');
    write_properties(b, of, l);
    buf_close(b);
    buf_open(b, "required", '[');
    write_required(b, of);
    buf_close(b);
    write_others(b, of, l);
}

static void
write_object(struct buf *b, const struct member *m, const struct law *l)
{
    if (m->of != NULL)
        write_members(b, m->of, l);
    else if (m->schemas != NULL || m->schemas_of != NULL)
        write_schemas(b, m, l);
    else if (m->flags & M_FREE)
        buf_json_bool(b, "additionalProperties", true);
}

static void
write_items(struct buf *b, const struct member *m, const struct law *l)
{
    static const struct member text = {.type = M_STRING};

    if (m->of != NULL)
        members_schema(b, "items", m->of, l);
    else
        member_schema(b, "items", m->each != NULL ? m->each : &text, l);
}

void
member_schema(struct buf *b, const char *key, const struct member *m, const struct law *l)
{
    buf_open(b, key, '{');
    write_type(b, m);
    if (m->title != NULL)
        buf_json_str(b, "title", m->title);
    if (formats[m->type] != NULL)
        buf_json_str(b, "format", formats[m->type]);
    if (m->flags & M_SECRET)
        buf_json_str(b, "format", "password");

    if (m->choices != NULL || m->choices_of != NULL)
        write_choices(b, m, l);
    if (m->type == M_LIST || m->type == M_ROLES)
        write_items(b, m, l);
    if (m->type == M_OBJECT)
        write_object(b, m, l);

    if (m->max > 0 && limits[m->type][0] != NULL) {
        buf_json_int(b, limits[m->type][0], m->min);
        buf_json_int(b, limits[m->type][1], m->max);
    }
    if (m->who != 0)
        law_roles_json(b, "x-roles", m->who, l);
    buf_close(b);
}

void
members_schema(struct buf *b, const char *key, const struct member *of, const struct law *l)
{
    buf_open(b, key, '{');
    buf_json_str(b, "type", "object");
    write_members(b, of, l);
    buf_close(b);
}
