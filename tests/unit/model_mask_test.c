/* What is left of personal data when they are shown to others. */
#include "model/mask.h"
#include "rig.h"

struct text {
    const char *name;
    enum mask how;
    const char *plain, *masked;
};
static const struct text texts[] = {
    {"an identity number", MASK_IDENTITY, "110105194912310021", "110105********0021"},
    {"one of fifteen digits", MASK_IDENTITY, "110105491231002", "110105*****1002"},
    {"a passport", MASK_IDENTITY, "E12345678", "E******78"},
    {"what is too short to be one", MASK_IDENTITY, "12345", "****"},
    {"a mobile number", MASK_MOBILE, "13800138000", "138****8000"},
    {"one with the code of the country", MASK_MOBILE, "+8613800138000", "+86138****8000"},
    {"one of a landline", MASK_MOBILE, "62512345", "6*****45"},
    {"an address", MASK_EMAIL, "zhang.san@example.cn", "z***@example.cn"},
    {"one whose name is Chinese", MASK_EMAIL, "张三@example.cn", "张***@example.cn"},
    {"what has no domain", MASK_EMAIL, "zhangsan", "****"},
    {"what has no name", MASK_EMAIL, "@example.cn", "****"},
    {"a name", MASK_NAME, "张三", "张*"},
    {"a long name", MASK_NAME, "买买提·吐尔逊", "买***"},
    {"a name of one character", MASK_NAME, "张", "*"},
    {"anything", MASK_WHOLE, "anything", "****"},
    {"nothing", MASK_WHOLE, "", ""},
};

static void
a_text_is_masked(const void *row)
{
    const struct text *x = row;
    const char *masked = mask_text(a, x->how, x->plain);

    CHECK_STR(masked, x->masked);
    CHECK(utf8_valid(masked, strlen(masked)));
    CHECK_STR(mask_text(a, x->how, masked), masked);
    CHECK(*x->plain == '\0' || mask_is(masked));
}

static void
a_text_of_no_mask_stays(void)
{
    CHECK_STR(mask_text(a, MASK_NONE, "13800138000"), "13800138000");
    CHECK(mask_text(a, MASK_MOBILE, NULL) == NULL);
    CHECK_INT(mask_named("mobile"), MASK_MOBILE);
    CHECK_INT(mask_named("mobil"), MASK_NONE);
    CHECK_INT(mask_named(NULL), MASK_NONE);
}

static const char form[] =
    "{'layout':'sections','sections':[{'id':'who','fields':[{'name':'id','mask':'identity'},"
    "{'name':'note'},{'name':'others','fields':[{'name':'mobile','mask':'mobile'},"
    "{'name':'role'}]}]}]}";
static const char data[] =
    "{'who':{'id':'11010519491231002x','note':'见 138 0013 8000','others':["
    "{'mobile':'13800138000','role':'a'},{'mobile':'13900139000','role':'b'}]}}";

static void
data_are_masked_where_the_form_says_so_in_lists_too(void)
{
    struct masked m = {.a = a};
    json_t *j = rig_json(data);

    mask_data(&m, rig_json(form), j);
    CHECK_STR(rig_text(j, "/who/id"), "110105********002x");
    CHECK_STR(rig_text(j, "/who/others/0/mobile"), "138****8000");
    CHECK_STR(rig_text(j, "/who/others/1/mobile"), "139****9000");
    CHECK_STR(rig_text(j, "/who/others/1/role"), "b");
    CHECK_STR(rig_text(j, "/who/note"), "见 138 0013 8000");
    CHECK_INT(m.paths_n, 3);
    CHECK_STR(m.paths[1], "/who/others/0/mobile");
}

static void
one_place_stays_as_it_is(void)
{
    struct masked m = {.a = a, .shown = "/who/others/1/mobile"}, none = m;
    json_t *j = rig_json(data);

    mask_data(&m, rig_json(form), j);
    CHECK_STR(rig_text(j, "/who/others/0/mobile"), "138****8000");
    CHECK_STR(rig_text(j, "/who/others/1/mobile"), "13900139000");
    CHECK(m.is_shown);
    none.shown = "/who/note";
    mask_data(&none, rig_json(form), rig_json(data));
    CHECK(!none.is_shown);
}

static void
what_quotes_a_masked_value_is_masked_however_it_is_written(void)
{
    static const char *const quotes[][2] = {
        {"号码 13800138000 不符", "号码 138****8000 不符"},
        {"11010519491231002X", "110105********002x"},
        {"13800138000与13900139000", "138****8000与139****9000"},
        {"没有号码", "没有号码"},
    };
    struct masked m = {.a = a};

    mask_data(&m, rig_json(form), rig_json(data));
    for (size_t i = 0; i < LEN(quotes); i++)
        CHECK_STR(mask_quoted(&m, quotes[i][0]), quotes[i][1]);

    json_t *j = rig_json("{'a':[{'b':'13800138000'}],'c':1,'d':null}");
    mask_quotes(&m, j);
    CHECK_STR(rig_text(j, "/a/0/b"), "138****8000");
}

static void
a_short_value_is_masked_in_its_place_and_not_wherever_it_stands(void)
{
    struct masked m = {.a = a};
    json_t *j = rig_json("{'who':{'id':'1'}}");

    mask_data(&m, rig_json(form), j);
    CHECK_STR(rig_text(j, "/who/id"), "****");
    CHECK_STR(mask_quoted(&m, "第 1 项"), "第 1 项");
}

static void
a_value_at_a_place_is_masked_by_its_field(void)
{
    struct masked m = {.a = a};
    json_t *text = json_string("13800138000"), *group = rig_json("{'mobile':'13800138000'}");

    mask_value(&m, rig_json(form), "/who/others/0/mobile", text);
    CHECK_STR(json_string_value(text), "138****8000");
    mask_value(&m, rig_json(form), "/who/others/0", group);
    CHECK_STR(rig_text(group, "/mobile"), "138****8000");
    json_string_set(text, "13800138000");
    mask_value(&m, rig_json(form), "/who/note", text);
    CHECK_STR(json_string_value(text), "13800138000");
    mask_value(&m, rig_json(form), "/nothing", text);
    mask_value(&m, NULL, "/who/id", text);
    CHECK_STR(json_string_value(text), "13800138000");
    json_decref(text);
}

static void
note(void *ctx, const json_t *field, const char *pointer)
{
    struct buf *b = ctx;
    buf_printf(b, "%s=%s ", pointer, json_str(field, "name"));
}

static void
a_mask_that_comes_back_is_told_unless_it_stood_there(void)
{
    const json_t *sent = rig_json("{'who':{'id':'110105********002x','note':'*','others':["
                                  "{'mobile':'138****8000'},{'mobile':'13900139000'}]}}");
    struct buf all = BUF(a), some = BUF(a);

    mask_sent(a, rig_json(form), sent, NULL, note, &all);
    CHECK_STR(all.p, "/who/id=id /who/others/0/mobile=mobile ");
    buf_puts(&some, "");
    mask_sent(a, rig_json(form), sent, sent, note, &some);
    CHECK_STR(some.p, "");
}

static const struct check_test tests[] = {
    TEST_EACH(a_text_is_masked, texts),
    TEST(a_text_of_no_mask_stays),
    TEST(data_are_masked_where_the_form_says_so_in_lists_too),
    TEST(one_place_stays_as_it_is),
    TEST(what_quotes_a_masked_value_is_masked_however_it_is_written),
    TEST(a_short_value_is_masked_in_its_place_and_not_wherever_it_stands),
    TEST(a_value_at_a_place_is_masked_by_its_field),
    TEST(a_mask_that_comes_back_is_told_unless_it_stood_there),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
