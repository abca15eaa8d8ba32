#include "model/value_text.h"

#include <string.h>

bool
value_is_none(const json_t *v)
{
    if (v == NULL || json_is_null(v))
        return true;
    if (json_is_string(v))
        return *json_string_value(v) == '\0';
    if (json_is_array(v))
        return json_array_size(v) == 0;
    return json_is_object(v) && json_object_size(v) == 0;
}

/* The first most characters of a text, with … when there are more. */
static const char *
cut(struct arena *a, const char *text)
{
    const char *p = text;

    for (size_t n = 0; *p != '\0'; n++) {
        if (n == VALUE_TEXT_MAX)
            return arena_printf(a, "%.*s…", (int)(p - text), text);
        p++;
        while (((unsigned char)*p & 0xC0) == 0x80)
            p++;
    }
    return text;
}

static const char *
choice(const json_t *schema, const char *code)
{
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(schema, "oneOf"), i, one)
    {
        const char *label = json_str(one, "title");
        if (label != NULL && str_is(json_str(one, "const"), code))
            return label;
    }
    return code;
}

const char *
value_cover_key(struct arena *a, const json_t *row)
{
    const char *path = json_str(row, "path"), *function = json_str(row, "function");
    const char *product = json_str(row, "product");

    return arena_printf(a, "%s/%s/%s", product ? product : "", path ? path : "",
                        function ? function : "");
}

static const char *
cover(struct arena *a, const struct value_words *words, const json_t *row)
{
    const char *label = json_str(words->covers, value_cover_key(a, row));
    return label ? label : "已不存在的产品或功能";
}

static const char *
text_of_string(struct arena *a, const struct value_words *words, const json_t *field,
               const json_t *schema, const char *s)
{
    const char *name;

    if (str_is(json_str(field, "type"), "attachment"))
        return (name = json_str(words->files, s)) ? name : "找不到的附件";
    if (str_is(json_str(field, "widget"), "area"))
        return area_label(a, words->areas, s);
    return choice(schema, s);
}

static const char *
text_of_list(struct arena *a, const struct value_words *words, const json_t *field,
             const json_t *schema, const json_t *list)
{
    const json_t *items = json_object_get(schema, "items"), *item;
    bool is_coverage = str_is(json_str(field, "type"), "coverage");
    struct buf b = BUF(a);
    size_t i;

    if (!is_coverage && json_is_object(json_array_get(list, 0)))
        return arena_printf(a, "%zu 项", json_array_size(list));
    buf_puts(&b, "");
    json_array_foreach(list, i, item)
    {
        buf_puts(&b, i == 0 ? "" : is_coverage ? "；" : "、");
        if (is_coverage)
            buf_puts(&b, cover(a, words, item));
        else if (json_is_string(item))
            buf_puts(&b, choice(items, json_string_value(item)));
    }
    return b.p;
}

const char *
value_in_words(struct arena *a, const struct value_words *words, const json_t *field,
               const json_t *schema, const json_t *v)
{
    const char *unit = json_str(field, "unit");

    if (value_is_none(v))
        return NULL;
    if (json_is_boolean(v))
        return json_is_true(v) ? "是" : "否";
    if (json_is_number(v))
        return arena_printf(a, "%s%s%s", json_text(a, v), unit ? " " : "", unit ? unit : "");
    if (json_is_string(v))
        return cut(a, text_of_string(a, words, field, schema, json_string_value(v)));
    if (json_is_array(v))
        return cut(a, text_of_list(a, words, field, schema, v));
    return "一组字段";
}

const char *
value_item_in_words(struct arena *a, const struct value_words *words, const json_t *field,
                    const json_t *schema, const json_t *item)
{
    const json_t *properties = json_object_get(json_object_get(schema, "items"), "properties");
    struct buf b = BUF(a);
    size_t i;
    json_t *sub;

    buf_puts(&b, "");
    json_array_foreach(json_object_get(field, "fields"), i, sub)
    {
        const char *name = json_str(sub, "name");
        const char *text = value_in_words(a, words, sub, json_object_get(properties, name),
                                          json_object_get(item, name));
        if (text != NULL)
            buf_printf(&b, "%s%s：%s", b.n > 0 ? "；" : "", json_str(sub, "label"), text);
    }
    return cut(a, b.p);
}
