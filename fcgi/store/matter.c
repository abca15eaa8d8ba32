#include "store/matter.h"
#include "store/cells.h"
#include "store/db.h"

#define PEOPLE_MAX 200 /* who are told of one matter by their role */

static const struct column matter_columns[] = {
    COLUMN(matter, id),
    COLUMN(matter, kind),
    COLUMN(matter, filing_id),
    COLUMN(matter, state),
    COLUMN(matter, is_over),
    COLUMN(matter, organization_id),
    COLUMN(matter, is_told),
    COLUMN(matter, due_on),
    COLUMN(matter, type),
    COLUMN(matter, amount),
    COLUMN(matter, area),
    COLUMN(matter, class_code),
    COLUMN(matter, code_hash),
    COLUMN(matter, revision),
    COLUMN(matter, opened_at),
    COLUMN(matter, is_missed),
    COLUMN(matter, title),
    COLUMN(matter, number),
    COLUMN(matter, organization_name),
};
static const struct row_map matter_map = ROW_MAP(matter_columns, matter);

static const struct column step_columns[] = {
    COLUMN(matter_step, matter_id), COLUMN(matter_step, n),          COLUMN(matter_step, filing_id),
    COLUMN(matter_step, event),     COLUMN(matter_step, from_state), COLUMN(matter_step, to_state),
    COLUMN(matter_step, actor_id),  COLUMN(matter_step, actor_role), SEALED(matter_step, text),
    SEALED(matter_step, contact),   COLUMN(matter_step, due_on),     COLUMN(matter_step, at),
    COLUMN(matter_step, asked_on),
};
static const struct row_map step_map = ROW_MAP(step_columns, matter_step);
SEALING(matter_step, MATTER_STEP, step_map)

static const struct column file_columns[] = {
    COLUMN(matter_file, n),
    COLUMN(matter_file, id),
    SEALED_OF(matter_file, filename, attachment_cells, "filename"),
    COLUMN(matter_file, media_type),
    COLUMN(matter_file, size_bytes),
    SKIPPED("organization_id"),
    SKIPPED("uploaded_by"),
};
static const struct row_map file_map = ROW_MAP(file_columns, matter_file);

static const struct column group_columns[] = {
    COLUMN(matter_group, kind),
    COLUMN(matter_group, state),
    COLUMN(matter_group, n),
};
static const struct row_map group_map = ROW_MAP(group_columns, matter_group);

static enum err
add_step(struct store *s, const struct matter *x, const struct matter_step *step, struct fault *f)
{
    struct matter_step own = *step;

    own.matter_id = x->id;
    own.filing_id = x->filing_id;
    own.to_state = x->state;
    own.due_on = x->due_on;
    own.at = world_now(s->world);
    return db_put(s, Q_MATTER_STEP_ADD, &step_map, &own, NONE, f);
}

enum err
store_matter_add(struct store *s, struct matter *x, const struct matter_step *first,
                 struct fault *f)
{
    x->id = db_new_id(s);
    x->revision = 1;
    x->opened_at = world_now(s->world);
    enum err err = db_put(s, Q_MATTER_ADD, &matter_map, x, NONE, f);
    return err ? err : add_step(s, x, first, f);
}

enum err
store_matter_move(struct store *s, const struct matter *x, const struct matter_step *step,
                  struct fault *f)
{
    long changed = 0;
    enum err err = db_run(
        s, Q_MATTER_MOVE, &changed,
        VALUES(T(x->id), T(x->state), N(x->is_over), N(x->is_told), T(x->due_on), N(x->revision)),
        f);
    if (err)
        return err;
    if (changed == 0)
        return fail(f, ERR_STALE, "matter_moved", "", "已有他人办理了这一事项，请刷新后再看");
    return add_step(s, x, step, f);
}

enum err
store_matter_load(struct store *s, struct arena *a, const char *id, struct matter *out,
                  struct fault *f)
{
    return db_one(s, Q_MATTER_BY_ID, ROW(a, &matter_map, out), VALUES(T(id)), f);
}

enum err
store_matter_by_code(struct store *s, struct arena *a, const char *hash, struct matter *out,
                     struct fault *f)
{
    return db_one(s, Q_MATTER_BY_CODE, ROW(a, &matter_map, out), VALUES(T(hash)), f);
}

static enum err
list_own(struct store *s, struct arena *a, const struct matter_query *q, struct into into,
         struct fault *f)
{
    struct value at[] = {T("")};
    enum err err = db_cursor(a, q->cursor, "i", at, f);
    if (err)
        return err;
    return db_all(s, Q_MATTER_OWN, into,
                  VALUES(T(q->organization_id), N(q->is_over), T(q->kind), T(q->filing_id), at[0],
                         N(q->limit), T(q->limited_by)),
                  f);
}

enum err
store_matter_list(struct store *s, struct arena *a, const struct matter_query *q,
                  struct matter **out, int *n, struct fault *f)
{
    struct into into = ROWS(a, &matter_map, out, n);
    struct value at[] = {T(""), T("")};
    enum err err;

    if (q->organization_id != NULL)
        return list_own(s, a, q, into, f);
    if ((err = db_cursor(a, q->cursor, "di", at, f)))
        return err;
    return db_all(s, Q_MATTER_LIST, into,
                  VALUES(T(q->account_id), N(q->is_over), T(q->kind), T(q->filing_id), at[0], at[1],
                         N(q->limit)),
                  f);
}

const char *
store_matter_cursor(struct arena *a, const struct matter_query *q, const struct matter *last)
{
    if (q->organization_id != NULL)
        return last->id;
    return arena_printf(a, "%s.%s", last->due_on ? last->due_on : DATE_LATEST, last->id);
}

enum err
store_matters_transfer(struct store *s, const char *filing_id, const struct jurisdiction *x,
                       struct fault *f)
{
    return db_run(s, Q_MATTER_TRANSFER, NULL, VALUES(T(filing_id), T(x->area), T(x->class_code)),
                  f);
}

enum err
store_matter_in_scope(struct store *s, const char *id, const char *account_id, bool *out,
                      struct fault *f)
{
    return db_is(s, Q_MATTER_IN_SCOPE, out, VALUES(T(id), T(account_id)), f);
}

enum err
store_matter_steps(struct store *s, struct arena *a, const char *matter_id,
                   struct matter_step **out, int *n, struct fault *f)
{
    return db_all(s, Q_MATTER_STEP_LIST, ROWS(a, &step_map, out, n), VALUES(T(matter_id)), f);
}

enum err
store_matter_files_add(struct store *s, const struct matter *x, const struct id_list *ids,
                       struct fault *f)
{
    enum err err = db_run(s, Q_MATTER_FILES_ADD, NULL,
                          VALUES(T(x->id), N(x->revision), T(db_id_list(s, "id", ids))), f);
    arena_reset(s->scratch);
    return err;
}

enum err
store_matter_files(struct store *s, struct arena *a, const char *matter_id,
                   struct matter_file **out, int *n, struct fault *f)
{
    enum err err = db_all(s, Q_MATTER_FILES, ROWS(a, &file_map, out, n), VALUES(T(matter_id)), f);

    for (int i = 0; !err && i < *n; i++)
        if ((*out)[i].filename == NULL)
            (*out)[i].filename = "（已销毁）";
    return err;
}

enum err
store_matter_file_in_scope(struct store *s, const char *attachment_id, const char *account_id,
                           bool *out, struct fault *f)
{
    return db_is(s, Q_MATTER_FILE_IN_SCOPE, out, VALUES(T(attachment_id), T(account_id)), f);
}

enum err
store_matter_groups(struct store *s, struct arena *a, struct matter_group **out, int *n,
                    struct fault *f)
{
    return db_all(s, Q_MATTER_GROUPS, ROWS(a, &group_map, out, n), NONE, f);
}

enum err
store_matters_land(struct store *s, const char *kind, const char *from, const char *to,
                   struct fault *f)
{
    enum err err = db_run(s, Q_MATTER_LAND_STEPS, NULL,
                          VALUES(T(kind), T(from), T(to), T(MATTER_MOVED), T(MATTER_BY_NOBODY),
                                 N(world_now(s->world))),
                          f);
    return err ? err : db_run(s, Q_MATTER_LAND, NULL, VALUES(T(kind), T(from), T(to)), f);
}

/* ---- terms ----------------------------------------------------------------------------------- */

enum err
store_matters_over(struct store *s, struct arena *a, const char *today, int limit,
                   struct matter **out, int *n, struct fault *f)
{
    return db_all(s, Q_MATTER_OVER, ROWS(a, &matter_map, out, n), VALUES(T(today), N(limit)), f);
}

enum err
store_matter_miss(struct store *s, const struct matter *x, struct fault *f)
{
    struct matter_step step = {.n = x->revision + 1,
                               .event = MATTER_MISSED,
                               .from_state = x->state,
                               .actor_role = MATTER_BY_NOBODY};
    enum err err = db_run(s, Q_MATTER_MISS, NULL, VALUES(T(x->id)), f);
    return err ? err : add_step(s, x, &step, f);
}

enum err
store_terms_due(struct store *s, struct arena *a, const struct term_query *q, struct matter **out,
                int *n, struct fault *f)
{
    return db_all(s, Q_MATTER_TERMS, ROWS(a, &matter_map, out, n),
                  VALUES(T(q->kind), T(q->states), T(q->from), T(q->to), T(q->code), N(q->days),
                         N(q->limit), N(q->is_missed)),
                  f);
}

enum err
store_term_reminded(struct store *s, const struct matter *x, const char *code, long days,
                    struct fault *f)
{
    return db_run(s, Q_MATTER_REMINDER_ADD, NULL,
                  VALUES(T(x->id), T(x->due_on), T(code), N(days), N(world_now(s->world))), f);
}

enum err
store_matter_people(struct store *s, struct arena *a, const char *id, const char *role,
                    struct id_list *out, struct fault *f)
{
    const char *spaced = arena_printf(a, " %s ", role);

    return db_ids(s, Q_MATTER_PEOPLE, a, out, VALUES(T(id), T(spaced), N(PEOPLE_MAX)), f);
}

enum err
store_matter_handler(struct store *s, struct arena *a, const char *id, struct id_list *out,
                     struct fault *f)
{
    return db_ids(s, Q_MATTER_HANDLER, a, out, VALUES(T(id)), f);
}
