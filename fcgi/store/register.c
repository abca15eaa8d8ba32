#include "store/register.h"
#include "store/db.h"
#include "store/entries.h"

#define ENTRY_COLUMN(name, title, most) COLUMN(entry, name),
#define ENTRY_LABEL_COLUMN(name, title) EMPTY(entry, name##_label),
static const struct column entry_columns[] = {
    ENTRY_PUBLISHED(ENTRY_COLUMN) ENTRY_CODES(ENTRY_LABEL_COLUMN) COLUMN(entry, number),
    EMPTY(entry, digits),
    COLUMN(entry, filing_id),
    COLUMN(entry, organization_id),
    COLUMN(entry, status),
    COLUMN(entry, filed_on),
    EMPTY(entry, changed_on),
    EMPTY(entry, ended_by),
    EMPTY(entry, law),
    EMPTY(entry, source),
    COLUMN(entry, disclosure),
    COLUMN(entry, history),
    COLUMN(entry, former_names),
    COLUMN(entry, changed_at),
    COLUMN(entry, ord),
    SKIPPED("search_text"),
    SKIPPED("organization_folded"),
};
static const struct row_map entry_map = ROW_MAP(entry_columns, entry);
const struct row_map *const store_entry_map = &entry_map;

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

/* ---- entries --------------------------------------------------------------------------------- */

#define DAY_MS (24 * 3600 * INT64_C(1000))
#define BEIJING_MS (8 * 3600 * INT64_C(1000))

/* When it is changed: now; of what a list says, the beginning of its day. */
static int64_t
moment_of(const struct store *s, const struct entry *x, const char *on)
{
    if (x->source == NULL || on == NULL || !date_valid(on))
        return world_now(s->world);
    return date_days(on) * DAY_MS - BEIJING_MS;
}

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
store_entry_put(struct store *s, struct entry *x, struct fault *f)
{
    struct value all[PARAMETERS_MAX];
    struct values v;
    int64_t ord = 0;
    const char *text = entry_text(s->scratch, x);
    const char *organization = entry_organizations(s->scratch, x);
    struct entry put = *x;

    if (put.changed_on == NULL)
        put.changed_on = x->filed_on;
    if (put.former_names == NULL)
        put.former_names = "[]";
    put.changed_at = (long)moment_of(s, x, put.changed_on);
    enum err err =
        db_named(s, Q_ENTRY_ADD, &entry_map, &put, VALUES(T(text), T(organization)), all, &v, f);
    if (!err)
        err = db_number(s, Q_ENTRY_ADD, &ord, v, f);

    x->ord = (long)ord;
    if (!err)
        err = keep_style(s, x, f);
    arena_reset(s->scratch);
    return err;
}

enum err
store_entries_index(struct store *s, long first, long last, struct fault *f)
{
    enum err err = db_run(s, Q_TERMS_ADD, NULL, VALUES(N(first), N(last)), f);
    return err ? err : db_run(s, Q_POSTINGS_ADD, NULL, VALUES(N(first), N(last)), f);
}

static enum err
unindex(struct store *s, long ord, struct fault *f)
{
    enum err err = db_run(s, Q_POSTINGS_REMOVE, NULL, VALUES(N(ord)), f);
    return err ? err : db_run(s, Q_TERMS_REMOVE, NULL, VALUES(N(ord)), f);
}

enum err
store_entry_add(struct store *s, struct entry *x, struct fault *f)
{
    enum err err = store_entry_put(s, x, f);
    return err ? err : store_entries_index(s, x->ord, x->ord, f);
}

enum err
store_entry_load(struct store *s, struct arena *a, const char *number, struct entry *out,
                 struct fault *f)
{
    return db_one(s, Q_ENTRY_BY_NUMBER, ROW(a, &entry_map, out), VALUES(T(number)), f);
}

enum err
store_entry_renew(struct store *s, const struct entry *x, struct fault *f)
{
    const char *text = entry_text(s->scratch, x);
    const char *organization = entry_organizations(s->scratch, x);
    struct entry now = *x;
    long changed = 0;
    enum err err = unindex(s, x->ord, f);

    now.changed_at = (long)world_now(s->world);
    if (!err)
        err = db_change(s, Q_ENTRY_RENEW, &entry_map, &now, VALUES(T(text), T(organization)),
                        &changed, f);
    if (!err)
        err = store_entries_index(s, x->ord, x->ord, f);
    arena_reset(s->scratch);
    return err || changed > 0 ? err : ERR_AGAIN;
}

enum err
store_entry_call(struct store *s, const struct entry *x, struct fault *f)
{
    const char *text = entry_text(s->scratch, x);
    const char *organization = entry_organizations(s->scratch, x);
    enum err err = unindex(s, x->ord, f);

    if (!err)
        err = db_run(s, Q_ENTRY_CALL, NULL,
                     VALUES(T(x->number), T(x->former_names), T(text), T(organization)), f);
    if (!err)
        err = store_entries_index(s, x->ord, x->ord, f);
    arena_reset(s->scratch);
    return err;
}

#define OR_NONE(x_) T((x_) ? (x_) : "")

enum err
store_entry_strike(struct store *s, const struct entry *x, struct fault *f)
{
    long changed = 0;
    enum err err = unindex(s, x->ord, f);

    if (!err)
        err = db_run(s, Q_ENTRY_STRIKE, &changed,
                     VALUES(T(x->number), T(x->status), T(x->history), OR_NONE(x->ended_by),
                            OR_NONE(x->law), N(world_now(s->world))),
                     f);
    if (!err)
        err = store_entries_index(s, x->ord, x->ord, f);
    return err || changed > 0 ? err : ERR_AGAIN;
}

enum err
store_entry_amend(struct store *s, const struct entry *x, struct fault *f)
{
    const char *text = entry_text(s->scratch, x);
    const char *organizations = entry_organizations(s->scratch, x);
    long changed = 0;
    enum err err = unindex(s, x->ord, f);

    if (!err)
        err = db_run(s, Q_ENTRY_AMEND, &changed,
                     VALUES(N(x->ord), T(x->algorithm_name), T(x->algorithm_type),
                            OR_NONE(x->algorithm_type_label), T(x->role), OR_NONE(x->role_label),
                            T(x->organization), T(x->products), T(x->purpose), T(x->note),
                            T(x->status), OR_NONE(x->source), OR_NONE(x->changed_on), T(x->history),
                            T(text), T(organizations), T(x->former_names ? x->former_names : "[]"),
                            N(moment_of(s, x, x->changed_on))),
                     f);
    if (!err)
        err = store_entries_index(s, x->ord, x->ord, f);
    arena_reset(s->scratch);
    return err || changed > 0 ? err : ERR_AGAIN;
}

enum err
store_entry_by_digits(struct store *s, struct arena *a, const char *digits, struct entry *out,
                      struct fault *f)
{
    return db_one(s, Q_ENTRY_BY_DIGITS, ROW(a, &entry_map, out), VALUES(T(digits)), f);
}

enum err
store_entries_changed(struct store *s, struct arena *a, int limit, struct entry **out, int *n,
                      struct fault *f)
{
    return db_all(s, Q_ENTRIES_CHANGED, ROWS(a, &entry_map, out, n), VALUES(N(limit)), f);
}

#define RANK_MOST 1000000000L /* whoever writes a cursor by hand counts no further */

enum err
store_entries_struck(struct store *s, struct arena *a, const struct struck_query *q,
                     struct entry **out, int *n, struct fault *f)
{
    struct value at[] = {T(DATE_LATEST), N(INT64_MAX), N(0)};
    struct value role = q->is_with_role ? N(str_is(q->is_with_role, "1")) : T(NULL);
    bool is_dayless = q->cursor != NULL && *q->cursor == '.'; /* each that left has its day */
    enum err err = db_cursor(a, is_dayless ? "" : q->cursor, "dnn", at, f);
    if (err)
        return err;
    *q->before = at[2].number > RANK_MOST ? RANK_MOST : (long)at[2].number;
    return db_all(s, Q_ENTRIES_STRUCK, ROWS(a, &entry_map, out, n),
                  VALUES(T(q->from ? q->from : ""), T(q->to ? q->to : DATE_LATEST), role, at[0],
                         at[1], N(q->limit)),
                  f);
}

const char *
store_struck_cursor(struct arena *a, const struct entry *last, long rank)
{
    return arena_printf(a, "%s.%ld.%ld", last->changed_on, last->ord, rank);
}

enum err
store_number_styles(struct store *s, struct arena *a, struct number_style **out, int *n,
                    struct fault *f)
{
    return db_all(s, Q_NUMBER_STYLES, ROWS(a, &style_map, out, n), NONE, f);
}

/* ---- figures --------------------------------------------------------------------------------- */

enum err
store_entry_groups(struct store *s, struct arena *a, struct entry_group **out, int *n,
                   struct fault *f)
{
    return db_all(s, Q_ENTRY_GROUPS, ROWS(a, &group_map, out, n), NONE, f);
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
