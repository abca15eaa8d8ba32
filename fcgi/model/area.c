#include "model/area.h"

#include <stdlib.h>
#include <string.h>

/* ---- read ------------------------------------------------------------------------------------ */

static int
count_lines(const char *text)
{
    int n = 0;

    for (const char *p = text; (p = strchr(p, '\n')) != NULL; p++)
        n++;
    return n + 1;
}

static bool
read_line(struct arena *a, const char *line, size_t n, struct area *out)
{
    if (n <= AREA_TEXT || strspn(line, "0123456789") != AREA_TEXT - 1 || line[AREA_TEXT - 1] != ' ')
        return false;
    memcpy(out->code, line, AREA_TEXT - 1);
    out->label = arena_strndup(a, line + AREA_TEXT, n - AREA_TEXT);
    return true;
}

static int
compare(const void *x, const void *y)
{
    return strcmp((*(struct area *const *)x)->code, (*(struct area *const *)y)->code);
}

static struct area *
find(const struct areas *list, const char *code)
{
    struct area wanted = {0}, *key = &wanted, **found;

    if (code == NULL || strlen(code) != AREA_TEXT - 1 || list->n == 0)
        return NULL;
    memcpy(wanted.code, code, AREA_TEXT);
    found = bsearch(&key, list->by_code, (size_t)list->n, sizeof key, compare);
    return found ? *found : NULL;
}

/* The code with its last n digits made zeros. */
static struct area *
above(const struct areas *list, const struct area *x, size_t n)
{
    char code[AREA_TEXT];

    memcpy(code, x->code, sizeof code);
    memset(code + AREA_TEXT - 1 - n, '0', n);
    if (strcmp(code, x->code) == 0)
        return NULL;
    return find(list, code);
}

static void
find_parent(const struct areas *list, struct area *x)
{
    struct area *parent = above(list, x, 2);

    if (parent == NULL)
        parent = above(list, x, 4);
    if (parent == NULL)
        return;
    parent->has_children = true;
    x->parent = parent;
}

static void
sort_by_code(struct arena *a, struct areas *list)
{
    list->by_code = arena_alloc(a, ((size_t)list->n + 1) * sizeof(struct area *));
    for (int i = 0; i < list->n; i++)
        list->by_code[i] = &list->rows[i];
    qsort(list->by_code, (size_t)list->n, sizeof(struct area *), compare);
}

struct areas
areas_read(struct arena *a, const char *text)
{
    struct areas list = {0};

    if (text == NULL)
        return list;
    list.rows = arena_alloc(a, (size_t)count_lines(text) * sizeof *list.rows);
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");
        if (read_line(a, text, n, &list.rows[list.n]))
            list.n++;
        text += n + (text[n] == '\n');
    }

    sort_by_code(a, &list);
    for (int i = 0; i < list.n; i++)
        find_parent(&list, &list.rows[i]);
    return list;
}

/* ---- asked ----------------------------------------------------------------------------------- */

const struct area *
areas_find(const struct areas *list, const char *code)
{
    return find(list, code);
}

const char *
areas_label(struct arena *a, const struct areas *list, const char *code)
{
    const struct area *x = areas_find(list, code);
    const char *label = x ? x->label : code;

    for (; x != NULL && x->parent != NULL; x = x->parent)
        if (strcmp(x->parent->label, x->label) != 0)
            label = arena_printf(a, "%s%s", x->parent->label, label);
    return label;
}

/* The label of the line that begins with the code; NULL: there is none. */
static const char *
label_in(struct arena *a, const char *text, const char *code)
{
    const char *key = arena_printf(a, "%s ", code), *at = text;

    while (at != NULL && (at = strstr(at, key)) != NULL && at != text && at[-1] != '\n')
        at++;
    if (at == NULL)
        return NULL;
    at += strlen(key);
    return arena_strndup(a, at, strcspn(at, "\n"));
}

const char *
area_label(struct arena *a, const char *text, const char *code)
{
    const char *label, *last, *above;
    char up[AREA_TEXT];

    if (text == NULL || code == NULL || strlen(code) != AREA_TEXT - 1 ||
        (label = last = label_in(a, text, code)) == NULL)
        return code;
    memcpy(up, code, AREA_TEXT);
    for (size_t n = 2; n <= 4; n += 2) {
        memset(up + AREA_TEXT - 1 - n, '0', n);
        above = strcmp(up, code) == 0 ? NULL : label_in(a, text, up);
        if (above == NULL || str_is(above, last))
            continue;
        label = arena_printf(a, "%s%s", above, label);
        last = above;
    }
    return label;
}
