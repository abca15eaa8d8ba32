/* Rules that fail: they add a human, and accept, refuse, number or publish nothing. */
#include "casework_rig.h"
#include "policy_rig.h"

#include <stdlib.h>

static struct policy *shipped; /* what rules are in use between the tests */

/* From now on the shipped set rules with these files replaced or added: path, text, …, NULL. */
static void
lay_all_over(const char *const *files)
{
    struct bundle *b, *changed;
    struct policy_limits limits = rig_limits();

    shipped = rules;
    if (bundle_read(&b, "rules", NULL, &fault))
        check_stop("%s %s", fault.where, fault.text);
    for (; *files; files += 2) {
        if (bundle_with(&changed, b, files[0], files[1], &fault))
            check_stop("%s %s", fault.where, fault.text);
        bundle_free(b);
        b = changed;
    }
    if (policy_open(&rules, b, &limits, &fault))
        check_stop("%s %s", fault.where, fault.text);
    bundle_free(b);
    struct rule_set x = {.hash = policy_rule_set(rules), .files = "{}", .origin = "folder"};
    WRITE(GOOD(store_rule_set_add(s, &x, &fault)));
}

static void
lay_over(const char *path, const char *text)
{
    lay_all_over(RIG_FILES(path, text));
}

static void
take_off(void)
{
    policy_close(rules);
    rules = shipped;
}

/* The shipped file with one piece of it replaced. */
static void
change(const char *path, const char *was, const char *now)
{
    char *text;
    size_t n;

    if (file_read(arena_printf(a, "rules/%s", path), 1 << 20, &text, &n, &fault))
        check_stop("%s", fault.text);
    const char *at = strstr(text, was);
    if (!at)
        check_stop("%s has no %s", path, was);
    lay_over(path, arena_printf(a, "%.*s%s%s", (int)(at - text), text, now, at + strlen(was)));
    free(text);
}

/* Everything that an approval leaves behind. */
static const char *
approvals(void)
{
    return rig_sql_text(
        "SELECT (SELECT count(*) FROM entry) || ' ' || (SELECT count(*) FROM number_serial) || "
        "' ' || (SELECT count(*) FROM organization WHERE subject_filing_id IS NOT NULL) || ' ' || "
        "(SELECT count(*) FROM event) || ' ' || (SELECT count(*) FROM outbox) || ' ' || "
        "(SELECT count(*) FROM audit)");
}

/* ---- a check that fails ---------------------------------------------------------------------- */

/* One check of algorithms raises whatever it is asked. */
static void
break_a_check(void)
{
    change("checks/coverage.lua", "check = function(facts, say)\n",
           "check = function(facts, say)\n    if facts then error('坏了') end\n");
}

static void
a_check_that_fails_sends_the_filing_to_a_human(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct submission x;

    break_a_check();
    DONE(rig_submit(&who, id, &x));
    CHECK_STR(x.judged.verdict, "needs_human");
    CHECK_STR(rig_filing_now(id).state, "submitted");
    CHECK(rig_task_now(rig_task_of(id)).is_fault);
    CHECK_STR(rig_sql_text(arena_printf(
                  a,
                  "SELECT group_concat(action, ' ') FROM (SELECT action FROM audit WHERE "
                  "object = '%s' ORDER BY n)",
                  id)),
              "filing.create filing.submit rules.fault letter.issue");
    take_off();
}

static void
files_of_others_are_no_facts_and_a_fault_does_not_let_them_pass(void)
{
    struct account who = rig_approved_company(), other = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    json_t *data = rig_data(&who, "algorithm"), *foreign = rig_data(&other, "algorithm");
    const char *file = rig_text(foreign, "/documents/disclosure_document");
    struct submission x;

    rig_put(data, "documents", "disclosure_document", file);
    DONE(rig_save(&who, id, data));
    break_a_check();
    DONE(rig_submit(&who, id, &x));
    CHECK_STR(x.judged.verdict, "not_acceptable");
    CHECK_STR(rig_filing_now(id).state, "draft");
    CHECK(rig_at(rig_parse(x.judged.facts), arena_printf(a, "/attachments/%s", file)) == NULL);
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT count(*) FROM attachment_link WHERE "
                                         "attachment_id = '%s'",
                                         file)),
              0);
    take_off();
}

/* ---- a fault takes no error away, and a human looks where and when the law says ---------------
 */

/* One warning about subjects fails in this way, whatever it is asked. */
static const struct failing {
    const char *name, *body, *says;
} failings[] = {
    {"that raises", "if facts then error('坏了') end", "坏了"},
    {"that indexes nil", "local x = facts.filing.data.basic.name.none.none", "规则执行出错"},
    {"that never ends", "while facts do end", "步数超过上限"},
    {"that eats memory", "local t = {} for i = 1, 1e8 do t[i] = { i } end", "超过上限"},
};

static void
lay_failing(const struct failing *x)
{
    static const char named[] = "case { name = 'x', form = 'subject',\n"
                                "  expect = { findings = { { rule = 'test.failing' } } } }\n";
    const char *rule = arena_printf(a,
                                    "rule {\n"
                                    "  id = 'test.failing', title = '坏的规则', law = '审核实践',\n"
                                    "  severity = 'warning', kinds = { 'subject', 'algorithm' },\n"
                                    "  reads = { 'filing.data.basic.name' },\n"
                                    "  check = function(facts, say)\n    %s\n"
                                    "    say.at('', '到不了')\n  end,\n}\n",
                                    x->body);

    lay_all_over(RIG_FILES("checks/failing.lua", rule, "cases/failing.lua", named));
}

/* The first finding is the fault, under the rule's own id, with file and line. */
static void
check_fault_first(const struct judged *j, const struct failing *x)
{
    const json_t *told = json_array_get(json_object_get(j->parsed, "findings"), 0);

    CHECK_STR(json_str(told, "rule"), "test.failing");
    CHECK(json_is_true(json_object_get(told, "fault")));
    CHECK_HAS(json_str(told, "source"), "rules/checks/failing.lua:");
    CHECK_HAS(json_str(told, "message"), x->says);
}

static void
a_blank_subject_stays_refused_beside_a_warning(const void *row)
{
    const struct failing *x = row;
    struct organization o = rig_company("示例科技（北京）有限公司");
    struct account who = rig_account(ROLE_SET(ROLE_FILER), &o, NULL);
    const char *id = rig_draft(&who, "subject");
    struct submission sent;

    DONE(rig_save(&who, id, arena_json(a, json_object())));
    lay_failing(x);
    DONE(rig_submit(&who, id, &sent));
    CHECK_STR(sent.judged.verdict, "not_acceptable");
    CHECK(sent.is_refused);
    check_fault_first(&sent.judged, x);
    CHECK_STR(rig_filing_now(id).state, "draft");
    take_off();
}

static void
a_good_filing_goes_to_a_human_of_its_area_in_time_beside_a_warning(const void *row)
{
    const struct failing *x = row;
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct submission sent;

    DONE(rig_save(&who, id, rig_data(&who, "algorithm")));
    lay_failing(x);
    DONE(rig_submit(&who, id, &sent));
    CHECK_STR(sent.judged.verdict, "needs_human");
    check_fault_first(&sent.judged, x);

    struct task t = rig_task_now(rig_task_of(id));
    CHECK(t.is_fault && t.due_on != NULL);
    CHECK_STR(t.area, "110108");
    take_off();
}

/* Routing and clocks of the set fail in these ways. */
static const struct lost {
    const char *name, *file, *was, *now, *rule;
} losts[] = {
    {"routing that raises", "routing.lua", "route = function(facts)\n",
     "route = function(facts)\n    if facts then error('迷路') end\n", "routing"},
    {"routing that never ends", "routing.lua", "route = function(facts)\n",
     "route = function(facts)\n    while facts do end\n", "routing"},
    {"routing to a name", "routing.lua", "return { area = area, class = class",
     "return { area = '海淀区', class = class,", "routing"},
    {"a clock that raises", "deadlines.lua", "local filing = facts.filing\n",
     "local filing = facts.filing.none.none\n", "deadline.review"},
    {"a clock that never ends", "deadlines.lua", "local filing = facts.filing\n",
     "while facts do end\n  local filing = facts.filing\n", "deadline.review"},
};

static void
a_task_has_an_area_and_a_due_day_after(const void *row)
{
    const struct lost *x = row;
    struct account who = rig_approved_company();
    const char *id = rig_draft(&who, "algorithm");
    struct submission sent;

    DONE(rig_save(&who, id, rig_data(&who, "algorithm")));
    change(x->file, x->was, x->now);
    DONE(rig_submit(&who, id, &sent));
    CHECK_STR(sent.judged.verdict, "needs_human");
    CHECK_STR(json_str(json_array_get(json_object_get(sent.judged.parsed, "findings"), 0), "rule"),
              x->rule);

    struct task t = rig_task_now(rig_task_of(id));
    CHECK(t.due_on != NULL);
    CHECK_STR(t.area, "110108");
    take_off();
}

/* ---- a publication that fails ---------------------------------------------------------------- */

static const struct publishing {
    const char *name;
    const char *kind, *file, *was, *now;
    const char *code; /* of the fault */
} publishings[] = {
    {"the number raises", "algorithm", "numbering.lua", "compose = function(facts)\n",
     "compose = function(facts)\n    error('没有号')\n", "rule_error"},
    {"the entry raises", "algorithm", "publication.lua", "entry = function(facts)\n",
     "entry = function(facts)\n    error('不公示')\n", "rule_error"},
    {"the entry is none", "algorithm", "publication.lua", "entry = function(facts)\n",
     "entry = function(facts)\n    if facts then return nil end\n", "rule_error"},
    {"the entry is a text", "algorithm", "publication.lua", "entry = function(facts)\n",
     "entry = function(facts)\n    if facts then return '条目' end\n", "rule_error"},
    {"the organization is none", "subject", "publication.lua", "organization = function(facts)\n",
     "organization = function(facts)\n    if facts then return nil end\n", "rule_error"},
    {"the organization is a text", "subject", "publication.lua", "organization = function(facts)\n",
     "organization = function(facts)\n    if facts then return '单位' end\n", "rule_error"},
};

static void
an_approval_without_a_publication_is_none(const void *row)
{
    const struct publishing *x = row;
    bool is_subject = str_is(x->kind, "subject");
    struct organization o = rig_company("示例科技（北京）有限公司");
    struct account who =
        is_subject ? rig_account(ROLE_SET(ROLE_FILER), &o, NULL) : rig_approved_company();
    const char *id = rig_submitted(&who, x->kind);

    if (!is_subject)
        rig_decided(&first, id, "pass");
    const struct account *last = is_subject ? &first : &second;
    const char *task = rig_task_of(id);
    DONE(rig_claim(last, task));
    change(x->file, x->was, x->now);

    const char *before = approvals();
    REFUSED(rig_decide(last, task, "pass"), ERR_RULE, x->code);
    CHECK_STR(approvals(), before);
    CHECK_STR(rig_task_now(task).state, "claimed");
    take_off();

    DONE(rig_decide(last, task, "pass"));
    CHECK_STR(rig_filing_now(id).state, "approved");
}

static void
a_number_that_is_given_twice_is_no_number(void)
{
    struct account who = rig_approved_company();
    const char *ids[] = {rig_submitted(&who, "algorithm"), rig_submitted(&who, "algorithm")};

    change("numbering.lua", "part('流水号', facts.issue.serial, 3)",
           "part('流水号', facts.issue.serial * 0 + 7, 3)");
    for (int i = 0; i < 2; i++)
        rig_decided(&first, ids[i], "pass");
    rig_decided(&second, ids[0], "pass");

    const char *task = rig_task_of(ids[1]);
    DONE(rig_claim(&second, task));
    const char *before = approvals();
    REFUSED(rig_decide(&second, task, "pass"), ERR_RULE, "number_taken");
    CHECK_HAS(acting.fault.text, rig_filing_now(ids[0]).number);
    CHECK_STR(approvals(), before);
    CHECK_STR(rig_filing_now(ids[1]).state, "final_review");
    take_off();
}

/* Nothing but the form is numbered by: not where it is routed. */
static void
numbers_run_on_however_a_set_routes(void)
{
    struct account who = rig_approved_company();
    const char *first_number, *second_number;
    const char *ids[2];

    change("routing.lua", "return { area = area, class = class",
           "return { area = area, class = '06'");
    for (int i = 0; i < 2; i++) {
        ids[i] = rig_submitted(&who, "algorithm");
        CHECK_STR(rig_task_now(rig_task_of(ids[i])).class_code, "06");
        rig_decided(&first, ids[i], "pass");
        rig_decided(&second, ids[i], "pass");
    }
    first_number = rig_filing_now(ids[0]).number;
    second_number = rig_filing_now(ids[1]).number;
    CHECK_HAS(first_number, "0126001");
    CHECK_HAS(second_number, "0126002");
    take_off();

    /* Nor does it matter that it routes as it did before. */
    const char *third = rig_submitted(&who, "algorithm");
    rig_decided(&first, third, "pass");
    rig_decided(&second, third, "pass");
    CHECK_HAS(rig_filing_now(third).number, "0126003");
}

static const struct wide {
    const char *name, *was, *now;
    const char *says;
} wides[] = {
    {"a serial", "part('流水号', facts.issue.serial, 3)",
     "part('流水号', facts.issue.serial + 999, 3)", "流水号“1000”超出 3 位数字"},
    {"a counter that is no code", "  counter = function(facts)\n",
     "  counter = function(facts)\n    if facts then return '类/01' end\n", "counter 应返回代码"},
    {"a counter that is none", "  counter = function(facts)\n",
     "  counter = function(facts)\n    if facts then return nil end\n", "counter 应返回代码"},
};

static void
a_number_that_does_not_fit_says_where_and_nothing_moves(const void *row)
{
    const struct wide *x = row;
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm");

    rig_decided(&first, id, "pass");
    const char *task = rig_task_of(id);
    DONE(rig_claim(&second, task));
    change("numbering.lua", x->was, x->now);
    const char *before = approvals();
    REFUSED(rig_decide(&second, task, "pass"), ERR_RULE, "rule_error");
    CHECK_HAS(acting.fault.text, x->says);
    CHECK_HAS(acting.fault.text, "numbering.lua");
    CHECK_STR(approvals(), before);
    CHECK_STR(rig_filing_now(id).state, "final_review");
    take_off();
    DONE(rig_decide(&second, task, "pass"));
}

static void
a_refusal_asks_the_rules_nothing(void)
{
    struct account who = rig_approved_company();
    const char *id = rig_submitted(&who, "algorithm");

    rig_decided(&first, id, "pass");
    change("publication.lua", "entry = function(facts)\n",
           "entry = function(facts)\n    error('不公示')\n");
    rig_decided(&second, id, "refuse");
    CHECK_STR(rig_filing_now(id).state, "refused");
    take_off();
}

static const struct check_test tests[] = {
    TEST(a_check_that_fails_sends_the_filing_to_a_human),
    TEST(files_of_others_are_no_facts_and_a_fault_does_not_let_them_pass),
    TEST_EACH(a_blank_subject_stays_refused_beside_a_warning, failings),
    TEST_EACH(a_good_filing_goes_to_a_human_of_its_area_in_time_beside_a_warning, failings),
    TEST_EACH(a_task_has_an_area_and_a_due_day_after, losts),
    TEST_EACH(an_approval_without_a_publication_is_none, publishings),
    TEST(a_number_that_is_given_twice_is_no_number),
    TEST(numbers_run_on_however_a_set_routes),
    TEST_EACH(a_number_that_does_not_fit_says_where_and_nothing_moves, wides),
    TEST(a_refusal_asks_the_rules_nothing),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
