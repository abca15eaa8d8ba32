/* One declaration checks a body and describes it; http_answer_test.c writes answers by such ones.
 * In texts ' stands for ". */
#include "http/http.h"
#include "rig.h"

/* ---- a body is checked ----------------------------------------------------------------------- */

/* The places that findings name, joined by spaces; "" for none. */
static const char *
places(const struct member *of, const char *command)
{
    struct findings fs;
    struct buf b = BUF(a);
    size_t i;
    json_t *x;

    findings_start(&fs, a);
    members_check(of, rig_json(command), NULL, &fs);
    const json_t *list = rig_parse(findings_end(&fs));
    buf_puts(&b, "");
    json_array_foreach(list, i, x) buf_printf(&b, "%s%s", i > 0 ? " " : "", json_str(x, "path"));
    return b.p;
}

/* Is {"x": value} what a table of this one member takes? */
static bool
takes(struct member m, const char *value)
{
    m.name = "x";
    m.title = "某项";
    const struct member of[] = {m, MEMBERS_END};

    const char *found = places(of, arena_printf(a, "{'x':%s}", value));
    CHECK(str_is(found, "") || str_is(found, "/x"));
    return str_is(found, "");
}

static const struct type_row {
    const char *name;
    enum member_type type;
    const char *fits, *fits_not; /* values, joined by spaces */
} type_rows[] = {
    {"string", M_STRING, "'' 'a' '算'", "1 1.5 true null [] {}"},
    {"id", M_ID, "'01jd'", "1 true null [] {}"},
    {"date", M_DATE, "'2024-02-29' '1900-01-01'", "'2023-02-29' '2024-2-29' '' 20240229 null []"},
    {"time", M_TIME, "'2024-02-29T00:00:00Z'", "1709164800000 null {}"},
    {"integer", M_INTEGER, "0 -1 9007199254740993", "1.0 '1' true null []"},
    {"bytes", M_BYTES, "0 9007199254740993", "1.0 '1' null"},
    {"boolean", M_BOOLEAN, "true false", "0 1 'true' null [] {}"},
    {"roles", M_ROLES, "[] ['auditor']", "'auditor' {} null 1"},
    {"object", M_OBJECT, "{} {'a':1}", "[] 'a' 1 true null"},
    {"list of texts", M_LIST, "[] ['a','']", "{} 'a' 1 null"},
    {"anything", M_ANY, "1 1.5 'a' true null [] {}", ""},
};

static void
a_value_is_of_the_type_that_is_declared(const void *row)
{
    const struct type_row *x = row;
    const char *lists[] = {x->fits, x->fits_not};

    for (int i = 0; i < 2; i++)
        for (const char *p = lists[i]; *p != '\0'; p += strspn(p, " ")) {
            const char *value = arena_strndup(a, p, strcspn(p, " "));
            check_about("%s", value);
            CHECK_INT(takes((struct member){.type = x->type}, value), i == 0);
            p += strlen(value);
        }
}

static void
null_fits_whatever_is_declared_nullable_and_nothing_else_more(const void *row)
{
    const struct type_row *x = row;
    struct member m = {.type = x->type, .flags = M_NULLABLE};

    CHECK(takes(m, "null"));
    for (const char *p = x->fits_not; *p != '\0'; p += strspn(p, " ")) {
        const char *value = arena_strndup(a, p, strcspn(p, " "));
        check_about("%s", value);
        CHECK_INT(takes(m, value), str_is(value, "null"));
        p += strlen(value);
    }
}

static void
limits_count_characters_items_and_values_on_both_sides(void)
{
    struct member text = {.type = M_STRING, .min = 2, .max = 4};
    CHECK(!takes(text, "'算'"));
    CHECK(takes(text, "'算备'"));
    CHECK(takes(text, "'算备算备'"));
    CHECK(!takes(text, "'算备算备算'"));
    CHECK(!takes(text, "''"));

    struct member number = {.type = M_INTEGER, .min = 1, .max = 5};
    CHECK(!takes(number, "0"));
    CHECK(takes(number, "1"));
    CHECK(takes(number, "5"));
    CHECK(!takes(number, "6"));

    struct member list = {.type = M_LIST, .min = 1, .max = 2};
    CHECK(!takes(list, "[]"));
    CHECK(takes(list, "['a']"));
    CHECK(takes(list, "['a','b']"));
    CHECK(!takes(list, "['a','b','c']"));
}

static void
a_limit_of_one_side_leaves_the_other_open(void)
{
    CHECK(!takes((struct member){.type = M_STRING, .min = 1}, "''"));
    CHECK(takes((struct member){.type = M_STRING, .min = 1}, "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'"));
    CHECK(takes((struct member){.type = M_STRING, .max = 1}, "''"));
    CHECK(!takes((struct member){.type = M_LIST, .min = 1}, "[]"));
    CHECK(takes((struct member){.type = M_LIST, .max = 1}, "[]"));
}

static const char *const colours[] = {"red", "blue", NULL};

static void
a_choice_is_one_of_those_listed(void)
{
    struct member m = {.type = M_STRING, .choices = colours};

    CHECK(takes(m, "'red'"));
    CHECK(takes(m, "'blue'"));
    CHECK(!takes(m, "'green'"));
    CHECK(!takes(m, "'Red'"));
    CHECK(!takes(m, "''"));
    CHECK(member_allows(&m, "blue", NULL, a));
    CHECK(!member_allows(&m, "green", NULL, a));
    CHECK(member_allows(&(struct member){.type = M_STRING}, "green", NULL, a));
}

static const struct member deep[] = {
    {"colour", M_STRING, M_REQUIRED, .choices = colours, .title = "颜色"},
    MEMBERS_END,
};
static const struct member row_members[] = {
    {"why", M_STRING, M_REQUIRED, .min = 1, .max = 5, .title = "理由"},
    {"list", M_LIST, .of = deep, .title = "列表"},
    MEMBERS_END,
};
static const struct member command[] = {
    {"name", M_STRING, M_REQUIRED, .min = 1, .title = "名称"},
    {"on", M_DATE, M_REQUIRED | M_NULLABLE, .title = "日期"},
    {"rows", M_LIST, .max = 2, .of = row_members, .title = "各项"},
    {"texts", M_LIST, .title = "文本"},
    {"inner", M_OBJECT, M_NULLABLE, .of = deep, .title = "内项"},
    {"free", M_OBJECT, .title = "随意"},
    MEMBERS_END,
};

#define RIGHT "'name':'x','on':null"

static void
what_is_required_is_there_though_it_may_be_null(void)
{
    CHECK_STR(places(command, "{" RIGHT "}"), "");
    CHECK_STR(places(command, "{}"), "/name /on");
    CHECK_STR(places(command, "{'name':'x'}"), "/on");
    CHECK_STR(places(command, "{'name':null,'on':null}"), "/name");
}

static void
what_no_row_declares_is_told_by_its_place(void)
{
    CHECK_STR(places(command, "{" RIGHT ",'extra':1}"), "/extra");
    CHECK_STR(places(command, "{" RIGHT ",'Name':'x','':1}"), "/Name /");
    CHECK_STR(places(command, "{" RIGHT ",'inner':{'colour':'red','x':1}}"), "/inner/x");
    CHECK_STR(places(command, "{" RIGHT ",'free':{'x':{'y':[1]}}}"), "");
}

static void
a_name_that_is_data_is_for_its_handler_to_judge(void)
{
    const struct member of[] = {
        {"name", M_STRING, M_REQUIRED, .title = "名称"},
        {.type = M_OTHERS},
        MEMBERS_END,
    };

    CHECK_STR(places(of, "{'name':'x','a/b':1,'':null}"), "");
    CHECK_STR(places(of, "{'a':1}"), "/name");
    CHECK_STR(places(of, "{'name':1}"), "/name");
}

static void
a_place_is_a_pointer_whatever_the_name(void)
{
    CHECK_STR(places(command, "{" RIGHT ",'a/b~c':1}"), "/a~1b~0c");
}

static void
lists_are_checked_item_by_item_and_in_each_other(void)
{
    CHECK_STR(places(command, "{" RIGHT ",'rows':[{'why':'x','list':[{'colour':'red'}]}]}"), "");
    CHECK_STR(places(command, "{" RIGHT ",'rows':[{'why':'x'},3]}"), "/rows/1");
    CHECK_STR(places(command, "{" RIGHT ",'rows':[{},{'why':''}]}"), "/rows/0/why /rows/1/why");
    CHECK_STR(places(command, "{" RIGHT ",'rows':[{},{},{}]}"),
              "/rows /rows/0/why /rows/1/why /rows/2/why");
    CHECK_STR(
        places(command, "{" RIGHT ",'rows':[{'why':'x','list':[{'colour':'red'},{'colour':1}]}]}"),
        "/rows/0/list/1/colour");
    CHECK_STR(places(command, "{" RIGHT ",'texts':['a',1,null,'b']}"), "/texts/1 /texts/2");
}

static void
what_is_no_object_is_one_finding_about_the_whole(void)
{
    static const char *const bodies[] = {"[]", "['name']"};

    for (size_t i = 0; i < LEN(bodies); i++) {
        struct findings fs;
        findings_start(&fs, a);
        members_check(command, rig_json(bodies[i]), NULL, &fs);
        CHECK_INT(fs.count, 1);
        CHECK_STR(rig_text(rig_parse(findings_end(&fs)), "/0/path"), "");
    }
}

static void
a_finding_says_the_title_and_the_limit(void)
{
    struct findings fs;

    findings_start(&fs, a);
    members_check(row_members, rig_json("{'why':'六个字符以上'}"), NULL, &fs);
    const json_t *x = rig_parse(findings_end(&fs));
    CHECK_STR(rig_text(x, "/0/rule"), "request.member");
    CHECK_STR(rig_text(x, "/0/message"), "理由超过 5 个字符");
}

/* ---- both are described ---------------------------------------------------------------------- */

static const char *
schema(const struct member *of)
{
    struct buf b = BUF(a);
    members_schema(&b, NULL, of, NULL);
    return b.p;
}

static const char *
schema_of(struct member m)
{
    struct buf b = BUF(a);
    member_schema(&b, NULL, &m, NULL);
    return b.p;
}

static void
a_schema_is_closed_at_every_depth(void)
{
    const json_t *s = rig_parse(schema(command));

    CHECK_STR(rig_text(s, "/type"), "object");
    CHECK(json_is_false(rig_at(s, "/additionalProperties")));
    CHECK(json_is_false(rig_at(s, "/properties/inner/additionalProperties")));
    CHECK(json_is_false(rig_at(s, "/properties/rows/items/additionalProperties")));
    CHECK(json_is_false(
        rig_at(s, "/properties/rows/items/properties/list/items/additionalProperties")));
    CHECK_INT(json_object_size(rig_at(s, "/properties")), 6);
    CHECK(rig_at(s, "/properties/free/properties") == NULL);
}

static const struct member others[] = {
    {.name = "code", .type = M_STRING, .flags = M_REQUIRED},
    {.name = "label", .type = M_STRING, .flags = M_REQUIRED | M_NULLABLE},
    MEMBERS_END,
};

static void
a_schema_requires_what_is_required_of_everybody(void)
{
    const struct member of[] = {
        {.name = "a", .type = M_STRING, .flags = M_REQUIRED},
        {.name = "b", .type = M_STRING, .flags = M_REQUIRED | M_NULLABLE},
        {.name = "c", .type = M_STRING},
        {"d", M_STRING, M_REQUIRED, .who = ROLE_AUDITOR},
        {.type = M_WITH, .of = others},
        MEMBERS_END,
    };
    const json_t *s = rig_parse(schema(of));

    CHECK_STR(json_text(a, rig_at(s, "/required")), rig_quoted("['a','b','code','label']"));
    CHECK_STR(json_text(a, rig_at(s, "/properties/d/x-roles")), rig_quoted("['auditor']"));
    CHECK_STR(json_text(a, rig_at(s, "/properties/label/type")), rig_quoted("['string','null']"));
    CHECK_STR(rig_text(s, "/properties/code/type"), "string");
}

static const struct member a_date = {.type = M_DATE}, anything = {.type = M_ANY};
static const struct member named_dates[] = {
    {.name = "colour", .type = M_STRING, .flags = M_REQUIRED},
    {.type = M_OTHERS, .each = &a_date},
    MEMBERS_END,
};

static const struct schema_row {
    const char *name;
    struct member member;
    const char *schema;
} schema_rows[] = {
    {"string", {.type = M_STRING, .title = "名称"}, "{'type':'string','title':'名称'}"},
    {"string with limits",
     {.type = M_STRING, .min = 2, .max = 4},
     "{'type':'string','minLength':2,'maxLength':4}"},
    {"secret", {.type = M_STRING, .flags = M_SECRET}, "{'type':'string','format':'password'}"},
    {"id", {.type = M_ID}, "{'type':'string'}"},
    {"date", {.type = M_DATE}, "{'type':'string','format':'date'}"},
    {"time", {.type = M_TIME}, "{'type':'string','format':'date-time'}"},
    {"integer", {.type = M_INTEGER}, "{'type':'integer'}"},
    {"integer with limits",
     {.type = M_INTEGER, .min = 1, .max = 100},
     "{'type':'integer','minimum':1,'maximum':100}"},
    {"bytes", {.type = M_BYTES}, "{'type':'integer'}"},
    {"boolean", {.type = M_BOOLEAN}, "{'type':'boolean'}"},
    {"roles", {.type = M_ROLES}, "{'type':'array','items':{'type':'string'}}"},
    {"object", {.type = M_OBJECT}, "{'type':'object'}"},
    {"texts", {.type = M_LIST}, "{'type':'array','items':{'type':'string'}}"},
    {"texts with limits",
     {.type = M_LIST, .min = 1, .max = 2},
     "{'type':'array','items':{'type':'string'},'minItems':1,'maxItems':2}"},
    {"a list of dates",
     {.type = M_LIST, .each = &a_date},
     "{'type':'array','items':{'type':'string','format':'date'}}"},
    {"a list of anything",
     {.type = M_LIST, .flags = M_JSON, .each = &anything},
     "{'type':'array','items':{}}"},
    {"free object",
     {.type = M_OBJECT, .flags = M_FREE},
     "{'type':'object','additionalProperties':true}"},
    {"object whose names are data",
     {.type = M_OBJECT, .of = named_dates},
     "{'type':'object','properties':{'colour':{'type':'string'}},'required':['colour'],"
     "'additionalProperties':{'type':'string','format':'date'}}"},
    {"anything", {.type = M_ANY}, "{}"},
    {"nullable date",
     {.type = M_DATE, .flags = M_NULLABLE},
     "{'type':['string','null'],'format':'date'}"},
    {"choice", {.type = M_STRING, .choices = colours}, "{'type':'string','enum':['red','blue']}"},
    {"nullable choice",
     {.type = M_STRING, .flags = M_NULLABLE, .choices = colours},
     "{'type':['string','null'],'enum':['red','blue',null]}"},
    {"of other schemas",
     {.type = M_OBJECT, .schemas = colours},
     "{'type':'object','anyOf':[{'$ref':'#/components/schemas/red'},"
     "{'$ref':'#/components/schemas/blue'}]}"},
    {"of other schemas, or less",
     {.type = M_OBJECT, .flags = M_FREE, .schemas = colours},
     "{'type':'object','anyOf':[{'$ref':'#/components/schemas/red'},"
     "{'$ref':'#/components/schemas/blue'},{'type':'object','additionalProperties':true}]}"},
    {"seen by some",
     {.type = M_STRING, .who = ROLE_REVIEWER},
     "{'type':'string','x-roles':['reviewer']}"},
    {"object with members",
     {.type = M_OBJECT, .of = deep},
     "{'type':'object','properties':{'colour':{'type':'string','title':'颜色','enum':['red',"
     "'blue']}},'required':['colour'],'additionalProperties':false}"},
};

static void
a_member_is_described_as_it_is_declared(const void *row)
{
    const struct schema_row *x = row;
    CHECK_STR(schema_of(x->member), rig_quoted(x->schema));
}

static const struct check_test tests[] = {
    TEST_EACH(a_value_is_of_the_type_that_is_declared, type_rows),
    TEST_EACH(null_fits_whatever_is_declared_nullable_and_nothing_else_more, type_rows),
    TEST(limits_count_characters_items_and_values_on_both_sides),
    TEST(a_limit_of_one_side_leaves_the_other_open),
    TEST(a_choice_is_one_of_those_listed),
    TEST(what_is_required_is_there_though_it_may_be_null),
    TEST(what_no_row_declares_is_told_by_its_place),
    TEST(a_name_that_is_data_is_for_its_handler_to_judge),
    TEST(a_place_is_a_pointer_whatever_the_name),
    TEST(lists_are_checked_item_by_item_and_in_each_other),
    TEST(what_is_no_object_is_one_finding_about_the_whole),
    TEST(a_finding_says_the_title_and_the_limit),
    TEST(a_schema_is_closed_at_every_depth),
    TEST(a_schema_requires_what_is_required_of_everybody),
    TEST_EACH(a_member_is_described_as_it_is_declared, schema_rows),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
