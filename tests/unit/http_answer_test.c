/* A declaration writes an answer from a struct. In texts ' stands for ". */
#include "http/http.h"
#include "rig.h"

struct inner {
    const char *code, *label;
};
struct every {
    const char *text, *id, *date, *json;
    long n;
    int64_t at, bytes;
    bool is;
    struct role_set roles;
    struct rows rows, texts;
    struct inner inner;
};

static const char *
written_for(const struct member *of, const void *row, unsigned roles)
{
    struct buf b = BUF(a);
    members_object(&b, NULL, of, row, roles);
    return b.p;
}

static const char *
written(const struct member *of, const void *row)
{
    return written_for(of, row, 0);
}

/* The text of a table of one member. */
static const char *
wrote(struct member m, const struct every *x)
{
    m.name = "x";
    const struct member of[] = {m, MEMBERS_END};
    return written(of, x);
}

static void
every_type_is_written_as_json(void)
{
    struct every x = {.text = "算",
                      .id = "01jd",
                      .date = "2026-12-01",
                      .json = "{\"a\":[1]}",
                      .n = -7,
                      .at = 1764000000000,
                      .bytes = 5000000000,
                      .is = true,
                      .roles = ROLE_SET(ROLE_FILER | ROLE_AUDITOR)};

#define WROTE(type_, at_) wrote((struct member){.type = type_, .at = at_}, &x)
    CHECK_STR(WROTE(M_STRING, TEXT_AT(every, text)), rig_quoted("{'x':'算'}"));
    CHECK_STR(WROTE(M_ID, TEXT_AT(every, id)), rig_quoted("{'x':'01jd'}"));
    CHECK_STR(WROTE(M_DATE, TEXT_AT(every, date)), rig_quoted("{'x':'2026-12-01'}"));
    CHECK_STR(WROTE(M_INTEGER, LONG_AT(every, n)), rig_quoted("{'x':-7}"));
    CHECK_STR(WROTE(M_TIME, TIME_AT(every, at)), rig_quoted("{'x':'2025-11-25T00:00:00+08:00'}"));
    CHECK_STR(WROTE(M_BYTES, TIME_AT(every, bytes)), rig_quoted("{'x':5000000000}"));
    CHECK_STR(WROTE(M_BOOLEAN, BOOL_AT(every, is)), rig_quoted("{'x':true}"));
    CHECK_STR(WROTE(M_ROLES, ROLES_AT(every, roles)), rig_quoted("{'x':['filer','auditor']}"));

    x.is = false;
    x.roles = ROLE_SET(0);
    CHECK_STR(WROTE(M_BOOLEAN, BOOL_AT(every, is)), rig_quoted("{'x':false}"));
    CHECK_STR(WROTE(M_ROLES, ROLES_AT(every, roles)), rig_quoted("{'x':[]}"));
    x.roles = (struct role_set){ROLE_REVIEWER | ROLE_AUDITOR, " a b "};
    CHECK_STR(WROTE(M_ROLES, ROLES_AT(every, roles)), rig_quoted("{'x':['a','b','auditor']}"));
#undef WROTE
}

static void
json_is_passed_on_unread(void)
{
    struct every x = {.json = "{ \"a\" : [1] }"};
    struct member m = {.flags = M_JSON, .at = TEXT_AT(every, json)};

    for (int type = M_STRING; type < M_WITH; type++) {
        m.type = (enum member_type)type;
        CHECK_STR(wrote(m, &x), rig_quoted("{'x':{ 'a' : [1] }}"));
    }
}

static void
a_text_that_is_not_there_is_null_or_left_out_as_declared(void)
{
    static const enum member_type texts[] = {M_STRING, M_ID, M_DATE, M_OBJECT};
    static const struct every none;

    for (size_t i = 0; i < LEN(texts); i++) {
        unsigned json = texts[i] == M_OBJECT ? M_JSON : 0;
        struct member m = {.type = texts[i], .flags = json, .at = TEXT_AT(every, text)};
        check_about("type %d", texts[i]);
        CHECK_STR(wrote(m, &none), "{}");
        m.flags = json | M_NULLABLE;
        CHECK_STR(wrote(m, &none), rig_quoted("{'x':null}"));
        m.flags = json | M_REQUIRED;
        CHECK_STR(wrote(m, &none), rig_quoted("{'x':null}"));
        m.flags = json | M_REQUIRED | M_NULLABLE;
        CHECK_STR(wrote(m, &none), rig_quoted("{'x':null}"));
    }
}

static void
no_time_and_no_number_are_null_and_zero_is_a_number(void)
{
    struct every x = {.n = NO_NUMBER};

    CHECK_STR(wrote((struct member){.type = M_TIME, .at = TIME_AT(every, at)}, &x),
              rig_quoted("{'x':null}"));
    CHECK_STR(wrote((struct member){.type = M_INTEGER, .at = LONG_AT(every, n)}, &x),
              rig_quoted("{'x':null}"));
    x.n = 0;
    CHECK_STR(wrote((struct member){.type = M_INTEGER, .at = LONG_AT(every, n)}, &x),
              rig_quoted("{'x':0}"));
    CHECK_STR(wrote((struct member){.type = M_BYTES, .at = TIME_AT(every, bytes)}, &x),
              rig_quoted("{'x':0}"));
}

static void
texts_are_escaped_wherever_they_stand(void)
{
    const char *const texts[] = {"a\"b", "\\", "\n\t\x01", "</script>", "𠮷"};
    struct every x = {.texts = {texts, LEN(texts)}};
    const struct member of[] = {
        {"text", M_STRING, .at = TEXT_AT(every, text)},
        {"texts", M_LIST, .at = ROWS_AT(every, texts)},
        MEMBERS_END,
    };

    for (size_t i = 0; i < LEN(texts); i++) {
        x.text = texts[i];
        const json_t *back = rig_parse(written(of, &x));
        CHECK_STR(rig_text(back, "/text"), texts[i]);
        CHECK_STR(json_string_value(json_array_get(rig_at(back, "/texts"), i)), texts[i]);
    }
}

static const struct member inner_members[] = {
    {"code", M_STRING, M_REQUIRED, .at = TEXT_AT(every, inner.code)},
    {"label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(every, inner.label)},
    MEMBERS_END,
};

static void
an_object_inside_the_same_struct_is_null_when_its_text_is(void)
{
    struct every x = {.inner = {"a", NULL}};
    struct member m = {.type = M_OBJECT, .flags = M_NULLABLE, .of = inner_members};

    CHECK_STR(wrote(m, &x), rig_quoted("{'x':{'code':'a','label':null}}"));
    x.inner.code = NULL;
    CHECK_STR(wrote(m, &x), rig_quoted("{'x':null}"));
    m.null_at = TEXT_AT(every, inner.label); /* another text may say it */
    CHECK_STR(wrote(m, &x), rig_quoted("{'x':null}"));
    x.inner.label = "l";
    CHECK_STR(wrote(m, &x), rig_quoted("{'x':{'code':null,'label':'l'}}"));
    m.flags = 0;
    x.inner.label = NULL;
    CHECK_STR(wrote(m, &x), rig_quoted("{'x':{'code':null,'label':null}}"));
}

/* A table of the inner struct alone, for where it lies within another. */
static const struct member plain_inner[] = {
    {"code", M_STRING, M_REQUIRED, .at = TEXT_AT(inner, code)},
    {"label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(inner, label)},
    MEMBERS_END,
};

static void
an_object_lies_where_it_is_said_to(void)
{
    struct every x = {.inner = {"a", NULL}};
    struct member m = {.type = M_OBJECT,
                       .flags = M_NULLABLE,
                       .of = plain_inner,
                       .at = offsetof(struct every, inner)};

    CHECK_STR(wrote(m, &x), rig_quoted("{'x':{'code':'a','label':null}}"));
    x.inner.code = NULL;
    CHECK_STR(wrote(m, &x), rig_quoted("{'x':null}"));
}

static void
members_of_another_table_stand_among_its_own(void)
{
    struct every x = {.text = "t", .id = "i", .inner = {"a", "b"}};
    const struct member of[] = {
        {"text", M_STRING, .at = TEXT_AT(every, text)},
        {.type = M_WITH, .of = plain_inner, .at = offsetof(struct every, inner)},
        {"id", M_ID, .at = TEXT_AT(every, id)},
        MEMBERS_END,
    };

    CHECK_STR(written(of, &x), rig_quoted("{'text':'t','code':'a','label':'b','id':'i'}"));
}

static void
rows_are_structs_or_texts_and_may_be_none(void)
{
    const struct inner rows[] = {{"a", NULL}, {"b", "l"}};
    const char *const texts[] = {"x", "y"};
    struct every x = {.rows = {rows, 2}, .texts = {texts, 2}};
    const struct member of[] = {
        {"rows", M_LIST, .at = ROWS_AT(every, rows), .of = plain_inner, .size = sizeof rows[0]},
        {"texts", M_LIST, .at = ROWS_AT(every, texts)},
        MEMBERS_END,
    };

    CHECK_STR(written(of, &x),
              rig_quoted("{'rows':[{'code':'a','label':null},{'code':'b','label':'l'}]"
                         ",'texts':['x','y']}"));
    CHECK_STR(written(of, &(struct every){0}), rig_quoted("{'rows':[],'texts':[]}"));
}

static void
what_only_some_see_is_not_sent_to_others(void)
{
    struct every x = {.text = "secret", .id = "i", .inner = {"a", "b"}};
    const struct member of[] = {
        {"text", M_STRING, M_REQUIRED, .at = TEXT_AT(every, text), .who = ROLE_REVIEWER},
        {"id", M_ID, .at = TEXT_AT(every, id)},
        {.type = M_WITH,
         .of = plain_inner,
         .at = offsetof(struct every, inner),
         .who = ROLE_AUDITOR},
        MEMBERS_END,
    };

    CHECK_STR(written_for(of, &x, 0), rig_quoted("{'id':'i'}"));
    CHECK_STR(written_for(of, &x, ROLE_FILER), rig_quoted("{'id':'i'}"));
    CHECK_STR(written_for(of, &x, ROLE_REVIEWER), rig_quoted("{'text':'secret','id':'i'}"));
    CHECK_STR(written_for(of, &x, ROLE_AUDITOR), rig_quoted("{'id':'i','code':'a','label':'b'}"));
}

static void
what_only_some_see_is_not_sent_to_others_in_rows_either(void)
{
    const struct inner rows[] = {{"a", "b"}};
    struct every x = {.rows = {rows, 1}};
    const struct member row[] = {
        {"code", M_STRING, .at = TEXT_AT(inner, code)},
        {"label", M_STRING, .at = TEXT_AT(inner, label), .who = ROLE_AUDITOR},
        MEMBERS_END,
    };
    const struct member of[] = {
        {"rows", M_LIST, .at = ROWS_AT(every, rows), .of = row, .size = sizeof rows[0]},
        MEMBERS_END,
    };

    CHECK_STR(written_for(of, &x, ROLE_FILER), rig_quoted("{'rows':[{'code':'a'}]}"));
    CHECK_STR(written_for(of, &x, ROLE_AUDITOR), rig_quoted("{'rows':[{'code':'a','label':'b'}]}"));
}

static const struct check_test tests[] = {
    TEST(every_type_is_written_as_json),
    TEST(json_is_passed_on_unread),
    TEST(a_text_that_is_not_there_is_null_or_left_out_as_declared),
    TEST(no_time_and_no_number_are_null_and_zero_is_a_number),
    TEST(texts_are_escaped_wherever_they_stand),
    TEST(an_object_inside_the_same_struct_is_null_when_its_text_is),
    TEST(an_object_lies_where_it_is_said_to),
    TEST(members_of_another_table_stand_among_its_own),
    TEST(rows_are_structs_or_texts_and_may_be_none),
    TEST(what_only_some_see_is_not_sent_to_others),
    TEST(what_only_some_see_is_not_sent_to_others_in_rows_either),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
