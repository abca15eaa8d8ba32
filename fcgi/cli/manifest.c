#include "cli/manifest.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANIFEST_BYTES (1 << 29)

/* ---- a database ------------------------------------------------------------------------------ */

static bool
is_named(const struct found *x, const char *master)
{
    for (int i = 0; i < x->masters_n; i++)
        if (str_is(x->masters[i], master))
            return true;
    return false;
}

static enum err
look_at_keys(struct store *s, struct arena *a, struct found *out, struct fault *f)
{
    struct sealing_key *keys;
    int n = 0;
    enum err err = store_key_list(s, a, &keys, &n, f);
    if (err)
        return err;

    out->masters = arena_alloc(a, ((size_t)n + 1) * sizeof *out->masters);
    for (int i = 0; i < n; i++)
        if (keys[i].erased_at == 0 && !is_named(out, keys[i].master))
            out->masters[out->masters_n++] = keys[i].master;
    for (int i = 0; i < out->masters_n; i++)
        if (masters_find(store_masters(s), out->masters[i]) == NULL)
            return fail(f, ERR_INPUT, "key_missing", store_masters_path(s),
                        "主密钥文件中没有 %s，库中有内容要用它才能读取", out->masters[i]);
    return OK;
}

static enum err
look(struct store *s, struct arena *a, struct found *out, struct fault *f)
{
    enum err err = store_copy_check(s, f);
    if (!err)
        err = store_audit_verify(s, NULL, NULL, &out->trail, f);
    if (!err && out->trail.flaw != TRAIL_NONE)
        err = fail(f, ERR_DAMAGED, "trail_broken", "", "审计记录：%s",
                   audit_verdict_text(a, &out->trail));
    if (!err)
        err = look_at_keys(s, a, out, f);
    if (!err)
        err = store_copy_schema(s, &out->schema, f);
    if (!err)
        err = store_copy_counts(s, a, &out->counts, &out->counts_n, f);
    return err ? err : store_copy_blobs(s, a, &out->blobs, f);
}

enum err
database_look(struct arena *a, const char *path, const char *key_path, struct found *out,
              struct fault *f)
{
    struct store *s = NULL;
    struct store_options options = {
        .path = path, .key_path = key_path, .world = &world_real, .is_as_found = true};
    enum err err = store_open(&s, &options, f);

    *out = (struct found){0};
    if (!err)
        err = look(s, a, out, f);
    store_close(s);
    return err;
}

/* ---- a manifest ------------------------------------------------------------------------------ */

void
manifest_put(struct buf *b, const struct found *x)
{
    buf_json_int(b, "schema", x->schema);
    buf_open(b, "head", '{');
    buf_json_int(b, "n", x->trail.lines);
    buf_json_str(b, "hash", x->trail.head);
    buf_close(b);
    buf_open(b, "master_keys", '[');
    for (int i = 0; i < x->masters_n; i++)
        buf_json_item(b, x->masters[i]);
    buf_close(b);
    buf_open(b, "counts", '{');
    for (int i = 0; i < x->counts_n; i++)
        buf_json_int(b, x->counts[i].name, x->counts[i].n);
    buf_close(b);
}

static enum err
manifest_read(struct arena *a, const char *folder, struct manifest *out, struct fault *f)
{
    char path[PATH_TEXT], *text = NULL;
    size_t n = 0;
    enum err err = path_below(path, folder, MANIFEST, f);
    if (!err)
        err = file_read(path, MANIFEST_BYTES, &text, &n, f);
    if (!err)
        err = json_read(a, text, n, &out->root, f);
    free(text);
    if (err)
        return err;

    out->folder = arena_strdup(a, folder);
    out->made_at = json_str(out->root, "made_at");
    out->files = json_object_get(out->root, "files");
    if (str_is(json_str(out->root, "format"), MANIFEST_FORMAT) && out->made_at != NULL &&
        json_is_object(out->files))
        return OK;
    return fail(f, ERR_INPUT, "backup_unknown", path, "不是本程序认识的备份清单");
}

/* Names are times, so the last of them is the newest. */
static const char *
newest_of(struct arena *a, const char *folder)
{
    char path[PATH_TEXT], newest[256] = "";
    struct fault f;
    struct dirent *e;
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return NULL;

    while ((e = readdir(dir)) != NULL) {
        const char *name = e->d_name;
        size_t n = strlen(name);
        bool is_unfinished =
            n > strlen(UNFINISHED) && str_is(name + n - strlen(UNFINISHED), UNFINISHED);
        if (name[0] == '.' || is_unfinished || strcmp(name, newest) <= 0)
            continue;
        snprintf(path, sizeof path, "%s/%s/" MANIFEST, folder, name);
        if (file_exists(path))
            snprintf(newest, sizeof newest, "%s", name);
    }
    closedir(dir);
    return *newest && !path_below(path, folder, newest, &f) ? arena_strdup(a, path) : NULL;
}

enum err
manifest_find(struct arena *a, const char *folder, struct manifest *out, struct fault *f)
{
    char path[PATH_TEXT];
    size_t n = strlen(folder), tail = strlen(UNFINISHED);

    while (n > 1 && folder[n - 1] == '/')
        n--;
    folder = arena_strndup(a, folder, n);
    *out = (struct manifest){0};
    if (n > tail && str_is(folder + n - tail, UNFINISHED))
        return fail(f, ERR_INPUT, "backup_unfinished", folder,
                    "这次备份没有完成或没有通过核验，不能用来恢复。请用别的备份");
    enum err err = path_below(path, folder, MANIFEST, f);
    if (err)
        return err;
    if (file_exists(path))
        return manifest_read(a, folder, out, f);

    const char *newest = newest_of(a, folder);
    if (newest == NULL)
        return fail(f, ERR_NOTFOUND, "backup_missing", folder,
                    "这里没有完整的备份（完整的备份里有 " MANIFEST "）");
    return manifest_read(a, newest, out, f);
}

const char *
manifest_hash(const struct manifest *m, const char *path)
{
    return m->files ? json_str(json_object_get(m->files, path), "sha256") : NULL;
}

static enum err
differs(const struct manifest *m, const char *what, struct fault *f)
{
    return fail(f, ERR_DAMAGED, "backup_differs", m->folder, "备份的数据库与清单不符：%s", what);
}

enum err
manifest_holds(const struct manifest *m, const struct found *x, struct fault *f)
{
    const json_t *head = json_object_get(m->root, "head");
    const json_t *counts = json_object_get(m->root, "counts");

    if (json_integer_value(json_object_get(head, "n")) != x->trail.lines ||
        !str_is(json_str(head, "hash"), x->trail.head))
        return differs(m, "审计记录的末行", f);
    for (int i = 0; i < x->counts_n; i++)
        if (json_integer_value(json_object_get(counts, x->counts[i].name)) != x->counts[i].n)
            return differs(m, x->counts[i].name, f);
    return OK;
}
