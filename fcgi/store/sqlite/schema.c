#include "store/sqlite/sqlite.h"

#include <stdio.h>
#include <stdlib.h>

enum err
sqlite_script(struct store *s, const char *text, const char *where, struct fault *f)
{
    int rc = sqlite3_exec(sqlite_of(s)->db, text, NULL, NULL, NULL);
    return rc == SQLITE_OK ? OK : sqlite_fault(s, rc, where, f);
}

static int
number_into(void *out, int n, char **values, char **names)
{
    (void)names;
    if (n == 1 && values[0] != NULL)
        *(long *)out = strtol(values[0], NULL, 10);
    return 0;
}

static enum err
version(struct store *s, long *out, struct fault *f)
{
    int rc = sqlite3_exec(sqlite_of(s)->db, "PRAGMA user_version", number_into, out, NULL);
    return rc == SQLITE_OK ? OK : sqlite_fault(s, rc, "user_version", f);
}

/* A step that gives a column another type without touching what is on disk writes the schema's own
 * table, as SQLite's page about ALTER TABLE tells; nobody else may. */
static enum err
allow_schema_writes(struct store *s, bool may, struct fault *f)
{
    int rc = sqlite3_db_config(sqlite_of(s)->db, SQLITE_DBCONFIG_DEFENSIVE, !may, NULL);
    return rc == SQLITE_OK ? OK : sqlite_fault(s, rc, "schema", f);
}

/* Asks the version again: while we waited for the lock another process may have taken the steps. */
static enum err
take_steps(struct store *s, struct fault *f)
{
    long at = 0;
    enum err err = version(s, &at, f);
    if (!err)
        err = allow_schema_writes(s, true, f);
    for (; !err && at < schema_steps_n; at++)
        err = sqlite_script(s, schema_steps[at].text, schema_steps[at].name, f);
    enum err closed = allow_schema_writes(s, false, f);
    return err ? err : closed;
}

static enum err
newer(struct fault *f, long at)
{
    return fail(f, ERR_CONFLICT, "schema_newer", "",
                "数据库由更新版本的程序建立（第 %ld 版），本程序只认识到第 %d 版，没有改动它。"
                "请装回新版本的程序；一定要用旧版本，就由升级前的备份恢复",
                at, schema_steps_n);
}

enum err
sqlite_schema_is_current(struct store *s, bool may_be_new, struct fault *f)
{
    long at = 0;
    enum err err = version(s, &at, f);
    if (err || at == schema_steps_n)
        return err;
    if (at == 0 && may_be_new)
        return sqlite_schema_update(s, f);
    if (at > schema_steps_n)
        return newer(f, at);
    return fail(f, ERR_CONFLICT, "schema_older", "",
                "数据库是第 %ld 版，本程序是第 %d 版，没有改动它。请用这个数据库原来的程序再试，"
                "或停下服务，用 suanbei serve 或 user bootstrap 升级它",
                at, schema_steps_n);
}

/* Beside the database, as it was before the steps. */
static enum err
keep_copy(struct store *s, long at, struct fault *f)
{
    char path[1024];
    snprintf(path, sizeof path, "%s.before-%ld", s->path, at);
    char *text = sqlite3_mprintf("VACUUM INTO %Q", path);
    if (text == NULL)
        return sqlite_fault(s, SQLITE_NOMEM, "schema_copy", f);

    file_remove(path); /* of an attempt that did not come to its end */
    enum err err = sqlite_script(s, text, "schema_copy", f);
    sqlite3_free(text);
    if (!err) {
        log_line(LOG_INFO_, "store: the schema goes from %ld to %d; the database of before is %s",
                 at, schema_steps_n, path);
        return OK;
    }
    file_remove(path);
    return fail(
        f, ERR_BUSY, "schema_copy", path,
        "升级数据库结构之前不能留下副本，没有改动数据库。请腾出与数据库同样大的磁盘空间再试");
}

enum err
sqlite_schema_update(struct store *s, struct fault *f)
{
    long at = 0;
    enum err err = version(s, &at, f);
    if (err || at == schema_steps_n)
        return err;
    if (at > schema_steps_n)
        return newer(f, at);
    if (at > 0 && (err = keep_copy(s, at, f)))
        return err;
    if ((err = sqlite_script(s, "BEGIN EXCLUSIVE", "schema", f)))
        return err;

    if ((err = take_steps(s, f))) {
        (void)sqlite3_exec(sqlite_of(s)->db, "ROLLBACK", NULL, NULL, NULL);
        return err;
    }
    return sqlite_script(s, "COMMIT", "schema", f);
}
