#include "govern/reads.h"

#include <string.h>

/* Whatever a set reads, these are in the facts of a filing. */
static bool
is_always_there(const char *path)
{
    static const char *const always[] = {"clock.",   "filing.",     "derived.", "organization.id",
                                         "product.", "attachments", "issue."};

    for (size_t i = 0; i < LEN(always); i++)
        if (str_starts(path, always[i]))
            return !str_starts(path, "filing.same_elsewhere");
    return false;
}

/* The path is one of the list, or a part of one. */
static bool
is_read(const json_t *list, const char *path)
{
    size_t i;
    json_t *x;

    json_array_foreach(list, i, x)
    {
        const char *above = json_string_value(x);
        size_t n = strlen(above);
        if (strncmp(path, above, n) == 0 && (path[n] == '\0' || path[n] == '.'))
            return true;
    }
    return false;
}

static void
add(json_t *names, const char *path)
{
    if (!is_read(names, path))
        json_array_append_new(names, json_string(path));
}

const char *
reads_beyond(struct arena *a, const json_t *base, const json_t *candidate)
{
    const json_t *theirs = json_object_get(base, "reads");
    json_t *all = json_object_get(candidate, "reads"), *list, *path;
    json_t *names = arena_json(a, json_array());
    struct buf b = BUF(a);
    const char *kind;
    size_t i;

    json_object_foreach(all, kind, list)
    {
        json_array_foreach(list, i, path)
        {
            const char *name = json_string_value(path);
            if (!is_always_there(name) && !is_read(json_object_get(theirs, kind), name))
                add(names, name);
        }
    }
    json_array_foreach(names, i, path)
        buf_printf(&b, "%s%s", i ? "、" : "", json_string_value(path));
    return b.n ? b.p : NULL;
}
