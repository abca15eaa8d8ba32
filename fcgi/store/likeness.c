#include "store/likeness.h"
#include "store/db.h"
#include "store/key.h"

#include <stdlib.h>

/* A mark that so many filings have is a phrase of the trade: more of them are not written down. */
enum { HOLDERS_MAX = 200, HOLDER_BYTES = 4, MARK_BYTES = 8 };

static const struct column at_columns[] = {COLUMN(likeness_at, event), COLUMN(likeness_at, texts)};
static const struct row_map at_map = ROW_MAP(at_columns, likeness_at);

static const struct column due_columns[] = {
    COLUMN(likeness_due, event), COLUMN(likeness_due, filing_id), COLUMN(likeness_due, kind),
    COLUMN(likeness_due, title), COLUMN(likeness_due, version),   COLUMN(likeness_due, is_new),
};
static const struct row_map due_map = ROW_MAP(due_columns, likeness_due);

/* A filing by the number that stands beside marks, and its own marks. */
struct marked {
    long n;
    const char *filing_id;
    struct bytes marks;
};
static const struct column marked_columns[] = {COLUMN(marked, n), COLUMN(marked, filing_id),
                                               COLUMN(marked, marks)};
static const struct row_map marked_map = ROW_MAP(marked_columns, marked);

struct holders {
    struct bytes held_by;
};
static const struct column holders_columns[] = {COLUMN(holders, held_by)};
static const struct row_map holders_map = ROW_MAP(holders_columns, holders);

enum err
store_likeness_key(struct store *s, unsigned char out[SEAL_SHORT_BYTES], struct fault *f)
{
    const struct seal_key *key;
    int64_t n;
    enum err err = key_of_owner(s, KEY_LOOKUP, &key, &n, f);

    if (!err)
        seal_short_key(key, "likeness", out);
    return err;
}

enum err
store_likeness_at(struct store *s, struct arena *a, struct likeness_at *out, struct fault *f)
{
    return db_one(s, Q_LIKENESS_AT, ROW(a, &at_map, out), NONE, f);
}

enum err
store_likeness_at_set(struct store *s, const struct likeness_at *at, struct fault *f)
{
    return db_run(s, Q_LIKENESS_AT_SET, NULL, VALUES(N(at->event), T(at->texts)), f);
}

enum err
store_likeness_any(struct store *s, bool *out, struct fault *f)
{
    return db_is(s, Q_LIKENESS_ANY, out, NONE, f);
}

enum err
store_likeness_next(struct store *s, struct arena *a, const struct likeness_at *at, int limit,
                    struct likeness_due **out, int *n, struct fault *f)
{
    return db_all(s, Q_LIKENESS_NEXT, ROWS(a, &due_map, out, n),
                  VALUES(N(at->event), T(at->texts), N(limit)), f);
}

/* ---- numbers in rows: the least byte first ----------------------------------------------------
 */

static void
put_number(unsigned char *at, uint64_t x, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (unsigned char)(x >> 8 * i);
}

static uint64_t
number_at(const void *p, size_t i, int bytes)
{
    const unsigned char *at = (const unsigned char *)p + i * (size_t)bytes;
    uint64_t x = 0;

    for (int k = bytes - 1; k >= 0; k--)
        x = x << 8 | at[k];
    return x;
}

static size_t
holders_n(const struct bytes *x)
{
    return x->n / HOLDER_BYTES;
}

static long
holder_at(const struct bytes *x, size_t i)
{
    return (long)number_at(x->p, i, HOLDER_BYTES);
}

/* ---- who has a mark -------------------------------------------------------------------------- */

/* In the scratch arena; none when nobody has it. */
static enum err
load_holders(struct store *s, int64_t mark, struct bytes *out, struct fault *f)
{
    struct holders row = {{0}};
    enum err err =
        db_one(s, Q_MARK_HOLDERS, ROW(s->scratch, &holders_map, &row), VALUES(N(mark)), f);

    *out = row.held_by;
    return err == ERR_NOTFOUND ? OK : err;
}

/* In the scratch arena; n is 0 when it is not marked. */
static enum err
load_marked(struct store *s, const char *filing_id, struct marked *out, struct fault *f)
{
    *out = (struct marked){0};
    enum err err =
        db_one(s, Q_LIKENESS_OF_FILING, ROW(s->scratch, &marked_map, out), VALUES(T(filing_id)), f);
    return err == ERR_NOTFOUND ? OK : err;
}

static enum err
leave_mark(struct store *s, int64_t mark, long n, struct fault *f)
{
    unsigned char left[HOLDERS_MAX * HOLDER_BYTES];
    size_t left_n = 0;
    struct bytes held_by;
    enum err err = load_holders(s, mark, &held_by, f);
    if (err)
        return err;

    for (size_t i = 0; i < holders_n(&held_by) && i < HOLDERS_MAX; i++) {
        if (holder_at(&held_by, i) == n)
            continue;
        put_number(left + left_n, (uint64_t)holder_at(&held_by, i), HOLDER_BYTES);
        left_n += HOLDER_BYTES;
    }
    if (left_n == held_by.n)
        return OK;
    if (left_n == 0)
        return db_run(s, Q_MARK_DELETE, NULL, VALUES(N(mark)), f);
    return db_run(s, Q_MARK_SET, NULL, VALUES(N(mark), B(left, left_n)), f);
}

static enum err
leave_marks(struct store *s, const char *filing_id, struct fault *f)
{
    struct marked x;
    enum err err = load_marked(s, filing_id, &x, f);

    for (size_t i = 0; !err && i < x.marks.n / MARK_BYTES; i++)
        err = leave_mark(s, (int64_t)number_at(x.marks.p, i, MARK_BYTES), x.n, f);
    arena_reset(s->scratch);
    return err;
}

static enum err
take_marks(struct store *s, long n, const struct marks *marks, struct fault *f)
{
    unsigned char number[HOLDER_BYTES];
    enum err err = OK;

    put_number(number, (uint64_t)n, HOLDER_BYTES);
    for (int i = 0; !err && i < marks->n; i++)
        err = db_run(
            s, Q_MARK_ADD, NULL,
            VALUES(N(marks->rows[i]), B(number, HOLDER_BYTES), N(HOLDERS_MAX * HOLDER_BYTES)), f);
    return err;
}

enum err
store_likeness_set(struct store *s, struct arena *a, const struct likeness_due *of,
                   const char *texts, const struct marks *marks, struct fault *f)
{
    size_t bytes = (size_t)marks->n * MARK_BYTES;
    unsigned char *all = arena_alloc(a, bytes + 1);
    struct marked x;
    enum err err = leave_marks(s, of->filing_id, f);
    if (err)
        return err;

    for (int i = 0; i < marks->n; i++)
        put_number(all + i * MARK_BYTES, (uint64_t)marks->rows[i], MARK_BYTES);
    err = db_run(s, Q_LIKENESS_SET, NULL,
                 VALUES(T(of->filing_id), N(of->version), T(texts), B(all, bytes)), f);
    if (!err)
        err = load_marked(s, of->filing_id, &x, f);
    if (!err)
        err = take_marks(s, x.n, marks, f);
    arena_reset(s->scratch);
    return err;
}

enum err
store_likeness_forget(struct store *s, const char *organization_id, struct fault *f)
{
    struct arena *a = arena_new();
    struct id_list filings;
    enum err err =
        db_ids(s, Q_LIKENESS_OF_ORGANIZATION, a, &filings, VALUES(T(organization_id)), f);

    for (int i = 0; !err && i < filings.n; i++)
        if (!(err = leave_marks(s, filings.ids[i], f)))
            err = db_run(s, Q_LIKENESS_DROP, NULL, VALUES(T(filings.ids[i])), f);
    arena_free(a);
    return err;
}

/* ---- who has the same ------------------------------------------------------------------------ */

/* The filings that were met, by their number; a place is free where n is 0. */
struct tally {
    struct likeness_like of;
    long n;
};
struct tallies {
    struct tally *rows;
    size_t room; /* a power of two */
};

static struct tally *
tally_of(const struct tallies *x, long n)
{
    size_t at = (size_t)n * 2654435761u & (x->room - 1);

    while (x->rows[at].n != 0 && x->rows[at].n != n)
        at = (at + 1) & (x->room - 1);
    x->rows[at].n = n;
    return &x->rows[at];
}

static int
by_weight(const void *x, const void *y)
{
    const struct tally *a = x, *b = y;

    if (a->of.weight != b->of.weight)
        return a->of.weight < b->of.weight ? 1 : -1;
    return (a->n > b->n) - (a->n < b->n);
}

/* What few have counts most, what everybody has nothing: unless nearly all that a filing says is of
 * that sort. */
static bool
counts(const struct bytes *holders, bool is_common_text)
{
    return holders_n(holders) < HOLDERS_MAX || is_common_text;
}

static struct tallies
tally_holders(struct arena *a, const struct bytes *holders, int n, bool is_common_text)
{
    enum { MOST = 1000000 };
    struct tallies x = {.room = 64};
    size_t all = 0;

    for (int i = 0; i < n; i++)
        all += counts(&holders[i], is_common_text) ? holders_n(&holders[i]) : 0;
    while (x.room < 2 * all)
        x.room *= 2;
    x.rows = arena_alloc(a, x.room * sizeof *x.rows);
    for (int i = 0; i < n; i++) {
        if (!counts(&holders[i], is_common_text))
            continue;
        for (size_t k = 0; k < holders_n(&holders[i]); k++) {
            struct tally *t = tally_of(&x, holder_at(&holders[i], k));
            t->of.shared++;
            t->of.weight += MOST / (long)holders_n(&holders[i]);
        }
    }
    return x;
}

/* The likest of those that were met, but itself, into out. */
static enum err
name_likest(struct store *s, struct arena *a, struct tallies *x, long itself, int limit,
            struct likeness_like *out, int *n, struct fault *f)
{
    size_t met = 0;

    for (size_t i = 0; i < x->room; i++)
        if (x->rows[i].n != 0 && x->rows[i].n != itself)
            x->rows[met++] = x->rows[i];
    qsort(x->rows, met, sizeof *x->rows, by_weight);
    for (size_t i = 0; i < met && *n < limit; i++) {
        struct marked row;
        enum err err =
            db_one(s, Q_LIKENESS_BY_N, ROW(a, &marked_map, &row), VALUES(N(x->rows[i].n)), f);
        if (err == ERR_NOTFOUND)
            continue;
        if (err)
            return err;
        out[*n] = x->rows[i].of;
        out[(*n)++].filing_id = row.filing_id;
    }
    return OK;
}

enum err
store_likeness_like(struct store *s, struct arena *a, const char *filing_id,
                    const struct marks *marks, int limit, struct likeness_like **out, int *n,
                    struct fault *f)
{
    enum { COMMON_PART = 4 }; /* a text is common when less than one in so many marks is not */
    struct bytes *holders = arena_alloc(a, ((size_t)marks->n + 1) * sizeof *holders);
    struct marked itself;
    int rare = 0;
    enum err err = load_marked(s, filing_id, &itself, f);

    *n = 0;
    *out = arena_alloc(a, ((size_t)limit + 1) * sizeof **out);
    for (int i = 0; !err && i < marks->n; i++) {
        err = load_holders(s, marks->rows[i], &holders[i], f);
        rare += holders_n(&holders[i]) < HOLDERS_MAX;
    }
    if (!err) {
        bool is_common_text = COMMON_PART * rare < marks->n;
        struct tallies x = tally_holders(s->scratch, holders, marks->n, is_common_text);
        err = name_likest(s, a, &x, itself.n, limit, *out, n, f);
    }
    arena_reset(s->scratch);
    return err;
}
