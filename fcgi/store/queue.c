#include "store/queue.h"
#include "store/folding.h"
#include "store/posting.h"

enum {
    FEW = 400,          /* rows that are looked up one by one sooner than walked to */
    CLAIMED_MOST = 5000 /* more than that is no narrow choice */
};

struct span {
    long low, next;
};
static const struct column span_columns[] = {COLUMN(span, low), COLUMN(span, next)};
static const struct row_map span_map = ROW_MAP(span_columns, span);

struct posting {
    struct bytes ords;
};
static const struct column posting_columns[] = {COLUMN(posting, ords)};
static const struct row_map posting_map = ROW_MAP(posting_columns, posting);

struct place {
    long ord;
};
static const struct column place_columns[] = {COLUMN(place, ord)};
static const struct row_map place_map = ROW_MAP(place_columns, place);

struct scope_area {
    const char *area;
};
static const struct column area_columns[] = {COLUMN(scope_area, area)};
static const struct row_map area_map = ROW_MAP(area_columns, scope_area);

static enum err
load_span(struct store *s, struct span *out, struct fault *f)
{
    return db_one(s, Q_QUEUE_SPAN, ROW(NULL, &span_map, out), NONE, f);
}

/* ---- cutting --------------------------------------------------------------------------------- */

/* What is left of all rows that are listed. */
struct cut {
    struct store *s;
    struct arena *a;
    struct chunk *all;
    long first, n; /* chunks */
    bool is_cut;
};

/* Terms of which a row has one. */
struct choice {
    const char **names;
    int n;
};

/* No term of that name is 0. */
static enum err
term_id(struct store *s, const char *name, int64_t *out, struct fault *f)
{
    *out = 0;
    enum err err = db_number(s, Q_QUEUE_TERM_BY_NAME, out, VALUES(T(name)), f);
    return err == ERR_NOTFOUND ? OK : err;
}

static enum err
add_posting(struct store *s, int64_t term, long chunk, struct chunk *into, struct fault *f)
{
    struct posting row;
    enum err err = db_one(s, Q_QUEUE_POSTING_BY_ID, ROW(s->scratch, &posting_map, &row),
                          VALUES(N(term * TERM_CHUNKS + chunk)), f);

    if (!err)
        posting_add(into, row.ords.p, row.ords.n);
    arena_reset(s->scratch);
    return err == ERR_NOTFOUND ? OK : err;
}

static enum err
keep_choice(struct cut *x, const struct choice *c, struct fault *f)
{
    int64_t *ids = arena_alloc(x->a, ((size_t)c->n + 1) * sizeof *ids);
    enum err err = OK;

    x->is_cut = true;
    for (int i = 0; !err && i < c->n; i++)
        err = term_id(x->s, c->names[i], &ids[i], f);
    for (long k = 0; !err && k < x->n; k++) {
        struct chunk own = {0};
        if (chunk_is_empty(&x->all[k]))
            continue;
        for (int i = 0; !err && i < c->n; i++)
            err = ids[i] ? add_posting(x->s, ids[i], x->first + k, &own, f) : OK;
        chunk_and(&x->all[k], &own);
    }
    return err;
}

static enum err
keep_term(struct cut *x, const char *name, struct fault *f)
{
    return keep_choice(x, &(struct choice){&name, 1}, f);
}

/* ---- what is asked for ----------------------------------------------------------------------- */

static enum err
keep_text(struct cut *x, const char *text, struct fault *f)
{
    const char *folded = text ? text_fold(x->a, text) : "";
    char gram[GRAM_TEXT];
    size_t step = folding_gram(folded, gram);
    enum err err = OK;

    if (step == 0 && folding_character(folded, gram) > 0)
        return keep_term(x, gram, f);
    for (; !err && step > 0; step = folding_gram(folded += step, gram))
        err = keep_term(x, gram, f);
    return err;
}

static enum err
keep_stages(struct cut *x, const char *stages, struct fault *f)
{
    struct choice c = {0};
    json_t *list, *stage;
    size_t i;

    if (stages == NULL)
        return OK;
    enum err err = json_read(x->a, stages, strlen(stages), &list, f);
    if (err)
        return err;
    c.names = arena_alloc(x->a, (json_array_size(list) + 1) * sizeof *c.names);
    json_array_foreach(list, i, stage) c.names[c.n++] =
        arena_printf(x->a, "stage:%s", json_string_value(stage));
    return keep_choice(x, &c, f);
}

/* What has no area is in everybody's. */
static enum err
keep_areas(struct cut *x, const char *account_id, struct fault *f)
{
    struct choice c = {0};
    struct scope_area *areas;
    int n;
    enum err err =
        db_all(x->s, Q_QUEUE_AREAS, ROWS(x->a, &area_map, &areas, &n), VALUES(T(account_id)), f);
    if (err)
        return err;

    c.names = arena_alloc(x->a, ((size_t)n + 1) * sizeof *c.names);
    c.names[c.n++] = "area:";
    for (int i = 0; i < n; i++) {
        if (*areas[i].area == '\0')
            return OK;
        c.names[c.n++] = arena_printf(x->a, "area:%s", areas[i].area);
    }
    return keep_choice(x, &c, f);
}

static enum err
keep_claimed(struct cut *x, const struct task_query *q, struct fault *f)
{
    struct chunk *own;
    struct place *rows;
    int n;

    if (!q->is_mine && !str_is(q->state, "claimed"))
        return OK;
    enum err err = db_all(x->s, Q_QUEUE_CLAIMED, ROWS(x->a, &place_map, &rows, &n),
                          VALUES(T(q->is_mine ? q->account_id : NULL), N(CLAIMED_MOST)), f);
    if (err || n == CLAIMED_MOST)
        return err;

    x->is_cut = true;
    own = arena_alloc(x->a, ((size_t)x->n + 1) * sizeof *own);
    for (int i = 0; i < n; i++) {
        long at = rows[i].ord - x->first * CHUNK;
        if (at >= 0 && at / CHUNK < x->n)
            own[at / CHUNK].words[at % CHUNK / 64] |= UINT64_C(1) << at % 64;
    }
    for (long k = 0; k < x->n; k++)
        chunk_and(&x->all[k], &own[k]);
    return OK;
}

static enum err
cut_all(struct cut *x, const struct task_query *q, struct fault *f)
{
    enum err err = keep_claimed(x, q, f);

    if (!err && q->kind != NULL)
        err = keep_term(x, arena_printf(x->a, "kind:%s", q->kind), f);
    if (!err && q->class_code != NULL)
        err = keep_term(x, arena_printf(x->a, "class:%s", q->class_code), f);
    if (!err)
        err = keep_areas(x, q->account_id, f);
    if (!err)
        err = keep_text(x, q->text, f);
    return err ? err : keep_stages(x, q->stages, f);
}

/* ---- where to look --------------------------------------------------------------------------- */

static const char *
ords_json(const struct cut *x)
{
    struct buf b = BUF(x->a);

    buf_open(&b, NULL, '[');
    for (long k = 0; k < x->n; k++)
        for (int i = 0; i < CHUNK; i++)
            if (x->all[k].words[i / 64] == 0)
                i |= 63;
            else if (chunk_has(&x->all[k], i))
                buf_raw_item(&b, arena_printf(x->a, "%ld", (x->first + k) * CHUNK + i));
    buf_close(&b);
    return b.p;
}

enum err
store_queue_find(struct store *s, struct arena *a, const struct task_query *q,
                 struct queue_found *out, struct fault *f)
{
    struct cut x = {.s = s, .a = a};
    struct span span;
    int64_t n = 0;

    *out = (struct queue_found){0};
    enum err err = load_span(s, &span, f);
    if (err)
        return err;
    x.first = span.low / CHUNK;
    x.n = (span.next + CHUNK - 1) / CHUNK - x.first;
    x.all = arena_alloc(a, ((size_t)x.n + 1) * sizeof *x.all);
    for (long k = 0; k < x.n; k++)
        chunk_fill(&x.all[k]);
    if ((err = cut_all(&x, q, f)))
        return err;
    if (!x.is_cut)
        return OK;
    if ((err = db_number(s, Q_QUEUE_UNLISTED, &n, VALUES(N(FEW + 1)), f)))
        return err;

    for (long k = 0; k < x.n; k++)
        n += chunk_count(&x.all[k]);
    if (n <= FEW)
        out->ords = ords_json(&x);
    out->bits = (struct bytes){x.all, (size_t)x.n * sizeof *x.all};
    out->from = x.first * CHUNK;
    return OK;
}

/* ---- listing --------------------------------------------------------------------------------- */

enum err
store_queue_has_unlisted(struct store *s, bool *out, struct fault *f)
{
    return db_is(s, Q_QUEUE_UNLISTED, out, VALUES(N(1)), f);
}

static enum err
list_some(struct store *s, int most, struct span *span, int *n, struct fault *f)
{
    long first = span->next, placed = 0;
    enum err err = db_run(s, Q_QUEUE_PLACE, &placed, VALUES(N(first), N(most)), f);

    *n = (int)placed;
    if (err || placed == 0)
        return err;
    span->next += placed;
    if ((err = db_run(s, Q_QUEUE_TERMS_ADD, NULL, VALUES(N(first), N(span->next)), f)))
        return err;
    return db_run(s, Q_QUEUE_POSTINGS_ADD, NULL, VALUES(N(first), N(span->next)), f);
}

enum err
store_queue_forget(struct store *s, struct fault *f)
{
    enum err err = db_run(s, Q_QUEUE_UNLIST, NULL, NONE, f);

    if (!err)
        err = db_run(s, Q_QUEUE_POSTINGS_DROP, NULL, VALUES(N(TERM_CHUNKS)), f);
    if (!err)
        err = db_run(s, Q_QUEUE_TERMS_FORGET, NULL, NONE, f);
    return err ? err : db_run(s, Q_QUEUE_SPAN_SET, NULL, VALUES(N(0), N(0)), f);
}

/* Chunks in which no row lies any more go, and the few that lie in the oldest one move, once there
 * are some behind it: a search costs what waits, not what ever came. */
static enum err
let_go(struct store *s, int most, struct span *span, int *n, struct fault *f)
{
    enum { KEPT = 2, SPARSE = CHUNK / 4 };
    int64_t lowest = 0, below = 0;
    long low, moved = 0;
    enum err err = db_number(s, Q_QUEUE_LOWEST, &lowest, VALUES(N(span->next)), f);
    if (err)
        return err;

    low = (long)lowest / CHUNK * CHUNK;
    if (low > span->low) {
        span->low = low;
        if ((err = db_run(s, Q_QUEUE_POSTINGS_DROP, NULL, VALUES(N(low / CHUNK)), f)))
            return err;
    }
    if (span->next - low <= KEPT * CHUNK)
        return OK;
    if ((err = db_number(s, Q_QUEUE_BELOW, &below, VALUES(N(low + CHUNK), N(SPARSE)), f)))
        return err;
    if (below == SPARSE)
        return OK;
    err = db_run(s, Q_QUEUE_DISPLACE, &moved, VALUES(N(low + CHUNK), N(most)), f);
    *n = (int)moved;
    return err;
}

enum err
store_queue_list(struct store *s, int most, int *n, struct fault *f)
{
    struct span span, before;
    enum err err = load_span(s, &span, f);

    *n = 0;
    before = span;
    if (!err)
        err = list_some(s, most, &span, n, f);
    if (!err && *n < most)
        err = let_go(s, most, &span, n, f);
    if (err || (span.low == before.low && span.next == before.next))
        return err;
    return db_run(s, Q_QUEUE_SPAN_SET, NULL, VALUES(N(span.low), N(span.next)), f);
}
