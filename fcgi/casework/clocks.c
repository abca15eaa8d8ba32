/* Deadlines of a filing: started, stopped. */
#include "casework/clocks.h"

#include <string.h>

/* ---- declared -------------------------------------------------------------------------------- */

static bool
names(const json_t *list, const char *text)
{
    size_t i;
    json_t *one;

    json_array_foreach(list, i, one)
    {
        if (str_is(json_string_value(one), text))
            return true;
    }
    return false;
}

/* The deadline as the rules declare it for that kind; NULL where they do not. */
static const json_t *
declared_clock(const struct casework *w, const char *kind, const char *name)
{
    size_t i;
    json_t *one;

    json_array_foreach(json_object_get(casework_manifest(w), "deadlines"), i, one)
    {
        if (str_is(json_str(one, "name"), name) && names(json_object_get(one, "kinds"), kind))
            return one;
    }
    return NULL;
}

/* ---- started --------------------------------------------------------------------------------- */

static struct deadline
clock_of(const struct casework *w, const struct filing *x, const json_t *said)
{
    const json_t *declared = declared_clock(w, x->kind, json_str(said, "name"));

    return (struct deadline){
        .filing_id = x->id,
        .name = json_str(said, "name"),
        .label = json_str(said, "label"),
        .from = json_str(said, "from"),
        .days = (long)json_integer_value(json_object_get(said, "days")),
        .unit = json_str(said, "unit"),
        .is_rolling = json_is_true(json_object_get(declared, "rolls")),
        .waited = (long)json_integer_value(json_object_get(said, "waited")),
        .due_on = json_str(said, "due_on"),
        .is_provisional = json_is_true(json_object_get(said, "provisional")),
        .state = json_str(said, "state"),
    };
}

enum err
clocks_start(struct casework *w, const struct filing *x, const json_t *answer)
{
    const json_t *list = json_object_get(answer, "deadlines");
    size_t n = json_array_size(list);
    struct deadline *rows = arena_alloc(w->arena, (n + 1) * sizeof *rows);

    for (size_t i = 0; i < n; i++)
        rows[i] = clock_of(w, x, json_array_get(list, i));
    return store_deadlines_set(w->store, x->id, rows, (int)n, &w->fault);
}

/* ---- stopped --------------------------------------------------------------------------------- */

/* The clock of some stage, which runs while reviewers work. */
static bool
is_of_a_stage(const struct law *l, const char *clock)
{
    for (int i = 0; i < l->stages_n; i++)
        if (l->stages[i].clock != NULL && str_is(l->stages[i].clock, clock))
            return true;
    return false;
}

static const char *
ended(const struct casework *w, const struct deadline *x)
{
    return x->due_on != NULL && strcmp(w->today, x->due_on) > 0 ? "missed" : "met";
}

enum err
clocks_stop(struct casework *w, const struct filing *x)
{
    struct deadline *rows;
    int n;
    enum err err = store_deadlines_list(w->store, w->arena, x->id, &rows, &n, &w->fault);
    if (err)
        return err;

    for (int i = 0; i < n; i++)
        if (is_of_a_stage(casework_law(w), rows[i].name) && str_is(rows[i].state, "running"))
            rows[i].state = ended(w, &rows[i]);
    return store_deadlines_set(w->store, x->id, rows, n, &w->fault);
}
