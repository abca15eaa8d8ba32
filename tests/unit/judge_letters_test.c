/* Letters and templates as a set declares them: what is compiled, and what does not load. */
#include "policy_rig.h"

#include <stdlib.h>

#define SERIES                                                                                     \
    "letter_series { code = 'a', title = '文号', format = '甲〔{{year}}〕{{serial}}号' }\n"
#define LETTER(more)                                                                               \
    SERIES "letter {\n"                                                                            \
           "  code = 'refusal', title = '决定书', series = 'a', law = '测试法', "            \
           "kinds = { 'subject' },\n" more "}\n"
#define OF(rest) LETTER("  on = { 'refuse' }, to = 'organization', text = 'refusal.txt'," rest)
#define TEMPLATE(more)                                                                             \
    "template { code = 't', title = '承诺书', law = '测试法', kind = 'subject', version = "  \
    "1,\n" more "}\n"

#define CHECK_OK(call) CHECK_ERR(call, OK, &f)

struct refusal {
    const char *name, *declared, *text; /* the letter's; NULL: there is no such file */
    const char *where, *says;
};
static const struct refusal refusals[] = {
    {"a_field_that_does_not_exist_names_its_line_and_what_there_is", OF(""),
     "# 决定书\n你单位{{organization.nam}}", "rules/letters/refusal.txt:2", "organization.name"},
    {"a_field_that_the_form_does_not_have_is_refused", OF(""), "{{filing.data.basic.nome}}",
     "rules/letters/refusal.txt:1", "subject 的表单没有 basic.nome"},
    {"a_clock_that_the_kind_does_not_have_is_refused", OF(""), "{{deadline.use.due_on}}",
     "rules/letters/refusal.txt:1", "没有期限 use"},
    {"a_limit_that_nobody_declared_is_refused", OF(""), "{{limit.none}}",
     "rules/letters/refusal.txt:1", "未在 limits.lua 中声明"},
    {"a_bracket_that_is_not_closed_is_refused", OF(""), "好\n\n{{organization.name",
     "rules/letters/refusal.txt:3", "没有用 }} 结束"},
    {"a_bracket_that_was_not_opened_is_refused", OF(""), "organization.name}}",
     "rules/letters/refusal.txt:1", "多出 }}"},
    {"a_letter_without_its_text_says_which_files_there_are", OF(""), NULL, "rules/letters/x.lua:2",
     "没有文件 rules/letters/refusal.txt"},
    {"a_series_that_nobody_declared_is_refused",
     "letter { code = 'refusal', title = '书', series = 'b', law = '测试法', kinds = { 'subject' "
     "},\n  on = { 'refuse' }, to = 'organization', text = 'refusal.txt' }",
     "好", "rules/letters/x.lua:1", "series 的 b 没有用 letter_series 声明"},
    {"a_series_without_its_serial_would_give_a_number_twice",
     "letter_series { code = 'a', title = '文号', format = '甲〔{{year}}〕号' }", "好",
     "rules/letters/x.lua:1", "应含 {{year}} 与 {{serial}}"},
    {"a_series_counts_nothing_but_year_and_serial",
     "letter_series { code = 'a', title = '文号', format = '{{year}}{{serial}}{{month}}' }", "好",
     "rules/letters/x.lua:1", "不能写 {{month}}"},
    {"two_series_of_one_format_would_give_a_number_twice",
     OF("") "letter_series { code = 'b', title = '又', format = '甲〔{{year}}〕{{serial}}号' }\n"
            "letter { code = 'c', title = '书', series = 'b', law = '测试法', kinds = { "
            "'subject' },\n  on = { 'refuse' }, to = 'organization', text = 'refusal.txt' }",
     "好", "rules/letters/x.lua:5", "文号会重复"},
    {"a_series_that_no_letter_uses_is_refused", SERIES, NULL, "rules/letters/x.lua:1",
     "没有哪种文书用这个系列"},
    {"a_kind_that_there_is_not_is_refused",
     SERIES "letter { code = 'c', title = '书', series = 'a', law = '测试法', kinds = { 'sbject' "
            "},\n  on = { 'refuse' }, to = 'organization', text = 'refusal.txt' }",
     "好", "rules/letters/x.lua:2", "sbject"},
    {"an_event_that_there_is_not_is_refused",
     LETTER("  on = { 'refuze' }, to = 'organization', text = 'refusal.txt',"), "好",
     "rules/letters/x.lua:2", "没有声明 event refuze"},
    {"a_move_that_never_happens_makes_no_letter",
     LETTER("  on = { 'pass' }, reaches = { 'late' }, to = 'organization', text = "
            "'refusal.txt',"),
     "好", "rules/letters/x.lua:2", "永远不会发出"},
    {"an_action_that_there_is_not_is_refused", OF(" actions = { 'changed' },"), "好",
     "rules/letters/x.lua:2", "没有声明 action changed"},
    {"an_addressee_is_one_of_two", LETTER("  on = { 'refuse' }, to = 'all', text = 'r.txt',"), "好",
     "rules/letters/x.lua:2", "organization、public"},
    {"a_word_that_a_letter_does_not_know_is_refused", OF(" sizes = 3,"), "好",
     "rules/letters/x.lua:2", "不认识的字段 sizes"},
    {"what_everybody_reads_holds_no_reasons",
     LETTER("  on = { 'refuse' }, to = 'public', text = 'refusal.txt',"), "{{reasons.reason}}",
     "rules/letters/refusal.txt:1", "不得出现在公开的文书中"},
    {"one_letter_twice_is_refused",
     OF("") "letter { code = 'refusal', title = '书', series = 'a', law = '测试法', kinds = { "
            "'subject' },\n  on = { 'refuse' }, to = 'organization', text = 'refusal.txt' }",
     "好", "rules/letters/x.lua:5", "重复声明，前一处在 rules/letters/x.lua:2"},
    {"a_text_that_nobody_uses_is_refused", NULL, "好", "rules/letters/refusal.txt:1",
     "没有哪个 letter 或 template 用到这个文件"},
};

static void
refused(const char *const *files, const struct refusal *x)
{
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct policy_limits limits = rig_limits();
    struct fault f = {0};

    if (rig_bundle_of(&b, files, &f))
        check_stop("no bundle: %s", f.text);
    CHECK_ERR(policy_open(&p, b, &limits, &f), ERR_RULE, &f);
    CHECK_STR(f.where, x->where);
    CHECK_HAS(f.text, x->says);
    policy_close(p);
    bundle_free(b);
}

static void
a_letter_is_refused_at_its_place(const void *row)
{
    const struct refusal *x = row;

    if (x->declared == NULL)
        refused(RIG_FILES("letters/refusal.txt", x->text), x);
    else if (x->text == NULL)
        refused(RIG_FILES("letters/x.lua", x->declared), x);
    else
        refused(RIG_FILES("letters/x.lua", x->declared, "letters/refusal.txt", x->text), x);
}

static const struct refusal templates[] = {
    {"a_template_knows_no_number_of_a_letter", TEMPLATE("text = { 'a.txt' },"), "{{letter.number}}",
     "rules/templates/a.txt:1", "没有字段 {{letter.number}}"},
    {"a_template_belongs_to_an_attachment_of_the_form",
     TEMPLATE("field = 'basic.name', text = { 'a.txt' },"), "好", "rules/templates/x.lua:1",
     "不是 subject 表单中的附件"},
    {"a_template_is_chosen_by_choices_of_the_form",
     TEMPLATE("when = { ['basic.name'] = 'x' }, text = { 'a.txt' },"), "好",
     "rules/templates/x.lua:1", "不是 subject 表单中的 choice 字段"},
    {"a_field_that_a_template_names_is_one_of_the_form", TEMPLATE("text = { 'a.txt' },"),
     "好\n{{filing.data.basic.nome}}", "rules/templates/a.txt:2", "subject 的表单没有 basic.nome"},
    {"a_version_counts_from_one", TEMPLATE("text = { 'a.txt' }, version = 0,"), "好",
     "rules/templates/x.lua:1", "version 是第几版"},
    {"a_later_version_says_since_when_it_is_in_use", TEMPLATE("text = { 'a.txt' }, version = 2,"),
     "好", "rules/templates/x.lua:1", "要用 since 写明自哪一天起用这一版"},
    {"the_first_version_has_none_before_it", TEMPLATE("text = { 'a.txt' }, since = '2026-01-01',"),
     "好", "rules/templates/x.lua:1", "第 1 版之前没有别的版本"},
};

static void
a_template_is_refused_at_its_place(const void *row)
{
    const struct refusal *x = row;
    refused(RIG_FILES("templates/x.lua", x->declared, "templates/a.txt", x->text), x);
}

static const json_t *
compiled_letters(struct policy *p)
{
    return json_object_get(json_object_get(policy_manifest(p), "law"), "letters");
}

static void
a_local_text_takes_the_place_of_the_base_s_and_a_letter_is_taken_away(void)
{
    struct bundle *b = NULL;
    struct policy *p = NULL;
    struct policy_limits limits = rig_limits();
    struct fault f = {0};
    const char *const *over = RIG_FILES(
        "letters/x.lua", OF(""), "letters/refusal.txt", "原文", "local/letters/refusal.txt",
        "-- 说明\r\n# 改写\r\n? {{reasons.n}}．{{ reasons.reason }}\r\n");
    const char *const *less =
        RIG_FILES("letters/x.lua", OF(""), "letters/refusal.txt", "原文", "local/letters/ours.lua",
                  "letter { code = 'refusal', drop = true, reason = '不用' }\n"
                  "letter_series { code = 'a', drop = true, reason = '不用' }\n");

    CHECK_OK(rig_bundle_of(&b, over, &f));
    CHECK_OK(policy_open(&p, b, &limits, &f));
    char *text = json_dumps(json_object_get(json_array_get(compiled_letters(p), 0), "lines"),
                            JSON_COMPACT | JSON_SORT_KEYS);
    CHECK_STR(text, "[{\"parts\":[\"改写\"],\"style\":\"title\"},"
                    "{\"each\":\"reasons\",\"optional\":true,\"parts\":[[\"reasons.n\"],\"．\","
                    "[\"reasons.reason\"]],\"style\":\"text\"}]");
    free(text);
    policy_close(p);
    bundle_free(b);

    CHECK_OK(rig_bundle_of(&b, less, &f));
    CHECK_OK(policy_open(&p, b, &limits, &f));
    CHECK_INT(json_array_size(compiled_letters(p)), 0);
    policy_close(p);
    bundle_free(b);
}

static const struct check_test tests[] = {
    TEST_EACH(a_letter_is_refused_at_its_place, refusals),
    TEST_EACH(a_template_is_refused_at_its_place, templates),
    TEST(a_local_text_takes_the_place_of_the_base_s_and_a_letter_is_taken_away),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
