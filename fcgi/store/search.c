/*
 * The search over the register: what is left by the sieve is walked in its order. Rows of which
 * the terms are pieces of a longer word only are read, and a search stops after so many in vain,
 * and says where.
 */
#include "store/answers.h"
#include "store/entries.h"
#include "store/sieve.h"

enum {
    LOOKED_MOST = 1000, /* rows that a search reads in vain */
    NAMES_MOST = 20000  /* names that it walks */
};

/* ---- a walk ---------------------------------------------------------------------------------- */

/* Entries that were found and are to be looked at, in their order. */
struct walk {
    struct store *s;
    struct arena *a;
    struct sieve *sieve;
    const char *told_under; /* entry_query's */
    int limit;
    struct entry *rows;
    int n;
    long looked, stopped; /* the last that was looked at, when it is too many */
};

static enum err
look_at(struct walk *w, long ord, struct fault *f)
{
    bool is_held = w->sieve->is_exact;
    enum err err = is_held ? OK : sieve_holds(w->sieve, ord, &is_held, f);
    if (err)
        return err;
    if (!is_held) {
        w->looked++;
        return OK;
    }
    if (w->told_under != NULL && store_told_known(w->s, w->told_under, ord) != NULL) {
        w->rows[w->n++] = (struct entry){.ord = ord};
        return OK;
    }
    err =
        db_one(w->s, Q_ENTRY_FOUND, ROW(w->a, store_entry_map, &w->rows[w->n]), VALUES(N(ord)), f);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    const struct sieve *x = w->sieve;
    entry_found(w->a, &w->rows[w->n++],
                &(struct entry_sought){x->words, x->words_n, x->organization});
    return OK;
}

static enum err
look(struct walk *w, const long *ords, int n, struct fault *f)
{
    enum err err = OK;

    for (int i = 0; !err && i < n && w->n < w->limit; i++)
        err = look_at(w, ords[i], f);
    if (n > 0 && w->looked > LOOKED_MOST && w->n < w->limit)
        w->stopped = ords[n - 1];
    return err;
}

/* So many are looked at together as are wanted: mostly all of them are what is searched for. */
static int
batch(const struct walk *w)
{
    int n = w->limit - w->n;
    return w->looked > n ? LOOKED_MOST / 4 : n;
}

/* The places of a chunk one by one, from its end or from its beginning. */
static int
next_place(const struct chunk *c, bool is_down, int after)
{
    for (int i = after + (is_down ? -1 : 1); i >= 0 && i < CHUNK; i += is_down ? -1 : 1) {
        if (c->words[i / 64] == 0)
            i = is_down ? i / 64 * 64 : i / 64 * 64 + 63;
        else if (chunk_has(c, i))
            return i;
    }
    return -1;
}

static enum err
walk_chunk(struct walk *w, const struct chunk *c, long chunk, struct fault *f)
{
    long ords[LOOKED_MOST];
    bool is_down = !w->sieve->is_up;
    int place = is_down ? CHUNK : -1;
    enum err err = OK;

    while (!err && w->n < w->limit && w->stopped == 0) {
        int n = 0, most = batch(w);
        if (most > LOOKED_MOST)
            most = LOOKED_MOST;
        while (n < most && (place = next_place(c, is_down, place)) >= 0)
            ords[n++] = chunk * CHUNK + place;
        err = look(w, ords, n, f);
        if (n < most)
            break;
    }
    return err;
}

/* Newest first those before ord at, or oldest first those after it. */
static enum err
walk(struct walk *w, long at, struct fault *f)
{
    bool is_down = !w->sieve->is_up;
    long end = w->sieve->last / CHUNK, chunk = is_down ? end : at / CHUNK, next;
    struct chunk c;
    enum err err = OK;

    if (is_down && at <= w->sieve->last)
        chunk = at / CHUNK;
    for (; !err && chunk >= 0 && chunk <= end && w->n < w->limit && w->stopped == 0; chunk = next) {
        if ((err = sieve_chunk(w->sieve, chunk, 0, &c, &next, f)))
            return err;
        if (at / CHUNK == chunk && is_down)
            chunk_below(&c, (int)(at % CHUNK));
        if (at / CHUNK == chunk && !is_down)
            chunk_from(&c, (int)(at % CHUNK) + 1);
        err = walk_chunk(w, &c, chunk, f);
    }
    return err;
}

/* ---- by name --------------------------------------------------------------------------------- */

/* A JSON list of all ords. */
static const char *
ords_of(struct arena *a, const struct chunk *all, long chunks)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '[');
    for (long i = 0; i < chunks; i++)
        for (int place = -1; (place = next_place(&all[i], false, place)) >= 0;)
            buf_raw_item(&b, arena_printf(b.a, "%ld", i * CHUNK + place));
    buf_close(&b);
    return b.p;
}

struct ord {
    long ord;
};
static const struct column ord_columns[] = {COLUMN(ord, ord)};
static const struct row_map ord_map = ROW_MAP(ord_columns, ord);

/* Names are walked where many are found: those that were are looked at. */
static enum err
walk_names(struct walk *w, const struct chunk *all, long at, struct fault *f)
{
    enum { STEP = 1000 };
    struct ord *names;
    long ords[STEP];
    int n = STEP;
    enum err err = OK;

    for (int seen = 0; !err && n == STEP && w->n < w->limit && w->stopped == 0; seen += STEP) {
        if ((err = db_all(w->s, Q_ORDS_BY_NAME, ROWS(w->a, &ord_map, &names, &n),
                          VALUES(N(at), N(STEP)), f)))
            return err;
        int found = 0, most = batch(w);
        for (int i = 0; i < n && found < most; i++) {
            at = names[i].ord;
            if (at / CHUNK <= w->sieve->last / CHUNK && chunk_has(&all[at / CHUNK], at % CHUNK))
                ords[found++] = at;
        }
        err = look(w, ords, found, f);
        if (seen >= NAMES_MOST && w->n < w->limit && n == STEP)
            w->stopped = at;
    }
    return err;
}

/* Where few are, they are sorted. */
static enum err
sort_names(struct walk *w, const struct chunk *all, long at, struct fault *f)
{
    struct ord *names;
    int n;
    enum err err = db_all(w->s, Q_ORDS_SORTED_BY_NAME, ROWS(w->a, &ord_map, &names, &n),
                          VALUES(T(ords_of(w->a, all, w->sieve->last / CHUNK + 1)), N(at)), f);

    for (int i = 0; !err && i < n && w->n < w->limit; i++)
        err = look_at(w, names[i].ord, f);
    return err;
}

static enum err
search_by_name(struct walk *w, long at, struct fault *f)
{
    struct chunk *all;
    long n;
    enum err err = sieve_all(w->sieve, w->a, 0, &all, &n, f);

    if (err || n == 0)
        return err;
    return n > LOOKED_MOST ? walk_names(w, all, at, f) : sort_names(w, all, at, f);
}

enum err
store_entry_search(struct store *s, struct arena *a, const struct entry_query *q,
                   struct entry **out, int *n, struct fault *f)
{
    bool is_down = q->sort == NULL || str_is(q->sort, "newest");
    struct value at = N(is_down ? INT64_MAX / 2 : 0);
    struct sieve *sieve = arena_alloc(a, sizeof *sieve);
    struct walk w = {
        .s = s, .a = a, .sieve = sieve, .told_under = q->told_under, .limit = q->limit};
    enum err err = db_cursor(a, q->cursor, "n", &at, f);

    *n = 0;
    w.rows = arena_alloc(a, ((size_t)q->limit + 1) * sizeof *w.rows);
    *out = w.rows;
    if (!err)
        err = sieve_open(sieve, s, a, q, f);
    if (!err)
        err = str_is(q->sort, "name") ? search_by_name(&w, (long)at.number, f)
                                      : walk(&w, (long)at.number, f);
    *n = w.n;
    if (q->stopped != NULL)
        *q->stopped = w.stopped;
    return err;
}

/* ---- pages by number, and counts ------------------------------------------------------------- */

/* Of the words of three characters and more: those that hold them, where they are few enough to be
 * looked at. */
static enum err
keep_holding(const struct sieve *x, struct chunk *all, long *n, struct fault *f)
{
    if (x->is_exact || *n == 0 || *n > LOOKED_MOST)
        return OK;
    for (long i = 0; i <= x->last / CHUNK; i++) {
        for (int place = -1; (place = next_place(&all[i], false, place)) >= 0;) {
            bool is_held;
            enum err err = sieve_holds(x, i * CHUNK + place, &is_held, f);
            if (err)
                return err;
            if (!is_held)
                chunk_drop(&all[i], place);
            *n -= !is_held;
        }
    }
    return OK;
}

enum err
store_entry_page(struct store *s, struct arena *a, const struct entry_query *q, struct entry **out,
                 int *n, struct fault *f)
{
    struct sieve *sieve = arena_alloc(a, sizeof *sieve);
    struct walk w = {.s = s, .a = a, .sieve = sieve, .limit = q->limit};
    struct chunk *all;
    long ords[LOOKED_MOST], left = q->skip, found;
    int k = 0;

    *n = 0;
    *out = w.rows = arena_alloc(a, ((size_t)q->limit + 1) * sizeof *w.rows);
    enum err err = sieve_open(sieve, s, a, q, f);
    if (!err)
        err = sieve_all(sieve, a, 0, &all, &found, f);
    if (!err)
        err = keep_holding(sieve, all, &found, f);
    if (err)
        return err;

    for (long i = sieve->last / CHUNK; i >= 0 && k < q->limit; i--) {
        long here = chunk_count(&all[i]);
        if (here <= left) {
            left -= here;
            continue;
        }
        for (int at = CHUNK; k < q->limit && (at = next_place(&all[i], true, at)) >= 0;)
            if (left-- <= 0)
                ords[k++] = i * CHUNK + at;
    }
    err = look(&w, ords, k, f);
    *n = w.n;
    return err;
}

/* The groups of a facet, which are one at most. */
static const struct group *
group_of(const struct sieve *x, int facet)
{
    for (int i = 0; i < x->n; i++)
        if (x->groups[i].facet == facet)
            return &x->groups[i];
    return NULL;
}

/* What a chunk has under the filters of the facets: of each, and of all but each. */
static enum err
facets_of(struct sieve *x, const struct chunk *rest, long i, struct chunk but[FACET__MAX + 1],
          struct fault *f)
{
    struct chunk own;

    for (int k = 0; k <= FACET__MAX; k++)
        but[k] = *rest;
    for (int facet = 0; facet < FACET__MAX; facet++) {
        const struct group *g = group_of(x, facet);
        enum err err = g ? sieve_group(x, g, i, &own, f) : OK;
        if (err)
            return err;
        for (int k = 0; g != NULL && k <= FACET__MAX; k++)
            if (k != facet)
                chunk_and(&but[k], &own);
    }
    return OK;
}

static const char *const facet_terms[FACET__MAX] = {
    [FACET_TYPE] = "type", [FACET_AREA] = "area", [FACET_ROLE] = "role", [FACET_YEAR] = "on"};

enum err
store_entry_coded(struct store *s, enum facet facet, const char *code, bool *is, struct fault *f)
{
    const char *name = arena_printf(s->scratch, "%s:%s", facet_terms[facet], code);
    struct term term = {0};
    enum err err = postings_term(s, name, &term, f);

    *is = !err && term.n > 0;
    arena_reset(s->scratch);
    return err;
}

static enum err
tally_terms(struct store *s, struct arena *a, const struct entry_tally *tallies, int n,
            int64_t *ids, struct fault *f)
{
    for (int i = 0; i < n; i++) {
        struct term term;
        const char *name = arena_printf(a, "%s:%s", facet_terms[tallies[i].facet], tallies[i].code);
        enum err err = postings_term(s, name, &term, f);
        if (err)
            return err;
        ids[i] = term.id;
    }
    arena_reset(s->scratch);
    return OK;
}

enum err
store_entry_count(struct store *s, struct arena *a, const struct entry_query *q,
                  struct entry_tally *tallies, int n, struct entry_total *total, struct fault *f)
{
    struct sieve *x = arena_alloc(a, sizeof *x);
    int64_t *ids = arena_alloc(a, ((size_t)n + 1) * sizeof *ids);
    struct chunk *all, but[FACET__MAX + 1], own;
    long rest = 0;

    *total = (struct entry_total){0};
    enum err err = sieve_open(x, s, a, q, f);
    if (!err)
        err = tally_terms(s, a, tallies, n, ids, f);
    if (!err)
        err = sieve_all(x, a, (1u << FACET__MAX) - 1, &all, &rest, f);
    if (!err)
        err = keep_holding(x, all, &rest, f);
    if (err)
        return err;

    total->is_most = !x->is_exact && rest > LOOKED_MOST;
    for (long i = x->last / CHUNK; !err && i >= 0; i--) {
        if (chunk_is_empty(&all[i]))
            continue;
        if ((err = facets_of(x, &all[i], i, but, f)))
            return err;
        total->n += chunk_count(&but[FACET__MAX]);
        for (int k = 0; !err && k < n; k++) {
            if (ids[k] == 0 || chunk_is_empty(&but[tallies[k].facet]))
                continue;
            own = (struct chunk){0};
            err = postings_chunk(s, ids[k], i, &own, f);
            err = err == ERR_NOTFOUND ? OK : err;
            tallies[k].n += chunk_count_both(&own, &but[tallies[k].facet]);
        }
    }
    return err;
}
