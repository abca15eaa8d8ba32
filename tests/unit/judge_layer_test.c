/* Two layers of a rule set: one of two declarations holds, the other stays known, and an upgrade of
 * the base is told to whoever laid something over it. */
#include "judge/judge.h"
#include "govern/govern.h"
#include "policy_say.h"

struct file {
    const char *path, *text;
};

static char why[2048];

/* The test set with those files laid over it, as one set: paths below local/ are the local layer.
 */
static enum err
open_with(struct policy **p, const struct file *files, size_t n, struct bundle **set,
          struct fault *f)
{
    struct bundle *b = rig_bundle(NULL, NULL);
    struct arena *a = arena_new();
    struct policy_limits limits = policy_limits_default;
    json_t *map = json_loads(bundle_text(b, a), 0, NULL);

    limits.load_wall_ms = 60000;
    limits.ask_wall_ms = 20000;
    bundle_free(b);
    for (size_t i = 0; i < n; i++)
        if (files[i].path)
            json_object_set_new(map, files[i].path, json_string(files[i].text));
    char *text = json_dumps(map, 0);
    *p = NULL;
    enum err e = bundle_parse(&b, text, strlen(text), f);
    if (!e)
        e = policy_open(p, b, &limits, f);

    if (set)
        *set = b;
    else
        bundle_free(b);

    free(text);
    json_decref(map);
    arena_free(a);
    snprintf(why, sizeof why, "%s %s %s", e ? err_name(e) : "no error", f->where, f->text);
    return e;
}

#define OPEN(p, f, ...)                                                                            \
    open_with(&(p), (struct file[]){__VA_ARGS__},                                                  \
              sizeof((struct file[]){__VA_ARGS__}) / sizeof(struct file), NULL, &(f))

/* Does the answer about a subject filed today (first: when it was first submitted, NULL: never)
 * contain text? */
static bool
says(struct policy *p, const char *today, const char *first, const char *text)
{
    struct arena *a = arena_new();
    struct fault f = {0};
    const char *answer;
    json_t *facts = json_loads(RIG_FACTS, 0, NULL);

    json_object_set_new(json_object_get(facts, "clock"), "today", json_string(today));
    json_object_set_new(json_object_get(facts, "filing"), "first_submitted_on",
                        first ? json_string(first) : json_null());
    char *asked = json_dumps(facts, 0);
    bool found = p && !policy_ask(p, a, POLICY_JUDGE, asked, &answer, &f) && strstr(answer, text);
    snprintf(why, sizeof why, "%.900s", p && !f.err ? answer : f.text);
    free(asked);
    json_decref(facts);
    arena_free(a);

    return found;
}

static const json_t *
in(const json_t *o, const char *a, const char *b)
{
    const json_t *found = json_object_get(o, a);
    return b ? json_object_get(found, b) : found;
}

static bool
is_laid_over(struct policy *p, const char *id, const char *file, int line, const char *base_file,
             int base_line)
{
    const json_t *d = p ? policy_declared(p, id) : NULL, *base = json_object_get(d, "overrides");
    char *text = json_dumps(d, 0);

    snprintf(why, sizeof why, "%s: %s", id, text ? text : "is not declared");
    free(text);
    return d && str_is(json_str(d, "layer"), "local") && str_is(json_str(d, "file"), file) &&
           json_integer_value(json_object_get(d, "line")) == line &&
           (base_file ? str_is(json_str(base, "file"), base_file) &&
                            json_integer_value(json_object_get(base, "line")) == base_line &&
                            json_str(base, "fingerprint") &&
                            !str_is(json_str(base, "fingerprint"), json_str(d, "fingerprint"))
                      : json_is_null(base));
}

#define LIMIT(value)                                                                               \
    "limit { name = 'name_max', title = '名称字数', value = " value ", law = '测试法' }\n"
#define RULE(id, body)                                                                             \
    "rule {\n  id = '" id                                                                          \
    "', title = '本地', law = '测试法', severity = 'warning', kinds = { 'subject' },\n"       \
    "  reads = { 'filing.data.basic.name' },\n  check = function(facts, say) " body " end,\n}\n"
#define CASE(id)                                                                                   \
    "case { name = '" id " 说话', form = 'subject', expect = { findings = { { rule = '" id         \
    "' } } } }\n"

static void
test_by_id(void)
{
    struct policy *p;
    struct fault f = {0};
    enum err e =
        OPEN(p, f, {"local/limits.ours.lua", "-- 本地\n" LIMIT("7")},
             {"deadlines.lua",
              "counting { law = '测试法', after = function(from) return { due_on = from, "
              "provisional = false, counted = {} } end,\n"
              "  list = function() return {} end, is_over = function() return false end }\n"
              "deadline { name = 'one', title = '一', law = '测试法', kinds = { 'subject', "
              "'product' }, days = limits.name_max,\n"
              "  reads = { 'clock.today' }, from = function(facts) return facts.clock.today end, "
              "done = function() end }\n"});

    rig_say("a_local_limit_takes_the_place_of_the_shipped_one",
            !e && json_integer_value(in(policy_manifest(p), "limits", "name_max")) == 7 &&
                is_laid_over(p, "limit.name_max", "rules.local/limits.ours.lua", 2,
                             "rules/limits.lua", 1),
            why);
    rig_say("the_value_under_a_local_limit_stays_known",
            p && json_integer_value(
                     in(policy_declared(p, "limit.name_max"), "overrides", "value")) == 20,
            why);
    rig_say("what_leans_on_a_limit_sees_the_local_one", says(p, "2026-11-24", NULL, "\"days\":7"),
            why);
    policy_close(p);
    e = OPEN(p, f,
             {"local/checks/ours.lua", RULE("test.ours", "say.at('/basic/name', '本地的说法')")},
             {"local/cases/ours.lua", CASE("test.ours")});
    rig_say("a_local_rule_is_added", !e && says(p, "2026-11-24", NULL, "本地的说法"), why);
    rig_say("an_addition_covers_nothing",
            is_laid_over(p, "test.ours", "rules.local/checks/ours.lua", 1, NULL, 0), why);
    const json_t *named =
        json_array_get(p ? in(policy_declared(p, "test.ours"), "cases", NULL) : NULL, 0);
    rig_say("a_rule_knows_the_cases_that_name_it",
            str_is(json_str(named, "name"), "test.ours 说话") &&
                str_is(json_str(named, "file"), "rules.local/cases/ours.lua:1"),
            "");
    policy_close(p);
    e = OPEN(
        p, f,
        {"local/checks/ours.lua",
         RULE("test.hostile",
              "if facts.filing.data.basic.name == '好' then say.at('/basic/name', '改过了') end")},
        {"local/cases/ours.lua", "case { name = '坏名称被指出', form = 'subject', rule = "
                                 "'test.hostile', at = '/basic/name', accepts = { "
                                 "'坏' }, rejects = { '好' } }"});
    rig_say("a_local_rule_takes_the_place_of_the_shipped_one",
            !e && says(p, "2026-11-24", NULL, "改过了"), why);
    rig_say("rules_that_take_a_place_are_not_more",
            p && json_array_size(in(policy_manifest(p), "rules", NULL)) == 11, "");
    struct arena *a = arena_new();
    const char *report = NULL;
    e = policy_test(p, a, &report, &f);
    rig_say("a_local_case_takes_the_place_of_the_shipped_one_of_its_name",
            !e && !strstr(report, "rules/cases/hostile.lua"), report ? report : f.text);
    rig_say("no_case_need_reach_what_is_covered_up",
            report &&
                strstr(report, "\"file\":\"rules/checks/hostile.lua\",\"missing\":[],\"total\":0"),
            report ? report : f.text);
    arena_free(a);
    policy_close(p);
}

static void
test_the_rest_by_id(void)
{
    struct policy *p;
    struct fault f = {0};
    enum err e = OPEN(
        p, f,
        {"local/vocabulary.ours.lua", "vocabulary { id = 'colour', title = '颜色', law = '测试法', "
                                      "items = { { code = 'blue', label = '蓝' } } }"},
        {"local/laws.ours.lua", "law { id = '测试法', title = '测试法（修订）' }\nlaw { id = "
                                "'本地办法', title = '本地办法' }"},
        {"local/set.ours.lua",
         "ruleset { api = 1, title = '某地规则集', example_today = '2026-11-24' }"},
        {"local/calendar/2026.ours.lua",
         "calendar { year = 2026, source = '本地', holidays = { '2026-01-02' }, workdays = {} }"},
        {"local/routing.ours.lua", "routing { law = '本地办法', reads = { 'filing.kind' }, route = "
                                   "function() return { area = "
                                   "'310000', stage = 'preliminary' } end }"},
        {"local/lib/ours.lua", "-- 本地的库\nreturn function() return '库说的' end"},
        {"local/checks/ours.lua",
         RULE("test.ours", "say.at('/basic/name', use('ours')() .. label('colour', 'blue') .. "
                           "(workday(day_number('2026-01-01')) and '上班' or '放假'))")},
        {"local/cases/ours.lua", CASE("test.ours")});

    rig_say("every_kind_of_declaration_can_be_laid_over", !e, why);
    rig_say("a_local_calendar_replaces_the_whole_year", says(p, "2026-11-24", NULL, "库说的蓝上班"),
            why);
    rig_say("a_local_routing_decides", says(p, "2026-11-24", NULL, "\"area\":\"310000\""), why);
    rig_say("the_title_of_the_set_may_be_local",
            p && str_is(json_str(policy_manifest(p), "title"), "某地规则集"), "");
    static const char *const ids[] = {"vocabulary.colour", "law.测试法", "ruleset", "calendar.2026",
                                      "routing"};
    bool ok = true;
    for (size_t i = 0; i < LEN(ids); i++)
        ok = ok && p && json_is_object(json_object_get(policy_declared(p, ids[i]), "overrides"));
    rig_say("what_each_of_them_covers_is_known", ok, why);
    rig_say("a_library_is_declared_by_its_first_line",
            p && str_is(json_str(policy_declared(p, "lib.ours"), "title"), "本地的库"), "");
    policy_close(p);
}

static void
test_deadline_of_one_kind(void)
{
#define DEADLINE(kinds, days)                                                                      \
    "deadline { name = 'one', title = '一', law = '测试法', kinds = { " kinds " }, days = " days   \
    ", reads = { 'clock.today' },\n"                                                               \
    "  from = function(facts) return facts.clock.today end, done = function() end }\n"
    struct policy *p;
    struct fault f = {0};
    struct bundle *b = rig_bundle(NULL, NULL);
    char text[2000];
    snprintf(text, sizeof text, "%s%s", bundle_file(b, "deadlines.lua"),
             DEADLINE("'subject', 'product'", "3"));
    bundle_free(b);
    enum err e = OPEN(p, f, {"deadlines.lua", text},
                      {"local/deadlines.ours.lua", DEADLINE("'subject'", "9")});
    const json_t *list = p ? in(policy_manifest(p), "deadlines", NULL) : NULL;
    rig_say("a_local_deadline_speaks_for_its_kinds_only",
            !e && json_array_size(list) == 3 && says(p, "2026-11-24", NULL, "\"days\":9") &&
                is_laid_over(p, "deadline.subject.one", "rules.local/deadlines.ours.lua", 1,
                             "rules/deadlines.lua", 15) &&
                str_is(json_str(policy_declared(p, "deadline.product.one"), "layer"), "base"),
            why);
    policy_close(p);
    e = OPEN(p, f, {"deadlines.lua", text},
             {"local/deadlines.ours.lua", DEADLINE("'product', 'subject'", "9")});
    rig_say("a_local_deadline_of_all_kinds_leaves_none_of_the_shipped",
            !e && json_array_size(in(policy_manifest(p), "deadlines", NULL)) == 2, why);
    policy_close(p);
}

static void
test_by_file(void)
{
    struct policy *p;
    struct fault f = {0};
    enum err e = OPEN(p, f,
                      {"local/limits.lua",
                       "limit { name = 'other', title = '别的', value = 1, law = '测试法' }\n"});

    rig_say("a_local_file_replaces_the_shipped_one_whole",
            !e && in(policy_manifest(p), "limits", "other") &&
                !in(policy_manifest(p), "limits", "name_max") &&
                !policy_declared(p, "limit.name_max"),
            why);
    rig_say("a_replaced_file_is_declared_as_one",
            is_laid_over(p, "file.limits.lua", "rules.local/limits.lua", 1, "rules/limits.lua", 1),
            why);
    rig_say("what_a_replacing_file_declares_is_local",
            is_laid_over(p, "limit.other", "rules.local/limits.lua", 1, NULL, 0), why);
    policy_close(p);
    e = OPEN(p, f, {"lib/x.lua", "return function() return '基础' end"},
             {"local/lib/x.lua", "return function() return '本地' end"},
             {"checks/x.lua", RULE("test.lib", "say.at('/basic/name', use('x')() .. '说')")},
             {"cases/x.lua", CASE("test.lib")});
    rig_say("a_local_library_serves_the_shipped_rules", !e && says(p, "2026-11-24", NULL, "本地说"),
            why);
    rig_say("a_local_library_covers_the_shipped_one",
            is_laid_over(p, "lib.x", "rules.local/lib/x.lua", 1, "rules/lib/x.lua", 1), why);
    policy_close(p);
}

#define FIELD(name, more)                                                                          \
    "field { name = '" name "', label = '" name                                                    \
    "', type = 'text', max = 9, visibility = 'filer', help = '写', example = '例', " more " }"
#define AMEND(more) "amend { kind = 'subject', section = 'basic', " more " }\n"

static void
test_amend(void)
{
    struct policy *p;
    struct fault f = {0};
    enum err e = OPEN(p, f,
                      {"local/forms/ours.lua",
                       AMEND(FIELD("last", "required = true"))
                           AMEND("after = 'name', " FIELD("second", "required = false"))});
    const json_t *section = json_array_get(
        p ? in(in(policy_manifest(p), "forms", "subject"), "sections", NULL) : NULL, 0);
    const json_t *fields = in(section, "fields", NULL);

    rig_say("amend_puts_a_field_after_the_named_one_or_at_the_end",
            !e && json_array_size(fields) == 3 &&
                str_is(json_str(json_array_get(fields, 1), "name"), "second") &&
                str_is(json_str(json_array_get(fields, 2), "name"), "last"),
            why);
    rig_say("a_mandatory_field_that_was_amended_is_asked_for",
            says(p, "2026-11-24", NULL, "/basic/last"), why);
    rig_say("an_amended_field_is_declared",
            is_laid_over(p, "field.subject.basic.last", "rules.local/forms/ours.lua", 1, NULL, 0),
            why);
    policy_close(p);
    e = OPEN(p, f, {"local/forms/ours.lua", AMEND(FIELD("name", "required = false"))});
    rig_say("amend_replaces_a_field_where_it_stands",
            !e && says(p, "2026-11-24", NULL, "acceptable") &&
                is_laid_over(p, "field.subject.basic.name", "rules.local/forms/ours.lua", 1,
                             "rules/forms/subject.lua", 5),
            why);
    policy_close(p);
    e = OPEN(p, f, {"forms/more.lua", AMEND(FIELD("more", "required = false"))},
             {"local/forms/ours.lua", AMEND(FIELD("more", "required = true"))});
    rig_say("what_the_base_amended_may_be_replaced",
            !e && says(p, "2026-11-24", NULL, "/basic/more"), why);
    policy_close(p);
}

/* Sets that do not load: the message must stand at where and contain text. */
static void
test_refusals(void)
{
    static const struct {
        const char *name;
        struct file file, second;
        const char *where, *text;
    } rows[] = {
        {"one_limit_twice_in_the_base_is_refused",
         {"limits.lua", LIMIT("1") LIMIT("2")},
         {0},
         "rules/limits.lua:2",
         "前一处在 rules/limits.lua:1"},
        {"one_limit_twice_in_the_local_layer_is_refused",
         {"local/limits.a.lua", LIMIT("1")},
         {"local/limits.b.lua", LIMIT("2")},
         "rules.local/limits.b.lua:1",
         "前一处在 rules.local/limits.a.lua:1"},
        {"one_rule_twice_is_refused",
         {"checks/x.lua", RULE("test.hostile", "")},
         {0},
         "rules/checks/x.lua:1",
         "rules/checks/hostile.lua:1"},
        {"a_local_limit_of_another_type_is_refused",
         {"local/limits.a.lua", LIMIT("'many'")},
         {0},
         "rules.local/limits.a.lua:1",
         "那里是 20"},
        {"the_base_has_no_second_limits_file",
         {"limits.a.lua", "-- 空"},
         {0},
         "rules/limits.a.lua:1",
         "应放在"},
        {"a_local_file_in_no_place_is_refused",
         {"local/stray.lua", "-- 空"},
         {0},
         "rules.local/stray.lua:1",
         "limits.lua"},
        {"a_local_file_that_raises_names_its_line",
         {"local/limits.a.lua", "\nlocal x = nil\nreturn x.y"},
         {0},
         "rules.local/limits.a.lua:3",
         "没有成员"},
        {"a_local_syntax_error_names_its_line",
         {"local/limits.a.lua", "\nlimit {"},
         {0},
         "rules.local/limits.a.lua:2",
         "语法错误"},
        {"amend_of_no_form_is_refused",
         {"local/forms/a.lua",
          "amend { kind = 'banana', section = 'basic', " FIELD("x", "required = false") " }"},
         {0},
         "rules.local/forms/a.lua:1",
         "没有表单 banana"},
        {"amend_of_no_section_is_refused",
         {"local/forms/a.lua",
          "amend { kind = 'subject', section = 'x', " FIELD("x", "required = false") " }"},
         {0},
         "rules.local/forms/a.lua:1",
         "应为 basic 之一"},
        {"amend_after_no_field_is_refused",
         {"local/forms/a.lua", AMEND("after = 'x', " FIELD("y", "required = false"))},
         {0},
         "rules.local/forms/a.lua:1",
         "应为 name 之一"},
        {"amend_without_a_field_is_refused",
         {"local/forms/a.lua", "amend { kind = 'subject', section = 'basic' }"},
         {0},
         "rules.local/forms/a.lua:1",
         "没有任何 field"},
        {"amend_that_replaces_takes_no_after",
         {"local/forms/a.lua", AMEND("after = 'name', " FIELD("name", "required = false"))},
         {0},
         "rules.local/forms/a.lua:1",
         "不用写 after"},
        {"a_field_without_a_name_is_refused",
         {"local/forms/a.lua",
          "amend { kind = 'subject', section = 'basic', field { label = 'x' } }"},
         {0},
         "rules.local/forms/a.lua:1",
         "缺少字段 name"},
        {"one_field_amended_twice_is_refused",
         {"local/forms/a.lua",
          AMEND(FIELD("x", "required = false")) AMEND(FIELD("x", "required = true"))},
         {0},
         "rules.local/forms/a.lua:2",
         "前一处在 rules.local/forms/a.lua:1"},
        {"an_unknown_word_says_what_may_be_written",
         {"limits.lua", "limit { name = 'x', titel = '名' }"},
         {0},
         "rules/limits.lua:1",
         "可写的有 law、name、title、unit、value"},
        {"a_wrong_type_says_what_is_there",
         {"limits.lua", "limit { name = 'x', title = 3, value = 1, law = '测试法' }"},
         {0},
         "rules/limits.lua:1",
         "应为文字，现为 "},
        {"a_missing_word_says_what_it_should_be",
         {"limits.lua", "limit { name = 'x', title = 'x', value = 1 }"},
         {0},
         "rules/limits.lua:1",
         "缺少字段 law（文字）"},
        {"a_declaration_that_is_no_table_is_refused",
         {"limits.lua", "limit 'x'"},
         {0},
         "rules/limits.lua:1",
         "声明应为表"},
        {"a_rule_that_reads_what_nobody_declares_is_refused",
         {"local/checks/x.lua",
          "rule { id = 'x.y', title = '题', law = '测试法', severity = 'error', kinds = { "
          "'subject' },\n"
          "  reads = { 'filing.data.basic.banana' }, check = function() end }"},
         {0},
         "rules.local/checks/x.lua:1",
         "filing.data.basic.banana"},
        {"a_word_of_another_kind_of_file_is_refused",
         {"local/limits.a.lua", "rule {}"},
         {0},
         "rules.local/limits.a.lua:1",
         "这类文件的声明是 limit"},
        {"a_hole_in_the_calendar_names_the_missing_file",
         {"calendar/2028.lua",
          "calendar { year = 2028, source = '测', holidays = { '2028-01-01' }, workdays = {} }"},
         {0},
         "rules/calendar/2027.lua:1",
         "应当连续"},
        {"since_of_without_since_is_refused",
         {"local/checks/x.lua",
          "rule { id = 'x.y', title = '题', law = '测试法', severity = 'error', kinds = { "
          "'subject' },\n"
          "  reads = { 'clock.today' }, since_of = 'today', check = function() end }"},
         {0},
         "rules.local/checks/x.lua:1",
         "写了 since_of 就应写 since"},
        {"since_of_anything_else_is_refused",
         {"local/checks/x.lua", "rule { id = 'x.y', title = '题', law = '测试法', severity = "
                                "'error', kinds = { 'subject' },\n"
                                "  reads = { 'clock.today' }, since = '2027-01-01', since_of = "
                                "'tuesday', check = function() end }"},
         {0},
         "rules.local/checks/x.lua:1",
         "today、first_submission"},
        {"since_of_an_optional_field_is_refused",
         {"local/forms/a.lua", AMEND(FIELD("x", "required = false, since = '2027-01-01'"))},
         {0},
         "rules.local/forms/a.lua:1",
         "自何日起必填"},
    };

    for (size_t i = 0; i < LEN(rows); i++) {
        struct policy *p;
        struct fault f = {0};
        struct file files[] = {rows[i].file, rows[i].second};
        enum err e = open_with(&p, files, LEN(files), NULL, &f);
        rig_say(rows[i].name,
                e == ERR_RULE && str_is(f.where, rows[i].where) && strstr(f.text, rows[i].text) &&
                    !p,
                why);
        policy_close(p);
    }
}

static void
test_transition(void)
{
#define SINCE(more)                                                                                    \
    "rule { id = 'test.since', title = '新办法', law = '测试法', severity = 'error', kinds = { " \
    "'subject' }, since = '2027-01-01', " more "\n"                                                    \
    "  reads = { 'clock.today' }, check = function(facts, say) if facts.clock.today ~= "               \
    "'2027-06-06' then say.at('', '新办法说') end end "                                            \
    "}\n"
    static const char since_case[] =
        "case { name = '新案', form = 'subject', today = '2027-01-01', expect = { findings = { { "
        "rule = 'test.since' } } } }\n"
        "case { name = '合格的新案', form = 'subject', today = '2027-06-06', expect = { absent = { "
        "'test.since' } } }\n"
        "case { name = '旧案', form = 'subject', today = '2027-01-01', facts = { "
        "['/filing/first_submitted_on'] = '2026-12-31' },\n"
        "  expect = { absent = { 'test.since' } } }\n";
    struct policy *p;
    struct fault f = {0};
    struct arena *a = arena_new();
    const char *report;
    enum err e = OPEN(p, f, {"local/checks/x.lua", SINCE("since_of = 'first_submission',")},
                      {"local/cases/x.lua", since_case});
    rig_say("a_filing_first_submitted_before_keeps_the_old_rule",
            !e && !says(p, "2027-03-01", "2026-12-31", "新办法说"), why);
    rig_say("a_filing_first_submitted_on_the_day_meets_the_new_rule",
            says(p, "2027-03-01", "2027-01-01", "新办法说"), why);
    rig_say("a_filing_never_submitted_goes_by_today",
            says(p, "2027-01-01", NULL, "新办法说") && !says(p, "2026-12-31", NULL, "新办法说"),
            why);
    rig_say("cases_can_say_it", p && !policy_test(p, a, &report, &f), f.text);
    policy_close(p);
    e = OPEN(p, f, {"local/checks/x.lua", SINCE("")},
             {"local/cases/x.lua", "case { name = '新', form = 'subject', today = '2027-01-01', "
                                   "expect = { findings = { { rule = 'test.since' } } } }"});
    rig_say("without_since_of_today_counts",
            !e && says(p, "2027-03-01", "2026-12-31", "新办法说") &&
                !says(p, "2026-12-31", NULL, "新办法说"),
            why);
    policy_close(p);
    e = OPEN(
        p, f,
        {"local/forms/x.lua",
         AMEND(FIELD("old", "required = true, since = '2027-01-01', since_of = 'first_submission'"))
             AMEND(FIELD("now", "required_when = when('总要', function() return true end), since = "
                                "'2027-01-01'"))});
    rig_say("a_field_is_not_required_before_its_day",
            !e && says(p, "2026-12-31", NULL, "\"acceptable\""), why);
    rig_say("a_field_is_required_from_its_day_on",
            says(p, "2027-01-01", NULL, "/basic/old") && says(p, "2027-01-01", NULL, "/basic/now"),
            why);
    rig_say("a_filing_first_submitted_before_keeps_the_old_form",
            !says(p, "2027-01-01", "2026-12-31", "/basic/old") &&
                says(p, "2027-01-01", "2026-12-31", "/basic/now"),
            why);
    const json_t *schema =
        p ? in(in(policy_manifest(p), "forms", "subject"), "schema", "properties") : NULL;
    schema = in(schema, "basic", NULL);
    rig_say("the_schema_says_since_when_and_requires_it_of_nobody",
            str_is(json_str(in(in(schema, "properties", "old"), "x-since", NULL)
                                ? in(schema, "properties", "old")
                                : NULL,
                            "x-since"),
                   "2027-01-01") &&
                json_array_size(in(schema, "required", NULL)) == 1,
            "");
    policy_close(p);
    arena_free(a);
}

static void
test_fingerprints(void)
{
#define HELPED(lead, helper, title)                                                                   \
    lead "local function helper() return '" helper "' end\n"                                          \
         "rule { id = 'test.helped', title = '" title                                                 \
         "', law = '测试法', severity = 'notice', kinds = { 'subject' }, reads = { 'clock.today' " \
         "},\n"                                                                                       \
         "  check = function(_, say)\n    say.at('', helper())\n  end }\n"
    static const char *const texts[] = {HELPED("", "一", "题"), HELPED("\n-- 注\n", "一", "题"),
                                        HELPED("", "二", "题"), HELPED("", "一", "目")};
    char print[LEN(texts)][SHA256_TEXT] = {{0}};
    for (size_t i = 0; i < LEN(texts); i++) {
        struct policy *p;
        struct fault f = {0};
        if (!OPEN(p, f, {"checks/x.lua", texts[i]}, {"cases/x.lua", CASE("test.helped")}))
            snprintf(print[i], sizeof print[i], "%s",
                     json_str(policy_declared(p, "test.helped"), "fingerprint"));
        policy_close(p);
    }

    rig_say("a_declaration_that_moved_is_the_same",
            strlen(print[0]) == 64 && str_is(print[0], print[1]), print[1]);
    rig_say("a_helper_that_changed_changes_those_who_call_it",
            print[2][0] && !str_is(print[0], print[2]), print[2]);
    rig_say("a_title_that_changed_is_another_declaration",
            print[3][0] && !str_is(print[0], print[3]), print[3]);
}

/* The same as text, as it is stored beside a proposed set. */
static bool
stored_alike(struct policy *before, struct policy *after, const json_t *found)
{
    struct arena *a = arena_new();
    const char *was = json_text(a, policy_manifest(before)),
               *is = json_text(a, policy_manifest(after));
    bool ok = str_is(govern_conflicts(a, was, is), json_text(a, found)) &&
              str_is(govern_conflicts(a, NULL, is), "[]") &&
              str_is(govern_conflicts(a, "{}", is), "[]");
    arena_free(a);
    return ok;
}

/* How many conflicts the upgrade from was to is brings; the first one's message contains text. */
static bool
conflicts(size_t wanted, const char *text, const struct file was[2], const struct file is[2])
{
    struct policy *before, *after = NULL;
    struct fault f = {0};
    json_t *found = NULL;
    bool ok = false;
    enum err e = open_with(&before, was, 2, NULL, &f);

    if (!e && !(e = open_with(&after, is, 2, NULL, &f)))
        e = rulekit_conflicts(policy_manifest(before), policy_manifest(after), &found, &f);
    char *shown = json_dumps(found, 0);
    snprintf(why, sizeof why, "%s %.900s", f.text, shown ? shown : "");
    free(shown);
    const char *message = json_str(json_array_get(found, 0), "message");
    if (!e)
        ok = stored_alike(before, after, found);
    ok = ok && json_array_size(found) == wanted &&
         (wanted == 0 || (message && strstr(message, text)));
    json_decref(found);
    policy_close(before);
    policy_close(after);

    return ok;
}

#define PAIR(a, b)                                                                                 \
    (const struct file[])                                                                          \
    {                                                                                              \
        a, b                                                                                       \
    }

static void
test_conflicts(void)
{
    const struct file base = {"limits.lua", LIMIT("20")}, newer = {"limits.lua", "\n" LIMIT("30")},
                      moved = {"limits.lua", "\n\n" LIMIT("20")};
    const struct file without = {
        "limits.lua", "limit { name = 'other', title = '别的', value = 1, law = '测试法' }"};
    const struct file mine = {"local/limits.a.lua", LIMIT("7")},
                      mine2 = {"local/limits.a.lua", LIMIT("8")},
                      whole = {"local/limits.lua", LIMIT("7")};
    const struct file none = {"local/cases/none.lua", "-- 没有"};

    rig_say("a_base_that_changed_under_an_override_is_a_conflict",
            conflicts(1, "在升级中改了", PAIR(base, mine), PAIR(newer, mine)), why);
    rig_say("a_base_that_only_moved_is_none", conflicts(0, "", PAIR(base, mine), PAIR(moved, mine)),
            why);
    rig_say("an_override_that_was_looked_at_is_none",
            conflicts(0, "", PAIR(base, mine), PAIR(newer, mine2)), why);
    rig_say("an_override_that_is_new_is_none",
            conflicts(0, "", PAIR(base, none), PAIR(newer, mine)), why);
    rig_say("a_base_that_is_gone_is_a_conflict",
            conflicts(1, "已无所依", PAIR(base, mine), PAIR(without, mine)), why);
    rig_say("a_base_that_came_under_an_addition_is_a_conflict",
            conflicts(1, "新增了同一编号", PAIR(without, mine), PAIR(base, mine)), why);
    rig_say("a_file_replaced_whole_is_a_conflict_when_the_base_file_changed",
            conflicts(1, "在升级中改了", PAIR(base, whole), PAIR(newer, whole)), why);
    const struct file field = {"local/forms/a.lua", AMEND(FIELD("name", "required = true"))};
    struct bundle *b = rig_bundle(NULL, NULL);
    const char *old = bundle_file(b, "forms/subject.lua"), *at = strstr(old, "max = 20");
    char text[2000];
    snprintf(text, sizeof text, "%.*smax = 21%s", (int)(at - old), old, at + strlen("max = 20"));
    rig_say("a_field_replaced_by_amend_is_a_conflict_when_the_field_changed",
            conflicts(1, "在升级中改了", PAIR(field, base),
                      PAIR(field, ((struct file){"forms/subject.lua", text}))),
            why);
    bundle_free(b);
    json_t *found, *empty = json_object();
    struct fault f = {0};
    rig_say("what_is_no_manifest_is_refused",
            rulekit_conflicts(empty, empty, &found, &f) == ERR_INPUT && !found, f.text);
    json_decref(empty);
}

static void
test_source(void)
{
    static const char text[] = "-- {\nrule {\n  a = '}', b = \"\\\"}\", -- }\n  c = [[ } ]], d = "
                               "[=[ ]] } ]=], --[[ } ]]\n  e = { f(1) "
                               "},\n}\nlocal x = 1\nlimit 'x'\n";
    struct bundle *b;
    struct fault f = {0};
    struct arena *a = arena_new();
    json_t *map =
        json_pack("{s:s, s:s}", "checks/a.lua", text, "local/checks/a.lua", "rule { 1 } -- 尾\n");
    char *json = json_dumps(map, 0);
    enum err e = bundle_parse(&b, json, strlen(json), &f);
    const char *found = e ? NULL : bundle_declaration(b, "rules/checks/a.lua", 2, a);

    rig_say("a_declaration_ends_with_its_bracket",
            found && str_starts(found, "rule {\n") &&
                str_is(strstr(found, "  e ="), "  e = { f(1) },\n}"),
            found ? found : f.text);
    rig_say("a_line_without_a_bracket_is_the_line",
            !e && str_is(bundle_declaration(b, "rules/checks/a.lua", 7, a), "local x = 1"), "");
    rig_say("a_local_declaration_is_found_in_its_layer",
            !e &&
                str_is(bundle_declaration(b, "rules.local/checks/a.lua", 1, a), "rule { 1 } -- 尾"),
            "");
    rig_say("no_line_no_declaration",
            !e && !bundle_declaration(b, "rules/checks/a.lua", 99, a) &&
                !bundle_declaration(b, "rules/b.lua", 1, a) &&
                !bundle_declaration(b, "engine", 1, a),
            "");
    if (!e)
        bundle_free(b);
    free(json);
    json_decref(map);
    arena_free(a);
}

int
main(int argc, char **argv)
{
    if (argc > 1 && str_is(argv[1], "judge"))
        return judge_main();
    base_init();
    test_by_id();
    test_the_rest_by_id();
    test_deadline_of_one_kind();
    test_by_file();
    test_amend();
    test_refusals();
    test_transition();
    test_fingerprints();
    test_conflicts();
    test_source();

    return rig_end();
}
