/* The watch over the rules folder (rules.mode = watch). */
#include "clerk/jobs.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#define STILL_MS 60 /* from the look that sees a change to the one that finds it finished */
#define DEPTH_MAX 3
#define SIGNATURE_START 14695981039346656037ULL

static uint64_t
mix(uint64_t h, uint64_t v)
{
    return (h ^ v) * 1099511628211ULL;
}

static uint64_t
mix_file(const char *path, const struct stat *st)
{
    uint64_t h = SIGNATURE_START;

    for (const char *p = path; *p != '\0'; p++)
        h = mix(h, (unsigned char)*p);
    h = mix(h, (uint64_t)st->st_mtim.tv_sec);
    h = mix(h, (uint64_t)st->st_mtim.tv_nsec);
    return mix(h, (uint64_t)st->st_ino);
}

/* Over names, sizes and times of everything below a folder: it changes when a file does. */
static uint64_t
signature(const char *folder, int depth)
{
    uint64_t sum = SIGNATURE_START;
    struct dirent *e;
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return 0;

    while ((e = readdir(dir)) != NULL) {
        char path[1024];
        struct stat st;
        if (e->d_name[0] == '.' ||
            (size_t)snprintf(path, sizeof path, "%s/%s", folder, e->d_name) >= sizeof path ||
            lstat(path, &st) != 0)
            continue;

        bool is_folder = S_ISDIR(st.st_mode) && depth > 0;
        /* A sum, because readdir() keeps no order. */
        sum +=
            mix(mix_file(path, &st), is_folder ? signature(path, depth - 1) : (uint64_t)st.st_size);
    }

    closedir(dir);
    return sum;
}

/* A folder that moved is tried once it has been still for one look, so that an edit of several
 * files is one edit; a set that fails leaves the old one active. */
enum err
folder_watch(struct clerk *c, int *next_ms, struct fault *f)
{
    const struct clerk_options *o = &c->options;
    char hash[SHA256_TEXT];
    if (!o->is_watching)
        return OK;

    uint64_t now = signature(o->rules.folder, DEPTH_MAX);
    if (o->rules.local != NULL)
        now = mix(now, signature(o->rules.local, DEPTH_MAX));
    bool is_still = now == c->folder.seen;
    c->folder.seen = now;
    if (!is_still)
        *next_ms = STILL_MS;
    if (!is_still || now == c->folder.tried)
        return OK;

    enum err err = govern_watch(c->store, &o->rules, hash, f);
    /* A busy database is not the folder's fault, which is then tried again at the next look. */
    c->folder.tried = err == ERR_BUSY ? 0 : now;
    govern_refusal_note(o->shared, world_now(o->rules.world), err ? f : NULL);
    if (!err)
        schedule_wake(&c->schedule, activation_announce, 0);
    return err;
}
