#include "govern/folder.h"
#include "govern/landing.h"
#include "govern/steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum err
activate(struct store *s, const char *hash, struct fault *f)
{
    struct activation step = {.hash = hash, .kind = "watch"};
    enum err err = govern_enact(s, NULL, &step, f);
    return err ? err
               : store_audit_add(s, NULL, "rule_set.activate", hash, "{\"kind\":\"watch\"}", f);
}

/* Stores the set of a folder that has passed with its trial, and makes it active. */
static enum err
take(struct store *s, const struct govern_folder *g, struct rule_set *x, const struct trial *t,
     struct fault *f)
{
    bool is_new;
    enum err err = store_write_begin(s, f);
    if (err)
        return err;

    err = govern_propose(s, NULL, world_now(g->world), x, &is_new, f);
    if (!err)
        err = govern_note_trial(s, NULL, x->hash, t, f);
    if (!err)
        err = activate(s, x->hash, f);
    return govern_finish(s, err, f);
}

/* The folder holds the active set although it was not the last to say so: from now on it is, and
 * its next edit is an edit. */
static enum err
confirm(struct store *s, const char *hash, struct fault *f)
{
    enum err err = store_write_begin(s, f);
    return err ? err : govern_finish(s, activate(s, hash, f), f);
}

/* Tries a set that is new here and takes it over; base is the hash of the active one, NULL: none.
 */
static enum err
try_and_take(struct store *s, struct arena *a, const struct govern_folder *g,
             const struct bundle *b, const char *base_hash, struct fault *f)
{
    struct rule_set base = {0}, x = {.hash = bundle_hash(b), .origin = "folder"};
    struct trial t;
    enum err err;

    govern_try(a, g->limits, b, true, &t);
    if (!t.is_passed) {
        *f = t.fault;
        return t.fault.err;
    }
    if (base_hash != NULL && (err = store_rule_set_load(s, a, base_hash, &base, f)))
        return err;

    x.base = base_hash;
    x.files = bundle_text(b, a);
    x.manifest = t.manifest;
    x.conflicts = govern_conflicts(a, base.manifest, t.manifest);
    return take(s, g, &x, &t, f);
}

static enum err
watch(struct store *s, struct arena *a, const struct govern_folder *g, const struct bundle *b,
      struct fault *f)
{
    struct activation last = {0}, watched = {0};
    const char *hash = bundle_hash(b);
    enum err err = store_activation_last(s, a, &last, f);

    if (!err)
        err = store_activation_last_of(s, a, "watch", &watched, f);
    if (err && err != ERR_NOTFOUND)
        return err;

    if (str_is(last.hash, hash))
        return str_is(watched.hash, hash) ? OK : confirm(s, hash, f);
    if (str_is(watched.hash, hash))
        return fail(
            f, ERR_CONFLICT, "folder_held", "rules/",
            "文件夹里的规则集 %.12s 已被替下（回退或另行启用）。文件内容改变之前，它不会再自动启用",
            hash);
    return try_and_take(s, a, g, b, last.hash, f);
}

/* Said once, and again when it is about others: the clerk looks every second. */
static void
tell_passed_over(const struct bundle *b)
{
    static char last[512];
    const char *now = bundle_passed_over(b);

    if (*now && !str_is(now, last))
        log_line(LOG_WARN_,
                 "rules: these end in none of .lua, .json, .txt and were passed over: %s", now);
    snprintf(last, sizeof last, "%s", now);
}

enum err
govern_watch(struct store *s, const struct govern_folder *g, char hash[SHA256_TEXT],
             struct fault *f)
{
    struct arena *a = arena_new();
    struct bundle *b = NULL;
    enum err err = bundle_read(&b, g->folder, g->local, f);
    if (!err)
        tell_passed_over(b);
    if (!err && !(err = watch(s, a, g, b, f)))
        snprintf(hash, SHA256_TEXT, "%s", bundle_hash(b));
    bundle_free(b);
    arena_free(a);
    return err;
}

/* A newer engine may refuse a set that an older one took. */
static enum err
active_loads(struct store *s, struct arena *a, const struct govern_folder *g, struct fault *f)
{
    struct policy *p;
    enum err err = govern_judge(s, a, NULL, g->limits, &p, f);
    policy_close(p);
    return err;
}

enum err
govern_start(struct store *s, const struct govern_folder *g, bool is_watching, struct fault *why)
{
    struct arena *a = arena_new();
    struct activation last;
    struct fault f = {0};
    char hash[SHA256_TEXT];

    *why = (struct fault){0};
    enum err err = store_activation_last(s, a, &last, why);
    bool has_set = !err;
    if (err == ERR_NOTFOUND)
        err = OK;
    *why = err ? *why : (struct fault){0};

    if (!err && (is_watching || !has_set)) {
        struct fault held = {0};
        err = govern_watch(s, g, hash, &held);
        if (err)
            *why = held;
        why->err = err;
        if (has_set)
            err = OK;
    }

    if (!err && (why->err || !is_watching) && (err = active_loads(s, a, g, &f)))
        *why = f;
    arena_free(a);
    return err;
}

static enum err
folder_loads(struct arena *a, const struct govern_folder *g, const char *active, struct fault *f)
{
    struct bundle *b = NULL;
    struct trial t = {0};
    enum err err = bundle_read(&b, g->folder, g->local, f);

    if (!err && !str_is(active, bundle_hash(b))) {
        govern_try(a, g->limits, b, true, &t);
        if (!t.is_passed) {
            *f = t.fault;
            err = t.fault.err;
        }
    }
    bundle_free(b);
    return err;
}

enum err
govern_prove(struct store *s, const struct govern_folder *g, struct fault *f)
{
    struct arena *a = arena_new();
    struct activation last;
    enum err err = store_activation_last(s, a, &last, f);

    if (!err)
        err = active_loads(s, a, g, f);
    if (!err)
        err = folder_loads(a, g, last.hash, f);
    arena_free(a);
    return err;
}

/* ---- the mode -------------------------------------------------------------------------------- */

enum err
govern_signs(bool is_watching, struct fault *f)
{
    if (!is_watching)
        return OK;
    return fail(f, ERR_CONFLICT, "rules_watched", "",
                "本系统按文件夹监视规则（rules.mode 为 "
                "watch）：文件保存后自动启用，不经审批。要经审批启用，请改为 governed");
}

static void
mode_path(const char *db_path, char out[512])
{
    const char *slash = strrchr(db_path, '/');
    snprintf(out, 512, "%.*srules.mode", slash ? (int)(slash - db_path + 1) : 0, db_path);
}

enum err
govern_mode_write(const char *db_path, bool is_watching, struct fault *f)
{
    char path[512];
    const char *text = is_watching ? "watch\n" : "governed\n";
    mode_path(db_path, path);
    return file_write(path, text, strlen(text), 0640, f);
}

bool
govern_mode_is_watching(const char *db_path)
{
    char path[512], *text = NULL;
    size_t n;
    mode_path(db_path, path);
    bool is = file_read(path, 64, &text, &n, NULL) == OK && str_starts(text, "watch");
    free(text);
    return is;
}
