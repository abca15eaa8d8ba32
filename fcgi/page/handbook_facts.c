/* What chapters say alike of facts, numbers and time. */
#include "page/handbook.h"

#include <string.h>

/* ---- the facts that a rule reads, by their labels -------------------------------------------- */

/* The field at section.name of a form, its section in *section; NULL. A flat form has the field at
 * the first word. */
static const json_t *
field_at(const json_t *form, const char *path, const json_t **section)
{
    size_t i, j, n = strcspn(path, ".");
    const json_t *s, *f;
    bool is_flat = str_is(json_str(form, "layout"), "flat");

    json_array_foreach(json_object_get(form, "sections"), i, s)
    {
        const char *id = json_str(s, "id");
        *section = s;
        if (!is_flat && (strlen(id) != n || strncmp(id, path, n) != 0))
            continue;
        if (!is_flat && path[n] == '\0')
            return s;
        json_array_foreach(json_object_get(s, "fields"), j, f)
        {
            if (str_is(json_str(f, "name"), is_flat ? path : path + n + 1))
                return f;
        }
    }

    return NULL;
}

static bool
write_field_words(const struct handbook *h, const char *kind, const char *path)
{
    const json_t *section = NULL, *form = json_object_get(json_object_get(h->m, "forms"), kind),
                 *f = field_at(form, path, &section);
    if (f == NULL)
        return false;

    if (f == section)
        page(h->b, "<a href=\"#section-%s-%s\">%s（整块）</a>", kind, json_str(section, "id"),
             json_str(f, "title"));
    else
        page(h->b, "<a href=\"#field.%s.%s.%s\">%s › %s</a>", kind, json_str(section, "id"),
             json_str(f, "name"), json_str(section, "title"), json_str(f, "label"));
    return true;
}

/* What the engine adds to the facts has a declaration of its own. */
static bool
write_added(const struct handbook *h, const json_t *kinds, const char *path)
{
    static const char deadlines[] = "deadlines.";
    const json_t *d = str_starts(path, "derived.") ? handbook_declared(h, path) : NULL, *kind;
    size_t i;

    json_array_foreach(str_starts(path, deadlines) ? kinds : NULL, i, kind)
    {
        const char *id = arena_printf(h->b->a, "deadline.%s.%s", json_string_value(kind),
                                      path + strlen(deadlines));
        d = d ? d : handbook_declared(h, id);
    }
    if (d != NULL)
        page(h->b, str_starts(path, deadlines) ? "期限“%s”" : "导出的事实“%s”",
             json_str(d, "title"));
    return d != NULL;
}

void
handbook_read(const struct handbook *h, const json_t *kinds, const char *path)
{
    static const char own[] = "filing.data.", subject[] = "organization.subject.data";
    size_t i;
    const json_t *kind;

    if (label_find(LABEL_FACT, path) != NULL) {
        page(h->b, "%s", label_of(LABEL_FACT, path));
        return;
    }
    if (write_added(h, kinds, path))
        return;

    if (str_starts(path, subject)) {
        const char *rest = path + strlen(subject) + (path[strlen(subject)] == '.');
        buf_puts(h->b, "已通过的主体信息：");
        if (*rest == '\0')
            buf_puts(h->b, "全部");
        else if (!write_field_words(h, handbook_admitting(h), rest))
            page(h->b, "<code>%s</code>", path);
        return;
    }

    json_array_foreach(str_starts(path, own) ? kinds : NULL, i, kind)
    {
        if (write_field_words(h, json_string_value(kind), path + strlen(own)))
            return;
    }
    page(h->b, "<code>%s</code>", path);
}

/* ---- numbers, and in which time something holds ---------------------------------------------- */

/* A size is said in MB when it is a whole number of them. */
static void
write_plain(const struct handbook *h, const json_t *value, const char *unit)
{
    long long n = (long long)json_integer_value(value);
    bool is_mb = str_is(unit, "字节") && n > 0 && n % (1 << 20) == 0;

    if (json_is_string(value))
        page(h->b, "%s", *json_string_value(value) ? json_string_value(value) : "（空）");
    else if (json_is_integer(value))
        page(h->b, "%lld", is_mb ? n >> 20 : n);
    else
        page(h->b, "%s", json_is_true(value) ? "是" : "否");
    page(h->b, " %s", is_mb ? "MB" : unit);
}

void
handbook_value(const struct handbook *h, const json_t *value, const char *unit)
{
    json_t *kinds, *values = json_object_get(value, "values"), *one;
    const char *day;
    bool is_first = true;

    if (!json_is_object(value)) {
        write_plain(h, value, unit);
        return;
    }

    json_object_foreach(values, day, one)
    {
        page(h->b, is_first ? "自 %s 起 " : "；自 %s 起 ", day);
        write_plain(h, one, unit);
        is_first = false;
    }
    kinds = arena_json(h->b->a, json_array());
    for (int k = 0; h->kinds[k] != NULL; k++)
        json_array_append_new(kinds, json_string(h->kinds[k]));
    buf_puts(h->b, "；看");
    handbook_read(h, kinds, json_str(value, "by"));
}

void
handbook_time(const struct handbook *h, const json_t *it, const char *lead)
{
    const char *since = json_str(it, "since"), *until = json_str(it, "until"),
               *of = json_str(it, "since_of");

    if (since == NULL && until == NULL)
        return;
    buf_puts(h->b, lead);
    page(h->b, since ? "自 %s 起适用" : "", since);
    page(h->b, until ? "%s自 %s 起不再适用" : "", since ? "，" : "", until);
    page(h->b, "（看%s）",
         str_is(of, "first_submission") ? "首次提交之日，此前已首次提交的备案仍按旧办法"
         : str_is(of, "start") ? "起算日"
                               : "当日");
}
