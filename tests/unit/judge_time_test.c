/*
 * Numbers by date, units, pauses, stages, derived facts, beginnings and ends: tests/rules/time is a
 * local layer over the shipped rules that has them all, with cases; here it is told whether these
 * pass, and what does not load.
 */
#include "layer_rig.h"

#define SERIES(value, more)                                                                        \
    "limit { name = 'by_day', title = '按日期', law = '测试法', value = " value ", " more " }\n"
#define DEADLINE(more)                                                                             \
    "deadline { name = 'x', title = '期', law = '测试法', kinds = { 'subject' },\n"            \
    "  reads = { 'filing.submitted_on' }, done = function() end, " more " }\n"
#define FROM "from = function(facts) return facts.filing.submitted_on end"
#define DERIVE(more)                                                                               \
    "derive { name = 'grade', title = '等级', law = '测试法', kinds = { 'subject' },\n"       \
    "  value = function() end, " more " }\n"
#define ITEM(more)                                                                                 \
    "vocabulary { id = 'colour', title = '颜色', law = '测试法',\n"                           \
    "  items = { { code = 'red', label = '红', " more " } } }\n"

/* ---- the layer with cases -------------------------------------------------------------------- */

static struct policy *
open_layer(const char *folder)
{
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};

    if (CHECK_ERR(bundle_read(&b, "rules", folder, &f), OK, &f))
        CHECK_ERR(policy_open(&p, b, &limits, &f), OK, &f);
    bundle_free(b);
    return p;
}

static struct policy *
open_time(void)
{
    return open_layer("tests/rules/time");
}

static void
all_its_cases_pass(void)
{
    struct policy *p = open_time();
    struct fault f = {0};
    const char *report = "";

    CHECK_ERR(policy_test(p, a, &report, &f), OK, &f);
    policy_close(p);
}

static void
the_manifest_says_what_is_declared(void)
{
    struct policy *p = open_time();
    const json_t *m = policy_manifest(p);

    CHECK_STR(rig_text(m, "/limits/answer_days/by"), "filing.submitted_on");
    CHECK_INT(rig_int(m, "/limits/answer_days/values/2027-01-01"), 15);
    CHECK_STR(rig_text(m, "/derived/0/name"), "risk");
    CHECK_STR(rig_text(m, "/derived/0/codes/1"), "high");
    CHECK_STR(rig_text(m, "/derived/1/type"), "integer");
    CHECK_STR(rig_text(m, "/derived/2/vocabulary"), "role");
    CHECK_STR(rig_text(policy_declared(p, "derived.weight"), "/reads/0"), "derived.risk");
    CHECK_STR(rig_text(policy_declared(p, "limit.answer_days"), "/reads/0"), "filing.submitted_on");
    policy_close(p);
}

/* ---- what an answer says --------------------------------------------------------------------- */

static void
a_derived_value_of_another_kind_is_a_fault_and_none_is_kept(void)
{
    struct policy *p = layer_open(RIG_FILES(
        "derived.lua",
        "derive { name = 'grade', title = '等级', law = '测试法', kinds = { 'subject' },\n"
        "  codes = { 'low', 'high' }, reads = { 'filing.data.basic.name' },\n"
        "  value = function(facts) return facts.filing.data.basic.name end }\n"
        "derive { name = 'last', title = '末', law = '测试法', kinds = { 'subject' },\n"
        "  type = 'boolean', reads = { 'derived.grade' },\n"
        "  value = function(facts) return facts.derived.grade == nil end }"));
    const char *answer = layer_answer(p, "2026-11-24", NULL);

    CHECK_HAS(answer, "needs_human");
    CHECK_HAS(answer, "\"rule\":\"derived.grade\"");
    CHECK_HAS(answer, "low、high 之一，或不给出（nil）");
    CHECK_HAS(answer, "rules/derived.lua:1");
    CHECK_HAS(answer, "\"derived\":{\"last\":true}");
    policy_close(p);
}

static const char *
outcome_of(const char *value)
{
    const char *text =
        arena_printf(a,
                     "derive { name = 'n', title = '数', law = '测试法', kinds = { 'subject' },\n"
                     "  type = 'integer', reads = { 'clock.today' },\n"
                     "  value = function() return %s end }",
                     value);
    struct policy *p = layer_open(RIG_FILES("derived.lua", text));
    json_t *answer = rig_parse(layer_answer(p, "2026-11-24", NULL));

    policy_close(p);
    return arena_strdup(a, json_str(answer, "outcome_hash"));
}

static void
what_is_derived_is_a_part_of_the_outcome(void)
{
    CHECK_STR(outcome_of("1"), outcome_of("1"));
    CHECK(!str_is(outcome_of("1"), outcome_of("2")));
}

static void
an_answer_without_derived_facts_has_none(void)
{
    struct policy *p = layer_open(RIG_FILES(NULL));
    CHECK_HAS(layer_answer(p, "2026-11-24", NULL), "\"derived\":{}");
    policy_close(p);
}

/* When so many days after that one end, in a set whose count leans on a number by date. */
static const char *
due_after(struct policy *p, const char *from)
{
    struct fault f = {0};
    const char *answer = "{}", *ask = arena_printf(a, "{\"from\":\"%s\",\"days\":3}", from);

    CHECK_ERR(policy_ask(p, a, POLICY_DAYS, ask, &answer, &f), OK, &f);
    return rig_text(rig_parse(answer), "/due_on");
}

static void
days_alone_are_counted_by_the_numbers_of_their_first_day(void)
{
    struct policy *p = layer_open(RIG_FILES(
        "limits.lua", LIMIT("20") SERIES("{ ['2026-01-01'] = 1, ['2027-01-01'] = 2 }", ""),
        "deadlines.lua",
        "counting { law = '测试法', list = function(from) return { from } end,\n"
        "  is_over = function() return false end, after = function(from, days)\n"
        "    local n = day_number(from) + days * (limits.by_day or 100)\n"
        "    return { due_on = day_text(n), provisional = false } end }"));

    CHECK_STR(due_after(p, "2026-12-31"), "2027-01-03");
    CHECK_STR(due_after(p, "2027-01-01"), "2027-01-07");
    CHECK_STR(due_after(p, "2025-12-31"), "2026-10-27");
    policy_close(p);
}

#define DAY_MS (24 * 3600 * (int64_t)1000)

/* The working days after that day, as the rules list them. */
static json_t *
workdays_after(struct policy *p, const char *from, int n)
{
    struct fault f = {0};
    const char *answer = "{}", *ask = arena_printf(a, "{\"from\":\"%s\",\"days\":%d}", from, n);

    CHECK_ERR(policy_ask(p, a, POLICY_DAYS, ask, &answer, &f), OK, &f);
    return json_object_get(rig_parse(answer), "counted");
}

static bool
is_within(const char *day, const json_t *spans)
{
    size_t i;
    json_t *one;

    json_array_foreach(spans, i, one)
    {
        if (strcmp(day, json_str(one, "from")) >= 0 && strcmp(day, json_str(one, "to")) <= 0)
            return true;
    }
    return false;
}

/* Day by day: a working day that no span has is one of those that are due. */
static const char *
due_without(const json_t *workdays, const json_t *spans, int days, long *left_out)
{
    size_t i;
    json_t *one;

    *left_out = 0;
    json_array_foreach(workdays, i, one)
    {
        if (is_within(json_string_value(one), spans))
            (*left_out)++;
        else if (--days == 0)
            return json_string_value(one);
    }
    return "";
}

static void
days_that_are_credited_are_left_out_of_the_count_whatever_they_are(void)
{
    struct policy *p = open_layer("tests/rules/time");
    json_t *workdays = workdays_after(p, "2026-09-18", 200);
    unsigned dice = 7;

    for (int i = 0; i < 200; i++) {
        struct buf b = BUF(a);
        int days = 1 + (int)((dice = dice * 1103515245u + 12345u) >> 16) % 20;
        buf_open(&b, NULL, '[');
        for (int k = 0; k < 1 + i % 4; k++) {
            int from = (int)((dice = dice * 1103515245u + 12345u) >> 16) % 60 - 5;
            int n = (int)((dice = dice * 1103515245u + 12345u) >> 16) % 15;
            char first[DATE_TEXT], last[DATE_TEXT];
            date_beijing((date_days("2026-09-18") + from) * DAY_MS, first);
            date_beijing((date_days("2026-09-18") + from + n) * DAY_MS, last);
            buf_open(&b, NULL, '{');
            buf_json_str(&b, "from", first);
            buf_json_str(&b, "to", last);
            buf_close(&b);
        }
        buf_close(&b);
        struct fault f = {0};
        long left_out;
        const char *due = due_without(workdays, rig_parse(b.p), days, &left_out), *answer = "{}";
        const char *ask =
            arena_printf(a, "{\"from\":\"2026-09-18\",\"days\":%d,\"credit\":%s}", days, b.p);
        CHECK_ERR(policy_ask(p, a, POLICY_DAYS, ask, &answer, &f), OK, &f);
        CHECK_STR(rig_text(rig_parse(answer), "/due_on"), due);
        CHECK_INT(json_integer_value(rig_at(rig_parse(answer), "/credited")), left_out);
        CHECK_INT(json_integer_value(rig_at(rig_parse(answer), "/waited")), left_out);
    }
    policy_close(p);
}

struct count {
    const char *name, *from, *unit;
    int days;
    const char *due_on;
};
static const struct count counts[] = {
    {"a_working_day_is_the_first_day", "2026-11-24", "workday", 1, "2026-11-24"},
    {"three_working_days_over_a_weekend", "2026-11-27", "workday", 3, "2026-12-01"},
    {"a_day_is_the_first_day", "2026-11-28", "day", 1, "2026-11-28"},
    {"ten_days", "2026-11-28", "day", 10, "2026-12-07"},
    {"a_month_ends_on_the_day_before", "2026-03-15", "month", 1, "2026-04-14"},
    {"a_month_from_its_first_day", "2026-03-01", "month", 1, "2026-03-31"},
    {"twelve_months_from_new_year", "2026-01-01", "month", 12, "2026-12-31"},
    {"a_month_that_has_no_such_day_is_over_when_it_is", "2026-01-31", "month", 1, "2026-02-28"},
};

/* Where the first day counts. */
static void
with_the_first_day(const void *row)
{
    const struct count *c = row;
    struct policy *p = open_layer("tests/rules/start_day");
    struct fault f = {0};
    const char *answer = "{}",
               *ask = arena_printf(a, "{\"from\":\"%s\",\"days\":%d,\"unit\":\"%s\"}", c->from,
                                   c->days, c->unit);

    CHECK_ERR(policy_ask(p, a, POLICY_DAYS, ask, &answer, &f), OK, &f);
    CHECK_STR(rig_text(rig_parse(answer), "/due_on"), c->due_on);
    policy_close(p);
}

/* A choice whose item has its time. */
static struct policy *
open_item(const char *more)
{
    const char *list = arena_printf(a,
                                    "vocabulary { id = 'colour', title = '颜色', law = '测试法',\n"
                                    "  items = { { code = 'green', label = '绿' },\n"
                                    "    { code = 'red', label = '红', %s } } }\n",
                                    more);
    return layer_open(RIG_FILES(
        "vocabulary.lua", list, "local/forms/x.lua",
        AMEND("field { name = 'colour', label = '颜色', type = 'choice', choices = 'colour', "
              "visibility = 'filer', help = '选', example = 'green', required = false }, "
              "field { name = 'more', label = '另选', type = 'choices', choices = 'colour', "
              "visibility = 'filer', help = '选', example = { 'green' }, required = false }"),
        "local/checks/x.lua",
        RULE("test.label", "say.at('/basic/name', '名称是' .. label('colour', 'red'))"),
        "local/cases/x.lua", CASE("test.label")));
}

static const char *
choose(struct policy *p, const char *today, const char *first)
{
    json_t *facts = rig_parse(RIG_FACTS), *basic = rig_at(facts, "/filing/data/basic");
    struct fault f = {0};
    const char *answer = "";

    json_object_set_new(basic, "colour", json_string("red"));
    json_object_set_new(basic, "more", json_pack("[s, s]", "green", "red"));
    json_object_set_new(rig_at(facts, "/clock"), "today", json_string(today));
    if (first)
        json_object_set_new(rig_at(facts, "/filing"), "first_submitted_on", json_string(first));
    CHECK_ERR(policy_ask(p, a, POLICY_JUDGE, json_text(a, facts), &answer, &f), OK, &f);
    return answer;
}

static void
an_item_that_ended_is_not_chosen_again_and_keeps_its_label(void)
{
    struct policy *p = open_item("['until'] = '2027-01-01'");
    const char *after = choose(p, "2027-01-01", NULL);

    CHECK_HAS(choose(p, "2026-12-31", NULL), "\"acceptable\"");
    CHECK_HAS(after, "“颜色”的“红”自 2027-01-01 起不再使用");
    CHECK_HAS(after, "\"path\":\"/basic/colour\"");
    CHECK_HAS(after, "\"path\":\"/basic/more/1\"");
    CHECK_HAS(after, "名称是红");
    CHECK_STR(rig_text(policy_manifest(p), "/vocabulary/colour/items/1/until"), "2027-01-01");
    CHECK_STR(rig_text(policy_manifest(p),
                       "/forms/subject/schema/properties/basic/properties/colour/oneOf/1/x-until"),
              "2027-01-01");
    policy_close(p);
}

static void
an_item_that_has_not_begun_is_not_chosen(void)
{
    struct policy *p = open_item("since = '2027-01-01'");

    CHECK_HAS(choose(p, "2026-12-31", NULL), "“红”自 2027-01-01 起才可选用");
    CHECK_HAS(choose(p, "2027-01-01", NULL), "\"acceptable\"");
    policy_close(p);
}

static void
an_old_filing_may_keep_an_item_that_ended(void)
{
    struct policy *p = open_item("['until'] = '2027-01-01', since_of = 'first_submission'");

    CHECK_HAS(choose(p, "2027-06-01", "2026-12-31"), "\"acceptable\"");
    CHECK_HAS(choose(p, "2027-06-01", "2027-01-01"), "不再使用（看首次提交之日）");
    policy_close(p);
}

static void
a_field_is_required_until_its_day(void)
{
    struct policy *p = layer_open(RIG_FILES(
        "local/forms/x.lua",
        AMEND(FIELD("old", "required = true, since = '2026-01-01', ['until'] = '2027-01-01'"))));
    const json_t *m = policy_manifest(p);

    CHECK_HAS(layer_answer(p, "2026-12-31", NULL), "/basic/old");
    CHECK_HAS(layer_answer(p, "2027-01-01", NULL), "\"acceptable\"");
    CHECK_STR(rig_text(m, "/forms/subject/sections/0/fields/1/until"), "2027-01-01");
    CHECK_STR(rig_text(m, "/forms/subject/sections/0/fields/1/required_when"),
              "自 2026-01-01 起、2027-01-01 前必填");
    CHECK_STR(rig_text(m, "/forms/subject/schema/properties/basic/properties/old/x-until"),
              "2027-01-01");
    policy_close(p);
}

/* ---- what does not load ---------------------------------------------------------------------- */

struct refusal {
    const char *name, *path, *text, *where, *says;
};
static const struct refusal refusals[] = {
    {"a_series_by_a_date_that_is_none", "local/limits.x.lua", SERIES("{ ['2026-02-30'] = 1 }", ""),
     "rules.local/limits.x.lua:1", "2026-02-30 不是存在的日期"},
    {"a_series_with_values_of_two_kinds", "local/limits.x.lua",
     SERIES("{ ['2026-01-01'] = 1, ['2027-01-01'] = 'x' }", ""), "rules.local/limits.x.lua:1",
     "应是同一类，2027-01-01 的不同"},
    {"a_series_with_a_value_that_is_none", "local/limits.x.lua",
     SERIES("{ ['2026-01-01'] = {} }", ""), "rules.local/limits.x.lua:1",
     "（2026-01-01）：应为文字、整数、true 或 false"},
    {"a_series_of_nothing", "local/limits.x.lua", SERIES("{}", ""), "rules.local/limits.x.lua:1",
     "value 是空的"},
    {"by_without_a_series", "local/limits.x.lua", SERIES("1", "by = 'clock.today'"),
     "rules.local/limits.x.lua:1", "by 只用于按日期取值的 value"},
    {"a_series_by_what_is_no_date", "local/limits.x.lua",
     SERIES("{ ['2026-01-01'] = 1 }", "by = 'filing.data.basic.name'"),
     "rules.local/limits.x.lua:1", "by 的 filing.data.basic.name 不是"},
    {"a_series_that_the_core_reads_itself", "local/limits.x.lua",
     "limit { name = 'attachment_max_bytes', title = '附件', law = '测试法',\n"
     "  value = { ['2026-01-01'] = 1 } }",
     "rules.local/limits.x.lua:1", "value 只能写一个值"},
    {"a_series_over_a_number_of_another_kind", "local/limits.x.lua",
     "limit { name = 'name_max', title = '名', law = '测试法', value = { ['2026-01-01'] = 'x' } }",
     "rules.local/limits.x.lua:1", "那里是 20"},
    {"a_series_read_while_loading", "forms/account.lua", "local x = limits.by_day\nreturn x",
     "rules/forms/account.lua:1",
     "limits.by_day 按日期取值，装入时还没有日期可依：期限请写 days = 'by_day'"},
    {"a_deadline_of_a_number_that_nobody_declares", "local/deadlines.x.lua",
     DEADLINE("days = 'nothing', " FROM), "rules.local/deadlines.x.lua:1",
     "limits.nothing 未在 limits.lua 中声明"},
    {"a_deadline_of_a_series_out_of_range", "local/deadlines.x.lua",
     DEADLINE("days = 'by_day', unit = 'month', " FROM), "rules.local/deadlines.x.lua:1",
     "应在 1 与 60 之间（月），400 不是"},
    {"a_deadline_of_days_that_are_none", "local/deadlines.x.lua", DEADLINE("days = 0, " FROM),
     "rules.local/deadlines.x.lua:1", "应在 1 与 400 之间（工作日），0 不是"},
    {"a_deadline_of_days_that_are_no_number", "local/deadlines.x.lua",
     DEADLINE("days = true, " FROM), "rules.local/deadlines.x.lua:1",
     "或 limits.lua 中一个数的名称"},
    {"a_deadline_of_a_number_in_another_unit", "local/deadlines.x.lua",
     DEADLINE("days = 'in_days', " FROM), "rules.local/deadlines.x.lua:1",
     "limits.in_days 以日计，而这里的 unit 是工作日"},
    {"a_deadline_in_a_unit_that_is_none", "local/deadlines.x.lua",
     DEADLINE("days = 1, unit = 'week', " FROM), "rules.local/deadlines.x.lua:1",
     "week 不在 workday、day、month 之中"},
    {"a_deadline_in_a_unit_that_nobody_counts", "local/deadlines.x.lua",
     DEADLINE("days = 1, unit = 'month', " FROM), "rules.local/deadlines.x.lua:1",
     "要由 counting 的 after_months 来数"},
    {"a_deadline_of_working_days_that_rolls", "local/deadlines.x.lua",
     DEADLINE("days = 1, rolls = true, " FROM), "rules.local/deadlines.x.lua:1", "rolls"},
    {"a_deadline_without_a_start", "local/deadlines.x.lua", DEADLINE("days = 1"),
     "rules.local/deadlines.x.lua:1", "缺少字段 from"},
    {"a_deadline_of_a_stage_that_is_none", "local/deadlines.x.lua",
     DEADLINE("days = 1, stage = 'technical'"), "rules.local/deadlines.x.lua:1",
     "的 stage：technical 不在"},
    {"a_deadline_of_drafts_that_none_of_their_data_starts", "local/deadlines.x.lua",
     DEADLINE("days = 1, drafts = true, " FROM), "rules.local/deadlines.x.lua:1",
     "至少有一项填报的内容"},
    {"a_credit_that_does_not_say_which_days", "local/deadlines.x.lua",
     DEADLINE("days = 1, credit = { title = '初审' }, " FROM), "rules.local/deadlines.x.lua:1",
     "的 credit：缺少字段 spans"},
    {"a_credit_of_which_nobody_knows_what_for", "local/deadlines.x.lua",
     DEADLINE("days = 1, credit = { spans = function() end }, " FROM),
     "rules.local/deadlines.x.lua:1", "的 credit：缺少字段 title"},
    {"a_credit_that_is_no_function", "local/deadlines.x.lua",
     DEADLINE("days = 1, credit = { title = '初审', spans = {} }, " FROM),
     "rules.local/deadlines.x.lua:1", "字段 spans"},
    {"a_deadline_paused_in_a_state_that_is_none", "local/deadlines.x.lua",
     DEADLINE("days = 1, paused = { 'returnd' }, " FROM), "rules.local/deadlines.x.lua:1",
     "的 paused：returnd 不在 draft、"},
    {"an_end_before_the_beginning", "local/deadlines.x.lua",
     DEADLINE("days = 1, since = '2027-01-01', ['until'] = '2027-01-01', " FROM),
     "rules.local/deadlines.x.lua:1", "应晚于 since"},
    {"an_end_written_without_brackets", "local/deadlines.x.lua",
     DEADLINE("days = 1, until = '2027-01-01', " FROM), "rules.local/deadlines.x.lua:2",
     "until 是 Lua 自己的词，这里要写成 ['until']"},
    {"an_item_that_ends_before_it_begins", "vocabulary.lua",
     ITEM("since = '2027-01-01', ['until'] = '2026-01-01'"), "rules/vocabulary.lua:1",
     "的代码 red：until"},
    {"an_end_of_an_optional_field", "local/forms/x.lua",
     AMEND(FIELD("x", "required = false, ['until'] = '2027-01-01'")), "rules.local/forms/x.lua:1",
     "到何日为止必填"},
    {"a_derived_fact_without_a_kind_of_value", "derived.lua", DERIVE("reads = { 'clock.today' }"),
     "rules/derived.lua:1", "应当恰有其一"},
    {"a_derived_fact_of_two_kinds", "derived.lua",
     DERIVE("codes = { 'a' }, type = 'boolean', reads = { 'clock.today' }"), "rules/derived.lua:1",
     "应当恰有其一"},
    {"a_derived_fact_of_a_list_that_is_none", "derived.lua",
     DERIVE("codes = 'shade', reads = { 'clock.today' }"), "rules/derived.lua:1",
     "词表 shade 未在 vocabulary.lua 中声明"},
    {"a_derived_fact_of_a_type_that_is_none", "derived.lua",
     DERIVE("type = 'text', reads = { 'clock.today' }"), "rules/derived.lua:1",
     "text 不在 boolean、integer 之中"},
    {"a_derived_fact_of_no_codes", "derived.lua", DERIVE("codes = {}, reads = { 'clock.today' }"),
     "rules/derived.lua:1", "codes：应为不空的"},
    {"a_derived_fact_that_reads_itself", "derived.lua",
     DERIVE("type = 'boolean', reads = { 'derived.grade' }"), "rules/derived.lua:1",
     "derived.grade 没有任何表单或事实声明"},
    {"a_derived_fact_that_reads_a_deadline", "derived.lua",
     DERIVE("type = 'boolean', reads = { 'deadlines.use' }"), "rules/derived.lua:1",
     "在导出事实之后才算出"},
    {"a_local_derived_fact_that_reads_a_later_one", "local/derived.x.lua",
     DERIVE("type = 'boolean', reads = { 'derived.later' }"), "rules.local/derived.x.lua:1",
     "排在它后面，还没有算出"},
    {"a_check_that_reads_a_derived_fact_of_another_kind", "checks/x.lua",
     "rule { id = 'x.y', title = '题', law = '测试法', severity = 'error', kinds = { 'product' },\n"
     "  reads = { 'derived.later' }, check = function() end }",
     "rules/checks/x.lua:1", "derived.later 没有任何表单或事实声明"},
    {"a_check_that_reads_a_deadline_that_is_none", "checks/x.lua",
     "rule { id = 'x.y', title = '题', law = '测试法', severity = 'error', kinds = { 'product' },\n"
     "  reads = { 'deadlines.us' }, check = function() end }",
     "rules/checks/x.lua:1", "deadlines.us 没有任何表单或事实声明"},
    {"a_law_in_force_that_nobody_declares", "local/limits.x.lua",
     "local x = in_force('没有的法')\nreturn x", "rules.local/limits.x.lua:1",
     "依据 没有的法 未在 laws.lua 中声明"},
};

/* Beside the file that is wrong there are a series, a number of days and two derived facts. */
static void
it_is_refused_at_its_place(const void *row)
{
    static const char limits[] = LIMIT("20")
        SERIES("{ ['2026-01-01'] = 1, ['2027-01-01'] = 400 }",
               "by = 'filing.submitted_on'") "limit { name = 'in_days', title = '日数', law = "
                                             "'测试法', value = 3, unit = '日' }\n";
    static const char derived[] = DERIVE(
        "type = 'boolean', reads = { 'clock.today' }") "derive { name = 'later', title = '后', law "
                                                       "= '测试法', kinds = { 'subject' },\n"
                                                       "  type = 'boolean', reads = { "
                                                       "'clock.today' }, value = function() end "
                                                       "}\n";
    const struct refusal *r = row;
    struct policy_limits most = rig_limits();
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct fault f = {0};

    enum err err = rig_bundle_of(
        &b, RIG_FILES("limits.lua", limits, "derived.lua", derived, r->path, r->text), &f);
    if (!err)
        err = policy_open(&p, b, &most, &f);
    CHECK_ERR(err, ERR_RULE, &f);
    CHECK_STR(f.where, r->where);
    CHECK_HAS(f.text, r->says);
    CHECK(p == NULL);
    bundle_free(b);
}

static const struct check_test tests[] = {
    TEST(all_its_cases_pass),
    TEST(the_manifest_says_what_is_declared),
    TEST(a_derived_value_of_another_kind_is_a_fault_and_none_is_kept),
    TEST(what_is_derived_is_a_part_of_the_outcome),
    TEST(an_answer_without_derived_facts_has_none),
    TEST(days_alone_are_counted_by_the_numbers_of_their_first_day),
    TEST(days_that_are_credited_are_left_out_of_the_count_whatever_they_are),
    TEST_EACH(with_the_first_day, counts),
    TEST(an_item_that_ended_is_not_chosen_again_and_keeps_its_label),
    TEST(an_item_that_has_not_begun_is_not_chosen),
    TEST(an_old_filing_may_keep_an_item_that_ended),
    TEST(a_field_is_required_until_its_day),
    TEST_MANY(it_is_refused_at_its_place, refusals),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
