/* Attachments' files: what no row names goes, what is in the clear from before is sealed, and so is
 * what nginx has done with closed. */
#include "clerk/jobs.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define AGE_S 3600 /* younger ones may still be on their way into a row */

/* A file of before is not only unlinked. */
static void
put_away(const char *path)
{
    unsigned char first = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    bool is_sealed = fd >= 0 && read(fd, &first, 1) == 1 && first == SEAL_XCHACHA20_POLY1305;
    if (fd >= 0)
        close(fd);
    if (is_sealed)
        file_remove(path);
    else
        file_wipe(path);
}

/* Within a write transaction, and an upload looks for its file within its own: either the upload
 * comes first and we see its row, or we do and it sees that the file is gone. */
static enum err
sweep_file(struct clerk *c, const char *path, const char *name, struct fault *f)
{
    bool is_named = true;
    enum err err = store_write_begin(c->store, f);
    if (err)
        return err;

    err = store_blob_has(c->store, name, &is_named, f);
    if (!err && !is_named)
        put_away(path);
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
        char path[PATH_TEXT];
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
            put_away(path);
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

enum err
blobs_close(struct clerk *c, int *next_ms, struct fault *f)
{
    (void)next_ms, (void)f;
    if (c->options.open_folder != NULL)
        opened_sweep(c->options.open_folder, OPENED_GRACE_MS);
    return OK;
}

/* ---- files of before ------------------------------------------------------------------------- */

#define SEAL_MOST_MS 200 /* at a time: other jobs wait */
#define SEAL_GO_ON_MS 100
#define SEAL_AGAIN_MS (60 * MINUTE) /* for those that are not there, or not what they were */

bool
blob_path(const struct clerk *c, const char *name, char out[PATH_TEXT])
{
    return (size_t)snprintf(out, PATH_TEXT, "%s/%.2s/%s", c->options.blob_folder, name, name) <
           PATH_TEXT;
}

static enum err
seal_into(struct clerk *c, const struct file_seal *s, int from, const char *path, struct fault *f)
{
    struct file_new file;
    enum err err = file_new_open(&file, c->options.blob_folder, c->options.store.world, f);
    if (err)
        return err;

    err = sealed_write(s, from, &file, f);
    if (!err)
        err = file_new_keep(&file, path, f);
    file_new_drop(&file);
    return err;
}

/* The rows tell the sealed file only once it is on disk, and the one in the clear goes only after
 * that: whoever is cut off in between begins again, or the sweep ends it. */
static enum err
seal_as(struct clerk *c, const struct attachment *x, const struct file_seal *s, int from,
        struct fault *f)
{
    char sealed[PATH_TEXT], plain[PATH_TEXT];

    if (!blob_path(c, s->place, sealed) || !blob_path(c, x->sha256, plain))
        return fail(f, ERR_BUG, "path_too_long", c->options.blob_folder, "路径过长");
    enum err err = seal_into(c, s, from, sealed, f);
    if (err)
        return err;
    if ((err = store_write_begin(c->store, f)))
        return err;
    err = store_blob_seal(c->store, x, s->place, s->key_n, f);
    if ((err = govern_finish(c->store, err, f)))
        return err;
    return sweep_file(c, plain, x->sha256, f);
}

/* Its content is proved in memory first: what was changed is not sealed as if it were genuine. */
static enum err
seal_one(struct clerk *c, const struct attachment *x, struct fault *f)
{
    char name[BLOB_NAME], plain[PATH_TEXT];
    struct seal_key key;
    struct file_seal s = {.key = &key, .place = name, .size = x->size_bytes};
    enum err err = store_blob_key(c->store, store_blob_owner(x), &key, &s.key_n, f);
    if (err)
        return err;

    store_blob_name(&key, x->sha256, name);
    int fd = file_in_memory();
    if (fd < 0 || !blob_path(c, x->sha256, plain))
        err = fail(f, ERR_BUSY, "memory_full", "", "内存不足");
    else if (!(err = unsealed_read(plain, x->size_bytes, x->sha256, fd, f)))
        err = seal_as(c, x, &s, fd, f);
    if (fd >= 0)
        close(fd);
    seal_key_forget(&key);
    return err;
}

/* All have been looked at once. */
static int
end_pass(struct clerk *c)
{
    bool is_any_left = c->files.left_out > 0;

    if (c->files.done > 0 || is_any_left)
        log_line(is_any_left ? LOG_WARN_ : LOG_INFO_,
                 "blobs: %ld files of before are sealed, %ld could not be", c->files.done,
                 c->files.left_out);
    c->files.after[0] = '\0';
    c->files.done = c->files.left_out = 0;
    return is_any_left ? SEAL_AGAIN_MS : 0;
}

enum err
blobs_seal(struct clerk *c, int *next_ms, struct fault *f)
{
    int64_t until = mono_ms() + SEAL_MOST_MS;
    struct attachment x;

    do {
        enum err err = store_blob_in_the_clear(c->store, c->arena, c->files.after, &x, f);
        if (err == ERR_NOTFOUND) {
            int wait = end_pass(c);
            *next_ms = wait ? wait : *next_ms;
            return OK;
        }
        if (err)
            return err;
        err = seal_one(c, &x, f);
        if (err && err != ERR_DAMAGED)
            return err;
        snprintf(c->files.after, sizeof c->files.after, "%s", x.id);
        *(err ? &c->files.left_out : &c->files.done) += 1;
    } while (mono_ms() < until);

    *next_ms = SEAL_GO_ON_MS;
    return OK;
}
