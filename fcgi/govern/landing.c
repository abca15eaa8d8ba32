#include "govern/landing.h"

#include <string.h>

/* Filings of one kind in one state, and where the law takes them: NULL is nowhere. */
struct group {
    const struct filing_group *row;
    const struct law_state *to;
    const struct law_moved *moved; /* NULL: the state is known */
};

/* ---- where they land ------------------------------------------------------------------------- */

/* Out of review a filing may go back to its filer; else it stays what it was. */
static bool
may_land(const char *standing, const struct law_state *to)
{
    enum standing from = standing_parse(standing);

    return to != NULL &&
           (to->standing == from || (from == STANDING_REVIEW && to->standing == STANDING_EDITABLE));
}

static struct group
group_of(const struct law *law, const struct filing_group *row)
{
    struct group g = {.row = row, .to = law_state(law, row->kind, row->state)};

    if (g.to == NULL && (g.moved = law_moved(law, row->kind, row->state)) != NULL)
        g.to = g.moved->to;
    if (!may_land(row->standing, g.to))
        g.to = NULL;
    return g;
}

/* Nothing of these changes but the rules that they are under. */
static bool
stays(const struct group *g)
{
    const struct law_stage *stage = g->to ? g->to->stage : NULL;

    return g->to != NULL && g->moved == NULL && str_is(stage ? stage->code : NULL, g->row->stage) &&
           str_is(stage ? stage->clock : NULL, g->row->clock);
}

static enum err
stranded(const struct law *law, const struct group *g, struct fault *f)
{
    return fail(f, ERR_CONFLICT, "filings_stranded", "workflow.lua",
                "有 %ld 件“%s”处于状态 %s，这个规则集没有给它们去处，没有启用。"
                "请保留这一状态，或写明 moved { from = '%s', to = …, reason = … }",
                g->row->n, law_label_of_kind(law, g->row->kind), g->row->state, g->row->state);
}

/* ---- taking them there ----------------------------------------------------------------------- */

/* A set that becomes active, and its law. */
struct landing {
    struct store *store;
    struct arena *arena;
    const struct law *law;
    const struct account *by;
    const struct activation *activation;
};

static enum err
note_landing(const struct landing *x, const struct group *g, struct fault *f)
{
    struct buf b = BUF(x->arena);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "kind", g->row->kind);
    buf_json_str(&b, "from", g->row->state);
    buf_json_str(&b, "to", g->to->code);
    buf_json_int(&b, "filings", g->row->n);
    buf_json_str(&b, "reason", g->moved->reason);
    buf_close(&b);
    return store_audit_add(x->store, x->by ? x->by->id : NULL, "rule_set.filings_moved",
                           x->activation->hash, b.p, f);
}

static const char *
clocks_ahead(struct arena *a, const struct law *law, const struct law_state *at)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '[');
    for (int i = 0; i < law->stages_n; i++) {
        const char *clock = law->stages[i].clock;
        if (clock != NULL && law_clock_is_ahead(law, at, clock))
            buf_json_item(&b, clock);
    }
    buf_close(&b);
    return b.p;
}

static enum err
land(const struct landing *x, const struct group *g, struct fault *f)
{
    const struct law_stage *stage = g->to->stage;
    struct filing_landing to = {.kind = g->row->kind,
                                .from = g->row->state,
                                .state = g->to->code,
                                .standing = standing_name(g->to->standing),
                                .stage = stage ? stage->code : NULL,
                                .clock = stage ? stage->clock : NULL,
                                .ahead = clocks_ahead(x->arena, x->law, g->to)};
    enum err err = store_filings_land(x->store, &to, f);
    if (err || g->moved == NULL)
        return err;
    return note_landing(x, g, f);
}

static enum err
land_all(const struct landing *x, struct fault *f)
{
    struct filing_group *rows;
    int n;
    enum err err = store_filing_groups(x->store, x->arena, &rows, &n, f);
    if (err)
        return err;

    for (int i = 0; i < n; i++) {
        struct group g = group_of(x->law, &rows[i]);
        if (g.to == NULL)
            return stranded(x->law, &g, f);
        if (!stays(&g) && (err = land(x, &g, f)))
            return err;
    }
    return OK;
}

/* ---- matters beside filings ----------------------------------------------------------------- */

/* Where open ones of one kind and state go: NULL is nowhere. moved NULL: they stay. */
struct matter_landing {
    const struct matter_group *row;
    const json_t *to, *moved;
};

/* A set must know what is open: a state that it knows as over is none that something waits in. */
static struct matter_landing
matter_landing_of(const json_t *manifest, const struct matter_group *row)
{
    const json_t *kind = matter_kind(manifest, row->kind);
    struct matter_landing g = {.row = row, .to = matter_state(kind, row->state)};

    if (g.to == NULL && (g.moved = matter_moved(kind, row->state)) != NULL)
        g.to = matter_state(kind, json_str(g.moved, "to"));
    if (g.to != NULL && matter_is(g.to, "over"))
        g.to = NULL;
    return g;
}

static enum err
matters_stranded(const struct matter_group *g, struct fault *f)
{
    return fail(f, ERR_CONFLICT, "matters_stranded", "supervision.lua",
                "有 %ld 件监督事项 %s 处于状态 "
                "%s，这个规则集没有声明这一种类或状态，或者已把它当作终结，没有启用。"
                "请保留它，或在这一种类中写明 moved = { { from = '%s', to = …, reason = … } }",
                g->n, g->kind, g->state, g->state);
}

static enum err
land_matters(const struct landing *x, const struct matter_landing *g, struct fault *f)
{
    const char *to = json_str(g->moved, "to");
    struct buf b = BUF(x->arena);
    enum err err = store_matters_land(x->store, g->row->kind, g->row->state, to, f);
    if (err)
        return err;

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "kind", g->row->kind);
    buf_json_str(&b, "from", g->row->state);
    buf_json_str(&b, "to", to);
    buf_json_int(&b, "matters", g->row->n);
    buf_json_str(&b, "reason", json_str(g->moved, "reason"));
    buf_close(&b);
    return store_audit_add(x->store, x->by ? x->by->id : NULL, "rule_set.matters_moved",
                           x->activation->hash, b.p, f);
}

static enum err
land_all_matters(const struct landing *x, const json_t *manifest, struct fault *f)
{
    struct matter_group *rows;
    int n;
    enum err err = store_matter_groups(x->store, x->arena, &rows, &n, f);
    if (err)
        return err;

    for (int i = 0; i < n; i++) {
        struct matter_landing g = matter_landing_of(manifest, &rows[i]);
        if (g.to == NULL)
            return matters_stranded(&rows[i], f);
        if (g.moved != NULL && (err = land_matters(x, &g, f)))
            return err;
    }
    return OK;
}

/* ---- drafts whose clock is new --------------------------------------------------------------- */

/* A clock of drafts with the name and the places that it watches, in a set of before. */
static bool
is_declared(const json_t *deadlines, const json_t *clock, const char *kind)
{
    size_t i;
    json_t *one;

    json_array_foreach(deadlines, i, one)
    {
        if (str_is(json_str(one, "name"), json_str(clock, "name")) &&
            json_list_has(json_object_get(one, "kinds"), kind) &&
            json_equal(json_object_get(one, "drafts"), json_object_get(clock, "drafts")))
            return true;
    }
    return false;
}

/* before: the declarations of the set that was active; NULL: none was, and there is no draft. */
static enum err
ask_of_drafts(struct store *s, const json_t *before, const json_t *deadlines, struct fault *f)
{
    size_t i, k;
    json_t *clock, *kind;

    json_array_foreach(deadlines, i, clock)
    {
        if (json_object_get(clock, "drafts") == NULL)
            continue;
        json_array_foreach(json_object_get(clock, "kinds"), k, kind)
        {
            const char *code = json_string_value(kind);
            if (is_declared(before, clock, code))
                continue;
            enum err err = store_unasked_drafts(s, code, f);
            if (err)
                return err;
        }
    }
    return OK;
}

static enum err
manifest_of(struct store *s, struct arena *a, const char *hash, json_t **manifest, struct fault *f)
{
    struct rule_set set;
    enum err err = store_rule_set_load(s, a, hash, &set, f);
    return err ? err : json_read(a, set.manifest, strlen(set.manifest), manifest, f);
}

/* Drafts of before get the clocks that the set declares for them anew. */
static enum err
look_at_drafts(struct store *s, struct arena *a, const json_t *manifest, struct fault *f)
{
    struct activation last = {0};
    json_t *before = NULL;
    enum err err = store_activation_last(s, a, &last, f);
    if (err == ERR_NOTFOUND)
        *f = (struct fault){0}; /* the first set of all */
    else if (err)
        return err;
    if (last.hash != NULL && (err = manifest_of(s, a, last.hash, &before, f)))
        return err;
    return ask_of_drafts(s, json_object_get(before, "deadlines"),
                         json_object_get(manifest, "deadlines"), f);
}

/* ---- becoming active ------------------------------------------------------------------------- */

enum err
govern_law(struct store *s, struct arena *a, const char *hash, const struct law **law,
           struct fault *f)
{
    json_t *manifest;
    enum err err = manifest_of(s, a, hash, &manifest, f);
    if (err)
        return err;
    return law_compile(json_object_get(manifest, "law"), a, law, f);
}

enum err
govern_enact(struct store *s, const struct account *by, struct activation *x, struct fault *f)
{
    struct arena *a = arena_new();
    const struct law *law;
    json_t *manifest;
    enum err err = manifest_of(s, a, x->hash, &manifest, f);

    if (!err)
        err = law_compile(json_object_get(manifest, "law"), a, &law, f);
    struct landing landing = {s, a, err ? NULL : law, by, x};
    if (!err)
        err = land_all_matters(&landing, manifest, f);
    if (!err)
        err = land_all(&landing, f);
    if (!err)
        err = look_at_drafts(s, a, manifest, f);
    if (!err)
        err = store_activation_add(s, x, f);
    arena_free(a);
    return err;
}

static void
write_filings(struct buf *b, const struct filing_group *row, const struct group *g)
{
    buf_open(b, NULL, '{');
    buf_json_str(b, "kind", row->kind);
    buf_json_str(b, "state", row->state);
    buf_json_int(b, "filings", row->n);
    buf_json_str(b, "to", g->to ? g->to->code : NULL);
    buf_json_str(b, "label", g->to ? g->to->label : NULL);
    buf_close(b);
}

enum err
govern_landing_json(struct store *s, struct arena *a, const struct law *law, const char **json,
                    struct fault *f)
{
    struct filing_group *rows;
    struct buf b = BUF(a);
    int n;
    enum err err = store_filing_groups(s, a, &rows, &n, f);
    if (err)
        return err;

    buf_open(&b, NULL, '[');
    for (int i = 0; i < n; i++) {
        struct group g = group_of(law, &rows[i]);
        if (!stays(&g))
            write_filings(&b, &rows[i], &g);
    }
    buf_close(&b);
    *json = b.p;
    return OK;
}

static void
write_matters(struct buf *b, const struct matter_landing *g, const struct landing_sides *sides)
{
    const struct matter_group *row = g->row;
    const json_t *was = matter_kind(sides->base, row->kind);

    buf_open(b, NULL, '{');
    buf_json_str(b, "kind", row->kind);
    buf_json_str(b, "kind_label", matter_label(was, row->kind));
    buf_json_str(b, "state", row->state);
    buf_json_str(b, "state_label", matter_state_label(was, row->state));
    buf_json_int(b, "n", row->n);
    buf_json_str(b, "to", json_str(g->to, "code"));
    buf_json_str(b, "label", json_str(g->to, "label"));
    buf_close(b);
}

enum err
govern_matters_json(struct store *s, struct arena *a, const struct landing_sides *sides,
                    const char **json, struct fault *f)
{
    struct matter_group *rows;
    struct buf b = BUF(a);
    int n;
    enum err err = store_matter_groups(s, a, &rows, &n, f);
    if (err)
        return err;

    buf_open(&b, NULL, '[');
    for (int i = 0; i < n; i++) {
        struct matter_landing g = matter_landing_of(sides->candidate, &rows[i]);
        write_matters(&b, &g, sides);
    }
    buf_close(&b);
    *json = b.p;
    return OK;
}
