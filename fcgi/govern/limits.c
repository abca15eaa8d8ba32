#include "govern/limits.h"
#include "govern/trial.h"

#include <limits.h>
#include <string.h>

struct set_parts {
    json_t *files, *manifest;
};

static enum err
parts_of(struct arena *a, const struct rule_set *set, struct set_parts *out, struct fault *f)
{
    enum err err = json_read(a, set->files, strlen(set->files), &out->files, f);
    return err ? err : json_read(a, set->manifest, strlen(set->manifest), &out->manifest, f);
}

/* As the bundle calls the file of a declaration. */
static const char *
file_of(struct arena *a, const json_t *declared)
{
    struct fault f = {0};
    long line;

    (void)fail(&f, ERR_RULE, "", json_str(declared, "file"), "%s", "");
    return govern_fault_file(a, &f, &line);
}

/* ---- the list -------------------------------------------------------------------------------- */

static const char *
line_start(const char *text, const char *p)
{
    while (p > text && p[-1] != '\n')
        p--;
    return p;
}

/* The comment that ends on the line before, without its dashes; one joined text. */
static const char *
note_above(struct arena *a, const char *text, long line)
{
    const char *p = text, *first;
    struct buf b = BUF(a);

    for (long i = 1; p != NULL && i < line; i++)
        p = (p = strchr(p, '\n')) ? p + 1 : NULL;
    buf_puts(&b, "");
    if (p == NULL)
        return b.p;

    for (first = p; first > text; first = line_start(text, first - 1))
        if (!str_starts(line_start(text, first - 1), "-- ") ||
            str_starts(line_start(text, first - 1), "-- --"))
            break;
    while (first < p) {
        size_t n = strcspn(first, "\r\n");
        buf_add(&b, first + 3, n - 3);
        first = strchr(first, '\n') + 1;
    }
    return b.p;
}

static void
bound(struct limit_row *x)
{
    x->min = x->max = LONG_MIN;
    for (enum ceiling c = 0; c < CEILING__N; c++)
        if (str_is(ceiling_name(c), x->name)) {
            x->min = 1;
            x->max = ceiling_most(c);
        }
}

static struct limit_row
row_of(struct arena *a, const json_t *declared, const json_t *files)
{
    const json_t *line = json_object_get(declared, "line");
    struct limit_row x = {.name = json_str(declared, "id") + strlen("limit."),
                          .title = json_str(declared, "title"),
                          .law = json_str(declared, "law"),
                          .unit = json_str(declared, "unit"),
                          .by = json_str(declared, "by"),
                          .value = json_text(a, json_object_get(declared, "value")),
                          .file = file_of(a, declared),
                          .layer = json_str(declared, "layer"),
                          .line = (long)json_integer_value(line)};
    const char *text = json_str(files, x.file);

    x.note = text ? note_above(a, text, x.line) : "";
    bound(&x);
    return x;
}

enum err
govern_limits(struct arena *a, const struct rule_set *set, struct limit_row **rows, int *n,
              struct fault *f)
{
    struct set_parts parts;
    json_t *declared;
    size_t i;
    enum err err = parts_of(a, set, &parts, f);
    if (err)
        return err;

    const json_t *list = json_object_get(parts.manifest, "declared");
    *rows = arena_alloc(a, (json_array_size(list) + 1) * sizeof **rows);
    *n = 0;
    json_array_foreach(list, i, declared)
    {
        if (str_is(json_str(declared, "word"), "limit"))
            (*rows)[(*n)++] = row_of(a, declared, parts.files);
    }
    return OK;
}

/* ---- writing --------------------------------------------------------------------------------- */

static enum err
write_one(struct arena *a, const struct set_parts *parts, json_t *changes, const char *name,
          const json_t *value, struct fault *f)
{
    const char *where = arena_printf(a, "/limits/%s", name);
    const json_t *declared = rulekit_declared(parts->manifest, arena_printf(a, "limit.%s", name));
    const char *lua = limit_value(value, a);
    if (declared == NULL)
        return fail(f, ERR_INPUT, "limit_unknown", where, "规则集没有声明“%.64s”这个参数", name);
    if (lua == NULL)
        return fail(f, ERR_INPUT, "limit_value", where,
                    "“%s”的值应是整数、文字、真假，或按日期的若干个", json_str(declared, "title"));

    const char *file = file_of(a, declared);
    const json_t *changed = json_object_get(changes, file);
    const char *text = changed ? json_string_value(changed) : json_str(parts->files, file);
    char *written = text ? limit_write(text, name, lua, a) : NULL;
    if (written == NULL)
        return fail(f, ERR_INPUT, "limit_hidden", where,
                    "文件 %s 里没有直接写出“%s”的值，请在文件中修改", file,
                    json_str(declared, "title"));
    json_object_set_new(changes, file, json_string(written));
    return OK;
}

enum err
govern_limits_write(struct arena *a, const struct rule_set *set, const json_t *changes,
                    const json_t *limits, json_t **out, struct fault *f)
{
    struct set_parts parts;
    const char *name;
    json_t *value;
    enum err err = parts_of(a, set, &parts, f);
    if (err)
        return err;

    *out = arena_json(a, changes ? json_copy((json_t *)(uintptr_t)changes) : json_object());
    json_object_foreach((json_t *)(uintptr_t)limits, name, value)
    {
        if ((err = write_one(a, &parts, *out, name, value, f)))
            return err;
    }
    return OK;
}
