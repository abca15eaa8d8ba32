/*
 * The declared workflow walked at random, beside a model of it. The model reads the transitions as
 * the rule set declares them and knows nothing of the move function: what it does not allow must be
 * refused and change nothing, what it allows must happen and stay. Who acts is drawn at random, the
 * wrong ones, too, and days pass. When all steps are done, every history is what the model wrote
 * down, the audit chain verifies, clocks stand as they are counted here, and numbers are right.
 *
 * STEPS=100000 walks so many; the seed is printed, and SEED=n walks the same way again.
 */
#include "casework_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COMPANIES = 16, FILINGS_MAX = 40000, HISTORY_MAX = 4000, STEPS = 15000, STEPS_QUICK = 150 };

/* ---- chance ---------------------------------------------------------------------------------- */

static uint64_t chance;

/* xorshift: the same seed, the same way. */
static unsigned
draw(unsigned below)
{
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return (unsigned)((chance >> 11) % below);
}

/* ---- days, counted here ---------------------------------------------------------------------- */

static char days_off[400][DATE_TEXT], make_ups[200][DATE_TEXT];
static int days_off_n, make_ups_n;

/* The calendar's files are read as text: 'YYYY-MM-DD' in a list that is named before them. */
static void
read_calendar(int year)
{
    char *text;
    size_t n;

    if (file_read(arena_printf(a, "rules/calendar/%d.lua", year), 1 << 20, &text, &n, &fault))
        check_stop("%s", fault.text);
    bool is_work = false;
    for (const char *p = text; *p != '\0'; p++) {
        if (str_starts(p, "workdays"))
            is_work = true;
        if (str_starts(p, "holidays"))
            is_work = false;
        if (*p != '\'' || strlen(p) < 12 || p[5] != '-' || p[8] != '-' || p[11] != '\'')
            continue;
        char *day = is_work ? make_ups[make_ups_n++] : days_off[days_off_n++];
        memcpy(day, p + 1, 10);
    }
    free(text);
}

static bool
is_listed(char list[][DATE_TEXT], int n, const char *day)
{
    for (int i = 0; i < n; i++)
        if (str_is(list[i], day))
            return true;
    return false;
}

static bool
is_working(long day)
{
    char text[DATE_TEXT];
    int weekday = (int)((day + 4) % 7); /* the first of January 1970 was a Thursday */

    date_beijing((int64_t)day * 86400000, text);
    if (is_listed(make_ups, make_ups_n, text))
        return true;
    return weekday != 0 && weekday != 6 && !is_listed(days_off, days_off_n, text);
}

static void
working_days_after(const char *from, int n, char out[DATE_TEXT])
{
    long day = date_days(from);

    while (n > 0)
        n -= is_working(++day) ? 1 : 0;
    date_beijing((int64_t)day * 86400000, out);
}

/* ---- the model ------------------------------------------------------------------------------- */

struct modelled {
    char id[ID_TEXT];
    int company;
    const char *state;
    const char *stage; /* of the task that is not done; NULL: there is none */
    int claimed_by;    /* a reviewer; -1: nobody */
    unsigned decided;  /* reviewers that decided a stage of this version */
    char *history;     /* as rig_history() tells it */
    char due_on[DATE_TEXT];
    bool has_number;
};
static struct modelled *filings;
static int filings_n;
static long moves_n, refusals_n, numbers_n;

static struct account filers[COMPANIES];
static json_t *data_of[COMPANIES];
static struct account *const reviewers[] = {&first, &other_first, &second, &other_second};
static const char *const roles[] = {"preliminary_reviewer", "preliminary_reviewer",
                                    "final_reviewer", "final_reviewer"};
static const json_t *transitions, *states, *stages;

static const json_t *
row_of(const json_t *list, const char *kind, const char *code)
{
    size_t i;
    json_t *row;

    json_array_foreach(list, i, row)
    {
        if (str_is(json_str(row, "code"), code) &&
            (kind == NULL || str_is(json_str(row, "kind"), kind)))
            return row;
    }
    return NULL;
}

/* The declared row by which an event leaves a state, for that role; NULL: there is none. */
static const json_t *
declared(const char *state, const char *event, const char *role)
{
    size_t i;
    json_t *row;

    json_array_foreach(transitions, i, row)
    {
        const char *action = json_str(row, "action");
        if (str_is(json_str(row, "kind"), "algorithm") && str_is(json_str(row, "from"), state) &&
            str_is(json_str(row, "on"), event) &&
            (str_is(action, "*") || str_is(action, "initial")) &&
            json_list_has(json_object_get(row, "who"), role))
            return row;
    }
    return NULL;
}

static const char *
stage_of(const char *state)
{
    return json_str(row_of(states, "algorithm", state), "stage");
}

static void
write_down(struct modelled *m, const char *event, const char *to)
{
    size_t was = strlen(m->history), more = strlen(event) + strlen(to) + 3;

    m->history = realloc(m->history, was + more);
    if (m->history == NULL)
        check_stop("no memory");
    snprintf(m->history + was, more, "%s%s>%s", was ? " " : "", event, to);
    m->state = to;
    moves_n++;
}

/* ---- acts ------------------------------------------------------------------------------------ */

/* What stands of a filing, which a refusal leaves alone. */
static const char *
stands(const char *id)
{
    return rig_sql_text(arena_printf(
        a,
        "SELECT f.state || ' ' || f.version || ' ' || f.revision || ' ' || COALESCE(f.number, '') "
        "|| ' ' || (SELECT count(*) FROM event WHERE filing_id = f.id) || ' ' || "
        "COALESCE((SELECT state || COALESCE(claimed_by, '') FROM task WHERE filing_id = f.id AND "
        "state <> 'done'), '-') FROM filing f WHERE f.id = '%s'",
        id));
}

static void
refused(struct modelled *m, enum err err, const char *before, const char *what)
{
    if (err == OK)
        check_stop("%s was done from %s, which nothing declares", what, m->state);
    if (err == ERR_BUG)
        check_stop("%s from %s: %s %s", what, m->state, acting.fault.code, acting.fault.text);
    if (!str_is(stands(m->id), before))
        check_stop("%s from %s was refused and changed %s to %s", what, m->state, before,
                   stands(m->id));
    refusals_n++;
}

static void
done(struct modelled *m, enum err err, const char *what, const char *to)
{
    if (err)
        check_stop("%s from %s is declared, and fails: %s %s %s", what, m->state, acting.fault.code,
                   acting.fault.where, acting.fault.text);
    if (!str_is(rig_state_of(m->id), to))
        check_stop("%s from %s leads to %s, not %s", what, m->state, rig_state_of(m->id), to);
    write_down(m, what, to);
}

static void
begin_one(void)
{
    struct modelled *m = &filings[filings_n];
    struct filing x = {0};
    int own = (int)draw(COMPANIES);
    const char *name = arena_printf(a, "走查第%d号算法", filings_n);

    rig_put(data_of[own], "basic", "name", name);
    rig_put(data_of[own], "disclosure", "name", name);
    rig_put(data_of[own], "documents", "report_algorithm_name", name);
    if (rig_begin(&filers[own], "algorithm", &x) || rig_save(&filers[own], x.id, data_of[own]))
        check_stop("a filing is not begun: %s %s", acting.fault.code, acting.fault.text);
    *m = (struct modelled){.company = own, .claimed_by = -1, .history = calloc(1, 1)};
    snprintf(m->id, sizeof m->id, "%s", x.id);
    write_down(m, "create", "draft");
    filings_n++;
}

/* A save moves what was returned or withdrawn, and a draft it leaves where it is. */
static void
save(struct modelled *m, const struct account *who, bool is_own)
{
    const json_t *row = declared(m->state, "save", "filer");
    const char *before = stands(m->id);
    struct filing now = rig_filing_now(m->id);
    enum err err = rig_save(who, m->id, rig_parse(now.data));

    if (row == NULL || !is_own) {
        refused(m, err, before, "save");
        return;
    }
    if (str_is(m->state, json_str(row, "to"))) {
        if (err)
            check_stop("a draft is not saved: %s", acting.fault.code);
        return;
    }
    m->decided = 0;
    done(m, err, "save", json_str(row, "to"));
}

static void
submit(struct modelled *m, const struct account *who, bool is_own)
{
    const json_t *row = declared(m->state, "submit", "filer");
    const char *before = stands(m->id);
    struct submission x;
    enum err err = rig_submit(who, m->id, &x);

    if (row == NULL || !is_own) {
        refused(m, err, before, "submit");
        return;
    }
    if (!err && x.is_refused)
        check_stop("the rules refuse what was filled in: %.400s", x.judged.answer);
    m->decided = 0;
    m->claimed_by = -1;
    done(m, err, "submit", json_str(row, "to"));
    m->stage = stage_of(m->state);
    working_days_after(acting.today, 30, m->due_on);
}

static void
withdraw(struct modelled *m, const struct account *who, bool is_own)
{
    const json_t *row = declared(m->state, "withdraw", "filer");
    const char *before = stands(m->id);
    enum err err = rig_withdraw(who, m->id);

    if (row == NULL || !is_own) {
        refused(m, err, before, "withdraw");
        return;
    }
    m->stage = NULL;
    m->claimed_by = -1;
    m->due_on[0] = '\0';
    done(m, err, "withdraw", json_str(row, "to"));
}

static bool
works_stage(const struct modelled *m, int reviewer)
{
    return m->stage != NULL &&
           str_is(json_str(row_of(stages, NULL, m->stage), "role"), roles[reviewer]) &&
           (m->decided & (1U << reviewer)) == 0;
}

static void
claim(struct modelled *m, int reviewer, const char *task)
{
    const json_t *row = declared(m->state, "claim", roles[reviewer]);
    const char *before = stands(m->id);
    enum err err = rig_claim(reviewers[reviewer], task);

    if (m->claimed_by == reviewer) { /* they have it already, and are told so */
        if (!str_is(stands(m->id), before))
            check_stop("a second claim changed %s to %s", before, stands(m->id));
        return;
    }
    if (row == NULL || !works_stage(m, reviewer) || m->claimed_by != -1) {
        refused(m, err, before, "claim");
        return;
    }
    m->claimed_by = reviewer;
    done(m, err, "claim", json_str(row, "to"));
}

static void
release(struct modelled *m, int reviewer, const char *task)
{
    const json_t *row = declared(m->state, "release", roles[reviewer]);
    const char *before = stands(m->id);
    enum err err = rig_release(reviewers[reviewer], task);

    if (row == NULL || m->claimed_by != reviewer) {
        refused(m, err, before, "release");
        return;
    }
    m->claimed_by = -1;
    done(m, err, "release", json_str(row, "to"));
}

static void
decide(struct modelled *m, int reviewer, const char *task, const char *outcome)
{
    const json_t *row = declared(m->state, outcome, roles[reviewer]);
    const char *before = stands(m->id);
    enum err err = rig_decide(reviewers[reviewer], task, outcome);

    if (row == NULL || m->claimed_by != reviewer) {
        refused(m, err, before, outcome);
        return;
    }
    done(m, err, outcome, json_str(row, "to"));
    m->decided |= 1U << reviewer;
    m->claimed_by = -1;
    m->stage = stage_of(m->state);
    if (json_list_has(json_object_get(row, "does"), "number")) {
        m->has_number = true;
        numbers_n++;
    }
}

/* ---- a step ---------------------------------------------------------------------------------- */

static void
filer_steps(struct modelled *m, unsigned what)
{
    int own = draw(12) == 0 ? (int)draw(COMPANIES) : m->company;
    const struct account *who = &filers[own];
    bool is_own = own == m->company;

    if (what == 0)
        save(m, who, is_own);
    else if (what == 1)
        submit(m, who, is_own);
    else
        withdraw(m, who, is_own);
}

static void
reviewer_steps(struct modelled *m, unsigned what)
{
    static const char *const outcomes[] = {"pass", "pass", "pass", "return", "refuse", "withdraw"};
    int reviewer = m->claimed_by >= 0 && draw(8) ? m->claimed_by : (int)draw(LEN(reviewers));
    const char *task = rig_task_of(m->id);

    if (task == NULL) /* one that is done is nobody's any more */
        task =
            rig_sql_text(arena_printf(a, "SELECT max(id) FROM task WHERE filing_id = '%s'", m->id));
    if (*task == '\0')
        return;
    if (what == 0)
        claim(m, reviewer, task);
    else if (what == 1)
        release(m, reviewer, task);
    else
        decide(m, reviewer, task, outcomes[draw(LEN(outcomes))]);
}

/* Mostly of what lives: what is over is asked now and then, and refuses. */
static struct modelled *
some_filing(void)
{
    int recent = filings_n < 40 ? filings_n : 40;
    return draw(10) ? &filings[filings_n - 1 - (int)draw((unsigned)recent)]
                    : &filings[draw((unsigned)filings_n)];
}

/* What somebody would do next, so that a walk gets somewhere. */
static void
go_on(struct modelled *m)
{
    const char *task = rig_task_of(m->id);

    if (task == NULL) {
        submit(m, &filers[m->company], true);
        return;
    }
    if (m->claimed_by >= 0) {
        decide(m, m->claimed_by, task, draw(4) ? "pass" : "return");
        return;
    }
    for (int i = 0; i < (int)LEN(reviewers); i++) {
        if (works_stage(m, i)) {
            claim(m, i, task);
            return;
        }
    }
}

static void
step(void)
{
    if (filings_n == 0 || (draw(14) == 0 && filings_n < FILINGS_MAX)) {
        begin_one();
        return;
    }
    struct modelled *m = some_filing();
    if (draw(2)) {
        go_on(m);
        return;
    }
    if (draw(5) < 2)
        filer_steps(m, draw(3));
    else
        reviewer_steps(m, draw(4));
}

/* ---- afterwards ------------------------------------------------------------------------------ */

static void
check_filing(const struct modelled *m)
{
    CHECK_STR(rig_history(m->id), m->history);
    CHECK_STR(rig_state_of(m->id), m->state);
    if (m->stage != NULL)
        CHECK_STR(rig_sql_text(arena_printf(a,
                                            "SELECT due_on FROM deadline WHERE filing_id = '%s' "
                                            "AND name = 'review' AND state <> 'met'",
                                            m->id)),
                  m->due_on);
    CHECK((rig_filing_now(m->id).number != NULL) == m->has_number);
}

static void
check_numbers(void)
{
    CHECK_INT(rig_number(s, "SELECT count(*) FROM entry"), numbers_n);
    CHECK_INT(rig_number(s, "SELECT count(DISTINCT digits) FROM entry"), numbers_n);
    /* Σ d·2^(21-i) of all 21 digits is 1 modulo 10. */
    CHECK_INT(rig_number(s, "WITH RECURSIVE place (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
                            "place WHERE i < 21) SELECT count(*) FROM entry WHERE length(digits) "
                            "<> 21 OR (SELECT sum(CAST(substr(digits, i, 1) AS INTEGER) << (21 - "
                            "i)) % 10 FROM place) <> 1"),
              0);
}

static void
check_chain(void)
{
    struct audit_verdict verdict;

    GOOD(store_audit_verify(s, NULL, NULL, &verdict, &fault));
    CHECK(verdict.flaw == TRAIL_NONE);
    CHECK_LEAST(verdict.lines, moves_n);
}

static void
prepare(void)
{
    const json_t *law = json_object_get(policy_manifest(rules), "law");

    transitions = json_object_get(law, "transitions");
    states = json_object_get(law, "states");
    stages = json_object_get(law, "stages");
    for (int year = 2022; year <= 2026; year++)
        read_calendar(year);
    for (int i = 0; i < COMPANIES; i++) {
        filers[i] = rig_approved_company();
        data_of[i] = rig_data(&filers[i], "algorithm");
    }
    filings = calloc(FILINGS_MAX, sizeof *filings);
}

static void
no_way_through_the_workflow_leaves_what_is_declared(void)
{
    long steps = check_is_quick ? STEPS_QUICK : STEPS, each;
    struct arena *kept = a, *short_lived = arena_new();
    int64_t began;

    if (getenv("STEPS"))
        steps = strtol(getenv("STEPS"), NULL, 10);
    chance = getenv("SEED") ? strtoull(getenv("SEED"), NULL, 10) : (uint64_t)time(NULL) * 7919;
    printf("# seed %llu\n", (unsigned long long)chance);
    if (!time_parse("2023-01-04T10:00:00+08:00", &began))
        check_stop("no such time");
    rig_time = began;
    prepare();

    each = steps / 700 + 1; /* steps a day: within the decreed years */
    a = short_lived;
    for (long i = 0; i < steps; i++) {
        if (i % each == each - 1)
            rig_time = began + (i / each) * 86400000;
        step();
        arena_reset(short_lived);
    }
    for (int i = 0; i < filings_n; i++) {
        check_filing(&filings[i]);
        arena_reset(short_lived);
    }
    check_numbers();
    check_chain();
    CHECK(moves_n > steps / 4 && refusals_n > steps / 20);
    printf("# %ld steps: %d filings, %ld moves, %ld refusals, %ld numbers\n", steps, filings_n,
           moves_n, refusals_n, numbers_n);
    a = kept;
    arena_free(short_lived);
    for (int i = 0; i < filings_n; i++)
        free(filings[i].history);
    free(filings);
}

static const struct check_test tests[] = {
    TEST(no_way_through_the_workflow_leaves_what_is_declared),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
