#include "store/letter.h"
#include "store/db.h"

static const struct column letter_columns[] = {
    COLUMN(letter, filing_id), COLUMN(letter, n),        COLUMN(letter, version),
    COLUMN(letter, code),      COLUMN(letter, title),    COLUMN(letter, series),
    COLUMN(letter, year),      COLUMN(letter, serial),   COLUMN(letter, number),
    COLUMN(letter, verify),    COLUMN(letter, hash),     COLUMN(letter, is_public),
    SEALED(letter, content),   COLUMN(letter, rule_set), COLUMN(letter, issued_at),
};
static const struct row_map letter_map = ROW_MAP(letter_columns, letter);
SEALING(letter, LETTER, letter_map)

enum err
store_letter_serial_take(struct store *s, const char *series, const char *year, long *n,
                         struct fault *f)
{
    int64_t next = 0;
    enum err err = db_number(s, Q_LETTER_SERIAL_TAKE, &next, VALUES(T(series), T(year)), f);

    *n = (long)next;
    return err;
}

enum err
store_letter_add(struct store *s, struct letter *x, struct fault *f)
{
    int64_t n = 0;
    enum err err = db_number(s, Q_LETTER_NEXT, &n, VALUES(T(x->filing_id)), f);

    x->n = (long)n;
    return err ? err : db_put(s, Q_LETTER_ADD, &letter_map, x, NONE, f);
}

enum err
store_letter_list(struct store *s, struct arena *a, const struct letter_query *q,
                  struct letter **out, int *n, struct fault *f)
{
    struct value at[] = {N(0)};
    enum err err = db_cursor(a, q->cursor, "n", at, f);
    if (err)
        return err;
    return db_all(s, Q_LETTER_LIST, ROWS(a, &letter_map, out, n),
                  VALUES(T(q->filing_id), at[0], N(q->limit)), f);
}

enum err
store_letter_load(struct store *s, struct arena *a, const char *filing_id, long n,
                  struct letter *out, struct fault *f)
{
    return db_one(s, Q_LETTER_BY_N, ROW(a, &letter_map, out), VALUES(T(filing_id), N(n)), f);
}

enum err
store_letter_by_code(struct store *s, struct arena *a, const char *code, struct letter *out,
                     struct fault *f)
{
    return db_one(s, Q_LETTER_BY_CODE, ROW(a, &letter_map, out), VALUES(T(code)), f);
}
