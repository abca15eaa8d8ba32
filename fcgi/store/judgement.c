#include "store/judgement.h"
#include "store/db.h"

static const struct column judgement_columns[] = {
    COLUMN(judgement, id),          COLUMN(judgement, filing_id), COLUMN(judgement, version),
    COLUMN(judgement, occasion),    COLUMN(judgement, verdict),   COLUMN(judgement, facts_hash),
    EMPTY(judgement, outcome_hash), COLUMN(judgement, rule_set),  COLUMN(judgement, engine),
    COLUMN(judgement, judged_by),   COLUMN(judgement, judged_at), SEALED(judgement, facts),
    SEALED(judgement, answer),      COLUMN(judgement, ord),       COLUMN(judgement, n),
};
static const struct row_map judgement_map = ROW_MAP(judgement_columns, judgement);
SEALING(judgement, JUDGEMENT, judgement_map)

static const struct column firing_columns[] = {COLUMN(firing, rule), COLUMN(firing, n),
                                               COLUMN(firing, last_at)};
static const struct row_map firing_map = ROW_MAP(firing_columns, firing);

static const struct column fired_columns[] = {COLUMN(fired, n), COLUMN(fired, ever),
                                              COLUMN(fired, last_at)};
static const struct row_map fired_map = ROW_MAP(fired_columns, fired);

enum err
store_judgement_add(struct store *s, struct judgement *x, struct fault *f)
{
    struct value all[PARAMETERS_MAX];
    struct judgement place = {0};
    struct values v;

    x->id = db_new_id(s);
    enum err err = db_named(s, Q_JUDGEMENT_ADD, &judgement_map, x, NONE, all, &v, f);
    if (!err)
        err = db_one(s, Q_JUDGEMENT_ADD, ROW(NULL, &judgement_map, &place), v, f);
    x->ord = place.ord;
    x->n = place.n;
    return err;
}

enum err
store_judgement_load(struct store *s, struct arena *a, const char *filing_id, long n,
                     struct judgement *out, struct fault *f)
{
    return db_one(s, Q_JUDGEMENT_BY_N, ROW(a, &judgement_map, out), VALUES(T(filing_id), N(n)), f);
}

enum err
store_judgement_by_ord(struct store *s, struct arena *a, long ord, struct judgement *out,
                       struct fault *f)
{
    return db_one(s, Q_JUDGEMENT_BY_ORD, ROW(a, &judgement_map, out), VALUES(N(ord)), f);
}

enum err
store_judgement_newest(struct store *s, struct arena *a, const char *filing_id,
                       struct judgement *out, struct fault *f)
{
    return db_one(s, Q_JUDGEMENT_NEWEST, ROW(a, &judgement_map, out), VALUES(T(filing_id)), f);
}

enum err
store_judgement_accepted(struct store *s, struct arena *a, const char *filing_id, long version,
                         struct judgement *out, struct fault *f)
{
    return db_one(s, Q_JUDGEMENT_ACCEPTED, ROW(a, &judgement_map, out),
                  VALUES(T(filing_id), N(version)), f);
}

static void
count_findings(const json_t *findings, struct finding_counts *out)
{
    const json_t *finding;
    size_t i;

    json_array_foreach(findings, i, finding)
    {
        const char *severity = json_string_value(json_object_get(finding, "severity"));
        out->error += str_is(severity, "error");
        out->warning += str_is(severity, "warning");
        out->notice += str_is(severity, "notice");
    }
}

enum err
store_finding_counts(struct store *s, const char *filing_id, long version,
                     struct finding_counts *out, struct fault *f)
{
    struct arena *a = arena_new();
    struct judgement x;
    json_t *answer;

    *out = (struct finding_counts){0};
    enum err err = store_judgement_accepted(s, a, filing_id, version, &x, f);
    if (!err && !(err = json_read(a, x.answer, strlen(x.answer), &answer, f)))
        count_findings(json_object_get(answer, "findings"), out);
    arena_free(a);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err
store_judgement_list(struct store *s, struct arena *a, const struct judgement_query *q,
                     struct judgement **out, int *n, struct fault *f)
{
    struct value at[] = {N(INT64_MAX)};
    enum err err = db_cursor(a, q->cursor, "n", at, f);
    if (err)
        return err;

    return db_all(s, Q_JUDGEMENT_LIST, ROWS(a, &judgement_map, out, n),
                  VALUES(T(q->filing_id), at[0], N(q->limit), N(q->is_with_refused)), f);
}

enum err
store_judgement_scan(struct store *s, struct arena *a, const struct judgement_span *q,
                     struct judgement **out, int *n, struct fault *f)
{
    return db_all(s, Q_JUDGEMENT_SCAN, ROWS(a, &judgement_map, out, n),
                  VALUES(N(q->after_ord), N(q->through_ord), N(q->limit)), f);
}

enum err
store_judgement_erase(struct store *s, const char *filing_id, struct fault *f)
{
    enum err err =
        db_run(s, Q_JUDGEMENT_NOTE_ERASED, NULL, VALUES(T(filing_id), N(world_now(s->world))), f);
    return err ? err : db_run(s, Q_JUDGEMENT_ERASE, NULL, VALUES(T(filing_id)), f);
}

enum err
store_judgement_trim(struct store *s, const char *filing_id, long most, struct fault *f)
{
    enum err err = db_run(s, Q_JUDGEMENT_NOTE_TRIMMED, NULL,
                          VALUES(T(filing_id), N(most), N(world_now(s->world))), f);
    return err ? err : db_run(s, Q_JUDGEMENT_TRIM, NULL, VALUES(T(filing_id)), f);
}

/* ---- how often a rule has spoken ------------------------------------------------------------- */

enum err
store_firings_add(struct store *s, const char *rule_set, const struct id_list *rules, int64_t at,
                  struct fault *f)
{
    const char *list = db_id_list(s, "rule", rules);
    enum err err =
        rules->n > 0 ? db_run(s, Q_FIRINGS_ADD, NULL, VALUES(T(rule_set), T(list), N(at)), f) : OK;
    arena_reset(s->scratch);
    return err;
}

enum err
store_firing_list(struct store *s, struct arena *a, const char *rule_set, struct firing **out,
                  int *n, struct fault *f)
{
    return db_all(s, Q_FIRING_LIST, ROWS(a, &firing_map, out, n), VALUES(T(rule_set)), f);
}

enum err
store_firing_of_rule(struct store *s, const char *rule, const char *rule_set, struct fired *out,
                     struct fault *f)
{
    return db_one(s, Q_FIRING_OF_RULE, ROW(NULL, &fired_map, out), VALUES(T(rule), T(rule_set)), f);
}
