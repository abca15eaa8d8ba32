/* Files that no row names: uploads that were cut off, and those whose row was never stored. */
#include "clerk/jobs.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define AGE_S 3600 /* younger ones may still be on their way into a row */

/* Within a write transaction, and an upload looks for its file within its own: either the upload
 * comes first and we see its row, or we do and it sees that the file is gone. */
static enum err
sweep_file(struct clerk *c, const char *path, const char *sha256, struct fault *f)
{
    bool is_named = true;
    enum err err = store_write_begin(c->store, f);
    if (err)
        return err;

    err = store_attachment_has(c->store, sha256, &is_named, f);
    if (!err && !is_named)
        file_remove(path);
    store_write_rollback(c->store);
    return err;
}

static enum err
sweep_folder(struct clerk *c, const char *folder, int depth, struct fault *f)
{
    time_t old = (time_t)(world_now(c->options.store.world) / 1000) - AGE_S;
    enum err err = OK;
    struct dirent *e;
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return OK;

    while (!err && (e = readdir(dir)) != NULL) {
        char path[1024];
        struct stat st;
        if (e->d_name[0] == '.' ||
            (size_t)snprintf(path, sizeof path, "%s/%s", folder, e->d_name) >= sizeof path ||
            lstat(path, &st) != 0)
            continue;

        bool is_old = S_ISREG(st.st_mode) && st.st_mtime <= old;
        if (S_ISDIR(st.st_mode) && depth > 0)
            err = sweep_folder(c, path, depth - 1, f);
        else if (is_old && strlen(e->d_name) == SHA256_TEXT - 1)
            err = sweep_file(c, path, e->d_name, f);
        else if (is_old && strstr(e->d_name, ".part") != NULL)
            file_remove(path);
    }

    closedir(dir);
    return err;
}

enum err
blobs_sweep(struct clerk *c, int *next_ms, struct fault *f)
{
    (void)next_ms;
    return sweep_folder(c, c->options.blob_folder, 1, f);
}
