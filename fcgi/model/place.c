#include "model/place.h"

#include <stdint.h>
#include <string.h>

#define POINTER_MAX 200 /* bytes that are compared of one */

/* ---- known ----------------------------------------------------------------------------------- */

static bool
is_index(const char *step, size_t n)
{
    return n > 0 && n <= 6 && strspn(step, "0123456789") >= n && (step[0] != '0' || n == 1);
}

/* What the schema says of one step below it; NULL: nothing. */
static const json_t *
below(const json_t *schema, const char *step, size_t n)
{
    const char *name;
    json_t *member;

    if (json_object_get(schema, "items") != NULL)
        return is_index(step, n) ? json_object_get(schema, "items") : NULL;
    json_object_foreach(json_object_get(schema, "properties"), name, member)
    {
        if (strlen(name) == n && strncmp(name, step, n) == 0)
            return member;
    }
    return NULL;
}

bool
place_known(const json_t *schema, const char *pointer)
{
    while (schema != NULL && *pointer == '/') {
        size_t n = strcspn(++pointer, "/");
        schema = below(schema, pointer, n);
        pointer += n;
    }
    return schema != NULL && *pointer == '\0';
}

/* ---- within ---------------------------------------------------------------------------------- */

/* The pointer's next step that is no item's number, and its length; NULL: there is none. */
static const char *
next_member(const char **pointer, size_t *n)
{
    while (**pointer == '/') {
        const char *step = *pointer + 1;
        *n = strcspn(step, "/");
        *pointer = step + *n;
        if (!is_index(step, *n))
            return step;
    }
    return NULL;
}

bool
place_within(const char *pointer, const char *declared)
{
    while (*declared == '/') {
        size_t wanted = strcspn(++declared, "/"), n = 0;
        const char *step = next_member(&pointer, &n);
        if (step == NULL || n != wanted || strncmp(step, declared, n) != 0)
            return false;
        declared += n;
    }
    return true;
}

/* ---- near ------------------------------------------------------------------------------------ */

/* So many bytes are to be put in, left out or changed to make one of the other. */
static size_t
distance(const char *x, const char *y)
{
    size_t row[POINTER_MAX + 1], nx = strnlen(x, POINTER_MAX), ny = strnlen(y, POINTER_MAX);

    for (size_t j = 0; j <= ny; j++)
        row[j] = j;
    for (size_t i = 1; i <= nx; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= ny; j++) {
            size_t change = corner + (x[i - 1] != y[j - 1]);
            size_t gap = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            corner = row[j];
            row[j] = change < gap ? change : gap;
        }
    }
    return row[ny];
}

struct near {
    const char *pointer;
    size_t far;
};

/* The list stays sorted; the first that was declared wins. */
static void
offer(struct near list[PLACE_NEAR], const char *pointer, const char *wanted)
{
    struct near one = {pointer, distance(pointer, wanted)};

    for (int i = 0; i < PLACE_NEAR; i++) {
        if (list[i].pointer != NULL && list[i].far <= one.far)
            continue;
        struct near pushed = list[i];
        list[i] = one;
        one = pushed;
        if (one.pointer == NULL)
            return;
    }
}

const char *
place_near(struct arena *a, const json_t *schema, const char *pointer)
{
    struct near list[PLACE_NEAR] = {{0}};
    const char *section, *field;
    json_t *sections, *fields;
    struct buf b = BUF(a);

    json_object_foreach(json_object_get(schema, "properties"), section, sections)
    {
        offer(list, arena_printf(a, "/%s", section), pointer);
        json_object_foreach(json_object_get(sections, "properties"), field, fields)
            offer(list, arena_printf(a, "/%s/%s", section, field), pointer);
    }
    buf_puts(&b, "");
    for (int i = 0; i < PLACE_NEAR && list[i].pointer != NULL; i++)
        buf_printf(&b, "%s%s", i > 0 ? "、" : "", list[i].pointer);
    return b.p;
}
