/*
 * A backup of a system that serves: database, attachments, rule folders, and a manifest of their
 * hashes, which is written last.
 *
 * The files come first, then the snapshot, then the files that came in between: whatever row the
 * snapshot holds, its file was there. What a backup before has unchanged is linked, not copied.
 * Everything is read back and checked; what does not verify keeps the name that says so.
 */
#include "cli/face.h"
#include "cli/manifest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct call {
    const char *state, *to, *blobs, *rules, *local;
    bool accepts_lost;

    struct arena *a;
    struct store *live;
    struct manifest before; /* root NULL: there is none */
    struct found found;
    char folder[PATH_TEXT]; /* while it is not finished */
    json_t *files;          /* path → size, sha256, of what is in the folder */
    json_t *lost;           /* names of attachments' files that are nowhere */
    long copied, linked, rescued;
    struct fault f;
};

/* ---- files ----------------------------------------------------------------------------------- */

static void
note(struct call *x, const char *path, const struct taken *t)
{
    json_object_set_new(x->files, path,
                        json_pack("{s:I,s:s}", "size", (json_int_t)t->size, "sha256", t->sha256));
}

/* True when the backup before has it as its manifest tells, and it is a name of ours, too, now. */
static bool
link_from_before(struct call *x, const char *path)
{
    char from[PATH_TEXT], to[PATH_TEXT], folder[PATH_TEXT];
    const char *hash = manifest_hash(&x->before, path);
    struct taken t;
    struct fault f;

    if (hash == NULL || path_below(from, x->before.folder, path, &f) ||
        path_below(to, x->folder, path, &f) || hash_file(from, &t, &f) || !str_is(t.sha256, hash))
        return false;
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(to, '/') - to), to);
    if (file_make_folder(folder, 0700, &f) || link(from, to) != 0)
        return false;
    note(x, path, &t);
    return true;
}

/* Copies a file, and reads what came of it. */
static enum err
take(struct call *x, const char *from, const char *path)
{
    char to[PATH_TEXT];
    struct taken written, read;
    enum err err = path_below(to, x->folder, path, &x->f);
    if (!err)
        err = copy_file(from, to, &written, &x->f);
    if (!err)
        err = hash_file(to, &read, &x->f);
    if (!err && !str_is(written.sha256, read.sha256))
        err = fail(&x->f, ERR_DAMAGED, "backup_unreadable", to,
                   "写入的内容与读回的不同，存放备份的介质可能有问题");
    if (!err)
        note(x, path, &read);
    return err;
}

static enum err
take_blob(struct call *x, const char *name)
{
    char path[PATH_TEXT], from[PATH_TEXT];

    blob_below(path, name);
    if (json_object_get(x->files, path) != NULL)
        return OK;
    enum err err = path_below(from, x->blobs, path + strlen("blobs/"), &x->f);
    if (err)
        return err;
    bool is_there = file_exists(from);
    if (link_from_before(x, path)) {
        x->linked++;
        x->rescued += !is_there;
        return OK;
    }
    err = take(x, from, path);
    x->copied += !err;
    return err;
}

/* Of the files that live rows name; one that is gone in the meantime is asked for again later. */
static enum err
take_live_blobs(struct call *x)
{
    struct id_list names = {0};
    enum err err = store_copy_blobs(x->live, x->a, &names, &x->f);

    for (int i = 0; !err && i < names.n; i++)
        if ((err = take_blob(x, names.ids[i])) == ERR_NOTFOUND)
            err = OK;
    return err;
}

/* Those that the snapshot names, and no others. */
static enum err
take_named_blobs(struct call *x)
{
    char path[PATH_TEXT], whole[PATH_TEXT];
    json_t *all = x->files;
    enum err err = OK;

    x->files = json_object();
    for (int i = 0; i < x->found.blobs.n; i++) {
        blob_below(path, x->found.blobs.ids[i]);
        json_t *file = json_object_get(all, path);
        if (file != NULL)
            json_object_set(x->files, path, file);
    }
    const char *extra;
    json_t *file;
    json_object_foreach(all, extra, file)
    {
        if (json_object_get(x->files, extra) == NULL && !path_below(whole, x->folder, extra, &x->f))
            file_remove(whole);
    }
    json_decref(all);

    for (int i = 0; !err && i < x->found.blobs.n; i++)
        if ((err = take_blob(x, x->found.blobs.ids[i])) == ERR_NOTFOUND) {
            json_array_append_new(x->lost, json_string(x->found.blobs.ids[i]));
            err = OK;
        }
    return err;
}

/* The rule sets that were ever active are in the database; this is the folder that people edit. */
static enum err
take_rules(struct call *x, const char *folder, const char *as)
{
    const char **paths;
    int n = 0;
    enum err err = folder ? files_below(x->a, folder, &paths, &n, &x->f) : OK;

    for (int i = 0; !err && i < n; i++)
        err = take(x, arena_printf(x->a, "%s/%s", folder, paths[i]),
                   arena_printf(x->a, "%s/%s", as, paths[i]));
    return err;
}

/* ---- the database ---------------------------------------------------------------------------- */

/* Reads that are on record and not yet in the chain were answered, too. */
static enum err
drain(struct call *x)
{
    struct fault none;

    if (store_waiting_join(x->live, -1, &none))
        return OK; /* nobody has served here yet */
    return store_audit_drain(x->live, &x->f);
}

static enum err
take_database(struct call *x)
{
    char path[PATH_TEXT];
    struct taken t;
    enum err err = path_below(path, x->folder, "suanbei.db", &x->f);
    if (!err)
        err = drain(x);
    if (!err)
        err = store_copy(x->live, path, &x->f);
    if (!err)
        err = database_look(x->a, path, store_masters_path(x->live), &x->found, &x->f);
    if (!err)
        err = take_named_blobs(x);
    if (!err)
        err = sync_file(path, &x->f);
    if (!err)
        err = hash_file(path, &t, &x->f);
    if (!err)
        note(x, "suanbei.db", &t);
    return err;
}

/* ---- the folder ------------------------------------------------------------------------------ */

/* Nobody else's to look into, whatever the mask: rows that are in the clear are in it. */
static enum err
folder_new(struct call *x, const char *name)
{
    enum err err = file_make_folder(x->to, 0700, &x->f);
    if (!err)
        err = path_below(x->folder, x->to, arena_printf(x->a, "%s" UNFINISHED, name), &x->f);
    if (!err && mkdir(x->folder, 0700) != 0)
        err = fail(&x->f, ERR_CONFLICT, "backup_there", x->folder, "不能建立这个文件夹：%s",
                   strerror(errno));
    return err;
}

static enum err
write_manifest(struct call *x, int64_t at)
{
    char path[PATH_TEXT];
    struct buf b = BUF(x->a);
    enum err err = path_below(path, x->folder, MANIFEST, &x->f);
    if (err)
        return err;

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "format", MANIFEST_FORMAT);
    buf_json_time(&b, "made_at", at);
    manifest_put(&b, &x->found);
    buf_json_raw(&b, "lost", json_text(x->a, x->lost));
    buf_json_raw(&b, "files", json_text(x->a, x->files));
    buf_close(&b);
    return file_write(path, b.p, b.n, 0600, &x->f);
}

static enum err
is_nothing_lost(struct call *x)
{
    size_t n = json_array_size(x->lost);

    if (n == 0 || x->accepts_lost)
        return OK;
    return fail(&x->f, ERR_DAMAGED, "files_lost", x->blobs,
                "有 %zu 个附件的文件不在原处，以前的备份里也没有（第一个是 %s）。请先找回；"
                "确认找不回时加 --accept-lost，清单会记下缺了哪些",
                n, json_string_value(json_array_get(x->lost, 0)));
}

/* For `suanbei check`, which tells how old the last one is. */
static void
remember(struct call *x, const char *folder, int64_t at)
{
    char whole[PATH_MAX];
    struct buf b = BUF(x->a);
    struct fault f;

    buf_open(&b, NULL, '{');
    buf_json_time(&b, "at", at);
    buf_json_str(&b, "folder", realpath(folder, whole) ? whole : folder);
    buf_close(&b);
    if (file_write(arena_printf(x->a, "%s/backup.json", x->state), b.p, b.n, 0600, &f))
        fprintf(stderr, "备份已完成，但不能在状态目录记下时间：%s\n", f.text);
}

static enum err
finish(struct call *x, const char *name, int64_t at)
{
    char whole[PATH_TEXT];
    enum err err = is_nothing_lost(x);
    if (!err)
        err = sync_below(x->folder, &x->f);
    if (!err)
        err = write_manifest(x, at);
    if (!err)
        err = path_below(whole, x->to, name, &x->f);
    if (!err && rename(x->folder, whole) != 0)
        err = fail(&x->f, ERR_BUSY, "storage_failed", whole, "不能改名：%s", strerror(errno));
    if (!err)
        err = sync_folder(x->to, &x->f);
    if (err)
        return err;

    remember(x, whole, at);
    printf("备份已完成并通过核验：%s\n", whole);
    printf("  审计记录 %ld 行，完好；附件 %d 个（新抄 %ld，与上次相同 %ld）\n",
           x->found.trail.lines, x->found.blobs.n, x->copied, x->linked);
    if (x->rescued > 0)
        printf("  注意：有 %ld 个附件在原处已丢失，取自上次的备份\n", x->rescued);
    if (json_array_size(x->lost) > 0)
        printf("  注意：有 %zu 个附件的文件已丢失，清单中列出\n", json_array_size(x->lost));
    printf("  备份里没有主密钥。恢复要用 %s（%s%s），请另存一份，不要与备份放在一处\n",
           store_masters_path(x->live), x->found.masters_n > 0 ? x->found.masters[0] : "尚未使用",
           x->found.masters_n > 1 ? " 等" : "");
    return OK;
}

static enum err
backup(struct call *x)
{
    char name[40], path[512];
    int64_t at = world_now(&world_real);
    time_t seconds = (time_t)(at / 1000);
    struct tm tm;
    struct fault none;

    size_t n = strftime(name, sizeof name, "%Y%m%dT%H%M%S", gmtime_r(&seconds, &tm));
    snprintf(name + n, sizeof name - n, ".%03dZ", (int)(at % 1000));
    snprintf(path, sizeof path, "%s/suanbei.db", x->state);
    struct store_options options = {
        .path = path, .key_path = cli_key_file, .world = &world_real, .is_as_found = true};
    enum err err = store_open(&x->live, &options, &x->f);
    if (!err && manifest_find(x->a, x->to, &x->before, &none))
        x->before = (struct manifest){0};
    if (!err)
        err = folder_new(x, name);
    if (!err)
        err = take_live_blobs(x);
    if (!err)
        err = take_database(x);
    if (!err)
        err = take_rules(x, x->rules, "rules");
    if (!err)
        err = take_rules(x, x->local, "rules.local");
    return err ? err : finish(x, name, at);
}

static int
complain(const struct call *x)
{
    (void)cli_complain(&x->f);
    if (x->folder[0] != '\0')
        fprintf(stderr, "这次没有形成备份。已写下的部分在 %s，不能用来恢复；以前的备份没有动\n",
                x->folder);
    return 1;
}

int
run_backup(int argc, char **argv)
{
    struct call x = {.state = "var", .a = arena_new()};
    const struct cli_option options[] = {{"state", &x.state, NULL},
                                         {"blobs", &x.blobs, NULL},
                                         {"rules", &x.rules, NULL},
                                         {"local", &x.local, NULL},
                                         {"accept-lost", NULL, &x.accepts_lost},
                                         {0}};
    int status = 2;

    umask(077);
    if (cli_options(argc, argv, options) && optind + 1 == argc) {
        x.to = argv[optind];
        x.files = json_object();
        x.lost = json_array();
        if (x.blobs == NULL)
            x.blobs = arena_printf(x.a, "%s/blobs", x.state);
        status = backup(&x) ? complain(&x) : 0;
    } else {
        (void)cli_misused();
    }
    store_close(x.live);
    json_decref(x.files);
    json_decref(x.lost);
    arena_free(x.a);
    return status;
}
