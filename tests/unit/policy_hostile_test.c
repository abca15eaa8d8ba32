/* Rule files that mean harm, or were written in haste: each must end in the way the table says, and the next question be answered. */
#include "policy_rig.h"

enum end {
    FINE,    /* an answer, verdict acceptable */
    ANSWER,  /* an answer containing text */
    HUMAN,   /* an answer, verdict needs_human, its fault containing text */
    BUDGET,  /* rule_budget */
    MEMORY,  /* rule_memory */
    LIMIT,   /* either of the two */
    BROKEN,  /* rule_error containing text */
    UNLOADED /* the set does not load; the fault contains text */
};

struct hostile {
    const char *name;
    enum end end;
    const char *text, *body;
    const char *file; /* NULL: body is the inside of a rule's check */
};

#define ROUTE(value) "routing { law = '测试法', reads = { 'filing.kind' }, route = function()\n" value "\nend }"
#define CHECK_FILE "checks/hostile.lua"

static const struct hostile hostiles[] = {
    /* time */
    {"endless_loop_runs_out_of_budget", BUDGET, "", "while true do end", NULL},
    {"endless_goto_runs_out_of_budget", BUDGET, "", "::again:: goto again", NULL},
    {"endless_repeat_of_host_calls_runs_out_of_budget", BUDGET, "", "repeat local n = string.len('字') until n == 0", NULL},
    {"sort_with_an_endless_comparison_runs_out_of_budget", BUDGET, "", "sort({ 1, 2 }, function() while true do end end)", NULL},
    {"sort_survives_an_inconsistent_comparison", FINE, "", "sort({ 3, 1, 2, 5, 4 }, function() return true end)", NULL},
    {"loop_around_pcall_has_no_pcall", HUMAN, "pcall", "while true do pcall(function() while true do end end) end", NULL},
    {"xpcall_is_not_there", HUMAN, "xpcall", "xpcall(function() end, function() while true do end end)", NULL},
    {"endless_loop_while_loading_runs_out_of_budget", BUDGET, "", "while true do end", CHECK_FILE},
    {"recursion_runs_out_of_memory", MEMORY, "", "local function f() return 1 + f() end f()", NULL},
    {"recursion_into_a_host_function_overflows_and_a_human_decides", HUMAN, "overflow",
     "local f f = function(a, b) sort({ 1, 2 }, f) return true end f()", NULL},
    {"endless_tail_call_runs_out_of_budget", BUDGET, "", "local function f() return f() end f()", NULL},
    /* memory */
    {"table_bomb_runs_out_of_memory", MEMORY, "", "local t = {} for i = 1, 1e9 do t[i] = { i, i, i, i } end", NULL},
    {"nested_table_bomb_runs_out_of_memory", LIMIT, "", "local t = {} while true do t = { t, {}, {} } end", NULL},
    {"doubling_a_string_runs_out_of_memory", MEMORY, "", "local s = 'x' while true do s = s .. s end", NULL},
    {"growing_strings_run_out_of_memory", LIMIT, "", "local t, s = {}, '' for i = 1, 1e9 do s = s .. '字' t[i] = s end", NULL},
    {"closure_bomb_runs_out_of_memory", LIMIT, "", "local t = {} while true do t[#t + 1] = function() return t end end", NULL},
    {"memory_bomb_while_loading_runs_out_of_memory", MEMORY, "", "local s = 'x' while true do s = s .. s end", CHECK_FILE},
    {"rep_bomb_is_refused", HUMAN, "64 KiB", "string.rep('x', 1e10)", NULL},
    {"rep_of_nothing_takes_no_time", FINE, "", "string.rep('', 10000000000)", NULL},
    {"format_bomb_is_refused", HUMAN, "format", "string.format('%99999d', 1)", NULL},
    {"format_of_long_texts_is_refused", HUMAN, "64 KiB", "local s = string.rep('x', 60000) string.format('%s%s%s', s, s, s)", NULL},
    {"replace_bomb_is_refused", HUMAN, "64 KiB", "string.replace(string.rep('x', 60000), 'x', 'yyyyyyyyyyyyyyyyyyyy')", NULL},
    {"join_bomb_is_refused", HUMAN, "64 KiB", "local t = {} for i = 1, 2000 do t[i] = string.rep('x', 100) end string.join(t)", NULL},
    {"split_into_too_many_parts_is_refused", HUMAN, "split", "string.split(string.rep('x,', 20000), ',')", NULL},
    {"unpack_bomb_is_refused", HUMAN, "250", "table.unpack({}, 1, 1e7)", NULL},
    /* patterns */
    {"catastrophic_pattern_hits_its_limit", HUMAN, "步数", "match('^(a+)+$', string.rep('a', 40) .. 'b')", NULL},
    {"nested_lazy_pattern_hits_its_limit", HUMAN, "步数", "match('^' .. string.rep('.*?', 12) .. '[bc]$', string.rep('x', 400))", NULL},
    {"recursive_pattern_hits_its_limit", HUMAN, "步数", "match('^(a(?1)b)$', string.rep('a', 60000))", NULL},
    {"bad_pattern_is_named", HUMAN, "正则表达式有误", "match('(', 'x')", NULL},
    {"pattern_that_splits_characters_is_refused", HUMAN, "正则表达式有误", "match('\\\\C', '字')", NULL},
    {"pattern_with_too_many_groups_is_refused", HUMAN, "分组", "capture(string.rep('(a)?', 40), 'a')", NULL},
    {"lua_patterns_are_not_there", HUMAN, "gsub", "('x'):gsub('.-', '')", NULL},
    {"find_is_plain", FINE, "", "assert(string.find(string.rep('a', 400), '.-.-.-.-b') == nil)", NULL},
    {"many_patterns_are_cached_within_bounds", FINE, "", "for i = 1, 600 do assert(match('^' .. i .. '$', tostring(i))) end", NULL},
    {"text_that_is_not_utf8_does_not_match", HUMAN, "正则表达式无法匹配", "match('.', '\\xff')", NULL},
    /* what is not there */
    {"nothing_dangerous_is_in_the_libraries", FINE, "",
     "for _, n in ipairs({ 'dump', 'gsub', 'gmatch', 'pack', 'unpack' }) do if string[n] ~= nil then error(n) end end "
     "if math.random or table.pack or table.move or table.sort then error('table') end",
     NULL},
    {"close_variables_cannot_be_made", HUMAN, "non-closable", "local x <close> = {}", NULL},
    {"coroutine_is_not_there", HUMAN, "coroutine", "coroutine.wrap(function() while true do end end)()", NULL},
    {"load_is_not_there", HUMAN, "load", "load('while true do end')()", NULL},
    {"a_gc_field_is_only_a_field", FINE, "", "local t = { __gc = function() while true do end end, __index = function() end }", NULL},
    {"bytecode_is_refused", UNLOADED, "binary", "\x1bLuaT", CHECK_FILE},
    {"deeply_nested_source_is_refused", UNLOADED, "checks/hostile.lua:1", NULL, "nested"},
    {"syntax_error_names_its_line", UNLOADED, "checks/hostile.lua:2", "local x = 1\nlocal = 2", CHECK_FILE},
    /* errors that are no text */
    {"error_with_a_table_is_a_clean_fault", HUMAN, "规则执行出错", "error({})", NULL},
    {"error_with_nil_is_a_clean_fault", HUMAN, "规则执行出错", "error(nil)", NULL},
    {"error_with_a_looping_tostring_is_a_clean_fault", HUMAN, "规则执行出错", "error({ __tostring = function() while true do end end })",
     NULL},
    {"error_that_is_not_utf8_is_a_clean_fault", HUMAN, "规则执行出错", "error('\\xff\\xfe')", NULL},
    {"error_with_a_huge_text_is_cut", HUMAN, "规则执行出错", "error(string.rep('很长', 10000))", NULL},
    /* writing */
    {"global_write_is_refused", HUMAN, "全局变量", "x = 1", NULL},
    {"global_write_while_loading_is_refused", UNLOADED, "全局变量", "x = 1", CHECK_FILE},
    {"a_word_of_the_environment_cannot_be_replaced", HUMAN, "全局变量", "_ENV.assert = function() end", NULL},
    {"assert_cannot_be_replaced", HUMAN, "全局变量", "assert = nil", NULL},
    {"the_string_library_is_frozen", HUMAN, "只读", "string.len = nil", NULL},
    {"the_table_library_is_frozen", HUMAN, "只读", "table.insert = nil", NULL},
    {"a_string_cannot_be_written_to", HUMAN, "string", "('x').y = 1", NULL},
    {"say_is_frozen", HUMAN, "只读", "say.at = nil", NULL},
    {"facts_cannot_be_written", HUMAN, "", "facts.filing = 1", NULL},
    {"insert_into_frozen_data_is_refused", HUMAN, "只读", "table.insert(item('colour', 'red'), 1)", NULL},
    {"undeclared_facts_cannot_be_read", HUMAN, "reads", "local x = facts.organization.id", NULL},
    {"facts_cannot_be_walked", HUMAN, "", "for k in pairs(facts) do end", NULL},
    {"tables_have_no_address", FINE, "", "assert(tostring({}) == 'table' and tostring(facts) == 'table' and tostring(say) == 'table')",
     NULL},
    {"numbers_in_texts_do_not_add", HUMAN, "arithmetic", "local x = '1' + 1", NULL},
    {"pairs_goes_in_order", FINE, "",
     "local s = '' for k in pairs({ b = 1, [2] = 1, a = 1, [1] = 1, ['10'] = 1 }) do s = s .. k .. ' ' end assert(s == '1 2 10 a b ')",
     NULL},
    {"pairs_over_many_keys_goes_in_order", FINE, "",
     "local t, last = {}, '' for i = 1, 5000 do t['k' .. (i * 7919) % 5000] = i end "
     "for k in pairs(t) do assert(last < k) last = k end",
     NULL},
    {"pairs_refuses_other_keys", HUMAN, "键", "for k in pairs({ [1.5] = 1 }) do end", NULL},
    {"a_flood_of_findings_is_cut", ANSWER, "意见共 100000 条", "for i = 1, 100000 do say.at('', '洪水') end", NULL},
    /* state between questions */
    {"a_counter_in_a_local_is_refused", UNLOADED, "局部变量", "local n = 0\n" RIG_RULE("n = n + 1"), CHECK_FILE},
    {"a_counter_in_an_inner_function_is_refused", UNLOADED, "局部变量",
     "local n = 0\n" RIG_RULE("local function f() return function() n = n + 1 end end f()()"), CHECK_FILE},
    {"a_counter_in_a_helper_is_refused", UNLOADED, "局部变量", "local n = 0\nlocal function bump() n = n + 1 end\n" RIG_RULE("bump()"),
     CHECK_FILE},
    {"a_counter_in_a_helper_in_a_table_is_refused", UNLOADED, "局部变量",
     "local n = 0\nlocal help = { deep = { bump = function() n = n + 1 end } }\n" RIG_RULE("help.deep.bump()"), CHECK_FILE},
    {"a_counter_in_a_table_is_frozen", HUMAN, "只读", "local t = { n = 0 }\n" RIG_RULE("t.n = t.n + 1"), CHECK_FILE},
    {"a_counter_deep_in_a_table_is_frozen", HUMAN, "只读", "local t = { a = { n = 0 } }\n" RIG_RULE("t.a.n = 1"), CHECK_FILE},
    {"an_iterator_kept_between_questions_is_refused", UNLOADED, "遍历",
     "local it = pairs({ 1, 2, 3 })\n" RIG_RULE("say.at('', tostring(it()))"), CHECK_FILE},
    {"an_iterator_kept_in_a_table_is_refused", UNLOADED, "遍历",
     "local t = { it = (pairs({ 1, 2, 3 })) }\n" RIG_RULE("say.at('', tostring(t.it()))"), CHECK_FILE},
    {"a_counter_deep_in_a_library_is_refused", UNLOADED, "局部变量", "local n = 0 return { deep = { bump = function() n = n + 1 end } }",
     "lib/x.lua"},
    {"a_counter_in_a_library_table_is_frozen", HUMAN, "只读",
     "local M = { deep = {}, n = 0 } function M.deep.bump() M.n = M.n + 1 end return M", "lib/x.lua"},
    {"a_library_may_refer_to_itself", FINE, "",
     "local M = { deep = {} } function M.one() return 1 end function M.deep.bump() return M.one() + M.one() end return M", "lib/x.lua"},
    {"a_rule_cannot_declare_a_rule", HUMAN, "声明只能",
     "rule { id = 'test.more', title = '多', law = '测试法', severity = 'error', kinds = { 'subject' }, "
     "reads = { 'filing.data.basic.name' }, check = function() end }",
     NULL},
    {"a_constant_environment_is_harmless", HUMAN, "规则执行出错", "local _ENV <const> = {} X = X X.y = X", NULL},
    {"own_locals_may_change", FINE, "", "local n = 0 local function f() n = n + 1 end f() f() assert(n == 2)", NULL},
    {"a_cycle_in_kept_data_is_refused", UNLOADED, "循环", "local t = {} t.t = t\n" RIG_RULE("local x = t.t"), CHECK_FILE},
    {"replacing_the_environment_is_refused", UNLOADED, "局部变量", RIG_RULE("_ENV = { tostring = tostring }"), CHECK_FILE},
    {"an_own_environment_keeps_no_state", HUMAN, "只读", "local _ENV = { rule = rule, n = 0 }\n" RIG_RULE("n = n + 1"), CHECK_FILE},
    /* answers */
    {"nan_in_an_answer_is_a_fault", BROKEN, "NaN", ROUTE("return { area = 0 / 0 }"), "routing.lua"},
    {"infinity_in_an_answer_is_a_fault", BROKEN, "NaN", ROUTE("return { area = 1 / 0 }"), "routing.lua"},
    {"mixed_keys_in_an_answer_are_a_fault", BROKEN, "混用", ROUTE("return { area = { 1, a = 2 } }"), "routing.lua"},
    {"numbers_as_keys_in_an_answer_are_a_fault", BROKEN, "数组", ROUTE("return { area = { [7] = 2 } }"), "routing.lua"},
    {"fractions_as_keys_in_an_answer_are_a_fault", BROKEN, "键", ROUTE("return { area = { [0.5] = 2 } }"), "routing.lua"},
    {"a_cycle_in_an_answer_is_a_fault", BROKEN, "循环", ROUTE("local t = {} t.t = t return { area = t }"), "routing.lua"},
    {"depth_in_an_answer_is_a_fault", BROKEN, "64", ROUTE("local t = {} for i = 1, 70 do t = { t } end return { area = t }"),
     "routing.lua"},
    {"a_function_in_an_answer_is_a_fault", BROKEN, "function", ROUTE("return { area = function() end }"), "routing.lua"},
    {"text_that_is_not_utf8_in_an_answer_is_a_fault", BROKEN, "UTF-8", ROUTE("return { area = '\\xff' }"), "routing.lua"},
    {"nul_in_an_answer_is_a_fault", BROKEN, "UTF-8", ROUTE("return { area = 'a\\0b' }"), "routing.lua"},
    {"a_huge_answer_is_a_fault", BROKEN, "1024 KiB",
     ROUTE("local t = {} for i = 1, 20 do t[i] = string.rep('x', 65000) end return { area = t }"), "routing.lua"},
    {"frozen_data_in_an_answer_is_written", FINE, "", ROUTE("return { area = item('colour', 'red') }"), "routing.lua"},
};

static bool
is_as_expected(const struct hostile *h, enum err e, const struct fault *f, const char *answer)
{
    switch (h->end) {
    case FINE:
        return !e && strstr(answer, "\"verdict\":\"acceptable\"");
    case ANSWER:
        return !e && strstr(answer, h->text);
    case HUMAN:
        return !e && strstr(answer, "\"verdict\":\"needs_human\"") && strstr(answer, h->text);
    case BUDGET:
        return e == ERR_RULE && str_is(f->code, "rule_budget");
    case MEMORY:
        return e == ERR_RULE && str_is(f->code, "rule_memory");
    case LIMIT:
        return e == ERR_RULE && (str_is(f->code, "rule_budget") || str_is(f->code, "rule_memory"));
    default:
        return e == ERR_RULE && str_is(f->code, "rule_error") && (strstr(f->text, h->text) || strstr(f->where, h->text));
    }
}

static void
run(const struct hostile *h)
{
    char text[65536], why[1024];
    struct policy_limits limits = policy_limits_default;
    struct fault f = {0};
    struct policy *p = NULL;
    struct arena *a = arena_new();
    const char *answer = NULL, *file = h->file ? h->file : CHECK_FILE;
    limits.ask_wall_ms = 20000; /* under sanitizers, on a busy machine: these tests are about the other limits */
    limits.load_wall_ms = 60000;
    if (str_is(file, "nested")) {
        size_t n = (size_t)snprintf(text, sizeof text, "local x = ");
        memset(text + n, '(', 5000);
        text[n + 5000] = 0;
        file = CHECK_FILE;
    } else if (h->file) {
        snprintf(text, sizeof text, "%s", h->body);
    } else {
        const char *whole = RIG_RULE("@"), *at = strchr(whole, '@');
        snprintf(text, sizeof text, "%.*s%s%s", (int)(at - whole), whole, h->body, at + 1);
    }
    enum err e = rig_open(&p, file, text, &limits, &f);
    bool opened = !e;
    if (!e)
        e = policy_ask(p, a, POLICY_DECIDE, RIG_FACTS, &answer, &f);
    bool ok = is_as_expected(h, e, &f, answer) && (h->end != UNLOADED || !opened);
    snprintf(why, sizeof why, "%s %s %s %s | %s", err_name(e), f.code, f.where, f.text, answer ? answer : "");
    if (ok && !e) {
        const char *again = "";
        if (policy_ask(p, a, POLICY_DECIDE, RIG_FACTS, &again, &f) || !str_is(answer, again)) {
            snprintf(why, sizeof why, "asked again it says: %s %s", f.text, again ? again : "");
            ok = false;
        }
    }
    if (opened && ok && policy_ask(p, a, POLICY_DAYS, "{\"from\":\"2026-11-24\",\"days\":3}", &answer, &f)) {
        snprintf(why, sizeof why, "the next question failed: %s %s", f.code, f.text);
        ok = false;
    }
    rig_say(h->name, ok, why);
    policy_close(p);
    arena_free(a);
}

/* Names that a rule file must not have. The engine says so by name; nil would do as well, and then the fault is ours below. */
static void
run_names(const char *only)
{
    static const char *const names[] = {
        "setmetatable", "getmetatable", "rawget",  "rawset",  "rawequal", "rawlen",    "next",          "load", "loadstring",
        "dofile",       "loadfile",     "require", "pcall",   "xpcall",   "coroutine", "debug",         "io",   "os",
        "utf8",         "host",         "_G",      "package", "print",    "warn",      "collectgarbage"};
    for (size_t i = 0; i < LEN(names); i++) {
        char name[80], body[120];
        snprintf(name, sizeof name, "%s_is_not_in_the_environment", names[i]);
        snprintf(body, sizeof body, "if _ENV['%s'] == nil then error('没有 %s') end", names[i], names[i]);
        char text[64];
        snprintf(text, sizeof text, "没有 %s", names[i]);
        struct hostile h = {name, HUMAN, text, body, NULL};
        if (!only || strstr(name, only))
            run(&h);
    }
}

int
main(int argc, char **argv)
{
    if (argc > 1 && str_is(argv[1], "judge"))
        return policy_judge_main();
    base_init();
    for (size_t i = 0; i < LEN(hostiles); i++)
        if (argc < 2 || strstr(hostiles[i].name, argv[1]))
            run(&hostiles[i]);
    run_names(argc < 2 ? NULL : argv[1]);
    return rig_end();
}
