/*
 * A backup brought back: onto an empty host, or in the place of what is there, with --replace.
 *
 * All is copied beside its place and proved there; only then is it moved, by renames. What stood
 * there is moved aside, never removed. While the renames are under way a file says so, and no
 * database is opened or made in that folder: whoever is cut off runs the command once more.
 */
#include "cli/face.h"
#include "cli/manifest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOVES_MAX = 8 };

struct call {
    const char *state, *from, *blobs, *key, *skip_text;
    bool may_replace, goes_on, has_gone_on, is_in_place;
    long skip;

    struct arena *a;
    struct manifest m;
    struct found found;
    char part[PATH_TEXT], blobs_part[PATH_TEXT]; /* where it is proved */
    char aside[PATH_TEXT], blobs_aside[PATH_TEXT];
    const char *moved[MOVES_MAX][2];
    int moved_n;
    int lock;
    struct fault f;
};

static const char *
in_state(struct call *x, const char *name)
{
    return arena_printf(x->a, "%s/%s", x->state, name);
}

/* ---- who else is there ----------------------------------------------------------------------- */

/* The lock of a pool: none runs, and none begins while we work. */
static enum err
lock_state(struct call *x)
{
    const char *path = in_state(x, "suanbei.pid");
    enum err err = file_make_folder(x->state, 0750, &x->f);
    if (err)
        return err;

    x->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (x->lock >= 0 && flock(x->lock, LOCK_EX | LOCK_NB) == 0)
        return OK;
    if (x->lock >= 0 && errno == EWOULDBLOCK)
        return fail(&x->f, ERR_CONFLICT, "pool_running", path,
                    "这个状态目录正在被一个运行中的算备使用。请先停止它，再恢复");
    return fail(&x->f, ERR_BUSY, "pid_file", path, "不能锁住：%s", strerror(errno));
}

static bool
is_empty_folder(const char *path)
{
    struct dirent *e;
    bool is_empty = true;
    DIR *dir = opendir(path);
    if (dir == NULL)
        return errno == ENOENT;

    while (is_empty && (e = readdir(dir)) != NULL)
        is_empty = str_is(e->d_name, ".") || str_is(e->d_name, "..");
    closedir(dir);
    return is_empty;
}

/* One that was cut off has moved some of what was there, and had leave to. */
static enum err
may_go_there(struct call *x)
{
    const char *db = in_state(x, "suanbei.db"), *log = in_state(x, "suanbei.db-wal");

    if (x->may_replace || file_exists(in_state(x, RESTORE_UNFINISHED)))
        return OK;
    if (file_exists(db))
        return fail(
            &x->f, ERR_CONFLICT, "state_there", db,
            "这里已有数据库，没有动它。确要换下它时加 --replace：现有的会移到一边，不会删除");
    if (file_exists(log))
        return fail(
            &x->f, ERR_CONFLICT, "log_there", log,
            "这里没有数据库，却有旧库的日志，它会毁掉恢复的库。确认不要它时加 --replace：它会"
            "移到一边，不会删除");
    if (!is_empty_folder(x->blobs))
        return fail(&x->f, ERR_CONFLICT, "blobs_there", x->blobs,
                    "附件文件夹里已有文件，没有动它。确要换下它时加 --replace：现有的会移到一边，"
                    "不会删除");
    return OK;
}

/* ---- proved beside its place ----------------------------------------------------------------- */

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

static void
remove_folder(const char *path)
{
    if (file_exists(path) && nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
        fprintf(stderr, "不能清除 %s：%s\n", path, strerror(errno));
}

static enum err
bring(struct call *x, const char *path, const json_t *file)
{
    char from[PATH_TEXT], to[PATH_TEXT];
    bool is_blob = str_starts(path, "blobs/");
    struct taken t;
    enum err err = path_below(from, x->m.folder, path, &x->f);
    if (!err)
        err = path_below(to, is_blob ? x->blobs_part : x->part,
                         is_blob ? path + strlen("blobs/") : path, &x->f);
    if (!err)
        err = copy_file(from, to, &t, &x->f);
    if (err == ERR_NOTFOUND)
        return fail(&x->f, ERR_DAMAGED, "backup_differs", from, "备份中缺了清单所列的这个文件");
    if (!err && !str_is(t.sha256, json_str(file, "sha256")))
        return fail(&x->f, ERR_DAMAGED, "backup_differs", from,
                    "备份中的这个文件与清单所记的不同，已经损坏或被改过");
    return err;
}

/* Rule folders are brought back by whoever edits them. */
static bool
is_state(const char *path)
{
    return str_is(path, "suanbei.db") || (str_starts(path, "blobs/") && strstr(path, "..") == NULL);
}

static enum err
bring_all(struct call *x)
{
    const char *path;
    json_t *file;
    enum err err = file_make_folder(x->part, 0700, &x->f);
    if (!err)
        err = file_make_folder(x->blobs_part, 0700, &x->f);

    json_object_foreach(x->m.files, path, file)
    {
        if (!err && is_state(path))
            err = bring(x, path, file);
    }
    return err;
}

static enum err
has_files(struct call *x)
{
    const json_t *lost = json_object_get(x->m.root, "lost");
    char path[PATH_TEXT];

    for (int i = 0; i < x->found.blobs.n; i++) {
        blob_below(path, x->found.blobs.ids[i]);
        if (manifest_hash(&x->m, path) == NULL && !json_list_has(lost, x->found.blobs.ids[i]))
            return fail(&x->f, ERR_DAMAGED, "backup_differs", x->m.folder,
                        "数据库提到的附件 %s 不在备份中", x->found.blobs.ids[i]);
    }
    return OK;
}

/* ---- the witness ----------------------------------------------------------------------------- */

static enum err
open_at(struct call *x, const char *path, struct store **s)
{
    struct store_options options = {
        .path = path, .key_path = x->key, .world = &world_real, .is_as_found = true};
    return store_open(s, &options, &x->f);
}

/* The database at path has all that the witness in the state folder knows, or goes on all the
 * same. */
static enum err
settle_with_witness(struct call *x, const char *path)
{
    struct store *s = NULL;
    struct witness_verdict known;
    enum err err = open_at(x, path, &s);
    if (!err)
        err = store_witness_compare(s, x->state, &known, &x->f);
    if (!err && known.flaw != WITNESS_NONE && !x->goes_on)
        err = fail(&x->f, ERR_CONFLICT, "witness", x->state, "%s", witness_text(x->a, &known));
    if (!err && known.flaw != WITNESS_NONE && x->goes_on) {
        err = store_witness_go_on(s, x->state, x->skip, &x->f);
        x->has_gone_on = !err;
    }
    store_close(s);
    return err;
}

/* As root for another user's folder: it is theirs. */
static uid_t owner;
static gid_t group;

static int
give_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return lchown(path, owner, group);
}

static bool
is_for_another(const struct call *x)
{
    struct stat st;

    if (geteuid() != 0 || stat(x->state, &st) != 0 || st.st_uid == 0)
        return false;
    owner = st.st_uid;
    group = st.st_gid;
    return true;
}

/* What a restore makes in the state folder besides. */
static const char *const kept_names[] = {"suanbei.pid", "suanbei.witness", "suanbei.serials"};

static void
give_file(struct call *x, const char *path)
{
    if (is_for_another(x) && file_exists(path) && lchown(path, owner, group) != 0)
        fprintf(stderr, "不能把 %s 交给状态目录的所有者：%s\n", path, strerror(errno));
}

static enum err
give_away(struct call *x)
{
    if (!is_for_another(x))
        return OK;
    if (nftw(x->part, give_one, 16, FTW_PHYS) == 0 &&
        nftw(x->blobs_part, give_one, 16, FTW_PHYS) == 0)
        return OK;
    return fail(&x->f, ERR_BUSY, "storage_failed", x->state, "不能把文件交给状态目录的所有者：%s",
                strerror(errno));
}

static enum err
prove(struct call *x)
{
    char db[PATH_TEXT];
    enum err err = path_below(db, x->part, "suanbei.db", &x->f);
    if (!err)
        err = bring_all(x);
    if (!err)
        err = database_look(x->a, db, x->key, &x->found, &x->f);
    if (!err)
        err = manifest_holds(&x->m, &x->found, &x->f);
    if (!err)
        err = has_files(x);
    if (!err)
        err = settle_with_witness(x, db);
    if (!err)
        err = give_away(x);
    if (!err)
        err = sync_file(db, &x->f);
    if (!err)
        err = sync_below(x->blobs_part, &x->f);
    return err ? err : sync_folder(x->part, &x->f);
}

/* ---- moved into it --------------------------------------------------------------------------- */

/* What is not there need not be moved. */
static enum err
move(struct call *x, const char *from, const char *to)
{
    if (!file_exists(from))
        return OK;
    if (rename(from, to) != 0)
        return fail(&x->f, ERR_BUSY, "storage_failed", from, "不能移动：%s", strerror(errno));
    x->moved[x->moved_n][0] = from;
    x->moved[x->moved_n++][1] = to;
    return OK;
}

static void
move_back(struct call *x)
{
    while (x->moved_n > 0) {
        const char **way = x->moved[--x->moved_n];
        if (rename(way[1], way[0]) != 0)
            fprintf(stderr, "不能把 %s 移回 %s：%s\n", way[1], way[0], strerror(errno));
    }
}

static enum err
move_all(struct call *x)
{
    static const char *const names[] = {"suanbei.db", "suanbei.db-wal", "suanbei.db-shm",
                                        "audit.waiting"};
    const char *db = arena_printf(x->a, "%s/suanbei.db", x->part);
    enum err err = file_make_folder(x->aside, 0700, &x->f);

    for (size_t i = 0; !err && i < LEN(names); i++)
        err = move(x, in_state(x, names[i]), arena_printf(x->a, "%s/%s", x->aside, names[i]));
    if (!err)
        err = move(x, x->blobs, x->blobs_aside);
    if (!err)
        err = move(x, x->blobs_part, x->blobs);
    if (!err)
        err = move(x, db, in_state(x, "suanbei.db"));
    return err ? err : sync_folder(x->state, &x->f);
}

static enum err
put_in_place(struct call *x)
{
    static const char words[] = "恢复没有完成：请再运行一次 suanbei restore\n";
    const char *mark = in_state(x, RESTORE_UNFINISHED);
    enum err err = file_write(mark, words, strlen(words), 0600, &x->f);
    if (err)
        return err;

    err = move_all(x);
    if (err)
        move_back(x);
    file_remove(mark);
    (void)rmdir(x->aside); /* nothing was there */
    return err;
}

/* ---- the command ----------------------------------------------------------------------------- */

/* Two restores within a second move nothing onto each other's. */
static enum err
name_aside(struct call *x, const char *stamp, int n)
{
    const char *tail = n > 1 ? arena_printf(x->a, "%s-%d", stamp, n) : stamp;
    enum err err =
        path_below(x->aside, x->state, arena_printf(x->a, "before-restore-%s", tail), &x->f);

    snprintf(x->blobs_aside, sizeof x->blobs_aside, "%s.before-restore-%s", x->blobs, tail);
    return err;
}

static enum err
name_folders(struct call *x)
{
    char stamp[32];
    time_t now = (time_t)(world_now(&world_real) / 1000);
    struct tm tm;

    strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", gmtime_r(&now, &tm));
    enum err err = path_below(x->part, x->state, "restore.part", &x->f);
    snprintf(x->blobs_part, sizeof x->blobs_part, "%s.restore.part", x->blobs);
    if (!err)
        err = name_aside(x, stamp, 1);
    for (int n = 2; !err && (file_exists(x->aside) || file_exists(x->blobs_aside)); n++)
        err = name_aside(x, stamp, n);
    return err;
}

/* Of the database that is at its place now. */
static enum err
begin_witness(struct call *x)
{
    struct store *s = NULL;
    enum err err = x->has_gone_on ? open_at(x, in_state(x, "suanbei.db"), &s) : OK;

    if (!err && x->has_gone_on)
        err = store_witness_begin(s, x->state, &x->f);
    store_close(s);
    for (size_t i = 0; i < LEN(kept_names); i++)
        give_file(x, in_state(x, kept_names[i]));
    return err;
}

/* Without a backup: the database that is there is taken as it is. */
static enum err
go_on_here(struct call *x)
{
    const char *db = in_state(x, "suanbei.db");
    enum err err = lock_state(x);
    if (!err)
        err = database_look(x->a, db, x->key, &x->found, &x->f);
    if (!err)
        err = settle_with_witness(x, db);
    if (!err)
        err = begin_witness(x);
    if (!err && x->has_gone_on)
        printf("已记入审计记录，从这个库接着办，每种编号跳过 %ld 个\n", x->skip);
    else if (!err)
        printf("数据库与见证文件相符，没有要做的\n");
    return err;
}

static enum err
restore(struct call *x)
{
    enum err err = manifest_find(x->a, x->from, &x->m, &x->f);
    if (!err)
        err = lock_state(x);
    if (!err)
        err = may_go_there(x);
    if (!err)
        err = name_folders(x);
    if (err)
        return err;

    remove_folder(x->part);
    remove_folder(x->blobs_part);
    err = prove(x);
    if (!err)
        err = put_in_place(x);
    x->is_in_place = !err;
    if (!err)
        err = begin_witness(x);
    remove_folder(x->part);
    remove_folder(x->blobs_part);
    return err;
}

static void
tell(const struct call *x)
{
    printf("已由备份 %s（%s）恢复到 %s，恢复前已核验\n", x->m.folder, x->m.made_at, x->state);
    printf("  审计记录 %ld 行，完好；附件 %d 个\n", x->found.trail.lines, x->found.blobs.n);
    if (file_exists(x->aside))
        printf("  原有的数据库在 %s\n", x->aside);
    if (file_exists(x->blobs_aside))
        printf("  原有的附件在 %s\n", x->blobs_aside);
    if (x->has_gone_on)
        printf("  备份之后的内容不在其中；已记入审计记录，每种编号跳过 %ld 个\n", x->skip);
    printf("  启动服务时用同一个主密钥文件：%s\n", x->key);
}

static bool
read_line(struct call *x, int argc, char **argv)
{
    const struct cli_option options[] = {
        {"state", &x->state, NULL},         {"blobs", &x->blobs, NULL},
        {"replace", NULL, &x->may_replace}, {"go-on", NULL, &x->goes_on},
        {"skip", &x->skip_text, NULL},      {0}};
    char *end = "";

    if (!cli_options(argc, argv, options))
        return false;
    x->from = optind < argc ? argv[optind] : NULL;
    x->skip = x->skip_text ? strtol(x->skip_text, &end, 10) : WITNESS_SKIP;
    if (x->blobs == NULL)
        x->blobs = in_state(x, "blobs");
    x->key = cli_key_file ? cli_key_file : in_state(x, "master.key");
    return *end == '\0' && x->skip >= 0 && x->skip <= 1000 &&
           (optind + 1 == argc || (optind == argc && x->goes_on));
}

int
run_restore(int argc, char **argv)
{
    struct call x = {.state = "var", .a = arena_new(), .lock = -1};
    int status;

    umask(027);
    if (!read_line(&x, argc, argv)) {
        status = cli_misused();
    } else if (x.from == NULL) {
        status = go_on_here(&x) ? cli_complain(&x.f) : 0;
    } else if (restore(&x)) {
        status = cli_complain(&x.f);
        fprintf(stderr,
                x.is_in_place ? "%s 已恢复到位，只是见证文件没有写成。请排除上述原因，再运行 "
                                "suanbei restore --go-on（不写备份）\n"
                              : "没有恢复，%s 里原有的内容都在原处\n",
                x.state);
    } else {
        status = 0;
        tell(&x);
    }
    if (x.lock >= 0)
        close(x.lock);
    arena_free(x.a);
    return status;
}
