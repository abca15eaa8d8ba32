#include "clock_rig.h"

const char clock_stages[] =
    "stage { code = 'preliminary', label = '初审', role = 'preliminary_reviewer', "
    "clock = 'first_look' }\n"
    "stage { code = 'final', label = '复审', role = 'final_reviewer', clock = 'second_look' }\n";

/* Retrieval goes another way; of a submit the first transition is tried first. */
const char clock_express[] =
    "stage { code = 'express', label = '快审', role = 'preliminary_reviewer', "
    "clock = 'express_look' }\n"
    "state { kind = 'algorithm', code = 'express', label = '快审中', standing = 'review', "
    "stage = 'express' }\n"
    "transition { on = 'submit', kind = 'algorithm', from = 'draft', to = 'express', "
    "who = { 'filer' }, when = { ['filing.data.basic.class'] = 'retrieval_filtering' } }\n"
    "local FIRST = { 'preliminary_reviewer' }\n"
    "transition { on = 'claim', kind = 'algorithm', from = 'express', to = 'express', "
    "who = FIRST }\n"
    "transition { on = 'release', kind = 'algorithm', from = 'express', to = 'express', "
    "who = FIRST }\n"
    "transition { on = 'pass', kind = 'algorithm', from = 'express', to = 'final_review', "
    "who = FIRST }\n"
    "transition { on = 'return', kind = 'algorithm', from = 'express', to = 'returned', "
    "who = FIRST }\n"
    "transition { on = 'refuse', kind = 'algorithm', from = 'express', to = 'refused', "
    "who = FIRST }\n"
    "transition { on = 'lapse', kind = 'algorithm', from = 'express', to = 'lapsed', "
    "who = { 'final_reviewer' } }\n";

static const char deadlines[] =
    "local function never() return nil end\n"
    "deadline {\n"
    "  name = 'first_look', title = '初审期限', law = '本系统参数', days = 5,\n"
    "  kinds = { 'subject', 'algorithm' }, stage = 'preliminary', paused = { 'returned' },\n"
    "  reads = { 'clock.today' }, done = never,\n"
    "}\n"
    "deadline {\n"
    "  name = 'second_look', title = '复审期限', law = '本系统参数', kinds = { 'algorithm' },\n"
    "  days = 3, stage = 'final', reads = { 'clock.today' }, done = never,\n"
    "}\n"
    "deadline {\n"
    "  name = 'whole', title = '全程', law = '本系统参数', days = 10,\n"
    "  kinds = { 'subject', 'algorithm' },\n"
    "  paused = { 'returned', 'draft' }, reads = { 'filing.first_submitted_on' }, done = never,\n"
    "  from = function(facts) return facts.filing.first_submitted_on end,\n"
    "}\n"
    "deadline {\n"
    "  name = 'moody', title = '会出错的', law = '本系统参数', kinds = { 'algorithm' }, days = 7,\n"
    "  reads = { 'filing.stage', 'filing.submitted_on', 'filing.data.basic.scenario' },\n"
    "  done = never,\n"
    "  from = function(facts)\n"
    "    local at = facts.filing.stage\n"
    "    if at == 'final' and facts.filing.data.basic.scenario == '会出错的场景，供读者阅读。' "
    "then\n"
    "      error('故意的')\n"
    "    end\n"
    "    return facts.filing.submitted_on\n"
    "  end,\n"
    "}\n"
    "deadline {\n"
    "  name = 'waiting', title = '待领取', law = '本系统参数', days = 4,\n"
    "  kinds = { 'subject', 'algorithm' },\n"
    "  paused = { 'preliminary_review' }, reads = { 'filing.submitted_on' }, done = never,\n"
    "  from = function(facts) return facts.filing.submitted_on end,\n"
    "}\n"
    "deadline {\n"
    "  name = 'answer', title = '补正期限', law = '本系统参数', kinds = { 'algorithm' },\n"
    "  days = 10, unit = 'day', reads = { 'filing.returned_on', 'filing.submitted_on' },\n"
    "  from = function(facts) return facts.filing.returned_on end,\n"
    "  done = function(facts)\n"
    "    local on = facts.filing.submitted_on\n"
    "    return on and on > facts.filing.returned_on and on or nil\n"
    "  end,\n"
    "}\n";

static const char express_clock[] =
    "deadline {\n"
    "  name = 'express_look', title = '快审期限', law = '本系统参数', kinds = { 'algorithm' },\n"
    "  days = 2, stage = 'express', reads = { 'clock.today' }, done = function() return nil end,\n"
    "}\n";

struct account clock_filer;
static struct policy *shipped;

struct policy *
clock_laid_over(const struct clock_layer *layers, int n)
{
    struct bundle *b;
    struct policy_limits limits = rig_limits();
    struct policy *p;

    GOOD(bundle_read(&b, "rules", NULL, &fault));
    for (int i = 0; i < n; i++) {
        struct bundle *base = b;
        if (layers[i].text == NULL)
            continue;
        GOOD(bundle_with(&b, base, layers[i].path, layers[i].text, &fault));
        bundle_free(base);
    }
    GOOD(policy_open(&p, b, &limits, &fault));
    struct rule_set x = {.hash = policy_rule_set(p),
                         .files = bundle_text(b, a),
                         .manifest = json_text(a, policy_manifest(p)),
                         .origin = "folder"};
    WRITE(GOOD(store_rule_set_add(s, &x, &fault)));
    bundle_free(b);
    return p;
}

/* The shipped rules with that workflow over them, the deadlines from above, and that calendar. The
 * express stage has its clock. */
struct policy *
clock_policy(const char *workflow, const char *calendar)
{
    bool is_express = strstr(workflow, "code = 'express'") != NULL;
    const struct clock_layer layers[] = {
        {"local/workflow.clocks.lua", workflow},
        {"local/deadlines.clocks.lua", deadlines},
        {"local/deadlines.express.lua", is_express ? express_clock : NULL},
        {CLOCK_CALENDAR, calendar},
    };

    return clock_laid_over(layers, LEN(layers));
}

void
clock_begin(void)
{
    if (shipped != NULL)
        return;
    clock_filer = rig_approved_company();
    shipped = rules;
    rules = clock_policy(arena_printf(a, "%s%s", clock_stages, clock_express), NULL);
}

void
clock_end(void)
{
    clock_begin();
    policy_close(rules);
    rules = shipped;
    shipped = NULL;
}

void
clock_activate(const struct policy *p)
{
    struct activation x = {.hash = policy_rule_set(p), .kind = "watch"};
    WRITE(GOOD(store_activation_add(s, &x, &fault)));
}

/* "state from due" of a clock, "" where there is none. */
const char *
clock_of(const char *id, const char *name)
{
    return rig_sql_text(arena_printf(a,
                                     "SELECT state || ' ' || from_on || ' ' || due_on FROM "
                                     "deadline WHERE filing_id = '%s' AND name = '%s'",
                                     id, name));
}

void
clock_today_is(const char *day)
{
    char text[DATE_TEXT];

    date_beijing(rig_time, text);
    rig_days_pass((int)(date_days(day) - date_days(text)));
}

void
clock_struck(const char *id, const char *event)
{
    struct filing x = rig_filing_now(id);
    struct task last =
        rig_task_now(rig_sql_text(arena_printf(a,
                                               "SELECT id FROM task WHERE filing_id = '%s' "
                                               "ORDER BY done_at DESC LIMIT 1",
                                               id)));
    struct move m = {.filing = &x,
                     .actor_role = "final_reviewer",
                     .audit = "filing.strike",
                     .object = id,
                     .task = &last};
    struct law_question q = {.event = event};

    DONE(move_find(as(&second), &m, &q));
    WRITE(DONE(move_store(&acting, &m)));
}

long
clock_recounted(void)
{
    struct policy_limits limits = rig_limits();
    long moved = -1;
    bool is_done = false;
    GOOD(govern_deadlines_recount(s, &limits, &moved, &is_done, &fault));
    CHECK(is_done);
    CHECK(store_is_idle(s));
    return moved;
}

/* The clocks of a filing that run, but the one that stands still while somebody has its task. */
const char *
clock_running_of(const char *id)
{
    return rig_sql_text(
        arena_printf(a,
                     "SELECT group_concat(name || ' ' || from_on || ' ' || due_on || ' ' || "
                     "waited, ', ') FROM (SELECT * FROM deadline WHERE filing_id = '%s' AND "
                     "state = 'running' AND name <> 'waiting' ORDER BY name)",
                     id));
}

long
clock_missed_by(const char *day)
{
    long missed = -1;
    bool is_done = false;
    GOOD(govern_deadlines_miss(s, day, &missed, &is_done, &fault));
    CHECK(is_done);
    CHECK(store_is_idle(s));
    return missed;
}

long
clock_told(const char *id, const char *clock)
{
    long events = rig_number(
        s, arena_printf(a,
                        "SELECT count(*) FROM event WHERE filing_id = '%s' AND what = 'missed' AND "
                        "clock = '%s' AND actor_role = 'system' AND actor_id IS NULL",
                        id, clock));
    long lines = rig_number(
        s, arena_printf(a,
                        "SELECT count(*) FROM audit WHERE action = 'deadline.missed' AND "
                        "object = '%s' AND detail ->> 'name' = '%s'",
                        id, clock));
    long rows = rig_number(s, arena_printf(a,
                                           "SELECT count(*) FROM outbox WHERE event = 'missed' AND "
                                           "filing_id = '%s'",
                                           id));
    CHECK_INT(lines, events);
    CHECK_LEAST(rows, events);
    return events;
}
