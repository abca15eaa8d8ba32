/* The words of the trade: domains, roles, labels, shapes of data, folded names. */
#include "model/model.h"
#include "rig.h"

static void
domains_follow_idna2008(void)
{
    static const char *const good[][2] = {
        {"中国互联网络信息中心.中国", "xn--fiqa61au8b7zsevnm8ak20mc4a87e.xn--fiqs8s"},
        {"清华大学.cn", "xn--xkry9kk1bz66a.cn"},
        {"例子.测试", "xn--fsqu00a.xn--0zwm56d"},
        {"清华大学。CN", "xn--xkry9kk1bz66a.cn"},
        {"WWW．Example｡com", "www.example.com"},
    };
    static const char *const bad[] = {"",       "cn",          "a..cn", ".a.cn",
                                      "a.cn.",  "-a.cn",       "a-.cn", "a b.cn",
                                      "a_b.cn", "http://a.cn", "a.123", "a.cn/x"};
    struct fault f;
    const char *ascii, *unicode;

    for (size_t i = 0; i < LEN(good); i++) {
        CHECK_ERR(model_domain(a, good[i][0], &ascii, &unicode, &f), OK, &f);
        CHECK_STR(ascii, good[i][1]);
    }

    for (size_t i = 0; i < LEN(bad); i++) {
        check_about("%s", bad[i]);
        CHECK_ERR(model_domain(a, bad[i], &ascii, &unicode, &f), ERR_INPUT, &f);
        CHECK(f.text[0] != '\0');
    }

    char label[64 + 1];
    memset(label, 'a', 64);
    label[64] = '\0';
    CHECK_ERR(model_domain(a, arena_printf(a, "%.63s.cn", label), &ascii, &unicode, &f), OK, &f);
    CHECK_ERR(model_domain(a, arena_printf(a, "%.64s.cn", label), &ascii, &unicode, &f), ERR_INPUT,
              &f);
}

static void
the_three_administrations_are_separate(void)
{
    CHECK(role_conflict(ROLE_SYSTEM_ADMIN | ROLE_AUDITOR) != NULL);
    CHECK(role_conflict(ROLE_SYSTEM_ADMIN | ROLE_RULE_APPROVER) != NULL);
    CHECK(role_conflict(ROLE_RULE_APPROVER | ROLE_AUDITOR) != NULL);
    CHECK(role_conflict(ROLE_SYSTEM_ADMIN | ROLE_REVIEWER) != NULL);
    CHECK(role_conflict(ROLE_REVIEWER | ROLE_RULE_EDITOR) == NULL);
    CHECK(role_conflict(ROLE_SYSTEM_ADMIN) == NULL);
    CHECK_INT(role_parse("auditor"), ROLE_AUDITOR);
    CHECK_INT(role_parse("root"), 0);
}

static int
times_labelled(enum label kind, const char *asked)
{
    const char *code, *label;
    int n = 0;

    for (int i = 0; label_nth(kind, i, &code, &label); i++)
        n += strcmp(code, asked) == 0;
    return n;
}

static void
a_code_has_one_label_and_without_one_is_shown_itself(void)
{
    const char *code, *label;

    for (unsigned role = 1; role & ROLE__ALL; role <<= 1)
        CHECK(label_find(LABEL_ROLE, role_name(role)) != NULL);
    for (int type = FILE_UNKNOWN + 1; type < FILE__MAX; type++)
        CHECK(label_find(LABEL_MEDIA, file_media_type(type)) != NULL);

    for (int kind = 0; kind < LABEL__MAX; kind++)
        for (int i = 0; label_nth((enum label)kind, i, &code, &label); i++) {
            check_about("%s", code);
            CHECK_INT(times_labelled((enum label)kind, code), 1);
        }

    check_about("codes that are there and are not");
    CHECK_STR(label_of(LABEL_SEVERITY, "notice"), "提示");
    CHECK_STR(label_of(LABEL_ROLE, "notice"), "notice");
    CHECK(label_find(LABEL_ROLE, "notice") == NULL);
    CHECK_STR(label_of(LABEL_VERDICT, NULL), "");
}

static json_t *
parse(const char *text)
{
    return rig_json(text);
}

static const char *
shape(const char *schema, const char *data, const char *old)
{
    struct findings fs;
    findings_start(&fs, a);
    shape_check(shape_compile(parse(schema), a), parse(data), old ? parse(old) : NULL, &fs);
    return findings_end(&fs);
}

#define FORM                                                                                       \
    "{'type':'object','properties':{'s':{'type':'object','properties':{"                           \
    "'t':{'type':'string'},'n':{'type':'integer'},"                                                \
    "'l':{'type':'array','items':{'type':'object','properties':{"                                  \
    "'f':{'type':'string','format':'attachment'}}}}}}}}"

static void
unknown_members_and_wrong_types_are_found_with_their_place(void)
{
    CHECK_STR(shape(FORM, "{'s':{'t':'x','n':3,'l':[{'f':null}]}}", NULL), "[]");
    CHECK_HAS(shape(FORM, "{'s':{'t':3}}", NULL), "\"path\":\"/s/t\"");
    CHECK_HAS(shape(FORM, "{'s':{'n':3.5}}", NULL), "\"path\":\"/s/n\"");
    CHECK_HAS(shape(FORM, "{'s':{'l':[{'f':1}]}}", NULL), "\"path\":\"/s/l/0/f\"");
    CHECK_HAS(shape(FORM, "{'s':{'l':{}}}", NULL), "\"path\":\"/s/l\"");
    CHECK_HAS(shape(FORM, "{'x/y~':1}", NULL), "\"path\":\"/x~1y~0\"");
    CHECK_HAS(shape(FORM, "[]", NULL), "shape.type");
}

/* As a finding's last words say. */
static void
findings_that_nobody_would_read_are_counted(void)
{
    enum { UNKNOWN = 3000 };
    struct buf data = BUF(a);
    const char *path;
    json_t *list, *last;
    size_t n;

    buf_puts(&data, "{'s':{");
    for (int i = 0; i < UNKNOWN; i++)
        buf_printf(&data, "%s'k%d':1", i ? "," : "", i);
    buf_puts(&data, "}}");
    const char *text = shape(FORM, data.p, NULL);
    CHECK_MOST(strlen(text), 160 * 1024);
    list = rig_parse(text);
    n = json_array_size(list);
    last = json_array_get(list, n - 1);
    CHECK_STR(json_str(last, "rule"), "findings.more");
    CHECK_STR(json_str(last, "severity"), "notice");
    CHECK_INT((int)n, 21); /* of unknown ones a few are enough */
    CHECK_HAS(json_str(last, "message"), "意见共 3000 条");
    CHECK_HAS(json_str(last, "message"), arena_printf(a, "只列出 %zu 条", n - 1));
    path = json_str(json_array_get(list, n - 2), "path");
    CHECK_STR(path, arena_printf(a, "/s/k%zu", n - 2));
}

static void
a_text_that_nobody_would_read_is_cut_between_two_characters(void)
{
    struct findings fs;
    struct buf text = BUF(a);

    for (int i = 0; i < 2000; i++)
        buf_puts(&text, "长");
    findings_start(&fs, a);
    findings_add(&fs, "r", text.p, text.p, "s");
    const json_t *one = json_array_get(rig_parse(findings_end(&fs)), 0);
    CHECK_INT(utf8_length(json_str(one, "message")), 401);
    CHECK_HAS(json_str(one, "path"), "长…");
}

static const char labelled[] =
    "{'type':'object','x-law':'某法','x-source':'rules/forms/f.lua:1','properties':{"
    "'basic':{'type':'object','title':'基本信息','x-law':'某法 2',"
    "'x-source':'rules/forms/f.lua:2','properties':{"
    "'sites':{'type':'array','title':'网站','x-law':'某法 3','x-source':'rules/forms/f.lua:3',"
    "'items':{'type':'object','title':'网站','properties':{"
    "'name':{'type':'string','title':'名称'}}}},"
    "'role':{'type':'integer','title':'角色',"
    "'oneOf':[{'const':'p','title':'服务提供者'}]}}}}}";

static const json_t *
first_finding(const char *data)
{
    return json_array_get(rig_parse(shape(labelled, data, NULL)), 0);
}

static void
a_finding_says_which_field_which_value_which_article_and_what_to_do(void)
{
    const json_t *x = first_finding("{'basic':{'sites':[{},{'name':17}]}}");

    CHECK_STR(json_str(x, "path"), "/basic/sites/1/name");
    CHECK_STR(json_str(x, "field"), "基本信息 › 网站 › 第 2 项 › 名称");
    CHECK_STR(json_str(x, "value"), "17");
    CHECK_STR(json_str(x, "law"), "某法 3");
    CHECK_STR(json_str(x, "source"), "rules/forms/f.lua:3");
    CHECK_STR(json_str(x, "title"), "数据类型与表单一致");
    CHECK_HAS(json_str(x, "message"), "应为文字，现为整数");
    CHECK_HAS(json_str(x, "suggestion"), "文字");

    x = first_finding("{'basic':{'role':'p','sites':[]}}");
    CHECK_STR(json_str(x, "value"), "服务提供者");

    x = first_finding("{'basic':{'webiste':'某站'}}");
    CHECK_STR(json_str(x, "field"), "基本信息 › webiste");
    CHECK_STR(json_str(x, "value"), "某站");
    CHECK_STR(json_str(x, "law"), "某法 2");
    CHECK_HAS(json_str(x, "message"), "“基本信息”中没有名为“webiste”的字段");

    x = first_finding("{'nonsense':null}");
    CHECK_STR(json_str(x, "source"), "rules/forms/f.lua:1");
    CHECK(json_is_null(json_object_get(x, "value")));
}

static const char *
value_text(const char *schema, const char *value)
{
    json_t *v = parse(arena_printf(a, "[%s]", value));
    return shape_value_text(a, schema ? parse(schema) : NULL, json_array_get(v, 0));
}

static void
a_value_is_shown_short_and_in_the_words_of_the_form(void)
{
    struct buf long_text = BUF(a), whole = BUF(a);

    for (int i = 0; i < 60; i++)
        buf_puts(&whole, "算");
    CHECK_STR(value_text(NULL, arena_printf(a, "'%s'", whole.p)), whole.p);
    buf_printf(&long_text, "%s备", whole.p);
    const char *shown = value_text(NULL, arena_printf(a, "'%s'", long_text.p));
    CHECK_INT(utf8_length(shown), SHAPE_VALUE_MAX);
    CHECK_HAS(shown, "算…");
    CHECK(value_text(NULL, "null") == NULL);
    CHECK_STR(value_text(NULL, "true"), "是");
    CHECK_STR(value_text(NULL, "false"), "否");
    CHECK_STR(value_text(NULL, "-3"), "-3");
    CHECK_STR(value_text(NULL, "{}"), "一组字段");
    CHECK_STR(value_text(NULL, "[]"), "0 项");
    CHECK_STR(value_text(NULL, "[{},{}]"), "2 项");
    CHECK_STR(value_text("{'items':{'oneOf':[{'const':'a','title':'甲'}]}}", "['a','x',1]"),
              "甲、x、1");
}

static void
an_answer_outlives_its_field(void)
{
    CHECK_STR(shape(FORM, "{'s':{'gone':'x'}}", "{'s':{'gone':'x'}}"), "[]");
    CHECK_HAS(shape(FORM, "{'s':{'gone':'y'}}", "{'s':{'gone':'x'}}"), "shape.unknown");
    /* in a list, whatever its place has become */
    const char *two = "{'s':{'l':[{'f':'a','gone':1},{'f':'b','gone':2}]}}";
    CHECK_STR(shape(FORM, two, two), "[]");
    CHECK_STR(shape(FORM, "{'s':{'l':[{'f':'b','gone':2}]}}", two), "[]");
    CHECK_STR(shape(FORM, "{'s':{'l':[{'f':'c'},{'f':'a','gone':1}]}}", two), "[]");
    CHECK_HAS(shape(FORM, "{'s':{'l':[{'f':'a','gone':3}]}}", two), "\"path\":\"/s/l/0/gone\"");
}

static void
a_pointer_finds_text_or_nothing(void)
{
    json_t *data = parse("{'basic':{'name':'甲','n':3}}");
    CHECK_STR(shape_text_at(data, "/basic/name"), "甲");
    CHECK(shape_text_at(data, "/basic/n") == NULL);
    CHECK(shape_text_at(data, "/basic/name/x") == NULL);
    CHECK(shape_text_at(data, "/nothing/name") == NULL);
    CHECK(shape_text_at(data, NULL) == NULL);
}

static void
count_value(void *ctx, const json_t *v)
{
    (void)v;
    ++*(int *)ctx;
}

static void
values_of_a_format_are_found_at_any_depth(void)
{
    int n = 0;
    shape_visit(shape_compile(parse(FORM), a),
                parse("{'s':{'l':[{'f':'a'},{'f':null},{},{'f':'b'}]}}"), SHAPE_ATTACHMENT,
                count_value, &n);
    CHECK_INT(n, 2);
}

static void
folding_lowers_narrows_and_leaves_white_space_out(void)
{
    static const char *const texts[][2] = {{"AbZ 09\t~\x7f", "abz09~"},
                                           {"ＡＢｃ！～", "abc!~"},
                                           {"算　备\xc2\xa0系统", "算备系统"},
                                           {"｟￥é", "(¥é"},
                                           {"", ""},
                                           {" 　", ""}};

    for (size_t i = 0; i < LEN(texts); i++)
        CHECK_STR(text_fold(a, texts[i][0]), texts[i][1]);
}

/* ---- what is asked no longer ----------------------------------------------------------------- */

static void
note(void *ctx, const char *path)
{
    buf_printf(ctx, "%s ", path);
}

static void
what_a_schema_does_not_declare_is_taken_out_at_any_depth(void)
{
    const json_t *schema =
        rig_json("{'properties':{'a':{'properties':{'b':{'type':'string'}}},"
                 "'l':{'type':'array','items':{'properties':{'x':{}}}},'free':{'type':'object'}}}");
    json_t *data = json_deep_copy(
        rig_json("{'a':{'b':'1','gone':2},'l':[{'x':1},{'x':2,'y/z':3}],'free':{'k':1},'old':{}}"));
    struct buf told = BUF(a);

    shape_prune(shape_compile(schema, a), data, note, &told);
    CHECK_STR(json_canonical(a, data),
              "{\"a\":{\"b\":\"1\"},\"free\":{\"k\":1},\"l\":[{\"x\":1},{\"x\":2}]}");
    CHECK_STR(told.p, "/a/gone /l/1/y~1z /old ");
    shape_prune(shape_compile(schema, a), data, note, &told);
    CHECK_STR(told.p, "/a/gone /l/1/y~1z /old ");
    json_decref(data);
}

/* ---- where states stand, what codes are called ----------------------------------------------- */

static void
a_code_of_the_register_has_the_label_of_the_set_in_use(void)
{
    const json_t *m = rig_json(
        "{'publication':{'codes':{'algorithm_type':['class','sub'],'area':['province']}},"
        "'vocabulary':{'class':{'items':[{'code':'c','label':'类'},{'code':'o','label':'另'}]},"
        "'sub':{'items':[{'code':'s','label':'子','of':'c'},{'code':'t','label':'子二','of':'c'}]},"
        "'province':{'items':[{'code':'1','label':'一'},{'code':'11','label':'京'}]}}}");

    CHECK_STR(register_label(m, "algorithm_type", "c"), "类");
    CHECK_STR(register_label(m, "algorithm_type", "t"), "子二");
    CHECK_STR(register_label(m, "area", "110108"), "京");
    CHECK(register_label(m, "algorithm_type", "gone") == NULL);
    CHECK(register_label(m, "role", "c") == NULL);
    CHECK(register_label(m, "area", "") == NULL);
    CHECK_STR(register_codes(a, m, "algorithm_type", "c"), " c s t ");
    CHECK_STR(register_codes(a, m, "algorithm_type", "s"), " s ");
    CHECK_STR(register_codes(a, m, "role", "x"), " x ");
}

/* Codes of a number each, more than are known at once. */
static const json_t *
set_of_many(const char *word, int n)
{
    struct buf b = BUF(a);

    buf_puts(&b, "{'publication':{'codes':{'area':['v']}},'vocabulary':{'v':{'items':[");
    for (int i = 0; i < n; i++)
        buf_printf(&b, "%s{'code':'%d','label':'%s%d'}", i ? "," : "", 100000 + i, word, i);
    buf_puts(&b, "]}}}");
    return rig_json(b.p);
}

static struct entry
entry_in(const char *area)
{
    return (struct entry){.area = area, .area_label = "当时"};
}

static void
rows_have_the_labels_of_their_set_however_often_and_however_many_codes(void)
{
    enum { N = 4 * LABELS_KNOWN };
    static struct register_labels first, other;
    const char *endless = "100000000000000000000000000000000000000000000000000000000000000000";

    first.manifest = set_of_many("甲", N);
    other.manifest = set_of_many("乙", N);
    for (int k = 0; k < 3 * N; k++) {
        struct entry x = entry_in(arena_printf(a, "%d", 100000 + k % N)), y = x;
        register_relabel(&first, &x, 1);
        register_relabel(&other, &y, 1);
        CHECK_STR(x.area_label, arena_printf(a, "甲%d", k % N));
        CHECK_STR(y.area_label, arena_printf(a, "乙%d", k % N));
    }

    const char *unknown[] = {"9", "9", "", NULL};
    for (size_t i = 0; i < LEN(unknown); i++) {
        struct entry x = entry_in(unknown[i]);
        register_relabel(&first, &x, 1);
        CHECK_STR(x.area_label, "当时");
    }
    struct entry x = entry_in(endless);
    register_relabel(&first, &x, 1);
    CHECK_STR(x.area_label, "甲0");
}

static const struct check_test tests[] = {
    TEST(rows_have_the_labels_of_their_set_however_often_and_however_many_codes),
    TEST(what_a_schema_does_not_declare_is_taken_out_at_any_depth),
    TEST(a_code_of_the_register_has_the_label_of_the_set_in_use),
    TEST(domains_follow_idna2008),
    TEST(the_three_administrations_are_separate),
    TEST(a_code_has_one_label_and_without_one_is_shown_itself),
    TEST(unknown_members_and_wrong_types_are_found_with_their_place),
    TEST(findings_that_nobody_would_read_are_counted),
    TEST(a_text_that_nobody_would_read_is_cut_between_two_characters),
    TEST(a_finding_says_which_field_which_value_which_article_and_what_to_do),
    TEST(a_value_is_shown_short_and_in_the_words_of_the_form),
    TEST(an_answer_outlives_its_field),
    TEST(values_of_a_format_are_found_at_any_depth),
    TEST(a_pointer_finds_text_or_nothing),
    TEST(folding_lowers_narrows_and_leaves_white_space_out),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
