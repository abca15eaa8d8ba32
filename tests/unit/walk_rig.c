#include "walk_rig.h"
#include "day_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANY_DAY "??????????"

uint64_t walk_chance;

/* xorshift */
unsigned
walk_draw(unsigned below)
{
    walk_chance ^= walk_chance << 13;
    walk_chance ^= walk_chance >> 7;
    walk_chance ^= walk_chance << 17;
    return (unsigned)((walk_chance >> 11) % below);
}

/* ---- days ---------------------------------------------------------------------- */

static void
working_days_after(const char *from, int n, char out[DATE_TEXT])
{
    day_text(day_nth_work(date_days(from), n), out);
}

static void
today(char out[DATE_TEXT])
{
    date_beijing(rig_time, out);
}

/* ---- who ------------------------------------------------------------------------------------- */

enum { COMPANIES = 16, FILES_MOST = 24 };

static struct walk_company *filing_now[COMPANIES];
static struct arena *kept; /* as long as the walk */

#define FIRST "preliminary_reviewer", "preliminary"
#define SECOND "final_reviewer", "final"
static struct account first_in_north, second_in_north;
struct walk_reviewer walk_reviewers[] = {
    {&first, FIRST, ""},   {&other_first, FIRST, ""},   {&first_in_north, FIRST, "11"},
    {&second, SECOND, ""}, {&other_second, SECOND, ""}, {&second_in_north, SECOND, "11"},
};

enum { PROVINCE = 2 }; /* digits */
static const char *const areas[] = {"110108", "110105", "310115", "440305", "460105"};

const char *
walk_some_area(void)
{
    return areas[walk_draw(LEN(areas))];
}

static struct walked *founding(struct walk_company *x);

static struct walk_company *
founded(void)
{
    struct walk_company *x = arena_alloc(kept, sizeof *x);
    struct arena *before = a;

    a = kept;
    x->filer = rig_approved_company();
    x->data = rig_data(&x->filer, WALK_KIND);
    x->area = areas[0]; /* of the example */
    a = before;
    x->subject = founding(x);
    return x;
}

struct walk_company *
walk_company(void)
{
    struct walk_company **x = &filing_now[walk_draw(COMPANIES)];

    if (*x == NULL || (*x)->filings == FILES_MOST)
        *x = founded();
    return *x;
}

/* ---- what is declared ------------------------------------------------------------------------ */

static const json_t *transitions, *states;

const json_t *
walk_declared(const struct walked *m, const char *event, const char *role)
{
    size_t i;
    json_t *row;

    json_array_foreach(transitions, i, row)
    {
        const char *action = json_str(row, "action");
        if (str_is(json_str(row, "kind"), m->kind) && str_is(json_str(row, "from"), m->state) &&
            str_is(json_str(row, "on"), event) &&
            (str_is(action, "*") || str_is(action, m->action)) &&
            json_list_has(json_object_get(row, "who"), role))
            return row;
    }
    return NULL;
}

static const json_t *
declared_state(const char *state, const char *kind)
{
    size_t i;
    json_t *row;

    json_array_foreach(states, i, row)
    {
        if (str_is(json_str(row, "code"), state) && str_is(json_str(row, "kind"), kind))
            return row;
    }
    return NULL;
}

bool
walk_is_over(const char *state, const char *kind)
{
    return str_is(json_str(declared_state(state, kind), "standing"), "over");
}

bool
walk_row_does(const json_t *row, const char *effect)
{
    return json_list_has(json_object_get(row, "does"), effect);
}

/* ---- the model ------------------------------------------------------------------------------- */

struct walked *walk;
int walk_n;
long walk_moves, walk_numbers, walk_amended, walk_finished, walk_struck, walk_lapsed, walk_subjects,
    walk_rerouted, walk_given_back;
static int walk_most;

void
walk_begin(int most)
{
    const json_t *law = json_object_get(policy_manifest(rules), "law");

    transitions = json_object_get(law, "transitions");
    states = json_object_get(law, "states");
    kept = arena_new();
    first_in_north = rig_account(PRELIMINARY_REVIEWER, NULL, "11");
    second_in_north = rig_account(FINAL_REVIEWER, NULL, "11");
    for (int year = 2022; year <= 2026; year++)
        day_rig_read(year);
    walk = calloc((size_t)most, sizeof *walk);
    if (walk == NULL)
        check_stop("no memory");
    walk_most = most;
}

void
walk_end(void)
{
    for (int i = 0; i < walk_n; i++)
        free(walk[i].history);
    free(walk);
    arena_free(kept);
}

const char *
walk_name(int name)
{
    return arena_printf(a, "走查第%d号算法", name);
}

const char *
walk_company_name(int name)
{
    return name ? arena_printf(a, "示例第%d号科技有限公司", name) : "示例科技（北京）有限公司";
}

void
walk_write_down(struct walked *m, const char *event, const char *to)
{
    size_t was = strlen(m->history), more = strlen(event) + strlen(to) + 3;

    m->history = realloc(m->history, was + more);
    if (m->history == NULL)
        check_stop("no memory");
    snprintf(m->history + was, more, "%s%s>%s", was ? " " : "", event, to);
    m->state = to;
    walk_moves++;
    if (*m->filed_on == '\0' && str_is(to, "approved"))
        today(m->filed_on);
}

struct walked *
walk_new(struct walk_company *by, const char *action, struct walked *of)
{
    struct walked *m = &walk[walk_n++];

    if (walk_n >= walk_most)
        check_stop("the walk is too long: %d filings", walk_n);
    *m = (struct walked){.company = by,
                         .kind = of ? of->kind : WALK_KIND,
                         .action = action,
                         .of = of,
                         .claimed_by = -1,
                         .proposal.by = -1,
                         .version = 1,
                         .history = calloc(1, 1)};
    by->filings++;
    if (of != NULL)
        of->about = m;
    walk_write_down(m, "create", "draft");
    return m;
}

/* ---- clocks ---------------------------------------------------------------------------------- */

static const struct {
    const char *action, *clock;
    int days; /* working days */
} filed_by[] = {
    {"initial", "first_filing", 10}, {"change", "change", 10}, {"deregister", "ending", 20}};

static size_t
filed_row(const struct walked *m)
{
    size_t i = 0;
    while (!str_is(filed_by[i].action, m->action))
        i++;
    return i;
}

static bool
is_running(const struct walked *m, enum walk_clock clock)
{
    return str_is(m->clocks[clock].state, "running");
}

static void
start(struct walked *m, enum walk_clock clock, const char *from, int days)
{
    working_days_after(from, days, m->clocks[clock].due_on);
    m->clocks[clock].state = "running";
}

/* By the day that it states; what came before there was anything to change or end, from then. */
static void
start_own(struct walked *m)
{
    bool is_before = m->of != NULL && strcmp(m->stated, m->of->filed_on) < 0;

    start(m, WALK_FILED, is_before ? m->of->filed_on : m->stated, filed_by[filed_row(m)].days);
}

/* It runs, or has run out on the day that it was asked about: of each day that is told once. */
void
walk_drafted(struct walked *m)
{
    bool was_missed = str_is(m->clocks[WALK_FILED].state, "missed");
    char on[DATE_TEXT], before[DATE_TEXT];

    today(on);
    memcpy(before, m->clocks[WALK_FILED].due_on, sizeof before);
    start_own(m);
    if (strcmp(m->clocks[WALK_FILED].due_on, on) >= 0)
        return;
    m->clocks[WALK_FILED].state = "missed";
    m->missed += !(was_missed && str_is(before, m->clocks[WALK_FILED].due_on));
}

void
walk_handed_in(struct walked *m)
{
    char on[DATE_TEXT];

    today(on);
    if (*m->first_on == '\0')
        memcpy(m->first_on, on, sizeof on);
    start_own(m);
    bool is_late = strcmp(m->first_on, m->clocks[WALK_FILED].due_on) > 0;
    m->clocks[WALK_FILED].state = is_late ? "missed" : "met";
    start(m, WALK_REVIEW, on, str_is(m->kind, WALK_SUBJECT) ? 10 : 30);
    m->clocks[WALK_CORRECTION].state = NULL;
    m->decided = 0;
    m->claimed_by = -1;
    walk_to_stage(m);
    m->area = str_is(m->kind, WALK_SUBJECT) ? m->wanted_area : m->company->area;
    m->told[TOLD_SUBMITTED]++;
}

void
walk_to_stage(struct walked *m)
{
    m->stage = json_str(declared_state(m->state, m->kind), "stage");
    m->tasks += m->stage != NULL;
}

static void
no_task(struct walked *m)
{
    m->stage = NULL;
    m->claimed_by = -1;
}

void
walk_withdrawn(struct walked *m)
{
    no_task(m);
    m->tasks--; /* as if it had never been; where it belongs it goes on belonging */
    for (int i = 0; i < WALK_CLOCKS; i++)
        m->clocks[i].state = NULL;
}

void
walk_returned(struct walked *m)
{
    char on[DATE_TEXT];

    today(on);
    if (is_running(m, WALK_REVIEW)) {
        m->clocks[WALK_REVIEW].state = "paused";
        strcpy(m->clocks[WALK_REVIEW].due_on, ANY_DAY);
    }
    start(m, WALK_CORRECTION, on, 20);
    m->told[TOLD_RETURNED]++;
}

void
walk_ended(struct walked *m)
{
    no_task(m);
    for (int i = 0; i < WALK_CLOCKS; i++)
        if (is_running(m, (enum walk_clock)i) || str_is(m->clocks[i].state, "paused"))
            m->clocks[i].state = "met";
}

void
walk_left_force(struct walked *m)
{
    struct walked *open = m->about;

    m->proposal.by = -1;
    m->about = NULL;
    m->lines++;
    m->told[TOLD_STRUCK]++;
    if (open == NULL)
        return;
    open->tasks -= open->stage != NULL;
    walk_write_down(open, "lapse", "lapsed");
    walk_ended(open);
    walk_lapsed++;
}

void
walk_days_pass(void)
{
    char on[DATE_TEXT];

    today(on);
    for (int i = 0; i < walk_n; i++) {
        struct walked *m = &walk[i];
        for (int j = 0; j < WALK_CLOCKS; j++) {
            if (!is_running(m, (enum walk_clock)j) || strcmp(m->clocks[j].due_on, on) >= 0)
                continue;
            m->clocks[j].state = "missed";
            m->missed++;
        }
    }
}

/* ---- a subject that changes -------------------------------------------------------------------
 */

/* As rig_approved_company() leaves it. */
static struct walked *
founding(struct walk_company *x)
{
    char on[DATE_TEXT];
    struct walked *m = walk_new(x, "initial", NULL);

    today(on);
    m->kind = WALK_SUBJECT;
    snprintf(
        m->id, sizeof m->id, "%s",
        rig_sql_text(arena_printf(a, "SELECT subject_filing_id FROM organization WHERE id = '%s'",
                                  x->filer.organization_id)));
    walk_write_down(m, "submit", "submitted");
    walk_write_down(m, "claim", "preliminary_review");
    walk_write_down(m, "pass", "approved");
    memcpy(m->first_on, on, sizeof on);
    start(m, WALK_REVIEW, on, 10);
    walk_ended(m);
    m->tasks = 1;
    m->area = x->area;
    m->told[TOLD_SUBMITTED] = 1;
    return m;
}

bool
walk_is_in_scope(const struct walked *m, int reviewer)
{
    return m->tasks > 0 && str_starts(m->area, walk_reviewers[reviewer].area);
}

/* Of what is public a line for each of another province and another name. Whoever has its task and
 * cannot see it there gives it back. */
static void
follow(struct walked *m, const char *area)
{
    if (m->public_area != NULL) {
        m->lines += (strncmp(m->public_area, area, PROVINCE) != 0) +
                    (m->public_company != m->company->name);
        m->public_area = area;
        m->public_company = m->company->name;
    }
    if (str_is(m->area, area))
        return;
    m->area = area;
    if (m->claimed_by >= 0 && !walk_is_in_scope(m, m->claimed_by)) {
        const json_t *row = walk_declared(m, "release", walk_reviewers[m->claimed_by].role);
        walk_write_down(m, "release", json_str(row, "to"));
        m->claimed_by = -1;
        walk_given_back++;
    }
    walk_write_down(m, "rerouted", m->state);
    walk_rerouted++;
}

void
walk_subject_amended(struct walked *change)
{
    struct walk_company *x = change->company;

    x->area = change->wanted_area;
    x->name = change->name;
    walk_subjects++;
    for (int i = 0; i < walk_n; i++) {
        struct walked *m = &walk[i];
        if (m->company == x && m != change && m->tasks > 0 && !m->is_deleted &&
            !walk_is_over(m->state, m->kind))
            follow(m, x->area);
    }
}

/* ---- what the core has of it ----------------------------------------------------------------- */

const char *
walk_stands(const struct walked *m)
{
    return rig_sql_text(arena_printf(
        a,
        "SELECT group_concat(f.state || ' ' || f.version || ' ' || f.revision || ' ' || "
        "COALESCE(f.number, '') || ' ' || f.deleted_at || ' ' || (SELECT count(*) FROM event WHERE "
        "filing_id = f.id) || ' ' || COALESCE((SELECT state || COALESCE(claimed_by, '') FROM task "
        "WHERE filing_id = f.id AND state <> 'done'), '-') || ' ' || COALESCE((SELECT "
        "group_concat(state) FROM proposal WHERE filing_id = f.id), '-'), ', ') FROM (SELECT * "
        "FROM filing WHERE id IN ('%s', '%s', '%s') ORDER BY id) f",
        m->id, m->of ? m->of->id : "", m->about ? m->about->id : ""));
}

/* By name, as the table is read; a day of question marks is any: while a clock stands still nobody
 * can say when it ends. */
static const char *
clocks_expected(const struct walked *m)
{
    static const char *const others[] = {
        [WALK_REVIEW] = "review", [WALK_CORRECTION] = "correction"};
    static const int order[] = {WALK_CORRECTION, WALK_FILED, WALK_REVIEW};
    const char *text = "", *filed = filed_by[filed_row(m)].clock;
    bool is_change = str_is(filed, "change"); /* comes before 'correction' */

    for (size_t i = 0; i < LEN(order); i++) {
        int at = is_change && i < 2 ? order[1 - i] : order[i];
        if (m->clocks[at].state != NULL)
            text = arena_printf(a, "%s%s%s %s %s", text, *text ? ", " : "",
                                at == WALK_FILED ? filed : others[at], m->clocks[at].state,
                                m->clocks[at].due_on);
    }
    return text;
}

static bool
is_like(const char *text, const char *pattern)
{
    while (*text != '\0' && (*pattern == '?' || *pattern == *text)) {
        text++;
        pattern++;
    }
    return *text == *pattern;
}

void
walk_check_clocks(const struct walked *m)
{
    const char *has = rig_sql_text(
        arena_printf(a,
                     "SELECT COALESCE(group_concat(name || ' ' || state || ' ' || due_on, ', '), "
                     "'') FROM (SELECT * FROM deadline WHERE filing_id = '%s' ORDER BY name)",
                     m->id));
    if (!m->is_deleted && !is_like(has, clocks_expected(m)))
        check_stop("%s %s in %s: clocks are “%s”, not “%s” (%s)", m->action, m->id, m->state, has,
                   clocks_expected(m), m->history);
}

/* The number stays; what the public sees is what was last approved. */
void
walk_check_public(const struct walked *m)
{
    struct entry e;

    if (*m->number == '\0')
        return;
    if (store_entry_load(s, a, m->number, &e, &fault))
        check_stop("%s has no entry: %s", m->number, fault.text);
    const char *status = str_is(m->state, "approved") ? "filed" : m->state;
    int lines = (int)json_array_size(rig_parse(e.history));
    if (!str_is(e.algorithm_name, walk_name(m->public_name)) || !str_is(e.status, status) ||
        lines != m->lines)
        check_stop("%s stands as %s, %s, %d lines, not %s, %s, %d", m->number, e.algorithm_name,
                   e.status, lines, walk_name(m->public_name), status, m->lines);
    if (!str_is(e.organization, walk_company_name(m->public_company)) ||
        !str_is(e.area, m->public_area))
        check_stop("%s stands as of %s in %s, not of %s in %s", m->number, e.organization, e.area,
                   walk_company_name(m->public_company), m->public_area);
}

/* Where its task lies, or who has charge of it. */
void
walk_check_place(const struct walked *m)
{
    const char *has = rig_sql_text(arena_printf(
        a, "SELECT COALESCE((SELECT area FROM jurisdiction WHERE filing_id = '%s'), 'nowhere')",
        m->id));
    long tasks = rig_count("task", m->id);

    if (tasks != m->tasks || !str_is(has, m->tasks ? m->area : "nowhere"))
        check_stop("%s %s %s in %s lies in %s with %ld tasks, not in %s with %d (%s)", m->kind,
                   m->action, m->id, m->state, has, tasks, m->tasks ? m->area : "nowhere", m->tasks,
                   m->history);
}

static long
told(const struct walked *m, const char *code)
{
    return rig_number(s, arena_printf(a,
                                      "SELECT count(*) FROM notice WHERE filing_id = '%s' AND "
                                      "code = '%s'",
                                      m->id, code));
}

void
walk_check_history(const struct walked *m)
{
    static const char *const codes[] = {
        [TOLD_SUBMITTED] = "submitted", [TOLD_RETURNED] = "returned",
        [TOLD_APPROVED] = "approved",   [TOLD_REFUSED] = "refused",
        [TOLD_STRUCK] = "struck",       [TOLD_CHANGED] = "change_approved"};

    check_about("%s %s", m->action, m->id);
    CHECK_STR(rig_history(m->id), m->history);
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT count(*) FROM event WHERE filing_id = '%s' AND "
                                         "what = 'missed'",
                                         m->id)),
              m->missed);
    for (int i = 0; i < TOLDS; i++)
        CHECK_INT(told(m, codes[i]), m->told[i]);
    if (m->is_deleted)
        return;
    struct filing x = rig_filing_now(m->id);
    CHECK_STR(x.state, m->state);
    CHECK_STR(x.number ? x.number : "", m->number);
    walk_check_clocks(m);
    walk_check_public(m);
    walk_check_place(m);
}
