/* What is looked at before a database is served from: nothing is written until it suits. */
#include "store/postgres/postgres.h"

#include <stdlib.h>
#include <string.h>

enum { VERSION_LEAST = 150000 };

/* The library's words tell host and database, never the password. */
enum err
postgres_unreached(struct postgres_store *x, struct fault *f)
{
    const char *said = x->conn ? x->pq->said(x->conn) : "";

    return fail(f, ERR_BUSY, "store_unreached", "connect",
                "连不上数据库：%.*s。请检查存储地址、数据库是否已启动、账号和口令",
                (int)strcspn(said, "\n"), said);
}

/* One of the settings that the server says of itself. */
static enum err
ask(struct store *s, enum query q, struct arena *a, const char **out, struct fault *f)
{
    bool is_row;
    enum err err = postgres_first(s, q, NONE, &is_row, f);
    if (err)
        return err;
    *out = is_row ? arena_strdup(a, postgres_text(s, q, 0)) : "";
    postgres_finish(s, q);
    return OK;
}

static enum err
version_suits(const char *said, struct fault *f)
{
    long n = strtol(said, NULL, 10);

    return n >= VERSION_LEAST
               ? OK
               : fail(f, ERR_CONFLICT, "store_version", "server_version_num",
                      "数据库服务器是 PostgreSQL %ld，本程序需要 %d 以上，请升级服务器", n / 10000,
                      VERSION_LEAST / 10000);
}

static enum err
encoding_suits(const char *said, struct fault *f)
{
    return str_is(said, "UTF8") ? OK
                                : fail(f, ERR_CONFLICT, "store_encoding", "server_encoding",
                                       "数据库的编码是 %s，须是 UTF8：请另建一个数据库"
                                       "（CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0）",
                                       said);
}

static enum err
standby_suits(const char *said, struct fault *f)
{
    return str_is(said, "off")
               ? OK
               : fail(f, ERR_CONFLICT, "store_standby", "in_hot_standby",
                      "这是只读的备用服务器，不能写入。请把存储地址指向主服务器，"
                      "或在地址中列出全部主机并加上 target_session_attrs=read-write");
}

/* Columns of text are sorted by their bytes, said in the schema; one that was made otherwise by
 * hand would leave lists short of rows. */
static enum err
collation_suits(const char *said, struct fault *f)
{
    return *said == '\0'
               ? OK
               : fail(f, ERR_CONFLICT, "store_collation", said,
                      "数据库的“%s”不按字节排序（COLLATE \"C\"），列表会缺行。请用本程序的 "
                      "postgres.sql 重新建表",
                      said);
}

/* The schema was put there by whoever owns it (build/gen/store/postgres.sql): the program's own
 * role makes nothing. */
static enum err
schema_suits(const char *said, struct fault *f)
{
    long at = strtol(said, NULL, 10);

    if (at == schema_steps_n)
        return OK;
    return fail(f, ERR_CONFLICT, at > schema_steps_n ? "schema_newer" : "schema_older", "",
                "数据库是第 %ld 版，本程序是第 %d 版", at, schema_steps_n);
}

static enum err
is_made(const char *said, struct fault *f)
{
    return str_is(said, "true") ? OK
                                : fail(f, ERR_CONFLICT, "schema_missing", "",
                                       "数据库中还没有表。请由库的所有者先执行 psql -f postgres.sql"
                                       "（编译时生成在 build/gen/store/）");
}

enum err
postgres_suits(struct store *s, struct fault *f)
{
    static const struct {
        enum query q;
        enum err (*suits)(const char *said, struct fault *f);
    } looks[] = {{Q_POSTGRES_VERSION, version_suits},     {Q_POSTGRES_ENCODING, encoding_suits},
                 {Q_POSTGRES_STANDBY, standby_suits},     {Q_POSTGRES_MADE, is_made},
                 {Q_POSTGRES_COLLATION, collation_suits}, {Q_POSTGRES_STEPS, schema_suits}};
    struct arena *a = arena_new();
    const char *said;
    enum err err = OK;

    for (size_t i = 0; !err && i < LEN(looks); i++) {
        err = ask(s, looks[i].q, a, &said, f);
        if (!err)
            err = looks[i].suits(said, f);
    }
    arena_free(a);
    return err;
}
