#include "model/register.h"
#include "base/base.h"

#include <string.h>

/* The items of the i-th vocabulary that a column's codes may be of; NULL past the last. */
static const json_t *
items_of(const json_t *manifest, const char *column, size_t i)
{
    const json_t *lists = json_object_get(json_object_get(manifest, "publication"), "codes");
    const char *name = json_string_value(json_array_get(json_object_get(lists, column), i));
    const json_t *list = json_object_get(json_object_get(manifest, "vocabulary"), name);
    return name ? json_object_get(list, "items") : NULL;
}

/* How much of code the item stands for: all, its beginning where the column is one of areas, or
 * nothing. */
static size_t
fits(const char *column, const char *item, const char *code)
{
    if (str_is(item, code))
        return strlen(item) + 1;
    return str_is(column, "area") && item != NULL && str_starts(code, item) ? strlen(item) : 0;
}

const char *
vocabulary_label(const json_t *manifest, const char *vocabulary, const char *code)
{
    const json_t *list = json_object_get(json_object_get(manifest, "vocabulary"), vocabulary);
    size_t i;
    json_t *item;

    json_array_foreach(json_object_get(list, "items"), i, item)
    {
        if (code != NULL && str_is(json_str(item, "code"), code))
            return json_str(item, "label");
    }
    return NULL;
}

const char *
register_label(const json_t *manifest, const char *column, const char *code)
{
    const json_t *items;
    const char *label = NULL;
    size_t i, best = 0;
    json_t *item;

    if (code == NULL || *code == '\0')
        return NULL;
    for (size_t k = 0; (items = items_of(manifest, column, k)) != NULL; k++) {
        json_array_foreach(items, i, item)
        {
            size_t n = fits(column, json_str(item, "code"), code);
            if (n > best) {
                best = n;
                label = json_str(item, "label");
            }
        }
    }
    return label;
}

bool
register_area_known(const json_t *manifest, const char *area)
{
    bool is_known = area[strspn(area, "0")] == '\0', is_declared = false;
    const json_t *items;
    size_t i;
    json_t *item;

    for (size_t k = 0; (items = items_of(manifest, "area", k)) != NULL; k++) {
        json_array_foreach(items, i, item)
        {
            const char *code = json_str(item, "code");
            is_declared = is_declared || code != NULL;
            if (code != NULL && (str_starts(area, code) || str_starts(code, area)))
                is_known = true;
        }
    }
    return is_known || !is_declared;
}

/* A column of the item says that it belongs to the code. */
static bool
names(json_t *item, const char *code)
{
    const char *key;
    json_t *value;

    json_object_foreach(item, key, value)
    {
        bool is_column = !str_is(key, "code") && !str_is(key, "label");
        if (is_column && str_is(json_string_value(value), code))
            return true;
    }
    return false;
}

/* As a column of an item tells it; what the items are called themselves is the register's. */
bool
register_class_known(const json_t *manifest, const char *code)
{
    bool is_named = register_label_meant(manifest, "algorithm_type", code) != NULL;
    bool is_own = register_label(manifest, "algorithm_type", code) != NULL;

    if (*code == '\0' || items_of(manifest, "algorithm_type", 0) == NULL)
        return true;
    return is_named && !is_own;
}

const char *
register_label_meant(const json_t *manifest, const char *column, const char *word)
{
    const char *label = register_label(manifest, column, word);
    const json_t *items;
    size_t i;
    json_t *item;

    for (size_t k = 0; label == NULL && (items = items_of(manifest, column, k)) != NULL; k++) {
        json_array_foreach(items, i, item)
        {
            if (label == NULL && word != NULL && *word != '\0' && names(item, word))
                label = json_str(item, "label");
        }
    }
    return label;
}

const char *
register_code_meant(const json_t *manifest, const char *column, const char *word)
{
    const json_t *items;
    size_t i;
    json_t *item;

    for (size_t k = 0; (items = items_of(manifest, column, k)) != NULL; k++) {
        json_array_foreach(items, i, item)
        {
            if (names(item, word))
                return json_str(item, "code");
        }
    }
    return NULL;
}

/* A province is called by the beginning of its name, too: 内蒙古, 北京. NULL: none, or several. */
static const char *
code_begun(const json_t *manifest, const char *column, const char *word)
{
    const json_t *items;
    const char *code = NULL;
    size_t i;
    json_t *item;
    int n = 0;

    if (word == NULL || utf8_length(word) < 2)
        return NULL;
    for (size_t k = 0; (items = items_of(manifest, column, k)) != NULL; k++) {
        json_array_foreach(items, i, item)
        {
            const char *label = json_str(item, "label");
            if (label == NULL || !str_starts(label, word))
                continue;
            code = json_str(item, "code");
            n++;
        }
    }
    return n == 1 ? code : NULL;
}

const char *
register_code(const json_t *manifest, const char *column, const char *word)
{
    const json_t *items;
    size_t i;
    json_t *item;

    for (size_t k = 0; (items = items_of(manifest, column, k)) != NULL; k++) {
        json_array_foreach(items, i, item)
        {
            if (str_is(json_str(item, "label"), word))
                return json_str(item, "code");
        }
    }
    const char *begun = str_is(column, "area") ? code_begun(manifest, column, word) : NULL;
    return begun ? begun : word;
}

const char *
register_codes(struct arena *a, const json_t *manifest, const char *column, const char *code)
{
    struct buf b = BUF(a);
    const json_t *items;
    size_t i;
    json_t *item;

    buf_printf(&b, " %s ", code);
    for (size_t k = 1; (items = items_of(manifest, column, k)) != NULL; k++) {
        json_array_foreach(items, i, item)
        {
            if (names(item, code))
                buf_printf(&b, "%s ", json_str(item, "code"));
        }
    }
    return b.p;
}

/* ---- labels of rows -------------------------------------------------------------------------- */

/* Each code has one place in the table, and gives way to the next that has it. */
static struct known_label *
place_of(struct known_label of[LABELS_KNOWN], const char *code)
{
    unsigned h = 0;

    for (; *code != '\0'; code++)
        h = h * 31 + (unsigned char)*code;
    return &of[h % LABELS_KNOWN];
}

/* Rows have the same few codes over and over: each is looked up once. */
static const char *
label_known(const json_t *manifest, struct known_label of[LABELS_KNOWN], const char *column,
            const char *code)
{
    if (code == NULL || *code == '\0' || strlen(code) >= sizeof of->code)
        return register_label(manifest, column, code);

    struct known_label *x = place_of(of, code);
    if (strcmp(x->code, code) != 0) {
        strcpy(x->code, code);
        x->label = register_label(manifest, column, code);
    }
    return x->label;
}

#define RELABEL(name_, title_)                                                                     \
    if ((label = label_known(x->manifest, x->name_, #name_, rows[i].name_)) != NULL)               \
        rows[i].name_##_label = label;
void
register_relabel(struct register_labels *x, struct entry *rows, int n)
{
    const char *label;

    for (int i = 0; i < n; i++) {
        ENTRY_CODES(RELABEL)
    }
}

const char *const register_statuses[] = {"filed", "deregistered", "revoked", NULL};

const char *
register_status_label(const char *status)
{
    static const char *const labels[][2] = {
        {"filed", "已备案"}, {"deregistered", "已注销"}, {"revoked", "已撤销"}};

    for (size_t i = 0; i < LEN(labels); i++)
        if (str_is(labels[i][0], status))
            return labels[i][1];
    return status;
}

const char *
register_end_label(const struct entry *x)
{
    if (str_is(x->status, "filed"))
        return NULL;
    if (str_is(x->status, "revoked"))
        return "主管部门撤销";
    if (str_is(x->ended_by, ENDED_BY_OFFICE))
        return "主管部门依职权注销";
    return str_is(x->ended_by, ENDED_BY_FILER) ? "备案主体办理注销" : "注销";
}

const char *
register_words(const struct entry *x, bool is_of_role)
{
    if (is_of_role)
        return x->role_label ? x->role_label : x->role;
    return x->algorithm_type_label ? x->algorithm_type_label : x->algorithm_type;
}

/* ---- names of before ------------------------------------------------------------------------- */

const json_t *
register_former_list(struct arena *a, const char *former_names)
{
    struct fault f;
    json_t *list = NULL;

    if (former_names == NULL || str_is(former_names, "[]") ||
        json_read(a, former_names, strlen(former_names), &list, &f))
        return NULL;
    return list;
}

static void
write_former(struct buf *b, const char *what, const char *name, const char *until)
{
    buf_open(b, NULL, '{');
    buf_json_str(b, "what", what);
    buf_json_str(b, "name", name);
    buf_json_str(b, "until", until);
    buf_close(b);
}

const char *
register_former_names(struct arena *a, const char *before, const struct renaming *x)
{
    const json_t *list = register_former_list(a, before), *one;
    struct buf b = BUF(a);
    size_t i;

    if (x->was == NULL || *x->was == '\0' || x->is == NULL || str_is(x->was, x->is))
        return before;
    buf_open(&b, NULL, '[');
    json_array_foreach(list, i, one)
    {
        const char *what = json_str(one, "what"), *name = json_str(one, "name");
        bool is_said = str_is(what, x->what) && (str_is(name, x->was) || str_is(name, x->is));
        if (!is_said)
            write_former(&b, what, name, json_str(one, "until"));
    }
    write_former(&b, x->what, x->was, x->on);
    buf_close(&b);
    return b.p;
}

void
register_call(struct arena *a, struct entry *x, const struct entry *before, const char *on)
{
    x->former_names = register_former_names(
        a, before->former_names,
        &(struct renaming){FORMER_ORGANIZATION, before->organization, x->organization, on});
    x->former_names = register_former_names(
        a, x->former_names,
        &(struct renaming){FORMER_ALGORITHM, before->algorithm_name, x->algorithm_name, on});
}
