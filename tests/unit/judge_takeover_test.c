/* What people.lua declares is looked at when it is loaded: nobody loses an organization without
 * being told, and no word is there that nothing obeys. */
#include "policy_rig.h"

#include "model/takeover.h"

#define NOTICES "notice { code = 'n', title = '知', text = '{organization} {due_on}' }\n"
#define HEAD(who, days, most, former)                                                              \
    "takeover { law = '测试法', who = { '" who "' }, answer_days = " days ", most = " most         \
    ", former = '" former "', tells = { "
#define TELL(on, to) "{ on = '" on "', to = '" to "', notice = 'n' }, "
#define TOLD                                                                                       \
    TELL("asked", "organization")                                                                  \
    TELL("granted", "asker") TELL("granted", "former") TELL("declined", "asker")
#define GOOD_HEAD HEAD("first", "5", "3", "none")
#define END "} }\n"

static const struct refusal {
    const char *name, *text, *notices, *says;
} refusals[] = {
    {"a former owner who is not told",
     GOOD_HEAD TELL("asked", "organization") TELL("granted", "asker") TELL("declined", "asker") END,
     NOTICES, "to = 'former'"},
    {"a role that there is not", HEAD("king", "5", "3", "none") TOLD END, NOTICES, "who"},
    {"a term of no days", HEAD("first", "0", "3", "none") TOLD END, NOTICES,
     "answer_days 应为 1 至 400"},
    {"none at a time", HEAD("first", "5", "0", "none") TOLD END, NOTICES, "most 应为 1 至 20"},
    {"a former owner who stays owner", HEAD("first", "5", "3", "owner") TOLD END, NOTICES,
     "former"},
    {"an event that nothing brings", GOOD_HEAD TOLD TELL("moved", "asker") END, NOTICES, "on"},
    {"a former owner of what was declined", GOOD_HEAD TOLD TELL("declined", "former") END, NOTICES,
     "只在 granted"},
    {"somebody told twice", GOOD_HEAD TOLD TELL("asked", "organization") END, NOTICES, "重复"},
    {"a notice that there is not", GOOD_HEAD TOLD END, "-- 没有\n", "没有声明 notice n"},
    {"a notice that shows what is not known here", GOOD_HEAD TOLD END,
     "notice { code = 'n', title = '知', text = '{left}' }\n", "没有字段 {left}"},
    {"a word that nothing obeys",
     "takeover { law = '测试法', who = { 'first' }, answer_days = 5, most = 3, "
     "former = 'none', fee = 1, tells = { " TOLD END,
     NOTICES, "fee"},
    {"two of them", GOOD_HEAD TOLD END GOOD_HEAD TOLD END, NOTICES, "重复声明"},
};

static enum err
load(const char *text, const char *notices, struct policy **out, struct fault *f)
{
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL;

    CHECK_ERR(rig_bundle_of(&b, RIG_FILES("people.lua", text, "notices.lua", notices), f), OK, f);
    enum err err = policy_open(out, b, &limits, f);
    bundle_free(b);
    return err;
}

static void
it_does_not_load(const void *row)
{
    const struct refusal *x = row;
    struct policy *p = NULL;
    struct fault f = {0};

    CHECK_REFUSED(load(x->text, x->notices, &p, &f), ERR_RULE, "rule_error", &f);
    CHECK_HAS(f.where, "rules/");
    CHECK_HAS(f.text, x->says);
}

static void
what_is_declared_is_what_the_core_reads(void)
{
    struct policy *p = NULL;
    struct fault f = {0};

    CHECK_ERR(load(GOOD_HEAD TOLD END, NOTICES, &p, &f), OK, &f);
    const json_t *rules = takeover_rules(policy_manifest(p));
    struct role_set who = ROLE_SET(ROLE_REVIEWER);
    CHECK_STR(takeover_role(rules, &who), NULL);
    who.reviews = " first ";
    CHECK_STR(takeover_role(rules, &who), "first");
    CHECK_INT(json_integer_value(json_object_get(rules, "answer_days")), 5);
    CHECK_STR(takeover_state_label("gone"), "gone");
    CHECK(!takeover_redirects(rules));
    policy_close(p);
}

static void
one_is_redirected_only_where_those_concerned_are_told(void)
{
    static const struct {
        const char *tells;
        bool does;
    } rows[] = {{TELL("redirected", "asker"), false},
                {TELL("redirected", "organization"), false},
                {TELL("redirected", "asker") TELL("redirected", "organization"), true}};

    for (size_t i = 0; i < LEN(rows); i++) {
        struct policy *p = NULL;
        struct fault f = {0};
        char text[2048];

        snprintf(text, sizeof text, "%s%s%s", GOOD_HEAD TOLD, rows[i].tells, END);
        CHECK_ERR(load(text, NOTICES, &p, &f), OK, &f);
        CHECK_INT(takeover_redirects(takeover_rules(policy_manifest(p))), rows[i].does);
        policy_close(p);
    }
    CHECK(!takeover_redirects(NULL));
}

static const struct check_test tests[] = {
    TEST_EACH(it_does_not_load, refusals),
    TEST(what_is_declared_is_what_the_core_reads),
    TEST(one_is_redirected_only_where_those_concerned_are_told),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
