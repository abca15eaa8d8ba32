#include "store/postgres/postgres.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- what came of it ------------------------------------------------------------------------- */

/* By SQLSTATE: the guards of the schema have two of their own. */
static const struct {
    const char *state;
    enum err err;
    const char *code, *text;
} answers[] = {
    {"23505", ERR_CONFLICT, "exists", "已有相同的记录"},
    {"23503", ERR_CONFLICT, "reference_missing", "所引用的记录不存在"},
    {"SB001", ERR_CONFLICT, "append_only", "留痕记录不能修改或删除"},
    {"SB002", ERR_BUG, "plain_text", "不能以明文保存加密的内容"},
    {"55P03", ERR_BUSY, "busy", "系统繁忙，请稍后再试"},
    {"57014", ERR_BUSY, "busy", "系统繁忙，请稍后再试"},
    {"53100", ERR_BUSY, "storage_full", "存储空间不足，暂时无法保存，请联系运维人员"},
};

enum err
postgres_fault(struct store *s, struct pg_result *r, const char *where, struct fault *f)
{
    const struct libpq *pq = postgres_of(s)->pq;
    const char *state = r ? pq->field(r, 'C') : NULL;
    char kept[6] = "";

    snprintf(kept, sizeof kept, "%s", state ? state : "");
    pq->clear(r);
    for (size_t i = 0; i < LEN(answers); i++)
        if (str_is(kept, answers[i].state))
            return fail(f, answers[i].err, answers[i].code, where, "%s", answers[i].text);
    /* The state alone: the server's text may quote values. */
    log_line(LOG_ERROR_, "store: %s: %s", where, *kept ? kept : "no connection");
    if (*kept == '\0')
        return fail(f, ERR_BUSY, "storage_failed", where, "与数据库的连接断了，请稍后再试");
    return fail(f, ERR_BUG, "store_broken", where, "数据库语句出错（%s）", kept);
}

/* ---- texts ----------------------------------------------------------------------------------- */

static size_t
name_length(const char *p)
{
    return strspn(p, "abcdefghijklmnopqrstuvwxyz_0123456789");
}

/* The place of a parameter, from 1: its number, or where its name stood first. */
static int
place_of(struct postgres_store *x, struct postgres_statement *st, const char *name, size_t n)
{
    char *kept;
    int i = 0;

    if (name[0] >= '0' && name[0] <= '9')
        return atoi(name);
    for (; i < PARAMETERS_MAX && st->parameter[i] != NULL; i++)
        if (strlen(st->parameter[i]) == n && memcmp(st->parameter[i], name, n) == 0)
            return i + 1;
    if (i == PARAMETERS_MAX)
        return i + 1;
    kept = arena_strndup(x->texts, name, n);
    st->parameter[i] = kept;
    return i + 1;
}

static enum err
read_text(struct store *s, enum query q, struct fault *f)
{
    struct postgres_store *x = postgres_of(s);
    struct postgres_statement *st = &x->statement[q];
    struct buf b = BUF(x->texts);
    int most = 0;

    for (const char *p = query_texts[q].text; *p != '\0';) {
        size_t n = strcspn(p, "$");
        buf_printf(&b, "%.*s", (int)n, p);
        p += n;
        if (*p == '\0')
            break;
        size_t name = name_length(++p);
        int at = place_of(x, st, p, name);
        buf_printf(&b, "$%d", at);
        p += name;
        most = at > most ? at : most;
    }
    if (most > PARAMETERS_MAX)
        return fail(f, ERR_BUG, "parameters_many", query_name(q), "语句的参数过多");
    st->text = b.p;
    s->count[q] = (unsigned char)most;
    s->is_write[q] = str_starts(b.p, "INSERT ") || str_starts(b.p, "UPDATE") ||
                     str_starts(b.p, "DELETE ") ||
                     (str_starts(b.p, "WITH ") &&
                      (strstr(b.p, "INSERT ") || strstr(b.p, "UPDATE ") || strstr(b.p, "DELETE ")));
    return OK;
}

enum err
postgres_read_texts(struct store *s, struct fault *f)
{
    enum err err = OK;

    for (int q = 0; !err && q < Q__MAX; q++)
        if (query_engines[q] == NULL || str_is(query_engines[q], "postgres"))
            err = read_text(s, (enum query)q, f);
    return err;
}

/* ---- running --------------------------------------------------------------------------------- */

enum err
postgres_prepare(struct store *s, enum query q, struct fault *f)
{
    struct postgres_store *x = postgres_of(s);
    struct postgres_statement *st = &x->statement[q];

    if (st->is_prepared)
        return OK;
    if (st->text == NULL)
        return fail(f, ERR_BUG, "statement_other", query_name(q), "这条语句不是这个数据库的");
    struct pg_result *r = x->pq->prepare(x->conn, query_name(q), st->text, 0, NULL);
    if (r == NULL || x->pq->result(r) != PG_COMMAND_OK)
        return postgres_fault(s, r, query_name(q), f);
    x->pq->clear(r);
    st->is_prepared = true;
    return OK;
}

/* What the values are as the library takes them: a number as text, in room for it. */
struct bound {
    const char *values[PARAMETERS_MAX];
    int lengths[PARAMETERS_MAX], formats[PARAMETERS_MAX];
    char numbers[PARAMETERS_MAX][24];
};

static void
bind_one(struct bound *b, int i, const struct value *v)
{
    b->formats[i] = v->type == VALUE_BYTES;
    b->lengths[i] = 0;
    switch (v->type) {
    case VALUE_NUMBER:
        snprintf(b->numbers[i], sizeof b->numbers[i], "%lld", (long long)v->number);
        b->values[i] = b->numbers[i];
        break;
    case VALUE_BYTES:
        b->values[i] = v->bytes.p;
        b->lengths[i] = (int)v->bytes.n;
        break;
    default:
        b->values[i] = v->text;
        break;
    }
}

void
postgres_finish(struct store *s, enum query q)
{
    struct postgres_store *x = postgres_of(s);
    struct postgres_statement *st = &x->statement[q];

    x->pq->clear(st->result);
    st->result = NULL;
    x->running--;
    db_took(s, query_name(q), s->began_us);
}

enum err
postgres_first(struct store *s, enum query q, struct values v, bool *is_row, struct fault *f)
{
    struct postgres_store *x = postgres_of(s);
    struct postgres_statement *st = &x->statement[q];
    struct bound b;

    if (q != Q_POSTGRES_ROLLBACK && seams_fail_now())
        return fail(f, ERR_BUSY, "storage_full", query_name(q),
                    "存储空间不足，暂时无法保存，请联系运维人员");
    s->began_us = mono_us();
    enum err err = postgres_prepare(s, q, f);
    if (err)
        return err;

    for (int i = 0; i < v.n; i++)
        bind_one(&b, i, &v.v[i]);
    if (x->running == 0)
        arena_reset(x->bytes); /* a key is asked for while a cell lies in it */
    struct pg_result *r =
        x->pq->run(x->conn, query_name(q), v.n, b.values, b.lengths, b.formats, 0);
    if (r == NULL || (x->pq->result(r) != PG_COMMAND_OK && x->pq->result(r) != PG_TUPLES_OK))
        return postgres_fault(s, r, query_name(q), f);
    x->running++;
    x->run_n++;
    st->result = r;
    st->row = -1;
    return postgres_next(s, q, is_row, f);
}

enum err
postgres_next(struct store *s, enum query q, bool *is_row, struct fault *f)
{
    struct postgres_store *x = postgres_of(s);
    struct postgres_statement *st = &x->statement[q];

    (void)f;
    *is_row = ++st->row < x->pq->rows(st->result);
    return OK;
}

enum err
postgres_say(struct store *s, enum query q, struct fault *f)
{
    bool is_row;
    enum err err = postgres_first(s, q, NONE, &is_row, f);

    if (!err)
        postgres_finish(s, q);
    return err;
}

long
postgres_changed(struct store *s, enum query q)
{
    struct postgres_store *x = postgres_of(s);
    return strtol(x->pq->changed(x->statement[q].result), NULL, 10);
}

const char *
postgres_parameter_name(struct store *s, enum query q, int i)
{
    const char *name = postgres_of(s)->statement[q].parameter[i];
    return name ? name : "";
}

bool
postgres_is_idle(struct store *s)
{
    const struct postgres_store *x = postgres_of(s);
    return x->pq->transaction(x->conn) == PG_IDLE;
}
