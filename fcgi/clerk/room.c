/* A file beside the database that holds nothing but room. Whoever fills the disk, this is let go at
 * the end, and people log in and review in what it leaves; when there is room again, it comes back.
 */
#include "clerk/jobs.h"

#include <string.h>

enum err
room_keep(struct clerk *c, int *next_ms, struct fault *f)
{
    const struct clerk_options *o = &c->options;
    const char *slash = strrchr(o->store.path, '/');
    const char *folder =
        slash ? arena_strndup(c->arena, o->store.path, (size_t)(slash - o->store.path)) : ".";
    const char *path = arena_printf(c->arena, "%s/reserve", folder);
    int64_t size = o->reserve_file_bytes, left = file_free_bytes(folder);
    bool is_there = file_exists(path);

    (void)next_ms;
    if (left < 0)
        return OK;
    if (is_there && left < size / 2) {
        file_remove(path);
        log_line(LOG_ERROR_, "storage: full; the reserve beside the database is let go");
    }
    if (!is_there && size > 0 && left > o->free_bytes_min + size)
        return file_reserve(path, size, f);
    return OK;
}
