/* Commands against their declaration. */
#include "http/http.h"

#include <stdio.h>
#include <string.h>

/* What a value of a command must be in JSON, and in words. */
static const struct {
    const char *json, *words;
} types[M__MAX] = {
    [M_STRING] = {"string", "文字"},
    [M_ID] = {"string", "编号"},
    [M_DATE] = {"string", "日期"},
    [M_TIME] = {"string", "时间"},
    [M_INTEGER] = {"integer", "整数"},
    [M_BYTES] = {"integer", "整数"},
    [M_BOOLEAN] = {"boolean", "true 或 false"},
    [M_ROLES] = {"array", "列表"},
    [M_OBJECT] = {"object", "对象"},
    [M_LIST] = {"array", "列表"},
    [M_ANY] = {NULL, "值"},
};

/* The rules whose words are allowed, and where complaints go. */
struct checker {
    const struct law *law;
    struct findings *fs;
};

static void
complain(struct findings *fs, const char *path, const char *message, const char *suggestion)
{
    findings_add(fs, "request.member", path, message, suggestion);
}

bool
member_allows(const struct member *m, const char *value, const struct law *l, struct arena *a)
{
    const char *const *choices = m->choices_of ? m->choices_of(l, a) : m->choices;

    for (const char *const *c = choices; c != NULL && *c != NULL; c++)
        if (str_is(*c, value))
            return true;
    return choices == NULL;
}

static enum writing
writing_of_member(const struct member *m)
{
    return m->flags & M_CODE ? WRITING_CODE : m->flags & M_LINE ? WRITING_LINE : WRITING_PROSE;
}

/* What people write and others read, with a length that says so: not a file, not a secret. */
static bool
is_written(const struct member *m)
{
    return m->type == M_STRING && m->max > 0 && !(m->flags & M_SECRET) && m->choices == NULL &&
           m->choices_of == NULL;
}

static bool
check_writing(const struct member *m, const char *value, const char *path, struct checker *c)
{
    struct arena *a = c->fs->text.a;
    struct text_refusal why;

    if (!is_written(m))
        return true;
    if (!text_refused(a, writing_of_member(m), value, &why))
        return true;
    complain(c->fs, path, arena_printf(a, "%s的%s", m->title, why.message), why.cure);
    return false;
}

static void
check_string(const struct member *m, const char *value, const char *path, struct checker *c)
{
    struct findings *fs = c->fs;
    struct arena *a = fs->text.a;
    long length = (long)utf8_length(value);

    if (m->type == M_DATE && !date_valid(value))
        complain(fs, path, arena_printf(a, "“%s”不是存在的日期", value),
                 "请按 2026-01-31 的格式填写");
    else if (!member_allows(m, value, c->law, a))
        complain(fs, path, arena_printf(a, "%s不在可选范围内", m->title),
                 "请从接口说明列出的值中选择");
    else if (!check_writing(m, value, path, c))
        return;
    else if (m->max > 0 && length > m->max)
        complain(fs, path, arena_printf(a, "%s超过 %ld 个字符", m->title, m->max), "请缩短");
    else if (length < m->min)
        complain(fs, path,
                 length == 0 ? arena_printf(a, "%s不能为空", m->title)
                             : arena_printf(a, "%s不足 %ld 个字符", m->title, m->min),
                 "请填写完整");
}

static void check_members(const struct member *of, const json_t *command, const char *at,
                          struct checker *c);

static void
check_list(const struct member *m, const json_t *list, const char *path, struct checker *c)
{
    struct findings *fs = c->fs;
    struct arena *a = fs->text.a;
    size_t i;
    json_t *item;

    if ((m->max > 0 && (long)json_array_size(list) > m->max) ||
        (long)json_array_size(list) < m->min)
        complain(fs, path,
                 arena_printf(a, "%s的条数应在 %ld 到 %ld 之间", m->title, m->min, m->max),
                 "请增减");

    json_array_foreach(list, i, item)
    {
        const char *item_path = arena_printf(a, "%s/%zu", path, i);
        if (m->of == NULL ? !json_is_string(item) : !json_is_object(item))
            complain(fs, item_path, arena_printf(a, "此处应为%s", m->of ? "对象" : "文字"),
                     "请按接口说明填写");
        else if (m->of != NULL)
            check_members(m->of, item, item_path, c);
    }
}

static void
check_value(const struct member *m, const json_t *v, const char *path, struct checker *c)
{
    struct findings *fs = c->fs;
    struct arena *a = fs->text.a;
    const char *type = types[m->type].json;

    if (json_is_null(v) && (m->flags & M_NULLABLE))
        return;
    bool fits = type == NULL || (str_is(type, "string") && json_is_string(v)) ||
                (str_is(type, "integer") && json_is_integer(v)) ||
                (str_is(type, "boolean") && json_is_boolean(v)) ||
                (str_is(type, "object") && json_is_object(v)) ||
                (str_is(type, "array") && json_is_array(v));
    if (!fits) {
        complain(fs, path, arena_printf(a, "%s应为%s", m->title, types[m->type].words),
                 "请按接口说明填写");
        return;
    }

    if (json_is_string(v))
        check_string(m, json_string_value(v), path, c);
    else if (m->type == M_INTEGER && m->max > 0 &&
             (json_integer_value(v) < m->min || json_integer_value(v) > m->max))
        complain(fs, path, arena_printf(a, "%s应在 %ld 到 %ld 之间", m->title, m->min, m->max),
                 "请修改");
    else if (m->type == M_OBJECT && m->of != NULL)
        check_members(m->of, v, path, c);
    else if (m->type == M_LIST)
        check_list(m, v, path, c);
}

/* The place of a name that the client chose, as RFC 6901 writes it. */
static const char *
place_of(struct arena *a, const char *at, const char *key)
{
    struct buf b = BUF(a);

    buf_printf(&b, "%s/", at);
    for (; *key != '\0'; key++) {
        if (*key == '~' || *key == '/')
            buf_puts(&b, *key == '~' ? "~0" : "~1");
        else
            buf_add(&b, key, 1);
    }
    return b.p;
}

static void
check_members(const struct member *of, const json_t *command, const char *at, struct checker *c)
{
    struct findings *fs = c->fs;
    struct arena *a = fs->text.a;
    const char *key;
    json_t *v;

    for (const struct member *m = of; m->type != M_END; m++) {
        if (m->type == M_OTHERS)
            continue;
        v = json_object_get(command, m->name);
        const char *path = arena_printf(a, "%s/%s", at, m->name);
        if (v != NULL)
            check_value(m, v, path, c);
        else if (m->flags & M_REQUIRED)
            complain(fs, path, arena_printf(a, "缺少%s", m->title), "请补上");
    }

    json_object_foreach((json_t *)(uintptr_t)command, key, v)
    {
        const struct member *m = of;
        while (m->type != M_END && m->type != M_OTHERS && !str_is(m->name, key))
            m++;
        if (m->type == M_END && !findings_pass_unknown(fs))
            complain(fs, place_of(a, at, key), arena_printf(a, "不认识的成员“%s”", key),
                     "请删去，或检查拼写");
    }
}

void
members_tidy(struct arena *a, const struct member *of, json_t *command)
{
    for (const struct member *m = of; m->type != M_END; m++) {
        json_t *v = m->name != NULL ? json_object_get(command, m->name) : NULL;
        if (json_is_string(v) && (m->flags & (M_LINE | M_CODE)))
            json_string_set(v, text_tidy(a, writing_of_member(m), json_string_value(v)));
    }
}

void
members_check(const struct member *of, const json_t *command, const struct law *l,
              struct findings *fs)
{
    struct checker c = {l, fs};

    if (!json_is_object(command))
        complain(fs, "", "请求内容应为一个 JSON 对象", "请按接口说明填写");
    else
        check_members(of, command, "", &c);
}
