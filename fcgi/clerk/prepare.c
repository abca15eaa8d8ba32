#include "clerk/clerk.h"

#include <stdio.h>
#include <string.h>

enum { ROOM_BYTES = 4 << 20 };

enum err
clerk_prepare(const struct clerk_options *options, struct fault *why)
{
    struct store *s = NULL;
    struct store_options alone = options->store;

    /* The one process that has the database now syncs its own commits. */
    alone.shared = NULL;
    alone.is_schema_kept = false; /* here, and by a bootstrap, it is brought forward */
    alone.may_lack_key = false;   /* a pool starts with its keys, or says why it does not */
    *why = (struct fault){0};
    enum err err = store_open(&s, &alone, why);
    if (!err)
        err = store_witness_start(s, why);
    if (!err)
        err = options->rings > 0 ? store_waiting_prepare(s, options->rings, why) : OK;
    if (!err)
        err = govern_mode_write(options->store.path, options->is_watching, why);
    if (!err)
        err = govern_start(s, &options->rules, options->is_watching, why);
    if (!err && why->err)
        govern_refusal_note(options->shared, world_now(options->rules.world), why);

    store_close(s);
    return err;
}

/* A program that finds no room could neither keep what is sent nor be gone back from. */
static enum err
has_room(const char *db_path, struct fault *f)
{
    char path[512];
    const char *slash = strrchr(db_path, '/');

    snprintf(path, sizeof path, "%.*supgrade.room", slash ? (int)(slash + 1 - db_path) : 0,
             db_path);
    file_remove(path);
    enum err err = file_reserve(path, ROOM_BYTES, f);
    file_remove(path);
    return err ? fail(f, ERR_BUSY, "disk_full", path,
                      "磁盘没有空间了（要 %d MB）。请腾出空间后再试", ROOM_BYTES >> 20)
               : OK;
}

enum err
clerk_prove(const struct clerk_options *options, struct fault *f)
{
    struct store *s = NULL;
    struct store_options found = options->store;
    enum err err = has_room(options->store.path, f);

    found.shared = NULL;
    found.may_lack_key = false;
    found.is_as_found = true;
    if (!err)
        err = store_open(&s, &found, f);
    if (err && str_is(f->code, "schema_older"))
        err = fail(
            f, ERR_CONFLICT, "schema_older", options->store.path,
            "新程序要先改动数据库的结构，这不能在原来的程序服务时做。请重新启动服务"
            "（systemctl restart suanbei）：新程序先留一份副本再改动，其间的请求在套接字里等候");
    if (!err)
        err = govern_prove(s, &options->rules, f);
    store_close(s);
    return err;
}
