#include "store/register.h"
#include "store/db.h"
#include "store/folding.h"

#define ENTRY_COLUMN(name, title, most) COLUMN(entry, name),
#define ENTRY_LABEL_COLUMN(name, title) EMPTY(entry, name##_label),
static const struct column entry_columns[] = {
    ENTRY_PUBLISHED(ENTRY_COLUMN) ENTRY_CODES(ENTRY_LABEL_COLUMN) COLUMN(entry, number),
    EMPTY(entry, digits),
    COLUMN(entry, filing_id),
    COLUMN(entry, organization_id),
    COLUMN(entry, status),
    COLUMN(entry, filed_on),
    COLUMN(entry, disclosure),
    COLUMN(entry, history),
    COLUMN(entry, ord),
    SKIPPED("search_text"),
    SKIPPED("organization_folded"),
};
static const struct row_map entry_map = ROW_MAP(entry_columns, entry);

static const struct column style_columns[] = {COLUMN(number_style, prefix),
                                              COLUMN(number_style, suffix)};
static const struct row_map style_map = ROW_MAP(style_columns, number_style);

static const struct column serial_columns[] = {COLUMN(number_serial, counter),
                                               COLUMN(number_serial, n)};
static const struct row_map serial_map = ROW_MAP(serial_columns, number_serial);

static const struct column group_columns[] = {
    COLUMN(entry_group, algorithm_type),
    EMPTY(entry_group, algorithm_type_label),
    COLUMN(entry_group, role),
    EMPTY(entry_group, role_label),
    COLUMN(entry_group, area),
    EMPTY(entry_group, area_label),
    COLUMN(entry_group, year),
    COLUMN(entry_group, status),
    COLUMN(entry_group, n),
};
static const struct row_map group_map = ROW_MAP(group_columns, entry_group);

static const struct column month_columns[] = {COLUMN(entry_count, code), COLUMN(entry_count, n)};
static const struct row_map month_map = ROW_MAP(month_columns, entry_count);

/* ---- numbers --------------------------------------------------------------------------------- */

enum err
store_number_serials(struct store *s, struct arena *a, const char *organization_id,
                     const char *series, struct number_serial **out, int *n, struct fault *f)
{
    return db_all(s, Q_NUMBER_SERIALS, ROWS(a, &serial_map, out, n),
                  VALUES(T(organization_id), T(series)), f);
}

enum err
store_number_take(struct store *s, const struct number_serial *x, struct fault *f)
{
    struct values v = VALUES(T(x->organization_id), T(x->series), T(x->counter), N(x->n));
    long changed = 0;
    enum err err = db_run(s, Q_NUMBER_TAKE, &changed, v, f);
    if (err || changed > 0)
        return err;
    return fail(f, ERR_AGAIN, "busy", "number_take", "流水号刚刚被占用");
}

/* ---- grams ----------------------------------------------------------------------------------- */

/* A search looks up its first grams only: rarely does a later one beat the best of many. */
enum { GRAMS_TRIED = 24 };
/* A line each, so that no search finds the end of one and the beginning of the next. */
static const char *
search_text(struct arena *a, const struct entry *x)
{
    const char *parts[] = {x->algorithm_name, x->organization,         x->products,  x->purpose,
                           x->number,         x->algorithm_type_label, x->role_label};
    struct buf b = BUF(a);
    for (size_t i = 0; i < LEN(parts); i++) {
        buf_puts(&b, text_fold(a, parts[i] ? parts[i] : ""));
        buf_puts(&b, "\n");
    }
    return b.p;
}

static enum err
index_text(struct store *s, const char *text, long ord, struct fault *f)
{
    const char *grams = folding_grams(s->scratch, text);
    enum err err = db_run(s, Q_GRAMS_ADD, NULL, VALUES(T(grams), N(ord)), f);
    return err ? err : db_run(s, Q_GRAM_COUNTS_ADD, NULL, VALUES(T(grams)), f);
}

/* The rarest of the first grams of text. n: entries that have it; -1 when text is too short to have
 * a gram. */
static enum err
rarest_gram(struct store *s, const char *text, char out[GRAM_TEXT], int64_t *n, struct fault *f)
{
    char gram[GRAM_TEXT];

    *n = -1;
    for (size_t step, i = 0; *n != 0 && i < GRAMS_TRIED && (step = folding_gram(text, gram)) > 0;
         text += step, i++) {
        int64_t count = 0;
        enum err err = db_number(s, Q_GRAM_COUNT, &count, VALUES(T(gram)), f);
        if (err && err != ERR_NOTFOUND)
            return err;
        if (*n < 0 || count < *n) {
            *n = count;
            memcpy(out, gram, sizeof gram);
        }
    }

    return OK;
}

/* ---- entries --------------------------------------------------------------------------------- */

/* What stands before the digits of its number, and after them. */
static enum err
keep_style(struct store *s, const struct entry *x, struct fault *f)
{
    const char *at = x->digits ? strstr(x->number, x->digits) : NULL;
    if (at == NULL)
        return OK;
    const char *prefix = arena_strndup(s->scratch, x->number, (size_t)(at - x->number));
    return db_run(s, Q_NUMBER_STYLE_ADD, NULL, VALUES(T(prefix), T(at + strlen(x->digits))), f);
}

enum err
store_entry_add(struct store *s, struct entry *x, struct fault *f)
{
    struct value all[PARAMETERS_MAX];
    struct values v;
    int64_t ord = 0;
    const char *text = search_text(s->scratch, x);
    const char *organization = text_fold(s->scratch, x->organization ? x->organization : "");
    enum err err =
        db_named(s, Q_ENTRY_ADD, &entry_map, x, VALUES(T(text), T(organization)), all, &v, f);
    if (!err)
        err = db_number(s, Q_ENTRY_ADD, &ord, v, f);

    x->ord = (long)ord;
    if (!err)
        err = keep_style(s, x, f);
    if (!err)
        err = index_text(s, text, x->ord, f);
    arena_reset(s->scratch);
    return err;
}

enum err
store_entry_load(struct store *s, struct arena *a, const char *number, struct entry *out,
                 struct fault *f)
{
    return db_one(s, Q_ENTRY_BY_NUMBER, ROW(a, &entry_map, out), VALUES(T(number)), f);
}

enum err
store_entry_strike(struct store *s, const struct entry *x, struct fault *f)
{
    long changed = 0;
    enum err err =
        db_run(s, Q_ENTRY_STRIKE, &changed, VALUES(T(x->number), T(x->status), T(x->history)), f);
    return err || changed > 0 ? err : ERR_AGAIN;
}

enum err
store_entry_by_digits(struct store *s, struct arena *a, const char *digits, struct entry *out,
                      struct fault *f)
{
    return db_one(s, Q_ENTRY_BY_DIGITS, ROW(a, &entry_map, out), VALUES(T(digits)), f);
}

enum err
store_number_styles(struct store *s, struct arena *a, struct number_style **out, int *n,
                    struct fault *f)
{
    return db_all(s, Q_NUMBER_STYLES, ROWS(a, &style_map, out, n), NONE, f);
}

/* The text as it is searched for, with its rarest gram where it has one. ERR_NOTFOUND when no entry
 * can hold it. */
static enum err
folded(struct store *s, struct arena *a, const char **text, const char **gram, struct fault *f)
{
    char *rarest = arena_alloc(a, GRAM_TEXT);
    int64_t count = -1;
    enum err err;

    *gram = NULL;
    if (*text == NULL)
        return OK;
    *text = text_fold(a, *text);
    if ((err = rarest_gram(s, *text, rarest, &count, f)))
        return err;
    if (count >= 0)
        *gram = rarest;
    return count == 0 ? ERR_NOTFOUND : OK;
}

/* In which order, by which statement without a text, and what its first page comes after. */
static const struct sort {
    const char *name;
    enum query walk;
    int64_t before_all;
} sorts[] = {
    {"newest", Q_ENTRY_WALK, INT64_MAX},
    {"oldest", Q_ENTRY_WALK_OLDEST, 0},
    {"name", Q_ENTRY_WALK_NAME, 0},
};

static const struct sort *
sort_of(const struct entry_query *q)
{
    for (size_t i = 0; i < LEN(sorts); i++)
        if (str_is(sorts[i].name, q->sort))
            return &sorts[i];
    return &sorts[0];
}

/* The statement, how many values it takes of ten, and what its first page comes after. */
static enum query
search_by(const struct entry_query *q, const char *gram, int *values_n, int64_t *after)
{
    const struct sort *sort = sort_of(q);
    bool is_newest = sort == &sorts[0];

    *after = sort->before_all;
    *values_n = gram || q->organization ? 10 : 8;
    if (q->organization == NULL && gram == NULL)
        return sort->walk;
    if (q->organization == NULL && is_newest) {
        *values_n = 9;
        return Q_ENTRY_SEARCH;
    }
    *after = 0;
    return q->organization ? Q_ENTRY_OF_ORGANIZATION : Q_ENTRY_SEARCH_SORTED;
}

enum err
store_entry_search(struct store *s, struct arena *a, const struct entry_query *q,
                   struct entry **out, int *n, struct fault *f)
{
    const char *gram, *text = q->text;
    struct value after[1];
    int64_t first;
    int values_n;
    enum err err = folded(s, a, &text, &gram, f);
    bool is_nowhere = err == ERR_NOTFOUND;

    *n = 0;
    *out = arena_alloc(a, sizeof **out);
    if (err && !is_nowhere)
        return err;
    enum query by = search_by(q, gram, &values_n, &first);
    after[0] = N(first);
    if ((err = db_cursor(a, q->cursor, "n", after, f)) || is_nowhere)
        return err;

    const struct value all[] = {
        after[0],           T(text),     T(q->algorithm_types),
        T(q->roles),        T(q->area),  T(q->status),
        T(q->year),         N(q->limit), T(q->organization ? text_fold(a, q->organization) : gram),
        T(sort_of(q)->name)};
    return db_all(s, by, ROWS(a, &entry_map, out, n), BOUND(all, values_n), f);
}

/* ---- figures, and pages by number ------------------------------------------------------------ */

enum err
store_entry_groups(struct store *s, struct arena *a, const char *text, struct entry_group **out,
                   int *n, struct fault *f)
{
    const char *gram;
    enum err err = folded(s, a, &text, &gram, f);

    *n = 0;
    *out = arena_alloc(a, sizeof **out);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (gram == NULL)
        return db_all(s, Q_ENTRY_GROUPS, ROWS(a, &group_map, out, n),
                      VALUES(T(text), T(NULL), T(NULL)), f);
    return db_all(s, Q_ENTRY_GROUPS_FOUND, ROWS(a, &group_map, out, n), VALUES(T(text), T(gram)),
                  f);
}

enum err
store_entry_groups_within(struct store *s, struct arena *a, const struct entry_query *q,
                          struct entry_group **out, int *n, struct fault *f)
{
    const char *text = q->text ? text_fold(a, q->text) : NULL;
    return db_all(
        s, Q_ENTRY_GROUPS, ROWS(a, &group_map, out, n),
        VALUES(T(text), T(q->organization ? text_fold(a, q->organization) : NULL), T(q->area)), f);
}

enum err
store_entry_page(struct store *s, struct arena *a, const struct entry_query *q, struct entry **out,
                 int *n, struct fault *f)
{
    const char *gram, *text = q->text;
    enum err err = folded(s, a, &text, &gram, f);

    *n = 0;
    *out = arena_alloc(a, sizeof **out);
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    if (gram == NULL)
        return db_all(s, Q_ENTRY_PAGE, ROWS(a, &entry_map, out, n),
                      VALUES(T(text), T(q->algorithm_types), T(q->roles), T(q->area), T(q->status),
                             T(q->year), N(q->limit), N(q->skip)),
                      f);
    return db_all(s, Q_ENTRY_PAGE_FOUND, ROWS(a, &entry_map, out, n),
                  VALUES(T(text), T(q->algorithm_types), T(q->roles), T(q->area), T(q->status),
                         T(q->year), N(q->limit), N(q->skip), T(gram)),
                  f);
}

enum err
store_entry_months(struct store *s, struct arena *a, int most, struct entry_count **out, int *n,
                   struct fault *f)
{
    return db_all(s, Q_ENTRY_MONTHS, ROWS(a, &month_map, out, n), VALUES(N(most)), f);
}

enum err
store_entry_organizations(struct store *s, int64_t *n, struct fault *f)
{
    return db_number(s, Q_ENTRY_ORGANIZATIONS, n, NONE, f);
}
