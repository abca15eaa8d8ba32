#include "store/filing.h"
#include "store/db.h"
#include "store/kept.h"

#include <stdio.h>

static const struct column filing_columns[] = {
    COLUMN(filing, id),           COLUMN(filing, organization_id),
    COLUMN(filing, kind),         COLUMN(filing, action),
    COLUMN(filing, state),        COLUMN_AS(filing, of, "of_id"),
    COLUMN(filing, standing),     COLUMN(filing, is_single),
    COLUMN(filing, version),      COLUMN(filing, revision),
    COLUMN(filing, number),       COLUMN(filing, rule_set),
    COLUMN(filing, checked_with), COLUMN(filing, title),
    COLUMN(filing, created_at),   COLUMN(filing, updated_at),
    COLUMN(filing, submitted_at), COLUMN(filing, saved_by),
    SEALED(filing, data),         COLUMN(filing, organization_name),
    COLUMN(filing, missing),      COLUMN(filing, open_reasons),
    COLUMN(filing, due_on),       COLUMN(filing, due_unit),
    EMPTY(filing, text_hash),     SKIPPED("deleted_at"),
    SKIPPED("data_bytes"),        SKIPPED("title_folded"),
};
static const struct row_map filing_map = ROW_MAP(filing_columns, filing);
SEALING(filing, FILING, filing_map)

static const struct column beside_columns[] = {
    COLUMN(beside, kind),     COLUMN(beside, title),  COLUMN(beside, state),
    COLUMN(beside, standing), COLUMN(beside, number), COLUMN(beside, is_same_text),
    COLUMN(beside, n),
};
static const struct row_map beside_map = ROW_MAP(beside_columns, beside);

static const struct column kept_columns[] = {
    COLUMN(kept, id),         COLUMN(kept, filing_id),
    COLUMN(kept, account_id), COLUMN(kept, base_revision),
    SEALED(kept, data),       EMPTY(kept, title),
    COLUMN(kept, at),         SKIPPED("n"),
};
static const struct row_map kept_map = ROW_MAP(kept_columns, kept);
SEALING(kept, KEPT, kept_map)

static const struct column version_columns[] = {
    COLUMN(version, filing_id),
    COLUMN(version, n),
    SEALED(version, data),
    COLUMN(version, data_hash),
    COLUMN(version, submitted_by),
    SEALED(version, remote_addr),
    COLUMN(version, submitted_at),
    SEALED(version, products),
    COLUMN(version, promise),
    COLUMN(version, text_hash),
    SEALED(version, shown),
    COLUMN(version, revisions),
    COLUMN(version, has_other_products),
};
static const struct row_map version_map = ROW_MAP(version_columns, version);
SEALING(version, VERSION, version_map)

static const struct column event_columns[] = {
    COLUMN(event, filing_id),  COLUMN(event, version),    COLUMN(event, actor_id),
    COLUMN(event, actor_role), COLUMN(event, what),       COLUMN(event, from_state),
    COLUMN(event, to_state),   SEALED(event, reasons),    SEALED(event, note),
    COLUMN(event, data_hash),  COLUMN(event, clock),      COLUMN(event, at),
    COLUMN(event, actor_name), COLUMN(event, n),          COLUMN(event, reasons_n),
    COLUMN(event, round),      COLUMN(event, mandate_id),
};
static const struct row_map event_map = ROW_MAP(event_columns, event);
SEALING(event, EVENT, event_map)

/* ---- filings --------------------------------------------------------------------------------- */

enum err
store_filing_add(struct store *s, struct filing *x, struct fault *f)
{
    x->id = db_new_id(s);
    x->version = x->revision = 1;
    x->created_at = x->updated_at = world_now(s->world);
    const char *folded = text_fold(s->scratch, x->title);
    enum err err = db_put(s, Q_FILING_ADD, &filing_map, x, VALUES(T(folded)), f);
    arena_reset(s->scratch);
    return err;
}

enum err
store_filing_load(struct store *s, struct arena *a, const char *id, struct filing *out,
                  struct fault *f)
{
    return db_one(s, Q_FILING_BY_ID, ROW(a, &filing_map, out), VALUES(T(id)), f);
}

enum err
store_filing_head(struct store *s, struct arena *a, const char *id, struct filing *out,
                  struct fault *f)
{
    return kept_one(s, Q_FILING_HEAD, id, ROW(a, &filing_map, out), VALUES(T(id)), f);
}

enum err
store_filing_data(struct store *s, struct arena *a, const char *id, const char **data,
                  struct fault *f)
{
    struct filing x = {0};
    enum err err = db_one(s, Q_FILING_DATA, ROW(a, &filing_map, &x), VALUES(T(id)), f);

    *data = x.data;
    return err;
}

/* A JSON list in the scratch arena; NULL for NULL. */
static const char *
text_list(struct store *s, const char *const *texts)
{
    struct buf b = BUF(s->scratch);

    if (texts == NULL)
        return NULL;
    buf_open(&b, NULL, '[');
    for (; *texts != NULL; texts++)
        buf_json_item(&b, *texts);
    buf_close(&b);
    return b.p;
}

enum err
store_filing_list(struct store *s, struct arena *a, const struct filing_query *q,
                  struct filing **out, int *n, struct fault *f)
{
    struct value at[] = {N(INT64_MAX), T("")};
    struct value reasons = q->reasons == REASONS_ANY ? T(NULL) : N(q->reasons == REASONS_OPEN);
    enum err err = db_cursor(a, q->cursor, "ni", at, f);
    if (err)
        return err;

    err = db_all(s, Q_FILING_LIST, ROWS(a, &filing_map, out, n),
                 VALUES(T(q->organization_id), T(q->kind), T(text_list(s, q->states)),
                        N(q->is_open), T(q->title ? text_fold(a, q->title) : NULL), reasons, at[0],
                        at[1], N(q->limit), T(q->limited_by)),
                 f);
    arena_reset(s->scratch);
    return err;
}

const char *
store_filing_cursor(struct arena *a, const struct filing *last)
{
    return arena_printf(a, "%lld.%s", (long long)last->updated_at, last->id);
}

static const struct column count_columns[] = {
    COLUMN(filing_count, kind),
    COLUMN(filing_count, state),
    COLUMN(filing_count, standing),
    COLUMN(filing_count, n),
};
static const struct row_map count_map = ROW_MAP(count_columns, filing_count);

enum err
store_filing_counts(struct store *s, struct arena *a, const struct filing_query *q,
                    struct filing_count **out, int *n, struct fault *f)
{
    return db_all(s, Q_FILING_COUNTS, ROWS(a, &count_map, out, n),
                  VALUES(T(q->organization_id), T(q->limited_by)), f);
}

enum err
store_filing_untouched(struct store *s, struct arena *a, const struct filing *like,
                       struct filing *out, struct fault *f)
{
    return db_one(s, Q_FILING_UNTOUCHED, ROW(a, &filing_map, out),
                  VALUES(T(like->organization_id), T(like->kind), T(like->action)), f);
}

enum err
store_filing_save(struct store *s, struct filing *x, struct fault *f)
{
    long changed = 0;
    int64_t now = world_now(s->world);
    enum err err =
        db_change(s, Q_FILING_SAVE, &filing_map, x,
                  VALUES(N((int64_t)strlen(x->data)), T(text_fold(s->scratch, x->title)), N(now)),
                  &changed, f);

    arena_reset(s->scratch);
    if (err || changed == 0)
        return err ? err : db_lost(s, Q_FILING_EXISTS, x->id, ERR_STALE, f);

    x->revision++;
    x->updated_at = now;
    return OK;
}

enum err
store_filing_move(struct store *s, struct filing *x, struct fault *f)
{
    long changed = 0;
    int64_t now = world_now(s->world);
    enum err err = db_run(s, Q_FILING_MOVE, &changed,
                          VALUES(T(x->id), N(x->revision), T(x->state), T(x->standing),
                                 T(x->rule_set), T(x->checked_with), N(x->submitted_at),
                                 N(x->version), T(x->text_hash ? x->text_hash : ""), N(now)),
                          f);
    if (err || changed == 0)
        return err ? err : db_lost(s, Q_FILING_EXISTS, x->id, ERR_AGAIN, f);
    if (x->number != NULL &&
        (err = db_run(s, Q_FILING_NUMBER, NULL, VALUES(T(x->id), T(x->number)), f)))
        return err;

    x->revision++;
    x->updated_at = now;
    return OK;
}

enum err
store_filing_open_of(struct store *s, struct arena *a, const char *of_id, struct filing *out,
                     struct fault *f)
{
    return db_one(s, Q_FILING_OPEN_OF, ROW(a, &filing_map, out), VALUES(T(of_id)), f);
}

enum err
store_filing_list_of(struct store *s, struct arena *a, const char *of_id, int limit,
                     struct filing **out, int *n, struct fault *f)
{
    char key[96];

    snprintf(key, sizeof key, "%s %d", of_id, limit);
    return kept_all(s, Q_FILING_LIST_OF, key, ROWS(a, &filing_map, out, n),
                    VALUES(T(of_id), N(limit)), f);
}

enum err
store_filing_in_force(struct store *s, const char *organization_id, const char *kind, bool *is,
                      struct fault *f)
{
    return db_is(s, Q_FILING_IN_FORCE, is, VALUES(T(organization_id), T(kind)), f);
}

enum err
store_filing_checked(struct store *s, const struct filing *x, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_FILING_CHECKED, &changed,
                          VALUES(T(x->id), T(x->checked_with), N(x->missing)), f);
    return db_some(err, changed, Q_FILING_CHECKED, f);
}

enum err
store_filing_missing(struct store *s, const char *id, long missing, struct fault *f)
{
    return db_run(s, Q_FILING_MISSING, NULL, VALUES(T(id), N(missing)), f);
}

enum err
store_filing_delete(struct store *s, const char *id, long revision, struct fault *f)
{
    long changed = 0;
    enum err err =
        db_run(s, Q_FILING_DELETE, &changed, VALUES(T(id), N(revision), N(world_now(s->world))), f);
    if (err || changed == 0)
        return err ? err : db_lost(s, Q_FILING_EXISTS, id, ERR_AGAIN, f);
    return db_run(s, Q_KEPT_CLEAR, NULL, VALUES(T(id)), f);
}

/* ---- all of them, under another rule set ----------------------------------------------------- */

static const struct column group_columns[] = {
    COLUMN(filing_group, kind), COLUMN(filing_group, state), COLUMN(filing_group, standing),
    EMPTY(filing_group, stage), EMPTY(filing_group, clock),  COLUMN(filing_group, n),
};
static const struct row_map group_map = ROW_MAP(group_columns, filing_group);

enum err
store_filing_groups(struct store *s, struct arena *a, struct filing_group **out, int *n,
                    struct fault *f)
{
    return db_all(s, Q_FILING_GROUPS, ROWS(a, &group_map, out, n), NONE, f);
}

static enum err
tell_of_landing(struct store *s, const struct filing_landing *x, struct fault *f)
{
    struct values told = VALUES(T(x->kind), T(x->from), T(x->state), N(world_now(s->world)));
    enum err err = db_run(s, Q_EVENT_LAND, NULL, told, f);
    return err ? err : db_run(s, Q_OUTBOX_LAND, NULL, told, f);
}

static enum err
land_tasks(struct store *s, const struct filing_landing *x, struct fault *f)
{
    const char *clock = x->clock ? x->clock : "";
    int64_t now = world_now(s->world);
    char today[DATE_TEXT];

    if (x->stage == NULL)
        return db_run(s, Q_TASK_LAND_NOWHERE, NULL, VALUES(T(x->kind), T(x->from)), f);
    date_beijing(now, today);
    enum err err =
        db_run(s, Q_DEADLINE_LAND, NULL, VALUES(T(x->kind), T(x->from), T(x->ahead), T(today)), f);
    if (err)
        return err;
    return db_run(s, Q_TASK_LAND, NULL,
                  VALUES(T(x->kind), T(x->from), T(x->stage), T(clock), N(now)), f);
}

/* What hangs on them goes first: it is found by the state that they leave. */
enum err
store_filings_land(struct store *s, const struct filing_landing *x, struct fault *f)
{
    enum err err = land_tasks(s, x, f);
    if (err)
        return err;
    if ((err = db_run(s, Q_UNASKED_LAND, NULL, VALUES(T(x->kind), T(x->from)), f)))
        return err;
    if (!str_is(x->from, x->state) && (err = tell_of_landing(s, x, f)))
        return err;
    return db_run(
        s, Q_FILING_LAND, NULL,
        VALUES(T(x->kind), T(x->from), T(x->state), T(x->standing), N(world_now(s->world))), f);
}

enum err
store_unasked_drafts(struct store *s, const char *kind, struct fault *f)
{
    return db_run(s, Q_UNASKED_DRAFTS, NULL, VALUES(T(kind)), f);
}

enum err
store_unasked_organization(struct store *s, const char *organization_id, struct fault *f)
{
    return db_run(s, Q_UNASKED_ORGANIZATION, NULL, VALUES(T(organization_id)), f);
}

enum err
store_unasked_any(struct store *s, bool *out, struct fault *f)
{
    return db_is(s, Q_UNASKED_ANY, out, NONE, f);
}

enum err
store_filings_unasked(struct store *s, struct arena *a, int limit, struct filing **out, int *n,
                      struct fault *f)
{
    return db_all(s, Q_FILING_UNASKED, ROWS(a, &filing_map, out, n), VALUES(N(limit)), f);
}

enum err
store_unasked_drop(struct store *s, const char *filing_id, struct fault *f)
{
    return db_run(s, Q_UNASKED_DROP, NULL, VALUES(T(filing_id)), f);
}

/* ---- beside it ------------------------------------------------------------------------------- */

enum err
store_filing_beside(struct store *s, struct arena *a, const struct beside_query *q,
                    struct beside **out, int *n, struct fault *f)
{
    return db_all(s, Q_FILING_BESIDE, ROWS(a, &beside_map, out, n),
                  VALUES(T(q->organization_id), T(q->filing_id ? q->filing_id : ""),
                         T(q->text_hash ? q->text_hash : ""),
                         T(text_fold(a, q->title ? q->title : "")), N(q->limit)),
                  f);
}

enum err
store_title_elsewhere(struct store *s, const struct elsewhere_query *q, const char *title,
                      bool *out, struct fault *f)
{
    const char *folded = text_fold(s->scratch, title);
    enum err err =
        db_is(s, Q_TITLE_ELSEWHERE, out, VALUES(T(folded), T(q->organization_id), T(q->kind)), f);
    arena_reset(s->scratch);
    return err;
}

enum err
store_text_elsewhere(struct store *s, const struct elsewhere_query *q, const char *hash, bool *out,
                     struct fault *f)
{
    return db_is(s, Q_TEXT_ELSEWHERE, out, VALUES(T(hash), T(q->organization_id), T(q->kind)), f);
}

/* ---- what hangs on a filing ------------------------------------------------------------------ */

enum err
store_kept_add(struct store *s, struct kept *x, struct fault *f)
{
    x->id = db_new_id(s);
    enum err err = db_put(s, Q_KEPT_ADD, &kept_map, x, NONE, f);
    return err ? err : db_run(s, Q_KEPT_TRIM, NULL, VALUES(T(x->filing_id)), f);
}

enum err
store_kept_load(struct store *s, struct arena *a, const char *filing_id, const char *id,
                struct kept *out, struct fault *f)
{
    return db_one(s, Q_KEPT_BY_ID, ROW(a, &kept_map, out), VALUES(T(filing_id), T(id)), f);
}

enum err
store_kept_newest(struct store *s, struct arena *a, const char *filing_id, struct kept *out,
                  struct fault *f)
{
    return db_one(s, Q_KEPT_NEWEST, ROW(a, &kept_map, out), VALUES(T(filing_id)), f);
}

enum err
store_kept_list(struct store *s, struct arena *a, const char *filing_id, struct kept **out, int *n,
                struct fault *f)
{
    return db_all(s, Q_KEPT_LIST, ROWS(a, &kept_map, out, n), VALUES(T(filing_id)), f);
}

enum err
store_kept_delete(struct store *s, const char *filing_id, const char *id, struct fault *f)
{
    long changed = 0;
    enum err err = db_run(s, Q_KEPT_DELETE, &changed, VALUES(T(filing_id), T(id)), f);
    return db_some(err, changed, Q_KEPT_DELETE, f);
}

enum err
store_version_add(struct store *s, const struct version *x, struct fault *f)
{
    return db_put(s, Q_VERSION_ADD, &version_map, x, NONE, f);
}

enum err
store_version_load(struct store *s, struct arena *a, const char *filing_id, long n,
                   struct version *out, struct fault *f)
{
    return db_one(s, Q_VERSION_BY_N, ROW(a, &version_map, out), VALUES(T(filing_id), N(n)), f);
}

enum err
store_subject_approved(struct store *s, struct arena *a, const char *organization_id,
                       struct version *out, struct fault *f)
{
    return db_one(s, Q_SUBJECT_APPROVED, ROW(a, &version_map, out), VALUES(T(organization_id)), f);
}

enum err
store_version_newest(struct store *s, struct arena *a, const char *filing_id, long most,
                     struct version *out, struct fault *f)
{
    return db_one(s, Q_VERSION_NEWEST, ROW(a, &version_map, out), VALUES(T(filing_id), N(most)), f);
}

enum err
store_version_shown(struct store *s, struct arena *a, const char *filing_id, long most,
                    struct version *out, struct fault *f)
{
    struct version other = {0};
    enum err err =
        db_one(s, Q_VERSION_SHOWN, ROW(a, &version_map, out), VALUES(T(filing_id), N(most)), f);
    if (err || out->revisions == NULL)
        return err;
    err = kept_one(s, Q_PRODUCTS_OTHER, out->revisions, ROW(a, &version_map, &other),
                   VALUES(T(out->revisions)), f);
    out->has_other_products = other.has_other_products;
    return err;
}

enum err
store_version_list(struct store *s, struct arena *a, const char *filing_id, struct version **out,
                   int *n, struct fault *f)
{
    return db_all(s, Q_VERSION_LIST, ROWS(a, &version_map, out, n), VALUES(T(filing_id)), f);
}

static long
count_reasons(struct store *s, const char *reasons)
{
    json_t *list;
    struct fault f;

    if (reasons == NULL || json_read(s->scratch, reasons, strlen(reasons), &list, &f))
        return 0;
    long n = (long)json_array_size(list);
    arena_reset(s->scratch);
    return n;
}

/* Its place is bound into what it seals, so that it is known before the row is there. */
enum err
store_event_add(struct store *s, const struct event *x, struct fault *f)
{
    struct event event = *x;
    int64_t last = 0;
    enum err err = db_number(s, Q_EVENT_LAST, &last, NONE, f);
    if (err)
        return err;

    event.n = (long)last + 1;
    event.reasons_n = count_reasons(s, x->reasons);
    return db_put(s, Q_EVENT_ADD, &event_map, &event, NONE, f);
}

enum err
store_event_reasons(struct store *s, struct arena *a, const char *filing_id, long below,
                    struct event *out, struct fault *f)
{
    *out = (struct event){0};
    char key[96];

    snprintf(key, sizeof key, "%s %ld", filing_id, below);
    return kept_one(s, Q_EVENT_REASONS, key, ROW(a, &event_map, out),
                    VALUES(T(filing_id), N(below)), f);
}

enum err
store_event_rounds(struct store *s, struct arena *a, const struct event_query *q,
                   struct event **out, int *n, struct fault *f)
{
    return db_all(s, Q_EVENT_ROUNDS, ROWS(a, &event_map, out, n),
                  VALUES(T(q->filing_id), N(q->below), N(q->limit)), f);
}

enum err
store_event_moves(struct store *s, struct arena *a, const char *filing_id, struct event **out,
                  int *n, struct fault *f)
{
    return db_all(s, Q_EVENT_MOVES, ROWS(a, &event_map, out, n), VALUES(T(filing_id)), f);
}

enum err
store_filing_agent(struct store *s, struct arena *a, const char *filing_id, int64_t at,
                   struct account *out, struct fault *f)
{
    return db_one(s, Q_FILING_AGENT, ROW(a, account_sealing.map, out), VALUES(T(filing_id), N(at)),
                  f);
}

enum err
store_event_list(struct store *s, struct arena *a, const char *filing_id, struct event **out,
                 int *n, struct fault *f)
{
    return db_all(s, Q_EVENT_LIST, ROWS(a, &event_map, out, n), VALUES(T(filing_id)), f);
}
