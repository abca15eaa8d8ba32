/* Numbers and entries of the register, made again. */
#include "govern/day.h"
#include "govern/stands.h"

#include <string.h>

#define ENTRIES_ROWS 64

/* ---- what a set would publish ---------------------------------------------------------------- */

/* Asks one set; false when it cannot even be asked. */
static bool
ask(struct walk *w, struct policy *p, struct replay_asked *q)
{
    const char *facts;
    struct fault f;

    q->policy = p;
    if (w->tell(q, &facts, &f))
        return false;
    if (w->as_of != NULL)
        facts = day_facts(w->a, facts, w->as_of);
    return policy_ask_start(p, POLICY_PUBLISH, facts, &f) == OK;
}

/* NULL: the set publishes nothing of it. */
static const json_t *
answered(struct walk *w, struct policy *p, bool is_asked)
{
    const char *answer;
    json_t *root = NULL;
    struct fault f;

    if (!is_asked || policy_ask_end(p, w->a, &answer, &f))
        return NULL;
    return json_read(w->a, answer, strlen(answer), &root, &f) ? NULL : root;
}

/* ---- compared -------------------------------------------------------------------------------- */

/* Every column that publication makes, in words. */
#define TITLE(name, title, most) {#name, title},
#define TITLE_OF_LABEL(name, title) {#name "_label", title "的名称"},
static const struct {
    const char *name, *title;
} columns[] = {ENTRY_PUBLISHED(TITLE) ENTRY_CODES(TITLE_OF_LABEL){"disclosure", "公示内容"}};

static void
note(struct walk *w, const struct replay_entry *e, const char *column, const char *words)
{
    struct life_change c = {
        .what = column && str_is(column, "number") ? LIFE_NUMBER : LIFE_ENTRY,
        .kind = e->kind,
        .column = column,
        .words =
            arena_printf(w->a, "%s：%s", law_label_of_kind(policy_law(w->base), e->kind), words),
        .id = e->filing_id};
    lives_add(w->a, w->lives, &c);
}

/* The names of what differs; neither of the values. */
static void
compare(struct walk *w, const struct replay_entry *e, const json_t *before, const json_t *after)
{
    const json_t *x = json_object_get(before, "entry"), *y = json_object_get(after, "entry");

    if (!json_equal(json_object_get(before, "number"), json_object_get(after, "number")))
        note(w, e, "number", "再编一次，编号不同");
    for (size_t i = 0; i < LEN(columns); i++)
        if (!json_equal(json_object_get(x, columns[i].name), json_object_get(y, columns[i].name)))
            note(w, e, columns[i].name, arena_printf(w->a, "“%s”不同", columns[i].title));
}

/* The first line of its history is the version that was filed. */
static long
version_of(struct walk *w, const struct replay_entry *e)
{
    json_t *history;
    struct fault f;

    if (json_read(w->a, e->history, strlen(e->history), &history, &f))
        return 0;
    return (long)json_integer_value(json_object_get(json_array_get(history, 0), "version"));
}

static void
walk_one(struct walk *w, const struct replay_entry *e)
{
    struct replay_asked q = {.what = ASKED_ENTRY,
                             .store = w->store,
                             .arena = w->a,
                             .id = e->filing_id,
                             .filed_on = e->filed_on,
                             .today = w->as_of ? w->as_of : e->filed_on,
                             .now = w->now,
                             .version = version_of(w, e),
                             .serial = e->serial};
    bool is_base = ask(w, w->base, &q), is_candidate = ask(w, w->candidate, &q);
    const json_t *before = answered(w, w->base, is_base);
    const json_t *after = answered(w, w->candidate, is_candidate);

    lives_saw(w->lives, SEEN_ENTRIES, 1);
    if (before == NULL && after == NULL)
        lives_missed(w->lives, UNSEEN_VERSIONS, 1);
    else if (after == NULL)
        note(w, e, NULL, "新规则没有给出编号和公示内容");
    else if (before == NULL)
        note(w, e, NULL, "原规则没有给出编号和公示内容，新规则给出了");
    else
        compare(w, e, before, after);
}

enum err
entries_walk(struct walk *w, bool *is_done, struct fault *f)
{
    struct replay_entries_query q = {
        .after_ord = (long)json_integer_value(json_object_get(w->lives, "at_n")),
        .through = w->entries,
        .limit = ENTRIES_ROWS};
    struct replay_entry *rows;
    int n;
    enum err err = store_replay_entries(w->store, w->a, &q, &rows, &n, f);
    if (err)
        return err;

    for (int i = 0; i < n; i++)
        walk_one(w, &rows[i]);
    if (n > 0)
        json_object_set_new(w->lives, "at_n", json_integer(rows[n - 1].ord));
    *is_done = n < ENTRIES_ROWS;
    return OK;
}
