/* What a replay says beside judgements: facts as of another day, lives counted in groups, and two
 * workflows compared in words. */
#include "govern/day.h"
#include "govern/law_diff.h"
#include "govern/lives.h"
#include "rig.h"

#include <string.h>

/* ---- days ------------------------------------------------------------------------------------ */

static const char *
on(const char *facts, const char *day)
{
    return day_facts(a, rig_quoted(facts), day);
}

static void
facts_of_another_day_differ_in_their_days_alone(void)
{
    CHECK_STR(on("{'attachments':{},'clock':{'now':'2026-01-02T03:04:05+08:00','today':"
                 "'2026-01-02'},'filing':{'data':{'a':{'today':'x'}},'first_submitted_on':"
                 "'2026-01-02','submitted_on':'2026-01-02','version':1},'products':[]}",
                 "2027-03-01"),
              rig_quoted("{'attachments':{},'clock':{'now':'2027-03-01T12:00:00+08:00','today':"
                         "'2027-03-01'},'filing':{'data':{'a':{'today':'x'}},'first_submitted_on':"
                         "'2027-03-01','submitted_on':'2027-03-01','version':1},'products':[]}"));
}

static void
a_later_version_was_first_handed_in_when_it_was(void)
{
    CHECK_HAS(on("{'filing':{'first_submitted_on':'2025-01-02','submitted_on':'2026-01-02'}}",
                 "2027-03-01"),
              rig_quoted("'first_submitted_on':'2025-01-02','submitted_on':'2027-03-01'"));
}

static void
what_was_not_handed_in_is_not_handed_in_on_that_day_either(void)
{
    CHECK_STR(on("{'filing':{'submitted_on':null}}", "2027-03-01"),
              rig_quoted("{'filing':{'submitted_on':null}}"));
    CHECK_STR(on("{'products':[]}", "2027-03-01"), rig_quoted("{'products':[]}"));
}

/* ---- groups ---------------------------------------------------------------------------------- */

static const json_t *
told(const json_t *lives)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    lives_json(&b, lives);
    buf_close(&b);
    return rig_parse(b.p);
}

static void
differences_of_one_kind_are_one_group_with_a_few_ids(void)
{
    json_t *lives = arena_json(a, json_object());
    struct life_change c = {
        .what = LIFE_MOVE, .kind = "k", .event = "pass", .from = "s", .before = "t", .words = "w"};

    CHECK(lives_is_same(lives));
    for (int i = 0; i < 9; i++) {
        c.id = arena_printf(a, "f%d", i / 2); /* two of each */
        lives_add(a, lives, &c);
    }
    c.after = "u";
    lives_add(a, lives, &c);
    CHECK(!lives_is_same(lives));

    const json_t *x = told(lives);
    CHECK_INT(rig_int(x, "/lives/counts/move_changed"), 10);
    CHECK_INT(json_array_size(rig_at(x, "/lives/groups")), 2);
    CHECK_INT(json_array_size(rig_at(x, "/lives/groups/1/ids")), 5);
    CHECK_STR(rig_text(x, "/lives/groups/0/after"), "u");
    CHECK(json_is_null(rig_at(x, "/lives/groups/1/after")));
}

static void
what_was_not_looked_at_is_said_where_there_was_some(void)
{
    json_t *lives = arena_json(a, json_object());

    lives_missed(lives, UNSEEN_ERASED, 0);
    CHECK_INT(json_array_size(rig_at(told(lives), "/not_looked_at")), 4);
    CHECK_STR(rig_text(told(lives), "/not_looked_at/2/what"), "letters");
    lives_missed(lives, UNSEEN_ERASED, 3);
    CHECK_STR(rig_text(told(lives), "/not_looked_at/0/what"), "erased");
    CHECK_INT(rig_int(told(lives), "/not_looked_at/0/n"), 3);
}

/* ---- two laws -------------------------------------------------------------------------------- */

static const char base_law[] =
    "{'roles':[{'code':'r','label':'审'},{'code':'z','label':'终'}],"
    "'events':[{'code':'hand_in','label':'提交','verb':'submit'}],"
    "'stages':[{'code':'one','label':'一审','role':'r','clock':'look'}],"
    "'states':[{'kind':'k','code':'draft','label':'草稿','standing':'editable'},"
    "{'kind':'k','code':'seen','label':'审核中','standing':'review','stage':'one'}],"
    "'kinds':[{'code':'k','label':'甲类','initial':'draft','actions':['initial']}],"
    "'transitions':[{'on':'hand_in','kind':'k','action':'*','from':'draft','to':'seen',"
    "'who':['filer']}]}";

static const struct law *
compiled(const char *text)
{
    const struct law *law = NULL;
    struct fault f = {0};
    CHECK_INT(law_compile(rig_json(text), a, &law, &f), OK);
    return law;
}

static const json_t *
compared(const char *was, const char *is, const char *days_was, const char *days_is)
{
    const struct law_side x = {compiled(was), rig_json(days_was)};
    const struct law_side y = {compiled(is), rig_json(days_is)};
    return rig_parse(law_diff(a, &x, &y));
}

#define CLOCK(days)                                                                                \
    "{'limits':{'look_days':" days "},'deadlines':[{'name':'look','title':'审核期限',"         \
    "'kinds':['k'],'limit':'look_days','unit':'workday'}]}"

/* The text with one part of it as another. */
static const char *
changed(const char *text, const char *was, const char *is)
{
    const char *at = strstr(text, was);
    CHECK(at != NULL);
    return arena_printf(a, "%.*s%s%s", (int)(at - text), text, is, at + strlen(was));
}

static void
equal_laws_have_no_difference(void)
{
    CHECK_INT(json_array_size(compared(base_law, base_law, CLOCK("10"), CLOCK("10"))), 0);
}

static void
a_stage_that_another_role_works_is_told_with_both(void)
{
    const json_t *x = compared(base_law, changed(base_law, "'role':'r'", "'role':'z'"), "{}", "{}");

    CHECK_INT(json_array_size(x), 1);
    CHECK_STR(rig_text(x, "/0/of"), "stage");
    CHECK_STR(rig_text(x, "/0/title"), "审核阶段");
    CHECK_STR(rig_text(x, "/0/label"), "一审");
    CHECK_STR(rig_text(x, "/0/words"), "审核人员由 审 改为 终");
}

static void
a_transition_that_is_gone_and_one_that_is_new_are_told(void)
{
    const char *gone = changed(base_law, "'from':'draft','to':'seen'", "'from':'seen','to':'seen'");
    const json_t *x = compared(base_law, gone, "{}", "{}");

    CHECK_INT(json_array_size(x), 2);
    CHECK_STR(rig_text(x, "/0/what"), "removed");
    CHECK_HAS(rig_text(x, "/0/label"), "甲类：在“草稿”时“提交”");
    CHECK_HAS(rig_text(x, "/0/words"), "取消（去处 “审核中”，办理人 填报人");
    CHECK_STR(rig_text(x, "/1/what"), "added");
    CHECK_STR(rig_text(x, "/1/code"), "k.seen.hand_in.*");
}

static void
a_longer_clock_is_told_in_days(void)
{
    const json_t *x = compared(base_law, base_law, CLOCK("10"), CLOCK("15"));

    CHECK_STR(rig_text(x, "/0/of"), "clock");
    CHECK_STR(rig_text(x, "/0/words"), "长短由 10 个工作日 改为 15 个工作日");
    x = compared(base_law, base_law, CLOCK("10"), CLOCK("{'2027-01-01':15,'2022-03-01':10}"));
    CHECK_STR(rig_text(x, "/0/words"),
              "长短由 10 个工作日 改为 自 2022-03-01 起 10 个工作日；自 2027-01-01 起 15 个工作日");
    x = compared(base_law, base_law, CLOCK("10"), CLOCK("{'by':'x','values':{'2022-03-01':9}}"));
    CHECK_STR(rig_text(x, "/0/words"), "长短由 10 个工作日 改为 自 2022-03-01 起 9 个工作日");
    CHECK_INT(json_array_size(x), 1);
    x = compared(base_law, base_law, "{}", CLOCK("15"));
    CHECK_STR(rig_text(x, "/0/what"), "added");
}

/* A function reads it, and no declaration beside it says otherwise. */
static void
a_limit_that_no_clock_is_as_long_as_is_told_by_its_title(void)
{
#define CREDITED(value)                                                                            \
    "{'limits':{'credited':" value "},'declared':[{'id':'limit.credited','title':'不计入',"     \
    "'law':'本系统参数'}]}"
    const json_t *x = compared(base_law, base_law, CREDITED("false"), CREDITED("true"));

    CHECK_INT(json_array_size(x), 1);
    CHECK_STR(rig_text(x, "/0/of"), "limit");
    CHECK_STR(rig_text(x, "/0/title"), "参数");
    CHECK_STR(rig_text(x, "/0/label"), "不计入");
    CHECK_STR(rig_text(x, "/0/words"), "值由 否 改为 是");
    x = compared(base_law, base_law, "{}", CREDITED("true"));
    CHECK_STR(rig_text(x, "/0/words"), "新增（值 是，依据 本系统参数）");
#undef CREDITED
}

static const struct check_test tests[] = {
    TEST(facts_of_another_day_differ_in_their_days_alone),
    TEST(a_later_version_was_first_handed_in_when_it_was),
    TEST(what_was_not_handed_in_is_not_handed_in_on_that_day_either),
    TEST(differences_of_one_kind_are_one_group_with_a_few_ids),
    TEST(what_was_not_looked_at_is_said_where_there_was_some),
    TEST(equal_laws_have_no_difference),
    TEST(a_limit_that_no_clock_is_as_long_as_is_told_by_its_title),
    TEST(a_stage_that_another_role_works_is_told_with_both),
    TEST(a_transition_that_is_gone_and_one_that_is_new_are_told),
    TEST(a_longer_clock_is_told_in_days),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
