/* A replay compares two answers and counts the changes; the counting can be put down and taken up
 * again. */
#include "govern/tally.h"
#include "rig.h"

/* An answer with these findings, deadlines and route. */
static json_t *
answer(const char *verdict, const char *findings, const char *deadlines, const char *route)
{
    return rig_json(arena_printf(a, "{'verdict':'%s','findings':[%s],'deadlines':[%s],'route':%s}",
                                 verdict, findings, deadlines, route));
}

#define FOUND(rule, severity, path, message)                                                       \
    "{'rule':'" rule "','title':'题','severity':'" severity "','path':'" path                      \
    "','message':'" message "','suggestion':'改','law':'法','source':'rules/checks/x.lua:1'}"
#define DUE(name, on)                                                                              \
    "{'name':'" name "','from':'2026-11-01','days':10,'due_on':'" on                               \
    "','provisional':false,'state':'running'}"
#define ROUTE "{'area':'110108','class':'','stage':'preliminary'}"

static struct change
compare(const json_t *before, const json_t *after)
{
    struct change c;
    change_find(a, before, after, &c);
    return c;
}

static void
equal_answers_have_no_change_whatever_their_order_and_place(void)
{
    json_t *x = answer("acceptable",
                       FOUND("r.a", "warning", "/a", "甲") "," FOUND("r.b", "notice", "/b", "乙"),
                       DUE("review", "2026-12-01"), ROUTE);
    json_t *y = answer("acceptable",
                       FOUND("r.b", "notice", "/b", "乙") "," FOUND("r.a", "warning", "/a", "甲"),
                       DUE("review", "2026-12-01"), ROUTE);

    json_object_set_new(json_array_get(json_object_get(y, "findings"), 0), "source",
                        json_string("rules/checks/x.lua:99"));
    struct change c = compare(x, y);
    CHECK_INT(c.kinds, 0);
    CHECK_STR(change_kinds(a, &c), "");
    CHECK_STR(change_rules(a, &c), " ");
}

static void
findings_appear_disappear_and_change_by_rule_and_place(void)
{
    const char *before =
        FOUND("r.a", "warning", "/a", "甲") "," FOUND("r.a", "warning", "/a", "甲") "," FOUND(
            "r.b", "notice", "/b", "乙") "," FOUND("r.c", "notice", "/c", "丙");
    const char *after =
        FOUND("r.a", "warning", "/a", "甲") "," FOUND("r.b", "warning", "/b", "乙") "," FOUND(
            "r.c", "notice", "/c", "丙丙") "," FOUND("r.d", "notice", "", "丁");
    struct change c =
        compare(answer("acceptable", before, "", ROUTE), answer("acceptable", after, "", ROUTE));

    CHECK_STR(change_kinds(a, &c), "findings_changed");
    CHECK_STR(change_rules(a, &c), " r.a r.b r.c r.d ");
    CHECK(json_is_true(rig_at(c.rules, "/r.a/disappeared")));
    CHECK(json_is_true(rig_at(c.rules, "/r.b/severity")));
    CHECK(json_is_true(rig_at(c.rules, "/r.c/words")));
    CHECK(json_is_true(rig_at(c.rules, "/r.d/appeared")));
    CHECK_INT(json_array_size(rig_at(c.what, "/findings")), 4);
    CHECK_LACKS(json_canonical(a, c.what), "丙"); /* words may hold what a filer typed */
}

static void
verdicts_tell_whom_it_hits(void)
{
    static const struct {
        const char *before, *after, *kinds;
    } cases[] = {
        {"acceptable", "not_acceptable", "accept_to_refuse"},
        {"needs_human", "not_acceptable", "accept_to_refuse"},
        {"not_acceptable", "acceptable", "refuse_to_accept"},
        {"not_acceptable", "needs_human", "refuse_to_accept error"},
        {"acceptable", "needs_human", "error"},
        {"needs_human", "acceptable", ""},
    };

    for (size_t i = 0; i < LEN(cases); i++) {
        struct change c =
            compare(answer(cases[i].before, "", "", ROUTE), answer(cases[i].after, "", "", ROUTE));
        check_about("%s to %s", cases[i].before, cases[i].after);
        CHECK_STR(change_kinds(a, &c), cases[i].kinds);
        CHECK_STR(rig_text(c.what, "/verdict/after"), cases[i].after);
    }
}

static void
deadlines_and_routes_are_compared_by_name(void)
{
    const char *before = DUE("review", "2026-12-01") "," DUE("first", "2026-11-10");
    const char *after =
        DUE("first", "2026-11-12") "," DUE("review", "2026-11-30") "," DUE("new", "2027-01-01");
    struct change c =
        compare(answer("acceptable", "", before, ROUTE), answer("acceptable", "", after, "null"));

    CHECK_STR(change_kinds(a, &c), "deadline_moved route_moved");
    CHECK_STR(rig_text(c.deadline, "/review"), "earlier");
    CHECK_STR(rig_text(c.deadline, "/first"), "later");
    CHECK_STR(rig_text(c.deadline, "/new"), "other");
    CHECK(json_is_null(rig_at(c.what, "/route/after")));
}

/* The same deadline as it was kept once and as it is said now, with that beside it. */
static const char *
kinds_of_deadline(const char *before, const char *now)
{
    static const char due[] = "{'name':'a','from':'2026-11-01','days':3,'due_on':'2026-11-04',"
                              "'provisional':false,'state':'running'%s}";
    struct change c = compare(answer("acceptable", "", arena_printf(a, due, before), ROUTE),
                              answer("acceptable", "", arena_printf(a, due, now), ROUTE));
    return change_kinds(a, &c);
}

static void
what_a_deadline_says_in_words_is_no_change_and_its_unit_is(void)
{
    CHECK_STR(kinds_of_deadline("", ",'unit':'workday','label':'甲','left':3"), "");
    CHECK_STR(kinds_of_deadline(",'label':'甲','left':3", ",'label':'乙','left':2"), "");
    CHECK_STR(kinds_of_deadline("", ",'unit':'day'"), "deadline_moved");
    CHECK_STR(kinds_of_deadline(",'unit':'month'", ",'unit':'month'"), "");
}

static void
what_is_derived_is_compared_and_told_by_its_name_alone(void)
{
    json_t *x = answer("acceptable", "", "", ROUTE), *y = json_deep_copy(x);

    arena_json(a, y);
    json_object_set_new(y, "derived", json_object());
    CHECK_INT(compare(x, y).kinds, 0); /* kept from before there were any */

    json_object_set(x, "derived", rig_json("{'risk':'low','same':1,'gone':true}"));
    json_object_set(y, "derived", rig_json("{'risk':'high','same':1,'come':5}"));
    struct change c = compare(x, y);
    CHECK_STR(change_kinds(a, &c), "derived_changed");
    CHECK_STR(json_text(a, rig_at(c.what, "/derived")), "[\"risk\",\"gone\",\"come\"]");
    CHECK_LACKS(json_text(a, c.what), "high");
}

/* Counts the change number i: a filing that was acceptable and is no more, due a day later. */
static void
count(struct tally *t, int i)
{
    struct change c = compare(answer("acceptable", "", DUE("review", "2026-12-01"), ROUTE),
                              answer("not_acceptable", FOUND("r.a", "error", "/a", "甲"),
                                     DUE("review", "2026-12-02"), ROUTE));
    struct replay_hit hit = {.ord = i + 1,
                             .filing_id = "f",
                             .title = "题",
                             .organization = "某",
                             .n = 1,
                             .version = 1,
                             .kinds = change_kinds(a, &c),
                             .change = json_canonical(a, c.what)};

    tally_chain(t->facts_chain, arena_printf(a, "facts %d", i));
    t->unchanged++;
    tally_add(a, t, &c, &hit);
}

/* The report on n changes; counting is put down and taken up again after each of them, or never. */
static char *
counted(int n, bool is_interrupted)
{
    struct tally t;
    struct replay r = {.rule_set = "s", .base = "b", .total = n};
    struct report_of of = {.replay = &r,
                           .tally = &t,
                           .manifest = rig_json("{'title':'甲'}"),
                           .base_manifest = rig_json("{'title':'乙'}"),
                           .filings = 1};

    tally_read(&t, "{}");
    for (int i = 0; i < n; i++) {
        count(&t, i);
        if (is_interrupted) {
            char *text = tally_text(a, &t);
            tally_free(&t);
            tally_read(&t, text);
        }
    }

    char *report = report_text(a, &of);
    tally_free(&t);
    return report;
}

static void
counting_that_is_put_down_ends_with_the_same_report(void)
{
    const char *whole = counted(9, false);
    const json_t *report = rig_parse(whole);

    CHECK_STR(counted(9, true), whole);
    CHECK(strcmp(counted(8, false), whole) != 0);
    CHECK_INT(rig_int(report, "/counts/accept_to_refuse"), 9);
    CHECK_INT(rig_int(report, "/rules/0/counts/appeared"), 9);
    CHECK_INT(json_array_size(rig_at(report, "/rules/0/samples")), 5);
    CHECK_INT(rig_int(report, "/deadlines/review/later"), 9);
}

static const struct check_test tests[] = {
    TEST(equal_answers_have_no_change_whatever_their_order_and_place),
    TEST(findings_appear_disappear_and_change_by_rule_and_place),
    TEST(verdicts_tell_whom_it_hits),
    TEST(deadlines_and_routes_are_compared_by_name),
    TEST(what_a_deadline_says_in_words_is_no_change_and_its_unit_is),
    TEST(what_is_derived_is_compared_and_told_by_its_name_alone),
    TEST(counting_that_is_put_down_ends_with_the_same_report),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
