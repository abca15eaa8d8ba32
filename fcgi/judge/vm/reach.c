#include "judge/vm/reach.h"

#include <string.h>

struct reach_file *
reach_find(struct reach *r, const char *path)
{
    if (!r)
        return NULL;
    if (r->latest < r->n && strcmp(r->files[r->latest].path, path) == 0)
        return &r->files[r->latest];

    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->files[i].path, path) == 0) {
            r->latest = i;
            return &r->files[i];
        }
    return NULL;
}

struct reach_file *
reach_add(struct judge *j, const char *path)
{
    struct reach_file *file = reach_find(j->reach, path);

    if (file)
        return file;
    if (!j->reach) {
        j->reach = must_alloc(sizeof *j->reach);
        *j->reach = (struct reach){0};
    }

    struct reach *r = j->reach;
    r->files = must_realloc(r->files, (r->n + 1) * sizeof *r->files);
    file = &r->files[r->n++];
    *file = (struct reach_file){.path = must_strdup(path)};
    return file;
}

void
reach_there(struct reach_file *file, int line)
{
    if (line < 1)
        return;

    if ((size_t)line >= file->n) {
        size_t n = (size_t)line + (size_t)line / 2 + 64;
        file->lines = must_realloc(file->lines, n);
        memset(file->lines + file->n, 0, n - file->n);
        file->n = n;
    }
    file->lines[line] |= REACH_THERE;
}

void
reach_ran(struct reach *r, const lua_Debug *ar)
{
    bool is_declaring = ar->what[0] == 'm'; /* "main": the file itself */
    struct reach_file *file = is_declaring ? NULL : reach_find(r, ar->source + 1);

    if (file && ar->currentline > 0 && (size_t)ar->currentline < file->n)
        file->lines[ar->currentline] |= REACH_RAN;
}
