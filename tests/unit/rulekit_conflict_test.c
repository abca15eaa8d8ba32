/* An upgrade of the base is told to whoever laid something over it: declarations are known by their
 * fingerprints. */
#include "govern/govern.h"
#include "layer_rig.h"

/* ---- fingerprints ---------------------------------------------------------------------------- */

/* That of a rule with a helper which says those words. */
static const char *
fingerprint(const char *lead, const char *words, const char *title)
{
    const char *text = arena_printf(a,
                                    "%slocal function helper() return '%s' end\n"
                                    "rule {\n"
                                    "  id = 'test.helped', title = '%s', law = '测试法',\n"
                                    "  severity = 'notice', kinds = { 'subject' },\n"
                                    "  reads = { 'clock.today' }, check = function(_, say)\n"
                                    "    say.at('', helper())\n"
                                    "  end }\n",
                                    lead, words, title);
    struct policy *p =
        layer_open(RIG_FILES("checks/x.lua", text, "cases/x.lua", CASE("test.helped")));
    const char *print =
        arena_strdup(a, p ? rig_text(policy_declared(p, "test.helped"), "/fingerprint") : NULL);

    CHECK(print != NULL && strlen(print) == 64);
    policy_close(p);
    return print;
}

static void
a_declaration_that_moved_is_the_same(void)
{
    CHECK_STR(fingerprint("\n-- 注\n", "一", "题"), fingerprint("", "一", "题"));
}

static void
a_helper_that_changed_changes_those_who_call_it(void)
{
    CHECK(!str_is(fingerprint("", "二", "题"), fingerprint("", "一", "题")));
}

static void
a_title_that_changed_is_another_declaration(void)
{
    CHECK(!str_is(fingerprint("", "一", "目"), fingerprint("", "一", "题")));
}

/* ---- conflicts ------------------------------------------------------------------------------- */

#define OTHER "limit { name = 'other', title = '别的', value = 1, law = '测试法' }"
#define SHIPPED "limits.lua", LIMIT("20")
#define NEWER "limits.lua", "\n" LIMIT("30")
#define MOVED "limits.lua", "\n\n" LIMIT("20")
#define WITHOUT "limits.lua", OTHER
#define OURS "local/limits.a.lua", LIMIT("7")
#define OURS_NEWER "local/limits.a.lua", LIMIT("8")
#define OURS_WHOLE "local/limits.lua", LIMIT("7")
#define NOTHING "local/cases/none.lua", "-- 没有"

struct upgrade {
    const char *name;
    const char *before[4], *after[4]; /* two files each */
    const char *says;                 /* the one conflict; NULL: there is none */
};
static const struct upgrade upgrades[] = {
    {"a_base_that_changed_under_an_override_is_a_conflict",
     {SHIPPED, OURS},
     {NEWER, OURS},
     "在升级中改了"},
    {"a_base_that_only_moved_is_none", {SHIPPED, OURS}, {MOVED, OURS}, NULL},
    {"an_override_that_was_looked_at_is_none", {SHIPPED, OURS}, {NEWER, OURS_NEWER}, NULL},
    {"an_override_that_is_new_is_none", {SHIPPED, NOTHING}, {NEWER, OURS}, NULL},
    {"a_base_that_is_gone_is_a_conflict", {SHIPPED, OURS}, {WITHOUT, OURS}, "已无所依"},
    {"a_base_that_came_under_an_addition_is_a_conflict",
     {WITHOUT, OURS},
     {SHIPPED, OURS},
     "新增了同一编号"},
    {"a_file_replaced_whole_is_a_conflict_when_the_base_file_changed",
     {SHIPPED, OURS_WHOLE},
     {NEWER, OURS_WHOLE},
     "在升级中改了"},
};

static struct policy *
open_pair(const char *const files[4])
{
    return layer_open(RIG_FILES(files[0], files[1], files[2], files[3]));
}

/* The conflicts, and what is stored of them beside a proposed set: the same, as text. */
static json_t *
conflicts(struct policy *before, struct policy *after)
{
    json_t *found = NULL;
    struct fault f = {0};

    CHECK_ERR(rulekit_conflicts(policy_manifest(before), policy_manifest(after), &found, &f), OK,
              &f);
    arena_json(a, found);

    const char *was = json_text(a, policy_manifest(before)),
               *is = json_text(a, policy_manifest(after));
    CHECK_STR(govern_conflicts(a, was, is), json_text(a, found));
    CHECK_STR(govern_conflicts(a, NULL, is), "[]");
    CHECK_STR(govern_conflicts(a, "{}", is), "[]");
    return found;
}

static void
in_an_upgrade(const void *row)
{
    const struct upgrade *u = row;
    struct policy *before = open_pair(u->before), *after = open_pair(u->after);
    const json_t *found = conflicts(before, after);

    CHECK_INT(json_array_size(found), u->says ? 1 : 0);
    if (u->says)
        CHECK_HAS(rig_text(found, "/0/message"), u->says);
    policy_close(before);
    policy_close(after);
}

static void
a_field_replaced_by_amend_is_a_conflict_when_the_field_changed(void)
{
    static const char ours[] = AMEND(FIELD("name", "required = true"));
    struct bundle *b = rig_bundle(NULL, NULL);
    const char *old = bundle_file(b, "forms/subject.lua"), *at = strstr(old, "max = 20");
    const char *newer =
        arena_printf(a, "%.*smax = 21%s", (int)(at - old), old, at + strlen("max = 20"));
    struct policy *before = layer_open(RIG_FILES("local/forms/a.lua", ours)),
                  *after =
                      layer_open(RIG_FILES("local/forms/a.lua", ours, "forms/subject.lua", newer));
    const json_t *found = conflicts(before, after);

    CHECK_INT(json_array_size(found), 1);
    CHECK_HAS(rig_text(found, "/0/message"), "在升级中改了");
    policy_close(before);
    policy_close(after);
    bundle_free(b);
}

static void
what_is_no_manifest_is_refused(void)
{
    json_t *empty = rig_json("{}"), *found = empty;
    struct fault f = {0};

    CHECK_ERR(rulekit_conflicts(empty, empty, &found, &f), ERR_INPUT, &f);
    CHECK(found == NULL);
}

static const struct check_test tests[] = {
    TEST(a_declaration_that_moved_is_the_same),
    TEST(a_helper_that_changed_changes_those_who_call_it),
    TEST(a_title_that_changed_is_another_declaration),
    TEST_EACH(in_an_upgrade, upgrades),
    TEST(a_field_replaced_by_amend_is_a_conflict_when_the_field_changed),
    TEST(what_is_no_manifest_is_refused),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
