/* Attachments' sealed files are looked at one after the other, again and again: who finds one gone
 * or changed should not be the reviewer who needs it. */
#include "clerk/jobs.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOOK_MOST_MS 50             /* at a time: other jobs wait */
#define WAIT_TIMES 9                /* as long as it looked: a tenth of what the disk can do */
#define AGAIN_MS (24 * 60 * MINUTE) /* between one round and the next */

/* ERR_DAMAGED: it is not there, or not what was sealed. OK, too, when its key was destroyed: it is
 * to be read by nobody. */
static enum err
look_at(struct clerk *c, const struct attachment *x, int to, struct fault *f)
{
    char path[PATH_TEXT];
    struct seal_key key;
    if (!blob_path(c, x->stored_as, path))
        return fail(f, ERR_BUG, "path_too_long", c->options.blob_folder, "路径过长");
    enum err err = store_key_load(c->store, x->key_n, &key, f);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;

    const struct file_seal s = {&key, x->key_n, x->stored_as, x->size_bytes};
    err = sealed_read(&s, path, to, f);
    seal_key_forget(&key);
    return err;
}

static void
note_lost(struct clerk *c, const struct attachment *x)
{
    log_line(LOG_ERROR_, "blobs: the file of attachment %s is not there or not what was stored",
             x->id);
    if (++c->patrol.lost > c->patrol.lost_before)
        store_blob_lost(c->store, c->patrol.lost);
}

static void
end_round(struct clerk *c)
{
    store_blob_lost(c->store, c->patrol.lost);
    c->patrol.lost_before = c->patrol.lost;
    c->patrol.lost = 0;
    c->patrol.after[0] = '\0';
}

/* *is_over: the round has come to its end. */
static enum err
go_on(struct clerk *c, int to, bool *is_over, struct fault *f)
{
    const int64_t until = mono_ms() + LOOK_MOST_MS;
    struct attachment x;

    do {
        enum err err = store_blob_next(c->store, c->arena, c->patrol.after, &x, f);
        *is_over = err == ERR_NOTFOUND;
        if (err)
            return *is_over ? OK : err;
        err = look_at(c, &x, to, f);
        if (err == ERR_DAMAGED)
            note_lost(c, &x);
        else if (err)
            return err;
        snprintf(c->patrol.after, sizeof c->patrol.after, "%s", x.id);
    } while (mono_ms() < until);
    return OK;
}

enum err
blobs_patrol(struct clerk *c, int *next_ms, struct fault *f)
{
    const int64_t since = mono_ms();
    bool is_over = false;
    int to = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (to < 0)
        return fail(f, ERR_BUSY, "storage_failed", "/dev/null", "不能打开 /dev/null");

    enum err err = go_on(c, to, &is_over, f);
    close(to);
    if (err)
        return err;
    if (is_over)
        end_round(c);
    const int64_t wait = is_over ? AGAIN_MS : (mono_ms() - since) * WAIT_TIMES;
    *next_ms = wait > *next_ms ? (int)wait : *next_ms;
    return OK;
}
