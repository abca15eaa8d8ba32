#include "store/witness.h"
#include "store/audit.h"
#include "store/commit.h"
#include "store/transaction.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define WITNESS_FILE "suanbei.witness"
#define SERIALS_FILE "suanbei.serials"
#define WITNESS_BYTES (1 << 16)
#define SERIALS_BYTES (1 << 29)
#define FOR_ALL_TIMES 100
#define LETTERS_OF "letter " /* and a year: an owner of serials; see the query witness_serials */

struct serial {
    const char *owner, *name;
    long n;
};
static const struct column serial_columns[] = {COLUMN(serial, owner), COLUMN(serial, name),
                                               COLUMN(serial, n)};
static const struct row_map serial_map = ROW_MAP(serial_columns, serial);

struct line_hash {
    const char *id;
};
static const struct column hash_columns[] = {COLUMN(line_hash, id)};
static const struct row_map hash_map = ROW_MAP(hash_columns, line_hash);

/* ---- what the database says ------------------------------------------------------------------ */

static enum err
hash_of(struct store *s, struct arena *a, enum query q, struct values v, const char **out,
        struct fault *f)
{
    struct line_hash row = {0};
    enum err err = db_one(s, q, ROW(a, &hash_map, &row), v, f);

    *out = err ? NULL : row.id;
    return err;
}

static enum err
times_of(struct store *s, long *out, struct fault *f)
{
    int64_t n = 0;
    enum err err = db_number(s, Q_WITNESS_TIMES, &n, NONE, f);

    *out = (long)n;
    return err;
}

static enum err
serials_of(struct store *s, struct arena *a, struct serial **out, int *n, struct fault *f)
{
    return db_all(s, Q_WITNESS_SERIALS, ROWS(a, &serial_map, out, n), NONE, f);
}

/* ---- what the files say ---------------------------------------------------------------------- */

static const char *
folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? arena_strndup(a, path, (size_t)(slash - path)) : ".";
}

static const char *
folder_of_store(struct store *s, struct arena *a)
{
    return folder_of(a, s->path);
}

static enum err
read_json(struct arena *a, const char *folder, const char *name, size_t most, json_t **out,
          struct fault *f)
{
    char *text = NULL;
    size_t n = 0;
    enum err err = file_read(arena_printf(a, "%s/%s", folder, name), most, &text, &n, f);

    if (!err)
        err = json_read(a, text, n, out, f);
    free(text);
    return err;
}

static long
number_of(const json_t *object, const char *key)
{
    return (long)json_integer_value(json_object_get(object, key));
}

/* ---- comparing ------------------------------------------------------------------------------- */

static enum err
compare_line(struct store *s, struct arena *a, struct witness_verdict *out, struct fault *f)
{
    const char *hash;

    if (out->line == 0)
        return OK;
    enum err err = hash_of(s, a, Q_WITNESS_LINE, VALUES(N(out->line)), &hash, f);
    if (err == ERR_NOTFOUND)
        out->flaw = WITNESS_CUT;
    else if (!err && !str_is(hash, out->hash))
        out->flaw = WITNESS_LINE;
    return err == ERR_NOTFOUND ? OK : err;
}

/* Both are in one order, so one walk finds what the file has and the database has not. */
static bool
has_all(const json_t *file, const struct serial *rows, int n)
{
    const json_t *row;
    size_t i;
    int k = 0;

    json_array_foreach(file, i, row)
    {
        const char *owner = json_string_value(json_array_get(row, 0));
        const char *name = json_string_value(json_array_get(row, 1));
        long last = (long)json_integer_value(json_array_get(row, 2));
        if (owner == NULL || name == NULL)
            return false;
        while (k < n && (strcmp(rows[k].owner, owner) < 0 ||
                         (str_is(rows[k].owner, owner) && strcmp(rows[k].name, name) < 0)))
            k++;
        if (k == n || !str_is(rows[k].owner, owner) || !str_is(rows[k].name, name) ||
            rows[k].n < last)
            return false;
    }
    return true;
}

static enum err
compare_serials(struct store *s, struct arena *a, const char *folder, struct witness_verdict *out,
                struct fault *f)
{
    struct serial *rows;
    struct fault none;
    json_t *root = NULL;
    int n = 0;

    if (out->flaw != WITNESS_NONE)
        return OK;
    if (read_json(a, folder, SERIALS_FILE, SERIALS_BYTES, &root, &none) ||
        !json_is_array(json_object_get(root, "serials"))) {
        out->flaw = WITNESS_BROKEN;
        return OK;
    }
    enum err err = serials_of(s, a, &rows, &n, f);
    if (!err && !has_all(json_object_get(root, "serials"), rows, n))
        out->flaw = WITNESS_SERIAL;
    return err;
}

/* A begin that was cut off has a file, and no row yet. */
static enum err
compare_names(struct store *s, struct arena *a, const json_t *root, struct witness_verdict *out,
              struct fault *f)
{
    const char *instance;
    long times = 0;
    enum err err = hash_of(s, a, Q_WITNESS_INSTANCE, NONE, &instance, f);
    if (!err)
        err = times_of(s, &times, f);
    if (err)
        return err;

    if (!str_is(json_str(root, "database"), instance))
        out->flaw = WITNESS_OTHER;
    else if (out->times > times && (times > 0 || out->times > 1))
        out->flaw = WITNESS_CUT;
    return OK;
}

static enum err
compare(struct store *s, struct arena *a, const char *folder, struct witness_verdict *out,
        struct fault *f)
{
    json_t *root = NULL;
    struct fault none;
    long times = 0;
    enum err err = read_json(a, folder, WITNESS_FILE, WITNESS_BYTES, &root, &none);

    if (err == ERR_NOTFOUND) {
        err = times_of(s, &times, f);
        out->flaw = !err && times > 0 ? WITNESS_ABSENT : WITNESS_NONE;
        return err;
    }
    if (err || json_str(root, "hash") == NULL || number_of(root, "times") < 1) {
        out->flaw = WITNESS_BROKEN;
        return OK;
    }
    out->line = number_of(root, "line");
    out->times = number_of(root, "times");
    snprintf(out->hash, sizeof out->hash, "%s", json_str(root, "hash"));
    err = compare_names(s, a, root, out, f);
    if (!err && out->flaw == WITNESS_NONE)
        err = compare_line(s, a, out, f);
    return err ? err : compare_serials(s, a, folder, out, f);
}

enum err
store_witness_compare(struct store *s, const char *folder, struct witness_verdict *out,
                      struct fault *f)
{
    struct arena *a = arena_new();

    *out = (struct witness_verdict){0};
    out->has_log = s->is_log_doubted;
    enum err err = compare(s, a, folder, out, f);
    if (!err && out->flaw == WITNESS_NONE)
        s->engine->trust(s);
    arena_free(a);
    return err;
}

#define GO_ON "确认就从这个库接着办，请运行 suanbei restore --go-on：会记入审计记录，并跳过一些编号"

static const char *
flaw_text(struct arena *a, const struct witness_verdict *x)
{
    switch (x->flaw) {
    case WITNESS_ABSENT:
        return "数据库旁的见证文件 " WITNESS_FILE
               " 不见了，不能确认这个库没有退回过去。请找回它；" GO_ON;
    case WITNESS_OTHER:
        return "这个数据库不是见证文件 " WITNESS_FILE " 所记的那个。请换回原来的库；" GO_ON;
    case WITNESS_CUT:
        return arena_printf(a,
                            "数据库退回了过去，或末尾被截去：见证文件记得审计记录的第 %ld 行，库中"
                            "没有。请换回原来的库，或由最新的备份恢复；" GO_ON,
                            x->line);
    case WITNESS_LINE:
        return arena_printf(a,
                            "数据库的审计记录第 %ld 行与见证文件所记的不同：库退回过去以后又写过，"
                            "或被改过。请换回原来的库；" GO_ON,
                            x->line);
    case WITNESS_SERIAL:
        return "见证文件记得已经发出的编号，库中没有。请换回原来的库；" GO_ON;
    case WITNESS_BROKEN:
        return "见证文件 " WITNESS_FILE " 或 " SERIALS_FILE
               " 缺失、残缺或被改过。请找回它们；" GO_ON;
    default:
        return "";
    }
}

const char *
witness_text(struct arena *a, const struct witness_verdict *x)
{
    const char *text = flaw_text(a, x);

    return *text != '\0' && x->has_log ? arena_printf(a, "%s" WITNESS_LOG, text) : text;
}

static enum err
refuse(const struct witness_verdict *x, const char *folder, struct fault *f)
{
    static const char *const codes[WITNESS__MAX] = {
        [WITNESS_ABSENT] = "witness_absent", [WITNESS_OTHER] = "witness_other",
        [WITNESS_CUT] = "witness_cut",       [WITNESS_LINE] = "witness_line",
        [WITNESS_SERIAL] = "witness_serial", [WITNESS_BROKEN] = "witness_broken"};
    struct arena *a = arena_new();

    log_line(LOG_ERROR_,
             "store: the database is not what its witness knows (%s, line %ld): not served",
             codes[x->flaw], x->line);
    enum err err = fail(f, ERR_CONFLICT, codes[x->flaw], folder, "%s", witness_text(a, x));
    arena_free(a);
    return err;
}

/* ---- writing --------------------------------------------------------------------------------- */

static enum err
write_serials(struct store *s, struct arena *a, const char *folder, struct fault *f)
{
    struct serial *rows;
    struct buf b = BUF(a);
    int n = 0;
    enum err err = serials_of(s, a, &rows, &n, f);
    if (!err)
        err = commit_settle(s, f);
    if (err)
        return err;

    buf_open(&b, NULL, '{');
    buf_open(&b, "serials", '[');
    for (int i = 0; i < n; i++) {
        buf_open(&b, NULL, '[');
        buf_json_item(&b, rows[i].owner);
        buf_json_item(&b, rows[i].name);
        buf_raw_item(&b, arena_printf(a, "%ld", rows[i].n));
        buf_close(&b);
    }
    buf_close(&b);
    buf_close(&b);
    return file_write(arena_printf(a, "%s/" SERIALS_FILE, folder), b.p, b.n, 0600, f);
}

struct head {
    long line;
    const char *hash;
};

static enum err
write_head(struct store *s, struct arena *a, const char *folder, long times, struct head head,
           struct fault *f)
{
    struct buf b = BUF(a);
    const char *instance;
    enum err err = hash_of(s, a, Q_WITNESS_INSTANCE, NONE, &instance, f);
    if (!err)
        err = commit_settle(s, f);
    if (err)
        return err;

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "database", instance);
    buf_json_int(&b, "times", times);
    buf_json_int(&b, "line", head.line);
    buf_json_str(&b, "hash", head.hash);
    buf_json_time(&b, "at", world_now(s->world));
    buf_close(&b);
    return file_write(arena_printf(a, "%s/" WITNESS_FILE, folder), b.p, b.n, 0600, f);
}

static enum err
head_of(struct store *s, struct arena *a, struct head *out, struct fault *f)
{
    struct audit_line last = {0};
    static const struct column columns[] = {COLUMN(audit_line, n), COLUMN(audit_line, hash)};
    static const struct row_map map = ROW_MAP(columns, audit_line);
    enum err err = db_one(s, Q_AUDIT_LAST, ROW(a, &map, &last), NONE, f);

    *out = (struct head){last.n, last.hash};
    return err;
}

/* The numbers first: a head that is there has them beside it. */
static enum err
write_all(struct store *s, struct arena *a, const char *folder, long times, struct fault *f)
{
    struct head head;
    enum err err = head_of(s, a, &head, f);
    if (!err)
        err = write_serials(s, a, folder, f);
    return err ? err : write_head(s, a, folder, times, head, f);
}

enum err
store_witness_begin(struct store *s, const char *folder, struct fault *f)
{
    struct arena *a = arena_new();
    long times = 0;
    enum err err = times_of(s, &times, f);
    if (!err)
        err = write_all(s, a, folder, times, f);
    arena_free(a);
    return err;
}

/* ---- at the start ---------------------------------------------------------------------------- */

static enum err
note_begun(struct store *s, long times, struct fault *f)
{
    enum err err = store_write_begin(s, f);
    if (err)
        return err;
    if (!(err = db_run(s, Q_WITNESS_BEGUN, NULL, VALUES(N(times)), f)))
        return store_write_commit(s, f);
    store_write_rollback(s);
    return err;
}

/* The file first: a row without one is a witness that is gone. */
static enum err
begin_first(struct store *s, struct arena *a, const char *folder, struct fault *f)
{
    enum err err = write_all(s, a, folder, 1, f);
    return err ? err : note_begun(s, 1, f);
}

enum err
store_witness_start(struct store *s, struct fault *f)
{
    struct arena *a = arena_new();
    const char *folder = folder_of_store(s, a);
    struct witness_verdict x;
    long times = 0;
    enum err err = store_witness_compare(s, folder, &x, f);

    if (!err && x.flaw != WITNESS_NONE)
        err = refuse(&x, folder, f);
    if (!err)
        err = times_of(s, &times, f);
    if (!err)
        err = times == 0 ? begin_first(s, a, folder, f) : write_all(s, a, folder, times, f);
    arena_free(a);
    return err;
}

enum err
witness_knows_none(const char *db_path, struct fault *f)
{
    struct arena *a = arena_new();
    struct stat st;
    const char *folder = folder_of(a, db_path);
    bool is_there = stat(db_path, &st) == 0 && st.st_size > 0;
    bool is_known = !is_there && file_exists(arena_printf(a, "%s/" WITNESS_FILE, folder));

    arena_free(a);
    if (!is_known)
        return OK;
    log_line(LOG_ERROR_, "store: there was a database, and it is gone or empty: none is made");
    return fail(f, ERR_CONFLICT, "database_gone", db_path,
                "这里原有数据库（" WITNESS_FILE
                "记得它），现在不见了或是空的，没有另建新库。请找回它，或运行 "
                "suanbei restore 由备份恢复；确要从空库重新开始，请先把 " WITNESS_FILE
                " 和 " SERIALS_FILE " 移走");
}

/* ---- while it serves ------------------------------------------------------------------------- */

static enum err
is_at_its_place(struct store *s, struct fault *f)
{
    if (s->engine->is_in_place(s))
        return OK;
    log_line(
        LOG_ERROR_,
        "store: the file of the database was moved or removed under us: no more writes until a "
        "restart");
    commit_stop(s);
    return fail(f, ERR_BUSY, "database_gone", s->path, "数据库文件被移走或删除");
}

static enum err
keep(struct store *s, struct arena *a, struct witness_kept *kept, struct fault *f)
{
    const char *folder = folder_of_store(s, a);
    struct head head;
    int64_t sum = 0;
    long times = 0;
    enum err err = head_of(s, a, &head, f);
    if (err || head.line == kept->line)
        return err;
    if ((err = times_of(s, &times, f)) || times == 0)
        return err;

    if (!(err = db_number(s, Q_WITNESS_SUM, &sum, NONE, f)) && sum != kept->sum)
        err = write_serials(s, a, folder, f);
    if (!err)
        err = write_head(s, a, folder, times, head, f);
    if (!err)
        *kept = (struct witness_kept){head.line, sum};
    return err;
}

enum err
store_witness_keep(struct store *s, struct witness_kept *kept, struct fault *f)
{
    struct arena *a = arena_new();
    enum err err = is_at_its_place(s, f);

    if (!err)
        err = keep(s, a, kept, f);
    arena_free(a);
    return err;
}

/* ---- going on -------------------------------------------------------------------------------- */

static enum err
raise_one(struct store *s, const json_t *row, struct fault *f)
{
    const char *owner = json_string_value(json_array_get(row, 0));
    const char *name = json_string_value(json_array_get(row, 1));
    int64_t n = json_integer_value(json_array_get(row, 2));

    if (owner == NULL || name == NULL || n < 1)
        return OK;
    if (*owner == '\0')
        return db_run(s, Q_WITNESS_COUNTER_RAISE, NULL, VALUES(T(name), N(n)), f);
    if (str_starts(owner, LETTERS_OF))
        return db_run(s, Q_WITNESS_LETTER_RAISE, NULL,
                      VALUES(T(name), T(owner + strlen(LETTERS_OF)), N(n)), f);
    return db_run(s, Q_WITNESS_SERIAL_RAISE, NULL, VALUES(T(owner), T(name), N(n)), f);
}

/* What counts for all organizations: letters, and what counts them. */
static enum err
skip_for_all(struct store *s, long skip, struct fault *f)
{
    char year[TIME_TEXT];
    enum err err = db_run(s, Q_WITNESS_LETTERS_SKIP, NULL, VALUES(N(skip)), f);

    time_rfc3339(world_now(s->world), year);
    year[4] = '\0';
    if (!err)
        err = db_run(s, Q_WITNESS_LETTERS_BEGIN, NULL, VALUES(N(skip), T(year)), f);
    return err ? err : db_run(s, Q_WITNESS_COUNTERS_SKIP, NULL, VALUES(N(skip)), f);
}

static enum err
skip_numbers(struct store *s, struct arena *a, const char *folder, long skip, struct fault *f)
{
    json_t *root = NULL;
    const json_t *row;
    struct fault none;
    size_t i;
    enum err err = OK;

    if (read_json(a, folder, SERIALS_FILE, SERIALS_BYTES, &root, &none) == OK)
        json_array_foreach(json_object_get(root, "serials"), i, row) err =
            err ? err : raise_one(s, row, f);
    if (!err)
        err = db_run(s, Q_WITNESS_SERIALS_SKIP, NULL, VALUES(N(skip)), f);
    if (!err)
        err = db_run(s, Q_WITNESS_SERIALS_BEGIN, NULL, VALUES(N(skip)), f);
    return err ? err : skip_for_all(s, skip * FOR_ALL_TIMES, f);
}

static enum err
note_gone_on(struct store *s, struct arena *a, const struct witness_verdict *x, long skip,
             struct fault *f)
{
    struct buf b = BUF(a);
    struct head head;
    long times = 0;
    enum err err = head_of(s, a, &head, f);
    if (!err)
        err = times_of(s, &times, f);
    if (err)
        return err;

    buf_open(&b, NULL, '{');
    buf_json_int(&b, "known_line", x->line);
    buf_json_str(&b, "known_hash", x->line > 0 ? x->hash : NULL);
    buf_json_int(&b, "from_line", head.line);
    buf_json_int(&b, "skipped", skip);
    buf_close(&b);
    times = x->times > times ? x->times : times;
    err = db_run(s, Q_WITNESS_BEGUN, NULL, VALUES(N(times + 1)), f);
    return err ? err : store_audit_add(s, NULL, AUDIT_GONE_ON, NULL, b.p, f);
}

enum err
store_witness_go_on(struct store *s, const char *folder, long skip, struct fault *f)
{
    struct arena *a = arena_new();
    struct witness_verdict x;
    enum err err = store_witness_compare(s, folder, &x, f);
    if (!err)
        err = store_write_begin(s, f);
    if (!err) {
        err = skip_numbers(s, a, folder, skip, f);
        if (!err)
            err = note_gone_on(s, a, &x, skip, f);
        if (!err)
            err = store_write_commit(s, f);
        else
            store_write_rollback(s);
    }
    if (!err)
        s->engine->trust(s);
    arena_free(a);
    return err;
}
