/* What leaves for the register: nothing that the forms do not declare public, whatever a set says.
 */
#include "policy_rig.h"

#include <stdlib.h>

/* The shipped rules with those files in place of theirs. */
static enum err
open_with(struct policy **p, const char *const *files, struct fault *f)
{
    struct policy_limits limits = rig_limits();
    struct bundle *b = NULL, *with;

    if (bundle_read(&b, "rules", NULL, f))
        check_stop("the shipped rules are not read: %s", f->text);
    for (; *files; files += 2) {
        enum err err = bundle_with(&with, b, files[0], files[1], f);
        bundle_free(b);
        if (err)
            return err;
        b = with;
    }

    enum err err = policy_open(p, b, &limits, f);
    bundle_free(b);
    return err;
}

static json_t *
facts_of(const char *kind)
{
    char *text;
    size_t n;
    struct fault f;

    if (file_read(arena_printf(a, "tests/data/facts_%s.json", kind), 1 << 20, &text, &n, &f))
        check_stop("%s", f.text);
    json_t *facts = rig_parse(text);
    free(text);
    json_object_set_new(facts, "issue",
                        json_pack("{s:{},s:s}", "serials", "filed_on", "2026-11-24"));
    return facts;
}

/* ---- refused when it is loaded --------------------------------------------------------------- */

#define PUBLICATION(reads, body)                                                                   \
    "publication {\n"                                                                              \
    "  law = '算法推荐管理规定 25',\n"                                                     \
    "  reads = { " reads " },\n"                                                                   \
    "  organization = function(facts) return {} end,\n"                                            \
    "  entry = function(facts) " body " end,\n}\n"
#define NUMBERING(reads, body)                                                                     \
    "local parse = use('filing_number').parse\n"                                                   \
    "numbering {\n"                                                                                \
    "  series = 'algorithm', title = '算法备案编号', law = '算法推荐管理规定 25',\n" \
    "  prefix = '网信算备', suffix = '号',\n"                                                 \
    "  reads = { " reads " },\n"                                                                   \
    "  compose = function(facts) " body " end, parse = parse,\n}\n"

#define SOME(kinds, functions)                                                                     \
    "publication { kinds = { " kinds " }, law = '算法推荐管理规定 25',\n"                  \
    "  reads = { 'filing.kind' }, " functions " = function() return {} end }\n"

struct bad {
    const char *name, *file, *text, *where, *says;
};
#define ROUTING(more)                                                                              \
    "routing { law = '算法推荐管理规定 25', reads = { 'filing.kind' }, " more                      \
    ", route = function() return { area = '', class = '' } end }\n"
static const struct bad bad_sets[] = {
    {"an_identity_number", "publication.lua",
     PUBLICATION("'organization.subject.data.legal_representative.document_number'", "return {}"),
     "rules/publication.lua:1", "法定代表人证件号码"},
    {"a_mobile_number", "publication.lua",
     PUBLICATION("'organization.subject.data.security_officer.mobile'", "return {}"),
     "rules/publication.lua:1", "visibility = 'public'"},
    {"a_field_of_the_filing_that_reviewers_see", "publication.lua",
     PUBLICATION("'filing.data.basic.scenario'", "return {}"), "rules/publication.lua:1",
     "使用场景"},
    {"a_credit_code", "publication.lua",
     PUBLICATION("'filing.data.basic.credit_code'", "return {}"), "rules/publication.lua:1",
     "统一社会信用代码"},
    {"names_of_files", "publication.lua", PUBLICATION("'attachments'", "return {}"),
     "rules/publication.lua:1", "attachments 不能公示"},
    {"other_filings", "publication.lua", PUBLICATION("'organization.filings'", "return {}"),
     "rules/publication.lua:1", "organization.filings 不能公示"},
    {"an_identity_number_as_a_number", "numbering.lua",
     NUMBERING("'organization.subject.data.legal_representative.document_number'", "return '1'"),
     "rules/numbering.lua:2", "法定代表人证件号码"},
    {"codes_of_a_column_that_has_none", "publication.lua",
     "publication {\n"
     "  law = '算法推荐管理规定 25', reads = { 'filing.kind' }, codes = { note = { 'role' } },\n"
     "  organization = function() return {} end, entry = function() return {} end }\n",
     "rules/publication.lua:1", "登记簿的 note 不是代码"},
    {"codes_of_no_vocabulary", "publication.lua",
     "publication {\n"
     "  law = '算法推荐管理规定 25', reads = { 'filing.kind' }, codes = { role = { 'rolle' } },\n"
     "  organization = function() return {} end, entry = function() return {} end }\n",
     "rules/publication.lua:1", "词表 rolle 未在"},
    {"a_section_that_no_form_has", "publication.lua",
     "publication {\n"
     "  law = '算法推荐管理规定 25', reads = { 'filing.kind' }, disclosure = 'disclosed',\n"
     "  organization = function() return {} end, entry = function() return {} end }\n",
     "rules/publication.lua:1", "没有任何表单有 disclosed"},
    {"a_kind_that_is_not_published", "publication.lua", SOME("'product'", "entry"),
     "rules/publication.lua:1", "kinds 的 product 不公示"},
    {"a_kind_without_its_entry", "publication.lua", SOME("'algorithm'", "organization"),
     "rules/publication.lua:1", "缺少字段 entry"},
    {"a_subject_without_its_organization", "publication.lua", SOME("'subject'", "entry"),
     "rules/publication.lua:1", "缺少字段 organization"},
    {"a_kind_that_two_speak_of", "publication.lua",
     SOME("'algorithm'", "entry")
         SOME("'algorithm', 'subject'", "organization = function() return {} end, entry"),
     "rules/publication.lua:3", "已经声明，请只留一处"},
    {"a_name_of_no_organization", "publication.lua",
     SOME("'algorithm'", "renamed = '由{from}改为{to}', entry"), "rules/publication.lua:1",
     "须与 organization 同写"},
    {"a_name_without_the_old_one", "publication.lua",
     SOME("'subject'", "renamed = '改为{to}', organization"), "rules/publication.lua:1",
     "应写有 {from} 和 {to}"},
    {"a_move_that_nothing_follows", "routing.lua", ROUTING("moved = '由{from}迁至{to}'"),
     "rules/routing.lua:1", "须与 follows = true 同写"},
    {"a_move_without_its_new_area", "routing.lua",
     ROUTING("follows = true, moved = '自{from}迁来'"), "rules/routing.lua:1",
     "应写有 {from} 和 {to}"},
    {"a_move_of_somebody", "routing.lua",
     ROUTING("follows = true, moved = '{organization}由{from}迁至{to}'"), "rules/routing.lua:1",
     "不写别的字段"},
};

static void
a_set_that_would_publish_more_does_not_load(const void *row)
{
    const struct bad *x = row;
    struct policy *p = NULL;
    struct fault f = {0};

    CHECK_ERR(open_with(&p, RIG_FILES(x->file, x->text), &f), ERR_RULE, &f);
    CHECK_STR(f.where, x->where);
    CHECK_HAS(f.text, x->says);
    policy_close(p);
}

/* ---- not there when it runs ------------------------------------------------------------------ */

/* Walks all that it is given and writes every text of it into the purpose. */
#define WALK                                                                                       \
    "local out = {}\n"                                                                             \
    "local function walk(v)\n"                                                                     \
    "  if type(v) == 'table' then for _, x in pairs(v) do walk(x) end\n"                           \
    "  else table.insert(out, tostring(v)) end\n"                                                  \
    "end\n"
#define WALKER                                                                                     \
    "local function all(...)\n"                                                                    \
    "  " WALK "  for _, v in ipairs({ ... }) do walk(v) end\n"                                     \
    "  return table.concat(out, ' ')\n"                                                            \
    "end\n"

static const char *
published(const char *publication, struct fault *f)
{
    struct policy *p = NULL;
    const char *answer = "";

    if (!CHECK_ERR(open_with(&p, RIG_FILES("publication.lua", publication), f), OK, f))
        return "";
    if (policy_ask(p, a, POLICY_PUBLISH, json_text(a, facts_of("algorithm")), &answer, f))
        answer = "";
    policy_close(p);
    return answer;
}

static void
whole_parts_hold_only_what_is_public(void)
{
    struct fault f = {0};
    const json_t *facts = facts_of("algorithm");
    const char *answer =
        published(WALKER PUBLICATION("'filing.data', 'organization.subject', 'products'",
                                     "return { algorithm_name = '某', purpose = "
                                     "all(facts.filing.data, facts.organization.subject, "
                                     "facts.products) }"),
                  &f);

    CHECK_HAS(answer, rig_text(facts, "/filing/data/basic/name"));
    CHECK_HAS(answer, rig_text(facts, "/products/0/name"));
    const char *hidden[] = {
        rig_text(facts, "/filing/data/basic/scenario"),
        rig_text(facts, "/organization/subject/data/legal_representative/document_number"),
        rig_text(facts, "/organization/subject/data/security_officer/mobile"),
        rig_text(facts, "/organization/subject/data/security_officer/name"),
        rig_text(facts, "/organization/subject/data/basic/credit_code"),
        rig_text(facts, "/products/0/url"),
        rig_text(facts, "/products/0/paths/0/functions/0/description"),
    };
    for (size_t i = 0; i < LEN(hidden); i++) {
        check_about("%s", hidden[i]);
        CHECK(hidden[i] != NULL && strstr(answer, hidden[i]) == NULL);
    }
}

struct answer_row {
    const char *name, *body, *says;
};
static const struct answer_row answers[] = {
    {"a_disclosure_of_its_own", "return { disclosure = { name = 'x' } }", "不返回 disclosure"},
    {"a_column_that_there_is_not", "return { mobile = '13800138000' }", "登记簿没有的 mobile"},
    {"a_table_for_a_text", "return { purpose = { 1 } }", "应为文字"},
    {"a_label_for_a_code", "return { algorithm_type = '生成合成类' }", "应为代码"},
    {"a_text_that_is_too_long", "return { note = string.rep('长', 501) }", "最多 500 字"},
    {"letters_for_an_area", "return { area = 'beijing' }", "应为代码"},
    {"no_name", "return { purpose = '甲' }", "没有名称的不能公示"},
    {"a_name_of_blanks", "return { algorithm_name = ' \\n' }", "没有名称的不能公示"},
};

static void
an_answer_of_another_type_publishes_nothing(const void *row)
{
    const struct answer_row *x = row;
    char text[1024];
    struct fault f = {0};

    snprintf(text, sizeof text, PUBLICATION("'filing.kind'", "%s"), x->body);
    CHECK_STR(published(text, &f), "");
    CHECK_ERR(f.err, ERR_RULE, &f);
    CHECK_HAS(f.text, x->says);
}

static void
several_lines_become_one(void)
{
    struct fault f = {0};
    const char *answer = published(
        PUBLICATION("'filing.kind'", "return { algorithm_name = '某', purpose = '甲\\n乙' }"), &f);
    CHECK_STR(rig_text(rig_parse(answer), "/entry/purpose"), "甲 乙");
}

static void
the_disclosure_is_the_public_part_of_its_section(void)
{
    struct fault f = {0};
    const json_t *facts = facts_of("algorithm");
    struct policy *p = rig_policy_of("rules");
    const char *answer;

    CHECK_ERR(policy_ask(p, a, POLICY_PUBLISH, json_text(a, facts), &answer, &f), OK, &f);
    CHECK(json_equal(rig_at(rig_parse(answer), "/entry/disclosure"),
                     rig_at(facts, "/filing/data/disclosure")));
    CHECK_STR(rig_text(rig_parse(answer), "/entry/algorithm_type_label"), "生成合成类");
    policy_close(p);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static void
a_number_is_read_under_every_name_that_numbers_were_issued_under(void)
{
    struct policy *p = rig_policy_of("rules");
    const char *answer;
    struct fault f = {0};

    CHECK_ERR(policy_ask(p, a, POLICY_NUMBER, "{\"text\":\"京算备110108645502802220012字\"}",
                         &answer, &f),
              OK, &f);
    CHECK_HAS(answer, "malformed");
    CHECK_ERR(policy_ask(p, a, POLICY_NUMBER,
                         "{\"issued\":[{\"prefix\":\"京算备\",\"suffix\":\"字\"}],"
                         "\"text\":\"京算备 110108645502802220011 字\"}",
                         &answer, &f),
              OK, &f);
    CHECK_HAS(answer, "\"digits\":\"110108645502802220011\"");
    policy_close(p);
}

/* ---- what is read ---------------------------------------------------------------------------- */

static void
the_manifest_tells_what_each_kind_reads(void)
{
    struct policy *p = rig_policy_of("rules");
    const json_t *reads = rig_at(policy_manifest(p), "/reads");
    const char *before = "";
    size_t i;
    json_t *path;

    json_array_foreach(json_object_get(reads, "algorithm"), i, path)
    {
        CHECK(strcmp(before, json_string_value(path)) < 0);
        before = json_string_value(path);
    }
    const char *algorithm = json_text(a, json_object_get(reads, "algorithm")),
               *subject = json_text(a, json_object_get(reads, "subject"));
    CHECK_HAS(algorithm, "\"products\"");
    CHECK_HAS(algorithm, "\"organization.subject.data.basic.area\"");
    CHECK(strstr(algorithm, "document_number") == NULL);
    CHECK(strstr(subject, "\"products\"") == NULL);
    policy_close(p);
}

static const struct check_test tests[] = {
    TEST_MANY(a_set_that_would_publish_more_does_not_load, bad_sets),
    TEST(whole_parts_hold_only_what_is_public),
    TEST_EACH(an_answer_of_another_type_publishes_nothing, answers),
    TEST(several_lines_become_one),
    TEST(the_disclosure_is_the_public_part_of_its_section),
    TEST(a_number_is_read_under_every_name_that_numbers_were_issued_under),
    TEST(the_manifest_tells_what_each_kind_reads),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    log_level_set(LOG_NONE_);
    return check_main(argc, argv, tests, LEN(tests));
}
