/* One number of a file is changed as a hand would change it. */
#include "rig.h"
#include "rulekit/rulekit.h"

struct edit {
    const char *name, *text, *limit, *value, *after; /* after NULL: it is not written there */
};

static const struct edit edits[] = {
    {"a_number", "limit { name = 'a', value = 10, law = 'x' }\n", "a", "11",
     "limit { name = 'a', value = 11, law = 'x' }\n"},
    {"the_last_member", "limit { name = 'a', value = 10 }", "a", "11",
     "limit { name = 'a', value = 11 }"},
    {"value_before_name", "limit { value = 10, name = 'a' }", "a", "11",
     "limit { value = 11, name = 'a' }"},
    {"what_was_reckoned", "limit { name = 'a', value = 2 * (1 + 3), unit = '字' }", "a", "7",
     "limit { name = 'a', value = 7, unit = '字' }"},
    {"days", "limit { name = 'a', value = { ['2022-03-01'] = 10, ['2023-01-01'] = 9 }, by = 'b' }",
     "a", "{ ['2022-03-01'] = 8 }",
     "limit { name = 'a', value = { ['2022-03-01'] = 8 }, by = 'b' }"},
    {"a_text_with_a_comma", "limit { name = 'a', value = '1, 2', unit = '月' }", "a", "'3'",
     "limit { name = 'a', value = '3', unit = '月' }"},
    {"the_second_of_two", "limit { name = 'a', value = 1 }\nlimit { name = 'b', value = 1 }", "b",
     "2", "limit { name = 'a', value = 1 }\nlimit { name = 'b', value = 2 }"},
    {"comments_stay",
     "-- limit { name = 'a', value = 0 }\nlimit {\n  name = 'a', -- value = 5\n"
     "  value = 1, -- 一\n}\n",
     "a", "2",
     "-- limit { name = 'a', value = 0 }\nlimit {\n  name = 'a', -- value = 5\n"
     "  value = 2, -- 一\n}\n"},
    {"no_such_limit", "limit { name = 'ab', value = 1 }", "a", "2", NULL},
    {"no_value", "limit { name = 'a' }", "a", "2", NULL},
    {"a_name_that_is_reckoned", "limit { name = 'a' .. '', value = 1 }", "a", "2", NULL},
    {"another_word", "rule { name = 'a', value = 1 }", "a", "2", NULL},
    {"inside_a_text", "local x = [[limit { name = 'a', value = 1 }]]", "a", "2", NULL},
    {"what_is_nested", "limit { name = 'b', more = { name = 'a', value = 1 }, value = 1 }", "a",
     "2", NULL},
    {"no_lua", "}}} limit { name = 'a', value = 1", "a", "2", NULL},
};

static void
a_limit_is_written(const void *row)
{
    const struct edit *x = row;
    CHECK_STR(limit_write(x->text, x->limit, x->value, a), x->after);
}

struct given {
    const char *name, *json, *lua; /* lua NULL: it is no value of a limit */
};
static const struct given values[] = {
    {"an_integer", "-5", "-5"},
    {"a_boolean", "true", "true"},
    {"a_text", "\"12-25\"", "'12-25'"},
    {"a_text_with_quotes", "\"a'b\\\\\"", "'a\\'b\\\\'"},
    {"days", "{\"2022-03-01\":10,\"2023-01-01\":9}", "{ ['2022-03-01'] = 10, ['2023-01-01'] = 9 }"},
    {"a_line_break", "\"a\\nb\"", NULL},
    {"a_fraction", "1.5", NULL},
    {"a_list", "[1]", NULL},
    {"null", "null", NULL},
    {"days_of_lists", "{\"2022-03-01\":[1]}", NULL},
};

static void
a_value_is_lua(const void *row)
{
    const struct given *x = row;
    json_t *value = json_loads(x->json, JSON_DECODE_ANY, NULL);

    CHECK_STR(limit_value(value, a), x->lua);
    json_decref(value);
}

static const struct check_test tests[] = {
    TEST_EACH(a_limit_is_written, edits),
    TEST_EACH(a_value_is_lua, values),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
