#include "store/likeness.h"
#include "store/db.h"
#include "store/key.h"

/* A mark that so many filings have is a phrase of the trade. */
enum { EVERYBODYS = 200 };

static const struct column at_columns[] = {COLUMN(likeness_at, event), COLUMN(likeness_at, texts)};
static const struct row_map at_map = ROW_MAP(at_columns, likeness_at);

static const struct column due_columns[] = {
    COLUMN(likeness_due, event), COLUMN(likeness_due, filing_id), COLUMN(likeness_due, kind),
    COLUMN(likeness_due, title), COLUMN(likeness_due, version),   COLUMN(likeness_due, is_new),
};
static const struct row_map due_map = ROW_MAP(due_columns, likeness_due);

static const struct column like_columns[] = {
    COLUMN(likeness_like, filing_id), COLUMN(likeness_like, shared), COLUMN(likeness_like, weight)};
static const struct row_map like_map = ROW_MAP(like_columns, likeness_like);

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

static const char *
marks_json(struct arena *a, const struct marks *x)
{
    struct buf b = BUF(a);

    buf_puts(&b, "[");
    for (int i = 0; i < x->n; i++) {
        buf_puts(&b, i ? "," : "");
        buf_int(&b, x->rows[i]);
    }
    buf_puts(&b, "]");
    return b.p;
}

enum err
store_likeness_set(struct store *s, struct arena *a, const struct likeness_due *of,
                   const char *texts, const struct marks *marks, struct fault *f)
{
    enum err err = db_run(s, Q_MARK_DROP, NULL, VALUES(T(of->filing_id)), f);
    if (err)
        return err;
    if ((err = db_run(s, Q_LIKENESS_SET, NULL, VALUES(T(of->filing_id), N(of->version), T(texts)),
                      f)))
        return err;
    return db_run(s, Q_MARK_ADD, NULL, VALUES(T(of->filing_id), T(marks_json(a, marks))), f);
}

enum err
store_likeness_like(struct store *s, struct arena *a, const char *filing_id,
                    const struct marks *marks, int limit, struct likeness_like **out, int *n,
                    struct fault *f)
{
    return db_all(s, Q_LIKENESS_LIKE, ROWS(a, &like_map, out, n),
                  VALUES(T(marks_json(a, marks)), T(filing_id), N(EVERYBODYS), N(limit)), f);
}
